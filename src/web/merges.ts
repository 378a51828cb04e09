/**
 * Two people at one answer: changes that do not touch are put together and kept, and those that do give a page with both,
 * the text that they came from, and a proposal. Keeps the promise that nobody overwrites what they have not seen.
 */
import type { Request, Response } from 'express';
import { answerSchema, EMPTY_ANSWER, sameAnswer, type Answer } from '../domain/answer.ts';
import { mergeAnswers, type Touched } from '../domain/answerMerge.ts';
import { answerTo, type Versioned } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { LOCALE_TAGS } from '../domain/language.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import type { Parts } from './app.ts';
import { draftOf, type Desk } from './desk.ts';
import { sendPage } from './page.ts';
import { to } from './paths.ts';
import { comparing, formValues, numberOf, questionValues, whenIn, writtenIn } from './questionPages.ts';
import { saveOrStale } from './saving.ts';
import { inTurn } from './turns.ts';

/** What somebody wrote, and on top of what. */
export interface Writing {
  readonly mine: Answer;
  /** The revision that the writer saw. */
  readonly seen: number;
  /** The answer of that revision; null where the draft knows no such revision. */
  readonly base: Answer | null;
}

/** Two texts for one answer that no machine may put together. */
export interface Met extends Writing {
  readonly theirs: Versioned<Answer>;
}

export type Kept =
  /** The answer is as it was written or, where that added nothing, as others have it: `answer` at `revision`. */
  | { readonly kind: 'saved'; readonly revision: number; readonly answer: Answer }
  /** Others had saved revisions from `seen` + 1 on; what was kept with them is `revision`. */
  | { readonly kind: 'merged'; readonly seen: number; readonly revision: number; readonly answer: Answer }
  | { readonly kind: 'met'; readonly met: Met };

/** How often other processes may be faster before a person is asked. */
const TRIES_MAX = 20;

/** The answer as it stood at a revision. Null for a revision that was never there. */
export async function answerSeen(parts: Parts, desk: Desk, question: string, seen: number): Promise<Answer | null> {
  const newest = answerTo(desk.draft, question);
  if (seen === newest.revision) return newest.value;
  // Where nothing was ever saved, there is nothing that could be lost.
  if (seen === 0 || newest.revision === 0) return EMPTY_ANSWER;
  const found = await parts.store.partRevision(desk.draft.record.id, question, seen);
  return found === null ? null : answerSchema.parse(found.value);
}

/**
 * Saves an answer, together with what others saved since it was seen. Where that says no more than what stands there
 * already, nothing is saved. Throws `submitted` or `not-found`.
 */
export function keepAnswer(parts: Parts, desk: Desk, question: string, writing: Writing): Promise<Kept> {
  return inTurn(`${desk.draft.record.id} ${question}`, async (waited) => {
    const newest = waited ? await newestAnswer(parts, desk, question) : answerTo(desk.draft, question);
    return tryToKeep(parts, desk, question, writing, newest);
  });
}

async function newestAnswer(parts: Parts, desk: Desk, question: string): Promise<Versioned<Answer>> {
  const opened = await parts.store.draftById(desk.draft.record.id);
  if (opened === null) throw new AppError('not-found');
  return answerTo(draftOf(opened), question);
}

async function tryToKeep(
  parts: Parts,
  desk: Desk,
  question: string,
  writing: Writing,
  newest: Versioned<Answer>,
): Promise<Kept> {
  const { mine, seen, base } = writing;
  let theirs = newest;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const isNewest = theirs.revision === seen || theirs.revision === 0;
    const merged = isNewest ? { kind: 'merged' as const, answer: mine } : mergeAnswers(base, mine, theirs.value);
    if (merged.kind === 'merged' && sameAnswer(merged.answer, theirs.value)) {
      return { kind: 'saved', revision: theirs.revision, answer: theirs.value };
    }
    if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
    if (merged.kind === 'conflict') break;
    const newer = await saveOrStale(parts, desk, question, theirs.revision, merged.answer);
    if (newer === null) {
      const revision = theirs.revision + 1;
      const { answer } = merged;
      return isNewest ? { kind: 'saved', revision, answer } : { kind: 'merged', seen, revision, answer };
    }
    theirs = { value: answerSchema.parse(newer.value), revision: newer.revision };
  }
  return { kind: 'met', met: { ...writing, theirs } };
}

