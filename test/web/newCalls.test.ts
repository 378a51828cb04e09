/**
 * Bringing in a call over HTTP: paste or file, correction, saving; the draft of it; who sees it; correcting it again;
 * removing it; and the file for the operator.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formProof } from '../../src/web/secrets.ts';
import { parseQuestionnaire } from '../../src/store/questionnaires.ts';
import { CALL, fileAt, invite, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';
import { fieldsOf } from '../forms.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const TEXT = `Call for input: Streets at night

The Special Rapporteur on adequate housing is preparing a report on streets at night.

Submissions should be sent by 14 March 2031, 6 p.m. (Geneva time), to streets@example.org, with the subject line “Input on streets”.

Questions

1. Who cleans the streets?

2. Who lights the streets?`;

const paste = (browser: Browser, text: string) => browser.post('/calls').type('form').send({ text });
const correct = (browser: Browser, fields: Readonly<Record<string, string>>) =>
  browser.post('/calls').type('form').send(fields);
/** Brings the text in as it was read; the address of the call. */
async function bringIn(browser: Browser, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const page = await paste(browser, TEXT).expect(200);
  const saved = await correct(browser, { ...fieldsOf(page.text), ...changes, save: 'yes' });
  if (saved.status !== 303) throw new Error(readable(saved.text));
  return String(saved.headers['location']);
}

