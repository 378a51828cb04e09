/**
 * Approvals: each submitting organisation says yes or no to one exact version of the text. A yes is recorded only for the
 * text that was on the page; when the text has changed, the page shows what changed.
 */
import type { Express, Request, Response } from 'express';
import type { Approval, Standing } from '../domain/approval.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { approversOf, LEAD } from '../domain/signatory.ts';
import type { Parts } from './app.ts';
import { changesSince, movesAfter, readRevisions, revisionsIn, revisionsOf, type ShownChange } from './changes.ts';
import { openDesk, type Desk } from './desk.ts';
import { outlineOf } from './outlines.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf } from './saving.ts';
import { newId } from './secrets.ts';
import { signatoryName, standingsAt, textHashOf } from './standings.ts';
import { GENEVA, minuteIn } from './times.ts';

export function approvalRoutes(app: Express, parts: Parts): void {
  app.get(route.approvals, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { since } = request.query;
    await showApprovals(parts, request, response, desk, { since: typeof since === 'string' ? since : null });
  });

  app.post(route.approvals, async (request, response) => {
    const desk = await openDesk(parts, request, 'approve');
    const signatory = approverOf(desk);
    if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
    if (signatory === null) throw new AppError('forbidden');
    const body = bodyOf(request);
    const { decision, hash } = body;
    const words = typeof body['words'] === 'string' ? body['words'].replace(/\r\n?/g, '\n').trim() : '';
    const show = (filled: Filled, status: number): Promise<void> =>
      showApprovals(parts, request, response, desk, { words, ...filled }, status);
    if (decision !== 'approved' && decision !== 'declined') return show({ problem: 'decision' }, 422);
    if (hash !== textHashOf(parts, desk)) {
      const changes = await changesSince(parts, desk, readRevisions(body['revisions']));
      return show({ problem: 'changed', changes }, 409);
    }
    if (decision === 'declined' && words === '') return show({ problem: 'reason' }, 422);
    await parts.store.addApproval({
      id: newId(),
      draft: desk.draft.record.id,
      signatory,
      decision,
      hash,
      revisions: revisionsOf(desk),
      words,
      link: desk.link,
      at: desk.visit.now,
    });
    response.redirect(303, to.approvals(desk.draft.record.id));
  });
}

/** For whom this reader says yes or no; null: for nobody. */
function approverOf({ role, signatory, draft }: Desk): string | null {
  if (!may(role, 'approve')) return null;
  const own = role === 'owner' ? LEAD : signatory;
  return own !== null && approversOf(draft.signatories.value).includes(own) ? own : null;
}

/** Eight groups of hexadecimal would be a wall: the first twelve digits tell any two versions apart. */
export const shortHash = (hash: string): string => (hash.slice(0, 12).match(/.{4}/g) ?? []).join(' ');

interface Filled {
  readonly problem?: 'decision' | 'reason' | 'changed';
  readonly words?: string;
  /** What changed while the form was filled in. */
  readonly changes?: readonly ShownChange[] | null;
  /** The signatory since whose yes the changes are to be shown. */
  readonly since?: string | null;
}

/** A standing as the page shows it. */
interface StandingLine extends Standing {
  readonly name: string;
  readonly when: string;
  /** Whether the difference since this approval can be shown. */
  readonly differs: boolean;
}

function lineOf(desk: Desk, standing: Standing): StandingLine {
  const { approval, current, signatory } = standing;
  const { visit } = desk;
  return {
    ...standing,
    name: signatoryName(desk, signatory),
    when: approval === null ? '' : minuteIn(approval.at, visit.language, visit.zone ?? GENEVA),
    differs: approval !== null && !current,
  };
}

async function showApprovals(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: Filled,
  status = 200,
): Promise<void> {
  const { draft, questionnaire, visit, role } = desk;
  const hash = textHashOf(parts, desk);
  const standings = (await standingsAt(parts, desk)).map((standing) => lineOf(desk, standing));
  const approver = approverOf(desk);
  const own = standings.find(({ signatory }) => signatory === approver) ?? null;
  const about = aboutWhich(standings, own, filled);
  sendPage(
    parts,
    request,
    response,
    'approvals/show',
    {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      words: '',
      problem: null,
      ...filled,
      hash,
      version: shortHash(hash),
      revisions: revisionsIn(revisionsOf(desk)),
      count: outlineOf(parts, desk).words,
      written: draft.record.language,
      standings,
      approved: standings.filter(({ state }) => state === 'approved').length,
      void: standings.filter(({ state }) => state === 'void'),
      endorsing: draft.signatories.value.list.filter(({ kind }) => kind === 'endorsing').map(({ name }) => name),
      rule: draft.signatories.value.approval,
      own,
      mayDecide: own !== null && draft.record.submittedAt === null,
      submitted: draft.record.submittedAt !== null,
      mayWrite: may(role, 'write'),
      about,
      moved: about?.approval ? (await movesAfter(parts, desk, about.approval.at)).length > 0 : false,
      changes: filled.changes ?? (about?.approval ? await changesAfter(parts, desk, about.approval) : null),
      here: to.approvals(draft.record.id),
      // The address of a page that shows what was typed takes posts only.
      noSwitch: status !== 200,
    },
    status,
  );
}

/** Whose yes the changes on the page are counted from: who was asked about, else the reader's own. */
function aboutWhich(standings: readonly StandingLine[], own: StandingLine | null, filled: Filled): StandingLine | null {
  if (filled.changes !== undefined) return null;
  const asked = standings.find(({ signatory, differs }) => signatory === filled.since && differs);
  return asked ?? (own?.differs === true ? own : null);
}

function changesAfter(parts: Parts, desk: Desk, { revisions, at }: Approval): Promise<readonly ShownChange[]> {
  return changesSince(parts, desk, revisions, at);
}
