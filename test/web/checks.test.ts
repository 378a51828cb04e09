/**
 * The checks on the review page: listed with links to their places, set aside with a reason, brought back by other words;
 * and the register of consent, for which alone a submission waits.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { introduce, invite, openHouse, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const NAMED =
  'La police a arrêté Fatou Sarr à son domicile et Karim Touré au marché, le 4 mai 2023, puis les a relâchés.';

async function draftOf(browser: Browser, answers: Readonly<Record<string, object>>): Promise<string> {
  const draft = await startDraft(browser, 'fr');
  await introduce(browser, draft);
  for (const [question, fields] of Object.entries(answers)) {
    await browser
      .post(`${draft}/questions/${question}`)
      .type('form')
      .send({ revision: '0', ...fields })
      .expect(303);
  }
  return draft;
}

const review = async (browser: Browser, draft: string): Promise<string> =>
  (await browser.get(`${draft}/review`).expect(200)).text;
/** The checks alone, without the paper under them. */
const checksIn = (html: string): string => /<section class="checks"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
/** The ids that the forms of a kind would send. */
const idsIn = (html: string, kind: string): string[] =>
  [...checksIn(html).matchAll(/name="finding" value="([^"]*)"/g)]
    .map(([, value = '']) => value.replaceAll('&#39;', "'"))
    .filter((value) => value.startsWith(`${kind} `));
const submit = (browser: Browser, draft: string) =>
  browser.post(`${draft}/submission`).type('form').send({ by: 'self' });

describe('the review page', () => {
  it('lists what was found, with advice, source and a link to its place', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, {
      q1: { text: 'Oui. Voir https://docs.google.com/document/d/1/edit' },
      q3: { 'media.ticked': 'other', 'media.other': 'Écrire à awa.diop@example.org.' },
      q5: { text: NAMED },
    });
    const page = await review(browser, draft);
    const said = readable(checksIn(page));
    expect(said).toContain('Names of people');
    expect(said).toContain('Fatou Sarr');
    expect(said).toContain('Advice of the UN human rights office (OHCHR).');
    expect(said).toContain('Links to shared documents');
    expect(said).toContain('Sensitive questions with nothing confidential');
    expect(said).toContain('The United Nations cannot ensure the safety of the people concerned.');
    const id = draft.split('/').at(-1)!;
    expect(page).toContain(`href="/drafts/${id}/questions/q5#text"`);
    expect(page).toContain(`href="/drafts/${id}/questions/q3#media-other-details"`);
    const question = (await browser.get(`${draft}/questions/q3`)).text;
    expect(question).toContain('id="media-other-details"');
  });

  it('sets aside with a reason, for these words only, and brings back', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, { q1: { text: NAMED } });
    const [sarr = '', toure = ''] = idsIn(await review(browser, draft), 'person');
    const post = (fields: object) =>
      browser
        .post(`${draft}/checks`)
        .type('form')
        .send({ kind: 'person', ...fields });

    const bare = await post({ finding: sarr }).expect(422);
    expect(readable(bare.text)).toContain('Write why, in a few words.');
    expect(bare.text).toMatch(/value="person q1 fatou sarr" checked/);
    const none = await post({ reason: 'she is an actor' }).expect(422);
    expect(none.text).toContain('value="she is an actor"');
    const gone = await post({ finding: 'person q1 nobody at all', reason: 'x' }).expect(409);
    expect(readable(gone.text)).toContain('The text has changed');

    await post({ finding: sarr, reason: 'she <agreed> by telephone' }).expect(303);
    const after = await review(browser, draft);
    expect(idsIn(after, 'person').filter((id) => id === sarr)).toHaveLength(1);
    expect(after).toContain('she &lt;agreed&gt; by telephone');
    expect(readable(after)).toContain('Set aside (1)');

    await browser
      .post(`${draft}/questions/q1`)
      .type('form')
      .send({ revision: '1', text: NAMED.replace('Fatou Sarr', 'Fatou Sarr Diop') })
      .expect(303);
    const changed = await review(browser, draft);
    expect(idsIn(changed, 'person')).toEqual(['person q1 fatou sarr diop', toure]);

    await post({ finding: toure, reason: 'a public case' }).expect(303);
    expect(readable(await review(browser, draft))).toContain('Reason: a public case');
    await post({ finding: toure, back: 'yes' }).expect(303);
    expect(readable(await review(browser, draft))).not.toContain('Set aside (');
  });

  it('keeps both when two people set something aside at once', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, { q1: { text: NAMED } });
    const ids = idsIn(await review(browser, draft), 'person');
    await Promise.all(
      ids.map((finding) =>
        browser.post(`${draft}/checks`).type('form').send({ finding, kind: 'person', reason: 'agreed' }).expect(303),
      ),
    );
    expect(readable(await review(browser, draft))).toContain('Set aside (2)');
  });

  it('lets readers read and writers set aside', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, { q1: { text: NAMED } });
    const [finding] = idsIn(await review(browser, draft), 'person');
    await browser.post(`${draft}/checks`).type('form').send({ finding, reason: 'my sister' }).expect(303);
    const reviewer = await invite(house, draft, 'reviewer', 'a colleague');
    const page = await review(reviewer, draft);
    expect(readable(page)).toContain('Karim Touré');
    expect(page).not.toContain('my sister');
    expect(idsIn(page, 'person')).toEqual([]);
    await reviewer.post(`${draft}/checks`).type('form').send({ finding, reason: 'x' }).expect(403);
    const writer = await invite(house, draft, 'writer', 'a co-writer');
    await writer.post(`${draft}/checks`).type('form').send({ finding, back: 'yes' }).expect(303);
    await house.browser().post(`${draft}/checks`).type('form').send({ finding, reason: 'x' }).expect(404);
  });

  it('prints nothing of it, and nothing of the register', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, { q1: { text: NAMED } });
    const [finding] = idsIn(await review(browser, draft), 'person');
    await browser.post(`${draft}/checks`).type('form').send({ finding, reason: 'CANARY-REASON' }).expect(303);
    await browser
      .post(`${draft}/consents`)
      .type('form')
      .send({ revision: '0', named: 'yes', 'rows.0.who': 'CANARY-WHO', reason: 'CANARY-WHY', without: 'yes' })
      .expect(303);
    for (const address of ['email', 'email.eml', 'questions/q1', '', 'submission']) {
      expect((await browser.get(`${draft}/${address}`)).text).not.toContain('CANARY');
    }
    expect(JSON.stringify(house.lines)).not.toContain('CANARY');
  });
});

