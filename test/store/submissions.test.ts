/** Submissions and deliveries in the cellar, on both databases: frozen once, sent once. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/domain/submission.ts';
import { answer, later, NOW, startDraft, submissionOf, type Started } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const LEASE_MS = 60_000;
const DOCUMENT = new Uint8Array([0x50, 0x4b, 0, 255, 7]);

const tryAt = (startedAt: Date): Delivery => ({
  id: randomUUID(),
  by: 'smtp',
  startedAt,
  finishedAt: null,
  outcome: null,
});

describe.each(GROUNDS)('submissions on $name', ({ begin }) => {
  const on = standOn(begin);

  async function submitted(): Promise<Started> {
    const started = await startDraft(on.cellar, { q1: answer('text') });
    await on.cellar.freeze(submissionOf(started.record.id, 1), DOCUMENT);
    return started;
  }

  it('freezes a submission and gives it back to the letter and the millisecond', async () => {
    const { record, session } = await startDraft(on.cellar, { q1: answer('text') });
    await on.cellar.openDraft(record.id, session, NOW);
    const submission = submissionOf(record.id, 1);
    expect(await on.cellar.freeze(submission, DOCUMENT)).toBe('frozen');
    expect(await on.other.submissionOf(record.id)).toEqual({ submission, deliveries: [] });
    expect(new Uint8Array((await on.other.documentOf(record.id)) ?? [])).toEqual(DOCUMENT);
    const opened = await on.cellar.openDraft(record.id, session, NOW);
    expect(opened?.record).toEqual({ ...record, submittedAt: submission.submittedAt });
  });

  it('freezes nothing that is out of date, and nothing twice', async () => {
    const { record, change } = await startDraft(on.cellar);
    await on.cellar.savePart(change(0, 'newer'), NOW);
    expect(await on.cellar.freeze(submissionOf(record.id, 1), DOCUMENT)).toBe('stale');
    expect(await on.cellar.submissionOf(record.id)).toBeNull();
    expect(await on.cellar.documentOf(record.id)).toBeNull();
    const submission = submissionOf(record.id, 2);
    expect(await on.cellar.freeze(submission, DOCUMENT)).toBe('frozen');
    expect(await on.other.freeze(submissionOf(record.id, 2), DOCUMENT)).toBe('already');
    expect((await on.cellar.submissionOf(record.id))?.submission).toEqual(submission);
    await expect(on.cellar.freeze(submissionOf(randomUUID(), 1), DOCUMENT)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('freezes the very revision that was read, whatever is saved meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 6 }), async (position) => {
        const { record, session, change } = await startDraft(on.cellar);
        const saves = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => () => on.other.savePart(change(0, key, key), NOW));
        const freezing = () => on.cellar.freeze(submissionOf(record.id, 1 + position), DOCUMENT);
        const deeds: (() => Promise<unknown>)[] = [...saves];
        deeds.splice(position, 0, freezing);
        await Promise.all(deeds.map((deed) => deed()));
        const frozen = await on.cellar.submissionOf(record.id);
        const opened = await on.cellar.openDraft(record.id, session, NOW);
        expect(opened?.parts).toHaveLength((opened?.record.revision ?? 0) - 1);
        expect(opened?.record.submittedAt === null).toBe(frozen === null);
        if (frozen !== null) expect(opened?.record.revision).toBe(frozen.submission.revision);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the tries in order, with what the server said', async () => {
    const { record } = await submitted();
    const first = tryAt(later(6_000));
    expect(await on.cellar.beginDelivery(record.id, first, LEASE_MS)).toEqual(first);
    await on.cellar.finishDelivery(first.id, { kind: 'failed', reply: '451 later' }, later(7_000));
    const second = tryAt(later(8_000));
    expect(await on.cellar.beginDelivery(record.id, second, LEASE_MS)).toEqual(second);
    expect((await on.other.submissionOf(record.id))?.deliveries).toEqual([
      { ...first, finishedAt: later(7_000), outcome: { kind: 'failed', reply: '451 later' } },
      second,
    ]);
  });

  it('keeps a try that was over as soon as it began', async () => {
    const { record } = await submitted();
    const own: Delivery = { ...tryAt(NOW), by: 'self', finishedAt: NOW, outcome: { kind: 'sent', reply: '' } };
    expect(await on.cellar.beginDelivery(record.id, own, LEASE_MS)).toEqual(own);
    expect((await on.other.submissionOf(record.id))?.deliveries).toEqual([own]);
  });

  it('lets nobody try while a try is under way, and somebody once it was cut off', async () => {
    const { record } = await submitted();
    await on.cellar.beginDelivery(record.id, tryAt(NOW), LEASE_MS);
    expect(await on.other.beginDelivery(record.id, tryAt(later(LEASE_MS - 1)), LEASE_MS)).toBeNull();
    expect(await on.other.beginDelivery(record.id, tryAt(later(LEASE_MS)), LEASE_MS)).not.toBeNull();
  });

  it('never sends what was sent', async () => {
    const { record } = await submitted();
    const sent = tryAt(NOW);
    await on.cellar.beginDelivery(record.id, sent, LEASE_MS);
    await on.cellar.finishDelivery(sent.id, { kind: 'sent', reply: '250 ok' }, later(1_000));
    expect(await on.other.beginDelivery(record.id, tryAt(later(10 * LEASE_MS)), LEASE_MS)).toBeNull();
  });

  it('gives one claim to exactly one of many who ask at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { record } = await submitted();
      const claims = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? on.cellar : on.other).beginDelivery(record.id, tryAt(NOW), LEASE_MS),
      );
      expect((await Promise.all(claims)).filter((claim) => claim !== null)).toHaveLength(1);
    }
  });

  it('delivers nothing that was not frozen', async () => {
    const { record } = await startDraft(on.cellar);
    expect(await on.cellar.beginDelivery(record.id, tryAt(NOW), LEASE_MS)).toBeNull();
    await expect(on.cellar.finishDelivery(randomUUID(), { kind: 'sent', reply: '' }, NOW)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
