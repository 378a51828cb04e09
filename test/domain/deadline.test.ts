/**
 * The cautious instant and the states of a call. The properties compare it with readings that are worked out here with
 * Intl alone, by walking through the hours: over zones from −12 to +14, the days when clocks change, and leap days.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callState,
  deadlinesOf,
  deadlineState,
  mainDeadline,
  readDeadline,
  type DeadlineState,
  type ReadDeadline,
} from '../../src/domain/deadline.ts';
import { deadlineSchema } from '../../src/domain/callRules.ts';
import { questionnaireSchema, type Questionnaire } from '../../src/domain/questionnaire.ts';
import { LANGUAGES } from '../../src/domain/language.ts';
import { readPhrases } from '../../src/phrases.ts';
import { timeLeft, timeToOpening } from '../../src/web/times.ts';
import { ROOT } from '../cast.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function read(rule: object, seat: string | null = null): ReadDeadline {
  const found = readDeadline(deadlineSchema.parse({ wording: { en: 'words' }, ...rule }), seat);
  if (found === null) throw new Error('these words give no date');
  return found;
}
const instantOf = (rule: object, seat: string | null = null): string =>
  read(rule, seat).instant.toISOString().replace(':00.000Z', 'Z');

function call(deadlines: readonly object[], more: object = {}): Questionnaire {
  return questionnaireSchema.parse({
    id: 'water',
    provenance: { languages: { en: 'official' }, text: { en: 'words' } },
    title: { en: 'Water' },
    shortTitle: { en: 'Water' },
    issuers: [{ name: { en: 'Special Rapporteur' } }],
    deadlines: deadlines.map((rule, index) => ({ id: `d${index}`, wording: { en: 'words' }, ...rule })),
    questions: [{ id: 'q1', text: { en: 'What?' } }],
    ...more,
  });
}

describe('the cautious instant', () => {
  const date = '2024-02-15';
  it.each<readonly [what: string, rule: object, instant: string]>([
    ['before: the day before ends in Geneva', { date, relation: 'before' }, '2024-02-14T23:00Z'],
    ['by: the day ends', { date, relation: 'by' }, '2024-02-15T23:00Z'],
    ['on: the day ends', { date, relation: 'on' }, '2024-02-15T23:00Z'],
    ['unclear: as before', { date }, '2024-02-14T23:00Z'],
    ['in summer', { date: '2024-07-01', relation: 'by' }, '2024-07-01T22:00Z'],
    ['an hour', { date, relation: 'by', time: '18:00' }, '2024-02-15T17:00Z'],
    ['an hour after "before"', { date, relation: 'before', time: '18:00' }, '2024-02-15T17:00Z'],
    ['23:59 with an offset', { date: '2024-02-04', time: '23:59', zone: '-05:00' }, '2024-02-05T04:59Z'],
    ['an hour in New York', { date, time: '17:00', zone: 'America/New_York' }, '2024-02-15T22:00Z'],
    ['midnight is the start', { date, relation: 'by', time: 'midnight' }, '2024-02-14T23:00Z'],
    ['24:00 is the end', { date, relation: 'by', time: '24:00' }, '2024-02-15T23:00Z'],
    ['noon', { date: '2024-07-15', relation: 'by', time: 'noon' }, '2024-07-15T10:00Z'],
    ['the eastern edge', { date, relation: 'by', zone: '+14:00' }, '2024-02-15T10:00Z'],
    ['the western edge', { date, relation: 'by', zone: '-12:00' }, '2024-02-16T12:00Z'],
    ['before the first of March in a leap year', { date: '2024-03-01', relation: 'before' }, '2024-02-29T23:00Z'],
    ['by the leap day', { date: '2024-02-29', relation: 'by' }, '2024-02-29T23:00Z'],
    ['the end of the day with 23 hours', { date: '2024-03-31', relation: 'by' }, '2024-03-31T22:00Z'],
    ['the end of the day with 25 hours', { date: '2024-10-27', relation: 'by' }, '2024-10-27T23:00Z'],
    ['an hour that comes twice: the first', { date: '2024-10-27', time: '02:30' }, '2024-10-27T00:30Z'],
    ['an hour that is left out: the earlier', { date: '2024-03-31', time: '02:30' }, '2024-03-31T00:30Z'],
    [
      'a midnight that is left out: where the day before ends',
      { date: '2024-09-08', relation: 'before', zone: 'America/Santiago' },
      '2024-09-08T04:00Z',
    ],
    ['days back from a session', { relative: { days: 60, before: '2024-10-14' }, relation: 'by' }, '2024-08-15T22:00Z'],
    [
      'days back over a leap day, unclear whether the day counts',
      { relative: { days: 14, before: '2024-03-08' } },
      '2024-02-22T23:00Z',
    ],
  ])('%s', (_, rule, instant) => {
    expect(instantOf(rule)).toBe(instant);
  });

  it('is read at the seat of the office where the words name no zone, and only there', () => {
    const seat = 'America/New_York';
    expect(instantOf({ date: '2024-11-08', relation: 'by' }, seat)).toBe('2024-11-09T05:00Z');
    expect(instantOf({ date: '2024-11-08', relation: 'by', zone: 'Europe/Zurich' }, seat)).toBe('2024-11-08T23:00Z');
    expect(read({ date: '2024-11-08' }, seat).reasons).toContain('no-zone-seat');
  });

  it('has its reasons in the order of the words', () => {
    const reasons = (rule: object): readonly string[] => read(rule).reasons;
    expect(reasons({ date, relation: 'before' })).toEqual(['before-excludes-day', 'no-hour', 'no-zone']);
    expect(reasons({ date })).toEqual(['relation-unclear', 'no-hour', 'no-zone']);
    expect(reasons({ date, time: 'midnight', zone: '-05:00' })).toEqual(['midnight-start', 'zone-stated']);
    expect(reasons({ date, time: 'noon' })).toEqual(['noon', 'no-zone']);
    expect(reasons({ date: '2024-10-27', time: '02:30' })).toEqual(['hour-stated', 'clock-change', 'no-zone']);
    expect(reasons({ relative: { days: 7, before: date }, relation: 'by' })).toEqual([
      'counted-back',
      'day-included',
      'no-hour',
      'no-zone',
    ]);
  });

  it('does not exist without a date', () => {
    const none = (rule: object) => readDeadline(deadlineSchema.parse({ wording: { en: 'words' }, ...rule }));
    expect(none({})).toBeNull();
    expect(none({ relative: { days: 60 } })).toBeNull();
  });

  it('knows an extension from a date that was brought forward', () => {
    const was = [{ wording: { en: 'old' }, date, relation: 'by' }];
    expect(read({ date: '2024-02-22', relation: 'by', was }).change).toBe('extended');
    expect(read({ date: '2024-02-08', relation: 'by', was }).change).toBe('brought-forward');
    expect(read({ date, relation: 'on', was }).change).toBeNull();
    expect(read({ date, was: [...was, { ...was[0], date: '2024-01-01' }] }).change).toBe('extended');
  });

  it('refuses a date beside what it would be counted from, and an hour that is none', () => {
    const problems = (rule: object): readonly string[] =>
      deadlineSchema.safeParse({ wording: { en: 'words' }, ...rule }).error?.issues.map(({ message }) => message) ?? [];
    expect(problems({ date, relative: { days: 3 } })).toEqual([
      'give the date, or what it is counted back from, not both',
    ]);
    expect(problems({ date, time: '24:01' })).toEqual(['write the hour as HH:MM, or as noon or midnight']);
    expect(problems({ date: '2023-02-29' })).toHaveLength(1);
  });
});

const ZONES = [
  'Europe/Zurich',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'America/Nuuk',
  'America/St_Johns',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
];

const formats = new Map(
  ZONES.map((zone) => [
    zone,
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);
/** "2024-02-15 18:00": what a clock in `zone` shows. */
const shown = (at: number, zone: string): string => formats.get(zone)!.format(at);

