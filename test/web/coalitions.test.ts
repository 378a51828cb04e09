/**
 * The coalition page: what each role sees of the others, what is asked of it, and the friendly word, over real mail.
 */
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/link.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { introduce, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

let house: House;
let smtp: TestSmtp | null = null;
afterEach(async () => {
  await house.close();
  await smtp?.stop();
  smtp = null;
});

const MADE = new Date('2024-02-01T09:00:00Z');

interface Invited {
  readonly browser: Browser;
  readonly link: string;
}

async function invite(draft: string, role: Role, label: string, address: string | null = null): Promise<Invited> {
  const [token, id] = [newToken(), newId()];
  const never = { expiresAt: null, usedAt: null, revokedAt: null };
  const link = {
    id,
    draft: draft.split('/').at(-1)!,
    role,
    label,
    signatory: null,
    address,
    createdAt: MADE,
    ...never,
  };
  await house.store.addLink(link, hashOf(token), null);
  const browser = house.browser();
  await browser.post(`/links/${token}`).expect(303);
  return { browser, link: id };
}

async function pageOf(browser: Browser, draft: string): Promise<string> {
  return readable((await browser.get(`${draft}/coalition`).expect(200)).text);
}

describe('the coalition page', () => {
  it('tells the owner who wrote and who has not been there', async () => {
    house = await openHouse();
    const owner = house.browser();
    const draft = await startDraft(owner);
    await introduce(owner, draft);
    const writer = await invite(draft, 'writer', 'Field office');
    await invite(draft, 'reviewer', 'Bruno');
    await writer.browser.post(`${draft}/questions/q1`).type('form').send({ text: 'Oui.', revision: '0' }).expect(303);
    const page = await pageOf(owner, draft);
    expect(page).toMatch(/2 of 3 have written, commented or answered/);
    expect(page).toMatch(/Field office .*saved 1 text/);
    expect(page).toMatch(/Bruno/);
    expect(page).toContain('A friendly word');
  });

  it('shows names to nobody who does not write, and what is asked of each', async () => {
    house = await openHouse();
    const owner = house.browser();
    const draft = await startDraft(owner);
    await invite(draft, 'writer', 'Maria of the night shift');
    const asked: [Role, string][] = [
      ['reviewer', 'comment where you see something to improve'],
      ['signatory', 'say yes or no'],
    ];
    for (const [role, words] of asked) {
      const { browser } = await invite(draft, role, 'partner');
      const page = await pageOf(browser, draft);
      expect(page).toContain(words);
      expect(page).not.toContain('Maria');
    }
    const { browser } = await invite(draft, 'observer', 'partner');
    const page = await pageOf(browser, draft);
    expect(page).not.toContain('Maria');
    expect(page).not.toContain('What is asked of you');
  });

  it('sends a friendly word that names nothing, under one Message-ID a day', async () => {
    smtp = await startSmtp();
    house = await openHouse({ smtpUrl: smtp.url });
    const owner = house.browser();
    const draft = await startDraft(owner);
    await introduce(owner, draft);
    const { link, browser } = await invite(draft, 'reviewer', 'Bruno', 'bruno@partner.example');
    const told = await owner.post(`${draft}/coalition/${link}/nudges`).expect(303);
    expect(readable((await owner.get(String(told.headers['location']))).text)).toContain('The message was sent.');
    const mail = await PostalMime.parse(smtp.mails[0]!.bytes);
    expect(mail.to?.[0]?.address).toBe('bruno@partner.example');
    expect(mail.text).toContain(draft);
    const whole = smtp.mails[0]!.bytes.toString();
    expect(`${mail.subject} ${mail.text} ${whole}`).not.toMatch(/Rivages|solidarit|Aide-m|human rights|Geneva/i);
    await owner.post(`${draft}/coalition/${link}/nudges`).expect(303);
    const again = await PostalMime.parse(smtp.mails[1]?.bytes ?? smtp.mails[0]!.bytes);
    expect(again.messageId).toBe(mail.messageId);
    await browser.post(`${draft}/coalition/${link}/nudges`).expect(403);
    await owner.post(`${draft}/coalition/${newId()}/nudges`).expect(404);
  });

  it.each([
    ['fr', 'Qui a participé'],
    ['es', 'Quién ha participado'],
  ])('speaks %s', async (language, words) => {
    house = await openHouse();
    const owner = house.browser(language);
    const draft = await startDraft(owner);
    expect(await pageOf(owner, draft)).toContain(words);
  });
});
