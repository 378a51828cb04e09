/**
 * Links as an owner makes them and a guest comes in by them, for tests: what a page shows once is read from that page.
 */
import { readable, type Browser, type House } from '../cast.ts';

export interface Given {
  /** Path of the secret link. */
  readonly link: string;
  /** The short code. */
  readonly code: string;
  /** Path of the page that shows them. */
  readonly page: string;
}

/** Makes a link as the owner does, and reads what the page shows once. */
export async function give(browser: Browser, draft: string, fields: Record<string, string> = {}): Promise<Given> {
  const form = { role: 'writer', label: 'field office', term: 'none', ...fields };
  const answer = await browser.post(`${draft}/links`).type('form').send(form).expect(303);
  return shownAt(browser, String(answer.headers['location']));
}

export async function shownAt(browser: Browser, page: string): Promise<Given> {
  const { text } = await browser.get(page).expect(200);
  const link = /\/links\/[0-9a-z]{32}/.exec(text)?.[0] ?? '';
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
  return { link, code, page };
}

/** The address of a form on the owner's page, by what its button says to a screen reader. */
export async function formOf(browser: Browser, draft: string, ending: string, label: string): Promise<string> {
  const { text } = await browser.get(`${draft}/links`).expect(200);
  const card = text.split('<li class="card">').find((one) => readable(one).includes(label)) ?? '';
  return new RegExp(`action="([^"]+/${ending})"`).exec(card)?.[1] ?? '';
}

/** A new browser that has come in by the link. */
export async function comeIn(house: House, link: string): Promise<Browser> {
  const browser = house.browser();
  await browser.post(link).expect(303);
  return browser;
}
