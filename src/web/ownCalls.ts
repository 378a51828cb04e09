/**
 * Calls that were brought in: correcting one again, removing it, and any call's questionnaire as a file for the operator.
 */
import type { Express, Request, Response } from 'express';
import { editedCall, type FormProblem } from '../domain/callEdits.ts';
import { formFrom, formOf, languageOf, type CallForm } from '../domain/callForm.ts';
import { AppError } from '../domain/errors.ts';
import type { OwnCall } from '../domain/ownCall.ts';
import type { CallProposal } from '../domain/reader/proposal.ts';
import { idFrom } from '../domain/reader/questionnaireFrom.ts';
import type { Parts } from './app.ts';
import { callAt } from './calls.ts';
import { correctionPage, pressed } from './corrections.ts';
import { sendFile } from './documents.ts';
import { official, sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf } from './saving.ts';
import { visitOf } from './visit.ts';

export function ownCallRoutes(app: Express, parts: Parts): void {
  app.get(route.correction, async (request, response) => {
    const own = await mineAt(parts, request);
    const form = formOf(own.questionnaire);
    show(parts, request, response, { own, proposal: await readAgain(parts, own), form, before: own.hash });
  });

  app.post(route.correction, async (request, response) => {
    const own = await mineAt(parts, request);
    limit(parts, request, 'upload');
    const body = bodyOf(request);
    const proposal = await readAgain(parts, own);
    const form = pressed(body, formFrom(body), proposal);
    const before = typeof body['before'] === 'string' ? body['before'] : '';
    const again = (more: Partial<Shown>, status: number): void =>
      show(parts, request, response, { own, proposal, form, before, ...more }, status);
    if (body['save'] === undefined) return again({}, 200);
    const { id, version } = own.questionnaire;
    const edited = editedCall(own.questionnaire, form, id, version + 1);
    if (edited.questionnaire === null) return again({ problems: edited.problems }, 422);
    const { session, now } = visitOf(request, parts);
    if (session === null || !(await parts.store.correct(edited.questionnaire, before, session, now))) {
      // Saved once more, it replaces what another tab has saved: by then it was said.
      return again({ before: own.hash, stale: true }, 409);
    }
    response.redirect(303, to.call(id));
  });

  app.post(route.callRemoval, async (request, response) => {
    const own = await mineAt(parts, request);
    const { session } = visitOf(request, parts);
    const removed = session !== null && (await parts.store.removeOwn(own.questionnaire.id, session));
    response.redirect(303, removed ? to.home() : to.call(own.questionnaire.id));
  });

  app.get(route.questionnaireFile, async (request, response) => {
    const { questionnaire, own } = await callAt(parts, request);
    const id = own === null ? questionnaire.id : idFrom(official(questionnaire, questionnaire.title).text, 'call');
    const { say } = visitOf(request, parts);
    const head = own === null ? [] : [say('newCall.file.unchecked')];
    const text = parts.writeQuestionnaire(
      { ...questionnaire, id, version: own === null ? questionnaire.version : 1 },
      { head },
    );
    sendFile(response, Buffer.from(text), `${id}.yaml`, 'application/yaml; charset=utf-8');
  });
}

/** The call in the address, where this browser brought it in. Throws `not-found`. */
async function mineAt(parts: Parts, request: Request): Promise<OwnCall> {
  const { own } = await callAt(parts, request);
  if (own === null || !own.mine) throw new AppError('not-found');
  return own;
}

/** For the words that values were read from. */
async function readAgain({ reader }: Parts, { questionnaire }: OwnCall): Promise<CallProposal> {
  const read = await reader.readCall(questionnaire.provenance.text[languageOf(questionnaire)] ?? '');
  if ('why' in read) throw new AppError('unavailable', 'the text of a call could not be read again');
  return read;
}

interface Shown {
  readonly own: OwnCall;
  readonly proposal: CallProposal;
  readonly form: CallForm;
  /** Hash of the version that the form is a change of. */
  readonly before: string;
  readonly problems?: readonly FormProblem[];
  readonly stale?: boolean;
}

function show(parts: Parts, request: Request, response: Response, shown: Shown, status = 200): void {
  const { id } = shown.own.questionnaire;
  const { before, stale = false } = shown;
  const page = correctionPage(shown, visitOf(request, parts));
  const values = { ...page, source: null, action: to.correction(id), call: id, before, stale };
  sendPage(
    parts,
    request,
    response,
    'calls/correction',
    { ...values, here: to.correction(id), noSwitch: true },
    status,
  );
}
