/**
 * The rules about questions, each by a small invented call: on the pages, in the document, in the email where it shows.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileAt, introduce, openHouse, readable, startDraft, type Browser, type House } from '../../cast.ts';
import { faultsOf, part, partsOf, textOf } from '../../docx/opened.ts';
import { COMMENTS, COUNTRY, GROUPS, KINDS, RECORDS } from './calls.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ calls: [GROUPS, KINDS, RECORDS, COMMENTS, COUNTRY] });
});
afterAll(() => house.close());

interface Desk {
  readonly browser: Browser;
  readonly draft: string;
  page(path?: string): Promise<string>;
  save(path: string, fields: object, status?: number): Promise<string>;
  /** The text of the document, and its XML. */
  document(version?: string): Promise<{ text: string; xml: string; bytes: Uint8Array }>;
}

async function deskOn(call: string, language = 'en'): Promise<Desk> {
  const browser = house.browser();
  const draft = await startDraft(browser, language, call);
  return {
    browser,
    draft,
    page: async (path = '') => readable((await browser.get(draft + path).expect(200)).text),
    save: async (path, fields, status = 303) => {
      const answer = await browser
        .post(draft + path)
        .type('form')
        .send(fields)
        .expect(status);
      return answer.headers['location'] ?? readable(answer.text);
    },
    document: async (version = 'full') => {
      const { body } = await fileAt(browser, `${draft}/document.docx?version=${version}`).expect(200);
      const bytes = new Uint8Array(body as Buffer);
      const xml = part(partsOf(bytes), 'word/document.xml');
      return { text: textOf(xml), xml, bytes };
    },
  };
}

describe('sets of questions for groups (21)', () => {
  it('shows all with their groups until somebody chooses, and says that the choice is open', async () => {
    const { page, browser, draft } = await deskOn('rule-groups');
    const call = readable((await browser.get('/calls/rule-groups').expect(200)).text);
    expect(call).toMatch(/2\. Questions for States a\) Which laws were passed\? For: States/);
    expect(call).toMatch(/Before a council\? For: Civil society Please add whatever else/);
    const contents = await page();
    expect(contents).toContain('What you answer');
    expect(contents).toContain('Still open');
    expect(contents).toContain('For: States');
    expect(contents).toContain('For: Civil society');
    expect(await page('/questions/harm')).toContain('For: Civil society');
    expect((await browser.get(draft)).text).toContain(`href="${draft}/scope" class="govuk-button"`);
  });

  it('asks a group its own set and the common one, in pages, walk and document, and keeps what falls outside', async () => {
    const { page, save, document, draft, browser } = await deskOn('rule-groups');
    await save('/questions/common', { text: 'Common words.', revision: '0' });
    await save('/questions/law', { text: 'Words on [[laws]].', revision: '0' });
    await save('/questions/harm', { text: 'Words on harm.', revision: '0' });
    await save('/scope', { group: 'society', revision: '0' });
    const contents = await page();
    expect(contents).toContain('Who was harmed?');
    expect(contents).not.toContain('Which budget was set aside?');
    expect(contents).not.toContain('For: Civil society');
    expect(contents).toContain('Kept, and not part of what you answer');
    expect(contents).toContain('Which laws were passed?');
    expect((await browser.get(`${draft}/questions/common`)).text).toContain(
      `rel="next" href="${draft}/questions/harm"`,
    );
    expect(await page('/questions/harm')).toContain('Question 2 of 5');
    const outside = await page('/questions/law');
    expect(outside).toContain('This question is not part of what you chose to answer');
    expect(outside).toContain('Words on [[laws]].');
    const { text } = await document();
    expect(text).toContain('Common words.');
    expect(text).toContain('Words on harm.');
    expect(text).not.toContain('laws');
    expect(text).toContain('Civil society');
    // What is printed nowhere makes no public version either.
    expect(await page('/review')).not.toContain('Public version');
    await save('/questions/law', { text: 'More on laws.', revision: '1' });
    await save('/scope', { group: 'states', revision: '1' });
    const other = await document();
    expect(other.text).toContain('More on laws.');
    expect(other.text).not.toContain('harm');
  });

  it('takes and leaves a module', async () => {
    const { page, save } = await deskOn('rule-groups');
    expect(await page('/scope')).toContain('The optional part on lighthouses');
    await save('/scope', { 'module-extra': 'no', revision: '0' });
    expect(await page()).not.toContain('lighthouses');
    await save('/scope', { 'module-extra': 'yes', revision: '1' });
    expect(await page()).toContain('lighthouses');
  });

  it('shows the choice of somebody who was faster', async () => {
    const { save, page } = await deskOn('rule-groups');
    await save('/scope', { group: 'society', revision: '0' });
    expect(await save('/scope', { group: 'states', revision: '0' }, 409)).toContain('Somebody else has changed this');
    expect(await page()).toContain('Who was harmed?');
  });

  it('ignores a group that the call does not have', async () => {
    const { save, page } = await deskOn('rule-groups');
    await save('/scope', { group: 'pirates', revision: '0' });
    expect(await page()).toContain('Which budget was set aside?');
  });
});

