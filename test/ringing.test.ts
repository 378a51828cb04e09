/**
 * Ringing, over a real SMTP server that accepts, delays, refuses and drops the line, with a clock that the tests turn:
 * from the question to the last morning, each mail once.
 */
import PostalMime, { type Email as ParsedMail } from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptQuestionnaire } from '../src/domain/questionnaire.ts';
import type { ReminderState } from '../src/domain/reminder.ts';
import { createLetterbox } from '../src/mail/letterbox.ts';
import { readPhrases } from '../src/phrases.ts';
import { createRinger, type RingerParts } from '../src/ringing.ts';
import { tryToSend } from '../src/sending.ts';
import { newId } from '../src/web/secrets.ts';
import { hashOf, parseQuestionnaire } from '../src/store/questionnaires.ts';
import { openHouse, OPENING, ROOT, startDraft, type Browser, type House } from './cast.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';
import { submissionOf } from './store/cast.ts';

const FROM = { name: 'Aide-mémoire', address: 'drafts@sender.example' };

let smtp: TestSmtp;
let house: House;
beforeEach(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url, calls: [delta(1, [{ date: '2024-02-28' }])] });
});
afterEach(async () => {
  await house.close();
  await smtp.stop();
});

/** A call of the delta, with deadlines by the end of these days. */
function delta(version: number, deadlines: readonly { readonly date: string; readonly was?: string }[]): string {
  const lines = deadlines.map(({ date, was }, index) => {
    const former = was === undefined ? '' : `, was: [{ wording: { en: "by ${was}" }, date: "${was}", relation: by }]`;
    return `  - { id: d${index}, wording: { en: "by ${date}" }, date: "${date}", relation: by${former} }`;
  });
  const printed = deadlines.map(({ date }) => `by ${date}`).join(', ');
  return `id: delta
version: ${version}
provenance: { languages: { en: official }, text: { en: "The call, ${printed}. What changed?" } }
title: { en: The delta }
shortTitle: { en: The delta }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines:
${lines.join('\n')}
questions: [{ id: q1, text: { en: What changed? } }]
`;
}

const at = (moment: string): void => house.setClock(new Date(moment));
const minutesLater = (moment: string, minutes: number): void =>
  house.setClock(new Date(Date.parse(moment) + minutes * 60_000));
const mails = (): Promise<ParsedMail[]> => Promise.all(smtp.mails.map(({ bytes }) => PostalMime.parse(bytes)));
const subjects = async (): Promise<(string | undefined)[]> => (await mails()).map(({ subject }) => subject);
/** What arrived since the last look, by address and subject. */
async function rung(since: number): Promise<string[]> {
  const arrived = (await mails()).slice(since);
  return arrived.map((mail) => `${mail.to?.[0]?.address?.split('@')[0]}: ${mail.subject}`).sort();
}

interface Reminded {
  readonly browser: Browser;
  /** The address of the draft. */
  readonly draft: string;
}

/** A draft, and people who asked to be reminded of it and confirmed: all from Dakar, at nine. */
async function reminded(names: readonly string[], call?: string, wish: object = {}): Promise<Reminded> {
  const browser = house.browser();
  const draft = await startDraft(browser, 'en', call);
  for (const name of names) await askFor(browser, draft, name, wish);
  await house.ringer.ring();
  for (const mail of (await mails()).slice(-names.length)) {
    await house.browser().post(pathsIn(mail)[0]!).expect(303);
  }
  return { browser, draft };
}

const askFor = (browser: Browser, draft: string, name: string, wish: object = {}) =>
  browser
    .post(`${draft}/reminders`)
    .type('form')
    .send({
      address: `${name}@mail.example`,
      saying: 'named',
      language: 'en',
      zone: 'Africa/Dakar',
      hour: '9',
      ...wish,
    })
    .expect(303);

/** The addresses of this program in a mail, headers included, without its host. */
function pathsIn(mail: ParsedMail): string[] {
  const text = [mail.text, ...mail.headers.map(({ value }) => value)].join('\n');
  return [...text.matchAll(/http:\/\/127\.0\.0\.1:3000(\/[^\s>]*)/g)].map(([, path = '']) => path);
}

async function statesOf({ draft }: Reminded): Promise<Record<string, ReminderState>> {
  const asked = await house.store.subscriptionsOf(draft.split('/').at(-1)!);
  return Object.fromEntries(
    asked.flatMap(({ subscription, reminders }) =>
      reminders.map(({ kind, state }) => [`${subscription.wish.address.split('@')[0]} ${kind}`, state]),
    ),
  );
}

