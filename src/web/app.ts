/**
 * The web: createApp(parts) is the same app in tests as in production. Order matters here and nowhere else:
 * headers, files, posts of mail programs, refusal of other sites, body, pages, errors. Nothing here knows a noun.
 */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { join } from 'node:path';
import type { ApprovalStore } from '../domain/approval.ts';
import type { WriteCalendar } from '../domain/calendar.ts';
import type { ActivityStore } from '../domain/coalition.ts';
import type { CommentStore } from '../domain/comment.ts';
import type { DraftStore } from '../domain/draft.ts';
import type { Mailer } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import type { FeedStore } from '../domain/feed.ts';
import type { LinkStore, SessionStore } from '../domain/link.ts';
import type { Press } from '../domain/outline.ts';
import type { Questionnaires, QuestionnaireStore } from '../domain/questionnaire.ts';
import type { ReminderStore } from '../domain/reminder.ts';
import type { RemovalStore } from '../domain/removal.ts';
import type { RetentionStore } from '../domain/retention.ts';
import type { SubmissionStore } from '../domain/submission.ts';
import type { Phrases } from '../phrases.ts';
import { approvalRoutes } from './approvals.ts';
import { readAssets, type Assets } from './assets.ts';
import { calendarRoutes } from './calendars.ts';
import { callRoutes } from './calls.ts';
import { checkRoutes } from './checks.ts';
import { coalitionRoutes } from './coalitions.ts';
import { commentRoutes } from './comments.ts';
import { consentRoutes } from './consents.ts';
import { readCountries, type Countries } from './countries.ts';
import { refuseCrossSite, requireProof } from './crossSite.ts';
import { documentRoutes } from './documents.ts';
import { draftRoutes } from './drafts.ts';
import { emailRoutes } from './emails.ts';
import { entryRoutes } from './entries.ts';
import { answerError } from './errors.ts';
import { feedRoutes } from './feeds.ts';
import { historyRoutes } from './histories.ts';
import { homeRoutes } from './home.ts';
import { linkRoutes } from './links.ts';
import { organisationRoutes } from './organisations.ts';
import { planRoutes } from './plans.ts';
import { preferenceRoutes } from './preferences.ts';
import { publicationRoutes } from './publications.ts';
import { questionRoutes } from './questions.ts';
import { reminderRoutes } from './reminders.ts';
import { removalRoutes } from './removals.ts';
import { readViews, type Views } from './render.ts';
import { reviewRoutes } from './reviews.ts';
import { signatoryRoutes } from './signatories.ts';
import { signatoryChangeRoutes } from './signatory.ts';
import { signatoryImportRoutes } from './signatoryImports.ts';
import { submissionRoutes } from './submissions.ts';
import { endingRoutes, subscriptionRoutes } from './subscriptions.ts';

/** The most that a form may hold, in bytes. */
export const BODY_BYTES_MAX = 2 * 1024 * 1024;
/** Up to here a form that is too large is still read, so that its text can be given back. */
const BODY_BYTES_READ_MAX = 4 * BODY_BYTES_MAX;

/** What a log line may hold: never a text, token, name or address. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type Store = DraftStore &
  ApprovalStore &
  ActivityStore &
  CommentStore &
  LinkStore &
  SessionStore &
  SubmissionStore &
  ReminderStore &
  RemovalStore &
  RetentionStore &
  FeedStore &
  QuestionnaireStore & { ping(): Promise<void> };

/** What the doors hand in. */
export interface Materials {
  readonly root: string;
  /** The address that people type, without a slash at the end; known once the program listens. */
  readonly baseUrl: () => string;
  /** Whether people come over https: cookies are Secure then. */
  readonly secure: boolean;
  readonly store: Store;
  readonly questionnaires: Questionnaires;
  readonly mailer: Mailer;
  readonly press: Press;
  /** How long drafts are kept after their last deadline (RETENTION_DAYS). */
  readonly retentionDays: number;
  readonly writeCalendar: WriteCalendar;
  /** Asks that due mails leave now, and not when the clock next looks. Waits for nothing. */
  readonly ringSoon: () => void;
  readonly phrases: Phrases;
  readonly clock: () => Date;
  readonly log: Log;
}

/** The materials, and what is read once for all pages. */
export interface Parts extends Materials {
  readonly views: Views;
  readonly assets: Assets;
  readonly countries: Countries;
}

const bodySizes = new WeakMap<object, number>();

/** Builds the app. Reads views, style sheet and countries from disk once; opens no port. */
export function createApp(materials: Materials): Express {
  const parts: Parts = {
    ...materials,
    views: readViews(join(materials.root, 'views')),
    assets: readAssets(join(materials.root, 'public')),
    countries: readCountries(),
  };
  const app = express();
  app.disable('x-powered-by');
  // Pages with drafts are never stored, so a validator would only cost time.
  app.disable('etag');
  app.set('query parser', 'simple');
  // Limits on guessing count clients: behind a proxy on the same machine, those that the proxy names.
  app.set('trust proxy', 'loopback');
  app.use(logRequests(parts), securityHeaders(parts));
  parts.assets.serve(app);
  endingRoutes(app, parts);
  app.use(refuseCrossSite(parts), readBody(), requireProof(parts));
  // What writers open most comes first: the patterns of all others need not be tried before it.
  for (const routes of [
    questionRoutes,
    draftRoutes,
    homeRoutes,
    callRoutes,
    calendarRoutes,
    organisationRoutes,
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
    coalitionRoutes,
    reviewRoutes,
    checkRoutes,
    consentRoutes,
    documentRoutes,
    emailRoutes,
    submissionRoutes,
    entryRoutes,
    linkRoutes,
    removalRoutes,
    preferenceRoutes,
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

function readBody() {
  const parse = express.urlencoded({
    extended: false,
    limit: BODY_BYTES_READ_MAX,
    parameterLimit: 20_000,
    verify: (request, _response, bytes) => void bodySizes.set(request, bytes.length),
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method !== 'POST') return next();
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
