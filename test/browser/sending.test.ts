/** What a call asks of sending, in a real browser without scripts: texts to copy, blanks of a subject, things done by hand. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../cast.ts';
import { SOURCES } from '../domain/rules/sendingCalls.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { button, fillIn, link, phrases, press, start, textOf } from './writer.ts';

const say = phrases.en;
let house: House;
let browser: Browser;
let origin: string;
beforeAll(async () => {
  house = await openHouse({ calls: Object.values(SOURCES) });
  origin = await house.listen();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

it('without scripts: a form is filled in from texts that can be selected, and the receipt says so', async () => {
  const visit = await openVisit(browser, origin, { scripts: false });
  const { page } = visit;
  const draft = await start(page, 'sending-form', 'en', say);
  await page.goto(`${draft}/questions/nets`);
  await fillIn(page, { text: 'Fine **nets**.' });
  await press(page, button(page, say('form.saveAndStay')));
  await page.goto(draft);
  await press(page, link(page, say('copying.title')));
  expect(await page.locator('#nets').innerText()).toBe('Fine nets.');
  expect(await page.locator('.copying button').count()).toBe(0);
  await page.goto(`${draft}/review`);
  await page.locator('#line-form-0').check();
  await press(page, button(page, say('checklist.save')));
  expect(await page.locator('#line-form-0').isChecked()).toBe(true);
  await page.goto(`${draft}/submission`);
  await press(page, button(page, say('submission.byHand.buttons.form')));
  expect(await textOf(page)).toContain(say('receipt.by.form'));
  await visit.end();
});

it('without scripts: the blanks of a subject are filled in on the page of the email', async () => {
  const visit = await openVisit(browser, origin, { scripts: false });
  const { page } = visit;
  const draft = await start(page, 'sending-subject', 'en', say);
  await page.goto(`${draft}/email`);
  expect(await page.locator('.slot--open').count()).toBe(3);
  await fillIn(page, { 'slot-0': 'Health' });
  await press(page, button(page, say('email.settle.save')));
  expect(await page.locator('#subject').innerText()).toContain('– Health');
  expect(await page.locator('.slot--open').count()).toBe(2);
  await visit.end();
});

it('with scripts: each text has a button of its own to copy it', async () => {
  const visit = await openVisit(browser, origin);
  const { page } = visit;
  const draft = await start(page, 'sending-form', 'en', say);
  await page.goto(`${draft}/questions/nets`);
  await fillIn(page, { text: 'Nets.' });
  await press(page, button(page, say('form.saveAndStay')));
  await page.goto(`${draft}/copying`);
  expect(await page.locator('.copying button').count()).toBe(1);
  await visit.end();
});
