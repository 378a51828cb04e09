/**
 * A desk: one draft laid open for one request, with its questionnaire and what this reader may do with it.
 * The only way from an address to a draft. What this browser may not open is not found: never "forbidden".
 */
import type { Request } from 'express';
import type { Doer } from '../domain/audit.ts';
import { withoutGone } from '../domain/carrying.ts';
import {
  assemble,
  DRAFT_ID,
  progress,
  type Draft,
  type OpenedDraft,
  type Part,
  type Progress,
} from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import type { Say } from '../domain/language.ts';
import { may, type Deed, type IdleHours, type Role } from '../domain/link.ts';
import { callNow, questionnaireOf, questionOf, type Questionnaire } from '../domain/questionnaire.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import type { Retention } from '../domain/retention.ts';
import { questionsFor, scopedTo, scopeOf, withinScope } from '../domain/scope.ts';
import type { Parts } from './app.ts';
import { renewSession, visitOf, type Visit } from './visit.ts';

export interface Desk {
  readonly visit: Visit;
  readonly draft: Draft;
  readonly questionnaire: Questionnaire;
  /** The version whose deadlines hold now. */
  readonly call: Questionnaire;
  readonly role: Role;
  /** The link by which this browser came in. */
  readonly link: string;
  /** The signatory that the link approves for; null: none. */
  readonly signatory: string | null;
  /** What was said of how long the draft stays. */
  readonly retention: Retention;
  /** How long a browser may leave the draft unused, in hours. */
  readonly idleHours: IdleHours;
  /** Phrases in the language of the draft. */
  readonly sayDraft: Say;
  readonly parts: readonly Part[];
}

/** The store gives the same array for the same revision, so a draft is checked and put together once. */
const assembled = new WeakMap<readonly Part[], Draft>();
const progresses = new WeakMap<Draft, Progress>();

export function draftOf(opened: Pick<OpenedDraft, 'record' | 'parts'>): Draft {
  const known = assembled.get(opened.parts);
  if (known !== undefined && known.record.revision === opened.record.revision) {
    return known.record.submittedAt === opened.record.submittedAt ? known : { ...known, record: opened.record };
  }
  const draft = assemble(opened.record, opened.parts);
  assembled.set(opened.parts, draft);
  return draft;
}

export function progressOf(draft: Draft, questionnaire: Questionnaire): Progress {
  let known = progresses.get(draft);
  if (known === undefined) {
    known = progress(draft, questionnaire);
    progresses.set(draft, known);
  }
  return known;
}

const letIn = new WeakSet<Request>();

/** Whether the draft of this request was opened: what is not found then is something in it. */
export const isLetIn = (request: Request): boolean => letIn.has(request);

/** Opens the draft in the address. Throws `not-found` or, for somebody who may read but not do this, `forbidden`. */
export async function openDesk(parts: Parts, request: Request, deed: Deed): Promise<Desk> {
  const visit = visitOf(request, parts);
  const id = String(request.params['draft']);
  if (!DRAFT_ID.test(id) || visit.session === null) throw new AppError('not-found');
  const opened = await parts.store.openDraft(id, visit.session, visit.now);
  if (opened === null) throw new AppError('not-found');
  letIn.add(request);
  if (opened.renewed) renewSession(request, parts);
  if (!may(opened.role, deed)) throw new AppError('forbidden');
  const { record, role, link, signatory, retention, idleHours } = opened;
  const questionnaire = await questionnaireOf(parts, record.call, record.questionnaire);
  const sayDraft = parts.phrases[record.language];
  const call = await callNow(parts, questionnaire);
  const place = { role, link, signatory, retention, idleHours, parts: opened.parts };
  const draft = withinScope(withoutGone(draftOf(opened), questionnaire), questionnaire);
  return { visit, draft, questionnaire, call, sayDraft, ...place };
}

/** Whoever sits at the desk, for the record of the draft. */
export const doerOf = ({ link, visit }: Pick<Desk, 'link' | 'visit'>): Doer => ({ link, at: visit.now });

/** A draft for what comes by a secret of its own, from a mail or a calendar, and not from a browser that was let in. */
export interface UnattendedDraft extends Pick<Desk, 'draft' | 'questionnaire' | 'call'> {
  readonly parts: readonly Part[];
}

/** Null where there is no such draft. Whether its secret still holds is the caller's to know. */
export async function unattended(parts: Parts, id: string): Promise<UnattendedDraft | null> {
  const opened = await parts.store.draftById(id);
  if (opened === null) return null;
  const questionnaire = await questionnaireOf(parts, opened.record.call, opened.record.questionnaire);
  const draft = withinScope(withoutGone(draftOf(opened), questionnaire), questionnaire);
  return { draft, questionnaire, call: await callNow(parts, questionnaire), parts: opened.parts };
}

/** The questions of the draft, in the order in which its pages follow each other. */
export const questionsAt = ({ draft, questionnaire }: Desk): readonly PlacedQuestion[] =>
  questionsFor(questionnaire, scopeOf(draft));

/** Whether the scope of the draft leaves this question out: then it is open to what was typed, and no more. */
export const isOutside = ({ draft, questionnaire }: Desk, { node }: PlacedQuestion): boolean =>
  !scopedTo(questionnaire, scopeOf(draft)).byId.has(node.id);

/** The question in the address, also one outside of the scope. Throws `not-found`. */
export function questionAt(desk: Desk, request: Request): PlacedQuestion {
  const id = String(request.params['question']);
  const { byId } = scopedTo(desk.questionnaire, scopeOf(desk.draft));
  const placed = byId.get(id) ?? questionOf(desk.questionnaire, id);
  if (placed === undefined) throw new AppError('not-found');
  return placed;
}