describe('the tree of questions (23 to 26)', () => {
  it('says what is needed, what may be chosen, what follows on what, and hides nothing', async () => {
    const { page } = await deskOn('rule-groups');
    expect(await page('/questions/law')).toContain('The call asks everybody to answer this.');
    expect(await page('/questions/budget')).toContain('To think along');
    expect(await page('/questions/harm')).toContain('Answer one or more of these');
    const contents = await page();
    expect(contents).toContain('Before a court?');
    expect(contents).toContain('Please add whatever else your members saw.');
  });

  it('prints the text after the children in its place, and labels of groups without a stem', async () => {
    const { page, save, document, browser, draft } = await deskOn('rule-groups');
    await save('/questions/council', { text: 'Yes.', revision: '0' });
    const last = await page('/questions/council');
    expect(last.indexOf('Please add whatever')).toBeGreaterThan(last.indexOf('Save and continue'));
    expect(await page('/questions/harm')).not.toContain('Please add whatever');
    const { text } = await document();
    expect(text).toMatch(/3\.\s[^]*If so, was there redress\?[^]*Before a council\?[^]*Yes\.[^]*Please add whatever/);
    expect((await browser.get(`${draft}/review`)).text).toContain('Please add whatever');
    const unanswered = await deskOn('rule-groups');
    await unanswered.save('/questions/common', { text: 'Only this.', revision: '0' });
    expect((await unanswered.document()).text).not.toContain('Please add whatever');
  });

  it('takes answers to topics and requests, offers recommendations, and prints a last note', async () => {
    const { page, save, document } = await deskOn('rule-kinds');
    expect(await page()).toMatch(/• fishing[^]*• salt[^]*2\) Please send data\./);
    await save('/questions/fishing', { text: 'Fewer boats.', revision: '0' });
    expect(await page('/questions/wishes')).toContain('Recommendations');
    await save('/questions/wishes', { 'recommendations.0.what': 'Mend the nets.', whole: 'yes', revision: '0' });
    const { text } = await document();
    expect(text).toContain('•\tfishing');
    expect(text).toContain('Mend the nets.');
    expect(await page('/questions/wishes')).toContain('Thank you.');
  });

  it('says the hints of the call in the contents, beside each question and in the checklist', async () => {
    const { page } = await deskOn('rule-groups');
    for (const path of ['', '/questions/common', '/review']) {
      expect(await page(path), path).toContain('Please keep a gender perspective throughout.');
    }
    expect(await page('/review')).toContain('Anybody who lives by the sea may submit.');
  });

  it('tells of answers that the call wants as good to know, and of nothing else that is blank', async () => {
    const { page } = await deskOn('rule-groups');
    const review = await page('/review');
    expect(review).toContain('The call asks for an answer');
    expect(review.match(/The call asks for an answer/g)).toHaveLength(1);
  });
});

describe('records (27)', () => {
  const two = {
    'practice.0.name': 'Night school',
    'practice.0.where': 'Kenya',
    'practice.0.reach': 'wide',
    'practice.0.story': 'It **grew**.\n\nSee [[Mrs Odera]].',
    'practice.1.name': 'Tide watch',
    'practice.1.since': 'March 2019',
    whole: 'yes',
  };

  it('prints each as a titled block, and withholds passages of any field from the public', async () => {
    const { save, document, page } = await deskOn('rule-records');
    await save('/questions/practices', { ...two, revision: '0' });
    const { text, bytes } = await document();
    expect(text).toContain('Practice 1: Night school\nCountry: Kenya\nReach: National\nWhat happened: It grew.\n');
    expect(text).toContain('Practice 2: Tide watch\nSince when: March 2019\n');
    expect(text).toContain('Mrs Odera');
    expect(await faultsOf(bytes)).toEqual([]);
    expect((await document('public')).text).not.toContain('Odera');
    // Named in a field: the register of consents asks.
    expect(await page('/review')).toContain('Odera');
  });

  it('moves, removes and adds without scripts, and keeps what was removed in the history', async () => {
    const { save, page, browser, draft } = await deskOn('rule-records');
    await save('/questions/practices', { ...two, revision: '0' });
    const there = await save('/questions/practices', { ...two, deed: 'practice 1 up', revision: '1' });
    expect(there).toBe(`${draft}/questions/practices#practice-0`);
    const names = async (): Promise<string[]> => {
      const { text } = await browser.get(`${draft}/questions/practices`);
      return [...text.matchAll(/name="practice\.\d\.name" value="([^"]*)"/g)].map(([, name]) => name ?? '');
    };
    expect(await names()).toEqual(['Tide watch', 'Night school', '']);
    const turned = {
      'practice.0.name': 'Tide watch',
      'practice.1.name': 'Night school',
      'practice.2.name': 'Third',
      whole: 'yes',
    };
    await save('/questions/practices', { ...turned, deed: 'practice 1 remove', revision: '2' });
    expect(await names()).toEqual(['Tide watch', 'Third', '']);
    expect(await page('/questions/practices/history')).toContain('Night school');
  });

  it('says how many the call wants, and stops nobody', async () => {
    const { save, page } = await deskOn('rule-records');
    await save('/questions/practices', { 'practice.0.name': 'Alone', whole: 'yes', revision: '0' });
    expect(await page('/questions/practices')).toContain('The call asks for 2 or more; there are 1 now.');
    expect(await page('/review')).toContain('Fewer or more than the call asks for');
  });

  it('makes the children of a record its fields', async () => {
    const { save, page, document } = await deskOn('rule-records');
    expect(await page()).not.toContain('what was done');
    expect(await page('/questions/cases')).toContain('what was done');
    await save('/questions/cases', {
      'records.0.cases-1': 'The pier',
      'records.0.cases-2': 'Nothing',
      whole: 'yes',
      revision: '0',
    });
    expect((await document()).text).toContain('the place: The pier\nwhat was done: Nothing');
  });

  it('notices dates outside of the period that the call covers (35)', async () => {
    const { save, page } = await deskOn('rule-records');
    const text = 'In 2021 and on 3 March 2022. Under Act 12/1998 and A/HRC/50/2019.[^1]\n\n[^1]: Report, 2010.';
    await save('/questions/practices', { ...two, text, revision: '0' });
    const review = await page('/review');
    expect(review).toContain('Dates outside of the period');
    expect(review).toMatch(/1 January 2020.*31 December 2022/);
    expect(review).toContain('March 2019');
    const heap = review.slice(review.indexOf('Dates outside of the period'));
    expect(heap.slice(0, heap.indexOf('Set aside'))).not.toMatch(/1998|50\/2019|2010|3 March 2022/);
  });
});

