/**
 * Taking over what was written in another draft, in the states that a writer can meet; and the way back in with a text
 * that could not be saved.
 */
import { linkTo, startDraft, introduce, CALL } from '../cast.ts';
import { send, shown, type Stage } from './stage.ts';
import { button, phrases, press, start, WRITERS } from './writer.ts';

export async function* earlier({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const { organisation, answers } = WRITERS[language === 'fr' ? 'en' : 'fr'];
  const before = await start(page, CALL, language === 'fr' ? 'en' : 'fr', say);
  await send(page, `${before}/organisation`, { ...organisation, revision: '0' });
  for (const id of ['q1', 'q4', 'q5', 'q10']) {
    await send(page, `${before}/questions/${id}`, { ...answers[id], revision: '0', confidential: 'yes' });
  }
  const draft = await start(page, CALL, language, say);
  const address = `${draft}/earlier`;
  yield* shown(page, {
    'earlier, all that fits': address,
    'earlier, for one question': `${address}?question=q5`,
    'earlier, looked for': `${address}?question=q9&q=port`,
  });
  await page.goto(address);
  await page.locator('[name="take"]:checked').evaluateAll((boxes) => {
    for (const box of boxes) (box as HTMLInputElement).checked = false;
  });
  await press(page, button(page, say('earlier.takeProfile')).first());
  yield 'earlier, nothing ticked (422)';

  const owner = house.browser();
  const others = await startDraft(owner);
  await introduce(owner, others);
  await page.context().clearCookies();
  await page.goto(await linkTo(house, others, 'writer', 'field office'));
  await press(page, button(page, say('links.enter')));
  yield* shown(page, { 'earlier, nothing yet': `${others}/earlier` });
}

/** In place of a page that its writer may not open any more: the text is sent again after a code. */
export async function* givenBack({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, language, say);
  const link = await linkTo(house, draft, 'writer', 'field office');
  await page.goto(`${draft}/questions/q4`);
  await page.context().clearCookies();
  await page.locator('[name="initiatives.0.name"]').fill('Act');
  await page.locator('#text').fill('Typed while the session ended.\n\nMore.');
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'error, let in no more, with what was typed (404)';
  await page.locator('#code').fill('7K2M-Q9XD-4TRW');
  await press(page, button(page, say('errors.again.enter')));
  yield 'code, wrong, with what was typed (422)';
  await page.locator('#code').fill(link);
  await press(page, button(page, say('links.enter')));
  yield 'let in again, with what was typed';
}
