/**
 * Secret links and the browsers that come in by them: making one for somebody, replacing it, taking it back, ending a
 * browser, and forgetting one's own. Ways in without a link at hand are in `entries.test.ts`, mails in
 * `linkMails.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { comeIn, formOf, give, shownAt } from './givenLinks.ts';

let smtp: TestSmtp;
let house: House;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});

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
    const { link, code } = await give(browser, draft);
    const scanner = house.browser();
    const answer = await scanner.get(link).expect(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    await scanner.head(link).expect(200);
    await scanner.get(`/codes?code=${code}`).expect(200);
    expect(readable((await browser.get(`${draft}/links`)).text)).toContain('not opened yet');
    await scanner.post('/codes').type('form').send({ code }).expect(303);
    expect(readable((await browser.get(`${draft}/links`)).text)).not.toContain('not opened yet');
  });

  it('can be taken back, with every session that came in by it, in the middle of a sentence', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const { link } = await give(browser, draft, { label: 'the laptop' });
    const other = await comeIn(house, link);
    await other.get(draft).expect(200);
    const removal = await formOf(browser, draft, 'removal', 'the laptop');
    await browser.post(removal).expect(303);
    await other.get(draft).expect(404);
    await other.get(link).expect(404);
    await other.post(link).expect(404);
    const typed = { revision: '0', text: 'cut off in the middle', reason: 'of it' };
    const cut = await other.post(`${draft}/questions/q1`).type('form').send(typed).expect(404);
    for (const words of ['cut off in the middle', 'of it', 'formaction="/codes"', 'href="/links"'])
      expect(cut.text).toContain(words);
    // Nobody can tell from the answer whether there is such a draft.
    const nowhere = await other.post('/drafts/0123456789/questions/q1').type('form').send(typed).expect(404);
    expect(nowhere.text).toBe(cut.text.replaceAll(draft.split('/').at(-1)!, '0123456789'));
    expect(nowhere.headers['set-cookie']).toEqual(cut.headers['set-cookie']);
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

describe('a link for somebody', () => {
  it.each([
    ['owner', 200, 200],
    ['writer', 200, 403],
    ['reviewer', 200, 403],
    ['signatory', 200, 403],
    ['observer', 200, 403],
  ])('lets a person in as %s', async (role, reading, managing) => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const { link } = await give(browser, draft, { role, signatory: 'lead' });
    const other = await comeIn(house, link);
    await other.get(draft).expect(reading);
    await other.get(`${draft}/links`).expect(managing);
    const page = readable((await browser.get(`${draft}/links`)).text);
    for (const words of ['field office', 'last used on', '1 browser is in by it', 'Browser 2'])
      expect(page).toContain(words);
  });

  it('is shown to the one who made it until it was passed on, with a code, and to nobody else', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const given = await give(browser, draft, { role: 'owner', label: 'our other office' });
    expect(given.link).not.toBe('');
    expect(given.code).not.toBe('');
    expect(await shownAt(browser, given.page)).toEqual(given);
    const other = await comeIn(house, given.link);
    expect(await shownAt(other, given.page)).toMatchObject({ link: '', code: '' });
    await browser.post(`${given.page}/keeping`).expect(303).expect('Location', `${draft}/links`);
    expect(await shownAt(browser, given.page)).toMatchObject({ link: '', code: '' });
    expect(readable((await browser.get(given.page)).text)).toContain('cannot be shown again');
  });

  it('stands in no log, no title, and no address that a page asks for', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const { link, code, page } = await give(browser, draft);
    const shown = await browser.get(page);
    expect(shown.headers['referrer-policy']).toBe('no-referrer');
    const door = await house.browser().get(link).expect(200);
    await comeIn(house, link);
    const token = link.split('/').at(-1)!;
    for (const { text } of [shown, door]) {
      expect(/<title>.*<\/title>/s.exec(text)?.[0]).not.toContain(token);
      expect(text).not.toMatch(new RegExp(`(href|src)="[^"]*${token}`));
    }
    const log = JSON.stringify(house.lines);
    expect(log).toContain('/links/:token');
    for (const secret of [token, code, draft.split('/').at(-1)!]) expect(log).not.toContain(secret);
  });

  it('asks for what is missing, and keeps what was typed', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const post = (fields: object) => browser.post(`${draft}/links`).type('form').send(fields).expect(422);
    const none = readable((await post({})).text);
    for (const words of ['Choose what the person may do', 'Write for whom the link is']) expect(none).toContain(words);
    const typed = { role: 'signatory', label: 'Awa “A”', term: 'ages', address: 'not an address', signatory: 'x' };
    const { text } = await post(typed);
    expect(text).toContain('value="Awa “A”"');
    expect(text).toContain('value="not an address"');
    expect(text).toMatch(/id="role-signatory"[^>]*checked/);
    for (const field of ['signatory', 'term', 'address']) expect(text).toContain(`href="#${field}"`);
    expect(await house.store.links(draft.split('/').at(-1)!)).toHaveLength(1);
  });

  it('ends when its time is over, and an owner’s never does', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const [week, deadline, owner] = [
      await give(browser, draft, { term: '7', label: 'a week' }),
      await give(browser, draft, { term: 'deadline', label: 'the deadline' }),
      await give(browser, draft, { term: '7', label: 'an owner', role: 'owner' }),
    ];
    const other = await comeIn(house, week.link);
    const links = await house.store.links(draft.split('/').at(-1)!);
    const endOf = (label: string) => links.find((one) => one.label === label)?.expiresAt?.toISOString();
    expect(endOf('a week')).toBe('2024-02-08T09:00:00.000Z');
    // The founding call is over when 14 February ends in Geneva.
    expect(endOf('the deadline')).toBe('2024-02-21T23:00:00.000Z');
    expect(endOf('an owner')).toBeUndefined();
    house.setClock(new Date('2024-02-08T09:00:00Z'));
    await other.get(draft).expect(404);
    await house.browser().get(week.link).expect(404);
    await house.browser().get(deadline.link).expect(200);
    expect(readable((await browser.get(`${draft}/links`)).text)).toContain('Ended on');
    house.setClock(new Date('2024-02-29T09:00:00Z'));
    await house.browser().get(deadline.link).expect(404);
    await house.browser().get(owner.link).expect(200);
    house.setClock(OPENING);
  });

  it('is replaced by a new one of the same kind, and whoever came in by the old one is out', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const old = await give(browser, draft, { role: 'reviewer', label: 'lost and found' });
    const other = await comeIn(house, old.link);
    const replacing = await browser.post(await formOf(browser, draft, 'replacements', 'lost and found')).expect(303);
    const fresh = await shownAt(browser, String(replacing.headers['location']));
    await other.get(draft).expect(404);
    await other.get(old.link).expect(404);
    await other.post('/codes').type('form').send({ code: old.code }).expect(422);
    expect(fresh.link).not.toBe(old.link);
    const back = await comeIn(house, fresh.link);
    await back.get(draft).expect(200);
    await back.post(`${draft}/plan`).expect(403);
    const page = readable((await browser.get(`${draft}/links`)).text);
    expect(page.split('Reviewer').length).toBe(3);
    await browser.post(`${old.page}/replacements`).expect(404);
  });

  it('that an owner came in by is replaced without locking the owner out', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const first = await secretOf(browser, draft);
    const other = await comeIn(house, first);
    const own = await formOf(browser, draft, 'replacements', 'first link');
    const answer = await browser.post(own).expect(303);
    await browser.get(draft).expect(200);
    await browser.get(`${draft}/links`).expect(200);
    await other.get(draft).expect(404);
    const { link } = await shownAt(browser, String(answer.headers['location']));
    await (await comeIn(house, link)).get(`${draft}/links`).expect(200);
  });

  it('asks for a link for one organisation where a page leads to it', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const { text } = await browser.get(`${draft}/links?role=signatory&signatory=lead`).expect(200);
    expect(text).toMatch(/id="role-signatory"[^>]*checked/);
    await browser.get(`${draft}/links?role=<b>&signatory=%22`).expect(200);
  });
});

describe('the browsers that are in', () => {
  it('are ended one by one by the owner, who cannot end the own one', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const { link } = await give(browser, draft);
    const [one, two] = [await comeIn(house, link), await comeIn(house, link)];
    const ends = async () => [
      ...(await browser.get(`${draft}/links`)).text.matchAll(/action="([^"]+\/accesses\/[0-9a-f]+\/removal)"/g),
    ];
    const [first] = await ends();
    expect(await ends()).toHaveLength(2);
    await browser.post(first![1]!).expect(303);
    const left = [await one.get(draft), await two.get(draft)].map(({ status }) => status);
    expect(left.sort()).toEqual([200, 404]);
    expect(await ends()).toHaveLength(1);
    await browser.post(first![1]!).expect(404);

    const owner = await comeIn(house, (await give(browser, draft, { role: 'owner', label: 'second owner' })).link);
    const seen = await owner.get(`${draft}/links`);
    const ownersOwn = (await house.store.links(draft.split('/').at(-1)!)).length;
    expect(ownersOwn).toBe(3);
    const all = [...seen.text.matchAll(/accesses\/([0-9a-f]+)\/removal/g)].map(([, id]) => id!);
    const mine = (await ends()).map(([, action]) => action!.split('/').at(-2)!).filter((id) => !all.includes(id));
    const refused = await owner.post(`${draft}/accesses/${mine[0]!}/removal`).expect(422);
    expect(readable(refused.text)).toContain('That is the browser that you are using');
    await owner.get(draft).expect(200);
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

  it('ends thirty days after it was last used, and lives on until then', async () => {
    const day = 86_400_000;
    const after = (days: number): Date => new Date(OPENING.getTime() + days * day);
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const unchanged = await browser.get(draft).expect(200);
    expect(unchanged.headers['set-cookie']).toBeUndefined();
    house.setClock(after(29.9));
    const answer = await browser.get(draft).expect(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/^session=[0-9a-z]{32}; Max-Age=2592000;/);
    house.setClock(after(59.8));
    await vi.waitFor(() => browser.get(draft).expect(200));
    house.setClock(after(90));
    await browser.get(draft).expect(404);
    house.setClock(OPENING);
  });
});
