/**
 * What a reader chooses for one browser: titles and icons that say nothing of this program, and that no title says
 * anything of a draft in either case.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { CALL, HARBOUR, introduce, openHouse, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const headOf = (html: string): string => /<head>[\s\S]*<\/head>/.exec(html)?.[0] ?? '';
const titleOf = (html: string): string => /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
const choose = (browser: Browser, fields: object) => browser.post('/preferences').type('form').send(fields);

/** Every page of a draft, and those around it. */
async function pagesOf(browser: Browser): Promise<string[]> {
  const draft = await startDraft(browser, 'en');
  await introduce(browser, draft, HARBOUR);
  const added = await browser
    .post(`${draft}/signatories`)
    .type('form')
    .send({ name: 'Harbour friends', kind: 'submitting', revision: '0' })
    .expect(303);
  const signatory = /#signatory-(\w+)$/.exec(String(added.headers['location']))![1];
  await browser.post(`${draft}/questions/q9`).type('form').send({ text: 'Harbour words', revision: '0' }).expect(303);
  const inside = ['', '/organisation', '/questions/q9', '/questions/q9/history', '/publication', '/plan', '/reminders'];
  const more = ['/review', '/consents', '/email', '/submission', '/links', '/coalition', '/removal', '/approvals'];
  const joint = ['/signatories', '/signatories/import', `/signatories/${signatory}`, '/nowhere'];
  const around = ['/', `/calls/${CALL}`, '/safety', '/preferences', '/codes', '/links', '/nowhere'];
  return [...[...inside, ...more, ...joint].map((page) => draft + page), ...around];
}

describe('titles', () => {
  it('say nothing of a draft or of who writes it', async () => {
    const browser = house.browser();
    for (const page of await pagesOf(browser)) {
      const { text } = await browser.get(page);
      expect(titleOf(text), page).not.toBe('');
      expect(titleOf(text), page).not.toMatch(/harbour/i);
    }
  });

  it.each([
    ['en', 'Document'],
    ['fr', 'Document'],
    ['es', 'Documento'],
  ])('say nothing at all where a reader wishes so, in %s', async (language, title) => {
    const browser = house.browser(language);
    await choose(browser, { titles: 'neutral', back: '/safety' }).expect(303).expect('Location', '/safety');
    for (const page of await pagesOf(browser)) {
      const { text } = await browser.get(page);
      expect(titleOf(text), page).toBe(title);
      expect(headOf(text), page).toContain('/plain.svg');
      expect(headOf(text), page).not.toMatch(/m[ée]moire|\/icon\.svg/i);
    }
  });

  it('still say that a form has a problem', async () => {
    const browser = house.browser();
    await choose(browser, { titles: 'neutral' }).expect(303);
    const { text } = await choose(browser, { zone: 'Nowhere/Here' }).expect(422);
    expect(titleOf(text)).toBe('Problem: Document');
  });

  it('come back when the reader says so, and not when another choice is made', async () => {
    const browser = house.browser();
    await choose(browser, { titles: 'neutral' }).expect(303);
    await choose(browser, { language: 'fr' }).expect(303);
    await choose(browser, { titles: 'anything' }).expect(303);
    expect(titleOf((await browser.get('/safety')).text)).toBe('Document');
    await choose(browser, { titles: 'named' }).expect(303);
    expect(titleOf((await browser.get('/safety')).text)).toBe('Sécurité – Aide-mémoire');
  });

  it.each(LANGUAGES)('can be chosen on the page about safety, in %s', async (language) => {
    const { text } = await house.browser(language).get('/safety').expect(200);
    expect(text).toMatch(/<form method="post" action="\/preferences">[\s\S]*name="titles" value="neutral"/);
  });
});
