/**
 * Writing together, as the whole program handles it: changes that do not touch are put together and said, those that do
 * are shown with the text that they came from, and no word that anybody typed is ever lost on the way.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { invite, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
let amina: Browser;
let chloe: Browser;
let draft: string;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  amina = house.browser();
  draft = await startDraft(amina, 'en');
  chloe = await invite(house, draft, 'writer', 'Chloé, field office');
});

type Fields = Readonly<Record<string, string | readonly string[]>>;

const save = (browser: Browser, question: string, revision: number, fields: Fields) =>
  browser
    .post(`${draft}/questions/${question}`)
    .type('form')
    .send({ revision: String(revision), ...fields });
const historyOf = async (question: string) =>
  (await house.store.history(draft.split('/').at(-1)!, question)).map(({ value }) => value as Answer);
const newest = async (question: string): Promise<Answer> => (await historyOf(question))[0]!;

/** What a box of the page holds. */
const boxIn = (html: string, id: string): string =>
  readable(
    (new RegExp(`<textarea[^>]*id="${id}"[^>]*>\\n?([\\s\\S]*?)</textarea>`).exec(html)?.[1] ?? '').replaceAll(
      '\n',
      '¶',
    ),
  ).replaceAll('¶', '\n');
const revisionIn = (html: string): number => Number(/id="form"[\s\S]*?name="revision" value="(\d+)"/.exec(html)?.[1]);

const ONE_TWO = 'One, as it was.\n\nTwo, as it was.';

