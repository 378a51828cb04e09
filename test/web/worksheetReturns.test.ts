/**
 * A worksheet brought back over HTTP: what it says question by question, what is taken in and how, and that nothing which
 * came in or stands there is lost, whatever goes wrong between.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileAt, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';
import { fieldsOf, formsOf } from '../forms.ts';
import { paragraph, wordFile } from '../reading/bombs.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Fields = Readonly<Record<string, string>>;

const bring = (browser: Browser, draft: string, bytes: Uint8Array, name = 'sheet.docx') =>
  browser.post(`${draft}/worksheet`).attach('file', Buffer.from(bytes), name);
const paste = (browser: Browser, draft: string, text: string) =>
  browser.post(`${draft}/worksheet`).type('form').send({ text });
const take = (browser: Browser, draft: string, fields: Fields) =>
  browser.post(`${draft}/worksheet`).type('form').send(fields);

async function save(browser: Browser, draft: string, question: string, fields: Fields): Promise<void> {
  await browser.post(`${draft}/questions/${question}`).type('form').send(fields).expect(303);
}

const textOf = async (browser: Browser, draft: string, question: string): Promise<string> =>
  String(fieldsOf((await browser.get(`${draft}/questions/${question}`).expect(200)).text)['text']);

async function takeSheet(browser: Browser, draft: string): Promise<Uint8Array> {
  return (await fileAt(browser, `${draft}/worksheet.docx`)).body as Buffer;
}

/** The sheet with this XML after the start of a place, in the stead of what stood there. */
function written(sheet: Uint8Array, place: string, body: string): Uint8Array {
  const parts = unzipSync(sheet);
  const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
  const start = xml.indexOf('</w:p>', xml.indexOf(`[► ${place}]`)) + '</w:p>'.length;
  const end = xml.lastIndexOf('<w:p>', xml.indexOf(`[◄ /${place}]`));
  return zipSync({ ...parts, 'word/document.xml': strToU8(xml.slice(0, start) + body + xml.slice(end)) });
}

const line = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

describe('a sheet that comes back', () => {
  it('says that nothing changed where nothing did', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await save(browser, draft, 'q2', { revision: '0', text: 'An answer,\nin two lines.\n\n- and\n- more' });
    const { text: page } = await bring(browser, draft, await takeSheet(browser, draft)).expect(200);
    expect(readable(page)).toContain('The file says the same as the draft.');
    expect(page).not.toContain('name="found"');
  });

  it('shows what is new, what changed and what stays, and takes in what is ticked', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await save(browser, draft, 'q2', { revision: '0', text: 'The first word stays.' });
    await save(browser, draft, 'q3', { revision: '0', text: 'Untouched.' });
    const taken = await takeSheet(browser, draft);
    const bold =
      '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold</w:t></w:r><w:r><w:t xml:space="preserve"> and [[kept]]</w:t></w:r></w:p>';
    const sheet = written(written(taken, 'q2', line('The first word goes.')), 'q5', bold);
    const { text: page } = await bring(browser, draft, sheet).expect(200);
    const said = readable(page);
    expect(said).toContain('New one question that had no answer');
    expect(said).toContain('Changed one answer');
    expect(said).toContain('The same 8 answers');
    expect(page).toMatch(/<del>.*stays.*<\/del><ins>.*goes/s);
    // Nothing is saved by looking.
    expect(await textOf(browser, draft, 'q5')).toBe('');
    const fields = fieldsOf(page) as Fields;
    expect(fields).toMatchObject({ 'take.q2': 'yes', 'take.q5': 'yes' });
    const answer = await take(browser, draft, { ...fields, 'take.q2': 'no' }).expect(303);
    expect(answer.headers['location']).toBe(`${draft}/worksheet?taken=1`);
    expect(await textOf(browser, draft, 'q5')).toBe('**Bold** and [[kept]]');
    expect(await textOf(browser, draft, 'q2')).toBe('The first word stays.');
    expect(readable((await browser.get(`${draft}/worksheet?taken=1`).expect(200)).text)).toContain('was taken in');
    const history = readable((await browser.get(`${draft}/questions/q5/history`).expect(200)).text);
    expect(history).toContain('Bold');
  });

  it('is put together with what others changed elsewhere, and says so', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await save(browser, draft, 'q2', { revision: '0', text: 'One.\n\nTwo.\n\nThree.' });
    const sheet = await takeSheet(browser, draft);
    await save(browser, draft, 'q2', { revision: '1', text: 'One, by others.\n\nTwo.\n\nThree.' });
    const { text: page } = await bring(
      browser,
      draft,
      written(sheet, 'q2', ['One.', 'Two.', 'Three, by me.'].map(line).join('')),
    ).expect(200);
    expect(readable(page)).toContain('Put together');
    await take(browser, draft, fieldsOf(page) as Fields).expect(303);
    expect(await textOf(browser, draft, 'q2')).toBe('One, by others.\n\nTwo.\n\nThree, by me.');
  });

  it.each([
    ['theirs', 'Theirs alone.', 422],
    ['mine', 'Mine alone.', 303],
    ['both', 'Theirs alone.\n\nMine alone.', 303],
  ])('lets a person choose where both changed the same: %s', async (choice, text, status) => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await save(browser, draft, 'q2', { revision: '0', text: 'Nobody owns this.' });
    const sheet = await takeSheet(browser, draft);
    await save(browser, draft, 'q2', { revision: '1', text: 'Theirs alone.' });
    const { text: page } = await bring(browser, draft, written(sheet, 'q2', line('Mine alone.'))).expect(200);
    const fields = fieldsOf(page) as Fields;
    expect(page).toMatch(/name="choice\.q2"[^>]*value="theirs" checked/);
    await take(browser, draft, { ...fields, 'choice.q2': choice }).expect(status);
    expect(await textOf(browser, draft, 'q2')).toBe(text);
  });

  it('overwrites nothing that was saved while somebody looked', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    const sheet = written(await takeSheet(browser, draft), 'q2', line('From the sheet.'));
    const { text: page } = await bring(browser, draft, sheet).expect(200);
    await save(browser, draft, 'q2', { revision: '0', text: 'Saved meanwhile.' });
    const again = await take(browser, draft, fieldsOf(page) as Fields).expect(409);
    expect(await textOf(browser, draft, 'q2')).toBe('Saved meanwhile.');
    expect(readable(again.text)).toContain('Somebody saved an answer while you were looking.');
    expect(again.text).toContain('From the sheet.');
    const fields = fieldsOf(again.text) as Fields;
    await take(browser, draft, { ...fields, 'choice.q2': 'both' }).expect(303);
    expect(await textOf(browser, draft, 'q2')).toBe('Saved meanwhile.\n\nFrom the sheet.');
  });

  it('keeps what stands outside of its places, to be placed by hand', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await save(browser, draft, 'q3', { revision: '0', text: 'Here.[^1]\n\n[^1]: One.' });
    const taken = await takeSheet(browser, draft);
    const parts = unzipSync(taken);
    const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
    const at = xml.indexOf('<w:p>', xml.indexOf('[◄ /q2]'));
    const sheet = zipSync({
      ...parts,
      'word/document.xml': strToU8(xml.slice(0, at) + line('Lost & found'.replace('&', '&amp;')) + xml.slice(at)),
    });
    const { text: page } = await bring(browser, draft, sheet).expect(200);
    expect(readable(page)).toContain('Not recognised one text that belongs to no question');
    const fields = fieldsOf(page) as Fields;
    const nothing = await take(browser, draft, fields).expect(422);
    expect(nothing.text).toContain('Lost &amp; found');
    await take(browser, draft, { ...fields, 'piece.0': 'q3' }).expect(303);
    expect(await textOf(browser, draft, 'q3')).toBe('Here.[^1]\n\n[^1]: One.\n\nLost & found');
  });

  it('comes back out of a mail', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    const mail =
      'Dear all,\n\nhere it is.\n\n> 2) …\n[► q2] Write below this line.\nBy **mail**,\nin two lines.\n\n[◄ /q2] End of this part.\n';
    const { text: page } = await paste(browser, draft, mail).expect(200);
    await take(browser, draft, fieldsOf(page) as Fields).expect(303);
    expect(await textOf(browser, draft, 'q2')).toBe('By **mail**,\nin two lines.');
    expect(readable(page)).toContain('here it is.');
  });
});

