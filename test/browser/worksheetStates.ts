/** The states of the page where a worksheet is taken and brought back. */
import type { Page } from 'playwright-core';
import { CALL } from '../cast.ts';
import { send, shown, type Stage } from './stage.ts';
import { phrases, start } from './writer.ts';

export async function* worksheets({ page, language }: Stage): AsyncGenerator<string> {
  const draft = await start(page, CALL, language, phrases[language]);
  yield* shown(page, { worksheet: `${draft}/worksheet` });
  yield* returned(page, draft);
}

/** What a sheet says that came back with a new text, one where the draft has another, and one that belongs nowhere. */
async function* returned(page: Page, draft: string): AsyncGenerator<string> {
  await send(page, `${draft}/questions/q3`, { revision: '0', text: 'Another answer.' });
  const sheet = ['A word before.', '', '[► q2]', 'An answer.', '[◄ /q2]', '[► q3]', 'The answer.', '[◄ /q3]'].join(
    '\n',
  );
  await page.goto(`${draft}/worksheet`);
  await page.fill('#text', sheet);
  await page.click('form[enctype] button');
  await page.locator('#preview').waitFor();
  yield 'worksheet-returned';
  await page.uncheck('input[name="take.q2"]');
  await page.click('#take button');
  await page.locator('.govuk-error-summary').waitFor();
  yield 'worksheet-returned-nothing';
}
