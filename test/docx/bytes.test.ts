/** The same outline gives the same bytes: twice in one process, and in another one with another clock and zone. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { pressed } from './opened.ts';
import { sahel } from './sahel.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const ELSEWHERE = `
  const { createHash } = await import('node:crypto');
  const { pressed } = await import(${JSON.stringify(new URL('./opened.ts', import.meta.url).href)});
  const { sahel } = await import(${JSON.stringify(new URL('./sahel.ts', import.meta.url).href)});
  process.stdout.write(createHash('sha256').update(await pressed(sahel)).digest('hex'));
`;

test('two presses, two processes, two zones: one hash', async () => {
  const here = sha256(await pressed(sahel));
  expect(sha256(await pressed(structuredClone(sahel)))).toBe(here);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', ELSEWHERE], {
    env: { TZ: 'Pacific/Kiritimati', LANG: 'ar_EG.UTF-8' },
  });
  expect(stdout).toBe(here);
});

test('another day, another author or another word gives other bytes', async () => {
  const hashes = await Promise.all(
    [
      sahel,
      { ...sahel, changedAt: new Date('2024-02-13T00:00:00Z') },
      { ...sahel, author: 'X' },
      { ...sahel, kicker: 'X' },
    ].map(async (outline) => sha256(await pressed(outline))),
  );
  expect(new Set(hashes).size).toBe(4);
});

test('the hour of the day does not matter', async () => {
  const evening = { ...sahel, changedAt: new Date('2024-02-12T23:59:59.999Z') };
  expect(sha256(await pressed(evening))).toBe(sha256(await pressed(sahel)));
});

test('no entry of the zip carries a time', async () => {
  const bytes = Buffer.from(await pressed(sahel));
  const directory = bytes.readUInt32LE(bytes.length - 6);
  const first = bytes.readUInt32LE(directory + 42);
  expect(bytes.readUInt32LE(directory + 12)).toBe(0x00210000);
  expect(bytes.readUInt32LE(first + 10)).toBe(0x00210000);
});