describe('the register of consent', () => {
  it('is what a submission waits for when people seem to be named', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, { q1: { text: NAMED } });
    const refused = await submit(browser, draft).expect(422);
    expect(readable(refused.text)).toContain(
      'The consent of the people who are named is still open. Nothing was submitted.',
    );
    expect(refused.text).toContain(`<a href="${draft}/consents">`);
    const page = readable((await browser.get(`${draft}/consents`).expect(200)).text);
    expect(page).toContain('These look like names of people');
    expect(page).toContain('Karim Touré');

    const post = (fields: object) => browser.post(`${draft}/consents`).type('form').send(fields);
    await post({ revision: '0', named: 'yes', 'rows.0.who': 'Fatou Sarr', 'rows.0.informed': 'yes' }).expect(303);
    await submit(browser, draft).expect(422);
    const all = { informed: 'yes', understands: 'yes', agrees: 'yes' };
    const row = (number: number, who: string): object =>
      Object.fromEntries(Object.entries({ who, ...all }).map(([name, value]) => [`rows.${number}.${name}`, value]));
    await post({
      revision: '1',
      named: 'yes',
      ...row(0, 'Fatou Sarr'),
      ...row(1, 'Karim Touré'),
      'rows.1.date': '2024-01-30',
    })
      .expect(303)
      .expect('Location', `${draft}/review#checks`);
    expect(idsIn(await review(browser, draft), 'person')).toEqual([]);
    await submit(browser, draft).expect(303);
  });

  it('lets a submission go when the names are set aside, or for a reason that holds for these alone', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, { q1: { text: NAMED } });
    const ids = idsIn(await review(browser, draft), 'person');
    await browser
      .post(`${draft}/checks`)
      .type('form')
      .send({ finding: ids[0], kind: 'person', reason: 'an actor' })
      .expect(303);
    await submit(browser, draft).expect(422);
    const post = (fields: object) => browser.post(`${draft}/consents`).type('form').send(fields);
    const bare = await post({ revision: '0', named: 'unsure', without: 'yes' }).expect(422);
    expect(readable(bare.text)).toContain('Write why you go without.');
    await post({ revision: '0', named: 'unsure', reason: 'He is dead.', without: 'yes' }).expect(303);
    expect(readable((await browser.get(`${draft}/submission`)).text)).toContain('a reason is noted to go without it');

    const more = { revision: '1', text: `${NAMED} Amina Diallo a tout vu.` };
    await browser.post(`${draft}/questions/q1`).type('form').send(more).expect(303);
    await submit(browser, draft).expect(422);
    const page = (await browser.get(`${draft}/consents`)).text;
    expect(page).toContain('He is dead.');
    expect(page).not.toMatch(/id="without"[^>]* checked/);
    await post({ revision: '1', named: 'unsure', reason: 'They are dead.', without: 'yes' }).expect(303);
    await submit(browser, draft).expect(303);
  });

  it('stays out of the way where nobody is named, or the call does not ask', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, { q1: { text: 'Oui, depuis 2011, avec Amnesty International.' } });
    await submit(browser, draft).expect(303);
    house.serveCall(`id: quiet
version: 1
provenance: { languages: { en: official }, text: { en: "Consent is not needed. What?" } }
title: { en: Quiet }
shortTitle: { en: Quiet }
issuers: [{ name: { en: Special Rapporteur } }]
consent: { wording: { en: Consent is not needed. }, value: not-needed }
questions: [{ id: q1, text: { en: What? } }]
`);
    const quiet = await startDraft(browser, 'en', 'quiet');
    await browser.post(`${quiet}/questions/q1`).type('form').send({ revision: '0', text: NAMED }).expect(303);
    expect((await browser.get(quiet)).text).not.toContain(`${quiet}/consents`);
    await submit(browser, quiet).expect(303);
  });

  it('keeps what was typed when something cannot be read, or somebody saved first', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, {});
    const post = (fields: object) => browser.post(`${draft}/consents`).type('form').send(fields);
    const wrong = await post({ revision: '0', named: 'yes', 'rows.0.date': 'yesterday', 'rows.3.who': 'Witness <2>' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="yesterday"');
    expect(wrong.text).toContain('value="Witness &lt;2&gt;"');
    expect(wrong.text).toContain('href="#rows-0-who"');
    expect(wrong.text).toContain('href="#rows-0-date"');
    await post({ revision: '0', named: 'yes', 'rows.0.who': 'Theirs' }).expect(303);
    const stale = await post({ revision: '0', named: 'no', 'rows.0.who': 'Mine' });
    expect(stale.status).toBe(409);
    expect(readable(stale.text)).toContain('Theirs: has not agreed yet');
    expect(stale.text).toContain('value="Mine"');
    await post({ revision: '1', named: 'no', 'rows.0.who': 'Mine' }).expect(303);
    await post({ revision: '2', named: 'perhaps' }).expect(422);
  });

  it('shows its names to those who write alone', async () => {
    const browser = house.browser('en');
    const draft = await draftOf(browser, {});
    const form = { revision: '0', named: 'yes', 'rows.0.who': 'Witness Seven', reason: 'secret why' };
    await browser.post(`${draft}/consents`).type('form').send(form).expect(303);
    const reviewer = await invite(house, draft, 'reviewer', 'a colleague');
    const page = await reviewer.get(`${draft}/consents`).expect(200);
    expect(readable(page.text)).toContain('0 of 1 have agreed');
    expect(page.text).not.toContain('Witness Seven');
    expect(page.text).not.toContain('secret why');
    await reviewer.post(`${draft}/consents`).type('form').send(form).expect(403);
    await house.browser().get(`${draft}/consents`).expect(404);
  });
});
