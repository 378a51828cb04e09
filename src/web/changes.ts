/**
 * What changed in a draft since a moment that is known by the revisions of its parts: the text of then is put together
 * again from the history, and compared with that of now.
 */
import { withoutGone } from '../domain/carrying.ts';
import { changesBetween } from '../domain/changes.ts';
import { difference, excerpt, type Gap, type Run } from '../domain/difference.ts';
import { assemble, type Part } from '../domain/draft.ts';
import { newEffort } from '../domain/edits.ts';
import type { Move } from '../domain/newerVersion.ts';
import { composeOutline } from '../domain/outline.ts';
import { questionnaireOf } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { outlineOf } from './outlines.ts';

/** By key of a part. */
type Revisions = Readonly<Record<string, number>>;

export const revisionsOf = ({ parts }: Desk): Revisions =>
  Object.fromEntries(parts.map(({ key, revision }) => [key, revision]));

/** Revisions in one field of a form: "organisation:3 q1:4". */
export const revisionsIn = (revisions: Revisions): string =>
  Object.entries(revisions)
    .map(([key, revision]) => `${key}:${revision}`)
    .join(' ');

/** The most parts that are looked up: more than any call has questions. */
const PARTS_MAX = 500;

/** Reads them back; whatever else a form may send counts for nothing. */
export function readRevisions(sent: unknown): Revisions {
  if (typeof sent !== 'string') return {};
  const found = [...sent.matchAll(/(?<!\S)([a-z0-9-]{1,100}):(\d{1,9})(?!\S)/g)].slice(0, PARTS_MAX);
  return Object.fromEntries(found.map(([, key = '', revision]) => [key, Number(revision)]));
}

/** The draft as it stood with these revisions. A part that is not named was not there; one that is lost is left out. */
async function partsAt(parts: Parts, desk: Desk, revisions: Revisions): Promise<readonly Part[]> {
  const now = new Map(desk.parts.map((part) => [part.key, part]));
  const found = await Promise.all(
    Object.entries(revisions).map(async ([key, revision]) => {
      const current = now.get(key);
      if (current === undefined) return null;
      return current.revision === revision ? current : parts.store.partRevision(desk.draft.record.id, key, revision);
    }),
  );
  return found.filter((part) => part !== null);
}

/** One piece of the text that changed: a question, the front matter, the statement, the sources or the footnotes. */
export interface ShownChange {
  /** "front", "statement", "sources", "footnotes", or the id of a question. */
  readonly id: string;
  /** Label and wording of a question, in the draft's language; "" for the others. */
  readonly heading: string;
  /** The words that changed, with a few around them. */
  readonly runs: readonly (Run | Gap)[];
}

/**
 * Piece by piece what changed since the parts had these revisions. Empty where nothing did that is made of words. `since`:
 * when they had them, where the draft may have moved to a newer version of its call after that.
 */
export async function changesSince(
  parts: Parts,
  desk: Desk,
  revisions: Revisions,
  since: Date | null = null,
): Promise<readonly ShownChange[]> {
  const { draft, sayDraft } = desk;
  const [moved] = since === null ? [] : await movesAfter(parts, desk, since);
  const questionnaire =
    moved === undefined ? desk.questionnaire : await questionnaireOf(parts, draft.record.call, moved.from);
  const countryName = (code: string): string => parts.countries.name(code, draft.record.language);
  const then = withoutGone(assemble(draft.record, await partsAt(parts, desk, revisions)), questionnaire);
  const country = countryName(then.organisation.value.country);
  const before = composeOutline(then, questionnaire, sayDraft, { country, countryName });
  const effort = newEffort();
  return changesBetween(before, outlineOf(parts, desk)).map(({ id, heading, before: was, after: is }) => ({
    id,
    heading,
    runs: excerpt(difference(was, is, effort)),
  }));
}

/** The moves to newer versions of the call after a moment, oldest first. */
export async function movesAfter(parts: Parts, { draft }: Desk, since: Date): Promise<readonly Move[]> {
  return (await parts.store.moves(draft.record.id)).filter(({ at }) => at > since);
}
