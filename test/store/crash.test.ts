/** Nothing that was acknowledged is lost: not by `kill -9` in the middle of saves, not by two processes at once. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { openCellar, type CellarSettings } from '../../src/store/cellar.ts';
import { NOW } from './cast.ts';
import { GROUNDS, type Ground } from './ground.ts';
import { hashOfText, type Acknowledged } from './saver.ts';

const SAVER = fileURLToPath(new URL('./saver.ts', import.meta.url));
const KILLS = 5;
const LONGEST_LIFE_MS = 400;

interface Saver {
  readonly process: ChildProcess;
  /** Grows while the process lives. */
  readonly lines: Acknowledged[];
  readonly ended: Promise<number | null>;
}

function startSaver(settings: CellarSettings, saves: number): Saver {
  const child = spawn(process.execPath, [SAVER, JSON.stringify(settings), String(saves)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Acknowledged[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    lines.push(...pieces.map((piece) => JSON.parse(piece) as Acknowledged));
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, lines, ended };
}

async function killInTheMiddle(settings: CellarSettings): Promise<readonly Acknowledged[]> {
  const saver = startSaver(settings, Number.MAX_SAFE_INTEGER);
  while (saver.lines.length === 0) await setTimeout(5);
  await setTimeout(Math.random() * LONGEST_LIFE_MS);
  saver.process.kill('SIGKILL');
  expect(await saver.ended).toBeNull();
  return saver.lines;
}

async function expectKept(settings: CellarSettings, lines: readonly Acknowledged[]): Promise<void> {
  const cellar = await openCellar(settings);
  const histories = new Map<string, Map<number, string>>();
  for (const { draft, key, revision, hash } of lines) {
    const name = `${draft} ${key}`;
    let history = histories.get(name);
    if (history === undefined) {
      const kept = await cellar.history(draft, key);
      history = new Map(kept.map((each) => [each.revision, hashOfText((each.value as Answer).text)]));
      histories.set(name, history);
    }
    expect(history.get(revision), `${key} revision ${revision}`).toBe(hash);
  }
  await cellar.close();
}

describe.each(GROUNDS)('acknowledged texts on $name', ({ begin }) => {
  let ground: Ground;
  beforeEach(async () => {
    ground = await begin();
  });
  afterEach(async () => {
    await ground.end();
  });

  it('are all there after kill -9, time after time', { timeout: 60_000 }, async () => {
    const lines: Acknowledged[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      lines.push(...(await killInTheMiddle(ground.settings)));
      await expectKept(ground.settings, lines);
    }
    expect(new Set(lines.map(({ draft }) => draft)).size).toBe(KILLS);
  });

  it('are all there when two processes start on an empty ground and save at once', { timeout: 60_000 }, async () => {
    const savers = [startSaver(ground.settings, 60), startSaver(ground.settings, 60)];
    expect(await Promise.all(savers.map(({ ended }) => ended))).toEqual([0, 0]);
    const lines = savers.flatMap((saver) => saver.lines);
    expect(lines).toHaveLength(2 * 8 * 60);
    await expectKept(ground.settings, lines);
  });

  it('leave the revision of the draft and its newest parts in step', { timeout: 60_000 }, async () => {
    const [{ draft } = { draft: '' }] = await killInTheMiddle(ground.settings);
    const cellar = await openCellar(ground.settings);
    const [access] = await ground.query(`select session from access where draft = '${draft}'`);
    const opened = await cellar.openDraft(draft, String(access?.['session']), NOW);
    const saves = opened?.parts.reduce((sum, part) => sum + part.revision, 0) ?? 0;
    expect(opened?.record.revision).toBe(1 + saves);
    for (const part of opened?.parts ?? []) {
      const history = await cellar.history(draft, part.key);
      expect(history[0]).toMatchObject({ revision: part.revision, value: part.value });
      expect(history).toHaveLength(part.revision);
    }
    await cellar.close();
  });
});
