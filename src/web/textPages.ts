/**
 * The page of a draft's reference texts: the list, with the search above it, and what pages of texts have in common. Shows,
 * and changes nothing. One text to be read is `textReading.ts`.
 */
import type { Request, Response } from 'express';
import { LOCALE_TAGS } from '../domain/language.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import type { RefusedFile } from '../domain/reading.ts';
import {
  CHARACTERS_MAX,
  CHARACTERS_PER_PAGE,
  NAME_LENGTH_MAX,
  TEXTS_MAX,
  type ReferenceText,
  type WholeText,
} from '../domain/referenceText.ts';
import { QUERY_LENGTH_MAX, type FoundExcerpts } from '../domain/textSearch.ts';
import type { Parts } from './app.ts';
import { questionsAt, type Desk } from './desk.ts';
import { sendPage, sendPart, shown } from './page.ts';
import { to } from './paths.ts';
import { offersFor, sessionOf, shelfOf } from './shelves.ts';
import { dayIn, GENEVA } from './times.ts';

/** On a small screen an excerpt fills it. */
const FOUND_A_PAGE = 5;
/** Of one text. */
export const EXCERPTS_A_PAGE = 40;

/** What is looked for, and the question that it is for: "" where none was chosen. `page` counts from 1. */
export interface Asked {
  readonly q: string;
  readonly question: string;
  readonly page: number;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
export const pageIn = (value: unknown): number => (/^[1-9]\d{0,4}$/.test(textIn(value)) ? Number(value) : 1);

/** Reads the address. What it does not understand counts as not asked. */
export function askedIn(desk: Desk, { query }: Pick<Request, 'query'>): Asked {
  const { q, question, page } = query;
  return {
    q: textIn(q).trim().slice(0, QUERY_LENGTH_MAX),
    question: questionIn(desk, question),
    page: pageIn(page),
  };
}

/** Id of a question that the draft answers; "" for anything else. */
export const questionIn = (desk: Desk, id: unknown): string => placedIn(desk, id)?.node.id ?? '';

export const placedIn = (desk: Desk, id: unknown): PlacedQuestion | undefined =>
  questionsAt(desk).find(({ node }) => node.id === id);

export interface Filled {
  readonly asked?: Asked;
  /** What was typed into the form that adds a text. */
  readonly typed?: { readonly name: string; readonly text: string };
  /** `question`: a quotation without a question to go into. */
  readonly problem?: 'nothing' | 'both' | 'full' | 'gone' | 'question';
  readonly why?: RefusedFile;
}

export async function showList(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: Filled,
  status = 200,
): Promise<void> {
  const { draft, visit, questionnaire } = desk;
  const { id } = draft.record;
  const asked = filled.asked ?? { q: '', question: '', page: 1 };
  const texts = await parts.store.textsOf(id, sessionOf(desk));
  const results = await resultsOf(parts, desk, texts, asked);
  const quoting = quotingValues(desk, asked.question);
  if (status === 200 && request.query['part'] === 'results') {
    return sendPart(parts, request, response, 'texts/results', { ...quoting, ...results });
  }
  const left = CHARACTERS_MAX - texts.reduce((sum, { characters }) => sum + characters, 0);
  sendPage(
    parts,
    request,
    response,
    'texts/index',
    {
      ...quoting,
      ...results,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      texts: texts.map((text) => listed(desk, text)),
      offers: quoting.mayChange ? (await offersFor(parts, desk)).map((text) => listed(desk, text)) : [],
      limits: {
        texts: TEXTS_MAX,
        pages: numberIn(desk, CHARACTERS_MAX / CHARACTERS_PER_PAGE),
        left: numberIn(desk, Math.max(0, Math.floor(left / CHARACTERS_PER_PAGE))),
      },
      nameMax: NAME_LENGTH_MAX,
      typed: { name: '', text: '' },
      problem: null,
      why: null,
      ...filled,
      added: texts.find((text) => text.id === request.query['added'])?.name ?? null,
      there: texts.find((text) => text.id === request.query['there']) ?? null,
      here: to.texts(id),
      noSwitch: status !== 200,
    },
    status,
  );
}

/** What is found, as the part of the page that a script may ask for by itself. */
async function resultsOf(
  parts: Parts,
  desk: Desk,
  texts: readonly ReferenceText[],
  asked: Asked,
): Promise<{ asked: Asked; found: object | null }> {
  if (texts.length === 0) return { asked, found: null };
  if (asked.q === '') {
    parts.textSearch.prepare(shelfOf(parts, desk, texts));
    return { asked, found: null };
  }
  const from = (asked.page - 1) * FOUND_A_PAGE;
  const found = await parts.textSearch.find(shelfOf(parts, desk, texts), { words: asked.q, from, most: FOUND_A_PAGE });
  return { asked, found: shownFound(desk, texts, asked, found) };
}

function shownFound(desk: Desk, texts: readonly ReferenceText[], asked: Asked, { count, excerpts }: FoundExcerpts) {
  const { id } = desk.draft.record;
  const { page, question } = asked;
  const byId = new Map(texts.map((text) => [text.id, text]));
  const at = (other: number): string => to.textsFound(id, { ...asked, page: other });
  return {
    count,
    excerpts: excerpts.map((excerpt) => ({
      ...excerpt,
      pages: pagesSaid(desk, excerpt.pages),
      name: byId.get(excerpt.text)?.name ?? '',
      lang: byId.get(excerpt.text)?.language ?? null,
      address: to.textPage(id, excerpt.text, { page: pageOf(excerpt.number), excerpt: excerpt.number, question }),
    })),
    previous: page > 1 ? at(page - 1) : null,
    next: page * FOUND_A_PAGE < count ? at(page + 1) : null,
  };
}

/** The page of a text on which an excerpt stands; both count from 1. */
export const pageOf = (excerpt: number): number => Math.floor((excerpt - 1) / EXCERPTS_A_PAGE) + 1;

/** What the buttons that quote need. */
export function quotingValues(desk: Desk, question: string) {
  const placed = placedIn(desk, question);
  const { id, submittedAt } = desk.draft.record;
  const questions = questionsAt(desk).map((one) => ({ id: one.node.id, number: one.number }));
  return { id, question, number: placed?.number ?? null, mayChange: submittedAt === null, questions };
}

/** One text as lists show it. */
export function listed({ visit }: Desk, { id, name, kind, language, addedAt, characters, offered }: ReferenceText) {
  return {
    ...{ id, name, kind, language, offered },
    pages: Math.max(1, Math.round(characters / CHARACTERS_PER_PAGE)),
    added: dayIn(addedAt, visit.language, visit.zone ?? GENEVA),
  };
}

const numberIn = ({ visit }: Desk, value: number): string =>
  new Intl.NumberFormat(LOCALE_TAGS[visit.language]).format(value);

/** "page 12", "pages 12 to 13"; "" where the file has none of its own. */
export function pagesSaid({ visit: { say } }: Desk, pages: WholeText['excerpts'][number]['pages']): string {
  if (pages === null) return '';
  const [first, last] = pages;
  return first === last ? say('texts.page', { page: first }) : say('texts.pages', { first, last });
}
