/**
 * The states of archives: the page that one is taken from, the form to bring one in, one that is refused, and a draft that
 * was brought in, submitted elsewhere.
 */
import { archiveFrom } from '../archives.ts';
import { introduce, startDraft } from '../cast.ts';
import { shown, type Stage } from './stage.ts';
import { button, phrases, press } from './writer.ts';

export async function* archives({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const owner = house.browser(language);
  const draft = await startDraft(owner, language);
  await introduce(owner, draft);
  await owner.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
  const buffer = Buffer.from(await archiveFrom(owner, draft));
  const choose = async (bytes: Buffer): Promise<void> => {
    await page.goto('/archives');
    await page.setInputFiles('#file', { name: 'archive.zip', mimeType: 'application/zip', buffer: bytes });
    await press(page, button(page, say('archives.bring.button')));
  };
  yield* shown(page, { 'archive, to bring in': '/archives' });
  await choose(Buffer.from('no archive'));
  yield 'archive, refused (422)';
  await choose(buffer);
  yield 'contents, just brought in';
  const here = new URL(page.url()).pathname;
  yield* shown(page, {
    'archive, to take': `${here}/archive`,
    'receipt, brought in': `${here}/submission`,
    'audit, before it was brought in': `${here}/audit?earlier=1`,
  });
}
