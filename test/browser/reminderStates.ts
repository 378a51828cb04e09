/**
 * The pages about reminders and the calendar in every state that a person can meet. What becomes of a mail is settled
 * as whoever rings does it.
 */
import type { Page } from 'playwright-core';
import type { ReminderOutcome } from '../../src/domain/reminder.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { CALL, OPENING, type House } from '../cast.ts';
import { forge, send, shown, type Stage } from './stage.ts';
import { button, fillIn, phrases, press, start, type Fields } from './writer.ts';

const WISH = {
  address: 'awa.ndiaye.with-a-long-name@rivages.example.org',
  language: 'fr',
  zone: 'Africa/Dakar',
  hour: '8',
};
const FIRST_BELL = new Date('2024-02-07T08:00:00Z');
const TOO_LATE = new Date('2024-02-14T20:00:00Z');
const CLOSED = new Date('2024-02-20T09:00:00Z');

export async function* reminders(stage: Stage): AsyncGenerator<string> {
  const { page, house, language } = stage;
  const say = phrases[language];
  const draft = await start(page, CALL, 'en', say);
  const here = `${draft}/reminders`;
  yield* shown(page, { 'reminders, nobody asked': here });
  await fillIn(page, { ...WISH, address: 'awa', saying: 'neutral' });
  await press(page, button(page, say('reminders.ask')));
  yield 'reminders, wrong address (422)';
  await fillIn(page, { address: WISH.address });
  await press(page, button(page, say('reminders.ask')));
  yield 'reminders, asked';
  await settle(house, OPENING, { kind: 'sent', reply: '250 taken' });
  yield* shown(page, { 'reminders, to be confirmed': here, 'contents, reminders to be confirmed': draft });

  const token = await tokenOf(house, draft);
  yield* shown(page, { 'confirmation, neutral': `/reminders/${token}` });
  await press(page, button(page, say('reminders.confirm.button')));
  yield 'confirmation, neutral, confirmed';
  await page.goto(here);
  await page.locator('summary').first().click();
  await forge(page, 'details [name="zone"] :checked', 'Europe/Atlantis');
  await press(page, button(page, say('reminders.save')));
  yield 'reminders, wrong change (422)';
  await send(page, `${here}/${await idOf(house, draft)}`, { ...WISH, saying: 'named' });
  yield* shown(page, { 'confirmation, confirmed': `/reminders/${token}`, 'contents, with reminders': draft });

  house.setClock(FIRST_BELL);
  await settle(house, FIRST_BELL, {
    kind: 'later',
    reply: '451 come back later',
    nextAt: new Date('2024-02-07T08:05:00Z'),
  });
  yield* shown(page, { 'reminders, not sent yet': here });
  await settle(house, new Date('2024-02-07T08:05:00Z'), { kind: 'perhaps', reply: 'the connection broke off' });
  yield* shown(page, { 'reminders, perhaps sent': here });
  house.setClock(OPENING);

  yield* calendar(page, draft, language);
  yield* ofOthers(stage, draft);
  yield* shown(page, { 'ending, a button': `/reminders/${token}/end` });
  await press(page, button(page, say('reminders.stop.button')));
  yield 'ending, ended';
  yield* shown(page, { 'confirmation, ended': `/reminders/${token}`, 'reminders, ended': here });

  for (const [name, now] of Object.entries({ 'too late': TOO_LATE, closed: CLOSED })) {
    house.setClock(now);
    yield* shown(page, { [`reminders, ${name}`]: here });
  }
  house.setClock(OPENING);
  await send(page, `${draft}/submission`, { by: 'self', seen: '1' });
  yield* shown(page, { 'reminders, submitted': here });
}

async function* calendar(page: Page, draft: string, language: Stage['language']): AsyncGenerator<string> {
  const say = phrases[language];
  await page.goto(`${draft}/reminders`);
  await press(page, button(page, say('feed.make')));
  yield 'calendar, with an address';
  await fillIn(page, { neutral: 'yes' });
  await press(page, button(page, say('feed.anew')));
  yield 'calendar, a new and neutral address';
  await press(page, button(page, say('feed.end')));
  yield 'calendar, ended';
}

/** What an owner sees of somebody else: a refused address. */
async function* ofOthers({ page, house }: Stage, draft: string): AsyncGenerator<string> {
  const [token, id] = [newToken(), draft.split('/').at(-1)!];
  const never = { signatory: null, address: null, expiresAt: null, usedAt: null, revokedAt: null };
  const link = {
    id: newId(),
    draft: id,
    role: 'observer',
    label: 'field office',
    createdAt: OPENING,
    ...never,
  } as const;
  await house.store.addLink(link, hashOf(token), null);
  const office = house.browser();
  await office.post(`/links/${token}`);
  const wish: Fields = { ...WISH, address: 'office@rivages.example.org', saying: 'named' };
  await office.post(`${draft}/reminders`).type('form').send(wish);
  await settle(house, OPENING, { kind: 'refused', reply: '550 5.1.1 no such user' });
  yield* shown(page, { 'reminders, of others': `${draft}/reminders` });
}

/** All that is due. */
async function settle(house: House, now: Date, outcome: ReminderOutcome): Promise<void> {
  const due = await house.store.claimDue(now, 100);
  for (const { reminder } of due) await house.store.settle(reminder.id, outcome, now);
}

const firstOf = async (house: House, draft: string) =>
  (await house.store.subscriptionsOf(draft.split('/').at(-1)!))[0]!.subscription;
const tokenOf = async (house: House, draft: string): Promise<string> => (await firstOf(house, draft)).token;
const idOf = async (house: House, draft: string): Promise<string> => (await firstOf(house, draft)).id;
