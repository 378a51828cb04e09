/**
 * Taking a draft with one, as an archive, and bringing one in. What the files of an archive hold is `archiveFiles.ts`.
 */
import type { Express, Request, Response } from 'express';
import { draftOf, stayOfBroughtIn, type ReadArchive, type RefusedArchive } from '../domain/archiving.ts';
import type { Archive } from '../domain/archive.ts';
import type { ArchiveFault } from '../domain/archiveFaults.ts';
import { AppError } from '../domain/errors.ts';
import { callNow } from '../domain/questionnaire.ts';
import type { Submission } from '../domain/submission.ts';
import type { Parts } from './app.ts';
import { outlineFrom, zipOf } from './archiveFiles.ts';
import { noteTaken } from './audits.ts';
import { openDesk } from './desk.ts';
import { sendFile } from './documents.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { inTurn } from './turns.ts';
import { uploadOf } from './uploads.ts';
import { ensureSession, keepFresh, visitOf } from './visit.ts';

export function archiveRoutes(app: Express, parts: Parts): void {
  app.get(route.archive, async (request, response) => {
    const { draft, questionnaire, visit } = await openDesk(parts, request, 'manage');
    const submitted = draft.record.submittedAt !== null;
    sendPage(parts, request, response, 'archives/take', {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      holds: ['documents', 'history', 'together', 'sources', 'audit', 'call', ...(submitted ? ['submission'] : [])],
    });
  });

  app.get(route.archiveFile, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { id, changedAt } = desk.draft.record;
    limit(parts, request, 'export', { draft: id });
    // One after the other: each is a while's work beside the pages.
    const zip = await inTurn('archives', () => zipOf(parts, id));
    await noteTaken(parts, desk, 'archive-taken');
    // It lies about on the device: the name says nothing of who wrote what.
    sendFile(response, zip, `archive-${changedAt.toISOString().slice(0, 10)}.zip`, 'application/zip');
  });

  app.get(route.archives, (request, response) => showForm(parts, request, response, null));

  app.post(route.archives, async (request, response) => {
    limit(parts, request, 'upload');
    const upload = uploadOf(request);
    if (upload === null) return showForm(parts, request, response, refusal('nothing'));
    if (upload === 'too-large') return showForm(parts, request, response, refusal('too-large'));
    const read = await parts.reader.readArchive(upload.bytes, visitOf(request, parts).now);
    if (read.kind === 'refused') return showForm(parts, request, response, read);
    if (!isWhole(read)) return showForm(parts, request, response, refusal('document'));
    limit(parts, request, 'start');
    await bringIn(parts, request, response, read);
  });
}

const refusal = (why: RefusedArchive['why']): RefusedArchive => ({ kind: 'refused', why, fault: null });

/** Whether the documents are those that the submission names. */
function isWhole({ archive, documents }: ReadArchive): boolean {
  const { submission } = archive;
  if (submission === null) return true;
  const isNamed = (bytes: Uint8Array | null, hash: string): boolean => bytes !== null && hashOf(bytes) === hash;
  if (!isNamed(documents.full, submission.documentHash)) return false;
  const { publicDocument } = submission;
  return publicDocument === null || isNamed(documents.public, publicDocument.documentHash);
}

async function bringIn(parts: Parts, request: Request, response: Response, read: ReadArchive): Promise<void> {
  const visit = visitOf(request, parts);
  const { archive, earlier } = read;
  const [id, token] = [newId(), newToken()];
  const questionnaire = questionnaireIn(archive);
  // What is on offer here is known, also before anybody has begun a draft of it.
  const offered = parts.questionnaires.current(questionnaire.id);
  if (offered !== undefined) await parts.store.keepQuestionnaire(offered);
  const call = await callNow(parts, questionnaire);
  const session = await ensureSession(request, response, parts);
  const { own } = await parts.store.bringInDraft({
    ...{ archive, earlier, draft: id, now: visit.now, newId },
    documents: archive.submission?.publicDocument == null ? { ...read.documents, public: null } : read.documents,
    owner: { label: visit.say('links.firstLabel'), hash: hashOf(token), session },
    submission: submissionFrom(parts, archive, id),
    deliveries: (archive.submission?.deliveries ?? []).map(({ route: by, startedAt, finishedAt, outcome }) => ({
      ...{ id: newId(), by, outcome, startedAt: new Date(startedAt) },
      finishedAt: finishedAt === null ? null : new Date(finishedAt),
    })),
    keepUntil: stayOfBroughtIn(archive, call, parts.retentionDays, visit.now),
  });
  keepFresh(response, parts, id, token, archive.draft.idleHours);
  response.redirect(303, to.broughtIn(id, own));
}

function questionnaireIn({ draft, questionnaires }: Archive) {
  const found = questionnaires.find(({ hash }) => hash === draft.questionnaire);
  if (found === undefined) throw new AppError('internal', 'an archive was not checked');
  return found.questionnaire;
}

/** The frozen record anew: its outline follows from the texts, which were frozen with it. */
function submissionFrom(parts: Parts, archive: Archive, draft: string): Submission | null {
  const { submission } = archive;
  const { submittedAt } = archive.draft;
  if (submission === null || submittedAt === null) return null;
  const { reference, revision, questionnaire, email, fileName, documentHash, publicDocument, attached, messageId } =
    submission;
  return {
    ...{ id: newId(), draft, reference, revision, questionnaire, email, fileName, documentHash, attached, messageId },
    submittedAt: new Date(submittedAt),
    outline: outlineFrom(parts, draftOf(archive, draft), questionnaireIn(archive), 'full'),
    ...(publicDocument === null ? {} : { publicDocument }),
    broughtIn: true,
  };
}

function showForm(parts: Parts, request: Request, response: Response, refused: RefusedArchive | null): void {
  const { say } = visitOf(request, parts);
  const { why, fault } = refused ?? { why: null, fault: null };
  const where = fault === null ? {} : { where: placeOf(fault), what: say(`archives.faults.${fault.kind}`) };
  const values = { problem: why === null ? null : say(`archives.refused.${why}`, where), here: to.archives() };
  sendPage(parts, request, response, 'archives/bring', values, refused === null ? 200 : 422);
}

/** With the name of the file in which it stands. */
const placeOf = ({ where }: ArchiveFault): string => (where.includes(': ') ? where : `archive.json: ${where}`);