describe('comments on a draft (28)', () => {
  it('prints them in the order of the paragraphs, with what goes and what comes', async () => {
    const { save, document, page } = await deskOn('rule-comments');
    expect(await page('/questions/listed')).toContain('Tides rise twice a day.');
    await save('/questions/listed', {
      'paragraphs.0.paragraph': '10',
      'paragraphs.0.comment': 'Not by [[our harbour]].',
      'paragraphs.0.proposal': 'Tides fall once a day.',
      'paragraphs.1.paragraph': '9',
      'paragraphs.1.quotation': 'twice',
      'paragraphs.1.comment': 'Why?',
      whole: 'yes',
      revision: '0',
    });
    await save('/questions/free', {
      'annex.0.paragraph': '12',
      'annex.0.comment': 'Twelve.',
      'annex.1.paragraph': '2 bis',
      'annex.1.comment': 'Two.',
      'annex.2.comment': 'All.',
      whole: 'yes',
      revision: '0',
    });
    const { text, xml, bytes } = await document();
    expect(text).toMatch(
      /Paragraph 9\n“twice”\nWhy\?\nParagraph 10\nNot by \[\[our harbour\]\]\.\nProposed wording: Tides fall twiceonce a day\./,
    );
    expect(text).toMatch(/On the text as a whole\nAll\.\nParagraph 2 bis\nTwo\.\nParagraph 12\nTwelve\./);
    expect(xml).toMatch(/<w:strike\/>.*?twice/);
    expect(xml).toMatch(/<w:u w:val="single"\/>.*?once/);
    expect(await faultsOf(bytes)).toEqual([]);
    expect((await document('public')).text).not.toContain('harbour');
  });

  it('hides passages of a proposed wording, also where it says what the draft says', async () => {
    const { save, document } = await deskOn('rule-comments');
    await save('/questions/listed', {
      'paragraphs.0.paragraph': '9',
      'paragraphs.0.proposal': 'Tides rise [[at Amara’s pier]] twice a day.',
      whole: 'yes',
      revision: '0',
    });
    const { text, xml } = await document();
    expect(text).toContain('Amara');
    expect(xml).toMatch(/FFE8A3.*Amara/);
    expect((await document('public')).text).not.toContain('Amara');
  });
});

describe('one submission for each country (22)', () => {
  it('asks for the country, prints it, and offers a draft for another', async () => {
    const { save, page, document, draft, browser } = await deskOn('rule-country');
    expect(await page()).toContain('Still open: the country');
    await introduce(browser, draft);
    expect(await save('/scope', { country: 'XX', revision: '0' }, 422)).toContain('Choose one of the countries');
    await save('/scope', { country: 'KE', revision: '0' });
    await save('/questions/q1', { text: 'Floods.', revision: '0' });
    expect((await document()).text).toMatch(/Country concerned[^]*Kenya/);
    expect(await page('/review')).toContain('Country concerned');
    expect(await page('/email')).toContain('Submission on tides in Kenya');
    const other = await save('/countries', {});
    expect(other).not.toBe(draft);
    const contents = readable((await browser.get(other).expect(200)).text);
    expect(contents).toContain('Rivages solidaires');
    expect(contents).toContain('Still open: the country');
    expect(readable((await browser.get(`${other}/questions/q1`)).text)).not.toContain('Floods.');
  });
});
