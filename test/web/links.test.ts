/**
 * Ways in and out: sessions, the secret link, taking a link back, and forgetting a browser.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const secretOf = async (browser: Browser, draft: string): Promise<string> =>
  /\/links\/[0-9a-z]{32}/.exec((await browser.get(draft)).text)?.[0] ?? '';

describe('the secret link', () => {
  it('is shown until it has been kept, and opens the draft in another browser', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const link = await secretOf(browser, draft);
    expect(await secretOf(browser, draft)).toBe(link);
    await browser.post(`${draft}/keeping`).expect(303);
    expect(await secretOf(browser, draft)).toBe('');

    const other = house.browser();
    await other.get(draft).expect(404);
    const door = await other.get(link).expect(200);
    expect(door.text).toContain(`action="${link}"`);
    await other.get(draft).expect(404);
    await other.post(link).expect(303).expect('Location', draft);
    await other.get(draft).expect(200);
    expect(readable((await other.get('/')).text)).toContain('Draft without a name yet');
  });

  it('of a first draft is not hidden by that of a second', async () => {
    const browser = house.browser();
    const first = await startDraft(browser, 'en');
    const second = await startDraft(browser, 'en');
    const links = [await secretOf(browser, first), await secretOf(browser, second)];
    expect(links.every((link) => link !== '')).toBe(true);
    expect(links[0]).not.toBe(links[1]);
    await browser.post(`${first}/keeping`).expect(303);
    expect(await secretOf(browser, first)).toBe('');
    expect(await secretOf(browser, second)).toBe(links[1]);
  });

  it('changes nothing when it is only looked at, as mail scanners do', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const link = await secretOf(browser, draft);
    const scanner = house.browser();
    const answer = await scanner.get(link).expect(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    await scanner.head(link).expect(200);
    expect(readable((await browser.get(`${draft}/links`)).text)).toContain('not opened yet');
  });

  it('can be taken back, with every session that came in by it', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser.post(`${draft}/links`).type('form').send({ label: 'the laptop' }).expect(303);
    const second = await secretOf(browser, draft);
    const other = house.browser();
    await other.post(second).expect(303);
    await other.get(draft).expect(200);
    const page = await browser.get(`${draft}/links`);
    expect(readable(page.text)).toContain('the laptop');
    const removal = /action="([^"]+\/removal)"/.exec(page.text)![1]!;
    await browser.post(removal).expect(303);
    await other.get(draft).expect(404);
    await other.get(second).expect(404);
    await other.post(second).expect(404);
    const typed = await other.post(`${draft}/questions/q1`).type('form').send({ text: 'cut off in the middle' });
    expect(typed.status).toBe(404);
    expect(typed.text).toContain('cut off in the middle');
    await browser.post(removal).expect(303);
    await browser.post(`${draft}/links/0123456789/removal`).expect(404);
    await browser.get(draft).expect(200);
  });

  it('cannot be taken back by the browser that came in by it', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser.post(await secretOf(browser, draft)).expect(303);
    const page = await browser.get(`${draft}/links`);
    expect(readable(page.text)).toContain('This browser came in by this link');
  });
});

describe('a session', () => {
  it('is one that this server began', async () => {
    const planted = '0123456789abcdefghjkmnpqrstvwxyz';
    const browser = house.browser();
    const answer = await browser
      .post('/calls/ie-solidarity-hrc56/drafts')
      .set('Cookie', `session=${planted}`)
      .type('form')
      .send({ language: 'en' });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toContain('session=');
    expect(cookie).not.toContain(planted);
    expect(cookie).toMatch(/session=[0-9a-z]{32}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax/);
  });

  it('ends when the browser is to be forgotten', async () => {
    const browser = house.browser();
    const start = await browser.post('/calls/ie-solidarity-hrc56/drafts').type('form').send({ language: 'en' });
    const draft = String(start.headers['location']);
    const cookies = /session=[0-9a-z]{32}/.exec(String(start.headers['set-cookie']))![0];
    await house.browser().get(draft).set('Cookie', cookies).expect(200);
    const answer = await browser.post('/exit').expect(303).expect('Location', '/exit');
    expect(String(answer.headers['set-cookie'])).toMatch(/session=; Max-Age=0/);
    await browser.get(draft).expect(404);
    await house.browser().get(draft).set('Cookie', cookies).expect(404);
    const left = await browser.get('/exit').expect(200);
    expect(left.text).not.toContain('mémoire');
  });

  it('ends by itself after thirty days', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    house.setClock(new Date(OPENING.getTime() + 29.9 * 86_400_000));
    await browser.get(draft).expect(200);
    house.setClock(new Date(OPENING.getTime() + 30.1 * 86_400_000));
    await browser.get(draft).expect(404);
    house.setClock(OPENING);
  });
});
