/**
 * The queries that look for due reminders, and the one rule of which of them leave: claiming and a look that changes
 * nothing cannot disagree. Their cost must grow with what is due, never with what is planned.
 */
import { sql, type QueryCreator } from 'kysely';
import type { Database } from './database.ts';
import { precompile } from './precompile.ts';
import { literally } from './reminderRows.ts';
import type { ReminderRow, Tables } from './schema.ts';

const COLUMNS = [
  'reminders.id',
  'reminders.subscription',
  'reminders.draft',
  'reminders.kind',
  'reminders.deadline_at',
  'reminders.moved_from',
  'reminders.rings_at',
  'reminders.next_at',
  'reminders.state',
  'reminders.lease_until',
  'reminders.tries',
  'reminders.settled_at',
  'reminders.reply',
] as const;

/**
 * Whether the reminder `looked`, which is due, should leave; beside the rows of its subscription, draft and link.
 * A bell gives way to a later one for the same deadline whose moment has come, whatever became of that one; and bells
 * and news of a deadline that has moved on are of no use. The notice of a removal is about submitted drafts too.
 */
const shouldLeave = (now: string) => sql`
  subscriptions.ended_at is null
  and (drafts.submitted_at is null or looked.kind = 'removal')
  and links.id is not null and links.revoked_at is null and (links.expires_at is null or links.expires_at > ${now})
  and looked.deadline_at > ${now}
  and case
    when looked.kind = 'confirm' then subscriptions.confirmed_at is null
    when looked.kind = 'removal' then subscriptions.confirmed_at is not null
    when subscriptions.confirmed_at is null or subscriptions.deadline_at is null then false
    when subscriptions.deadline_at <> looked.deadline_at then false
    when looked.kind = 'moved' then true
    else not exists (
      select 1 from reminders as later
      where later.subscription = looked.subscription
        and later.deadline_at = looked.deadline_at
        and later.kind like 'bell-%'
        and later.rings_at > looked.rings_at and later.rings_at <= ${now}
        and later.state <> 'passed'
    )
  end`;

type Looked = Pick<ReminderRow, 'id' | 'subscription' | 'draft' | 'kind' | 'deadline_at' | 'rings_at'>;

/** The longest due; counted before anything is joined, so that the cost does not grow with what is planned. */
const look = (db: QueryCreator<Tables>, slot: { readonly now: string; readonly count: number }) =>
  db
    .selectFrom('reminders')
    .select(['id', 'subscription', 'draft', 'kind', 'deadline_at', 'rings_at'])
    .where('state', '=', literally('planned'))
    .where('next_at', '<=', slot.now)
    .orderBy('next_at')
    .limit(slot.count);

/** Of each that was looked at, whether it leaves (1) or passes (0). */
const judge = (db: QueryCreator<Tables & { looked: Looked }>, now: string) =>
  db
    .selectFrom('looked')
    .innerJoin('subscriptions', 'subscriptions.id', 'looked.subscription')
    .innerJoin('drafts', 'drafts.id', 'looked.draft')
    .leftJoin('links', 'links.id', 'subscriptions.link')
    .select(['looked.id', sql<number>`case when ${shouldLeave(now)} then 1 else 0 end`.as('leaves')]);

export function dueQueries({ builder, engine }: Database) {
  const isPostgres = engine === 'postgres';
  return {
    /** Rows that another transaction looks at are skipped on PostgreSQL; on SQLite there is no other. */
    claim: precompile((slot: { now: string; lease: string; count: number }) =>
      builder
        .with('looked', (db) => (isPostgres ? look(db, slot).forUpdate().skipLocked() : look(db, slot)))
        // Or PostgreSQL judges anew for each column.
        .with(
          (name) => name('judged').materialized(),
          (db) => judge(db, slot.now),
        )
        .updateTable('reminders')
        .from('judged')
        .set({
          state: sql`case judged.leaves when 1 then 'claimed' else 'passed' end`,
          lease_until: sql`case judged.leaves when 1 then ${slot.lease} end`,
          settled_at: sql`case judged.leaves when 0 then ${slot.now} end`,
          tries: sql`reminders.tries + judged.leaves`,
        })
        .whereRef('reminders.id', '=', 'judged.id')
        .returning(COLUMNS),
    ),

    due: precompile((slot: { now: string; count: number; offset: number }) =>
      builder
        .with('looked', (db) => look(db, slot).offset(slot.offset))
        .with('judged', (db) => judge(db, slot.now))
        .selectFrom('judged')
        .innerJoin('reminders', 'reminders.id', 'judged.id')
        .select(COLUMNS)
        .select('judged.leaves')
        .orderBy('reminders.next_at'),
    ),

    next: precompile(() =>
      builder
        .selectFrom('reminders')
        .select('next_at')
        .where('state', '=', literally('planned'))
        .orderBy('next_at')
        .limit(sql.lit(1)),
    ),

    /** `ids` is a list in JSON: the statement is the same however many there are. */
    people: precompile((slot: { ids: string }) => {
      const listed = isPostgres ? sql`json_array_elements_text(${slot.ids}::json)` : sql`json_each(${slot.ids})`;
      return builder
        .selectFrom('subscriptions')
        .selectAll()
        .where('id', 'in', sql<string>`(select value from ${listed})`);
    }),
  };
}
