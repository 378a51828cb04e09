/**
 * How alike the wordings of two questions are: by the words that they share in one language, where a word counts for more
 * the fewer of the questions at hand have it. What is asked above a question counts a little, so that "If yes, give
 * examples." is alike only where what it hangs on is. Numbers and labels say nothing. Pure: `KeyWords` comes in.
 */
import type { Text } from './language.ts';
import type { PlacedQuestion } from './places.ts';

/**
 * The words that a text is about, each as often as it stands there: without articles and the like, and cut to what they
 * have in common with their other forms ("organisations" and "Organisation" are one). The port of `src/search/`.
 */
export type KeyWords = (text: string, language: string) => readonly string[];

/** A question as its wording is compared. */
export type Asked = Pick<PlacedQuestion, 'node' | 'path'>;

/** What the words over a question count for, beside its own. */
const ABOVE = 0.35;
/** In a group with this many words over it, each of them would drown what is asked. */
const ABOVE_WORDS_MAX = 40;

/** How calls ask, whatever they ask about. The questions at hand are too few to tell that these words say little. */
const ASKING: Readonly<Record<string, string>> = {
  en: `please kindly describe description explain indicate provide share give list specify state information inform
    detail details example examples relevant any other extent how`,
  fr: `veuillez merci decrire décrire description expliquer indiquer fournir partager donner préciser citer information
    informations détails exemple exemples pertinent pertinente quelle mesure comment`,
  es: `sírvase por favor describa describir descripción explique explicar indique indicar proporcione proporcionar
    comparta compartir dé especifique información detalles ejemplo ejemplos pertinente pertinentes qué medida cómo`,
};

/** As if there were so many more questions: among few, what two of them share would pass for usual. */
const UNSEEN = 30;

/** By word: how often it stands in the wording, its own words as ones. */
type Weights = ReadonlyMap<string, number>;
/** By language of the wording. */
type Wording = ReadonlyMap<string, Weights>;

const NUMBER = /^\p{N}+$/u;

/** By port and node: a wording is the same for every draft that asks it. */
const wordings = new WeakMap<KeyWords, WeakMap<object, Wording>>();

function wordingOf(asked: Asked, keyWords: KeyWords): Wording {
  const known = wordings.get(keyWords) ?? new WeakMap<object, Wording>();
  wordings.set(keyWords, known);
  let found = known.get(asked.node);
  if (found === undefined) {
    found = weighed(asked, keyWords);
    known.set(asked.node, found);
  }
  return found;
}

function weighed({ node, path }: Asked, keyWords: KeyWords): Wording {
  const told = (text: Text | null, language: string): readonly string[] => {
    if (text?.[language] === undefined) return [];
    const asking = new Set(keyWords(ASKING[language] ?? '', language));
    return keyWords(text[language], language).filter((word) => !NUMBER.test(word) && !asking.has(word));
  };
  return new Map(
    Object.keys(node.text ?? {}).map((language) => {
      const weights = new Map<string, number>();
      const above = path.flatMap(({ text }) => told(text, language)).slice(-ABOVE_WORDS_MAX);
      for (const word of above) weights.set(word, ABOVE);
      for (const word of told(node.text, language)) weights.set(word, 1);
      return [language, weights];
    }),
  );
}

/** Compares questions among those at hand. */
export interface Likeness {
  /**
   * From 0 (nothing in common, or no language in common) to 1 (the same words), in the language in which they are most
   * alike. Both must be among the questions at hand.
   */
  between(one: Asked, other: Asked): number;
}

export function likenessAmong(questions: readonly Asked[], keyWords: KeyWords): Likeness {
  const commonness = new Map<string, number>();
  const at = (language: string, word: string): string => `${language} ${word}`;
  const all = new Map(questions.map((asked) => [asked.node, wordingOf(asked, keyWords)]));
  for (const wording of all.values()) {
    for (const [language, weights] of wording) {
      for (const word of weights.keys()) {
        commonness.set(at(language, word), (commonness.get(at(language, word)) ?? 0) + 1);
      }
    }
  }
  const count = all.size;
  const rarity = (language: string, word: string): number =>
    Math.log(1 + (count + UNSEEN) / (1 + (commonness.get(at(language, word)) ?? count)));
  /** Of the squares: what a wording weighs as a whole. */
  const sums = new Map<Weights, number>();
  function sumOf(language: string, weights: Weights): number {
    let sum = sums.get(weights);
    if (sum === undefined) {
      sum = 0;
      for (const [word, weight] of weights) sum += (weight * rarity(language, word)) ** 2;
      sums.set(weights, sum);
    }
    return sum;
  }
  function alikeIn(language: string, one: Weights, other: Weights): number {
    let shared = 0;
    for (const [word, weight] of one) {
      const there = other.get(word);
      if (there !== undefined) shared += weight * there * rarity(language, word) ** 2;
    }
    const whole = Math.sqrt(sumOf(language, one) * sumOf(language, other));
    return whole === 0 ? 0 : Math.min(1, shared / whole);
  }
  return {
    between(one, other) {
      let most = 0;
      for (const [language, weights] of all.get(one.node) ?? []) {
        const there = all.get(other.node)?.get(language);
        if (there !== undefined) most = Math.max(most, alikeIn(language, weights, there));
      }
      return most;
    },
  };
}
