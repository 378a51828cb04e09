/**
 * What the queries of the cellar stand on: one database, read and written in transactions, whichever engine it is.
 * `sqlite.ts` and `postgres.ts` make one; nothing else knows which it has.
 */
import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Engine } from './migrations.ts';
import type { Tables } from './schema.ts';

/** Queries, and nothing else to wait for. */
export type Work<Result> = (db: Kysely<Tables>) => Promise<Result>;

export interface Database {
  readonly engine: Engine;
  /** For building and compiling queries ahead of time; queries run on the `db` that `read` and `write` hand out. */
  readonly builder: Kysely<Tables>;
  /** Runs queries that see only what is committed; each query has a snapshot of its own. Throws as `write` does. */
  read<Result>(work: Work<Result>): Promise<Result>;
  /** Runs queries that all see one moment, however long they take; others go on writing. Throws as `write` does. */
  snapshot<Result>(work: Work<Result>): Promise<Result>;
  /**
   * Runs `work` in one transaction, durable when it resolves. Where `keep` says no to the result, everything is undone
   * and the result is still returned. `work` must wait for nothing but its queries: others queue behind it.
   * Throws AppError `unavailable`, or `internal` for a statement that the database refused; after a throw nothing of
   * `work` is kept, unless the line to the server broke while it committed.
   */
  write<Result>(work: Work<Result>, keep?: (result: Result) => boolean): Promise<Result>;
  /** Runs one statement that changes something: a transaction by itself. Durable, and throws, as `write`. */
  run<Row>(statement: Compilable<Row> | CompiledQuery<Row>): Promise<QueryResult<Row>>;
  /**
   * Takes what was deleted out of the files, as far as a program can. SQLite: its pages are overwritten with zeros, and
   * the write-ahead log is emptied. PostgreSQL: nothing, its own vacuum reuses the space. False: others were reading all
   * the time, and something is left.
   */
  scrub(): Promise<boolean>;
  /** Waits for what was begun, then closes. A second call does nothing. */
  close(): Promise<void>;
}

/** The keep of a transaction that is always kept. */
export const always = (): boolean => true;
