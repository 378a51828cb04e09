/**
 * Leaving at once, in the browser: by the button, by the keyboard, with scripts and without. Nothing of a draft may be
 * seen from the first moment on, nothing may ask whether one is sure, and nothing leads back.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit, type Visit, type Visitor } from './browser.ts';
import { fillIn, phrases, start } from './writer.ts';

const say = phrases.en;
const TYPED = 'Typed, and saved nowhere.';

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

interface Scene extends Visit {
  readonly draft: string;
  /** What the browser asked its reader. */
  readonly questions: string[];
}

/** Somebody stands at a question, with a text that is not saved. */
async function atAQuestion(visitor: Visitor = {}): Promise<Scene> {
  const visit = await openVisit(browser, origin, visitor);
  const { page } = visit;
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.accept();
  });
  const draft = await start(page, CALL, 'en', say);
  await page.goto(`${draft}/questions/q9`);
  await fillIn(page, { text: TYPED });
  return { ...visit, draft, questions };
}

const exit = (page: Page) => page.locator('form.exit button');
const shifts = async (page: Page, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await page.keyboard.press('Shift');
};

/** That the neutral page stands there, that the session is over, and that going back shows nothing. */
async function expectGone({ page, draft, questions }: Scene): Promise<void> {
  await page.waitForURL('**/exit');
  expect(await page.title()).toBe(say('left.title'));
  expect(questions).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  expect((await page.request.get(draft)).status()).toBe(404);
  await page.goBack();
  expect(await page.content()).not.toContain(TYPED);
  expect(await page.locator('textarea').count()).toBe(0);
}

describe.each([true, false])('leaving, scripts %s', (scripts) => {
  it('by the button', async () => {
    const scene = await atAQuestion({ scripts });
    await exit(scene.page).click();
    await expectGone(scene);
    await scene.end();
  });

  it('by what the Tab key reaches second', async () => {
    const scene = await atAQuestion({ scripts, size: 'narrow' });
    await scene.page.reload();
    scene.questions.length = 0;
    await scene.page.keyboard.press('Tab');
    await scene.page.keyboard.press('Tab');
    expect(await exit(scene.page).evaluate((element) => element === document.activeElement)).toBe(true);
    await scene.page.keyboard.press('Enter');
    await expectGone(scene);
    await scene.end();
  });
});

describe('with scripts', () => {
  it('Shift three times leaves, from the middle of a text', async () => {
    const scene = await atAQuestion();
    await scene.page.locator('#text').focus();
    await shifts(scene.page, 3);
    await expectGone(scene);
    await scene.end();
  });

  it('the page takes the place of the one that was left', async () => {
    const scene = await atAQuestion();
    const before = await scene.page.evaluate(() => history.length);
    await shifts(scene.page, 3);
    await scene.page.waitForURL('**/exit');
    expect(await scene.page.evaluate(() => history.length)).toBe(before);
    await scene.end();
  });

  it('says how often to press, and forgets presses that something came between', async () => {
    const scene = await atAQuestion();
    const { page } = scene;
    const said = page.locator('form.exit [role="status"]');
    const lit = page.locator('.exit__light--on');
    await shifts(page, 1);
    expect(await said.textContent()).toBe(say('exit.two'));
    expect(await lit.count()).toBe(1);
    await shifts(page, 1);
    expect(await said.textContent()).toBe(say('exit.one'));
    expect(await lit.count()).toBe(2);
    expect(await scene.violations()).toEqual([]);
    await page.locator('#text').pressSequentially('a');
    expect(await said.textContent()).toBe('');
    expect(await lit.count()).toBe(0);
    for (const key of ['Shift+A', 'Shift+B', 'Shift+C', 'Shift+ArrowLeft']) await page.keyboard.press(key);
    expect(await said.textContent()).toBe('');
    await shifts(page, 2);
    await page.mouse.click(300, 300);
    await shifts(page, 1);
    expect(await said.textContent()).toBe(say('exit.two'));
    expect(page.url()).toContain(scene.draft);
    await scene.end();
  });

  it('shows nothing while the session is being ended', async () => {
    const scene = await atAQuestion();
    const { page } = scene;
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/exit', async (route) => {
      if (route.request().method() === 'POST') await held;
      await route.continue();
    });
    await exit(page).click();
    expect((await page.locator('body').innerText()).trim()).toBe(say('exit.going'));
    expect(await page.title()).toBe(say('left.title'));
    const { html, icons } = await page.evaluate(() => ({
      html: document.body.outerHTML,
      icons: document.querySelectorAll('link[rel="icon"]').length,
    }));
    expect(html).not.toContain('textarea');
    expect(icons).toBe(0);
    answer();
    await expectGone(scene);
    await scene.end();
  });

  it('leaves nothing behind on the device', async () => {
    const scene = await atAQuestion();
    const { page } = scene;
    await page.evaluate(() => localStorage.setItem('unsaved.text', 'A copy.'));
    await page.route('**/exit/picture.svg', (route) => route.abort());
    await shifts(page, 3);
    await page.waitForURL('**/exit');
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await page.context().close();
  });

  it('leaves also where the line is cut', async () => {
    const scene = await atAQuestion({ allow: [/Failed to load resource/] });
    const { page } = scene;
    await page.route('**/exit', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
    await exit(page).click();
    await page.waitForURL('**/exit');
    expect(await page.content()).not.toContain(TYPED);
    await scene.end();
  });

  it('takes along every other page of the program that is open', async () => {
    const scene = await atAQuestion();
    const other = await scene.page.context().newPage();
    await other.goto(`${scene.draft}/review`);
    await shifts(scene.page, 3);
    await other.waitForURL('**/exit');
    expect(await other.title()).toBe(say('left.title'));
    await expectGone(scene);
    await scene.end();
  });
});

it.each([
  { name: 'on a telephone', visitor: { size: 'narrow' } },
  { name: 'on a wide screen', visitor: {} },
] as const)('stays in reach $name, however far down', async ({ visitor }) => {
  const scene = await atAQuestion(visitor);
  const { page } = scene;
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight / 2));
  const { y, height, x, width } = (await exit(page).boundingBox())!;
  const size = page.viewportSize()!;
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y + height).toBeLessThan(size.height);
  expect(x + width).toBeLessThanOrEqual(size.width);
  // Nothing lies over it.
  expect(
    await exit(page).evaluate((one) => {
      const { left, top } = one.getBoundingClientRect();
      return one.contains(document.elementFromPoint(left + 5, top + 5));
    }),
  ).toBe(true);
  await scene.end();
});
