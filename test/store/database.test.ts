/** What the queries of the cellar stand on: transactions that are kept, undone, and not seen too early. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { later, NOW } from './cast.ts';
import { GROUNDS, type Ground } from './ground.ts';

const session = (id: string) => ({ id, begun_at: NOW.toISOString(), expires_at: later(1).toISOString() });

describe.each(GROUNDS)('transactions on $name', ({ begin }) => {
  let ground: Ground;
  let database: Database;
  beforeAll(async () => {
    ground = await begin();
  });
  afterAll(() => ground.end());
  beforeEach(async () => {
    const { dataDir, databaseUrl } = ground.settings;
    database = databaseUrl === null ? await openSqlite(dataDir) : await openPostgres(databaseUrl);
  });
  afterEach(async () => {
    await database.close();
    await ground.query('delete from sessions');
  });
  const sessions = async (): Promise<string[]> => {
    const rows = await database.read((db) => db.selectFrom('sessions').select('id').orderBy('id').execute());
    return rows.map(({ id }) => id);
  };

  it('show nothing before they are committed', async () => {
    const seen = await database.write(async (db) => {
      await db.insertInto('sessions').values(session('a')).execute();
      return { outside: await sessions(), inside: await db.selectFrom('sessions').select('id').execute() };
    });
    expect(seen).toEqual({ outside: [], inside: [{ id: 'a' }] });
    expect(await sessions()).toEqual(['a']);
  });

  it('are undone by an error and by a result that is not kept, one apart from the other', async () => {
    const insert = (id: string) => database.write((db) => db.insertInto('sessions').values(session(id)).execute());
    const fault = new Error('a fault of ours');
    const outcomes = await Promise.allSettled([
      insert('a'),
      database.write(async (db) => {
        await db.insertInto('sessions').values(session('b')).execute();
        throw fault;
      }),
      database.write(
        async (db) => {
          await db.insertInto('sessions').values(session('c')).execute();
          return 'seen and not kept';
        },
        () => false,
      ),
      insert('d'),
      insert('a'),
      database.run(database.builder.insertInto('sessions').values(session('e'))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(outcomes[1]).toEqual({ status: 'rejected', reason: fault });
    expect(outcomes[2]).toEqual({ status: 'fulfilled', value: 'seen and not kept' });
    expect(outcomes[4]).toMatchObject({ reason: { code: 'internal' } });
    expect(await sessions()).toEqual(['a', 'd', 'e']);
  });

  it('that were begun are finished before it closes', async () => {
    const writes = Array.from({ length: 600 }, (_, index) =>
      database.run(database.builder.insertInto('sessions').values(session(String(index)))),
    );
    await Promise.all([database.close(), ...writes]);
    expect(await ground.query('select count(*) as sessions from sessions')).toEqual([
      { sessions: expect.toSatisfy((count) => Number(count) === 600) },
    ]);
  });
});
