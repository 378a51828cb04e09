/** The list of signatories over HTTP: adding, changing, moving, taking away, importing, the file, and two writers at once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import type { Role } from '../../src/domain/link.ts';
import {
  CALL,
  fileAt,
  HARBOUR,
  introduce,
  openHouse,
  readable,
  startDraft,
  type Browser,
  type House,
} from '../cast.ts';

let house: House;
let owner: Browser;
let draft: string;

beforeEach(async () => {
  house = await openHouse();
  owner = house.browser();
  draft = await startDraft(owner, 'en');
  await introduce(owner, draft);
});
afterEach(async () => house.close());

const post = (browser: Browser, path: string, fields: object) =>
  browser.post(`${draft}/${path}`).type('form').send(fields);
const page = async (path = 'signatories', browser = owner): Promise<string> =>
  (await browser.get(`${draft}/${path}`).expect(200)).text;
const revision = async (): Promise<string> => /name="revision" value="(\d+)"/.exec(await page())?.[1] ?? '';
const add = async (name: string, more: object = {}): Promise<string> => {
  const answer = await post(owner, 'signatories', { name, kind: 'submitting', revision: await revision(), ...more });
  expect(answer.status).toBe(303);
  return /#signatory-(\w+)$/.exec(String(answer.headers['location']))?.[1] ?? '';
};
const names = async (): Promise<string[]> =>
  [...(await page()).matchAll(/signatories__name">([^<]*)</g)].map(([, name = '']) => name).slice(1);

/** Lets another browser in. */
async function letIn(role: Role, signatory: string | null = null): Promise<Browser> {
  const token = newToken();
  const link = {
    ...{ id: newId(), draft: draft.split('/').at(-1) ?? '', role, label: role, signatory, address: null },
    ...{ createdAt: new Date('2024-01-31T09:00:00Z'), expiresAt: null, usedAt: null, revokedAt: null },
  };
  await house.store.addLink(link, hashOf(token), null);
  const browser = house.browser();
  await browser.post(`/links/${token}`).expect(303);
  return browser;
}

describe('the list', () => {
  it('takes organisations, changes them, moves them and takes them away', async () => {
    const agir = await add('Agir & <b>', {
      country: 'SN',
      status: 'special',
      email: 'a@example.org',
      contact: 'A. Ba',
    });
    const bay = await add('Bay Trust');
    await add('Supporters', { kind: 'endorsing' });
    expect(await page()).not.toContain('<b>');
    expect(readable(await page())).toMatch(
      /Agir & <b> .*Senegal · Consultative status: Special A\. Ba · a@example\.org/,
    );
    expect(await names()).toEqual(['Agir &amp; &lt;b&gt;', 'Bay Trust', 'Supporters']);

    await post(owner, `signatories/${bay}/moves`, { way: 'up', revision: await revision() }).expect(303);
    expect(await names()).toEqual(['Bay Trust', 'Agir &amp; &lt;b&gt;', 'Supporters']);
    await post(owner, `signatories/${agir}`, { name: 'Agir', revision: await revision() }).expect(303);
    const changed = await page(`signatories/${agir}`);
    expect(changed).toContain('value="Agir"');
    expect(changed).toContain('value="a@example.org"');
    await post(owner, `signatories/${bay}/removal`, { revision: await revision() }).expect(303);
    expect(await names()).toEqual(['Agir', 'Supporters']);
    await owner.get(`${draft}/signatories/${bay}`).expect(404);
  });

  it('says what is wrong and keeps what was typed', async () => {
    const answer = await post(owner, 'signatories', { name: '', email: 'nope', contact: 'A. Ba', revision: '0' });
    expect(answer.status).toBe(422);
    const text = readable(answer.text);
    expect(text).toContain('Write the name of the organisation.');
    expect(text).toContain('Write the email address in full');
    expect(answer.text).toContain('value="A. Ba"');
    const twin = await post(owner, 'signatories', { name: 'RIVAGES solidaires', revision: '0' });
    expect(twin.status).toBe(422);
    expect(readable(twin.text)).toContain('This organisation is on the list already.');
  });

  it('loses nothing of two who add at once', async () => {
    await add('Agir', { revision: '0' });
    const late = await post(owner, 'signatories', { name: 'Bay Trust', country: 'GB', revision: '0' });
    expect(late.status).toBe(409);
    expect(readable(late.text)).toContain('Somebody else changed the list while you had it open.');
    expect(late.text).toContain('value="Bay Trust"');
    expect(late.text).toContain('>Agir<');
    const again = /name="revision" value="(\d+)"/.exec(late.text)?.[1];
    await post(owner, 'signatories', { name: 'Bay Trust', country: 'GB', revision: again }).expect(303);
    expect(await names()).toEqual(['Agir', 'Bay Trust']);
  });

  it('loses nothing of two who change one', async () => {
    const agir = await add('Agir');
    const seen = await revision();
    await post(owner, `signatories/${agir}`, { name: 'Agir ensemble', revision: seen }).expect(303);
    const late = await post(owner, `signatories/${agir}`, { name: 'Agir pour la côte', revision: seen });
    expect(late.status).toBe(409);
    expect(late.text).toContain('value="Agir pour la côte"');
    expect(readable(late.text)).toContain('Agir ensemble');
    const stale = await post(owner, `signatories/${agir}/removal`, { revision: seen });
    expect(stale.status).toBe(409);
    expect(await names()).toEqual(['Agir ensemble']);
    await post(owner, `signatories/${agir}/removal`, { revision: await revision() }).expect(303);
    const gone = await post(owner, `signatories/${agir}`, { name: 'Agir, encore', revision: seen });
    expect(gone.status).toBe(409);
    expect(gone.text).toContain('value="Agir, encore"');
  });

  it('is changed by those who write, and its rule by the owner alone', async () => {
    const agir = await add('Agir', { email: 'a@example.org' });
    const [writer, reviewer, signatory] = [
      await letIn('writer'),
      await letIn('reviewer'),
      await letIn('signatory', agir),
    ];
    for (const browser of [reviewer, signatory]) {
      const seen = await page('signatories', browser);
      expect(seen).toContain('Agir');
      expect(seen).not.toContain('a@example.org');
      expect(seen).not.toContain('<form method="post" action="/drafts');
      await post(browser, 'signatories', { name: 'X', revision: '1' }).expect(403);
      await post(browser, `signatories/${agir}`, { name: 'X', revision: '1' }).expect(403);
      await post(browser, `signatories/${agir}/removal`, { revision: '1' }).expect(403);
      await browser.get(`${draft}/signatories/import`).expect(403);
      await browser.get(`${draft}/signatories.csv`).expect(403);
    }
    await post(writer, 'signatories/rule', { approval: 'all', revision: '1' }).expect(403);
    await post(writer, 'signatories', { name: 'Bay', revision: '1' }).expect(303);
    await post(owner, 'signatories/rule', { approval: 'all', revision: '2' }).expect(303);
    expect(await page()).toMatch(/id="approval-all" value="all" checked/);
    await post(owner, 'signatories/rule', { approval: 'some', revision: '3' }).expect(422);
    await house.browser().get(`${draft}/signatories`).expect(404);
  });
});

