/**
 * The cellar's database as one SQLite file, by Node's own `node:sqlite`.
 * Holds no queries of the cellar. Two connections: one writes, in groups (`commits.ts`); one reads, and so never sees
 * what is not yet committed.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { SettingError } from '../domain/errors.ts';
import { groupCommits } from './commits.ts';
import { always, type Database, type Work } from './database.ts';
import { translated } from './failures.ts';
import { createPrivateFile, prepareFolder } from './folder.ts';
import { openGate } from './gate.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';

export const SQLITE_FILE = 'aide-memoire.db';

/** How long to wait for another process that writes. */
const BUSY_TIMEOUT_MS = 5_000;
/** How long one try to empty the log may hold this process, how often it is tried, and how long it rests between. */
const SCRUB = { busyMs: 50, tries: 20, restMs: 100 } as const;
/** Statements kept ready on a connection; the house has fewer. */
const STATEMENTS_MAX = 200;

/** Makes the folder and the file where they are missing. Throws SettingError DATA_DIR, or AppError `unavailable`. */
export async function openSqlite(dataDir: string): Promise<Database> {
  prepareFolder(dataDir);
  const path = join(dataDir, SQLITE_FILE);
  makeFile(path);
  return translated(async () => {
    const writing = connect(path);
    try {
      await migrateAlone(writing);
      const reading = connect(path);
      reading.exec('pragma query_only = on');
      return databaseOver(writing, reading, () => connect(path));
    } catch (error) {
      writing.close();
      throw error;
    }
  });
}

function makeFile(path: string): void {
  try {
    createPrivateFile(path, '');
    if (!statSync(path).isFile()) throw new Error('not a file');
  } catch {
    throw new SettingError('DATA_DIR', `${SQLITE_FILE} cannot be made in this folder.`);
  }
}

function connect(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on');
  return database;
}

const kyselyOver = (database: DatabaseSync): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyExpects(database) }) });

/** Kysely speaks to `better-sqlite3`; this is the same face on `node:sqlite`, with statements kept ready. */
function asKyselyExpects(database: DatabaseSync): SqliteDatabase {
  const ready = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      let statement = ready.get(sql);
      if (statement === undefined) {
        if (ready.size >= STATEMENTS_MAX) ready.clear();
        statement = face(database.prepare(sql));
        ready.set(sql, statement);
      }
      return statement;
    },
  };
}

function face(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

/** Two processes may start at once on a new file: the lock makes the second one wait and find everything done. */
async function migrateAlone(database: DatabaseSync): Promise<void> {
  database.exec('begin immediate');
  try {
    await migrate(kyselyOver(database), 'sqlite');
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

function databaseOver(writing: DatabaseSync, reading: DatabaseSync, another: () => DatabaseSync): Database {
  const builder = kyselyOver(writing);
  const reader = kyselyOver(reading);
  const commits = groupCommits(writing, builder);
  const gate = openGate();
  let closing: Promise<void> | null = null;

  const write = <Result>(work: Work<Result>, keep: (result: Result) => boolean = always): Promise<Result> =>
    gate.pass(() => commits.write(work, keep));

  /** On a connection of its own: what others read meanwhile must not be of a moment that has passed. */
  async function snapshot<Result>(work: Work<Result>): Promise<Result> {
    const looking = another();
    try {
      looking.exec('pragma query_only = on; begin');
      return await work(kyselyOver(looking));
    } finally {
      looking.close();
    }
  }

  async function scrub(): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      if (await commits.between(() => emptyLog(writing))) return true;
      if (tries >= SCRUB.tries) return false;
      await setTimeout(SCRUB.restMs);
    }
  }

  async function close(): Promise<void> {
    await gate.shut();
    // The connection that writes goes last: it empties the write-ahead log into the file.
    reading.close();
    writing.close();
  }
  return {
    engine: 'sqlite',
    builder,
    read: (work) => gate.pass(() => work(reader)),
    snapshot: (work) => gate.pass(() => snapshot(work)),
    write,
    run: (statement) => write((db) => db.executeQuery(statement)),
    scrub: () => gate.pass(scrub),
    close: () => (closing ??= close()),
  };
}

/**
 * Moves every page from the write-ahead log to the file and cuts the log to nothing: until then it holds the pages as they
 * were before something was deleted. False where another process is reading.
 */
function emptyLog(database: DatabaseSync): boolean {
  database.exec(`pragma busy_timeout = ${SCRUB.busyMs}`);
  try {
    return database.prepare('pragma wal_checkpoint(truncate)').get()?.['busy'] === 0;
  } finally {
    database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}
