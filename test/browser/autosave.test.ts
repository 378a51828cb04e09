/**
 * Nothing typed is lost: answers save themselves, and whatever comes between (no connection, an answer that got lost, an
 * ended session, a server that starts again, a tab that is closed) costs no character. Every text is compared as a whole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, linkTo, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { button, phrases, press, start } from './writer.ts';

const say = phrases.en;
/** What a browser says of a line that drops, and of pages that it may not open, is no fault of ours. */
const allow = [/Failed to load resource/, /ERR_/, /requestfailed/i, /40[34]/];
const TEXT = 'Au Sahel, l’État – « au nom » de la sécurité –\nretient des camions.\n\n- un\n- deux [[Aïcha]] 😀';

let browser: Browser;
let dataDir: string;
let house: House;
let origin: string;

beforeAll(async () => {
  browser = await launchBrowser();
  dataDir = mkdtempSync(join(tmpdir(), 'aide-memoire-'));
  house = await openHouse({ dataDir });
  origin = await house.listen();
});
afterAll(async () => {
  await browser.close();
  await house.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Writing {
  readonly visit: Visit;
  readonly page: Page;
  readonly draft: string;
  readonly address: string;
}

async function writing(question = 'q1'): Promise<Writing> {
  const visit = await openVisit(browser, origin, { allow });
  const draft = await start(visit.page, CALL, 'fr', say);
  const address = `${draft}/questions/${question}`;
  await visit.page.goto(address);
  return { visit, page: visit.page, draft, address };
}

/** The phrase as a pattern: the time may be any, and after what was saved there may be more to say. */
function phrase(key: string): RegExp {
  const literal = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${say(`autosave.${key}`).split('{time}').map(literal).join('\\d\\d:\\d\\d')}`);
}

/** Waits until the line under the text begins with this phrase. */
const until = (page: Page, key: string): Promise<void> =>
  page.locator('[data-autosave-state]', { hasText: phrase(key) }).waitFor({ timeout: 60_000 });

/** Types at the end of the text. */
const type = (page: Page, words: string): Promise<void> => page.locator('#text').pressSequentially(words);

/** The text that the server has, seen by a browser that is asked again. */
async function stored(page: Page, address: string): Promise<string> {
  const fresh = await page.context().newPage();
  await fresh.goto(address);
  const text = await fresh.locator('#text').inputValue();
  await fresh.close();
  return text;
}

const copies = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Object.entries(localStorage).flatMap(([name, value]) => (name.startsWith('unsaved.') ? [String(value)] : [])),
  );

describe('an answer', () => {
  it('saves itself after a pause, and again as one goes on', async () => {
    const { visit, page, address } = await writing();
    await page.locator('#text').fill(TEXT);
    await until(page, 'saved');
    expect(await stored(page, address)).toBe(TEXT);
    await type(page, ' trois');
    await expect.poll(() => stored(page, address), { timeout: 30_000 }).toBe(`${TEXT} trois`);
    await until(page, 'saved');
    // What was saved needs no warning when the page is left.
    await page.goto('/');
    await visit.end();
  });

  it('says at once that brackets do not match', async () => {
    const { visit, page } = await writing();
    await page.locator('#text').fill('Ils ont arrêté [[Aïcha hier.');
    await until(page, 'saved');
    expect(await page.locator('[data-autosave-state]').innerText()).toContain(say('question.brackets.unclosed'));
    await visit.end();
  });

  it('waits for the connection, and loses nothing', async () => {
    const { visit, page, address } = await writing();
    await page.context().setOffline(true);
    await page.locator('#text').fill(TEXT);
    await until(page, 'offline');
    await type(page, ' quatre');
    await page.context().setOffline(false);
    await until(page, 'saved');
    await expect.poll(() => stored(page, address), { timeout: 30_000 }).toBe(`${TEXT} quatre`);
    await visit.end();
  });

  it('is in no conflict with its own writer when the answer to a save got lost', async () => {
    const { visit, page, address } = await writing();
    let lost = 0;
    await page.route(`**${address}`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.locator('#text').fill(TEXT);
    await until(page, 'offline');
    expect(await stored(page, address)).toBe(TEXT);
    await page.locator('#text').fill('Tout autre chose.');
    await until(page, 'saved');
    await expect.poll(() => stored(page, address), { timeout: 30_000 }).toBe('Tout autre chose.');
    await visit.end();
  });

  it('is saved by the page that stayed open when its session had ended', async () => {
    const { visit, page, draft, address } = await writing();
    const link = await linkTo(house, draft, 'writer', 'field office');
    await page.context().clearCookies();
    await page.locator('#text').fill(TEXT);
    await until(page, 'ended');
    const other = await page.context().newPage();
    await other.goto(link);
    await press(other, button(other, say('links.enter')));
    await until(page, 'saved');
    expect(await stored(page, address)).toBe(TEXT);
    await visit.end();
  });

  it('outlives a server that starts again', async () => {
    const { visit, page, address } = await writing();
    const port = Number(new URL(origin).port);
    await house.close();
    await page.locator('#text').fill(TEXT);
    await until(page, 'offline');
    house = await openHouse({ dataDir });
    await house.listen(port);
    await until(page, 'saved');
    expect(await stored(page, address)).toBe(TEXT);
    await visit.end();
  });

  it('is put together with what somebody else saved', async () => {
    const { visit, page, draft, address } = await writing();
    await page.locator('#text').fill('Un.\n\nDeux.');
    await until(page, 'saved');
    const other = await openVisit(browser, origin, { allow });
    await other.page.goto(await linkTo(house, draft, 'writer', 'Chloé'));
    await press(other.page, button(other.page, say('links.enter')));
    await other.page.goto(address);
    await other.page.locator('#text').fill('Un, par Chloé.\n\nDeux.');
    await until(other.page, 'saved');
    await page.locator('#text').fill('Un.\n\nDeux, par Amina.');
    await until(page, 'merged');
    expect(await page.locator('#text').inputValue()).toBe('Un, par Chloé.\n\nDeux, par Amina.');
    await page.locator('#text').fill('Un, par Amina.\n\nDeux, par Amina.');
    await until(page, 'saved');
    await other.page.locator('#text').fill('Un, par Chantal.\n\nDeux.');
    await until(other.page, 'met');
    expect(await press(other.page, button(other.page, say('form.saveAndStay')))).toBe(409);
    await other.end();
    await visit.end();
  });
});

describe('the copy on the device', () => {
  /** Types without a connection, with copies allowed or not, and closes the tab. */
  async function closedWhileOffline(page: Page): Promise<void> {
    await page.context().setOffline(true);
    await page.locator('#text').fill(TEXT);
    await until(page, 'offline');
    await page.waitForTimeout(1_000);
  }

  it('brings an unsaved text back after the tab was closed, and is gone once it is saved', async () => {
    const { visit, page, address } = await writing();
    const context = page.context();
    await page.getByRole('button', { name: say('autosave.yes') }).click();
    await page.locator('[data-wish="yes"]').waitFor();
    await closedWhileOffline(page);
    const kept = await copies(page);
    expect(kept).toHaveLength(1);
    expect(kept.join()).not.toMatch(/Sahel|camions/);
    expect(Buffer.from(kept[0]!.split('.')[1]!, 'base64').toString('latin1')).not.toMatch(/Sahel|camions/);
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);

    const again = await context.newPage();
    await again.goto(address);
    await until(again, 'saved');
    expect(await again.locator('#text').inputValue()).toBe(TEXT);
    expect(await stored(again, address)).toBe(TEXT);
    await expect.poll(() => copies(again), { timeout: 30_000 }).toEqual([]);
    await visit.end();
  });

  it('is not made before it was explained and allowed', async () => {
    const { visit, page } = await writing();
    expect(await page.locator('[data-wish="open"]').innerText()).toContain(say('autosave.offer'));
    await closedWhileOffline(page);
    expect(await copies(page)).toEqual([]);
    await page.context().setOffline(false);
    await until(page, 'saved');
    await visit.end();
  });

  it('goes with those who leave', async () => {
    const { visit, page } = await writing();
    await page.getByRole('button', { name: say('autosave.yes') }).click();
    await page.locator('[data-wish="yes"]').waitFor();
    await closedWhileOffline(page);
    expect(await copies(page)).toHaveLength(1);
    await page.context().setOffline(false);
    await page
      .locator('form[action="/exit"]')
      .first()
      .evaluate((form: HTMLFormElement) => form.requestSubmit());
    await page.waitForURL('**/exit');
    expect(await copies(page)).toEqual([]);
    await visit.end();
  });
});
