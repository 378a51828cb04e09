/** A draft and a call that changes: what is offered, what the move does, and that nothing typed is lost on the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileAt, invite, openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';
import { paragraphsOf, part, partsOf } from '../docx/opened.ts';

const ASK = (fields: string): string => `asks: [{ id: laws, kind: rows, label: { en: Laws }, fields: [${fields}] }]`;
const NAME = '{ id: name, label: { en: Name } }';
const YEAR = '{ id: year, label: { en: Year } }';

/** A call of three questions, its newer version, and one that is newer still. */
function version(call: string, number: 1 | 2 | 3): string {
  const questions = {
    1: `
  - { id: water, label: "1)", text: { en: "What stands in the way of water?" } }
  - { id: laws, label: "2)", text: { en: "Which laws?" }, ${ASK(`${NAME}, ${YEAR}`)} }
  - { id: old, label: "3)", text: { en: "What is asked no more?" } }`,
    2: `
  - { id: water, label: "1)", text: { en: "What stands in the way of clean water?" } }
  - { id: new, label: "2)", text: { en: "What is new?" } }
  - { id: laws, label: "3)", text: { en: "Which laws?" }, ${ASK(NAME)} }`,
    3: `
  - { id: old, label: "1)", text: { en: "What is asked again?" } }
  - { id: water, label: "2)", text: { en: "What stands in the way of clean water?" } }`,
  };
  return `id: ${call}
version: ${number}
provenance:
  retrieved: 2024-01-0${number}
  languages: { en: official }
  text: { en: "Send it to calls@example.org by ${number} March. 1) What stands in the way of ${number === 1 ? '' : 'clean '}water? 2) What is new? 3) Which laws? What is asked no more? What is asked again?" }
title: { en: Water }
shortTitle: { en: Water }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines: [{ wording: { en: "by ${number} March" }, date: 2024-03-0${number}, relation: by }]
channels: [{ kind: email, to: [calls@example.org] }]
questions:${questions[number]}
`;
}

let house: House;
let calls = 0;
let call: string;
let owner: Browser;
let draft: string;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  house.setClock(OPENING);
  calls += 1;
  call = `changing-${calls}`;
  house.serveCall(version(call, 1));
  owner = house.browser();
  draft = await startDraft(owner, 'en', call);
});

const page = async (address: string, browser = owner): Promise<string> =>
  readable((await browser.get(address).expect(200)).text);
const send = (address: string, fields: object, browser = owner) => browser.post(address).type('form').send(fields);
const hashNow = (): string => house.questionnaires.current(call)!.hash;
async function move(to: 2 | 3): Promise<void> {
  house.serveCall(version(call, to));
  await send(`${draft}/newer-version`, { to: hashNow() }).expect(303).expect('Location', draft);
}
const documentText = async (): Promise<string> => {
  const { body } = await fileAt(owner, `${draft}/document.docx`).expect(200);
  return paragraphsOf(part(partsOf(body as Buffer), 'word/document.xml')).join('\n');
};
const versionField = async (question: string): Promise<string> =>
  /name="version" value="([0-9a-f]{64})"/.exec((await owner.get(`${draft}/questions/${question}`)).text)![1]!;

