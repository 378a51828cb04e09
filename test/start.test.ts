/**
 * The program as a person starts it: its own process, from the bundle. Wrong settings stop it with one sentence that
 * names the setting; a right one serves; `kill -9` in the middle of saves loses no text that was acknowledged.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCellar } from '../src/store/cellar.ts';
import { CALL, readable, ROOT } from './cast.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { askNow } from './ringer.ts';
import { startSmtp } from './smtp.ts';

const MAIN = join(ROOT, 'dist', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'aide-memoire-start-'));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Settings = Readonly<Record<string, string>>;
const environment = (settings: Settings): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  DATA_DIR: join(folder, 'data'),
  PORT: '0',
  ...settings,
});

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly errors: () => string;
}

/** Resolves when the program says where it listens; rejects with what it said when it stops instead. */
function start(settings: Settings = {}): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], { env: environment(settings), cwd: ROOT });
  running.add(child);
  let said = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /ready: (http\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve({ child, url, errors: () => errors });
    });
    child.on('exit', (code) => reject(new Error(`${code}: ${errors}`)));
  });
}

const stopped = (settings: Settings): { status: number | null; stderr: string } => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN], {
    env: environment(settings),
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stderr };
};

describe('a wrong setting stops the start and names itself', () => {
  it.each<[string, Settings]>([
    ['PORT', { PORT: 'three thousand' }],
    ['PORT', { PORT: '70000' }],
    ['HOST', { HOST: '192.0.2.1', BASE_URL: 'https://drafts.example.org' }],
    ['BASE_URL', { HOST: '0.0.0.0' }],
    ['BASE_URL', { BASE_URL: 'drafts.example.org' }],
    ['BASE_URL', { BASE_URL: 'https://example.org/drafts' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://somewhere' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:9/none', SECRET_KEY: 'k'.repeat(40) }],
    ['SMTP_URL', { SMTP_URL: 'mail.example.org' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://127.0.0.1:2525' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'nobody' }],
    ['SECRET_KEY', { SECRET_KEY: 'short' }],
    ['RETENTION_DAYS', { RETENTION_DAYS: '0' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'everybody' }],
    ['TRUST_PROXY', { TRUST_PROXY: '1' }],
    ['TRUST_PROXY', { TRUST_PROXY: '0.0.0.0/0' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.2,' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/33' }],
    ['METRICS', { METRICS: 'yes' }],
    ['METRICS', { METRICS: 'loopback', BASE_URL: 'http://drafts.onion' }],
    ['DATA_DIR', { DATA_DIR: '/dev/null/drafts' }],
  ])('%s in %o', (name, settings) => {
    const { status, stderr } = stopped(settings);
    expect(status).toBe(1);
    expect(stderr.split('\n').filter(Boolean).at(-1)).toMatch(new RegExp(`^${name}: `));
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('names a port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { status, stderr } = stopped({ PORT: String(port) });
    other.close();
    expect(status).toBe(1);
    expect(stderr).toContain(`PORT: ${port} is in use`);
  });

  it('names a data folder that is a file', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(stopped({ DATA_DIR: file }).stderr).toMatch(/^DATA_DIR: /m);
  });

  it.skipIf(process.getuid?.() === 0)('names a data folder that cannot be written', () => {
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    expect(stopped({ DATA_DIR: locked }).stderr).toMatch(/^DATA_DIR: /m);
  });

  it('names the key that does not open the drafts', async () => {
    const { child } = await start({ DATA_DIR: join(folder, 'keyed'), SECRET_KEY: 'a'.repeat(40) });
    child.kill('SIGTERM');
    await new Promise((resolve) => child.on('exit', resolve));
    expect(stopped({ DATA_DIR: join(folder, 'keyed'), SECRET_KEY: 'b'.repeat(40) }).stderr).toMatch(/^SECRET_KEY: /m);
  });
});

describe('the program', () => {
  it.skipIf(!existsSync('/usr/bin/node'))('tells an older Node which one it needs', () => {
    const { stdout } = spawnSync('/usr/bin/node', ['--version'], { encoding: 'utf8' });
    if (Number(/^v(\d+)/.exec(stdout)?.[1]) >= 24) return;
    const { status, stderr } = spawnSync('/usr/bin/node', [MAIN], {
      env: environment({}),
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Aide-mémoire needs Node 24 or newer; this is Node /);
    expect(stderr).not.toContain('    at ');
  });

  it('serves, and stops when told to', async () => {
    const { child, url } = await start({ DATA_DIR: join(folder, 'served') });
    expect(await (await fetch(`${url}/up`)).text()).toBe('up\n');
    expect(readable(await (await fetch(url)).text())).toContain('Answer a United Nations call for input');
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
  });

  it('goes on when the mail server is away, and says so', async () => {
    const { url, errors } = await start({
      DATA_DIR: join(folder, 'mailless'),
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'drafts@sender.example',
    });
    expect((await fetch(`${url}/up`)).status).toBe(200);
    await expect.poll(errors).toContain('SMTP_URL: the mail server cannot be reached yet');
  });
});

describe('the clock of the program', () => {
  it('sends the reminders that are due, and files them where there is no mail server', async () => {
    const dataDir = join(folder, 'rung');
    const cellar = await openCellar({ dataDir, databaseUrl: null, secretKey: null });
    await askNow(cellar);
    const { url } = await start({ DATA_DIR: dataDir });
    const outbox = join(dataDir, 'outbox');
    await expect.poll(() => (existsSync(outbox) ? readdirSync(outbox) : []), { timeout: 10_000 }).toHaveLength(1);
    const mail = await PostalMime.parse(readFileSync(join(outbox, readdirSync(outbox)[0]!)));
    expect(mail.subject).toBe('Please confirm your reminders: The estuary');
    expect(mail.text).toContain(`${url}/reminders/`);

    const smtp = await startSmtp();
    await askNow(cellar);
    await cellar.close();
    await start({ DATA_DIR: dataDir, SMTP_URL: smtp.url, MAIL_FROM: 'desk@sender.example' });
    await expect.poll(() => smtp.mails.length, { timeout: 10_000 }).toBe(1);
    await smtp.stop();
  });
});

describe('kill -9 in the middle of saves', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it.each(['SQLite', 'PostgreSQL'])('loses no acknowledged text on %s', async (database) => {
    const settings: Settings = {
      DATA_DIR: join(folder, `killed-${database}`),
      SECRET_KEY: 'a key that outlives the process, long enough',
      LOG_LEVEL: 'silent',
      ...(database === 'PostgreSQL' ? { DATABASE_URL: postgres.url } : {}),
    };
    let started = await start(settings);
    const begun = await fetch(`${started.url}/calls/${CALL}/drafts`, {
      method: 'POST',
      body: new URLSearchParams({ language: 'en' }),
      redirect: 'manual',
    });
    const draft = begun.headers.get('location') ?? '';
    const cookie = begun.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const acknowledged = new Map<string, string[]>();
    const saved = [true, true, true, true];
    const revisions = new Map<string, number>();

    for (let round = 0; round < 3; round += 1) {
      const { url, child } = started;
      const writers = ['q1', 'q2', 'q3', 'q9'].map(async (question) => {
        for (let index = 0; index < 10_000; index += 1) {
          const text = `${question}-${round}-${index}-${'mot '.repeat(50)}`;
          const revision = revisions.get(question) ?? 0;
          try {
            const body = new URLSearchParams({ revision: String(revision), text });
            const { status } = await fetch(`${url}${draft}/questions/${question}`, {
              method: 'POST',
              headers: { cookie },
              body,
              redirect: 'manual',
            });
            expect(status).toBe(303);
            acknowledged.set(question, [...(acknowledged.get(question) ?? []), text]);
            revisions.set(question, revision + 1);
          } catch {
            return;
          }
        }
      });
      await vi.waitFor(
        () => expect([...acknowledged.values()].map((texts) => texts.at(-1)?.includes(`-${round}-`))).toEqual(saved),
        { timeout: 20_000 },
      );
      await new Promise((resolve) => setTimeout(resolve, round * 150));
      child.kill('SIGKILL');
      await Promise.all(writers);
      started = await start(settings);
      for (const question of ['q1', 'q2', 'q3', 'q9']) {
        const history = `${started.url}${draft}/questions/${question}/history`;
        const read = async (address: string) => (await fetch(address, { headers: { cookie } })).text();
        const newest = Number(/id="revision-(\d+)"/.exec(await read(history))?.[1]);
        const numbers = Array.from({ length: newest }, (_, index) => index + 1);
        const kept = (await Promise.all(numbers.map((number) => read(`${history}?text=${number}`)))).join('');
        const texts = acknowledged.get(question) ?? [];
        expect(texts.length).toBeGreaterThan(0);
        expect(texts.filter((text) => !kept.includes(text.trim()))).toEqual([]);
        // A text may have been saved without its answer having arrived: the next save begins after it.
        revisions.set(question, newest);
      }
    }
  });
});
