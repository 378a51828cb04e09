/**
 * Retention with the clock turned, on both databases: the notice, the mail about it, the way to prolong, and the removal
 * that happens once whichever process does it.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email as ParsedMail } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRinger } from '../src/ringing.ts';
import { readPhrases } from '../src/phrases.ts';
import { createLetterbox } from '../src/mail/letterbox.ts';
import { openCellar, type Cellar } from '../src/store/cellar.ts';
import { newId } from '../src/web/secrets.ts';
import {
  introduce,
  invite,
  openHouse,
  OPENING,
  readable,
  RETENTION_DAYS,
  ROOT,
  SECRET,
  startDraft,
  type Browser,
  type House,
} from './cast.ts';
import { startPostgres } from './postgres.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

const DAY_MS = 24 * 3_600_000;

/** A call with a deadline at noon of 1 March 2024, and one without any. */
const callOf = (id: string, deadlines: string): string => `id: ${id}
version: 1
provenance: { languages: { en: official }, text: { en: "The call, by 1 March 2024. What changed?" } }
title: { en: The ${id} }
shortTitle: { en: The ${id} }
issuers: [{ name: { en: Special Rapporteur } }]
${deadlines}
questions: [{ id: q1, text: { en: What changed? } }]
`;
const DATED = callOf(
  'delta',
  'deadlines: [{ wording: { en: by 1 March 2024 }, date: 2024-03-01, relation: by, time: "12:00", zone: UTC }]',
);
const UNDATED = callOf('shoal', 'deadlines: []');
const DEADLINE = new Date('2024-03-01T12:00:00Z');
const REMOVAL = new Date(DEADLINE.getTime() + RETENTION_DAYS * DAY_MS);

const GROUNDS = [
  { name: 'SQLite', start: () => Promise.resolve(null) },
  { name: 'PostgreSQL', start: startPostgres },
];

