/**
 * The links of a draft, for its owner: making one for somebody, replacing it, taking it back, and ending a browser that
 * came in, now or when it has left the draft unused for too long. How a person comes in is `entries.ts`; the pages are `linkPages.ts`.
 */
import type { Express, Request, Response } from 'express';
import { AppError } from '../domain/errors.ts';
import { idleHoursSchema, type Link } from '../domain/link.ts';
import { linkFromForm } from '../domain/linkForm.ts';
import type { Parts } from './app.ts';
import { type Desk, doerOf, openDesk } from './desk.ts';
import { sendLink } from './linkMails.ts';
import { accessesOf, choicesOf, proposed, refuse, showLink, showLinks } from './linkPages.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf } from './saving.ts';
import { hashOf, newCode, newId, newToken } from './secrets.ts';
import { forgetGiven, keepFresh, keepGiven } from './visit.ts';

export function linkRoutes(app: Express, parts: Parts): void {
  app.get(route.links, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    await showLinks(parts, request, response, desk, { typed: proposed(parts, desk, request) });
  });

  app.post(route.links, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { typed, problems, link: wanted } = linkFromForm(bodyOf(request), choicesOf(parts, desk));
    if (wanted === null) return showLinks(parts, request, response, desk, { typed, problems }, 422);
    const { neutral, ...terms } = wanted;
    if (wanted.address !== null) limitMail(parts, request, desk, wanted.address);
    await give(parts, response, desk, terms, wanted.address === null ? null : { neutral });
  });

  app.get(route.linkPage, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    showLink(parts, request, response, desk, await linkAt(parts, desk, request));
  });

  app.post(route.linkKeeping, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    forgetGiven(response, parts, (await linkAt(parts, desk, request)).id);
    response.redirect(303, to.links(desk.draft.record.id));
  });

  app.post(route.linkReplacements, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const old = await linkAt(parts, desk, request);
    const posted = bodyOf(request)['send'] !== undefined && old.address !== null ? { neutral: true } : null;
    if (posted !== null && old.address !== null) limitMail(parts, request, desk, old.address);
    await give(parts, response, desk, { ...old, expiresAt: endAnew(old, desk.visit.now) }, posted, old);
  });

  app.post(route.linkRemoval, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const id = request.params.link;
    // The link by which this browser came in is the way back: taking it away would lock its owner out.
    if (id === desk.link) return refuse(parts, request, response, desk, 'links.ownProblem');
    if (!(await parts.store.revokeLink(desk.draft.record.id, id, desk.visit.now, doerOf(desk))))
      throw new AppError('not-found');
    response.redirect(303, to.links(desk.draft.record.id));
  });

  app.post(route.accessRemoval, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const access = (await accessesOf(parts, desk)).find(({ id }) => id === request.params.access);
    if (access === undefined) throw new AppError('not-found');
    if (access.own) return refuse(parts, request, response, desk, 'links.ownBrowserProblem');
    await parts.store.endAccess(desk.draft.record.id, access.id, doerOf(desk));
    response.redirect(303, `${to.links(desk.draft.record.id)}#browsers`);
  });

  app.post(route.sessions, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { id } = desk.draft.record;
    const hours = idleHoursSchema.safeParse(bodyOf(request)['idle']);
    if (!hours.success) return refuse(parts, request, response, desk, 'sessions.problem');
    await parts.store.setIdleHours(id, hours.data, doerOf(desk));
    const fresh = desk.visit.fresh.get(id);
    if (fresh !== undefined) keepFresh(response, parts, id, fresh, hours.data);
    response.redirect(303, `${to.links(id)}#sessions`);
  });
}

/** The link in the address, if it has not been taken back. Throws `not-found`. */
async function linkAt(parts: Parts, desk: Desk, request: Request): Promise<Link> {
  const links = await parts.store.links(desk.draft.record.id);
  const found = links.find(({ id, revokedAt }) => id === request.params['link'] && revokedAt === null);
  if (found === undefined) throw new AppError('not-found');
  return found;
}

function limitMail(parts: Parts, request: Request, { draft }: Desk, address: string): void {
  limit(parts, request, 'mail', { draft: draft.record.id, mailbox: address.toLowerCase() });
}

type Terms = Pick<Link, 'role' | 'label' | 'signatory' | 'expiresAt' | 'address'>;

/**
 * Makes a link and shows it: the only time that its secrets are known here. `posted`: it is sent too. `old`: it takes
 * the place of that one, which ends with everybody who came in by it; but for the browser that asks.
 */
async function give(
  parts: Parts,
  response: Response,
  { draft, questionnaire, visit, link: own }: Desk,
  { role, label, signatory, expiresAt, address }: Terms,
  posted: { readonly neutral: boolean } | null,
  old: Link | null = null,
): Promise<void> {
  const { record } = draft;
  const [token, code] = [newToken(), newCode()];
  const ends = { expiresAt, usedAt: null, revokedAt: null };
  const link: Link = { id: newId(), draft: record.id, role, label, signatory, address, createdAt: visit.now, ...ends };
  const by = doerOf({ link: own, visit });
  await parts.store.addLink(link, hashOf(token), hashOf(code), by);
  if (old !== null) {
    if (old.id === own && visit.session !== null) await parts.store.enter(visit.session, link, visit.now);
    await parts.store.revokeLink(record.id, old.id, visit.now, by, 'replaced');
  }
  keepGiven(response, parts, link.id, { token, code });
  const page = to.linkPage(record.id, link.id);
  if (posted === null || address === null) return response.redirect(303, page);
  const organisation = draft.organisation.value.name;
  const { neutral } = posted;
  const addressed = { link, address, token, neutral, again: false, record, organisation, questionnaire };
  const { kind } = await sendLink(parts, addressed);
  response.redirect(303, `${page}?sent=${kind}`);
}

/** A link that has ended lives as long again. */
function endAnew({ createdAt, expiresAt }: Link, now: Date): Date | null {
  if (expiresAt === null || expiresAt > now) return expiresAt;
  return new Date(now.getTime() + expiresAt.getTime() - createdAt.getTime());
}
