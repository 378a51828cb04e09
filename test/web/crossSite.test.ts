/**
 * Posts from other sites are refused; posts from our own pages, old browsers and programs are not. And what every
 * answer carries to protect its reader.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, startDraft, type House } from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const saved = async (headers: Record<string, string>, extra: object = {}): Promise<number> => {
  const browser = house.browser();
  const draft = await startDraft(browser);
  const answer = await browser
    .post(`${draft}/questions/q1`)
    .set(headers)
    .type('form')
    .send({ revision: '0', text: 'A', ...extra });
  const page = await browser.get(`${draft}/questions/q1/history`);
  expect(page.text.includes('id="revision-1"')).toBe(answer.status === 303);
  return answer.status;
};

describe('a post', () => {
  it.each([
    ['by Sec-Fetch-Site: cross-site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['by Sec-Fetch-Site: same-site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['from another origin', { Origin: 'https://evil.example' }, 403],
    ['from an origin that only begins like ours', { Origin: 'http://127.0.0.1:3000.evil.example' }, 403],
    ['from a host that it names itself', { Origin: 'http://evil.example', Host: 'evil.example' }, 403],
    ['of our own page', { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }, 303],
    ['typed by hand', { 'Sec-Fetch-Site': 'none' }, 303],
    ['of our own origin', { Origin: 'http://127.0.0.1:3000' }, 303],
    ['of a program', {}, 303],
  ])('%s', async (_name, headers, status) => {
    expect(await saved(headers)).toBe(status);
  });

  it('whose origin is hidden needs the proof of its form', async () => {
    expect(await saved({ Origin: 'null' })).toBe(403);
    expect(await saved({ Origin: 'null' }, { proof: 'x'.repeat(22) })).toBe(403);
    const browser = house.browser();
    const draft = await startDraft(browser);
    const proof = /name="proof" value="([^"]+)"/.exec((await browser.get(`${draft}/questions/q1`)).text)?.[1];
    const answer = await browser
      .post(`${draft}/questions/q1`)
      .set('Origin', 'null')
      .type('form')
      .send({ proof, text: 'A' });
    expect(answer.status).toBe(303);
  });

  it('keeps the text on the page that refuses it', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    const answer = await browser
      .post(`${draft}/questions/q1`)
      .set('Origin', 'null')
      .type('form')
      .send({ text: 'Typed here' });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Typed here');
  });
});

describe('every answer', () => {
  it.each(['/', `/calls/${CALL}`, '/safety', '/nothing', '/exit'])('of %s protects its reader', async (address) => {
    const { headers, text } = await house.browser().get(address);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';style-src 'self';script-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
    // What a reader may press, and takes nothing along, is no request of ours.
    const asked = text.replace(/<a rel="noreferrer nofollow" href="https:[^"]*">/g, '');
    expect(asked).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\/(?!127\.0\.0\.1)/);
  });

  it('leaves no token, id, text or name in the log', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    const { text } = await browser.get(draft);
    const token = /\/links\/([0-9a-z]{32})/.exec(text)![1]!;
    await house.browser().get(`/links/${token}`);
    await house.browser().post(`/links/${token}`);
    await browser.post(`${draft}/organisation`).type('form').send({ name: 'Canari Blanc' });
    await browser.post(`${draft}/questions/q1`).type('form').send({ text: 'un canari dans la mine' });
    await browser.get('/canari-address');
    const log = JSON.stringify(house.lines);
    expect(log).toContain('/links/:token');
    for (const secret of [token, draft.split('/')[2]!, 'canari', 'Canari']) expect(log).not.toContain(secret);
  });
});
