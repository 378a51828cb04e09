/**
 * Subscriptions in the cellar: who asked to be reminded of which draft, and what is planned for them.
 * What is due, and what became of it, is `reminders.ts`.
 */
import { sql, type Kysely, type Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import type { Reminder, ReminderStore } from '../domain/reminder.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { precompile } from './precompile.ts';
import { endRunning, literally, plan, textOf, type ReminderRows } from './reminderRows.ts';
import type { SubscriptionRow, Tables } from './schema.ts';

/** Everything of the port but the claims. */
export type SubscriptionStore = Omit<ReminderStore, 'claimDue' | 'due' | 'settle' | 'reclaim' | 'nextDue'>;

export function subscriptionStore(database: Database, rows: ReminderRows, auditor: Auditor): SubscriptionStore {
  const query = queriesOf(database);

  return {
    async subscribe(subscription, hash, question) {
      await database.write(async (db) => {
        await db.insertInto('subscriptions').values(rows.subscriptionRow(subscription, hash)).execute();
        await plan(db, [rows.reminderRow(question)]);
        const { draft, link, askedAt } = subscription;
        await auditor.append(db, draft, [noteOf('reminders-asked')], { link, at: askedAt });
      });
    },

    async subscriptionsOf(draft) {
      const found = await database.read(async (db) => {
        const { rows: subscriptions } = await db.executeQuery(query.subscriptions({ draft }));
        // Most drafts have none, and every look at a draft asks.
        if (subscriptions.length === 0) return { subscriptions, reminders: [] };
        return { subscriptions, reminders: (await db.executeQuery(query.reminders({ draft }))).rows };
      });
      const reminders = Map.groupBy(found.reminders.map(rows.reminderOf), ({ subscription }) => subscription);
      return found.subscriptions.map((row) => ({
        subscription: rows.subscriptionOf(row),
        reminders: reminders.get(row.id) ?? [],
      }));
    },

    async subscriptionByHash(hash) {
      const row = await database.read((db) =>
        db.selectFrom('subscriptions').selectAll().where('hash', '=', hash).executeTakeFirst(),
      );
      return row === undefined ? null : rows.subscriptionOf(row);
    },

    changeWish(id, wish, planned) {
      return database.write(async (db) => {
        const row = await running(db, id);
        if (row === undefined) return false;
        const sealed = rows.sealSecrets(row.draft, id, { ...rows.subscriptionOf(row), wish });
        const changed = await db
          .updateTable('subscriptions')
          .set({ sealed })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) return false;
        // The question and the news of a move depend neither on the hour nor on the zone: they stay.
        await stillPlanned(db, id)
          .where(sql<boolean>`kind like 'bell-%'`)
          .execute();
        await plan(db, planned.map(rows.reminderRow));
        return true;
      });
    },

    confirm(id, now, deadlineAt, planned) {
      return database.write(async (db) => {
        const confirmed = await db
          .updateTable('subscriptions')
          .set({ confirmed_at: now.toISOString(), deadline_at: textOf(deadlineAt) })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .where('confirmed_at', 'is', null)
          .returning(['draft', 'link'])
          .executeTakeFirst();
        if (confirmed === undefined) return (await running(db, id)) !== undefined;
        await stillPlanned(db, id).execute();
        await plan(db, planned.map(rows.reminderRow));
        await auditor.append(db, confirmed.draft, [noteOf('reminders-confirmed')], { link: confirmed.link, at: now });
        return true;
      });
    },

    endSubscription(id, reason, now, by) {
      return database.write(async (db) => {
        const ended = await endRunning(db, id, reason, now.toISOString());
        const known = await db
          .selectFrom('subscriptions')
          .select(['draft', 'link'])
          .where('id', '=', id)
          .executeTakeFirst();
        if (known === undefined || !ended) return known !== undefined;
        const { draft, link } = known;
        const doer = by ?? (reason === 'reader' ? { link, at: now } : { at: now });
        await auditor.append(db, draft, [noteOf('reminders-ended', link)], doer);
        return true;
      });
    },

    async plannedDeadlines() {
      const found = await database.read((db) =>
        reminded(db)
          .select(['drafts.call', 'drafts.questionnaire', 'subscriptions.deadline_at'])
          .distinct()
          .orderBy('drafts.call')
          .orderBy('drafts.questionnaire')
          .orderBy('subscriptions.deadline_at')
          .execute(),
      );
      return found.map(({ call, questionnaire, deadline_at }) => ({
        call,
        questionnaire,
        deadlineAt: deadline_at === null ? null : new Date(deadline_at),
      }));
    },

    async subscriptionsPlannedFor(call, questionnaire, deadlineAt, limit) {
      const found = await database.read((db) =>
        reminded(db)
          .selectAll('subscriptions')
          .where(isPlannedFor(deadlineAt))
          .where('drafts.call', '=', call)
          .where('drafts.questionnaire', '=', questionnaire)
          .limit(limit)
          .execute(),
      );
      return found.map(rows.subscriptionOf);
    },

    replan(id, from, to, planned) {
      return replanOnce(database, rows, { id, from, to, planned });
    },

    async forgetUnconfirmed(before) {
      await database.run(
        database.builder
          .deleteFrom('subscriptions')
          .where('confirmed_at', 'is', null)
          .where('asked_at', '<', before.toISOString()),
      );
    },
  };
}

function queriesOf({ builder }: Database) {
  return {
    subscriptions: precompile((slot: { draft: string }) =>
      builder.selectFrom('subscriptions').selectAll().where('draft', '=', slot.draft).orderBy('asked_at').orderBy('id'),
    ),
    reminders: precompile((slot: { draft: string }) =>
      builder.selectFrom('reminders').selectAll().where('draft', '=', slot.draft).orderBy('rings_at').orderBy('id'),
    ),
  };
}

interface Move {
  readonly id: string;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly planned: readonly Reminder[];
}

/** Whoever changes the deadline from `from` has won: all others wait for that row, and then find another deadline. */
async function replanOnce(database: Database, rows: ReminderRows, { id, from, to, planned }: Move): Promise<boolean> {
  if (from?.getTime() === to?.getTime()) return false;
  return database.write(async (db) => {
    const moved = await db
      .updateTable('subscriptions')
      .set({ deadline_at: textOf(to) })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .where('confirmed_at', 'is not', null)
      .where(isPlannedFor(from))
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    await stillPlanned(db, id).execute();
    await plan(db, planned.map(rows.reminderRow));
    return true;
  });
}

/** Null never equals null in SQL. */
const isPlannedFor = (deadlineAt: Date | null) =>
  deadlineAt === null
    ? sql<boolean>`subscriptions.deadline_at is null`
    : sql<boolean>`subscriptions.deadline_at = ${deadlineAt.toISOString()}`;

const running = (db: Kysely<Tables>, id: string): Promise<Selectable<SubscriptionRow> | undefined> =>
  db.selectFrom('subscriptions').selectAll().where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst();

/** Confirmed, running, and to a draft that is not submitted. */
const reminded = (db: Kysely<Tables>) =>
  db
    .selectFrom('subscriptions')
    .innerJoin('drafts', 'drafts.id', 'subscriptions.draft')
    .where('subscriptions.confirmed_at', 'is not', null)
    .where('subscriptions.ended_at', 'is', null)
    .where('drafts.submitted_at', 'is', null);

/** Deletes what waits; what is being sent, or was settled, is not touched. */
const stillPlanned = (db: Kysely<Tables>, subscription: string) =>
  db.deleteFrom('reminders').where('subscription', '=', subscription).where('state', '=', literally('planned'));
