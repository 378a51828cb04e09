/**
 * Writing together by links, as an owner and a guest see it in two browsers, with scripts and without: the link that is
 * shown once, the code that is dictated, and what becomes of a sentence when the link is taken back under it.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { button, fillIn, link, phrases, press, start, textOf } from './writer.ts';

const say = phrases.en;

let browser: Browser;
let house: House;
let origin: string;
beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse();
  origin = await house.listen();
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('%s', (_name, scripts) => {
  let owner: Visit;
  let guest: Visit;
  let draft: string;

  beforeAll(async () => {
    owner = await openVisit(browser, origin, { scripts });
    guest = await openVisit(browser, origin, { scripts, size: 'narrow' });
    draft = await start(owner.page, CALL, 'en', say);
  });
  afterAll(async () => {
    await owner.end();
    await guest.end();
  });

  /** Makes a link from the contents page on; what the page shows once. */
  async function give(page: Page, fields: Record<string, string>): Promise<{ address: string; code: string }> {
    await page.goto(draft);
    await press(page, link(page, say('links.title')));
    await fillIn(page, { term: 'none', ...fields });
    expect(await press(page, button(page, say('links.new')))).toBe(200);
    const address = await page.locator('#secret').innerText();
    const code = await page.locator('#code').innerText();
    await press(page, button(page, say('links.given')));
    expect(await textOf(page)).not.toContain(code);
    return { address, code };
  }

  it('a writer comes in by a link, is cut off in mid-sentence, keeps the sentence, and comes back by a code', async () => {
    const { page } = guest;
    const { address } = await give(owner.page, { role: 'writer', label: 'Awa, field office' });
    await page.goto(address);
    await press(page, button(page, say('links.enter')));
    expect(new URL(page.url()).pathname).toBe(draft);

    await page.goto(`${draft}/questions/q9`);
    await fillIn(page, { text: 'First sentence.' });
    await press(page, button(page, say('form.saveAndStay')));
    const typed = 'First sentence.\n\nSecond, typed while the link was taken back.';
    await fillIn(page, { text: typed });

    await owner.page.goto(`${draft}/links`);
    expect(await textOf(owner.page)).toContain('1 browser is in by it');
    const revoke = owner.page.getByRole('button', { name: `${say('links.revoke')} Awa, field office` });
    await press(owner.page, revoke);

    expect(await press(page, button(page, say('form.saveAndContinue')))).toBe(404);
    expect(await page.getByRole('textbox').first().inputValue()).toBe(typed);
    expect(await textOf(page)).toContain(say('errors.not-found.cutOff'));
    // Nothing of the draft is left to see, and nothing says that there is one.
    expect(await page.content()).not.toContain('solidarity');
    await guest.page.goto(draft);
    expect(await page.title()).toContain(say('errors.not-found.title'));

    const { code } = await give(owner.page, { role: 'writer', label: 'Awa again' });
    await press(page, page.getByRole('link', { name: say('codes.title') }));
    await fillIn(page, { code: code.toLowerCase().replaceAll('-', ' ') });
    expect(await press(page, button(page, say('links.enter')))).toBe(200);
    expect(new URL(page.url()).pathname).toBe(draft);
    await page.goto(`${draft}/questions/q9`);
    await fillIn(page, { text: typed });
    await press(page, button(page, say('form.saveAndStay')));
    await owner.page.goto(`${draft}/questions/q9`);
    expect(await owner.page.locator('#text').inputValue()).toBe(typed);
  });

  it('an observer sees no form, and the owner shows the way out of one browser', async () => {
    const { page } = guest;
    const fresh = await openVisit(browser, origin, { scripts, size: 'narrow' });
    const { address } = await give(owner.page, { role: 'observer', label: 'the foundation' });
    await fresh.page.goto(address);
    await press(fresh.page, button(fresh.page, say('links.enter')));
    for (const at of ['organisation', 'publication', 'plan', 'questions/q9', 'submission']) {
      await fresh.page.goto(`${draft}/${at}`);
      expect(await fresh.page.locator('main form, main button:not(.copy)').count(), at).toBe(0);
    }
    await fresh.page.goto(`${draft}/questions/q9`);
    expect(await textOf(fresh.page)).toContain('Second, typed while the link was taken back.');

    await owner.page.goto(`${draft}/links`);
    const card = owner.page.getByRole('listitem').filter({ hasText: 'by the link “the foundation”' });
    await press(owner.page, card.getByRole('button'));
    await fresh.page.goto(draft);
    expect(await fresh.page.title()).toContain(say('errors.not-found.title'));
    await page.goto(draft);
    expect(await page.title()).toContain(say('contents.title'));
    await fresh.end();
  });
});
