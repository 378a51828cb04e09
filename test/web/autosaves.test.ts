/** Saves that a script asks for: the rules of a plain save, in few words; and the key of the device's copy. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invite, linkTo, openHouse, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
let owner: Browser;
let draft: string;
beforeAll(async () => {
  house = await openHouse();
  owner = house.browser();
  draft = await startDraft(owner, 'fr');
});
afterAll(() => house.close());

const autosave = (browser: Browser, question: string, fields: object) =>
  browser.post(`${draft}/questions/${question}`).set('Accept', 'application/json').type('form').send(fields);

describe('an autosave', () => {
  it('goes on from the revision that it is told', async () => {
    const first = await autosave(owner, 'q1', { text: 'Un.', revision: '0' }).expect(200);
    expect(first.body).toEqual({ kind: 'saved', revision: 1, brackets: [] });
    const second = await autosave(owner, 'q1', { text: 'Un. [[Deux', revision: '1' }).expect(200);
    expect(second.body).toMatchObject({ kind: 'saved', revision: 2 });
    expect((second.body as { brackets: string[] }).brackets).toHaveLength(1);
    // The same once more, because its answer got lost: nothing new, and no conflict.
    const again = await autosave(owner, 'q1', { text: 'Un. [[Deux', revision: '1' }).expect(200);
    expect(again.body).toMatchObject({ kind: 'saved', revision: 2 });
  });

  it('gives the text back where it was put together with another', async () => {
    const writer = await invite(house, draft, 'writer', 'Chloé');
    await autosave(owner, 'q2', { text: 'Un.\n\nDeux.', revision: '0' }).expect(200);
    await autosave(writer, 'q2', { text: 'Un, par Chloé.\n\nDeux.', revision: '1' }).expect(200);
    const merged = await autosave(owner, 'q2', { text: 'Un.\n\nDeux, par Amina.', revision: '1' }).expect(200);
    expect(merged.body).toEqual({ kind: 'merged', revision: 3, text: 'Un, par Chloé.\n\nDeux, par Amina.' });
    const met = await autosave(writer, 'q2', { text: 'Un.\n\nDeux, par Chloé.', revision: '1' }).expect(409);
    expect(met.body).toEqual({ kind: 'met' });
  });

  it('never takes the page on to a text that its writer does not have', async () => {
    const writer = await invite(house, draft, 'writer', 'Chloé');
    await autosave(owner, 'q3', { text: 'Un.', revision: '0' }).expect(200);
    await autosave(writer, 'q3', { text: 'Un, par Chloé.', revision: '1' }).expect(200);
    const told = await autosave(owner, 'q3', { text: 'Un.', revision: '1' }).expect(200);
    expect(told.body).toEqual({ kind: 'merged', revision: 2, text: 'Un, par Chloé.' });
  });

  it('is told in one word why it was not taken', async () => {
    const stranger = house.browser();
    expect((await autosave(stranger, 'q1', { text: 'x', revision: '0' }).expect(404)).body).toEqual({
      kind: 'not-found',
    });
    expect((await autosave(owner, 'q1', { text: 'x', revision: 'one' }).expect(422)).body).toEqual({ kind: 'invalid' });
    const reviewer = await invite(house, draft, 'reviewer', 'Bruno');
    expect((await autosave(reviewer, 'q1', { text: 'x', revision: '0' }).expect(403)).body).toEqual({
      kind: 'forbidden',
    });
  });
});

describe('the key of a copy on the device', () => {
  const keyOf = async (browser: Browser): Promise<string> =>
    ((await browser.post(`${draft}/device-key`).expect(200)).body as { key: string }).key;

  it('is the same for a link in every session, and another for another link', async () => {
    const link = await linkTo(house, draft, 'writer', 'Chloé');
    const [first, second] = [house.browser(), house.browser()];
    for (const browser of [first, second]) await browser.post(link).expect(303);
    const key = await keyOf(first);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(await keyOf(second)).toBe(key);
    expect(await keyOf(owner)).not.toBe(key);
  });

  it('is for those who may write, and gone with the link', async () => {
    const reviewer = await invite(house, draft, 'reviewer', 'Bruno');
    await reviewer.post(`${draft}/device-key`).expect(403);
    await house.browser().post(`${draft}/device-key`).expect(404);
    const writer = await invite(house, draft, 'writer', 'Dina');
    await keyOf(writer);
    const id = draft.split('/').at(-1)!;
    const link = (await house.store.links(id)).find(({ label }) => label === 'Dina')!;
    await house.store.revokeLink(id, link.id, house.clock());
    expect(await house.store.deviceKey(id, link.id)).toBeNull();
    await writer.post(`${draft}/device-key`).expect(404);
  });
});
