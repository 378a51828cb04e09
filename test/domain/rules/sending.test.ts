/**
 * The rules about sending, each seen where a writer meets it: on the page, in the document, in the email. The whole
 * program on real parts; the calls are the files of this folder.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import PostalMime from 'postal-mime';
import { fileAt, introduce, openHouse, readable, startDraft, RIVAGES, type Browser, type House } from '../../cast.ts';
import { part, partsOf, textOf } from '../../docx/opened.ts';
import { startSmtp, type TestSmtp } from '../../smtp.ts';
import { SOURCES } from './sendingCalls.ts';

let smtp: TestSmtp;
let house: House;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url, calls: Object.values(SOURCES) });
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});

interface Draft {
  readonly browser: Browser;
  readonly path: string;
  page(name?: string): Promise<string>;
  post(name: string, fields: object, status?: number): Promise<string>;
  answer(question: string, text: string, revision?: string): Promise<unknown>;
  document(version?: string): Promise<{ readonly text: string; readonly xml: string; readonly name: string }>;
  email(): Promise<{ readonly subject: string; readonly text: string; readonly to: string; readonly files: string[] }>;
}

/** A draft of Rivages, named and with contacts unless said otherwise. */
async function draftOf(name: string, language = 'en', organisation: object = RIVAGES): Promise<Draft> {
  const browser = house.browser('en');
  const path = await startDraft(browser, language, `sending-${name}`);
  await introduce(browser, path, organisation);
  const page = async (place = ''): Promise<string> => readable((await browser.get(`${path}${place}`).expect(200)).text);
  const post = async (place: string, fields: object, status = 303): Promise<string> =>
    readable((await browser.post(`${path}/${place}`).type('form').send(fields).expect(status)).text);
  return {
    browser,
    path,
    page,
    post,
    answer: (question, text, revision = '0') => post(`questions/${question}`, { text, revision }),
    document: async (version = 'full') => {
      const answer = await fileAt(browser, `${path}/document.docx?version=${version}`).expect(200);
      const parts = partsOf(answer.body as Buffer);
      const name = /filename="(.*)"/.exec(String(answer.headers['content-disposition']))?.[1] ?? '';
      return { text: textOf(part(parts, 'word/document.xml')), xml: Object.values(parts).join('\n'), name };
    },
    email: async () => {
      const file = (await fileAt(browser, `${path}/email.eml`).expect(200)).body as Buffer;
      const { subject = '', text = '', to = [], attachments } = await PostalMime.parse(file);
      const files = attachments.map(({ filename }) => filename ?? '');
      return { subject, text, to: to.map(({ address }) => address).join(' '), files };
    },
  };
}

const callPage = async (name: string): Promise<string> =>
  readable((await house.browser('en').get(`/calls/sending-${name}`).expect(200)).text);

