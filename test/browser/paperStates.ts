/** The states of the papers beside the submission: nothing yet, chosen and gone again, wrong, saved by two, and read-only. */
import { CALL } from '../cast.ts';
import { send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

const LETTER = {
  addressee: 'Ms Okoro\nMinister of Justice',
  date: '12 February 2024',
  salutation: 'Dear Minister,',
  body: 'We write to you.[^1]\n\n- [[Moussa Traoré]] was held;\n- see [our site](https://example.org).\n\n[^1]: In 2022.',
  signer: 'Awa Ndiaye',
};

/** Longer than a telephone is wide. */
const ADDRESS = 'https://www.example.org/reports/2024/lagoons-and-shores-of-the-islands/annex-two.html';

export async function* papers({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const written = language === 'fr' ? 'en' : 'fr';
  const draft = await start(page, CALL, written, say);
  yield* shown(page, { 'papers, blank': `${draft}/papers`, 'summary, blank': `${draft}/papers/summary` });

  await send(page, `${draft}/organisation`, { name: 'Rivages', revision: '0' });
  await send(page, `${draft}/signatories`, { kind: 'submitting', name: 'Second shore', revision: '0' });
  await send(page, `${draft}/questions/q1`, { text: `First.\n\nSecond, [[secret]]: ${ADDRESS}`, revision: '0' });
  await page.goto(`${draft}/papers/summary`);
  await page.locator('#messages summary').click();
  for (const box of await page.locator('[name="messages"]').all()) await box.check();
  await press(page, button(page, say('form.saveAndStay')));
  await send(page, `${draft}/questions/q1`, {
    text: `First, changed.\n\nSecond, [[secret]]: ${ADDRESS}`,
    revision: '1',
  });
  yield* shown(page, { 'summary, with a piece that is gone': `${draft}/papers/summary` });

  await page.goto(`${draft}/papers/letter`);
  await send(page, `${draft}/papers/letter`, { ...LETTER, revision: '1' });
  await fillIn(page, { body: 'Mine.' });
  await press(page, button(page, say('form.saveAndStay')));
  yield 'letter, two saves (409)';
  yield* shown(page, { 'letter, full version': `${draft}/papers/letter?version=full` });

  await page.goto(`${draft}/papers/statement`);
  await fillIn(page, { text: 'word '.repeat(200), minutes: '1' });
  await press(page, button(page, say('form.saveAndStay')));
  await fillIn(page, { minutes: 'two' });
  await press(page, button(page, say('form.saveAndStay')));
  yield 'statement, too long, wrong figure (422)';
  yield* shown(page, { 'papers, written': `${draft}/papers` });
}
