/**
 * Searching reference texts: one index for each draft, made when somebody first searches it, and forgotten when it was
 * not used for a while, when others need the room, or when the last browser that used it leaves. Never written to disk.
 */
import type { Shelf, TextSearch } from '../domain/textSearch.ts';
import { createDraftIndex, type DraftIndex } from './draftIndex.ts';

export interface SearchLimits {
  /** Of all indexes together, about. The one in use stays, whatever it takes. */
  readonly bytesMax: number;
  /** An index that nobody has used for so long is forgotten. */
  readonly idleMs: number;
}

const DEFAULTS: SearchLimits = { bytesMax: 64 * 1024 * 1024, idleMs: 10 * 60_000 };

interface Kept {
  readonly index: DraftIndex;
  readonly sessions: Set<string>;
  /** What is being added to it; searches wait their turn. */
  ready: Promise<void>;
  usedAt: number;
}

export function createTextSearch(limits: Partial<SearchLimits> = {}): TextSearch {
  const { bytesMax, idleMs } = { ...DEFAULTS, ...limits };
  /** In the order of use: a Map remembers the order in which keys were added. */
  const kept = new Map<string, Kept>();
  const sweeping = setInterval(forgetIdle, Math.max(1, idleMs / 4)).unref();

  function forgetIdle(): void {
    const before = performance.now() - idleMs;
    for (const [draft, { usedAt }] of kept) if (usedAt < before) kept.delete(draft);
  }

  function makeRoom(draft: string): void {
    let bytes = [...kept.values()].reduce((sum, { index }) => sum + index.bytes, 0);
    for (const [oldest, { index }] of kept) {
      if (bytes <= bytesMax || oldest === draft) return;
      kept.delete(oldest);
      bytes -= index.bytes;
    }
  }

  /** The index of a draft; a new one where a text in it is gone. */
  function indexOf({ draft, session, texts }: Shelf): Kept {
    const wanted = new Set(texts);
    const known = kept.get(draft);
    const isWhole = known !== undefined && [...known.index.texts].every((id) => wanted.has(id));
    const one = isWhole
      ? known
      : { index: createDraftIndex(), sessions: new Set<string>(), ready: Promise.resolve(), usedAt: 0 };
    one.usedAt = performance.now();
    one.sessions.add(session);
    kept.delete(draft);
    kept.set(draft, one);
    return one;
  }

  async function addMissing({ index }: Kept, { texts, open }: Shelf): Promise<void> {
    const missing = texts.filter((id) => !index.texts.has(id));
    // One at a time: all of them unsealed at once would take twice the room.
    for (const id of missing) for (const text of await open([id])) await index.add(text);
  }

  async function readied(shelf: Shelf): Promise<DraftIndex> {
    const one = indexOf(shelf);
    // After a failure the next one tries again.
    const ready = one.ready.catch(() => undefined).then(() => addMissing(one, shelf));
    one.ready = ready;
    await ready;
    makeRoom(shelf.draft);
    return one.index;
  }

  return {
    async find(shelf, query) {
      return (await readied(shelf)).find(query);
    },
    prepare(shelf) {
      // Whoever searches is told of what fails.
      readied(shelf).catch(() => undefined);
    },
    forget(draft) {
      kept.delete(draft);
    },
    leave(session) {
      for (const [draft, { sessions }] of kept) {
        if (sessions.delete(session) && sessions.size === 0) kept.delete(draft);
      }
    },
    close() {
      clearInterval(sweeping);
      kept.clear();
    },
  };
}
