/**
 * The plan backwards: milestones counted back from the deadline, and the tasks that a call requires before. Proposals
 * come from the dates alone; what the writer moved, ticked or dropped is kept. Days are calendar days in the zone of the
 * deadline, as ISO dates. Pure: today comes in.
 */
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { FormBody } from './answer.ts';
import type { ReadDeadline } from './deadline.ts';
import type { Text } from './language.ts';
import type { Questionnaire } from './questionnaire.ts';

/** In the order in which they fall due. */
export const MILESTONES = ['full-draft', 'colleagues', 'approvals', 'final', 'send'] as const;

const markSchema = z.object({
  /** Where the writer moved it; null: as proposed. */
  date: z.iso.date().nullable(),
  done: z.boolean(),
  dropped: z.boolean(),
});
type Mark = z.infer<typeof markSchema>;
const UNMARKED: Mark = { date: null, done: false, dropped: false };

export const planSchema = z.object({
  /** By milestone or task id; what nobody touched is missing. */
  marks: z.record(z.string(), markSchema),
  /** The last day in time when the writer last saved the plan; "" before. Another one means that the deadline moved. */
  lastDay: z.string(),
});
export type Plan = z.infer<typeof planSchema>;
export const EMPTY_PLAN: Plan = { marks: {}, lastDay: '' };

export interface PlannedStep extends Mark {
  readonly id: string;
  /** The call's words for a task of its own; null: a milestone or a task of ours, named in `locales/`. */
  readonly task: Text | null;
  /** Where a task of the call is done: a web address; null: not said, or not a task. */
  readonly address: string | null;
  /** The day that counts; null: a task without a day. */
  readonly day: string | null;
  /** What we propose; null for a task without a day. */
  readonly proposed: string | null;
  readonly state: 'done' | 'dropped' | 'late' | 'next' | 'later';
}

/** How much of the time before the deadline is still left at each milestone; at least these days where time is ample. */
const LEFT: Readonly<Record<(typeof MILESTONES)[number], { readonly share: number; readonly ample: number }>> = {
  'full-draft': { share: 0.5, ample: 0 },
  colleagues: { share: 0.3, ample: 0 },
  approvals: { share: 0.15, ample: 0 },
  final: { share: 0.07, ample: 2 },
  send: { share: 0, ample: 1 },
};
/** With fewer days than this there is no day to spare between finishing and sending. */
const AMPLE_DAYS = 7;

const dayOf = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' });
const isoOf = (day: DateTime): string => day.toISODate() ?? '';

/** The day that it is in the zone of the deadline. */
export const todayAt = (deadline: ReadDeadline, now: Date): string =>
  isoOf(DateTime.fromJSDate(now, { zone: deadline.zone }));

/**
 * Proposed days, for work that begins on `from`: never before it, never after the last day in time, in order. With
 * forty days the first full draft is due half-way; with three everything moves together at the end.
 */
export function proposedDays(from: string, lastDay: string): Readonly<Record<(typeof MILESTONES)[number], string>> {
  const end = dayOf(lastDay);
  const days = Math.max(0, Math.round(end.diff(dayOf(from), 'days').days));
  let left = 0;
  // From the end backwards: what comes earlier never has fewer days left than what comes after it.
  const entries = MILESTONES.toReversed().map((id) => {
    const { share, ample } = LEFT[id];
    left = Math.max(left, Math.floor(days * share), days >= AMPLE_DAYS ? ample : 0);
    return [id, isoOf(end.minus({ days: left }))] as const;
  });
  return Object.fromEntries(entries) as Record<(typeof MILESTONES)[number], string>;
}

/**
 * The steps of a plan with their days and states, in order of their days; tasks without a day come first, because
 * nothing says how long they take. `from` is the day on which the draft was started.
 */
export function stepsOf(
  plan: Plan,
  questionnaire: Questionnaire,
  deadline: ReadDeadline,
  from: string,
  today: string,
): readonly PlannedStep[] {
  const proposed = proposedDays(from, deadline.lastDay);
  const ours =
    questionnaire.consent.value === 'needed' ? [{ id: 'consents', task: null, proposed: proposed.colleagues }] : [];
  const bare = [
    ...questionnaire.tasks.map(({ id, text, date, address }) => ({
      id: `task-${id}`,
      task: text,
      proposed: date,
      address,
    })),
    ...ours,
    ...MILESTONES.map((id) => ({ id, task: null, proposed: proposed[id] })),
  ];
  const steps = bare.map((one) => {
    const step = { address: null, ...one };
    const mark = Object.hasOwn(plan.marks, step.id) ? (plan.marks[step.id] ?? UNMARKED) : UNMARKED;
    return { ...step, ...mark, day: mark.date ?? step.proposed };
  });
  // A stable sort keeps milestones of one day in their own order.
  const ordered = steps.sort((a, b) => (a.day ?? '').localeCompare(b.day ?? ''));
  const next = ordered.find(({ done, dropped, day }) => !done && !dropped && (day === null || day >= today));
  return ordered.map((step) => ({
    ...step,
    state: step.done
      ? 'done'
      : step.dropped
        ? 'dropped'
        : step.day !== null && step.day < today
          ? 'late'
          : step === next
            ? 'next'
            : 'later',
  }));
}

/** Whether the deadline has moved since the writer last saved the plan. */
export function hasMoved(plan: Plan, deadline: ReadDeadline): boolean {
  return plan.lastDay !== '' && plan.lastDay !== deadline.lastDay;
}

export interface PlanForm {
  readonly plan: Plan;
  /** Ids of steps whose day cannot be read; their typed text is in `typed`. */
  readonly problems: readonly string[];
  readonly typed: Readonly<Record<string, string>>;
}

/**
 * Reads the form of the plan: `ID.date` (ISO), `ID.done`, `ID.dropped`. A day that is the proposed one, or empty, counts
 * as not moved. `anew` forgets every moved day: what is offered after the deadline moved.
 */
export function planFromForm(body: FormBody, steps: readonly PlannedStep[], deadline: ReadDeadline): PlanForm {
  const field = (name: string): string => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim();
  };
  const anew = field('anew') !== '';
  const marks: Record<string, Mark> = {};
  const typed: Record<string, string> = {};
  const problems: string[] = [];
  for (const { id, proposed } of steps) {
    const date = anew ? '' : field(`${id}.date`);
    if (date !== '' && !z.iso.date().safeParse(date).success) {
      problems.push(id);
      typed[id] = date;
    }
    const moved = date !== '' && date !== proposed && !problems.includes(id) ? date : null;
    const mark = { date: moved, done: field(`${id}.done`) === 'yes', dropped: field(`${id}.dropped`) === 'yes' };
    if (moved !== null || mark.done || mark.dropped) marks[id] = mark;
  }
  return { plan: { marks, lastDay: deadline.lastDay }, problems, typed };
}
