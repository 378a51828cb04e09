/**
 * The stage on which pages are shown in one state after another, and what is done behind them to bring a state about.
 */
import type { Page } from 'playwright-core';
import type { Language } from '../../src/domain/language.ts';
import type { House } from '../cast.ts';
import type { TestSmtp } from '../smtp.ts';
import type { Fields } from './writer.ts';

export interface Stage {
  /** A browser with scripts, that has no draft yet. */
  readonly page: Page;
  /** Sends by `smtp`. */
  readonly house: House;
  readonly smtp: TestSmtp;
  readonly language: Language;
}

export async function* shown(page: Page, pages: Readonly<Record<string, string>>): AsyncGenerator<string> {
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(address);
    yield name;
  }
}

/** Sends a form behind the page's back, as another tab of the same browser would. */
export async function send(page: Page, address: string, fields: Fields): Promise<void> {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  );
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await page.request.post(address, { data: body.toString(), headers, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`${address} answered ${answer.status()}`);
}

/** Gives a field a value that the page does not offer. */
export async function forge(page: Page, selector: string, value: string): Promise<void> {
  await page
    .locator(selector)
    .first()
    .evaluate((field: HTMLInputElement, forged) => {
      field.value = forged;
    }, value);
}
