/**
 * Without scripts, and without being let in any more: whatever form of a draft was filled in, every field of it stands on
 * the page that says so, and can be saved from there once its writer is in again.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCode, newId, hashOf } from '../../src/web/secrets.ts';
import { route } from '../../src/web/paths.ts';
import { linkTo, openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';
import { fieldsOf, formsOf, textsIn } from '../forms.ts';

let house: House;
let owner: Browser;
let draft: string;
beforeAll(async () => {
  house = await openHouse();
  owner = house.browser();
  draft = await startDraft(owner, 'en');
});
afterAll(() => house.close());

/** What forms and pages like to spoil: ends of lines and of texts, brackets, marks of HTML, letters beyond the plain ones. */
const NASTY =
  '\n  Spaces before,\u00a0no-break\u202fones, and after  \nעברית ‏(RTL)‏ — \u{1F469}\u200d\u{1F4BB} e\u0301\n[[Aïcha]] ]] <b>&amp;</b> "quoted" </textarea>\t\n\n';
const FORM = {
  revision: '3',
  whole: 'yes',
  text: NASTY,
  'initiatives.0.name': 'Ley',
  'initiatives.0.year': '1968',
  'networks.choice': 'no',
  note: '0',
  finished: 'yes',
} as const;

const post = (browser: Browser, address: string, fields: object) => browser.post(address).type('form').send(fields);

/** A code that opens the draft once. */
async function codeTo(of: string): Promise<string> {
  const link = { id: newId(), draft: of.split('/').at(-1)!, role: 'writer' as const, label: 'Awa' };
  const terms = { signatory: null, address: null, createdAt: OPENING, expiresAt: null, usedAt: null, revokedAt: null };
  const code = newCode();
  await house.store.addLink({ ...link, ...terms }, hashOf(newId()), hashOf(code));
  return code;
}

