/**
 * Every page in every state, in each language: nothing that axe finds at WCAG 2.2 AA, nothing asked of another origin,
 * no rule of the Content-Security-Policy broken, the language of every quoted text said, nothing that scrolls sideways
 * at 320 pixels or 400 % zoom, enough contrast in light, dark and forced colours, and print without buttons.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../src/domain/language.ts';
import { openHouse, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { contrastFaults, faultsOf, printFaults, textsOf } from './looks.ts';
import { states } from './states.ts';

let browser: Browser;
let smtp: TestSmtp;
let house: House;
let origin: string;

beforeAll(async () => {
  browser = await launchBrowser();
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url });
  origin = await house.listen();
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await smtp.stop();
});

/** What does not depend on words is looked at once: colours where our own marks show too, paper where texts are long. */
const ONCE: Readonly<Record<Language, (visit: Visit) => Promise<string[]>>> = {
  en: (visit) => contrastFaults(visit, 'dark'),
  fr: (visit) => contrastFaults(visit, 'forced'),
  es: printFaults,
};

it.each(LANGUAGES)('every page in every state is sound in %s', { timeout: 1_200_000 }, async (language) => {
  const visit = await openVisit(browser, origin, { language, look: { timezoneId: 'Africa/Dakar' } });
  const texts = textsOf(house.questionnaire);
  const faults: string[] = [];
  for await (const state of states({ page: visit.page, house, smtp, language })) {
    const found = [...(await faultsOf(visit, language, texts)), ...(await ONCE[language](visit))];
    faults.push(...found.map((fault) => `${state}: ${fault}`));
  }
  expect(faults).toEqual([]);
  await visit.end();
});
