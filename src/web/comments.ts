/**
 * What people say about a question: comments, wordings that they propose, settling them, and taking a wording over into
 * the answer. What the page shows of it is `threads.ts`. Nothing of it goes into any document or mail.
 */
import type { Express, Request, Response } from 'express';
import { normaliseLines, type FormBody } from '../domain/answer.ts';
import { COMMENT_ID, LENGTH_MAX, problemWith, type Comment } from '../domain/comment.ts';
import { answerTo } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { LOCALE_TAGS } from '../domain/language.ts';
import type { Deed } from '../domain/link.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import type { Parts } from './app.ts';
import { doerOf, openDesk, questionAt, type Desk } from './desk.ts';
import { answerSeen, keepAnswer, showMerge, type Kept } from './merges.ts';
import { route, to } from './paths.ts';
import { showQuestion } from './questions.ts';
import { bodyOf, numberIn } from './saving.ts';
import { hashOf } from './secrets.ts';

export function commentRoutes(app: Express, parts: Parts): void {
  app.post(route.comments, async (request, response) => {
    const { desk, placed } = await openAt(parts, request, 'comment');
    const body = bodyOf(request);
    const said = commentFromForm(body, desk, placed);
    const base = await answerSeen(parts, desk, placed.node.id, said.base);
    const problem = problemWith(said, base?.text ?? '');
    if (problem !== null) {
      const max = new Intl.NumberFormat(LOCALE_TAGS[desk.visit.language]).format(LENGTH_MAX[said.kind]);
      const { value, revision } = answerTo(desk.draft, placed.node.id);
      const refused = { ...said, problem: desk.visit.say(`comments.problem.${problem}`, { max }) };
      return showQuestion(parts, request, response, desk, placed, { answer: value, revision, refused }, 422);
    }
    const id = idOf(said, textIn(body, 'after'));
    const thread = said.thread || id;
    if (!(await parts.store.addComment({ ...said, id, thread }))) throw new AppError('not-found');
    goTo(response, desk, placed, thread);
  });

  app.post(route.commentResolution, async (request, response) => {
    const { desk, placed } = await openAt(parts, request, 'comment');
    const id = threadIn(request);
    const { resolved } = bodyOf(request);
    if (resolved !== 'yes' && resolved !== 'no') throw new AppError('invalid', 'neither resolved nor opened again');
    const resolution = resolved === 'yes' ? { at: desk.visit.now, link: desk.link, adopted: false } : null;
    const found = await parts.store.resolveThread(desk.draft.record.id, placed.node.id, id, resolution, doerOf(desk));
    if (!found) throw new AppError('not-found');
    goTo(response, desk, placed, id);
  });

  app.post(route.commentAdoption, async (request, response) => {
    const { desk, placed } = await openAt(parts, request, 'write');
    const { id: draft } = desk.draft.record;
    const { id: question } = placed.node;
    const threads = await parts.store.threads(draft, question);
    const thread = threads.find(({ id }) => id === request.params.thread);
    const proposal = thread?.comments[0];
    if (thread === undefined || proposal?.kind !== 'proposal') throw new AppError('not-found');
    // A second click: what was written since the first one is not to be touched.
    if (thread.resolved?.adopted !== true) {
      const kept = await takeOver(parts, desk, proposal);
      if (kept.kind === 'met') return showMerge(parts, request, response, desk, placed, kept.met, proposal.by);
      await parts.store.resolveThread(draft, question, thread.id, {
        at: desk.visit.now,
        link: desk.link,
        adopted: true,
      });
    }
    goTo(response, desk, placed, thread.id);
  });
}

/** The question in the address, in a draft that may still be changed. Throws as `openDesk`, and `submitted`. */
async function openAt(
  parts: Parts,
  request: Request,
  deed: Deed,
): Promise<{ readonly desk: Desk; readonly placed: PlacedQuestion }> {
  const desk = await openDesk(parts, request, deed);
  const placed = questionAt(desk, request);
  if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
  return { desk, placed };
}

function threadIn(request: Request): string {
  const id = String(request.params['thread']);
  if (!COMMENT_ID.test(id)) throw new AppError('not-found');
  return id;
}

const textIn = (body: FormBody, name: string): string => {
  const value = body[name] ?? '';
  return normaliseLines(typeof value === 'string' ? value : (value[0] ?? ''));
};

type Said = Omit<Comment, 'id' | 'by'>;

/** A reply names its thread; a proposal always begins one. Throws `invalid` for what no form of ours sends. */
function commentFromForm(body: FormBody, { draft, link, visit }: Desk, { node }: PlacedQuestion): Said {
  const current = answerTo(draft, node.id).revision;
  const kind = textIn(body, 'kind') || 'comment';
  const thread = textIn(body, 'thread');
  const base = kind === 'proposal' ? numberIn(body, 'revision') : current;
  if (kind !== 'comment' && kind !== 'proposal') throw new AppError('invalid', 'neither comment nor proposal');
  if (kind === 'proposal' && thread !== '') throw new AppError('invalid', 'a proposal that replies');
  if (thread !== '' && !COMMENT_ID.test(thread)) throw new AppError('not-found');
  if (base > current) throw new AppError('invalid', 'a proposal to a text that does not exist yet');
  const text = textIn(body, 'text');
  return { draft: draft.record.id, question: node.id, thread, kind, text, base, link, at: visit.now };
}

/** The same words by the same person after the same comment are the same comment, however often they are sent. */
const idOf = ({ draft, question, thread, kind, text, link }: Said, after: string): string =>
  hashOf(JSON.stringify([draft, question, thread, kind, text, link, after])).slice(0, 20);

function goTo(response: Response, { draft }: Desk, { node }: PlacedQuestion, thread: string): void {
  response.redirect(303, `${to.question(draft.record.id, node.id)}#comments-${thread}`);
}

/**
 * Saves the text of a proposal as the answer's, put together with what was written there since. All else in the answer
 * stays as it is: for the merge, only the text was ever proposed or changed.
 */
async function takeOver(parts: Parts, desk: Desk, { question, text, base: seen }: Comment): Promise<Kept> {
  const before = await answerSeen(parts, desk, question, seen);
  const now = answerTo(desk.draft, question).value;
  const base = before === null ? null : { ...now, text: before.text };
  return keepAnswer(parts, desk, question, { mine: { ...now, text }, seen, base });
}
