/**
 * One page as it goes out: the view inside the layout, with what every view needs. Knows no noun.
 */
import type { Request, Response } from 'express';
import { LANGUAGES, wordedIn, type Text, type Worded } from '../domain/language.ts';
import { isUnofficial, officialLanguages, type Questionnaire } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { endCompressed, endPacked, type Packed } from './compressed.ts';
import { to } from './paths.ts';
import { escapeHtml } from './render.ts';
import { formProof } from './secrets.ts';
import { visitOf } from './visit.ts';

/** Texts of a call as a page shows them: with their language, and marked where they are our own translation. */
export interface Shown extends Worded {
  readonly unofficial: boolean;
}

/** The text in `language` or, failing that, in an official one. */
export function shown(questionnaire: Questionnaire, text: Text, language: string): Shown {
  const found = wordedIn(text, language, officialLanguages(questionnaire)) ?? { text: '', language };
  return { ...found, unofficial: isUnofficial(questionnaire, found.language) };
}

/** The official text, in whichever official language it has. */
export function official(questionnaire: Questionnaire, text: Text): Shown {
  return shown(questionnaire, text, officialLanguages(questionnaire)[0] ?? 'en');
}

/**
 * Renders `view` inside the layout and sends it. `values` may hold `formId`: the form that the language buttons of the
 * header then send along, so that switching costs no text; `noSwitch` where there is nothing to switch to; `here`
 * where the page stands at an address that only takes posts; `discreet` where it must not say what this program is for.
 */
export function sendPage(
  parts: Parts,
  request: Request,
  response: Response,
  view: string,
  values: object,
  status = 200,
): void {
  const html = renderPage(parts, request, view, values);
  setHead(parts, request, response, status);
  endCompressed(request, response, html);
}

/** Sends `view` alone, without the layout: what a script puts in the place of a part of its page. */
export function sendPart(parts: Parts, request: Request, response: Response, view: string, values: object): void {
  setHead(parts, request, response, 200);
  endCompressed(request, response, parts.views.render(view, contextOf(parts, request, values)));
}

/** Sends a page that was rendered before, for a reader to whom it says the same. */
export function sendPacked(parts: Parts, request: Request, response: Response, packed: Packed): void {
  setHead(parts, request, response, 200);
  endPacked(request, response, packed);
}

function setHead(parts: Parts, request: Request, response: Response, status: number): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Language', visitOf(request, parts).language);
}

/** The whole page, as `sendPage` sends it. */
export function renderPage(parts: Parts, request: Request, view: string, values: object): string {
  const context = contextOf(parts, request, values);
  const body = parts.views.render(view, context);
  return parts.views.render('layout', { ...context, body });
}

/** What every view needs beside its values. */
function contextOf(parts: Parts, request: Request, values: object): object {
  const visit = visitOf(request, parts);
  const { say, language } = visit;
  const proof = visit.token === null ? '' : formProof(visit.token);
  return {
    say,
    language,
    languages: LANGUAGES,
    visit,
    to,
    here: request.path,
    asset: parts.assets.address,
    escape: escapeHtml,
    sayIn: parts.phrases,
    proof: `<input type="hidden" name="proof" value="${proof}">`,
    formId: null,
    noSwitch: false,
    discreet: false,
    ...values,
    head: { title: '', error: false },
  };
}
