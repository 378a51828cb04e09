/**
 * The checks and the register of consent, with scripts and without: from a text that names people to a submission.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { button, fillIn, link, phrases, press, start, textOf } from './writer.ts';

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

const unfold = (page: Page, summary: string) => page.locator('summary', { hasText: summary }).first().click();

describe.each([true, false])('scripts %s', (scripts) => {
  it('a text that names people goes from the checks to a submission', async () => {
    const visit = await openVisit(browser, origin, { scripts, size: 'narrow', allow: [/422/] });
    const { page } = visit;
    const draft = await start(page, CALL, 'en', say);
    await page.goto(`${draft}/questions/q1`);
    await fillIn(page, { text: 'They arrested Fatou Sarr, and Moussa Diop left. Write to m@example.org.' });
    await press(page, button(page, say('form.saveAndStay')));

    await page.goto(`${draft}/review`);
    const people = page.locator('form:has([value="person"])').first();
    await people.getByRole('checkbox', { name: 'Fatou Sarr' }).check();
    await people.locator('summary').click();
    await people.getByLabel(say('checks.reason')).fill('Fatou Sarr is a character in our play.');
    await press(page, people.getByRole('button', { name: say('checks.asideTicked') }));
    await unfold(page, say('checks.asideCount', { count: 1 }));
    expect(await textOf(page)).toContain('Fatou Sarr is a character in our play.');

    await press(
      page,
      page
        .locator('#check-email-ask')
        .locator('..')
        .getByRole('link', { name: /Question 1/ }),
    );
    expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe(`${draft}/questions/q1#text`);

    await page.goto(`${draft}/submission`);
    expect(await press(page, button(page, say('submission.self.button')))).toBe(422);
    await press(page, link(page, say('submission.problems.consents')));
    expect(new URL(page.url()).pathname).toBe(`${draft}/consents`);
    await fillIn(page, { named: 'yes', 'rows.0.who': 'Moussa Diop', 'rows.0.informed': 'yes' });
    await press(page, button(page, say('consents.more')));
    await fillIn(page, { 'rows.0.understands': 'yes', 'rows.0.agrees': 'yes', 'rows.0.date': '2024-01-30' });
    await press(page, button(page, say('form.saveAndContinue')));
    expect(await page.locator('#check-person-ask').count()).toBe(0);

    await page.goto(`${draft}/submission`);
    await press(page, button(page, say('submission.self.button')));
    expect(await textOf(page)).toContain(say('receipt.title'));
    await visit.end();
  });
});
