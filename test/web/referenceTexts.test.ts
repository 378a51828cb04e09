/**
 * Reference texts as writers meet them: added from any kind of file, searched, quoted with their source, offered from one
 * draft to another, and removed; and nothing of them anywhere else.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourcesSchema } from '../../src/domain/source.ts';
import { invite, openHouse, readable, ROOT, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const file = (name: string): Buffer => readFileSync(join(ROOT, 'test/reading/files', name));
const idOf = (path: string): string => path.split('/').at(-1)!;

const upload = (browser: Browser, draft: string, name: string, fields: Record<string, string> = {}) =>
  Object.entries(fields)
    .reduce((form, [key, value]) => form.field(key, value), browser.post(`${draft}/texts`))
    .attach('file', file(name), name);
const paste = (browser: Browser, draft: string, text: string, name = '') =>
  browser.post(`${draft}/texts`).type('form').send({ text, name }).expect(303);
const addedIn = (answer: { headers: Record<string, string> }): string =>
  /added=([0-9a-z]{10})/.exec(String(answer.headers['location']))![1]!;
const pageOf = async (browser: Browser, address: string): Promise<string> =>
  readable((await browser.get(address).expect(200)).text);
/** Where the forms of a page post to, and what their buttons send. */
const buttonsOf = (html: string): string[] =>
  [...html.matchAll(/name="excerpt" value="([^"]+)"/g)].map(([, one = '']) => one);
const partOf = async (draft: string, key: string): Promise<unknown> =>
  (await house.store.draftById(idOf(draft)))?.parts.find((part) => part.key === key)?.value;
const textOf = async (draft: string, question: string): Promise<string> =>
  ((await partOf(draft, question)) as { text: string } | undefined)?.text ?? '';

describe('adding a text', () => {
  it.each(['lighthouses.docx', 'lighthouses.odt', 'lighthouses.pdf', 'plan-d-action-ue.txt'])(
    'reads %s',
    async (name) => {
      const owner = house.browser();
      const draft = await startDraft(owner, 'en');
      const added = addedIn(await upload(owner, draft, name).expect(303));
      const text = await pageOf(owner, `${draft}/texts/${added}`);
      expect(text).toContain(name.endsWith('.txt') ? 'BÂTIR DES SOCIÉTÉS RÉSILIENTES' : 'Form of the answers');
      expect(text.includes('page 2')).toBe(name.endsWith('.pdf'));
    },
  );

  it('takes a web page and a pasted text, and finds out what they are called', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    const html = '<!doctype html><title>On boats</title><h1>Boats</h1><p>Every boat has a name.</p>';
    await owner.post(`${draft}/texts`).attach('file', Buffer.from(html), 'x.html').expect(303);
    await paste(owner, draft, 'NETS AND THEIR MENDING\nNets are mended on Mondays.');
    await paste(owner, draft, 'Only words.', 'My notes');
    const page = await pageOf(owner, `${draft}/texts`);
    for (const name of ['On boats', 'NETS AND THEIR MENDING', 'My notes']) expect(page).toContain(name);
  });

  it('keeps the same words once, however often they are sent', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    const send = (text: string, name = '') =>
      owner.post(`${draft}/texts`).type('form').send({ text, name }).expect(303);
    await Promise.all([send('Nets are mended.', 'Nets'), send('Nets are mended.', 'Nets')]);
    const [kept, ...more] = await house.store.textsOf(idOf(draft), '');
    expect(more).toEqual([]);
    const again = await send('Nets are mended.', 'Under another name');
    expect(again.headers['location']).toBe(`${draft}/texts?there=${kept!.id}&question=`);
    expect(await pageOf(owner, again.headers['location']!)).toContain('This text is here already, as “Nets”.');
    await send('Nets are MENDED.');
    expect(await house.store.textsOf(idOf(draft), '')).toHaveLength(2);
  });

  it('says why not, and keeps what was typed', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    const refused = async (form: ReturnType<Browser['post']>): Promise<string> =>
      readable((await form.expect(422)).text);
    expect(await refused(owner.post(`${draft}/texts`).type('form').send({}))).toContain(
      'Choose a file, or paste a text',
    );
    const wrong = upload(owner, draft, 'locked.pdf', { name: 'Kept name' });
    expect((await wrong.expect(422)).text).toMatch(/protected by a password[\s\S]*value="Kept name"/);
    const both = upload(owner, draft, 'coalition.txt', { text: 'Kept words.' });
    expect((await both.expect(422)).text).toMatch(/Leave one of them out[\s\S]*Kept words\./);
    const archive = owner.post(`${draft}/texts`).attach('file', Buffer.from('PK\x03\x04rubbish'), 'x.docx');
    expect(await refused(archive)).toContain('damaged or incomplete');
    expect(await pageOf(owner, `${draft}/texts`)).toContain('There are none yet.');
  });

  it('ends where the draft is full, and says so before', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    expect(await pageOf(owner, `${draft}/texts`)).toContain('up to 40 texts and about 1,000 pages');
    // 490,000 characters each: the fifth is one too many.
    const add = (what: string) =>
      owner.post(`${draft}/texts`).attach('file', Buffer.from(`${what} are counted. `.repeat(25_800)), 'long.txt');
    for (const what of ['Boats', 'Ports', 'Coast', 'Waves']) await add(what).expect(303);
    const full = await add('Shore').expect(422);
    expect(readable(full.text)).toContain('There is no room for this text');
  });
});

