/**
 * What a slow line has to carry: the first page with its style and script in at most 50 kB as they come over the wire,
 * and no page that asks for more than itself, one style sheet, one script and one icon.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { phrases, start } from './writer.ts';

const FIRST_PAGE_BYTES_MAX = 50_000;
const REQUESTS_MAX = 4;

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

describe.each([true, false])('scripts %s', (scripts) => {
  it.each(['/', `/calls/${CALL}`, '/safety'])('%s is a light first page', async (address) => {
    const visit = await openVisit(browser, origin, { scripts });
    const bodies: Promise<number>[] = [];
    visit.page.on('requestfinished', (request) => {
      bodies.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await visit.page.goto(address, { waitUntil: 'networkidle' });
    const bytes = await Promise.all(bodies);
    expect(bytes.length).toBeGreaterThanOrEqual(scripts ? 3 : 2);
    expect(bytes.length).toBeLessThanOrEqual(REQUESTS_MAX);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(FIRST_PAGE_BYTES_MAX);
    await visit.end();
  });
});

it('asks for style and script once, and then for pages alone', async () => {
  const visit = await openVisit(browser, origin);
  const { page } = visit;
  const draft = await start(page, CALL, 'fr', phrases.en);
  await page.waitForLoadState('networkidle');
  const pages = ['', '/organisation', '/questions/q5', '/publication', '/review', '/email', '/submission', '/links'];
  for (const address of pages) {
    const asked: string[] = [];
    const note = (request: { url(): string }): number => asked.push(new URL(request.url()).pathname);
    page.on('request', note);
    await page.goto(draft + address, { waitUntil: 'networkidle' });
    page.off('request', note);
    const transferred = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .reduce((sum, one) => sum + (one as PerformanceResourceTiming).transferSize, 0),
    );
    expect(asked.length).toBeLessThanOrEqual(REQUESTS_MAX);
    expect(transferred).toBe(0);
  }
  await visit.end();
});