/** The days from 2020 to 2040 on which clocks in `zone` change, by offset at noon of the day and of the next. */
function changesIn(zone: string): string[] {
  const days: string[] = [];
  for (let at = Date.UTC(2020, 0, 1); at < Date.UTC(2041, 0, 1); at += DAY) {
    if (shown(at, zone).slice(11) !== shown(at + DAY, zone).slice(11)) {
      days.push(...[0, DAY].map((later) => new Date(at + later).toISOString().slice(0, 10)));
    }
  }
  return days;
}
const CHANGES = new Map(ZONES.map((zone) => [zone, changesIn(zone)]));

const anyDay = fc
  .integer({ min: Date.UTC(2020, 0, 1) / DAY, max: Date.UTC(2040, 11, 31) / DAY })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10));
const leapDay = fc
  .tuple(fc.constantFrom(2020, 2024, 2028, 2032, 2036, 2040), fc.constantFrom('02-28', '02-29', '03-01'))
  .map(([year, day]) => `${year}-${day}`);
const placed = fc.constantFrom(...ZONES).chain((zone) => {
  const changes = CHANGES.get(zone)!;
  const day = changes.length === 0 ? fc.oneof(anyDay, leapDay) : fc.oneof(anyDay, leapDay, fc.constantFrom(...changes));
  return fc.record({ zone: fc.constant(zone), date: day });
});
const anyHour = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 30, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const relation = fc.constantFrom('before', 'by', 'on', null);

