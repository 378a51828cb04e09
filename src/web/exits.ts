/**
 * The way out: ends the session of this browser, and leads to a page that says nothing of this program. It is never
 * refused to a form of our own and never held up: whoever presses it may have no second to lose.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Express } from 'express';
import type { Parts } from './app.ts';
import { route, to } from './paths.ts';
import { endSession, visitOf } from './visit.ts';

/** How long the database may take; the cookies go in any case. */
const PATIENCE_MS = 1_000;

const EMPTY_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';

/** Comes before bodies are read and proofs are asked for: a page that has stood open for long has an old one. */
export function exitRoutes(app: Express, parts: Parts): void {
  app.post(route.exit, async (request, response) => {
    const ended = endSession(request, response, parts).catch(() => {
      parts.log.error({ code: 'unavailable' }, 'a session that was left could not be ended');
    });
    const { session } = visitOf(request, parts);
    if (session !== null) parts.textSearch.leave(session);
    await Promise.race([ended, pause(PATIENCE_MS, undefined, { ref: false })]);
    response.redirect(303, to.exit());
  });

  app.get(route.exit, (request, response) => {
    const { say, language } = visitOf(request, parts);
    response.type('html').send(parts.views.render('safety/left', { say, to, language }));
  });

  // Some browsers take seconds to clear their cache and show nothing meanwhile: the neutral page stands there before.
  app.get(route.exitPicture, (_request, response) => {
    response.set('Clear-Site-Data', '"cache", "storage"').type('svg').send(EMPTY_PICTURE);
  });
}
