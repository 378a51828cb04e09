/**
 * The web: createApp(parts) is the same app in tests as in production. Order matters here and nowhere else:
 * headers, files, posts of mail programs, refusal of other sites, the way out, body, pages, errors. Nothing here knows a
 * noun.
 */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { join } from 'node:path';
import type { ApprovalStore } from '../domain/approval.ts';
import type { ArchiveReader, ArchiveStore, PackFiles } from '../domain/archiving.ts';
import type { AuditStore } from '../domain/audit.ts';
import type { WriteCalendar } from '../domain/calendar.ts';
import type { Offer } from '../domain/callIndex.ts';
import type { ActivityStore } from '../domain/coalition.ts';
import type { CommentStore } from '../domain/comment.ts';
import type { DraftStore } from '../domain/draft.ts';
import type { Mailer } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import type { FeedStore } from '../domain/feed.ts';
import type { DeviceKeyStore, LinkStore, SessionStore } from '../domain/link.ts';
import type { Press } from '../domain/outline.ts';
import type { MoveStore } from '../domain/newerVersion.ts';
import type { OwnCallStore } from '../domain/ownCall.ts';
import type { WriteOdt } from '../domain/paper.ts';
import type { QuestionnaireStore, WriteQuestionnaire } from '../domain/questionnaire.ts';
import type { FileReader } from '../domain/reading.ts';
import type { ReferenceTextStore } from '../domain/referenceText.ts';
import type { ReminderStore } from '../domain/reminder.ts';
import type { RemovalStore } from '../domain/removal.ts';
import type { RetentionStore } from '../domain/retention.ts';
import type { KeyWords } from '../domain/similarity.ts';
import type { SubmissionStore } from '../domain/submission.ts';
import type { TextSearch } from '../domain/textSearch.ts';
import type { Phrases } from '../phrases.ts';
import { approvalRoutes } from './approvals.ts';
import { archiveRoutes } from './archives.ts';
import { readAssets, type Assets } from './assets.ts';
import { auditRoutes } from './audits.ts';
import { deviceKeyRoutes } from './autosaves.ts';
import { limitBurden } from './burden.ts';
import { calendarRoutes } from './calendars.ts';
import { callRoutes } from './calls.ts';
import { checklistRoutes } from './checklists.ts';
import { checkRoutes } from './checks.ts';
import { coalitionRoutes } from './coalitions.ts';
import { commentRoutes } from './comments.ts';
import { consentRoutes } from './consents.ts';
import { readCountries, type Countries } from './countries.ts';
import { refuseCrossSite, requireProof } from './crossSite.ts';
import { documentRoutes } from './documents.ts';
import { draftRoutes } from './drafts.ts';
import { earlierRoutes } from './earlier.ts';
import { emailRoutes } from './emails.ts';
import { entryRoutes } from './entries.ts';
import { answerError } from './errors.ts';
import { exitRoutes } from './exits.ts';
import { feedRoutes } from './feeds.ts';
import { historyRoutes } from './histories.ts';
import { copyingRoutes } from './copying.ts';
import { frontRoutes } from './fronts.ts';
import { homeRoutes } from './home.ts';
import { linkRoutes } from './links.ts';
import { metricsRoutes, type Meters, type MetricsAccess } from './metrics.ts';
import { newCallRoutes } from './newCalls.ts';
import { newerVersionRoutes } from './newerVersions.ts';
import { organisationRoutes } from './organisations.ts';
import { ownCallRoutes } from './ownCalls.ts';
import { paperRoutes } from './papers.ts';
import { planRoutes } from './plans.ts';
import { preferenceRoutes } from './preferences.ts';
import { publicationRoutes } from './publications.ts';
import { questionRoutes } from './questions.ts';
import { createRates, type Rates } from './rates.ts';
import { reminderRoutes } from './reminders.ts';
import { removalRoutes } from './removals.ts';
import { readViews, type Views } from './render.ts';
import { reviewRoutes } from './reviews.ts';
import { scopeRoutes } from './scopes.ts';
import { signatoryRoutes } from './signatories.ts';
import { signatoryChangeRoutes } from './signatory.ts';
import { signatoryImportRoutes } from './signatoryImports.ts';
import { referenceTextRoutes } from './referenceTexts.ts';
import { quotationRoutes } from './quotations.ts';
import { sourceRoutes } from './sources.ts';
import { submissionRoutes } from './submissions.ts';
import { endingRoutes, subscriptionRoutes } from './subscriptions.ts';
import { worksheetReturnRoutes } from './worksheetReturns.ts';
import { worksheetRoutes } from './worksheets.ts';
import { bringsFiles, readUpload } from './uploads.ts';

/** The most that a form may hold, in bytes. */
export const BODY_BYTES_MAX = 2 * 1024 * 1024;
/** Up to here a form that is too large is still read, so that its text can be given back. */
const BODY_BYTES_READ_MAX = 4 * BODY_BYTES_MAX;

/** Longer than any address of ours, with every query that a page sends. */
const ADDRESS_LENGTH_MAX = 2_000;

