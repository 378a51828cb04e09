/** People who asked to be reminded, for the tests of the cellar: Chiara has a draft and wants to hear its bells. */
import { randomUUID } from 'node:crypto';
import type { Reminder, ReminderKind, Subscription, Wish } from '../../src/domain/reminder.ts';
import type { Cellar } from '../../src/store/cellar.ts';
import { HOUR_MS, later, NOW, startDraft, type Started } from './cast.ts';

export const DAY_MS = 24 * HOUR_MS;
/** Ten days after NOW. */
export const DEADLINE = later(10 * DAY_MS);
export const MOVED = later(20 * DAY_MS);

export const WISH: Wish = {
  address: 'chiara@example.org',
  language: 'fr',
  zone: 'Africa/Lagos',
  hour: 9,
  neutral: true,
};

export const subscriptionTo = ({ record, link }: Started, given: Partial<Subscription> = {}): Subscription => ({
  id: randomUUID(),
  draft: record.id,
  link,
  wish: WISH,
  token: randomUUID(),
  askedAt: NOW,
  confirmedAt: null,
  deadlineAt: null,
  ended: null,
  ...given,
});

/** One that rings at `ringsAt`, and that nobody has tried to send. */
export const reminderFor = (
  { id, draft }: Subscription,
  kind: ReminderKind,
  ringsAt: Date,
  given: Partial<Reminder> = {},
): Reminder => ({
  id: randomUUID(),
  subscription: id,
  draft,
  kind,
  deadlineAt: DEADLINE,
  movedFrom: null,
  ringsAt,
  nextAt: ringsAt,
  state: 'planned',
  tries: 0,
  settledAt: null,
  reply: '',
  ...given,
});

export interface Asked {
  readonly started: Started;
  readonly subscription: Subscription;
  readonly hash: string;
  readonly question: Reminder;
}

/** Chiara asks, and has not confirmed yet. */
export async function ask(cellar: Cellar, draft?: Started, given: Partial<Subscription> = {}): Promise<Asked> {
  const started = draft ?? (await startDraft(cellar));
  const subscription = subscriptionTo(started, given);
  const hash = randomUUID();
  const question = reminderFor(subscription, 'confirm', NOW);
  await cellar.subscribe(subscription, hash, question);
  return { started, subscription, hash, question };
}

/** Which bells ring when. */
export type Ringing = readonly (readonly [kind: ReminderKind, ringsAt: Date])[];

/** Chiara asked and confirmed, for DEADLINE. */
export async function confirmed(
  cellar: Cellar,
  ringing: Ringing,
  draft?: Started,
  given: Partial<Subscription> = {},
): Promise<Asked & { readonly bells: readonly Reminder[] }> {
  const asked = await ask(cellar, draft, given);
  const bells = ringing.map(([kind, ringsAt]) => reminderFor(asked.subscription, kind, ringsAt));
  await cellar.confirm(asked.subscription.id, NOW, DEADLINE, bells);
  return { ...asked, bells };
}

/** What stands in the cellar of one subscription, as kind → state. */
export async function statesOf(cellar: Cellar, { draft, id }: Subscription): Promise<Record<string, string>> {
  const found = (await cellar.subscriptionsOf(draft)).find(({ subscription }) => subscription.id === id);
  return Object.fromEntries((found?.reminders ?? []).map(({ kind, state }) => [kind, state]));
}
