/**
 * The home page: calls by nearest deadline, and the drafts that this browser may open. Also says that we are up.
 */
import type { Express } from 'express';
import { callState, mainDeadline } from '../domain/deadline.ts';
import { callNow, questionnaireOf, type KeptQuestionnaire } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { deadlineView } from './deadlines.ts';
import { draftOf, progressOf } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route } from './paths.ts';
import { minuteIn } from './times.ts';
import { visitOf, type Visit } from './visit.ts';

export function homeRoutes(app: Express, parts: Parts): void {
  app.get(route.home, async (request, response) => {
    const visit = visitOf(request, parts);
    sendPage(parts, request, response, 'home/show', {
      calls: nearestFirst(parts.questionnaires.all(), visit.now).map((kept) => callLine(kept, visit)),
      drafts: await draftLines(parts, visit),
      mail: parts.mailer.sender !== null,
    });
  });

  app.get(route.up, async (_request, response) => {
    await parts.store.ping();
    response.type('text/plain').send('up\n');
  });
}

/** Open calls first, the nearest deadline on top; then those without a date to come; then the closed, latest first. */
function nearestFirst(calls: readonly KeptQuestionnaire[], now: Date): KeptQuestionnaire[] {
  const rank = (kept: KeptQuestionnaire): number => {
    const end = mainDeadline(kept.questionnaire, now)?.instant.getTime();
    if (end === undefined || callState(kept.questionnaire, now) === 'standing') return Number.MAX_SAFE_INTEGER / 4;
    return end > now.getTime() ? end : Number.MAX_SAFE_INTEGER / 2 - end;
  };
  return [...calls].sort((a, b) => rank(a) - rank(b));
}

function callLine({ questionnaire }: KeptQuestionnaire, visit: Visit): object {
  return {
    id: questionnaire.id,
    title: shown(questionnaire, questionnaire.title, visit.language),
    issuers: questionnaire.issuers.map(({ name }) => shown(questionnaire, name, visit.language)),
    deadline: deadlineView(questionnaire, visit),
  };
}

async function draftLines(parts: Parts, visit: Visit): Promise<object[]> {
  if (visit.session === null) return [];
  const opened = await parts.store.draftsOf(visit.session, visit.now);
  return Promise.all(
    opened.map(async (one) => {
      const draft = draftOf(one);
      const questionnaire = await questionnaireOf(parts, one.record.call, one.record.questionnaire);
      return {
        id: one.record.id,
        name: draft.organisation.value.name,
        call: shown(questionnaire, questionnaire.shortTitle, visit.language),
        language: one.record.language,
        submitted: one.record.submittedAt !== null,
        progress: progressOf(draft, questionnaire),
        changed: minuteIn(one.record.changedAt, visit.language, visit.zone ?? 'Europe/Zurich'),
        deadline: deadlineView(callNow(parts, questionnaire), visit),
      };
    }),
  );
}
