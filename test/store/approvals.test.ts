/** Approvals in the cellar, on both databases: every yes and no, sealed, newest first, and bound to what it is about. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Approval } from '../../src/domain/approval.ts';
import { LEAD } from '../../src/domain/signatory.ts';
import { addReviewer, answer, later, NOW, startDraft, type Started } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const WORDS = 'Approved by our board in Dakar, « à l’unanimité ».';

const given = ({ record, link }: Started, change: Partial<Approval> = {}): Omit<Approval, 'by'> => ({
  id: randomUUID(),
  draft: record.id,
  signatory: LEAD,
  decision: 'approved',
  hash: 'a'.repeat(64),
  revisions: { q1: 2, organisation: 1 },
  words: WORDS,
  link,
  at: NOW,
  ...change,
});

describe.each(GROUNDS)('approvals on $name', ({ begin }) => {
  const on = standOn(begin);

  it('come back whole, newest first, with the label of the link', async () => {
    const started = await startDraft(on.cellar, { q1: answer('text') });
    const { link } = await addReviewer(on.cellar, started.record.id, { role: 'signatory', signatory: 'k7m2q9xdab' });
    const first = given(started);
    const second = given(started, { signatory: 'k7m2q9xdab', decision: 'declined', link: link.id, at: later(1) });
    const third = given(started, { words: '', revisions: {}, at: later(2), hash: 'b'.repeat(64) });
    for (const approval of [first, second, third]) await on.cellar.addApproval(approval);
    expect(await on.other.approvals(started.record.id)).toEqual([
      { ...third, by: 'Amina' },
      { ...second, by: 'Bruno, field office' },
      { ...first, by: 'Amina' },
    ]);
  });

  it('keep their order within a millisecond, and come in many at once', async () => {
    const started = await startDraft(on.cellar);
    const all = Array.from({ length: 12 }, (_, index) => given(started, { words: `number ${index}` }));
    for (const approval of all) await on.cellar.addApproval(approval);
    expect((await on.other.approvals(started.record.id)).map(({ words }) => words)).toEqual(
      all.map(({ words }) => words).toReversed(),
    );
    const crowd = Array.from({ length: 12 }, () => given(started));
    await Promise.all(crowd.map((approval, index) => (index % 2 ? on.cellar : on.other).addApproval(approval)));
    expect(await on.cellar.approvals(started.record.id)).toHaveLength(24);
  });

  it('of other drafts stay there', async () => {
    const [mine, theirs] = [await startDraft(on.cellar), await startDraft(on.cellar)];
    await on.cellar.addApproval(given(theirs));
    expect(await on.cellar.approvals(mine.record.id)).toEqual([]);
  });

  it('are sealed, and do not open where somebody changed what they are about', async () => {
    const started = await startDraft(on.cellar);
    const approval = given(started, { words: 'Juniper-77 said yes.', decision: 'declined' });
    await on.cellar.addApproval(approval);
    expect((await on.ground.stolen()).includes('Juniper-77')).toBe(false);
    for (const change of [`decision = 'approved'`, `hash = '${'c'.repeat(64)}'`, `signatory = 'k7m2q9xdab'`]) {
      await on.ground.query(`update approvals set ${change} where id = '${approval.id}'`);
      await expect(on.other.approvals(started.record.id)).rejects.toMatchObject({ code: 'broken-seal' });
      await on.ground.query(
        `update approvals set decision = 'declined', hash = '${approval.hash}', signatory = '${LEAD}' where id = '${approval.id}'`,
      );
    }
    expect(await on.other.approvals(started.record.id)).toHaveLength(1);
  });

  it('of a draft that does not exist are refused', async () => {
    const started = await startDraft(on.cellar);
    await expect(on.cellar.addApproval(given(started, { draft: randomUUID() }))).rejects.toMatchObject({
      name: 'AppError',
    });
  });
});
