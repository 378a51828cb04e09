/**
 * The reminders of a draft: whoever may read it may ask for mails before the deadline, at an address of their own.
 * Sends nothing: it plans, and asks whoever rings to look. The links in the mails are `subscriptions.ts`.
 */
import type { Express, Request, Response } from 'express';
import { mainDeadline } from '../domain/deadline.ts';
import { AppError } from '../domain/errors.ts';
import { may, type Link } from '../domain/link.ts';
import { bellsOf, SUBSCRIPTIONS_MAX, type Wish } from '../domain/reminder.ts';
import { wishFromForm } from '../domain/wishForm.ts';
import type { Parts } from './app.ts';
import { askOrChange, change, isOwn, type Said } from './asking.ts';
import { deadlineView } from './deadlines.ts';
import { doerOf, openDesk, type Desk } from './desk.ts';
import { feedView } from './feeds.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { subscriptionLine, type Asked, type SubscriptionLine } from './reminderLines.ts';
import { bodyOf } from './saving.ts';
import { dayIn, hourIn, isZone, timeLeft, ZONES } from './times.ts';
import { hoursIn, proposedWish } from './wishes.ts';

/** What a page may say after it was sent back to: each is a phrase under `reminders.said`. */
const SAID = ['asked', 'written', 'changed', 'ended', 'feed', 'feedEnded'] as const;

export function reminderRoutes(app: Express, parts: Parts): void {
  app.get(route.reminders, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    await showReminders(parts, request, response, desk);
  });

  app.post(route.reminders, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { typed, problems } = wishFromForm(bodyOf(request), proposedWish(desk.visit), isZone);
    if (problems.length > 0 || whyNot(desk, typed) !== null) {
      return showReminders(parts, request, response, desk, { typed, problems });
    }
    limit(parts, request, 'mail', { draft: desk.draft.record.id, mailbox: typed.address.toLowerCase() });
    const said = await askOrChange(parts, desk, typed);
    if (said === null) return showReminders(parts, request, response, desk, { typed, problems: ['full'] });
    goBack(response, desk, said);
  });

  app.post(route.subscription, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const asked = await askedAt(parts, request, desk);
    const { id, wish } = asked.subscription;
    if (!isOwn(desk, asked)) throw new AppError('not-found');
    const { typed, problems } = wishFromForm(bodyOf(request), wish, isZone, wish.address);
    if (problems.length > 0) {
      return showReminders(parts, request, response, desk, { changed: id, problems });
    }
    goBack(response, desk, await change(parts, desk, asked, typed));
  });

  app.post(route.subscriptionEnd, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const asked = await askedAt(parts, request, desk);
    const own = asked.subscription.link === desk.link;
    if (!own && !may(desk.role, 'manage')) throw new AppError('not-found');
    await parts.store.endSubscription(asked.subscription.id, own ? 'reader' : 'owner', desk.visit.now, doerOf(desk));
    goBack(response, desk, 'ended');
  });
}

function goBack(response: Response, { draft }: Desk, said: Said | 'ended'): void {
  response.redirect(303, to.remindersAfter(draft.record.id, said));
}

/** The request in the address, of this draft. Throws `not-found`. */
async function askedAt(parts: Parts, request: Request, { draft }: Desk): Promise<Asked> {
  const asked = (await parts.store.subscriptionsOf(draft.record.id)).find(
    ({ subscription }) => subscription.id === request.params['subscription'],
  );
  if (asked === undefined) throw new AppError('not-found');
  return asked;
}

/** Why nobody can ask: a phrase under `reminders.no`; null where somebody can. */
function whyNot({ call, draft, visit }: Desk, wish: Wish): 'submitted' | 'date' | 'closed' | 'late' | null {
  if (draft.record.submittedAt !== null) return 'submitted';
  const deadline = mainDeadline(call, visit.now);
  if (deadline === null) return 'date';
  if (deadline.instant <= visit.now) return 'closed';
  return bellsOf(deadline.instant, wish.zone, wish.hour).some(({ at }) => at > visit.now) ? null : 'late';
}

interface Filled {
  readonly typed?: Wish;
  readonly problems?: readonly ('address' | 'settings' | 'full')[];
  /** The request whose change could not be read. */
  readonly changed?: string;
}

/** The page. `filled` is what a post could not do: then it is answered with 422. */
async function showReminders(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: Filled | null = null,
): Promise<void> {
  const { draft, questionnaire, call, visit } = desk;
  const { id } = draft.record;
  const typed = filled?.typed ?? proposedWish(visit);
  const why = whyNot(desk, typed);
  const [lists, feed] = await Promise.all([listsOf(parts, desk), feedView(parts, desk)]);
  const said = SAID.find((known) => known === request.query['said']);
  const values = {
    id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    deadline: deadlineView(call, visit),
    ...lists,
    another: lists.own.some(({ state }) => state !== 'ended'),
    feed,
    typed,
    zoneChosen: visit.zone !== null || filled?.typed !== undefined,
    problems: filled?.problems ?? [],
    problemsMax: SUBSCRIPTIONS_MAX,
    changed: filled?.changed ?? null,
    said: filled === null ? said : undefined,
    why: why === null ? null : visit.say(`reminders.no.${why}`, { left: leftOf(desk) }),
    bells: why === null ? bellsIn(desk, typed) : [],
    zones: ZONES,
    hours: hoursIn(visit.language),
    from: parts.mailer.sender?.from.address ?? null,
    server: new URL(parts.baseUrl()).host,
    here: to.reminders(id),
  };
  sendPage(parts, request, response, 'reminders/index', values, filled === null ? 200 : 422);
}

function leftOf({ call, visit }: Desk): string {
  const deadline = mainDeadline(call, visit.now);
  return deadline === null ? '' : timeLeft(deadline.instant, visit.now, visit.say);
}

/** The moments that would ring with this wish, in words. */
function bellsIn({ call, visit: { now, language } }: Desk, { zone, hour }: Wish): string[] {
  const deadline = mainDeadline(call, now);
  if (deadline === null) return [];
  return bellsOf(deadline.instant, zone, hour)
    .filter(({ at }) => at > now)
    .map(({ at }) => `${dayIn(at, language, zone)}, ${hourIn(at, language, zone)}`);
}

interface LabelledLine extends SubscriptionLine {
  readonly label: string;
}

/** The requests of this reader and, for owners, those of everybody else. */
async function listsOf(
  parts: Parts,
  { draft, call, visit, link, role }: Desk,
): Promise<{ readonly own: readonly LabelledLine[]; readonly others: readonly LabelledLine[] }> {
  const { id, submittedAt } = draft.record;
  const [asked, links] = await Promise.all([parts.store.subscriptionsOf(id), parts.store.links(id)]);
  const known = new Map<string, Link>(links.map((one) => [one.id, one]));
  const deadline = mainDeadline(call, visit.now);
  const circumstances = {
    visit,
    mails: parts.mailer.sender !== null,
    submitted: submittedAt !== null,
    closed: deadline !== null && deadline.instant <= visit.now,
  };
  const lineOf = (one: Asked): LabelledLine => {
    const theirs = known.get(one.subscription.link);
    return { ...subscriptionLine(one, theirs, circumstances), label: theirs?.label ?? '' };
  };
  const isMine = ({ subscription }: Asked): boolean => subscription.link === link;
  return {
    own: asked.filter(isMine).map(lineOf),
    others: may(role, 'manage') ? asked.filter((one) => !isMine(one)).map(lineOf) : [],
  };
}
