/**
 * Tokens, ids and hashes. A token is shown to one person and never stored; what is stored is its hash.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Random letters and digits of Crockford's base 32, five bits each. */
function randomWord(length: number): string {
  let word = '';
  for (const byte of randomBytes(length)) word += ALPHABET.charAt(byte & 31);
  return word;
}

/** An id of ten characters (50 bits): for drafts, links, submissions. Ids are names, not secrets. */
export const newId = (): string => randomWord(10);

/** A secret of 32 characters (160 bits), for links and sessions. */
export const newToken = (): string => randomWord(32);
export const TOKEN = /^[0-9abcdefghjkmnpqrstvwxyz]{32}$/;

const CODE_LENGTH = 12;
const CODE = /^[0-9abcdefghjkmnpqrstvwxyz]{12}$/;
const CODE_GROUP = /.{4}(?=.)/g;

/** A short code to be typed, in place of a link: twelve letters and digits (60 bits). */
export const newCode = (): string => randomWord(CODE_LENGTH);

/** As people read and type it: "7K2M-Q9XD-4TRW". */
export const shownCode = (code: string): string => code.toUpperCase().replace(CODE_GROUP, '$&-');

/**
 * The code that somebody typed, with or without hyphens, in letters of any size, and with those that look alike taken
 * for the digits that they look like. Null for what cannot be one.
 */
export function typedCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Pd}._]+/gu, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  return CODE.test(letters) ? letters : null;
}

/** SHA-256, hexadecimal. Enough for tokens: 160 random bits need no salt and no slow hash. */
export const hashOf = (data: string | Uint8Array): string => hash('sha256', data);

/** What people quote on the telephone: "AM-7K2M-Q9XD" (40 bits; no I, L, O or U). */
export function newReference(): string {
  const word = randomWord(8).toUpperCase();
  return `AM-${word.slice(0, 4)}-${word.slice(4)}`;
}

/**
 * Proof that a form came from a page of this session: for browsers whose posts tell no origin (see `crossSite.ts`).
 * A hash of the token under a name of its own: it leads back neither to the token nor to the session's id.
 */
export const formProof = (sessionToken: string): string =>
  hash('sha256', `form ${sessionToken}`, 'base64url').slice(0, 22);

export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