describe('a joint submission', () => {
  it('can be one from the start', async () => {
    const answer = await owner.post(`/calls/${CALL}/drafts`).type('form').send({ language: 'en', approval: 'all' });
    const joint = String(answer.headers['location']);
    expect((await owner.get(`${joint}/signatories`)).text).toMatch(/id="approval-all" value="all" checked/);
    expect(await page()).toMatch(/id="approval-none" value="none" checked/);
  });

  it('shows the limit that holds for it', async () => {
    house.serveCall(`
id: upr
provenance: { languages: { en: official }, text: { en: What happened? five pages; large coalitions ten pages } }
title: { en: Review }
shortTitle: { en: Review }
issuers: [{ name: { en: Secretariat } }]
length:
  wording: { en: five pages; large coalitions ten pages }
  value: [{ unit: pages, maximum: 5, when: individual }, { unit: pages, maximum: 10, when: joint }]
joint: { value: { listed: start } }
questions: [{ id: q1, text: { en: What happened? } }]
`);
    const call = readable((await owner.get('/calls/upr')).text);
    expect(call).toContain('at most 5 pages, for one organisation at most 10 pages, for a joint submission');
    draft = await startDraft(owner, 'en', 'upr');
    expect(readable(await page())).toContain('Limit for one organisation: at most 5 pages.');
    await add('Agir', { kind: 'endorsing' });
    expect(readable(await page())).toContain('Limit for one organisation: at most 5 pages.');
    await add('Bay');
    expect(readable(await page())).toContain('Limit for a joint submission: at most 10 pages.');
  });

  it('stands on the review page, in the text and in the email', async () => {
    await add(HARBOUR.name, { country: 'IE', contact: 'Niamh', email: HARBOUR.email });
    await add('Supporters', { kind: 'endorsing' });
    const review = await page('review');
    expect(review).not.toContain('<ø>');
    expect(readable(review)).toContain('Harbour & Hill / "Open" Network <ø> (Ireland)');
    expect(readable(review)).toContain(
      'Joint submission by Rivages solidaires and 1 other organisation, supported by 1 organisation.',
    );
    expect(review).not.toContain(HARBOUR.email);
    expect(readable(await page('email'))).toContain(
      'the joint submission of Rivages solidaires (Senegal) and 1 other organisation',
    );
  });
});

