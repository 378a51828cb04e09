/** Bringing in a call without scripts and on a phone: from its text to the Word document of a draft. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { button, fillIn, phrases, press, take, textOf } from './writer.ts';

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

const TEXT = `Call for input: Streets at night

Submissions should be sent by 3/4/2031 to streets@example.org, with the subject line “Input on streets”.

Questions

1. Who cleans the streets?

2. Who lights the streets?`;

it('goes from paste to document with scripts off, at 320 pixels', async () => {
  const say = phrases.en;
  const visit = await openVisit(browser, origin, { scripts: false, size: 'narrow' });
  const { page } = visit;
  await page.goto('/');
  await press(page, page.getByRole('main').getByRole('link', { name: say('newCall.title') }));
  await fillIn(page, { text: TEXT });
  await press(page, button(page, say('newCall.start.button')));
  // The words and the value lead to each other.
  await page.locator('#questions-0 .reading__words').click();
  const words = new URL(page.url()).hash;
  expect(await page.locator(`${words} + mark`).innerText()).toBe('Who cleans the streets?');
  await page.locator('.back[href="#questions-0"]').click();
  expect(new URL(page.url()).hash).toBe('#questions-0');

  await press(page, page.locator('li', { hasText: '2031-04-03' }).getByRole('button'));
  expect(await page.locator('[name="deadlines.0.date"]').inputValue()).toBe('2031-04-03');
  await fillIn(page, { 'questions.1.text': 'Who lights the streets, and who pays?' });
  await press(page, page.locator('#save'));
  expect(await textOf(page)).toContain('Who lights the streets, and who pays?');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

  await fillIn(page, { language: 'en' });
  await press(page, button(page, say('call.start.button')));
  const draft = new URL(page.url()).pathname;
  await page.goto(`${draft}/questions/q1`);
  await fillIn(page, { text: 'The sweepers.' });
  await press(page, button(page, say('form.saveAndContinue')));
  await page.goto(`${draft}/review`);
  expect(await textOf(page)).toContain('The sweepers.');
  const { bytes } = await take(page, page.locator(`a[href^="${draft}/document.docx"]`).first());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  await visit.end();
});
