/**
 * Every page of the program in every state that a person can meet, one after another in one browser. It brings the
 * states about and names them; what must hold of a page is for its reader to check.
 */
import type { Role } from '../../src/domain/link.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { CALL, introduce, OPENING, startDraft, type House } from '../cast.ts';
import { archives } from './archiveStates.ts';
import { audits } from './auditStates.ts';
import { checks } from './checkStates.ts';
import { comments } from './commentStates.ts';
import { earlier, givenBack } from './earlierStates.ts';
import { exits } from './exitStates.ts';
import { joint } from './jointStates.ts';
import { givingLinks, waysIn } from './linkStates.ts';
import { newCalls } from './newCallStates.ts';
import { newer } from './newerStates.ts';
import { papers } from './paperStates.ts';
import { reminders } from './reminderStates.ts';
import { removal } from './removalStates.ts';
import { sending } from './sendingStates.ts';
import { sources } from './sourceStates.ts';
import { forge, send, shown, type Stage } from './stage.ts';
import { texts } from './textStates.ts';
import { together } from './togetherStates.ts';
import { worksheets } from './worksheetStates.ts';
import { button, fillIn, phrases, press, start, WRITERS } from './writer.ts';

const LAST_WEEK = new Date('2024-02-10T09:00:00Z');
const LAST_DAY = new Date('2024-02-14T12:00:00Z');
const CLOSED = new Date('2024-02-20T09:00:00Z');

/** The page of the stage stands in the state that is named, and may be looked at in any way that presses nothing. */
export async function* states(stage: Stage): AsyncGenerator<string> {
  stage.house.setClock(OPENING);
  yield* beforeADraft(stage);
  yield* newCalls(stage);
  yield* aDraft(stage);
  yield* linksAndRoles(stage);
  yield* waysIn(stage);
  yield* joint(stage);
  yield* together(stage);
  yield* comments(stage);
  yield* checks(stage);
  yield* reminders(stage);
  yield* newer(stage);
  yield* sources(stage);
  yield* texts(stage);
  yield* worksheets(stage);
  yield* papers(stage);
  yield* sending(stage);
  yield* removal(stage);
  yield* audits(stage);
  yield* archives(stage);
  yield* earlier(stage);
  yield* errors(stage);
  yield* givenBack(stage);
  yield* exits(stage);
  yield* around(stage);
}

async function* beforeADraft({ page, house, language }: Stage): AsyncGenerator<string> {
  const call = `/calls/${CALL}`;
  yield* shown(page, { 'home, no drafts': '/', 'call, open': call });
  house.setClock(LAST_WEEK);
  yield* shown(page, { 'call, last week': call });
  house.setClock(LAST_DAY);
  yield* shown(page, { 'home, last day': '/', 'call, last day': call });
  house.setClock(CLOSED);
  yield* shown(page, { 'home, closed': '/', 'call, closed': call });
  house.setClock(OPENING);
  await page.goto(call);
  await forge(page, '[name="language"]:checked', 'tlh');
  await press(page, button(page, phrases[language]('call.start.button')));
  yield 'call, unknown language (422)';
}

