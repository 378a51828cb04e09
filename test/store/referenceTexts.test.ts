/** Reference texts in the cellar, on both databases: sealed, within limits, gone with their draft; and what is offered. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHARACTERS_MAX, TEXTS_MAX, type NewText } from '../../src/domain/referenceText.ts';
import { later, NOW, startDraft, startDraftIn, submissionOf } from './cast.ts';
import { cellsOf } from './everything.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const SECRET = 'Zanzibar notebook';

const textFor = (draft: string, more: Partial<NewText> = {}): NewText => ({
  id: randomUUID(),
  draft,
  name: `${SECRET}, part one`,
  kind: 'pdf',
  language: 'en',
  addedAt: NOW,
  characters: 100,
  excerpts: [{ headings: [`${SECRET}: the coast`], lines: [`${SECRET}: boats.`, 'Nets.'], pages: [3, 4] }],
  ...more,
});

describe.each(GROUNDS)('reference texts, on $name', ({ begin }) => {
  const on = standOn(begin);

  it('are kept, listed in their order, and given back as they came', async () => {
    const { record, link, session } = await startDraft(on.cellar);
    const [one, two] = [
      textFor(record.id),
      textFor(record.id, { addedAt: later(5), name: 'Second', language: null, characters: 99 }),
    ];
    expect(await on.cellar.addText(two, link)).toBe('added');
    expect(await on.cellar.addText(one, link)).toBe('added');
    const { excerpts, ...listed } = one;
    expect(await on.other.textsOf(record.id, session)).toMatchObject([
      { ...listed, offered: false },
      { id: two.id, name: 'Second', language: null },
    ]);
    expect(await on.other.wholeText(record.id, one.id, session)).toEqual({ ...listed, excerpts, offered: false });
  });

  it('are found in no other draft', async () => {
    const [mine, theirs] = [await startDraft(on.cellar), await startDraft(on.cellar)];
    const text = textFor(mine.record.id);
    await on.cellar.addText(text, mine.link);
    expect(await on.cellar.wholeText(theirs.record.id, text.id, theirs.session)).toBeNull();
    expect(await on.cellar.textsOf(theirs.record.id, theirs.session)).toEqual([]);
    const by = { link: theirs.link, at: NOW };
    expect(await on.cellar.removeText(theirs.record.id, text.id, by)).toBe(false);
    await on.cellar.offerText(theirs.record.id, text.id, theirs.session, true);
    expect(await on.cellar.offeredTexts(theirs.session, [mine.record.id, theirs.record.id])).toEqual([]);
  });

  it('are sealed, name and all', async () => {
    const { record, link } = await startDraft(on.cellar);
    await on.cellar.addText(textFor(record.id), link);
    const cells = await cellsOf(on.ground);
    const clear = cells.map(({ cell }) =>
      cell instanceof Uint8Array ? Buffer.from(cell).toString('latin1') : String(cell),
    );
    expect(clear.filter((cell) => cell.includes(SECRET))).toEqual([]);
  });

  it('are as many as a draft may have, also where two come together', async () => {
    const { record, link, session } = await startDraft(on.cellar);
    const near = textFor(record.id, { characters: CHARACTERS_MAX - 150 });
    expect(await on.cellar.addText(near, link)).toBe('added');
    const saying = (line: string, characters: number): NewText =>
      textFor(record.id, { characters, excerpts: [{ headings: [], lines: [line], pages: null }] });
    const outcomes = await Promise.all([
      on.cellar.addText(saying('One.', 100), link),
      on.other.addText(saying('Other.', 100), link),
    ]);
    expect(outcomes.sort()).toEqual(['added', 'full']);
    for (let count = 2; count < TEXTS_MAX; count += 1) {
      expect(await on.cellar.addText(saying(`Number ${count}.`, 1), link)).toBe('added');
    }
    expect(await on.cellar.addText(saying('The last.', 1), link)).toBe('full');
    expect(await on.cellar.textsOf(record.id, session)).toHaveLength(TEXTS_MAX);
  });

  it('are kept once for the same content, also where it comes twice together', async () => {
    const [one, other] = [await startDraft(on.cellar), await startDraft(on.cellar)];
    const add = (cellar: typeof on.cellar, draft = one, more: Partial<NewText> = {}) =>
      cellar.addText(textFor(draft.record.id, more), draft.link);
    const outcomes = await Promise.all([add(on.cellar), add(on.other)]);
    const [kept, ...more] = await on.cellar.textsOf(one.record.id, one.session);
    expect(more).toEqual([]);
    expect(outcomes).toContainEqual('added');
    expect(outcomes).toContainEqual({ there: kept!.id });
    expect(await add(on.cellar, one, { name: 'Another name' })).toEqual({ there: kept!.id });
    // Citations name the page.
    const elsewhere = textFor(one.record.id).excerpts.map((excerpt) => ({ ...excerpt, pages: [5, 5] as const }));
    expect(await add(on.cellar, one, { excerpts: elsewhere })).toBe('added');
    expect(await add(on.cellar, other)).toBe('added');
  });

  it('stay as they are once the draft is submitted', async () => {
    const { record, link, session } = await startDraft(on.cellar);
    const text = textFor(record.id);
    await on.cellar.addText(text, link);
    await on.cellar.freeze(submissionOf(record.id, 1), Buffer.from('document'), null);
    expect(await on.cellar.addText(textFor(record.id), link)).toBe('submitted');
    expect(await on.cellar.removeText(record.id, text.id, { link, at: NOW })).toBe(false);
    expect(await on.cellar.wholeText(record.id, text.id, session)).toMatchObject({ name: text.name });
    expect(await on.cellar.addText(textFor(randomUUID()), link)).toBe('gone');
  });

  it('are noted in the record of the draft when they come and go', async () => {
    const { record, link } = await startDraft(on.cellar);
    const text = textFor(record.id);
    await on.cellar.addText(text, link);
    expect(await on.cellar.removeText(record.id, text.id, { link, at: NOW })).toBe(true);
    expect(await on.cellar.removeText(record.id, text.id, { link, at: NOW })).toBe(false);
    const lines = await on.cellar.auditLines(record.id, 0, 10);
    const actions = lines.flatMap((line) => (line.kind === 'entry' ? [line.entry.action] : []));
    expect(actions.slice(0, 2)).toEqual(['text-removed', 'text-added']);
  });

  it('are offered by one browser to its other drafts, until it takes that back', async () => {
    const { record, link, session } = await startDraft(on.cellar);
    const second = await startDraftIn(on.cellar, session);
    const stranger = await startDraft(on.cellar);
    const text = textFor(record.id);
    await on.cellar.addText(text, link);
    await on.cellar.offerText(record.id, text.id, session, true);
    await on.cellar.offerText(record.id, text.id, session, true);
    const drafts = [record.id, second.record.id, stranger.record.id];
    expect(await on.other.offeredTexts(session, drafts)).toMatchObject([{ id: text.id, offered: true }]);
    expect(await on.other.textsOf(record.id, session)).toMatchObject([{ offered: true }]);
    expect(await on.other.offeredTexts(session, [second.record.id])).toEqual([]);
    expect(await on.other.offeredTexts(stranger.session, drafts)).toEqual([]);
    expect(await on.other.textsOf(record.id, stranger.session)).toMatchObject([{ offered: false }]);
    await on.cellar.offerText(record.id, text.id, session, false);
    expect(await on.other.offeredTexts(session, drafts)).toEqual([]);
  });

  it('go with their draft; offers also with the browser', async () => {
    const { record, link, session } = await startDraft(on.cellar);
    const text = textFor(record.id);
    await on.cellar.addText(text, link);
    await on.cellar.offerText(record.id, text.id, session, true);
    const rows = async (query: string) => (await on.ground.query(query)).length;
    const offers = `select * from text_offers where text = '${text.id}'`;
    const texts = `select id from reference_texts where id = '${text.id}'`;
    expect([await rows(offers), await rows(texts)]).toEqual([1, 1]);
    await on.cellar.endSession(session, NOW);
    expect([await rows(offers), await rows(texts)]).toEqual([0, 1]);
    await on.cellar.removeDraft(record.id);
    expect(await rows(texts)).toBe(0);
  });
});
