/** When a draft goes by itself: the rule, its notice, and that nobody is surprised. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionnaireSchema, type Questionnaire } from '../../src/domain/questionnaire.ts';
import { noticeMs, prolonged, removalAt, retentionStep, ruledRemoval, type Kept } from '../../src/domain/retention.ts';

const DAY_MS = 24 * 3_600_000;
const at = (day: string): Date => new Date(`${day}T12:00:00Z`);
const daysAfter = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS);

const call = (...dates: readonly string[]): Questionnaire =>
  questionnaireSchema.parse({
    id: 'estuary',
    provenance: { languages: { en: 'official' }, text: { en: 'The call.' } },
    title: { en: 'The estuary' },
    shortTitle: { en: 'The estuary' },
    issuers: [{ name: { en: 'Special Rapporteur' } }],
    deadlines: dates.map((date) => ({
      id: `d${date}`,
      wording: { en: date },
      date,
      relation: 'by',
      time: '12:00',
      zone: 'UTC',
    })),
    questions: [{ id: 'q1', text: { en: 'What has changed?' } }],
  });

const kept = (given: Partial<Kept> = {}): Kept => ({
  id: 'k7m2q9xdab',
  startedAt: at('2026-01-05'),
  changedAt: at('2026-01-20'),
  submittedAt: null,
  keepUntil: null,
  warnedAt: null,
  ...given,
});

describe('the rule', () => {
  it.each<[string, Partial<Kept>, Questionnaire, string]>([
    ['after the deadline', {}, call('2026-02-01'), '2026-02-11'],
    ['after the last of several', {}, call('2026-03-01', '2026-02-01'), '2026-03-11'],
    ['after a submission in time', { submittedAt: at('2026-01-25') }, call('2026-02-01'), '2026-02-11'],
    ['after a late submission', { submittedAt: at('2026-02-15') }, call('2026-02-01'), '2026-02-25'],
    ['after the start of a draft that was late', { startedAt: at('2026-04-01') }, call('2026-02-01'), '2026-04-11'],
    ['after the last change without a date', {}, call(), '2026-01-30'],
    ['after what an owner asked for', { keepUntil: at('2026-06-01') }, call('2026-02-01'), '2026-06-01'],
    ['and never before', { keepUntil: at('2026-01-25') }, call('2026-02-01'), '2026-02-11'],
  ])('counts ten days %s', (_what, given, which, expected) => {
    expect(ruledRemoval(kept(given), which, 10)).toEqual(at(expected));
  });

  it('is put off by as long again', () => {
    expect(prolonged(180, at('2026-01-01'))).toEqual(at('2026-06-30'));
  });
});

describe('the notice', () => {
  const asked = (given: Partial<Kept>, day: string, retentionDays = 180) =>
    retentionStep(kept(given), call('2026-02-01'), retentionDays, at(day));
  const GOES = daysAfter(at('2026-02-01'), 180).toISOString().slice(0, 10);

  it('is given fourteen days before, and then the draft goes', () => {
    expect(GOES).toBe('2026-07-31');
    expect(asked({}, '2026-07-16')).toBe('nothing');
    expect(asked({}, '2026-07-17')).toBe('warn');
    const warnedAt = at('2026-07-17');
    expect(asked({ warnedAt }, '2026-07-30')).toBe('nothing');
    expect(asked({ warnedAt }, '2026-07-31')).toBe('remove');
  });

  it('is given in full where the program slept, or the rule became stricter', () => {
    expect(asked({}, '2026-11-01'), 'long due').toBe('warn');
    const warnedAt = at('2026-11-01');
    expect(asked({ warnedAt }, '2026-11-14')).toBe('nothing');
    expect(asked({ warnedAt }, '2026-11-15')).toBe('remove');
    expect(removalAt(kept(), call('2026-02-01'), 180, at('2026-11-01'))).toEqual({ at: at('2026-11-15'), near: true });
  });

  it('is taken back where the draft may stay after all', () => {
    const warnedAt = at('2026-07-17');
    expect(asked({ warnedAt, keepUntil: at('2027-01-01') }, '2026-07-20')).toBe('unwarn');
    expect(asked({ warnedAt, submittedAt: at('2026-07-18') }, '2026-07-20')).toBe('unwarn');
  });

  it('is shorter where drafts are kept for less', () => {
    expect(noticeMs(3)).toBe(3 * DAY_MS);
    expect(asked({}, '2026-02-01', 3)).toBe('warn');
    expect(asked({ warnedAt: at('2026-02-01') }, '2026-02-04', 3)).toBe('remove');
  });

  it('always stands for as long as it must, whenever anybody looks', () => {
    const day = fc.integer({ min: 0, max: 800 }).map((days) => daysAfter(at('2026-01-01'), days));
    fc.assert(
      fc.property(
        day,
        fc.option(day),
        fc.option(day),
        fc.integer({ min: 1, max: 400 }),
        (now, warnedAt, keepUntil, days) => {
          const draft = kept({ warnedAt, keepUntil });
          if (retentionStep(draft, call('2026-02-01'), days, now) !== 'remove') return;
          expect(warnedAt).not.toBeNull();
          expect(now.getTime() - warnedAt!.getTime()).toBeGreaterThanOrEqual(noticeMs(days));
          expect(now.getTime()).toBeGreaterThanOrEqual(ruledRemoval(draft, call('2026-02-01'), days).getTime());
        },
      ),
    );
  });
});
