/**
 * One question: its page and its save. What became of two saves that met is `merges.ts`.
 */
import type { Express, Request, Response } from 'express';
import { sameAnswer, type Answer, type FormBody } from '../domain/answer.ts';
import { faultyTexts } from '../domain/confidentiality.ts';
import { answerTo, type Draft } from '../domain/draft.ts';
import { may } from '../domain/link.ts';
import { composeOutline } from '../domain/outline.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import { readDeed, type RowDeed } from '../domain/rowForm.ts';
import { EMPTY_SCOPE } from '../domain/scope.ts';
import { NO_SIGNATORIES } from '../domain/signatory.ts';
import type { Parts } from './app.ts';
import { tell, wantsWords } from './autosaves.ts';
import { isOutside, openDesk, questionAt, questionsAt, type Desk } from './desk.ts';
import { formReading, goneQuestion, showGone } from './goneQuestions.ts';
import { answerSeen, keepAnswer, noticeIn, showMerge, type MergeNotice } from './merges.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { formValues, nextAddress, questionValues, type Filled } from './questionPages.ts';
import { bodyOf, goOn, revisionOf } from './saving.ts';
import { commentsOn, type Refused } from './threads.ts';

export function questionRoutes(app: Express, parts: Parts): void {
  app.get(route.question, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const gone = await goneQuestion(parts, desk, request);
    if (gone !== null) return showGone(parts, request, response, gone);
    const placed = questionAt(desk, request);
    const { value, revision } = answerTo(desk.draft, placed.node.id);
    const notice = await noticeIn(parts, desk, placed, request.query);
    await showQuestion(parts, request, response, desk, placed, { answer: value, revision, notice });
  });

  app.post(route.question, async (request, response) => {
    const opened = await openDesk(parts, request, 'write');
    const gone = await goneQuestion(parts, opened, request);
    const { desk, placed } = gone ?? { desk: opened, placed: questionAt(opened, request) };
    const { node } = placed;
    const body = bodyOf(request);
    const seen = revisionOf(body);
    const stood = await answerSeen(parts, desk, node.id, seen);
    const form = await formReading(parts, desk, placed, body);
    const mine = form.read(body, stood ?? answerTo(desk.draft, node.id).value);
    const base = stood === null ? null : form.carry(stood);
    const kept = await keepAnswer(parts, desk, node.id, { mine, seen, base });
    if (wantsWords(request)) return tell(response, desk, kept, mine);
    if (kept.kind === 'met') return showMerge(parts, request, response, desk, placed, kept.met);
    // Brackets that do not match are pointed out once, on this page; whoever saves again goes on.
    const isNew = base === null || !sameAnswer(base, mine);
    const stays = gone !== null || (isNew && faultyTexts(mine).length > 0);
    const here = stays ? to.question(desk.draft.record.id, node.id) : null;
    const deed = readDeed([body['deed'] ?? ''].flat()[0] ?? '');
    if (deed !== null && kept.kind === 'saved') {
      return response.redirect(303, `${to.question(desk.draft.record.id, node.id)}#${rowAfter(deed)}`);
    }
    if (kept.kind === 'saved')
      return goOn(parts, request, response, aidIn(body, desk, node.id) ?? here ?? nextAddress(desk, placed));
    const unfinished = mine.finished && !kept.answer.finished;
    const again = to.merged(desk.draft.record.id, node.id, { seen, merged: kept.revision, unfinished });
    goOn(parts, request, response, again, again);
  });
}

/** The page that a button beside the text leads to (`questions/aids.ejs`): what is chosen there goes into this answer. */
function aidIn({ into }: FormBody, { draft }: Desk, question: string): string | null {
  const page = typeof into === 'string' && Object.hasOwn(AIDS, into) ? AIDS[into as keyof typeof AIDS] : null;
  return page === null ? null : `${page(draft.record.id)}?question=${question}`;
}
const AIDS = { sources: to.sources, texts: to.texts, earlier: to.earlier };

/** The id of what a button of a row was about, where it stands now. */
function rowAfter({ ask, index, deed }: RowDeed): string {
  if (deed === 'remove') return ask;
  return `${ask}-${Math.max(0, index + (deed === 'up' ? -1 : 1))}`;
}

interface Shown extends Filled {
  /** What was put together with the last save. */
  readonly notice?: MergeNotice | null;
  /** A comment that was not taken. */
  readonly refused?: Refused;
}

export async function showQuestion(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  placed: PlacedQuestion,
  filled: Shown,
  status = 200,
): Promise<void> {
  const { draft, role } = desk;
  const id = draft.record.id;
  const mayWrite = may(role, 'write') && draft.record.submittedAt === null;
  const previous = isOutside(desk, placed) ? undefined : questionsAt(desk)[placed.number - 2];
  const values = {
    notice: null,
    ...questionValues(parts, desk, placed),
    ...formValues(desk, placed, filled),
    comments: await commentsOn(parts, desk, placed, filled.refused),
    previous:
      previous === undefined
        ? isOutside(desk, placed)
          ? to.draft(id)
          : to.organisation(id)
        : to.question(id, previous.node.id),
    next: nextAddress(desk, placed),
    mayWrite,
    printed: mayWrite ? null : printedAnswer(desk, placed, filled.answer),
    here: to.question(id, placed.node.id),
    formId: mayWrite ? 'form' : null,
  };
  sendPage(parts, request, response, 'questions/show', values, status);
}

/** The answer as the document prints it, with its footnotes: for those who read and do not write. */
function printedAnswer(desk: Desk, { node }: PlacedQuestion, answer: Answer): object {
  const draft: Draft = {
    ...desk.draft,
    signatories: { value: NO_SIGNATORIES, revision: 0 },
    // Also a question that the scope leaves out can be read.
    scope: { value: EMPTY_SCOPE, revision: 0 },
    outside: {},
    answers: { [node.id]: { value: answer, revision: 1 } },
  };
  const { sections, footnotes } = composeOutline(draft, desk.questionnaire, desk.sayDraft, { country: '' });
  return { blocks: sections.find(({ id }) => id === node.id)?.blocks ?? [], footnotes };
}