describe('changes that do not touch', () => {
  it('are kept together, and their writer is told who else wrote, and when', async () => {
    await save(amina, 'q1', 0, { text: ONE_TWO }).expect(303);
    await save(chloe, 'q1', 1, { text: 'One, by Chloé.\n\nTwo, as it was.' }).expect(303);
    const saved = await save(amina, 'q1', 1, { text: 'One, as it was.\n\nTwo, by Amina.' }).expect(303);
    const together = String(saved.headers['location']);
    expect(together).toBe(`${draft}/questions/q1?seen=1&merged=3`);
    expect((await newest('q1')).text).toBe('One, by Chloé.\n\nTwo, by Amina.');

    const page = (await amina.get(together).expect(200)).text;
    expect(boxIn(page, 'text')).toBe('One, by Chloé.\n\nTwo, by Amina.');
    expect(readable(page)).toContain(
      '“Chloé, field office” saved this answer too while you were writing, last on 1 February 2024 at 10:00.',
    );
    expect(readable(page)).not.toContain('not marked as finished');
    expect(page).toContain(`href="${draft}/questions/q1/history?before=4#revision-3"`);
    expect(readable((await amina.get(`${draft}/questions/q1`)).text)).not.toContain('saved this answer too');
  });

  it('name everybody who wrote in the meantime, once', async () => {
    const olga = await invite(house, draft, 'writer', 'Olga & <sons>');
    const lines = ['a', 'b', 'c', 'd', 'e'].map((name) => `Paragraph ${name}.`);
    const changed = (index: number): string =>
      lines.map((line, at) => (at === index ? `${line} More.` : line)).join('\n\n');
    await save(amina, 'q1', 0, { text: lines.join('\n\n') }).expect(303);
    for (const [index, browser] of [chloe, olga, chloe].entries())
      await save(browser, 'q1', 1, { text: changed(index) }).expect(303);
    const saved = await save(amina, 'q1', 1, { text: changed(4) }).expect(303);
    const page = readable((await amina.get(String(saved.headers['location']))).text);
    expect(page).toContain('“Chloé, field office” and “Olga & <sons>” saved this answer too while you were writing');
  });

  it('in fields of their own are kept together too', async () => {
    await save(amina, 'q5', 0, { whole: 'yes', 'laws.0.name': 'Decree 12', 'reprisals.choice': 'yes' }).expect(303);
    await save(chloe, 'q5', 0, {
      whole: 'yes',
      'laws.0.name': 'Act 7',
      'forms.ticked': ['closure'],
      'forms.closure': 'in May',
    }).expect(303);
    expect((await newest('q5')).values).toEqual({
      laws: {
        kind: 'rows',
        rows: [expect.objectContaining({ name: 'Decree 12' }), expect.objectContaining({ name: 'Act 7' })],
      },
      reprisals: { kind: 'choice', choice: 'yes', details: '' },
      forms: { kind: 'ticks', ticked: ['closure'], details: { closure: 'in May' } },
    });
  });

  it('bring their writer back to the question whichever button was pressed', async () => {
    await save(amina, 'q4', 0, { text: ONE_TWO }).expect(303);
    const buttons = [{ stay: 'yes' }, { language: 'es' }, { more: 'initiatives' }, {}];
    const addresses: string[] = [];
    for (const [index, button] of buttons.entries()) {
      const { text } = await newest('q4');
      const seen = (await historyOf('q4')).length;
      await save(chloe, 'q4', seen, { text: text.replace('One,', 'One, again,') }).expect(303);
      const mine = text.replace(/\.$/, `, ${index}.`);
      addresses.push(
        String((await save(amina, 'q4', seen, { text: mine, ...button }).expect(303)).headers['location']),
      );
    }
    const question = `${draft}/questions/q4`;
    expect(addresses).toEqual([
      `${question}?seen=1&merged=3`,
      `${question}?seen=3&merged=5`,
      `${question}?seen=5&merged=7#initiatives`,
      `${question}?seen=7&merged=9`,
    ]);
    expect(readable((await amina.get(addresses[1]!)).text)).toContain(
      '«Chloé, field office» también guardó esta respuesta',
    );
  });

  it('leave an answer unfinished that its writer had not seen as it is now', async () => {
    await save(amina, 'q1', 0, { text: ONE_TWO }).expect(303);
    await save(chloe, 'q1', 1, { text: ONE_TWO.replace('One', 'One more') }).expect(303);
    const saved = await save(amina, 'q1', 1, { text: `${ONE_TWO} Three.`, finished: 'yes' }).expect(303);
    expect(await newest('q1')).toMatchObject({ text: `${ONE_TWO.replace('One', 'One more')} Three.`, finished: false });
    expect(readable((await amina.get(String(saved.headers['location']))).text)).toContain(
      'It is not marked as finished',
    );
  });

  it('that others made already are not saved twice', async () => {
    await save(amina, 'q1', 0, { text: ONE_TWO }).expect(303);
    await save(chloe, 'q1', 1, { text: 'One, new.\n\nTwo, new.' }).expect(303);
    const saved = await save(amina, 'q1', 1, { text: 'One, new.\n\nTwo, as it was.' }).expect(303);
    expect(saved.headers['location']).toBe(`${draft}/questions/q2`);
    expect(await historyOf('q1')).toHaveLength(2);
  });

  it.each([
    '?seen=1&merged=99',
    '?seen=2&merged=3',
    '?seen=a&merged=3',
    '?merged=3',
    '?seen=0&seen=1&merged=3',
    '?seen=-1&merged=1',
  ])('are not spoken of where an address makes them up: %s', async (query) => {
    for (const revision of [0, 1, 2]) await save(amina, 'q1', revision, { text: `Text ${revision}` }).expect(303);
    const page = await amina.get(`${draft}/questions/q1${query}`).expect(200);
    expect(readable(page.text)).not.toContain('saved this answer too');
  });
});

