/**
 * The cellar's database as PostgreSQL, by `pg`. Holds no queries of the cellar.
 * Every write is a transaction of its own: the server itself groups the waits for its disk. Durability is the server's
 * (`synchronous_commit`, on by default). Statements are prepared by name on each connection, so a pooler between must
 * either pool sessions or know prepared statements (PgBouncer 1.21 and later).
 */
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { SettingError } from '../domain/errors.ts';
import { always, type Database, type Work } from './database.ts';
import { translated } from './failures.ts';
import { openGate } from './gate.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';

const CONNECTIONS_MAX = 16;
/** For a connection to be made, and for one of the pool to come free. */
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** Statements prepared by name; the house has fewer. */
const STATEMENTS_MAX = 200;
/** SQLSTATE of a user, a password or a database name that the server refuses. */
const REFUSED = /^(?:28...|3D000)$/;

/** Throws SettingError DATABASE_URL for an address that cannot be read or is refused, AppError `unavailable` else. */
export async function openPostgres(databaseUrl: string): Promise<Database> {
  const pool = poolOf(databaseUrl);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: asKyselyExpects(pool) }) });
  try {
    await translated(() =>
      migrate(db, 'postgres').catch((error: unknown) => {
        throw refusal(error) ?? error;
      }),
    );
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return databaseOver(db);
}

function poolOf(connectionString: string): pg.Pool {
  const config = {
    connectionString,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
  };
  try {
    // Only reads the address; connects to nothing. The error is dropped because it quotes the password.
    new pg.Client(config);
  } catch {
    throw new SettingError(
      'DATABASE_URL',
      'this address cannot be read; write postgres://user:password@host/database.',
    );
  }
  const pool = new pg.Pool(config);
  // Without a listener an error on a resting connection ends the process, and so does one between two queries of a
  // transaction. The pool drops the connection by itself, and the next query of a transaction fails and says so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Kysely's face of a pool, with statements that have parameters prepared by name. */
function asKyselyExpects(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const faces = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  function nameOf(sql: string): string | undefined {
    const known = names.get(sql);
    if (known !== undefined || names.size >= STATEMENTS_MAX) return known;
    const name = `aide-memoire-${names.size + 1}`;
    names.set(sql, name);
    return name;
  }
  function face(client: pg.PoolClient): PostgresPoolClient {
    return {
      query: (sql: unknown, parameters?: readonly unknown[]) => {
        const text = sql as string;
        const name = parameters?.length ? nameOf(text) : undefined;
        return client.query({ text, values: [...(parameters ?? [])], ...(name && { name }) }) as never;
      },
      release: (destroy) => client.release(destroy),
    };
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      let known = faces.get(client);
      if (known === undefined) faces.set(client, (known = face(client)));
      return known;
    },
  };
}

function refusal(error: unknown): SettingError | null {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && REFUSED.test(code)
    ? new SettingError('DATABASE_URL', 'the server refuses this user, password or database name.')
    : null;
}

function databaseOver(db: Kysely<Tables>): Database {
  const gate = openGate();
  let closing: Promise<void> | null = null;

  async function close(): Promise<void> {
    await gate.shut();
    await db.destroy();
  }
  return {
    engine: 'postgres',
    builder: db,
    read: (work) => gate.pass(() => work(db)),
    snapshot: (work) =>
      gate.pass(() => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)),
    write: (work, keep = always) => gate.pass(() => transaction(db, work, keep)),
    run: (statement) => gate.pass(() => db.executeQuery(statement)),
    scrub: () => gate.pass(() => Promise.resolve(true)),
    close: () => (closing ??= close()),
  };
}

async function transaction<Result>(
  db: Kysely<Tables>,
  work: Work<Result>,
  keep: (result: Result) => boolean,
): Promise<Result> {
  const open = await db.startTransaction().execute();
  let result: Result;
  try {
    result = await work(open);
  } catch (error) {
    // A line that is down cannot roll back, and need not: the server does. The first error is the one that counts.
    await open
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
  await (keep(result) ? open.commit() : open.rollback()).execute();
  return result;
}