describe('limits (14 to 16)', () => {
  it('are told with what counts and for whom, and with how binding they are', async () => {
    const page = await callPage('limits');
    expect(page).toContain('at most 20 words (by the call’s own reckoning about 2 pages), for one organisation');
    expect(page).toContain('at least 3 words and at most 8 words, approximately, for each answer');
    expect(page).toContain('at most 900 words, for organisations with consultative status');
    expect(page).toContain('Not counted: footnotes and annexes.');
    expect(page).toContain(
      'Not stated by the call whether these count: the title block and the text of the questions.',
    );
    expect(page).toContain('The call does not take what is longer.');
    expect(page).toContain('Submissions should not exceed 20 words.');
  });

  it('stand beside the count of an answer, and never keep a text from being saved', async () => {
    const { answer, page } = await draftOf('limits');
    await answer('wells', 'The families of the shore dig all of the wells.\n\nOthers fill them.');
    const question = await page('/questions/wells');
    expect(question).toMatch(
      /at least 3 words and at most 8 words, approximately, for each answer – 13 words now: more/,
    );
    expect(question).toMatch(/at most 1 paragraph – 2 paragraphs now: more than the call asks for/);
    expect(question).not.toContain('The call states no limit.');
    expect(question).toContain('Others fill them.');
  });

  it('count the whole without what the call leaves out, by who signs, and in the language of the draft', async () => {
    const { answer, page, post } = await draftOf('limits');
    const note = '[^1]\n\n[^1]: A note of a few more words.';
    await answer('wells', `one two three four five six seven eight nine ten${note}`);
    await answer('salt', 'one two three four five six seven eight nine ten');
    expect(await page()).toMatch(/at most 20 words .* for one organisation – 20 words now /);
    // The other two limits count footnotes: the call does not say that they do not.
    expect(await page()).not.toContain('for organisations with consultative status');
    await post('signatories', { revision: '0', kind: 'submitting', name: 'Second' });
    expect(await page()).toMatch(/at most 40 words, for a joint submission – 27 words now /);
    expect(await page()).not.toContain('for one organisation');
  });

  it('that are broken are findings of the review; what nobody can count here is done by hand', async () => {
    const { answer, page } = await draftOf('limits', 'fr');
    await answer('wells', 'un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize');
    const review = await page('/review');
    expect(review).toContain('Your answers have 16 words; the call allows 15 words.');
    expect(review).toContain('There are 16 words here; the call allows 8 words for this part.');
    expect(review).toContain('If you attach annexes: at most 3 pages, for annexes.');
    expect(review).toContain('Look at what you send: at most 5 MB.');
  });
});

describe('channels (10)', () => {
  it('without email: the steps, texts to copy question by question, and a receipt that says how', async () => {
    const { answer, page, post } = await draftOf('form');
    await answer('nets', 'Fine **nets**.');
    const steps = await page('/email');
    expect(steps).toContain('The call takes emails only where its other ways fail.');
    expect(steps).toContain('https://forms.example.org/nets');
    expect(await page('/copying')).toMatch(/Which nets are used\? Fine nets\. /);
    expect(await page('/copying')).not.toContain('What do the tides bring?');
    const review = await page('/review');
    expect(review).toContain('Fill in the web form of the call.');
    await post('submission', { by: 'post' }, 422);
    await post('submission', { by: 'form' });
    const receipt = await page('/submission');
    expect(receipt).toContain('By the web form – sent');
    expect(receipt).toContain('You told us that you handed it in yourself.');
  });

  it('of which all are wanted: what is left after the email stands on the receipt', async () => {
    const { page, post, email } = await draftOf('all');
    expect((await email()).to).toBe('boats@example.org engines@example.org');
    const mail = await page('/email');
    expect(mail).toContain('Any one of these addresses will do.');
    expect(mail).toContain('Besides the email');
    expect(mail).toContain('3 copies');
    expect(await page('/review')).toContain('Print 3 copies, if it goes by post.');
    await post('submission', { by: 'smtp' });
    expect(smtp.mails.at(-1)?.bytes.toString()).toContain('copy@example.org');
    expect(await page('/submission')).toMatch(/Still to do: Post/);
    await post('deliveries', { by: 'post' });
    const receipt = await page('/submission');
    expect(receipt).toMatch(/From this server – sent .* By post – sent/);
    expect(receipt).not.toContain('Still to do');
  });

  it('by portal alone, and in PDF alone: no mail is spoken of, and the page says how to make the file', async () => {
    const { page, post } = await draftOf('portal');
    expect(await page('/email')).toContain('This call takes no email.');
    expect(await page('/submission')).not.toContain('Submit and send now');
    expect(await page('/submission')).toContain('Save the document as a PDF and hand in that file');
    await post('submission', { by: 'smtp' }, 422);
    await post('submission', { by: 'self' }, 422);
    await post('submission', { by: 'portal' });
    expect(await page('/submission')).toContain('By the upload portal – sent');
  });
});

