/** Removing a draft in the browser: who may, what has to be typed, and what is found of it afterwards. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesUnder } from '../store/ground.ts';
import {
  fileAt,
  HARBOUR,
  introduce,
  invite,
  openHouse,
  readable,
  RIVAGES,
  startDraft,
  type Browser,
  type House,
} from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const idOf = (draft: string): string => draft.split('/').at(-1)!;
const remove = (browser: Browser, draft: string, name: string) =>
  browser.post(`${draft}/removal`).type('form').send({ name });
const askToRemind = (browser: Browser, draft: string) =>
  browser
    .post(`${draft}/reminders`)
    .type('form')
    .send({ address: 'awa@rivages.example.org', saying: 'named', language: 'fr', zone: 'Africa/Dakar', hour: '9' })
    .expect(303);
const outbox = (): string[] =>
  existsSync(join(house.dataDir, 'outbox')) ? readdirSync(join(house.dataDir, 'outbox')) : [];

describe('removing a draft', () => {
  it('says what goes and what nobody can reach, offers the document, and names itself on the contents page', async () => {
    const browser = house.browser('fr');
    const draft = await startDraft(browser);
    await introduce(browser, draft);
    expect((await browser.get(draft)).text).toContain(`href="${draft}/removal"`);
    const page = await browser.get(`${draft}/removal`).expect(200);
    const text = readable(page.text);
    expect(text).toContain('La suppression d’un projet est définitive');
    expect(text).toContain('Tous les liens secrets');
    expect(text).toContain('sauvegardes');
    expect(text).toContain(`Le nom est : ${RIVAGES.name}`);
    expect(text).not.toContain('récépissé');
    expect(page.text).toContain(`href="${draft}/document.docx"`);
    await browser.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
    const submitted = readable((await browser.get(`${draft}/removal`).expect(200)).text);
    expect(submitted).toContain('récépissé');
    expect(submitted).toContain('Les versions antérieures ou ultérieures');
  });

  it('wants the name, keeps what was typed instead, and leaves the draft', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await introduce(browser, draft, HARBOUR);
    for (const wrong of ['', 'Harbour', '<b>"Harbour"</b>']) {
      const page = await remove(browser, draft, wrong).expect(422);
      expect(readable(page.text)).toContain(`Type the name exactly as it stands here: ${HARBOUR.name}`);
      expect(page.text).not.toContain('<b>"');
      if (wrong !== '') expect(page.text).toContain(wrong === 'Harbour' ? 'value="Harbour"' : 'value="&lt;b&gt;');
    }
    await browser.get(draft).expect(200);
    // As keyboards type it.
    await remove(browser, draft, ' harbour & hill / “open”  network <ø> ').expect(303).expect('Location', '/removed');
    await browser.get(draft).expect(404);
  });

  it('takes the title of the call for a name where the organisation has none', async () => {
    const browser = house.browser('fr');
    const draft = await startDraft(browser);
    const name = /Le nom est : (.+?) (?=Supprimer|<)/.exec(readable((await browser.get(`${draft}/removal`)).text))?.[1];
    await remove(browser, draft, name!).expect(303);
    expect(readable((await browser.get('/removed').expect(200)).text)).toContain('Le projet a été supprimé');
    await browser.get(draft).expect(404);
  });

  it('leaves nothing of it: tables, files, outbox, documents, and the browsers of others', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    const kept = await startDraft(browser);
    for (const one of [draft, kept]) {
      await introduce(browser, one);
      await askToRemind(browser, one);
      await browser.post(`${one}/questions/q9`).type('form').send({ revision: '0', text: 'A text.' }).expect(303);
    }
    const reviewer = await invite(house, draft, 'reviewer', 'Bruno');
    const page = await reviewer.get(`${draft}/questions/q9`).expect(200);
    expect(page.text).toContain('A text.');
    await fileAt(browser, `${draft}/document.docx`).expect(200);
    await house.ringer.ring();
    const about = (id: string): string[] => outbox().filter((name) => name.startsWith(id));
    expect(about(idOf(draft))).toHaveLength(1);

    const answer = await remove(browser, draft, RIVAGES.name).expect(303);
    expect(String(answer.headers['set-cookie'])).toContain(`fresh-${idOf(draft)}=;`);
    for (const one of [browser, reviewer]) {
      await one.get(draft).expect(404);
      await one.get(`${draft}/document.docx`).expect(404);
    }
    expect((await browser.get('/')).text).not.toContain(draft);
    expect(about(idOf(draft))).toEqual([]);
    expect(about(idOf(kept))).toHaveLength(1);
    expect(bytesUnder(house.dataDir).includes(idOf(draft))).toBe(false);
    expect(bytesUnder(house.dataDir).includes(idOf(kept))).toBe(true);
    await remove(browser, draft, RIVAGES.name).expect(404);
  });

  it('is for owners alone', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await introduce(browser, draft);
    const writer = await invite(house, draft, 'writer', 'Awa');
    await writer.get(`${draft}/removal`).expect(403);
    await remove(writer, draft, RIVAGES.name).expect(403);
    expect((await writer.get(draft)).text).not.toContain(`${draft}/removal`);
    await remove(house.browser(), draft, RIVAGES.name).expect(404);
    await browser.get(draft).expect(200);
  });
});
