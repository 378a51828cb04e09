/**
 * Review: the outline as a page, with what is missing told as information, the checks before sending, and links to change
 * each part.
 */
import type { Express, Request, Response } from 'express';
import type { Parts } from './app.ts';
import { shownChecklist } from './checklists.ts';
import { deadlineView } from './deadlines.ts';
import { openDesk, progressOf, type Desk } from './desk.ts';
import { checksView, type Refused } from './findings.ts';
import { shownMeasure } from './limits.ts';
import { outlineOf } from './outlines.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { may } from '../domain/link.ts';
import { measuresOf, situationOf } from '../domain/measure.ts';
import { isInReply } from '../domain/questionnaire.ts';
import { confidentialityOf } from '../domain/versions.ts';

export function reviewRoutes(app: Express, parts: Parts): void {
  app.get(route.review, async (request, response) => {
    showReview(parts, request, response, await openDesk(parts, request, 'read'));
  });
}

/** `refused` is a form of the checks that was not taken. */
export function showReview(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  refused: Refused | null = null,
  status = 200,
): void {
  const { draft, questionnaire, visit, role } = desk;
  sendPage(
    parts,
    request,
    response,
    'reviews/show',
    {
      id: draft.record.id,
      draft,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      inReply: isInReply(questionnaire),
      outline: outlineOf(parts, desk),
      publicOutline: confidentialityOf(draft) === 'part' ? outlineOf(parts, desk, 'public') : null,
      progress: progressOf(draft, questionnaire),
      deadline: deadlineView(desk.call, visit),
      checks: checksView(desk, refused),
      checklist: shownChecklist(desk),
      measures: measuresOf({ draft, questionnaire }, situationOf(draft, questionnaire))
        .filter(({ node, limit }) => node === null && limit.unit !== 'files' && limit.unit !== 'megabytes')
        .map((measure) => shownMeasure(questionnaire, measure, visit)),
      writtenIn: draft.record.language,
      mayWrite: may(role, 'write') && draft.record.submittedAt === null,
      maySubmit: may(role, 'submit'),
      submitted: draft.record.submittedAt !== null,
      here: to.review(draft.record.id),
      // The address of a page that shows what was typed takes posts only.
      noSwitch: refused !== null,
    },
    status,
  );
}
