/**
 * The languages of a text, told by its most usual words.
 */
import { type Language, LANGUAGES } from '../language.ts';
import { packs } from './packs/all.ts';
import { allOf, everywhere } from './patterns.ts';

/** A language that fewer of the usual words are in is one of names and quotations. */
const SHARE_MIN = 0.25;
const WORDS_MIN = 3;
const LENGTH_MAX = 200_000;

/** Of two languages that share a text, the one that comes first is the main one. */
const EQUAL = 0.66;

/** The main language first; empty for a text with too few usual words. */
export function languagesOf(folded: string): Language[] {
  const counts = new Map<Language, number>(LANGUAGES.map((language) => [language, 0]));
  const first = new Map<Language, number>();
  const byWord = new Map(
    LANGUAGES.flatMap((language) => packs[language].usual.map((word) => [word, language] as const)),
  );
  for (const { 0: word, index } of folded.slice(0, LENGTH_MAX).matchAll(/[a-z]{1,12}/g)) {
    const language = byWord.get(word);
    if (language === undefined) continue;
    const count = (counts.get(language) ?? 0) + 1;
    counts.set(language, count);
    if (count === WORDS_MIN) first.set(language, index);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const found = [...counts]
    .filter(([, count]) => count >= WORDS_MIN && count >= total * SHARE_MIN)
    .sort((a, b) => b[1] - a[1]);
  const [most, second] = found;
  const equal = most !== undefined && second !== undefined && second[1] >= most[1] * EQUAL;
  const places = equal ? found.toSorted((a, b) => (first.get(a[0]) ?? 0) - (first.get(b[0]) ?? 0)) : found;
  return places.map(([language]) => language);
}

/** The language of a paragraph among those of its text; null where no usual word tells. */
export function languageOf(folded: string, languages: readonly Language[]): Language | null {
  let best: Language | null = null;
  let most = 0;
  for (const language of languages) {
    const count = allOf(everywhere(packs[language].usual), folded.slice(0, PARAGRAPH_MAX)).length;
    if (count > most) [best, most] = [language, count];
  }
  return best;
}

const PARAGRAPH_MAX = 600;
