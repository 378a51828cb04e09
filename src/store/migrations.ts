/**
 * The changes that brought the tables of `schema.ts` about, oldest first, for both databases.
 * A migration that has been released is never edited: a later one corrects it.
 */
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

export type Engine = 'sqlite' | 'postgres';

/** What the two databases word differently in a table's definition. */
interface Wording {
  readonly bytes: 'blob' | 'bytea';
  /** Ends every table. */
  readonly table: string;
  /** Ends tables of small rows that are found by their primary key alone. */
  readonly smallTable: string;
}

const WORDINGS: Record<Engine, Wording> = {
  sqlite: { bytes: 'blob', table: 'strict', smallTable: 'strict, without rowid' },
  postgres: { bytes: 'bytea', table: '', smallTable: '' },
};

type Step = (db: Kysely<unknown>, wording: Wording) => Promise<void>;

const createKeycheck: Step = async (db, { bytes, table }) => {
  await db.schema
    .createTable('keycheck')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .modifyEnd(sql.raw(table))
    .execute();
};

const createQuestionnaires: Step = async (db, { table }) => {
  await db.schema
    .createTable('questionnaires')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('call', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .modifyEnd(sql.raw(table))
    .execute();
};

const createDrafts: Step = async (db, { smallTable }) => {
  await db.schema
    .createTable('drafts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('call', 'text', (column) => column.notNull())
    .addColumn('questionnaire', 'text', (column) => column.notNull().references('questionnaires.hash'))
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('submitted_at', 'text')
    .addColumn('follows', 'text', (column) => column.references('drafts.id').onDelete('set null'))
    .modifyEnd(sql.raw(smallTable))
    .execute();
  await db.schema.createIndex('drafts_by_follows').on('drafts').column('follows').execute();
};

const createAccess: Step = async (db, { bytes, table, smallTable }) => {
  await db.schema
    .createTable('links')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('label', bytes, (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('used_at', 'text')
    .addColumn('revoked_at', 'text')
    .modifyEnd(sql.raw(table))
    .execute();
  await db.schema.createIndex('links_by_draft').on('links').column('draft').execute();
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .modifyEnd(sql.raw(smallTable))
    .execute();
  await db.schema
    .createTable('access')
    .addColumn('session', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('link', 'text', (column) => column.notNull().references('links.id').onDelete('cascade'))
    .addColumn('since', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('access_key', ['session', 'draft'])
    .modifyEnd(sql.raw(smallTable))
    .execute();
  await db.schema.createIndex('access_by_link').on('access').column('link').execute();
  await db.schema.createIndex('access_by_draft').on('access').column('draft').execute();
};

const createParts: Step = async (db, { bytes, table, smallTable }) => {
  await db.schema
    .createTable('parts')
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('parts_key', ['draft', 'key'])
    .modifyEnd(sql.raw(smallTable))
    .execute();
  await db.schema
    .createTable('revisions')
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('revisions_key', ['draft', 'key', 'revision'])
    .modifyEnd(sql.raw(table))
    .execute();
};

const createSubmissions: Step = async (db, { bytes, table }) => {
  await db.schema
    .createTable('submissions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().unique().references('drafts.id').onDelete('cascade'))
    .addColumn('submitted_at', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('record', bytes, (column) => column.notNull())
    .addColumn('document', bytes, (column) => column.notNull())
    .modifyEnd(sql.raw(table))
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('submissions.draft').onDelete('cascade'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('route', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('finished_at', 'text')
    .addColumn('outcome', 'text')
    .addColumn('reply', bytes)
    .addUniqueConstraint('deliveries_in_order', ['draft', 'number'])
    .modifyEnd(sql.raw(table))
    .execute();
};

/** In this order: a table comes after those that it points to. */
const DRAFTING: readonly Step[] = [
  createKeycheck,
  createQuestionnaires,
  createDrafts,
  createAccess,
  createParts,
  createSubmissions,
];

const createReminders: Step = async (db, { bytes, table }) => {
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addColumn('confirmed_at', 'text')
    .addColumn('deadline_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('end_reason', 'text')
    .addColumn('sealed', bytes, (column) => column.notNull())
    .modifyEnd(sql.raw(table))
    .execute();
  await db.schema.createIndex('subscriptions_by_draft').on('subscriptions').column('draft').execute();
  await sql
    .raw(
      `create index subscriptions_running on subscriptions (deadline_at)
       where confirmed_at is not null and ended_at is null`,
    )
    .execute(db);
  await sql
    .raw('create index subscriptions_unconfirmed on subscriptions (asked_at) where confirmed_at is null')
    .execute(db);
  await db.schema
    .createTable('reminders')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('subscription', 'text', (column) => column.notNull().references('subscriptions.id').onDelete('cascade'))
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('deadline_at', 'text', (column) => column.notNull())
    .addColumn('moved_from', 'text')
    .addColumn('rings_at', 'text', (column) => column.notNull())
    .addColumn('next_at', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'text')
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('settled_at', 'text')
    .addColumn('reply', bytes)
    .addUniqueConstraint('reminders_once', ['subscription', 'kind', 'deadline_at'])
    .modifyEnd(sql.raw(table))
    .execute();
  await db.schema.createIndex('reminders_by_draft').on('reminders').column('draft').execute();
  // Only what waits, or is under way: the look for what is due costs the same whatever was ever sent.
  await sql.raw(`create index reminders_due on reminders (next_at) where state = 'planned'`).execute(db);
  await sql.raw(`create index reminders_claimed on reminders (lease_until) where state = 'claimed'`).execute(db);
};

const createFeeds: Step = async (db, { bytes, table }) => {
  await db.schema
    .createTable('feeds')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('made_at', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addUniqueConstraint('feeds_one_a_link', ['draft', 'link'])
    .modifyEnd(sql.raw(table))
    .execute();
};

const widenLinks: Step = async (db, { bytes }) => {
  await db.schema.alterTable('links').addColumn('signatory', 'text').execute();
  await db.schema.alterTable('links').addColumn('code_hash', 'text').execute();
  await db.schema.alterTable('links').addColumn('address', bytes).execute();
  await db.schema.alterTable('links').addColumn('address_mark', 'text').execute();
  await db.schema.createIndex('links_by_code').on('links').column('code_hash').unique().execute();
  await db.schema.createIndex('links_by_address').on('links').column('address_mark').execute();
  await db.schema
    .alterTable('access')
    .addColumn('seen_at', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
};

const createComments: Step = async (db, { bytes, table }) => {
  await db.schema
    .createTable('comments')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('base', 'integer', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('resolved_at', 'text')
    .addColumn('resolved_by', 'text')
    .addColumn('adopted', 'integer', (column) => column.notNull())
    .modifyEnd(sql.raw(table))
    .execute();
  await db.schema.createIndex('comments_by_question').on('comments').columns(['draft', 'question']).execute();
  // Only threads that are open: counting them costs the same however much was ever said.
  await sql
    .raw('create index comments_open on comments (draft, question) where resolved_at is null and id = thread')
    .execute(db);
};

const createApprovals: Step = async (db, { bytes, table }) => {
  await db.schema
    .createTable('approvals')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('signatory', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addUniqueConstraint('approvals_in_order', ['draft', 'number'])
    .modifyEnd(sql.raw(table))
    .execute();
};

const REMINDING: readonly Step[] = [createReminders, createFeeds];
const TOGETHER: readonly Step[] = [widenLinks, createComments, createApprovals];

const widenDrafts: Step = async (db) => {
  await db.schema.alterTable('drafts').addColumn('keep_until', 'text').execute();
  await db.schema.alterTable('drafts').addColumn('warned_at', 'text').execute();
};

const widenSubmissions: Step = async (db, { bytes }) => {
  await db.schema.alterTable('submissions').addColumn('public_document', bytes).execute();
};

const TRACES: readonly Step[] = [widenDrafts];

const limitIdleness: Step = async (db) => {
  await db.schema.alterTable('drafts').addColumn('idle_hours', 'integer').execute();
  await db.schema.alterTable('access').addColumn('lapses_at', 'text').execute();
};

const keyDevices: Step = async (db, { bytes }) => {
  await db.schema.alterTable('links').addColumn('device_key', bytes).execute();
};

const createAudits: Step = async (db, { bytes, table, smallTable }) => {
  await db.schema
    .createTable('audits')
    .addColumn('draft', 'text', (column) => column.primaryKey().references('drafts.id').onDelete('cascade'))
    .addColumn('sealed', bytes, (column) => column.notNull())
    .modifyEnd(sql.raw(smallTable))
    .execute();
  // Points to the row that every new entry locks, and not to the draft's: a removal and a deed never wait for each other.
  await db.schema
    .createTable('audit_entries')
    .addColumn('draft', 'text', (column) => column.notNull().references('audits.draft').onDelete('cascade'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('link', 'text')
    .addColumn('role', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('count', 'integer')
    .addColumn('label', bytes, (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entries_key', ['draft', 'number'])
    .modifyEnd(sql.raw(table))
    .execute();
};

const createOwnCalls: Step = async (db, { bytes, table, smallTable }) => {
  await db.schema
    .createTable('own_calls')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().references('questionnaires.hash'))
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .modifyEnd(sql.raw(smallTable))
    .execute();
  await db.schema
    .createTable('own_holders')
    .addColumn('session', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('call', 'text', (column) => column.notNull().references('own_calls.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('own_holders_key', ['session', 'call'])
    .modifyEnd(sql.raw(smallTable))
    .execute();
  await db.schema.createIndex('own_holders_by_call').on('own_holders').column('call').execute();
  await db.schema
    .createTable('own_versions')
    .addColumn('hash', 'text', (column) => column.primaryKey().references('questionnaires.hash').onDelete('cascade'))
    .addColumn('call', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .modifyEnd(sql.raw(table))
    .execute();
  await db.schema.createIndex('drafts_by_call').on('drafts').column('call').execute();
};

const createMoves: Step = async (db, { smallTable }) => {
  await db.schema
    .createTable('moves')
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('from_hash', 'text', (column) => column.notNull())
    .addColumn('to_hash', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('link', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('moves_key', ['draft', 'number'])
    .modifyEnd(sql.raw(smallTable))
    .execute();
};

const createReferenceTexts: Step = async (db, { bytes, table, smallTable }) => {
  await db.schema
    .createTable('reference_texts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id').onDelete('cascade'))
    .addColumn('language', 'text')
    .addColumn('added_at', 'text', (column) => column.notNull())
    .addColumn('characters', 'integer', (column) => column.notNull())
    .addColumn('label', bytes, (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .modifyEnd(sql.raw(table))
    .execute();
  await db.schema.createIndex('reference_texts_by_draft').on('reference_texts').column('draft').execute();
  await db.schema
    .createTable('text_offers')
    .addColumn('session', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('text', 'text', (column) => column.notNull().references('reference_texts.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('text_offers_key', ['session', 'text'])
    .modifyEnd(sql.raw(smallTable))
    .execute();
  await db.schema.createIndex('text_offers_by_text').on('text_offers').column('text').execute();
};

function migrationOf(steps: readonly Step[], engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const step of steps) await step(db, WORDINGS[engine]);
    },
  };
}

/** Brings the tables up to date. Throws what the database said. The caller keeps other processes out on SQLite. */
export async function migrate<Schema>(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const migrations: Record<string, Migration> = {
    '001-drafting': migrationOf(DRAFTING, engine),
    '002-reminding': migrationOf(REMINDING, engine),
    '003-together': migrationOf(TOGETHER, engine),
    '004-traces': migrationOf(TRACES, engine),
    '005-versions': migrationOf([widenSubmissions], engine),
    '006-audit': migrationOf([createAudits], engine),
    '007-sessions': migrationOf([limitIdleness], engine),
    '008-own-questionnaires': migrationOf([createOwnCalls], engine),
    '009-moves': migrationOf([createMoves], engine),
    '010-device-keys': migrationOf([keyDevices], engine),
    '011-reference-texts': migrationOf([createReferenceTexts], engine),
  };
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
}
