/**
 * The contents page of a draft: sections, how far each is, what is left of the time. Also puts the first link away,
 * and starts a new version of a draft that was submitted.
 */
import type { Express } from 'express';
import { consentSummary } from './consents.ts';
import { shownChecklist } from './checklists.ts';
import { closedDay, deadlineView } from './deadlines.ts';
import { takesEmail } from './emails.ts';
import { languageName, shownMeasure } from './limits.ts';
import { openDesk, progressOf, questionsAt, type Desk } from './desk.ts';
import { goneAnswers } from './goneQuestions.ts';
import type { Parts } from './app.ts';
import type { DraftRecord } from '../domain/draft.ts';
import { otherChannels } from '../domain/channels.ts';
import { AppError } from '../domain/errors.ts';
import { askedFront } from '../domain/frontMatter.ts';
import { may } from '../domain/link.ts';
import { measuresOf, situationOf } from '../domain/measure.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import { confidentialityOf } from '../domain/versions.ts';
import type { Text } from '../domain/language.ts';
import { labelOf, type PlacedQuestion } from '../domain/places.ts';
import { hasScope } from '../domain/scope.ts';
import { newerSummary } from './newerVersions.ts';
import { sendPage, shown, type Shown } from './page.ts';
import { groupsStillOpen } from './questionPages.ts';
import { outsideNow, scopeSummary } from './scopes.ts';
import { planSummary } from './plans.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { reminderSummary } from './reminderLines.ts';
import { stayOf } from './removals.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { standingsAt } from './standings.ts';
import { ensureSession, forgetFresh, keepFresh } from './visit.ts';

export function draftRoutes(app: Express, parts: Parts): void {
  app.get(route.draft, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const [openThreads, reminders, standings, gone] = await Promise.all([
      parts.store.openThreads(desk.draft.record.id),
      reminderSummary(parts, desk),
      standingsAt(parts, desk),
      goneAnswers(parts, desk),
    ]);
    const joint = {
      listed: desk.draft.signatories.value.list.length,
      approvers: standings.length,
      approved: standings.filter(({ state }) => state === 'approved').length,
    };
    const { brought } = request.query;
    const said = brought === 'own' || brought === 'known' ? brought : null;
    const more = { openThreads, reminders, joint, gone, newer: newerSummary(desk), brought: said };
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
    limit(parts, request, 'start', { draft: draft.record.id });
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
    keepFresh(response, parts, record.id, token, desk.idleHours);
    response.redirect(303, to.draft(record.id));
  });
}

function contentsPage(parts: Parts, desk: Desk): object {
  const { draft, questionnaire, visit, role } = desk;
  const { record } = draft;
  const token = visit.fresh.get(record.id);
  const fresh = token === undefined ? null : `${parts.baseUrl()}${to.link(token)}`;
  const questions = questionsAt(desk).map((placed) => listedQuestion(desk, placed));
  return {
    record,
    name: draft.organisation.value.name,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    deadline: deadlineView(desk.call, visit),
    progress: progressOf(draft, questionnaire),
    questions,
    scope: scopeSummary(parts, desk),
    outside: outsideNow(desk),
    hints: questionnaire.hints.map(({ text }) => shown(questionnaire, text, visit.language)),
    fresh,
    submitted: record.submittedAt !== null,
    mayWrite: may(role, 'write'),
    maySubmit: may(role, 'submit'),
    mayManage: may(role, 'manage'),
    first: questions[0]?.id ?? null,
    next: nextToDo(desk),
    plan: planSummary(desk),
    ...callSummary(desk),
    consent: consentSummary(desk),
    hasTwo: confidentialityOf(draft) === 'part',
    stay: stayOf(parts, desk),
  };
}

interface ListedQuestion {
  readonly id: string;
  readonly label: string | null;
  readonly text: Shown;
  readonly need: string | null;
  /** For whom, where that is still open. */
  readonly groups: string;
  readonly before: readonly {
    readonly label: string | null;
    readonly words: Shown | null;
    readonly choose: string | null;
  }[];
  readonly after: readonly Shown[];
}

/** A question in the list of contents, with what the call prints over it and after it. */
function listedQuestion(desk: Desk, placed: PlacedQuestion): ListedQuestion {
  const { questionnaire, visit } = desk;
  const { node, before, after } = placed;
  const inPage = (text: Text): Shown => shown(questionnaire, text, visit.language);
  return {
    id: node.id,
    label: labelOf(node),
    text: inPage(node.text ?? {}),
    need: node.need?.value ?? null,
    groups: groupsStillOpen(desk, placed),
    before: before.map((above) => ({
      label: labelOf(above),
      words: above.text === null ? null : inPage(above.text),
      choose: above.choose,
    })),
    after: after.map(inPage),
  };
}

/** What the call asks for besides answers: lengths, the front of the document, things to do by hand. */
function callSummary(desk: Desk): object {
  const { draft, questionnaire, visit } = desk;
  const measures = measuresOf({ draft, questionnaire }, situationOf(draft, questionnaire));
  return {
    measures: measures
      .filter(({ node, count }) => node === null && count !== null)
      .map((measure) => shownMeasure(questionnaire, measure, visit)),
    over: new Map(
      measures
        .filter(({ node, verdict }) => node !== null && (verdict === 'over' || verdict === 'under'))
        .map((measure) => [measure.node, shownMeasure(questionnaire, measure, visit).now]),
    ),
    asksFront: askedFront(questionnaire).length > 0 || Object.values(draft.front.value).some((text) => text !== ''),
    checklist: shownChecklist(desk),
    takesEmail: takesEmail(desk),
    closedDay: closedDay(desk.call, visit),
    accepted: isAccepted(questionnaire, draft.record.language),
    languagesStated: (questionnaire.answerLanguages.value ?? []).map((tag) => languageName(tag, visit.language)),
    copies: otherChannels(questionnaire).some(({ kind }) => kind === 'form'),
  };
}

/** Whether the call takes drafts in this language; it does where it names none. */
function isAccepted({ answerLanguages }: Questionnaire, language: string): boolean {
  const stated = answerLanguages.value ?? [];
  return stated.length === 0 || stated.includes(language);
}

/** The first section that is not settled yet: where "continue" leads. */
function nextToDo(desk: Desk): string {
  const { draft, questionnaire } = desk;
  const id = draft.record.id;
  const state = progressOf(draft, questionnaire);
  if (hasScope(questionnaire) && draft.scope.revision === 0) return to.scope(id);
  if (state.organisation === 'not-started') return to.organisation(id);
  const open = questionsAt(desk).find(({ node }) => {
    const answer = state.states[node.id];
    return answer === 'not-started' || answer === 'in-progress';
  });
  if (open !== undefined) return to.question(id, open.node.id);
  return state.publication === 'not-started' ? to.publication(id) : to.review(id);
}
