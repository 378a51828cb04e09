/**
 * Two tabs, two people, a second click, a way back: no save ever overwrites a text that its writer has not seen, and
 * every text that was ever saved can be found again.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';

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
});

const save = (question: string, fields: object) =>
  browser.post(`${draft}/questions/${question}`).type('form').send(fields);
const shown = async (question: string): Promise<string> => {
  const page = await browser.get(`${draft}/questions/${question}`);
  return readable(/<textarea[^>]*id="text"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(page.text)?.[1] ?? '').trim();
};

describe('a stale save', () => {
  it('gets 409, with both texts on the page and nothing overwritten', async () => {
    await save('q1', { revision: '0', text: 'from the first tab' }).expect(303);
    const answer = await save('q1', { revision: '0', text: 'from the second tab' }).expect(409);
    expect(answer.text).toContain('from the first tab');
    expect(answer.text).toContain('from the second tab');
    expect(await shown('q1')).toBe('from the first tab');
    const revision = /name="revision" value="(\d+)"/.exec(answer.text)![1]!;
    expect(revision).toBe('1');
    await save('q1', { revision, text: 'both, put together' }).expect(303);
    expect(await shown('q1')).toBe('both, put together');
  });

  it('of what stands there already changes nothing', async () => {
    await save('q1', { revision: '0', text: 'twice' }).expect(303);
    await save('q1', { revision: '0', text: 'twice' }).expect(303);
    await save('q1', { revision: '1', text: 'twice' }).expect(303);
    const history = await browser.get(`${draft}/questions/q1/history`);
    expect(history.text.match(/id="revision-/g)).toHaveLength(1);
  });

  it('that changed nothing itself leaves the newer text alone', async () => {
    await save('q1', { revision: '0', text: 'old' }).expect(303);
    await save('q1', { revision: '1', text: 'new' }).expect(303);
    await save('q1', { revision: '1', text: 'old' }).expect(303);
    expect(await shown('q1')).toBe('new');
  });

  it('on the organisation and on the publication keeps what was typed', async () => {
    await browser.post(`${draft}/organisation`).type('form').send({ revision: '0', name: 'First' }).expect(303);
    const answer = await browser
      .post(`${draft}/organisation`)
      .type('form')
      .send({ revision: '0', name: 'Second', contact: 'Ada' });
    expect(answer.status).toBe(409);
    for (const words of ['First', 'value="Second"', 'value="Ada"', 'name="revision" value="1"'])
      expect(answer.text).toContain(words);
    await browser.post(`${draft}/publication`).type('form').send({ revision: '0', choice: 'public' }).expect(303);
    const choice = await browser
      .post(`${draft}/publication`)
      .type('form')
      .send({ revision: '0', choice: 'confidential' });
    expect(choice.status).toBe(409);
    expect(readable(choice.text)).toContain(
      'It now says: “Yes, it may be published”, and of declined questions: “Name them',
    );
  });

  it('from many at once lets exactly one through', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => save('q9', { revision: '0', text: `writer ${index}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 11 }, () => 409)]);
    answers.forEach(({ status, text }, index) => {
      if (status === 409) expect(text).toContain(`writer ${index}`);
    });
  });
});

describe('the history', () => {
  it('shows every text that was saved, and brings one back', async () => {
    for (const [index, text] of ['one', 'two', 'three'].entries())
      await save('q1', { revision: String(index), text }).expect(303);
    const page = await browser.get(`${draft}/questions/q1/history`).expect(200);
    const words = readable(page.text);
    for (const text of ['one', 'two', 'three', 'first link']) expect(words).toContain(text);
    expect(page.text.match(/id="revision-\d/g)).toEqual(['id="revision-3', 'id="revision-2', 'id="revision-1']);
    await browser
      .post(`${draft}/questions/q1/restorations`)
      .type('form')
      .send({ revision: '3', restored: '1' })
      .expect(303);
    expect(await shown('q1')).toBe('one');
    expect((await browser.get(`${draft}/questions/q1/history`)).text.match(/id="revision-/g)).toHaveLength(4);
    const stale = await browser
      .post(`${draft}/questions/q1/restorations`)
      .type('form')
      .send({ revision: '3', restored: '2' });
    expect(stale.status).toBe(409);
    await browser
      .post(`${draft}/questions/q1/restorations`)
      .type('form')
      .send({ revision: '4', restored: '9' })
      .expect(404);
    await browser
      .post(`${draft}/questions/q1/restorations`)
      .type('form')
      .send({ revision: '4', restored: 'x' })
      .expect(422);
  });

  it('keeps the text of a question that is declined', async () => {
    await save('q6', { revision: '0', text: 'kept for later' }).expect(303);
    await save('q6', {
      revision: '1',
      text: 'kept for later',
      declined: 'yes',
      reason: 'too risky',
      whole: 'yes',
    }).expect(303);
    expect(await shown('q6')).toBe('kept for later');
    const review = readable((await browser.get(`${draft}/review`)).text);
    expect(review).toContain('too risky');
    expect(review).not.toContain('kept for later');
    await browser.post(`${draft}/publication`).type('form').send({ revision: '0', declined: 'omit' }).expect(303);
    expect(readable((await browser.get(`${draft}/review`)).text)).not.toContain('too risky');
  });
});

describe('switching the language of the pages', () => {
  it('saves what was being written first', async () => {
    const answer = await save('q1', { revision: '0', text: 'half a sentence', language: 'es', whole: 'yes' }).expect(
      303,
    );
    expect(answer.headers['location']).toBe(`${draft}/questions/q1`);
    const page = await browser.get(`${draft}/questions/q1`);
    expect(page.text).toContain('half a sentence');
    expect(readable(page.text)).toContain('Guardar y continuar');
  });
});

describe('rows', () => {
  it('grow by two whenever they are saved', async () => {
    const answer = await save('q4', {
      revision: '0',
      whole: 'yes',
      'initiatives.0.name': 'A',
      'initiatives.1.name': 'B',
      more: 'initiatives',
    });
    expect(answer.headers['location']).toBe(`${draft}/questions/q4#initiatives`);
    const page = await browser.get(`${draft}/questions/q4`);
    expect(page.text.match(/name="initiatives\.\d+\.name"/g)).toHaveLength(4);
  });
});
