/**
 * Links: the way back into a draft. GET shows a button and changes nothing, because mail scanners open links; POST lets
 * the person in. The owner can make a new link to keep, and take links back.
 */
import type { Express, Request, Response } from 'express';
import { AppError } from '../domain/errors.ts';
import type { Link } from '../domain/link.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { hashOf, newId, newToken, TOKEN } from './secrets.ts';
import { minuteIn } from './times.ts';
import { ensureSession, keepFresh, visitOf } from './visit.ts';

export function linkRoutes(app: Express, parts: Parts): void {
  app.get(route.link, async (request, response) => {
    await linkAt(parts, request);
    sendPage(parts, request, response, 'links/enter', { token: request.params['token'] });
  });

  app.post(route.link, async (request, response) => {
    const link = await linkAt(parts, request);
    const session = await ensureSession(request, response, parts);
    await parts.store.enter(session, link, visitOf(request, parts).now);
    response.redirect(303, to.draft(link.draft));
  });

  app.get(route.links, async (request, response) => {
    await showLinks(parts, request, response, await openDesk(parts, request, 'manage'));
  });

  app.post(route.links, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { visit, draft } = desk;
    const token = newToken();
    const sent = (request.body as Record<string, unknown>)['label'];
    const label =
      typeof sent === 'string' && sent.trim() !== '' ? sent.trim().slice(0, 200) : visit.say('links.againLabel');
    const link: Link = {
      id: newId(),
      draft: draft.record.id,
      role: 'owner',
      label,
      signatory: null,
      address: null,
      createdAt: visit.now,
      expiresAt: null,
      usedAt: null,
      revokedAt: null,
    };
    await parts.store.addLink(link, hashOf(token), null);
    keepFresh(response, parts, draft.record.id, token);
    response.redirect(303, to.draft(draft.record.id));
  });

  app.post(route.linkRemoval, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const id = request.params.link;
    // The link by which this browser came in is the way back: taking it away would lock its owner out.
    if (id === desk.link) return showLinks(parts, request, response, desk, desk.visit.say('links.ownProblem'), 422);
    if (!(await parts.store.revokeLink(desk.draft.record.id, id, desk.visit.now))) throw new AppError('not-found');
    response.redirect(303, to.links(desk.draft.record.id));
  });
}

/** The link of the token in the address. Throws `not-found` for an unknown, revoked or expired one alike. */
async function linkAt(parts: Parts, request: Request): Promise<Link> {
  const token = String(request.params['token']);
  if (!TOKEN.test(token)) throw new AppError('not-found');
  const link = await parts.store.linkByHash(hashOf(token), visitOf(request, parts).now);
  if (link === null) throw new AppError('not-found');
  return link;
}

async function showLinks(
  parts: Parts,
  request: Request,
  response: Response,
  { draft, visit, link }: Desk,
  problem: string | null = null,
  status = 200,
): Promise<void> {
  const when = (at: Date): string => minuteIn(at, visit.language, visit.zone ?? 'Europe/Zurich');
  const links = (await parts.store.links(draft.record.id))
    .filter(({ revokedAt }) => revokedAt === null)
    .map((one) => ({
      id: one.id,
      label: one.label,
      created: when(one.createdAt),
      used: one.usedAt === null ? null : when(one.usedAt),
      own: one.id === link,
    }));
  const values = { id: draft.record.id, links, problem, here: to.links(draft.record.id) };
  sendPage(parts, request, response, 'links/index', values, status);
}
