/**
 * Ways in without a link at hand: a short code that is typed, and asking for one's links again. Neither tells a stranger
 * what exists, and neither can be tried without end.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newCode, shownCode, typedCode } from '../../src/web/secrets.ts';
import { openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

let smtp: TestSmtp;
let house: House;
let mute: House;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  mute = await openHouse();
});
afterAll(async () => {
  await house.close();
  await mute.close();
  await smtp.stop();
});

const DAY_MS = 86_400_000;
let days = 0;
/** Limits are counted by the clock: each test has days of its own. */
afterEach(() => {
  days += 2;
  house.setClock(new Date(OPENING.getTime() + days * DAY_MS));
});

/** A client of its own, behind the proxy that tests pretend to be. */
let clients = 0;
function client(): {
  get: (path: string) => ReturnType<Browser['get']>;
  post: (path: string, fields: object) => ReturnType<Browser['post']>;
} {
  const browser = house.browser();
  const ip = `192.0.2.${(clients += 1)}`;
  return {
    get: (path) => browser.get(path).set('X-Forwarded-For', ip),
    post: (path, fields) => browser.post(path).set('X-Forwarded-For', ip).type('form').send(fields),
  };
}

interface Invitation {
  readonly draft: string;
  readonly owner: Browser;
  readonly link: string;
  readonly code: string;
}

async function invite(fields: Record<string, string> = {}): Promise<Invitation> {
  const owner = house.browser();
  const draft = await startDraft(owner, 'en');
  const form = { role: 'reviewer', label: 'Awa', term: 'none', ...fields };
  const answer = await owner.post(`${draft}/links`).type('form').send(form).expect(303);
  const { text } = await owner.get(String(answer.headers['location']));
  const link = /\/links\/[0-9a-z]{32}/.exec(text)![0];
  return { draft, owner, link, code: /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}/.exec(text)![0] };
}

