/**
 * The list of signatories: adding, moving and taking away organisations, and whether all of them must approve
 * the text before it is submitted. Every form carries the revision of the list that its writer saw.
 */
import type { Express, Request, Response } from 'express';
import { DRAFT_ID } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { limitsDiffer } from '../domain/limit.ts';
import { may } from '../domain/link.ts';
import { CONSULTATIVE_STATUSES } from '../domain/organisation.ts';
import {
  isJoint,
  movedSignatory,
  signatoriesSchema,
  SIGNATORIES_MAX,
  withoutSignatory,
  withSignatory,
  type Signatories,
  type Signatory,
} from '../domain/signatory.ts';
import { EMPTY_SIGNATORY, signatoryFromForm, type SignatoryForm } from '../domain/signatoryForm.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { limitLine } from './limits.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';
import { newId } from './secrets.ts';
import { standingsAt } from './standings.ts';

export function signatoryRoutes(app: Express, parts: Parts): void {
  app.get(route.signatories, async (request, response) => {
    await showList(parts, request, response, await openDesk(parts, request, 'read'), {});
  });

  app.post(route.signatories, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { value } = desk.draft.signatories;
    const form = readForm(parts, request, desk, null);
    const full = value.list.length >= SIGNATORIES_MAX;
    if (form.details === null || full) return showList(parts, request, response, desk, { form, full }, 422);
    const id = newId();
    const next = withSignatory(value, { id, ...form.details });
    await saveOrShow(parts, request, response, desk, next, { form, anchor: id });
  });

  app.post(route.approvalRule, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const rule = signatoriesSchema.shape.approval.safeParse(bodyOf(request)['approval']);
    if (!rule.success) return showList(parts, request, response, desk, { problem: 'rule' }, 422);
    const next = { ...desk.draft.signatories.value, approval: rule.data };
    await saveOrShow(parts, request, response, desk, next, {});
  });

  app.post(route.signatoryRemoval, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const signatory = signatoryAt(desk, request);
    const next = withoutSignatory(desk.draft.signatories.value, signatory.id);
    await saveOrShow(parts, request, response, desk, next, {});
  });

  app.post(route.signatoryMoves, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { id } = signatoryAt(desk, request);
    const way = bodyOf(request)['way'];
    if (way !== 'up' && way !== 'down') throw new AppError('invalid', 'a signatory moves up or down');
    const next = movedSignatory(desk.draft.signatories.value, id, way);
    await saveOrShow(parts, request, response, desk, next, { anchor: id });
  });
}

/** The signatory in the address. Throws `not-found`. */
export function signatoryAt(desk: Desk, request: Request): Signatory {
  const id = String(request.params['signatory']);
  const found = DRAFT_ID.test(id) ? desk.draft.signatories.value.list.find((one) => one.id === id) : undefined;
  if (found === undefined) throw new AppError('not-found');
  return found;
}

/** The form of one organisation; `before` is the one that is being changed, null for a new one. */
export function readForm(parts: Parts, request: Request, { draft }: Desk, before: Signatory | null): SignatoryForm {
  const others = [draft.organisation.value, ...draft.signatories.value.list.filter(({ id }) => id !== before?.id)];
  return signatoryFromForm(bodyOf(request), before ?? EMPTY_SIGNATORY, parts.countries.codes, others);
}

/** The list, at the line of one signatory. */
export const listAddress = ({ draft }: Desk, id: string | null): string =>
  to.signatories(draft.record.id) + (id === null ? '' : `#signatory-${id}`);

interface Saving {
  /** What was typed, to be kept where somebody else saved first. */
  readonly form?: SignatoryForm;
  /** The signatory to come back to. */
  readonly anchor?: string;
}

/** Saves the list on the revision that the form was made for: 303, or 409 with the list as it stands now. */
async function saveOrShow(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  next: Signatories,
  { form, anchor }: Saving,
): Promise<void> {
  const expected = revisionOf(bodyOf(request));
  if (JSON.stringify(next) !== JSON.stringify(desk.draft.signatories.value)) {
    const newer = await saveOrStale(parts, desk, 'signatories', expected, next);
    if (newer !== null) {
      const signatories = { value: signatoriesSchema.parse(newer.value), revision: newer.revision };
      const later = { ...desk, draft: { ...desk.draft, signatories } };
      const filled = { problem: 'stale' as const, ...(form === undefined ? {} : { form }) };
      return showList(parts, request, response, later, filled, 409);
    }
  }
  goOn(parts, request, response, listAddress(desk, anchor ?? null));
}

/** What a page needs for the fields of a signatory. */
export function fieldValues(parts: Parts, { visit }: Desk): object {
  return {
    countries: parts.countries.list(visit.language),
    countryName: (code: string) => parts.countries.name(code, visit.language),
    statuses: CONSULTATIVE_STATUSES,
  };
}

interface Filled {
  readonly form?: SignatoryForm;
  /** `gone`: the one that was being changed has been taken away. */
  readonly problem?: 'stale' | 'gone' | 'rule';
  readonly full?: boolean;
}

/** The list as the desk has it. */
export async function showList(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: Filled,
  status = 200,
): Promise<void> {
  const { draft, questionnaire, visit, role } = desk;
  const { value, revision } = draft.signatories;
  const states = new Map((await standingsAt(parts, desk)).map(({ signatory, state }) => [signatory, state]));
  const group = (kind: Signatory['kind']): object[] =>
    value.list
      .filter((one) => one.kind === kind)
      .map((one, index, peers) => ({
        ...one,
        state: states.get(one.id) ?? null,
        first: index === 0,
        last: index === peers.length - 1,
      }));
  const open = draft.record.submittedAt === null;
  sendPage(
    parts,
    request,
    response,
    'signatories/index',
    {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      lead: draft.organisation.value,
      leadState: states.get('lead') ?? null,
      groups: { submitting: group('submitting'), endorsing: group('endorsing') },
      count: value.list.length,
      rule: value.approval,
      revision,
      form: { typed: EMPTY_SIGNATORY, problems: [] },
      problem: null,
      full: false,
      ...filled,
      max: SIGNATORIES_MAX,
      limit: limitsDiffer(questionnaire) ? limitLine(questionnaire, visit, isJoint(value)) : null,
      ...fieldValues(parts, desk),
      mayWrite: may(role, 'write') && open,
      mayExport: may(role, 'write'),
      mayManage: may(role, 'manage') && open,
      here: to.signatories(draft.record.id),
      // The address of a page that shows what was typed takes posts only.
      noSwitch: status !== 200,
    },
    status,
  );
}
