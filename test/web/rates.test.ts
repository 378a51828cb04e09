/**
 * Rates: guessing, starting, mailing and exporting come to an end, honestly and in the reader's language; nothing that
 * was typed is lost by it; and whoever shares an address with somebody who does too much goes on.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { clientKey } from '../../src/web/clients.ts';
import { createRates } from '../../src/web/rates.ts';
import { newToken } from '../../src/web/secrets.ts';
import { countTries } from '../../src/web/tries.ts';
import { linkTo, openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

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

let days = 0;
/** Each test has a day of its own, by whose clock rates are counted. */
beforeEach(() => {
  days += 1;
  house.setClock(new Date(OPENING.getTime() + days * 86_400_000));
});

const from = (browser: Browser, ip: string, address: string) => browser.get(address).set('X-Forwarded-For', ip);

describe('guessing', () => {
  it.each([
    ['links', () => `/links/${newToken()}`],
    ['calendars', () => `/feeds/${newToken()}/calendar.ics`],
    ['reminders', () => `/reminders/${newToken()}/end`],
  ])('%s comes to an end, and a right link opens all the same', async (_what, address) => {
    const owner = house.browser();
    const link = await linkTo(house, await startDraft(owner), 'writer', 'Awa');
    const guesser = house.browser('es');
    for (let guess = 0; guess < 100; guess += 1) await guesser.get(address()).expect(404);
    const refused = await guesser.get(address()).expect(429);
    expect(refused.headers['retry-after']).toBe('900');
    expect(refused.headers['ratelimit']).toBe('"token-client"; r=0; t=900');
    expect(refused.headers['ratelimit-policy']).toBe('"token-client"; q=100; w=900');
    expect(readable(refused.text)).toContain('Vuelva a intentarlo dentro de 15 minutos.');
    // Over an onion service all people come from one address.
    await guesser.get(link).expect(200);
    await from(guesser, '192.0.2.77', address()).expect(404);
    house.setClock(new Date(OPENING.getTime() + days * 86_400_000 + 900_000));
    await guesser.get(address()).expect(404);
  });

  it('drafts comes to an end too, and gives back what was typed', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    const guesser = house.browser('fr');
    for (let guess = 0; guess < 1_000; guess += 1) await guesser.get(`/drafts/${String(guess).padStart(10, '0')}`);
    const refused = await guesser.post(`${draft}/questions/q1`).type('form').send({ text: 'Un texte à garder' });
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('Un texte à garder');
    expect(readable(refused.text)).toContain('Réessayez dans 15 minutes.');
    await owner.get(draft).expect(200);
  });

  it('is not helped by an address that somebody makes up', async () => {
    const far = await openHouse({ trustedProxies: [] });
    const guesser = far.browser();
    for (let guess = 0; guess < 100; guess += 1) {
      await from(guesser, `192.0.2.${guess}`, `/links/${newToken()}`).expect(404);
    }
    await from(guesser, '192.0.2.200', `/links/${newToken()}`).expect(429);
    await far.close();
  });

  it('is counted by the client that a trusted proxy names, and by no other word', async () => {
    const guesser = house.browser();
    for (let guess = 0; guess < 100; guess += 1) {
      // What the client wrote itself stands first; what the proxy added stands last.
      await from(guesser, `198.51.100.${guess}, 192.0.2.1`, `/links/${newToken()}`).expect(404);
    }
    await from(guesser, '198.51.100.200, 192.0.2.1', `/links/${newToken()}`).expect(429);
    await from(guesser, '198.51.100.200, 192.0.2.2', `/links/${newToken()}`).expect(404);
  });
});

describe('a proxy on another machine', () => {
  it('is believed where TRUST_PROXY names it, and its clients are told apart', async () => {
    const { trustedProxies } = readConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/24' });
    const far = await openHouse({ trustedProxies });
    const guesser = far.browser();
    for (let guess = 0; guess < 100; guess += 1) await from(guesser, '192.0.2.1, 10.0.0.7', `/links/${newToken()}`);
    await from(guesser, '192.0.2.1, 10.0.0.8', `/links/${newToken()}`).expect(429);
    await from(guesser, '192.0.2.2, 10.0.0.7', `/links/${newToken()}`).expect(404);
    // This one is not among them: it is the client, whatever it says of others.
    await from(guesser, '192.0.2.1, 10.0.1.7', `/links/${newToken()}`).expect(404);
    await far.close();
  });
});

