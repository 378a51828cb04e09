/**
 * Canaries: words that occur nowhere else, planted wherever something confidential can stand, and looked for in all that
 * leaves the program, or could be stolen of it. None may be found.
 */
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_ANSWER, type Answer } from '../src/domain/answer.ts';
import { composeOutline } from '../src/domain/outline.ts';
import { plainText } from '../src/domain/text.ts';
import { fileAt, linkTo, openHouse, OPENING, startDraft, type Browser, type House } from './cast.ts';
import { pressed } from './docx/opened.ts';
import { draftIn, phrases, solidarity } from './domain/drafts.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';
import { bytesUnder, GROUNDS, type Ground } from './store/ground.ts';

/** Begins every canary, in any case; the telephone number is the one that has no letters. */
const CANARY = /qzwren|7124983/i;
const PHONE = '+221 33 7124983';

let ground: Ground;
let house: House;
let smtp: TestSmtp;
let owner: Browser;
let draft: string;
/** Each page that was seen: its address, where it led, and its title. */
let seen: string[] = [];

const post = async (browser: Browser, address: string, fields: object) => {
  const answer = await browser.post(address).type('form').send(fields);
  seen.push(address, answer.headers['location'] ?? '', titleOf(answer.text));
  expect([303, 422]).toContain(answer.status);
  return answer;
};
const get = async (browser: Browser, address: string) => {
  const answer = await browser.get(address);
  seen.push(address, answer.headers['location'] ?? '', titleOf(answer.text));
  return answer;
};
const titleOf = (html = ''): string => /<title>([^<]*)</.exec(html)?.[1] ?? '';

/** The text of every part of a document, and the names of the parts. */
function partsOf(bytes: Uint8Array): string {
  const parts = Object.entries(unzipSync(bytes));
  expect(parts.map(([path]) => path)).toEqual(
    expect.arrayContaining(['word/document.xml', 'word/footnotes.xml', 'docProps/core.xml']),
  );
  // A word may be cut into several runs.
  return parts
    .map(([path, data]) => `${path}\n${strFromU8(data)}\n${strFromU8(data).replace(/<[^>]+>/g, '')}`)
    .join('\n');
}

/** The text of every part of a file, also where a word is cut into several runs. */
const everyPart = (bytes: Uint8Array): string =>
  Object.values(unzipSync(bytes))
    .map((data) => `${strFromU8(data)}\n${strFromU8(data).replace(/<[^>]+>/g, '')}`)
    .join('\n');

/** What is typed for papers: passages, names that are withheld, and words that an answer keeps confidential. */
const TYPED = 'Open words, for us. [[qzwrenpassage]], Qzwren shores, Qzwrensignatory.';
const PAPERS = {
  own: TYPED,
  body: TYPED,
  addressee: TYPED,
  signer: TYPED,
  text: TYPED,
  speaker: TYPED,
  occasion: TYPED,
};

/** The revision of the papers, and all that can be chosen for a summary. */
async function paperFields(): Promise<object> {
  const { text } = await get(owner, `${draft}/papers/summary`);
  const chosen = (name: string): string[] =>
    [...text.matchAll(new RegExp(`name="${name}" value="([^"]+)"`, 'g'))].map(([, value = '']) => value);
  const revision = /name="revision" value="(\d+)"/.exec(text)?.[1] ?? '';
  return { revision, whole: 'yes', messages: chosen('messages'), recommendations: chosen('recommendations') };
}

