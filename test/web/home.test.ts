/** The home page with many calls: looking for one, paging, what is said where nothing fits, and addresses to give away. */
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CALL, openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';

const COUNT = 60;
/** Open calls with a date each, the highest number due first; every third one closed. */
const yaml = (number: number): string => `id: call-${number}
provenance: { languages: { ${number % 2 === 0 ? 'en' : 'es'}: official }, text: { ${number % 2 === 0 ? 'en' : 'es'}: "Which? By then." } }
title: { ${number % 2 === 0 ? 'en' : 'es'}: "Título ${number} on ${number === 8 ? 'océans' : 'land'}" }
shortTitle: { en: "Call ${number}" }
issuers: [{ name: { en: ${number < 4 ? 'Committee <on> "Seas"' : 'Working Group'} } }]
deadlines:
  - { wording: { ${number % 2 === 0 ? 'en' : 'es'}: "By then" }, date: ${number % 3 === 0 ? '2023-11-01' : `2024-${String(12 - Math.floor(number / 6)).padStart(2, '0')}-${String(28 - (number % 6)).padStart(2, '0')}`} }
questions: [{ id: q1, text: { ${number % 2 === 0 ? 'en' : 'es'}: "Which?" } }]
`;

let house: House;
let browser: Browser;
beforeAll(async () => {
  house = await openHouse({ calls: Array.from({ length: COUNT }, (_, index) => yaml(index)) });
});
afterAll(() => house.close());
beforeEach(() => {
  house.setClock(OPENING);
  browser = house.browser();
});

const page = async (address: string): Promise<string> => (await browser.get(address).expect(200)).text;
const callsIn = (html: string): string[] =>
  [...html.matchAll(/card__title"><a class="govuk-link" href="\/calls\/([a-z0-9-]+)"/g)].map(([, id]) => id!);
const linksIn = (html: string, text: string): string[] =>
  [...html.matchAll(/<a class="govuk-link"[^>]*href="([^"]+)"[^>]*>([^<]*)</g)]
    .filter(([, , words]) => words!.includes(text))
    .map(([, address]) => address!.replaceAll('&amp;', '&'));

describe('the home page', () => {
  it('shows the open calls, the nearest deadline first, a page at a time', async () => {
    const first = await page('/');
    const open = house.questionnaires.heads().length - 20;
    expect(readable(first)).toContain(`${open} open calls · 1 to 25 are shown here · 20 closed calls`);
    expect(callsIn(first)).toHaveLength(25);
    expect(callsIn(first)[0]).toBe(CALL);
    const [next] = linksIn(first, 'Next page');
    expect(next).toBe('/?page=2');
    const second = await page(next!);
    expect(readable(second)).toContain(`26 to ${open} are shown here`);
    expect(linksIn(second, 'Previous page')).toEqual(['/']);
    expect(linksIn(second, 'Next page')).toEqual([]);
    const all = [...callsIn(first), ...callsIn(second)];
    expect(new Set(all).size).toBe(open);
    expect(all.some((id) => id.startsWith('call-') && Number(id.slice(5)) % 3 === 0)).toBe(false);
    expect(callsIn(await page('/?page=99'))).toEqual(callsIn(second));
  });

  it('finds by words without accents, by issuer and by language', async () => {
    expect(callsIn(await page('/?q=OCEAN'))).toEqual(['call-8']);
    expect(callsIn(await page('/?q=titulo+oc%C3%A9an+8'))).toEqual(['call-8']);
    const html = await page('/');
    const key = /<option value="([^"]+)">Committee &lt;on&gt; &#34;Seas&#34;</.exec(html)?.[1];
    expect(callsIn(await page(`/?issuer=${key}`))).toEqual(['call-2', 'call-1']);
    expect(callsIn(await page(`/?issuer=${key}&state=all&sort=title`))).toEqual([
      'call-0',
      'call-1',
      'call-2',
      'call-3',
    ]);
    expect(callsIn(await page(`/?issuer=${key}&language=es`))).toEqual(['call-1']);
  });

  it('keeps what was looked for in the form, and in every address that goes on from there', async () => {
    const html = await page('/?q=%22land%22+%3Cb%3E&q=other&language=es&sort=title&state=all');
    expect(html).toContain('value="&#34;land&#34; &lt;b&gt;"');
    expect(html).toMatch(/<option value="es" selected>/);
    expect(html).toMatch(/<option value="title" selected>/);
    const paged = await page('/?q=titulo&language=es&sort=title');
    expect(linksIn(paged, 'closed calls')).toEqual(['/?q=titulo&language=es&state=closed&sort=title']);
    // Switching the language of the page comes back to the same search.
    expect(paged).toContain('name="back" value="/?q=titulo&amp;language=es&amp;sort=title"');
  });

  it('says what to do where nothing fits', async () => {
    const none = readable(await page('/?q=astronauts'));
    expect(none).toContain('No call fits what you look for.');
    expect(none).toContain('Look for fewer words');
    const closed = await page('/?q=committee+titulo+0');
    expect(readable(closed)).toContain('No open call fits what you look for. These are closed:');
    expect(callsIn(closed)).toEqual(['call-0']);
    house.setClock(new Date('2025-06-01T09:00:00Z'));
    const nothing = await page('/?q=titulo');
    expect(readable(nothing)).toContain('These are closed: 60 closed calls · 1 to 25 are shown here');
    expect(callsIn(nothing)).toHaveLength(25);
  });

  it('understands no nonsense, and shows it nowhere', async () => {
    for (const query of [
      'state=x',
      'sort=x',
      'page=-1',
      'page=1e9',
      'page=abc',
      'state=&sort=&page=&q=&issuer=&language=',
    ]) {
      expect(callsIn(await page(`/?${query}`))).toEqual(callsIn(await page('/')));
    }
    expect(callsIn(await page('/?issuer=__proto__&q=constructor'))).toEqual([]);
    expect(await page('/?issuer=%3Cscript%3E')).not.toContain('<script>');
  });

  it('keeps the drafts of this browser on top, whatever is looked for', async () => {
    const draft = await startDraft(browser, 'en', 'call-1');
    const html = await page('/?q=astronauts');
    expect(html.indexOf(draft)).toBeGreaterThan(0);
    expect(html.indexOf(draft)).toBeLessThan(html.indexOf('id="calls"'));
  });

  it('moves a call from open to closed at its very instant', async () => {
    const end = new Date('2024-02-14T23:00:00Z');
    house.setClock(new Date(end.getTime() - 1));
    expect(callsIn(await page('/'))).toContain(CALL);
    house.setClock(end);
    expect(callsIn(await page('/'))).not.toContain(CALL);
    expect(callsIn(await page('/?state=closed'))).toContain(CALL);
  });

  it('is light', async () => {
    expect(brotliCompressSync(await page('/')).length).toBeLessThan(12_000);
  });
});