/** Who saved an answer in the meantime, and when last. */
interface Others {
  /** Labels in quotation marks, joined as the language of the page joins them. */
  readonly labels: string;
  /** Whether there is more than one. */
  readonly several: boolean;
  readonly when: string;
}

/** Labels that are named; there are seldom more than one or two. */
const OTHERS_MAX = 30;

/** Who saved the revisions after `seen` and before `before`. Null where nobody did. */
async function othersBetween(
  parts: Parts,
  desk: Desk,
  question: string,
  seen: number,
  before: number,
): Promise<Others | null> {
  const { say, language } = desk.visit;
  const slice = { before, limit: Math.min(OTHERS_MAX, Math.max(1, before - seen - 1)) };
  const revisions = await parts.store.history(desk.draft.record.id, question, slice);
  const [last] = revisions;
  if (last === undefined) return null;
  const labels = [
    ...new Set(revisions.toReversed().map(({ by }) => say('merge.label', { label: by || say('merge.somebody') }))),
  ];
  const list = new Intl.ListFormat(LOCALE_TAGS[language], { type: 'conjunction' });
  const several = labels.length > 1;
  return { labels: list.format(labels), several, when: whenIn(desk, last.savedAt) };
}

/** What a question says to its writer after a merge. */
export interface MergeNotice extends Others {
  /** The revision that holds both. */
  readonly revision: number;
  /** The writer ticked "finished", and that was not kept, because others wrote on. */
  readonly unfinished: boolean;
}

/** The notice that the address of a question asks for (`to.merged`); null: none. */
export async function noticeIn(
  parts: Parts,
  desk: Desk,
  placed: PlacedQuestion,
  query: Request['query'],
): Promise<MergeNotice | null> {
  const [seen, revision] = [numberOf(query['seen']), numberOf(query['merged'])];
  if (seen === null || revision === null || revision - seen < 2) return null;
  if (revision > answerTo(desk.draft, placed.node.id).revision) return null;
  const others = await othersBetween(parts, desk, placed.node.id, seen, revision);
  return others === null ? null : { ...others, revision, unfinished: query['unfinished'] === 'yes' };
}

/**
 * 409: theirs, mine, the text that both came from, and a form with a proposal, to be saved knowingly. `proposer`: the
 * label of who wrote what is called mine, where that is not who reads this page.
 */
export async function showMerge(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  placed: PlacedQuestion,
  met: Met,
  proposer: string | null = null,
): Promise<void> {
  const { base, mine, seen, theirs } = met;
  const { id } = desk.draft.record;
  const merged = mergeAnswers(base, mine, theirs.value);
  const others = await othersBetween(
    parts,
    desk,
    placed.node.id,
    Math.min(seen, theirs.revision - 1),
    theirs.revision + 1,
  );
  const compare = comparing(desk, placed);
  const values = {
    ...questionValues(parts, desk, placed),
    ...formValues(desk, placed, { answer: merged.answer, revision: theirs.revision }),
    others,
    proposer,
    theirs: { text: theirs.value.text, runs: compare(base ?? theirs.value, theirs.value) },
    mine: { text: mine.text, runs: compare(base ?? theirs.value, mine) },
    base: base === null ? null : { revision: seen, written: writtenIn(desk, placed, base) },
    warnings: merged.kind === 'conflict' ? warningsOf(placed, merged.touched) : [],
    here: to.question(id, placed.node.id),
    formId: 'form',
  };
  sendPage(parts, request, response, 'questions/merge', values, 409);
}

/** What the proposal decides, and a person should look at: phrases of `merge.touched`, with the ids of their fields. */
function warningsOf({ node }: PlacedQuestion, touched: Touched): readonly object[] {
  const asks = node.asks.filter(({ id }) => touched.asks.includes(id));
  return [
    ...asks.map(({ id, kind, label }) => ({ field: id, phrase: kind === 'choice' ? 'choice' : 'ask', label })),
    ...(touched.text ? [{ field: 'text', phrase: 'text', label: null }] : []),
    ...(touched.declined ? [{ field: 'declined', phrase: 'declined', label: null }] : []),
  ];
}
