/**
 * Submission and receipt. Order matters: freeze first, deliver second, record the reply third; a second click finds
 * the first one's record and sends nothing.
 */
import type { Express, Request, Response } from 'express';
import { kindOf, kindsLeft, kindsOf, ROUTES } from '../domain/channels.ts';
import { takesWord } from '../domain/checklist.ts';
import type { Attachment } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import {
  DELIVERY_LEASE_MS,
  deliveryState,
  messageIdFor,
  type Delivery,
  type Route,
  type Submission,
} from '../domain/submission.ts';
import { confidentialityOf, type Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import { shownChecklist } from './checklists.ts';
import { deadlineView } from './deadlines.ts';
import { doerOf, openDesk, progressOf, type Desk } from './desk.ts';
import { documentOf, DOCX, fileNameOf } from './documents.ts';
import { attachedTo, emailOf, subjectLanguageOf, subjectOf, takesEmail, waysOf } from './emails.ts';
import { checksOf, checksSummary } from './findings.ts';
import { outlineOf } from './outlines.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf } from './saving.ts';
import { hashOf, newId, newReference } from './secrets.ts';
import { missingApprovals } from './standings.ts';
import { GENEVA, minuteIn } from './times.ts';

export function submissionRoutes(app: Express, parts: Parts): void {
  app.get(route.submission, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    if (desk.draft.record.submittedAt === null) return await showChoice(parts, request, response, desk, null);
    await showReceipt(parts, request, response, desk);
  });

  app.post(route.submission, async (request, response) => {
    const desk = await openDesk(parts, request, 'submit');
    const id = desk.draft.record.id;
    if (desk.draft.record.submittedAt !== null) return response.redirect(303, to.submission(id));
    const by = routeOf(parts, request, desk);
    if (by === null) return showChoice(parts, request, response, desk, 'submission.problems.route', 422);
    const seen = bodyOf(request)['seen'];
    if (typeof seen === 'string' && seen !== String(desk.draft.record.revision)) {
      return showChoice(parts, request, response, desk, 'submission.problems.changed', 409);
    }
    const { needed, missing } = await missingApprovals(parts, desk);
    if (needed && missing.length > 0) {
      return showChoice(parts, request, response, desk, 'submission.problems.approvals', 422);
    }
    if (kindOf(by) === 'email' && subjectOf(parts, desk).open.length > 0) {
      return showChoice(parts, request, response, desk, 'submission.problems.subject', 422);
    }
    if (checksOf(desk).consent.waits) {
      return showChoice(parts, request, response, desk, 'submission.problems.consents', 422);
    }
    if (by === 'smtp') limit(parts, request, 'mail', { draft: id });
    const frozen = await freeze(parts, desk);
    if (frozen === 'stale') return showChoice(parts, request, response, desk, 'submission.problems.changed', 409);
    if (frozen !== 'already') await deliver(parts, desk, by);
    response.redirect(303, to.submission(id));
  });

  app.post(route.deliveries, async (request, response) => {
    const desk = await openDesk(parts, request, 'submit');
    if (desk.draft.record.submittedAt === null) throw new AppError('not-found');
    // What came with an archive could be made up, and nothing that is made up is sent in anybody's name.
    const kept = await parts.store.submissionOf(desk.draft.record.id);
    if (kept?.submission.broughtIn === true) throw new AppError('submitted', 'a submission that was brought in');
    const by = routeOf(parts, request, desk) ?? (parts.mailer.sender === null ? 'self' : 'smtp');
    if (by === 'smtp') limit(parts, request, 'mail', { draft: desk.draft.record.id });
    await deliver(parts, desk, by);
    response.redirect(303, to.submission(desk.draft.record.id));
  });
}

/** Null for a route that is unknown, that this server does not have, or that the call does not take. */
function routeOf(parts: Parts, request: Request, { questionnaire }: Desk): Route | null {
  const { by } = bodyOf(request);
  const found = ROUTES.find((one) => one === by) ?? null;
  if (found === null || (found === 'smtp' && parts.mailer.sender === null)) return null;
  return kindsOf(questionnaire).includes(kindOf(found)) ? found : null;
}

async function freeze(parts: Parts, desk: Desk): Promise<'frozen' | 'stale' | 'already'> {
  const { draft, visit } = desk;
  const document = await documentOf(parts, desk, 'full');
  const publicDocument = confidentialityOf(draft) === 'part' ? await documentOf(parts, desk, 'public') : null;
  const reference = newReference();
  const submission: Submission = {
    id: newId(),
    draft: draft.record.id,
    reference,
    submittedAt: visit.now,
    revision: draft.record.revision,
    questionnaire: draft.record.questionnaire,
    outline: outlineOf(parts, desk),
    email: await emailOf(parts, desk),
    fileName: fileNameOf(desk, 'full'),
    documentHash: hashOf(document),
    ...(publicDocument === null
      ? {}
      : { publicDocument: { fileName: fileNameOf(desk, 'public'), documentHash: hashOf(publicDocument) } }),
    attached: attachedTo(desk),
    messageId: messageIdFor(reference, parts.mailer.sender?.from.address ?? null),
  };
  return parts.store.freeze(submission, document, publicDocument, doerOf(desk));
}

