/**
 * A backup brought back: looked over from end to end before anything is touched, and then put into the database in one
 * transaction, so that whoever cuts it off finds what was there before. The file is `backupFile.ts`.
 */
import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import { auditorOf, noteSome, type Auditor } from './auditor.ts';
import { migrationsIn, TABLES, unopenedIn } from './backup.ts';
import {
  FORMAT,
  linesOf,
  MANIFEST,
  readRow,
  VERSION,
  type Header,
  type Manifest,
  type Row,
  type TableHeader,
  type Trailer,
} from './backupFile.ts';
import { openDatabase, type CellarSettings } from './cellar.ts';
import { sealOf } from './keys.ts';
import type { Tables } from './schema.ts';
import type { Seal } from './seal.ts';

/** Why a file is not taken; nothing was changed. */
export type Refusal =
  | 'no-file'
  | 'no-backup' // something else
  | 'cut-off' // its end is missing
  | 'altered' // its sum is not that of its bytes
  | 'other-key' // made with a key that is not here
  | 'other-version' // made by a program with other tables
  | 'not-empty'; // the database holds drafts, and they are not to be replaced

export type RestoreOutcome =
  { readonly kind: 'restored'; readonly manifest: Manifest } | { readonly kind: 'refused'; readonly why: Refusal };

const refused = (why: Refusal): RestoreOutcome => ({ kind: 'refused', why });

/**
 * Puts a backup in the place of all that the database holds. `replace`: also of drafts. `tell` hears how many rows
 * are in, none of which counts before all do. The program must not run meanwhile: it remembers texts. Throws SettingError where there is no key, or as `openCellar` does.
 */
export async function restore(
  settings: CellarSettings,
  path: string,
  replace: boolean,
  now: Date,
  tell: (rows: number) => void = () => undefined,
): Promise<RestoreOutcome> {
  const seal = sealOf(settings);
  const looked = await lookOver(path, seal);
  if (typeof looked === 'string') return refused(looked);
  const database = await openDatabase(settings);
  try {
    const auditor = auditorOf(database, seal);
    const outcome = await database.write(
      (db) => fill(db, path, looked, { replace, now, auditor, tell }),
      ({ kind }) => kind === 'restored',
    );
    // What was replaced must not stay in the files.
    if (outcome.kind === 'restored') await database.scrub();
    return outcome;
  } finally {
    await database.close();
  }
}

interface Looked {
  readonly header: Header;
  readonly manifest: Manifest;
}

/** A file with a whole sum, sealed with this key, whose values open at least as well as when it was made. */
async function lookOver(path: string, seal: Seal): Promise<Looked | Refusal> {
  if (!existsSync(path)) return 'no-file';
  let header: Header | null = null;
  let table: TableHeader | null = null;
  let unopened = 0;
  let isAltered = false;
  let last: { readonly trailer: Trailer; readonly sum: string } | null = null;
  for await (const { text, sumBefore, ended } of linesOf(path)) {
    const line = parsed(text);
    if (header === null) {
      header = headerIn(line);
      if (header === null) return 'no-backup';
      continue;
    }
    // Something stands after the end.
    isAltered ||= last !== null;
    if (isTrailer(line) && ended) last = { trailer: line, sum: sumBefore() };
    else if (isTable(line)) table = line;
    else if (Array.isArray(line) && table !== null) unopened += unopenedIn(seal, table.table, readRow(table, line));
    else isAltered = true;
  }
  if (header === null) return 'no-backup';
  if (last === null) return 'cut-off';
  const { manifest, sealed } = last.trailer;
  if (isAltered || manifest.sha256 !== last.sum) return 'altered';
  const vouched = vouchedFor(seal, sealed);
  if (vouched === null) return 'other-key';
  if (JSON.stringify(vouched) !== JSON.stringify(manifest)) return 'altered';
  return unopened > manifest.unopened ? 'other-key' : { header, manifest };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTable = (line: unknown): line is TableHeader =>
  isObject(line) && 'table' in line && Object.hasOwn(TABLES, String(line.table)) && 'columns' in line;
const isTrailer = (line: unknown): line is Trailer =>
  isObject(line) && 'manifest' in line && isObject(line.manifest) && 'sealed' in line;

function headerIn(line: unknown): Header | null {
  if (!isObject(line) || !('format' in line) || line.format !== FORMAT) return null;
  return 'version' in line && line.version === VERSION && 'migrations' in line ? (line as Header) : null;
}

function vouchedFor(seal: Seal, sealed: string): unknown {
  try {
    return seal.openValue(MANIFEST, Buffer.from(sealed, 'base64'));
  } catch (error) {
    if (error instanceof AppError && error.code === 'broken-seal') return null;
    throw error;
  }
}

interface Filling {
  readonly replace: boolean;
  readonly now: Date;
  readonly auditor: Auditor;
  readonly tell: (rows: number) => void;
}

/** In the one transaction. The sum is taken once more: the file may have changed since it was looked over. */
async function fill(
  db: Kysely<Tables>,
  path: string,
  { header, manifest }: Looked,
  { replace, now, auditor, tell }: Filling,
): Promise<RestoreOutcome> {
  if (String(await migrationsIn(db)) !== String(header.migrations)) return refused('other-version');
  const draft = await db.selectFrom('drafts').select('id').limit(1).executeTakeFirst();
  if (draft !== undefined && !replace) return refused('not-empty');
  for (const table of Object.keys(TABLES).reverse()) await db.deleteFrom(table as keyof Tables).execute();
  const sum = await insertAll(db, path, tell);
  if (sum !== manifest.sha256) return refused('altered');
  const note = noteOf('restored', manifest.madeAt);
  for (let after: string | null = ''; after !== null;) after = await noteSome(db, auditor, note, now, after);
  return { kind: 'restored', manifest };
}

/** Rows inserted at once, and bytes of the file after which they are, however few they are. */
const BATCH = { rows: 50, length: 1_000_000 } as const;

/** The sum of the bytes before the manifest. */
async function insertAll(db: Kysely<Tables>, path: string, tell: (rows: number) => void): Promise<string> {
  let table: TableHeader | null = null;
  let batch: Row[] = [];
  let length = 0;
  let inserted = 0;
  let sum = '';
  /** Drafts may point to drafts that come after them. */
  const follows: { readonly id: string; readonly follows: string }[] = [];
  async function insert(): Promise<void> {
    if (table !== null && batch.length > 0) {
      await db
        .insertInto(table.table as 'drafts')
        .values(batch as never)
        .execute();
      inserted += batch.length;
      tell(inserted);
    }
    batch = [];
    length = 0;
  }
  for await (const { text, sumBefore } of linesOf(path)) {
    const line = parsed(text);
    if (isTrailer(line)) sum = sumBefore();
    if (Array.isArray(line) && table !== null) {
      const row = readRow(table, line);
      if (table.table === 'drafts' && typeof row['follows'] === 'string') {
        follows.push({ id: String(row['id']), follows: row['follows'] });
        batch.push({ ...row, follows: null });
      } else batch.push(row);
      length += text.length;
      if (batch.length >= BATCH.rows || length >= BATCH.length) await insert();
      continue;
    }
    await insert();
    if (isTable(line)) table = line;
  }
  await insert();
  for (const { id, follows: earlier } of follows) {
    await db.updateTable('drafts').set({ follows: earlier }).where('id', '=', id).execute();
  }
  return sum;
}
