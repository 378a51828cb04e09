/**
 * Quotations: an excerpt of a reference text goes into an answer, at its end, with the citation of its source. The source
 * is added first where there is none yet, so that no answer ever cites what is not there.
 */
import type { Express, Request } from 'express';
import { answerTo } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import type { Excerpt } from '../domain/excerpt.ts';
import { quotationOf, sourceForText, withQuotation } from '../domain/quotation.ts';
import type { WholeText } from '../domain/referenceText.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { keepAnswer } from './merges.ts';
import { route, to } from './paths.ts';
import { openToChange } from './referenceTexts.ts';
import { bodyOf } from './saving.ts';
import { wholeText } from './shelves.ts';
import { changeSources } from './sources.ts';
import { placedIn, showList } from './textPages.ts';

/** How often others may be faster before somebody is asked to try again. */
const TRIES_MAX = 20;

export function quotationRoutes(app: Express, parts: Parts): void {
  app.post(route.quotations, async (request, response) => {
    const desk = await openToChange(parts, request);
    const { id, language } = desk.draft.record;
    const body = bodyOf(request);
    const q = typeof body['q'] === 'string' ? body['q'] : '';
    const placed = placedIn(desk, body['question']);
    const asked = { q, question: placed?.node.id ?? '', page: 1 };
    if (placed === undefined) {
      return showList(parts, request, response, desk, { asked, problem: 'question' }, 422);
    }
    const chosen = await chosenIn(parts, desk, request);
    if (chosen === null) return showList(parts, request, response, desk, { asked, problem: 'gone' }, 422);
    const { source } = await changeSources(parts, desk, (sources) => sourceForText(sources, chosen.text));
    const question = placed.node.id;
    await append(parts, desk, question, quotationOf(chosen.excerpt, language, source));
    response.redirect(303, `${to.question(id, question)}#text`);
  });
}

/** At the end of the answer as it stands: what others save meanwhile stays, and the quotation comes after it. */
async function append(parts: Parts, desk: Desk, question: string, quotation: string): Promise<void> {
  let current = answerTo(desk.draft, question);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { value: base, revision: seen } = current;
    const mine = { ...base, text: withQuotation(base.text, quotation) };
    const answers = { ...desk.draft.answers, [question]: current };
    const here = { ...desk, draft: { ...desk.draft, answers } };
    const kept = await keepAnswer(parts, here, question, { mine, seen, base });
    if (kept.kind !== 'met') return;
    current = kept.met.theirs;
  }
  throw new AppError('unavailable', 'an answer is changed all the time');
}

interface Chosen {
  readonly text: WholeText;
  readonly excerpt: Excerpt;
}

/** The excerpt whose button was pressed: "id of the text.number". Null where it is gone. */
async function chosenIn(parts: Parts, desk: Desk, request: Request): Promise<Chosen | null> {
  const pressed = bodyOf(request)['excerpt'];
  const [, id, number] = /^([0-9a-z]{10})\.(\d{1,6})$/.exec(typeof pressed === 'string' ? pressed : '') ?? [];
  const text = await wholeText(parts, desk, id);
  const excerpt = text?.excerpts[Number(number) - 1];
  return text === null || excerpt === undefined ? null : { text, excerpt };
}
