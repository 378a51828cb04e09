/**
 * What the pages of one question have in common: its wording, its form, where to go next, and how two versions of its
 * answer are compared. Answers no request.
 */
import { SCALES, type Answer } from '../domain/answer.ts';
import { fitted, leftOver } from '../domain/leftOver.ts';
import type { Ask, AskOf } from '../domain/asks.ts';
import { faultyTexts } from '../domain/confidentiality.ts';
import { difference, type Run } from '../domain/difference.ts';
import { wordsIn, type Draft } from '../domain/draft.ts';
import { newEffort, type Effort } from '../domain/edits.ts';
import { LOCALE_TAGS, wordedIn, type Text } from '../domain/language.ts';
import { answerMeasures, situationOf } from '../domain/measure.ts';
import { addresseesOf, type PlacedQuestion } from '../domain/places.ts';
import { officialLanguages } from '../domain/questionnaire.ts';
import { recordTitle } from '../domain/recordProse.ts';
import { leftFields } from '../domain/rowForm.ts';
import { groupOf, scopeOf } from '../domain/scope.ts';
import { writtenOut } from '../domain/written.ts';
import type { Parts } from './app.ts';
import { isOutside, questionsAt, type Desk } from './desk.ts';
import { shownMeasure } from './limits.ts';
import { shown } from './page.ts';
import { to } from './paths.ts';
import { GENEVA, minuteIn } from './times.ts';
import { wordingOf } from './wordings.ts';

/** The question after this one, or what comes after the last. */
export function nextAddress(desk: Desk, placed: PlacedQuestion): string {
  const id = desk.draft.record.id;
  if (isOutside(desk, placed)) return to.draft(id);
  const next = questionsAt(desk)[placed.number];
  return next === undefined ? to.publication(id) : to.question(id, next.node.id);
}

/** What every view of a question needs. */
export function questionValues(parts: Parts, desk: Desk, placed: PlacedQuestion): object {
  const { questionnaire, visit, draft } = desk;
  const { say } = visit;
  const shownText = (text: Text): string => shown(questionnaire, text, visit.language).text;
  return {
    draft,
    id: draft.record.id,
    node: placed.node,
    number: placed.number,
    wording: wordingOf(parts, questionnaire, placed, visit.language),
    shown: (texts: Text) => shown(questionnaire, texts, visit.language),
    askLabel: (ask: Ask) => (ask.label === null ? say(`outline.asks.${ask.kind}`) : shownText(ask.label)),
    recordTitle: (ask: AskOf<'records'>, at: number) =>
      recordTitle({ say, worded: (text: Text) => shown(questionnaire, text, visit.language) }, ask, at),
    leftFields,
    inDraft: (text: Text) => shown(questionnaire, text, draft.record.language),
    countryNames: () => parts.countries.list(draft.record.language).map(({ name }) => name),
    outside: isOutside(desk, placed),
    groups: groupsStillOpen(desk, placed),
  };
}

/** For whom a question is, as long as the writer has not said who answers; "" where it is for all. */
export const groupsStillOpen = (desk: Desk, placed: PlacedQuestion): string =>
  groupOf(desk.questionnaire, scopeOf(desk.draft)) === null ? groupsNamed(desk, placed) : '';

/** For whom a question is; "" where it is for all. */
export function groupsNamed(
  { questionnaire, visit }: Pick<Desk, 'questionnaire' | 'visit'>,
  placed: PlacedQuestion,
): string {
  const ids = addresseesOf(placed);
  const groups = (questionnaire.addressees.value ?? []).filter(({ id }) => ids.includes(id));
  return new Intl.ListFormat(LOCALE_TAGS[visit.language], { type: 'disjunction' }).format(
    groups.map(({ id, label }) => (label === null ? id : shown(questionnaire, label, visit.language).text)),
  );
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
    answer: fitted(placed.node, filled.answer),
    kept: leftOver(placed.node, fitted(placed.node, filled.answer)),
    scales: SCALES,
    words: wordsIn(filled.answer),
    measures: answerMeasures(
      { draft: withAnswer(desk, placed, filled.answer), questionnaire: desk.questionnaire },
      placed.node,
      situationOf(desk.draft, desk.questionnaire),
    ).map((measure) => shownMeasure(desk.questionnaire, measure, desk.visit)),
    brackets: faultyTexts(filled.answer).map(({ field, kind }) => ({ kind, place: placeOf(field) })),
    saved: savedAt === undefined ? null : whenIn(desk, savedAt),
  };
}

/** The draft as it would be with what stands in the form. */
function withAnswer({ draft }: Desk, { node }: PlacedQuestion, value: Answer): Draft {
  return { ...draft, answers: { ...draft.answers, [node.id]: { value, revision: 0 } } };
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
  const names = new Intl.DisplayNames([draft.record.language], { type: 'region', fallback: 'none' });
  const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? '') : '');
  return writtenOut(placed.node, answer, { say, worded, countryName });
}

/** Compares versions of one answer, at a cost that is bounded for all of them together. */
export function comparing(
  desk: Desk,
  placed: PlacedQuestion,
  effort: Effort = newEffort(),
): (before: Answer, after: Answer) => readonly Run[] {
  return (before, after) => difference(writtenIn(desk, placed, before), writtenIn(desk, placed, after), effort);
}
