/**
 * Scope, records and comments in a real browser, without scripts: everything can be added, moved and taken away, and
 * each state of these pages is sound (axe, 320 pixels, 400 % zoom).
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../cast.ts';
import { COMMENTS, COUNTRY, GROUPS, RECORDS } from '../domain/rules/calls.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { faultsOf, textsOf } from './looks.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

let browser: Browser;
let house: House;
let origin: string;

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse({ calls: [GROUPS, RECORDS, COMMENTS, COUNTRY] });
  origin = await house.listen();
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

const say = phrases.en;

async function expectSound(visit: Visit, call: string, state: string): Promise<void> {
  const texts = textsOf(house.questionnaires.current(call)!.questionnaire);
  const faults = await faultsOf(visit, 'en', texts);
  expect(faults, state).toEqual([]);
}

it('records are added, moved and taken away', { timeout: 240_000 }, async () => {
  const visit = await openVisit(browser, origin, { scripts: false });
  const { page } = visit;
  const draft = await start(page, 'rule-records', 'en', say);
  await page.goto(`${draft}/questions/practices`);
  await expectSound(visit, 'rule-records', 'no record yet');
  await fillIn(page, { 'practice.0.name': 'Night school', 'practice.0.story': 'It grew.' });
  await press(page, button(page, say('question.records.more')).first());
  await fillIn(page, { 'practice.1.name': 'Tide watch' });
  // What the Enter key presses must take nothing away: it saves and goes on.
  await press(page, page.locator('[name="practice.1.name"]'), 'Enter');
  await page.goto(`${draft}/questions/practices`);
  await press(page, page.locator('#practice-1 [value$=" up"]'));
  expect(await page.locator('[name="practice.0.name"]').inputValue()).toBe('Tide watch');
  await expectSound(visit, 'rule-records', 'two records');
  await press(page, page.locator('#practice-0 [value$=" remove"]'));
  expect(await page.locator('[name="practice.0.name"]').inputValue()).toBe('Night school');
  expect(await page.locator('[name="practice.0.story"]').inputValue()).toBe('It grew.');
  await page.goto(`${draft}/review`);
  await expectSound(visit, 'rule-records', 'review with records');
  await visit.end();
});

it('comments are written on the paragraphs of a draft', { timeout: 240_000 }, async () => {
  const visit = await openVisit(browser, origin, { scripts: false });
  const { page } = visit;
  const draft = await start(page, 'rule-comments', 'en', say);
  await page.goto(`${draft}/questions/listed`);
  await fillIn(page, { 'paragraphs.0.paragraph': '10', 'paragraphs.0.proposal': 'Tides fall once a day.' });
  await press(page, button(page, say('form.saveAndContinue')));
  await page.goto(`${draft}/questions/listed`);
  expect(await page.locator('[name="paragraphs.0.paragraph"]').inputValue()).toBe('10');
  await expectSound(visit, 'rule-comments', 'a comment');
  await page.goto(`${draft}/review`);
  expect(await page.locator('del').first().textContent()).toContain('twice');
  await expectSound(visit, 'rule-comments', 'review with a comment');
  await visit.end();
});

it('what is answered is chosen, and can be chosen again', { timeout: 240_000 }, async () => {
  const visit = await openVisit(browser, origin, { scripts: false });
  const { page } = visit;
  const draft = await start(page, 'rule-groups', 'en', say);
  await expectSound(visit, 'rule-groups', 'contents with an open choice');
  await page.goto(`${draft}/questions/law`);
  await fillIn(page, { text: 'Words for States.' });
  await press(page, button(page, say('form.saveAndContinue')));
  await page.goto(`${draft}/scope`);
  await expectSound(visit, 'rule-groups', 'scope, open');
  await page.getByRole('radio', { name: 'Civil society' }).check();
  await press(page, button(page, say('form.saveAndContinue')));
  await expectSound(visit, 'rule-groups', 'contents with an answer outside');
  await page.getByRole('link', { name: /Which laws were passed/ }).click();
  expect(await page.locator('#text').inputValue()).toBe('Words for States.');
  await expectSound(visit, 'rule-groups', 'a question outside');
  const country = await start(page, 'rule-country', 'en', say);
  await page.goto(`${country}/scope`);
  await page.locator('#country').selectOption('KE');
  await press(page, button(page, say('form.saveAndContinue')));
  await page.goto(`${country}/scope`);
  await expectSound(visit, 'rule-country', 'scope with a country');
  await visit.end();
});