describe('searching and quoting', () => {
  let owner: Browser;
  let draft: string;
  let plan: string;
  beforeAll(async () => {
    owner = house.browser();
    draft = await startDraft(owner, 'fr');
    plan = addedIn(await upload(owner, draft, 'plan-d-action-ue.txt', { name: 'Plan d’action de l’UE' }).expect(303));
    await upload(owner, draft, 'coalition.txt').expect(303);
  });
  const search = async (words: string, more = ''): Promise<string> =>
    (await owner.get(`${draft}/texts?q=${encodeURIComponent(words)}${more}`).expect(200)).text;

  it('marks the words, shows where they stand, and leads there', async () => {
    const html = await search('espace civique', '&question=q3');
    expect(html).toContain('<mark>espace</mark> <mark>civique</mark>');
    expect(readable(html)).toContain(
      'Promouvoir les libertés fondamentales et renforcer l’ espace civique et politique',
    );
    expect(readable(html)).toContain('Quote in question 3');
    const [, address] = /href="([^"]+)">Read it in its place/.exec(html)!;
    const [path, anchor] = address!.replaceAll('&amp;', '&').split('#');
    expect((await owner.get(path!).expect(200)).text).toContain(`id="${anchor}"`);
  });

  it('gives the results alone to a script that asks for them', async () => {
    const part = await search('coalition', '&part=results');
    expect(part).toContain('<mark>coalition</mark>');
    expect(part).not.toMatch(/<html|<main|type="file"/);
    expect(await search('', '&part=results')).toBe('');
    expect(readable(await search('zzzzz', '&part=results'))).toContain('Nothing found');
  });

  it('takes whatever is typed for words', async () => {
    for (const words of ['"<script>alert(1)</script>"', '%', '* [[', 'a'.repeat(1_000)]) {
      const html = await search(words);
      expect(html).not.toContain('<script>alert');
    }
  });

  it('puts an excerpt into an answer with its source, and a second one under the same source', async () => {
    await owner.post(`${draft}/questions/q3`).type('form').send({ revision: '0', text: 'Nous le disons.' }).expect(303);
    const quote = async (words: string) => {
      const [excerpt] = buttonsOf(await search(words, '&question=q3'));
      const form = { question: 'q3', excerpt, q: words };
      return owner.post(`${draft}/texts/quotations`).type('form').send(form).expect(303);
    };
    expect((await quote('défenseurs des droits')).headers['location']).toBe(`${draft}/questions/q3#text`);
    const { items } = sourcesSchema.parse(await partOf(draft, 'sources'));
    expect(items).toMatchObject([{ title: 'Plan d’action de l’UE', text: plan }]);
    const [before, quoted] = (await textOf(draft, 'q3')).split('\n\n');
    expect(before).toBe('Nous le disons.');
    expect(quoted).toMatch(
      /^«\u00a0Soutenir les défenseurs des droits de l'homme .*entreprises\.\u00a0» \[@[a-z0-9-]+\]$/,
    );
    await quote('espace civique');
    expect(sourcesSchema.parse(await partOf(draft, 'sources')).items).toHaveLength(1);
    expect((await textOf(draft, 'q3')).split(`[@${items[0]!.key}]`)).toHaveLength(3);
  });

  it('puts the same excerpt into an answer once, however often its button is pressed', async () => {
    const [excerpt] = buttonsOf(await search('espace civique'));
    const quote = (question: string) =>
      owner
        .post(`${draft}/texts/quotations`)
        .type('form')
        .send({ question, excerpt })
        .expect(303)
        .expect('Location', `${draft}/questions/${question}#text`);
    await Promise.all([quote('q6'), quote('q6')]);
    const once = await textOf(draft, 'q6');
    expect(once.split('[@')).toHaveLength(2);
    await quote('q6');
    expect(await textOf(draft, 'q6')).toBe(once);
    expect(await house.store.history(idOf(draft), 'q6')).toHaveLength(1);
  });

  it('cites the page of a PDF', async () => {
    await upload(owner, draft, 'lighthouses.pdf').expect(303);
    const [excerpt] = buttonsOf(await search('harbour charter', '&question=q4'));
    await owner.post(`${draft}/texts/quotations`).type('form').send({ question: 'q4', excerpt }).expect(303);
    expect(await textOf(draft, 'q4')).toMatch(/\[@[a-z0-9-]+, p\. \d+(-\d+)?\]$/);
  });

  it('asks for the question where none was chosen, with the words still there', async () => {
    const [excerpt] = buttonsOf(await search('coalition'));
    const form = { question: '', excerpt, q: 'coalition' };
    const { text } = await owner.post(`${draft}/texts/quotations`).type('form').send(form).expect(422);
    expect(readable(text)).toContain('Choose the question that the quotation goes into');
    expect(text).toContain('<mark>coalition</mark>');
    expect(buttonsOf(text)).toContain(excerpt);
  });

  it('quotes nothing that is not there', async () => {
    const own = house.browser();
    const other = await startDraft(own, 'en');
    for (const [browser, at, excerpt] of [
      [owner, draft, `${plan}.999`],
      [owner, draft, 'nonsense'],
      [own, other, `${plan}.1`],
    ] as const) {
      const form = { question: 'q1', excerpt };
      const { text } = await browser.post(`${at}/texts/quotations`).type('form').send(form).expect(422);
      expect(readable(text)).toContain('This text is no longer there');
    }
  });

  it('puts a quotation beside what somebody else saves at the same time', async () => {
    const writer = await invite(house, draft, 'writer', 'Bruno');
    const [one, other] = buttonsOf(await search('coalition', '&question=q5'));
    const send = (browser: Browser, excerpt: string | undefined) =>
      browser.post(`${draft}/texts/quotations`).type('form').send({ question: 'q5', excerpt }).expect(303);
    await Promise.all([send(owner, one), send(writer, other)]);
    const written = await textOf(draft, 'q5');
    expect(written).toContain('Aux États-Unis, une coalition d’ONG');
    expect(written.split('[@')).toHaveLength(3);
  });

  it('leads back to the question that somebody came from', async () => {
    const form = { revision: '0', text: 'Typed before.', into: 'texts' };
    const answer = await owner.post(`${draft}/questions/q9`).type('form').send(form).expect(303);
    expect(answer.headers['location']).toBe(`${draft}/texts?question=q9`);
    const { text } = await owner.get(`${draft}/texts?question=q9`);
    expect(readable(text)).toContain('Back to question 9');
    expect(await textOf(draft, 'q9')).toBe('Typed before.');
  });

  it('shows a text as a page, with its headings', async () => {
    const { text } = await owner.get(`${draft}/texts/${plan}?question=q3`).expect(200);
    expect(text).toMatch(/<h2[^>]*>PROTÉGER ET RESPONSABILISER LES PERSONNES<\/h2>/);
    expect(text).toMatch(/<h3[^>]*>Promouvoir les libertés fondamentales/);
    expect(text).toContain('Quote in question 3');
    expect(await pageOf(owner, `${draft}/texts/${plan}?page=2`)).toContain('TIRER PARTI DES POSSIBILITÉS');
  });

  it('reaches no outline, document, email or log, but for what was quoted', async () => {
    const secret = 'Kwanzaboat';
    await paste(owner, draft, `${secret} is mentioned nowhere else.`, `${secret} name`);
    await search(secret);
    for (const page of ['', '/review', '/email', '/questions/q3', '/copying']) {
      expect((await owner.get(draft + page).expect(200)).text).not.toContain(secret);
    }
    expect(JSON.stringify(house.lines)).not.toContain(secret);
    expect(JSON.stringify(house.lines)).not.toMatch(/espace|coalition/);
  });
});