describe('the subject (11)', () => {
  it('is filled from the draft and by the writer, and is the same on every route', async () => {
    const { page, post, email } = await draftOf('subject');
    const before = await page('/email');
    expect(before).toContain('Not complete yet: Theme.');
    expect((await email()).subject).toBe(
      'Individual input – Rivages solidaires – SENEGAL – 61st – February 2024 – [to fill in: Theme]',
    );
    await post('submission', { by: 'smtp' }, 422);
    await post('sending', { revision: '0', 'slot-0': 'Weather' });
    expect(await page('/email')).toContain('Not complete yet');
    await post('sending', { revision: '0', 'slot-0': 'Health' });
    const subject = 'Individual input – Rivages solidaires – SENEGAL – 61st – February 2024 – Health';
    expect((await email()).subject).toBe(subject);
    expect(await page('/email')).not.toContain('Not complete yet');
    await post('submission', { by: 'smtp' });
    expect((await PostalMime.parse(smtp.mails.at(-1)!.bytes)).subject).toBe(subject);
  });

  it('speaks its own language, and says so when several sign', async () => {
    const { post, email } = await draftOf('subject', 'fr');
    await post('signatories', { revision: '0', kind: 'submitting', name: 'Deuxième' });
    await post('sending', { revision: '0', 'slot-0': 'Travail' });
    expect((await email()).subject).toBe(
      'Contribution conjointe – Rivages solidaires – SÉNÉGAL – 61st – février 2024 – Travail',
    );
  });

  it('that is exact stays so to the character, whatever the language of the draft', async () => {
    const { email, page } = await draftOf('exact', 'es');
    expect((await email()).subject).toBe('Soumision  : les {digues} – 2024');
    expect(await page('/email')).toContain('The call gives its subject in French only.');
  });

  it('asks the writer for a session that the call does not state', async () => {
    const { post, email } = await draftOf('session');
    await post('submission', { by: 'self' }, 422);
    await post('sending', { revision: '0', 'slot-session': '62nd' });
    expect((await email()).subject).toBe('Input to the 62nd session');
    await post('submission', { by: 'self' });
  });

  it('that must contain words has them', async () => {
    expect((await (await draftOf('contains')).email()).subject).toBe('Input on gulls – Rivages solidaires');
  });

  it('two saves of what fills it meet on a page that shows both', async () => {
    const { post } = await draftOf('subject');
    await post('sending', { revision: '0', 'slot-0': 'Health' });
    expect(await post('sending', { revision: '0', 'slot-0': 'Work' }, 409)).toContain('Somebody saved this meanwhile.');
  });
});

describe('the body of the email (12) and the declaration of consent (34)', () => {
  it('says what the call wants said, and its sentences to the letter by the choice of publication', async () => {
    const { page, post, email } = await draftOf('body');
    expect((await email()).text).toContain('We are the authors of this text.');
    expect((await email()).text).not.toContain('We consent to its publication');
    expect(await page('/review')).toContain('Say so, or that nobody is named.');
    await post('front', { revision: '0', summary: 'Ropes are twisted by hand.' });
    await post('publication', { revision: '0', choice: 'public' });
    await post('sending', { revision: '0', consent: 'given' });
    const { text } = await email();
    expect(text).toContain('Summary:\nRopes are twisted by hand.');
    expect(text).toContain(RIVAGES.description);
    expect(text).toContain(RIVAGES.contact);
    expect(text).toContain('We consent to its publication ,as it stands.');
    expect(text).not.toContain('Do not publish this text.');
    expect(text).toContain(
      'Everybody who is named in this submission has been informed of what it is for and agrees to be named.',
    );
    expect(await page('/review')).not.toContain('Say so, or that nobody is named.');
  });
});

