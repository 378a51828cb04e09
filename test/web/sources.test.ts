/** The sources over HTTP: adding, changing and taking them away, citing them in an answer, and what the document says. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { introduce, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
let owner: Browser;
let draft: string;

beforeEach(async () => {
  house = await openHouse();
  owner = house.browser();
  draft = await startDraft(owner, 'en');
  await introduce(owner, draft);
});
afterEach(async () => house.close());

const UN = { kind: 'un-document', author: 'UN', title: 'Human rights <b>defenders</b>', date: '14 May 2020' };
const post = (path: string, fields: object) => owner.post(`${draft}/${path}`).type('form').send(fields);
const page = async (path = 'sources'): Promise<string> => (await owner.get(`${draft}/${path}`).expect(200)).text;
const revision = async (path: string): Promise<string> =>
  /name="revision" value="(\d+)"/.exec(await page(path))?.[1] ?? '';
/** Adds a source: the key that it got, and its address. */
const add = async (fields: object = {}): Promise<{ key: string; path: string }> => {
  const answer = await post('sources', { whole: 'yes', ...UN, ...fields });
  expect(answer.status).toBe(303);
  const handle = /#source-([0-9a-f]{10})$/.exec(String(answer.headers['location']))?.[1] ?? 'none';
  const key = new RegExp(`id="source-${handle}".*?\\[@([a-z0-9-]+)\\]`, 's').exec(await page())?.[1] ?? '';
  return { key, path: `sources/${handle}` };
};
const textOf = async (question: string): Promise<string> =>
  readable(/id="text"[^>]*>\s*([^<]*)<\/textarea/.exec(await page(`questions/${question}`))?.[1] ?? '');
const write = async (question: string, text: string): Promise<void> => {
  await post(`questions/${question}`, { text, revision: await revision(`questions/${question}`) }).expect(303);
};

describe('the list of sources', () => {
  it('takes a source, prints it in the style of the draft, and says how to cite it', async () => {
    const { key, path } = await add({
      ...{ imprint: 'A/HRC/39/47', address: 'www.ohchr.org/x', accessed: '2024-02-01' },
    });
    expect(key).toBe('un-2020');
    expect(path).not.toContain('un');
    const text = readable(await page());
    expect(text).toContain(
      'UN, Human rights <b>defenders</b> (A/HRC/39/47, 14 May 2020). Available at https://www.ohchr.org/x (accessed on 1 February 2024)',
    );
    expect(text).toContain('[@un-2020, p. 12]');
    expect(await page()).toContain('href="https://www.ohchr.org/x"');
    expect(await page()).not.toContain('<b>defenders');
  });

  it('makes no link of what is no address of the web', async () => {
    await add({ address: 'example.org/annex' });
    expect(await page()).not.toContain('href="example');
    expect(readable(await page())).toContain('example.org/annex');
  });

  it.each(['', 'https://example.org/x', 'www.example.org', 'example.org', 'example.org:8080/x', 'Library, box 4'])(
    'takes the address "%s"',
    async (address) => {
      await post('sources', { whole: 'yes', ...UN, address }).expect(303);
      expect(readable(await page())).toContain(address);
    },
  );

  it.each([
    [{ title: '' }, '#title', 'Give the title'],
    [{ date: 'spring 2020' }, '#date', 'Give the date'],
    [{ accessed: '31 February 2020' }, '#accessed', 'Give the day'],
    [{ kind: 'rumour' }, '#kind', 'Choose what kind'],
    [{ author: 'x'.repeat(1_001) }, '#author', 'too long'],
    [{ address: 'javascript:alert(1)' }, '#address', 'Give the address of a web page'],
    [{ address: 'Java\tscript:12345' }, '#address', 'Give the address of a web page'],
    [{ address: 'data:text/html,x' }, '#address', 'Give the address of a web page'],
    [{ address: 'mailto:a@example.org' }, '#address', 'Give the address of a web page'],
  ])('refuses %j and keeps what was typed', async (fields, anchor, sentence) => {
    const answer = await post('sources', {
      whole: 'yes',
      ...UN,
      imprint: 'kept "as" typed',
      confidential: 'yes',
      ...fields,
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`<a href="${anchor}">`);
    expect(readable(answer.text)).toContain(sentence);
    expect(answer.text).toContain('value="kept &#34;as&#34; typed"');
    expect(answer.text).toMatch(/id="source-confidential"[^>]*checked/);
  });

  it('refuses the same source twice, and gives others keys of their own', async () => {
    await add();
    expect((await post('sources', { whole: 'yes', ...UN })).status).toBe(422);
    expect((await add({ title: 'Another' })).key).toBe('un-2020-2');
  });

  it('adds for two people at once', async () => {
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((title) => post('sources', { whole: 'yes', ...UN, title })),
    );
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set((await page()).match(/<code[^>]*>\[@un-2020[^\]]*/g))).toHaveProperty('size', 3);
  });
});

