/** The press with real processes: what it keeps, what it shares, what it refuses, and how it gets up again. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import type { Outline, Press } from '../../src/domain/outline.ts';
import { createPress } from '../../src/docx/press.ts';
import type { PressLimits } from '../../src/docx/press.ts';
import { pressed } from './opened.ts';
import { sahel } from './sahel.ts';

const open: Press[] = [];
function press(limits: Partial<PressLimits> = {}): Press {
  const created = createPress(limits);
  open.push(created);
  return created;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const titled = (title: string): Outline => ({ ...sahel, title });
const refuse = (): Outline => {
  throw new Error('asked for an outline that is kept');
};
/** Far more than 24 megabytes once it is a document. */
const huge: Outline = { ...sahel, sections: Array.from({ length: 300 }, () => sahel.sections).flat() };

test('the bytes of the process are those of the document', async () => {
  expect(Buffer.from(await press().press('k', () => sahel)).equals(await pressed(sahel))).toBe(true);
});

test('a key that was pressed before comes back without its outline', async () => {
  const our = press();
  const first = await our.press('k', () => sahel);
  expect(await our.press('k', refuse)).toBe(first);
});

test('presses of one key at the same time share one job', async () => {
  const our = press();
  let asked = 0;
  const outline = (): Outline => {
    asked += 1;
    return sahel;
  };
  const all = await Promise.all(Array.from({ length: 5 }, () => our.press('k', outline)));
  expect(asked).toBe(1);
  expect(new Set(all).size).toBe(1);
});

test('different keys at the same time each get their own document', async () => {
  const our = press({ pressers: 2 });
  const titles = Array.from({ length: 8 }, (_, index) => `Title ${index}`);
  const all = await Promise.all(titles.map((title) => our.press(title, () => titled(title))));
  for (const [index, title] of titles.entries()) {
    expect(Buffer.from(all[index] ?? []).equals(await pressed(titled(title)))).toBe(true);
  }
});

test('more jobs than may wait are refused, and the others are done', async () => {
  const our = press({ waitingMax: 1 });
  const results = await Promise.allSettled(['a', 'b', 'c'].map((key) => our.press(key, () => titled(key))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(results[2]).toMatchObject({ reason: { code: 'unavailable' } });
  await expect(our.press('c', () => titled('c'))).resolves.toBeInstanceOf(Uint8Array);
});

test('a document that is larger than the shelf is pressed again', async () => {
  const our = press({ keptBytesMax: 10 });
  await our.press('k', () => sahel);
  await expect(our.press('k', refuse)).rejects.toThrow('asked for an outline');
});

test('a process out of memory fails its own job only', async () => {
  const our = press({ memoryMegabytes: 24 });
  const [lost, other] = await Promise.allSettled([our.press('huge', () => huge), our.press('k', () => sahel)]);
  expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
  expect(other.status).toBe('fulfilled');
  await expect(our.press('later', () => titled('later'))).resolves.toBeInstanceOf(Uint8Array);
});

test('a job that takes too long is broken off', async () => {
  await expect(press({ jobMsMax: 1 }).press('k', () => sahel)).rejects.toMatchObject({ code: 'internal' });
});

test('an outline that cannot be pressed fails, and says nothing of its text', async () => {
  const our = press();
  const broken = { ...sahel, changedAt: new Date(Number.NaN), title: 'secret title' };
  const failure: unknown = await our.press('k', () => broken).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'internal' });
  expect(String(failure)).not.toContain('secret');
  await expect(our.press('k', () => sahel)).resolves.toBeInstanceOf(Uint8Array);
});

test('an outline that throws is the caller’s error, and the press goes on', async () => {
  const our = press();
  await expect(our.press('k', refuse)).rejects.toThrow('asked for an outline');
  await expect(our.press('k', () => sahel)).resolves.toBeInstanceOf(Uint8Array);
});

test('closed, it refuses what waits and what comes', async () => {
  const our = press();
  const jobs = ['a', 'b', 'c'].map((key) => our.press(key, () => titled(key)));
  const settled = Promise.allSettled(jobs);
  await our.close();
  for (const result of await settled) expect(result).toMatchObject({ reason: { code: 'unavailable' } });
  await expect(our.press('d', () => sahel)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a program that only imports it does not load the docx package, and one that pressed ends by itself', async () => {
  const address = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
    const { createPress } = await import(${address('../../src/docx/press.ts')});
    const { sahel } = await import(${address('./sahel.ts')});
    await createPress().press('k', () => sahel);
    process.stdout.write(String(seen.some((url) => url.includes('/node_modules/'))));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  expect(stdout).toBe('false');
});

test('what is forgotten is pressed anew, also when it was being pressed just then', async () => {
  const our = press();
  const first = await our.press('draft/1/full', () => sahel);
  const other = await our.press('draft2/1/full', () => sahel);
  const underWay = our.press('draft/2/full', () => titled('later'));
  our.forget('draft');
  await underWay;
  expect(await our.press('draft/1/full', () => sahel)).not.toBe(first);
  await expect(our.press('draft/2/full', refuse)).rejects.toThrow('asked for an outline');
  expect(await our.press('draft2/1/full', refuse)).toBe(other);
});
