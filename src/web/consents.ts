/**
 * The register of consent: whether people are named, who they are, and whether each knows it, understands the risk and
 * agrees. Those who only read a draft see how it stands, and not who is in it.
 */
import type { Express, Request, Response } from 'express';
import {
  CONSENT_PARTS,
  consentsSchema,
  consentStanding,
  hasAgreed,
  withOverride,
  type Consents,
} from '../domain/consent.ts';
import { agreedIn, consentsFromForm, type ConsentForm } from '../domain/consentForm.ts';
import { may } from '../domain/link.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { checksOf, namedPeople, peopleLines } from './findings.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';

export function consentRoutes(app: Express, parts: Parts): void {
  app.get(route.consents, async (request, response) => {
    showConsents(parts, request, response, await openDesk(parts, request, 'read'), {});
  });

  app.post(route.consents, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { value } = desk.draft.consents;
    const body = bodyOf(request);
    const expected = revisionOf(body);
    const form = consentsFromForm(body, value);
    if (form.problems.length > 0) {
      return showConsents(parts, request, response, desk, { form, revision: expected }, 422);
    }
    const next = nextOf(desk, form);
    if (JSON.stringify(next) !== JSON.stringify(value)) {
      const newer = await saveOrStale(parts, desk, 'consents', expected, next);
      if (newer !== null) {
        const theirs = consentsSchema.parse(newer.value);
        return showConsents(parts, request, response, desk, { form, revision: newer.revision, theirs }, 409);
      }
    }
    goOn(parts, request, response, `${to.review(desk.draft.record.id)}#checks`);
  });
}

/** The register as the form has it. A reason that was given stands for what is open now. */
function nextOf(desk: Desk, { consents, reason, goes }: ConsentForm): Consents {
  const bare = { ...consents, override: null };
  return withOverride(bare, namedPeople(withConsents(desk, bare)), desk.questionnaire, { reason, goes });
}

const withConsents = (desk: Desk, value: Consents): Desk => ({
  ...desk,
  draft: { ...desk.draft, consents: { ...desk.draft.consents, value } },
});

/** Empty rows at the end of the register, for the next people. */
const ROWS_MORE = 2;
const NEW_ROW = { who: '', informed: false, understands: false, agrees: false, date: '' };

interface Filled {
  readonly form?: ConsentForm;
  readonly revision?: number;
  /** What somebody else saved in the meantime. */
  readonly theirs?: Consents;
}

function showConsents(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  { form, revision, theirs }: Filled,
  status = 200,
): void {
  const { draft, questionnaire, visit, role } = desk;
  const { value } = draft.consents;
  const mayRead = may(role, 'write');
  const mayWrite = mayRead && draft.record.submittedAt === null;
  const { named, rows } = form?.consents ?? value;
  const standing = checksOf(desk).consent;
  const { wording, value: rule } = questionnaire.consent;
  sendPage(
    parts,
    request,
    response,
    'consents/show',
    {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      writtenIn: draft.record.language,
      rule,
      words: wording === null ? null : shown(questionnaire, wording, visit.language),
      standing,
      people: draft.record.submittedAt === null ? peopleLines(desk) : [],
      named,
      rows: mayWrite ? [...rows, ...Array.from({ length: ROWS_MORE }, () => NEW_ROW)] : rows,
      filledRows: rows.length,
      count: rows.length,
      agreed: agreedIn({ rows }),
      hasAgreed,
      consentParts: CONSENT_PARTS,
      reason: form?.reason ?? value.override?.reason ?? '',
      without: form?.goes ?? standing.override !== null,
      problems: form?.problems ?? [],
      theirs: theirs ?? null,
      revision: revision ?? draft.consents.revision,
      mayRead,
      mayWrite,
      submitted: draft.record.submittedAt !== null,
      formId: mayWrite ? 'form' : null,
    },
    status,
  );
}

/** How consent stands, for the contents page: from the register alone, without a look at the texts. Null: not asked for. */
export function consentSummary({ draft, questionnaire }: Desk): 'not-started' | 'in-progress' | 'done' | null {
  if (questionnaire.consent.value === 'not-needed') return null;
  const { named } = draft.consents.value;
  if (named === '') return 'not-started';
  return consentStanding(draft.consents.value, [], questionnaire).waits || named === 'unsure' ? 'in-progress' : 'done';
}
