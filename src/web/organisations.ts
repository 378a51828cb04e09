/**
 * Who submits: the form of the organisation.
 */
import type { Express, Request, Response } from 'express';
import {
  CONSULTATIVE_STATUSES,
  ORGANISATION_KINDS,
  organisationFromForm,
  organisationSchema,
  type FieldProblem,
} from '../domain/organisation.ts';
import { may } from '../domain/link.ts';
import type { Parts } from './app.ts';
import { openDesk, questionsAt, type Desk } from './desk.ts';
import { knowsOrganisation } from './earlierPages.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';

export function organisationRoutes(app: Express, parts: Parts): void {
  app.get(route.organisation, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { value, revision } = desk.draft.organisation;
    const offersEarlier = await knowsOrganisation(parts, desk);
    const nowWithheld = withheldIn(desk, request.query['withheld']);
    showForm(parts, request, response, desk, { typed: value, revision, problems: [], offersEarlier, nowWithheld });
  });

  app.post(route.organisation, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { draft, visit } = desk;
    const body = bodyOf(request);
    const expected = revisionOf(body);
    const before = draft.organisation.value;
    const form = organisationFromForm(body, before, parts.countries.codes, visit.now.getUTCFullYear());
    const filled = { typed: form.typed, problems: form.problems, revision: expected };
    if (form.organisation === null) return showForm(parts, request, response, desk, filled, 422);
    const next = to.question(draft.record.id, questionsAt(desk)[0]?.node.id ?? '');
    if (JSON.stringify(form.organisation) !== JSON.stringify(before)) {
      const newer = await saveOrStale(parts, desk, 'organisation', expected, form.organisation);
      if (newer !== null) {
        const theirs = organisationSchema.parse(newer.value);
        return showForm(parts, request, response, desk, { ...filled, revision: newer.revision, theirs }, 409);
      }
    }
    goOn(parts, request, response, next);
  });
}

/** The fields that the call asks for, by whether it requires them. */
function askedFields({ questionnaire }: Desk): Readonly<Record<string, boolean>> {
  const { submitter, emailBody } = questionnaire;
  const described = emailBody.value?.includes('description') === true ? { description: true } : {};
  return {
    ...described,
    ...Object.fromEntries((submitter.value ?? []).map(({ field, required }) => [field, required])),
  };
}

interface Filled {
  readonly typed: Readonly<Record<string, string>>;
  readonly revision: number;
  readonly problems: readonly FieldProblem[];
  /** What somebody else saved in the meantime. */
  readonly theirs?: Readonly<Record<string, string>>;
  /** Whether another draft of this browser has an organisation to take over. */
  readonly offersEarlier?: boolean;
  readonly nowWithheld?: NowWithheld;
}

/** What came to be withheld from publication because it was in the draft that it was taken from. */
type NowWithheld = 'organisation' | 'contact' | null;

/** What the address says, where it is so. */
function withheldIn({ draft }: Desk, said: unknown): NowWithheld {
  const { withheld } = draft.publication.value;
  return (['organisation', 'contact'] as const).find((what) => what === said && withheld[what]) ?? null;
}

function showForm(parts: Parts, request: Request, response: Response, desk: Desk, filled: Filled, status = 200): void {
  const { language } = desk.visit;
  const mayWrite = may(desk.role, 'write') && desk.draft.record.submittedAt === null;
  const values = {
    draft: desk.draft,
    theirs: null,
    offersEarlier: false,
    nowWithheld: null,
    ...filled,
    countries: parts.countries.list(language),
    countryName: (code: string) => parts.countries.name(code, language),
    kinds: ORGANISATION_KINDS,
    statuses: CONSULTATIVE_STATUSES,
    asked: askedFields(desk),
    mayWrite,
    formId: mayWrite ? 'form' : null,
  };
  sendPage(parts, request, response, 'organisations/show', values, status);
}
