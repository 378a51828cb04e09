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

function migrationOf(steps: readonly Step[], engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const step of steps) await step(db, WORDINGS[engine]);
    },
  };
}

/** Brings the tables up to date. Throws what the database said. The caller keeps other processes out on SQLite. */
export async function migrate<Schema>(db: Kysely<Schema>, engine: Engine): Promise<void> {
  const migrations: Record<string, Migration> = { '001-drafting': migrationOf(DRAFTING, engine) };
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
}
