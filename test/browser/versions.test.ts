/** Two versions of one draft in the browser, with scripts and without: marking, brackets, both papers side by side. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { send } from './stage.ts';
import { button, fillIn, phrases, press, start, textOf } from './writer.ts';

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

it.each([true, false])(
  'points out brackets, and shows both versions; scripts: %s',
  async (scripts) => {
    const visit = await openVisit(browser, origin, { scripts });
    const { page } = visit;
    const draft = await start(page, CALL, 'en', say);
    const question = `${draft}/questions/q9`;
    await page.goto(question);
    await fillIn(page, { text: 'Open. [[Never closed' });
    await press(page, button(page, say('form.saveAndContinue')));
    expect(page.url()).toContain(question);
    expect(await textOf(page)).toContain(say('question.brackets.unclosed'));
    expect(await visit.violations()).toEqual([]);
    await fillIn(page, { text: 'Open. [[Closed]]' });
    await press(page, button(page, say('form.saveAndContinue')));
    expect(page.url()).not.toContain(question);

    await page.goto(`${draft}/review`);
    const papers = await page.locator('.paper').allInnerTexts();
    expect(papers).toHaveLength(2);
    expect(papers[0]).toContain('Open. [[Closed]]');
    expect(papers[1]).toContain(`Open. ${say('outline.withheld')}`);
    expect(papers[1]).not.toContain('Closed');
    expect(await visit.violations()).toEqual([]);
    await page.goto(`${draft}/publication`);
    expect(await visit.violations()).toEqual([]);
    await visit.end();
  },
  60_000,
);

it('marks a selection by the keyboard, and takes the mark away', async () => {
  const visit = await openVisit(browser, origin);
  const { page } = visit;
  const draft = await start(page, CALL, 'en', say);
  await page.goto(`${draft}/questions/q9`);
  const text = page.locator('#text');
  await text.fill('a secret b');
  await text.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 8));
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  expect(await text.inputValue()).toBe('a [[secret]] b');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  expect(await text.inputValue()).toBe('a secret b');
  await press(page, button(page, say('form.saveAndContinue')));
  await visit.end();
}, 60_000);

it.each([
  { name: 'on a telephone', visitor: { size: 'narrow' }, besides: false },
  { name: 'on a telephone, dark', visitor: { size: 'narrow', look: { colorScheme: 'dark' } }, besides: false },
  { name: 'on a wide screen, dark', visitor: { look: { colorScheme: 'dark' } }, besides: true },
  { name: 'on a wide screen, forced colours', visitor: { look: { forcedColors: 'active' } }, besides: true },
] as const)(
  'lays both versions out $name',
  async ({ visitor, besides }) => {
    const visit = await openVisit(browser, origin, visitor);
    const { page } = visit;
    const draft = await start(page, CALL, 'en', say);
    const long = `[[${'confidentially'.repeat(12)}]] and [[some words that go on over the end of the line]].`;
    await send(page, `${draft}/questions/q9`, { text: `- one\n- ${long}\n\n[^1]: x`, revision: '0' });
    await send(page, `${draft}/questions/q5`, { text: 'All of it.', confidential: 'yes', revision: '0' });
    await send(page, `${draft}/publication`, { choice: 'part', declined: 'mark', attach: 'both', revision: '0' });
    for (const address of ['review', 'publication', 'email', 'submission']) {
      await page.goto(`${draft}/${address}`);
      expect(await visit.violations(), address).toEqual([]);
      const outside = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(outside, address).toBeLessThanOrEqual(0);
    }
    await page.goto(`${draft}/review`);
    const [full, open] = await Promise.all([0, 1].map((place) => page.locator('.paper').nth(place).boundingBox()));
    expect(open!.x > full!.x + full!.width, 'side by side').toBe(besides);
    expect(open!.y > full!.y + full!.height, 'one below the other').toBe(!besides);
    expect(await page.locator('.paper mark.confidential').count()).toBeGreaterThan(0);
    expect(await page.locator('.paper').nth(1).locator('mark.confidential').count()).toBe(0);
    await visit.end();
  },
  60_000,
);