describe('offering a text', () => {
  it('lets the same browser copy it into another draft, where it stays', async () => {
    const owner = house.browser();
    const [first, second] = [await startDraft(owner, 'en'), await startDraft(owner, 'en')];
    await paste(owner, first, 'Herring is counted in barrels.', 'Barrels');
    const [text] = await house.store.textsOf(idOf(first), '');
    expect(await pageOf(owner, `${second}/texts`)).not.toContain('Barrels');
    await owner.post(`${first}/texts/${text!.id}/offer`).type('form').send({ offered: 'yes' }).expect(303);
    const stranger = await invite(house, second, 'writer', 'Bruno');
    expect(await pageOf(stranger, `${second}/texts`)).not.toContain('Barrels');
    expect(await pageOf(owner, `${second}/texts`)).toContain('Barrels');
    const take = { text: text!.id };
    await stranger.post(`${second}/texts/copies`).type('form').send(take).expect(422);
    await owner.post(`${second}/texts/copies`).type('form').send(take).expect(303);
    await owner.post(`${first}/removal`).type('form').send({ name: 'Civil society and international solidarity' });
    await house.store.removeDraft(idOf(first));
    const found = await stranger.get(`${second}/texts?q=herring`).expect(200);
    expect(found.text).toContain('<mark>Herring</mark>');
    expect(readable(found.text)).not.toContain('From your other drafts');
  });

  it('is for drafts that the browser may write', async () => {
    const [owner, other] = [house.browser(), house.browser()];
    const mine = await startDraft(owner, 'en');
    const theirs = await startDraft(other, 'en');
    await paste(owner, mine, 'Herring again.', 'Barrels');
    const [text] = await house.store.textsOf(idOf(mine), '');
    await owner.post(`${mine}/texts/${text!.id}/offer`).type('form').send({ offered: 'yes' }).expect(303);
    await other.post(`${theirs}/texts/copies`).type('form').send({ text: text!.id }).expect(422);
    expect(await house.store.textsOf(idOf(theirs), '')).toEqual([]);
  });
});

