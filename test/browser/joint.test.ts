/**
 * A joint submission in three browsers, with scripts and without: the owner lists two organisations and lets them in,
 * both say yes, a change takes their yes away and shows itself, and the last yes opens the way to the receipt.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { button, fillIn, link, phrases, press, textOf } from './writer.ts';

const say = phrases.en;
let house: House;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  origin = await house.listen();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

describe.each([
  { scripts: true, size: 'wide' },
  { scripts: false, size: 'narrow' },
] as const)('three organisations, scripts: $scripts', ({ scripts, size }) => {
  it('agree on one text', async () => {
    const visit = (): Promise<Visit> => openVisit(browser, origin, { scripts, size, allow: [/status of 4(?:09|22)/] });
    const owner = await visit();
    const { page } = owner;
    await page.goto(`/calls/${CALL}`);
    await fillIn(page, { language: 'en', approval: 'all' });
    await press(page, button(page, say('call.start.button')));
    const draft = new URL(page.url()).pathname;
    await page.goto(`${draft}/questions/q9`);
    await fillIn(page, { text: 'A permanent contact point.' });
    await press(page, button(page, say('form.saveAndContinue')));

    await page.goto(draft);
    await press(page, link(page, say('signatories.title')));
    await press(page, link(page, say('signatories.import.title')));
    const table = 'Bay Trust, United Kingdom\nAgir, Sénégal\nAgir, SN';
    if (scripts) {
      // As Excel writes it.
      const buffer = Buffer.from(table.replaceAll(', ', ';'), 'latin1');
      await page.locator('#file').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer });
      await page.locator('#text:focus').waitFor();
    } else await fillIn(page, { text: table });
    await press(page, button(page, say('signatories.import.look')));
    expect(await textOf(page)).toContain('It stands on line 2 already.');
    await press(page, button(page, say('signatories.import.apply', { count: 2 })));
    await press(page, button(page, `${say('signatories.up')} Agir`));
    const listed = await page.locator('.signatories__name').allInnerTexts();
    expect(listed.slice(1)).toEqual(['Agir', 'Bay Trust']);

    const members: Visit[] = [];
    for (const name of ['Agir', 'Bay Trust']) {
      await page.goto(`${draft}/signatories`);
      await press(page, link(page, `${say('signatories.invite')} ${name}`));
      await press(page, button(page, say('links.new')));
      const address = await page.locator('#secret').innerText();
      const member = await visit();
      await member.page.goto(address);
      await press(member.page, button(member.page, say('links.enter')));
      await press(member.page, link(member.page, say('approvals.title')));
      expect(await textOf(member.page)).toContain(`Your answer for ${name}`);
      members.push(member);
    }
    const [agir, bay] = members.map((member) => member.page) as [Visit['page'], Visit['page']];
    await fillIn(agir, { words: 'By our board in Dakar.' });
    await press(agir, button(agir, say('approvals.decide.yes')));
    expect(await textOf(agir)).toContain('1 of 3 have approved this text');

    await page.goto(`${draft}/questions/q9`);
    await fillIn(page, { text: 'A permanent contact point in Geneva.' });
    await press(page, button(page, say('form.saveAndContinue')));

    await fillIn(bay, { words: 'Our director.' });
    expect(await press(bay, button(bay, say('approvals.decide.yes')))).toBe(409);
    expect(await bay.locator('ins').innerText()).toContain('in Geneva');
    expect(await bay.locator('#words').inputValue()).toBe('Our director.');
    await press(bay, button(bay, say('approvals.decide.yes')));
    await agir.reload();
    expect(await textOf(agir)).toContain('The text has changed since it was approved by: Agir.');
    expect(await agir.locator('ins').innerText()).toContain('in Geneva');

    await page.goto(`${draft}/submission`);
    expect(await textOf(page)).toContain('2 organisations have not approved this text:');
    expect(await press(page, button(page, say('submission.self.button')))).toBe(422);
    await press(agir, button(agir, say('approvals.decide.yes')));
    await page.goto(`${draft}/approvals`);
    await press(page, button(page, say('approvals.decide.yes')));
    await page.goto(`${draft}/submission`);
    expect(await textOf(page)).toContain(say('submission.approvals.all'));
    expect(await press(page, button(page, say('submission.self.button')))).toBe(200);
    expect(await textOf(page)).toContain('AM-');
    for (const one of [owner, ...members]) await one.end();
  });
});
