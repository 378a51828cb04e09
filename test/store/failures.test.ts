/** Databases that do not answer: the error says so, says nothing else, and the process lives on. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { AppError, SettingError } from '../../src/domain/errors.ts';
import { openCellar, type Cellar } from '../../src/store/cellar.ts';
import { groupCommits } from '../../src/store/commits.ts';
import { translated } from '../../src/store/failures.ts';
import type { Tables } from '../../src/store/schema.ts';
import { NOW, startDraft } from './cast.ts';
import { freePort, GROUNDS, POSTGRES_USER, temporaryFolder } from './ground.ts';
import { standOn } from './stand.ts';

const [, postgres] = GROUNDS;

describe('PostgreSQL that does not answer', () => {
  const on = standOn(postgres.begin);
  const withUrl = (databaseUrl: string): Promise<Cellar> => openCellar({ ...on.ground.settings, databaseUrl });

  it('is unavailable when nobody listens', async () => {
    const port = await freePort();
    const refused = await withUrl(`postgres://u:hunter2@127.0.0.1:${port}/x`).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'unavailable' });
    expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain('hunter2');
  });

  it('stops the start when it refuses the password or the name, and quotes neither', async () => {
    const right = on.ground.settings.databaseUrl ?? '';
    for (const wrong of [
      right.replace('only-for-tests', 'hunter2'),
      `${right}-hunter2`,
      'postgres://u:hunter2@[:5432/x',
    ]) {
      const refused = await withUrl(wrong).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(SettingError);
      expect((refused as Error).message).toMatch(/^DATABASE_URL: /);
      expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain('hunter2');
    }
  });

  it('comes back after its connections were cut, also in the middle of work', async () => {
    const { record, change, session } = await startDraft(on.cellar);
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where usename = '${POSTGRES_USER}' and pid <> pg_backend_pid()`;
    let seen = 0;
    for (let round = 0; round < 4; round += 1) {
      const saves = Array.from({ length: 40 }, (_, index) =>
        on.cellar.savePart(change(0, 'text', `round${round}-${index}`), NOW).then(
          ({ kind }) => kind,
          (error: unknown) => (error as AppError).code,
        ),
      );
      await on.ground.query(cut);
      const outcomes = await Promise.all(saves);
      expect(['saved', 'unavailable']).toEqual(expect.arrayContaining([...new Set(outcomes)]));
      seen += outcomes.filter((outcome) => outcome === 'saved').length;
    }
    // A connection that was cut is noticed when it is used: the pool may have several of them left.
    const opened = await vi.waitFor(() => on.cellar.openDraft(record.id, session, NOW), { timeout: 30_000 });
    expect(opened?.parts.length).toBeGreaterThanOrEqual(seen);
  });
});

describe('a full disk under SQLite', () => {
  it('is told to everybody whose write it undoes, and to nobody else', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'small.db');
    const database = new DatabaseSync(path);
    database.exec(`pragma journal_mode = wal; create table texts (id integer primary key, body blob);
      pragma max_page_count = 40`);
    const commits = groupCommits(database, kyselyOver(database));
    const write = (bytes: number): Promise<bigint | undefined> =>
      translated(() =>
        commits.write(
          async (db) => (await sql`insert into texts (body) values (${Buffer.alloc(bytes, 1)})`.execute(db)).insertId,
          () => true,
        ),
      );
    await write(9_000);
    const outcomes = await Promise.allSettled([write(9_000), write(900_000), write(10)]);
    const full = { status: 'rejected', reason: { code: 'unavailable', cause: { message: 'SQLite 13' } } };
    expect(outcomes[1]).toMatchObject(full);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome).toMatchObject(full);
    const kept = [9_000, ...[9_000, 900_000, 10].filter((_, index) => outcomes[index]?.status === 'fulfilled')];
    await write(20);
    database.close();
    const reopened = new DatabaseSync(path);
    const sizes = reopened.prepare('select length(body) as size from texts order by id').all();
    expect(sizes.map(({ size }) => size)).toEqual([...kept, 20]);
    reopened.close();
    rmSync(folder, { recursive: true });
  });
});

function kyselyOver(database: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        close: () => undefined,
        prepare(text) {
          const statement = database.prepare(text);
          return {
            reader: statement.columns().length > 0,
            all: (values) => statement.all(...(values as Buffer[])),
            run: (values) => statement.run(...(values as Buffer[])),
            iterate: (values) => statement.iterate(...(values as Buffer[])),
          };
        },
      },
    }),
  });
}
