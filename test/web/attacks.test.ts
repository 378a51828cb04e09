/**
 * Attacks on the way that requests and answers take: sessions, cookies, hosts, redirects, paths, methods, caches,
 * prototypes. Each test does what an attacker would do, over real HTTP, and shows that it gains nothing.
 * What is typed into forms is `injections.test.ts`; posts from other sites are `crossSite.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { route } from '../../src/web/paths.ts';
import { introduce, linkTo, openHouse, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

const HOME = 'https://drafts.example.org';

let smtp: TestSmtp;
let house: House;
let owner: Browser;
let draft: string;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  owner = house.browser();
  draft = await startDraft(owner, 'en');
  await introduce(owner, draft);
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});

const post = (browser: Browser, address: string, fields: object) => browser.post(address).type('form').send(fields);
const cookiesOf = (answer: { headers: Record<string, unknown> }): string[] =>
  (answer.headers['set-cookie'] as string[] | undefined) ?? [];
const at = (address: string): string => address.replace(':draft', draft.split('/').at(-1)!);
/** Every address of a draft that needs no other id. */
const PAGES = Object.values(route).filter((one) => /:draft(?!.*:)/.test(one));

describe('a session', () => {
  it('that somebody made up is not taken over, neither by starting nor by coming in', async () => {
    const planted = 'session=0123456789abcdefghjkmnpqrstvwxyz';
    const link = await linkTo(house, draft, 'writer', 'Awa');
    for (const begin of [
      () => post(house.browser(), '/calls/ie-solidarity-hrc56/drafts', { language: 'en' }),
      () => post(house.browser(), link, {}),
    ]) {
      const answer = await begin().set('Cookie', planted).expect(303);
      expect(cookiesOf(answer).join()).toMatch(/session=[0-9a-z]{32}/);
      expect(cookiesOf(answer).join()).not.toContain(planted);
      await house.browser().get(String(answer.headers['location'])).set('Cookie', planted).expect(404);
    }
  });

  it('of an attacker, planted over https from a site beside ours, is not read', async () => {
    const safe = await openHouse({ baseUrl: HOME });
    const begun = await post(safe.browser(), '/calls/ie-solidarity-hrc56/drafts', { language: 'en' }).expect(303);
    const token = /__Host-session=([0-9a-z]{32})/.exec(cookiesOf(begun).join())![1]!;
    const address = String(begun.headers['location']);
    const ask = (cookie: string) => safe.browser().get(address).set('Cookie', cookie);
    // A site beside ours can set the first two for us; no browser lets it set the third.
    await ask(`session=${token}`).expect(404);
    await ask(`__Secure-session=${token}`).expect(404);
    await ask(`__Host-session=${token}`).expect(200);
    await safe.close();
  });

  it('that has ended opens nothing, and neither does its cookie in another browser', async () => {
    const browser = house.browser();
    const begun = await post(browser, '/calls/ie-solidarity-hrc56/drafts', { language: 'en' }).expect(303);
    const cookie = /session=[0-9a-z]{32}/.exec(cookiesOf(begun).join())![0];
    await browser.post('/exit');
    await house.browser().get(String(begun.headers['location'])).set('Cookie', cookie).expect(404);
  });
});

