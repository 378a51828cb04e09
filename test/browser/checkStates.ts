/**
 * The checks on the review page, the register of consent and the submission that waits for it, in every state that a
 * writer can meet.
 */
import type { Page } from 'playwright-core';
import { CALL } from '../cast.ts';
import { forge, send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

/** Something of many kinds, outside of passages and in them. */
const TEXT =
  'La police a arrêté Fatou Sarr puis Karim Touré, né le 3 mai 1990 ; voir ' +
  `https://docs.google.com/document/d/${'1a2b3c'.repeat(12)}/edit, m@example.org, +221 77 123 45 67 ` +
  'et 14.6937, -17.4441. [[Passeport n° 12AB34567.]] Ce sont des salauds. [[Non fermé';

export async function* checks({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, 'fr', say);
  const [review, consents] = [`${draft}/review`, `${draft}/consents`];
  yield* shown(page, { 'consents, nothing said': consents });
  await send(page, `${draft}/questions/q1`, { text: TEXT, revision: '0' });
  await send(page, `${draft}/questions/q5`, { text: TEXT, revision: '0' });
  await send(page, `${draft}/questions/q10`, { 'recommendations.0.what': 'Visiter les ports.', revision: '0' });
  await page.goto(review);
  await unfoldAll(page);
  yield 'review, many findings, all unfolded';
  const people = page.locator('form:has([value="person"])').first();
  await press(page, people.getByRole('button', { name: say('checks.asideTicked') }));
  yield 'review, nothing ticked (422)';
  await page.getByRole('checkbox', { name: 'Fatou Sarr' }).check();
  await press(page, page.locator('form:has([value="person"])').first().getByRole('button'));
  yield 'review, no reason (422)';
  await page.locator('form:has([value="person"])').first().locator('[name="reason"]').fill('Elle est d’accord.');
  await press(page, page.locator('form:has([value="person"])').first().getByRole('button'));
  await unfoldAll(page);
  yield 'review, something set aside';

  await page.goto(`${draft}/submission`);
  await press(page, button(page, say('submission.self.button')));
  yield 'submission, consent open (422)';
  yield* shown(page, { 'consents, people found': consents });
  await fillIn(page, { named: 'yes', 'rows.1.informed': 'yes', without: 'yes' });
  await page.locator('[name="rows.1.date"]').evaluate((field: HTMLInputElement) => {
    field.type = 'text';
    field.value = 'yesterday';
  });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'consents, wrong (422)';
  await page.goto(consents);
  await send(page, consents, { named: 'yes', 'rows.0.who': 'Karim Touré', 'rows.0.date': '2024-01-30', revision: '0' });
  await fillIn(page, { named: 'no', 'rows.0.who': 'Témoin 2' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'consents, two saves (409)';
  await page.goto(consents);
  await fillIn(page, { reason: 'La personne est injoignable.', without: 'yes' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield* shown(page, { 'consents, going without': consents, 'submission, going without': `${draft}/submission` });
  await page.goto(consents);
  await forge(page, '[name="named"]:checked', 'perhaps');
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'consents, unknown answer (422)';
  await page.goto(`${draft}/submission`);
  await press(page, button(page, say('submission.self.button')));
  yield* shown(page, { 'consents, submitted': consents });
}

/** Unfolds what is folded, and what is folded in that. */
const unfoldAll = (page: Page): Promise<void> =>
  page.locator('main details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true;
  });