describe('the import', () => {
  const TABLE = 'Organisation;Country;Email\nAgir;Sénégal;a@example.org\nagir;SN;\nBay;Ruritania;nope\n';
  const fields = async (text: string, more: object = {}) => ({
    text,
    kind: 'submitting',
    revision: await revision(),
    ...more,
  });

  it('shows every row before anything is added, and adds what it showed', async () => {
    await add('HIAS');
    const preview = await post(owner, 'signatories/import', await fields(TABLE)).expect(200);
    const text = readable(preview.text);
    expect(text).toContain('2 organisations can be added');
    expect(text).toContain('It stands on line 2 already.');
    expect(text).toContain('“Ruritania” is not a country that is known here');
    expect(await names()).toEqual(['HIAS']);
    const previewed = /name="previewed" value="(\w+)"/.exec(preview.text)?.[1];
    await post(owner, 'signatories/import', await fields(TABLE, { apply: 'yes', previewed })).expect(303);
    expect(await names()).toEqual(['HIAS', 'Agir', 'Bay']);
    const twice = await post(owner, 'signatories/import', await fields('Agir\nBay', { apply: 'yes', previewed }));
    expect(twice.status).toBe(422);
    expect(readable(twice.text)).toContain('There is nothing to add here.');
    expect(twice.text).toContain('Agir\nBay</textarea>');
  });

  it('shows a text that was changed under its preview once more', async () => {
    const preview = await post(owner, 'signatories/import', await fields('Agir'));
    const previewed = /name="previewed" value="(\w+)"/.exec(preview.text)?.[1];
    const changed = await post(owner, 'signatories/import', await fields('Agir\nBay', { apply: 'yes', previewed }));
    expect(changed.status).toBe(200);
    expect(readable(changed.text)).toContain('2 organisations can be added');
    expect(await names()).toEqual([]);
  });

  it('adds nothing to a list that changed meanwhile, and keeps the text', async () => {
    const preview = await post(owner, 'signatories/import', await fields('Agir\nBay'));
    const previewed = /name="previewed" value="(\w+)"/.exec(preview.text)?.[1];
    await add('Bay');
    const apply = await post(owner, 'signatories/import', {
      ...{ text: 'Agir\nBay', kind: 'submitting', revision: '0', apply: 'yes', previewed },
    });
    expect(apply.status).toBe(409);
    expect(apply.text).toContain('Agir\nBay</textarea>');
    expect(readable(apply.text)).toContain('Nothing was added; this is what would happen now.');
    expect(await names()).toEqual(['Bay']);
  });
});

describe('the file of the list', () => {
  it('opens in a spreadsheet, with nothing taken for a formula', async () => {
    await add('=HYPERLINK("http://evil.example")', { country: 'CI', status: 'none' });
    await add('Bay, "Delta"', { kind: 'endorsing', contact: '+1 555', email: 'b@example.org' });
    const answer = await fileAt(owner, `${draft}/signatories.csv`).expect(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="organisations.csv"');
    const bytes = answer.body as Buffer;
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.subarray(3).toString().split('\r\n')).toEqual([
      'Kind,Organisation,Country,Contact,Email,Consultative status',
      'Lead,Rivages solidaires,Senegal,Awa Ndiaye,contact@rivages.example.org,None',
      `Signs,"'=HYPERLINK(""http://evil.example"")",Cote d'Ivoire,,,None`,
      `Supports,"Bay, ""Delta""",,'+1 555,b@example.org,`,
      '',
    ]);
  });

  it('can be brought into another draft as it is', async () => {
    await add('=Agir', { country: 'SN', status: 'special' });
    await add('Bay, "Delta"', { kind: 'endorsing', country: 'GB', email: 'b@example.org' });
    const text = ((await fileAt(owner, `${draft}/signatories.csv`)).body as Buffer).toString();
    const first = await page();
    draft = await startDraft(owner, 'en');
    await introduce(owner, draft);
    const fields = { text, kind: 'submitting', revision: '0' };
    const preview = await post(owner, 'signatories/import', fields);
    const previewed = /name="previewed" value="(\w+)"/.exec(preview.text)?.[1];
    await post(owner, 'signatories/import', { ...fields, apply: 'yes', previewed }).expect(303);
    const listed = (html: string): string => readable(html.slice(html.indexOf('id="list"'), html.indexOf('id="rule"')));
    expect(listed(await page())).toBe(listed(first));
  });
});
