/**
 * Removing a draft as a person does it, with scripts and without: the name is asked for, and afterwards nothing comes back,
 * not with the button of the browser either.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { CALL, openHouse, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { removal } from './removalStates.ts';
import { button, fillIn, link, phrases, press, start } from './writer.ts';

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

describe.each([true, false])('removing a draft, scripts %s', (scripts) => {
  it('asks for its name, and leaves nothing to go back to', async () => {
    const say = phrases.en;
    const visit = await openVisit(browser, origin, { scripts, size: 'narrow' });
    const { page } = visit;
    const draft = await start(page, CALL, 'en', say);
    await page.goto(`${draft}/organisation`);
    await fillIn(page, { name: 'Harbour & Hill' });
    await press(page, button(page, say('form.saveAndContinue')));
    await page.goto(draft);
    await press(page, link(page, say('removal.title')));
    await fillIn(page, { name: 'Harbour' });
    expect(await press(page, button(page, say('removal.button')))).toBe(422);
    expect(await page.locator('#name').inputValue()).toBe('Harbour');
    await fillIn(page, { name: 'harbour & hill' });
    expect(await press(page, button(page, say('removal.button')))).toBe(200);
    expect(await page.title()).toContain(say('removal.doneTitle'));
    // What stood there before was a post that nobody stored: the browser has nothing to show.
    await page.goBack().catch(() => undefined);
    expect(await page.locator('body').innerText()).not.toContain('Hill');
    expect((await page.goto(draft))?.status()).toBe(404);
    await visit.end();
  });
});

describe.each(LANGUAGES)('the pages of removal in %s', (language) => {
  it('have nothing that axe finds', async () => {
    const visit = await openVisit(browser, origin, { size: 'narrow', language });
    const seen: string[] = [];
    for await (const state of removal({ page: visit.page, house, smtp, language })) {
      seen.push(state);
      expect(await visit.violations(), state).toEqual([]);
      const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, state).toBeLessThanOrEqual(0);
    }
    expect(seen).toContain('removed');
    await visit.end();
  });
});
