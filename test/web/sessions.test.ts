/**
 * Sessions that end after the time that an owner chose, with the clock turned, on both databases: what was typed comes
 * back on the page that says so, and the secret link leads in again.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { invite, linkTo, openHouse, OPENING, readable, startDraft, type House } from '../cast.ts';
import { startPostgres } from '../postgres.ts';

const HOUR_MS = 3_600_000;
const GROUNDS = [
  { name: 'SQLite', start: () => Promise.resolve(null) },
  { name: 'PostgreSQL', start: startPostgres },
];

describe.each(GROUNDS)('a draft that may not be left unused for long, on $name', ({ start }) => {
  let postgres: Awaited<ReturnType<typeof start>>;
  let house: House;
  beforeAll(async () => {
    postgres = await start();
    house = await openHouse(postgres === null ? {} : { databaseUrl: postgres.url });
  });
  afterAll(async () => {
    await house.close();
    await postgres?.stop();
  });
  const at = (hours: number): void => house.setClock(new Date(OPENING.getTime() + hours * HOUR_MS));

  it('closes in every browser, gives typed text back, and opens again by its link', async () => {
    at(0);
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    const other = await startDraft(owner, 'en');
    const link = await linkTo(house, draft, 'writer', 'a writer');
    const writer = house.browser();
    await writer.post(link).expect(303);
    const answer = await owner.post(`${draft}/sessions`).type('form').send({ idle: '1' }).expect(303);
    expect(answer.headers['location']).toBe(`${draft}/links#sessions`);
    // The link that is still to be kept does not outlive the time either.
    expect(String(answer.headers['set-cookie'])).toMatch(/fresh-\w+=[0-9a-z]{32}; Max-Age=3600;/);
    expect((await owner.get(`${draft}/links`)).text).toMatch(/value="1" checked/);

    at(2.5);
    const typed = 'Words that nobody else has.';
    const refused = await writer.post(`${draft}/questions/q9`).type('form').send({ text: typed, revision: '0' });
    expect(refused.status).toBe(404);
    expect(refused.text).toContain(typed);
    expect(readable(refused.text)).toContain('left unused here for longer than its owner allows');
    expect(refused.text).toContain('formaction="/codes"');
    await owner.get(draft).expect(404);
    await owner.get(other).expect(200);
    expect((await owner.get('/')).text).not.toContain(draft);

    await writer.post(link).expect(303);
    await writer.post(`${draft}/questions/q9`).type('form').send({ text: typed, revision: '0' }).expect(303);
    expect((await writer.get(`${draft}/questions/q9`)).text).toContain(typed);
  });

  it('stays open to whoever goes on using it', async () => {
    at(0);
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    await owner.post(`${draft}/sessions`).type('form').send({ idle: '12' }).expect(303);
    for (const hours of [12, 24, 36]) {
      // That it was used is noted behind the answer.
      await vi.waitFor(async () => {
        at(hours);
        await owner.get(draft).expect(200);
      });
    }
    at(50);
    await owner.get(draft).expect(404);
  });

  it('is for an owner to decide, among the times on the page', async () => {
    at(0);
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    const writer = await invite(house, draft, 'writer', 'a writer');
    await writer.post(`${draft}/sessions`).type('form').send({ idle: '1' }).expect(403);
    const { text } = await owner.post(`${draft}/sessions`).type('form').send({ idle: '2' }).expect(422);
    expect(readable(text)).toContain('Choose from the list');
    expect(text).toMatch(/value="720" checked/);
    at(13);
    await writer.get(draft).expect(200);
  });

  it('is swept out of the database with what stayed away', async () => {
    at(0);
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    await owner.post(`${draft}/sessions`).type('form').send({ idle: '1' }).expect(303);
    at(1.5);
    const sleeping = await invite(house, draft, 'owner', 'awake');
    at(2.5);
    await house.ringer.ring();
    // Back before the time was over, as a clock that was wrong would put it: only who was not swept is still in.
    at(1.6);
    await owner.get(draft).expect(404);
    await sleeping.get(draft).expect(200);
  });
});
