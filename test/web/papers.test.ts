/** The papers beside the submission, in the whole program: chosen, typed, saved by two at once, and taken in every format. */
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileAt, introduce, invite, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
let browser: Browser;
let draft: string;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  browser = house.browser();
  draft = await startDraft(browser, 'en');
  await introduce(browser, draft);
});

const post = (path: string, fields: object, by = browser) =>
  by
    .post(draft + path)
    .type('form')
    .send(fields);
const answer = (text: string, revision = '0') => post('/questions/q1', { revision, text }).expect(303);
const summary = (fields: object) => post('/papers/summary', { whole: 'yes', ...fields });
const preview = (html: string): string => readable(/<article[\s\S]*<\/article>/.exec(html)?.[0] ?? '');

/** The names of the boxes of a form, with the words beside them. */
async function boxes(field: string): Promise<Map<string, string>> {
  const { text } = await browser.get(`${draft}/papers/summary`).expect(200);
  const found = text.matchAll(new RegExp(`name="${field}" value="([^"]+)"[^>]*><label[^>]*>([\\s\\S]*?)</label>`, 'g'));
  return new Map([...found].map(([, value = '', label = '']) => [readable(label).trim(), value]));
}

async function taken(path: string, by = browser): Promise<{ text: string; type: string; name: string }> {
  const { headers, body } = await fileAt(by, draft + path).expect(200);
  const bytes = new Uint8Array(body as Buffer);
  const type = String(headers['content-type']);
  const text = /^text\//.test(type)
    ? strFromU8(bytes)
    : Object.values(unzipSync(bytes))
        .map((part) => strFromU8(part))
        .join('\n');
  return { text, type, name: /filename="([^"]+)"/.exec(String(headers['content-disposition']))?.[1] ?? '' };
}

describe('a summary', () => {
  it('is chosen paragraph by paragraph, and follows the answers', async () => {
    await answer('First point.\n\nSecond point.\n\nThird point.');
    const names = await boxes('messages');
    expect([...names.keys()]).toEqual(['First point.', 'Second point.', 'Third point.']);
    const chosen = ['First point.', 'Third point.'].map((words) => names.get(words)!);
    await summary({ revision: '0', messages: chosen, own: 'Our own words.' }).expect(303);
    await answer('Third point.\n\nFirst point, changed.', '1');
    const { text } = await browser.get(`${draft}/papers/summary`).expect(200);
    expect(preview(text)).toContain('Our own words. Third point.');
    expect(preview(text)).not.toContain('First point');
    expect(readable(text)).toContain('Question 1 · Chosen, but no longer there: its text has changed');
    await summary({ revision: '1', messages: chosen[1] }).expect(303);
    expect((await browser.get(`${draft}/papers/summary`)).text).not.toContain('no longer there');
  });

  it('offers recommendations that stand in fields of their own', async () => {
    const item = { 'recommendations.0.to': 'States', 'recommendations.0.what': 'repeal it' };
    await post('/questions/q10', { revision: '0', ...item }).expect(303);
    await answer('A paragraph.');
    const names = await boxes('recommendations');
    expect([...names.keys()]).toEqual(['States: repeal it']);
    await summary({ revision: '0', recommendations: names.get('States: repeal it') }).expect(303);
    expect((await taken('/papers/summary.md')).text).toContain('1. **To States:** repeal it');
  });

  it('says when it grows over its page', async () => {
    await summary({ revision: '0', own: 'A sentence of a usual length, as one writes it. '.repeat(200) }).expect(303);
    expect(readable((await browser.get(`${draft}/papers`)).text)).toMatch(/About [2-9](\.\d)? pages now/);
  });
});

describe('a letter and a statement', () => {
  it('begin with the key messages when asked, and keep what was typed', async () => {
    await summary({ revision: '0', own: 'Our key message.' }).expect(303);
    const sent = await post('/papers/letter', {
      revision: '1',
      salutation: 'Dear Minister,',
      body: 'Hello.',
      prefill: 'yes',
    });
    expect(sent.headers['location']).toBe(`${draft}/papers/letter#body`);
    const page = (await browser.get(`${draft}/papers/letter`)).text;
    expect(preview(page)).toContain('Dear Minister, Hello. Our key message.');
  });

  it('tells by how much a statement is too long, and gives back a figure that is none', async () => {
    const text = 'word '.repeat(300);
    await post('/papers/statement', { revision: '0', text, minutes: '2' }).expect(303);
    expect(readable((await browser.get(`${draft}/papers/statement`)).text)).toContain(
      '300 words: about 2 min 30 s at 120 words a minute. Too long by about 30 s.',
    );
    const refused = await post('/papers/statement', {
      revision: '1',
      text: 'Typed.',
      minutes: 'two',
      pace: '5',
    }).expect(422);
    expect(refused.text).toContain('href="#minutes"');
    expect(refused.text).toContain('href="#pace"');
    expect(refused.text).toMatch(/value="two"[\s\S]*value="5"/);
    expect(refused.text).toContain('Typed.</textarea>');
  });
});

