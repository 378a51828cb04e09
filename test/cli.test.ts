/** The other door, as a person opens it: `remind` says what would ring, rings, and says what is wrong with its words. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCellar } from '../src/store/cellar.ts';
import { ROOT } from './cast.ts';
import { planMany, RINGS_AT } from './ringer.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

const CLI = join(ROOT, 'dist', 'cli.js');
const AT = ['--at', RINGS_AT.toISOString()];

let dataDir: string;
let smtp: TestSmtp;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'aide-memoire-cli-'));
  smtp = await startSmtp();
});
afterEach(async () => {
  await smtp.stop();
  rmSync(dataDir, { recursive: true });
});

interface Said {
  readonly status: number;
  readonly out: string;
  readonly errors: string;
}

async function run(words: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Said> {
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

const withServer = () => ({ SMTP_URL: smtp.url, MAIL_FROM: 'desk@sender.example', BASE_URL: 'https://desk.example' });

/** Two people wait for one bell. */
async function planTwo(): Promise<string> {
  const cellar = await openCellar({ dataDir, databaseUrl: null, secretKey: null });
  const { draft } = await planMany(cellar, 2);
  await cellar.close();
  return draft;
}

async function states(draft: string): Promise<string[]> {
  const cellar = await openCellar({ dataDir, databaseUrl: null, secretKey: null });
  const asked = await cellar.subscriptionsOf(draft);
  await cellar.close();
  return asked.flatMap(({ reminders }) => reminders.filter(({ kind }) => kind === 'bell-7').map(({ state }) => state));
}

describe('remind --dry-run', () => {
  it('says which drafts would ring and when, without an address, and sends nothing', async () => {
    const draft = await planTwo();
    const { status, out } = await run(['remind', '--dry-run', ...AT], withServer());
    expect(status).toBe(0);
    const line = `2026-03-07T09:00:00.000Z  bell-7   draft ${draft}\n`;
    expect(out).toBe(`${line}${line}2 would ring.\n`);
    expect(smtp.connections).toBe(0);
    expect(await states(draft)).toEqual(['planned', 'planned']);
  });

  it('looks at this moment where no other is given', async () => {
    await planTwo();
    // Their deadline is over by now.
    const { status, out } = await run(['remind', '--dry-run']);
    expect(status).toBe(0);
    expect(out).toMatch(/(^|\n)Nothing would ring\.\n$/);
  });

  it('takes a moment in any zone', async () => {
    await planTwo();
    const { out } = await run(['remind', '--dry-run', '--at', '2026-03-07T10:00+01:00']);
    expect(out).toContain('2 would ring.');
    expect((await run(['remind', '--dry-run', '--at=2026-03-07T08:59Z'])).out).toBe('Nothing would ring.\n');
  });

  it('says which drafts would be announced for removal, and which would go, and removes none', async () => {
    const draft = await planTwo();
    const look = (day: string) => run(['remind', '--dry-run', '--at', `2030-06-${day}T09:00Z`]);
    const announced = `  goes     draft ${draft}, to be announced for removal, by mails: 2\n`;
    const { out } = await look('01');
    expect(out).toMatch(/^2030-06-15T09:0\d:/);
    expect(out).toContain(announced);
    await run(['remind', '--at', '2030-06-01T09:00Z'], withServer());
    expect((await look('10')).out).not.toContain('goes');
    expect((await look('16')).out).toContain(`  goes     draft ${draft}, to be removed\n`);
    expect(await states(draft)).toHaveLength(2);
  });
});

describe('remind', () => {
  it('sends what is due, once', async () => {
    const draft = await planTwo();
    const first = await run(['remind', ...AT], withServer());
    expect(first).toMatchObject({ status: 0, errors: '' });
    expect(first.out).toMatch(/^sent 2, perhaps sent 0, refused 0, passed 0, to be tried again 0; planned anew 0/);
    const mail = await PostalMime.parse(smtp.mails[0]!.bytes);
    expect(mail.text).toContain(`https://desk.example/drafts/${draft}\n`);
    expect((await run(['remind', ...AT], withServer())).out).toContain('sent 0,');
    expect(smtp.mails).toHaveLength(2);
    expect(await states(draft)).toEqual(['sent', 'sent']);
  });

  it('says when something has to be tried again', async () => {
    await planTwo();
    const { status, out, errors } = await run(['remind', ...AT], { ...withServer(), SMTP_URL: 'smtp://127.0.0.1:9' });
    expect(status).toBe(1);
    expect(out).toContain('to be tried again 2');
    expect(errors).toContain('the mail server takes nothing');
    expect(`${out}${errors}`).not.toContain('mail.example');
  });

  it('writes files where there is no server', async () => {
    await planTwo();
    expect(await run(['remind', ...AT])).toMatchObject({ status: 0 });
    const files = readdirSync(join(dataDir, 'outbox'));
    expect(files).toHaveLength(2);
    const mail = await PostalMime.parse(readFileSync(join(dataDir, 'outbox', files[0]!)));
    expect(mail.subject).toBe('7 days left: The estuary');
    expect(mail.text).toContain('http://127.0.0.1:3000/drafts/');
  });

  it('names a wrong setting', async () => {
    const wrong = await run(['remind'], { SMTP_URL: 'mail.example.org' });
    expect(wrong.status).toBe(1);
    expect(wrong.errors).toMatch(/^SMTP_URL: /);
    const unknown = await run(['remind'], { PORT: '0' });
    expect(unknown.status).toBe(1);
    expect(unknown.errors).toMatch(/^BASE_URL: /);
  });
});

describe('words that cannot be read', () => {
  it.each([
    [[], 'Usage:'],
    [['ring'], 'Usage:'],
    [['call', 'check'], 'Usage:'],
    [['remind', '--fast'], "Unknown option '--fast'"],
    [['remind', 'now'], "Unexpected argument 'now'"],
    [['remind', '--at'], "'--at <value>' argument missing"],
    [['remind', '--at', 'tomorrow'], '--at: write a moment with its zone'],
    [['remind', '--at', '2026-12-01T09:00'], '--at: write a moment with its zone'],
    [['remind', '--at', '2026-02-30T09:00+01:00'], '--at: write a moment with its zone'],
  ])('get a sentence and how it is used: %j', async (words, sentence) => {
    const { status, out, errors } = await run(words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(errors).toContain(sentence);
    expect(errors).toContain('npm run remind -- --dry-run');
    expect(errors).not.toMatch(/\n\s+at /);
  });
});
