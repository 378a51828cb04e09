/**
 * The states of the sources: none yet, some to choose from for a question, forms that were not taken, and one that is cited.
 */
import { CALL } from '../cast.ts';
import { send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

export async function* sources({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, 'fr', say);
  const list = `${draft}/sources`;
  yield* shown(page, { 'sources, none': list });
  const report = { kind: 'report', author: 'Rivages', title: 'Les ports', date: '2023-05', imprint: 'x'.repeat(120) };
  await send(page, list, { ...report, address: 'https://rivages.example.org/ports', accessed: '2024-02-01' });
  await send(page, list, { kind: 'testimony', author: 'Une voisine', title: 'La nuit', date: '', confidential: 'yes' });
  await page.goto(list);
  await fillIn(page, { kind: 'web-page', date: 'x' });
  await press(page, button(page, say('sources.addButton')));
  yield 'sources, not taken (422)';

  await page.goto(`${draft}/questions/q3`);
  await fillIn(page, { text: 'Nous étions 45 % [@rivages-2023] [@personne].' });
  await press(page, button(page, say('sources.aid')));
  await page.locator('[name="place"]').first().fill('p. [12]');
  await press(
    page,
    page
      .locator('main form:has([name="place"])')
      .first()
      .getByRole('button', { name: say('sources.cite', { number: 3 }) }),
  );
  yield 'sources for a question, no place (422)';
  await page.locator('main a[href*="/sources/"]').first().click();
  yield 'one source, cited';
  await send(page, `${draft}/source-list`, { listed: 'yes' });
  yield* shown(page, { 'review, with sources': `${draft}/review`, 'copying, with sources': `${draft}/copying` });
}
