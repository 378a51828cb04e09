/** Links that are sent from here: what the mail says, and what the page says of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, readable, startDraft, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { comeIn, formOf, give, shownAt } from './givenLinks.ts';

let smtp: TestSmtp;
let house: House;
/** Without a mail server. */
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

/** What a mail says, whatever it is written in. */
function decoded(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const [head = '', ...body] = text.split('\r\n\r\n');
  const plain = body.join('\r\n\r\n');
  const words = /^content-transfer-encoding: base64/im.test(head)
    ? Buffer.from(plain, 'base64').toString('utf8')
    : plain
        .replace(/=\r\n/g, '')
        .replace(/((?:=[0-9A-F]{2})+)/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
  return `${head}\n\n${words}`;
}

describe('a link that is sent', () => {
  const letters = () => smtp.mails.map(({ to, bytes }) => ({ to: to[0], text: decoded(bytes) }));

  it('arrives, and the page says so', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser.post(`${draft}/organisation`).type('form').send({ revision: '0', name: 'Harbour & Hill' });
    const { link, page } = await give(browser, draft, { address: 'awa@example.org', term: '30' });
    expect(page).toContain('?sent=sent');
    expect(readable((await browser.get(page)).text)).toContain('Sent to awa@example.org');
    const { to, text } = letters().at(-1)!;
    expect(to).toBe('awa@example.org');
    for (const words of [link, 'Harbour & Hill', 'read, comment and change', '2 March 2024'])
      expect(text).toContain(words);
    expect(text).not.toMatch(/List-Unsubscribe/i);
  });

  it('in neutral mode names nothing', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser.post(`${draft}/organisation`).type('form').send({ revision: '0', name: 'Harbour & Hill' });
    const { link } = await give(browser, draft, { address: 'neutral@example.org', neutral: 'yes' });
    const { text } = letters().at(-1)!;
    expect(text).toContain(link);
    expect(text).not.toMatch(/Harbour|solidarity|solidarité|submission|call for input|Aide|field office|change/i);
  });

  it('says when nobody took it, and is good all the same', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    smtp.behave({ refuse: ['gone@example.org'] });
    const gone = await give(browser, draft, { address: 'gone@example.org' });
    smtp.behave({});
    expect(readable((await browser.get(gone.page)).text)).toContain('gone@example.org does not exist');
    await (await comeIn(house, gone.link)).get(draft).expect(200);
  });

  it('is sent anew when it is replaced, on request', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await give(browser, draft, { address: 'awa@example.org', label: 'Awa' });
    const replacing = await formOf(browser, draft, 'replacements', 'Awa');
    const before = smtp.mails.length;
    const answer = await browser.post(replacing).type('form').send({ send: 'yes' }).expect(303);
    const { link } = await shownAt(browser, String(answer.headers['location']));
    expect(smtp.mails).toHaveLength(before + 1);
    expect(letters().at(-1)!.text).toContain(link);
  });

  it('is not offered where no mail leaves', async () => {
    const browser = mute.browser();
    const draft = await startDraft(browser, 'en');
    const page = await browser.get(`${draft}/links`);
    expect(page.text).not.toContain('name="address"');
    expect(readable(page.text)).toContain('This server sends no mail');
    const form = { role: 'writer', label: 'Awa', term: 'none', address: 'awa@example.org' };
    await browser.post(`${draft}/links`).type('form').send(form).expect(422);
  });
});