describe('every cookie', () => {
  it.each([
    ['http', undefined, /^(?!__Host-)[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/],
    ['https', HOME, /^__Host-[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/],
  ])('over %s is out of reach of scripts, of other sites and of other hosts', async (_scheme, baseUrl, shape) => {
    const place = await openHouse(baseUrl === undefined ? {} : { baseUrl });
    // The test speaks http, so its browser would keep no Secure cookie: they are carried by hand.
    const kept = new Map<string, string>();
    const seen: string[] = [];
    const send = async (address: string, fields: object) => {
      const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await post(place.browser(), address, fields).set('Cookie', cookie);
      for (const one of cookiesOf(answer)) {
        seen.push(one);
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
        kept.set(name, value);
      }
      return answer;
    };
    const begun = await send('/calls/ie-solidarity-hrc56/drafts', { language: 'en' });
    await send(`${String(begun.headers['location'])}/links`, { role: 'writer', label: 'Awa', term: 'none' });
    await send('/preferences', { language: 'fr', zone: 'Africa/Dakar' });
    await send('/exit', {});
    expect(new Set(seen.map((one) => /^(?:__Host-)?([a-z]+)/.exec(one)?.[1]))).toEqual(
      new Set(['session', 'fresh', 'given', 'language', 'zone', 'titles']),
    );
    for (const one of seen) expect(one).toMatch(shape);
    await place.close();
  });
});

describe('the host that a request names', () => {
  const evil = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' };

  it('is in no page, redirect, calendar or link', async () => {
    for (const address of ['/', draft, `${draft}/links`, `${draft}/reminders`, `${draft}/email`, '/nothing']) {
      const { text, headers } = await owner.get(address).set(evil);
      expect(text).not.toContain('evil.example');
      expect(JSON.stringify(headers)).not.toContain('evil.example');
    }
    const begun = await post(house.browser(), '/calls/ie-solidarity-hrc56/drafts', { language: 'en' }).set(evil);
    expect(begun.headers['location']).toMatch(/^\/drafts\//);
    const asked = await post(owner, `${draft}/feed`, { saying: 'named' }).set(evil);
    expect(asked.headers['location']).toMatch(/^\/drafts\//);
    const feed = /\/feeds\/[0-9a-z]{32}\/calendar\.ics/.exec((await owner.get(`${draft}/reminders`)).text)![0];
    expect((await owner.get(feed).set(evil)).text).not.toContain('evil.example');
  });

  it('is in no mail', async () => {
    const before = smtp.mails.length;
    await post(owner, `${draft}/links`, {
      ...{ role: 'writer', label: 'Awa', term: 'none', address: 'awa@example.org' },
    }).set(evil);
    await post(owner, `${draft}/reminders`, { address: 'awa@example.org', language: 'en', zone: 'UTC', hour: '9' }).set(
      evil,
    );
    await house.ringer.ring();
    expect(smtp.mails.length).toBe(before + 2);
    for (const { bytes } of smtp.mails.slice(before)) expect(bytes.toString('latin1')).not.toContain('evil.example');
  });
});

describe('a redirect', () => {
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/./\\evil.example',
    '/..//evil.example',
    '/%2e%2e//evil.example',
    '/\tevil.example',
    'javascript:alert(1)',
    '/x\r\nLocation: https://evil.example',
    '/x\r\nSet-Cookie: session=1',
    ' /',
    '',
  ])('does not lead to %j', async (back) => {
    const answer = await post(owner, '/preferences', { language: 'en', back });
    const location = answer.headers['location'] ?? '/';
    expect(new URL(location, HOME).origin).toBe(HOME);
    expect(cookiesOf(answer).join()).not.toContain('session=1');
    const page = await owner.get('/preferences').query({ back });
    expect(page.text).not.toMatch(/(?:href|action|value)="[^"]*(?:evil\.example|javascript:)/);
  });

  it('to an anchor keeps to the page', async () => {
    const answer = await post(owner, `${draft}/questions/q1`, {
      ...{ text: 'A', revision: '0', more: 'x\r\nSet-Cookie: session=1' },
    });
    expect(new URL(String(answer.headers['location']), HOME).origin).toBe(HOME);
    expect(cookiesOf(answer).join()).not.toContain('session=1');
  });
});

describe('a path', () => {
  const climbs = [
    '..%2f..%2f..%2fetc%2fpasswd',
    '..%5c..%5cpackage.json',
    '%2e%2e%2fpackage.json',
    '....%2f%2f',
    '%00',
  ];

  it.each([
    ...climbs.flatMap((climb) => [
      `/assets/${climb}`,
      `/assets/0000000000/${climb}`,
      `/calls/${climb}`,
      `/calls/${climb}/deadline.ics`,
      `/drafts/${climb}`,
      `/drafts/${climb}/document.docx`,
      `/links/${climb}`,
      `/feeds/${climb}/calendar.ics`,
      `/reminders/${climb}/end`,
    ]),
    '/../../../../etc/passwd',
    '/assets/../../package.json',
    '/assets/__proto__/constructor',
    '/drafts/',
    '//etc/passwd',
  ])('%s leads out of nothing', async (address) => {
    const { status, text } = await owner.get(address);
    expect([400, 404]).toContain(status);
    expect(text).not.toMatch(/root:|"dependencies"/);
  });

  it.each(climbs)('of a file of a draft, with %s, neither', async (climb) => {
    for (const page of [
      `document.docx?version=${climb}`,
      `questions/${climb}`,
      `signatories/${climb}`,
      `links/${climb}`,
    ]) {
      expect([400, 404]).toContain((await owner.get(`${draft}/${page}`)).status);
    }
  });

  it('of a draft under a name that was made up is answered alike, whether the draft exists or not', async () => {
    const stranger = house.browser();
    const [known, unknown] = [await stranger.get(draft), await stranger.get('/drafts/0123456789')];
    const same = (text: string): string => text.replaceAll(/drafts(?:\/|%2F)[0-9a-z]{10}/g, '');
    expect(known.status).toBe(unknown.status);
    expect(same(known.text)).toBe(same(unknown.text));
  });
});

describe('a method', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s changes nothing', async (method) => {
    const origin = await house.listen();
    for (const page of PAGES) {
      const { status } = await fetch(`${origin}${at(page)}`, { method });
      expect(status, page).toBeGreaterThanOrEqual(400);
      expect(status, page).toBeLessThan(500);
    }
  });

  it('that is hidden in a field or a header is not read', async () => {
    const hidden = { _method: 'DELETE', 'X-HTTP-Method-Override': 'DELETE' };
    await post(owner, `${draft}?_method=DELETE`, hidden).set('X-HTTP-Method-Override', 'DELETE').expect(404);
    const removal = await owner.get(`${draft}/removal?_method=POST&name=Rivages+solidaires`);
    expect(removal.status).toBe(200);
    await owner.get(draft).expect(200);
  });

  it('GET changes nothing anywhere', async () => {
    const fields = 'text=A&revision=0&name=Rivages+solidaires&by=self&language=en&choice=public';
    const before = (await house.store.draftById(at(':draft')))!.record;
    for (const page of PAGES) await owner.get(`${at(page)}?${fields}`);
    expect((await house.store.draftById(at(':draft')))!.record).toEqual(before);
  });
});

