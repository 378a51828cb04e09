/**
 * Group commit for SQLite: writes that arrive while others are being made durable share the next transaction, and with
 * it the one wait for the disk. Each write stands in a savepoint of its own, so that one that fails harms no other.
 * Knows no tables.
 */
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Work } from './database.ts';
import type { Tables } from './schema.ts';

/** A limit on how long one transaction may hold the database and this process. */
const GROUP_MAX = 256;

/** A write that waits for its turn. */
interface Waiting {
  /** Runs it; never throws. */
  readonly run: () => Promise<Attempt>;
  readonly refuse: (error: unknown) => void;
}

/** A write that has run and is not yet committed. `tell` settles its promise. */
interface Attempt {
  readonly keep: boolean;
  /** What it threw; undefined where it threw nothing. */
  readonly failure?: unknown;
  readonly tell: () => void;
}

export interface Commits {
  /** See `Database.write`; errors come as SQLite gives them. */
  write<Result>(work: Work<Result>, keep: (result: Result) => boolean): Promise<Result>;
  /** Runs `work` between two transactions: none is open on the connection meanwhile. */
  between<Result>(work: () => Result): Promise<Result>;
}

/** Takes over `database`, the connection under `db`: nothing else may write or begin a transaction on it. */
export function groupCommits(database: DatabaseSync, db: Kysely<Tables>): Commits {
  let waiting: Waiting[] = [];
  let lone: (() => void)[] = [];
  let running = false;

  async function runAll(): Promise<void> {
    running = true;
    while (waiting.length > 0 || lone.length > 0) {
      // Lets the requests that came in during the last commit add their writes to this group.
      await setImmediate();
      const [alone, ...laterOnes] = lone;
      lone = laterOnes;
      alone?.();
      if (waiting.length === 0) continue;
      const group = waiting.slice(0, GROUP_MAX);
      waiting = waiting.slice(GROUP_MAX);
      await commitGroup(database, group);
    }
    running = false;
  }

  return {
    write(work, keep) {
      return new Promise((resolve, reject) => {
        const refuse: (error: unknown) => void = reject;
        waiting.push({
          refuse,
          async run() {
            try {
              const result = await work(db);
              return { keep: keep(result), tell: () => resolve(result) };
            } catch (error) {
              return { keep: false, failure: error, tell: () => refuse(error) };
            }
          },
        });
        if (!running) void runAll();
      });
    },
    between(work) {
      return new Promise((resolve, reject) => {
        const refuse: (error: unknown) => void = reject;
        lone.push(() => {
          try {
            resolve(work());
          } catch (error) {
            refuse(error);
          }
        });
        if (!running) void runAll();
      });
    },
  };
}

/** Nobody is told of success before the commit has returned: only then is the text on disk. */
async function commitGroup(database: DatabaseSync, group: readonly Waiting[]): Promise<void> {
  const attempts: Attempt[] = [];
  try {
    database.exec('begin immediate');
    for (const write of group) {
      database.exec('savepoint one');
      const attempt = await write.run();
      // SQLite ends the transaction by itself where the disk is full: then the whole group is undone, and refused.
      if (!database.isTransaction) throw attempt.failure;
      if (!attempt.keep) database.exec('rollback to one');
      database.exec('release one');
      attempts.push(attempt);
    }
    database.exec('commit');
  } catch (error) {
    rollBack(database);
    for (const { refuse } of group) refuse(error);
    return;
  }
  for (const { tell } of attempts) tell();
}

function rollBack(database: DatabaseSync): void {
  if (!database.isOpen || !database.isTransaction) return;
  try {
    database.exec('rollback');
  } catch {
    // SQLite has rolled back already; the first error is the one that counts.
  }
}