describe('languages (13)', () => {
  it('are offered in the order of the call, with a warning about the others', async () => {
    const page = await callPage('languages');
    expect(page).toContain('The call takes, the preferred one first: French, English.');
    expect(page).toMatch(/French English Spanish – The call does not take this language\./);
    expect(page).toContain('what you send will not be translated');
    const { page: at } = await draftOf('languages', 'es');
    expect(await at()).toContain('The call does not take this language.');
    const review = await at('/review');
    expect(review).toContain(
      'The call would rather have another language than that of this draft: French and English.',
    );
    expect(review).toContain('Write in one language throughout');
  });
});

describe('the document (17 to 19)', () => {
  it('is set as the call demands', async () => {
    const { answer, document } = await draftOf('document');
    await answer('cranes', 'First.\n\nSecond.\n\n- a list');
    await answer('loads', 'Third.');
    const { xml } = await document();
    expect(xml).toMatch(/<w:rFonts [^>]*w:ascii="Arial"/);
    expect(xml).toMatch(/<w:docDefaults>.*?<w:sz w:val="22"\/>/s);
    expect(xml).toContain('w:line="360"');
    expect(xml).toContain('<w:jc w:val="both"/>');
    expect(xml).toMatch(/<w:pgSz w:w="12240" w:h="15840"/);
    expect(xml).toMatch(/<w:pgMar w:top="1134"/);
    // Three paragraphs count through both answers; the list has marks of its own.
    const numbered = [...xml.matchAll(/<w:pStyle w:val="BodyText"\/>[^]*?<w:numId w:val="(\d+)"\/>/g)];
    expect(new Set(numbered.slice(0, 3).map(([, id]) => id)).size).toBe(1);
  });

  it('begins with what the call wants at its front, in its order and with its labels', async () => {
    const { page, post, document } = await draftOf('front');
    expect(await page()).toContain('Front of the document');
    expect(await page('/review')).toContain('Not given yet: Keywords and Summary.');
    const typed = { title: 'Ice in [[Port Nord]]', keywords: 'ice, houses', summary: 'Two\nlines.', revision: '0' };
    await post('front', typed);
    await post('publication', { revision: '0', choice: 'part' });
    const { text } = await document();
    expect(text).toMatch(
      /Title of the contribution:\tIce in \[\[Port Nord\]\]\nSubmitted by:\tRivages solidaires\nSession:\t12th session\nKey words \(max\. 5\):\tice, houses\nSummary:\tTwo\nlines\.\nStatus:\tPublic, except/,
    );
    expect((await document('public')).text).not.toContain('Port Nord');
    expect((await document('public')).text).toMatch(/Ice in \[Withheld: confidential\][^]*Status:\tPublic\n/);
    expect(await post('front', { revision: '0', keywords: 'snow' }, 409)).toContain('ice, houses');
  });

  it('leaves the questions out, keeps their numbers and marks what is not answered', async () => {
    const { answer, page, document } = await draftOf('printing');
    await answer('anchors', 'In the mud.');
    const { text } = await document();
    expect(text).toMatch(/A\.1\nIn the mud\.\nA\.2\nNot answered\.\n/);
    expect(text).not.toContain('Where do they lie?');
    expect(text).not.toContain('Questions on anchors');
    const review = await page('/review');
    expect(review).toContain('The call wants no questions in the document: they stand here for you alone.');
    expect(review).toContain('Where do they lie?');
    expect(review).toContain('No answer yet: the document says so, as the call wants it.');
    expect((await page('/email')).replace(/.*as plain text/, '')).not.toContain('Where do they lie?');
  });
});

it('a call that takes no Word file says so where one would be sent (17)', async () => {
  const { page } = await draftOf('pdf');
  expect(await page('/email')).toContain('The call takes no Word file, and only a Word file can be made here.');
  expect(await page('/submission')).toContain('The call takes no Word file');
  expect(await page('/review')).toContain('Save the document as a PDF and hand in that file');
});

