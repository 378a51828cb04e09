/** Taking a draft with one and bringing it in elsewhere, with scripts off on a small screen, from one server to another. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unpacked } from '../archives.ts';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

let houses: readonly House[] = [];
let browser: Browser;
beforeAll(async () => {
  houses = await Promise.all([openHouse(), openHouse()]);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await Promise.all(houses.map((house) => house.close()));
});

const say = phrases.es;

it('takes a draft from one server and goes on with it on another', async () => {
  const [here, there] = await Promise.all(houses.map((house) => house.listen()));
  const first = await openVisit(browser, here!, { language: 'es', scripts: false, size: 'narrow' });
  const draft = await start(first.page, CALL, 'es', say);
  await first.page.goto(`${draft}/questions/q9`);
  await fillIn(first.page, { text: 'Un punto de contacto [[en la costa]].' });
  await press(first.page, button(first.page, say('form.saveAndContinue')));
  await first.page.goto(draft);
  await first.page.getByRole('link', { name: say('archives.take.link') }).click();
  const taking = first.page.waitForEvent('download');
  await first.page
    .getByRole('button', { name: say('archives.take.button') })
    .or(first.page.getByRole('link', { name: say('archives.take.button') }))
    .click();
  const download = await taking;
  expect(download.suggestedFilename()).toMatch(/^archive-\d{4}-\d\d-\d\d\.zip$/);
  const file = await download.path();
  expect([...unpacked(readFileSync(file)).keys()]).toContain('history/01-q9.txt');

  const second = await openVisit(browser, there!, { language: 'es', scripts: false, size: 'narrow' });
  const { page } = second;
  await page.goto('/');
  await page.getByRole('link', { name: say('archives.bring.link') }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await press(page, button(page, say('archives.bring.button')));
  await page.getByText(say('archives.refused.nothing')).first().waitFor();
  await page.setInputFiles('#file', { name: 'archive.zip', mimeType: 'application/zip', buffer: readFileSync(file) });
  await press(page, button(page, say('archives.bring.button')));
  await page.getByText(say('archives.brought.known')).waitFor();
  expect(await page.locator('#secret').innerText()).toMatch(/\/links\/[0-9a-z]{32}$/);
  await page.goto(`${new URL(page.url()).pathname}/questions/q9`);
  expect(await page.locator('#text').inputValue()).toBe('Un punto de contacto [[en la costa]].');
  await first.end();
  await second.end();
});
