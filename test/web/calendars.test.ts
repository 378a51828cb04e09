/**
 * The calendar file of a call, read back by ical.js: the same entry for ever, its number rising with the version, and a
 * neutral one that gives nothing away.
 */
import ICAL from 'ical.js';
import { afterEach, describe, expect, it } from 'vitest';
import { CALL, openHouse, readable, type House } from '../cast.ts';

const lake = (version: number, date: string): string => `id: lake
version: ${version}
provenance:
  languages: { en: official, fr: unofficial }
  text: { en: "By the date, or by noon earlier. Soon. What?" }
title: { en: The lake }
shortTitle: { en: "Lakes; seas, and \\\\ ponds", fr: "Les lacs, à l’échelle de l’humanité entière, et leurs rives – été comme hiver" }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines:
  - { wording: { en: By the date, fr: À la date }, date: ${date}, relation: by, basis: received }
  - { id: early, wording: { en: by noon earlier }, date: 2024-03-01, time: noon, label: { en: Early } }
  - { id: words, wording: { en: Soon } }
questions: [{ id: q1, text: { en: What? } }]
`;
const undated = lake(1, '2024-03-15')
  .replace('id: lake', 'id: pond')
  .replace(/deadlines:[^]*?questions/, 'questions');

let house: House | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

interface Taken {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly events: readonly ICAL.Event[];
  readonly calendar: ICAL.Component;
}

async function take(source: string, address: string, language = 'en'): Promise<Taken> {
  await house?.close();
  house = await openHouse({ calls: [source] });
  const answer = await house.browser(language).get(address).expect(200);
  const { text } = answer;
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  return { text, headers: answer.headers, events, calendar };
}

const FILE = '/calls/lake/deadline.ics';
const utc = (time: ICAL.Time): string => time.toJSDate().toISOString();

describe('the calendar file of a call', () => {
  it('is published, with one entry for each dated deadline that ends at the instant, in UTC', async () => {
    const { headers, calendar, events, text } = await take(lake(1, '2024-03-15'), FILE);
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="lake-deadline.ics"');
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(events.map(({ endDate }) => utc(endDate))).toEqual(['2024-03-01T11:00:00.000Z', '2024-03-15T23:00:00.000Z']);
    expect(events.map(({ startDate }) => utc(startDate))).toEqual([
      '2024-03-01T10:59:00.000Z',
      '2024-03-15T22:59:00.000Z',
    ]);
    expect(text).toContain('DTEND:20240315T230000Z');
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('rings seven days and one day before', async () => {
    const { events } = await take(lake(1, '2024-03-15'), FILE);
    for (const event of events) {
      const alarms = event.component.getAllSubcomponents('valarm');
      expect(alarms.map((alarm) => String(alarm.getFirstPropertyValue('trigger')))).toEqual(['-P7D', '-P1D']);
      expect(alarms.map((alarm) => alarm.getFirstPropertyValue('action'))).toEqual(['DISPLAY', 'DISPLAY']);
    }
  });

  it.each([
    ['en', 'Deadline: Lakes; seas, and \\ ponds', 'Friday, 15 March 2024, Geneva’s time'],
    [
      'fr',
      'Date limite\u00A0: Les lacs, à l’échelle de l’humanité entière, et leurs rives – été comme hiver',
      'vendredi 15 mars 2024, heure de Genève',
    ],
    ['es', 'Plazo: Lakes; seas, and \\ ponds', 'viernes, 15 de marzo de 2024, hora de Ginebra'],
  ])('speaks the reader’s language: %s', async (language, title, reading) => {
    const { events } = await take(lake(1, '2024-03-15'), FILE, language);
    expect(events[1]?.summary).toBe(title);
    expect(events[1]?.description).toContain('« By the date »\n');
    expect(events[1]?.description).toContain(reading);
    expect(events[1]?.component.getFirstPropertyValue('url')).toBe('http://127.0.0.1:3000/calls/lake');
  });

  it('keeps its entries when the deadline moves, and counts them up by one', async () => {
    const first = await take(lake(1, '2024-03-15'), FILE);
    const second = await take(lake(2, '2024-03-22'), FILE);
    const uids = ({ events }: Taken): string[] => events.map(({ uid }) => uid);
    expect(uids(second)).toEqual(uids(first));
    expect(new Set(uids(first)).size).toBe(2);
    expect([first, second].map(({ events }) => events.map(({ sequence }) => sequence))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const stamps = [first, second].map(
      ({ events }) => events[0]!.component.getFirstPropertyValue('dtstamp') as ICAL.Time,
    );
    expect(stamps[1]!.compare(stamps[0]!)).toBe(1);
    expect(utc(second.events[1]!.endDate)).toBe('2024-03-22T23:00:00.000Z');
  });

  it('is the same bytes at any time of day', async () => {
    const { text } = await take(lake(1, '2024-03-15'), FILE);
    house?.setClock(new Date('2031-07-04T21:12:33Z'));
    const later = await house!.browser().get(FILE).expect(200);
    expect(later.text).toBe(text);
  });

  it('is there for the founding call, to the minute', async () => {
    const { events, text } = await take(lake(1, '2024-03-15'), `/calls/${CALL}/deadline.ics`, 'fr');
    expect(events).toHaveLength(1);
    expect(utc(events[0]!.endDate)).toBe('2024-02-14T23:00:00.000Z');
    expect(text).toContain('DTSTAMP:20000101T000001Z');
  });
});

describe('the neutral file', () => {
  it.each([
    ['en', 'Deadline'],
    ['fr', 'Échéance'],
    ['es', 'Plazo'],
  ])('says one word and names nobody: %s', async (language, word) => {
    const named = await take(lake(1, '2024-03-15'), FILE, language);
    const { events, text, headers } = await take(lake(1, '2024-03-15'), `${FILE}?neutral=1`, language);
    expect(headers['content-disposition']).toBe('attachment; filename="deadline.ics"');
    expect(events.map(({ summary }) => summary)).toEqual([word, word]);
    const values = text.replaceAll('\r\n ', '');
    expect(values).not.toMatch(
      /lake|lac|early|date|rapporteur|united|nations|aide|http|description:(?!deadline|échéance|plazo)/i,
    );
    expect(events.map(({ uid }) => uid)).toEqual(named.events.map(({ uid }) => uid));
    expect(events.map(({ endDate }) => utc(endDate))).toEqual(named.events.map(({ endDate }) => utc(endDate)));
  });
});

describe('a call without a date', () => {
  it('has no file, and no link to one', async () => {
    await house?.close();
    house = await openHouse({ calls: [undated] });
    const missing = await house.browser('fr').get('/calls/pond/deadline.ics').expect(404);
    expect(readable(missing.text)).toContain('Cette page n’existe pas ici');
    await house.browser().get('/calls/nothing/deadline.ics').expect(404);
    expect((await house.browser().get('/calls/pond')).text).not.toContain('deadline.ics');
  });
});

describe('the page of a call', () => {
  it('offers both files, the neutral one in a sentence', async () => {
    house = await openHouse();
    const page = (await house.browser().get(`/calls/${CALL}`)).text;
    expect(page).toContain(`href="/calls/${CALL}/deadline.ics"`);
    expect(page).toContain(`href="/calls/${CALL}/deadline.ics?neutral=1"`);
    expect(readable(page)).toContain('names neither the call nor the United Nations');
  });
});
