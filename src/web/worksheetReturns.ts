/**
 * A filled worksheet, or a document with the questions copied into it, brought back: read, shown question by question, and
 * taken in as plain saves. Nothing is kept before: what was read travels with the form. Must not overwrite an answer that
 * its reader has not seen.
 */
import type { Express, Request, Response } from 'express';
import { normaliseLines, type Answer, type FormBody } from '../domain/answer.ts';
import { answerTo } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { LANGUAGES } from '../domain/language.ts';
import { fitted } from '../domain/leftOver.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import type { Notice } from '../domain/reading.ts';
import { answerFound } from '../domain/worksheetAnswers.ts';
import {
  chosenAnswer,
  CHOICES,
  findingOf,
  oneAfterOther,
  type Choice,
  type Finding,
} from '../domain/worksheetFindings.ts';
import { sheetFoundSchema, type SheetFound } from '../domain/worksheetFound.ts';
import { markPhrases, PHRASE_KEYS } from '../domain/worksheet.ts';
import type { Asked } from '../domain/worksheetReturn.ts';
import type { Parts } from './app.ts';
import { openDesk, questionsAt, type Desk } from './desk.ts';
import { answerSeen, keepAnswer } from './merges.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf, numberIn } from './saving.ts';
import { uploadOf } from './uploads.ts';
import { previewPage } from './worksheetPreviews.ts';
import { showWorksheet, worksheetOf } from './worksheets.ts';

export function worksheetReturnRoutes(app: Express, parts: Parts): void {
  app.post(route.worksheet, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    limit(parts, request, 'upload', { draft: desk.draft.record.id });
    if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
    if (bodyOf(request)['step'] === 'take') await take(parts, request, response, desk);
    else await read(parts, request, response, desk);
  });
}

/** From a file, or a text that somebody pasted, to the preview. */
async function read(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const upload = uploadOf(request);
  const { text: typed } = bodyOf(request);
  const text = typeof typed === 'string' ? normaliseLines(typed) : '';
  const refuse = (problem: string): void => showWorksheet(parts, request, response, desk, { problem, text });
  if (upload === 'too-large') {
    const why = { kind: 'refused', why: 'too-large', named: null, found: null } as const;
    return showWorksheet(parts, request, response, desk, { why, text });
  }
  if (upload === null && text.trim() === '') return refuse('nothing');
  if (upload !== null && text.trim() !== '') return refuse('both');
  const read = await parts.reader.readReturn(upload ?? { text }, askedOf(parts, desk));
  if (read.kind === 'refused') return showWorksheet(parts, request, response, desk, { why: read, text });
  await showPreview(parts, request, response, desk, read);
}

const askedOf = (parts: Parts, desk: Desk): Asked => ({
  sheet: worksheetOf(parts, desk),
  phrases: LANGUAGES.flatMap((language) => PHRASE_KEYS.map((key) => markPhrases(parts.phrases[language])[key])),
  questions: desk.questionnaire.questions,
  answerable: questionsAt(desk).map(({ node }) => node.id),
});

/** A question of the draft, what the sheet says to it, and the revision that this was weighed against. */
export interface Weighed {
  readonly placed: PlacedQuestion;
  readonly finding: Finding;
  readonly revision: number;
}

/** Every question that the sheet speaks of. */
async function weigh(parts: Parts, desk: Desk, found: SheetFound): Promise<readonly Weighed[]> {
  const asked = questionsAt(desk).filter(({ node }) =>
    Object.keys(found.places).some((place) => place.split(/[./]/)[0] === node.id),
  );
  return Promise.all(
    asked.map(async (placed) => {
      const { value, revision } = answerTo(desk.draft, placed.node.id);
      const theirs = fitted(placed.node, value);
      const { base, mine } = await saidOf(parts, desk, found, placed, theirs);
      return { placed, revision, finding: findingOf(base, mine, theirs) };
    }),
  );
}

async function saidOf(
  parts: Parts,
  desk: Desk,
  found: SheetFound,
  { node }: PlacedQuestion,
  theirs: Answer,
): Promise<{ readonly base: Answer | null; readonly mine: Answer }> {
  // Nobody knows what a document of others was written on; all that it says is a text.
  const seen = found.own ? await answerSeen(parts, desk, node.id, found.revisions[node.id] ?? 0) : null;
  const base = seen === null ? null : fitted(node, seen);
  return { base, mine: answerFound(node, found.places, base ?? theirs, (name) => parts.countries.code(name)) };
}

/** What a person chose on the preview. */
export interface Chosen {
  /** By question: taken or not; of two texts that met, which. */
  readonly choices: Readonly<Record<string, Choice>>;
  /** By piece: the question that it goes to; "": none. */
  readonly places: readonly string[];
}

