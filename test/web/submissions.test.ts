/**
 * Submitting over a real SMTP server that takes, refuses and breaks the line: freeze first, deliver second, record the
 * reply third, and never send twice by accident.
 */
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  introduce,
  MAILBOX,
  openHouse,
  readable,
  RIVAGES,
  startDraft,
  SUBJECT,
  type Browser,
  type House,
} from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

let smtp: TestSmtp;
let house: House;
let browser: Browser;
let draft: string;

beforeEach(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  browser = house.browser();
  draft = await startDraft(browser, 'fr');
  await introduce(browser, draft);
  await browser.post(`${draft}/questions/q1`).type('form').send({ revision: '0', text: 'Oui.' }).expect(303);
});
afterEach(async () => {
  await house.close();
  await smtp.stop();
});

const submit = (fields: object = { by: 'smtp' }) => browser.post(`${draft}/submission`).type('form').send(fields);
const receipt = async (): Promise<string> => readable((await browser.get(`${draft}/submission`).expect(200)).text);

describe('submitting from here', () => {
  it('sends once, with the exact subject, and keeps the reply', async () => {
    smtp.behave({ reply: 'OK queued as 4F2A' });
    await submit().expect(303);
    await submit().expect(303);
    await browser.post(`${draft}/deliveries`).type('form').send({ by: 'smtp' }).expect(303);
    expect(smtp.mails).toHaveLength(1);
    const mail = await PostalMime.parse(smtp.mails[0]!.bytes);
    expect(mail.subject).toBe(SUBJECT);
    expect(smtp.mails[0]!.to).toEqual([MAILBOX]);
    expect(mail.replyTo?.[0]).toEqual({ name: RIVAGES.name, address: RIVAGES.email });
    expect(mail.attachments).toHaveLength(1);
    const page = await receipt();
    for (const words of ['The mail server took the email.', 'OK queued as 4F2A', SUBJECT, MAILBOX])
      expect(page).toContain(words);
  });

  it('sends once when the button is pressed many times at once', async () => {
    smtp.behave({ delayMs: 150 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit()));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 303));
    expect(smtp.mails).toHaveLength(1);
  });

  it('keeps the submission when the server refuses it, and tries again when asked', async () => {
    smtp.behave({ refuse: [MAILBOX] });
    await submit().expect(303);
    expect(smtp.mails).toHaveLength(0);
    const failed = await receipt();
    expect(failed).toContain('The mail server did not take the email.');
    expect(failed).toContain('550');
    smtp.behave({});
    await browser.post(`${draft}/deliveries`).type('form').send({ by: 'smtp' }).expect(303);
    expect(smtp.mails).toHaveLength(1);
    expect(await receipt()).toContain('The mail server took the email.');
  });

  it('says "perhaps" when the line broke after the text, and sends again under the same Message-ID', async () => {
    smtp.behave({ cut: 'after-dot' });
    await submit().expect(303);
    expect(await receipt()).toContain('Perhaps sent');
    smtp.behave({});
    await browser.post(`${draft}/deliveries`).type('form').send({ by: 'smtp' }).expect(303);
    expect(await receipt()).toContain('The mail server took the email.');
    const ids = await Promise.all(smtp.mails.map(async ({ bytes }) => (await PostalMime.parse(bytes)).messageId));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^<am-[0-9a-z]{4}-[0-9a-z]{4}@sender\.example>$/);
  });

  it('lets nobody add a header through a name', async () => {
    const nasty = { ...RIVAGES, name: 'X\r\nBcc: evil@example.org', contact: 'Y\r\nSubject: other' };
    await browser
      .post(`${draft}/organisation`)
      .type('form')
      .send({ ...nasty, revision: '1' })
      .expect(303);
    await submit().expect(303);
    const mail = await PostalMime.parse(smtp.mails[0]!.bytes);
    expect(mail.subject).toBe(SUBJECT);
    expect(mail.headers.some(({ key }) => key === 'bcc')).toBe(false);
    expect(smtp.mails[0]!.to).toEqual([MAILBOX]);
  });
});

describe('a submission', () => {
  it('is refused when the text changed since its page was opened', async () => {
    const page = await browser.get(`${draft}/submission`);
    const seen = /name="seen" value="(\d+)"/.exec(page.text)![1]!;
    await browser.post(`${draft}/questions/q2`).type('form').send({ revision: '0', text: 'Un ajout.' }).expect(303);
    await submit({ by: 'smtp', seen }).expect(409);
    expect(smtp.mails).toHaveLength(0);
    await submit({ by: 'smtp', seen: String(Number(seen) + 1) }).expect(303);
    expect(smtp.mails).toHaveLength(1);
  });

  it('records what was sent from one’s own mailbox as such', async () => {
    await submit({ by: 'self' }).expect(303);
    expect(smtp.mails).toHaveLength(0);
    expect(await receipt()).toContain('You told us that you sent it from your own mailbox.');
  });

  it('freezes the texts for good', async () => {
    await submit({ by: 'self' }).expect(303);
    for (const [page, fields] of [
      ['questions/q1', { revision: '1', text: 'Trop tard' }],
      ['organisation', { revision: '1', name: 'Trop tard' }],
      ['publication', { revision: '0', choice: 'public' }],
    ] as const) {
      expect((await browser.post(`${draft}/${page}`).type('form').send(fields)).status).toBe(409);
    }
    expect(readable((await browser.get(`${draft}/review`)).text)).not.toContain('Trop tard');
    expect((await browser.get(draft)).text).toContain(`${draft}/versions`);
  });
});
