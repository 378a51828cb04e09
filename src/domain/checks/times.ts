/**
 * Years and days that a text names, as far as figures and names of months tell them, in English, French and Spanish. Pure.
 * Every expression is bounded, so that no text can keep it busy.
 */
import type { Span } from './spans.ts';

/** A stretch of calendar days, both included, ISO. */
export interface NamedTime extends Span {
  readonly words: string;
  readonly from: string;
  readonly to: string;
}

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan', 'janvier', 'enero', 'ene'],
  ['february', 'feb', 'février', 'fevrier', 'febrero'],
  ['march', 'mar', 'mars', 'marzo'],
  ['april', 'apr', 'avril', 'abril', 'abr'],
  ['may', 'mai', 'mayo'],
  ['june', 'jun', 'juin', 'junio'],
  ['july', 'jul', 'juillet', 'julio'],
  ['august', 'aug', 'août', 'aout', 'agosto', 'ago'],
  ['september', 'sept', 'sep', 'septembre', 'septiembre', 'setiembre'],
  ['october', 'oct', 'octobre', 'octubre'],
  ['november', 'nov', 'novembre', 'noviembre'],
  ['december', 'dec', 'décembre', 'decembre', 'diciembre', 'dic'],
];
const NUMBERS = new Map(MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));
const NAMES = [...NUMBERS.keys()].toSorted((a, b) => b.length - a.length).join('|');
const YEAR = String.raw`(?<year>(?:19|20)\d{2})`;
/** What a year stands in that is no date: the symbol of a document, an address, a number, a law. */
const FREE = String.raw`(?<![\p{L}\p{N}/_.,:#-])`;
const END = String.raw`(?![\p{L}\p{N}/_-]|[.,]\d)`;
const PATTERN = new RegExp(
  `${FREE}(?:(?<iso>(?:19|20)\\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01]))` +
    `|(?:(?<day>\\d{1,2})(?:er|st|nd|rd|th|º)?[ \\u00a0](?:of |de )?)?(?<month>${NAMES})\\.?(?: (?<dayAfter>\\d{1,2})(?:st|nd|rd|th)?,)?[ \\u00a0](?:de |del |of )?${YEAR}` +
    `|${YEAR.replace('year', 'bare')})${END}`,
  'giu',
);

/** The most in one text: whoever names more has made a table of them. */
const TIMES_MAX = 100;

export function timesIn(text: string): readonly NamedTime[] {
  if (!/(?:19|20)\d{2}/.test(text)) return [];
  const found: NamedTime[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const time = timeOf(match);
    if (time !== null) found.push(time);
    if (found.length >= TIMES_MAX) break;
  }
  return found;
}

function timeOf({ 0: words, index, groups = {} }: RegExpExecArray): NamedTime | null {
  const span = { words, start: index, end: index + words.length };
  const { iso, bare, year, month, day, dayAfter } = groups;
  if (iso !== undefined) return { ...span, from: iso, to: iso };
  if (bare !== undefined) return { ...span, from: `${bare}-01-01`, to: `${bare}-12-31` };
  const number = NUMBERS.get((month ?? '').toLowerCase());
  if (number === undefined || year === undefined) return null;
  const begin = `${year}-${String(number).padStart(2, '0')}-`;
  const given = day ?? dayAfter;
  if (given === undefined) return { ...span, from: `${begin}01`, to: `${begin}31` };
  const on = `${begin}${given.padStart(2, '0')}`;
  return { ...span, from: on, to: on };
}
