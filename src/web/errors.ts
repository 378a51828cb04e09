/**
 * The one table from error codes to statuses, and the one handler. Every sentence comes from `locales/`.
 * Whatever text came with a request that failed is put on the page, so that it costs nobody their words.
 */
import type { ErrorRequestHandler, Request } from 'express';
import { AppError, type ErrorCode } from '../domain/errors.ts';
import type { Parts } from './app.ts';
import { sendPage } from './page.ts';
import { bodyOf } from './saving.ts';

const STATUSES: Record<ErrorCode, number> = {
  'not-found': 404,
  invalid: 422,
  stale: 409,
  submitted: 409,
  forbidden: 403,
  'cross-site': 403,
  'too-large': 413,
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

/** Fields whose texts are given back, longest first. Names of fields are ours; their values are the writer's own. */
function typedTexts(request: Request): string[] {
  const body = bodyOf(request);
  return Object.entries(body)
    .filter(
      ([name]) =>
        ![
          'revision',
          'proof',
          'back',
          'whole',
          'kind',
          'thread',
          'after',
          'hash',
          'revisions',
          'previewed',
          'finding',
        ].includes(name),
    )
    .flatMap(([, value]) => value ?? [])
    .filter((value) => value.trim().length > 3)
    .sort((a, b) => b.length - a.length)
    .slice(0, 50);
}

export function answerError(parts: Parts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const code = codeOf(error);
    const status = STATUSES[code];
    if (status >= 500) {
      const { name, message, stack } = error instanceof Error ? error : new Error('not an Error');
      // Only our own messages are known to hold nothing that a person typed.
      parts.log.error(
        { code, name, message: error instanceof AppError ? message : undefined, at: frames(stack) },
        'a request failed',
      );
    }
    if (response.headersSent) return next(error);
    const typed = request.method === 'POST' ? typedTexts(request) : [];
    const mail = parts.mailer.sender !== null;
    sendPage(parts, request, response, 'errors/show', { code, status, typed, mail, noSwitch: true }, status);
  };
}

/** The places of a stack, without its message. */
const frames = (stack: string | undefined): string[] =>
  (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
