/**
 * The calendar of a draft, fetched as a calendar program does and read back by ical.js: the deadline to the minute, the
 * steps of the plan as whole days, entries that keep their UID while their number rises, and a neutral one.
 */
import ICAL from 'ical.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import type { Role } from '../../src/domain/link.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(() => house.setClock(OPENING));

interface Version {
  readonly version: number;
  readonly date: string;
  readonly early?: string;
  readonly was?: string;
}

/** A call that has a task of its own and, on request, an early deadline beside the main one. */
const reef = (id: string, { version, date, early, was }: Version): string => `id: ${id}
version: ${version}
provenance:
  languages: { en: official, fr: unofficial }
  text: { en: "By the date. Early. Register first. What?" }
title: { en: The reef }
shortTitle: { en: "Reefs; corals", fr: "Les récifs" }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines:
  - { wording: { en: By the date }, date: ${date}, relation: by${was === undefined ? '' : `, was: [{ wording: { en: By the old date }, date: ${was}, relation: by }]`} }
${early === undefined ? '' : `  - { id: early, wording: { en: Early }, date: ${early}, relation: by }\n`}tasks:
  - { id: register, text: { en: Register first }, date: 2024-02-09 }
  - { id: someday, text: { en: Someday } }
questions: [{ id: q1, text: { en: What? } }]
`;

let calls = 0;

/** A call of its own for each test, and a draft with a feed. */
async function start(version: Version, fields: object = {}, language = 'en') {
  calls += 1;
  const call = `reef-${calls}`;
  house.serveCall(reef(call, version));
  const browser = house.browser(language);
  const draft = await startDraft(browser, 'en', call);
  return { browser, draft, call, address: await make(browser, draft, fields) };
}

async function make(browser: Browser, draft: string, fields: object = {}): Promise<string> {
  await browser
    .post(`${draft}/feed`)
    .type('form')
    .send(fields)
    .expect(303)
    .expect('Location', `${draft}/reminders?said=feed`);
  const page = await browser.get(`${draft}/reminders`).expect(200);
  return /http:\/\/127\.0\.0\.1:3000(\/feeds\/[0-9a-z]{32}\/calendar\.ics)/.exec(page.text)?.[1] ?? '';
}

interface Fetched {
  readonly text: string;
  readonly calendar: ICAL.Component;
  readonly events: readonly ICAL.Event[];
}

/** As a calendar program does: without cookies, and with no language. */
async function fetchFeed(address: string): Promise<Fetched> {
  const { text } = await house.browser('').get(address).expect(200);
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  return { text, calendar, events };
}

const named = ({ events }: Fetched, title: string): ICAL.Event => {
  const found = events.find(({ summary }) => summary.includes(title));
  if (found === undefined) throw new Error(`no entry "${title}"`);
  return found;
};
const alarmsOf = (event: ICAL.Event): string[] =>
  event.component.getAllSubcomponents('valarm').map((alarm) => String(alarm.getFirstPropertyValue('trigger')));
const stampOf = (event: ICAL.Event): string => String(event.component.getFirstPropertyValue('dtstamp'));
const savePlan = (browser: Browser, draft: string, fields: object) =>
  browser.post(`${draft}/plan`).type('form').send(fields).expect(303);

