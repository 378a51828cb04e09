/**
 * The calendar of a draft: a secret address of one's own, from which a calendar program fetches deadline and plan. It is
 * made, made anew and ended on the page of the reminders. The token in the address is the only key.
 */
import type { Express } from 'express';
import { deadlinesOf, mainDeadline } from '../domain/deadline.ts';
import type { Draft } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import type { FeedWish } from '../domain/feed.ts';
import type { Parts } from './app.ts';
import { openDesk, unattended, type Desk, type UnattendedDraft } from './desk.ts';
import { sendFile } from './documents.ts';
import { feedEntries } from './feedEntries.ts';
import { shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf } from './saving.ts';
import { hashOf, newId, newToken, TOKEN } from './secrets.ts';
import { visitOf, type Visit } from './visit.ts';

/** How often a program should ask. */
const HOURS = 6;

export function feedRoutes(app: Express, parts: Parts): void {
  app.get(route.feed, async (request, response) => {
    const { draft } = await openDesk(parts, request, 'read');
    response.redirect(303, `${to.reminders(draft.record.id)}#calendar`);
  });

  app.post(route.feed, async (request, response) => {
    const { draft, link, visit } = await openDesk(parts, request, 'read');
    const wish = { language: visit.language, neutral: bodyOf(request)['neutral'] === 'yes' };
    const token = newToken();
    const feed = { id: newId(), draft: draft.record.id, link, wish, token, madeAt: visit.now };
    await parts.store.makeFeed(feed, hashOf(token));
    response.redirect(303, to.remindersAfter(draft.record.id, 'feed'));
  });

  app.post(route.feedEnd, async (request, response) => {
    const { draft, link, visit } = await openDesk(parts, request, 'read');
    await parts.store.endFeed(draft.record.id, link, visit.now);
    response.redirect(303, to.remindersAfter(draft.record.id, 'feedEnded'));
  });

  app.get(route.calendar, async (request, response) => {
    const { token } = request.params;
    const visit = visitOf(request, parts);
    const feed = TOKEN.test(token) ? await parts.store.feedByHash(hashOf(token), visit.now) : null;
    const found = feed === null ? null : await unattended(parts, feed.draft);
    if (feed === null || found === null) throw new AppError('not-found');
    const { language } = feed.wish;
    const text = calendarOf(parts, feed.wish, found, visit);
    response.setHeader('Content-Language', language);
    sendFile(response, Buffer.from(text), 'calendar.ics', 'text/calendar; charset=utf-8');
  });
}

const written = new WeakMap<Draft, Map<string, string>>();

/**
 * The file. Programs fetch it again and again and it seldom changes, so it is written once for a state of the draft, a
 * version of the call, a wish, and the deadline that the plan is counted back from.
 */
function calendarOf(parts: Parts, wish: FeedWish, found: UnattendedDraft, visit: Visit): string {
  const { draft, call } = found;
  const main = mainDeadline(call, visit.now)?.rule.id ?? '';
  const key = `${wish.language} ${wish.neutral} ${call.version} ${main}`;
  const known = written.get(draft) ?? new Map<string, string>();
  written.set(draft, known);
  let text = known.get(key);
  if (text === undefined) {
    text = writeFeed(parts, wish, found, visit);
    known.set(key, text);
  }
  return text;
}

function writeFeed(parts: Parts, wish: FeedWish, found: UnattendedDraft, visit: Visit): string {
  const { language, neutral } = wish;
  const { draft, call } = found;
  const say = parts.phrases[language];
  const address = `${parts.baseUrl()}${to.draft(draft.record.id)}`;
  return parts.writeCalendar({
    maker: neutral ? 'Calendar' : say('layout.name'),
    feed: { name: neutral ? say('feed.nameNeutral') : shown(call, call.shortTitle, language).text, hours: HOURS },
    entries: feedEntries(wish, found, { ...visit, language, say }, address),
  });
}

export interface FeedView {
  /** In full, to copy; null: none was made. */
  readonly address: string | null;
  readonly neutral: boolean;
  /** Whether the call has a date to show. */
  readonly dated: boolean;
  readonly call: string;
}

export async function feedView(parts: Parts, { draft, link, call }: Desk): Promise<FeedView> {
  const feed = await parts.store.feedOf(draft.record.id, link);
  return {
    address: feed === null ? null : `${parts.baseUrl()}${to.calendar(feed.token)}`,
    neutral: feed?.wish.neutral ?? false,
    dated: deadlinesOf(call).length > 0,
    call: call.id,
  };
}
