/**
 * Drafts that were opened lately, unsealed, so that a page need not open every seal again.
 * Never the truth: an entry counts only for the very revision that the database names in the same breath.
 */
import type { Part } from '../domain/draft.ts';

/** A part, with the length of its JSON. */
export interface WeighedPart {
  readonly part: Part;
  readonly length: number;
}

interface Entry {
  readonly revision: number;
  readonly weighed: readonly WeighedPart[];
  readonly parts: readonly Part[];
  readonly bytes: number;
}

export interface PartsMemory {
  /** The parts of this draft at this revision, the same frozen list each time; undefined where they are forgotten. */
  find(draft: string, revision: number): readonly Part[] | undefined;
  /** Remembers the parts as they are at `revision`, and returns them frozen, in the order of their keys. */
  keep(draft: string, revision: number, weighed: readonly WeighedPart[]): readonly Part[];
  /** One part was saved, and that made `revision`: what is remembered of the revision before becomes this one. */
  amend(draft: string, revision: number, saved: WeighedPart): void;
  /** Forgets a draft that is gone for good: a reader that is under way does not bring it back. */
  forget(draft: string): void;
}

/** A character takes at most two bytes in memory; an object around it some hundreds. */
const BYTES_PER_CHARACTER = 2;
const BYTES_PER_PART = 400;
/** A reader is under way for moments: those that went long ago need no guard. */
const GONE_MAX = 1_000;

/** Forgets what was asked for longest ago, as soon as everything together weighs more than `bytesMax`. */
export function partsMemory(bytesMax: number): PartsMemory {
  /** In the order of use: a Map remembers the order in which keys were added. */
  const entries = new Map<string, Entry>();
  const gone = new Set<string>();
  let bytes = 0;

  function forget(draft: string): void {
    bytes -= entries.get(draft)?.bytes ?? 0;
    entries.delete(draft);
  }
  function remember(draft: string, entry: Entry): void {
    forget(draft);
    if (gone.has(draft)) return;
    entries.set(draft, entry);
    bytes += entry.bytes;
    for (const oldest of entries.keys()) {
      if (bytes <= bytesMax) break;
      forget(oldest);
    }
  }

  return {
    find(draft, revision) {
      const entry = entries.get(draft);
      if (entry?.revision !== revision) return undefined;
      entries.delete(draft);
      entries.set(draft, entry);
      return entry.parts;
    },
    keep(draft, revision, weighed) {
      const entry = entryOf(revision, weighed);
      const known = entries.get(draft);
      // A reader that was overtaken must not bring an older revision back.
      if (known === undefined || known.revision <= revision) remember(draft, entry);
      return entry.parts;
    },
    amend(draft, revision, saved) {
      const before = entries.get(draft);
      if (before?.revision !== revision - 1) return;
      const others = before.weighed.filter(({ part }) => part.key !== saved.part.key);
      remember(draft, entryOf(revision, [...others, saved]));
    },
    forget(draft) {
      const [longestGone] = gone;
      if (longestGone !== undefined && gone.size >= GONE_MAX) gone.delete(longestGone);
      gone.add(draft);
      forget(draft);
    },
  };
}

function entryOf(revision: number, weighed: readonly WeighedPart[]): Entry {
  const sorted = weighed.toSorted((a, b) => (a.part.key < b.part.key ? -1 : 1));
  const parts = freezeDeep(sorted.map(({ part }) => part));
  const bytes = sorted.reduce((sum, { length }) => sum + BYTES_PER_PART + BYTES_PER_CHARACTER * length, BYTES_PER_PART);
  return { revision, weighed: sorted, parts, bytes };
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
}
