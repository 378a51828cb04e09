/**
 * Asking for reminders and for a calendar as people do it, with scripts and without: from the contents page to the
 * confirmed address, changed, ended, and a calendar's address that is made, copied and taken back.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { button, fillIn, link, phrases, press, start, textOf } from './writer.ts';

let browser: Browser;
let smtp: TestSmtp;
let house: House;
let origin: string;
let visit: Visit | null = null;

beforeAll(async () => {
  browser = await launchBrowser();
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  origin = await house.listen();
});
afterEach(async () => {
  await visit?.end();
  visit = null;
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await smtp.stop();
});

const say = phrases.en;

async function open(scripts: boolean, timezoneId = 'America/Bogota'): Promise<Page> {
  visit = await openVisit(browser, origin, { scripts, size: 'narrow', look: { timezoneId } });
  return visit.page;
}

/** The newest request of a draft. */
const asked = async (draft: string) =>
  (await house.store.subscriptionsOf(draft.split('/').at(-1)!)).at(-1)!.subscription;

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('%s', (_name, scripts) => {
  it('reminders are asked for, confirmed, changed and ended', async () => {
    const page = await open(scripts);
    const draft = await start(page, CALL, 'en', say);
    await press(page, link(page, say('reminders.open')));
    expect(new URL(page.url()).pathname).toBe(`${draft}/reminders`);

    await fillIn(page, { address: 'awa at rivages', saying: 'neutral', zone: 'Africa/Dakar', hour: '7' });
    expect(await press(page, button(page, say('reminders.ask')))).toBe(422);
    await fillIn(page, { address: 'awa@rivages.example.org' });
    await press(page, button(page, say('reminders.ask')));
    expect(await textOf(page)).toContain(say('reminders.said.asked'));
    expect(await textOf(page)).toContain('At 07:00 (Africa/Dakar), in English, neutral');

    const { token } = await asked(draft);
    await page.goto(`/reminders/${token}`);
    expect(await page.title()).toBe(say('reminders.confirm.title'));
    await press(page, button(page, say('reminders.confirm.button')));
    expect(await textOf(page)).toContain(say('reminders.confirm.first', { when: '7 February 2024 at 07:00' }));

    await page.goto(`${draft}/reminders`);
    await page.locator('.card summary').click();
    await page.locator('.card [name="hour"]').selectOption('18');
    await press(page, button(page, say('reminders.save')));
    expect(await textOf(page)).toContain('Next: 7 February 2024 at 18:00 (Africa/Dakar)');
    await page.goto(draft);
    expect(await textOf(page)).toContain('Next: 7 February 2024 at 18:00 (Africa/Dakar)');

    await page.goto(`/reminders/${token}/end`);
    expect((await asked(draft)).ended).toBeNull();
    await press(page, button(page, say('reminders.stop.button')));
    expect(await textOf(page)).toContain(say('reminders.stop.done'));
    await page.goto(`${draft}/reminders`);
    expect(await textOf(page)).toContain('Ended on 1 February 2024 at 09:00 (Africa/Dakar)');
    await expect(visit?.violations()).resolves.toEqual([]);
  });

  it('a calendar gets an address, a new one, and none', async () => {
    const page = await open(scripts);
    const draft = await start(page, CALL, 'en', say);
    await page.goto(`${draft}/reminders`);
    await press(page, button(page, say('feed.make')));
    const address = await page.locator('#feed').innerText();
    expect(address).toMatch(new RegExp(`^${origin}/feeds/[0-9a-z]{32}/calendar\\.ics$`));
    const fetched = await (await fetch(address)).text();
    expect(fetched).toContain('SUMMARY:Deadline: Civil society');
    expect(await page.locator('#feed + .copy').count()).toBe(scripts ? 1 : 0);

    await fillIn(page, { neutral: 'yes' });
    await press(page, button(page, say('feed.anew')));
    const neutral = await page.locator('#feed').innerText();
    expect((await fetch(address)).status).toBe(404);
    expect(await (await fetch(neutral)).text()).toContain('SUMMARY:Last day');
    await press(page, button(page, say('feed.end')));
    expect(await page.locator('#feed').count()).toBe(0);
    expect((await fetch(neutral)).status).toBe(404);
  });
});

describe('the zone of the form', () => {
  it.each([
    ['is that of the browser', true, 'America/Bogota', 'America/Bogota'],
    ['is Geneva’s without scripts', false, 'America/Bogota', 'Europe/Zurich'],
    ['is Geneva’s in a browser that tells nobody', true, 'UTC', 'Europe/Zurich'],
  ])('%s', async (_name, scripts, timezoneId, expected) => {
    const page = await open(scripts, timezoneId);
    const draft = await start(page, CALL, 'en', say);
    await page.goto(`${draft}/reminders`);
    expect(await page.locator('#zone').inputValue()).toBe(expected);
  });
});
