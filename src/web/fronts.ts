/**
 * What a call wants at the front of the document or in the email besides facts about the organisation: a title, keywords,
 * a summary, the period covered.
 */
import type { Express, Request, Response } from 'express';
import { askedFront, FRONT_FIELDS, frontFromForm, frontSchema, type FrontMatter } from '../domain/frontMatter.ts';
import { may } from '../domain/link.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';

export function frontRoutes(app: Express, parts: Parts): void {
  app.get(route.front, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { value, revision } = desk.draft.front;
    showForm(parts, request, response, desk, { typed: value, revision, theirs: null });
  });

  app.post(route.front, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const body = bodyOf(request);
    const before = desk.draft.front.value;
    const typed = frontFromForm(body, before);
    if (JSON.stringify(typed) !== JSON.stringify(before)) {
      const newer = await saveOrStale(parts, desk, 'front', revisionOf(body), typed);
      if (newer !== null) {
        const filled = { typed, revision: newer.revision, theirs: frontSchema.parse(newer.value) };
        return showForm(parts, request, response, desk, filled, 409);
      }
    }
    goOn(parts, request, response, to.draft(desk.draft.record.id));
  });
}

interface Filled {
  readonly typed: FrontMatter;
  readonly revision: number;
  /** What somebody else saved in the meantime. */
  readonly theirs: FrontMatter | null;
}

function showForm(parts: Parts, request: Request, response: Response, desk: Desk, filled: Filled, status = 200): void {
  const { draft, questionnaire, visit, role } = desk;
  const mayWrite = may(role, 'write') && draft.record.submittedAt === null;
  const asked = askedFront(questionnaire);
  // What was typed for an earlier version of the call stays in sight.
  const others = FRONT_FIELDS.filter(
    (field) => filled.typed[field] !== '' && asked.every((one) => one.field !== field),
  ).map((field) => ({ field, required: false }));
  const labels = new Map((questionnaire.front.value ?? []).map(({ entry, label }) => [entry as string, label]));
  const values = {
    id: draft.record.id,
    draftLanguage: draft.record.language,
    submitted: draft.record.submittedAt !== null,
    ...filled,
    fields: [...asked, ...others].map(({ field, required }) => {
      const label = labels.get(field);
      return { field, required, label: label == null ? null : shown(questionnaire, label, visit.language) };
    }),
    mayWrite,
    formId: mayWrite ? 'form' : null,
  };
  sendPage(parts, request, response, 'fronts/show', values, status);
}