describe('removing a text', () => {
  it('takes it out of lists, pages and searches, and leaves what was quoted', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    await paste(owner, draft, 'Cormorants are counted, too.', 'Birds');
    const [text] = await house.store.textsOf(idOf(draft), '');
    const found = await owner.get(`${draft}/texts?q=cormorants&question=q1`);
    const form = { question: 'q1', excerpt: buttonsOf(found.text)[0] };
    await owner.post(`${draft}/texts/quotations`).type('form').send(form).expect(303);
    await owner.post(`${draft}/texts/${text!.id}/removal`).expect(303);
    await owner.get(`${draft}/texts/${text!.id}`).expect(404);
    expect(await pageOf(owner, `${draft}/texts?q=cormorants`)).toContain('There are none yet.');
    expect(await textOf(draft, 'q1')).toContain('“Cormorants are counted, too.”');
  });

  it('is over once the draft is submitted, as all changes are; searching goes on', async () => {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    await paste(owner, draft, 'Cormorants are counted, too.', 'Birds');
    const [text] = await house.store.textsOf(idOf(draft), '');
    await owner.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
    for (const address of ['', '/quotations', '/copies', `/${text!.id}/removal`]) {
      await owner.post(`${draft}/texts${address}`).type('form').send({ text: 'More.' }).expect(409);
    }
    const { text: html } = await owner.get(`${draft}/texts?q=cormorant`).expect(200);
    expect(html).toContain('<mark>Cormorants</mark>');
    expect(buttonsOf(html)).toEqual([]);
    expect(html).not.toContain('type="file"');
  });
});
