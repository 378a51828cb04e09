/**
 * Words as they are looked for: folded, and cut to their stems as the language of the text has them. A word that is
 * typed without its accents finds the same as with them. Knows nothing of excerpts.
 */
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import type { Language } from '../domain/language.ts';
import { foldedWords } from '../domain/lookup.ts';
import { STOP_WORDS } from './stopWords.ts';

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  en: english,
  // Of short words the rules of French leave the plural as it is, and "lois" would not be "loi".
  fr: (word) => (/^\p{L}{3}s$/u.test(word) ? word.slice(0, 3) : french(word)),
  es: spanish,
};

/** Where a word stands in a text, and what it is found by. */
export interface Word extends Terms {
  readonly start: number;
  readonly end: number;
}

export interface Terms {
  /** Small letters without accents. */
  readonly folded: string;
  /** Folded too; the word itself where the language has no stemmer. */
  readonly stem: string;
  /** The two, and the stem of the folded word: how somebody without accents on the keyboard would have it. */
  readonly all: readonly string[];
}

/** Apostrophes part words, so that what is elided before them ("l’", "d’", "qu’") is a word by itself. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const SINGLE_LETTER = /^\p{L}$/u;
/** Nobody looks for longer ones: they are addresses and codes. */
const WORD_LENGTH_MAX = 60;

/**
 * Words of one language that were cut already: texts repeat theirs. Whoever makes one lets go of it, because the words of
 * a text are no more for others than the text is.
 */
export type KnownTerms = Map<string, Terms | null>;

/** The words of a text but for single letters, stop words included. */
export function wordsOf(text: string, language: Language | null, known: KnownTerms = new Map()): Word[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const terms = termsOf(word.slice(0, WORD_LENGTH_MAX), language, known);
    return terms === null ? [] : [{ ...terms, start: index, end: index + word.length }];
  });
}

export const isStopWord = (folded: string, language: Language | null): boolean =>
  language !== null && STOP_WORDS[language].has(folded);

function termsOf(word: string, language: Language | null, known: KnownTerms): Terms | null {
  let terms = known.get(word);
  if (terms === undefined) {
    terms = cutTerms(word, language);
    known.set(word, terms);
  }
  return terms;
}

const PLAIN = /^[a-z0-9]+$/;
const foldWord = (small: string): string => (PLAIN.test(small) ? small : foldedWords(small).join(''));

function cutTerms(word: string, language: Language | null): Terms | null {
  const small = word.normalize('NFC').toLowerCase();
  const folded = foldWord(small);
  if (folded === '' || SINGLE_LETTER.test(folded)) return null;
  const stemmed = (text: string): string => (language === null ? '' : foldWord(STEMMERS[language](text))) || folded;
  const stem = stemmed(small);
  return { folded, stem, all: [...new Set([folded, stem, small === folded ? stem : stemmed(folded)])] };
}