describe('the calendar of a draft', () => {
  it('has the deadline to the minute, and the steps of the plan as whole days', async () => {
    const { address, draft } = await start({ version: 1, date: '2024-03-01' });
    const fetched = await fetchFeed(address);
    const { calendar, events } = fetched;
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Reefs; corals');
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT6H');
    expect(String(calendar.getFirstPropertyValue('x-published-ttl'))).toBe('PT6H');
    expect(events.map(({ summary }) => summary)).toEqual([
      'Deadline: Reefs; corals',
      'Register first – Reefs; corals',
      'First full draft – Reefs; corals',
      'Review by colleagues – Reefs; corals',
      'Approval by your organisation, and by those who sign with you – Reefs; corals',
      'Final version – Reefs; corals',
      'Send – Reefs; corals',
    ]);
    const [deadline, ...steps] = events;
    expect(deadline?.endDate.toJSDate().toISOString()).toBe('2024-03-01T23:00:00.000Z');
    expect(deadline?.startDate.toJSDate().toISOString()).toBe('2024-03-01T22:59:00.000Z');
    expect(deadline?.description).toContain('« By the date »');
    expect(alarmsOf(deadline!)).toEqual(['-P7D', '-P1D']);
    for (const step of steps) {
      expect(step.startDate.isDate).toBe(true);
      expect(step.component.getFirstPropertyValue('class')).toBe('PRIVATE');
      expect(step.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    }
    expect(named(fetched, 'Send').startDate.toString()).toBe('2024-02-29');
    // One day, also where a calendar asks for the end.
    expect(named(fetched, 'Send').endDate.toString()).toBe('2024-03-01');
    expect(named(fetched, 'Register').startDate.toString()).toBe('2024-02-09');
    // At nine in the morning of that day.
    const alarm = named(fetched, 'Send').component.getFirstSubcomponent('valarm');
    expect(alarmsOf(named(fetched, 'Send'))).toEqual(['PT9H']);
    expect(alarm?.getFirstProperty('trigger')?.getParameter('related')).toBe('START');
    expect(events.every(({ component }) => String(component.getFirstPropertyValue('url')).endsWith(draft))).toBe(true);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  });

  it('is a plain file that nobody keeps', async () => {
    const { address } = await start({ version: 1, date: '2024-03-01' });
    const { headers, text } = await house.browser().get(address).expect(200);
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']).toBeUndefined();
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    await house.browser().head(address).expect(200);
    expect(JSON.stringify(house.lines)).not.toContain(address.split('/')[2]);
  });

  it('is the same bytes at any moment, until something changes', async () => {
    const { address } = await start({ version: 1, date: '2024-03-01' });
    const { text } = await fetchFeed(address);
    for (const moment of ['2024-02-20T07:31:12Z', '2024-03-09T21:12:33Z', '2031-07-04T21:12:33Z']) {
      house.setClock(new Date(moment));
      expect((await fetchFeed(address)).text).toBe(text);
    }
  });

  it.each([
    ['en', 'Deadline: Reefs; corals', 'Send – Reefs; corals'],
    ['fr', 'Date limite\u00A0: Les récifs', 'Envoi – Les récifs'],
    ['es', 'Plazo: Reefs; corals', 'Envío – Reefs; corals'],
  ])('speaks the language of the page on which it was made: %s', async (language, deadline, send) => {
    const { address } = await start({ version: 1, date: '2024-03-01' }, {}, language);
    const titles = (await fetchFeed(address)).events.map(({ summary }) => summary);
    expect(titles).toContain(deadline);
    expect(titles).toContain(send);
  });
});

describe('an entry', () => {
  it('keeps its UID over an extension, and its number rises by one', async () => {
    const { address, call } = await start({ version: 1, date: '2024-03-01' });
    const first = await fetchFeed(address);
    house.serveCall(reef(call, { version: 2, date: '2024-03-22', was: '2024-03-01' }));
    const second = await fetchFeed(address);
    const uids = ({ events }: Fetched): string[] => events.map(({ uid }) => uid).sort();
    expect(uids(second)).toEqual(uids(first));
    for (const title of ['Deadline', 'Send', 'First full draft']) {
      expect(named(second, title).sequence).toBe(named(first, title).sequence + 1);
    }
    expect(named(second, 'Deadline').endDate.toJSDate().toISOString()).toBe('2024-03-22T23:00:00.000Z');
    expect(named(second, 'Send').startDate.toString()).toBe('2024-03-21');
  });

  it('of a step rises by one when the plan is saved, and is stamped with that save', async () => {
    const { address, browser, draft } = await start({ version: 1, date: '2024-03-01' });
    const first = await fetchFeed(address);
    house.setClock(new Date('2024-02-03T10:00:00Z'));
    await savePlan(browser, draft, { revision: '0', 'final.date': '2024-02-20', 'send.date': '2024-02-29' });
    house.setClock(new Date('2024-02-05T10:00:00Z'));
    const second = await fetchFeed(address);
    expect(named(second, 'Final version').startDate.toString()).toBe('2024-02-20');
    expect(named(second, 'Final version').uid).toBe(named(first, 'Final version').uid);
    expect(named(second, 'Final version').sequence).toBe(named(first, 'Final version').sequence + 1);
    expect(stampOf(named(second, 'Final version'))).toBe('2024-02-03T10:00:00Z');
    expect(named(second, 'Deadline').sequence).toBe(named(first, 'Deadline').sequence);
  });

  it('of a step that is done says so and rings no more; one that was dropped is gone', async () => {
    const { address, browser, draft } = await start({ version: 1, date: '2024-03-01' });
    await savePlan(browser, draft, { revision: '0', 'full-draft.done': 'yes', 'colleagues.dropped': 'yes' });
    const fetched = await fetchFeed(address);
    expect(named(fetched, 'First full draft').summary).toBe('Done: First full draft – Reefs; corals');
    expect(alarmsOf(named(fetched, 'First full draft'))).toEqual([]);
    expect(fetched.text).not.toContain('colleagues');
  });

  it('of a submitted draft is the deadline alone, which rings no more', async () => {
    const { address, browser, draft } = await start({ version: 1, date: '2024-03-01' });
    await browser.post(`${draft}/submission`).type('form').send({ by: 'self', seen: '1' }).expect(303);
    const { events } = await fetchFeed(address);
    expect(events.map(({ summary }) => summary)).toEqual(['Deadline: Reefs; corals']);
    expect(alarmsOf(events[0]!)).toEqual([]);
    expect(events[0]?.sequence).toBe(2);
  });

  it('never changes without a higher number, whatever happens in whatever order', async () => {
    const { address, browser, draft, call } = await start({ version: 1, date: '2024-02-25', early: '2024-02-10' });
    const at = (moment: string) => () => Promise.resolve(house.setClock(new Date(moment)));
    const serve = (version: Version) => () => Promise.resolve(house.serveCall(reef(call, version)));
    const happenings: readonly (() => Promise<unknown>)[] = [
      () => savePlan(browser, draft, { revision: '0', 'send.date': '2024-02-08' }),
      serve({ version: 2, date: '2024-02-25', early: '2024-02-12', was: '2024-02-20' }),
      // The early deadline passes: the plan counts back from the later one.
      at('2024-02-14T09:00:00Z'),
      () => savePlan(browser, draft, { revision: '1', anew: 'yes' }),
      // It is extended, so that it counts again, and then brought forward.
      serve({ version: 3, date: '2024-02-25', early: '2024-02-18' }),
      serve({ version: 4, date: '2024-02-25', early: '2024-02-15' }),
      at('2024-02-17T09:00:00Z'),
      at('2024-02-27T09:00:00Z'),
      serve({ version: 5, date: '2024-03-20', early: '2024-02-15' }),
      () => savePlan(browser, draft, { revision: '2', 'full-draft.done': 'yes' }),
      () => browser.post(`${draft}/submission`).type('form').send({ by: 'self', seen: '4' }).expect(303),
      serve({ version: 6, date: '2024-03-30', early: '2024-02-15' }),
    ];
    const known = new Map<string, { readonly sequence: number; readonly content: string; readonly stamp: string }>();
    let changes = 0;
    for (const happen of [() => Promise.resolve(), ...happenings]) {
      await happen();
      for (const event of (await fetchFeed(address)).events) {
        const content = event.component.toString().replace(/(?:SEQUENCE|DTSTAMP):.*\r\n/g, '');
        const before = known.get(event.uid);
        if (before !== undefined) {
          expect(event.sequence).toBeGreaterThanOrEqual(before.sequence);
          expect(stampOf(event) >= before.stamp).toBe(true);
          if (content !== before.content) {
            expect(event.sequence).toBeGreaterThan(before.sequence);
            changes += 1;
          }
        }
        known.set(event.uid, { sequence: event.sequence, content, stamp: stampOf(event) });
      }
    }
    expect(changes).toBeGreaterThan(15);
  });
});

describe('the neutral calendar', () => {
  it.each([
    ['en', 'Last day', 'Step 1 of 6'],
    ['fr', 'Dernier jour', 'Étape 1 sur 6'],
    ['es', 'Último día', 'Paso 1 de 6'],
  ])('numbers the steps and names nobody: %s', async (language, last, first) => {
    const { address, browser, draft } = await start({ version: 1, date: '2024-03-01' }, { neutral: 'yes' }, language);
    const { text, events, calendar } = await fetchFeed(address);
    expect(events.map(({ summary }) => summary).slice(0, 2)).toEqual([last, first]);
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Calendar//Calendar//EN');
    const values = text.replaceAll('\r\n ', '');
    expect(values).not.toMatch(
      /reef|récif|coral|rapporteur|register|united|nations|naciones|aide|http|draft|projet|borrador/i,
    );
    expect(values).not.toContain(draft.split('/').at(-1));
    const named = await fetchFeed(await make(browser, draft));
    expect(events.map(({ uid }) => uid)).toEqual(named.events.map(({ uid }) => uid));
    expect(events.map(({ startDate }) => startDate.toString())).toEqual(
      named.events.map(({ startDate }) => startDate.toString()),
    );
  });

  it('cannot be told from its UIDs by somebody who knows the call', async () => {
    const one = await start({ version: 1, date: '2024-03-01' }, { neutral: 'yes' });
    const another = house.browser();
    const draft = await startDraft(another, 'en', one.call);
    const theirs = await fetchFeed(await make(another, draft, { neutral: 'yes' }));
    const uids = new Set((await fetchFeed(one.address)).events.map(({ uid }) => uid));
    expect(theirs.events.filter(({ uid }) => uids.has(uid))).toEqual([]);
  });
});

describe('the address', () => {
  it('is one a person: made anew, the one before gives nothing; ended, none does', async () => {
    const { address, browser, draft } = await start({ version: 1, date: '2024-03-01' });
    const second = await make(browser, draft, { neutral: 'yes' });
    expect(second).not.toBe(address);
    await house.browser().get(address).expect(404);
    await house.browser().get(second).expect(200);
    const page = await browser.get(`${draft}/reminders`);
    expect(readable(page.text)).toContain('This one is neutral.');
    const answer = await browser.post(`${draft}/feed/end`).expect(303);
    const after = await browser.get(String(answer.headers['location'])).expect(200);
    expect(readable(after.text)).toContain('That address gives nothing any more.');
    expect(after.text).not.toContain('/feeds/');
    await house.browser().get(second).expect(404);
    await browser.post(`${draft}/feed/end`).expect(303);
  });

  it.each<Role>(['observer', 'reviewer', 'writer'])('is for a %s too, and ends with the link', async (role) => {
    const { browser, draft, address } = await start({ version: 1, date: '2024-03-01' });
    const [token, id] = [newToken(), newId()];
    const never = { signatory: null, address: null, expiresAt: null, usedAt: null, revokedAt: null };
    const link = { id, draft: draft.split('/').at(-1)!, role, label: 'office', createdAt: OPENING, ...never };
    await house.store.addLink(link, hashOf(token), null);
    const office = house.browser();
    await office.post(`/links/${token}`).expect(303);
    const theirs = await make(office, draft);
    await house.browser().get(theirs).expect(200);
    await browser.post(`${draft}/links/${id}/removal`).expect(303);
    await house.browser().get(theirs).expect(404);
    await house.browser().get(address).expect(200);
  });

  it('is known only to who has it', async () => {
    const { draft } = await start({ version: 1, date: '2024-03-01' });
    for (const token of [newToken(), 'x', '%00']) await house.browser().get(`/feeds/${token}/calendar.ics`).expect(404);
    const stranger = house.browser();
    await stranger.post(`${draft}/feed`).expect(404);
    await stranger.post(`${draft}/feed/end`).expect(404);
    await stranger.get(`${draft}/feed`).expect(404);
  });

  it('of the page leads to the section of the page about reminders', async () => {
    const { browser, draft } = await start({ version: 1, date: '2024-03-01' });
    await browser.get(`${draft}/feed`).expect(303).expect('Location', `${draft}/reminders#calendar`);
  });
});

describe('the section', () => {
  it.each(LANGUAGES)('stands on the page about reminders, with the files beside it: %s', async (language) => {
    const { browser, draft, call } = await start({ version: 1, date: '2024-03-01' }, {}, language);
    const { text } = await browser.get(`${draft}/reminders`).expect(200);
    expect(text).toContain(`href="/calls/${call}/deadline.ics"`);
    expect(text).toContain(`href="/calls/${call}/deadline.ics?neutral=1"`);
    expect(text).toMatch(/data-copy>http:\/\/127\.0\.0\.1:3000\/feeds\//);
    expect(readable(text)).not.toMatch(/feed\.|undefined|\{\{/);
  });

  it('is not there where the call has no date', async () => {
    house.serveCall(reef('bay', { version: 1, date: 'null' }).replace(', relation: by', ''));
    const browser = house.browser();
    const draft = await startDraft(browser, 'en', 'bay');
    expect((await browser.get(`${draft}/reminders`)).text).not.toContain('id="calendar"');
  });
});
