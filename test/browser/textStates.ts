/** The states of the pages of reference texts: none yet, refused, found, quoted into no question, read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALL, ROOT } from '../cast.ts';
import { send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

const PLAN = readFileSync(join(ROOT, 'test/reading/files/plan-d-action-ue.txt'), 'utf8');

export async function* texts({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, language, say);
  yield* shown(page, { 'texts, none': `${draft}/texts` });
  await press(page, button(page, say('texts.add.button')));
  yield 'texts, nothing given (422)';
  await fillIn(page, { text: PLAN, name: 'x'.repeat(120) });
  await press(page, button(page, say('texts.add.button')));
  yield 'texts, added';
  const address = await page.locator('main a.signatories__name').getAttribute('href');
  await send(page, `${address!.split('?')[0]!}/offer`, { offered: 'yes' });
  yield* shown(page, { 'text, offered': address!, 'texts, found': `${draft}/texts?q=espace+civique&question=q3` });
  await page.goto(`${draft}/texts?q=droits`);
  await press(page, page.locator('.excerpt button').first());
  yield 'texts, no question chosen (422)';
  const other = await start(page, CALL, language, say);
  yield* shown(page, { 'texts, offered by another draft': `${other}/texts` });
}