/** What a log line may hold: never a text, token, name or address. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type Store = DraftStore &
  ApprovalStore &
  ArchiveStore &
  AuditStore &
  ActivityStore &
  CommentStore &
  LinkStore &
  DeviceKeyStore &
  SessionStore &
  SubmissionStore &
  ReminderStore &
  RemovalStore &
  RetentionStore &
  FeedStore &
  QuestionnaireStore &
  MoveStore &
  ReferenceTextStore &
  OwnCallStore & { ping(): Promise<void> };

/** What the doors hand in. */
export interface Materials {
  readonly root: string;
  /** The address that people type, without a slash at the end; known once the program listens. */
  readonly baseUrl: () => string;
  /** Whether people come over https: cookies are Secure then. */
  readonly secure: boolean;
  /** Proxies whose word on who their client is we take: addresses, networks, or names of such (TRUST_PROXY). */
  readonly trustedProxies: readonly string[];
  readonly store: Store;
  readonly questionnaires: Offer;
  readonly mailer: Mailer;
  readonly press: Press;
  readonly reader: FileReader & ArchiveReader;
  readonly packFiles: PackFiles;
  readonly textSearch: TextSearch;
  readonly keyWords: KeyWords;
  readonly writeQuestionnaire: WriteQuestionnaire;
  /** How long drafts are kept after their last deadline (RETENTION_DAYS). */
  readonly retentionDays: number;
  readonly writeCalendar: WriteCalendar;
  readonly writeOdt: WriteOdt;
  /** Asks that due mails leave now, and not when the clock next looks. Waits for nothing. */
  readonly ringSoon: () => void;
  readonly phrases: Phrases;
  readonly clock: () => Date;
  readonly log: Log;
  readonly meters: Meters;
  readonly metricsAccess: MetricsAccess;
}

/** The materials, and what is read once for all pages. */
export interface Parts extends Materials {
  readonly views: Views;
  readonly assets: Assets;
  readonly countries: Countries;
  readonly rates: Rates;
}

const bodySizes = new WeakMap<object, number>();

/** Builds the app. Reads views, style sheet and countries from disk once; opens no port. */
export function createApp(materials: Materials): Express {
  const parts: Parts = {
    ...materials,
    views: readViews(join(materials.root, 'views')),
    assets: readAssets(join(materials.root, 'public')),
    countries: readCountries(),
    rates: createRates(),
  };
  const app = express();
  app.disable('x-powered-by');
  // Pages with drafts are never stored, so a validator would only cost time.
  app.disable('etag');
  app.set('query parser', 'simple');
  // Limits count clients: behind a proxy that we trust, those that it names.
  app.set('trust proxy', [...materials.trustedProxies]);
  app.use(logRequests(parts), securityHeaders(parts), refuseLongAddress);
  parts.assets.serve(app);
  endingRoutes(app, parts);
  app.use(refuseCrossSite(parts));
  exitRoutes(app, parts);
  app.use(limitBurden(), readBody(), requireProof(parts));
  // What writers open most comes first: the patterns of all others need not be tried before it.
  for (const routes of [
    questionRoutes,
    deviceKeyRoutes,
    draftRoutes,
    homeRoutes,
    newCallRoutes,
    callRoutes,
    ownCallRoutes,
    calendarRoutes,
    organisationRoutes,
    scopeRoutes,
    publicationRoutes,
    signatoryRoutes,
    signatoryImportRoutes,
    signatoryChangeRoutes,
    approvalRoutes,
    planRoutes,
    reminderRoutes,
    subscriptionRoutes,
    feedRoutes,
    commentRoutes,
    historyRoutes,
    newerVersionRoutes,
    coalitionRoutes,
    reviewRoutes,
    checkRoutes,
    consentRoutes,
    documentRoutes,
    paperRoutes,
    worksheetRoutes,
    worksheetReturnRoutes,
    emailRoutes,
    frontRoutes,
    checklistRoutes,
    copyingRoutes,
    sourceRoutes,
    submissionRoutes,
    earlierRoutes,
    referenceTextRoutes,
    quotationRoutes,
    entryRoutes,
    linkRoutes,
    removalRoutes,
    archiveRoutes,
    auditRoutes,
    preferenceRoutes,
    metricsRoutes,
  ]) {
    routes(app, parts);
  }
  app.use(() => {
    throw new AppError('not-found');
  });
  app.use(answerError(parts));
  return app;
}

/** One line a request, by the pattern of its route: addresses hold ids and tokens, and stay out of the log. */
function logRequests(parts: Parts) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.on('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? '-';
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      parts.meters.answered(request.method, route, response.statusCode, ms / 1000);
      parts.log.info({ method: request.method, route, status: response.statusCode, ms }, 'answered');
    });
    next();
  };
}

function securityHeaders(parts: Parts) {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: parts.secure ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
    // For Internet Explorer and Flash: bytes on a slow line, for readers that nobody has any more.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    xPoweredBy: false,
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), interest-cohort=()');
    protect(request, response, next);
  };
}

/** Throws `long-address`. */
function refuseLongAddress(request: Request, _response: Response, next: NextFunction): void {
  if (request.url.length > ADDRESS_LENGTH_MAX) throw new AppError('long-address');
  next();
}

function readBody() {
  const upload = readUpload();
  const parse = express.urlencoded({
    extended: false,
    limit: BODY_BYTES_READ_MAX,
    parameterLimit: 20_000,
    verify: (request, _response, bytes) => void bodySizes.set(request, bytes.length),
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method !== 'POST') return next();
    if (bringsFiles(request)) return void upload(request, response, next);
    const type = request.headers['content-type'];
    const empty = type === undefined && (request.headers['content-length'] ?? '0') === '0';
    if (!empty && request.is('application/x-www-form-urlencoded') === false) throw new AppError('unsupported');
    parse(request, response, (error?: unknown) => {
      request.body ??= {};
      if (error !== undefined) next(error);
      else next((bodySizes.get(request) ?? 0) > BODY_BYTES_MAX ? new AppError('too-large') : undefined);
    });
  };
}