describe('two people', () => {
  it('may write two papers at once, and are asked where they wrote the same', async () => {
    const other = await invite(house, draft, 'writer', 'field office');
    await post('/papers/letter', { revision: '0', body: 'My letter.' }).expect(303);
    await post('/papers/statement', { revision: '0', text: 'Their statement.' }, other).expect(303);
    const met = await post('/papers/letter', { revision: '0', body: 'Their letter.' }, other).expect(409);
    expect(met.text).toContain('Their letter.</textarea>');
    expect(readable(met.text)).toContain('My letter.');
    const revision = /name="revision" value="(\d+)"/.exec(met.text)![1]!;
    await post('/papers/letter', { revision, body: 'Their letter.' }, other).expect(303);
    expect((await taken('/papers/letter.md')).text).toContain('Their letter.');
    expect((await taken('/papers/statement.md')).text).toContain('Their statement.');
  });
});

describe('the files', () => {
  it.each([
    ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['odt', 'application/vnd.oasis.opendocument.text'],
    ['md', 'text/markdown; charset=utf-8'],
  ])('come as .%s in the public version unless the full one is asked for', async (format, type) => {
    await post('/papers/letter', { revision: '0', body: 'Open. [[Qzxsecret.]]' }).expect(303);
    const open = await taken(`/papers/letter.${format}`);
    expect(open).toMatchObject({
      type,
      name: expect.stringMatching(new RegExp(`_letter_public-version\\.${format}$`)) as string,
    });
    expect(open.text).not.toContain('Qzxsecret');
    const full = await taken(`/papers/letter.${format}?version=full`);
    expect(full.text).toContain('Qzxsecret');
    expect(full.text).toContain('Contains confidential information');
    const { text } = await browser.get(`${draft}/audit`);
    expect(readable(text)).toMatch(/Summary, letter or statement taken, in the (full|public) version/);
  });

  it('are not there in other formats, kinds and versions', async () => {
    for (const path of ['letter.pdf', 'poem.docx', 'poem', 'letter.docx?version=secret', 'letter.docx.docx']) {
      await browser.get(`${draft}/papers/${path}`).expect(404);
    }
    await post('/publication', { revision: '0', choice: 'confidential' }).expect(303);
    await browser.get(`${draft}/papers/letter.docx`).expect(404);
    await browser.get(`${draft}/papers/letter.docx?version=full`).expect(200);
    expect(readable((await browser.get(`${draft}/papers`)).text)).toContain('there is no public version');
  });

  it('of the submission itself say what its Word document says', async () => {
    await answer('Open. [[Qzxsecret.]]\n\n# No heading <b>');
    for (const format of ['odt', 'md']) {
      const full = await taken(`/document.${format}`);
      expect(full.text).toContain('Qzxsecret');
      expect(full.name).toMatch(new RegExp(`_submission_full-confidential\\.${format}$`));
      const open = await taken(`/document.${format}?version=public`);
      expect(open.text).not.toContain('Qzxsecret');
      expect(open.text).toContain('Withheld: confidential');
    }
    expect((await taken('/document.md')).text).toContain('\\# No heading \\<b>');
    await post('/publication', { revision: '0', choice: 'confidential' }).expect(303);
    await browser.get(`${draft}/document.odt?version=public`).expect(404);
  });

  it('can still be taken once the draft is submitted, and no longer changed', async () => {
    await answer('As it was sent.');
    await post('/papers/letter', { revision: '0', body: 'Our letter.' }).expect(303);
    await post('/submission', { by: 'self' }).expect(303);
    for (const format of ['odt', 'md']) expect((await taken(`/document.${format}`)).text).toContain('As it was sent.');
    expect((await taken('/papers/letter.md')).text).toContain('Our letter.');
    const page = await browser.get(`${draft}/papers/letter`).expect(200);
    expect(page.text).not.toContain('<textarea');
    expect(readable(page.text)).toContain('no longer changed');
    await post('/papers/letter', { revision: '1', body: 'Changed.' }).expect(409);
    expect((await taken('/papers/letter.md')).text).toContain('Our letter.');
  });

  it('are for whoever may read the draft, and writing is for writers', async () => {
    const observer = await invite(house, draft, 'observer', 'a friend');
    await taken('/papers/summary.odt?version=full', observer);
    expect((await observer.get(`${draft}/papers/summary`)).text).not.toContain('<textarea');
    await post('/papers/summary', { revision: '0', own: 'x' }, observer).expect(403);
  });
});
