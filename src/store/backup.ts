/**
 * A backup of the cellar in one file: every row of every table as they were at one moment, while others go on reading and
 * writing. What is sealed stays sealed, and the key is not in it. How the file is written is `backupFile.ts`.
 */
import { sql, type Kysely } from 'kysely';
import { AppError } from '../domain/errors.ts';
import {
  beginFile,
  FORMAT,
  MANIFEST,
  VERSION,
  writtenRow,
  type Header,
  type Manifest,
  type Row,
  type Writing,
} from './backupFile.ts';
import { openDatabase, type CellarSettings } from './cellar.ts';
import { openSeal, sealOf } from './keys.ts';
import type { Tables } from './schema.ts';
import type { Seal } from './seal.ts';
import { SEALED_COLUMNS, type SealedRow } from './sealedColumns.ts';

/** Rows read at once: some of them hold whole documents. */
const BATCH = 50;

/** Every table and the key of its rows, in the order in which they can be filled: after those that they point to. */
export const TABLES: Readonly<Record<keyof Tables, readonly string[]>> = {
  questionnaires: ['hash'],
  keycheck: ['id'],
  sessions: ['id'],
  own_calls: ['id'],
  own_holders: ['session', 'call'],
  own_versions: ['hash'],
  drafts: ['id'],
  links: ['id'],
  access: ['session', 'draft'],
  parts: ['draft', 'key'],
  revisions: ['draft', 'key', 'revision'],
  submissions: ['id'],
  deliveries: ['id'],
  subscriptions: ['id'],
  reminders: ['id'],
  feeds: ['id'],
  comments: ['id'],
  approvals: ['id'],
  moves: ['draft', 'number'],
  reference_texts: ['id'],
  text_offers: ['session', 'text'],
  audits: ['draft'],
  audit_entries: ['draft', 'number'],
};

/** Those of the migrations themselves, which the program makes anew. */
const OWN_TABLES = /^kysely_/;

export type BackupOutcome = { readonly kind: 'made'; readonly manifest: Manifest } | { readonly kind: 'exists' };

/**
 * Writes everything to a file of mode 0600, whole or not at all. Throws SettingError as `openCellar` does, what the disk
 * says, and AppError `internal` for a table that it does not know.
 */
export async function backUp(settings: CellarSettings, path: string, now: Date): Promise<BackupOutcome> {
  // Before anything is made: whoever mistypes the folder must not get an empty backup of an empty database.
  sealOf(settings);
  const database = await openDatabase(settings);
  try {
    const { seal } = await openSeal(settings, database);
    const file = beginFile(path);
    let manifest: Manifest;
    try {
      manifest = await database.snapshot((db) => writeAll(db, seal, file, now.toISOString()));
    } catch (error) {
      file.giveUp();
      throw error;
    }
    return file.finish() ? { kind: 'made', manifest } : { kind: 'exists' };
  } finally {
    await database.close();
  }
}

async function writeAll(db: Kysely<Tables>, seal: Seal, file: Writing, madeAt: string): Promise<Manifest> {
  file.line({ format: FORMAT, version: VERSION, madeAt, migrations: await migrationsIn(db) } satisfies Header);
  const columnsOf = await columnsIn(db);
  const rows: Record<string, number> = {};
  let unopened = 0;
  for (const [table, key] of Object.entries(TABLES)) {
    const columns = columnsOf.get(table) ?? [];
    file.line({ table, columns });
    rows[table] = 0;
    for await (const row of rowsOf(db, table, key)) {
      file.line(writtenRow(columns, row));
      rows[table] += 1;
      unopened += unopenedIn(seal, table, row);
    }
  }
  const manifest: Manifest = { madeAt, rows, unopened, sha256: file.sum() };
  file.line({ manifest, sealed: Buffer.from(seal.sealValue(MANIFEST, manifest)).toString('base64') });
  return manifest;
}

/** Names of the migrations that made these tables. */
export async function migrationsIn(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

async function columnsIn(db: Kysely<Tables>): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await db.introspection.getTables();
  const own = tables.filter(({ name }) => !OWN_TABLES.test(name));
  const strange = own.find(({ name }) => !Object.hasOwn(TABLES, name));
  if (strange !== undefined) throw new AppError('internal', `backups do not know the table ${strange.name}`);
  return new Map(own.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
}

async function* rowsOf(db: Kysely<Tables>, table: string, key: readonly string[]): AsyncGenerator<Row> {
  let batch = await nextRows(db, table, key, null);
  for (;;) {
    yield* batch;
    if (batch.length < BATCH) return;
    batch = await nextRows(db, table, key, batch.at(-1) ?? null);
  }
}

async function nextRows(
  db: Kysely<Tables>,
  table: string,
  key: readonly string[],
  after: Row | null,
): Promise<readonly Row[]> {
  const order = sql.join(key.map((name) => sql.ref(name)));
  const from = after === null ? sql`` : sql`where (${order}) > (${sql.join(key.map((name) => after[name]))})`;
  const query = sql<Row>`select * from ${sql.table(table)} ${from} order by ${order} limit ${sql.lit(BATCH)}`;
  return (await query.execute(db)).rows;
}

/** How many sealed values of a row do not open: somebody damaged them, or another key has sealed them. */
export function unopenedIn(seal: Seal, table: string, row: Row): number {
  return SEALED_COLUMNS.filter((sealed) => {
    const value = sealed.table === table ? row[sealed.column] : null;
    if (!(value instanceof Uint8Array)) return false;
    try {
      seal.open(sealed.place(row as unknown as SealedRow), value);
      return false;
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'broken-seal')) throw error;
      return true;
    }
  }).length;
}
