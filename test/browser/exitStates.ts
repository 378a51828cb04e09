/**
 * The states around leaving and being left alone: neutral titles, browsers that stay away, and the way out half pressed.
 */
import { CALL, OPENING } from '../cast.ts';
import { forge, send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

const HOUR_MS = 3_600_000;

export async function* exits({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, language, say);
  await page.goto(`${draft}/links`);
  await fillIn(page, { idle: '1' });
  await forge(page, '[name="idle"]:checked', '2');
  await press(page, button(page, say('sessions.button')));
  yield 'links, unknown time (422)';
  await fillIn(page, { idle: '1' });
  await press(page, button(page, say('sessions.button')));
  yield 'links, an hour';
  await page.goto(`${draft}/questions/q9`);
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  yield 'question, Shift pressed twice';
  await fillIn(page, { text: 'Typed after the time was over.' });
  house.setClock(new Date(OPENING.getTime() + 3 * HOUR_MS));
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'error, left alone for too long (404)';
  house.setClock(OPENING);

  await page.goto('/safety');
  await press(page, button(page, say('titles.change')));
  yield 'safety, neutral titles';
  yield* shown(page, { 'preferences, neutral titles': '/preferences?back=/safety' });
  await send(page, '/preferences', { titles: 'named' });
}
