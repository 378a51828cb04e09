/**
 * One signatory: the form that changes it. Two people who change the list at once both see what the other saved.
 */
import type { Express, Request, Response } from 'express';
import { signatoriesSchema, withSignatory, type Signatory } from '../domain/signatory.ts';
import type { SignatoryForm } from '../domain/signatoryForm.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';
import { fieldValues, listAddress, readForm, showList, signatoryAt } from './signatories.ts';

export function signatoryChangeRoutes(app: Express, parts: Parts): void {
  app.get(route.signatory, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const signatory = signatoryAt(desk, request);
    const form = { typed: signatory, problems: [] };
    showOne(parts, request, response, desk, { signatory, form, revision: desk.draft.signatories.revision });
  });

  app.post(route.signatory, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { value } = desk.draft.signatories;
    const before = value.list.find(({ id }) => id === request.params.signatory);
    const form = readForm(parts, request, desk, before ?? null);
    if (before === undefined) return showList(parts, request, response, desk, { form, problem: 'gone' }, 409);
    const revision = revisionOf(bodyOf(request));
    if (form.details === null) {
      return showOne(parts, request, response, desk, { signatory: before, form, revision }, 422);
    }
    const changed = { id: before.id, ...form.details };
    if (!isSame(changed, before)) {
      const newer = await saveOrStale(parts, desk, 'signatories', revision, withSignatory(value, changed));
      if (newer !== null) {
        const signatories = { value: signatoriesSchema.parse(newer.value), revision: newer.revision };
        const later = { ...desk, draft: { ...desk.draft, signatories } };
        const theirs = signatories.value.list.find(({ id }) => id === before.id);
        if (theirs === undefined) return showList(parts, request, response, later, { form, problem: 'gone' }, 409);
        const filled = { signatory: theirs, form, revision: newer.revision, theirs };
        return showOne(parts, request, response, later, filled, 409);
      }
    }
    goOn(parts, request, response, listAddress(desk, before.id));
  });
}

const isSame = (one: Signatory, other: Signatory): boolean =>
  (Object.keys(one) as (keyof Signatory)[]).every((field) => one[field] === other[field]);

interface Filled {
  readonly signatory: Signatory;
  readonly form: Pick<SignatoryForm, 'typed' | 'problems'>;
  readonly revision: number;
  /** What somebody else saved in the meantime. */
  readonly theirs?: Signatory;
}

function showOne(parts: Parts, request: Request, response: Response, desk: Desk, filled: Filled, status = 200): void {
  const { draft } = desk;
  const values = {
    id: draft.record.id,
    theirs: null,
    ...filled,
    ...fieldValues(parts, desk),
    mayWrite: draft.record.submittedAt === null,
    here: to.signatory(draft.record.id, filled.signatory.id),
    formId: 'form',
  };
  sendPage(parts, request, response, 'signatories/show', values, status);
}
