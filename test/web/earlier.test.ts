/**
 * What was written in one draft, for another one of the same browser: suggested, taken over as an ordinary save, with its
 * marks, values and sources; and shown to nobody who may not write the draft that it stands in. What is withheld from
 * publication there is withheld here.
 */
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../../src/domain/source.ts';
import {
  fileAt,
  introduce,
  invite,
  openHouse,
  readable,
  RIVAGES,
  startDraft,
  type Browser,
  type House,
} from '../cast.ts';
import { fieldsOf } from '../forms.ts';

/** A call on a neighbouring matter: two questions say in other words what the founding call asks. */
const NEIGHBOUR = `
id: neighbour
language: en
title: Call on the digital space of associations
questions:
  - id: a
    text: Which digital platforms and media does your association rely on, and is access to them restricted?
  - id: b
    text: Please describe the impact of climate change on access to drinking water.
  - id: c
    text: Have you suffered reprisals, surveillance or prosecution because of your work?
    asks: [{ id: cases, kind: choice, scale: yes-no, label: Reprisals at work, details: true }]
`;

let house: House;
let browser: Browser;
/** The draft that was written before, and the one that is written now. */
let earlier: string;
let draft: string;

beforeAll(async () => {
  house = await openHouse({ calls: [NEIGHBOUR] });
});
afterAll(() => house.close());
beforeEach(async () => {
  browser = house.browser();
  earlier = await startDraft(browser, 'en');
  draft = await startDraft(browser, 'en');
});

const idOf = (path: string): string => path.split('/').at(-1)!;
const send = (path: string, fields: object, by: Browser = browser) => by.post(path).type('form').send(fields);
const write = (of: string, question: string, fields: object) =>
  send(`${of}/questions/${question}`, { revision: '0', whole: 'yes', ...fields }).expect(303);
const put = (question: string, fields: object = {}) =>
  send(`${draft}/earlier`, { from: idOf(earlier), of: question, question, revision: '0', ...fields });
const answerIn = async (of: string, question: string): Promise<Record<string, string>> =>
  fieldsOf((await browser.get(`${of}/questions/${question}`).expect(200)).text);
const pageOf = async (query = '', by: Browser = browser): Promise<string> =>
  readable((await by.get(`${draft}/earlier${query}`).expect(200)).text);
const revisions = async (question: string): Promise<number> =>
  (await house.store.history(idOf(draft), question)).length;

const SOURCE: Source = {
  key: 'un-2020',
  kind: 'report',
  title: 'Report on coasts',
  author: 'UN',
  imprint: '',
  date: '2020',
  address: '',
  accessed: '',
  confidential: false,
  text: null,
};
async function cite(of: string, items: readonly Source[]): Promise<void> {
  const [link] = await house.store.links(idOf(of));
  const change = { draft: idOf(of), key: 'sources', expected: 0, value: { items, listed: false }, link: link!.id };
  expect(await house.store.savePart(change, house.clock())).toMatchObject({ kind: 'saved' });
}
const sourcesOf = async (of: string): Promise<Source[]> => {
  const part = (await house.store.draftById(idOf(of)))?.parts.find(({ key }) => key === 'sources');
  return (part?.value as { items: Source[] } | undefined)?.items ?? [];
};

