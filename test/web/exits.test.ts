/**
 * The way out without scripts: on every page, never refused to a form of our own, never held up, and leading to a page
 * that says nothing of this program.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { readPhrases } from '../../src/phrases.ts';
import { CALL, introduce, openHouse, readable, ROOT, startDraft, type House } from '../cast.ts';

const phrases = readPhrases(ROOT);

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

describe('the button', () => {
  it('stands on every page, also on those of errors', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await introduce(browser, draft);
    const inside = ['', '/organisation', '/questions/q5', '/questions/q5/history', '/publication', '/review', '/email'];
    const pages = [...inside, '/submission', '/links', '/removal', '/nowhere'].map((page) => draft + page);
    for (const page of ['/', `/calls/${CALL}`, '/safety', '/preferences', '/codes', '/nowhere', ...pages]) {
      const { text } = await browser.get(page);
      expect(text.match(/<form method="post" action="\/exit" class="exit /g), page).toHaveLength(1);
    }
  });

  it('ends the session before it leads away, and takes every cookie along', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser
      .post('/preferences')
      .type('form')
      .send({ language: 'es', zone: 'UTC', titles: 'neutral' })
      .expect(303);
    const { headers } = await browser.post('/exit').expect(303).expect('Location', '/exit');
    const cookies = headers['set-cookie'] as unknown as string[];
    for (const name of ['session', 'language', 'zone', 'titles', `fresh-${draft.split('/').at(-1)}`]) {
      expect(
        cookies.some((cookie) => cookie.startsWith(`${name}=; Max-Age=0`)),
        name,
      ).toBe(true);
    }
    await browser.get(draft).expect(404);
  });

  it('needs no proof: a page that stood open while the session changed lets go as well', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser.post('/exit').set('Origin', 'null').type('form').send({ proof: 'an old one' }).expect(303);
    await browser.get(draft).expect(404);
  });

  it('is not to be pressed by another site', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser.post('/exit').set('Sec-Fetch-Site', 'cross-site').expect(403);
    await browser.get(draft).expect(200);
  });

  it('lets go whatever is sent along', async () => {
    const answer = await house.browser().post('/exit').type('json').send('{"broken').expect(303);
    expect(answer.headers['location']).toBe('/exit');
  });

  it('lets go where the database does not answer, and says so in the log', async () => {
    const shut = await openHouse();
    const browser = shut.browser();
    await startDraft(browser, 'en');
    await shut.store.close();
    const { headers } = await browser.post('/exit').expect(303).expect('Location', '/exit');
    expect(String(headers['set-cookie'])).toContain('session=; Max-Age=0');
    expect(shut.lines).toContainEqual({ code: 'unavailable', message: 'a session that was left could not be ended' });
    await shut.close();
  });
});

describe('the neutral page', () => {
  it.each(LANGUAGES)('says nothing of this program in %s, and leads nowhere but away', async (language) => {
    const { text } = await house.browser(language).get('/exit').expect(200);
    expect(text).toContain(`<title>${phrases[language]('left.title')}</title>`);
    expect(readable(text)).not.toMatch(
      /m[ée]moire|call|appel|convocatoria|nations|naciones|draft|borrador|exit|human/i,
    );
    expect(text).not.toContain('/assets/');
    const links = [...text.matchAll(/<a ([^>]*)href="([^"]+)"/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, rel, address] of links) {
      expect(rel).toContain('rel="noreferrer nofollow"');
      expect(address).toMatch(/^https:\/\//);
    }
  });

  it('has the browser clear what it keeps, once it stands there', async () => {
    const left = await house.browser().get('/exit').expect(200);
    expect(left.headers['clear-site-data']).toBeUndefined();
    const picture = /<img src="([^"]+)"/.exec(left.text)![1]!;
    const { headers } = await house.browser().get(picture).expect(200).expect('Content-Type', /svg/);
    expect(headers['clear-site-data']).toBe('"cache", "storage"');
    expect(headers['cache-control']).toBe('no-store');
  });
});
