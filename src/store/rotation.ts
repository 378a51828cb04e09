/**
 * A new key for everything that is kept: each sealed value is opened and sealed again in its place, in batches, while the
 * program runs. It can be cut off at any moment and begun again: what is done is done, and until nothing needs the former
 * key nobody takes it away. Where the secrets come from is `keys.ts` and `ring.ts`.
 */
import { setTimeout } from 'node:timers/promises';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import { noteEverywhere } from './auditor.ts';
import { openDatabase, type CellarSettings } from './cellar.ts';
import type { Database } from './database.ts';
import { newSecret, openSeal } from './keys.ts';
import { addressMarksOf, addressPlace } from './links.ts';
import { changingAlone, forgetFormer, keyChangeIn, LOOK_MS, prepareNext, switchToNext } from './ring.ts';
import type { Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';
import { SEALED_COLUMNS, type SealedColumn, type SealedRow as Row } from './sealedColumns.ts';

/** Values that are sealed anew in one transaction: others wait for it. */
const BATCH = 50;

export interface Rotation {
  /** Values that this run sealed anew. */
  readonly sealed: number;
  /** Addresses that this run marked anew, so that they are found. */
  readonly marked: number;
  /** Values that no key opens: somebody damaged them. Where there are any, the former key stays. */
  readonly broken: number;
}

export interface RotationPatience {
  /** For all processes to have read the key files. */
  readonly learnMs: number;
  /** For what was sealed with the former key before, and is still on its way to the disk. Longer than any wait for it. */
  readonly settleMs: number;
}

const PATIENCE: RotationPatience = { learnMs: 3 * LOOK_MS, settleMs: 20_000 };

/**
 * Changes the key. Without SECRET_KEY all of it: makes a new key, or goes on with the one that an earlier run made. With it,
 * seals anew with SECRET_KEY whatever SECRET_KEY_OTHER had sealed. Resolves when nothing needs the former key any more, and
 * the file of it is gone; or with `broken` values. Throws as `openCellar` does.
 */
export async function rotateKey(
  settings: CellarSettings,
  tell: (done: Rotation) => void = () => undefined,
  patience: RotationPatience = PATIENCE,
): Promise<Rotation> {
  const database = await openDatabase(settings);
  try {
    if (settings.secretKey !== null) return await sealAnew(settings, database, tell, patience);
    // Tells a key that is lost or damaged before anything is changed.
    await openSeal(settings, database);
    const { dataDir } = settings;
    return await changingAlone(dataDir, async () => {
      if (keyChangeIn(dataDir) === 'none') prepareNext(dataDir, newSecret());
      if (keyChangeIn(dataDir) === 'prepared') {
        await setTimeout(patience.learnMs);
        switchToNext(dataDir);
      }
      const done = await sealAnew(settings, database, tell, patience);
      if (done.broken === 0) forgetFormer(dataDir);
      return done;
    });
  } finally {
    await database.close();
  }
}

/**
 * Goes over everything until a look finds nothing left that began after the last value sealed with the former key must have
 * reached the disk.
 */
async function sealAnew(
  settings: CellarSettings,
  database: Database,
  tell: (done: Rotation) => void,
  { learnMs, settleMs }: RotationPatience,
): Promise<Rotation> {
  const { seal } = await openSeal(settings, database);
  await setTimeout(learnMs);
  // What is marked from here on is marked with the new key.
  const switched = new Date();
  const counts = { sealed: 0, marked: 0, broken: 0 };
  const goOver = async (): Promise<void> => {
    counts.broken = 0;
    for (const column of SEALED_COLUMNS) await resealColumn(database, seal, column, counts, tell);
    counts.marked += await markAnew(database, seal);
  };
  await goOver();
  await setTimeout(settleMs);
  await goOver();
  await forgetCodes(database, switched);
  if (counts.broken === 0)
    await noteEverywhere(database, seal, noteOf('key-changed', Buffer.from(seal.keyId()).toString('hex')));
  await database.scrub();
  return counts;
}

type Counts = { -readonly [What in keyof Rotation]: number };

async function resealColumn(
  database: Database,
  seal: Seal,
  sealed: SealedColumn,
  counts: Counts,
  tell: (done: Rotation) => void,
): Promise<void> {
  let after: Row | null = null;
  for (;;) {
    const batch: readonly Row[] = await staleIn(database, seal, sealed, after);
    after = batch.at(-1) ?? null;
    if (after === null) return;
    counts.sealed += await resealBatch(database, seal, sealed, batch, counts);
    tell(counts);
  }
}

/** The next rows whose value another key has sealed. Only the first bytes of a value say so; see `seal.ts`. */
async function staleIn(
  database: Database,
  seal: Seal,
  { table, column, key, more = [] }: SealedColumn,
  after: Row | null,
): Promise<readonly Row[]> {
  const columns = sql.join([...key, ...more].map((name) => sql.ref(name)));
  const order = sql.join(key.map((name) => sql.ref(name)));
  const isAfter = after === null ? sql`` : sql`and (${order}) > (${sql.join(key.map((name) => after[name]))})`;
  const query = sql<Row>`select ${columns}, ${sql.ref(column)} as sealed_value from ${sql.table(table)}
    where ${keyIdIn(database, column)} <> ${Buffer.from(seal.keyId())} ${isAfter} order by ${order} limit ${sql.lit(BATCH)}`;
  return (await database.read((db) => query.execute(db))).rows;
}

const keyIdIn = (database: Database, column: string): RawBuilder<Uint8Array> =>
  database.engine === 'postgres'
    ? sql`substring(${sql.ref(column)} from 2 for 4)`
    : sql`substr(${sql.ref(column)}, 2, 4)`;

/** Each value is changed only where it is still the one that was read: whoever saved in the meantime is not overwritten. */
async function resealBatch(
  database: Database,
  seal: Seal,
  { table, column, key, place }: SealedColumn,
  batch: readonly Row[],
  counts: Counts,
): Promise<number> {
  const changes = batch.flatMap((row) => {
    const before = row.sealed_value;
    try {
      return [{ row, before, after: seal.seal(place(row), seal.open(place(row), before)) }];
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'broken-seal')) throw error;
      counts.broken += 1;
      return [];
    }
  });
  return database.write(async (db) => {
    let changed = 0n;
    for (const { row, before, after } of changes) {
      const itsKey = sql.join(
        key.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
        sql` and `,
      );
      const update = sql`update ${sql.table(table)} set ${sql.ref(column)} = ${after}
        where ${itsKey} and ${sql.ref(column)} = ${before}`;
      changed += (await update.execute(db)).numAffectedRows ?? 0n;
    }
    return Number(changed);
  });
}

