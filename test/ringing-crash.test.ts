/**
 * Two processes ring on one database, and are killed in the middle again and again: each of a thousand reminders is
 * received exactly once, or reported as perhaps sent.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REMINDER_LEASE_MS } from '../src/domain/reminder.ts';
import { openCellar, type CellarSettings } from '../src/store/cellar.ts';
import { planMany, RINGS_AT, ringThrough } from './ringer.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';
import { GROUNDS, type Ground } from './store/ground.ts';

const RINGER = fileURLToPath(new URL('./ringer.ts', import.meta.url));
const REMINDERS = 1_000;
const KILLS = 8;
/** Mails between two kills. */
const BETWEEN = 80;
/** What one process has claimed at a time (`src/ringing.ts`). */
const AT_ONCE = 3;

const running = new Set<ChildProcess>();

/** Ends with the code of the process, or null where it was killed. */
function startRinging(
  settings: CellarSettings,
  smtp: TestSmtp,
): { child: ChildProcess; ended: Promise<number | null> } {
  const args = [RINGER, JSON.stringify(settings), smtp.url, RINGS_AT.toISOString()];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, ended };
}

describe.each(GROUNDS)('two processes on one $name', ({ begin }) => {
  let ground: Ground;
  let smtp: TestSmtp;
  beforeEach(async () => {
    [ground, smtp] = await Promise.all([begin(), startSmtp()]);
  });
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await smtp.stop();
    await ground.end();
  });

  it('ring a thousand reminders, killed in the middle again and again', { timeout: 120_000 }, async () => {
    const { settings } = ground;
    const cellar = await openCellar(settings);
    const { draft, ids } = await planMany(cellar, REMINDERS);
    // The server has the mail, and the process does not know it yet: that is where a kill hurts.
    smtp.behave({ delayMs: 4 });
    const ringing = [startRinging(settings, smtp), startRinging(settings, smtp)];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = smtp.mails.length;
      while (smtp.mails.length < before + BETWEEN) await setTimeout(2);
      const victim = ringing[kill % 2]!;
      victim.child.kill('SIGKILL');
      expect(await victim.ended).toBeNull();
      ringing[kill % 2] = startRinging(settings, smtp);
    }
    expect(await Promise.all(ringing.map(({ ended }) => ended))).toEqual([0, 0]);
    await ringThrough(settings, smtp.url, new Date(RINGS_AT.getTime() + 2 * REMINDER_LEASE_MS));

    const received = new Map<string, number>();
    for (const { bytes } of smtp.mails) {
      const id = /^<([^@]+)@sender\.example>$/.exec((await PostalMime.parse(bytes)).messageId ?? '')?.[1] ?? '';
      received.set(id, (received.get(id) ?? 0) + 1);
    }
    const states = new Map(
      (await cellar.subscriptionsOf(draft)).flatMap(({ reminders }) =>
        reminders.filter(({ kind }) => kind === 'bell-7').map(({ id, state }) => [id, state] as const),
      ),
    );
    await cellar.close();

    expect([...states.keys()].sort()).toEqual([...ids].sort());
    expect([...received.values()].filter((times) => times !== 1)).toEqual([]);
    const sent = ids.filter((id) => states.get(id) === 'sent');
    const perhaps = ids.filter((id) => states.get(id) === 'perhaps');
    expect(sent.length + perhaps.length).toBe(REMINDERS);
    expect(sent.filter((id) => !received.has(id))).toEqual([]);
    expect([...received.keys()].filter((id) => !states.has(id))).toEqual([]);
    // Kills left some in doubt, and no more than what was under way.
    expect(perhaps.length).toBeGreaterThan(0);
    expect(perhaps.length).toBeLessThanOrEqual(KILLS * AT_ONCE);
  });
});
