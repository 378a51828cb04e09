/**
 * Reminders a second: claimed, composed, sent to an SMTP server in another process over a pool of connections, and
 * recorded, one process on either database.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openCellar } from '../src/store/cellar.ts';
import { planMany, RINGS_AT, ringThrough } from '../test/ringer.ts';
import { GROUNDS, type Ground } from '../test/store/ground.ts';
import { printLine, printNote, printTitle } from './figures.ts';

const REMINDERS = 1_000;
const ROUNDS = 5;

export async function ringing(): Promise<void> {
  const { child, url } = await startSmtp();
  printTitle(`reminders sent, ${REMINDERS} due at once`);
  for (const { name, begin } of GROUNDS) {
    const ground = await begin();
    const perSecond: number[] = [];
    // The first round does not count: code is compiled while it runs.
    for (let round = -1; round < ROUNDS; round += 1) {
      const figure = await sendMany(ground, url);
      if (round >= 0) perSecond.push(figure);
    }
    printLine({ what: `reminders on ${name}`, ours: perSecond, unit: '/s', aim: '≥ 200' });
    await ground.end();
  }
  printNote('each is claimed, and recorded as sent, on disk; three connections, three at a time');
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function startSmtp(): Promise<{ child: ReturnType<typeof spawn>; url: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'peers', 'smtp.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: line.toString().trim() };
}

async function sendMany({ settings }: Ground, smtpUrl: string): Promise<number> {
  const cellar = await openCellar(settings);
  await planMany(cellar, REMINDERS);
  await cellar.close();
  const startedAt = performance.now();
  await ringThrough(settings, smtpUrl, RINGS_AT);
  return REMINDERS / ((performance.now() - startedAt) / 1000);
}
