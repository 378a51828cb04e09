/**
 * What the pages of one question have in common: its wording, its form, where to go next, and how two versions of its
 * answer are compared. Answers no request.
 */
import { SCALES, type Answer } from '../domain/answer.ts';
import { faultyTexts } from '../domain/confidentiality.ts';
import { difference, type Run } from '../domain/difference.ts';
import { wordsIn } from '../domain/draft.ts';
import { newEffort, type Effort } from '../domain/edits.ts';
import { wordedIn, type Text } from '../domain/language.ts';
import { officialLanguages, questionsOf, type PlacedQuestion } from '../domain/questionnaire.ts';
import { writtenOut } from '../domain/written.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { shown } from './page.ts';
import { to } from './paths.ts';
import { GENEVA, minuteIn } from './times.ts';
import { wordingOf } from './wordings.ts';

/** The question after this one, or what comes after the last. */
export function nextAddress(desk: Desk, placed: PlacedQuestion): string {
  const id = desk.draft.record.id;
  const next = questionsOf(desk.questionnaire)[placed.number];
  return next === undefined ? to.publication(id) : to.question(id, next.node.id);
}

/** What every view of a question needs. */
export function questionValues(parts: Parts, desk: Desk, placed: PlacedQuestion): object {
  const { questionnaire, visit, draft } = desk;
  return {
    draft,
    id: draft.record.id,
    node: placed.node,
    number: placed.number,
    wording: wordingOf(parts, questionnaire, placed, visit.language),
    shown: (texts: Text) => shown(questionnaire, texts, visit.language),
  };
}

/** What the form of an answer holds. */
export interface Filled {
  readonly answer: Answer;
  /** The revision that the form sends back. */
  readonly revision: number;
}

/** What `views/questions/form.ejs` needs beside the values above. */
export function formValues(desk: Desk, placed: PlacedQuestion, filled: Filled): object {
  const savedAt = desk.parts.find(({ key }) => key === placed.node.id)?.savedAt;
  return {
    ...filled,
    scales: SCALES,
    words: wordsIn(filled.answer),
    brackets: faultyTexts(filled.answer).map(({ field, kind }) => ({ kind, place: placeOf(field) })),
    saved: savedAt === undefined ? null : whenIn(desk, savedAt),
  };
}

/** The id of what holds a field of the form: an ask is one fieldset. */
const placeOf = (field: string): string => field.split('.')[0] ?? field;

/** A whole number in a query; null for anything else. */
export const numberOf = (value: unknown): number | null =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : null;

export const whenIn = ({ visit }: Desk, at: Date): string => minuteIn(at, visit.language, visit.zone ?? GENEVA);

/** Everything in an answer, in the language of the draft. */
export function writtenIn(
  { draft, questionnaire, sayDraft: say }: Desk,
  placed: PlacedQuestion,
  answer: Answer,
): string {
  const worded = (text: Text) => wordedIn(text, draft.record.language, officialLanguages(questionnaire));
  return writtenOut(placed.node, answer, { say, worded });
}

/** Compares versions of one answer, at a cost that is bounded for all of them together. */
export function comparing(
  desk: Desk,
  placed: PlacedQuestion,
  effort: Effort = newEffort(),
): (before: Answer, after: Answer) => readonly Run[] {
  return (before, after) => difference(writtenIn(desk, placed, before), writtenIn(desk, placed, after), effort);
}
