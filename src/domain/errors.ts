/**
 * The one error type of the house, and the codes that it carries.
 * The web maps codes to statuses and sentences (web/errors.ts); nothing else may invent error classes.
 */

/** What went wrong, as the whole program knows it. Sentences live in `locales/`, under `errors.<code>`. */
export type ErrorCode =
  | 'not-found' // unknown address, or something that this browser may not open: both look the same
  | 'invalid' // a form or a setting that cannot be read
  | 'stale' // somebody saved a newer text first
  | 'submitted' // the draft has been submitted and is read-only
  | 'forbidden' // this link's role may not do that
  | 'cross-site' // a form that another site posted
  | 'too-large' // a body over the limit
  | 'too-often' // more than anybody needs in so short a time
  | 'long-address' // an address that is longer than any of ours
  | 'unsupported' // a content type that we do not read
  | 'malformed' // a body that cannot be read at all
  | 'unavailable' // the database or the disk does not answer
  | 'broken-seal' // data at rest that the key does not open
  | 'internal';

/**
 * An error with a code. `message` is for the log of the operator: it never holds text, tokens, names or addresses.
 */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/**
 * The places of an error, for logs: its stack without its message, which may hold what somebody typed. At most `most`.
 */
export function placesOf({ stack = '', message }: Error, most = 6): string[] {
  const at = stack.indexOf(message);
  // A message that was changed later cannot be told from the places: then there are none.
  const places = at === -1 ? '' : stack.slice(at + message.length);
  return places
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, most)
    .map((line) => line.trim());
}

/** A setting that is wrong. Stops the start; the message begins with the name of the setting. */
export class SettingError extends Error {
  constructor(setting: string, whatToDo: string) {
    super(`${setting}: ${whatToDo}`);
    this.name = 'SettingError';
  }
}
