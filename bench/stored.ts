/**
 * Pages and saves with 100 and with 100,000 drafts stored: the cost must grow with what is asked for, not with this.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { alternate, printLine, printNote, printTitle } from './figures.ts';
import { CONNECTIONS, load, readers, type Load } from './load.ts';
import { ROUNDS } from './pages.ts';
import { makeFolder, startProgram, type Server } from './servers.ts';
import { startWriters, type Writer } from './writers.ts';

const FEW = 100;
const MANY = 100_000;
const PARTS = ['organisation', 'q1', 'q5', 'q9'];

/** Adds other people's drafts behind the program's back: rows as it writes them, sealed texts of about 120 words. */
function fill(dataDir: string, count: number): void {
  const database = new DatabaseSync(join(dataDir, 'aide-memoire.db'), { timeout: 10_000 });
  const template = database.prepare('select call, questionnaire from drafts limit 1').get() as Record<string, string>;
  const prepare = (table: string, columns: string): ((...values: (string | number | Uint8Array | null)[]) => void) => {
    const slots = columns
      .split(', ')
      .map(() => '?')
      .join(', ');
    const statement = database.prepare(`insert into ${table} (${columns}) values (${slots})`);
    return (...values) => void statement.run(...values);
  };
  const addSession = prepare('sessions', 'id, begun_at, expires_at');
  const addDraft = prepare(
    'drafts',
    'id, call, questionnaire, language, started_at, changed_at, revision, submitted_at, follows',
  );
  const addLink = prepare('links', 'id, draft, role, hash, label, created_at, expires_at, used_at, revoked_at');
  const addAccess = prepare('access', 'session, draft, link, since');
  const addRevision = prepare('revisions', 'draft, key, revision, saved_at, link, sealed');
  const addPart = prepare('parts', 'draft, key, revision');
  const at = '2026-11-01T10:00:00.000Z';
  database.exec('begin');
  for (let index = 0; index < count; index += 1) {
    const id = `z${String(index).padStart(9, '0')}`;
    const hash = randomBytes(32).toString('hex');
    addSession(hash, at, '2026-12-31T10:00:00.000Z');
    addDraft(id, template['call'] ?? '', template['questionnaire'] ?? '', 'en', at, at, 5, null, null);
    addLink(id, id, 'owner', hash, randomBytes(60), at, null, null, null);
    addAccess(hash, id, id, at);
    for (const key of PARTS) {
      addRevision(id, key, 1, at, id, randomBytes(800));
      addPart(id, key, 1);
    }
  }
  database.exec('commit; pragma wal_checkpoint(truncate); analyze');
  database.close();
}

interface Stocked {
  readonly program: Server;
  readonly writers: readonly Writer[];
}

async function stocked(dataDir: string, count: number): Promise<Stocked> {
  const first = await startProgram(dataDir);
  await startWriters(first.url, 1);
  await first.stop();
  fill(dataDir, count);
  const program = await startProgram(dataDir);
  return { program, writers: await startWriters(program.url, CONNECTIONS) };
}

export async function stored(): Promise<void> {
  const folder = makeFolder();
  const few = await stocked(join(folder, 'few'), FEW);
  const many = await stocked(join(folder, 'many'), MANY);
  const pages =
    ({ program, writers: [writer] }: Stocked, path: string) =>
    (): Promise<Load> =>
      load(program.url, { visitors: readers((writer?.draft ?? '') + path, writer?.headers ?? {}), status: 200 });
  const saves =
    ({ program, writers }: Stocked) =>
    (): Promise<Load> =>
      load(program.url, { visitors: writers, status: 303 });
  printTitle(`${MANY} drafts stored, against ${FEW}`);
  for (const [what, run] of [
    ['contents page', (house: Stocked) => pages(house, '')],
    ['question page', (house: Stocked) => pages(house, '/questions/q1')],
    ['save of an answer', saves],
  ] as const) {
    const runs = await alternate<'few' | 'many', Load>(ROUNDS, { few: run(few), many: run(many) });
    // Time an answer, so that a ratio over 1 means slower.
    const ms = (loads: readonly Load[]): number[] => loads.map(({ perSecond }) => 1000 / perSecond);
    printLine({ what: `${what}, time an answer`, ours: ms(runs.many), peer: ms(runs.few), unit: 'ms', aim: '≤ 1.1' });
  }
  printNote(`memory with ${MANY} drafts: ${many.program.memoryMb().toFixed(0)} MB`);
  await Promise.all([few.program.stop(), many.program.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
