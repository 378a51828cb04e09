/**
 * Who and what a draft and its call name openly: those who write, those who sign, those who ask. The checks do not ask
 * about them. Pure.
 */
import type { Draft } from '../draft.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { TITLES } from './peopleWords.ts';
import { fold } from './spans.ts';
import type { Seen } from './scan.ts';

export interface Known {
  /** Words of names, folded, a set for each name. */
  readonly names: readonly ReadonlySet<string>[];
  /** In small letters. */
  readonly emails: ReadonlySet<string>;
  /** The last digits of telephone numbers. */
  readonly phones: ReadonlySet<string>;
}

/** Numbers are the same when these digits at their end are, however the country code is written. */
const DIGITS_COMPARED = 8;
const UNITED_NATIONS = /[@.](?:un|ohchr)\.org$/;

const wordsIn = (name: string): readonly string[] =>
  name.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '' && !TITLES.has(word));

/** The words of a name, to look other names up in. */
export const nameWords = (name: string): ReadonlySet<string> => new Set(wordsIn(name).map(fold));

/** Whether all words of a name but its titles are among these. */
export function isNamed(name: string, words: ReadonlySet<string>): boolean {
  const own = wordsIn(name);
  return own.length > 0 && own.every((word) => words.has(fold(word)));
}

const endOf = (phone: string): string => phone.replace(/\D/g, '').slice(-DIGITS_COMPARED);

export function knownIn({ organisation, signatories }: Draft, { issuers, channels }: Questionnaire): Known {
  const { name, contact, email, phone } = organisation.value;
  const { list } = signatories.value;
  const names = [
    name,
    contact,
    ...list.flatMap((one) => [one.name, one.contact]),
    ...issuers.flatMap(({ holder }) => Object.values(holder ?? {})),
  ];
  const offices = channels.flatMap((channel) => (channel.kind === 'email' ? [...channel.to, ...channel.cc] : []));
  return {
    names: names.filter((one) => one !== '').map(nameWords),
    emails: new Set([email, ...list.map((one) => one.email), ...offices].map((one) => one.toLowerCase())),
    phones: new Set([phone].filter((one) => one !== '').map(endOf)),
  };
}

/** Whether what was seen is one of them. */
export function isKnown({ kind, words }: Seen, { names, emails, phones }: Known): boolean {
  switch (kind) {
    case 'person':
      return names.some((name) => isNamed(words, name));
    case 'email':
      return emails.has(words.toLowerCase()) || UNITED_NATIONS.test(words.toLowerCase());
    case 'phone':
      return phones.has(endOf(words));
    default:
      return false;
  }
}
