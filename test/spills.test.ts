/**
 * Spills: the program as a person starts it, at every level of its log, on both databases; with its database damaged
 * and with failures that nobody catches planted in its process. What it prints, keeps beside its database or shows on
 * pages of errors holds nothing of what was typed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LOG_LEVELS } from '../src/config.ts';
import { described } from '../src/crashing.ts';
import { AppError } from '../src/domain/errors.ts';
import { SQLITE_FILE } from '../src/store/sqlite.ts';
import { newToken } from '../src/web/secrets.ts';
import { CALL, ROOT, SECRET } from './cast.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { bytesUnder } from './store/ground.ts';

const CANARY = 'qzwren';
const folder = mkdtempSync(join(tmpdir(), 'aide-memoire-spills-'));
const plant = join(folder, 'plant.mjs');
const running = new Set<ChildProcess>();

/** Failures whose messages hold what was typed, as a parser’s would; one pretends to be a place in a file. */
const PLANTED = `
const told = '${CANARY} in a message\\n    at ${CANARY} (/${CANARY}.js:1:1)';
process.on('SIGUSR2', () => void Promise.reject(new SyntaxError(told)));
process.on('SIGHUP', () => { throw new RangeError(told, { cause: new Error(told) }); });
`;

let postgres: TestPostgres;
beforeAll(async () => {
  writeFileSync(plant, PLANTED);
  postgres = await startPostgres();
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly printed: () => string;
  readonly dataDir: string;
  readonly temporary: string;
}

async function start(name: string, settings: Readonly<Record<string, string>>): Promise<Started> {
  const [dataDir, temporary] = [join(folder, `data-${name}`), join(folder, `tmp-${name}`)];
  mkdirSync(temporary);
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js')], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      NODE_OPTIONS: `--import=${pathToFileURL(plant).href} --disable-warning=ExperimentalWarning`,
      TMPDIR: temporary,
      DATA_DIR: dataDir,
      PORT: '0',
      ...settings,
    },
  });
  running.add(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`it ended: ${String(code)} ${printed}`)),
  );
  exited.catch(() => undefined);
  const ready = expect.poll(() => printed, { timeout: 20_000 }).toMatch(/ready: http/);
  await Promise.race([ready, exited]);
  const url = /ready: (http\S+)/.exec(printed)![1]!;
  return { child, url, printed: () => printed, dataDir, temporary };
}

/** A browser that keeps its cookies. */
function browserAt(url: string) {
  const kept = new Map<string, string>();
  const send = async (address: string, init: { method?: string; body?: URLSearchParams } = {}): Promise<Response> => {
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url + address, { ...init, redirect: 'manual', headers: { cookie } });
    for (const one of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      kept.set(name, value);
    }
    return answer;
  };
  return {
    get: (address: string) => send(address),
    post: (address: string, fields: Record<string, string>) =>
      send(address, { method: 'POST', body: new URLSearchParams(fields) }),
    secrets: () => [...kept.values()].filter((value) => /^[0-9a-z]{32,}$/.test(value)),
  };
}

/** Types the canary wherever it can, also where it is refused. Returns the address of the draft. */
async function typeEverywhere(browser: ReturnType<typeof browserAt>): Promise<string> {
  const begun = await browser.post(`/calls/${CALL}/drafts`, { language: 'en' });
  const draft = begun.headers.get('location')!;
  const text = `${CANARY} ${'x'.repeat(3_000)}`;
  const typed = { name: `${CANARY} shores`, contact: CANARY, email: `${CANARY}@mail.example`, revision: '0' };
  const statuses = [
    (await browser.post(`${draft}/organisation`, typed)).status,
    (await browser.post(`${draft}/questions/q1`, { text, revision: '0' })).status,
    (await browser.post(`${draft}/questions/q1`, { text: `${CANARY} another`, revision: '0' })).status,
    (await browser.post(`${draft}/questions/q1`, { text, revision: CANARY })).status,
    (await browser.post(`${draft}/questions/q1`, { text: CANARY.repeat(400_000), revision: '1' })).status,
    (await browser.post(`${draft}/questions/${CANARY}`, { text })).status,
    (await browser.get(`/${CANARY}?${CANARY}=${CANARY}`)).status,
    (await browser.get(`/drafts/%E0%A4%A${CANARY}`)).status,
    (await browser.get(`${draft}/document.docx`)).status,
    (await browser.get(`${draft}/email.eml`)).status,
  ];
  expect(statuses).toEqual([303, 303, 409, 422, 413, 404, 404, 400, 200, 200]);
  for (let guess = 0; guess < 100; guess += 1) await browser.get(`/links/${newToken()}`);
  expect((await browser.get(`/links/${newToken()}?${CANARY}`)).status).toBe(429);
  return draft;
}

