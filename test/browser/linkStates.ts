/**
 * The states of the pages by which links are made and sent, and of those by which people come in.
 */
import { shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press } from './writer.ts';

/** The owner's pages of links; `links` is their address. */
export async function* givingLinks({ page, smtp, language }: Stage, links: string): AsyncGenerator<string> {
  const say = phrases[language];
  await page.goto(links);
  await fillIn(page, { role: 'signatory', address: 'not an address' });
  await press(page, button(page, say('links.new')));
  yield 'links, wrong (422)';
  await fillIn(page, { signatory: 'lead', address: 'board@example.org' });
  await press(page, button(page, say('links.new')));
  yield 'link, made and sent';
  const address = page.url();
  await press(page, button(page, say('links.given')));
  yield* shown(page, { 'link, put away': address });
  smtp.behave({ refuse: ['gone@example.org'] });
  await page.goto(links);
  await fillIn(page, { role: 'owner', label: 'the other office', address: 'gone@example.org' });
  await press(page, button(page, say('links.new')));
  yield 'link, made and refused by the mail server';
  smtp.behave({});
  yield* shown(page, { 'links, several': links });
}

/** Ways in without a link at hand. */
export async function* waysIn({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  yield* shown(page, { 'code, to type': '/codes' });
  await fillIn(page, { code: '7k2m q9xd 4trw' });
  await press(page, button(page, say('links.enter')));
  yield 'code, unknown (422)';
  yield* shown(page, { 'links again': '/links' });
  await fillIn(page, { address: 'awa' });
  await press(page, button(page, say('again.button')));
  yield 'links again, no address (422)';
  await fillIn(page, { address: `nobody-${language}@example.org` });
  await press(page, button(page, say('again.button')));
  yield 'links again, asked for';
}
