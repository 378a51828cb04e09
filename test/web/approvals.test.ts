/** Approvals over HTTP: one exact text, a change that voids, the difference, and a submission that waits for everybody. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEAD } from '../../src/domain/signatory.ts';
import type { Role } from '../../src/domain/link.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { introduce, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
let owner: Browser;
let draft: string;
/** Ids of the two that sign and of the one that supports. */
let agir: string;
let bay: string;
let support: string;

beforeEach(async () => {
  house = await openHouse();
  owner = house.browser();
  draft = await startDraft(owner, 'en');
  await introduce(owner, draft);
  await save('q1', 'Yes, since 2011.', 0);
  agir = await add('Agir', 'submitting', 0);
  bay = await add('Bay Trust', 'submitting', 1);
  support = await add('Friends', 'endorsing', 2);
});
afterEach(async () => house.close());

const post = (browser: Browser, path: string, fields: object) =>
  browser.post(`${draft}/${path}`).type('form').send(fields);
const page = async (browser: Browser = owner, path = 'approvals'): Promise<string> =>
  (await browser.get(`${draft}/${path}`).expect(200)).text;
async function save(question: string, text: string, revision: number): Promise<void> {
  await post(owner, `questions/${question}`, { text, revision }).expect(303);
}
async function add(name: string, kind: string, revision: number): Promise<string> {
  const answer = await post(owner, 'signatories', { name, kind, revision }).expect(303);
  return /#signatory-(\w+)$/.exec(String(answer.headers['location']))?.[1] ?? '';
}
async function come(signatory: string | null, role: Role = 'signatory', label = 'their board'): Promise<Browser> {
  const token = newToken();
  const link = {
    ...{ id: newId(), draft: draft.split('/').at(-1) ?? '', role, label, signatory, address: null },
    ...{ createdAt: new Date('2024-01-31T09:00:00Z'), expiresAt: null, usedAt: null, revokedAt: null },
  };
  await house.store.addLink(link, hashOf(token), null);
  const browser = house.browser();
  await browser.post(`/links/${token}`).expect(303);
  return browser;
}
/** The hidden fields of the form. */
const formOf = (html: string): { hash: string; revisions: string } => ({
  hash: /name="hash" value="(\w+)"/.exec(html)?.[1] ?? '',
  revisions: /name="revisions" value="([^"]*)"/.exec(html)?.[1] ?? '',
});
const decide = async (browser: Browser, decision: string, words = '') =>
  post(browser, 'approvals', { ...formOf(await page(browser)), decision, words });
/** "Agir: approved", … as the page has them. */
const states = async (): Promise<string[]> =>
  [...(await page()).matchAll(/signatories__name">([^<]*)<\/span> <span class="state approval--(\w+)/g)].map(
    ([, name, state]) => `${name}: ${state}`,
  );

describe('a yes', () => {
  it('is given by each for itself, with its words', async () => {
    expect(await states()).toEqual(['Rivages solidaires: waiting', 'Agir: waiting', 'Bay Trust: waiting']);
    const signatory = await come(agir);
    expect(readable(await page(signatory))).toContain('Your answer for Agir');
    expect((await decide(signatory, 'approved', 'By our board, <b>3 May</b>.')).status).toBe(303);
    expect(await states()).toEqual(['Rivages solidaires: waiting', 'Agir: approved', 'Bay Trust: waiting']);
    await decide(owner, 'approved');
    expect(await states()).toEqual(['Rivages solidaires: approved', 'Agir: approved', 'Bay Trust: waiting']);
    const seen = await page();
    expect(seen).not.toContain('<b>3 May');
    expect(readable(seen)).toContain('By our board, <b>3 May</b>.');
    expect(readable(seen)).toContain('their board');
    expect(readable(seen)).toContain('2 of 3 have approved this text');
  });

  it('is nothing that a no cannot take back; a no has a reason', async () => {
    const signatory = await come(bay);
    expect((await decide(signatory, 'declined')).status).toBe(422);
    expect((await decide(signatory, 'perhaps', 'well')).status).toBe(422);
    expect((await decide(signatory, 'approved')).status).toBe(303);
    expect((await decide(signatory, 'declined', 'Paragraph 2 is wrong.')).status).toBe(303);
    expect(await states()).toContain('Bay Trust: declined');
    expect(readable(await page())).toContain('Paragraph 2 is wrong.');
    expect(readable(await page(await come(agir)))).not.toContain('Paragraph 2 is wrong.');
  });

  it('is not for supporters, for other roles, for strangers, nor for an organisation off the list', async () => {
    const fields = { ...formOf(await page()), decision: 'approved' };
    expect(fields.hash).toMatch(/^[0-9a-f]{64}$/);
    for (const browser of [await come(support), await come(null, 'writer'), await come(null, 'reviewer')]) {
      await post(browser, 'approvals', fields).expect(403);
      expect(await page(browser)).not.toContain('name="decision"');
    }
    await post(house.browser(), 'approvals', fields).expect(404);
    const gone = await come(bay);
    await post(owner, `signatories/${bay}/removal`, { revision: 3 }).expect(303);
    await post(gone, 'approvals', fields).expect(403);
    expect(await states()).toEqual(['Rivages solidaires: waiting', 'Agir: waiting']);
  });

  it('can be the lead’s, by a link of its own', async () => {
    await decide(await come(LEAD), 'approved', 'Our board.');
    expect(await states()).toContain('Rivages solidaires: approved');
  });
});