/** One try. Whoever does not get the claim sends nothing: somebody else is sending, or it was sent. */
async function deliver(parts: Parts, desk: Desk, by: Route): Promise<void> {
  const draft = desk.draft.record.id;
  const fresh: Delivery = { id: newId(), by, startedAt: parts.clock(), finishedAt: null, outcome: null };
  const claimed = await parts.store.beginDelivery(draft, fresh, DELIVERY_LEASE_MS, doerOf(desk));
  if (claimed === null) return;
  if (by !== 'smtp') return parts.store.finishDelivery(claimed.id, { kind: 'sent', reply: '' }, parts.clock());
  const kept = await parts.store.submissionOf(draft);
  if (kept === null) throw new AppError('internal', 'a submission has lost its record');
  const { submission } = kept;
  const files = filesOf(submission).filter(({ sent }) => sent);
  const attachments = await Promise.all(files.map((file) => attachmentOf(parts, draft, file)));
  const outcome = await parts.mailer.send(submission.email, attachments, submission.messageId);
  await parts.store.finishDelivery(claimed.id, outcome, parts.clock());
}

/** A document that was frozen. */
interface FrozenFile {
  readonly version: Version;
  readonly fileName: string;
  readonly hash: string;
  /** Whether it goes with the email. */
  readonly sent: boolean;
}

function filesOf({ fileName, documentHash, publicDocument, attached = ['full'] }: Submission): readonly FrozenFile[] {
  const full = { version: 'full', fileName, hash: documentHash, sent: attached.includes('full') } as const;
  if (publicDocument === undefined) return [full];
  const { fileName: name, documentHash: hash } = publicDocument;
  return [full, { version: 'public', fileName: name, hash, sent: attached.includes('public') }];
}

async function attachmentOf(parts: Parts, draft: string, { version, fileName }: FrozenFile): Promise<Attachment> {
  const bytes = await parts.store.documentOf(draft, version);
  if (bytes === null) throw new AppError('internal', 'a submission has lost its document');
  return { fileName, contentType: DOCX, bytes };
}

async function showChoice(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  problem: string | null,
  status = 200,
): Promise<void> {
  const { draft, questionnaire, visit, role } = desk;
  sendPage(
    parts,
    request,
    response,
    'submissions/new',
    {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      revision: draft.record.revision,
      problem: problem === null ? null : visit.say(problem),
      sender: takesEmail(desk) ? parts.mailer.sender : null,
      takesEmail: takesEmail(desk),
      channels: waysOf(desk),
      byHand: kindsOf(questionnaire).filter((kind) => kind !== 'email'),
      checklist: shownChecklist(desk),
      takesWord: takesWord(questionnaire),
      openSubject: takesEmail(desk) ? subjectOf(parts, desk).open : [],
      refusedForSubject: problem === 'submission.problems.subject',
      progress: progressOf(draft, questionnaire),
      deadline: deadlineView(desk.call, visit),
      approvals: await missingApprovals(parts, desk),
      checks: checksSummary(desk),
      consent: checksOf(desk).consent,
      refusedForConsent: problem === 'submission.problems.consents',
      maySubmit: may(role, 'submit'),
      replyTo: draft.organisation.value.email,
    },
    status,
  );
}

async function showReceipt(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const { draft, questionnaire, visit, role } = desk;
  const kept = await parts.store.submissionOf(draft.record.id);
  if (kept === null) throw new AppError('internal', 'a submitted draft has no submission');
  const { submission, deliveries } = kept;
  const times = (at: Date): object => ({
    iso: at.toISOString(),
    utc: minuteIn(at, visit.language, 'UTC'),
    geneva: minuteIn(at, visit.language, GENEVA),
    reader: visit.zone === null || visit.zone === GENEVA ? null : minuteIn(at, visit.language, visit.zone),
  });
  sendPage(parts, request, response, 'submissions/show', {
    id: draft.record.id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    submission,
    files: filesOf(submission),
    subjectLanguage: subjectLanguageOf(parts, desk),
    submitted: times(submission.submittedAt),
    state: deliveryState(deliveries, visit.now),
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      times: times(delivery.finishedAt ?? delivery.startedAt),
    })),
    by: deliveries.find(({ outcome }) => outcome?.kind === 'sent')?.by ?? null,
    sender: takesEmail(desk) ? parts.mailer.sender : null,
    takesEmail: takesEmail(desk),
    left: kindsLeft(questionnaire, deliveries),
    byHand: kindsOf(questionnaire).filter((kind) => kind !== 'email'),
    maySubmit: may(role, 'submit'),
    broughtIn: submission.broughtIn === true,
  });
}
