/**
 * The question page and the contents page with comments on them, in the states that a writer can meet.
 */
import { CALL } from '../cast.ts';
import { send, shown, type Stage } from './stage.ts';
import { phrases, press, start } from './writer.ts';

export async function* comments({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, language, say);
  const question = `${draft}/questions/q9`;
  await send(page, question, { text: 'One sentence.\n\nAnother.', revision: '0' });
  await send(page, `${question}/comments`, { text: `A source?\nhttps://example.org/${'long'.repeat(40)}` });
  const proposal = { kind: 'proposal', revision: '1', text: 'One sentence, changed.\n\nAnother.' };
  await send(page, `${question}/comments`, proposal);
  yield* shown(page, { 'contents, with comments': draft, 'question, commented': question });
  await send(page, question, { text: 'One whole sentence.\n\nAnother.', revision: '1' });
  yield* shown(page, { 'question, proposal to an earlier text': question });
  await press(page, page.getByRole('button', { name: say('comments.adopt') }));
  yield 'question, proposal meets another text (409)';
  await page.goto(question);
  await press(page, page.locator('form:has(#new-comment) button'));
  yield 'question, empty comment (422)';
  await page.goto(question);
  await press(page, page.getByRole('button', { name: say('comments.settle') }).first());
  yield 'question, comment settled';
}
