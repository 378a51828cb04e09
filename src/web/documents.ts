/**
 * The Word document of a draft. A submitted draft gives the very bytes that were frozen.
 */
import type { Express, Response } from 'express';
import { documentFileName } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { outlineKey, outlineOf } from './outlines.ts';
import { route } from './paths.ts';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export function documentRoutes(app: Express, parts: Parts): void {
  app.get(route.document, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    sendFile(response, await documentOf(parts, desk), fileNameOf(desk), DOCX);
  });
}

/** The frozen document of a submitted draft; otherwise the document of the draft as it stands. */
export async function documentOf(parts: Parts, desk: Desk): Promise<Uint8Array> {
  if (desk.draft.record.submittedAt === null) return parts.press.press(outlineKey(desk), () => outlineOf(parts, desk));
  const frozen = await parts.store.documentOf(desk.draft.record.id);
  if (frozen === null) throw new AppError('internal', 'a submitted draft has no document');
  return frozen;
}

export function fileNameOf({ draft, questionnaire, sayDraft }: Desk): string {
  return documentFileName(draft, questionnaire, sayDraft);
}

/** Sends bytes to keep, under a name of ASCII letters only. */
export function sendFile(response: Response, bytes: Uint8Array, fileName: string, type: string): void {
  response.set({
    'Content-Type': type,
    'Content-Length': String(bytes.length),
    'Content-Disposition': `attachment; filename="${fileName}"`,
  });
  response.end(bytes);
}