/** Takes a table away behind the program’s back. */
async function damage({ dataDir }: Started, database: string): Promise<void> {
  const sql = 'alter table revisions rename to gone';
  if (database === 'SQLite') {
    const file = new DatabaseSync(join(dataDir, SQLITE_FILE), { timeout: 5_000 });
    file.exec(sql);
    return file.close();
  }
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

const runs = [
  ...LOG_LEVELS.map((level) => ({ level, database: 'SQLite' })),
  { level: 'trace' as const, database: 'PostgreSQL' },
];

describe('what the program spills', () => {
  it.each(runs)('is nothing that was typed: log at $level, $database', async ({ level, database }) => {
    const started = await start(`${level}-${database}`, {
      LOG_LEVEL: level,
      ...(database === 'PostgreSQL' ? { DATABASE_URL: postgres.url, SECRET_KEY: SECRET } : {}),
    });
    const { child, url, printed, dataDir, temporary } = started;
    const browser = browserAt(url);
    const draft = await typeEverywhere(browser);

    await damage(started, database);
    const broken = await browser.get(`${draft}/questions/q1/history`);
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain(CANARY);
    const refused = await browser.post(`${draft}/questions/q2`, { text: `${CANARY} kept`, revision: '0' });
    expect(refused.status).toBe(500);
    // To the one who typed it, it is given back.
    expect(await refused.text()).toContain(`${CANARY} kept`);
    expect(await (await browser.get('/metrics')).text()).not.toMatch(new RegExp(`${CANARY}|${draft.split('/')[2]}`));

    child.kill('SIGUSR2');
    await expect.poll(printed).toContain('nobody waited for what failed: SyntaxError');
    expect((await browser.get('/up')).status).toBe(200);
    child.kill('SIGHUP');
    expect((await once(child, 'exit'))[0]).toBe(1);
    await expect.poll(printed).toContain('the program ends, because nobody caught this: RangeError');
    expect(printed()).toMatch(/\n +at /);
    if (level !== 'silent') expect(printed()).toContain('a request failed');

    for (const secret of [CANARY, draft.split('/')[2]!, ...browser.secrets()]) expect(printed()).not.toContain(secret);
    expect(browser.secrets().length).toBeGreaterThan(1);
    const left = Buffer.concat([bytesUnder(dataDir), bytesUnder(temporary)]);
    expect(left.toString('latin1')).not.toContain(CANARY);
  });
});

describe('an error in words', () => {
  it('holds names, codes and places, and no message but our own', () => {
    expect(described(new TypeError(CANARY))).toMatch(/^TypeError\n +at .*spills\.test\.ts/);
    expect(described(Object.assign(new Error(CANARY), { code: 'EPIPE' }))).toMatch(/^Error \(EPIPE\)\n/);
    expect(described(Object.assign(new Error(CANARY), { name: `${CANARY} it`, code: `${CANARY} it` }))).toMatch(
      /^Error\n/,
    );
    expect(described(new AppError('internal', 'a submission has lost its record'))).toContain(
      ': a submission has lost',
    );
    for (const thrown of [CANARY, { message: CANARY }, null, undefined])
      expect(described(thrown)).not.toContain(CANARY);
    const changed = new Error('first');
    changed.message = CANARY;
    for (const error of [new Error(`${CANARY}\n    at ${CANARY} (/a.js:1:1)`), changed, new SyntaxError(CANARY)]) {
      expect(described(error)).not.toContain(CANARY);
    }
  });
});