describe('changes that touch', () => {
  beforeEach(async () => {
    await save(amina, 'q5', 0, { text: `${ONE_TWO}\n\nThree.`, 'reprisals.choice': 'unsure' }).expect(303);
    await save(chloe, 'q5', 1, {
      text: 'One, by <Chloé>.\n\nTwo, as it was.\n\nThree.',
      'reprisals.choice': 'yes',
    }).expect(303);
  });

  const meet = async () => {
    const fields = { text: 'One, by Amina.\n\nTwo, as it was.\n\nThree & four.', 'reprisals.choice': 'no' };
    return (await save(amina, 'q5', 1, fields).expect(409)).text;
  };

  it('give a page with theirs, mine, the text they came from and a proposal, and save nothing', async () => {
    const page = await meet();
    expect(await historyOf('q5')).toHaveLength(2);
    expect(boxIn(page, 'theirs-text')).toBe('One, by <Chloé>.\n\nTwo, as it was.\n\nThree.');
    expect(boxIn(page, 'mine-text')).toBe('One, by Amina.\n\nTwo, as it was.\n\nThree & four.');
    expect(boxIn(page, 'text')).toBe('One, by <Chloé>. One, by Amina.\n\nTwo, as it was.\n\nThree & four.');
    const words = readable(page);
    expect(words).toContain('What “Chloé, field office” saved meanwhile Last saved on 1 February 2024 at 10:00');
    expect(words).toContain('Two, as it was. Three. ');
    expect(page).toContain('not saved yet');
  });

  it('mark what changed by more than colour, in words too', async () => {
    const page = await meet();
    const marked = (tag: string): string[] =>
      [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, inner = '']) =>
        readable(inner).trim(),
      );
    expect(marked('del')).toEqual([
      '[Taken out: Not sure ]',
      '[Taken out: as it was ]',
      '[Taken out: Not sure ]',
      '[Taken out: as it was ]',
    ]);
    expect(marked('ins')).toEqual([
      '[Added: Yes ]',
      '[Added: by <Chloé> ]',
      '[Added: No ]',
      '[Added: by Amina ]',
      '[Added: & four ]',
    ]);
  });

  it('keep my choice in the form, and warn of it', async () => {
    const page = await meet();
    expect(page).toMatch(/name="reprisals.choice" value="no" checked/);
    expect(page).toContain('href="#reprisals"');
    expect(readable(page)).toMatch(/: you answered differently\. Your choice is the one in the form\./);
    expect(readable(page)).toContain('The text: their version and yours stand one after the other.');
  });

  it('are saved as their writer puts them together, and merged again with what came in meanwhile', async () => {
    const page = await meet();
    expect(revisionIn(page)).toBe(2);
    await save(chloe, 'q5', 2, { text: 'One, by <Chloé>.\n\nTwo, as it was.\n\nThree.\n\nFive.' }).expect(303);
    await save(amina, 'q5', revisionIn(page), {
      text: 'One, by both.\n\nTwo, as it was.\n\nThree & four.',
      'reprisals.choice': 'no',
    }).expect(303);
    expect(await newest('q5')).toMatchObject({
      text: 'One, by both.\n\nTwo, as it was.\n\nThree & four.\n\nFive.',
      values: { reprisals: { choice: 'no' } },
    });
  });

  it('say it again when they meet again', async () => {
    const page = await meet();
    await save(chloe, 'q5', 2, { text: 'One, by Chloé again.\n\nTwo, as it was.\n\nThree.' }).expect(303);
    const again = await save(amina, 'q5', revisionIn(page), {
      text: 'One, by both.\n\nTwo, as it was.\n\nThree.',
    }).expect(409);
    expect(boxIn(again.text, 'theirs-text')).toContain('by Chloé again');
    expect(boxIn(again.text, 'text')).toContain('One, by both.');
    expect(revisionIn(again.text)).toBe(3);
  });

  it('are for writers only', async () => {
    const reader = await invite(house, draft, 'reviewer', 'Bruno');
    await save(reader, 'q5', 1, { text: 'Not mine to write.' }).expect(403);
    expect(await historyOf('q5')).toHaveLength(2);
  });
});

describe('a revision that the draft does not know', () => {
  it('is no empty text: everything that differs is shown, and nothing is saved', async () => {
    await save(amina, 'q1', 0, { text: 'Their text. Shared.' }).expect(303);
    const page = (await save(chloe, 'q1', 77, { text: 'My text. Shared.' }).expect(409)).text;
    expect(boxIn(page, 'text')).toBe('Their text.\n\nMy text. Shared.');
    expect(readable(page)).toContain('The text that you began from is not known here');
    expect(await newest('q1')).toMatchObject({ text: 'Their text. Shared.' });
    await save(chloe, 'q1', revisionIn(page), { text: 'Both.' }).expect(303);
  });

  it('changes nothing where it brings nothing new, and loses nothing where nothing was saved', async () => {
    await save(amina, 'q1', 0, { text: 'Text.' }).expect(303);
    await save(chloe, 'q1', 77, { text: 'Text.' }).expect(303);
    expect(await historyOf('q1')).toHaveLength(1);
    await save(chloe, 'q2', 77, { text: 'First text.' }).expect(303);
    expect(await newest('q2')).toMatchObject({ text: 'First text.' });
    await save(chloe, 'q2', 1, { text: 'Second text.' }).expect(303);
  });

  it('of a form that sends only its text leaves everything else as it is', async () => {
    await save(amina, 'q5', 0, { text: 'Text.', 'reprisals.choice': 'yes' }).expect(303);
    const page = (await save(chloe, 'q5', 77, { text: 'Other.' }).expect(409)).text;
    expect(page).toMatch(/name="reprisals.choice" value="yes" checked/);
  });
});

