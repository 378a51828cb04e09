/**
 * The settings: the only reader of the environment. All are optional; a wrong one stops the start with its name.
 * Settings of the mail server are read for their form here and for their sense in `mail/`.
 */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingError } from './domain/errors.ts';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** The folder of the program itself: views, locales, questionnaires and public stand in it. */
  readonly root: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Without a slash at the end. Null: made from host and port once the program listens. */
  readonly baseUrl: string | null;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly secretKey: string | null;
  readonly otherSecretKey: string | null;
  readonly retentionDays: number;
  readonly logLevel: LogLevel;
  /** Addresses, networks, or names of such: the proxies whose word on who their client is we take. None: []. */
  readonly trustedProxies: readonly string[];
  /** Who may read the figures at /metrics. */
  readonly metricsAccess: 'off' | 'loopback' | { readonly token: string };
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** The folder that holds package.json, seen from `src/` as from the bundle in `dist/`. */
export function programRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Reads and checks the settings. Throws SettingError for the first one that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const setting = (name: string): string | null => {
    const value = environment[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const root = programRoot();
  const host = setting('HOST') ?? '127.0.0.1';
  const baseUrl = setting('BASE_URL');
  if (baseUrl !== null) checkBaseUrl(baseUrl);
  else if (!LOOPBACK.has(host)) {
    throw new SettingError(
      'BASE_URL',
      `set it to the address that people type, such as https://drafts.example.org, because HOST is ${host}.`,
    );
  }
  const databaseUrl = setting('DATABASE_URL');
  if (databaseUrl !== null && !/^postgres(?:ql)?:\/\/[^/]/.test(databaseUrl)) {
    throw new SettingError(
      'DATABASE_URL',
      'write it as postgres://user:password@host:5432/name, or leave it unset for SQLite.',
    );
  }
  const logLevel = setting('LOG_LEVEL') ?? 'info';
  if (!(LOG_LEVELS as readonly string[]).includes(logLevel)) {
    throw new SettingError('LOG_LEVEL', `use one of ${LOG_LEVELS.join(', ')}.`);
  }
  return {
    root,
    host,
    port: wholeNumber('PORT', setting('PORT') ?? '3000', 0, 65_535),
    baseUrl: baseUrl?.replace(/\/+$/, '') ?? null,
    dataDir: resolve(root, setting('DATA_DIR') ?? 'drafts'),
    databaseUrl,
    smtpUrl: setting('SMTP_URL'),
    mailFrom: setting('MAIL_FROM'),
    secretKey: setting('SECRET_KEY'),
    otherSecretKey: setting('SECRET_KEY_OTHER'),
    retentionDays: wholeNumber('RETENTION_DAYS', setting('RETENTION_DAYS') ?? '180', 1, 36_500),
    logLevel: logLevel as LogLevel,
    trustedProxies: proxiesIn(setting('TRUST_PROXY') ?? 'loopback'),
    metricsAccess: metricsFor(setting('METRICS'), baseUrl),
  };
}

/** The address that people type, without a slash at the end: BASE_URL or, without one, where the program listens. */
export function addressOf({ baseUrl, host }: Config, port: number): string {
  return baseUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function wholeNumber(name: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
    throw new SettingError(name, `write a whole number from ${minimum} to ${maximum}.`);
  }
  return value;
}

/** Networks by the names that the documents of proxies use. */
const NAMED_NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal']);

function proxiesIn(text: string): string[] {
  if (text === 'none') return [];
  const proxies = text.split(',').map((one) => one.trim());
  // A number of hops would trust whoever connects, so it is not taken.
  if (proxies.every((one) => NAMED_NETWORKS.has(one) || isNetwork(one))) return proxies;
  throw new SettingError(
    'TRUST_PROXY',
    'write the addresses or networks of your proxies, such as 10.0.0.2 or 10.0.0.0/24, with commas between them, or loopback, or none.',
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Long enough not to be guessed, and of what fits into a header. */
const METRICS_TOKEN = /^[\x21-\x7e]{16,}$/;

function metricsFor(text: string | null, baseUrl: string | null): Config['metricsAccess'] {
  const onion = baseUrl !== null && new URL(baseUrl).hostname.endsWith('.onion');
  if (text === 'off' || (text === null && onion)) return 'off';
  if (text === null || text === 'loopback') {
    if (!onion) return 'loopback';
    throw new SettingError('METRICS', 'everybody comes from this machine over an onion service; use off or a token.');
  }
  if (METRICS_TOKEN.test(text)) return { token: text };
  throw new SettingError('METRICS', 'use loopback, off, or a token of at least 16 characters without spaces.');
}

function checkBaseUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw new SettingError('BASE_URL', 'write it as https://drafts.example.org, without a path.');
  }
}
