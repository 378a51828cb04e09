/**
 * The document of a draft, in two versions: as a Word file, of which a submitted draft gives the very bytes that were
 * frozen, and in the other formats, made of what was frozen.
 */
import type { Express, Request, Response } from 'express';
import { documentFileName } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import type { Outline } from '../domain/outline.ts';
import { outlinePaper } from '../domain/outlinePaper.ts';
import { confidentialityOf, VERSIONS, type Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import { noteTaken } from './audits.ts';
import { openDesk, type Desk } from './desk.ts';
import { MEDIA_TYPES, written } from './formats.ts';
import { outlineKey, outlineOf } from './outlines.ts';
import { route } from './paths.ts';
import { limit } from './rates.ts';

export const DOCX = MEDIA_TYPES.docx;

export function documentRoutes(app: Express, parts: Parts): void {
  app.get(route.document, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const version = versionIn(request, desk);
    limit(parts, request, 'export', { draft: desk.draft.record.id });
    const document = await documentOf(parts, desk, version);
    await noteTaken(parts, desk, version === 'full' ? 'document-taken' : 'public-document-taken');
    sendFile(response, document, fileNameOf(desk, version), DOCX);
  });

  for (const [pattern, format] of [
    [route.documentOdt, 'odt'],
    [route.documentMarkdown, 'md'],
  ] as const) {
    app.get(pattern, async (request, response) => {
      const desk = await openDesk(parts, request, 'read');
      const version = versionIn(request, desk);
      limit(parts, request, 'export', { draft: desk.draft.record.id });
      const outline = await outlineAsItStands(parts, desk, version);
      const document = await written(parts, outlineKey(desk, version), () => outlinePaper(outline), format);
      await noteTaken(parts, desk, version === 'full' ? 'document-taken' : 'public-document-taken');
      const fileName = fileNameOf(desk, version).replace(/docx$/, format);
      sendFile(response, document, fileName, MEDIA_TYPES[format]);
    });
  }
}

/** Of a submitted draft what was frozen. Its public version is composed of the draft, which nobody can change any more. */
async function outlineAsItStands(parts: Parts, desk: Desk, version: Version): Promise<Outline> {
  const { id, submittedAt } = desk.draft.record;
  const kept = submittedAt === null || version === 'public' ? null : await parts.store.submissionOf(id);
  return kept?.submission.outline ?? outlineOf(parts, desk, version);
}

/** Throws `not-found` for a version that there is not: where everything is confidential, nothing is public. */
function versionIn({ query }: Request, { draft }: Desk): Version {
  const { version = 'full' } = query;
  const found = VERSIONS.find((one) => one === version);
  if (found === undefined || (found === 'public' && confidentialityOf(draft) === 'whole')) {
    throw new AppError('not-found');
  }
  return found;
}

/** The frozen document of a submitted draft; otherwise the document of the draft as it stands. */
export async function documentOf(parts: Parts, desk: Desk, version: Version): Promise<Uint8Array> {
  const { id, submittedAt } = desk.draft.record;
  const frozen = submittedAt === null ? null : await parts.store.documentOf(id, version);
  if (frozen !== null) return frozen;
  if (submittedAt !== null && version === 'full') throw new AppError('internal', 'a submitted draft has no document');
  return parts.press.press(outlineKey(desk, version), () => outlineOf(parts, desk, version));
}

export function fileNameOf({ draft, questionnaire, sayDraft }: Desk, version: Version): string {
  return documentFileName(draft, questionnaire, sayDraft, version);
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
