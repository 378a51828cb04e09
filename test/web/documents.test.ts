/**
 * What leaves the program, made by the whole program: the Word documents of the cast and of nasty texts pass Microsoft's
 * validator, and the email has the same subject on every route, whatever language the draft is in.
 */
import { strFromU8, unzipSync } from 'fflate';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from '../docx/opened.ts';
import {
  fileAt,
  HARBOUR,
  introduce,
  LADERA,
  openHouse,
  readable,
  RIVAGES,
  RIVAGES_ANSWERS,
  startDraft,
  SUBJECT,
  type Browser,
  type House,
} from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function bytesOf(browser: Browser, address: string): Promise<{ bytes: Buffer; fileName: string }> {
  const { status, headers, body } = await fileAt(browser, address);
  expect(status).toBe(200);
  const fileName = /filename="([^"]+)"/.exec(String(headers['content-disposition']))?.[1] ?? '';
  return { bytes: body as Buffer, fileName };
}

const NASTY = [
  'control \u0000\u0001\u0008\u000b\u000c\u001f\u007f\u0085 characters',
  'half a pair \ud83d alone, \udc00 and again',
  ']]> <![CDATA[ &amp; &#0; <w:p/> {{x}} {x}',
  'السلام عليكم (2023) — שלום 12',
  '👩‍👩‍👧‍👦 é e\u0301 \u202e turned \u2028 and \u2029',
  'x'.repeat(400),
  '*'.repeat(60) + '[['.repeat(20) + '- '.repeat(20),
].join('\n\n');

describe('the document', () => {
  it.each([
    ['Rivages', 'fr', RIVAGES],
    ['Harbour', 'en', HARBOUR],
    ['Ladera', 'es', LADERA],
  ] as const)('of %s in %s passes the validator', async (_name, language, organisation) => {
    const browser = house.browser(language);
    const draft = await startDraft(browser, language);
    await introduce(browser, draft, organisation);
    for (const [question, fields] of Object.entries(RIVAGES_ANSWERS)) {
      await browser
        .post(`${draft}/questions/${question}`)
        .type('form')
        .send({ revision: '0', ...fields })
        .expect(303);
    }
    const { bytes, fileName } = await bytesOf(browser, `${draft}/document.docx`);
    expect(fileName).toMatch(/^[A-Za-z0-9_-]{1,160}\.docx$/);
    expect(await faultsOf(bytes)).toEqual([]);
  });

  it('of nasty texts in every field passes the validator, and so does a very long one', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await introduce(browser, draft, { name: NASTY, contact: NASTY, description: NASTY });
    const send = (question: string, fields: object) =>
      browser
        .post(`${draft}/questions/${question}`)
        .type('form')
        .send({ revision: '0', ...fields })
        .expect(303);
    await send('q1', { text: `${NASTY}[^1]\n\n[^1]: ${NASTY}`, 'networks.choice': 'yes' });
    await send('q3', {
      'media.ticked': ['media'],
      'media.media': NASTY,
      'access.choice': 'no',
      'access.details': NASTY,
    });
    await send('q4', { 'initiatives.0.name': NASTY, 'initiatives.0.year': NASTY, 'initiatives.0.effect': NASTY });
    await send('q6', { declined: 'yes', reason: NASTY });
    await send('q9', { text: 'A sentence of five words. '.repeat(4_000) });
    await send('q10', {
      'recommendations.0.to': NASTY,
      'recommendations.0.what': NASTY,
      'recommendations.0.by': NASTY,
    });
    const { bytes } = await bytesOf(browser, `${draft}/document.docx`);
    expect(await faultsOf(bytes)).toEqual([]);
    await browser.get(`${draft}/review`).expect(200);
    await browser.get(`${draft}/email`).expect(200);
  });

  it.each([
    ['45,000 addresses', 'https://a.bc '.repeat(45_000)],
    ['100,000 words in italics', '- ' + 'x *y* '.repeat(100_000)],
    ['300,000 lines', 'a\n'.repeat(300_000)],
  ])('of %s is plain, harms nobody else, and keeps every word', async (_name, text) => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    await browser.post(`${draft}/questions/q1`).type('form').send({ revision: '0', text }).expect(303);
    const { bytes } = await bytesOf(browser, `${draft}/document.docx`);
    const xml = strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml']!).replace(/<[^>]+>/g, ' ');
    const words = text.trim().split(/\s+/);
    expect(xml.split(/\s+/).filter((word) => word === words[1]).length).toBeGreaterThanOrEqual(
      words.filter((word) => word === words[1]).length,
    );
    await browser.get(`${draft}/review`).expect(200);
    await browser.get('/up').expect(200);
  });

  it('changes when the text does, and not otherwise', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser, 'en');
    const address = `${draft}/document.docx`;
    const { bytes } = await bytesOf(browser, address);
    expect((await bytesOf(browser, address)).bytes).toEqual(bytes);
    await browser.post(`${draft}/questions/q9`).type('form').send({ revision: '0', text: 'New' }).expect(303);
    expect((await bytesOf(browser, address)).bytes).not.toEqual(bytes);
  });
});

describe('the email', () => {
  it.each(['en', 'fr', 'es'])(
    'of a draft in %s has exactly the subject of the call on every route',
    async (language) => {
      const browser = house.browser('en');
      const draft = await startDraft(browser, language);
      await introduce(browser, draft, HARBOUR);
      const page = await browser.get(`${draft}/email`).expect(200);
      expect(/id="subject"[^>]*>([^<]+)</.exec(page.text)?.[1]).toBe(SUBJECT);
      const mailto = /href="(mailto:[^"]+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
      expect(new URL(mailto).searchParams.get('subject')).toBe(SUBJECT);
      const unsent = await PostalMime.parse((await bytesOf(browser, `${draft}/email.eml`)).bytes);
      expect(unsent.subject).toBe(SUBJECT);
      expect(unsent.attachments[0]?.filename).toMatch(/^Harbour-Hill-Open-Network/);
      if (language !== 'fr') expect(readable(page.text)).toContain('The call gives its subject in French only.');
    },
  );
});