describe('what is done too often', () => {
  it('starting new versions of one draft', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    await owner.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
    for (let count = 0; count < 30; count += 1) await owner.post(`${draft}/versions`).expect(303);
    const refused = await owner.post(`${draft}/versions`).expect(429);
    expect(refused.headers['retry-after']).toBe('3600');
    await startDraft(house.browser());
  });

  it('sending links: to one person by anybody, and the label that was typed stays', async () => {
    const address = 'awa@example.org';
    const form = (label: string) => ({ role: 'writer', label, term: 'none', address });
    const before = smtp.mails.length;
    for (let count = 0; count < 40; count += 1) {
      const owner = house.browser();
      await owner
        .post(`${await startDraft(owner)}/links`)
        .type('form')
        .send(form('Awa'))
        .expect(303);
    }
    const owner = house.browser();
    const draft = await startDraft(owner);
    const refused = await owner.post(`${draft}/links`).type('form').send(form('Awa of the field office')).expect(429);
    expect(refused.text).toContain('Awa of the field office');
    expect(refused.headers['ratelimit-policy']).toBe('"mail-mailbox"; q=40; w=86400');
    expect(readable(refused.text)).toContain('Try again in 24 hours.');
    expect(smtp.mails).toHaveLength(before + 40);
    expect(await house.store.links(draft.split('/').at(-1)!)).toHaveLength(1);
    await owner
      .post(`${draft}/links`)
      .type('form')
      .send({ ...form('By hand'), address: '' })
      .expect(303);
  });

  it('taking the list of signatories away, and with it all files of that draft alone', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    const first = await owner.get(`${draft}/signatories.csv`).expect(200);
    expect(first.headers['ratelimit']).toBe('"export-draft"; r=599; t=600');
    expect(first.headers['ratelimit-policy']).toBe('"export-draft"; q=600; w=600');
    for (let count = 1; count < 600; count += 1) await owner.get(`${draft}/signatories.csv`).expect(200);
    const refused = await owner.get(`${draft}/document.docx`).expect(429);
    expect(refused.headers['content-type']).toContain('text/html');
    await owner.get(`${draft}/questions/q1`).expect(200);
    const other = house.browser();
    await other.get(`${await startDraft(other)}/signatories.csv`).expect(200);
  });
});

describe('thirty writers behind one address', () => {
  it('come in by codes that some mistype, write, and take their papers, and are never stopped', async () => {
    const statuses = new Set<number>();
    for (let person = 0; person < 30; person += 1) {
      const browser = house.browser();
      statuses.add((await browser.post('/codes').type('form').send({ code: '7K2M-Q9XD-4TRW' })).status);
      const draft = await startDraft(browser);
      await browser.post(`${draft}/questions/q1`).type('form').send({ text: 'A', revision: '0' }).expect(303);
      for (const file of ['email.eml', 'signatories.csv']) statuses.add((await browser.get(`${draft}/${file}`)).status);
      const invited = { role: 'writer', label: 'B', term: 'none', address: `b${person}@example.org` };
      statuses.add((await browser.post(`${draft}/links`).type('form').send(invited)).status);
    }
    expect([...statuses].sort()).toEqual([200, 303, 422]);
  });
});

describe('rates', () => {
  const request = (ip: string) => ({ ip }) as unknown as Parameters<ReturnType<typeof createRates>['take']>[1];

  it('hold for uploads, for whoever takes them', () => {
    const rates = createRates();
    const take = (draft: string) => rates.take('upload', request('192.0.2.1'), OPENING, { draft });
    for (let count = 0; count < 100; count += 1) expect(take('one')).toBeNull();
    expect(take('one')).toBe(600);
    expect(take('two')).toBeNull();
  });
});

describe('tries', () => {
  const at = (ms: number): Date => new Date(OPENING.getTime() + ms);

  it('are counted for each and for all, by windows of time', () => {
    const tries = countTries({ each: 2, all: 3, windowMs: 10_000 });
    expect(tries.look('a', at(0))).toEqual({ open: true, left: 2, seconds: 10 });
    tries.take('a', at(0));
    tries.take('a', at(1));
    expect(tries.look('a', at(2_000))).toEqual({ open: false, left: 0, seconds: 8 });
    expect(tries.look('b', at(2_000))).toMatchObject({ open: true, left: 1 });
    tries.take('b', at(2_000));
    expect(tries.look('c', at(2_001)).open).toBe(false);
    tries.giveBack('b');
    expect(tries.look('c', at(9_999))).toEqual({ open: true, left: 1, seconds: 1 });
    expect(tries.look('a', at(10_000))).toEqual({ open: true, left: 2, seconds: 10 });
    tries.giveBack('never tried');
  });

  it('survive a clock that is turned back', () => {
    const tries = countTries({ each: 1, all: 9, windowMs: 10_000 });
    tries.take('a', at(1_000_000));
    expect(tries.look('a', at(0)).open).toBe(true);
    tries.take('a', at(0));
    expect(tries.look('a', at(0))).toEqual({ open: false, left: 0, seconds: 10 });
  });

  it('take a whole network for one client where it is one person’s', () => {
    expect(clientKey('::ffff:192.0.2.7')).toBe(clientKey('192.0.2.7'));
    expect(clientKey('2001:db8:0:7::1')).toBe(clientKey('2001:db8:0:7:aaaa:bbbb:cccc:dddd'));
    expect(clientKey('2001:db8::1')).toBe(clientKey('2001:db8:0:0:1::'));
    expect(clientKey('2001:db8:0:8::1')).not.toBe(clientKey('2001:db8:0:7::1'));
    expect(clientKey('::1')).toBe('0:0:0:0');
    expect(clientKey(undefined)).toBe('');
  });
});
