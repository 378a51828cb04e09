/**
 * The home page: the calls that a reader looks for, and the drafts that this browser may open. Also says that we are up.
 */
import type { Express } from 'express';
import { withoutGone } from '../domain/carrying.ts';
import { callNow, questionnaireOf } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { addressOf, askedIn, callList, oncePerList } from './callLists.ts';
import { pack, type Packed } from './compressed.ts';
import { deadlineView } from './deadlines.ts';
import { draftOf, progressOf } from './desk.ts';
import { renderPage, sendPacked, sendPage, shown } from './page.ts';
import { route } from './paths.ts';
import { minuteIn } from './times.ts';
import { visitOf, type Visit } from './visit.ts';

export function homeRoutes(app: Express, parts: Parts): void {
  app.get(route.home, async (request, response) => {
    const visit = visitOf(request, parts);
    const asked = askedIn(request);
    const values = {
      calls: callList(parts, visit, asked),
      drafts: await draftLines(parts, visit),
      own: await ownLines(parts, visit),
      mail: parts.mailer.sender !== null,
      here: addressOf(asked),
    };
    if (visit.token !== null) return sendPage(parts, request, response, 'home/show', values);
    // To a browser that nobody let in anywhere, the page says what it says to all of them.
    const make = (): Packed => pack(renderPage(parts, request, 'home/show', values));
    sendPacked(parts, request, response, oncePerList(parts, visit, asked, 'page', make));
  });

  app.get(route.up, async (_request, response) => {
    await parts.store.ping();
    response.type('text/plain').send('up\n');
  });
}

async function ownLines(parts: Parts, visit: Visit): Promise<object[]> {
  if (visit.session === null) return [];
  const own = await parts.store.ownCalls(visit.session, visit.now);
  return own.map(({ questionnaire }) => ({
    id: questionnaire.id,
    title: shown(questionnaire, questionnaire.title, visit.language),
    deadline: deadlineView(questionnaire, visit),
  }));
}

async function draftLines(parts: Parts, visit: Visit): Promise<object[]> {
  if (visit.session === null) return [];
  const opened = await parts.store.draftsOf(visit.session, visit.now);
  return Promise.all(
    opened.map(async (one) => {
      const questionnaire = await questionnaireOf(parts, one.record.call, one.record.questionnaire);
      const draft = withoutGone(draftOf(one), questionnaire);
      return {
        id: one.record.id,
        name: draft.organisation.value.name,
        call: shown(questionnaire, questionnaire.shortTitle, visit.language),
        language: one.record.language,
        submitted: one.record.submittedAt !== null,
        progress: progressOf(draft, questionnaire),
        changed: minuteIn(one.record.changedAt, visit.language, visit.zone ?? 'Europe/Zurich'),
        deadline: deadlineView(await callNow(parts, questionnaire), visit),
      };
    }),
  );
}