/** The marks by which addresses are found hang on the key too. */
async function markAnew(database: Database, seal: Seal): Promise<number> {
  let marked = 0;
  for (let after = ''; ;) {
    const rows = await database.read((db) =>
      db
        .selectFrom('links')
        .select(['id', 'draft', 'address', 'address_mark'])
        .where('address', 'is not', null)
        .where('id', '>', after)
        .orderBy('id')
        .limit(BATCH)
        .execute(),
    );
    marked += await database.write((db) => markBatch(db, seal, rows));
    if (rows.length < BATCH) return marked;
    after = rows.at(-1)?.id ?? '';
  }
}

type Addressed = Pick<Tables['links'], 'id' | 'draft' | 'address' | 'address_mark'>;

async function markBatch(db: Kysely<Tables>, seal: Seal, rows: readonly Addressed[]): Promise<number> {
  let marked = 0;
  for (const { id, draft, address, address_mark } of rows) {
    if (address === null) continue;
    const mark = newestMark(seal, addressPlace(draft, id), address);
    if (mark === null || mark === address_mark) continue;
    await db.updateTable('links').set({ address_mark: mark }).where('id', '=', id).execute();
    marked += 1;
  }
  return marked;
}

/** Null for an address that does not open: it was counted where it was to be sealed. */
function newestMark(seal: Seal, place: Place, address: Uint8Array): string | null {
  try {
    return addressMarksOf(seal, seal.openValue(place, address) as string)[0];
  } catch (error) {
    if (error instanceof AppError && error.code === 'broken-seal') return null;
    throw error;
  }
}

/** A code to be typed is kept as a mark alone, and nobody can mark it anew: its link stays. */
async function forgetCodes(database: Database, madeBefore: Date): Promise<void> {
  await database.run(
    database.builder
      .updateTable('links')
      .set({ code_hash: null })
      .where('code_hash', 'is not', null)
      .where('created_at', '<=', madeBefore.toISOString()),
  );
}