describe.each(GROUNDS)('a draft whose time is over, on $name', ({ start }) => {
  let postgres: Awaited<ReturnType<typeof start>>;
  let smtp: TestSmtp;
  let house: House;
  let elsewhere: Cellar;
  beforeAll(async () => {
    postgres = await start();
    smtp = await startSmtp();
    const databaseUrl = postgres === null ? {} : { databaseUrl: postgres.url };
    house = await openHouse({ ...databaseUrl, smtpUrl: smtp.url, calls: [DATED, UNDATED] });
    const secretKey = postgres === null ? null : SECRET;
    elsewhere = await openCellar({ dataDir: house.dataDir, databaseUrl: postgres?.url ?? null, secretKey });
  });
  afterAll(async () => {
    await elsewhere.close();
    await house.close();
    await smtp.stop();
    await postgres?.stop();
  });

  const idOf = (draft: string): string => draft.split('/').at(-1)!;
  const at = (moment: Date, days = 0): void => house.setClock(new Date(moment.getTime() + days * DAY_MS));
  const mails = (): Promise<ParsedMail[]> => Promise.all(smtp.mails.map(({ bytes }) => PostalMime.parse(bytes)));
  const isThere = async (draft: string): Promise<boolean> => (await house.store.draftById(idOf(draft))) !== null;

  async function ask(browser: Browser, draft: string, name: string, saying: string, confirms = true): Promise<void> {
    const before = smtp.mails.length;
    await browser
      .post(`${draft}/reminders`)
      .type('form')
      .send({ address: `${name}@mail.example`, saying, language: 'en', zone: 'Africa/Dakar', hour: '9' })
      .expect(303);
    await house.ringer.ring();
    const [question] = (await mails()).slice(before);
    const path = /http:\/\/127\.0\.0\.1:3000(\/reminders\/\w+)/.exec(question?.text ?? '')?.[1];
    if (confirms) await house.browser().post(path!).expect(303);
  }

  /** What arrived since, by name and subject. */
  async function rung(since: number): Promise<string[]> {
    return (await mails())
      .slice(since)
      .map(({ to, subject }) => `${to?.[0]?.address?.split('@')[0]}: ${subject}`)
      .sort();
  }

  /** What is drawn back into the browser after the deadline: thirty days of nothing end a session. */
  async function startedAt(moment: Date, call: string): Promise<{ browser: Browser; draft: string }> {
    house.setClock(moment);
    const browser = house.browser();
    return { browser, draft: await startDraft(browser, 'en', call) };
  }
  const ownerOf = (draft: string): Promise<Browser> => invite(house, draft, 'owner', 'the owner again');

  it('is announced fourteen days before to those who asked, and on its page, and then goes', async () => {
    const { browser, draft } = await startedAt(OPENING, 'delta');
    await introduce(browser, draft, { name: 'Harbour' });
    await ask(browser, draft, 'awa', 'named');
    await ask(browser, draft, 'bela', 'neutral');
    await ask(browser, draft, 'chidi', 'named', false);
    await browser.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);

    at(REMOVAL, -15);
    await house.ringer.ring();
    const owner = await ownerOf(draft);
    expect(readable((await owner.get(draft)).text)).not.toContain('will be removed');
    expect(readable((await owner.get(`${draft}/removal`)).text)).toContain('by itself on Wednesday, 28 August 2024');

    at(REMOVAL, -14);
    const since = smtp.mails.length;
    expect(await house.ringer.ring()).toMatchObject({ warned: 1, removed: 0, sent: 2 });
    expect(await rung(since)).toEqual([
      'awa: Your draft will be removed on 28 August 2024: The delta',
      'bela: It will be removed on 28 August 2024',
    ]);
    const [named, neutral] = (await mails())
      .slice(since)
      .sort((a, b) => (b.subject ?? '').localeCompare(a.subject ?? ''));
    expect(named!.text).toContain(draft);
    expect(`${neutral!.subject} ${neutral!.text}`).not.toMatch(/call|delta|draft\b|Harbour|submission|human/i);
    const page = await owner.get(draft);
    expect(readable(page.text)).toContain('This draft will be removed on Wednesday, 28 August 2024.');
    expect(page.text).toContain(`action="${draft}/retention"`);
    const reader = await invite(house, draft, 'observer', 'a reader');
    const theirs = await reader.get(draft);
    expect(readable(theirs.text)).toContain('This draft will be removed on Wednesday, 28 August 2024.');
    expect(theirs.text).not.toContain(`action="${draft}/retention"`);
    await reader.post(`${draft}/retention`).expect(403);

    at(REMOVAL, -0.05);
    expect(await house.ringer.ring(), 'nothing is told twice').toMatchObject({ warned: 0, removed: 0, sent: 0 });
    at(REMOVAL);
    expect(await house.ringer.ring()).toMatchObject({ removed: 1, sent: 0 });
    expect(await isThere(draft)).toBe(false);
    await owner.get(draft).expect(404);
  });

  it('stays where an owner prolongs it, and is announced again', async () => {
    const { browser, draft } = await startedAt(OPENING, 'delta');
    await ask(browser, draft, 'dina', 'named');
    at(REMOVAL, -10);
    await house.ringer.ring();
    const owner = await ownerOf(draft);
    const answer = await owner.post(`${draft}/retention`).expect(303);
    const page = readable((await owner.get(String(answer.headers['location']))).text);
    expect(page).toContain('The draft is kept. It will be removed by itself on Friday, 14 February 2025');
    expect(readable((await owner.get(draft)).text)).not.toContain('will be removed');
    at(REMOVAL, 5);
    expect(await house.ringer.ring()).toMatchObject({ warned: 0, removed: 0 });
    const since = smtp.mails.length;
    at(REMOVAL, RETENTION_DAYS - 24);
    expect(await house.ringer.ring()).toMatchObject({ warned: 1, removed: 0 });
    expect(await rung(since)).toEqual(['dina: Your draft will be removed on 14 February 2025: The delta']);
    at(REMOVAL, RETENTION_DAYS - 10);
    expect(await house.ringer.ring()).toMatchObject({ removed: 1 });
    expect(await isThere(draft)).toBe(false);
  });

  it('of a call without a date counts from its last change', async () => {
    const { browser, draft } = await startedAt(OPENING, 'shoal');
    at(OPENING, 20);
    await browser.post(`${draft}/questions/q1`).type('form').send({ text: 'Much.', revision: '0' }).expect(303);
    at(OPENING, RETENTION_DAYS - 14);
    expect(await house.ringer.ring()).toMatchObject({ warned: 0 });
    at(OPENING, 20 + RETENTION_DAYS - 14);
    expect(await house.ringer.ring()).toMatchObject({ warned: 1 });
    // A word more: somebody is still at work.
    const owner = await ownerOf(draft);
    await owner.post(`${draft}/questions/q1`).type('form').send({ text: 'More.', revision: '1' }).expect(303);
    at(OPENING, 20 + RETENTION_DAYS);
    expect(await house.ringer.ring()).toMatchObject({ removed: 0 });
    expect(await isThere(draft)).toBe(true);
    at(OPENING, 20 + 2 * RETENTION_DAYS - 14);
    expect(await house.ringer.ring()).toMatchObject({ warned: 1, removed: 0 });
    at(OPENING, 20 + 2 * RETENTION_DAYS);
    expect(await house.ringer.ring()).toMatchObject({ removed: 1 });
  });

  it('is announced in full and removed once, by several processes at a time, after a long sleep', async () => {
    const drafts: string[] = [];
    for (let index = 0; index < 12; index += 1) drafts.push((await startedAt(OPENING, 'delta')).draft);
    const fresh = await startedAt(new Date(REMOVAL.getTime() + 90 * DAY_MS), 'delta');
    at(REMOVAL, 100);
    const rings = async (): Promise<{ warned: number; removed: number }> => {
      const others = [another(), another()];
      const reports = await Promise.all([house.ringer, ...others.map(({ ringer }) => ringer)].map((one) => one.ring()));
      others.forEach(({ close }) => close());
      return {
        warned: reports.reduce((sum, { warned }) => sum + warned, 0),
        removed: reports.reduce((sum, { removed }) => sum + removed, 0),
      };
    };
    expect(await rings(), 'long due, and nobody had been told').toEqual({ warned: 12, removed: 0 });
    at(REMOVAL, 113.9);
    expect(await rings()).toEqual({ warned: 0, removed: 0 });
    at(REMOVAL, 114);
    expect(await rings()).toEqual({ warned: 0, removed: 12 });
    expect(await Promise.all(drafts.map(isThere))).toEqual(drafts.map(() => false));
    expect(await isThere(fresh.draft), 'begun after the deadline').toBe(true);
  });

  /** Another process on the same cellar. */
  function another(): { ringer: ReturnType<typeof createRinger>; close: () => void } {
    const mailer = createLetterbox({ smtpUrl: smtp.url, from: { name: '', address: 'drafts@sender.example' } });
    const ringer = createRinger({
      store: elsewhere,
      mailer,
      press: null,
      retentionDays: RETENTION_DAYS,
      questionnaires: house.questionnaires,
      phrases: readPhrases(ROOT),
      baseUrl: () => 'http://127.0.0.1:3000',
      clock: house.clock,
      newId,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    return { ringer, close: () => mailer.close() };
  }
});

describe('the outbox', () => {
  it('loses the mails about drafts that are gone, also where the program was killed in between', async () => {
    const house = await openHouse();
    try {
      const browser = house.browser();
      const [gone, kept] = [await startDraft(browser), await startDraft(browser)];
      for (const draft of [gone, kept]) {
        await browser
          .post(`${draft}/reminders`)
          .type('form')
          .send({ address: 'awa@mail.example', saying: 'named', language: 'en', zone: 'Africa/Dakar', hour: '9' })
          .expect(303);
      }
      await house.ringer.ring();
      // As far as it came before it was killed.
      await house.store.removeDraft(gone.split('/').at(-1)!);
      const outbox = (): string[] => readdirSync(join(house.dataDir, 'outbox'));
      expect(outbox()).toHaveLength(2);
      house.setClock(new Date(OPENING.getTime() + 2 * 3_600_000));
      await house.ringer.ring();
      expect(outbox()).toEqual([expect.stringContaining(`${kept.split('/').at(-1)}-`)]);
    } finally {
      await house.close();
    }
  });
});
