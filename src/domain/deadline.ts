/**
 * A deadline: from the printed words to the cautious instant, the earliest reasonable reading (rule 8), and where a call
 * stands at a moment. Pure: `now` comes in. Nothing here formats for people.
 */
import { DateTime } from 'luxon';
import type { DeadlineRule, FormerDeadline } from './callRules.ts';
import type { Questionnaire } from './questionnaire.ts';
import { daysLater, dayStart, hourOf, zoneName } from './zone.ts';

/** Where a UN office in Geneva keeps its clock: the zone of a deadline that names none. */
export const GENEVA = 'Europe/Zurich';

/** Why the instant was read so: each is a phrase under `deadline.reasons` in `locales/`. */
export type Reason =
  | 'before-excludes-day'
  | 'day-included'
  | 'relation-unclear'
  | 'counted-back'
  | 'no-hour'
  | 'hour-stated'
  | 'midnight-start'
  | 'noon'
  | 'clock-change'
  | 'no-zone'
  | 'no-zone-seat'
  | 'zone-stated';

/** What words about a time mean. `instant` is the first moment that is too late, UTC milliseconds inside. */
export interface Reading {
  readonly instant: Date;
  /** As luxon names it. */
  readonly zone: string;
  /** The last calendar day, in `zone`, on which sending is still in time: ISO date. */
  readonly lastDay: string;
  readonly reasons: readonly Reason[];
}

/** A deadline that was read. */
export interface ReadDeadline extends Reading {
  readonly rule: DeadlineRule;
  /** What it was before the call changed it, oldest first. */
  readonly was: readonly { readonly former: FormerDeadline; readonly reading: Reading }[];
  /** How it differs from the last of `was`; null: it was never changed, or not in effect. */
  readonly change: 'extended' | 'brought-forward' | null;
}

/** In the order in which a call goes through them; the last two belong to calls without a date. */
export type DeadlineState =
  'opens-later' | 'open' | 'extended' | 'last-week' | 'last-day' | 'closed' | 'standing' | 'not-stated';

const HOUR_MS = 3_600_000;
const NAMED_HOURS: Readonly<Record<string, { readonly hour: string; readonly reason: Reason }>> = {
  midnight: { hour: '00:00', reason: 'midnight-start' },
  noon: { hour: '12:00', reason: 'noon' },
};

type Words = Pick<FormerDeadline, 'relation' | 'time' | 'zone'>;

/**
 * The cautious instant of one rule; null where the words give no date, or count from one that is not known. "Before"
 * ends when the day before ends, and so does a relation that is unclear; "by" and "on" end when the day itself ends.
 * A stated hour is taken as stated, on the stated day. Without a zone it is read in that of `seat`, else in Geneva's.
 * Throws RangeError for a zone that does not exist.
 */
export function readDeadline(rule: DeadlineRule, seat: string | null = null): ReadDeadline | null {
  const counted = rule.relative?.before ? daysLater(rule.relative.before, -rule.relative.days) : null;
  const date = rule.date ?? counted;
  if (date === null) return null;
  const reading = readWords(date, rule, seat);
  const was = rule.was.map((former) => ({ former, reading: readWords(former.date, former, seat) }));
  const before = was.at(-1)?.reading.instant.getTime() ?? reading.instant.getTime();
  const moved = reading.instant.getTime() - before;
  return {
    ...reading,
    rule,
    reasons: rule.date === null ? ['counted-back', ...reading.reasons] : reading.reasons,
    was,
    change: moved > 0 ? 'extended' : moved < 0 ? 'brought-forward' : null,
  };
}

function readWords(date: string, { relation, time, zone: stated }: Words, seat: string | null): Reading {
  const zone = zoneName(stated ?? seat ?? GENEVA);
  const reasons: Reason[] = [];
  let end: number;
  if (time !== null) {
    const named = NAMED_HOURS[time];
    const { at, certain } = hourOf(date, named?.hour ?? time, zone);
    end = at;
    reasons.push(named?.reason ?? 'hour-stated');
    if (!certain) reasons.push('clock-change');
  } else {
    const included = relation === 'by' || relation === 'on';
    end = dayStart(included ? daysLater(date, 1) : date, zone);
    reasons.push(
      included ? 'day-included' : relation === 'before' ? 'before-excludes-day' : 'relation-unclear',
      'no-hour',
    );
  }
  reasons.push(stated !== null ? 'zone-stated' : seat !== null ? 'no-zone-seat' : 'no-zone');
  const lastDay = DateTime.fromMillis(end - 1, { zone }).toISODate() ?? date;
  return { instant: new Date(end), zone, lastDay, reasons };
}

const read = new WeakMap<Questionnaire, readonly ReadDeadline[]>();

/** All deadlines of a call that have a date, earliest first. */
export function deadlinesOf(questionnaire: Questionnaire): readonly ReadDeadline[] {
  let found = read.get(questionnaire);
  if (found === undefined) {
    found = questionnaire.deadlines
      .map((rule) => readDeadline(rule, questionnaire.seat))
      .filter((deadline) => deadline !== null)
      .sort((a, b) => a.instant.getTime() - b.instant.getTime());
    read.set(questionnaire, found);
  }
  return found;
}

/** The deadline that matters at `now`: the next one to come or, when all are past, the last one. Null: no date. */
export function mainDeadline(questionnaire: Questionnaire, now: Date): ReadDeadline | null {
  const all = deadlinesOf(questionnaire);
  return all.find(({ instant }) => instant > now) ?? all.at(-1) ?? null;
}

/** When a call that states an opening date opens: the first moment of that day, in Geneva or at the call's seat. */
export function openingOf({ opening, seat }: Questionnaire): Date | null {
  return opening.value === null ? null : new Date(dayStart(opening.value, zoneName(seat ?? GENEVA)));
}

/**
 * Where one deadline stands. "Last day" is the last 24 hours; "last week" the last seven days. Both win over
 * "extended", which is said as long as there is time, and "closed" wins over all.
 */
export function deadlineState(deadline: ReadDeadline, now: Date): DeadlineState {
  const left = deadline.instant.getTime() - now.getTime();
  if (left <= 0) return 'closed';
  if (left <= 24 * HOUR_MS) return 'last-day';
  if (left <= 7 * 24 * HOUR_MS) return 'last-week';
  return deadline.change === 'extended' ? 'extended' : 'open';
}

/** Whether the office closed it, whatever its deadlines say (4): from the start of that day on. */
function isClosedByOffice({ closed, seat }: Questionnaire, now: Date): boolean {
  return closed.value !== null && dayStart(closed.value, zoneName(seat ?? GENEVA)) <= now.getTime();
}

/**
 * Where a call stands: closed by the office, or else as its main deadline does, but "opens later" wins over everything except "closed", and a
 * standing call never closes: without a date to come it is "standing".
 */
export function callState(questionnaire: Questionnaire, now: Date): DeadlineState {
  if (isClosedByOffice(questionnaire, now)) return 'closed';
  const deadline = mainDeadline(questionnaire, now);
  const state = deadline === null ? 'not-stated' : deadlineState(deadline, now);
  const standing = questionnaire.kind === 'standing' && (state === 'not-stated' || state === 'closed');
  const opening = openingOf(questionnaire);
  if (opening !== null && opening > now && (standing || state !== 'closed')) return 'opens-later';
  return standing ? 'standing' : state;
}
