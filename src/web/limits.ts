/**
 * Limits of a call in words: how much, for whom, what counts, and how a draft stands to them. A limit is told and never
 * enforced.
 */
import { limitsFor, type Limit } from '../domain/limit.ts';
import { LOCALE_TAGS } from '../domain/language.ts';
import type { Measure } from '../domain/measure.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import { shown } from './page.ts';
import type { Visit } from './visit.ts';

type Words = Pick<Visit, 'say' | 'language'>;

/** "2,500 words", as the language of the page sets numbers. */
export const amountOf = ({ unit }: Pick<Limit, 'unit'>, count: number, { say, language }: Words): string =>
  say(`limits.units.${unit}`, { count, number: new Intl.NumberFormat(LOCALE_TAGS[language]).format(count) });

/** "at most 2,500 words (by the call’s own reckoning about 5 pages), for a joint submission". */
export function limitWords(questionnaire: Questionnaire, limit: Limit, words: Words): string {
  const { say } = words;
  const { minimum, maximum, pages } = limit;
  const bounds = [
    ...(minimum === null ? [] : [say('limits.minimum', { amount: amountOf(limit, minimum, words) })]),
    ...(maximum === null ? [] : [say('limits.maximum', { amount: amountOf(limit, maximum, words) })]),
  ];
  let text = new Intl.ListFormat(words.language).format(bounds);
  if (limit.approximate) text = say('limits.approximate', { limit: text });
  if (pages !== null) text = say('limits.gloss', { limit: text, pages: amountOf({ unit: 'pages' }, pages, words) });
  return [text, ...conditions(questionnaire, limit, words)].join(', ');
}

function conditions(questionnaire: Questionnaire, { scope, when }: Limit, { say, language }: Words): string[] {
  const group = questionnaire.addressees.value?.find(({ id }) => id === when?.addressee);
  return [
    ...(scope === 'whole' ? [] : [say(`limits.scopes.${scope}`)]),
    ...(when?.signed == null ? [] : [say(`limits.when.${when.signed}`)]),
    ...(when?.status == null ? [] : [say(when.status ? 'limits.when.status' : 'limits.when.noStatus')]),
    ...(when?.language == null
      ? []
      : [say('limits.when.language', { language: languageName(when.language, language) })]),
    ...(group === undefined
      ? []
      : [
          say('limits.when.addressee', {
            group: group.label === null ? group.id : shown(questionnaire, group.label, language).text,
          }),
        ]),
  ];
}

/** The name of a language in another one. */
export const languageName = (tag: string, language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;

const PARTS = ['footnotes', 'annexes', 'cover', 'questions'] as const;
const COUNTED_UNITS: ReadonlySet<Limit['unit']> = new Set(['words', 'characters', 'pages', 'paragraphs']);

/** What counts, what does not, and what the call leaves open; nothing for limits of files. */
export function countsWords({ counts, unit, scope }: Limit, { say, language }: Words): readonly string[] {
  if (!COUNTED_UNITS.has(unit) || scope === 'email' || scope === 'annex') return [];
  const list = (wanted: 'included' | 'excluded' | null): string =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(
      PARTS.filter((part) => counts[part] === wanted).map((part) => say(`limits.parts.${part}`)),
    );
  const said = (phrase: string, names: string): string[] => (names === '' ? [] : [say(phrase, { list: names })]);
  const unstated = list(null);
  return [
    ...said('limits.counted', list('included')),
    ...said('limits.notCounted', list('excluded')),
    ...said('limits.unstated', unstated),
    ...(unstated === '' ? [] : [say('limits.ourCount')]),
  ];
}

/** How strictly the limit is meant, where the call says so. */
export const strictnessWords = ({ strictness }: Limit, { say }: Words): readonly string[] =>
  strictness === null ? [] : [say(`limits.${strictness}`)];

/** A measure as a page shows it. */
export interface ShownMeasure {
  readonly limit: string;
  readonly now: string;
  readonly verdict: Measure['verdict'];
  /** Sentences on what counts, and on what is an estimate. */
  readonly notes: readonly string[];
  /** The call's words, where the limit has its own. */
  readonly wording: ReturnType<typeof shown> | null;
}

export function shownMeasure(questionnaire: Questionnaire, measure: Measure, words: Words): ShownMeasure {
  const { limit, count, verdict } = measure;
  const amount = count === null ? '' : amountOf(limit, count, words);
  return {
    limit: limitWords(questionnaire, limit, words),
    now: words.say(`limits.now.${verdict}`, { amount }),
    verdict,
    notes: [
      ...strictnessWords(limit, words),
      ...countsWords(limit, words),
      ...(limit.unit === 'pages' ? [words.say('limits.estimate')] : []),
    ],
    wording: limit.wording === null ? null : shown(questionnaire, limit.wording, words.language),
  };
}

/** "Limit for a joint submission: at most 10 pages." */
export function limitLine(questionnaire: Questionnaire, visit: Visit, joint: boolean): string {
  const situation = { joint, status: null, language: null, addressees: null };
  const limits = limitsFor(questionnaire, situation).map((limit) =>
    // The line says itself for whom it is.
    limitWords(questionnaire, { ...limit, when: limit.when === null ? null : { ...limit.when, signed: null } }, visit),
  );
  const list = limits.length === 0 ? visit.say('limits.none') : new Intl.ListFormat(visit.language).format(limits);
  return visit.say(joint ? 'limits.joint' : 'limits.individual', { limits: list });
}