describe('one source', () => {
  it('is changed under its old key, and taken away', async () => {
    const { path } = await add();
    await post(path, { whole: 'yes', ...UN, author: 'OHCHR', date: '2021', revision: await revision(path) }).expect(
      303,
    );
    expect(readable(await page())).toContain('OHCHR, Human rights <b>defenders</b> (2021)');
    expect((await post(path, { title: '', revision: await revision(path) })).status).toBe(422);
    await post(`${path}/removal`, { revision: await revision(path) }).expect(303);
    await owner.get(`${draft}/${path}`).expect(404);
  });

  it('is not overwritten unseen, whatever happened to the others', async () => {
    const { path } = await add();
    const seen = await revision(path);
    await add({ title: 'Another' });
    await post(path, { title: 'First', revision: seen }).expect(303);
    const late = await post(path, { title: 'Second', revision: seen });
    expect(late.status).toBe(409);
    expect(readable(late.text)).toContain('First');
    expect(late.text).toContain('value="Second"');
    expect((await post(`${path}/removal`, { revision: seen })).status).toBe(409);
    await post(`${path}/removal`, { revision: await revision(path) }).expect(303);
    const gone = await post(path, { title: 'Third', revision: seen });
    expect(gone.status).toBe(409);
    expect(gone.text).toContain('value="Third"');
  });

  it('warns where it is cited before it goes', async () => {
    const { key, path } = await add();
    expect(readable(await page(path))).toContain('No answer cites it');
    await write('q3', `It was so [@${key}].`);
    const text = await page(path);
    expect(text).toContain(`href="${draft}/questions/q3"`);
    expect(readable(text)).toContain('Answers cite it');
  });
});

describe('citing', () => {
  it('is offered beside a question: the answer is saved first, and the mark goes to its end', async () => {
    const { path } = await add();
    const gone = await post('questions/q3', {
      text: 'A claim.[^1]\n\n[^1]: Our note.',
      revision: '0',
      into: 'sources',
    }).expect(303);
    expect(gone.headers['location']).toBe(`${draft}/sources?question=q3`);
    expect(readable(await page('sources?question=q3'))).toContain('Cite in question 3');
    const cited = await post(`${path}/citations`, { question: 'q3', place: ' p.  12 ' }).expect(303);
    expect(cited.headers['location']).toBe(`${draft}/questions/q3#text`);
    expect(await textOf('q3')).toBe('A claim.[^1] [@un-2020, p. 12] [^1]: Our note.');
    expect(await page('questions/q3/history')).toContain('un-2020');
  });

  it('keeps what cannot be a place, and knows neither strange questions nor sources that are gone', async () => {
    const { path } = await add();
    const wrong = await post(`${path}/citations`, { question: 'q3', place: 'p. [12]' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="p. [12]"');
    expect(wrong.text).toContain(`<a href="#place-${path.slice('sources/'.length)}">`);
    expect((await post(`${path}/citations`, { question: 'q99', place: '' })).status).toBe(404);
    expect((await post('sources/nobody/citations', { question: 'q3', place: '' })).status).toBe(422);
    expect(await textOf('q3')).toBe('');
  });

  it('is printed on the review page, in the text of the email, and listed where that is wanted', async () => {
    await write('q3', `It was so [@${(await add()).key}, p. 3]. Unknown stays [@nobody].`);
    expect(readable(await page('review'))).toContain('(14 May 2020), p. 3.');
    expect(await page('review')).not.toContain('paper__source');
    await post('source-list', { listed: 'yes' }).expect(303);
    expect(await page('review')).toContain('paper__source');
    expect(readable(await page('copying'))).toContain('UN, Human rights <b>defenders</b> (14 May 2020).');
    expect(readable(await page('review'))).toContain('Unknown stays [@nobody].');
  });

  it('withholds a confidential source from the public version alone', async () => {
    const { key } = await add({ kind: 'interview', author: 'Qzx Canary', title: 'Qzxtitle', confidential: 'yes' });
    expect(key).toBe('interview-1');
    await write('q3', `It was so [@${key}, p. qzx].`);
    const open = await page('copying');
    expect(open).not.toMatch(/qzx/i);
    expect(readable(open)).toContain('Source withheld: confidential.');
    expect(readable(await page('copying?version=full'))).toContain(
      '[[Qzx Canary, “Qzxtitle” (interview, 14 May 2020), p. qzx]].',
    );
  });
});

describe('a draft that was submitted', () => {
  it('stands still with its sources, and a new version begins with them', async () => {
    const { key, path } = await add();
    await write('q3', `It was so [@${key}].`);
    const seen = /name="seen" value="([^"]*)"/.exec(await page('submission'))?.[1] ?? '';
    await post('submission', { by: 'self', seen }).expect(303);
    for (const [address, fields] of Object.entries({
      sources: { ...UN, title: 'Another' },
      [path]: { title: 'Another', revision: '1' },
      [`${path}/removal`]: { revision: '1' },
      [`${path}/citations`]: { question: 'q3', place: '' },
      'source-list': { listed: 'yes' },
    })) {
      expect((await post(address, fields)).status, address).toBe(409);
    }
    expect(await page()).not.toContain('<form method="post" action="' + draft);
    expect(readable(await page('review'))).toContain('UN, Human rights <b>defenders</b> (14 May 2020).');
    const next = String((await post('versions', {}).expect(303)).headers['location']);
    expect(readable((await owner.get(`${next}/review`).expect(200)).text)).toContain('UN, Human rights');
  });
});