describe('publication (20)', () => {
  it('wants a yes or a no, and puts what is confidential in an annex of its own', async () => {
    const { answer, page, post, document, email } = await draftOf('publication');
    const choice = await page('/publication');
    expect(choice).toContain('The call wants every submission to say yes or no.');
    expect(choice).toContain('The call does not say what happens to those who choose nothing.');
    expect(choice).toContain('The call does not keep single answers confidential.');
    expect(await page('/review')).toContain('Yours does not say so yet.');
    await post('publication', { revision: '0', choice: 'part' });
    await answer('pilots', 'They are old, and [[one is Amadou]].');
    expect(await page('/review')).not.toContain('Yours does not say so yet.');
    const annex = await document();
    expect(annex.name).toMatch(/_confidential-annex\.docx$/);
    expect(annex.text).toMatch(/^CONFIDENTIAL ANNEX\./);
    expect((await document('public')).text).not.toContain('Amadou');
    const { files, text } = await email();
    expect(files).toHaveLength(2);
    expect(text).toContain('(confidential annex, Word document,');
  });
});

describe('who submits (21, 31 to 33)', () => {
  it('is asked for by name, and what is missing is told and holds nothing up', async () => {
    const { page, post } = await draftOf('submitter', 'en', { ...RIVAGES, founded: '' });
    expect(await page('/organisation')).toContain(
      'The call wants these of who submits: Name of the organisation, Year founded.',
    );
    await post('signatories', { revision: '0', kind: 'endorsing', name: 'A friend' });
    const review = await page('/review');
    expect(review).toContain('Not given yet: Year founded.');
    expect(review).toContain('The call takes no supporters who do not sign.');
    expect(review).toContain('The call is for organisations with consultative status; yours says that it has none.');
    expect(review).toContain(
      'Attach documents that support what you say: the call recommends it. The call: Annexes are welcome.',
    );
    expect(review).toContain('Agree on the organisation that leads');
    await post('submission', { by: 'smtp' });
  });
});

describe('the call (4, 9, 36)', () => {
  it('shows its symbol, its aims and where its report goes, and that its office has closed it', async () => {
    const page = await callPage('call');
    expect(page).toContain('Document A/LS/12/3');
    expect(page).toContain('To learn who keeps the light ships.');
    expect(page).toMatch(/Council of Light, 12 .*Assembly of Ships/);
    expect(page).toContain('Register online first. – by');
    expect(page).not.toContain('The office has closed this call');
    house.setClock(new Date('2024-03-02T09:00:00Z'));
    try {
      expect(await callPage('call')).toContain('The office has closed this call');
    } finally {
      house.setClock(new Date('2024-02-01T09:00:00Z'));
    }
  });

  it('says of each rule how binding it is, and what is not stated at all', async () => {
    const page = await callPage('limits');
    expect(page).toMatch(/Not stated by the call: .*Look of the document/);
    expect(await callPage('document')).toContain('The Word document is made like this.');
    expect(page).toContain('binding');
  });

  it('has its tasks on the plan and on the list of things to do by hand, where they are ticked', async () => {
    const { page, post, browser, path } = await draftOf('call');
    expect(await page('/plan')).toContain('https://register.example.org');
    expect(await page('/review')).toMatch(/0 of 2 done by hand Register online first\. by Tuesday, 20 February 2024/);
    await post('checklist', { shown: ['task-register', 'period'], done: 'task-register', from: 'review' });
    expect(await page('/review')).toContain('1 of 2 done by hand');
    const html = (await browser.get(`${path}/submission`).expect(200)).text;
    expect(html).toMatch(/value="task-register" checked/);
    // A tick of somebody else at the same time is kept.
    await post('checklist', { shown: ['period'], done: 'period' });
    expect(await page('/review')).toContain('2 of 2 done by hand');
    await post('checklist', { shown: ['task-register', 'period'] });
    expect(await page('/review')).toContain('0 of 2 done by hand');
  });
});
