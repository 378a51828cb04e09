/**
 * Serving: hands the parts to the web and listens, and lets go of everything in order when told to stop.
 * Belongs to the door `main.ts`, which looks at the version of Node first.
 */
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { writeCalendar } from './calendar/ics.ts';
import { readConfig } from './config.ts';
import { createPress } from './docx/press.ts';
import { AppError, SettingError } from './domain/errors.ts';
import { createLetterbox } from './mail/letterbox.ts';
import { parseSmtpSettings } from './mail/settings.ts';
import { readPhrases } from './phrases.ts';
import { openCellar } from './store/cellar.ts';
import { readQuestionnaires } from './store/questionnaires.ts';
import { createApp } from './web/app.ts';

/** Imported, it would bring undici along, which nothing here uses: a tenth of the time of the start. */
const { createServer } = createRequire(import.meta.url)('node:http') as typeof import('node:http');

/** How long a request under way may take to finish once the program is told to stop. */
const CLOSING_MS = 10_000;

/** Starts the program; ends the process with one clear sentence where a setting is wrong. */
export async function serve(): Promise<void> {
  try {
    await start();
  } catch (error) {
    const expected = error instanceof SettingError;
    process.stderr.write(expected ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  // Lines are written while requests go on; what is left when the program ends is written then.
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 1, sync: false }));
  const letterbox = createLetterbox(parseSmtpSettings(config.smtpUrl, config.mailFrom));
  const phrases = readPhrases(config.root);
  const { questionnaires, problems } = readQuestionnaires(join(config.root, 'questionnaires'));
  for (const { file, line, column, rule, message } of problems) {
    process.stderr.write(`${file}:${line}:${column}: ${rule}: ${message}\n`);
  }
  const store = await openCellar(config).catch(notAnswering);
  for (const notice of store.notices) process.stderr.write(`${notice}\n`);
  const press = createPress();
  let baseUrl = config.baseUrl ?? '';
  const app = createApp({
    root: config.root,
    baseUrl: () => baseUrl,
    secure: config.baseUrl?.startsWith('https:') ?? false,
    store,
    questionnaires,
    mailer: letterbox,
    press,
    writeCalendar,
    phrases,
    clock: () => new Date(),
    log,
  });
  const server = createServer(app);
  const { port } = await listen(server, config.port, config.host);
  if (config.baseUrl === null)
    baseUrl = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  process.stdout.write(`Aide-mémoire is ready: ${baseUrl}\n`);

  if (letterbox.sender !== null) {
    const verified = await letterbox.verify();
    if (verified !== 'ok') {
      const { problem, reply } = verified;
      if (problem === 'auth')
        throw new SettingError('SMTP_URL', `the mail server refuses the user name or password (${reply}).`);
      process.stderr.write(
        `SMTP_URL: the mail server cannot be reached yet (${reply}); mail will be tried all the same.\n`,
      );
    }
  }

  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(0), CLOSING_MS).unref();
    server.close(() => {
      letterbox.close();
      void Promise.allSettled([press.close(), store.close()]).then(() => process.exit(0));
    });
    server.closeIdleConnections();
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}

/** A database that does not answer at the start is most often a wrong address. */
function notAnswering(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
  throw new SettingError(
    'DATABASE_URL',
    'the database does not answer; check its address, its user, and that it runs.',
  );
}

/** Listens, or says in one sentence why it cannot. */
function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Readonly<Record<string, SettingError>> = {
        EADDRINUSE: new SettingError(
          'PORT',
          `${port} is in use by another program; set PORT to a free one, such as ${port + 1}.`,
        ),
        EACCES: new SettingError('PORT', `${port} may not be used by this user; set PORT to one above 1023.`),
        EADDRNOTAVAIL: new SettingError('HOST', `${host} is not an address of this machine.`),
        ENOTFOUND: new SettingError('HOST', `${host} is not an address of this machine.`),
      };
      reject(reasons[error.code ?? ''] ?? error);
    });
    server.listen(port, host, () => {
      resolve(server.address() as AddressInfo);
    });
  });
}
