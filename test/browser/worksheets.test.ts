/** A worksheet taken, filled in elsewhere and brought back, with scripts and without: every character of it. */
import type { Browser } from 'playwright-core';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { button, fillIn, link, phrases, press, start, take, textOf } from './writer.ts';

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

const run = (text: string, marks = ''): string =>
  `<w:r><w:rPr>${marks}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const PARAGRAPHS = [
  `${run('Oui, ')}${run('depuis 2011', '<w:b/>')}${run(' – voir https://example.org/a_b.')}`,
  run('«\u00a0Deux\u00a0» & trois ; [[un nom]] !').replace('&', '&amp;'),
];
const TEXT = 'Oui, **depuis 2011** – voir https://example.org/a_b.\n\n«\u00a0Deux\u00a0» & trois ; [[un nom]] !';

/** What somebody writes into a place of the sheet, in another program. */
function filledIn(sheet: Uint8Array, place: string): Uint8Array {
  const parts = unzipSync(sheet);
  const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
  const start = xml.indexOf('</w:p>', xml.indexOf(`[► ${place}]`)) + '</w:p>'.length;
  const end = xml.lastIndexOf('<w:p>', xml.indexOf(`[◄ /${place}]`));
  const body = PARAGRAPHS.map((one) => `<w:p>${one}</w:p>`).join('');
  return zipSync({ ...parts, 'word/document.xml': strToU8(xml.slice(0, start) + body + xml.slice(end)) });
}

it.each([
  ['on', true, 'wide'],
  ['off, on a phone', false, 'narrow'],
] as const)('comes back as it was filled in, scripts %s', async (_, scripts, size) => {
  const say = phrases.en;
  const visit = await openVisit(browser, origin, { scripts, size });
  const { page } = visit;
  const draft = await start(page, CALL, 'fr', say);
  await page.goto(`${draft}/questions/q3`);
  await fillIn(page, { text: 'Untouched.' });
  await press(page, button(page, say('form.saveAndContinue')));
  await page.goto(`${draft}/worksheet`);
  const { bytes } = await take(page, link(page, say('worksheet.page.button')));
  const buffer = Buffer.from(filledIn(bytes, 'q2'));
  await page.setInputFiles('#file', { name: 'fiche.docx', mimeType: 'application/octet-stream', buffer });
  await press(page, button(page, say('worksheet.page.read')));
  expect(await textOf(page)).toContain(say('worksheet.preview.counts.new_one'));
  expect(await visit.violations()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width);
  await press(page, button(page, say('worksheet.preview.button')));
  expect(await textOf(page)).toContain(say('worksheet.page.taken', { count: 1 }));
  await page.goto(`${draft}/questions/q2`);
  expect(await page.locator('#text').inputValue()).toBe(TEXT);
  await page.goto(`${draft}/questions/q3`);
  expect(await page.locator('#text').inputValue()).toBe('Untouched.');
  await visit.end();
});