describe('a document of others', () => {
  it('is matched by the wording of the questions', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    const questions = house.questionnaire.questions.slice(0, 3).map(({ text }) => text?.['en'] ?? '');
    const body = [
      paragraph('Our old draft'),
      ...questions.flatMap((text, at) => [paragraph(`${at + 4}. ${text}`), paragraph(`Answer ${at + 1}.`)]),
    ].join('');
    const { text: page } = await bring(browser, draft, wordFile(body), 'old.docx').expect(200);
    expect(readable(page)).toContain('This is no worksheet of this draft.');
    expect(page).toContain('Our old draft');
    await take(browser, draft, fieldsOf(page) as Fields).expect(303);
    expect(await textOf(browser, draft, 'q2')).toBe('Answer 2.');
  });
});

describe('what cannot be read', () => {
  it.each([
    ['macros', { 'word/vbaProject.bin': strToU8('x') }, 'This file holds macros'],
    [
      'a template elsewhere',
      {
        'word/_rels/settings.xml.rels': strToU8(
          '<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://x.org/a.dotm" TargetMode="External"/></Relationships>',
        ),
      },
      'This file would load something from elsewhere',
    ],
  ])('is refused with its sentence, next to the field: %s', async (_, more, sentence) => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    const { text: page } = await bring(browser, draft, wordFile(paragraph('x'), more)).expect(422);
    expect(readable(page)).toContain(sentence);
    expect(page).toContain('id="file-error"');
  });

  it('is nothing at all, or two things at once; a pasted text stays', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    expect(readable((await paste(browser, draft, ' ').expect(422)).text)).toContain('Choose a file, or paste its text');
    const both = await bring(browser, draft, wordFile(paragraph('x')))
      .field('text', 'My words')
      .expect(422);
    expect(formsOf(both.text).map(({ fields }) => fields['text'])).toContain('My words');
  });

  it('is no form of ours', async () => {
    const browser = house.browser();
    const draft = await startDraft(browser);
    await take(browser, draft, { step: 'take', found: '{"own":true}' }).expect(422);
    await take(browser, draft, { step: 'take', found: 'no' }).expect(422);
  });
});