const ANSWERS: Readonly<Record<string, object>> = {
  q1: {
    'networks.choice': 'yes',
    'networks.details': 'Since 2011 [[qzwrendetails]].',
    text: [
      'Open words. [[qzwrenpassage]] **and [[qzwrenbold]]**[^1][^2], by Qzwren shores.',
      '- [[qzwrenitem]]\n- [[qzwrensecond]]\n- an open item',
      'See [the [[qzwrenlabel]] report](https://example.org/qzwrenaddress), https://example.org/[[qzwrentoken]]/x.',
      'Ask [[[qzwrenperson]](https://example.org/qzwrenperson) or qzwren@qzwrenweb.example.org, https://qzwrenweb.example.org/a.',
      '[^1]: An open source, but for [[qzwrensource]].\n[^2]: [[qzwrenwholenote]]',
      'The end, [[qzwrenunclosed',
    ].join('\n\n'),
  },
  q2: { text: 'qzwrenbefore that]] and open words.' },
  q4: {
    'initiatives.0.name': 'Act [[qzwrenact]]',
    'initiatives.1.name': '[[qzwrenrow]]',
    'initiatives.1.effect': '[[qzwreneffect]]',
    text: '',
  },
  q5: { text: 'qzwrenwholeanswer\n\n- qzwrenlist[^x]\n\n[^x]: qzwrennote', confidential: 'yes' },
  q6: { text: 'qzwrenkeptbehind', declined: 'yes', reason: 'Because of [[qzwrenreason]].' },
  q7: { text: 'qzwrenbehind', declined: 'yes', reason: 'qzwrenwholereason', confidential: 'yes' },
  q9: { text: 'An open answer.' },
  q10: { 'recommendations.0.to': '[[qzwrento]]', 'recommendations.0.what': 'Repeal [[qzwrenlaw]].', text: '' },
};

/** A source that became confidential when its key was made already, and one that says who submits: both cited in the open. */
async function plantSources(): Promise<void> {
  const fields = {
    ...{ author: 'Qzwrenauthor', title: 'Qzwren title', imprint: 'qzwrenimprint', date: '2020' },
    ...{ kind: 'report', address: 'https://example.org/qzwrenreport', whole: 'yes' },
  };
  const ours = {
    author: 'Qzwren shores',
    title: 'Of our own',
    imprint: 'Qzwren Ndiaye',
    address: 'https://qzwrenweb.example.org/a',
  };
  await post(owner, `${draft}/sources`, { ...ours, kind: 'report', date: '2020', whole: 'yes' });
  const added = await post(owner, `${draft}/sources?question=q8`, fields);
  const handle = /#source-(\w+)$/.exec(String(added.headers['location']))?.[1] ?? '';
  await get(owner, `${draft}/sources/${handle}`);
  await post(owner, `${draft}/sources/${handle}`, { ...fields, confidential: 'yes', revision: '2' });
  await post(owner, `${draft}/sources/${handle}/citations`, { question: 'q8', place: 'p. qzwrenplace' });
  await post(owner, `${draft}/source-list`, { listed: 'yes' });
  await post(owner, `${draft}/questions/q8`, {
    text: 'Open [@qzwrenauthor-2020, p. qzwrenplace; @qzwren-shores-2020]. [@qzwrengone, p. 3] [@qzwrenauthor-2020 p. 3]',
    revision: '1',
  });
}

