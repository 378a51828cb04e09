/**
 * Serving: hands the parts to the web and listens, and lets go of everything in order when told to stop.
 * Belongs to the door `main.ts`, which looks at the version of Node first.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { writeCalendar } from './calendar/ics.ts';
import { addressOf, readConfig } from './config.ts';
import { described, guardProcess } from './crashing.ts';
import { createPress } from './docx/press.ts';
import { SettingError } from './domain/errors.ts';
import { createLimitedServer } from './listening.ts';
import { writeOdt } from './odt/odt.ts';
import { open } from './opening.ts';
import { createFileReader } from './reading/reader.ts';
import { keyWords } from './search/keyWords.ts';
import { createTextSearch } from './search/searcher.ts';
import { createRinger } from './ringing.ts';
import { writeQuestionnaire } from './store/yamlOut.ts';
import { packFiles } from './zipping/zip.ts';
import { createApp } from './web/app.ts';
import { meteredPress, meteredStore } from './web/metering.ts';
import { createMeters } from './web/metrics.ts';
import { newId } from './web/secrets.ts';

/** How long a request under way may take to finish once the program is told to stop. */
const CLOSING_MS = 10_000;
/** How long after the start the figures begin. */
const METERS_AFTER_MS = 1_000;

/** Starts the program; ends the process with one clear sentence where a setting is wrong. */
export async function serve(): Promise<void> {
  try {
    await start();
  } catch (error) {
    const expected = error instanceof SettingError;
    process.stderr.write(expected ? `${error.message}\n` : `${described(error)}\n`);
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  guardProcess();
  // Lines are written while requests go on; what is left when the program ends is written then.
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 1, sync: false }));
  const { letterbox, phrases, questionnaires, store: cellar } = await open(config);
  const meters = createMeters();
  const store = meteredStore(cellar, meters);
  const press = meteredPress(createPress(), meters);
  const reader = createFileReader();
  const textSearch = createTextSearch();
  let baseUrl = addressOf(config, config.port);
  const shared = {
    baseUrl: () => baseUrl,
    store,
    questionnaires,
    mailer: letterbox,
    press,
    reader,
    packFiles,
    textSearch,
    keyWords,
    writeQuestionnaire,
    retentionDays: config.retentionDays,
    phrases,
    clock: () => new Date(),
    log,
  };
  const ringer = createRinger({ ...shared, newId });
  const app = createApp({
    ...shared,
    root: config.root,
    secure: config.baseUrl?.startsWith('https:') ?? false,
    trustedProxies: config.trustedProxies,
    meters,
    metricsAccess: config.metricsAccess,
    writeCalendar,
    writeOdt,
    ringSoon: () => ringer.ringSoon(),
  });
  const server = createLimitedServer(app);
  const { port } = await listen(server, config.port, config.host);
  baseUrl = addressOf(config, port);
  process.stdout.write(`Aide-mémoire is ready: ${baseUrl}\n`);
  // What they need is loaded once the first people have their pages.
  if (config.metricsAccess !== 'off') setTimeout(() => void meters.open(), METERS_AFTER_MS).unref();

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

  ringer.start();

  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(0), CLOSING_MS).unref();
    questionnaires.close();
    textSearch.close();
    // No new mail is begun from here on.
    const rung = ringer.stop();
    server.close(() => {
      void rung
        .then(() => {
          letterbox.close();
          return Promise.allSettled([press.close(), reader.close(), store.close()]);
        })
        .then(() => process.exit(0));
    });
    server.closeIdleConnections();
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}

/** Listens, or says in one sentence why it cannot. */
function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
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
