/**
 * Wall clocks: from a date and an hour as people write them to the moment they mean in a zone, also where the clocks
 * change. Pure; knows no deadline. Zones are luxon's.
 */
import { DateTime, Info } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A moment, and whether the clock showed that hour exactly once: false where it was repeated or left out. */
export interface Moment {
  /** UTC milliseconds. */
  readonly at: number;
  readonly certain: boolean;
}

/** What luxon calls a zone that a questionnaire names: an IANA name, or an offset such as "-05:00". */
export const zoneName = (zone: string): string => (/^[+-]\d/.test(zone) ? `UTC${zone}` : zone);

/**
 * The first moment of a calendar day (ISO date) in `zone`, UTC milliseconds: where midnight is left out, the first one
 * after it. Throws RangeError for a date or a zone that does not exist.
 */
export function dayStart(date: string, zone: string): number {
  const { wall, offsets, matching } = clocksAt(date, 0, zone);
  if (matching.length > 0) return wall - Math.max(...matching) * MINUTE_MS;
  // The clock leaps over midnight: the offset of before gives the moment of the leap.
  return wall - Math.min(...offsets) * MINUTE_MS;
}

/**
 * The moment when clocks in `zone` show an hour ("HH:MM") of a day. An hour that is repeated, when summer ends, is read
 * as the first of the two; one that is left out, when summer begins, as the earlier of what it can mean with the clock
 * of before and of after. Midnight is a border of days, and read as such: "24:00" is where the next day starts.
 * Throws RangeError for a date or a zone that does not exist.
 */
export function hourOf(date: string, hour: string, zone: string): Moment {
  if (hour === '24:00') return { at: dayStart(daysLater(date, 1), zone), certain: true };
  if (hour === '00:00') return { at: dayStart(date, zone), certain: true };
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  const { wall, offsets, matching } = clocksAt(date, hours * 60 + minutes, zone);
  const possible = matching.length > 0 ? matching : offsets;
  return { at: wall - Math.max(...possible) * MINUTE_MS, certain: matching.length === 1 };
}

/** The ISO date that is `days` calendar days after `date`; before it where `days` is negative. */
export function daysLater(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'UTC' }).plus({ days }).toISODate() ?? date;
}

/**
 * Around an hour of a day, in minutes from its start: `wall` is what it would be in UTC, `offsets` those in force the
 * day before and the day after (minutes east of UTC), `matching` those under which clocks really showed that hour.
 */
function clocksAt(
  date: string,
  minutes: number,
  zone: string,
): { wall: number; offsets: readonly number[]; matching: readonly number[] } {
  const day = DateTime.fromISO(date, { zone: 'UTC' });
  const place = Info.normalizeZone(zone);
  if (!day.isValid || !place.isValid) throw new RangeError(`cannot read ${date} in the zone ${zone}`);
  const wall = day.toMillis() + minutes * MINUTE_MS;
  const offsets = [...new Set([place.offset(wall - DAY_MS), place.offset(wall + DAY_MS)])];
  const matching = offsets.filter((offset) => place.offset(wall - offset * MINUTE_MS) === offset);
  return { wall, offsets, matching };
}
