/** A summary as a person without scripts makes it: two key messages chosen of the answers, and the Word file taken. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { CALL, openHouse, type House } from '../cast.ts';
import { part, partsOf, textOf } from '../docx/opened.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { papers } from './paperStates.ts';
import { button, fillIn, link, phrases, press, start, take } from './writer.ts';

let browser: Browser;
let smtp: TestSmtp;
let house: House;
let origin: string;
beforeAll(async () => {
  browser = await launchBrowser();
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  origin = await house.listen();
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await smtp.stop();
});

it('is chosen and taken without scripts', async () => {
  const say = phrases.en;
  const visit = await openVisit(browser, origin, { scripts: false, size: 'narrow' });
  const { page } = visit;
  const draft = await start(page, CALL, 'en', say);
  await page.goto(`${draft}/questions/q1`);
  await fillIn(page, { text: 'One point.\n\nAnother point.\n\nA third, [[which is secret]].' });
  await press(page, button(page, say('form.saveAndContinue')));
  await page.goto(draft);
  await press(page, link(page, say('papers.tool')));
  await press(page, link(page, say('papers.write.summary')));
  await page.locator('#messages summary').click();
  for (const words of ['One point.', 'A third, [[which is secret]].'])
    await page.locator('#messages').getByLabel(words).check();
  expect(await press(page, button(page, say('form.saveAndContinue')))).toBe(200);
  const { name, bytes } = await take(page, page.getByRole('link', { name: say('papers.formats.docx') }).first());
  expect(name).toMatch(/_summary_public-version\.docx$/);
  const text = textOf(part(partsOf(bytes), 'word/document.xml'));
  expect(text).toContain('One point.');
  expect(text).toContain(`A third, ${say('outline.withheld')}.`);
  expect(text).not.toMatch(/Another|secret/);
  await visit.end();
});

describe.each(LANGUAGES)('the pages of papers in %s', (language) => {
  it('have nothing that axe finds', async () => {
    const visit = await openVisit(browser, origin, { size: 'narrow', language });
    const seen: string[] = [];
    for await (const state of papers({ page: visit.page, house, smtp, language })) {
      seen.push(state);
      expect(await visit.violations(), state).toEqual([]);
      const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, state).toBeLessThanOrEqual(0);
    }
    expect(seen).toContain('papers, written');
    await visit.end();
  });
});