describe('the history', () => {
  const texts = Array.from({ length: 45 }, (_, index) => `Text number ${index + 1}.`);

  it('shows who changed which words when, and what was chosen', async () => {
    await save(amina, 'q5', 0, { text: 'Passed in 2019.', 'reprisals.choice': 'yes' }).expect(303);
    await save(chloe, 'q5', 1, { text: 'Passed in <2020>.', 'reprisals.choice': 'no', finished: 'yes' }).expect(303);
    const page = (await amina.get(`${draft}/questions/q5/history`).expect(200)).text;
    const item = readable(/id="revision-2">([\s\S]*?)<\/li>/.exec(page)![1]!);
    expect(item).toContain('Text 2, 1 February 2024 at 10:00 Now in the draft');
    expect(item).toContain('Saved with the link “Chloé, field office”');
    expect(item).toMatch(/\[Taken out: Yes \] \[Added: No \]/);
    expect(item).toMatch(/Passed in \[Taken out: 2019 \] \[Added: <2020> \] \. \[Added:/);
    expect(item).toContain('[Added: ☑ This answer is finished ]');
    expect(readable(/id="revision-1">([\s\S]*?)<\/li>/.exec(page)![1]!)).not.toContain('[Added:');
  });

  it('leaves out what did not change, and has every text whole on a page of its own', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
    await save(amina, 'q1', 0, { text: `${long} old.` }).expect(303);
    await save(amina, 'q1', 1, { text: `${long} new.` }).expect(303);
    const page = (await amina.get(`${draft}/questions/q1/history`)).text;
    expect(readable(/id="revision-2">([\s\S]*?)<\/li>/.exec(page)![1]!)).not.toContain('word300');
    expect(readable(page)).toContain('(388 words left out) word388');
    const whole = await amina.get(`${draft}/questions/q1/history?text=1`).expect(200);
    expect(readable(whole.text)).toContain(`${long} old.`);
    for (const unknown of ['3', '0', 'x']) await amina.get(`${draft}/questions/q1/history?text=${unknown}`).expect(404);
  });

  it('is read page by page, to the very first text', async () => {
    for (const [index, text] of texts.entries()) await save(amina, 'q1', index, { text }).expect(303);
    const seen: number[] = [];
    const pages: string[] = [];
    let address: string | undefined = `${draft}/questions/q1/history`;
    while (address !== undefined) {
      const page: string = (await amina.get(address).expect(200)).text;
      pages.push(address);
      seen.push(...[...page.matchAll(/id="revision-(\d+)"/g)].map(([, number]) => Number(number)));
      expect(page.includes('rel="prev"')).toBe(pages.length > 1);
      address = /rel="next" href="([^"]+)"/.exec(page)?.[1];
    }
    expect(seen).toEqual(texts.map((_, index) => texts.length - index));
    expect(pages).toHaveLength(3);
    const back = /rel="prev" href="([^"]+)"/.exec((await amina.get(pages[2]!)).text)?.[1];
    expect(back).toBe(pages[1]);
    expect((await amina.get(pages[1]!)).text).toContain(`rel="prev" href="${draft}/questions/q1/history"`);
    await amina.get(`${draft}/questions/q1/history?before=x`).expect(200);
    expect((await amina.get(`${draft}/questions/q1/history?before=1`).expect(200)).text).not.toContain('id="revision-');
  });

  it('brings a text back only over what was seen', async () => {
    for (const [index, text] of ['one', 'two'].entries()) await save(amina, 'q1', index, { text }).expect(303);
    await save(chloe, 'q1', 2, { text: 'three' }).expect(303);
    const restore = (revision: string) =>
      amina.post(`${draft}/questions/q1/restorations`).type('form').send({ revision, restored: '1' });
    const page = (await restore('2').expect(409)).text;
    expect([boxIn(page, 'theirs-text'), boxIn(page, 'mine-text')]).toEqual(['three', 'one']);
    await restore('3').expect(303);
    expect((await newest('q1')).text).toBe('one');
  });
});
