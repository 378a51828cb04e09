/**
 * Dates in a text: where each stands and what days it can mean. Says nothing of what a date is for.
 */
import { DateTime } from 'luxon';
import { allOf } from './patterns.ts';
import type { Pack } from './packs/pack.ts';
import type { Span } from './proposal.ts';

export interface DateMention extends Span {
  /** ISO dates that the words can mean: one, several ("3/4/2025"), or none for a day without a year or out of a month. */
  readonly readings: readonly string[];
  /** The words name a weekday and it is not that of the date. */
  readonly weekdayDisagrees: boolean;
  /** The place of a date in "from … to …"; "until" without a beginning is no range. */
  readonly range: 'from' | 'to' | null;
  /** The first day of "13 to 22 June 2022", where only the last is printed as a date. */
  readonly shortFrom: string | null;
}

interface Patterns {
  readonly date: RegExp;
  readonly months: readonly (readonly [RegExp, number])[];
  readonly weekdays: readonly RegExp[];
  readonly weekdayBefore: RegExp;
  readonly weekdayAfter: RegExp;
  readonly rangeBefore: RegExp;
  readonly rangeJoint: RegExp;
  readonly pairJoint: RegExp;
  readonly shortRange: RegExp;
}

const known = new WeakMap<Pack, Patterns>();
const ORDINAL = ' ?(?:st|nd|rd|th|er|ro|[.]?[ºª°]|\\.(?! ?\\d))?';

function patternsOf(pack: Pack): Patterns {
  const found = known.get(pack);
  if (found !== undefined) return found;
  const month = `(?:${Object.keys(pack.months).join('|')})(?![a-z])`;
  const of = `(?:(?:${pack.dates.of.join('|')}) )*?`;
  const weekday = `(?:${pack.weekdays.join('|')})`;
  const year = `(?:,? ?${of}(?<year>(?:19|20)\\d{2})(?!\\d))?`;
  const dayFirst = `(?<day>\\d{1,2}|premier|primero|first)${ORDINAL},? ?${of}(?<month>${month})${year}`;
  const monthFirst = `(?<month>${month}),? (?:${pack.dates.of.join('|')} )?(?<day>\\d{1,2})${ORDINAL}(?![\\d:])${year}`;
  const iso = '(?<year>20\\d{2})-(?<number>\\d{2})-(?<day>\\d{2})(?!\\d)';
  const numeric =
    '(?<first>\\d{1,2}) ?(?<mark>[./-]) ?(?<second>\\d{1,2}) ?\\k<mark> ?(?<year>20\\d{2}|\\d{2})(?![\\d./-]\\d|\\d)';
  const joint = [...pack.dates.to, '-'].join('|');
  const articles = `(?:(?:${pack.deadline.fillers.join('|')}) )*?(?:${weekday},? )?`;
  const made: Patterns = {
    date: new RegExp(`(?<![a-z0-9./])(?:${iso}|${numeric}|${dayFirst}|${monthFirst})`, 'g'),
    months: Object.entries(pack.months).map(([source, number]) => [new RegExp(`^(?:${source})$`), number]),
    weekdays: pack.weekdays.map((source) => new RegExp(`^(?:${source})$`)),
    weekdayBefore: new RegExp(`(?<![a-z])(?<name>${weekday})[.,]? ?(?:(?:${pack.deadline.fillers.join('|')}) )*$`),
    weekdayAfter: new RegExp(`^,? ?\\(?(?<name>${weekday})(?![a-z])`),
    rangeBefore: new RegExp(`(?<![a-z])(?:${[...pack.dates.from, ...pack.dates.between].join('|')}) ${articles}$`),
    rangeJoint: new RegExp(`^,? ?(?:${joint}) ?${articles}$`),
    pairJoint: new RegExp(`^,? ?(?:${pack.dates.and.join('|')}) ${articles}$`),
    shortRange: new RegExp(
      `(?<![a-z0-9./-])(?<day>\\d{1,2})${ORDINAL} ?(?:${[joint, ...pack.dates.and].join('|')}) ?(?:(?:${pack.deadline.fillers.join('|')}) )*?$`,
    ),
  };
  known.set(pack, made);
  return made;
}