async function* aDraft(stage: Stage): AsyncGenerator<string> {
  const { page, house, smtp, language } = stage;
  const say = phrases[language];
  const written = language === 'fr' ? 'en' : 'fr';
  const { organisation, answers } = WRITERS[written];
  const draft = await start(page, CALL, written, say);
  const question = (id: string): string => `${draft}/questions/${id}`;
  yield 'contents, fresh, with the secret link';
  await press(page, button(page, say('links.kept')));
  yield* shown(page, { 'organisation, empty': `${draft}/organisation` });
  for (const { id } of house.questionnaire.questions) yield* shown(page, { [`question ${id}, plain`]: question(id) });
  yield* shown(page, {
    'history, empty': `${question('q1')}/history`,
    'publication, no choice': `${draft}/publication`,
    'plan, proposed': `${draft}/plan`,
    'review, empty': `${draft}/review`,
    'email, empty': `${draft}/email`,
    'submission, new, empty': `${draft}/submission`,
  });

  await page.goto(`${draft}/organisation`);
  await fillIn(page, { name: 'X', email: 'not an address', founded: '3000', phone: 'call me', website: 'a b' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'organisation, wrong (422)';
  await page.goto(`${draft}/organisation`);
  await send(page, `${draft}/organisation`, { ...organisation, revision: '0' });
  await fillIn(page, { name: 'Somebody else' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'organisation, two saves (409)';

  for (const [id, fields] of Object.entries(answers)) {
    if (id !== 'q2') await send(page, question(id), { ...fields, revision: '0' });
  }
  const full = ['q1', 'q3', 'q4', 'q5', 'q8', 'q10'];
  for (const id of full) yield* shown(page, { [`question ${id}, answered`]: question(id) });
  await page.goto(question('q5'));
  await send(page, question('q5'), { text: 'Newer, with a [link](https://example.org) and **more**.', revision: '1' });
  await fillIn(page, { text: 'Mine.' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'question, two saves (409)';
  yield* shown(page, { 'history, full': `${question('q5')}/history` });

  await page.goto(`${draft}/publication`);
  await send(page, `${draft}/publication`, { choice: 'public', declined: 'mark', revision: '0' });
  await fillIn(page, { choice: 'confidential' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'publication, two saves (409)';
  await page.goto(`${draft}/publication`);
  await forge(page, '[name="choice"]:checked', 'perhaps');
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'publication, unknown choice (422)';

  const pages = { contents: draft, review: `${draft}/review`, email: `${draft}/email`, home: '/' };
  for (const [name, address] of Object.entries(pages)) yield* shown(page, { [`${name}, in progress`]: address });
  await send(page, question('q9'), { text: 'Open [[closed]] and [[never closed', revision: '1' });
  yield* shown(page, {
    'question, brackets that do not match': question('q9'),
    'review, two versions': `${draft}/review`,
    'email, two versions': `${draft}/email`,
    'publication, filled in': `${draft}/publication`,
  });
  house.setClock(CLOSED);
  yield* shown(page, { 'contents, closed': draft });
  house.setClock(OPENING);

  yield* submitting(stage, draft);
  for (const [name, address] of Object.entries({
    ...pages,
    question: question('q5'),
    publication: `${draft}/publication`,
  })) {
    yield* shown(page, { [`${name}, submitted`]: address });
  }
  yield* shown(page, { 'organisation, submitted': `${draft}/organisation` });
  smtp.behave({});
}

async function* submitting({ page, smtp, language }: Stage, draft: string): AsyncGenerator<string> {
  const say = phrases[language];
  yield* shown(page, { 'submission, new': `${draft}/submission` });
  await send(page, `${draft}/questions/q9`, { text: 'A last word.', revision: '2' });
  await press(page, button(page, say('submission.smtp.button')));
  yield 'submission, text changed since (409)';
  await page.goto(`${draft}/submission`);
  await forge(page, '[name="by"]', 'pigeon');
  await press(page, button(page, say('submission.smtp.button')));
  yield 'submission, unknown route (422)';

  smtp.behave({ refuseAtDot: 550 });
  await page.goto(`${draft}/submission`);
  await press(page, button(page, say('submission.smtp.button')));
  yield 'receipt, failed';
  smtp.behave({ cut: 'after-dot' });
  await press(page, button(page, say('receipt.again')));
  yield 'receipt, perhaps';
  smtp.behave({});
  await press(page, button(page, say('receipt.againPerhaps')));
  yield 'receipt, sent';
}

async function* linksAndRoles({ page, house, smtp, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  const draft = await start(page, CALL, language, say);
  const secret = await page.locator('#secret').innerText();
  const id = draft.split('/').at(-1)!;
  const own = (await house.store.links(id))[0]!;
  const links = `${draft}/links`;
  await send(page, links, { role: 'reviewer', label: 'field office', term: '7' });
  yield* shown(page, { links, 'link, to enter by': secret });
  yield* givingLinks({ page, house, smtp, language }, links);
  await page.goto(links);
  await page.locator(`form[action^="${links}"][action$="/removal"]`).evaluateAll((forms, action) => {
    for (const form of forms) (form as HTMLFormElement).action = action;
  }, `${links}/${own.id}/removal`);
  await press(page, page.locator(`form[action$="/links/${own.id}/removal"] button`).first());
  yield 'links, own link taken back (422)';

  await page.goto(`${draft}/questions/q9`);
  await send(page, `${draft}/submission`, { by: 'self' });
  await fillIn(page, { text: 'Too late, and kept on the page.' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'error, submitted (409)';
  yield* shown(page, { 'receipt, sent from the writer’s own mailbox': `${draft}/submission` });

  const others = await sharedDraft(house, 'reviewer');
  await page.goto(others.link);
  await press(page, button(page, say('links.enter')));
  yield 'contents, reviewer';
  yield* shown(page, {
    'question, reviewer': `${others.draft}/questions/q1`,
    'question, reviewer, nothing answered': `${others.draft}/questions/q2`,
    'organisation, reviewer': `${others.draft}/organisation`,
    'publication, reviewer': `${others.draft}/publication`,
    'plan, reviewer': `${others.draft}/plan`,
    'submission, reviewer': `${others.draft}/submission`,
    'signatories, reviewer': `${others.draft}/signatories`,
    'approvals, nobody asked': `${others.draft}/approvals`,
    'error, forbidden (403)': `${others.draft}/links`,
  });
}

/** A draft of somebody else, and a link to it. */
async function sharedDraft(house: House, role: Role): Promise<{ readonly draft: string; readonly link: string }> {
  const owner = house.browser();
  const draft = await startDraft(owner);
  await introduce(owner, draft);
  const answer = { revision: '0', 'networks.choice': 'yes', text: '**Yes**, since 2011.[^1]\n\n[^1]: Report, page 4.' };
  await owner.post(`${draft}/questions/q1`).type('form').send(answer).expect(303);
  const [token, id] = [newToken(), draft.split('/').at(-1)!];
  const never = { expiresAt: null, usedAt: null, revokedAt: null };
  await house.store.addLink(
    { id: newId(), draft: id, role, label: 'partner', signatory: null, address: null, createdAt: OPENING, ...never },
    hashOf(token),
    null,
  );
  return { draft, link: `/links/${token}` };
}

async function* errors({ page, house, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  yield* shown(page, { 'error, not found (404)': '/nowhere' });
  const others = await sharedDraft(house, 'writer');
  await page.goto(others.link);
  await press(page, button(page, say('links.enter')));
  await page.goto(`${others.draft}/questions/q2`);
  const id = others.draft.split('/').at(-1)!;
  for (const link of await house.store.links(id)) await house.store.revokeLink(id, link.id, OPENING);
  await fillIn(page, { text: 'Typed while the link was taken back.' });
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'error, cut off in the middle (404)';
  const draft = await start(page, CALL, 'en', say);
  const address = new URL(`${draft}/questions/q9`, page.url()).href;
  await page.goto(address);
  // An accented letter takes six bytes of a form: more than two megabytes in all.
  await forge(page, '#text', `${'é'.repeat(60)}\n`.repeat(6_000));
  await press(page, button(page, say('form.saveAndContinue')));
  yield 'error, too large (413)';
  await page.goto('about:blank');
  await page.setContent(
    `<form method="post" action="${address}"><textarea name="text">Sent from elsewhere.</textarea><button>Go`,
  );
  await press(page, page.getByRole('button'));
  yield 'error, from another site (403)';
  // On a day of its own, so that nobody else is counted, and nobody has to wait.
  house.setClock(LAST_WEEK);
  const guesser = house.browser();
  for (let guess = 0; guess < 100; guess += 1) await guesser.get(`/links/${newToken()}`);
  yield* shown(page, { 'error, too often (429)': `/links/${newToken()}` });
  house.setClock(OPENING);
}

async function* around({ page, language }: Stage): AsyncGenerator<string> {
  const say = phrases[language];
  yield* shown(page, { preferences: '/preferences?back=/', safety: '/safety' });
  await page.goto('/preferences?back=/');
  await page.locator('[name="zone"]').selectOption('UTC');
  await forge(page, '[name="zone"] :checked', 'Europe/Atlantis');
  await press(page, button(page, say('preferences.save')));
  yield 'preferences, unknown zone (422)';
  await press(page, page.getByRole('button', { name: say('layout.forget') }));
  yield 'after leaving';
}
