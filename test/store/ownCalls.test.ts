/** Calls that were brought in, on both databases: whose they are, who sees them, and when they go. */
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import type { Cellar } from '../../src/store/cellar.ts';
import { addReviewer, beginSession, KEPT, later, NOW } from './cast.ts';
import { sealedIn, cellsOf } from './everything.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const newCall = (version = 1, id = `own-${[...randomBytes(10)].map((byte) => byte % 10).join('')}`): Questionnaire => ({
  ...KEPT.questionnaire,
  id,
  version,
  title: { en: `Zanzibar notebook ${version}` },
});

async function draftOf(
  cellar: Cellar,
  session: string,
  { hash, questionnaire }: { hash: string; questionnaire: Questionnaire },
) {
  const [id, link] = [randomUUID(), randomUUID()];
  const times = { startedAt: NOW, changedAt: NOW, submittedAt: null };
  const record = {
    id,
    call: questionnaire.id,
    questionnaire: hash,
    language: 'en' as const,
    revision: 1,
    follows: null,
    ...times,
  };
  await cellar.keepQuestionnaire({ hash, questionnaire });
  await cellar.startDraft(record, {}, { link, label: 'Amina', hash: randomUUID(), session });
  return { id, link };
}

describe.each(GROUNDS)('calls brought in, on $name', ({ begin }) => {
  const on = standOn(begin);

  it('belong to the session that brought them in', async () => {
    const [amina, bruno] = [await beginSession(on.cellar), await beginSession(on.cellar)];
    const call = newCall();
    await on.cellar.bringIn(call, amina, NOW);
    expect(await on.other.ownCall(call.id, amina, NOW)).toMatchObject({
      questionnaire: call,
      mine: true,
      drafted: false,
    });
    expect(await on.other.ownCall(call.id, bruno, NOW)).toBeNull();
    expect((await on.other.ownCalls(amina, NOW)).map(({ questionnaire }) => questionnaire.id)).toEqual([call.id]);
    expect(await on.other.ownCalls(bruno, NOW)).toEqual([]);
    expect(await on.other.newestOwn(call.id)).toMatchObject({ questionnaire: call });
  });

  it('are sealed', async () => {
    await on.cellar.bringIn(newCall(), await beginSession(on.cellar), NOW);
    const cells = await cellsOf(on.ground);
    expect(
      cells.some(({ cell }) =>
        (cell instanceof Uint8Array ? Buffer.from(cell).toString('latin1') : String(cell)).includes('Zanzibar'),
      ),
    ).toBe(false);
    expect((await sealedIn(on.ground)).some(({ at }) => at === 'own_versions.sealed')).toBe(true);
  });

  it('are seen by whoever may open a draft of them, for as long as they may', async () => {
    const [amina, bruno] = [await beginSession(on.cellar), await beginSession(on.cellar)];
    const call = newCall();
    await on.cellar.bringIn(call, amina, NOW);
    const kept = (await on.cellar.newestOwn(call.id))!;
    const draft = await draftOf(on.cellar, amina, kept);
    const { link } = await addReviewer(on.cellar, draft.id);
    await on.cellar.enter(bruno, link, NOW);
    expect(await on.other.ownCall(call.id, bruno, NOW)).toMatchObject({ mine: false, drafted: true });
    expect(await on.other.questionnaireByHash(kept.hash)).toEqual(call);
    await on.cellar.revokeLink(draft.id, link.id, NOW);
    expect(await on.other.ownCall(call.id, bruno, NOW)).toBeNull();
  });

  it('are corrected by their owner, each version once', async () => {
    const [amina, bruno] = [await beginSession(on.cellar), await beginSession(on.cellar)];
    const call = newCall();
    await on.cellar.bringIn(call, amina, NOW);
    const { hash } = (await on.cellar.newestOwn(call.id))!;
    const second = newCall(2, call.id);
    expect(await on.cellar.correct(second, hash, bruno, NOW)).toBe(false);
    expect(await on.cellar.correct(second, hash, amina, later(1))).toBe(true);
    expect(await on.other.correct(newCall(3, call.id), hash, amina, later(2))).toBe(false);
    expect((await on.other.newestOwn(call.id))?.questionnaire).toEqual(second);
    expect(await on.other.newestVersion(call.id)).toBe(2);
    expect(await on.other.questionnaireByHash(hash)).toEqual(call);
  });

  it('are removed by their owner while there is no draft', async () => {
    const [amina, bruno] = [await beginSession(on.cellar), await beginSession(on.cellar)];
    const call = newCall();
    await on.cellar.bringIn(call, amina, NOW);
    const draft = await draftOf(on.cellar, amina, (await on.cellar.newestOwn(call.id))!);
    expect(await on.cellar.removeOwn(call.id, amina)).toBe(false);
    await on.cellar.removeDraft(draft.id);
    expect(await on.cellar.removeOwn(call.id, bruno)).toBe(false);
    expect(await on.cellar.removeOwn(call.id, amina)).toBe(true);
    expect(await on.other.newestOwn(call.id)).toBeNull();
    expect((await cellsOf(on.ground)).filter(({ cell }) => cell === call.id)).toEqual([]);
  });

  it('go when nobody can open them any more', async () => {
    const amina = await beginSession(on.cellar);
    const [alone, drafted] = [newCall(), newCall()];
    await on.cellar.bringIn(alone, amina, NOW);
    await on.cellar.bringIn(drafted, amina, NOW);
    const draft = await draftOf(on.cellar, amina, (await on.cellar.newestOwn(drafted.id))!);
    await on.cellar.endSession(amina);
    expect(await on.cellar.newestOwn(alone.id)).toBeNull();
    expect(await on.cellar.newestOwn(drafted.id)).not.toBeNull();
    await on.cellar.removeDraft(draft.id);
    expect(await on.cellar.newestOwn(drafted.id)).toBeNull();
  });
});
