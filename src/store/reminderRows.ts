/**
 * Subscriptions and reminders as rows and back, and what several stores do to them inside their own transactions:
 * planning, and ending. Asks nothing of the clock, and decides nothing about what is due.
 */
import { sql, type Kysely, type Selectable } from 'kysely';
import type { EndReason, Reminder, ReminderState, Subscription, Wish } from '../domain/reminder.ts';
import type { ReminderRow, SubscriptionRow, Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

/**
 * A state, to be written into the SQL as it stands: the databases use an index of planned or claimed rows only where
 * they see the state while they plan the query, which is before they see its parameters.
 */
export const literally = <State extends ReminderState>(state: State) => sql.lit(state);

export const reminderReplyPlace = (reminder: string): Place => ['reminders', reminder, 'reply'];
/** Bound to its draft too: moved under another one, a subscription would tell strangers of that draft. */
export const subscriptionPlace = (draft: string, subscription: string): Place => ['subscriptions', draft, subscription];

interface SubscriptionSecrets {
  readonly wish: Wish;
  readonly token: string;
}

export interface ReminderRows {
  subscriptionRow(subscription: Subscription, hash: string): SubscriptionRow;
  /** Throws AppError `broken-seal`. */
  subscriptionOf(row: Selectable<SubscriptionRow>): Subscription;
  sealSecrets(draft: string, subscription: string, secrets: SubscriptionSecrets): Uint8Array;
  reminderRow(reminder: Reminder): ReminderRow;
  /** Throws AppError `broken-seal`. */
  reminderOf(row: Selectable<ReminderRow>): Reminder;
  /** Null for an empty one. */
  sealReply(reminder: string, reply: string): Uint8Array | null;
}

export function reminderRows(seal: Seal): ReminderRows {
  const sealSecrets = (draft: string, subscription: string, { wish, token }: SubscriptionSecrets): Uint8Array =>
    seal.sealValue(subscriptionPlace(draft, subscription), { wish, token });
  const sealReply = (reminder: string, reply: string): Uint8Array | null =>
    reply === '' ? null : seal.sealValue(reminderReplyPlace(reminder), reply);

  return {
    sealSecrets,
    sealReply,

    subscriptionRow: (subscription, hash) => ({
      id: subscription.id,
      draft: subscription.draft,
      link: subscription.link,
      hash,
      asked_at: subscription.askedAt.toISOString(),
      confirmed_at: textOf(subscription.confirmedAt),
      deadline_at: textOf(subscription.deadlineAt),
      ended_at: textOf(subscription.ended?.at ?? null),
      end_reason: subscription.ended?.reason ?? null,
      sealed: sealSecrets(subscription.draft, subscription.id, subscription),
    }),

    subscriptionOf(row) {
      const { wish, token } = seal.openValue(subscriptionPlace(row.draft, row.id), row.sealed) as SubscriptionSecrets;
      return {
        id: row.id,
        draft: row.draft,
        link: row.link,
        wish,
        token,
        askedAt: new Date(row.asked_at),
        confirmedAt: dateOf(row.confirmed_at),
        deadlineAt: dateOf(row.deadline_at),
        ended:
          row.ended_at === null || row.end_reason === null
            ? null
            : { at: new Date(row.ended_at), reason: row.end_reason },
      };
    },

    reminderRow: (reminder) => ({
      id: reminder.id,
      subscription: reminder.subscription,
      draft: reminder.draft,
      kind: reminder.kind,
      deadline_at: reminder.deadlineAt.toISOString(),
      moved_from: textOf(reminder.movedFrom),
      rings_at: reminder.ringsAt.toISOString(),
      next_at: reminder.nextAt.toISOString(),
      state: reminder.state,
      lease_until: null,
      tries: reminder.tries,
      settled_at: textOf(reminder.settledAt),
      reply: sealReply(reminder.id, reminder.reply),
    }),

    reminderOf: (row) => ({
      id: row.id,
      subscription: row.subscription,
      draft: row.draft,
      kind: row.kind,
      deadlineAt: new Date(row.deadline_at),
      movedFrom: dateOf(row.moved_from),
      ringsAt: new Date(row.rings_at),
      nextAt: new Date(row.next_at),
      state: row.state,
      tries: row.tries,
      settledAt: dateOf(row.settled_at),
      reply: row.reply === null ? '' : (seal.openValue(reminderReplyPlace(row.id), row.reply) as string),
    }),
  };
}

export const textOf = (date: Date | null): string | null => date?.toISOString() ?? null;
export const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

/**
 * Plans what was not planned before. A deadline may move away and come back: a bell that was sent for it, or perhaps was,
 * stays as it is and does not ring again; one that had passed waits anew. The news of a move is new each time.
 */
export async function plan(db: Kysely<Tables>, rows: readonly ReminderRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('reminders')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['subscription', 'kind', 'deadline_at'])
        .doUpdateSet((value) => ({
          id: value.ref('excluded.id'),
          moved_from: value.ref('excluded.moved_from'),
          rings_at: value.ref('excluded.rings_at'),
          next_at: value.ref('excluded.next_at'),
          state: value.ref('excluded.state'),
          tries: value.ref('excluded.tries'),
          settled_at: null,
          reply: null,
        }))
        .where((where) =>
          where.or([
            where('reminders.state', '=', 'passed'),
            where.and([where('reminders.kind', '=', 'moved'), where('reminders.state', '<>', 'claimed')]),
          ]),
        ),
    )
    .execute();
}

/** Ends a subscription that is running: what it had planned passes. False: it is not running. */
export async function endRunning(
  db: Kysely<Tables>,
  subscription: string,
  reason: EndReason,
  at: string,
): Promise<boolean> {
  const ended = await db
    .updateTable('subscriptions')
    .set({ ended_at: at, end_reason: reason })
    .where('id', '=', subscription)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  await db
    .updateTable('reminders')
    .set({ state: 'passed', settled_at: at })
    .where('subscription', '=', subscription)
    .where('state', '=', literally('planned'))
    .execute();
  return true;
}
