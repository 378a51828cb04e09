/**
 * Reminders in the cellar: which of them are due, who may send them, and what became of each. Several processes may
 * ask at once; each reminder is given to one of them. Sends nothing, and reads no clock.
 */
import type { Kysely, Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import {
  REMINDER_LEASE_MS,
  type ClaimedReminder,
  type ReminderOutcome,
  type ReminderStore,
} from '../domain/reminder.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { dueQueries } from './dueQueries.ts';
import { endRunning, literally, reminderRows, type ReminderRows } from './reminderRows.ts';
import type { ReminderRow, SubscriptionRow, Tables } from './schema.ts';
import type { Seal } from './seal.ts';
import { subscriptionStore } from './subscriptions.ts';

type FoundReminder = Selectable<ReminderRow>;

/** A row of each, read in one transaction. */
interface Found {
  readonly reminder: FoundReminder;
  readonly subscription: Selectable<SubscriptionRow>;
}

export function reminderStore(database: Database, seal: Seal, auditor: Auditor): ReminderStore {
  const rows = reminderRows(seal);
  const query = dueQueries(database);

  /** With whom they are for. */
  async function withPeople(db: Kysely<Tables>, reminders: readonly FoundReminder[]): Promise<Found[]> {
    if (reminders.length === 0) return [];
    const ids = JSON.stringify(reminders.map(({ subscription }) => subscription));
    const people = new Map((await db.executeQuery(query.people({ ids }))).rows.map((row) => [row.id, row]));
    return reminders.flatMap((reminder) => {
      const subscription = people.get(reminder.subscription);
      return subscription === undefined ? [] : [{ reminder, subscription }];
    });
  }

  /** One round: the longest due leave their state, one way or the other; of these the claimed ones. */
  async function claimSome(now: Date, count: number): Promise<{ readonly looked: number; readonly claimed: Found[] }> {
    const lease = new Date(now.getTime() + REMINDER_LEASE_MS).toISOString();
    return database.write(async (db) => {
      const { rows: looked } = await db.executeQuery(query.claim({ now: now.toISOString(), lease, count }));
      const claimed = looked.filter(({ state }) => state === 'claimed').sort(byDueTime);
      return { looked: looked.length, claimed: await withPeople(db, claimed) };
    });
  }

  return {
    ...subscriptionStore(database, rows, auditor),

    async claimDue(now, count) {
      // A round in which all pass is committed and not returned, so that no transaction grows with what has piled up.
      for (;;) {
        const { looked, claimed } = await claimSome(now, count);
        const leaving = opened(rows, claimed);
        if (looked === 0 || leaving.length > 0) return leaving;
      }
    },

    due(now, limit) {
      return database.read(async (db) => {
        const leaving: FoundReminder[] = [];
        for (let offset = 0; leaving.length < limit; offset += limit) {
          const { rows: looked } = await db.executeQuery(query.due({ now: now.toISOString(), count: limit, offset }));
          leaving.push(...looked.filter(({ leaves }) => leaves === 1));
          if (looked.length < limit) break;
        }
        return opened(rows, await withPeople(db, leaving.slice(0, limit)));
      });
    },

    async settle(id, outcome, now) {
      if (outcome.kind !== 'refused') {
        await database.run(settling(database.builder, rows, id, outcome, now));
        return;
      }
      await database.write(async (db) => {
        const settled = await settling(db, rows, id, outcome, now).executeTakeFirst();
        if (settled === undefined) return;
        if (!(await endRunning(db, settled.subscription, 'refused', now.toISOString()))) return;
        const [theirs] = await withPeople(db, [settled]);
        const note = noteOf('reminders-ended', theirs?.subscription.link ?? null);
        await auditor.append(db, settled.draft, [note], { at: now });
      });
    },

    async reclaim(now) {
      const { numAffectedRows } = await database.run(
        database.builder
          .updateTable('reminders')
          .set({ state: 'perhaps', lease_until: null, settled_at: now.toISOString() })
          .where('state', '=', literally('claimed'))
          .where('lease_until', '<=', now.toISOString()),
      );
      return Number(numAffectedRows ?? 0n);
    },

    async nextDue() {
      const { rows: found } = await database.read((db) => db.executeQuery(query.next({})));
      return found[0] === undefined ? null : new Date(found[0].next_at);
    },
  };
}

/** ISO-8601 sorts as text. */
const byDueTime = (a: FoundReminder, b: FoundReminder): number =>
  Number(a.next_at > b.next_at) - Number(a.next_at < b.next_at);

/**
 * A row that somebody tampered with must not keep all others from ringing: it is left out, its claim runs out, and the
 * page of its draft says `broken-seal`.
 */
function opened(rows: ReminderRows, found: readonly Found[]): ClaimedReminder[] {
  return found.flatMap(({ reminder, subscription }) => {
    try {
      return [{ reminder: rows.reminderOf(reminder), subscription: rows.subscriptionOf(subscription) }];
    } catch (error) {
      if (error instanceof AppError && error.code === 'broken-seal') return [];
      throw error;
    }
  });
}

/**
 * What the server said for certain corrects a `perhaps` that another process wrote when the lease ran out. Nothing else
 * leaves that state: it may have arrived.
 */
function settling(db: Kysely<Tables>, rows: ReminderRows, id: string, outcome: ReminderOutcome, now: Date) {
  const isCertain = outcome.kind === 'sent' || outcome.kind === 'refused';
  const result =
    outcome.kind === 'later'
      ? ({ state: 'planned', next_at: outcome.nextAt.toISOString() } as const)
      : ({ state: outcome.kind, settled_at: now.toISOString() } as const);
  return db
    .updateTable('reminders')
    .set({ ...result, lease_until: null, reply: rows.sealReply(id, outcome.reply) })
    .where('id', '=', id)
    .where('state', 'in', isCertain ? ['claimed', 'perhaps'] : ['claimed'])
    .returningAll();
}
