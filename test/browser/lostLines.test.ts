/**
 * Nothing typed is lost, with what forms like to spoil in every field: a line that drops as one presses "save", a server
 * that starts again, a session that ends, a device that slept; with scripts and without. What `autosave.test.ts` shows of
 * saves by themselves is not shown again. Every field is compared as a whole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/web/secrets.ts';
import { CALL, linkTo, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { send } from './stage.ts';
import { button, fillIn, phrases, press, start, type Fields } from './writer.ts';

const say = phrases.en;
/** What a browser says of a line that drops, and of pages that it may not open, is no fault of ours. */
const allow = [/Failed to load resource/, /ERR_/, /40[34]/];
/** White space at both ends, no-break spaces, letters of several signs, right to left, brackets without a half, HTML. */
const NASTY =
  '\n  Un\u00a0: deux\u202f! \n\nעברית \u200f(RTL)\u200f — 👩‍💻 e\u0301\n[[Aïcha]] ]] <b>&amp;</b> "x" </textarea>\t \n\n';
const ROW = 'Loi «\u00a0x\u00a0» <i> & "y" ]] 👩‍💻 ';
/** Every kind of field that the founding call has in one question. */
const FIELDS: Fields = {
  'laws.0.name': ROW,
  'laws.0.year': '1968',
  'laws.0.effect': NASTY,
  'reprisals.choice': 'yes',
  'reprisals.details': NASTY,
  'forms.ticked': ['surveillance', 'attack'],
  'forms.attack': NASTY,
  text: NASTY,
  declined: 'yes',
  reason: ROW,
  confidential: 'yes',
};

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

async function writing(scripts: boolean): Promise<Writing> {
  const visit = await openVisit(browser, origin, { allow, scripts });
  const draft = await start(visit.page, CALL, 'fr', say);
  const address = `${draft}/questions/q5`;
  await visit.page.goto(address);
  return { visit, page: visit.page, draft, address };
}

/** What the server has, as a browser that is asked again shows it: by name, for the fields that were filled in. */
async function stored({ page, address }: Writing): Promise<Fields> {
  const fresh = await page.context().newPage();
  await fresh.goto(address);
  const found = Object.fromEntries(
    await Promise.all(
      Object.entries(FIELDS).map(async ([name, filled]) => {
        const fields = fresh.locator(`main [name="${name}"]`);
        const kind = await fields.first().getAttribute('type');
        if (kind !== 'checkbox' && kind !== 'radio') return [name, await fields.first().inputValue()];
        const ticked = await fresh
          .locator(`main [name="${name}"]:checked`)
          .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
        return [name, Array.isArray(filled) ? ticked : ticked[0]];
      }),
    ),
  );
  await fresh.close();
  return found as Fields;
}

const revisions = async ({ draft }: Writing): Promise<number> =>
  (await house.store.history(draft.split('/').at(-1)!, 'q5')).length;

async function stopServer(): Promise<number> {
  await house.close();
  return Number(new URL(origin).port);
}
async function startServer(port: number): Promise<void> {
  house = await openHouse({ dataDir });
  await house.listen(port);
}

/** As when its time is over: the browser does not know yet. */
async function endSession(page: Page): Promise<void> {
  const token = (await page.context().cookies()).find(({ name }) => name === 'session')!.value;
  await house.store.endSession(hashOf(token), house.clock());
}

const save = (page: Page) => button(page, say('form.saveAndStay'));
const copies = (page: Page): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('unsaved.')).length);
const until = (page: Page, key: string): Promise<void> =>
  page
    .locator('[data-autosave-state]', { hasText: say(`autosave.${key}`).split('{time}')[0]! })
    .waitFor({ timeout: 60_000 });

