/** One reference text as a page to be read: some excerpts a page, under their headings. Shows, and changes nothing. */
import type { Request, Response } from 'express';
import type { WholeText } from '../domain/referenceText.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { sendPage } from './page.ts';
import { to } from './paths.ts';
import { EXCERPTS_A_PAGE, listed, pageIn, pageOf, pagesSaid, questionIn, quotingValues } from './textPages.ts';

/** Headings that the page lists: more than these are no overview. */
const HEADINGS_MAX = 60;

/** The page of the text that the address names. */
export function showText(parts: Parts, request: Request, response: Response, desk: Desk, text: WholeText): void {
  const { id } = desk.draft.record;
  const question = questionIn(desk, request.query['question']);
  const pages = Math.max(1, Math.ceil(text.excerpts.length / EXCERPTS_A_PAGE));
  const page = Math.min(pages, pageIn(request.query['page']));
  const from = (page - 1) * EXCERPTS_A_PAGE;
  const at = (other: number, excerpt: number | null = null): string =>
    to.textPage(id, text.id, { page: other, excerpt, question });
  const excerpts = text.excerpts.slice(from, from + EXCERPTS_A_PAGE).map((excerpt, index) => ({
    number: from + index + 1,
    lines: excerpt.lines,
    pages: pagesSaid(desk, excerpt.pages),
    // A heading is printed where it begins, and on top of a page what is over its first excerpt.
    headings: newHeadings(excerpt.headings, index === 0 ? [] : (text.excerpts[from + index - 1]?.headings ?? [])),
  }));
  sendPage(parts, request, response, 'texts/show', {
    ...quotingValues(desk, question),
    ...{ text, excerpts, page, pages },
    about: listed(desk, text),
    headings: overview(text).map(({ words, excerpt }) => ({ words, address: at(pageOf(excerpt), excerpt) })),
    previous: page > 1 ? at(page - 1) : null,
    next: page < pages ? at(page + 1) : null,
    here: at(page),
  });
}

/** Those of the headings that did not stand over the excerpt before, each with its depth, from 0. */
function newHeadings(headings: readonly string[], before: readonly string[]): { words: string; depth: number }[] {
  const same = headings.findIndex((words, depth) => words !== before[depth]);
  return same === -1 ? [] : headings.slice(same).map((words, index) => ({ words, depth: same + index }));
}

/** The outermost headings, and the excerpts at which they begin; of the next level too, where these are few. */
function overview({ excerpts }: WholeText): { readonly words: string; readonly excerpt: number }[] {
  const begun = excerpts.flatMap(({ headings }, index) =>
    newHeadings(headings, excerpts[index - 1]?.headings ?? []).map((heading) => ({ ...heading, excerpt: index + 1 })),
  );
  const outermost = begun.filter(({ depth }) => depth === 0);
  const two = begun.filter(({ depth }) => depth <= 1);
  return (outermost.length < 3 && two.length <= HEADINGS_MAX ? two : outermost).slice(0, HEADINGS_MAX);
}