describe.each(GROUNDS)('canaries on $name', ({ begin }) => {
  beforeAll(async () => {
    ground = await begin();
    seen = [];
    smtp = await startSmtp();
    const { dataDir, databaseUrl } = ground.settings;
    house = await openHouse({ smtpUrl: smtp.url, dataDir, ...(databaseUrl === null ? {} : { databaseUrl }) });
    owner = house.browser();
    draft = await startDraft(owner, 'en');
    await post(owner, `${draft}/organisation`, {
      ...{ name: 'Qzwren shores', country: 'SN', contact: 'Qzwren Ndiaye', email: 'qzwren@qzwrenweb.example.org' },
      ...{ phone: PHONE, website: 'https://qzwrenweb.example.org', description: 'Qzwren since 2009.', revision: '0' },
    });
    const added = await post(owner, `${draft}/signatories`, {
      ...{ name: 'Qzwrensignatory', kind: 'submitting', contact: 'Qzwrencontact', email: 'qzwren@mail.example' },
      revision: '0',
    });
    const signatory = /#signatory-(\w+)$/.exec(String(added.headers['location']))?.[1];
    await post(owner, `${draft}/publication`, {
      ...{
        choice: 'part',
        declined: 'mark',
        whole: 'yes',
        withheld: ['organisation', 'contact'],
        signatories: signatory,
      },
      ...{ attach: 'public', revision: '0' },
    });
    await post(owner, `${draft}/questions/q9`, { text: 'qzwrenearlier', revision: '0' });
    for (const [id, fields] of Object.entries(ANSWERS)) {
      await post(owner, `${draft}/questions/${id}`, { ...fields, revision: id === 'q9' ? '1' : '0' });
    }
    const reviewer = house.browser();
    await reviewer.post(await linkTo(house, draft, 'reviewer', 'Qzwrenreviewer')).expect(303);
    await post(reviewer, `${draft}/questions/q9/comments`, { kind: 'comment', text: 'qzwrencomment' });
    await post(reviewer, `${draft}/questions/q9/comments`, { kind: 'proposal', text: 'qzwrenproposal', revision: '2' });
    const reference = { text: 'QZWRENHEADING OF IT\nWhat qzwrenreference says.', name: 'qzwrentextname' };
    const text = await post(owner, `${draft}/texts`, reference);
    await get(owner, String(text.headers['location']));
    await get(owner, `${draft}/texts/${/added=(\w+)/.exec(String(text.headers['location']))?.[1] ?? ''}`);
    await plantSources();
    const approvals = (await get(owner, `${draft}/approvals`)).text;
    await post(owner, `${draft}/approvals`, {
      hash: /name="hash" value="(\w+)"/.exec(approvals)?.[1] ?? '',
      revisions: /name="revisions" value="([^"]*)"/.exec(approvals)?.[1] ?? '',
      decision: 'approved',
      words: 'qzwrenboard',
    });
  }, 60_000);
  afterAll(async () => {
    await house.close();
    await smtp.stop();
    await ground.end();
  });

  describe('what was planted', () => {
    it('is all in the full version, where it should be', async () => {
      const { body, headers } = await fileAt(owner, `${draft}/document.docx`);
      const full = partsOf(body as Buffer);
      const planted = JSON.stringify(ANSWERS).match(/qzwren\w*/g) ?? [];
      const printed = planted.filter((word) => !/keptbehind|qzwrenbehind/.test(word));
      const sources = ['Qzwrenauthor', 'Qzwren title', 'qzwrenimprint', 'qzwrenreport', 'p. qzwrenplace', 'Of our own'];
      for (const word of [...printed, ...sources, 'Qzwren shores', 'Qzwrensignatory']) expect(full).toContain(word);
      expect(full).toContain(PHONE);
      expect(String(headers['content-disposition'])).not.toMatch(CANARY);
      expect(String(headers['content-disposition'])).toContain('full-confidential.docx');
    });
  });

  describe('what the public may read', () => {
    it('the public document, in all its parts, and its name', async () => {
      const { body, headers } = await fileAt(owner, `${draft}/document.docx?version=public`);
      const parts = partsOf(body as Buffer);
      expect(parts).not.toMatch(CANARY);
      expect(parts).toContain('Open words.');
      expect(parts).toContain('An open source');
      expect(parts).toContain('Of our own');
      expect(String(headers['content-disposition'])).not.toMatch(CANARY);
    });

    it.each(['summary', 'letter', 'statement'])('the %s beside it, in every format', async (paper) => {
      await post(owner, `${draft}/papers/${paper}`, { ...(await paperFields()), ...PAPERS });
      const page = await get(owner, `${draft}/papers/${paper}`);
      expect(/<article[\s\S]*<\/article>/.exec(page.text)?.[0] ?? '').not.toMatch(CANARY);
      for (const format of ['docx', 'odt', 'md']) {
        const { body, headers } = await fileAt(owner, `${draft}/papers/${paper}.${format}`).expect(200);
        const text = format === 'md' ? (body as Buffer).toString() : everyPart(body as Buffer);
        expect(text).toContain('Open words');
        expect(text + JSON.stringify(headers)).not.toMatch(CANARY);
      }
    });

    it.each(['odt', 'md'])('the document as .%s', async (format) => {
      const { body, headers } = await fileAt(owner, `${draft}/document.${format}?version=public`).expect(200);
      const text = format === 'md' ? (body as Buffer).toString() : everyPart(body as Buffer);
      expect(text).toContain('Open words');
      expect(text + JSON.stringify(headers)).not.toMatch(CANARY);
    });

    it('the email that carries it: page, mailto link and file', async () => {
      const { text } = await get(owner, `${draft}/email`);
      expect(text).toContain('mailto:');
      expect(decodeURIComponent(/href="(mailto:[^"]*)"/.exec(text)?.[1] ?? '')).not.toMatch(CANARY);
      expect(text).not.toMatch(CANARY);
      const answer = await fileAt(owner, `${draft}/email.eml`);
      const file = answer.body as Buffer;
      expect(JSON.stringify(answer.headers)).not.toMatch(CANARY);
      expect(file.toString('latin1')).not.toMatch(CANARY);
      const mail = await PostalMime.parse(file);
      expect(JSON.stringify(mail)).not.toMatch(CANARY);
      expect(mail.attachments).toHaveLength(1);
      expect(partsOf(new Uint8Array(mail.attachments[0]?.content as ArrayBuffer))).not.toMatch(CANARY);
    });
  });

  describe('what goes about the world', () => {
    it.each(['named', 'neutral'])('calendars: %s', async (saying) => {
      await post(owner, `${draft}/feed`, { saying });
      const page = await get(owner, `${draft}/reminders`);
      const feed = /(\/feeds\/[0-9a-z]{32}\/calendar\.ics)/.exec(page.text)?.[1] ?? '';
      const { text } = await get(house.browser(), feed);
      expect(text).toContain('BEGIN:VEVENT');
      expect(text).not.toMatch(CANARY);
    });

    it('reminders', async () => {
      for (const saying of ['named', 'neutral']) {
        const wish = { saying, language: 'en', zone: 'Africa/Dakar', hour: '9', address: `${saying}@mail.example` };
        await post(owner, `${draft}/reminders`, wish);
      }
      await house.ringer.ring();
      for (const { bytes } of smtp.mails) {
        const { text = '' } = await PostalMime.parse(bytes);
        await house.browser().post(/(\/reminders\/[0-9a-z]+)\s/.exec(text)?.[1] ?? '');
      }
      house.setClock(new Date('2024-02-13T09:00:00Z'));
      await house.ringer.ring();
      house.setClock(OPENING);
      expect(smtp.mails.length).toBeGreaterThan(2);
      for (const { bytes } of smtp.mails) {
        expect(bytes.toString('latin1')).not.toMatch(CANARY);
        expect(JSON.stringify(await PostalMime.parse(bytes))).not.toMatch(CANARY);
      }
    });
  });

  describe('what is left behind', () => {
    it('pages of errors', async () => {
      const stranger = house.browser();
      for (const address of ['', '/review', '/questions/q5', '/document.docx?version=public', '/email.eml']) {
        expect((await get(stranger, `${draft}${address}`)).text).not.toMatch(CANARY);
      }
      for (const address of [
        '/questions/nowhere',
        '/document.docx?version=qzwren',
        '/history',
        '/questions/q5/history?text=99',
      ]) {
        const { status, text } = await get(owner, `${draft}${address}`);
        expect(status).toBe(404);
        expect(text).not.toMatch(CANARY);
      }
      const long = await owner.post(`${draft}/questions/q5`).type('json').send('{"text":"qzwrenbroken');
      expect(long.status).toBeGreaterThanOrEqual(400);
      expect(long.text).not.toMatch(CANARY);
    });

    it('addresses and titles of pages, and the lines of the log', async () => {
      const told = ['', '/review', '/email', '/submission', '/publication', '/links', '/coalition', '/signatories'];
      const more = ['/approvals', '/consents', '/plan', '/reminders', '/removal', '/organisation', '/questions/q5'];
      for (const page of [...told, ...more]) await get(owner, `${draft}${page}`);
      const list = (await get(owner, `${draft}/signatories`)).text;
      await get(owner, /href="([^"]+\/signatories\/[0-9a-z]{10})"/.exec(list)?.[1] ?? '');
      await get(owner, `${draft}/questions/q9/history`);
      const mine = seen.filter((address) => !address.includes('version=qzwren'));
      expect(mine.join('\n')).not.toMatch(CANARY);
      expect(JSON.stringify(house.lines)).not.toMatch(CANARY);
    });

    it('the email that is sent, its receipt, and the bytes of the disk', async () => {
      const before = smtp.mails.length;
      await post(owner, `${draft}/questions/q9`, { text: 'An open answer.', revision: '2' });
      const page = (await get(owner, `${draft}/submission`)).text;
      const sent = await owner
        .post(`${draft}/submission`)
        .type('form')
        .send({ by: 'smtp', seen: seenIn(page) });
      const receipt = (await get(owner, `${draft}/submission`)).text;
      expect(sent.status, 'submitted').toBe(303);
      expect(smtp.mails).toHaveLength(before + 1);
      const mail = await PostalMime.parse(smtp.mails.at(-1)!.bytes);
      expect(JSON.stringify(mail)).not.toMatch(CANARY);
      expect(mail.attachments).toHaveLength(1);
      expect(partsOf(new Uint8Array(mail.attachments[0]?.content as ArrayBuffer))).not.toMatch(CANARY);
      expect(receipt).not.toMatch(CANARY);
      expect(receipt.match(/class="exact hash"/g)).toHaveLength(2);
      expect((await ground.stolen()).toString('latin1')).not.toMatch(CANARY);
      expect(bytesUnder(house.dataDir).toString('latin1')).not.toMatch(CANARY);
      expect(JSON.stringify(house.lines)).not.toMatch(CANARY);
    });
  });
});

