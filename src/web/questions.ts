/**
 * One question: the form, the save, the page for two texts that met, the history and the way back to an earlier text.
 */
import type { Express, Request, Response } from 'express';
import { answerFromForm, answerSchema, EMPTY_ANSWER, sameAnswer, SCALES, type Answer } from '../domain/answer.ts';
import { answerTo, wordsIn, type Draft, type Part, type PartRevision } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import type { Text } from '../domain/language.ts';
import { may } from '../domain/link.ts';
import { composeOutline, type Section } from '../domain/outline.ts';
import { questionsOf, type PlacedQuestion } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { openDesk, questionAt, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, numberIn, revisionOf, saveOrStale } from './saving.ts';
import { minuteIn } from './times.ts';
import { wordingOf } from './wordings.ts';

export function questionRoutes(app: Express, parts: Parts): void {
  app.get(route.question, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const placed = questionAt(desk, request);
    const { value, revision } = answerTo(desk.draft, placed.node.id);
    showQuestion(parts, request, response, desk, placed, { answer: value, revision });
  });

  app.post(route.question, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const placed = questionAt(desk, request);
    const { node } = placed;
    const body = bodyOf(request);
    const expected = revisionOf(body);
    const current = answerTo(desk.draft, node.id);
    const stale = expected !== current.revision;
    const base = stale ? await answerAt(parts, desk, node.id, expected) : current.value;
    const mine = answerFromForm(node, body, base);
    const next = nextAddress(desk, placed);
    // A second click, or a form that was opened earlier and not changed, has nothing to save and nothing to fear.
    if (sameAnswer(mine, current.value) || (stale && sameAnswer(mine, base)))
      return goOn(parts, request, response, next);
    if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
    const newer = stale
      ? (desk.parts.find(({ key }) => key === node.id) ?? null)
      : await saveOrStale(parts, desk, node.id, expected, mine);
    if (newer !== null || stale) return showConflict(parts, request, response, desk, placed, mine, newer);
    goOn(parts, request, response, next);
  });

  app.get(route.history, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const placed = questionAt(desk, request);
    const revisions = await parts.store.history(desk.draft.record.id, placed.node.id);
    sendPage(parts, request, response, 'questions/history', {
      ...common(parts, desk, placed),
      revisions: revisions.map((revision, index) => historyLine(desk, placed, revision, index === 0)),
      revision: answerTo(desk.draft, placed.node.id).revision,
      mayWrite: may(desk.role, 'write') && desk.draft.record.submittedAt === null,
    });
  });

  app.post(route.restorations, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const placed = questionAt(desk, request);
    const { node } = placed;
    const restored = numberIn(bodyOf(request), 'restored');
    const earlier = await parts.store.partRevision(desk.draft.record.id, node.id, restored);
    if (earlier === null) throw new AppError('not-found');
    const value = answerSchema.parse(earlier.value);
    const expected = revisionOf(bodyOf(request));
    if (!sameAnswer(value, answerTo(desk.draft, node.id).value)) {
      const newer = await saveOrStale(parts, desk, node.id, expected, value);
      if (newer !== null) return showConflict(parts, request, response, desk, placed, value, newer);
    }
    response.redirect(303, to.question(desk.draft.record.id, node.id));
  });
}

/** The answer as it stood at a revision; empty where there was none. */
async function answerAt(parts: Parts, desk: Desk, question: string, revision: number): Promise<Answer> {
  if (revision === 0) return EMPTY_ANSWER;
  const found = await parts.store.partRevision(desk.draft.record.id, question, revision);
  return found === null ? EMPTY_ANSWER : answerSchema.parse(found.value);
}

function nextAddress(desk: Desk, placed: PlacedQuestion): string {
  const id = desk.draft.record.id;
  const next = questionsOf(desk.questionnaire)[placed.number];
  return next === undefined ? to.publication(id) : to.question(id, next.node.id);
}

function common(parts: Parts, desk: Desk, placed: PlacedQuestion): object {
  const { questionnaire, visit, draft } = desk;
  return {
    draft,
    id: draft.record.id,
    node: placed.node,
    number: placed.number,
    wording: wordingOf(parts, questionnaire, placed, visit.language),
    shown: (texts: Text) => shown(questionnaire, texts, visit.language),
  };
}

interface Filled {
  readonly answer: Answer;
  /** The revision that the form sends back. */
  readonly revision: number;
  /** What somebody else saved in the meantime. */
  readonly theirs?: object;
}

function showQuestion(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  placed: PlacedQuestion,
  filled: Filled,
  status = 200,
): void {
  const { draft, visit, role } = desk;
  const id = draft.record.id;
  const mayWrite = may(role, 'write') && draft.record.submittedAt === null;
  const saved = desk.parts.find(({ key }) => key === placed.node.id)?.savedAt;
  const previous = questionsOf(desk.questionnaire)[placed.number - 2];
  sendPage(
    parts,
    request,
    response,
    'questions/show',
    {
      theirs: null,
      ...common(parts, desk, placed),
      ...filled,
      scales: SCALES,
      words: wordsIn(filled.answer),
      saved:
        saved === undefined
          ? null
          : { text: minuteIn(saved, visit.language, visit.zone ?? 'Europe/Zurich'), at: saved },
      previous: previous === undefined ? to.organisation(id) : to.question(id, previous.node.id),
      next: nextAddress(desk, placed),
      mayWrite,
      here: to.question(id, placed.node.id),
      formId: mayWrite ? 'form' : null,
    },
    status,
  );
}

/** 409: the text that stands there now, and the writer's own in a form that can be saved over it knowingly. */
function showConflict(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  placed: PlacedQuestion,
  mine: Answer,
  newer: Part | null,
): void {
  const theirs = newer === null ? EMPTY_ANSWER : answerSchema.parse(newer.value);
  const section = sectionOf(desk, placed, theirs);
  const filled = {
    answer: mine,
    revision: newer?.revision ?? 0,
    theirs: {
      text: theirs.text,
      blocks: section?.blocks ?? [],
      at: newer === null ? '' : minuteIn(newer.savedAt, desk.visit.language, desk.visit.zone ?? 'Europe/Zurich'),
    },
  };
  showQuestion(parts, request, response, desk, placed, filled, 409);
}

/** The section that this answer would be in the outline. */
function sectionOf(desk: Desk, placed: PlacedQuestion, answer: Answer): Section | undefined {
  const { node } = placed;
  const draft: Draft = { ...desk.draft, answers: { [node.id]: { value: answer, revision: 1 } } };
  const outline = composeOutline(draft, desk.questionnaire, desk.sayDraft, { country: '' });
  return outline.sections.find(({ id }) => id === node.id);
}

function historyLine(desk: Desk, placed: PlacedQuestion, revision: PartRevision, newest: boolean): object {
  const { visit } = desk;
  const answer = answerSchema.parse(revision.value);
  return {
    number: revision.revision,
    at: revision.savedAt,
    when: minuteIn(revision.savedAt, visit.language, visit.zone ?? 'Europe/Zurich'),
    by: revision.by,
    newest,
    declined: answer.declined,
    words: wordsIn(answer),
    text: answer.text,
    blocks: sectionOf(desk, placed, { ...answer, text: '', declined: null })?.blocks ?? [],
  };
}
