/** The worksheet as it is taken: by whom, under which name, with what in it, and what the record says of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, part, partsOf, textOf } from '../docx/opened.ts';
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

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const write = (browser: Browser, draft: string, question: string, fields: object) =>
  browser
    .post(`${draft}/questions/${question}`)
    .type('form')
    .send({ revision: '0', ...fields })
    .expect(303);

async function take(browser: Browser, draft: string) {
  const { status, headers, body } = await fileAt(browser, `${draft}/worksheet.docx`);
  expect(status).toBe(200);
  return { headers, bytes: body as Buffer, text: textOf(part(partsOf(body as Buffer), 'word/document.xml')) };
}

describe('the page of the worksheet', () => {
  it('offers the file, takes it back, and says that it is not encrypted', async () => {
    const writer = house.browser('en');
    const draft = await startDraft(writer, 'fr');
    const { text: page } = await writer.get(`${draft}/worksheet`).expect(200);
    expect(page).toContain(`href="${draft}/worksheet.docx"`);
    expect(page).toMatch(/<form method="post"[^>]*enctype="multipart\/form-data"/);
    expect(page).toMatch(/<input[^>]*type="file"[^>]*name="file"/);
    expect(readable(page)).toContain('it is not encrypted');
    expect(readable(page)).toContain('in the language of the draft (French)');
    expect((await writer.get(draft).expect(200)).text).toContain(`href="${draft}/worksheet"`);
  });

  it('is not for readers, and the file is not either', async () => {
    const draft = await startDraft(house.browser());
    for (const role of ['reviewer', 'signatory', 'observer'] as const) {
      const reader = await invite(house, draft, role, `a ${role}`);
      await reader.get(`${draft}/worksheet`).expect(403);
      await reader.get(`${draft}/worksheet.docx`).expect(403);
      expect((await reader.get(draft).expect(200)).text).not.toContain(`${draft}/worksheet`);
    }
    await house.browser().get(`${draft}/worksheet.docx`).expect(404);
  });
});

describe('the file of the worksheet', () => {
  it('is sound, has a name that tells nobody who writes, and is kept by no cache', async () => {
    const writer = house.browser('en');
    const draft = await startDraft(writer, 'fr');
    await introduce(writer, draft, RIVAGES);
    await write(writer, draft, 'q1', { text: 'Nous étions [[quarante]].[^1]\n\n[^1]: Registre.' });
    const { headers, bytes } = await take(writer, draft);
    expect(await faultsOf(bytes)).toEqual([]);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[A-Za-z0-9_-]+_fiche-de-travail\.docx"$/);
    expect(headers['content-disposition']).not.toContain('Rivages');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-type']).toContain('wordprocessingml');
  });

  it('holds what is written and nothing else: no comment, no other draft, no address, no name of who submits', async () => {
    const writer = house.browser('en');
    const other = await startDraft(writer, 'en');
    await write(writer, other, 'q1', { text: 'canary of another draft' });
    const draft = await startDraft(writer, 'en');
    await introduce(writer, draft, {
      name: 'Canary House',
      country: 'IE',
      contact: 'Ms Canary',
      email: 'a@canary.example',
    });
    await write(writer, draft, 'q1', { text: 'Our own words.' });
    const comment = { kind: 'comment', text: 'canary of a comment', revision: '1' };
    await writer.post(`${draft}/questions/q1/comments`).type('form').send(comment).expect(303);
    const parts = partsOf((await take(writer, draft)).bytes);
    const whole = Object.values(parts).join('\n');
    expect(whole).toContain('Our own words.');
    expect(whole).not.toMatch(/canary/i);
    expect(whole).not.toContain(draft.split('/').at(-1));
    expect(whole).not.toContain('127.0.0.1');
  });

  it('is the same bytes until something is written, and then says so', async () => {
    const writer = house.browser('en');
    const draft = await startDraft(writer, 'en');
    const first = await take(writer, draft);
    expect((await take(writer, draft)).bytes.equals(first.bytes)).toBe(true);
    await write(writer, draft, 'q2', { text: 'Written in between.' });
    const second = await take(writer, draft);
    expect(second.text).toContain('Written in between.');
    expect(second.text).toMatch(/\[■ sheet ie-solidarity-hrc56 en [0-9a-f]{16} q2:1\]/);
    expect(first.text).not.toContain('q2:1');
  });

  it('is noted in the record of the draft', async () => {
    const writer = house.browser('en');
    const draft = await startDraft(writer, 'en');
    await take(writer, draft);
    const lines = await house.store.auditLines(draft.split('/').at(-1) ?? '', 0, 10);
    expect(lines.flatMap((line) => (line.kind === 'entry' ? [line.entry.action] : []))).toContain('worksheet-taken');
  });
});
