/**
 * When reminders ring: bells in every zone and over both changes of clocks, pauses, and what counts as a move.
 */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import {
  BELL_DAYS,
  bellsOf,
  CONFIRM_WITHIN_MS,
  movedNotice,
  movement,
  nextTry,
  planBells,
  questionOfAddress,
  type Subscription,
} from '../../src/domain/reminder.ts';
import { callWith } from './drafts.ts';

/** From one end of the day to the other; with half hours, and with the changes of both hemispheres. */
const ZONES = [
  'Etc/GMT+12',
  'Pacific/Pago_Pago',
  'America/St_Johns',
  'America/New_York',
  'America/Santiago',
  'Africa/Dakar',
  'Africa/Casablanca',
  'Europe/Zurich',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];
const HOUR_MS = 3_600_000;
const zone = fc.constantFrom(...ZONES);
const hour = fc.integer({ min: 0, max: 23 });
const deadline = fc.date({ min: new Date('2024-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });

let made = 0;
const newId = (): string => `r${(made += 1)}`;
const subscription = (zoneName = 'Africa/Dakar', at = 9): Subscription => ({
  id: 's1',
  draft: 'k7m2q9xdab',
  link: 'l1',
  wish: { address: 'awa@rivages.example.org', language: 'fr', zone: zoneName, hour: at, neutral: false },
  token: 't'.repeat(32),
  askedAt: new Date('2024-01-20T12:00:00Z'),
  confirmedAt: new Date('2024-01-20T13:00:00Z'),
  deadlineAt: null,
  ended: null,
});

const shown = (at: Date, zoneName: string): string =>
  DateTime.fromJSDate(at, { zone: zoneName }).toFormat('yyyy-MM-dd HH:mm');

describe('bells', () => {
  it.each<[string, string, number, string[]]>([
    [
      'the end of a day in Geneva, read in Dakar',
      'Africa/Dakar',
      9,
      ['2024-01-15', '2024-01-31', '2024-02-07', '2024-02-11', '2024-02-13', '2024-02-14'],
    ],
    [
      'the same, where it is the afternoon of the next day',
      'Pacific/Kiritimati',
      9,
      ['2024-01-16', '2024-02-01', '2024-02-08', '2024-02-12', '2024-02-14', '2024-02-15'],
    ],
    [
      'the same, rung in the evening, when too little is left',
      'Africa/Dakar',
      21,
      ['2024-01-14', '2024-01-30', '2024-02-06', '2024-02-10', '2024-02-12', '2024-02-13'],
    ],
  ])('of %s', (_name, zoneName, at, days) => {
    const bells = bellsOf(new Date('2024-02-14T23:00:00Z'), zoneName, at);
    const clock = `${String(at).padStart(2, '0')}:00`;
    expect(bells.map((bell) => shown(bell.at, zoneName))).toEqual(days.map((day) => `${day} ${clock}`));
    expect(bells.map((bell) => bell.days)).toEqual([30, 14, 7, 3, 1, 0]);
  });

  it('ring at the hour of the reader, in order, three hours before the deadline at the latest', () => {
    fc.assert(
      fc.property(deadline, zone, hour, (end, zoneName, at) => {
        const bells = bellsOf(end, zoneName, at);
        expect(bells.map(({ days }) => days)).toEqual([...BELL_DAYS]);
        const moments = bells.map((bell) => bell.at.getTime());
        expect(moments.every((moment, index) => index === 0 || moment > moments[index - 1]!)).toBe(true);
        expect(end.getTime() - moments.at(-1)!).toBeGreaterThanOrEqual(3 * HOUR_MS);
        for (const bell of bells) {
          const local = DateTime.fromJSDate(bell.at, { zone: zoneName });
          if (local.hour === at && local.minute === 0) continue;
          // Only an hour that the clocks have just leapt over.
          expect(local.offset).not.toBe(local.minus({ hours: 2 }).offset);
          expect([at, at + 1]).toContain(local.hour);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never leave a day out: the last morning is the last that leaves three hours', () => {
    fc.assert(
      fc.property(deadline, zone, hour, (end, zoneName, at) => {
        const last = bellsOf(end, zoneName, at).at(-1)!.at;
        const next = DateTime.fromJSDate(last, { zone: zoneName }).startOf('day').plus({ days: 1 }).set({ hour: at });
        expect(end.getTime() - next.toMillis()).toBeLessThan(3 * HOUR_MS);
      }),
      { numRuns: 2_000 },
    );
  });

  it('count calendar days, not lengths of 24 hours', () => {
    fc.assert(
      fc.property(deadline, zone, hour, (end, zoneName, at) => {
        const bells = bellsOf(end, zoneName, at);
        const dayOf = (moment: Date) => DateTime.fromISO(shown(moment, zoneName).slice(0, 10), { zone: 'UTC' });
        const last = dayOf(bells.at(-1)!.at);
        for (const bell of bells) expect(last.diff(dayOf(bell.at), 'days').days).toBe(bell.days);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['begins', '2024-03-31T21:00:00Z', 2, '2024-03-31 03:00'],
    ['ends', '2024-10-27T22:00:00Z', 2, '2024-10-27 02:00'],
  ])('ring once on the night when summer %s in Geneva', (_name, end, at, expected) => {
    const bells = bellsOf(new Date(end), 'Europe/Zurich', at);
    expect(shown(bells.at(-1)!.at, 'Europe/Zurich')).toBe(expected);
  });

  it('refuse a zone that does not exist', () => {
    expect(() => bellsOf(new Date(), 'Europe/Geneva', 9)).toThrow(RangeError);
  });
});

describe('planning', () => {
  const end = new Date('2024-02-14T23:00:00Z');

  it('plans the bells that are still to come, each with an id of its own', () => {
    const now = new Date('2024-02-11T09:00:00Z');
    const planned = planBells(subscription(), end, now, newId);
    expect(planned.map(({ kind }) => kind)).toEqual(['bell-1', 'bell-0']);
    expect(new Set(planned.map(({ id }) => id)).size).toBe(2);
    expect(planned[0]).toMatchObject({
      subscription: 's1',
      draft: 'k7m2q9xdab',
      deadlineAt: end,
      movedFrom: null,
      ringsAt: new Date('2024-02-13T09:00:00Z'),
      nextAt: new Date('2024-02-13T09:00:00Z'),
      state: 'planned',
      tries: 0,
    });
  });

  it('plans nothing when the last morning is past', () => {
    expect(planBells(subscription(), end, new Date('2024-02-14T09:00:00Z'), newId)).toEqual([]);
  });

  it('asks at once, and for as long as the answer counts', () => {
    const asked = subscription();
    const question = questionOfAddress(asked, newId);
    expect(question).toMatchObject({ kind: 'confirm', ringsAt: asked.askedAt, nextAt: asked.askedAt });
    expect(question.deadlineAt.getTime() - asked.askedAt.getTime()).toBe(CONFIRM_WITHIN_MS);
  });

  it('tells of a move at once, with both dates', () => {
    const now = new Date('2024-02-10T09:00:00Z');
    const to = new Date('2024-03-01T23:00:00Z');
    expect(movedNotice(subscription(), { from: end, to }, now, newId)).toMatchObject({
      kind: 'moved',
      deadlineAt: to,
      movedFrom: end,
      nextAt: now,
    });
  });
});

describe('the next try', () => {
  const now = new Date('2024-02-14T09:00:00Z');
  const minutesTo = (tries: number, until: Date): number =>
    (nextTry(tries, now, until).getTime() - now.getTime()) / 60_000;

  it('comes after pauses that grow', () => {
    const far = new Date('2025-01-01');
    expect([1, 2, 3, 4, 5, 6, 7, 50].map((tries) => minutesTo(tries, far))).toEqual([1, 5, 15, 60, 180, 360, 360, 360]);
  });

  it('never comes after nobody wants it any more', () => {
    expect(nextTry(6, now, new Date('2024-02-14T10:00:00Z'))).toEqual(new Date('2024-02-14T10:00:00Z'));
  });
});

describe('a movement', () => {
  const dated = (date: string, more: object = {}) => ({ wording: { en: `by ${date}` }, date, relation: 'by', ...more });
  const callWithDeadlines = (...deadlines: readonly object[]) =>
    callWith([{ id: 'q1', text: { en: 'What?' } }], {
      deadlines: deadlines.map((one, index) => ({ id: `d${index}`, ...one })),
    });
  const instantOf = (date: string): Date => deadlinesOf(callWithDeadlines(dated(date)))[0]!.instant;
  const now = new Date('2024-02-10T09:00:00Z');
  const was = (date: string) => ({ was: [{ wording: { en: `by ${date}` }, date, relation: 'by' }] });

  it.each<[string, ReturnType<typeof callWithDeadlines>, string, string | null]>([
    ['the same date', callWithDeadlines(dated('2024-02-15')), '2024-02-15', null],
    ['no date any more', callWithDeadlines(), '2024-02-15', null],
    ['a later one', callWithDeadlines(dated('2024-03-01', was('2024-02-15'))), '2024-02-15', 'extended'],
    [
      'a later one, when the first was over',
      callWithDeadlines(dated('2024-03-01', was('2024-02-01'))),
      '2024-02-01',
      'extended',
    ],
    ['a later one, without a word on the first', callWithDeadlines(dated('2024-03-01')), '2024-02-15', 'extended'],
    ['a sooner one', callWithDeadlines(dated('2024-02-12', was('2024-02-15'))), '2024-02-15', 'brought-forward'],
    ['a sooner one that is over already', callWithDeadlines(dated('2024-02-01')), '2024-02-15', 'brought-forward'],
    [
      'a sooner one that was added',
      callWithDeadlines(dated('2024-02-12'), dated('2024-02-15')),
      '2024-02-15',
      'brought-forward',
    ],
    ['the next of several', callWithDeadlines(dated('2024-02-01'), dated('2024-03-01')), '2024-02-01', 'passed-on'],
    [
      'the last of several, which stays',
      callWithDeadlines(dated('2024-01-01'), dated('2024-02-01')),
      '2024-02-01',
      null,
    ],
  ])('to %s', (_name, call, from, expected) => {
    expect(movement(call, instantOf(from), now)).toBe(expected);
  });
});
