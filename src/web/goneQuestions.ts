/**
 * Questions that the newer version of a call, which a draft was moved to, no longer asks: what was answered to them stays
 * readable, with its history, and a save that was begun before the move still lands. Also reads forms that were filled in
 * before a move.
 */
import type { Request, Response } from 'express';
import { answerFromForm, isBlank, type Answer, type FormBody } from '../domain/answer.ts';
import { carried } from '../domain/carrying.ts';
import { answerTo, wordsIn } from '../domain/draft.ts';
import { wordedIn, type Text } from '../domain/language.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import {
  officialLanguages,
  questionnaireOf,
  questionOf,
  questionsOf,
  type Questionnaire,
} from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { official, sendPage, type Shown } from './page.ts';
import { questionValues, whenIn, writtenIn } from './questionPages.ts';
import { commentsOn } from './threads.ts';

/** The versions that a draft was moved on from, the latest first. */
export async function earlierVersions(parts: Parts, { draft }: Desk): Promise<readonly Questionnaire[]> {
  const { id, call } = draft.record;
  const moves = await parts.store.moves(id);
  return Promise.all(moves.toReversed().map(({ from }) => questionnaireOf(parts, call, from)));
}

/** A question as an earlier version asked it, with the desk laid open as it was then. */
export interface GoneQuestion {
  readonly desk: Desk;
  readonly placed: PlacedQuestion;
}

/** The question in the address, where an earlier version asked it and this one does not; null for all others. */
export async function goneQuestion(parts: Parts, desk: Desk, request: Request): Promise<GoneQuestion | null> {
  const id = String(request.params['question']);
  if (questionOf(desk.questionnaire, id) !== undefined) return null;
  for (const questionnaire of await earlierVersions(parts, desk)) {
    const placed = questionOf(questionnaire, id);
    if (placed !== undefined) return { desk: { ...desk, questionnaire }, placed };
  }
  return null;
}

/** An answer that is kept, and printed nowhere. */
export interface GoneAnswer {
  readonly id: string;
  readonly label: string | null;
  readonly text: Shown;
  readonly words: number;
}

/** What was answered to questions that are no longer asked, in the order of the versions that asked them. */
export async function goneAnswers(parts: Parts, desk: Desk): Promise<readonly GoneAnswer[]> {
  const { draft, questionnaire } = desk;
  const kept = Object.entries(draft.outside).filter(
    ([id, { value }]) => questionOf(questionnaire, id) === undefined && !isBlank(value),
  );
  // Most drafts have none, and every look at the contents asks.
  if (kept.length === 0) return [];
  const left = new Map(kept);
  const found: GoneAnswer[] = [];
  for (const version of await earlierVersions(parts, desk)) {
    for (const { node } of questionsOf(version)) {
      const answer = left.get(node.id);
      if (answer === undefined || !left.delete(node.id)) continue;
      const text = official(version, node.text ?? {});
      found.push({ id: node.id, label: node.label, text, words: wordsIn(answer.value) });
    }
  }
  return found;
}

/** The page of such a question: to read, to copy, and to look through. */
export async function showGone(
  parts: Parts,
  request: Request,
  response: Response,
  { desk, placed }: GoneQuestion,
): Promise<void> {
  const { value } = answerTo(desk.draft, placed.node.id);
  const savedAt = desk.parts.find(({ key }) => key === placed.node.id)?.savedAt;
  sendPage(parts, request, response, 'questions/gone', {
    ...questionValues(parts, desk, placed),
    written: writtenIn(desk, placed, value),
    // What was said of it can be read on, and goes no further.
    comments: { ...(await commentsOn(parts, desk, placed)), mayComment: false, mayAdopt: false },
    saved: savedAt === undefined ? null : whenIn(desk, savedAt),
  });
}

/** How a form of a question is read. */
export interface FormReading {
  read(body: FormBody, before: Answer): Answer;
  /** An answer of the time of the form, as the question holds it now. */
  carry(answer: Answer): Answer;
}

/**
 * The form says in `version` which questionnaire it was made of. One that was made before a move is read as it was made,
 * and what it holds is carried on.
 */
export async function formReading(
  parts: Parts,
  desk: Desk,
  { node }: PlacedQuestion,
  { version }: FormBody,
): Promise<FormReading> {
  const current: FormReading = {
    read: (body, before) => answerFromForm(node, body, before),
    carry: (answer) => answer,
  };
  const { record } = desk.draft;
  if (typeof version !== 'string' || version === record.questionnaire) return current;
  const move = (await parts.store.moves(record.id)).find(({ from }) => from === version);
  if (move === undefined) return current;
  const earlier = await questionnaireOf(parts, record.call, move.from);
  const before = questionOf(earlier, node.id)?.node;
  if (before === undefined) return current;
  const worded = (text: Text) => wordedIn(text, record.language, officialLanguages(earlier));
  const carry = (answer: Answer): Answer => carried(answer, before, node, { say: desk.sayDraft, worded });
  return { read: (body, seen) => carry(answerFromForm(before, body, seen)), carry };
}

/** A move to a newer version, as a history tells of it. */
export interface PastMove {
  readonly at: Date;
  /** Of the call. */
  readonly version: number;
  readonly by: string;
  /** The question as it was asked before; null: it was not. */
  readonly before: PlacedQuestion | null;
}

/** The moves of a draft, oldest first, as one of its questions saw them. */
export async function pastMoves(parts: Parts, { draft }: Desk, { node }: PlacedQuestion): Promise<readonly PastMove[]> {
  const { id, call } = draft.record;
  const moves = await parts.store.moves(id);
  return Promise.all(
    moves.map(async ({ at, by, from, to }) => {
      const [earlier, later] = [await questionnaireOf(parts, call, from), await questionnaireOf(parts, call, to)];
      return { at, by, version: later.version, before: questionOf(earlier, node.id) ?? null };
    }),
  );
}

/** The question as it was asked when a text was saved: what was typed can be read by that one alone. */
export function askedAt(moves: readonly PastMove[], placed: PlacedQuestion, savedAt: Date): PlacedQuestion {
  return moves.find(({ at, before }) => before !== null && at > savedAt)?.before ?? placed;
}

/** An answer as it was saved at a time, as the question holds it now. */
export function carriedOn(
  desk: Desk,
  moves: readonly PastMove[],
  placed: PlacedQuestion,
  savedAt: Date,
  answer: Answer,
): Answer {
  const { draft, questionnaire, sayDraft: say } = desk;
  const worded = (text: Text) => wordedIn(text, draft.record.language, officialLanguages(questionnaire));
  const before = askedAt(moves, placed, savedAt);
  return before === placed ? answer : carried(answer, before.node, placed.node, { say, worded });
}