describe('every page and file of a draft', () => {
  it('is kept by no cache, framed by nobody, sniffed by nobody, and told to nobody', async () => {
    let files = 0;
    for (const page of PAGES) {
      const { status, headers } = await owner.get(at(page));
      expect(status, page).toBeLessThan(500);
      expect(headers['cache-control'], page).toBe('no-store');
      expect(headers['x-frame-options'], page).toBe('DENY');
      expect(headers['content-security-policy'], page).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy'], page).toMatch(/default-src 'none'.*form-action 'self'/);
      expect(headers['content-security-policy'], page).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(headers['x-content-type-options'], page).toBe('nosniff');
      expect(headers['referrer-policy'], page).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy'], page).toBe('same-origin');
      expect(headers['cross-origin-opener-policy'], page).toBe('same-origin');
      expect(headers['etag'], page).toBeUndefined();
      expect(headers['access-control-allow-origin'], page).toBeUndefined();
      if (status !== 200 || /^text\/html/.test(String(headers['content-type']))) continue;
      files += 1;
      expect(headers['content-disposition'], page).toMatch(/^attachment; filename="[\w.-]+"$/);
    }
    expect(files).toBeGreaterThanOrEqual(3);
  });

  it('says over https that it is to be asked for over https', async () => {
    const safe = await openHouse({ baseUrl: HOME });
    expect((await safe.browser().get('/')).headers['strict-transport-security']).toMatch(/max-age=\d{8}/);
    await safe.close();
  });
});

describe('a prototype', () => {
  const names = [
    ...['__proto__', '__proto__.polluted', '__proto__[polluted]', 'constructor.prototype.polluted'],
    ...['constructor[prototype][polluted]', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'],
    ...['initiatives.__proto__.name', 'initiatives.0.__proto__', 'initiatives.constructor.name'],
    ...['networks.__proto__', 'networks.constructor', 'recommendations.0.constructor', 'recommendations.__proto__.to'],
  ];
  const hostile = new URLSearchParams([
    ...names.map((name): [string, string] => [name, 'polluted']),
    ['revision', '0'],
    ['text', 'A'],
    ['name', 'Rivages'],
  ]).toString();

  it('cannot be reached by any form', async () => {
    const posts = [
      ...PAGES.filter((page) => page !== route.removal).map(at),
      ...['q1', 'q4', 'q10'].map((question) => `${draft}/questions/${question}`),
      `${draft}/questions/q1/comments`,
      ...['/preferences', '/codes', '/links', '/calls/ie-solidarity-hrc56/drafts', '/calls/__proto__/drafts'],
      `${draft}/questions/__proto__`,
      `${draft}/signatories/__proto__`,
    ];
    for (const address of posts) {
      const { status } = await owner.post(address).type('form').send(hostile);
      expect(status, address).toBeLessThan(500);
      expect(Object.keys(Object.prototype), address).toEqual([]);
      expect(({} as Record<string, unknown>)['polluted'], address).toBeUndefined();
    }
    const kept = JSON.stringify((await house.store.draftById(at(':draft')))!.parts);
    expect(kept).not.toContain('polluted');
  });

  it('cannot be reached by a query or a cookie', async () => {
    const query = names.map((name) => `${encodeURIComponent(name)}=polluted`).join('&');
    for (const page of [...PAGES.map(at), '/', '/preferences', '/codes', '/links']) {
      const { status } = await owner.get(`${page}?${query}`);
      expect(status, page).toBeLessThan(500);
    }
    const { status } = await house
      .browser()
      .get('/')
      .set('Cookie', '__proto__=polluted; constructor=polluted; language=__proto__');
    expect(status).toBe(200);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
