/**
 * Bad input, of every kind that the design names: the right status, a clear sentence in the page's language, and every
 * typed word still on the page.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, introduce, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
let browser: Browser;
let draft: string;

beforeAll(async () => {
  house = await openHouse();
  browser = house.browser('fr');
  draft = await startDraft(browser);
});
afterAll(() => house.close());

describe('addresses', () => {
  it.each([
    '/nothing',
    '/calls/nothing',
    '/calls/..%2f..%2fpackage.json',
    '/calls/__proto__',
    '/calls/constructor',
    '/drafts/nothing',
    '/drafts/0123456789',
    '/drafts/..%2f..%2fetc%2fpasswd',
    '/drafts/%00',
    '/links/short',
    '/links/00000000000000000000000000000000',
    '/assets/0000000000/style.css',
    '/assets/..%2f..%2fpackage.json/style.css',
  ])('answers %s with 404 and a sentence', async (address) => {
    const answer = await browser.get(address).expect(404);
    expect(readable(answer.text)).toContain('Cette page n’existe pas ici');
  });

  it('answers a damaged address with 400', async () => {
    const answer = await browser.get('/drafts/%E0%A4%A');
    expect(answer.status).toBe(400);
    expect(readable(answer.text)).toContain('Cette demande est illisible');
  });

  it.each(['q0', 'q11', '__proto__', 'constructor', 'toString', '..%2fq1', 'organisation', 'Q1'])(
    'has no question %s',
    async (question) => {
      await browser.get(`${draft}/questions/${question}`).expect(404);
      await browser.post(`${draft}/questions/${question}`).type('form').send({ text: 'Un texte' }).expect(404);
    },
  );

  it('hides a draft from every other browser, as if it did not exist', async () => {
    const stranger = house.browser('es');
    await startDraft(stranger);
    for (const page of ['', '/organisation', '/questions/q1', '/questions/q1/history', '/publication', '/review']) {
      expect((await stranger.get(draft + page)).status).toBe(404);
    }
    for (const page of ['/document.docx', '/email', '/email.eml', '/submission', '/links']) {
      expect((await stranger.get(draft + page)).status).toBe(404);
    }
    for (const page of [
      '/organisation',
      '/questions/q1',
      '/publication',
      '/submission',
      '/deliveries',
      '/versions',
      '/links',
    ]) {
      const answer = await stranger
        .post(draft + page)
        .type('form')
        .send({ text: 'Un texto ajeno', by: 'self' });
      expect(answer.status).toBe(404);
    }
  });
});

describe('forms', () => {
  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'text/html'])(
    'refuses %s with 415',
    async (type) => {
      const answer = await browser.post(`${draft}/questions/q1`).set('Content-Type', type).send('{"text":"x"}');
      expect(answer.status).toBe(415);
      expect(readable(answer.text)).toContain('Ce type de contenu');
    },
  );

  it('gives a text back that is too large to be saved, whole', async () => {
    const text = `début ${'mot '.repeat(600_000)}fin`;
    const answer = await browser.post(`${draft}/questions/q1`).type('form').send({ revision: '0', text });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain(text);
    const page = await browser.get(`${draft}/questions/q1`);
    expect(page.text).not.toContain('mot mot');
  });

  it('answers a body beyond all measure with 413', async () => {
    const answer = await browser
      .post(`${draft}/questions/q1`)
      .type('form')
      .send(`text=${'x'.repeat(9 * 1024 * 1024)}`);
    expect(answer.status).toBe(413);
  });

  it.each(['-1', '1.5', 'x', '99999999999', '1e3'])(
    'answers the revision %s with 422 and keeps the text',
    async (revision) => {
      const answer = await browser
        .post(`${draft}/questions/q1`)
        .type('form')
        .send({ revision, text: 'Un texte à garder' });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('Un texte à garder');
    },
  );

  it('never reads a field of the prototype', async () => {
    const body = '__proto__=x&constructor=x&__proto__.text=x&text=Une+réponse+simple&revision=0';
    await browser.post(`${draft}/questions/q2`).type('form').send(encodeURI(body)).expect(303);
    expect((await browser.get(`${draft}/questions/q2`)).text).toContain('Une réponse simple');
    expect(({} as { text?: string }).text).toBeUndefined();
  });

  it('takes the first of a field that was sent twice', async () => {
    await browser.post(`${draft}/questions/q8`).type('form').send('text=premier&text=second&revision=0').expect(303);
    expect((await browser.get(`${draft}/questions/q8`)).text).toContain('premier');
  });

  it('shows the form of the organisation again, with the words and what to do', async () => {
    const typed = {
      name: 'Rivages',
      country: 'XX',
      email: 'pas une adresse',
      founded: '98',
      website: 'a b',
    };
    const answer = await browser
      .post(`${draft}/organisation`)
      .type('form')
      .send({ revision: '0', ...typed });
    expect(answer.status).toBe(422);
    const page = readable(answer.text);
    for (const words of [
      'Choisissez un pays dans la liste.',
      'Écrivez l’adresse complète',
      'quatre chiffres',
      'adresse du site',
    ]) {
      expect(page).toContain(words);
    }
    for (const value of ['Rivages', 'pas une adresse', '98', 'a b']) expect(answer.text).toContain(value);
    expect(answer.text).toContain('href="#email"');
    expect(answer.text).toContain('<title>Problème');
  });

  it('refuses a language that it cannot write', async () => {
    const answer = await browser.post(`/calls/${CALL}/drafts`).type('form').send({ language: 'tlh' });
    expect(answer.status).toBe(422);
    expect(readable(answer.text)).toContain('Choisissez la langue dans laquelle vous écrirez.');
  });

  it('refuses a choice and a zone that do not exist', async () => {
    await browser.post(`${draft}/publication`).type('form').send({ choice: 'perhaps' }).expect(422);
    await browser.post('/preferences').type('form').send({ zone: 'Mars/Olympus' }).expect(422);
    await browser.post(`${draft}/submission`).type('form').send({ by: 'pigeon' }).expect(422);
  });

  it('sends nobody to another site', async () => {
    for (const back of [
      'https://evil.example',
      '//evil.example',
      '/.//evil.example/login',
      '/x/..//evil.example',
      '/\\evil.example',
      '\\\\evil',
      'javascript:alert(1)',
      '/a\nb',
    ]) {
      const answer = await browser.post('/preferences').type('form').send({ language: 'fr', back }).expect(303);
      expect(answer.headers['location']).toBe('/');
    }
    const answer = await browser.post('/preferences').type('form').send({ language: 'fr', back: draft });
    expect(answer.headers['location']).toBe(draft);
  });
});

describe('what a person types is only ever text', () => {
  it('on every page that shows it', async () => {
    const nasty = `<script>alert(1)</script>"'><img src=x onerror=alert(1)><%= 7919*7919 %>\${7919*7919}{{7919*7919}}`;
    const own = house.browser();
    const mine = await startDraft(own, 'en');
    await introduce(own, mine, { name: nasty, contact: nasty, description: nasty });
    await own.post(`${mine}/questions/q1`).type('form').send({ revision: '0', text: nasty }).expect(303);
    await own
      .post(`${mine}/questions/q3`)
      .type('form')
      .send({ revision: '0', declined: 'yes', reason: nasty, whole: 'yes' })
      .expect(303);
    await own.post(`${mine}/links`).type('form').send({ role: 'owner', label: nasty }).expect(303);
    const pages = [
      '/',
      ...[
        '',
        '/organisation',
        '/questions/q1',
        '/questions/q1/history',
        '/questions/q3',
        '/review',
        '/email',
        '/links',
      ].map((page) => mine + page),
    ];
    for (const page of pages) {
      const { text } = await own.get(page).expect(200);
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img src=x');
      expect(text).not.toContain(String(7919 * 7919));
    }
  });
});
