/**
 * The publication choice: may the submission be published or not, what is withheld besides marked passages, which versions
 * go with the email, and what becomes of declined questions.
 */
import type { Express, Request, Response } from 'express';
import type { FormBody } from '../domain/answer.ts';
import { publicationSchema, type Publication } from '../domain/draft.ts';
import { may } from '../domain/link.ts';
import { isInReply } from '../domain/questionnaire.ts';
import { takesSeveralFiles } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { publicationFacts } from './ruleWords.ts';
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
    const read = publicationSchema.safeParse(typedIn(body, before.value));
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

/** A field that is not sent keeps what it had; of a whole form, boxes that came without a value were unticked. */
function typedIn(body: FormBody, before: Publication): object {
  const ticked = (name: string): readonly string[] => [body[name] ?? []].flat();
  const withheld = {
    organisation: ticked('withheld').includes('organisation'),
    contact: ticked('withheld').includes('contact'),
    signatories: ticked('signatories'),
  };
  return {
    choice: body['choice'] ?? before.choice,
    declined: body['declined'] ?? before.declined,
    withheld: body['whole'] === undefined ? before.withheld : withheld,
    attach: body['attach'] ?? before.attach,
  };
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
  const mayWrite = may(desk.role, 'write') && desk.draft.record.submittedAt === null;
  const values = {
    draft: desk.draft,
    theirs: null,
    ...filled,
    rule,
    inReply: isInReply(desk.questionnaire),
    facts: publicationFacts(desk.questionnaire, desk.visit.say),
    mayWrite,
    severalFiles: takesSeveralFiles(desk.questionnaire),
    formId: mayWrite ? 'form' : null,
  };
  sendPage(parts, request, response, 'publications/show', values, status);
}