async function submit({ draft }: Reminded): Promise<void> {
  const id = draft.split('/').at(-1)!;
  const { revision } = (await house.store.draftById(id))!.record;
  expect(await house.store.freeze(submissionOf(id, revision), Buffer.from('a document'))).toBe('frozen');
}

describe('from the question to the last morning', () => {
  it('asks first, rings at nine in Dakar, and is ended by one post', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await askFor(browser, draft, 'awa');
    await house.ringer.ring();
    const [question] = await mails();
    expect(question).toMatchObject({
      subject: 'Please confirm your reminders: Civil society and international solidarity',
      from: FROM,
    });

    at('2024-02-07T09:00:00Z');
    expect(await house.ringer.ring(), 'nobody has confirmed yet').toMatchObject({ sent: 0 });

    house.setClock(OPENING);
    await house.browser().post(pathsIn(question!)[0]!).expect(303);
    at('2024-02-07T08:59:59Z');
    await house.ringer.ring();
    expect(smtp.mails).toHaveLength(1);
    at('2024-02-07T09:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ sent: 1 });
    expect(await house.ringer.ring()).toMatchObject({ sent: 0 });
    const bell = (await mails())[1]!;
    expect(bell.subject).toBe('7 days left: Civil society and international solidarity');
    expect(bell.messageId).toMatch(/^<[0-9a-z]{10}@sender\.example>$/);

    const end = pathsIn(bell).find((path) => path.endsWith('/end'))!;
    await house.browser().post(end).type('form').send({ 'List-Unsubscribe': 'One-Click' }).expect(200);
    at('2024-02-14T09:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ sent: 0 });
    expect(smtp.mails).toHaveLength(2);
  });

  it('changes nothing when a scanner opens every link of every mail', async () => {
    const person = await reminded(['awa']);
    await askFor(person.browser, person.draft, 'niamh');
    at('2024-02-07T09:00:00Z');
    await house.ringer.ring();
    const before = await house.store.subscriptionsOf(person.draft.split('/').at(-1)!);
    const links = (await mails()).flatMap(pathsIn);
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) await house.browser().get(link);
    expect(await house.store.subscriptionsOf(person.draft.split('/').at(-1)!)).toEqual(before);
  });

  it('rings every bell once, on its day', async () => {
    await reminded(['awa']);
    for (let day = 1; day <= 15; day += 1) {
      at(`2024-02-${String(day).padStart(2, '0')}T09:30:00Z`);
      await house.ringer.ring();
    }
    expect((await subjects()).slice(1)).toEqual(
      ['7 days', '3 days and 13 hours', '1 day and 13 hours', '13 hours'].map(
        (left) => `${left} left: Civil society and international solidarity`,
      ),
    );
  });

  it('rings only the most urgent one, once, when the program had stopped', async () => {
    const person = await reminded(['awa']);
    at('2024-02-14T12:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ sent: 1 });
    expect(await house.ringer.ring()).toMatchObject({ sent: 0 });
    expect((await subjects()).at(-1)).toBe('11 hours left: Civil society and international solidarity');
    expect(await statesOf(person)).toEqual({
      'awa confirm': 'sent',
      'awa bell-7': 'passed',
      'awa bell-3': 'passed',
      'awa bell-1': 'passed',
      'awa bell-0': 'sent',
    });
  });

  it('rings no more when the deadline is over', async () => {
    await reminded(['awa']);
    at('2024-02-14T23:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ sent: 0 });
    expect(smtp.mails).toHaveLength(1);
  });

  it('rings no more after submission', async () => {
    const person = await reminded(['awa', 'niamh']);
    await submit(person);
    at('2024-02-07T09:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ sent: 0 });
    expect(smtp.mails).toHaveLength(2);
  });

  it('forgets who never confirmed', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await askFor(browser, draft, 'awa');
    at('2024-02-08T09:00:01Z');
    await house.ringer.ring();
    expect(await house.store.subscriptionsOf(draft.split('/').at(-1)!)).toEqual([]);
    expect(smtp.mails).toHaveLength(0);
  });

  it('writes files where there is no server, and calls them sent', async () => {
    const other = await openHouse();
    const browser = other.browser();
    const draft = await startDraft(browser);
    await askFor(browser, draft, 'awa');
    expect(await other.ringer.ring()).toMatchObject({ sent: 1 });
    const [asked] = await other.store.subscriptionsOf(draft.split('/').at(-1)!);
    expect(asked?.reminders[0]).toMatchObject({ kind: 'confirm', state: 'sent' });
    expect(asked?.reminders[0]?.reply).toMatch(/^[0-9a-z-]+\.eml$/);
    await other.close();
  });
});

describe('a server that misbehaves', () => {
  const NINE = '2024-02-07T09:00:00Z';

  it('may take its time', async () => {
    await reminded(['awa', 'niamh', 'lucia', 'omar']);
    smtp.behave({ delayMs: 150 });
    at(NINE);
    expect(await house.ringer.ring()).toMatchObject({ sent: 4 });
    expect(new Set(await rung(4)).size).toBe(4);
  });

  it('may know an address no more: that person’s reminders end, and all others ring', async () => {
    const person = await reminded(['awa', 'niamh', 'omar']);
    smtp.behave({ refuse: ['niamh@mail.example'] });
    at(NINE);
    expect(await house.ringer.ring()).toMatchObject({ sent: 2, refused: 1 });
    smtp.behave({});
    at('2024-02-14T09:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ sent: 2 });
    const states = await statesOf(person);
    expect(states['niamh bell-7']).toBe('refused');
    expect(states['niamh bell-0']).toBe('passed');
    const asked = await house.store.subscriptionsOf(person.draft.split('/').at(-1)!);
    expect(asked.map(({ subscription }) => subscription.ended?.reason ?? null).sort()).toEqual([null, null, 'refused']);
  });

  it('may refuse for now: the same mail is tried again after pauses that grow', async () => {
    await reminded(['awa']);
    smtp.behave({ refuseAtDot: 451 });
    const tried: number[] = [];
    for (let minute = 0; minute <= 90; minute += 1) {
      minutesLater(NINE, minute);
      if ((await house.ringer.ring()).later > 0) tried.push(minute);
    }
    expect(tried).toEqual([0, 1, 6, 21, 81]);
    smtp.behave({});
    minutesLater(NINE, 81 + 180);
    expect(await house.ringer.ring()).toMatchObject({ sent: 1 });
    expect((await subjects()).at(-1)).toBe('7 days left: Civil society and international solidarity');
  });

  it('may be away: it is left alone, and one mail goes ahead to see', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    await reminded(names);
    smtp.behave({ refuseAtDot: 421 });
    at(NINE);
    expect(await house.ringer.ring()).toMatchObject({ later: 3 });
    expect(await house.ringer.ring(), 'at once').toMatchObject({ later: 0 });
    minutesLater(NINE, 1);
    expect(await house.ringer.ring(), 'after a minute').toMatchObject({ later: 1 });
    minutesLater(NINE, 2);
    expect(await house.ringer.ring(), 'after two').toMatchObject({ later: 0 });
    smtp.behave({});
    minutesLater(NINE, 21);
    expect(await house.ringer.ring()).toMatchObject({ sent: 10 });
    expect(await rung(10)).toEqual(
      names.map((name) => `${name}: 7 days left: Civil society and international solidarity`),
    );
    expect(JSON.stringify(house.lines)).toContain('the mail server takes nothing; reminders wait');
  });

  it('may be gone altogether', async () => {
    const person = await reminded(['awa']);
    await smtp.stop();
    at(NINE);
    expect(await house.ringer.ring()).toMatchObject({ later: 1 });
    expect((await statesOf(person))['awa bell-7']).toBe('planned');
  });

  it('may drop the line after the dot: perhaps sent, and never again', async () => {
    const person = await reminded(['awa']);
    smtp.behave({ cut: 'after-dot' });
    at(NINE);
    expect(await house.ringer.ring()).toMatchObject({ perhaps: 1 });
    smtp.behave({});
    minutesLater(NINE, 120);
    expect(await house.ringer.ring()).toMatchObject({ sent: 0 });
    expect((await statesOf(person))['awa bell-7']).toBe('perhaps');
    at('2024-02-11T09:00:00Z');
    expect(await house.ringer.ring(), 'the next one rings').toMatchObject({ sent: 1 });
  });

  it('may drop the line half-way: no mail is lost, and none comes twice', async () => {
    const person = await reminded(['awa']);
    smtp.behave({ cut: 'in-data' });
    at(NINE);
    await house.ringer.ring();
    smtp.behave({});
    minutesLater(NINE, 30);
    await house.ringer.ring();
    const state = (await statesOf(person))['awa bell-7'];
    // A short mail may have left whole before the line broke.
    expect([state, (await rung(1)).length]).toEqual(state === 'sent' ? ['sent', 1] : ['perhaps', 0]);
  });

  it('may leave in doubt what it was: a lease that ran out is perhaps sent', async () => {
    const person = await reminded(['awa']);
    at(NINE);
    expect(await house.store.claimDue(new Date(NINE), 3), 'a process that dies here').toHaveLength(1);
    minutesLater(NINE, 1);
    expect(await house.ringer.ring()).toMatchObject({ sent: 0, reclaimed: 0 });
    minutesLater(NINE, 2);
    expect(await house.ringer.ring()).toMatchObject({ sent: 0, reclaimed: 1 });
    expect((await statesOf(person))['awa bell-7']).toBe('perhaps');
  });

  it('is asked for nothing when all is over between the claim and the mail', async () => {
    const person = await reminded(['awa']);
    at(NINE);
    const [claimed] = await house.store.claimDue(new Date(NINE), 1);
    const parts = otherParts();
    const passed = { outcome: { kind: 'passed' }, server: 'unasked' };
    at('2024-02-14T23:00:00Z');
    expect(await tryToSend(parts, claimed!)).toMatchObject(passed);
    at(NINE);
    await submit(person);
    expect(await tryToSend(parts, claimed!)).toMatchObject(passed);
    expect(smtp.mails).toHaveLength(1);
  });

  it('leaves no address, token or text in the log', async () => {
    await reminded(['awa', 'niamh']);
    smtp.behave({ refuse: ['awa@mail.example'], refuseAtDot: 421 });
    at(NINE);
    await house.ringer.ring();
    const log = JSON.stringify(house.lines);
    expect(log).toContain('rang');
    expect(log).not.toMatch(/mail\.example|[0-9a-hjkmnp-tv-z]{32}|solidarity|days left/);
  });
});

describe('a deadline that moves', () => {
  it('is told once when it is extended, by whichever process, and the bells follow', async () => {
    const person = await reminded(['awa', 'niamh'], 'delta');
    const other = createRinger(otherParts());
    house.serveCall(delta(2, [{ date: '2024-03-31', was: '2024-02-28' }]));
    at('2024-02-20T12:00:00Z');
    const reports = await Promise.all([house.ringer.ring(), other.ring()]);
    expect(reports.reduce((sum, { replanned }) => sum + replanned, 0)).toBe(2);
    await Promise.all([house.ringer.ring(), other.ring()]);
    expect(await rung(2)).toEqual(
      ['awa', 'niamh'].map((name) => `${name}: Deadline extended to 31 March 2024: The delta`),
    );

    at('2024-02-28T12:00:00Z');
    await house.ringer.ring();
    expect(smtp.mails, 'the old last morning').toHaveLength(4);
    at('2024-03-24T09:00:00Z');
    await house.ringer.ring();
    expect((await subjects()).slice(4)).toEqual(['7 days left: The delta', '7 days left: The delta']);
    expect((await statesOf(person))['awa moved']).toBe('sent');
    await other.stop();
  });

  it('is told more loudly when it is brought forward', async () => {
    await reminded(['awa'], 'delta');
    house.serveCall(delta(2, [{ date: '2024-02-22', was: '2024-02-28' }]));
    at('2024-02-20T12:00:00Z');
    await house.ringer.ring();
    expect((await subjects()).at(-1)).toBe('TAKE CARE, the deadline now comes earlier, on 22 February 2024: The delta');
    at('2024-02-21T09:00:00Z');
    await house.ringer.ring();
    expect((await subjects()).at(-1)).toBe('1 day and 14 hours left: The delta');
  });

  it('is told again when it moves again, and not when nothing changes', async () => {
    await reminded(['awa'], 'delta');
    house.serveCall(delta(2, [{ date: '2024-03-10', was: '2024-02-28' }]));
    at('2024-02-20T12:00:00Z');
    await house.ringer.ring();
    house.serveCall(delta(3, [{ date: '2024-02-28' }]));
    await house.ringer.ring();
    house.serveCall(delta(4, [{ date: '2024-02-28' }]));
    await house.ringer.ring();
    expect((await subjects()).slice(1).map((subject) => subject?.slice(0, 8))).toEqual(['Deadline', 'TAKE CAR']);
  });

  it('is not planned back by a process that still serves the older version', async () => {
    await reminded(['awa'], 'delta');
    const old = createRinger(otherParts(keptOf(delta(1, [{ date: '2024-02-28' }]))));
    house.serveCall(delta(2, [{ date: '2024-03-31', was: '2024-02-28' }]));
    at('2024-02-20T12:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ replanned: 1 });
    expect(await old.ring()).toMatchObject({ replanned: 0, sent: 0 });
    expect(await house.ringer.ring()).toMatchObject({ replanned: 0, sent: 0 });
    expect(smtp.mails).toHaveLength(2);
    await old.stop();
  });

  it('is passed on to the next of several without a word', async () => {
    house.serveCall(delta(1, [{ date: '2024-02-10' }, { date: '2024-02-28' }]));
    await reminded(['awa'], 'delta');
    at('2024-02-12T12:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ replanned: 1, sent: 0 });
    at('2024-02-14T09:00:00Z');
    await house.ringer.ring();
    expect((await subjects()).slice(1)).toEqual(['14 days left: The delta']);
  });

  it('is told when a call that had none states one, and forgotten when it has none any more', async () => {
    house.serveCall(delta(1, [{ date: '2024-02-28' }]));
    const person = await reminded(['awa'], 'delta');
    house.serveCall(delta(2, []).replace('deadlines:\n\n', ''));
    expect(await house.ringer.ring()).toMatchObject({ replanned: 1, sent: 0 });
    at('2024-02-27T09:00:00Z');
    expect(await house.ringer.ring()).toMatchObject({ sent: 0 });
    house.serveCall(delta(3, [{ date: '2024-03-31' }]));
    expect(await house.ringer.ring()).toMatchObject({ replanned: 1, sent: 1 });
    expect((await subjects()).at(-1)).toBe('There is a deadline now, 31 March 2024: The delta');
    expect((await statesOf(person))['awa bell-30']).toBe('planned');
  });
});

describe('the clock', () => {
  it('rings by itself, and at once when somebody has just asked', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await askFor(browser, draft, 'awa');
    house.ringer.start();
    await expect.poll(() => smtp.mails.length).toBe(1);
    await askFor(browser, draft, 'niamh');
    await expect.poll(() => smtp.mails.length).toBe(2);
  });

  it('never rings twice at once', async () => {
    await reminded(['awa']);
    smtp.behave({ delayMs: 100 });
    at('2024-02-07T09:00:00Z');
    const first = house.ringer.ring();
    expect(house.ringer.ring()).toBe(first);
    await first;
    expect(smtp.mails).toHaveLength(2);
  });

  it('lets what is under way be recorded before it stops, and begins nothing more', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const person = await reminded(names);
    smtp.behave({ delayMs: 200 });
    at('2024-02-07T09:00:00Z');
    const ring = house.ringer.ring();
    await expect.poll(() => smtp.mails.length).toBeGreaterThan(names.length);
    await house.ringer.stop();
    const states = Object.entries(await statesOf(person)).filter(([name]) => name.endsWith('bell-7'));
    expect(states.map(([, state]) => state).sort()).toEqual(['planned', 'planned', 'sent', 'sent', 'sent']);
    expect(await ring).toMatchObject({ sent: 3 });
  });

  it('says what would ring, and changes nothing', async () => {
    const person = await reminded(['awa'], 'delta');
    house.serveCall(delta(2, [{ date: '2024-03-31' }]));
    at('2024-02-21T09:00:00Z');
    const before = await statesOf(person);
    const { moves, due } = await house.ringer.look();
    expect(moves).toMatchObject([{ to: new Date('2024-03-31T22:00:00Z') }]);
    expect(due).toMatchObject([{ kind: 'bell-7' }]);
    expect(await statesOf(person)).toEqual(before);
    expect(smtp.mails).toHaveLength(1);
  });
});

function keptOf(source: string): KeptQuestionnaire {
  const { questionnaire } = parseQuestionnaire('call.yaml', source);
  if (questionnaire === null) throw new Error('a call of the tests is wrong');
  return { hash: hashOf(questionnaire), questionnaire };
}

const letterboxes: { close(): void }[] = [];
afterEach(() => letterboxes.splice(0).forEach((letterbox) => letterbox.close()));

/** What another process on the same cellar rings with; `older`: it serves that version of the call. */
function otherParts(older?: KeptQuestionnaire): RingerParts {
  const mailer = createLetterbox({ smtpUrl: smtp.url, from: FROM });
  letterboxes.push(mailer);
  const { store, questionnaires, clock } = house;
  return {
    store,
    mailer,
    press: null,
    retentionDays: 180,
    questionnaires: older === undefined ? questionnaires : { all: () => [older], current: () => older },
    phrases: readPhrases(ROOT),
    baseUrl: () => 'http://127.0.0.1:3000',
    clock,
    newId,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
}