const seenIn = (html: string): string => /name="seen" value="(\d+)"/.exec(html)?.[1] ?? '';

describe('passages in every position', () => {
  const outside = fc.constantFrom(
    ...[
      'words',
      ' ',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '**',
      '_',
      '[^1]',
      '\n\n[^1]: ',
      '(',
      ')',
      '[',
      '](https://example.org/a)',
    ],
    ...[
      'https://example.org/',
      'www.example.org',
      '\\',
      '* * *',
      '•',
      '\u00a0',
      '’',
      '.',
      ', ',
      'a@',
      'è',
      '汉',
      '\r\n',
      '\t',
    ],
  );
  const inside = fc.array(
    fc.constantFrom(
      'qzwren',
      ' ',
      '\n',
      '\n\n',
      '- ',
      '**',
      '[^1]',
      '[^1]: ',
      '[x](https://qzwren.example)',
      '(',
      '_',
      '`',
    ),
    { minLength: 1, maxLength: 6 },
  );
  const passage = inside.map((parts) => `[[qzwren${parts.join('')}]]`);
  const text = fc
    .array(fc.oneof({ weight: 2, arbitrary: outside }, passage), { maxLength: 14 })
    .map((parts) => parts.join(''));
  const asks = fc.record({
    networks: fc.record({ kind: fc.constant('choice' as const), choice: fc.constant('yes'), details: text }),
    initiatives: fc.record({
      kind: fc.constant('rows' as const),
      rows: fc.array(fc.record({ name: text, year: text, effect: text }), { maxLength: 3 }),
    }),
    recommendations: fc.record({
      kind: fc.constant('recommendations' as const),
      items: fc.array(fc.record({ to: text, what: text, by: text }), { maxLength: 3 }),
    }),
  });
  const answer: fc.Arbitrary<Answer> = fc
    .record({ text, reason: text, values: asks, isDeclined: fc.boolean() })
    .map(({ isDeclined, ...rest }) => ({
      ...EMPTY_ANSWER,
      ...rest,
      declined: isDeclined ? { reason: rest.reason } : null,
    }));
  const drafts = fc
    .record({ q1: answer, q4: answer, q10: answer, description: text, name: text })
    .map(({ description, name, ...answers }) =>
      draftIn('en', { answers, organisation: { name, description }, publication: { choice: 'part' } }),
    );
  const publicOutline = (given: ReturnType<typeof draftIn>) =>
    composeOutline(given, solidarity, phrases.en, { version: 'public', country: '' });

  it('leave nothing in the outline and its text', () => {
    fc.assert(
      fc.property(drafts, (given) => {
        const outline = publicOutline(given);
        expect(JSON.stringify(outline)).not.toMatch(/qzwren|\uFDD0/);
        expect(plainText(outline)).not.toMatch(/qzwren/);
      }),
      { numRuns: 300 },
    );
  });

  it('leave nothing in any part of the document', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, async (given) => {
        expect(partsOf(await pressed(publicOutline(given)))).not.toMatch(/qzwren/);
      }),
      { numRuns: 30 },
    );
  });
});
