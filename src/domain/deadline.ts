/**
 * A deadline: from the printed words to the cautious instant, the earliest reasonable reading (rule 8).
 * Pure: `now` comes in; zones are luxon's. Nothing here formats for people.
 */
import { DateTime } from 'luxon';
import type { DeadlineRule, Questionnaire } from './questionnaire.ts';

/** Where a UN office in Geneva keeps its clock: the zone of a deadline that names none. */
export const GENEVA = 'Europe/Zurich';

/** Why the instant was read so: each is a phrase under `deadline.reasons` in `locales/`. */
export type Reason =
  'before-excludes-day' | 'day-included' | 'relation-unclear' | 'no-hour' | 'no-zone' | 'hour-stated' | 'zone-stated';

/**
 * A deadline that was read. `instant` is the first moment that is too late, UTC milliseconds inside; `lastDay` the last
 * calendar day (in `zone`) on which sending is still in time.
 */
export interface ReadDeadline {
  readonly rule: DeadlineRule;
  readonly instant: Date;
  readonly zone: string;
  /** ISO date, in `zone`. */
  readonly lastDay: string;
  readonly reasons: readonly Reason[];
}

export type DeadlineState = 'open' | 'last-week' | 'last-day' | 'closed' | 'not-stated';

/**
 * The cautious instant of one rule; null where the words give no date. A date alone is read in Geneva: "before" ends
 * when the day before ends, and so does a relation that is unclear; "by" and "on" end when the day itself ends.
 * A stated hour is taken as stated, on the stated day. Throws RangeError for a zone that does not exist.
 */
export function readDeadline(rule: DeadlineRule): ReadDeadline | null {
  if (rule.date === null) return null;
  const zone = rule.zone === null ? GENEVA : /^[+-]\d/.test(rule.zone) ? `UTC${rule.zone}` : rule.zone;
  const day = DateTime.fromISO(rule.date, { zone });
  if (!day.isValid) throw new RangeError(`cannot read the deadline ${rule.date} in the zone ${zone}`);
  const reasons: Reason[] = [];
  let end: DateTime;
  if (rule.time !== null) {
    const [hour = 0, minute = 0] = rule.time.split(':').map(Number);
    end = hour === 24 ? day.plus({ days: 1 }) : day.set({ hour, minute });
    reasons.push('hour-stated');
  } else if (rule.relation === 'by' || rule.relation === 'on') {
    end = day.plus({ days: 1 });
    reasons.push('day-included', 'no-hour');
  } else {
    end = day;
    reasons.push(rule.relation === 'before' ? 'before-excludes-day' : 'relation-unclear', 'no-hour');
  }
  reasons.push(rule.zone === null ? 'no-zone' : 'zone-stated');
  return {
    rule,
    instant: end.toJSDate(),
    zone,
    lastDay: end.minus({ milliseconds: 1 }).toISODate() ?? rule.date,
    reasons,
  };
}

const read = new WeakMap<Questionnaire, readonly ReadDeadline[]>();

/** All deadlines of a call that have a date, earliest first. */
export function deadlinesOf(questionnaire: Questionnaire): readonly ReadDeadline[] {
  let found = read.get(questionnaire);
  if (found === undefined) {
    found = questionnaire.deadlines
      .map(readDeadline)
      .filter((deadline) => deadline !== null)
      .sort((a, b) => a.instant.getTime() - b.instant.getTime());
    read.set(questionnaire, found);
  }
  return found;
}

/** The deadline that matters at `now`: the next one to come or, when all are past, the last one. Null: not stated. */
export function mainDeadline(questionnaire: Questionnaire, now: Date): ReadDeadline | null {
  const all = deadlinesOf(questionnaire);
  return all.find(({ instant }) => instant > now) ?? all.at(-1) ?? null;
}

/** Where a deadline stands. "Last day" is the last 24 hours; "last week" the last seven days. */
export function deadlineState(deadline: ReadDeadline | null, now: Date): DeadlineState {
  if (deadline === null) return 'not-stated';
  const left = deadline.instant.getTime() - now.getTime();
  if (left <= 0) return 'closed';
  if (left <= 24 * 3_600_000) return 'last-day';
  return left <= 7 * 24 * 3_600_000 ? 'last-week' : 'open';
}
