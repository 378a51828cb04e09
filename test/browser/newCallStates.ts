/** The states of the pages on which a call is brought in: asked for, refused, read, corrected, kept. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../cast.ts';
import { shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press } from './writer.ts';

/** Invented; with a date that can mean two days, and a question under a question. */
const CALL = readFileSync(join(ROOT, 'test/domain/reader/calls/semillas-plazos.txt'), 'utf8');

export async function* newCalls({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  yield* shown(page, { 'new call, empty': '/calls/new' });
  await press(page, button(page, say('newCall.start.button')));
  yield 'new call, nothing given (422)';
  await page.setInputFiles('#file', { name: 'call.docx', mimeType: 'text/plain', buffer: Buffer.from('%PDF-1.7') });
  await press(page, button(page, say('newCall.start.button')));
  yield 'new call, another kind of file (422)';
  await fillIn(page, { text: CALL.replace(/\d{1,2} de \w+ de \d{4}/, '3/4/2031') });
  await press(page, button(page, say('newCall.start.button')));
  yield 'correction, read';
  await fillIn(page, { title: '', opening: 'soon' });
  await press(page, page.locator('#save'));
  yield 'correction, wrong (422)';
  await fillIn(page, { title: 'Semillas', opening: '' });
  await press(page, page.locator('#add-deadlines'));
  yield 'correction, a row more';
  await press(page, page.locator('#save'));
  yield 'call, brought in';
  const call = new URL(page.url()).pathname;
  yield* shown(page, { 'correction, once more': `${call}/correction`, 'home, with a call brought in': '/' });
}
