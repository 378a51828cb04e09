/**
 * The publication choice: may the submission be published or not, and what becomes of declined questions.
 */
import type { Express, Request, Response } from 'express';
import { publicationSchema, type Publication } from '../domain/draft.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';

export function publicationRoutes(app: Express, parts: Parts): void {
  app.get(route.publication, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { value, revision } = desk.draft.publication;
    showForm(parts, request, response, desk, { chosen: value, revision, problem: null });
  });

  app.post(route.publication, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const body = bodyOf(request);
    const before = desk.draft.publication;
    const expected = revisionOf(body);
    const read = publicationSchema.safeParse({
      choice: body['choice'] ?? before.value.choice,
      declined: body['declined'] ?? before.value.declined,
    });
    if (!read.success) {
      const problem = desk.visit.say('publication.problem');
      return showForm(parts, request, response, desk, { chosen: before.value, revision: expected, problem }, 422);
    }
    if (JSON.stringify(read.data) !== JSON.stringify(before.value)) {
      const newer = await saveOrStale(parts, desk, 'publication', expected, read.data);
      if (newer !== null) {
        const theirs = publicationSchema.parse(newer.value);
        const filled = { chosen: read.data, revision: newer.revision, problem: null, theirs };
        return showForm(parts, request, response, desk, filled, 409);
      }
    }
    goOn(parts, request, response, to.review(desk.draft.record.id));
  });
}

interface Filled {
  readonly chosen: Publication;
  readonly revision: number;
  readonly problem: string | null;
  readonly theirs?: Publication;
}

function showForm(parts: Parts, request: Request, response: Response, desk: Desk, filled: Filled, status = 200): void {
  const { wording } = desk.questionnaire.publication;
  const rule = wording === null ? null : shown(desk.questionnaire, wording, desk.visit.language);
  const values = { draft: desk.draft, theirs: null, ...filled, rule, formId: 'form' };
  sendPage(parts, request, response, 'publications/show', values, status);
}
