/**
 * Follows deadlines that moved: reminders are planned anew, exactly once whichever process does it, and people are told.
 * A helper of ringing: the ports are handed in.
 */
import { mainDeadline } from './domain/deadline.ts';
import { AppError } from './domain/errors.ts';
import type { OwnCallStore } from './domain/ownCall.ts';
import {
  callNow,
  questionnaireOf,
  type Questionnaire,
  type Questionnaires,
  type QuestionnaireStore,
} from './domain/questionnaire.ts';
import {
  movedNotice,
  movement,
  planBells,
  type Reminder,
  type ReminderStore,
  type Subscription,
} from './domain/reminder.ts';
import type { RingingLog } from './sending.ts';

export interface ReplanningParts {
  readonly store: Pick<ReminderStore, 'plannedDeadlines' | 'subscriptionsPlannedFor' | 'replan'> &
    QuestionnaireStore &
    Pick<OwnCallStore, 'newestOwn'>;
  readonly questionnaires: Questionnaires;
  readonly newId: () => string;
  readonly log: RingingLog;
}

/** A deadline that reminders were planned for, and where it is now; null: the call states none. */
export interface Move {
  readonly call: Questionnaire;
  /** Hash of the questionnaire that the drafts were started with. */
  readonly started: string;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Subscriptions read at once. */
const PAGE = 200;

/**
 * What has moved at `now`. A process that still serves an older version of a call than the cellar has seen says nothing
 * of it: it would plan back what a newer one has planned.
 */
export async function movesAt(parts: ReplanningParts, now: Date): Promise<readonly Move[]> {
  const moves: Move[] = [];
  for (const planned of await parts.store.plannedDeadlines()) {
    const move = await moveOf(parts, planned, now).catch(passOver(parts, planned.call));
    if (move) moves.push(move);
  }
  return moves;
}

/** One call that cannot be read must not keep all others from ringing. */
const passOver =
  ({ log }: ReplanningParts, call: string) =>
  (error: unknown): undefined => {
    if (error instanceof AppError && error.code === 'unavailable') throw error;
    log.error({ call }, 'the deadline of a call could not be followed');
  };

type Planned = Awaited<ReturnType<ReminderStore['plannedDeadlines']>>[number];

async function moveOf(parts: ReplanningParts, planned: Planned, now: Date): Promise<Move | null> {
  const { call: id, questionnaire: started, deadlineAt: from } = planned;
  const call = await callNow(parts, await questionnaireOf(parts, id, started));
  const to = mainDeadline(call, now)?.instant ?? null;
  if (from?.getTime() === to?.getTime()) return null;
  return (await parts.store.newestVersion(id)) > call.version ? null : { call, started, from, to };
}

/** Plans all reminders for where the deadlines are at `now`. Gives how many subscriptions this process has moved. */
export async function replan(parts: ReplanningParts, now: Date): Promise<number> {
  let moved = 0;
  for (const move of await movesAt(parts, now)) {
    moved += (await follow(parts, move, now).catch(passOver(parts, move.call.id))) ?? 0;
  }
  return moved;
}

async function follow(parts: ReplanningParts, move: Move, now: Date): Promise<number> {
  const { store, questionnaires } = parts;
  const { call, started, from, to } = move;
  const current = questionnaires.current(call.id);
  // From here on, whoever serves an older version knows that it does.
  if (current?.questionnaire === call) await store.keepQuestionnaire(current);
  let moved = 0;
  for (;;) {
    const before = moved;
    for (const subscription of await store.subscriptionsPlannedFor(call.id, started, from, PAGE)) {
      const planned = plannedAnew(parts, subscription, move, now);
      if (await store.replan(subscription.id, from, to, planned)) moved += 1;
    }
    // Those that another process moved are not found again.
    if (moved === before) return moved;
  }
}

function plannedAnew(
  { newId }: ReplanningParts,
  subscription: Subscription,
  { call, from, to }: Move,
  now: Date,
): readonly Reminder[] {
  if (to === null || to <= now) return [];
  const told = from === null || movement(call, from, now) !== 'passed-on';
  const news = told ? [movedNotice(subscription, { from, to }, now, newId)] : [];
  return [...news, ...planBells(subscription, to, now, newId)];
}
