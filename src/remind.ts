/**
 * The job `remind`: rings once, as the clock of `npm start` does, or says what would ring and which drafts would go. Prints
 * no address.
 */
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { z } from 'zod';
import { addressOf, type Config } from './config.ts';
import { SettingError } from './domain/errors.ts';
import { open } from './opening.ts';
import { createRinger, type Report, type Ringer } from './ringing.ts';
import { newId } from './web/secrets.ts';

export interface RemindOptions {
  readonly dryRun: boolean;
  /** Null: now. */
  readonly at: Date | null;
}

/** With or without seconds; with its zone, so that it is one moment. */
const moment = z.union([z.iso.datetime({ offset: true, precision: -1 }), z.iso.datetime({ offset: true })]);

/** Reads the words after `remind`. A sentence where they cannot be read. */
export function readOptions(words: readonly string[]): RemindOptions | string {
  try {
    const options = { 'dry-run': { type: 'boolean' }, at: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...words], options, strict: true, allowPositionals: false });
    if (values.at !== undefined && !moment.safeParse(values.at).success) {
      return '--at: write a moment with its zone, such as 2026-12-01T09:00+01:00.';
    }
    return { dryRun: values['dry-run'] === true, at: values.at === undefined ? null : new Date(values.at) };
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? '';
  }
}

/** The exit status: 1 where something has to be tried again. Throws SettingError. */
export async function remind(config: Config, { dryRun, at }: RemindOptions): Promise<number> {
  if (config.baseUrl === null && config.port === 0) {
    throw new SettingError('BASE_URL', 'set it to the address that people type: the mails hold links to it.');
  }
  const { letterbox, store, ...opened } = await open(config);
  const startedAt = Date.now();
  const ringer = createRinger({
    ...opened,
    store,
    mailer: letterbox,
    press: null,
    retentionDays: config.retentionDays,
    baseUrl: () => addressOf(config, config.port),
    // Another moment goes on like this one: claims are held for a length of time.
    clock: () => new Date((at?.getTime() ?? startedAt) + Date.now() - startedAt),
    newId,
    log: pino({ level: config.logLevel === 'silent' ? 'silent' : 'warn', base: null }, pino.destination(2)),
  });
  try {
    await opened.questionnaires.ready;
    return dryRun ? await say(ringer) : told(await ringer.ring());
  } finally {
    opened.questionnaires.close();
    letterbox.close();
    await store.close();
  }
}

async function say(ringer: Ringer): Promise<number> {
  const { moves, due, steps } = await ringer.look();
  const momentOf = (date: Date | null): string => date?.toISOString() ?? 'none';
  for (const { call, from, to } of moves) {
    process.stdout.write(`deadline of ${call.id}: ${momentOf(from)} → ${momentOf(to)}, to be planned anew first\n`);
  }
  for (const { draft, kind, ringsAt } of due) {
    process.stdout.write(`${momentOf(ringsAt)}  ${kind.padEnd(7)}  draft ${draft}\n`);
  }
  for (const { draft, step, removedAt, notices } of steps) {
    const what = step === 'remove' ? 'to be removed' : `to be announced for removal, by mails: ${notices}`;
    process.stdout.write(`${momentOf(removedAt)}  ${'goes'.padEnd(7)}  draft ${draft}, ${what}\n`);
  }
  process.stdout.write(due.length === 0 ? 'Nothing would ring.\n' : `${due.length} would ring.\n`);
  return 0;
}

function told({ sent, perhaps, refused, passed, later, replanned, reclaimed, warned, removed }: Report): number {
  process.stdout.write(
    `sent ${sent}, perhaps sent ${perhaps + reclaimed}, refused ${refused}, passed ${passed}, ` +
      `to be tried again ${later}; planned anew ${replanned}; drafts announced for removal ${warned}, removed ${removed}\n`,
  );
  return later === 0 ? 0 : 1;
}
