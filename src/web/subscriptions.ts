/**
 * The links in our mails: confirming an address, and ending reminders. GET shows a button and changes nothing, because
 * mail scanners open links; POST does it. The token in the address is the only key: nobody is let into a draft here.
 */
import type { Express, Request, Response } from 'express';
import { mainDeadline } from '../domain/deadline.ts';
import { AppError } from '../domain/errors.ts';
import { planBells, type Subscription } from '../domain/reminder.ts';
import type { Parts } from './app.ts';
import { unattended, type UnattendedDraft } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { isRunning, nextOf, settingsOf, whenFor } from './reminderLines.ts';
import { hashOf, newId, TOKEN } from './secrets.ts';
import { minuteIn } from './times.ts';
import { visitOf, type Visit } from './visit.ts';

/**
 * Ending by POST, to be registered before posts from elsewhere are refused and bodies are read: mail programs post here
 * for their reader (RFC 8058), from their own servers, with any form of body, and must not be redirected.
 */
export function endingRoutes(app: Express, parts: Parts): void {
  app.post(route.ending, async (request, response) => {
    const subscription = await subscriptionAt(parts, request);
    const { now } = visitOf(request, parts);
    await parts.store.endSubscription(subscription.id, 'reader', now);
    const ended = { ...subscription, ended: subscription.ended ?? ({ at: now, reason: 'reader' } as const) };
    showEnding(parts, request, response, ended);
  });
}

export function subscriptionRoutes(app: Express, parts: Parts): void {
  app.get(route.ending, async (request, response) => {
    showEnding(parts, request, response, await subscriptionAt(parts, request));
  });

  app.get(route.confirmation, async (request, response) => {
    await showConfirmation(parts, request, response, await subscriptionAt(parts, request));
  });

  app.post(route.confirmation, async (request, response) => {
    const subscription = await subscriptionAt(parts, request);
    const { now } = visitOf(request, parts);
    const draft = await draftOfIts(parts, subscription);
    if (await stillRuns(parts, subscription, now)) {
      const deadline = mainDeadline(draft.call, now)?.instant ?? null;
      const bells = deadline === null ? [] : planBells(subscription, deadline, now, newId);
      await parts.store.confirm(subscription.id, now, deadline, bells);
      parts.ringSoon();
    }
    response.redirect(303, to.confirmation(subscription.token));
  });
}

/** The request of the token in the address, also when it has ended. Throws `not-found`. */
async function subscriptionAt(parts: Parts, request: Request): Promise<Subscription> {
  const token = String(request.params['token']);
  const subscription = TOKEN.test(token) ? await parts.store.subscriptionByHash(hashOf(token)) : null;
  if (subscription === null) throw new AppError('not-found');
  return subscription;
}

async function draftOfIts(parts: Parts, { draft }: Subscription): Promise<UnattendedDraft> {
  const found = await unattended(parts, draft);
  if (found === null) throw new AppError('not-found');
  return found;
}

async function stillRuns(parts: Parts, subscription: Subscription, now: Date): Promise<boolean> {
  const links = await parts.store.links(subscription.draft);
  return isRunning(
    subscription,
    links.find(({ id }) => id === subscription.link),
    now,
  );
}

function showEnding(parts: Parts, request: Request, response: Response, { wish, ended, token }: Subscription): void {
  const values = {
    address: wish.address,
    ended: ended !== null,
    token,
    discreet: wish.neutral,
    here: to.ending(token),
  };
  sendPage(parts, request, response, 'reminders/ending', values);
}

async function showConfirmation(
  parts: Parts,
  request: Request,
  response: Response,
  subscription: Subscription,
): Promise<void> {
  const { wish, token, confirmedAt } = subscription;
  const visit = visitOf(request, parts);
  const { draft, questionnaire, call } = await draftOfIts(parts, subscription);
  const running = await stillRuns(parts, subscription, visit.now);
  const asked = (await parts.store.subscriptionsOf(draft.record.id)).find(
    (one) => one.subscription.id === subscription.id,
  );
  const next = nextOf(asked?.reminders.filter(({ kind }) => kind !== 'confirm') ?? []);
  const deadline = mainDeadline(call, visit.now);
  const outcome =
    draft.record.submittedAt !== null
      ? 'submitted'
      : deadline === null
        ? 'undated'
        : deadline.instant <= visit.now
          ? 'closed'
          : next === null
            ? 'rung'
            : 'first';
  sendPage(parts, request, response, 'reminders/confirmation', {
    address: wish.address,
    call: wish.neutral ? null : shown(questionnaire, questionnaire.shortTitle, visit.language),
    state: running ? (confirmedAt === null ? 'waiting' : 'running') : 'ended',
    settings: wish.neutral ? null : settingsOf(wish, visit),
    // Before the question, too: nobody should confirm what will never ring.
    outcome: visit.say(`reminders.confirm.${outcome}`, {
      when: next === null ? '' : firstFor(next.nextAt, wish, visit),
    }),
    over: outcome === 'submitted' || outcome === 'closed',
    token,
    discreet: wish.neutral,
  });
}

/** A neutral page leaves out the zone, which tells where somebody lives. */
const firstFor = (at: Date, wish: Subscription['wish'], visit: Visit): string =>
  wish.neutral ? minuteIn(at, visit.language, wish.zone) : whenFor(at, wish, visit);
