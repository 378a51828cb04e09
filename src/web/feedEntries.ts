/**
 * What the calendar of a draft holds: the deadlines of its call, to the minute, and the steps of its plan, each as a
 * whole day. An entry keeps its UID, and its number rises by one with each version of the call and each save of the
 * plan: both only ever rise, and nothing else moves a day. The moment of the request is in none of it.
 */
import { stampOf, type DayEntry, type EndEntry } from '../domain/calendar.ts';
import { deadlinesOf, mainDeadline, type ReadDeadline } from '../domain/deadline.ts';
import type { FeedWish } from '../domain/feed.ts';
import { stepsOf, todayAt, type PlannedStep } from '../domain/plan.ts';
import { ALARM_DAYS, namedTexts } from './calendars.ts';
import type { UnattendedDraft } from './desk.ts';
import { shown } from './page.ts';
import { hashOf } from './secrets.ts';
import type { Visit } from './visit.ts';

/** A step rings on its own morning. */
const STEP_ALARM_DAYS = [0];

/** `visit` is in the language of the feed; `address` is where to read more. */
export function feedEntries(
  feed: FeedWish,
  unattended: UnattendedDraft,
  visit: Visit,
  address: string,
): readonly (EndEntry | DayEntry)[] {
  const main = mainDeadline(unattended.call, visit.now);
  return [
    ...deadlinesOf(unattended.call).map((deadline) => deadlineEntry(feed, unattended, deadline, visit, address)),
    ...(main === null ? [] : stepEntries(feed, unattended, main, visit, address)),
  ];
}

/** Nothing rings for what was submitted: that counts as one more version. */
function deadlineEntry(
  { neutral }: FeedWish,
  { draft, call }: UnattendedDraft,
  deadline: ReadDeadline,
  visit: Visit,
  address: string,
): EndEntry {
  const { id, submittedAt } = draft.record;
  const texts = neutral
    ? { title: visit.say('feed.neutralDeadline'), text: null, address: null }
    : namedTexts(call, deadline, visit, address);
  return {
    uid: uidOf(id, 'deadline', deadline.rule.id),
    sequence: call.version + (submittedAt === null ? 0 : 1),
    stampedAt: latest(stampOf(call), submittedAt),
    end: deadline.instant,
    alarmDays: submittedAt === null ? ALARM_DAYS : [],
    ...texts,
  };
}

/**
 * The steps that have a day and were not dropped; those that are done stay, and say so. They belong to the deadline that
 * they are counted back from: once it is over, the steps towards the next one are other entries.
 */
function stepEntries(
  { neutral }: FeedWish,
  { draft, call, parts }: UnattendedDraft,
  main: ReadDeadline,
  visit: Visit,
  address: string,
): DayEntry[] {
  const { id, startedAt, submittedAt } = draft.record;
  // What is left to do after submitting is of no use to anybody.
  if (submittedAt !== null) return [];
  const savedAt = parts.find(({ key }) => key === 'plan')?.savedAt ?? startedAt;
  const steps = stepsOf(draft.plan.value, call, main, todayAt(main, startedAt), todayAt(main, visit.now)).filter(
    (step): step is PlannedStep & { day: string } => step.day !== null && !step.dropped,
  );
  return steps.map((step, index) => {
    const name = neutral
      ? visit.say('feed.neutralStep', { number: index + 1, all: steps.length })
      : stepName(call, step, visit);
    return {
      uid: uidOf(id, 'step', main.rule.id, step.id),
      sequence: call.version + draft.plan.revision,
      stampedAt: latest(stampOf(call), savedAt),
      day: step.day,
      alarmDays: step.done ? [] : STEP_ALARM_DAYS,
      title: step.done ? visit.say('feed.done', { title: name }) : name,
      text: null,
      address: neutral ? null : address,
    };
  });
}

function stepName(call: UnattendedDraft['call'], { id, task }: PlannedStep, { say, language }: Visit): string {
  const step = task === null ? say(`plan.steps.${id}`) : shown(call, task, language).text;
  return say('feed.step', { step, call: shown(call, call.shortTitle, language).text });
}

/** A hash, because the entry that names nothing keeps it too; of the draft, so that nobody can guess it from the call. */
const uidOf = (...names: readonly string[]): string => hashOf(`feed ${names.join(' ')}`).slice(0, 40);

const latest = (a: Date, b: Date | null): Date => (b !== null && b > a ? b : a);
