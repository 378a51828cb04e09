/** The jobs of an operator, as a person runs them: `backup`, `restore` and `audit verify`, in plain words. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, ROOT, startDraft, type House } from './cast.ts';

const CLI = join(ROOT, 'dist', 'cli.js');

interface Said {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

let folder: string;
/** Runs while its backups are made. */
let house: House;
let draft: string;
let file: string;

async function run(words: readonly string[], dataDir: string, settings: object = {}): Promise<Said> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...words], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, ...settings },
    cwd: ROOT,
  });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, errors };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aide-memoire-backups-'));
  house = await openHouse();
  const browser = house.browser();
  draft = (await startDraft(browser)).split('/').at(-1)!;
  const post = (page: string, fields: object) =>
    browser.post(`/drafts/${draft}${page}`).type('form').send(fields).expect(303);
  await post('/organisation', { name: 'Qzwren shores', contact: 'Qzwren Ndiaye', revision: '0' });
  await post('/questions/q1', { text: 'Open, and [[qzwren]].', revision: '0' });
  await post('/questions/q1/comments', { kind: 'comment', text: 'qzwren says' });
  await post('/links', { role: 'observer', label: 'qzwren of the press', term: 'none' });
  file = join(folder, 'all.backup');
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

/** A data folder with nothing but the key of the house. */
function otherFolder(name: string): string {
  const other = join(folder, name);
  mkdirSync(other);
  copyFileSync(join(house.dataDir, 'secret.key'), join(other, 'secret.key'));
  return other;
}

describe('backup and restore', () => {
  it('say what they did, and what has to be known about it', async () => {
    const made = await run(['backup', file], house.dataDir);
    expect(made).toMatchObject({ status: 0, errors: '' });
    expect(made.out).toContain('1 drafts with 2 saved texts are in');
    expect(made.out).toContain('The key is NOT in it');
    expect(made.out).toContain('Drafts that are removed from now on live on in this file');

    const other = otherFolder('whole');
    const back = await run(['restore', file], other);
    expect(back).toMatchObject({ status: 0, errors: '' });
    expect(back.out).toContain('1 drafts with 2 saved texts are back');
    expect(back.out).toContain('links that were taken back are good again');
    const again = await run(['restore', file], other);
    expect(again.status).toBe(1);
    expect(again.out).toMatch(/^This database holds drafts, .*--replace Nothing was changed\.\n$/s);
    expect(await run(['restore', file, '--replace'], other)).toMatchObject({ status: 0 });
    expect((await run(['audit', 'verify'], other)).out).toMatch(
      new RegExp(`^${draft}  whole: 4 entries, [0-9a-f]{64}\n`),
    );
  });

  it('hold no word that somebody typed, and no key', () => {
    const bytes = readFileSync(file, 'latin1');
    expect(bytes).not.toMatch(/qzwren/i);
    expect(bytes).not.toContain(readFileSync(join(house.dataDir, 'secret.key'), 'utf8').trim());
    // Not in another guise either: bytes are written as base64.
    const hidden = [...bytes.matchAll(/"base64":"([^"]+)"/g)].map(([, text]) => Buffer.from(text!, 'base64'));
    expect(hidden.length).toBeGreaterThan(8);
    expect(Buffer.concat(hidden).toString('latin1')).not.toMatch(/qzwren/i);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40), 'The end of this file is missing'],
    [
      'altered',
      (bytes: Buffer) => Buffer.from(bytes.toString().replace(/"(\d{4})-/, '"1999-')),
      'was changed or damaged',
    ],
    ['something else', () => Buffer.from('PK\u0003\u0004'), 'This file is no backup of this program'],
  ])('refuse a file that is %s in a sentence', async (name, change, sentence) => {
    const [other, changed] = [otherFolder(name), join(folder, `${name}.backup`)];
    writeFileSync(changed, change(readFileSync(file)));
    const { status, out, errors } = await run(['restore', changed], other);
    expect({ status, errors }).toEqual({ status: 1, errors: '' });
    expect(out).toContain(sentence);
    expect(out).toContain('Nothing was changed.');
    expect(existsSync(join(other, 'aide-memoire.db'))).toBe(false);
  });

  it('refuse another key, a missing one, a name that is taken and a folder that is not there', async () => {
    const other = otherFolder('keys');
    const wrong = await run(['restore', file], other, { SECRET_KEY: 'another key, long enough to be tried' });
    expect(wrong.out).toContain('This backup was made with another key.');
    rmSync(join(other, 'secret.key'));
    expect((await run(['restore', file], other)).errors).toMatch(/^SECRET_KEY: .* is missing/);
    expect((await run(['backup', join(folder, 'b')], join(folder, 'mistyped'))).errors).toMatch(/^SECRET_KEY: /);
    expect(existsSync(join(folder, 'mistyped'))).toBe(false);
    expect((await run(['backup', file], house.dataDir)).out).toContain('There is a file');
    const nowhere = await run(['backup', join(folder, 'none', 'b')], house.dataDir);
    expect(nowhere).toMatchObject({ status: 1, errors: '' });
    expect(nowhere.out).toContain('cannot be written');
  });
});

describe('audit verify', () => {
  it('names the first broken entry of each draft, and prints nothing of what was noted', async () => {
    const other = join(folder, 'whole');
    const whole = await run(['audit', 'verify', draft], other);
    expect(whole).toMatchObject({ status: 0, errors: '' });
    const database = new DatabaseSync(join(other, 'aide-memoire.db'));
    database.exec(`update audit_entries set at = '2020-01-01T00:00:00.000Z' where number = 2`);
    database.close();
    const broken = await run(['audit', 'verify'], other);
    expect(broken.status).toBe(1);
    expect(broken.out).toBe(`${draft}  broken at entry 2: it is not as it was written\n0 whole, 1 not.\n`);
    const unknown = await run(['audit', 'verify', draft, 'nosuchdrft'], house.dataDir);
    expect(unknown.status).toBe(1);
    expect(unknown.out).toContain('nosuchdrft  there is no such draft\n1 whole, 1 not.\n');
  });
});

describe('words that cannot be read', () => {
  it.each([
    ['backup'],
    ['backup', 'one', 'two'],
    ['restore'],
    ['restore', 'one', 'two'],
    ['restore', 'one', '--force'],
    ['audit'],
    ['audit', 'look'],
  ])('get how it is used: %s %s %s', async (...words) => {
    const { status, errors } = await run(words.filter(Boolean), folder);
    expect(status).toBe(2);
    expect(errors).toContain('npm run backup -- FILE');
  });
});
