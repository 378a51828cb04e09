/** Moves of drafts in the cellar, on both databases: all or nothing, and never over what somebody has just saved. */
import { describe, expect, it } from 'vitest';
import type { KeptQuestionnaire } from '../../src/domain/questionnaire.ts';
import { answer, KEPT, later, NOW, startDraft, submissionOf, type Started } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const NEWER: KeptQuestionnaire = { hash: 'd'.repeat(64), questionnaire: { ...KEPT.questionnaire, version: 2 } };
const NEWEST: KeptQuestionnaire = { hash: 'e'.repeat(64), questionnaire: { ...KEPT.questionnaire, version: 3 } };

const move = ({ record, link }: Started, revision: number, changes = {}, to = NEWER, from = KEPT.hash) => ({
  draft: record.id,
  from: { questionnaire: from, revision },
  to,
  changes,
  link,
});

describe.each(GROUNDS)('moves on $name', ({ begin }) => {
  const on = standOn(begin);
  const started = async (): Promise<Started> => {
    const draft = await startDraft(on.cellar, { q1: answer('First.') });
    await on.cellar.keepQuestionnaire(NEWER);
    await on.cellar.keepQuestionnaire(NEWEST);
    return draft;
  };
  const opened = async ({ record, session }: Started) => (await on.other.openDraft(record.id, session, NOW))!;

  it('keeps the questionnaire, the changed answers and the note together', async () => {
    const draft = await started();
    const before = await on.cellar.openDraft(draft.record.id, draft.session, NOW);
    const changes = { q1: { expected: 1, value: answer('First.\n\nAnd more.') } };
    expect(await on.cellar.moveDraft(move(draft, 1, changes), later(1))).toBe('moved');
    for (const cellar of [on.cellar, on.other]) {
      const after = await cellar.openDraft(draft.record.id, draft.session, NOW);
      expect(after?.record).toEqual({ ...before?.record, questionnaire: NEWER.hash, revision: 2, changedAt: later(1) });
      expect(after?.parts).toEqual([{ key: 'q1', revision: 2, savedAt: later(1), value: changes.q1.value }]);
    }
    const history = await on.cellar.history(draft.record.id, 'q1');
    expect(history.map(({ revision, value, by }) => [revision, value, by])).toEqual([
      [2, changes.q1.value, 'Amina'],
      [1, answer('First.'), 'Amina'],
    ]);
    expect(await on.other.moveDraft(move(draft, 2, {}, NEWEST, NEWER.hash), later(2))).toBe('moved');
    expect(await on.cellar.moves(draft.record.id)).toEqual([
      { from: KEPT.hash, to: NEWER.hash, at: later(1), by: 'Amina' },
      { from: NEWER.hash, to: NEWEST.hash, at: later(2), by: 'Amina' },
    ]);
    const lines = await on.cellar.auditLines(draft.record.id, 0, 10);
    const counts = lines.flatMap((line) =>
      line.kind === 'entry' && line.entry.action === 'version-moved' ? [line.entry.count] : [],
    );
    expect(counts).toEqual([3, 2]);
    expect((await on.cellar.verifyAudit(draft.record.id))?.kind).toBe('whole');
  });

  it('does nothing where somebody saved, moved or submitted meanwhile, or the draft is gone', async () => {
    const draft = await started();
    await on.other.savePart(draft.change(1, 'Second.'), NOW);
    expect(await on.cellar.moveDraft(move(draft, 1), NOW)).toBe('stale');
    // Of a mover that read the revision and an older part in two breaths, nothing is kept either.
    expect(await on.cellar.moveDraft(move(draft, 2, { q1: { expected: 1, value: answer('No.') } }), NOW)).toBe('stale');
    expect((await opened(draft)).record).toMatchObject({ questionnaire: KEPT.hash, revision: 2 });
    expect((await opened(draft)).parts[0]?.value).toEqual(answer('Second.'));
    expect(await on.cellar.moveDraft(move(draft, 2, {}, NEWEST, NEWER.hash), NOW)).toBe('stale');
    expect(await on.cellar.moves(draft.record.id)).toEqual([]);
    await on.cellar.freeze(submissionOf(draft.record.id, 2), Buffer.from('x'), null);
    expect(await on.cellar.moveDraft(move(draft, 2), NOW)).toBe('submitted');
    await on.cellar.removeDraft(draft.record.id);
    expect(await on.cellar.moveDraft(move(draft, 2), NOW)).toBe('gone');
  });

  it('lets a save that was begun before it land after it, and one of two movers win', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const draft = await started();
      const change = { q1: { expected: 1, value: answer('Carried.') } };
      const [saved, ...moved] = await Promise.all([
        on.other.savePart(draft.change(1, `Typed in turn ${turn}.`), later(1)),
        on.cellar.moveDraft(move(draft, 1, change), later(1)),
        on.other.moveDraft(move(draft, 1, change), later(1)),
      ]);
      expect(moved.filter((one) => one === 'moved').length).toBe(saved.kind === 'saved' ? 0 : 1);
      const after = await opened(draft);
      expect(after.record.questionnaire).toBe(saved.kind === 'saved' ? KEPT.hash : NEWER.hash);
      if (saved.kind !== 'stale') continue;
      // What came too late goes on top of what it is shown.
      expect(saved.current.value).toEqual(answer('Carried.'));
      expect((await on.other.savePart(draft.change(2, `Typed in turn ${turn}.`), later(2))).kind).toBe('saved');
    }
  });

  it('gives a draft that follows another one its moves', async () => {
    const draft = await started();
    await on.cellar.moveDraft(move(draft, 1), NOW);
    const next = await startDraft(on.cellar);
    const owner = { link: `${next.link}-2`, label: 'Amina', hash: `${next.hash}-2`, session: next.session };
    const record = { ...next.record, id: `${next.record.id}-2`, follows: draft.record.id, questionnaire: NEWER.hash };
    await on.cellar.startDraft(record, {}, owner);
    expect(await on.cellar.moves(record.id)).toEqual(await on.cellar.moves(draft.record.id));
  });
});
