/**
 * The iCalendar file for texts that are hard on it: read back by ical.js, every text is what went in.
 */
import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import { writeCalendar } from '../../src/calendar/ics.ts';

const entry = {
  uid: '0123456789abcdef',
  sequence: 3,
  stampedAt: new Date('2024-01-05T00:00:03Z'),
  end: new Date('2024-02-14T23:00:00Z'),
  title: 'Deadline',
  text: null,
  address: null,
  alarmDays: [7, 1],
};

it('gives every text back, folded at 75 bytes between whole characters', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom('é', '’', ',', ';', '\\', '\n', ':', '"', ' ', '\u00A0', '漢', '🕊', 'n', 'BEGIN:VEVENT'),
      minLength: 1,
    }),
  );
  // A calendar has no control characters but line breaks, and loses white space at the ends.
  const usable = texts.map((text) => text.replace(/(?!\n)\p{Cc}/gu, '').trim()).filter((text) => text !== '');
  fc.assert(
    fc.property(usable, usable, (title, text) => {
      const written = writeCalendar({ maker: 'Calendar', feed: null, entries: [{ ...entry, title, text }] });
      const [event, ...others] = new ICAL.Component(ICAL.parse(written) as never).getAllSubcomponents('vevent');
      expect(others).toEqual([]);
      expect(event?.getFirstPropertyValue('summary')).toBe(title);
      expect(event?.getFirstPropertyValue('description')).toBe(text);
      for (const line of written.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(written).not.toContain('\uFFFD');
    }),
  );
});

it('writes the same bytes for the same calendar, and nothing that was not given', () => {
  const written = writeCalendar({ maker: 'Calendar', feed: null, entries: [entry] });
  expect(writeCalendar({ maker: 'Calendar', feed: null, entries: [entry] })).toBe(written);
  expect(written.split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Calendar//Calendar//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:0123456789abcdef',
    'SEQUENCE:3',
    'DTSTAMP:20240105T000003Z',
    'DTSTART:20240214T225900Z',
    'DTEND:20240214T230000Z',
    'SUMMARY:Deadline',
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-P7D',
    'DESCRIPTION:Deadline',
    'END:VALARM',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-P1D',
    'DESCRIPTION:Deadline',
    'END:VALARM',
    'STATUS:CONFIRMED',
    'CLASS:PRIVATE',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});
