/**
 * The worksheet of a draft: the page where it is taken and brought back, and the file. What comes back is read by
 * `worksheetReturns.ts`.
 */
import type { Express, Request, Response } from 'express';
import type { Draft } from '../domain/draft.ts';
import { worksheetFileName } from '../domain/email.ts';
import type { RefusedFile } from '../domain/reading.ts';
import { composeWorksheet, type Worksheet } from '../domain/worksheet.ts';
import type { Parts } from './app.ts';
import { noteTaken } from './audits.ts';
import { openDesk, type Desk } from './desk.ts';
import { DOCX, sendFile } from './documents.ts';
import { limitWords } from './limits.ts';
import { sendPage, shown } from './page.ts';
import { route } from './paths.ts';
import { numberOf } from './questionPages.ts';
import { limit } from './rates.ts';

export function worksheetRoutes(app: Express, parts: Parts): void {
  app.get(route.worksheet, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    showWorksheet(parts, request, response, desk);
  });

  app.get(route.worksheetFile, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { draft, questionnaire, sayDraft } = desk;
    limit(parts, request, 'export', { draft: draft.record.id });
    const key = `${draft.record.id}/${draft.record.revision}/worksheet`;
    const bytes = await parts.press.pressWorksheet(key, () => worksheetOf(parts, desk));
    await noteTaken(parts, desk, 'worksheet-taken');
    sendFile(response, bytes, worksheetFileName(questionnaire, draft.record.language, sayDraft), DOCX);
  });
}

/** Why a file that was brought back is not used; nothing: the page as it is first seen. */
export interface Refused {
  /** The file was not read. */
  readonly why?: RefusedFile;
  /** A phrase under `worksheet.problems`. */
  readonly problem?: string;
  /** A text that was pasted. */
  readonly text?: string;
}

/** The page where a sheet is taken and brought back. */
export function showWorksheet(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  { why, problem, text = '' }: Refused = {},
): void {
  const { draft, questionnaire, visit } = desk;
  const isRefused = why !== undefined || problem !== undefined;
  const values = {
    id: draft.record.id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    writingLanguage: draft.record.language,
    submitted: draft.record.submittedAt !== null,
    why: why ?? null,
    problem: problem ?? null,
    text,
    taken: numberOf(request.query['taken']),
  };
  sendPage(parts, request, response, 'worksheets/show', values, isRefused ? 422 : 200);
}

const sheets = new WeakMap<Draft, Worksheet>();

/** The worksheet of the draft as it stands: the same value for the same revision. */
export function worksheetOf(parts: Parts, { draft, questionnaire, sayDraft }: Desk): Worksheet {
  let sheet = sheets.get(draft);
  if (sheet === undefined) {
    const { language } = draft.record;
    sheet = composeWorksheet(draft, questionnaire, sayDraft, {
      countryName: (code) => parts.countries.name(code, language),
      limitWords: (one) => limitWords(questionnaire, one, { say: sayDraft, language }),
    });
    sheets.set(draft, sheet);
  }
  return sheet;
}
