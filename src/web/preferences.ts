/**
 * What a reader chooses for this browser (language, time zone), the way out, and the page about safety.
 */
import type { Express } from 'express';
import { languageSchema } from '../domain/language.ts';
import type { Parts } from './app.ts';
import { sendPage } from './page.ts';
import { route, safeBack, to } from './paths.ts';
import { bodyOf } from './saving.ts';
import { isZone, ZONES } from './times.ts';
import { choose, endSession, visitOf } from './visit.ts';

export function preferenceRoutes(app: Express, parts: Parts): void {
  app.get(route.preferences, (request, response) => {
    const values = { zones: ZONES, back: safeBack(request.query['back']), problem: null };
    sendPage(parts, request, response, 'preferences/show', values);
  });

  app.post(route.preferences, (request, response) => {
    const body = bodyOf(request);
    const back = safeBack(body['back']);
    const { language, zone } = body;
    const chosen = languageSchema.safeParse(language);
    const wrong = (language !== undefined && !chosen.success) || (zone !== undefined && zone !== '' && !isZone(zone));
    if (wrong) {
      const problem = visitOf(request, parts).say('preferences.problem');
      return sendPage(parts, request, response, 'preferences/show', { zones: ZONES, back, problem }, 422);
    }
    if (chosen.success) choose(response, parts, 'language', chosen.data);
    if (isZone(zone)) choose(response, parts, 'zone', zone);
    response.redirect(303, back);
  });

  app.get(route.safety, (request, response) => {
    sendPage(parts, request, response, 'safety/show', {});
  });

  app.get(route.exit, (request, response) => {
    const { say, language } = visitOf(request, parts);
    response.type('html').send(parts.views.render('safety/left', { say, language }));
  });

  app.post(route.exit, async (request, response) => {
    await endSession(request, response, parts);
    response.set('Clear-Site-Data', '"cache"').redirect(303, to.exit());
  });
}