describe('with scripts', () => {
  it('a line that drops as one presses “save” leaves the copy on the device until the text has arrived', async () => {
    const { visit, page, draft, address } = await writing(true);
    await page.getByRole('button', { name: say('autosave.yes') }).click();
    await page.locator('[data-wish="yes"]').waitFor();
    await page.context().setOffline(true);
    await fillIn(page, FIELDS);
    await until(page, 'offline');
    await expect.poll(() => copies(page)).toBe(1);
    await save(page).click();
    await page.waitForURL('chrome-error://**');
    await page.context().setOffline(false);
    await page.close({ runBeforeUnload: false });

    const again = await visit.page.context().newPage();
    await again.goto(address);
    await until(again, 'saved');
    const here = { visit, page: again, draft, address };
    await expect.poll(() => stored(here), { timeout: 30_000 }).toEqual(FIELDS);
    await expect.poll(() => copies(again), { timeout: 30_000 }).toBe(0);

    // A save that arrives takes its copy along, wherever it leads.
    await again.goto(`${draft}/questions/q8`);
    await again.locator('#text').fill('Plus court.');
    await expect.poll(() => copies(again)).toBe(1);
    await press(again, button(again, say('form.saveAndContinue')));
    expect(new URL(again.url()).pathname).toBe(`${draft}/questions/q9`);
    await expect.poll(() => copies(again)).toBe(0);
    await visit.end();
  });

  it('a press of “save” while the text saves itself is sent after that', async () => {
    const { visit, page, draft } = await writing(true);
    const address = `${draft}/questions/q8`;
    await page.goto(address);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let calls = 0;
    await page.route(`**${address}`, async (route) => {
      if (route.request().method() === 'POST' && (calls += 1) === 1) await held;
      await route.continue();
    });
    await page.locator('#text').fill('Un.');
    await expect.poll(() => calls, { timeout: 30_000 }).toBe(1);
    await button(page, say('form.saveAndContinue')).click();
    letGo();
    await page.waitForURL(`**${draft}/questions/q9`);
    expect(calls).toBe(2);
    await visit.end();
  });

  it('a save that was under way when the device fell asleep is not waited for', async () => {
    const { visit, page, draft, address } = await writing(true);
    await page.clock.install();
    await page.goto(address);
    let calls = 0;
    await page.route(`**${address}`, (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      calls += 1;
      // The first one hangs, as on a line that is gone.
      return calls === 1 ? undefined : route.continue();
    });
    await fillIn(page, FIELDS);
    await page.clock.fastForward(3_000);
    await expect.poll(() => calls).toBe(1);
    await page.clock.setSystemTime(Date.now() + 8 * 3_600_000);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect
      .poll(
        async () => {
          await page.clock.runFor(1_000);
          return stored({ visit, page, draft, address });
        },
        { timeout: 30_000 },
      )
      .toEqual(FIELDS);
    await visit.end();
  });
});

describe('without scripts', () => {
  it('a page that was sent to a dead server is sent again, and once more, and saved once', async () => {
    const here = await writing(false);
    const { visit, page } = here;
    await fillIn(page, FIELDS);
    const port = await stopServer();
    await save(page).click();
    await page.waitForURL('chrome-error://**');
    await startServer(port);
    await page.reload();
    expect(await stored(here)).toEqual(FIELDS);
    expect(await revisions(here)).toBe(1);
    // A reader who waits presses twice.
    await send(page, here.address, { ...FIELDS, whole: 'yes', revision: '0' });
    expect(await revisions(here)).toBe(1);
    await visit.end();
  });

  it('a session that ended gives everything back, and a link brings it in', async () => {
    const here = await writing(false);
    const { visit, page, draft } = here;
    const link = origin + (await linkTo(house, draft, 'writer', 'field office'));
    await fillIn(page, FIELDS);
    await endSession(page);
    expect(await press(page, save(page))).toBe(404);
    await page.locator('#code').fill(link);
    expect(await press(page, button(page, say('errors.again.enter')))).toBe(200);
    expect(await press(page, button(page, say('errors.again.save')))).toBe(200);
    expect(new URL(page.url()).pathname).toBe(here.address);
    expect(await stored(here)).toEqual(FIELDS);
    await visit.end();
  });

  it('a session that ended is opened in another tab, and the page sent again', async () => {
    const here = await writing(false);
    const { visit, page, draft } = here;
    const link = await linkTo(house, draft, 'writer', 'field office');
    await fillIn(page, FIELDS);
    await endSession(page);
    expect(await press(page, save(page))).toBe(404);
    const other = await page.context().newPage();
    await other.goto(link);
    await press(other, button(other, say('links.enter')));
    expect(await press(page, button(page, say('errors.again.button')))).toBe(200);
    expect(await stored(here)).toEqual(FIELDS);
    await visit.end();
  });
});
