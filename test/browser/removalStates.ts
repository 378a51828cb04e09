/**
 * The states of the pages on which a draft comes to its end: early, soon, put off, and removed.
 */
import { CALL, introduce, linkTo, OPENING, startDraft } from '../cast.ts';
import { shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

/** Half a year after the deadline of the founding call, less a week. */
const SOON = new Date('2024-08-06T09:00:00Z');

export async function* removal({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, language, say);
  yield* shown(page, { 'removal, early': `${draft}/removal` });
  await fillIn(page, { name: 'Something else' });
  await press(page, button(page, say('removal.button')));
  yield 'removal, another name (422)';

  const old = await startDraft(house.browser());
  const writer = house.browser();
  await writer.post(await linkTo(house, old, 'writer', 'a writer')).expect(303);
  await introduce(writer, old);
  house.setClock(SOON);
  await page.goto(await linkTo(house, old, 'owner', 'the same, later'));
  await press(page, button(page, say('links.enter')));
  yield 'contents, removed soon';
  yield* shown(page, { 'removal, soon': `${old}/removal` });
  await press(page, page.locator('form[action$="/retention"] button'));
  yield 'removal, put off';
  await fillIn(page, { name: 'rivages solidaires' });
  await press(page, button(page, say('removal.button')));
  yield 'removed';
  house.setClock(OPENING);
}
