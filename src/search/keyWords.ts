/**
 * The words that a text is about, for comparing texts with each other (`KeyWords`): cut as they are looked for, without
 * those that every text has.
 */
import { languageSchema } from '../domain/language.ts';
import type { KeyWords } from '../domain/similarity.ts';
import { isStopWord, wordsOf } from './terms.ts';

export const keyWords: KeyWords = (text, tag) => {
  const language = languageSchema.safeParse(tag).data ?? null;
  return wordsOf(text, language)
    .filter(({ folded }) => !isStopWord(folded, language))
    .map(({ stem }) => stem);
};
