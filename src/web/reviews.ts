/**
 * Review: the outline as a page, with what is missing told as information, and links to change each part.
 */
import type { Express } from 'express';
import type { Parts } from './app.ts';
import { deadlineView } from './deadlines.ts';
import { openDesk, progressOf } from './desk.ts';
import { outlineOf } from './outlines.ts';
import { sendPage, shown } from './page.ts';
import { route } from './paths.ts';
import { may } from '../domain/link.ts';

export function reviewRoutes(app: Express, parts: Parts): void {
  app.get(route.review, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { draft, questionnaire, visit, role } = desk;
    sendPage(parts, request, response, 'reviews/show', {
      id: draft.record.id,
      draft,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      outline: outlineOf(parts, desk),
      progress: progressOf(draft, questionnaire),
      deadline: deadlineView(desk.call, visit),
      mayWrite: may(role, 'write') && draft.record.submittedAt === null,
      maySubmit: may(role, 'submit'),
      submitted: draft.record.submittedAt !== null,
    });
  });
}
