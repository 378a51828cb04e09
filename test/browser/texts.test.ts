/** Searching reference texts and quoting from them: as one types, and with scripts off on a small screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { join } from 'node:path';
import { CALL, openHouse, ROOT, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

let house: House;
let origin: string;
let browser: Browser;
beforeAll(async () => {
  house = await openHouse();
  origin = await house.listen();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

const say = phrases.fr;

/** A draft with a text, and the page of its texts for question 3. */
async function withText(page: Page): Promise<string> {
  const draft = await start(page, CALL, 'fr', say);
  await page.goto(`${draft}/questions/q3`);
  await fillIn(page, { text: 'Nous le disons.' });
  await press(page, button(page, say('texts.aid')));
  await page.setInputFiles('#file', join(ROOT, 'test/reading/files/plan-d-action-ue.txt'));
  await press(page, button(page, say('texts.add.button')));
  return draft;
}

const QUOTED =
  /^Nous le disons\.\n\n«\u00a0Promouvoir un environnement favorable[\s\S]*espace civique\.\u00a0» \[@[a-z0-9-]+\]$/;

it('finds while somebody types, and puts an excerpt into the answer', async () => {
  const visit = await openVisit(browser, origin, { language: 'fr' });
  const { page } = visit;
  const draft = await withText(page);
  const address = page.url();
  await page.locator('#q').pressSequentially('espace civ', { delay: 20 });
  await page.locator('.excerpt mark', { hasText: 'civique' }).first().waitFor();
  expect(page.url()).toBe(address);
  expect(await page.locator('#q').evaluate((field) => field === document.activeElement)).toBe(true);
  // What a screen reader is told is what stands over the results.
  expect(await page.locator('[data-search-state]').innerText()).toBe(await page.locator('[data-found]').innerText());
  await page.locator('#q').fill('zzzzz');
  await page.getByText(say('texts.foundNone')).first().waitFor();
  await page.locator('#q').fill('espace civique');
  await page.locator('.excerpt').first().waitFor();
  await press(page, page.getByRole('button', { name: say('texts.quote', { number: 3 }) }).first());
  expect(new URL(page.url()).pathname).toBe(`${draft}/questions/q3`);
  expect(await page.locator('#text').inputValue()).toMatch(QUOTED);
  await visit.end();
});

it('does the same with scripts off, at 320 pixels', async () => {
  const visit = await openVisit(browser, origin, { language: 'fr', scripts: false, size: 'narrow' });
  const { page } = visit;
  await withText(page);
  await page.locator('#question').selectOption('');
  await fillIn(page, { q: 'espace civique' });
  await press(page, button(page, say('texts.search.button')));
  expect(await page.locator('.excerpt mark').first().innerText()).toBe('espace');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await press(page, page.getByRole('button', { name: say('texts.quoteAny') }).first());
  await page.locator('.govuk-error-summary a').click();
  await page.locator('#question').selectOption('q3');
  await press(page, button(page, say('texts.search.button')));
  await page
    .getByRole('link', { name: say('texts.read') })
    .first()
    .click();
  const [, excerpt] = /#(excerpt-\d+)$/.exec(page.url())!;
  await press(page, page.locator(`#${excerpt} button`));
  expect(await page.locator('#text').inputValue()).toMatch(QUOTED);
  await visit.end();
});
