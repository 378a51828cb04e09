/** Subscriptions in the cellar, on both databases: asked, confirmed, changed, moved with the deadline, ended. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { answer, later, NOW, startDraft, submissionOf } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { ask, confirmed, DAY_MS, DEADLINE, MOVED, reminderFor, statesOf, subscriptionTo, WISH } from './reminding.ts';
import { standOn } from './stand.ts';

describe.each(GROUNDS)('subscriptions on $name', ({ begin }) => {
  const on = standOn(begin);
  beforeEach(() => on.ground.query('delete from subscriptions'));

  it('gives back what somebody asked for, to the letter and the millisecond', async () => {
    const { subscription, hash, question } = await ask(on.cellar);
    expect(await on.other.subscriptionByHash(hash)).toEqual(subscription);
    expect(await on.other.subscriptionByHash(randomUUID())).toBeNull();
    expect(await on.other.subscriptionsOf(subscription.draft)).toEqual([{ subscription, reminders: [question] }]);
  });

  it('lists those of one draft, oldest first, with their reminders in the order of their moments', async () => {
    const started = await startDraft(on.cellar);
    const younger = await confirmed(on.cellar, [['bell-1', later(DAY_MS)]], started, { askedAt: later(1) });
    const older = await confirmed(
      on.cellar,
      [
        ['bell-0', later(3 * DAY_MS)],
        ['bell-1', later(2 * DAY_MS)],
        ['bell-3', later(DAY_MS)],
      ],
      started,
    );
    await ask(on.cellar);
    const listed = await on.other.subscriptionsOf(started.record.id);
    expect(listed.map(({ subscription }) => subscription.id)).toEqual([older.subscription.id, younger.subscription.id]);
    expect(listed.map(({ reminders }) => reminders.map(({ kind }) => kind))).toEqual([
      ['bell-3', 'bell-1', 'bell-0'],
      ['bell-1'],
    ]);
  });

  it('plans on confirmation, and once only', async () => {
    const { subscription } = await ask(on.cellar);
    const bells = [reminderFor(subscription, 'bell-3', later(DAY_MS))];
    const again = [reminderFor(subscription, 'bell-1', later(2 * DAY_MS))];
    const outcomes = await Promise.all([
      on.cellar.confirm(subscription.id, NOW, DEADLINE, bells),
      on.other.confirm(subscription.id, NOW, DEADLINE, bells.slice()),
    ]);
    expect(outcomes).toEqual([true, true]);
    expect(await on.cellar.confirm(subscription.id, later(5), MOVED, again)).toBe(true);
    const [found] = await on.other.subscriptionsOf(subscription.draft);
    expect(found).toEqual({
      subscription: { ...subscription, confirmedAt: NOW, deadlineAt: DEADLINE },
      reminders: bells,
    });
  });

  it('confirms nobody who has ended it, or never asked', async () => {
    const { subscription } = await ask(on.cellar);
    await on.cellar.endSubscription(subscription.id, 'reader', NOW);
    expect(await on.cellar.confirm(subscription.id, NOW, DEADLINE, [])).toBe(false);
    expect(await on.cellar.confirm(randomUUID(), NOW, DEADLINE, [])).toBe(false);
  });

  it('ends once: nothing stays planned, and the first reason stands', async () => {
    const { subscription, hash } = await confirmed(on.cellar, [['bell-3', later(DAY_MS)]]);
    expect(await on.cellar.endSubscription(subscription.id, 'owner', later(1))).toBe(true);
    expect(await on.other.endSubscription(subscription.id, 'reader', later(2))).toBe(true);
    expect(await on.other.endSubscription(randomUUID(), 'reader', later(2))).toBe(false);
    expect((await on.other.subscriptionByHash(hash))?.ended).toEqual({ at: later(1), reason: 'owner' });
    expect(await statesOf(on.other, subscription)).toEqual({ 'bell-3': 'passed' });
  });

  it('changes a wish, and keeps the token and what has rung', async () => {
    const { subscription, hash, bells } = await confirmed(on.cellar, [
      ['bell-7', later(1)],
      ['bell-3', later(DAY_MS)],
    ]);
    await on.cellar.claimDue(later(1), 1);
    await on.cellar.settle(bells[0]?.id ?? '', { kind: 'sent', reply: '250 ok' }, later(2));
    const wish = { ...WISH, address: 'chiara@example.net', hour: 7, neutral: false };
    const planned = [
      reminderFor(subscription, 'bell-7', later(3)),
      reminderFor(subscription, 'bell-1', later(2 * DAY_MS)),
    ];
    expect(await on.cellar.changeWish(subscription.id, wish, planned)).toBe(true);
    expect(await on.other.subscriptionByHash(hash)).toMatchObject({ wish, token: subscription.token });
    expect(await statesOf(on.other, subscription)).toEqual({ 'bell-7': 'sent', 'bell-1': 'planned' });
  });

  it('keeps asking the question when the wish changes before it is answered', async () => {
    const { subscription, question } = await ask(on.cellar);
    expect(await on.cellar.changeWish(subscription.id, { ...WISH, hour: 6 }, [])).toBe(true);
    const [claimed] = await on.other.claimDue(NOW, 5);
    expect(claimed?.reminder.id).toBe(question.id);
    expect(claimed?.subscription.wish.hour).toBe(6);
  });

  it('changes no wish of somebody who has ended it', async () => {
    const { subscription, hash } = await confirmed(on.cellar, []);
    await on.cellar.endSubscription(subscription.id, 'reader', NOW);
    const planned = [reminderFor(subscription, 'bell-1', later(DAY_MS))];
    expect(await on.cellar.changeWish(subscription.id, { ...WISH, hour: 6 }, planned)).toBe(false);
    expect(await on.cellar.changeWish(randomUUID(), WISH, [])).toBe(false);
    expect((await on.cellar.subscriptionByHash(hash))?.wish).toEqual(WISH);
    expect(await statesOf(on.cellar, subscription)).toEqual({});
  });

  it('knows for which deadlines it planned: of those who confirmed, did not end, and have not submitted', async () => {
    const { started, subscription } = await confirmed(on.cellar, []);
    const { call, questionnaire } = started.record;
    const open = await confirmed(on.cellar, [], await startDraft(on.cellar));
    await on.cellar.replan(open.subscription.id, DEADLINE, null, []);
    await ask(on.cellar, started);
    const ended = await confirmed(on.cellar, [], started);
    await on.cellar.replan(ended.subscription.id, DEADLINE, MOVED, []);
    await on.cellar.endSubscription(ended.subscription.id, 'owner', NOW);
    const submitted = await confirmed(on.cellar, [], await startDraft(on.cellar, { q1: answer('text') }));
    await on.cellar.replan(submitted.subscription.id, DEADLINE, MOVED, []);
    await on.cellar.freeze(submissionOf(submitted.started.record.id, 1), new Uint8Array([1]));
    await confirmed(on.cellar, [], started);

    const planned = await on.other.plannedDeadlines();
    expect(planned).toHaveLength(2);
    expect(planned).toContainEqual({ call, questionnaire, deadlineAt: DEADLINE });
    expect(planned).toContainEqual({ call, questionnaire, deadlineAt: null });
    const idsFor = async (deadlineAt: Date | null, limit = 10): Promise<string[]> =>
      (await on.other.subscriptionsPlannedFor(call, questionnaire, deadlineAt, limit)).map(({ id }) => id);
    expect(await idsFor(DEADLINE)).toHaveLength(2);
    expect(await idsFor(DEADLINE)).toContain(subscription.id);
    expect(await idsFor(DEADLINE, 1)).toHaveLength(1);
    expect(await idsFor(null)).toEqual([open.subscription.id]);
    expect(await idsFor(MOVED)).toEqual([]);
    expect(await on.other.subscriptionsPlannedFor('another-call', questionnaire, DEADLINE, 10)).toEqual([]);
    expect(await on.other.subscriptionsPlannedFor(call, 'b'.repeat(64), DEADLINE, 10)).toEqual([]);
  });

  it('plans anew for one caller of many, and exactly once', async () => {
    for (const [from, to] of [
      [DEADLINE, MOVED],
      [MOVED, null],
      [null, DEADLINE],
    ] as const) {
      const { subscription } = await confirmed(on.cellar, [['bell-3', later(DAY_MS)]]);
      if (from !== DEADLINE) await on.cellar.replan(subscription.id, DEADLINE, from, []);
      const planned = (deadlineAt: Date | null) =>
        deadlineAt === null
          ? []
          : [
              reminderFor(subscription, 'moved', NOW, { deadlineAt, movedFrom: from }),
              reminderFor(subscription, 'bell-7', later(DAY_MS), { deadlineAt }),
            ];
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (index % 2 === 0 ? on.cellar : on.other).replan(subscription.id, from, to, planned(to)),
        ),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await statesOf(on.other, subscription)).toEqual(
        to === null ? {} : { moved: 'planned', 'bell-7': 'planned' },
      );
      const [found] = await on.other.subscriptionsOf(subscription.draft);
      expect(found?.subscription.deadlineAt).toEqual(to);
      expect(found?.reminders.map(({ movedFrom }) => movedFrom)).toEqual(to === null ? [] : [from, null]);
    }
  });

  it('plans nothing anew where nothing moved, nor for who has ended it or did not confirm', async () => {
    const { subscription } = await confirmed(on.cellar, []);
    expect(await on.cellar.replan(subscription.id, DEADLINE, new Date(DEADLINE), [])).toBe(false);
    expect(await on.cellar.replan(subscription.id, MOVED, DEADLINE, [])).toBe(false);
    expect(await on.cellar.replan(subscription.id, null, MOVED, [])).toBe(false);
    await on.cellar.endSubscription(subscription.id, 'reader', NOW);
    expect(await on.cellar.replan(subscription.id, DEADLINE, MOVED, [])).toBe(false);
    const { subscription: unconfirmed } = await ask(on.cellar);
    expect(await on.cellar.replan(unconfirmed.id, null, MOVED, [])).toBe(false);
    expect(await on.cellar.replan(randomUUID(), null, MOVED, [])).toBe(false);
  });

  it('forgets after a while who never confirmed, and nobody else', async () => {
    const started = await startDraft(on.cellar);
    const never = await ask(on.cellar, started);
    const lately = await ask(on.cellar, started, { askedAt: later(DAY_MS) });
    const { subscription: kept } = await confirmed(on.cellar, [], started);
    await on.cellar.forgetUnconfirmed(later(DAY_MS));
    expect(await on.other.subscriptionByHash(never.hash)).toBeNull();
    const left = (await on.other.subscriptionsOf(started.record.id)).map(({ subscription }) => subscription.id);
    expect(left.toSorted()).toEqual([kept.id, lately.subscription.id].toSorted());
    expect((await on.cellar.claimDue(NOW, 5)).map(({ reminder }) => reminder.id)).toEqual([lately.question.id]);
  });

  it('seals address, zone and token, and opens them under no other draft', async () => {
    const address = 'canary-heron@example.org';
    const token = 'canary-heron-token';
    const zone = 'America/Port-au-Prince';
    const asked = await ask(on.cellar, undefined, { wish: { ...WISH, address, zone }, token });
    await on.cellar.claimDue(NOW, 1);
    const reply = '550 canary-heron-reply';
    await on.cellar.settle(asked.question.id, { kind: 'later', reply, nextAt: later(DAY_MS) }, NOW);
    const [found] = await on.other.subscriptionsOf(asked.subscription.draft);
    expect(found?.subscription).toMatchObject({ token, wish: { address, zone } });
    expect(found?.reminders[0]?.reply).toBe(reply);
    const loot = await on.ground.stolen();
    expect(loot.includes(asked.subscription.id)).toBe(true);
    for (const canary of ['canary-heron', 'Port-au-Prince']) {
      expect(loot.includes(canary)).toBe(false);
      expect(loot.includes(Buffer.from(canary).toString('hex'))).toBe(false);
    }
    const { record } = await startDraft(on.cellar);
    await on.ground.query(`update subscriptions set draft = '${record.id}' where id = '${asked.subscription.id}'`);
    await expect(on.other.subscriptionsOf(record.id)).rejects.toMatchObject({ code: 'broken-seal' });
  });

  it('goes with its draft', async () => {
    const { subscription, hash } = await confirmed(on.cellar, [['bell-3', NOW]]);
    await on.ground.query(`delete from drafts where id = '${subscription.draft}'`);
    expect(await on.cellar.subscriptionByHash(hash)).toBeNull();
    expect(await on.cellar.claimDue(NOW, 5)).toEqual([]);
    expect(await on.cellar.nextDue()).toBeNull();
  });

  it('refuses a subscription to a draft that is not there', async () => {
    const started = await startDraft(on.cellar);
    const lost = subscriptionTo({ ...started, record: { ...started.record, id: 'never' } });
    await expect(on.cellar.subscribe(lost, randomUUID(), reminderFor(lost, 'confirm', NOW))).rejects.toMatchObject({
      code: 'internal',
    });
  });
});