describe('a short code', () => {
  it('lets one browser in, once', async () => {
    const { draft, code, link } = await invite();
    const [one, two] = [client(), client()];
    await one.get('/codes').expect(200);
    await one.post('/codes', { code }).expect(303).expect('Location', draft);
    await one.get(draft).expect(200);
    await one.get(`${draft}/links`).expect(403);
    const again = await two.post('/codes', { code }).expect(422);
    expect(readable(again.text)).toContain('This code opens nothing');
    expect(again.headers['set-cookie']).toBeUndefined();
    await two.post(link, {}).expect(303);
  });

  it.each([
    ['small letters without hyphens', (code: string) => code.toLowerCase().replaceAll('-', '')],
    ['spaces and dashes as a telephone puts them', (code: string) => ` ${code.replaceAll('-', ' – ')} `],
    ['letters for the digits that they look like', (code: string) => code.replaceAll('0', 'O').replaceAll('1', 'l')],
  ])('is understood in %s', async (_what, typed) => {
    const { draft, code } = await invite();
    await client()
      .post('/codes', { code: typed(code) })
      .expect(303)
      .expect('Location', draft);
  });

  it('is good for seven days', async () => {
    const { code } = await invite();
    house.setClock(new Date(OPENING.getTime() + (days + 7) * DAY_MS));
    await client().post('/codes', { code }).expect(422);
    house.setClock(new Date(OPENING.getTime() + (days + 7) * DAY_MS - 1));
    await client().post('/codes', { code }).expect(303);
  });

  it('that cannot be one is said to be none, and costs no try', async () => {
    const guesser = client();
    for (const code of ['', '7K2M', '7K2M-Q9XD-4TR!', 'u'.repeat(12), '0'.repeat(13)]) {
      const answer = await guesser.post('/codes', { code }).expect(422);
      expect(readable(answer.text)).toContain('Type all twelve letters and digits');
      if (code !== '') expect(answer.text).toContain(`value="${code}"`);
    }
    for (let tries = 0; tries < 60; tries += 1) await guesser.post('/codes', { code: newCode() }).expect(422);
    await guesser.post('/codes', { code: newCode() }).expect(429);
  });

  it('is guessed sixty times at most, and then it is said for how long not', async () => {
    const { draft, code } = await invite();
    const guesser = client();
    for (let tries = 0; tries < 60; tries += 1) await guesser.post('/codes', { code: newCode() }).expect(422);
    const refused = await guesser.post('/codes', { code }).expect(429);
    expect(refused.headers['retry-after']).toBe('900');
    expect(readable(refused.text)).toContain('wait 15 minutes');
    expect(refused.text).toContain(`value="${code}"`);
    await client().post('/codes', { code: newCode() }).expect(422);
    house.setClock(new Date(OPENING.getTime() + days * DAY_MS + 900_000));
    await guesser.post('/codes', { code }).expect(303).expect('Location', draft);
  });

  it('reads back as it was shown', () => {
    for (let index = 0; index < 100; index += 1) {
      const code = newCode();
      expect(shownCode(code)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
      expect(typedCode(shownCode(code))).toBe(code);
    }
  });
});

describe('asking for one’s links again', () => {
  const lettersTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address));
  const linkIn = (bytes: Buffer): string =>
    /\/links\/[0-9a-z]{32}/.exec(bytes.toString('utf8').replaceAll('=\r\n', ''))![0];

  it('sends new ones of the same role, in neutral words; the old stay good', async () => {
    const address = 'Awa.One@example.org';
    const { draft, link, owner } = await invite({ address });
    house.setClock(new Date(OPENING.getTime() + (days + 2) * DAY_MS));
    await client()
      .post('/links', { address: ' awa.one@EXAMPLE.org ' })
      .expect(303)
      .expect('Location', '/links?asked=1');
    await vi.waitFor(() => expect(lettersTo(address)).toHaveLength(2));
    const { bytes } = lettersTo(address)[1]!;
    expect(bytes.toString('utf8')).not.toMatch(/solidar|Awa,|reviewer|call/i);
    expect(linkIn(bytes)).not.toBe(link);
    for (const each of [linkIn(bytes), link]) {
      const person = client();
      await person.post(each, {}).expect(303).expect('Location', draft);
      await person.get(`${draft}/links`).expect(403);
    }
    const page = readable((await owner.get(`${draft}/links`)).text);
    expect(page.split(`to ${address}`)).toHaveLength(3);
    days += 2;
  });

  it('says the same whether the address is known or not, or its link was taken back', async () => {
    const address = 'known@example.org';
    const { draft, owner } = await invite({ address: 'revoked@example.org' });
    await invite({ address });
    const page = await owner.get(`${draft}/links`);
    await owner.post(/action="([^"]+\/removal)"/.exec(page.text)![1]!).expect(303);
    house.setClock(new Date(OPENING.getTime() + (days + 2) * DAY_MS));
    const sent = smtp.mails.length;
    const answers = [];
    for (const asked of ['revoked@example.org', 'nobody@example.org', address]) {
      const answer = await client().post('/links', { address: asked });
      const { date, ...headers } = answer.headers as Record<string, string>;
      expect(date).toBeDefined();
      answers.push({ status: answer.status, headers, text: answer.text });
    }
    expect(answers[0]).toMatchObject({ status: 303 });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    // One after another, in this order: when the last one has its mail, the others would have had theirs.
    await vi.waitFor(() => expect(lettersTo(address)).toHaveLength(2));
    expect(smtp.mails).toHaveLength(sent + 1);
    const told = readable((await client().get('/links?asked=1').expect(200)).text);
    expect(told).toContain('If links were sent to that address');
    days += 2;
  });

  it('pesters nobody: three times a day for one address, whoever asks, and no more than three new links', async () => {
    const address = 'pestered@example.org';
    await invite({ address });
    for (let tries = 0; tries < 3; tries += 1) await client().post('/links', { address }).expect(303);
    const refused = await client().post('/links', { address: address.toUpperCase() }).expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3600);
    await client().post('/links', { address: 'another@example.org' }).expect(303);
    // The link of today was the first; two new ones, and no third.
    await vi.waitFor(() => expect(lettersTo(address)).toHaveLength(3));
    await client().post('/links', { address: 'last@example.org' }).expect(303);
    expect(lettersTo(address)).toHaveLength(3);
  });

  it('keeps the four newest, and those that somebody uses', async () => {
    const address = 'often@example.org';
    const { draft, link, owner } = await invite({ address });
    await client().post(link, {}).expect(303);
    for (let day = 2; day <= 14; day += 2) {
      house.setClock(new Date(OPENING.getTime() + (days + day) * DAY_MS));
      await client().post('/links', { address }).expect(303);
      await vi.waitFor(() => expect(lettersTo(address)).toHaveLength(day / 2 + 1));
    }
    const links = (await house.store.links(draft.split('/').at(-1)!)).filter((one) => one.address === address);
    expect(links).toHaveLength(8);
    expect(links.filter(({ revokedAt }) => revokedAt === null).length).toBeLessThanOrEqual(6);
    await client().post(link, {}).expect(303);
    await owner.get(draft).expect(200);
    days += 14;
  });

  it('is limited for one client too', async () => {
    const asker = client();
    for (let tries = 0; tries < 60; tries += 1)
      await asker.post('/links', { address: `nobody${tries}@example.org` }).expect(303);
    const refused = await asker.post('/links', { address: 'nobody@example.org' }).expect(429);
    expect(refused.headers['retry-after']).toBe('3600');
    expect(readable(refused.text)).toContain('tried too often');
  });

  it('wants an address, and keeps what was typed', async () => {
    const answer = await client().post('/links', { address: 'awa at example' }).expect(422);
    expect(answer.text).toContain('value="awa at example"');
    expect(readable(answer.text)).toContain('Write the email address in full');
    await client().post('/links', {}).expect(422);
  });

  it('is explained where no mail leaves', async () => {
    const browser = mute.browser();
    const page = await browser.get('/links').expect(200);
    expect(readable(page.text)).toContain('This server sends no mail');
    expect(page.text).not.toContain('name="address"');
    const answer = await browser.post('/links').type('form').send({ address: 'awa@example.org' }).expect(422);
    expect(readable(answer.text)).toContain('This server sends no mail');
  });
});