const without = (fields: Record<string, string>, ...names: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
/** What the form held, without what the way back in adds to it. */
const fieldsBack = (html: string) => without(fieldsOf(html, 'again'), 'proof', 'code', 'again');

const addresses = Object.entries(route).filter(
  ([name, address]) => address.startsWith(route.draft) && name !== 'deviceKey',
);

describe('a form whose writer is not let in any more', () => {
  it.each(addresses)('comes back with every field of it: %s', async (_name, pattern) => {
    const address = pattern.replace(route.draft, draft).replace(/:\w+/g, 'q1');
    const { status, text } = await post(house.browser(), address, FORM);
    expect(status).toBe(404);
    expect(fieldsBack(text)).toEqual(FORM);
    expect(text).toContain(`id="again" action="${address}"`);
  });

  it('keeps every one of several ticks', async () => {
    const { text } = await post(house.browser(), `${draft}/questions/q3`, { 'media.ticked': ['media', 'other'] });
    const ticks = [...text.matchAll(/name="media\.ticked"[^>]*(?:value="|>\n)(\w+)/g)].map(([, value]) => value);
    expect(ticks.toSorted()).toEqual(['media', 'other']);
  });

  it.each([
    ['code', (_link: string, code: string) => code],
    ['whole link', (link: string) => `https://drafts.example.org${link}`],
  ])('is saved after a %s', async (_what, typed) => {
    const address = `${draft}/questions/q9`;
    const stranger = house.browser();
    const fields = { revision: '0', version: house.questionnaire.id, whole: 'yes', text: NASTY };
    const refused = await post(stranger, address, fields).expect(404);
    const way = typed(await linkTo(house, draft, 'writer', 'Awa'), await codeTo(draft));
    const sent = { ...fieldsOf(refused.text, 'again'), code: newCode() };
    const wrong = await post(stranger, '/codes', sent).expect(422);
    expect(fieldsBack(wrong.text)).toEqual(fields);
    const inside = await post(stranger, '/codes', { ...fieldsOf(wrong.text, 'again'), code: way }).expect(200);
    expect(fieldsBack(inside.text)).toEqual(fields);
    await post(stranger, address, fieldsOf(inside.text, 'again')).expect(303);
    expect(fieldsOf((await stranger.get(address)).text)['text']).toBe(NASTY);
  });

  it('is not saved in another draft that a code opened', async () => {
    const other = await startDraft(house.browser(), 'en');
    const stranger = house.browser();
    const refused = await post(stranger, `${draft}/questions/q9`, { revision: '0', text: NASTY }).expect(404);
    const sent = { ...fieldsOf(refused.text, 'again'), code: await codeTo(other) };
    const told = await post(stranger, '/codes', sent).expect(422);
    expect(readable(told.text)).toContain('This opened another draft');
    expect(fieldsBack(told.text)).toEqual({ revision: '0', text: NASTY });
  });

  it('can be sent from the page that let its writer in, also by browsers that tell no origin', async () => {
    const old = house.browser();
    await old.post(await linkTo(house, draft, 'writer', 'Awa')).expect(303);
    await old.post('/exit').expect(303);
    const refused = await post(old, `${draft}/questions/q8`, { revision: '0', text: NASTY }).expect(404);
    const hidden = (address: string, fields: object) => post(old, address, fields).set('Origin', 'null');
    const sent = { ...fieldsOf(refused.text, 'again'), code: await codeTo(draft) };
    const inside = await hidden('/codes', sent).expect(200);
    await hidden(`${draft}/questions/q8`, without(fieldsOf(inside.text, 'again'), 'proof')).expect(403);
    await hidden(`${draft}/questions/q8`, fieldsOf(inside.text, 'again')).expect(303);
  });

  it('shows of a worksheet nothing but what it is, and brings all of it back', async () => {
    const sheet = {
      ...{ step: 'take', found: '{"own":true,"places":{"q1":"Ours."}}' },
      ...{ 'seen.q1': '1', 'take.q1': 'yes', 'seen.q3': '0', 'choice.q3': 'both', 'piece.0': 'q9', 'piece.1': '' },
    };
    const { text } = await post(house.browser(), `${draft}/worksheet`, sheet).expect(404);
    expect(text).not.toContain('<textarea');
    expect(readable(text)).toContain('What was read in your worksheet');
    expect(fieldsBack(text)).toEqual(sheet);
  });

  it.each([
    [{ messages: 'q1.3fk2', title: 'Ours' }, ['Ours']],
    [{ from: 'AbCdEf', of: 'q2', question: 'q3', take: 'name' }, []],
    [{ 'choice.details': 'Since May', 'extent.choice': 'fully', 'media.ticked': 'other' }, ['Since May']],
  ])('tells what was typed from what was chosen: %j', async (fields, typed) => {
    const { text } = await post(house.browser(), `${draft}/questions/q3`, fields).expect(404);
    expect(fieldsBack(text)).toEqual(fields);
    expect([...text.matchAll(/<textarea[^>]*>\n?([^<]*)/g)].map(([, value]) => value)).toEqual(typed);
    expect(readable(text)).not.toContain('What was read in your worksheet');
  });

  it('sends nothing that another site filled in', async () => {
    const { text } = await post(owner, `${draft}/removal`, { name: 'Rivages' }).set('Sec-Fetch-Site', 'cross-site');
    expect(text).not.toContain('id="again"');
    const elsewhere = await post(house.browser(), '/codes', { again: '//evil.example/drafts/', text: 'x', code: 'no' });
    expect(elsewhere.text).not.toContain('evil.example');
  });
});

/** Pages of a draft with forms to type into; what stands on them is read from them. */
const pages = Object.entries(route).filter(
  ([, address]) =>
    address.startsWith(`${route.draft}/`) && !/\.\w+$/.test(address) && /^[^:]*:draft[^:]*(:question)?$/.test(address),
);

describe('a form that cannot be taken as it is', () => {
  let refused = 0;
  afterAll(() => expect(refused).toBeGreaterThan(10));

  it.each(pages)('keeps every text of it on the page that says why: %s', async (_name, pattern) => {
    const page = pattern.replace(route.draft, draft).replace(':question', 'q5');
    const shown = await owner.get(page);
    if (shown.status !== 200) return;
    for (const { action, fields, typable } of formsOf(shown.text)) {
      // Such as the way out, on every page.
      if (typable.length === 0) continue;
      // Twice on the same page: the second one is too old, unless both are wrong, or nothing meets.
      for (const turn of ['first', 'second']) {
        const typed = Object.fromEntries(typable.map((name, place) => [name, `${turn} ${place} é "<&]]`]));
        const answer = await post(owner, action ?? page, { ...fields, ...typed });
        if (answer.status < 400) continue;
        refused += 1;
        // Where two answers met, a field may hold both texts.
        const kept = textsIn(answer.text).join('\n');
        expect(Object.entries(typed).filter(([, text]) => !kept.includes(text))).toEqual([]);
      }
    }
  });
});
