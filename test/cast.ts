/**
 * The cast: the few people and organisations that tests write about, and a whole program on real parts for them to use.
 * All are invented. Nothing here is a double: the data folder, the database and the press are real.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Express } from 'express';
import supertest from 'supertest';
import { writeCalendar } from '../src/calendar/ics.ts';
import { createPress } from '../src/docx/press.ts';
import type { Role } from '../src/domain/link.ts';
import type { Offer } from '../src/domain/callIndex.ts';
import type { KeptQuestionnaire, Questionnaire } from '../src/domain/questionnaire.ts';
import { createLimitedServer } from '../src/listening.ts';
import { createLetterbox } from '../src/mail/letterbox.ts';
import { parseSmtpSettings } from '../src/mail/settings.ts';
import { writeOdt } from '../src/odt/odt.ts';
import { readPhrases } from '../src/phrases.ts';
import { createFileReader } from '../src/reading/reader.ts';
import { keyWords } from '../src/search/keyWords.ts';
import { createTextSearch } from '../src/search/searcher.ts';
import { createRinger, type Ringer } from '../src/ringing.ts';
import { openCellar, type Cellar } from '../src/store/cellar.ts';
import { hashOf, parseQuestionnaire, readQuestionnaires } from '../src/store/questionnaires.ts';
import { writeQuestionnaire } from '../src/store/yamlOut.ts';
import { createApp, type Log } from '../src/web/app.ts';
import { meteredPress, meteredStore } from '../src/web/metering.ts';
import { createMeters, type MetricsAccess } from '../src/web/metrics.ts';
import { packFiles } from '../src/zipping/zip.ts';
import { hashOf as hashOfToken, newId, newToken } from '../src/web/secrets.ts';

export const ROOT = resolve(import.meta.dirname, '..');

/** The founding call, as the program serves it. */
export const CALL = 'ie-solidarity-hrc56';
export const SUBJECT = 'Soumission au rapport de la 56ème session du CDH – Société civile et solidarité internationale';
export const MAILBOX = 'hrc-ie-solidarity@un.org';

/** A small organisation that answers in French. */
export const RIVAGES = {
  name: 'Rivages solidaires',
  country: 'SN',
  contact: 'Awa Ndiaye',
  email: 'contact@rivages.example.org',
  phone: '+221 33 800 00 00',
  website: 'https://rivages.example.org',
  kind: 'ngo',
  status: 'none',
  founded: '2009',
  description: 'Rivages solidaires accompagne les associations de pêcheurs de la côte.',
} as const;

/** A coalition that writes in English, with a name that is hard on files and headers. */
export const HARBOUR = {
  name: 'Harbour & Hill / "Open" Network <ø>',
  country: 'IE',
  contact: 'Niamh O’Brien',
  email: 'office@harbour.example.org',
} as const;

/** An organisation that answers in Spanish and gives no more than its name. */
export const LADERA = { name: 'Colectivo Ladera «Ñandú»', country: 'CO' } as const;

/** Answers of Rivages to some of the ten questions: every kind of ask, lists, bold, links and footnotes. */
export const RIVAGES_ANSWERS: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {
  q1: {
    'networks.choice': 'yes',
    text: 'Oui, **depuis 2011**, par un réseau de sept associations.[^1]\n\n- au Sénégal ;\n- en Mauritanie.\n\n[^1]: Rapport annuel 2022, page 4.',
    finished: 'yes',
  },
  q4: {
    'initiatives.0.name': 'Loi nº 68-08 sur les associations',
    'initiatives.0.year': '1968',
    'initiatives.0.effect': 'Permet les jumelages avec des associations étrangères.',
    text: '',
  },
  q9: { text: 'Un point de contact permanent, voir [notre site](https://rivages.example.org/propositions).' },
};

export interface House {
  readonly app: Express;
  readonly store: Cellar;
  readonly questionnaire: Questionnaire;
  readonly dataDir: string;
  /** A browser of its own: cookies are kept from one request to the next. */
  browser(language?: string): ReturnType<typeof supertest.agent>;
  readonly questionnaires: Offer;
  readonly clock: () => Date;
  /** Rings when it is told to. */
  readonly ringer: Ringer;
  /** The lines of the log, as JSON objects. */
  readonly lines: object[];
  /** Turns the clock of the whole program; tests begin on 1 February 2024, ten in the morning in Geneva. */
  setClock(now: Date): void;
  /** Serves one more call, from YAML, or a newer version of one that is served. */
  serveCall(source: string): void;
  /** Listens on loopback: on a free port, or on the one that a house before it had. */
  listen(port?: number): Promise<string>;
  /** Lets go of everything and removes the data folder. */
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly databaseUrl?: string;
  readonly smtpUrl?: string;
  /** More questionnaires, as YAML, beside the founding one. */
  readonly calls?: readonly string[];
  /** Null: the real clock. */
  readonly now?: Date | null;
  readonly dataDir?: string;
  /** TRUST_PROXY; as the program has it when nobody sets it: loopback. */
  readonly trustedProxies?: readonly string[];
  /** METRICS; off when nobody sets it. */
  readonly metricsAccess?: MetricsAccess;
  /** The address that people type, such as `https://drafts.example.org`; cookies are Secure over https. */
  readonly baseUrl?: string;
}

/** SECRET_KEY of houses on PostgreSQL. */
export const SECRET = 'a secret of the tests, long enough to be one';
/** How long drafts are kept after their deadline. */
export const RETENTION_DAYS = 180;
export const OPENING = new Date('2024-02-01T09:00:00Z');