describe('a call that was changed', () => {
  it('is told of on the contents page, with what changed, and on a page of its own', async () => {
    expect(await page(draft)).not.toContain('version 2');
    await send(`${draft}/questions/old`, { text: 'Typed for good.', revision: '0' }).expect(303);
    house.serveCall(version(call, 2));
    const contents = await page(draft);
    expect(contents).toContain('The call was changed: there is a version 2, read on Tuesday, 2 January 2024.');
    expect(contents).toContain('1 question is new · 2 changed · 1 no longer asked · 1 rule changed');
    const changes = await page(`${draft}/newer-version`);
    expect(changes).toContain('What stands in the way of [Added: clean ] water?');
    expect(changes).toContain(
      'No longer asked 3) What is asked no more? Your answer is kept, and stands in no document.',
    );
    expect(changes).toContain('Deadlines by [Taken out: 1 ] [Added: 2 ] March');
    expect(changes).toContain('Move this draft to version 2');
    // Nothing has happened yet.
    expect(await page(`${draft}/questions/old`)).toContain('Typed for good.');
    expect((await owner.get(`${draft}/questions/new`)).status).toBe(404);
  });

  it('takes every answer along, and prints none that is no longer asked for', async () => {
    await send(`${draft}/questions/water`, { text: 'The pipes.', revision: '0' }).expect(303);
    const rows = {
      'laws.0.name': 'Law 68',
      'laws.0.year': 'Nineteen sixty-eight',
      text: 'And a decree.',
      revision: '0',
    };
    await send(`${draft}/questions/laws`, rows).expect(303);
    await send(`${draft}/questions/old`, { text: 'Typed [[for]] good.', revision: '0' }).expect(303);
    await send(`${draft}/questions/old/comments`, { kind: 'comment', text: 'Well said.', revision: '1' }).expect(303);
    await move(2);
    const contents = await page(draft);
    expect(contents).toContain('No longer asked The newer version of the call no longer asks this.');
    expect(contents).toContain('3) What is asked no more? 3 words');
    expect(contents).toContain('of 3 questions settled');
    expect(await page(`${draft}/questions/water`)).toContain('The pipes.');
    expect(await page(`${draft}/questions/laws`)).toContain(
      'And a decree. Laws: 1. Name: Law 68 Year: Nineteen sixty-eight',
    );
    const kept = (await owner.get(`${draft}/questions/old`).expect(200)).text;
    expect(kept).toContain('Typed [[for]] good.');
    expect(kept).toContain('Well said.');
    expect(/<main[\s\S]*<\/main>/.exec(kept)?.[0]).not.toContain('<form');
    const printed = await documentText();
    expect(printed).toContain('Nineteen sixty-eight');
    expect(printed).toContain('clean water');
    expect(printed).not.toContain('Typed');
    for (const place of ['review', 'email', 'submission'])
      expect(await page(`${draft}/${place}`)).not.toContain('Typed');
    // What was marked in it alone makes no second version of the document.
    expect(contents).not.toContain('public version');
  });

  it('says in the history that the version changed, and shows each text as it was filled in', async () => {
    await send(`${draft}/questions/laws`, { 'laws.0.year': 'Nineteen', revision: '0' }).expect(303);
    await send(`${draft}/questions/old`, { text: 'Kept.', revision: '0' }).expect(303);
    house.setClock(new Date(OPENING.getTime() + 60_000));
    await move(2);
    const history = await page(`${draft}/questions/laws/history`);
    expect(history).toContain('this draft was moved to version 2 of the call');
    expect(history).toContain('Year: Nineteen');
    expect(await page(`${draft}/questions/laws/history?text=1`)).toContain('Year: Nineteen');
    expect(await page(`${draft}/questions/old/history`)).toContain('Kept.');
    // A text of before is brought back as the question holds it now.
    await send(`${draft}/questions/laws/restorations`, { restored: '1', revision: '2' }).expect(303);
    expect(await page(`${draft}/questions/laws`)).toContain('Year: Nineteen');
    expect(await page(`${draft}/audit`)).toContain('Moved to a newer version of the call');
  });

  it('can be followed again and again, and an answer comes back with its question', async () => {
    await send(`${draft}/questions/old`, { text: 'Kept for long.', revision: '0' }).expect(303);
    await send(`${draft}/questions/laws`, { 'laws.0.name': 'Law 68', revision: '0' }).expect(303);
    await move(2);
    await move(3);
    const contents = await page(draft);
    expect(contents).toContain('1) What is asked again?');
    expect(contents).toContain('3) Which laws?');
    expect(await page(`${draft}/questions/laws`)).toContain('Name: Law 68');
    expect((await owner.get(`${draft}/questions/old`)).text).toContain('Kept for long.</textarea>');
  });

  it('lets a form that was open before the move still land, with every box', async () => {
    const made = await versionField('laws');
    const late = {
      whole: 'yes',
      version: made,
      revision: '0',
      'laws.0.name': 'Law 68',
      'laws.0.year': 'Late',
      text: 'Mine.',
    };
    await move(2);
    await send(`${draft}/questions/laws`, late).expect(303);
    const laws = await page(`${draft}/questions/laws`);
    expect(laws).toContain('Mine. Laws: 1. Name: Law 68 Year: Late');
    await send(`${draft}/questions/old`, { whole: 'yes', version: made, revision: '0', text: 'Too late?' })
      .expect(303)
      .expect('Location', `${draft}/questions/old`);
    expect(await page(`${draft}/questions/old`)).toContain('Too late?');
  });

  it('puts a late form together with what the move made of the answer', async () => {
    const first = { 'laws.0.name': 'Law 68', 'laws.0.year': '1968', text: 'One.\n\nTwo.', revision: '0' };
    await send(`${draft}/questions/laws`, first).expect(303);
    const made = await versionField('laws');
    await move(2);
    const late = { ...first, whole: 'yes', version: made, text: 'One, and mine.\n\nTwo.', revision: '1' };
    await send(`${draft}/questions/laws`, late).expect(303);
    const { text: html } = await owner.get(`${draft}/questions/laws`);
    const text = /<textarea[^>]* id="text"[^>]*>([^<]*)</.exec(html)?.[1];
    expect(text?.trim()).toBe('One, and mine.\n\nTwo.\n\nLaws:\n1. Name: Law 68\n   Year: 1968');
  });

  it('is moved to by who manages the draft alone, once, and as it was shown', async () => {
    const writer = await invite(house, draft.split('/').at(-1)!, 'writer', 'Writer');
    house.serveCall(version(call, 2));
    const shown = hashNow();
    expect(await page(`${draft}/newer-version`, writer)).toContain('Who owns this draft can move it');
    await send(`${draft}/newer-version`, { to: shown }, writer).expect(403);
    house.serveCall(version(call, 3));
    const again = await send(`${draft}/newer-version`, { to: shown }).expect(409);
    expect(readable(again.text)).toContain('The call has changed once more');
    await send(`${draft}/newer-version`, { to: hashNow() }).expect(303);
    await send(`${draft}/newer-version`, { to: hashNow() }).expect(303);
    expect(await house.store.moves(draft.split('/').at(-1)!)).toHaveLength(1);
    expect(await page(`${draft}/newer-version`)).toContain('This draft answers the newest version of the call.');
  });

  it('leaves a submitted draft as it is: its new version can follow', async () => {
    await send(`${draft}/questions/old`, { text: 'Kept.', revision: '0' }).expect(303);
    await send(`${draft}/questions/water`, { text: 'The pipes.', revision: '0' }).expect(303);
    await move(2);
    await send(`${draft}/submission`, { by: 'self' }).expect(303);
    house.serveCall(version(call, 3));
    expect(await page(draft)).not.toContain('there is a version 3');
    expect(await page(`${draft}/newer-version`)).toContain('This draft has been submitted and stays as it is.');
    await send(`${draft}/newer-version`, { to: hashNow() }).expect(409);
    const answer = await send(`${draft}/versions`, {}).expect(303);
    draft = String(answer.headers['location']);
    expect(await page(draft)).toContain('there is a version 3');
    // What the draft before it kept is known here too.
    expect(await page(`${draft}/questions/old`)).toContain('Kept.');
  });

  it('ends the approvals of a text that changes with it', async () => {
    await send(`${draft}/signatories`, { revision: '0', kind: 'submitting', name: 'Second' }).expect(303);
    await send(`${draft}/questions/water`, { text: 'The pipes.', revision: '0' }).expect(303);
    const hash = /name="hash" value="([^"]+)"/.exec((await owner.get(`${draft}/approvals`)).text)?.[1];
    await send(`${draft}/approvals`, { decision: 'approved', hash: hash!, revisions: '' }).expect(303);
    expect(await page(`${draft}/approvals`)).toContain('1 of 2');
    house.serveCall(version(call, 2));
    expect(await page(`${draft}/newer-version`)).toContain('Approvals are for one exact text');
    house.setClock(new Date(OPENING.getTime() + 60_000));
    await send(`${draft}/newer-version`, { to: hashNow() }).expect(303);
    const approvals = await page(`${draft}/approvals`);
    expect(approvals).toContain('Approved an earlier text');
    expect(approvals).toContain('This draft was moved to a newer version of the call since');
  });
});
