/**
 * The contents page of a draft: sections, how far each is, what is left of the time. Also puts the first link away,
 * and starts a new version of a draft that was submitted.
 */
import type { Express } from 'express';
import { consentSummary } from './consents.ts';
import { deadlineView } from './deadlines.ts';
import { openDesk, progressOf, type Desk } from './desk.ts';
import type { Parts } from './app.ts';
import type { DraftRecord } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { confidentialityOf } from '../domain/versions.ts';
import { questionsOf } from '../domain/questionnaire.ts';
import { sendPage, shown } from './page.ts';
import { planSummary } from './plans.ts';
import { route, to } from './paths.ts';
import { reminderSummary } from './reminderLines.ts';
import { stayOf } from './removals.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { standingsAt } from './standings.ts';
import { ensureSession, forgetFresh, keepFresh } from './visit.ts';

export function draftRoutes(app: Express, parts: Parts): void {
  app.get(route.draft, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const [openThreads, reminders, standings] = await Promise.all([
      parts.store.openThreads(desk.draft.record.id),
      reminderSummary(parts, desk),
      standingsAt(parts, desk),
    ]);
    const joint = {
      listed: desk.draft.signatories.value.list.length,
      approvers: standings.length,
      approved: standings.filter(({ state }) => state === 'approved').length,
    };
    const more = { openThreads, reminders, joint };
    sendPage(parts, request, response, 'drafts/show', { ...contentsPage(parts, desk), ...more });
  });

  app.post(route.keeping, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    forgetFresh(response, parts, desk.draft.record.id);
    response.redirect(303, to.draft(desk.draft.record.id));
  });

  app.post(route.versions, async (request, response) => {
    const desk = await openDesk(parts, request, 'submit');
    const { draft, visit } = desk;
    if (draft.record.submittedAt === null) throw new AppError('invalid', 'only a submitted draft gets a new version');
    const session = await ensureSession(request, response, parts);
    const record: DraftRecord = {
      ...draft.record,
      id: newId(),
      startedAt: visit.now,
      changedAt: visit.now,
      revision: 1,
      submittedAt: null,
      follows: draft.record.id,
    };
    const copies = Object.fromEntries(desk.parts.map(({ key, value }) => [key, value]));
    const token = newToken();
    const owner = { link: newId(), label: visit.say('links.firstLabel'), hash: hashOf(token), session };
    await parts.store.startDraft(record, copies, owner);
    keepFresh(response, parts, record.id, token);
    response.redirect(303, to.draft(record.id));
  });
}

function contentsPage(parts: Parts, desk: Desk): object {
  const { draft, questionnaire, visit, role } = desk;
  const { record } = draft;
  const token = visit.fresh.get(record.id);
  const fresh = token === undefined ? null : `${parts.baseUrl()}${to.link(token)}`;
  const questions = questionsOf(questionnaire).map(({ node, before }) => ({
    id: node.id,
    label: node.label,
    text: shown(questionnaire, node.text ?? {}, visit.language),
    before: before
      .filter((above) => above.text !== null)
      .map((above) => shown(questionnaire, above.text ?? {}, visit.language)),
  }));
  return {
    record,
    name: draft.organisation.value.name,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    deadline: deadlineView(desk.call, visit),
    progress: progressOf(draft, questionnaire),
    questions,
    fresh,
    submitted: record.submittedAt !== null,
    mayWrite: may(role, 'write'),
    maySubmit: may(role, 'submit'),
    mayManage: may(role, 'manage'),
    first: questions[0]?.id ?? null,
    next: nextToDo(desk),
    plan: planSummary(desk),
    consent: consentSummary(desk),
    hasTwo: confidentialityOf(draft) === 'part',
    stay: stayOf(parts, desk),
  };
}

/** The first section that is not settled yet: where "continue" leads. */
function nextToDo({ draft, questionnaire }: Desk): string {
  const id = draft.record.id;
  const state = progressOf(draft, questionnaire);
  if (state.organisation === 'not-started') return to.organisation(id);
  const open = questionsOf(questionnaire).find(({ node }) => {
    const answer = state.states[node.id];
    return answer === 'not-started' || answer === 'in-progress';
  });
  if (open !== undefined) return to.question(id, open.node.id);
  return state.publication === 'not-started' ? to.publication(id) : to.review(id);
}
