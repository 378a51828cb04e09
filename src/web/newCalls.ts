/**
 * Bringing in a call: its text is pasted or comes as a file, what was read of it is corrected on one page, and it is kept
 * for this browser. Nothing is kept before: the text travels with the form.
 */
import type { Express, Request, Response } from 'express';
import { normaliseLines } from '../domain/answer.ts';
import { editedCall } from '../domain/callEdits.ts';
import { formFrom, formOf, type CallForm } from '../domain/callForm.ts';
import { baseOf, withoutStandIns } from '../domain/callReading.ts';
import type { CallProposal } from '../domain/reader/proposal.ts';
import type { ReadFile, RefusedFile } from '../domain/reading.ts';
import type { Parts } from './app.ts';
import { correctionPage, pressed } from './corrections.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf } from './saving.ts';
import { newId } from './secrets.ts';
import { uploadOf } from './uploads.ts';
import { ensureSession, visitOf } from './visit.ts';

export function newCallRoutes(app: Express, parts: Parts): void {
  app.get(route.newCall, (request, response) => showNew(parts, request, response, {}));

  app.post(route.ownCalls, async (request, response) => {
    limit(parts, request, 'upload');
    if (bodyOf(request)['step'] === 'correct') await correct(parts, request, response);
    else await read(parts, request, response);
  });
}

const typedText = (request: Request): string => {
  const { text } = bodyOf(request);
  return typeof text === 'string' ? normaliseLines(text) : '';
};

/** From a text or a file to the page on which what was read is corrected. */
async function read(parts: Parts, request: Request, response: Response): Promise<void> {
  const text = typedText(request);
  const upload = uploadOf(request);
  const refuse = (filled: Filled): void => showNew(parts, request, response, { text, ...filled }, 422);
  if (upload === 'too-large') return refuse({ why: { kind: 'refused', why: 'too-large', named: null, found: null } });
  if (upload === null && text.trim() === '') return refuse({ problem: 'nothing' });
  if (upload !== null && text.trim() !== '') return refuse({ problem: 'both' });
  const file = upload === null ? null : await parts.reader.read(upload.bytes, upload.name);
  if (file?.kind === 'refused') return refuse({ why: file });
  const source = file === null ? text : file.text;
  const proposal = await parts.reader.readCall(source);
  if ('why' in proposal) return refuse({ text: source, why: proposal });
  const form = withoutStandIns(formOf(baseOf(proposal)), proposal);
  showCorrection(parts, request, response, { source, proposal, form, notices: file?.notices ?? [] });
}

/** A press of any button on that page. */
async function correct(parts: Parts, request: Request, response: Response): Promise<void> {
  const source = typedText(request);
  const proposal = await parts.reader.readCall(source);
  if ('why' in proposal) return showNew(parts, request, response, { text: source, why: proposal }, 422);
  const body = bodyOf(request);
  const form = pressed(body, formFrom(body), proposal);
  if (body['save'] === undefined) return showCorrection(parts, request, response, { source, proposal, form });
  const edited = editedCall(baseOf(proposal), form, `own-${newId()}`, 1);
  if (edited.questionnaire === null) {
    const { problems } = edited;
    return showCorrection(parts, request, response, { source, proposal, form, problems }, 422);
  }
  const { questionnaire } = edited;
  const session = await ensureSession(request, response, parts);
  await parts.store.bringIn(questionnaire, session, visitOf(request, parts).now);
  response.redirect(303, to.call(questionnaire.id));
}

interface Shown {
  readonly source: string;
  readonly proposal: CallProposal;
  readonly form: CallForm;
  readonly problems?: readonly { readonly field: string; readonly phrase: string }[];
  readonly notices?: ReadFile['notices'];
}

function showCorrection(parts: Parts, request: Request, response: Response, shown: Shown, status = 200): void {
  const visit = visitOf(request, parts);
  const page = correctionPage(shown, visit);
  const values = { ...page, source: shown.source, action: to.ownCalls(), call: null, before: null, stale: false };
  sendPage(parts, request, response, 'calls/correction', { ...values, here: to.newCall(), noSwitch: true }, status);
}

interface Filled {
  readonly text?: string;
  readonly problem?: 'nothing' | 'both';
  readonly why?: RefusedFile;
}

function showNew(parts: Parts, request: Request, response: Response, filled: Filled, status = 200): void {
  const values = { text: '', problem: null, why: null, ...filled, here: to.newCall(), noSwitch: status !== 200 };
  sendPage(parts, request, response, 'calls/new', values, status);
}