describe('the text of a call', () => {
  it('is read into a form, with the words of each value and links both ways', async () => {
    const { text: html } = await paste(house.browser(), TEXT).expect(200);
    expect(fieldsOf(html)).toMatchObject({
      title: 'Call for input: Streets at night',
      'deadlines.0.date': '2031-03-14',
      'deadlines.0.time': '18:00',
      'channels.0.to': 'streets@example.org',
      subject: 'Input on streets',
      'questions.0.text': 'Who cleans the streets?',
      'questions.1.label': '2.',
      fileTypes: '',
    });
    const words = /id="deadlines-0"[\s\S]*?href="#(w-deadlines-\d+)"/.exec(html)?.[1] ?? 'none';
    expect(html).toMatch(new RegExp(`id="${words}"></span><mark>`));
    expect(html).toMatch(/<a class="back" href="#deadlines-0"/);
    expect(readable(html)).toContain('Not found in the text Types of file accepted');
    // Ids are ids once.
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('comes in French and Spanish too', async () => {
    const french =
      'Appel à contributions : les phares\n\nLes contributions sont à envoyer avant le 3 mai 2031 à phares@example.org.\n\nQuestions\n\n1. Qui garde les phares ?\n2. Qui les paie ?';
    const { text: html } = await paste(house.browser('fr'), french).expect(200);
    expect(fieldsOf(html)).toMatchObject({
      language: 'fr',
      'deadlines.0.date': '2031-05-03',
      'deadlines.0.relation': 'before',
    });
    expect(readable(html)).toContain('Vérifiez ce qui a été lu');
  });

  it('may come as a file, under its own name', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../reading/files/lighthouses.docx'));
    const answer = await house.browser().post('/calls').field('text', '').attach('file', bytes, 'lighthouses.docx');
    expect(answer.status).toBe(200);
    expect(fieldsOf(answer.text)).toMatchObject({
      title: 'Call for input: Lighthouses and their keepers',
      'questions.1.label': '(a)',
      'questions.1.depth': '1',
    });
    expect(JSON.stringify(house.lines)).not.toContain('lighthouses');
  });

  it('is asked for, and given back where it cannot be read', async () => {
    const browser = house.browser();
    expect(readable((await paste(browser, '').expect(422)).text)).toContain(
      'Paste the text of the call, or choose a file',
    );
    const both = await browser
      .post('/calls')
      .field('text', 'Kept words.')
      .attach('file', Buffer.from('Other.'), 'a.txt');
    expect(both.status).toBe(422);
    expect(both.text).toContain('Kept words.');
    const wrong = await browser.post('/calls').field('text', '').attach('file', Buffer.from('%PDF-1.7 x'), 'a.docx');
    expect(wrong.status).toBe(422);
    expect(readable(wrong.text)).toContain('ends in “.docx”, but it holds a PDF');
    const long = await paste(browser, 'word '.repeat(70_000)).expect(422);
    expect(readable(long.text)).toContain('too long to be read as a call');
    expect(long.text.split('word ').length).toBeGreaterThan(69_000);
  });

  it('keeps what was typed beside a file that is too large', async () => {
    const answer = await house
      .browser()
      .post('/calls')
      .field('text', 'Kept words.')
      .attach('file', Buffer.alloc(10 * 1024 * 1024 + 1, 0x61), 'a.txt');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Kept words.');
    expect(readable(answer.text)).toContain('larger than 10 MB');
  });
});

describe('a form with a file', () => {
  it('is taken at its own address alone', async () => {
    const answer = await house.browser().post('/codes').field('code', 'x');
    expect(answer.status).toBe(415);
  });

  it('is refused from another site, and without its proof where the origin is hidden', async () => {
    const browser = house.browser();
    await startDraft(browser);
    const send = () => browser.post('/calls').field('text', TEXT);
    expect((await send().set('Sec-Fetch-Site', 'cross-site')).status).toBe(403);
    expect((await send().set('Origin', 'null')).status).toBe(403);
    const { text: html } = await browser.get('/calls/new').expect(200);
    const proof = /name="proof" value="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(proof).toHaveLength(formProof('x').length);
    expect((await send().field('proof', proof).set('Origin', 'null')).status).toBe(200);
  });

  it('may not hold more than a form can', async () => {
    const request = house.browser().post('/calls');
    request.field('text', 'a'.repeat(2 * 1024 * 1024 + 1));
    expect((await request).status).toBe(413);
  });
});

describe('the correction', () => {
  it('takes over a reading that is not certain', async () => {
    const browser = house.browser();
    const page = await paste(browser, TEXT.replace('14 March 2031, 6 p.m. (Geneva time)', '3/4/2031')).expect(200);
    expect(fieldsOf(page.text)['deadlines.0.date']).toBeUndefined();
    const take = [...page.text.matchAll(/2031-03-04<[\s\S]*?name="take" value="([^"]+)"/g)][0]?.[1] ?? '';
    const taken = await correct(browser, { ...fieldsOf(page.text), take }).expect(200);
    expect(fieldsOf(taken.text)).toMatchObject({ 'deadlines.0.date': '2031-03-04' });
    expect(fieldsOf(taken.text)['deadlines.0.words']).toContain('3/4/2031');
  });

  it('adds, removes and joins lines without losing a word', async () => {
    const browser = house.browser();
    const fields = fieldsOf((await paste(browser, TEXT).expect(200)).text);
    const added = fieldsOf((await correct(browser, { ...fields, add: 'questions.0' }).expect(200)).text);
    expect(added).toMatchObject({ 'questions.1.text': '', 'questions.2.text': 'Who lights the streets?' });
    const typed = { ...added, 'questions.1.text': 'Who sweeps?', 'questions.1.depth': '1', 'questions.2.join': 'yes' };
    const joined = fieldsOf((await correct(browser, { ...typed, again: 'yes' }).expect(200)).text);
    expect(joined['questions.1.text']).toBe('Who sweeps? 2. Who lights the streets?');
    expect(joined['questions.2.text']).toBeUndefined();
    const dropped = fieldsOf((await correct(browser, { ...joined, 'deadlines.0.drop': 'yes' }).expect(200)).text);
    expect(dropped['deadlines.0.date']).toBeUndefined();
    expect(dropped['text']).toBe(fields['text']);
  });

  it('says what is wrong at its field, and keeps all that was typed', async () => {
    const browser = house.browser();
    const fields = fieldsOf((await paste(browser, TEXT).expect(200)).text);
    const wrong = {
      title: '',
      'deadlines.0.date': 'soon',
      'channels.0.to': 'nobody',
      'deadlines.0.zone': 'Atlantis',
      opening: '2031-02-30',
    };
    const answer = await correct(browser, {
      ...fields,
      ...wrong,
      'questions.0.text': '<b>Mine</b>',
      save: 'yes',
    }).expect(422);
    expect(fieldsOf(answer.text)).toMatchObject({ ...wrong, 'questions.0.text': '<b>Mine</b>' });
    for (const id of ['title', 'deadlines-0-date', 'channels-0-to', 'opening']) {
      expect(answer.text).toContain(`<a href="#${id}">`);
      expect(answer.text).toContain(`id="${id}-error"`);
    }
    const zone = await correct(browser, { ...fields, 'deadlines.0.zone': 'Atlantis', save: 'yes' }).expect(422);
    expect(zone.text).toContain('<a href="#deadlines-0-zone">');
    const none = { ...fields, 'questions.0.text': '', 'questions.1.text': '', save: 'yes' };
    expect(readable((await correct(browser, none).expect(422)).text)).toContain('at least one question');
  });
});

describe('a call that was brought in', () => {
  it('is its browser’s alone', async () => {
    const owner = house.browser();
    const call = await bringIn(owner);
    expect(call).toMatch(/^\/calls\/own-[0-9a-z]{10}$/);
    const page = readable((await owner.get(call).expect(200)).text);
    expect(page).toContain('You brought this call in. It was not checked');
    expect(page).toContain('Input on streets');
    expect(readable((await owner.get('/').expect(200)).text)).toContain('Brought in by you');
    for (const address of ['', '/deadline.ics', '/questionnaire.yaml', '/correction']) {
      await house
        .browser()
        .get(call + address)
        .expect(404);
    }
    const stranger = house.browser();
    await startDraft(stranger);
    await stranger.get(call).expect(404);
    await stranger.post(`${call}/drafts`).type('form').send({ language: 'en' }).expect(404);
    expect((await stranger.get('/').expect(200)).text).not.toContain('Streets at night');
  });

  it('carries drafts everywhere, and co-writers see it', async () => {
    const owner = house.browser();
    const call = await bringIn(owner);
    const draft = await startDraft(owner, 'en', call.split('/').at(-1));
    await owner.post(`${draft}/questions/q1`).type('form').send({ revision: '0', text: 'The sweepers.' }).expect(303);
    expect((await fileAt(owner, `${draft}/document.docx`).expect(200)).body.length).toBeGreaterThan(1_000);
    expect(readable((await owner.get(`${draft}/email`).expect(200)).text)).toContain('streets@example.org');
    await owner.get(`${call}/deadline.ics`).expect(200);
    const writer = await invite(house, draft, 'writer', 'partner');
    expect(readable((await writer.get(call).expect(200)).text)).toContain(
      'brought in by a person who works on a draft with you',
    );
    await writer.get(`${call}/correction`).expect(404);
    await writer.post(`${call}/removal`).expect(404);
    // A draft stands on it: it stays.
    await owner.post(`${call}/removal`).expect(303);
    await owner.get(call).expect(200);
  });

  it('is corrected again, and drafts follow the deadline', async () => {
    const owner = house.browser();
    const call = await bringIn(owner);
    const draft = await startDraft(owner, 'en', call.split('/').at(-1));
    const fields = fieldsOf((await owner.get(`${call}/correction`).expect(200)).text);
    expect(fields).toMatchObject({ 'deadlines.0.date': '2031-03-14' });
    const changed = {
      ...fields,
      'deadlines.0.date': '2031-04-30',
      'deadlines.0.words': 'by 30 April 2031',
      save: 'yes',
    };
    const post = () => owner.post(`${call}/correction`).type('form').send(changed);
    await post().expect(303);
    expect(readable((await owner.get(draft).expect(200)).text)).toContain('by 30 April 2031');
    const stale = await post().expect(409);
    expect(fieldsOf(stale.text)['deadlines.0.words']).toBe('by 30 April 2031');
    await owner
      .post(`${call}/correction`)
      .type('form')
      .send({ ...fieldsOf(stale.text), save: 'yes' })
      .expect(303);
  });

  it('is removed by its owner', async () => {
    const owner = house.browser();
    const call = await bringIn(owner);
    await owner.post(`${call}/removal`).expect(303).expect('Location', '/');
    await owner.get(call).expect(404);
  });

  it('gives a file that the operator can serve', async () => {
    const owner = house.browser();
    const call = await bringIn(owner);
    for (const address of [call, `/calls/${CALL}`]) {
      const { body, headers } = await fileAt(owner, `${address}/questionnaire.yaml`).expect(200);
      const { questionnaire, problems } = parseQuestionnaire('call.yaml', (body as Buffer).toString());
      expect(problems).toEqual([]);
      expect(questionnaire?.id).toBe(address === call ? 'call-for-input-streets-at-night' : CALL);
      expect(headers['content-disposition']).toContain(`${questionnaire?.id}.yaml`);
    }
  });

  it('keeps out of the log what was typed', async () => {
    await bringIn(house.browser());
    expect(JSON.stringify(house.lines)).not.toMatch(/own-|Streets|streets@/);
  });
});