/** The dates of a folded text; `offset` is added to all positions. */
export function datesIn(folded: string, pack: Pack, offset = 0): DateMention[] {
  if (!/\d/.test(folded)) return [];
  const patterns = patternsOf(pack);
  const matches = allOf(patterns.date, folded);
  const shared = matches.map((match, index) => sharedYear(folded, matches, index, patterns) ?? match.groups?.['year']);
  return matches.map((match, index): DateMention => {
    const start = match.index;
    const end = start + match[0].length;
    const readings = readingsOf(match, shared[index], patterns);
    const before = folded.slice(Math.max(0, start - 40), start);
    return {
      start: start + offset,
      end: end + offset,
      readings,
      weekdayDisagrees: disagrees(readings, before, folded.slice(end, end + 24), patterns),
      range: rangeOf(folded, matches, index, patterns),
      shortFrom: shortFrom(readings, before, patterns),
    };
  });
}

/** "15 March and 30 June 2025": the first of two takes the year of the second. */
function sharedYear(
  folded: string,
  matches: readonly RegExpExecArray[],
  index: number,
  patterns: Patterns,
): string | undefined {
  const match = matches[index];
  const next = matches[index + 1];
  if (match === undefined || next === undefined || match.groups?.['year'] !== undefined) return undefined;
  const between = folded.slice(match.index + match[0].length, next.index);
  return patterns.rangeJoint.test(between) || patterns.pairJoint.test(between) ? next.groups?.['year'] : undefined;
}

function rangeOf(
  folded: string,
  matches: readonly RegExpExecArray[],
  index: number,
  patterns: Patterns,
): 'from' | 'to' | null {
  if (joins(folded, matches[index], matches[index + 1], patterns)) return 'from';
  return joins(folded, matches[index - 1], matches[index], patterns) ? 'to' : null;
}

function joins(
  folded: string,
  first: RegExpExecArray | undefined,
  second: RegExpExecArray | undefined,
  patterns: Patterns,
): boolean {
  if (first === undefined || second === undefined) return false;
  const between = folded.slice(first.index + first[0].length, second.index);
  if (between.length > 40) return false;
  const opened = patterns.rangeBefore.test(folded.slice(Math.max(0, first.index - 40), first.index));
  return /^ ?- ?$/.test(between) || (opened && (patterns.rangeJoint.test(between) || patterns.pairJoint.test(between)));
}

function readingsOf({ groups }: RegExpExecArray, year: string | undefined, patterns: Patterns): string[] {
  if (groups === undefined || year === undefined) return [];
  const { day, month, number, first, second } = groups;
  if (first !== undefined && second !== undefined) {
    const full = year.length === 2 ? `20${year}` : year;
    const both = [isoOf(full, Number(second), Number(first)), isoOf(full, Number(first), Number(second))];
    return [...new Set(both.filter((date) => date !== null))];
  }
  const named =
    number !== undefined ? Number(number) : patterns.months.find(([pattern]) => pattern.test(month ?? ''))?.[1];
  const date = isoOf(year, named ?? 0, /^\d/.test(day ?? '') ? Number(day) : 1);
  return date === null ? [] : [date];
}

function isoOf(year: string, month: number, day: number): string | null {
  const date = DateTime.fromObject({ year: Number(year), month, day }, { zone: 'UTC' });
  return date.isValid ? date.toISODate() : null;
}

function disagrees(readings: readonly string[], before: string, after: string, patterns: Patterns): boolean {
  const name = (patterns.weekdayBefore.exec(before) ?? patterns.weekdayAfter.exec(after))?.groups?.['name'];
  if (name === undefined || readings.length === 0) return false;
  const weekday = patterns.weekdays.findIndex((pattern) => pattern.test(name)) + 1;
  return !readings.some((date) => DateTime.fromISO(date, { zone: 'UTC' }).weekday === weekday);
}

function shortFrom(readings: readonly string[], before: string, patterns: Patterns): string | null {
  const day = patterns.shortRange.exec(before)?.groups?.['day'];
  const [to] = readings;
  if (day === undefined || to === undefined || readings.length > 1) return null;
  const from = isoOf(to.slice(0, 4), Number(to.slice(5, 7)), Number(day));
  return from !== null && from < to ? from : null;
}