/** A press of the button under the preview. */
async function take(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const body = bodyOf(request);
  const found = foundSent(body);
  const weighed = await weigh(parts, desk, found);
  const chosen = chosenIn(body, weighed, found);
  const shown = { found, chosen, notices: [] };
  if (weighed.some((one) => isStale(body, one))) {
    return showPreview(parts, request, response, desk, { ...shown, problem: 'stale' }, 409);
  }
  const saves = savesFor(desk, weighed, chosen, found);
  if (saves.length === 0) return showPreview(parts, request, response, desk, { ...shown, problem: 'nothing' }, 422);
  let met = false;
  for (const { question, answer, revision } of saves) {
    const base = answerTo(desk.draft, question).value;
    const kept = await keepAnswer(parts, desk, question, { mine: answer, seen: revision, base });
    met ||= kept.kind === 'met';
  }
  // Somebody saved between this page and now: what could not be taken in is shown again, against what stands there.
  if (met) {
    const later = await openDesk(parts, request, 'write');
    return showPreview(parts, request, response, later, { ...shown, problem: 'stale' }, 409);
  }
  response.redirect(303, to.worksheetTaken(desk.draft.record.id, saves.length));
}

/** Whether something was chosen for this question against another text than the one that stands there now. */
function isStale(body: FormBody, { placed, revision }: Weighed): boolean {
  const { id } = placed.node;
  const wanted = body[`take.${id}`] === 'yes' || ['mine', 'both'].includes(String(body[`choice.${id}`]));
  return wanted && numberIn(body, `seen.${id}`) !== revision;
}

/** What was read of the file, as it travelled with the form. Throws `invalid` for what no form of ours sends. */
function foundSent(body: FormBody): SheetFound {
  try {
    return sheetFoundSchema.parse(JSON.parse(String(body['found'])));
  } catch {
    throw new AppError('invalid', 'what was read of the file did not come along');
  }
}

interface Save {
  readonly question: string;
  readonly answer: Answer;
  readonly revision: number;
}

/** The answers that a choice changes, pieces at their ends. */
function savesFor(desk: Desk, weighed: readonly Weighed[], chosen: Chosen, found: SheetFound): readonly Save[] {
  return questionsAt(desk).flatMap(({ node }): Save[] => {
    const { value, revision } = answerTo(desk.draft, node.id);
    const finding = weighed.find(({ placed }) => placed.node.id === node.id)?.finding;
    const choice = chosen.choices[node.id] ?? 'theirs';
    const taken = finding === undefined || choice === 'theirs' ? value : takenBy(finding, choice);
    const pieces = found.pieces.filter((_, index) => chosen.places[index] === node.id);
    const text = pieces.reduce((sum, piece) => oneAfterOther(sum, piece.text), taken.text);
    if (taken === value && pieces.length === 0) return [];
    return [{ question: node.id, answer: { ...taken, text }, revision }];
  });
}

const takenBy = (finding: Finding, choice: Choice): Answer =>
  finding.state === 'conflict' ? chosenAnswer(finding, choice) : finding.taken;

function chosenIn(body: FormBody, weighed: readonly Weighed[], { pieces }: SheetFound): Chosen {
  const choices = weighed.map(({ placed, finding }): [string, Choice] => {
    const { id } = placed.node;
    if (finding.state === 'conflict') return [id, CHOICES.find((one) => one === body[`choice.${id}`]) ?? 'theirs'];
    // A box beside two texts that met since was ticked for another text.
    return [id, body[`take.${id}`] === 'yes' && finding.state !== 'unchanged' ? 'mine' : 'theirs'];
  });
  const places = pieces.map((_, index) => {
    const place = body[`piece.${index}`];
    return typeof place === 'string' ? place : '';
  });
  return { choices: Object.fromEntries(choices), places };
}

/** What is taken unless somebody says otherwise: all that is new, and nothing that has to be chosen. */
const chosenFirst = (weighed: readonly Weighed[]): Chosen => ({
  choices: Object.fromEntries(
    weighed.map(({ placed, finding: { state } }) => [
      placed.node.id,
      state === 'conflict' || state === 'unchanged' ? 'theirs' : 'mine',
    ]),
  ),
  places: [],
});

interface Shown {
  readonly found: SheetFound;
  readonly notices: readonly Notice[];
  /** Missing: nobody chose yet. */
  readonly chosen?: Chosen;
  /** A phrase of `worksheet.preview.problems`. */
  readonly problem?: 'nothing' | 'stale';
}

async function showPreview(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  { found, notices, chosen, problem }: Shown,
  status = 200,
): Promise<void> {
  const weighed = await weigh(parts, desk, found);
  const page = previewPage(desk, weighed, found, chosen ?? chosenFirst(weighed));
  sendPage(parts, request, response, 'worksheets/preview', { ...page, notices, problem: problem ?? null }, status);
}