describe('the page', () => {
  it('says kindly that there is nothing yet', async () => {
    const alone = house.browser();
    const first = await startDraft(alone, 'en');
    expect(readable((await alone.get(`${first}/earlier`).expect(200)).text)).toContain('knows no other draft yet');
    expect(await pageOf()).toContain('nothing that seems to fit');
    expect(await pageOf('?question=q1')).toContain('nothing that seems to fit');
  });

  it('offers the answer to the same question, as it will be taken', async () => {
    await write(earlier, 'q9', { text: 'A **contact** for [[Aïcha]].[^1]\n\n[^1]: Page 4.', confidential: 'yes' });
    const page = await pageOf();
    for (const words of [
      'The same question',
      'contact',
      '[[Aïcha]]',
      'Page 4.',
      'Confidential as a whole',
      'Put into question 9',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('Put into question 1 ');
    expect((await browser.get(draft)).text).toContain(`${draft}/earlier`);
    expect((await browser.get(`${draft}/questions/q9`)).text).toContain('name="into" value="earlier"');
  });

  it('offers what a call asks in other words, and nothing for what it does not', async () => {
    await write(earlier, 'q3', { text: 'Radio and messengers.' });
    await write(earlier, 'q5', { text: 'Two summons.' });
    draft = await startDraft(browser, 'en', 'neighbour');
    const page = await pageOf();
    expect(page).toMatch(/Question 1 Which digital.*similar question.*Radio and messengers\..*Put into question 1/);
    expect(page).toMatch(/Question 3 Have you suffered.*Two summons\./);
    expect(page).not.toContain('Question 2');
    expect(await pageOf('?question=b')).toContain('None of your earlier answers is to a question that reads like this');
  });

  it('finds earlier answers by their words, in any of their forms', async () => {
    await write(earlier, 'q1', { text: 'Students met at the harbour.' });
    await write(earlier, 'q2', { text: 'Fishermen.' });
    expect(await pageOf('?question=q9')).not.toContain('harbour');
    const found = await pageOf('?question=q8&q=student harbours');
    expect(found).toContain('1 answer found.');
    expect(found).toMatch(/Students met.*Put into question 8/);
    expect(await pageOf('?question=q8&q=student mountain')).toContain('0 answers found.');
  });

  it('is for those who write, and closed with the draft', async () => {
    await write(earlier, 'q9', { text: 'Old.' });
    const reviewer = await invite(house, draft, 'reviewer', 'Bruno');
    await reviewer.get(`${draft}/earlier`).expect(403);
    await introduce(browser, draft);
    await send(`${draft}/submission`, { by: 'self' }).expect(303);
    expect(await pageOf()).not.toContain('Put into');
    await put('q9').expect(409);
  });
});

describe('an answer that is taken', () => {
  it('comes with its values and marks, once', async () => {
    const fields = {
      'initiatives.0.name': 'Loi nº 68',
      'initiatives.0.year': '1968',
      text: 'See [[the file]].',
      confidential: 'yes',
    };
    await write(earlier, 'q4', { ...fields, finished: 'yes' });
    await put('q4').expect(303).expect('Location', `${draft}/questions/q4#text`);
    const taken = await answerIn(draft, 'q4');
    expect(taken).toMatchObject(fields);
    // Whoever takes it has yet to look at it.
    expect(taken).not.toHaveProperty('finished');
    // The same form once more, on a slow line.
    await put('q4').expect(303);
    expect(await revisions('q4')).toBe(1);
    expect(await pageOf()).toContain('This already stands in question 4.');
    expect(await answerIn(earlier, 'q4')).toMatchObject({ ...fields, finished: 'yes' });
  });

  it('goes behind what stands there, and keeps the history', async () => {
    await write(earlier, 'q9', { text: 'Old.[^1]\n\n[^1]: Old note.' });
    await write(draft, 'q9', { text: 'New.[^1]\n\n[^1]: New note.' });
    await put('q9', { revision: '1' }).expect(303);
    const { text } = await answerIn(draft, 'q9');
    expect(text).toBe('New.[^1]\n\n[^1]: New note.\n\nOld.[^2]\n\n[^2]: Old note.');
    expect(await revisions('q9')).toBe(2);
  });

  it('meets what somebody wrote meanwhile on the page with both', async () => {
    await write(earlier, 'q9', { text: 'Old.' });
    await write(draft, 'q9', { text: 'Newer.' });
    const met = await put('q9').expect(409);
    for (const words of ['Old.', 'Newer.']) expect(readable(met.text)).toContain(words);
    expect((await answerIn(draft, 'q9'))['text']).toBe('Newer.');
  });

  it('says in words what another question has no box for', async () => {
    await write(earlier, 'q5', { 'reprisals.choice': 'yes', 'reprisals.details': 'Two summons.', text: 'More.' });
    draft = await startDraft(browser, 'en', 'neighbour');
    await put('q5', { question: 'c' }).expect(303);
    const answer = await answerIn(draft, 'c');
    expect(answer['text']).toMatch(/^More\.\n\n[\s\S]*Yes[\s\S]*Two summons\./);
    expect(answer['cases.choice'] ?? '').not.toBe('yes');
  });

  it('brings the sources that it cites, under keys that are free', async () => {
    await cite(earlier, [SOURCE, { ...SOURCE, key: 'testimony-1', kind: 'testimony', confidential: true, text: 'x1' }]);
    const other = { ...SOURCE, title: 'Another report' };
    await cite(draft, [other]);
    await write(earlier, 'q9', { text: 'So [@un-2020, p. 4; @testimony-1], [@unknown].' });
    await put('q9').expect(303);
    const [kept, ...brought] = await sourcesOf(draft);
    expect(kept).toEqual(other);
    expect(brought.map(({ title, confidential, text }) => [title, confidential, text])).toEqual([
      ['Report on coasts', false, null],
      ['Report on coasts', true, null],
    ]);
    const [report, testimony] = brought.map(({ key }) => key);
    expect(report).not.toBe('un-2020');
    const { text } = await answerIn(draft, 'q9');
    expect(text).toBe(`So [@${report}, p. 4; @${testimony}], [@unknown].`);
  });

  it('stays out of the public version where it was marked', async () => {
    await write(earlier, 'q9', { text: 'Open qzopen. [[qzwren one]]' });
    await write(earlier, 'q2', { text: 'qzwren two', confidential: 'yes' });
    for (const question of ['q9', 'q2']) await put(question).expect(303);
    const wordsOf = async (version: string): Promise<string> => {
      const { body } = await fileAt(browser, `${draft}/document.docx?version=${version}`).expect(200);
      return Object.values(unzipSync(body as Buffer))
        .map((bytes) => strFromU8(bytes))
        .join('\n');
    };
    expect(await wordsOf('public')).toContain('qzopen');
    expect(await wordsOf('public')).not.toContain('qzwren');
    expect((await wordsOf('full')).match(/qzwren/g)).toHaveLength(2);
  });

  it.each([
    ['no draft', { from: '' }, 422],
    ['a draft that there is not', { from: '0000000000' }, 422],
    ['what is no name of a draft', { from: '../x' }, 422],
    ['a question that the other draft has not', { of: 'nothing' }, 404],
    ['a question that this draft has not', { question: 'nothing' }, 404],
    ['a revision that is no number', { revision: 'x' }, 422],
  ])('is none of %s', async (_what, fields, status) => {
    await write(earlier, 'q9', { text: 'Old.' });
    await put('q9', fields).expect(status);
    expect(await revisions('q9')).toBe(0);
  });

  it('is none of this very draft', async () => {
    await write(draft, 'q9', { text: 'Once.' });
    await put('q9', { from: idOf(draft), revision: '1' }).expect(422);
    expect((await answerIn(draft, 'q9'))['text']).toBe('Once.');
  });
});

describe('what stands in a draft', () => {
  it('is not shown or given to whom only the other one was opened to', async () => {
    await write(earlier, 'q9', { text: 'Old and secret.' });
    await introduce(browser, earlier);
    const writer = await invite(house, draft, 'writer', 'Chloé');
    expect(await pageOf('', writer)).toContain('knows no other draft yet');
    expect(await pageOf('?question=q9&q=secret', writer)).not.toContain('Old and');
    const answer = { from: idOf(earlier), of: 'q9', question: 'q9', revision: '0' };
    const take = { from: idOf(earlier), take: 'name', revision: '0' };
    for (const refused of [
      await send(`${draft}/earlier`, answer, writer).expect(422),
      await send(`${draft}/earlier/organisation`, take, writer).expect(422),
    ]) {
      expect(readable(refused.text)).toContain('cannot write in that other draft any more');
      expect(refused.text).not.toMatch(/Old and secret|name="code"/);
    }
    expect(await revisions('q9')).toBe(0);
    expect((await writer.get(`${draft}/organisation`)).text).not.toContain(`${draft}/earlier`);
  });

  it.each(['reviewer', 'observer', 'signatory'] as const)('is not the own text of a %s', async (role) => {
    await write(earlier, 'q9', { text: 'Old and theirs.' });
    await introduce(browser, earlier);
    const other = await invite(house, earlier, role, 'Dina');
    draft = await startDraft(other, 'en');
    expect(await pageOf('', other)).toContain('knows no other draft yet');
    expect(await pageOf('?question=q9&q=theirs', other)).not.toContain('Old and');
    expect((await other.get(`${draft}/organisation`)).text).not.toContain(`${draft}/earlier`);
    const answer = { from: idOf(earlier), of: 'q9', question: 'q9', revision: '0' };
    await send(`${draft}/earlier`, answer, other).expect(422);
    const take = { from: idOf(earlier), take: 'name', revision: '0' };
    await send(`${draft}/earlier/organisation`, take, other).expect(422);
    expect(await revisions('q9')).toBe(0);
    expect(await revisions('organisation')).toBe(0);
  });

  it('is given as long as one may write it', async () => {
    await write(earlier, 'q9', { text: 'Old and shared.' });
    const other = await invite(house, earlier, 'writer', 'Dina');
    draft = await startDraft(other, 'en');
    expect(await pageOf('', other)).toContain('Old and shared.');
    const given = (await house.store.links(idOf(earlier))).find(({ label }) => label === 'Dina')!;
    await house.store.revokeLink(idOf(earlier), given.id, house.clock());
    expect(await pageOf('', other)).not.toContain('Old and shared.');
    const answer = { from: idOf(earlier), of: 'q9', question: 'q9', revision: '0' };
    const { text } = await send(`${draft}/earlier`, answer, other).expect(422);
    expect(readable(text)).toMatch(/Back to question 9.*cannot write in that other draft any more/);
  });
});

describe('the organisation', () => {
  const take = (fields: object) =>
    send(`${draft}/earlier/organisation`, { from: idOf(earlier), revision: '0', ...fields });

  it('is offered on its empty page, and taken field by field', async () => {
    expect((await browser.get(`${draft}/organisation`)).text).not.toContain(`${draft}/earlier`);
    await introduce(browser, earlier);
    expect((await browser.get(`${draft}/organisation`)).text).toContain(`${draft}/earlier#organisation`);
    const page = await pageOf();
    for (const words of [RIVAGES.name, 'Senegal', RIVAGES.email, 'Still empty here']) expect(page).toContain(words);
    await take({ take: ['name', 'country', 'unknown'] })
      .expect(303)
      .expect('Location', `${draft}/organisation`);
    expect(await answerOf()).toMatchObject({ name: RIVAGES.name, country: 'SN', email: '' });
    // Once more: it stands there already.
    await take({ take: ['name', 'country'] }).expect(303);
    expect((await house.store.history(idOf(draft), 'organisation')).length).toBe(1);
  });

  it('overwrites nothing that was not on the page', async () => {
    await introduce(browser, earlier);
    await introduce(browser, draft, { name: 'Somebody else' });
    const { text } = await take({ take: ['name', 'email'] }).expect(409);
    expect(readable(text)).toContain('Somebody changed the organisation');
    expect(text.match(/checked/g)).toHaveLength(2);
    expect(await answerOf()).toMatchObject({ name: 'Somebody else', email: '' });
    await take({ take: ['name', 'email'], revision: '1' }).expect(303);
    expect(await answerOf()).toMatchObject({ name: RIVAGES.name, email: RIVAGES.email });
  });

  it('wants at least one tick', async () => {
    await introduce(browser, earlier);
    const { text } = await take({}).expect(422);
    expect(readable(text)).toContain('Tick at least one field');
  });

  const answerOf = async () => fieldsOf((await browser.get(`${draft}/organisation`)).text);
});

describe('what is withheld from publication there', () => {
  const publish = (of: string, fields: object) =>
    send(`${of}/publication`, { revision: '0', whole: 'yes', choice: 'public', ...fields }).expect(303);
  const take = (...fields: string[]) =>
    send(`${draft}/earlier/organisation`, { from: idOf(earlier), revision: '0', take: fields });
  const withheldHere = async (): Promise<unknown> => {
    const parts = (await house.store.draftById(idOf(draft)))?.parts;
    return (parts?.find(({ key }) => key === 'publication')?.value as { withheld: unknown } | undefined)?.withheld;
  };
  const wordsOf = async (version: string): Promise<string> => {
    const { body } = await fileAt(browser, `${draft}/document.docx?version=${version}`).expect(200);
    return Object.values(unzipSync(body as Buffer))
      .map((bytes) => strFromU8(bytes))
      .join('\n');
  };
  beforeEach(() => introduce(browser, earlier));

  it('is withheld here as soon as the organisation is taken, and the pages say so', async () => {
    await publish(earlier, { withheld: 'organisation' });
    const box = await pageOf();
    expect(box).toContain('Withheld from publication there; it will be here too.');
    await publish(draft, { declined: 'omit' });
    const there = await take('name', 'email').expect(303);
    expect(there.headers['location']).toBe(`${draft}/organisation?withheld=organisation`);
    const landed = readable((await browser.get(there.headers['location']!).expect(200)).text);
    expect(landed).toContain('the organisation is withheld from publication. So it is here too now');
    expect(await withheldHere()).toEqual({ organisation: true, contact: true, signatories: [] });
    expect(await revisions('publication')).toBe(2);
    await write(draft, 'q1', { text: `We are ${RIVAGES.name}.` });
    expect(await wordsOf('public')).not.toContain(RIVAGES.name);
    // Once more, on a slow line.
    await take('name', 'email').expect(303);
    expect(await revisions('publication')).toBe(2);
  });

  it('is withheld here also without the name', async () => {
    await publish(earlier, { withheld: 'organisation' });
    await take('website', 'description').expect(303);
    await write(draft, 'q1', { text: `See ${RIVAGES.website}.` });
    for (const text of [RIVAGES.website, RIVAGES.description]) {
      expect(await wordsOf('full')).toContain(text);
      expect(await wordsOf('public')).not.toContain(text);
    }
  });

  it('stays as it is here for what tells nobody', async () => {
    await publish(earlier, { withheld: 'organisation' });
    await take('country').expect(303).expect('Location', `${draft}/organisation`);
    expect(await withheldHere()).toBeUndefined();
    expect((await browser.get(`${draft}/organisation?withheld=organisation`)).text).not.toContain('withheld here');
  });

  it('goes no further than what is taken', async () => {
    await publish(earlier, { withheld: 'contact' });
    expect((await pageOf()).split('Withheld from publication there')).toHaveLength(
      1 + ['contact', 'email', 'phone'].filter((field) => field in RIVAGES).length,
    );
    await take('name').expect(303).expect('Location', `${draft}/organisation`);
    expect(await withheldHere()).toBeUndefined();
    const second = { from: idOf(earlier), revision: '1', take: ['email'] };
    await send(`${draft}/earlier/organisation`, second)
      .expect(303)
      .expect('Location', `${draft}/organisation?withheld=contact`);
    expect(await withheldHere()).toMatchObject({ organisation: false, contact: true });
  });

  it('is all of a draft of which nothing is to be published', async () => {
    await publish(earlier, { choice: 'confidential' });
    await write(earlier, 'q9', { text: `As ${RIVAGES.name} we say so.` });
    const page = await pageOf();
    expect(page).toContain('What tells whose it is will be withheld from publication here too');
    expect(page).toContain('Here, this answer may be published: mark what must not be.');
    await take('name', 'email').expect(303);
    expect(await withheldHere()).toMatchObject({ organisation: true, contact: true });
    await put('q9').expect(303);
    expect((await answerIn(draft, 'q9'))['text']).toBe(`As [[${RIVAGES.name}]] we say so.`);
  });

  it('is marked in an answer that says it, its sources with it', async () => {
    await cite(earlier, [{ ...SOURCE, author: RIVAGES.name }]);
    await write(earlier, 'q4', {
      text: `We of **${RIVAGES.name}** [@un-2020].`,
      'initiatives.0.name': `Charter of ${RIVAGES.name}`,
    });
    expect(await pageOf()).not.toContain('This answer says what is withheld');
    await publish(earlier, { withheld: 'organisation' });
    expect(await pageOf()).toContain(`This answer says what is withheld from publication there: ${RIVAGES.name}.`);
    for (let times = 0; times < 2; times += 1) await put('q4').expect(303);
    expect(await answerIn(draft, 'q4')).toMatchObject({
      text: `We of **[[${RIVAGES.name}]]** [@un-2020].`,
      'initiatives.0.name': `Charter of [[${RIVAGES.name}]]`,
    });
    expect(await revisions('q4')).toBe(1);
    expect(await sourcesOf(draft)).toMatchObject([{ author: RIVAGES.name, confidential: true }]);
    expect(await wordsOf('full')).toContain(RIVAGES.name);
    expect(await wordsOf('public')).not.toContain(RIVAGES.name);
    const page = await pageOf();
    expect(page).toContain('This already stands in question 4.');
    expect(page).not.toContain('This answer says what is withheld');
  });
});
