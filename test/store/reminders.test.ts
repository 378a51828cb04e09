/** Reminders in the cellar, on both databases: what is due, who gets it, and what becomes of it. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { BELL_DAYS, REMINDER_LEASE_MS, type ClaimedReminder, type ReminderOutcome } from '../../src/domain/reminder.ts';
import type { Cellar } from '../../src/store/cellar.ts';
import { addReviewer, answer, HOUR_MS, later, NOW, startDraft, submissionOf } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { ask, confirmed, DAY_MS, DEADLINE, MOVED, reminderFor, statesOf, WISH } from './reminding.ts';
import { standOn } from './stand.ts';

const SENT: ReminderOutcome = { kind: 'sent', reply: '250 ok' };
const idsOf = (claimed: readonly ClaimedReminder[]): string[] => claimed.map(({ reminder }) => reminder.id);

describe.each(GROUNDS)('reminders on $name', ({ begin }) => {
  const on = standOn(begin);
  beforeEach(() => on.ground.query('delete from subscriptions'));

  it('gives what is due, with whom it is for, and nothing before its moment', async () => {
    const { subscription, bells } = await confirmed(on.cellar, [['bell-3', later(1_000)]]);
    const [bell] = bells;
    expect(await on.cellar.claimDue(later(999), 5)).toEqual([]);
    expect(await on.other.due(later(1_000), 5)).toEqual([
      { reminder: bell, subscription: { ...subscription, confirmedAt: NOW, deadlineAt: DEADLINE } },
    ]);
    expect(await on.cellar.claimDue(later(1_000), 5)).toEqual([
      {
        reminder: { ...bell, state: 'claimed', tries: 1 },
        subscription: { ...subscription, confirmedAt: NOW, deadlineAt: DEADLINE },
      },
    ]);
    expect(await on.other.claimDue(later(1_000), 5)).toEqual([]);
    expect(await on.other.due(later(1_000), 5)).toEqual([]);
  });

  it('gives the longest due first, and no more than asked for', async () => {
    const moments = [5, 2, 9, 4];
    for (const ms of moments) await confirmed(on.cellar, [['bell-1', later(ms)]]);
    expect((await on.cellar.due(later(20), 3)).map(({ reminder }) => reminder.nextAt)).toEqual([2, 4, 5].map(later));
    const claims = [await on.cellar.claimDue(later(20), 3), await on.cellar.claimDue(later(20), 3)];
    expect(claims.map((claimed) => claimed.map(({ reminder }) => reminder.nextAt))).toEqual([
      [2, 4, 5].map(later),
      [later(9)],
    ]);
  });

  it('knows when the next one is due', async () => {
    expect(await on.cellar.nextDue()).toBeNull();
    await confirmed(on.cellar, [['bell-3', later(2_000)]]);
    const { bells } = await confirmed(on.cellar, [['bell-1', later(1_000)]]);
    expect(await on.other.nextDue()).toEqual(later(1_000));
    await on.cellar.claimDue(later(1_000), 1);
    expect(await on.other.nextDue()).toEqual(later(2_000));
    await on.cellar.settle(bells[0]?.id ?? '', { kind: 'later', reply: '', nextAt: later(1_500) }, later(1_001));
    expect(await on.other.nextDue()).toEqual(later(1_500));
  });

  it('asks those who have not confirmed the question, and nothing else', async () => {
    const { subscription, question } = await ask(on.cellar);
    await on.ground.query(
      `insert into reminders (id, subscription, draft, kind, deadline_at, rings_at, next_at, state, tries)
       select 'early-${subscription.id}', subscription, draft, 'bell-7', deadline_at, rings_at, next_at, state, tries
       from reminders where id = '${question.id}'`,
    );
    expect(idsOf(await on.cellar.due(NOW, 5))).toEqual([question.id]);
    expect(idsOf(await on.cellar.claimDue(NOW, 5))).toEqual([question.id]);
    expect(await statesOf(on.cellar, subscription)).toEqual({ confirm: 'claimed', 'bell-7': 'passed' });
  });

  it('asks the question no more once it was answered', async () => {
    const { subscription, question } = await ask(on.cellar);
    await on.cellar.claimDue(NOW, 1);
    await on.cellar.confirm(subscription.id, NOW, DEADLINE, []);
    await on.cellar.settle(question.id, { kind: 'later', reply: '421 busy', nextAt: later(5) }, NOW);
    expect(await on.cellar.claimDue(later(5), 5)).toEqual([]);
    expect(await statesOf(on.cellar, subscription)).toEqual({ confirm: 'passed' });
  });

  it.each([
    ['ended', (cellar: Cellar, { subscription }) => cellar.endSubscription(subscription.id, 'reader', NOW)],
    ['submitted', (cellar: Cellar, { subscription }) => cellar.freeze(submissionOf(subscription.draft, 1), SMALL)],
    ['lost the link', (cellar: Cellar, { subscription: { draft, link } }) => cellar.revokeLink(draft, link, NOW)],
    ['moved on', (cellar: Cellar, { subscription }) => cellar.replan(subscription.id, DEADLINE, MOVED, [])],
  ] as const satisfies readonly (readonly [string, (cellar: Cellar, asked: AskedFor) => Promise<unknown>])[])(
    'sends nothing to who has %s meanwhile, not even what has to be tried again',
    async (_what, happen) => {
      const asked = await confirmed(
        on.cellar,
        [
          ['bell-3', NOW],
          ['bell-1', later(HOUR_MS)],
        ],
        await startDraft(on.cellar, { q1: answer('text') }),
      );
      const [claimed] = await on.cellar.claimDue(NOW, 1);
      await happen(on.other, asked);
      const again = { kind: 'later', reply: '421 busy', nextAt: later(1) } as const;
      await on.cellar.settle(claimed?.reminder.id ?? '', again, NOW);
      expect(await on.cellar.due(later(HOUR_MS), 5)).toEqual([]);
      expect(await on.cellar.claimDue(later(HOUR_MS), 5)).toEqual([]);
      expect(Object.values(await statesOf(on.other, asked.subscription))).not.toContain('planned');
      expect(await on.cellar.nextDue()).toBeNull();
    },
  );

  it('sends nothing by a link that has expired', async () => {
    const started = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, started.record.id, { expiresAt: later(HOUR_MS) });
    const { subscription } = await confirmed(
      on.cellar,
      [
        ['bell-3', later(HOUR_MS - 1)],
        ['bell-1', later(HOUR_MS)],
      ],
      { ...started, link: link.id },
    );
    expect(await on.cellar.claimDue(later(HOUR_MS - 1), 5)).toHaveLength(1);
    expect(await on.cellar.claimDue(later(HOUR_MS), 5)).toEqual([]);
    expect(await statesOf(on.cellar, subscription)).toEqual({ 'bell-3': 'claimed', 'bell-1': 'passed' });
  });

  it('sends nothing once the deadline is over', async () => {
    const { subscription } = await confirmed(on.cellar, [['bell-0', later(DAY_MS)]]);
    const justBefore = new Date(DEADLINE.getTime() - 1);
    expect(await on.cellar.due(justBefore, 5)).toHaveLength(1);
    expect(await on.cellar.due(DEADLINE, 5)).toEqual([]);
    expect(await on.cellar.claimDue(DEADLINE, 5)).toEqual([]);
    expect(await statesOf(on.cellar, subscription)).toEqual({ 'bell-0': 'passed' });
  });

  it('finds what may leave behind any number of those that may not', async () => {
    const draft = await startDraft(on.cellar);
    for (let index = 0; index < 9; index += 1) {
      const { subscription } = await confirmed(on.cellar, [['bell-3', later(index)]], draft);
      await on.ground.query(`update subscriptions set ended_at = 'x' where id = '${subscription.id}'`);
    }
    const { bells } = await confirmed(on.cellar, [['bell-3', later(100)]]);
    expect(idsOf(await on.cellar.claimDue(later(100), 2))).toEqual(bells.map(({ id }) => id));
  });

  it('rings only the most urgent of several bells, but asks and tells as well', async () => {
    const { subscription, bells } = await confirmed(on.cellar, [
      ['moved', later(1)],
      ['bell-7', later(2)],
      ['bell-3', later(3)],
      ['bell-1', later(4)],
      ['bell-0', later(DAY_MS)],
    ]);
    const [moved, , , bell] = bells;
    expect(idsOf(await on.cellar.due(later(4), 9))).toEqual([moved?.id, bell?.id]);
    // One at a time, as a process does that can send one mail at a time.
    expect(idsOf(await on.cellar.claimDue(later(4), 1))).toEqual([moved?.id]);
    expect(idsOf(await on.cellar.claimDue(later(4), 1))).toEqual([bell?.id]);
    expect(await on.cellar.claimDue(later(4), 1)).toEqual([]);
    expect(await statesOf(on.cellar, subscription)).toEqual({
      moved: 'claimed',
      'bell-7': 'passed',
      'bell-3': 'passed',
      'bell-1': 'claimed',
      'bell-0': 'planned',
    });
  });

  it('never rings a bell after a more urgent one, whatever has to be tried again', async () => {
    const shape = fc.record({
      days: fc.subarray([...BELL_DAYS], { minLength: 1 }),
      looks: fc.array(
        fc.record({
          at: fc.integer({ min: 0, max: 70 }),
          outcome: fc.constantFrom<'sent' | 'later' | 'perhaps'>('sent', 'later', 'perhaps'),
          pause: fc.integer({ min: 1, max: 30 }),
        }),
        { minLength: 1, maxLength: 8 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ days, looks }) => {
        const ringing = days.map((day) => [`bell-${day}` as const, later(10 * BELL_DAYS.indexOf(day))] as const);
        const { subscription } = await confirmed(on.cellar, ringing);
        const rung: number[] = [];
        for (const { at, outcome, pause } of looks.toSorted((a, b) => a.at - b.at)) {
          const claimed = (await on.cellar.claimDue(later(at), 9)).map(({ reminder }) => reminder);
          expect(claimed.length).toBeLessThanOrEqual(1);
          for (const { id, ringsAt } of claimed) {
            const begun = ringing.filter(([, moment]) => moment <= later(at));
            expect(ringsAt).toEqual(begun.at(-1)?.[1]);
            expect(ringsAt.getTime()).toBeGreaterThanOrEqual(rung.at(-1) ?? 0);
            rung.push(ringsAt.getTime());
            const nextAt = later(at + pause);
            await on.other.settle(
              id,
              outcome === 'later' ? { kind: outcome, reply: '', nextAt } : { kind: outcome, reply: '' },
              later(at),
            );
            if (outcome !== 'later') expect(await on.cellar.due(later(at), 9)).toEqual([]);
          }
        }
        const states = Object.values(await statesOf(on.cellar, subscription));
        expect(states).not.toContain('claimed');
        await on.cellar.endSubscription(subscription.id, 'reader', later(99));
      }),
      { numRuns: 40 },
    );
  });

  it('gives each of many reminders to exactly one of many who ask at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 25 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 12 }),
        async (people, counts) => {
          const draft = await startDraft(on.cellar);
          const expected: string[] = [];
          for (let person = 0; person < people; person += 1) {
            const { bells } = await confirmed(on.cellar, [['bell-1', later(person % 3)]], draft);
            expected.push(...bells.map(({ id }) => id));
          }
          const claims = await Promise.all(
            counts.map(async (count, index) => {
              const got: string[] = [];
              for (;;) {
                const claimed = await (index % 2 === 0 ? on.cellar : on.other).claimDue(later(5), count);
                expect(claimed.length).toBeLessThanOrEqual(count);
                if (claimed.length === 0) return got;
                got.push(...idsOf(claimed));
              }
            }),
          );
          expect(claims.flat().toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 12 },
    );
  });

  it('takes a claim that was cut off for perhaps sent, once its lease is over, and sends it never again', async () => {
    const { subscription, bells } = await confirmed(on.cellar, [['bell-3', NOW]]);
    await on.cellar.claimDue(NOW, 1);
    expect(await on.other.reclaim(later(REMINDER_LEASE_MS - 1))).toBe(0);
    expect(await on.other.reclaim(later(REMINDER_LEASE_MS))).toBe(1);
    expect(await on.other.reclaim(later(REMINDER_LEASE_MS))).toBe(0);
    expect(await on.cellar.claimDue(later(HOUR_MS), 5)).toEqual([]);
    const [found] = await on.cellar.subscriptionsOf(subscription.draft);
    expect(found?.reminders).toEqual([
      { ...bells[0], state: 'perhaps', tries: 1, settledAt: later(REMINDER_LEASE_MS), reply: '' },
    ]);
    // The process was not dead but slow: what it knows for certain counts, and anything else does not.
    const id = bells[0]?.id ?? '';
    await on.cellar.settle(id, { kind: 'later', reply: '', nextAt: later(1) }, later(HOUR_MS));
    expect(await statesOf(on.other, subscription)).toEqual({ 'bell-3': 'perhaps' });
    await on.cellar.settle(id, SENT, later(HOUR_MS));
    expect(await statesOf(on.other, subscription)).toEqual({ 'bell-3': 'sent' });
  });

  it('records what became of a try, and what the server said', async () => {
    const { subscription, bells } = await confirmed(on.cellar, [['bell-3', NOW]]);
    const [bell = reminderFor(subscription, 'bell-3', NOW)] = bells;
    await on.cellar.claimDue(NOW, 1);
    await on.cellar.settle(bell.id, { kind: 'later', reply: '421 busy', nextAt: later(60_000) }, later(1));
    const found = async () => (await on.other.subscriptionsOf(subscription.draft))[0]?.reminders[0];
    expect(await found()).toEqual({ ...bell, nextAt: later(60_000), tries: 1, reply: '421 busy' });
    expect(await on.other.claimDue(later(59_999), 1)).toEqual([]);
    const [again] = await on.other.claimDue(later(60_000), 1);
    expect(again?.reminder).toMatchObject({ id: bell.id, tries: 2, reply: '421 busy', ringsAt: NOW });
    await on.other.settle(bell.id, SENT, later(60_001));
    const sent = { ...bell, nextAt: later(60_000), state: 'sent', tries: 2, settledAt: later(60_001), reply: '250 ok' };
    expect(await found()).toEqual(sent);
    // What was settled stays so, and what is gone is no error.
    await on.cellar.settle(bell.id, { kind: 'passed', reply: '' }, later(60_002));
    await on.cellar.settle(randomUUID(), SENT, later(60_002));
    expect(await found()).toEqual(sent);
  });

  it('ends a subscription whose address is refused, and only that', async () => {
    const { started, subscription, hash, bells } = await confirmed(on.cellar, [
      ['bell-3', NOW],
      ['bell-1', later(DAY_MS)],
    ]);
    const { subscription: neighbour } = await confirmed(on.cellar, [['bell-1', later(DAY_MS)]], started);
    await on.cellar.claimDue(NOW, 1);
    await on.cellar.settle(bells[0]?.id ?? '', { kind: 'refused', reply: '550 no such user' }, later(3));
    expect((await on.other.subscriptionByHash(hash))?.ended).toEqual({ at: later(3), reason: 'refused' });
    expect(await statesOf(on.other, subscription)).toEqual({ 'bell-3': 'refused', 'bell-1': 'passed' });
    expect(await statesOf(on.other, neighbour)).toEqual({ 'bell-1': 'planned' });
  });

  it('lets what is being sent go on while its subscription ends or is planned anew', async () => {
    const { subscription, bells } = await confirmed(on.cellar, [['bell-3', NOW]]);
    await on.cellar.claimDue(NOW, 1);
    await on.other.replan(subscription.id, DEADLINE, MOVED, []);
    await on.other.endSubscription(subscription.id, 'reader', NOW);
    await on.cellar.settle(bells[0]?.id ?? '', SENT, later(1));
    expect(await statesOf(on.other, subscription)).toEqual({ 'bell-3': 'sent' });
  });

  it('follows a deadline that moves away and comes back: nothing rings twice, nothing is forgotten', async () => {
    const { subscription, bells } = await confirmed(on.cellar, [
      ['bell-7', NOW],
      ['bell-3', later(1)],
      ['bell-1', later(DAY_MS)],
    ]);
    const [claimed] = await on.cellar.claimDue(NOW, 1);
    await on.cellar.settle(claimed?.reminder.id ?? '', SENT, NOW);
    const [failing] = await on.cellar.claimDue(later(1), 1);
    expect(idsOf([claimed, failing].filter((one) => one !== undefined))).toEqual([bells[0]?.id, bells[1]?.id]);

    const newsOf = (from: Date, to: Date) =>
      reminderFor(subscription, 'moved', later(2), { deadlineAt: to, movedFrom: from });
    const away = newsOf(DEADLINE, MOVED);
    expect(await on.cellar.replan(subscription.id, DEADLINE, MOVED, [away])).toBe(true);
    await on.cellar.settle(failing?.reminder.id ?? '', { kind: 'later', reply: '', nextAt: later(2) }, later(2));
    const told = await on.cellar.claimDue(later(2), 9);
    expect(idsOf(told)).toEqual([away.id]);
    await on.cellar.settle(away.id, SENT, later(2));

    const home = newsOf(MOVED, DEADLINE);
    const anew = (['bell-7', 'bell-3', 'bell-1'] as const).map((kind, index) =>
      reminderFor(subscription, kind, later((index + 1) * DAY_MS)),
    );
    expect(await on.cellar.replan(subscription.id, MOVED, DEADLINE, [home, ...anew])).toBe(true);
    const [found] = await on.other.subscriptionsOf(subscription.draft);
    const waiting = found?.reminders.filter(({ state }) => state === 'planned') ?? [];
    // The bell that had rung keeps its place; the two that had not wait anew, under the ids that were given now.
    expect(waiting.map(({ id }) => id)).toEqual([home.id, anew[1]?.id, anew[2]?.id]);
    expect(found?.reminders.filter(({ kind }) => kind === 'bell-7')).toMatchObject([
      { id: bells[0]?.id, state: 'sent' },
    ]);

    await on.cellar.claimDue(later(2), 9);
    await on.cellar.settle(home.id, SENT, later(3));
    const second = newsOf(DEADLINE, MOVED);
    expect(await on.cellar.replan(subscription.id, DEADLINE, MOVED, [second])).toBe(true);
    expect(idsOf(await on.cellar.claimDue(later(4), 9))).toEqual([second.id]);
  });

  it('does not let a row that was tampered with keep the others from ringing', async () => {
    const first = await confirmed(on.cellar, [['bell-3', NOW]]);
    const second = await confirmed(on.cellar, [['bell-3', later(1)]], undefined, { wish: { ...WISH, hour: 5 } });
    await on.ground.query(
      `update subscriptions set sealed = (select sealed from subscriptions where id = '${second.subscription.id}')
       where id = '${first.subscription.id}'`,
    );
    expect(idsOf(await on.other.due(later(1), 5))).toEqual(second.bells.map(({ id }) => id));
    expect(idsOf(await on.other.claimDue(later(1), 5))).toEqual(second.bells.map(({ id }) => id));
    await expect(on.other.subscriptionsOf(first.subscription.draft)).rejects.toMatchObject({ code: 'broken-seal' });
  });
});

describe('a claim on PostgreSQL while another process claims', () => {
  const on = standOn(GROUNDS[1].begin);

  it('takes what the other one does not hold, and does not wait for it', async () => {
    const first = await confirmed(on.cellar, [['bell-3', NOW]]);
    const second = await confirmed(on.cellar, [['bell-3', later(1)]]);
    const other = new pg.Client({ connectionString: on.ground.settings.databaseUrl ?? '' });
    await other.connect();
    await other.query('begin');
    await other.query(`select id from reminders where id = '${first.bells[0]?.id}' for update`);
    expect(idsOf(await on.cellar.claimDue(later(1), 5))).toEqual(second.bells.map(({ id }) => id));
    expect(await on.cellar.claimDue(later(1), 5)).toEqual([]);
    await other.query('rollback');
    await other.end();
    expect(idsOf(await on.cellar.claimDue(later(1), 5))).toEqual(first.bells.map(({ id }) => id));
  });
});

type AskedFor = Awaited<ReturnType<typeof confirmed>>;
const SMALL = new Uint8Array([1]);
