/**
 * The one table from error codes to statuses, and the one handler. Every sentence comes from `locales/`.
 * Whatever text came with a request that failed is put on the page, so that it costs nobody their words.
 */
import type { ErrorRequestHandler, Request, Response } from 'express';
import { AppError, placesOf, type ErrorCode } from '../domain/errors.ts';
import type { Parts } from './app.ts';
import { wantsWords } from './autosaves.ts';
import { isLetIn } from './desk.ts';
import { givenBack, isOfDraft, typedTexts } from './givingBack.ts';
import { sendPage } from './page.ts';

const STATUSES: Record<ErrorCode, number> = {
  'not-found': 404,
  invalid: 422,
  stale: 409,
  submitted: 409,
  forbidden: 403,
  'cross-site': 403,
  'too-large': 413,
  'too-often': 429,
  'long-address': 414,
  unsupported: 415,
  malformed: 400,
  unavailable: 503,
  'broken-seal': 500,
  internal: 500,
};

/** What Express and its body parser throw, in our words. */
const FOREIGN: Readonly<Record<string, ErrorCode>> = {
  'entity.too.large': 'too-large',
  'parameters.too.many': 'too-large',
  'charset.unsupported': 'unsupported',
  'encoding.unsupported': 'unsupported',
  'request.aborted': 'malformed',
  'request.size.invalid': 'malformed',
  'entity.parse.failed': 'malformed',
};

function codeOf(error: unknown): ErrorCode {
  if (error instanceof AppError) return error.code;
  if (error instanceof URIError) return 'malformed';
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  if (typeof type === 'string' && FOREIGN[type] !== undefined) return FOREIGN[type];
  return typeof status === 'number' && status >= 400 && status < 500 ? 'malformed' : 'internal';
}

/** After these a form may be sent again as it was. From another site it may not: nobody knows who filled it in. */
const WORTH_AGAIN: readonly ErrorCode[] = [
  'not-found',
  'forbidden',
  'too-often',
  'unavailable',
  'broken-seal',
  'internal',
];

export function answerError(parts: Parts): ErrorRequestHandler {
  // Express knows the handler of errors by its four values.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  return (error: unknown, request, response, _next) => {
    const code = codeFor(parts, request, codeOf(error));
    const status = STATUSES[code];
    if (status >= 500) {
      const found = error instanceof Error ? error : new Error('not an Error');
      // Only our own messages are known to hold nothing that a person typed.
      parts.log.error({ code, name: found.name, message: own(error), at: placesOf(found) }, 'a request failed');
    }
    // Express would print the message of the error, which may hold what somebody typed.
    if (response.headersSent) return void response.destroy();
    if (wantsWords(request)) return void response.status(status).json({ kind: code });
    const isMissing = code === 'not-found' && isLetIn(request);
    const again = WORTH_AGAIN.includes(code) && !isMissing ? givenBack(request) : null;
    const typed = again === null ? typedTexts(request) : [];
    const enters = code === 'not-found' && again !== null && isOfDraft(again);
    const mail = parts.mailer.sender !== null;
    sendPage(
      parts,
      request,
      response,
      'errors/show',
      { code, status, typed, again, enters, mail, wait: waitIn(response), noSwitch: true },
      status,
    );
  };
}

/** Unknown secrets and drafts count as guesses: many of them are answered as too many, and not one by one. */
function codeFor(parts: Parts, request: Request, code: ErrorCode): ErrorCode {
  const path = (request.route as { path?: string } | undefined)?.path ?? '';
  const rate = path.includes(':token') ? 'token' : path.includes(':draft') ? 'address' : null;
  if (code !== 'not-found' || rate === null) return code;
  return parts.rates.take(rate, request, parts.clock()) === null ? code : 'too-often';
}

/** How long to wait, as the header says it: in minutes or, where that is long, in hours. */
function waitIn(response: Response): { readonly unit: 'minutes' | 'hours'; readonly count: number } | null {
  const seconds = Number(response.getHeader('Retry-After') ?? 0);
  if (seconds === 0) return null;
  const minutes = Math.ceil(seconds / 60);
  return minutes > 120 ? { unit: 'hours', count: Math.ceil(minutes / 60) } : { unit: 'minutes', count: minutes };
}

const own = (error: unknown): string | undefined => (error instanceof AppError ? error.message : undefined);
