/**
 * The whole main job as a writer's browser does it without scripts: from the call to the Word document, the email with
 * exactly the required subject, and the receipt. Runs on SQLite and on PostgreSQL.
 */
import { createHash } from 'node:crypto';
import { unzipSync, strFromU8 } from 'fflate';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CALL,
  fileAt,
  introduce,
  MAILBOX,
  openHouse,
  readable,
  RIVAGES,
  RIVAGES_ANSWERS,
  startDraft,
  SUBJECT,
  type House,
} from './cast.ts';
import { startPostgres } from './postgres.ts';

describe.each(['SQLite', 'PostgreSQL'])('the main job on %s', (database) => {
  let house: House;
  let stopPostgres = async (): Promise<void> => {};

  beforeAll(async () => {
    if (database === 'PostgreSQL') {
      const postgres = await startPostgres();
      stopPostgres = () => postgres.stop();
      house = await openHouse({ databaseUrl: postgres.url });
    } else {
      house = await openHouse();
    }
  });
  afterAll(async () => {
    await house.close();
    await stopPostgres();
  });

  it('goes from the call to the receipt', async () => {
    const browser = house.browser('fr');
    const home = await browser.get('/').expect(200);
    expect(home.text).toContain(`href="/calls/${CALL}"`);
    const call = readable((await browser.get(`/calls/${CALL}`)).text);
    expect(call).toContain('avant le 15 février 2024');
    expect(call).toContain('jusqu’à la fin du mercredi 14 février 2024');
    expect(call).toContain(SUBJECT);
    expect(call).toContain('non indiqué par l’appel');

    const draft = await startDraft(browser, 'fr');
    expect(draft).toMatch(/^\/drafts\/[0-9a-z]{10}$/);
    const contents = await browser.get(draft).expect(200);
    expect(readable(contents.text)).toContain('/links/');

    await introduce(browser, draft);
    for (const { id } of house.questionnaire.questions) {
      await browser.get(`${draft}/questions/${id}`).expect(200);
      const fields =
        RIVAGES_ANSWERS[id] ?? (id === 'q8' ? { text: '' } : { declined: 'yes', reason: 'Hors de notre mandat.' });
      await browser
        .post(`${draft}/questions/${id}`)
        .type('form')
        .send({ revision: '0', ...fields })
        .expect(303);
    }
    await browser.post(`${draft}/publication`).type('form').send({ revision: '0', choice: 'public' }).expect(303);

    const review = readable((await browser.get(`${draft}/review`).expect(200)).text);
    expect(review).toContain('Rapport annuel 2022, page 4.');
    expect(review).toContain('Loi nº 68-08 sur les associations');
    expect(review).toContain('Hors de notre mandat.');

    const file = await fileAt(browser, `${draft}/document.docx`).expect(200);
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="Rivages-solidaires_[\w.-]+\.docx"$/);
    const bytes = file.body as Buffer;
    const entries = unzipSync(new Uint8Array(bytes));
    const text = strFromU8(entries['word/document.xml']!).replace(/<[^>]+>/g, '');
    expect(text).toContain('Votre organisation a-t-elle exprimé des problèmes de solidarité internationale');
    expect(text).toContain('depuis 2011');
    // The eighth question was left blank: it is not printed.
    expect(text).not.toContain('8)');
    expect(strFromU8(entries['word/footnotes.xml']!)).toContain('Rapport annuel 2022, page 4.');
    expect((await fileAt(browser, `${draft}/document.docx`)).body).toEqual(bytes);

    const email = await browser.get(`${draft}/email`).expect(200);
    expect(email.text).toContain(SUBJECT);
    const mailto = /href="(mailto:[^"]+)"/.exec(email.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(new URL(mailto).searchParams.get('subject')).toBe(SUBJECT);
    const unsent = await PostalMime.parse((await fileAt(browser, `${draft}/email.eml`).expect(200)).body as Buffer);
    expect(unsent.subject).toBe(SUBJECT);
    expect(unsent.to?.[0]?.address).toBe(MAILBOX);
    expect(unsent.headers.find(({ key }) => key === 'x-unsent')?.value).toBe('1');
    expect(unsent.headers.some(({ key }) => key === 'date' || key === 'message-id')).toBe(false);
    expect(unsent.text).toContain(RIVAGES.contact);
    expect(Buffer.from(unsent.attachments[0]!.content as ArrayBuffer)).toEqual(bytes);

    await browser.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
    await browser.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
    const receipt = readable((await browser.get(`${draft}/submission`).expect(200)).text);
    expect(receipt).toMatch(/AM-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(receipt).toContain(createHash('sha256').update(bytes).digest('hex'));
    expect(receipt).toContain('1 février 2024 à 10:00');
    expect(receipt).toContain('1 février 2024 à 09:00');
    expect(receipt.match(/De votre propre messagerie/g)).toHaveLength(1);

    const late = await browser
      .post(`${draft}/questions/q1`)
      .type('form')
      .send({ revision: '1', text: 'Encore un mot' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Encore un mot');
    expect((await fileAt(browser, `${draft}/document.docx`)).body).toEqual(bytes);

    const again = await browser.post(`${draft}/versions`).expect(303);
    const next = String(again.headers['location']);
    expect(next).not.toBe(draft);
    await browser.post(`${next}/questions/q1`).type('form').send({ revision: '1', text: 'Encore un mot' }).expect(303);
    expect(readable((await browser.get(`${next}/review`)).text)).toContain('Encore un mot');
  });
});
