/**
 * The plan backwards: proposals for any length of time, and what the writer's own marks do to them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeadline, type ReadDeadline } from '../../src/domain/deadline.ts';
import {
  EMPTY_PLAN,
  hasMoved,
  MILESTONES,
  planFromForm,
  proposedDays,
  stepsOf,
  type Plan,
} from '../../src/domain/plan.ts';
import { deadlineSchema } from '../../src/domain/callRules.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';

const deadlineOn = (date: string): ReadDeadline =>
  readDeadline(deadlineSchema.parse({ wording: { en: `by ${date}` }, date, relation: 'by' }))!;
const bare = { tasks: [], consent: { value: null } } as unknown as Questionnaire;
const asking = {
  tasks: [
    { id: 'register', text: { en: 'Register online' }, date: '2027-03-01' },
    { id: 'status', text: { en: 'Have status' }, date: null },
  ],
  consent: { value: 'needed' },
} as unknown as Questionnaire;

const days = (from: string, lastDay: string): string[] => MILESTONES.map((id) => proposedDays(from, lastDay)[id]);

describe('proposed days', () => {
  it.each([
    ['forty days', '2027-03-01', '2027-04-10', ['2027-03-21', '2027-03-29', '2027-04-04', '2027-04-08', '2027-04-09']],
    ['ten days', '2027-03-01', '2027-03-11', ['2027-03-06', '2027-03-08', '2027-03-09', '2027-03-09', '2027-03-10']],
    ['three days', '2027-03-01', '2027-03-04', ['2027-03-03', '2027-03-04', '2027-03-04', '2027-03-04', '2027-03-04']],
    ['the last day itself', '2027-03-04', '2027-03-04', Array(5).fill('2027-03-04')],
    ['a start after the end', '2027-03-09', '2027-03-04', Array(5).fill('2027-03-04')],
  ])('for %s', (_name, from, lastDay, expected) => {
    expect(days(from, lastDay)).toEqual(expected);
  });

  it('stand in order, between the start and the last day, for any length of time', () => {
    const date = fc.date({ min: new Date('2024-01-01'), max: new Date('2040-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 800 }), (start, length) => {
        const from = start.toISOString().slice(0, 10);
        const lastDay = new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10);
        const all = days(from, lastDay);
        expect([...all].sort()).toEqual(all);
        expect(all.every((day) => day >= from && day <= lastDay)).toBe(true);
        if (length >= 7) expect(all.at(-1)! < lastDay).toBe(true);
      }),
    );
  });
});

describe('the steps', () => {
  const deadline = deadlineOn('2027-04-10');
  const states = (plan: Plan, today: string) =>
    Object.fromEntries(stepsOf(plan, bare, deadline, '2027-03-01', today).map(({ id, state }) => [id, state]));

  it('say what is next and what is still open', () => {
    expect(states(EMPTY_PLAN, '2027-03-30')).toEqual({
      'full-draft': 'late',
      colleagues: 'late',
      approvals: 'next',
      final: 'later',
      send: 'later',
    });
  });

  it('follow what the writer ticked, dropped and moved', () => {
    const mark = { date: null, done: false, dropped: false };
    const plan: Plan = {
      lastDay: '2027-04-10',
      marks: {
        'full-draft': { ...mark, done: true },
        colleagues: { ...mark, dropped: true },
        send: { ...mark, date: '2027-03-31' },
      },
    };
    const steps = stepsOf(plan, bare, deadline, '2027-03-01', '2027-03-30');
    expect(steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'full-draft done',
      'colleagues dropped',
      'send next',
      'approvals later',
      'final later',
    ]);
  });

  it('hold the tasks that the call requires, and consents where it asks for them', () => {
    const steps = stepsOf(EMPTY_PLAN, asking, deadline, '2027-03-01', '2027-03-01');
    expect(steps.map(({ id }) => id).slice(0, 3)).toEqual(['task-status', 'task-register', 'full-draft']);
    expect(steps.map(({ id }) => id)).toContain('consents');
  });
});

describe('the form', () => {
  const deadline = deadlineOn('2027-04-10');
  const steps = stepsOf(EMPTY_PLAN, bare, deadline, '2027-03-01', '2027-03-01');

  it('keeps only what differs from the proposal', () => {
    const body = {
      'send.date': '2027-04-09',
      'final.date': '2027-04-01',
      'colleagues.done': 'yes',
      '__proto__.done': 'yes',
    };
    const { plan, problems } = planFromForm(body, steps, deadline);
    expect(problems).toEqual([]);
    expect(plan.lastDay).toBe('2027-04-10');
    expect(plan.marks).toEqual({
      final: { date: '2027-04-01', done: false, dropped: false },
      colleagues: { date: null, done: true, dropped: false },
    });
  });

  it('names the days that cannot be', () => {
    const { problems, typed } = planFromForm({ 'send.date': '2027-02-30', 'final.date': 'soon' }, steps, deadline);
    expect(problems).toEqual(['final', 'send']);
    expect(typed).toEqual({ final: 'soon', send: '2027-02-30' });
  });

  it('forgets moved days when all are proposed anew, and keeps ticks', () => {
    const { plan } = planFromForm({ anew: 'yes', 'send.date': '2027-04-01', 'send.done': 'yes' }, steps, deadline);
    expect(plan.marks).toEqual({ send: { date: null, done: true, dropped: false } });
  });

  it('tells when the deadline has moved since', () => {
    const { plan } = planFromForm({}, steps, deadline);
    expect(hasMoved(plan, deadline)).toBe(false);
    expect(hasMoved(plan, deadlineOn('2027-05-01'))).toBe(true);
    expect(hasMoved(EMPTY_PLAN, deadline)).toBe(false);
  });
});
