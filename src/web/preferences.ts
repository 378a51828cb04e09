/**
 * What a reader chooses for this browser (language, time zone, titles that say nothing), and the page about safety.
 */
import type { Express } from 'express';
import { languageSchema } from '../domain/language.ts';
import type { Parts } from './app.ts';
import { sendPage } from './page.ts';
import { route, safeBack } from './paths.ts';
import { bodyOf } from './saving.ts';
import { isZone, ZONES } from './times.ts';
import { choose, visitOf } from './visit.ts';

export function preferenceRoutes(app: Express, parts: Parts): void {
  app.get(route.preferences, (request, response) => {
    const values = { zones: ZONES, back: safeBack(request.query['back']), problem: null };
    sendPage(parts, request, response, 'preferences/show', values);
  });

  app.post(route.preferences, (request, response) => {
    const body = bodyOf(request);
    const back = safeBack(body['back']);
    const { language, zone, titles } = body;
    const chosen = languageSchema.safeParse(language);
    const wrong = (language !== undefined && !chosen.success) || (zone !== undefined && zone !== '' && !isZone(zone));
    if (wrong) {
      const problem = visitOf(request, parts).say('preferences.problem');
      return sendPage(parts, request, response, 'preferences/show', { zones: ZONES, back, problem }, 422);
    }
    if (chosen.success) choose(response, parts, 'language', chosen.data);
    if (isZone(zone)) choose(response, parts, 'zone', zone);
    if (titles === 'named' || titles === 'neutral') choose(response, parts, 'titles', titles);
    response.redirect(303, back);
  });

  app.get(route.safety, (request, response) => {
    sendPage(parts, request, response, 'safety/show', {});
  });
}
