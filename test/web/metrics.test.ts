/**
 * The figures: true, for the eyes of this machine or of whoever brings the token, and without a word of what people
 * typed, or of who they are.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newToken } from '../../src/web/secrets.ts';
import { introduce, linkTo, openHouse, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

const CANARY = 'qzwren';
const TOKEN = 'a token that has no spaces'.replaceAll(' ', '-');

let smtp: TestSmtp;
let house: House;
let origin: string;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url, metricsAccess: 'loopback' });
  origin = await house.listen();
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});

const figures = async (): Promise<string> => {
  const answer = await house.browser().get('/metrics').expect(200);
  expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  expect(answer.headers['cache-control']).toBe('no-store');
  return answer.text;
};
const figure = async (name: string): Promise<number> =>
  Number(new RegExp(`^aide_memoire_${name} (\\S+)$`, 'm').exec(await figures())?.[1] ?? 0);
const post = (browser: Browser, address: string, fields: object) => browser.post(address).type('form').send(fields);

describe('what is counted', () => {
  it('requests, by the pattern of their route', async () => {
    const of = (status: number): string =>
      `request_duration_seconds_count{method="GET",route="/drafts/:draft",status="${status}"}`.replace(/[{}]/g, '\\$&');
    const before = await figure(of(404));
    await house.browser().get(`/drafts/0123456789`).expect(404);
    await vi.waitFor(async () => expect(await figure(of(404))).toBe(before + 1));
  });

  it('drafts, saves, documents, reminders and deliveries, by what came of them', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    await introduce(owner, draft);
    await post(owner, `${draft}/questions/q1`, { text: 'A', revision: '0' }).expect(303);
    await owner.get(`${draft}/document.docx`).expect(200);
    await owner.get(`${draft}/document.docx`).expect(200);
    await post(owner, `${draft}/reminders`, { address: 'awa@example.org', language: 'en', zone: 'UTC', hour: '9' });
    await house.ringer.ring();
    await post(owner, `${draft}/submission`, { by: 'smtp' }).expect(303);
    expect(smtp.mails).toHaveLength(2);
    const text = await figures();
    for (const line of [
      'drafts_started_total 1',
      'saves_total{outcome="saved"} 2',
      'reminders_total{outcome="sent"} 1',
      'deliveries_total{outcome="sent"} 1',
      'documents_total{from="printed"} 1',
    ]) {
      expect(text).toContain(`aide_memoire_${line}\n`);
    }
    expect(await figure('documents_total\\{from="kept"\\}')).toBeGreaterThanOrEqual(1);
    for (const name of ['process_resident_memory_bytes', 'process_uptime_seconds', 'event_loop_delay_max_seconds']) {
      expect(text).toMatch(new RegExp(`${name} \\d`));
    }
  });

  it('what the database could not do', async () => {
    const broken = await openHouse({ metricsAccess: 'loopback' });
    const browser = broken.browser();
    const draft = await startDraft(browser);
    await broken.store.close();
    await browser.get(draft).expect(503);
    const { text } = await browser.get('/metrics').expect(200);
    expect(text).toMatch(/database_failures_total\{code="unavailable"\} [1-9]/);
    await broken.close();
  });
});

describe('who reads', () => {
  const ask = (headers: Record<string, string>) => house.browser().get('/metrics').set(headers);

  it.each<[string, Record<string, string>]>([
    ['a proxy that names its client', { 'X-Forwarded-For': '203.0.113.9' }],
    ['a client behind a proxy that says it were this machine', { 'X-Forwarded-For': '127.0.0.1' }],
    ['a client that puts this machine first', { 'X-Forwarded-For': '127.0.0.1, 203.0.113.9' }],
    ['a proxy that names its client in the standard’s way', { Forwarded: 'for=203.0.113.9' }],
    ['a proxy that names itself', { Via: '1.1 proxy' }],
    ['a proxy that passes the real address on', { 'X-Real-IP': '203.0.113.9' }],
    ['an onion service, or a page that was made to lead here', { Host: 'evil.example:3000' }],
  ])('not %s', async (_who, headers) => {
    expect((await ask(headers)).status).toBe(404);
  });

  it('nobody where it is off, and nobody without the token where there is one', async () => {
    const [off, guarded] = [await openHouse(), await openHouse({ metricsAccess: { token: TOKEN } })];
    await off.browser().get('/metrics').expect(404);
    const read = (value?: string) => {
      const asked = guarded.browser().get('/metrics').set('X-Forwarded-For', '203.0.113.9');
      return value === undefined ? asked : asked.set('Authorization', value);
    };
    await read().expect(404);
    for (const value of [TOKEN, 'Bearer ', 'Bearer x', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`]) {
      await read(value).expect(404);
    }
    const { text } = await read(`Bearer ${TOKEN}`).expect(200);
    expect(text).not.toContain(TOKEN);
    await off.close();
    await guarded.close();
  });

  it('anybody on this machine', async () => {
    expect((await fetch(`${origin}/metrics`)).status).toBe(200);
  });
});

describe('what is not in it', () => {
  it('an id, a token, a name, an address, a text or a method that somebody made up', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner);
    const id = draft.split('/').at(-1)!;
    await introduce(owner, draft, { name: `${CANARY} shores`, contact: CANARY });
    await post(owner, `${draft}/questions/q1`, { text: CANARY, revision: '0' });
    const link = await linkTo(house, draft, 'writer', CANARY);
    await post(house.browser(), link, {});
    const unknown = newToken();
    await house.browser().get(`/links/${unknown}`);
    await house.browser().get(`/${CANARY}?${CANARY}=${CANARY}`);
    await fetch(`${origin}/${CANARY}`, { method: 'PROPFIND', headers: { [CANARY]: CANARY } });
    await owner.get(`${draft}/document.docx`);
    const text = await figures();
    for (const secret of [CANARY, id, link.split('/').at(-1)!, unknown, 'PROPFIND']) expect(text).not.toContain(secret);
    expect(text).toContain('method="other"');
  });
});
