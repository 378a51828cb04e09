/**
 * The reference texts of a draft: added, looked at, offered to the other drafts of a browser, taken over from those, and
 * removed. For writers alone: no outline, document or email is ever given any of it. What is shown of them is `textPages.ts`.
 */
import type { Express, Request, Response } from 'express';
import { normaliseLines } from '../domain/answer.ts';
import { AppError } from '../domain/errors.ts';
import type { RefusedFile } from '../domain/reading.ts';
import { copyOf, newText, type NewText, type TextThere, type WholeText } from '../domain/referenceText.ts';
import type { Parts } from './app.ts';
import { doerOf, openDesk, type Desk } from './desk.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf } from './saving.ts';
import { newId } from './secrets.ts';
import { offersFor, sessionOf, wholeText } from './shelves.ts';
import { askedIn, questionIn, showList, type Filled } from './textPages.ts';
import { showText } from './textReading.ts';
import { uploadOf } from './uploads.ts';

export function referenceTextRoutes(app: Express, parts: Parts): void {
  app.get(route.texts, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    await showList(parts, request, response, desk, { asked: askedIn(desk, request) });
  });

  app.post(route.texts, async (request, response) => {
    const desk = await openToChange(parts, request);
    limit(parts, request, 'upload', { draft: desk.draft.record.id });
    await addText(parts, request, response, desk);
  });

  app.post(route.textCopies, async (request, response) => {
    const desk = await openToChange(parts, request);
    await takeOver(parts, request, response, desk);
  });

  app.get(route.text, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    showText(parts, request, response, desk, await textAt(parts, desk, request));
  });

  app.post(route.textOffer, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { id } = desk.draft.record;
    const text = await textAt(parts, desk, request);
    await parts.store.offerText(id, text.id, sessionOf(desk), bodyOf(request)['offered'] === 'yes');
    response.redirect(303, `${to.text(id, text.id)}#offer`);
  });

  app.post(route.textRemoval, async (request, response) => {
    const desk = await openToChange(parts, request);
    const { id } = desk.draft.record;
    const text = await textAt(parts, desk, request);
    await parts.store.removeText(id, text.id, doerOf(desk));
    parts.textSearch.forget(id);
    response.redirect(303, to.texts(id));
  });
}

/** Throws `submitted` for a draft that is read-only. */
export async function openToChange(parts: Parts, request: Request): Promise<Desk> {
  const desk = await openDesk(parts, request, 'write');
  if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
  return desk;
}

/** The text in the address, with all that it says. Throws `not-found`. */
async function textAt(parts: Parts, desk: Desk, request: Request): Promise<WholeText> {
  const text = await wholeText(parts, desk, request.params['text']);
  if (text === null) throw new AppError('not-found');
  return text;
}

const typed = (request: Request, name: string): string => {
  const value = bodyOf(request)[name];
  return typeof value === 'string' ? normaliseLines(value) : '';
};

/** From a file or a pasted text. What is refused leaves everything that was typed on the page. */
async function addText(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const [name, text] = [typed(request, 'name'), typed(request, 'text')];
  const asked = { ...askedIn(desk, request), question: questionIn(desk, bodyOf(request)['question']) };
  const refuse = (filled: Filled): Promise<void> =>
    showList(parts, request, response, desk, { asked, typed: { name, text }, ...filled }, 422);
  const refusedFor = (why: RefusedFile['why']): RefusedFile => ({ kind: 'refused', why, named: null, found: null });

  const upload = uploadOf(request);
  if (upload === 'too-large') return refuse({ why: refusedFor('too-large') });
  if (upload === null && text.trim() === '') return refuse({ problem: 'nothing' });
  if (upload !== null && text.trim() !== '') return refuse({ problem: 'both' });
  const { bytes, name: fileName } = upload ?? { bytes: Buffer.from(text), name: 'pasted.txt' };
  const file = await parts.reader.read(bytes, fileName);
  if (file.kind === 'refused') return refuse({ why: file });
  const draft = desk.draft.record.id;
  const made = newText(file, name, { id: newId(), draft, addedAt: desk.visit.now });
  if (made.excerpts.length === 0) return refuse({ why: refusedFor('empty') });
  const kept = await keep(parts, desk, made);
  if (kept === 'full') return refuse({ problem: 'full' });
  response.redirect(303, addressAfter(made, kept, asked.question));
}

/** The list, with the text that was added or was there before. */
const addressAfter = ({ draft, id }: NewText, kept: 'added' | TextThere, question: string): string =>
  kept === 'added' ? to.textAdded(draft, id, question) : to.textThere(draft, kept.there, question);

/** Throws `submitted` or `not-found`. */
async function keep(parts: Parts, desk: Desk, text: NewText): Promise<'added' | 'full' | TextThere> {
  const outcome = await parts.store.addText(text, desk.link);
  if (outcome === 'submitted') throw new AppError('submitted');
  if (outcome === 'gone') throw new AppError('not-found');
  return outcome;
}

/** Copies a text that this browser offers from another draft, which it still may write. */
async function takeOver(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const draft = desk.draft.record.id;
  const asked = askedIn(desk, request);
  const offered = await offersFor(parts, desk);
  const wanted = offered.find(({ id }) => id === bodyOf(request)['text']);
  const text = wanted && (await parts.store.wholeText(wanted.draft, wanted.id, sessionOf(desk)));
  if (text === undefined || text === null) {
    return showList(parts, request, response, desk, { asked, problem: 'gone' }, 422);
  }
  const copy = copyOf(text, { id: newId(), draft, addedAt: desk.visit.now });
  const kept = await keep(parts, desk, copy);
  if (kept === 'full') {
    return showList(parts, request, response, desk, { asked, problem: 'full' }, 422);
  }
  response.redirect(303, addressAfter(copy, kept, ''));
}
