/** Drafts and their parts in the cellar, on both databases. */
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { SESSION_MS } from '../../src/domain/link.ts';
import { openCellar } from '../../src/store/cellar.ts';
import { addReviewer, answer, beginSession, KEPT, later, NOW, startDraft, startDraftIn, submissionOf } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

/** Any string that JavaScript can hold, lone surrogates and NUL included. */
const anyString = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

/** JSON has no minus zero. */
const anyJson = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe.each(GROUNDS)('drafts on $name', ({ begin }) => {
  const on = standOn(begin);

  it('opens a draft for the session that started it', async () => {
    const { record, session, link } = await startDraft(on.cellar, { q1: answer('Hello'), publication: { choice: '' } });
    const opened = await on.cellar.openDraft(record.id, session, NOW);
    expect(opened).toEqual({
      record,
      role: 'owner',
      link,
      signatory: null,
      renewed: false,
      retention: { keepUntil: null, warnedAt: null },
      idleHours: 720,
      parts: [
        { key: 'publication', revision: 1, savedAt: NOW, value: { choice: '' } },
        { key: 'q1', revision: 1, savedAt: NOW, value: answer('Hello') },
      ],
    });
    expect(await on.other.openDraft(record.id, session, NOW)).toEqual(opened);
  });

  it('starts a draft whole or not at all, and names no parameter in the error', async () => {
    const { hash } = await startDraft(on.cellar);
    const session = await beginSession(on.cellar);
    const id = randomUUID();
    const record = { ...(await startDraft(on.cellar)).record, id };
    const failed = await on.cellar
      .startDraft(record, { q1: answer('Hello') }, { link: randomUUID(), label: 'Amina', hash, session })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(AppError);
    expect(inspect(failed, { depth: 9, showHidden: true })).not.toContain(hash);
    expect(await on.cellar.openDraft(id, session, NOW)).toBeNull();
    expect(await on.ground.query(`select id from drafts where id = '${id}'`)).toEqual([]);
  });

  it('opens nothing for a stranger, after the end of the session, or where there is no such draft', async () => {
    const { record, session } = await startDraft(on.cellar);
    const stranger = await beginSession(on.cellar);
    expect(await on.cellar.openDraft(record.id, session, later(SESSION_MS))).toBeNull();
    expect(await on.cellar.openDraft(record.id, session, later(SESSION_MS - 1))).not.toBeNull();
    expect(await on.cellar.openDraft(record.id, stranger, NOW)).toBeNull();
    expect(await on.cellar.openDraft(randomUUID(), session, NOW)).toBeNull();
  });

  it('saves a part: its revision, the draft’s revision and the time of the change go on', async () => {
    const { record, session, change } = await startDraft(on.cellar, { q1: answer('one') });
    expect(await on.cellar.savePart(change(1, 'two'), later(1_000))).toEqual({ kind: 'saved', revision: 2 });
    expect(await on.cellar.savePart(change(0, 'other', 'q2'), later(2_000))).toEqual({ kind: 'saved', revision: 1 });
    for (const each of [on.cellar, on.other]) {
      const opened = await each.openDraft(record.id, session, NOW);
      expect(opened?.record).toEqual({ ...record, revision: 3, changedAt: later(2_000) });
      expect(opened?.parts).toEqual([
        { key: 'q1', revision: 2, savedAt: later(1_000), value: answer('two') },
        { key: 'q2', revision: 1, savedAt: later(2_000), value: answer('other') },
      ]);
    }
  });

  it('answers a save over a newer text with that text, and changes nothing', async () => {
    const { record, session, change } = await startDraft(on.cellar);
    await on.cellar.savePart(change(0, 'first'), later(1_000));
    const before = await on.cellar.openDraft(record.id, session, NOW);
    const current = { key: 'q1', revision: 1, savedAt: later(1_000), value: answer('first') };
    expect(await on.cellar.savePart(change(0, 'second'), later(2_000))).toEqual({ kind: 'stale', current });
    expect(await on.cellar.savePart(change(7, 'third'), later(2_000))).toEqual({ kind: 'stale', current });
    expect(await on.other.openDraft(record.id, session, NOW)).toEqual(before);
    expect(await on.cellar.history(record.id, 'q1')).toHaveLength(1);
  });

  it('does not lose a text whose form claims to have seen a revision where nothing was saved yet', async () => {
    const { record, change } = await startDraft(on.cellar);
    const outcome = await on.cellar.savePart(change(4, 'kept all the same'), NOW);
    expect(outcome.kind).toBe('saved');
    expect((await on.cellar.history(record.id, 'q1'))[0]?.value).toEqual(answer('kept all the same'));
  });

  it('saves nothing in a draft that is submitted or not there', async () => {
    const { record, change } = await startDraft(on.cellar);
    const absent = { ...change(0, 'text'), draft: randomUUID() };
    expect(await on.cellar.savePart(absent, NOW)).toEqual({ kind: 'gone' });
    expect(await on.cellar.freeze(submissionOf(record.id, 1), Buffer.from('docx'))).toBe('frozen');
    expect(await on.cellar.savePart(change(0, 'too late'), NOW)).toEqual({ kind: 'submitted' });
    expect(await on.cellar.history(record.id, 'q1')).toEqual([]);
  });

  it('keeps the whole history of a part, newest first, with who wrote', async () => {
    const { record, change } = await startDraft(on.cellar, { q1: answer('one') });
    const { link } = await addReviewer(on.cellar, record.id, { role: 'writer', label: 'Chloé' });
    await on.cellar.savePart(change(1, 'two'), later(1_000));
    await on.cellar.savePart({ ...change(2, 'three'), link: link.id }, later(2_000));
    await on.cellar.revokeLink(record.id, link.id, later(3_000));
    const history = await on.cellar.history(record.id, 'q1');
    expect(history.map(({ revision, by, value }) => [revision, by, value])).toEqual([
      [3, 'Chloé', answer('three')],
      [2, 'Amina', answer('two')],
      [1, 'Amina', answer('one')],
    ]);
    expect(await on.cellar.partRevision(record.id, 'q1', 2)).toEqual(history[1]);
    expect(await on.cellar.partRevision(record.id, 'q1', 4)).toBeNull();
    expect(await on.cellar.history(record.id, 'q2')).toEqual([]);
    const slice = async (given: object) =>
      (await on.other.history(record.id, 'q1', given)).map(({ revision }) => revision);
    expect(await slice({ limit: 2 })).toEqual([3, 2]);
    expect(await slice({ before: 3 })).toEqual([2, 1]);
    expect(await slice({ before: 3, limit: 1 })).toEqual([2]);
    expect(await slice({ before: 1 })).toEqual([]);
  });

  it('lists the drafts of a session, last changed first', async () => {
    const session = await beginSession(on.cellar);
    const first = await startDraftIn(on.cellar, session, { q1: answer('first') });
    const second = await startDraftIn(on.cellar, session);
    await startDraft(on.cellar);
    await on.cellar.savePart(first.change(1, 'changed'), later(1_000));
    const drafts = await on.cellar.draftsOf(session, NOW);
    expect(drafts.map(({ record }) => record.id)).toEqual([first.record.id, second.record.id]);
    expect(drafts[0]).toEqual(await on.other.openDraft(first.record.id, session, NOW));
    expect(await on.cellar.draftsOf(session, later(SESSION_MS))).toEqual([]);
  });

  it('hands out the same frozen parts until something changes', async () => {
    const { record, session, change } = await startDraft(on.cellar, { q1: answer('one') });
    const first = await on.cellar.openDraft(record.id, session, NOW);
    const again = await on.cellar.openDraft(record.id, session, NOW);
    expect(again?.parts).toBe(first?.parts);
    expect(() => ((first?.parts[0]?.value as { text: string }).text = 'spoilt')).toThrow(TypeError);
    await on.cellar.savePart(change(1, 'two'), NOW);
    expect(first?.parts[0]?.value).toEqual(answer('one'));
  });

  it('sees at once what another process saved', async () => {
    const { record, session, change } = await startDraft(on.cellar, { q1: answer('one') });
    await on.cellar.openDraft(record.id, session, NOW);
    await on.other.savePart(change(1, 'two'), NOW);
    expect((await on.cellar.openDraft(record.id, session, NOW))?.parts[0]?.value).toEqual(answer('two'));
    await on.cellar.savePart(change(2, 'three'), NOW);
    expect((await on.other.openDraft(record.id, session, NOW))?.parts[0]?.value).toEqual(answer('three'));
  });

  it('gives back every text as it was typed', async () => {
    const { record, session, link } = await startDraft(on.cellar);
    let expected = 0;
    await fc.assert(
      fc.asyncProperty(anyString, anyJson, async (text, value) => {
        const typed = { text, value };
        await on.cellar.savePart({ draft: record.id, key: 'q1', expected, value: typed, link }, NOW);
        expected += 1;
        for (const each of [on.cellar, on.other]) {
          expect((await each.openDraft(record.id, session, NOW))?.parts[0]?.value).toEqual(typed);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a draft whose questionnaire is not kept: it could never be read again', async () => {
    const { record, session } = await startDraft(on.cellar);
    const orphan = { ...record, id: randomUUID(), questionnaire: 'unknown' };
    const owner = { link: randomUUID(), label: 'Amina', hash: randomUUID(), session };
    await expect(on.cellar.startDraft(orphan, {}, owner)).rejects.toBeInstanceOf(AppError);
  });

  it('keeps questionnaires for ever, by their hash', async () => {
    await on.cellar.keepQuestionnaire(KEPT);
    await on.other.keepQuestionnaire(KEPT);
    const fresh = await openCellar(on.ground.settings);
    const found = await fresh.questionnaireByHash(KEPT.hash);
    expect(found).toEqual(KEPT.questionnaire);
    expect(await fresh.questionnaireByHash(KEPT.hash)).toBe(found);
    expect(await fresh.questionnaireByHash('b'.repeat(64))).toBeNull();
    await fresh.close();
  });
});
