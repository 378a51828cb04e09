/**
 * The keyboard alone: the skip link, every control reached in the order of the page, focus that can be seen, and the
 * way from the home page to a saved answer without a mouse.
 */
import type { Browser, ElementHandle, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit, type Visitor } from './browser.ts';
import { button, fillIn, link, phrases, press, start } from './writer.ts';

/** More stops than any page has. */
const STOPS_MAX = 150;
/** How far around a control its focus may be drawn, in CSS pixels. */
const AROUND_PX = 8;

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

async function visiting(visitor: Visitor, walk: (page: Page) => Promise<void>): Promise<void> {
  const visit = await openVisit(browser, origin, visitor);
  await walk(visit.page);
  await visit.end();
}

/** Presses Tab until `target` has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${target.toString()}`);
}

/** Every control that Tab stops at, from the top of the page until it leaves the page or begins again. */
async function stopsOf(page: Page): Promise<ElementHandle<Element>[]> {
  const stops: ElementHandle<Element>[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluateHandle<Element>(() => document.activeElement ?? document.body);
    if (await focused.evaluate((element, first) => element === document.body || element === first, stops[0]))
      return stops;
    stops.push(focused);
    if (stops.length > STOPS_MAX) throw new Error('Tab goes round and round');
  }
}

/** Controls that Tab missed or came to out of order. Of radio buttons with one name, one stop stands for all. */
function orderFaults(page: Page, stops: readonly ElementHandle<Element>[]): Promise<string[]> {
  return page.evaluate((reached) => {
    const selector = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
    const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(
      (one) => one.checkVisibility() && one.tabIndex >= 0 && !(one instanceof HTMLInputElement && one.type === 'radio'),
    );
    const missed = all.filter((one) => !reached.includes(one)).map((one) => `missed: ${one.outerHTML.slice(0, 80)}`);
    const early = reached
      .slice(1)
      .filter((one, index) => !(reached[index]!.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING))
      .map((one) => `out of order: ${one.outerHTML.slice(0, 80)}`);
    return [...missed, ...early];
  }, stops);
}

/** Controls that look the same with and without the focus. */
async function unseen(page: Page, stops: readonly ElementHandle<Element>[]): Promise<string[]> {
  const faults: string[] = [];
  for (const stop of stops) {
    await stop.evaluate((element) => (element as HTMLElement).focus());
    await stop.scrollIntoViewIfNeeded();
    const box = (await stop.boundingBox())!;
    const clip = {
      x: Math.max(0, box.x - AROUND_PX),
      y: Math.max(0, box.y - AROUND_PX),
      width: box.width + 2 * AROUND_PX,
      height: box.height + 2 * AROUND_PX,
    };
    const focused = await page.screenshot({ clip });
    await stop.evaluate((element) => (element as HTMLElement).blur());
    const blurred = await page.screenshot({ clip });
    if (focused.equals(blurred)) faults.push(await stop.evaluate((element) => element.outerHTML.slice(0, 120)));
  }
  return faults;
}

it('offers the way past the header first', () =>
  visiting({}, async (page) => {
    await page.goto(`/calls/${CALL}`);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: say('layout.skip') });
    expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true);
    expect((await skip.boundingBox())!.height).toBeGreaterThan(20);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  }));

describe.each([
  { name: 'as Chromium comes', look: {}, others: ['', 'organisation', 'review', 'email'] },
  { name: 'dark', look: { colorScheme: 'dark' }, others: ['email'] },
  { name: 'forced colours', look: { forcedColors: 'active' }, others: ['email'] },
] as const)('$name', ({ look, others }) => {
  it('reaches every control in order, and shows where it is', () =>
    visiting({ look }, async (page) => {
      const draft = await start(page, CALL, 'fr', say);
      await page.goto(`${draft}/questions/q5`);
      await fillIn(page, { 'forms.ticked': 'attack', 'laws.0.name': 'Décret', text: 'Un mot.' });
      await press(page, button(page, say('form.saveAndStay')));
      const faults: string[] = [];
      const pages = [`/calls/${CALL}`, ...['questions/q5', ...others].map((one) => `${draft}/${one}`)];
      for (const address of pages) {
        await page.goto(address);
        const stops = await stopsOf(page);
        const found = [
          ...(await orderFaults(page, stops)),
          ...(await unseen(page, stops)).map((html) => `unseen: ${html}`),
        ];
        faults.push(...found.map((fault) => `${address.replace(draft, '…')}: ${fault}`));
      }
      expect(faults).toEqual([]);
    }));
});

it.each([true, false])('leads from the home page to a saved answer, scripts %s', (scripts) =>
  visiting({ scripts }, async (page) => {
    await page.goto('/');
    const follow = async (target: Locator): Promise<void> => {
      await tabTo(page, target);
      await press(page, target, 'Enter');
    };
    await follow(page.locator(`main a[href="/calls/${CALL}"]`));
    await tabTo(page, page.locator('[name="language"]:checked'));
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[name="language"]:checked').getAttribute('value')).toBe('fr');
    await follow(button(page, say('call.start.button')));
    await follow(page.locator('main a[href$="/questions/q1"]'));
    await tabTo(page, page.locator('[name="networks.choice"]:checked'));
    await page.keyboard.press('ArrowDown');
    await tabTo(page, page.locator('#text'));
    await page.keyboard.type('Écrit au clavier.');
    await tabTo(page, page.locator('#finished'));
    await page.keyboard.press('Space');
    await follow(button(page, say('form.saveAndContinue')));
    await follow(page.locator('main a[rel="prev"]'));
    expect(await page.locator('#text').inputValue()).toBe('Écrit au clavier.');
    expect(await page.locator('[name="networks.choice"]:checked').getAttribute('value')).toBe('yes');
    expect(await page.locator('#finished').isChecked()).toBe(true);
    expect(await link(page, say('question.history')).count()).toBe(1);
  }),
);