describe('a change of the text', () => {
  it('voids every yes, says whose, and shows what changed since', async () => {
    const signatory = await come(agir);
    await decide(signatory, 'approved');
    await decide(owner, 'approved');
    await save('q1', 'Yes, since 2012.', 1);
    await save('q2', 'A new answer.', 0);
    expect(await states()).toEqual(['Rivages solidaires: void', 'Agir: void', 'Bay Trust: waiting']);
    const seen = await page(signatory);
    expect(readable(seen)).toContain('The text has changed since it was approved by: Rivages solidaires, Agir.');
    expect(seen).toMatch(/<del>.*2011.*<\/del>/);
    expect(seen).toMatch(/<ins>.*2012.*<\/ins>/);
    expect(seen).toMatch(/<ins>.*A new answer\..*<\/ins>/);
    const since = await page(await come(bay), `approvals?since=${agir}`);
    expect(readable(since)).toContain('What has changed since the answer of Agir');
    await decide(signatory, 'approved');
    expect(await states()).toEqual(['Rivages solidaires: void', 'Agir: approved', 'Bay Trust: waiting']);
  });

  it('voids nothing where it is undone, or is none of the text', async () => {
    await decide(owner, 'approved');
    await save('q1', 'Yes, since 2012.', 1);
    await save('q1', 'Yes, since 2011.', 2);
    await add('Latecomers', 'submitting', 3);
    await post(owner, `signatories/${bay}/moves`, { way: 'up', revision: 4 }).expect(303);
    house.setClock(new Date('2024-02-03T09:00:00Z'));
    await post(owner, 'plan', { 'full-draft.done': 'yes', revision: 0 }).expect(303);
    expect(await states()).toContain('Rivages solidaires: approved');
  });

  it('under somebody’s eyes records nothing, and shows what changed', async () => {
    const signatory = await come(agir);
    const form = formOf(await page(signatory));
    await save('q1', 'Yes, since 2012.', 1);
    const late = await post(signatory, 'approvals', { ...form, decision: 'approved', words: 'By our board.' });
    expect(late.status).toBe(409);
    expect(readable(late.text)).toContain('Your answer was not recorded.');
    expect(late.text).toMatch(/<del>.*2011.*<\/del>/);
    expect(late.text).toContain('By our board.</textarea>');
    expect(await states()).toContain('Agir: waiting');
    await post(signatory, 'approvals', { ...formOf(late.text), decision: 'approved', words: 'By our board.' }).expect(
      303,
    );
    expect(await states()).toContain('Agir: approved');
  });

  it('is not made up by a forged form', async () => {
    const signatory = await come(agir);
    for (const revisions of ['', 'x', 'q1:99 nothing:1 plan:-1', 'q1:1 '.repeat(2_000), '__proto__:1 constructor:1']) {
      const answer = await post(signatory, 'approvals', { hash: 'f'.repeat(64), revisions, decision: 'approved' });
      expect(answer.status, revisions.slice(0, 20)).toBe(409);
    }
    await page(signatory, 'approvals?since=__proto__');
    expect(await states()).toContain('Agir: waiting');
  });

  it('of one mark says that no word changed', async () => {
    await decide(owner, 'approved');
    await save('q1', '**Yes**, since 2011.', 1);
    expect(readable(await page())).toContain('No word has changed: only marks');
  });
});

describe('the submission', () => {
  const submit = () => post(owner, 'submission', { by: 'self' });

  it('waits until all have approved, where that is the rule', async () => {
    await post(owner, 'signatories/rule', { approval: 'all', revision: 3 }).expect(303);
    const page1 = readable(await page(owner, 'submission'));
    expect(page1).toContain('3 organisations have not approved this text: Rivages solidaires Not answered yet Agir');
    const early = await submit();
    expect(early.status).toBe(422);
    expect(readable(early.text)).toContain('Not all organisations have approved this text. Nothing was submitted.');
    for (const browser of [owner, await come(agir)]) await decide(browser, 'approved');
    expect((await submit()).status).toBe(422);
    await decide(await come(bay), 'approved');
    await save('q1', 'Yes, since 2012.', 1);
    expect((await submit()).status).toBe(422);
    await save('q1', 'Yes, since 2011.', 2);
    expect(readable(await page(owner, 'submission'))).toContain('All have approved this exact text.');
    expect((await submit()).status).toBe(303);
    const kept = await house.store.submissionOf(draft.split('/').at(-1) ?? '');
    expect(kept?.submission.outline.signatories?.groups.map(({ list }) => list.length)).toEqual([1, 2, 1]);
    expect((await decide(owner, 'declined', 'Too late.')).status).toBe(409);
  });

  it('only tells who is missing where none is needed', async () => {
    expect(readable(await page(owner, 'submission'))).toContain(
      'You can submit all the same: no approval is needed here.',
    );
    expect((await submit()).status).toBe(303);
  });

  it('of one organisation asks nobody', async () => {
    draft = await startDraft(owner, 'en');
    expect(await page(owner, 'submission')).not.toContain('id="approvals"');
    expect(readable(await page())).toContain('One organisation submits by itself: nobody is asked to approve.');
    await post(owner, 'approvals', { decision: 'approved' }).expect(403);
    expect((await submit()).status).toBe(303);
  });
});