/** Walks through the quarters of an hour around a wall time: every zone's offset is whole quarters. */
function* around(date: string, time = '00:00'): Generator<number> {
  const wall = Date.parse(`${date}T${time}:00Z`);
  for (let at = wall - 16 * HOUR; at <= wall + 16 * HOUR; at += 15 * MINUTE) yield at;
}

/** The first moment of a calendar day, found by walking. */
function firstMoment(date: string, zone: string): number {
  for (const at of around(date)) if (shown(at, zone) >= `${date} 00:00`) return at;
  throw new Error('no such day');
}
const nextDay = (date: string): string => new Date(Date.parse(date) + DAY).toISOString().slice(0, 10);

/** Every moment at which clocks show this hour; where they leap over it, the moment of the leap. */
function moments(date: string, time: string, zone: string): { at: number[]; leapt: boolean } {
  const walk = [...around(date, time)];
  const at = walk.filter((moment) => shown(moment, zone) === `${date} ${time}`);
  if (at.length > 0) return { at, leapt: false };
  const after = walk.find((moment) => shown(moment, zone) > `${date} ${time}`)!;
  return { at: [after], leapt: true };
}

describe('over zones, clock changes and leap days', () => {
  it('is never later than any reasonable reading of a date', () => {
    fc.assert(
      fc.property(placed, relation, ({ zone, date }, relation) => {
        const cautious = read({ date, relation, zone }).instant.getTime();
        const start = firstMoment(date, zone);
        const end = firstMoment(nextDay(date), zone);
        const readings = relation === 'before' ? [start] : relation === null ? [start, end] : [end];
        for (const reading of readings) expect(cautious).toBeLessThanOrEqual(reading);
        expect(cautious).toBe(Math.min(...readings));
      }),
      { numRuns: 1500 },
    );
  });

  it('is never later than any reasonable reading of an hour', () => {
    fc.assert(
      fc.property(placed, relation, anyHour, ({ zone, date }, relation, time) => {
        const cautious = read({ date, relation, time, zone }).instant.getTime();
        const { at, leapt } = moments(date, time, zone);
        for (const reading of at) expect(cautious).toBeLessThanOrEqual(reading);
        if (leapt) expect(at[0]! - cautious).toBeLessThanOrEqual(3 * HOUR);
        else expect(cautious).toBe(at[0]);
      }),
      { numRuns: 1500 },
    );
  });

  it('takes the start of the day for midnight, and its end for 24:00', () => {
    fc.assert(
      fc.property(placed, relation, ({ zone, date }, relation) => {
        expect(read({ date, relation, zone, time: 'midnight' }).instant.getTime()).toBe(firstMoment(date, zone));
        expect(read({ date, relation, zone, time: '24:00' }).instant.getTime()).toBe(firstMoment(nextDay(date), zone));
      }),
      { numRuns: 300 },
    );
  });

  it('reads every offset as the ISO date says it', () => {
    const offset = fc.tuple(fc.integer({ min: -48, max: 56 }), anyDay, anyHour);
    fc.assert(
      fc.property(offset, ([quarters, date, time]) => {
        const minutes = Math.abs(quarters) * 15;
        const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
        const zone = `${quarters < 0 ? '-' : '+'}${hour}:${minute}`;
        expect(read({ date, time, zone }).instant.getTime()).toBe(Date.parse(`${date}T${time}:00${zone}`));
      }),
    );
  });

  it('names as last day the day that clocks show a minute before, and is closed a minute after', () => {
    fc.assert(
      fc.property(placed, relation, fc.option(anyHour), ({ zone, date }, relation, time) => {
        const deadline = read({ date, relation, time, zone });
        const end = deadline.instant.getTime();
        expect(deadline.lastDay).toBe(shown(end - MINUTE, zone).slice(0, 10));
        expect([-MINUTE, -1, 0, MINUTE].map((later) => deadlineState(deadline, new Date(end + later)))).toEqual([
          'last-day',
          'last-day',
          'closed',
          'closed',
        ]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the state', () => {
  const now = new Date('2024-02-01T09:00:00Z');
  const by = (date: string, more: object = {}) => ({ date, relation: 'by', ...more });
  const was = [{ wording: { en: 'old' }, date: '2024-01-15', relation: 'by' }];
  const opening = { value: '2024-02-02' };
  it.each<[state: DeadlineState, what: string, deadlines: readonly object[], more?: object]>([
    ['open', 'a date to come', [by('2024-02-15')]],
    ['last-week', 'seven days to go', [by('2024-02-07')]],
    ['last-day', 'a day to go', [by('2024-02-01')]],
    ['closed', 'a date that is past', [by('2024-01-31')]],
    ['extended', 'a later date than before', [by('2024-02-15', { was })]],
    ['open', 'an earlier date than before', [by('2024-02-15', { was: [{ ...was[0], date: '2024-03-01' }] })]],
    ['last-week', 'urgency wins over an extension', [by('2024-02-07', { was })]],
    ['closed', 'an extension that is past', [by('2024-01-31', { was })]],
    ['opens-later', 'an opening to come', [by('2024-02-15')], { opening }],
    ['opens-later', 'an opening to come wins over urgency', [by('2024-02-03')], { opening }],
    ['opens-later', 'an opening to come, without a date', [], { opening }],
    ['closed', 'an opening after the end cannot be waited for', [by('2024-01-31')], { opening }],
    ['open', 'an opening that is past', [by('2024-02-15')], { opening: { value: '2024-02-01' } }],
    ['standing', 'no end', [], { kind: 'standing' }],
    ['standing', 'no end, and a date that is past', [by('2024-01-31')], { kind: 'standing' }],
    ['open', 'no end, and a date to come', [by('2024-02-15')], { kind: 'standing' }],
    ['not-stated', 'nothing', []],
    ['not-stated', 'words only', [{ relative: { days: 60 } }]],
    ['last-day', 'the next of several', [by('2024-02-15'), by('2024-02-01'), by('2024-01-15'), {}]],
    ['closed', 'several that are past', [by('2024-01-15'), by('2024-01-14')]],
  ])('is %s: %s', (state, _, deadlines, more) => {
    expect(callState(call(deadlines, more), now)).toBe(state);
  });

  it('opens with the first moment of the day in Geneva, or at the seat', () => {
    const state = (at: string, more: object) => callState(call([by('2024-03-01')], { opening, ...more }), new Date(at));
    expect(state('2024-02-01T22:59:59Z', {})).toBe('opens-later');
    expect(state('2024-02-01T23:00:00Z', {})).toBe('open');
    expect(state('2024-02-02T04:59:59Z', { seat: 'America/New_York' })).toBe('opens-later');
    expect(state('2024-02-02T05:00:00Z', { seat: 'America/New_York' })).toBe('open');
  });

  it('of several, looks at the next to come and then at the last', () => {
    const several = call([by('2024-02-20'), by('2024-02-10'), {}]);
    expect(deadlinesOf(several).map(({ lastDay }) => lastDay)).toEqual(['2024-02-10', '2024-02-20']);
    expect(mainDeadline(several, now)?.lastDay).toBe('2024-02-10');
    expect(mainDeadline(several, new Date('2024-02-10T23:00Z'))?.lastDay).toBe('2024-02-20');
    expect(mainDeadline(several, new Date('2024-05-01T00:00Z'))?.lastDay).toBe('2024-02-20');
  });

  it('only ever goes forward', () => {
    const stages: readonly (readonly DeadlineState[])[] = [
      ['opens-later'],
      ['open', 'extended'],
      ['last-week'],
      ['last-day'],
      ['closed'],
    ];
    const stage = (state: DeadlineState): number => stages.findIndex((states) => states.includes(state));
    const times = fc.array(fc.integer({ min: Date.UTC(2019, 6, 1), max: Date.UTC(2041, 6, 1) }), { minLength: 2 });
    fc.assert(
      fc.property(placed, relation, fc.option(anyDay), fc.option(anyDay), times, (place, relation, opens, old, at) => {
        const former = old === null ? [] : [{ wording: { en: 'old' }, date: old }];
        const one = call([{ ...place, relation, was: former }], { opening: { value: opens } });
        const end = mainDeadline(one, new Date(0))!.instant.getTime();
        const near = [-8, -7, -6, -1, 0, 1].flatMap((days) => [end + days * DAY - 1, end + days * DAY]);
        const passed = [...at, ...near].sort((a, b) => a - b).map((moment) => stage(callState(one, new Date(moment))));
        expect(passed).toEqual([...passed].sort());
        expect(passed).not.toContain(-1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is left, in words', () => {
  const phrases = readPhrases(ROOT);
  const lengths = fc.oneof(fc.integer({ min: 0, max: 3 * DAY }), fc.integer({ min: 0, max: 8000 * DAY }));

  it('is never zero of anything, in any language', () => {
    const now = new Date('2024-02-01T09:00:00Z');
    fc.assert(
      fc.property(lengths, fc.constantFrom(...LANGUAGES), (ms, language) => {
        const say = phrases[language];
        for (const at of [now.getTime() + ms, now.getTime() - ms]) {
          const words = timeLeft(new Date(at), now, say);
          expect(words).not.toMatch(/(?<!\d)0(?!\d)|deadline\.|undefined|NaN|\{/);
          expect(words).toMatch(/\d|less than|moins d’|menos de/);
        }
        expect(timeToOpening(new Date(now.getTime() + ms), now, say)).not.toMatch(/(?<!\d)0(?!\d)/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [1, 'less than a minute left', 'il reste moins d’une minute', 'queda menos de un minuto'],
    [MINUTE, '1 minute left', 'il reste 1 minute', 'queda 1 minuto'],
    [HOUR - 1, '59 minutes left', 'il reste 59 minutes', 'quedan 59 minutos'],
    [HOUR, '1 hour left', 'il reste 1 heure', 'queda 1 hora'],
    [DAY - 1, '23 hours left', 'il reste 23 heures', 'quedan 23 horas'],
    [DAY, '1 day left', 'il reste 1 jour', 'queda 1 día'],
    [2 * DAY + HOUR, '2 days and 1 hour left', 'il reste 2 jours et 1 heure', 'quedan 2 días y 1 hora'],
    [7 * DAY + HOUR, '7 days left', 'il reste 7 jours', 'quedan 7 días'],
    [60 * DAY, '60 days left', 'il reste 60 jours', 'quedan 60 días'],
    [61 * DAY, '2 months left', 'il reste 2 mois', 'quedan 2 meses'],
    [731 * DAY, '2 years left', 'il reste 2 ans', 'quedan 2 años'],
  ])('says %i milliseconds', (ms, ...words) => {
    const now = new Date('2024-02-01T09:00:00Z');
    expect(LANGUAGES.map((language) => timeLeft(new Date(now.getTime() + ms), now, phrases[language]))).toEqual(words);
  });
});