/** Opens the whole program on a temporary data folder. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'aide-memoire-'));
  const cellar = await openCellar({
    dataDir,
    databaseUrl: options.databaseUrl ?? null,
    secretKey: options.databaseUrl === undefined ? null : SECRET,
  });
  const served = readQuestionnaires(join(ROOT, 'questionnaires')).questionnaires;
  const extra: KeptQuestionnaire[] = [];
  const serveCall = (source: string): void => {
    const { questionnaire, problems } = parseQuestionnaire('call.yaml', source);
    if (questionnaire === null) throw new Error(JSON.stringify(problems));
    const place = extra.findIndex((kept) => kept.questionnaire.id === questionnaire.id);
    extra.splice(place === -1 ? extra.length : place, place === -1 ? 0 : 1, {
      hash: hashOf(questionnaire),
      questionnaire,
    });
  };
  options.calls?.forEach(serveCall);
  const questionnaires = {
    all: () => [...served.all(), ...extra],
    heads: () => [...served.heads(), ...extra],
    unread: () => 0,
    current: (call: string) => served.current(call) ?? extra.find(({ questionnaire }) => questionnaire.id === call),
  };
  const mailer = createLetterbox({
    ...parseSmtpSettings(
      options.smtpUrl ?? null,
      options.smtpUrl === undefined ? null : 'Aide-mémoire <drafts@sender.example>',
    ),
    outbox: join(dataDir, 'outbox'),
  });
  const meters = createMeters();
  if (options.metricsAccess !== undefined) await meters.open();
  const store = meteredStore(cellar, meters);
  const press = meteredPress(createPress(), meters);
  const reader = createFileReader();
  const textSearch = createTextSearch();
  let now: Date | null = options.now === undefined ? OPENING : options.now;
  const lines: object[] = [];
  const note = (fields: object, message: string): void => void lines.push({ ...fields, message });
  const log: Log = { info: note, warn: note, error: note };
  let baseUrl = options.baseUrl ?? 'http://127.0.0.1:3000';
  const shared = {
    baseUrl: () => baseUrl,
    store,
    questionnaires,
    mailer,
    press,
    reader,
    packFiles,
    textSearch,
    keyWords,
    writeQuestionnaire,
    retentionDays: RETENTION_DAYS,
    phrases: readPhrases(ROOT),
    clock: () => now ?? new Date(),
    log,
  };
  const ringer = createRinger({ ...shared, newId });
  const app = createApp({
    ...shared,
    root: ROOT,
    secure: options.baseUrl?.startsWith('https:') ?? false,
    trustedProxies: options.trustedProxies ?? ['loopback'],
    meters,
    metricsAccess: options.metricsAccess ?? 'off',
    writeCalendar,
    writeOdt,
    // Does nothing before somebody starts the clock: tests ring by hand.
    ringSoon: () => ringer.ringSoon(),
  });
  let server: Server | null = null;
  return {
    app,
    store,
    questionnaire: questionnaires.current(CALL)!.questionnaire,
    dataDir,
    questionnaires,
    clock: shared.clock,
    ringer,
    lines,
    browser: (language = 'en') => supertest.agent(app).set('Accept-Language', language),
    serveCall,
    setClock: (at) => {
      now = at;
    },
    listen: async (port = 0) => {
      server = createLimitedServer(app);
      await new Promise<void>((resolveListening) => server?.listen(port, '127.0.0.1', resolveListening));
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      baseUrl = options.baseUrl ?? address;
      return address;
    },
    close: async () => {
      server?.closeAllConnections();
      server?.close();
      await ringer.stop();
      mailer.close();
      await press.close();
      await reader.close();
      textSearch.close();
      await store.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Browser = ReturnType<House['browser']>;

/** Starts a draft of the founding call; the address of its contents page. */
export async function startDraft(browser: Browser, language = 'fr', call = CALL): Promise<string> {
  const answer = await browser.post(`/calls/${call}/drafts`).type('form').send({ language }).expect(303);
  return String(answer.headers['location']);
}

/** Adds a link to the draft; the address by which somebody comes in. */
export async function linkTo(house: House, draft: string, role: Role, label: string): Promise<string> {
  const token = newToken();
  const link = { id: newId(), draft: draft.split('/').at(-1)!, role, label, signatory: null, address: null };
  const times = { createdAt: OPENING, expiresAt: null, usedAt: null, revokedAt: null };
  await house.store.addLink({ ...link, ...times }, hashOfToken(token), null);
  return `/links/${token}`;
}

/** A browser that has come into the draft by a link of its own. */
export async function invite(house: House, draft: string, role: Role, label: string): Promise<Browser> {
  const browser = house.browser();
  await browser.post(await linkTo(house, draft, role, label)).expect(303);
  return browser;
}

/** Fills in the form of the organisation. */
export async function introduce(browser: Browser, draft: string, organisation: object = RIVAGES): Promise<void> {
  await browser
    .post(`${draft}/organisation`)
    .type('form')
    .send({ ...organisation, revision: '0' })
    .expect(303);
}

/** Asks for a file: the body of the answer is its bytes, as a Buffer. */
export const fileAt = (browser: Browser, address: string): ReturnType<Browser['get']> =>
  browser
    .get(address)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });

/** Undoes the escaping of a page, to look for what a person reads. */
export function readable(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}
