/**
 * What both doors open before they do anything: the letterbox, the phrases, the calls and the cellar. A helper of the
 * doors; what the operator should know goes to standard error.
 */
import { join } from 'node:path';
import type { Config } from './config.ts';
import { AppError, SettingError } from './domain/errors.ts';
import type { FileProblem } from './domain/questionnaire.ts';
import { createLetterbox, type Letterbox } from './mail/letterbox.ts';
import { parseSmtpSettings } from './mail/settings.ts';
import { readPhrases, type Phrases } from './phrases.ts';
import { openCellar, type Cellar } from './store/cellar.ts';
import type { LiveOffer } from './store/offer.ts';

export interface Opened {
  readonly letterbox: Letterbox;
  readonly phrases: Phrases;
  readonly questionnaires: LiveOffer;
  readonly store: Cellar;
}

/** Throws SettingError for a setting that is wrong. */
export async function open(config: Config): Promise<Opened> {
  const outbox = join(config.dataDir, 'outbox');
  const letterbox = createLetterbox({ ...parseSmtpSettings(config.smtpUrl, config.mailFrom), outbox });
  const phrases = readPhrases(config.root);
  const store = await openCellar(config).catch(notAnswering);
  for (const notice of store.notices) process.stderr.write(`${notice}\n`);
  const questionnaires = store.offer(join(config.root, 'questionnaires'), { report });
  return { letterbox, phrases, questionnaires, store };
}

function report({ file, line, column, rule, message }: FileProblem): void {
  process.stderr.write(`${file}:${line}:${column}: ${rule}: ${message}\n`);
}

/** A database that does not answer at the start is most often a wrong address. */
function notAnswering(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
  throw new SettingError(
    'DATABASE_URL',
    'the database does not answer; check its address, its user, and that it runs.',
  );
}
