/**
 * The pages of two people at one answer, in every state: put together and told, two texts that met in several ways, and
 * the history of an answer, page by page and text by text.
 */
import { CALL } from '../cast.ts';
import { forge, send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

const LONG = Array.from({ length: 60 }, (_, index) => `Sentence ${index} of the answer.`).join(' ');

export async function* together({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, language === 'es' ? 'fr' : 'es', say);
  const q5 = `${draft}/questions/q5`;
  await send(page, q5, { text: `First paragraph.\n\n${LONG}`, 'reprisals.choice': 'unsure', revision: '0' });
  await page.goto(q5);
  await send(page, q5, { text: `First paragraph, theirs.\n\n${LONG}`, revision: '1' });
  await fillIn(page, { text: `First paragraph.\n\n${LONG}\n\nMine.`, finished: 'yes' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'question, put together';

  const theirs = { 'reprisals.choice': 'yes', 'laws.0.name': `Act ${'of-a-long-name-'.repeat(12)}`, declined: 'yes' };
  await send(page, q5, { text: 'All new.', ...theirs, revision: '3' });
  await fillIn(page, { text: `First <paragraph>, mine.\n\n${LONG}`, 'reprisals.choice': 'no', 'laws.0.name': 'Act 7' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'question, two texts met, with all that can be chosen (409)';
  await forge(page, '[name="revision"]', '99');
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'question, two texts met, what they came from unknown (409)';

  const q9 = `${draft}/questions/q9`;
  await page.goto(q9);
  await send(page, q9, { text: `${'x'.repeat(300)} theirs`, revision: '0' });
  await fillIn(page, { text: 'mine' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'question, two first texts met (409)';

  for (let revision = 1; revision < 24; revision += 1) {
    const text =
      revision === 20 ? '' : `${LONG.replace('of the answer', `number ${revision}`)}\n\n${'y'.repeat(revision * 10)}`;
    await send(page, q9, { text, revision: String(revision) });
  }
  yield* shown(page, {
    'history, newest page': `${q9}/history`,
    'history, middle page': `${q9}/history?before=22`,
    'history, oldest page': `${q9}/history?before=4`,
    'history, a whole text': `${q9}/history?text=3`,
    'history, a blank text': `${q9}/history?text=21`,
    'history, with what was chosen': `${q5}/history`,
  });

  await page.goto(`${draft}/plan`);
  await send(page, `${draft}/plan`, { 'final.done': 'yes', revision: '0' });
  await page.locator('[name="colleagues.dropped"]').check();
  await press(page, button(page, say('plan.save')));
  yield 'plan, two saves (409)';
}
