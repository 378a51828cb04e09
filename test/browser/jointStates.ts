/** The states of a joint submission: its list, what came in as a table, approvals, and the submission that waits. */
import { CALL } from '../cast.ts';
import { MEMBERS } from '../coalition.ts';
import { send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press } from './writer.ts';

export async function* joint(stage: Stage): AsyncGenerator<string> {
  const { page, language } = stage;
  const say = phrases[language];
  await page.goto(`/calls/${CALL}`);
  await fillIn(page, { language, approval: 'all' });
  await press(page, button(page, say('call.start.button')));
  const draft = new URL(page.url()).pathname;
  await send(page, `${draft}/questions/q9`, { text: 'Yes, since 2011.', revision: '0' });
  yield* listing(stage, `${draft}/signatories`);
  yield* approving(stage, draft);
  yield* shown(page, {
    'contents, joint': draft,
    'review, joint': `${draft}/review`,
    'coalition, joint': `${draft}/coalition`,
  });
}

async function* listing({ page, language }: Stage, signatories: string): AsyncGenerator<string> {
  const say = phrases[language];
  yield* shown(page, { 'signatories, none': signatories, 'import, empty': `${signatories}/import` });
  const table = MEMBERS.map(({ name, country, email, status, kind }) =>
    [name, country, email, status, kind].join('\t'),
  );
  const rows = ['Name\tCountry\tEmail\tStatus\tKind\tWebsite', ...table, ...table.slice(0, 1), 'X\tRuritania'];
  await fillIn(page, { text: rows.join('\n') });
  await press(page, button(page, say('signatories.import.look')));
  yield 'import, preview';
  await press(page, page.locator('button[name="apply"]'));
  yield 'signatories, thirty';
  await press(page, button(page, say('signatories.addButton')));
  yield 'signatories, no name (422)';
  await page.goto(`${signatories}/import`);
  await fillIn(page, { text: MEMBERS[0]!.name });
  await press(page, button(page, say('signatories.import.look')));
  yield 'import, nothing to add (422)';
  await page.goto(signatories);
  await press(page, page.locator('ol .signatories__deeds a').first());
  yield 'signatory';
  await send(page, new URL(page.url()).pathname, { name: 'Agir ensemble', revision: '2' });
  await fillIn(page, { name: 'Agir' });
  await press(page, button(page, say('signatories.save')));
  yield 'signatory, two saves (409)';
}

async function* approving({ page, language }: Stage, draft: string): AsyncGenerator<string> {
  const say = phrases[language];
  const approvals = `${draft}/approvals`;
  yield* shown(page, { 'approvals, waiting': approvals, 'submission, approvals missing': `${draft}/submission` });
  await press(page, page.locator('button[name="by"]').last());
  yield 'submission, approvals needed (422)';
  await page.goto(approvals);
  await press(page, button(page, say('approvals.decide.no')));
  yield 'approvals, no reason (422)';
  await fillIn(page, { words: 'Approved by our board.' });
  await press(page, button(page, say('approvals.decide.yes')));
  yield 'approvals, given';
  await send(page, `${draft}/questions/q9`, { text: 'Yes, since **2012**, and more.', revision: '1' });
  yield* shown(page, { 'approvals, void': approvals });
  await send(page, `${draft}/questions/q9`, { text: 'No.', revision: '2' });
  await press(page, button(page, say('approvals.decide.yes')));
  yield 'approvals, changed meanwhile (409)';
}
