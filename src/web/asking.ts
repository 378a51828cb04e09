/**
 * Asking for reminders, and changing what was asked for: what a post does once it was read. An address may be a
 * stranger's, so how often it is written to before it has answered is limited here.
 */
import { AppError } from '../domain/errors.ts';
import {
  CONFIRM_WITHIN_MS,
  planBells,
  questionOfAddress,
  SUBSCRIPTIONS_MAX,
  type Reminder,
  type Subscription,
  type Wish,
} from '../domain/reminder.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import type { Asked } from './reminderLines.ts';
import { hashOf, newId, newToken } from './secrets.ts';

/** Nobody is asked again sooner, nor more often: an address may be a stranger's. */
const ASK_AGAIN_MS = 3_600_000;
const QUESTIONS_MAX = 3;

/** What was done: each is a phrase under `reminders.said`. */
export type Said = 'asked' | 'written' | 'changed';

/** Null: the draft has no room for another request. */
export async function askOrChange(parts: Parts, desk: Desk, wish: Wish): Promise<Said | null> {
  const asked = await parts.store.subscriptionsOf(desk.draft.record.id);
  const same = asked.find((one) => isOwn(desk, one) && sameAddress(one.subscription.wish, wish));
  if (same !== undefined) return change(parts, desk, same, wish);
  return hasRoom(asked, desk.visit.now) ? ask(parts, desk, wish) : null;
}

/** Whether it is this reader's, and runs. */
export const isOwn = ({ link }: Desk, { subscription }: Asked): boolean =>
  subscription.link === link && subscription.ended === null;

const sameAddress = (a: Wish, b: Wish): boolean => a.address.toLowerCase() === b.address.toLowerCase();

/** What has ended counts for a week too: otherwise one draft could write to any number of strangers. */
function hasRoom(asked: readonly Asked[], now: Date): boolean {
  const since = now.getTime() - CONFIRM_WITHIN_MS;
  const counted = asked.filter(({ subscription: { ended, askedAt } }) => ended === null || askedAt.getTime() > since);
  return counted.length < SUBSCRIPTIONS_MAX;
}

async function ask(parts: Parts, { draft, link, visit }: Desk, wish: Wish): Promise<Said> {
  const token = newToken();
  const subscription: Subscription = {
    id: newId(),
    draft: draft.record.id,
    link,
    wish,
    token,
    askedAt: visit.now,
    confirmedAt: null,
    deadlineAt: null,
    ended: null,
  };
  await parts.store.subscribe(subscription, hashOf(token), questionOfAddress(subscription, newId));
  parts.ringSoon();
  return saidOfQuestion(parts);
}

const saidOfQuestion = ({ mailer }: Parts): Said => (mailer.sender === null ? 'written' : 'asked');

/** Keeps the address. One that is not confirmed yet is asked once more where that may have been lost. */
export async function change(
  parts: Parts,
  { visit }: Desk,
  { subscription, reminders }: Asked,
  wish: Wish,
): Promise<Said> {
  const { id, confirmedAt, deadlineAt } = subscription;
  const kept = { ...subscription, wish: { ...wish, address: subscription.wish.address } };
  const again = confirmedAt === null && mayAskAgain(reminders, visit.now);
  const question = again ? [anotherQuestion(kept, reminders, visit.now)] : [];
  const bells = confirmedAt === null || deadlineAt === null ? [] : planBells(kept, deadlineAt, visit.now, newId);
  if (!(await parts.store.changeWish(id, kept.wish, [...question, ...bells]))) throw new AppError('not-found');
  parts.ringSoon();
  return again ? saidOfQuestion(parts) : 'changed';
}

const questionsIn = (reminders: readonly Reminder[]): readonly Reminder[] =>
  reminders.filter(({ kind }) => kind === 'confirm');

/** Pointless from the same moment as the first one, but for a millisecond: by their deadlines they are told apart. */
function anotherQuestion(subscription: Subscription, reminders: readonly Reminder[], now: Date): Reminder {
  const first = questionOfAddress(subscription, newId);
  const deadlineAt = new Date(first.deadlineAt.getTime() - questionsIn(reminders).length);
  return { ...first, deadlineAt, ringsAt: now, nextAt: now };
}

function mayAskAgain(reminders: readonly Reminder[], now: Date): boolean {
  const questions = questionsIn(reminders);
  const settled = questions.every(({ state }) => state !== 'planned' && state !== 'claimed');
  const last = Math.max(...questions.map(({ settledAt }) => settledAt?.getTime() ?? 0));
  return settled && questions.length < QUESTIONS_MAX && now.getTime() - last > ASK_AGAIN_MS;
}
