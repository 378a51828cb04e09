/**
 * Dates and times as people read them, in their language and a zone that is named beside them: the same on a page and in
 * a mail. Pure: takes every instant as an argument; knows no clock.
 */
import type { Reading } from './deadline.ts';
import { LOCALE_TAGS, type Language, type Say } from './language.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, zone: string, style: 'day' | 'long' | 'minute' | 'hour'): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${style}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(LOCALE_TAGS[language], {
      timeZone: zone,
      ...(style === 'hour'
        ? { timeStyle: 'short' }
        : style === 'minute'
          ? { dateStyle: 'long', timeStyle: 'short' }
          : { dateStyle: style === 'day' ? 'full' : 'long' }),
    });
    formats.set(key, found);
  }
  return found;
}

/** By minute, language and zone. */
const minutes = new Map<string, string>();
const MINUTES_KEPT_MAX = 1_000;

/** "Wednesday, 14 February 2024". */
export const dayIn = (at: Date, language: Language, zone: string): string => format(language, zone, 'day').format(at);
/** "14 February 2024". */
export const longDayIn = (at: Date, language: Language, zone: string): string =>
  format(language, zone, 'long').format(at);
/** "14 February 2024 at 18:30". Kept, because every page of an answer says when it was saved. */
export function minuteIn(at: Date, language: Language, zone: string): string {
  const key = `${Math.floor(at.getTime() / 60_000)} ${language} ${zone}`;
  let text = minutes.get(key);
  if (text === undefined) {
    if (minutes.size >= MINUTES_KEPT_MAX) minutes.clear();
    text = format(language, zone, 'minute').format(at);
    minutes.set(key, text);
  }
  return text;
}
/** "18:30". */
export const hourIn = (at: Date, language: Language, zone: string): string => format(language, zone, 'hour').format(at);

/** The last minute that is in time: a deadline at midnight is shown as the end of the day before. */
export function lastMinute(deadline: Pick<Reading, 'instant'>): Date {
  return new Date(deadline.instant.getTime() - 1);
}

/** The end of a deadline: "until the end of Wednesday, 14 February 2024", or the last minute with its hour. */
export function deadlineIn(deadline: Pick<Reading, 'instant'>, language: Language, zone: string, say: Say): string {
  const end = deadline.instant;
  const last = lastMinute(deadline);
  const midnight = hourIn(end, 'fr', zone) === '00:00';
  return midnight
    ? say('deadline.endOfDay', { day: dayIn(last, language, zone) })
    : say('deadline.atHour', { day: dayIn(end, language, zone), hour: hourIn(end, language, zone) });
}

/** How long is left, or how long ago it ended, in words: never "0 days". */
export function timeLeft(instant: Date, now: Date, say: Say): string {
  const { words, count } = durationIn(Math.abs(instant.getTime() - now.getTime()), say);
  return instant > now ? say('deadline.left', { words, count }) : say('deadline.ago', { words });
}

/** How long until a call opens, in words. `instant` lies after `now`. */
export const timeToOpening = (instant: Date, now: Date, say: Say): string =>
  say('deadline.opens', { words: durationIn(instant.getTime() - now.getTime(), say).words });

/**
 * A length of time in words, rounded down: two units at most, and never zero of one. `count` is the number that the
 * words begin with, for the grammar of what stands around them. `ms` is not negative.
 */
function durationIn(ms: number, say: Say): { words: string; count: number } {
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const of = (unit: string, count: number) => ({ words: say(`deadline.${unit}`, { count }), count });
  if (days > 730) return of('years', Math.floor(days / 365.25));
  if (days > 60) return of('months', Math.floor(days / 30.44));
  if (days >= 7 || (days > 0 && hours === 0)) return of('days', days);
  if (days > 0) {
    const [first, second] = [of('days', days), of('hours', hours)];
    return { words: say('deadline.and', { first: first.words, second: second.words }), count: days };
  }
  if (hours > 0) return of('hours', hours);
  return minutes > 0 ? of('minutes', minutes) : { words: say('deadline.underAMinute'), count: 1 };
}
