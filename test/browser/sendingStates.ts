/** The states of what the rules about sending bring to pages: the call, the email, texts to copy, things to do by hand. */
import { SOURCES } from '../domain/rules/sendingCalls.ts';
import { send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start } from './writer.ts';

export async function* sending({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const open = async (name: string): Promise<string> => {
    house.serveCall(SOURCES[name] ?? '');
    return start(page, `sending-${name}`, language, say);
  };
  const limits = await open('limits');
  await send(page, `${limits}/questions/wells`, {
    text: 'One two three four five six seven eight nine.',
    revision: '0',
  });
  yield* shown(page, { 'contents, limits': limits, 'question, over its limit': `${limits}/questions/wells` });
  yield* shown(page, { 'call, limits': '/calls/sending-limits' });
  house.serveCall(SOURCES['call'] ?? '');
  await page.goto('/calls/sending-call');
  await page.locator('.rules__more').evaluate((more) => more.closest('details')?.setAttribute('open', ''));
  yield 'call, all rules';

  const subject = await open('subject');
  yield* shown(page, { 'email, blanks in its subject': `${subject}/email` });
  await send(page, `${subject}/sending`, { 'slot-0': language === 'fr' ? 'Travail' : 'Work', revision: '0' });
  await fillIn(page, { 'slot-0': language === 'fr' ? 'Santé' : 'Health' });
  await press(page, button(page, say('email.settle.save')));
  yield 'email, two saves (409)';

  const front = await open('front');
  yield* shown(page, { 'front, empty': `${front}/front` });
  await send(page, `${front}/front`, { keywords: 'ice, houses', revision: '0' });
  await fillIn(page, { keywords: 'snow' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'front, two saves (409)';

  const printing = await open('printing');
  await send(page, `${printing}/questions/anchors`, { text: 'In the [[mud]].', revision: '0' });
  yield* shown(page, { 'review, questions not printed': `${printing}/review` });

  const form = await open('form');
  yield* shown(page, { 'texts to copy, none': `${form}/copying` });
  await send(page, `${form}/questions/nets`, {
    text: 'Fine ones, [[from abroad]].[^1]\n\n[^1]: A note.',
    revision: '0',
  });
  yield* shown(page, { 'texts to copy': `${form}/copying`, 'email, where a form fails': `${form}/email` });

  const all = await open('all');
  await send(page, `${all}/checklist`, { shown: 'copies-1', done: 'copies-1' });
  yield* shown(page, { 'submission, several ways': `${all}/submission` });
  await send(page, `${all}/submission`, { by: 'post' });
  yield* shown(page, { 'receipt, one way left': `${all}/submission` });

  const portal = await open('portal');
  yield* shown(page, { 'handing in, no email': `${portal}/email`, 'submission, portal': `${portal}/submission` });
  const publication = await open('publication');
  yield* shown(page, { 'publication, yes or no': `${publication}/publication` });
  const submitter = await open('submitter');
  yield* shown(page, { 'organisation, asked for': `${submitter}/organisation` });
}
