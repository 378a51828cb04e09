/**
 * The index of one draft's reference texts, in memory: excerpts are added a few at a time, and found by their words, by
 * the beginning of the word that is being typed, and by words that are mistyped by a letter. Phrases and headings first.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import MiniSearch, { type SearchOptions } from 'minisearch';
import { textOf, type Excerpt } from '../domain/excerpt.ts';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { QUERY_LENGTH_MAX, type FoundExcerpts, type SearchedText, type TextQuery } from '../domain/textSearch.ts';
import { markedRuns } from './marks.ts';
import { isStopWord, wordsOf, type KnownTerms, type Word } from './terms.ts';

/** How long others wait at most while an index is made. */
const TURN_MS = 12;
const WORDS_MAX = 12;
/** Shorter words have too many neighbours. */
const FUZZY_LENGTH_MIN = 6;
const HEADINGS_BOOST = 2;
/** Weighed with the benchmark: the text, its stems, and what the library keeps of it. */
const BYTES_PER_CHARACTER = 14;

interface Entry {
  readonly text: string;
  readonly number: number;
  readonly language: Language | null;
  readonly excerpt: Excerpt;
  /** Stems in their order, without stop words, with a space round each: phrases are looked for in them. */
  readonly stems: string;
  readonly headingStems: string;
}

interface Indexed {
  readonly id: number;
  readonly words: string;
  readonly headings: string;
}

/** Terms are cut before they come: the library takes them as they are. */
const OPTIONS = {
  fields: ['words', 'headings'],
  tokenize: (terms: string) => terms.split(' '),
  processTerm: (term: string) => term,
};

export interface DraftIndex {
  /** Ids of the texts that are in it. */
  readonly texts: ReadonlySet<string>;
  /** What it takes in memory, about. */
  readonly bytes: number;
  add(text: SearchedText): Promise<void>;
  find(query: TextQuery): FoundExcerpts;
}

export function createDraftIndex(): DraftIndex {
  const index = new MiniSearch<Indexed>(OPTIONS);
  const entries: Entry[] = [];
  const texts = new Set<string>();
  const languages = new Set<Language | null>();
  let bytes = 0;

  function take(text: SearchedText, excerpt: Excerpt, number: number, known: KnownTerms): void {
    const { language } = text;
    const words = told(textOf(excerpt), language, known);
    const headings = told(excerpt.headings.join('\n'), language, known);
    index.add({ id: entries.length, words: termsIn(words), headings: termsIn(headings) });
    const stems = { stems: stemsIn(words), headingStems: stemsIn(headings) };
    entries.push({ text: text.id, number, language, excerpt, ...stems });
    bytes += BYTES_PER_CHARACTER * textOf(excerpt).length;
  }

  return {
    texts,
    get bytes() {
      return bytes;
    },
    async add(text) {
      const known: KnownTerms = new Map();
      let since = performance.now();
      for (const [place, excerpt] of text.excerpts.entries()) {
        take(text, excerpt, place + 1, known);
        if (performance.now() - since < TURN_MS) continue;
        await breathe();
        since = performance.now();
      }
      languages.add(text.language);
      texts.add(text.id);
    },
    find: (query) => find(index, entries, [...languages], query),
  };
}

const told = (text: string, language: Language | null, known?: KnownTerms): Word[] =>
  wordsOf(text, language, known).filter(({ folded }) => !isStopWord(folded, language));
const termsIn = (words: readonly Word[]): string => words.flatMap(({ all }) => all).join(' ');
const stemsIn = (words: readonly Word[]): string => ` ${words.map(({ stem }) => stem).join(' ')} `;

/** One word that is looked for, as each language would cut it. */
interface Sought {
  readonly folded: string;
  readonly terms: readonly string[];
  /** It may only be begun. */
  readonly isLast: boolean;
}

interface Hit {
  readonly entry: Entry;
  words: number;
  score: number;
}

function find(
  index: MiniSearch<Indexed>,
  entries: readonly Entry[],
  languages: readonly (Language | null)[],
  { words, from, most }: TextQuery,
): FoundExcerpts {
  const asked = words.slice(0, QUERY_LENGTH_MAX);
  const sought = soughtIn(asked, languages);
  const hits = new Map<number, Hit>();
  /** Terms of the texts that were found, whatever was typed. */
  const met = new Set<string>();
  for (const word of sought) {
    for (const { id, score, match } of resultsFor(index, word)) {
      const place = id as number;
      const entry = entries[place];
      if (entry === undefined) continue;
      const hit = hits.get(place) ?? { entry, words: 0, score: 0 };
      hits.set(place, { ...hit, words: hit.words + 1, score: hit.score + score });
      for (const term of Object.keys(match)) met.add(term);
    }
  }
  const phrases = new Map(languages.map((language) => [language, phraseIn(asked, language)]));
  // Where some have every word, nobody wants those that have only one of them.
  const mostWords = [...hits.values()].reduce((most, hit) => Math.max(most, hit.words), 0);
  const ranked = [...hits.values()]
    .filter((hit) => hit.words === mostWords)
    .map((hit) => ({ ...hit, weight: weightOf(hit, phrases) }))
    .sort((a, b) => b.weight - a.weight || b.score - a.score);
  const known = new Map<Language | null, KnownTerms>();
  for (const language of languages) known.set(language, new Map());
  return {
    count: ranked.length,
    excerpts: ranked.slice(from, from + most).map(({ entry: { text, number, language, excerpt } }) => {
      const marked = (line: string) => markedRuns(line, language, met, known.get(language));
      const { headings, lines, pages } = excerpt;
      return { text, number, pages, headings: headings.map(marked), lines: lines.map(marked) };
    }),
  };
}

/** Without stop words, unless there is nothing else; each word once. */
function soughtIn(asked: string, languages: readonly (Language | null)[]): Sought[] {
  const spoken = languages.filter((language) => language !== null);
  const plain = wordsOf(asked, null);
  const isUsual = (folded: string): boolean =>
    (spoken.length === 0 ? LANGUAGES : spoken).some((language) => isStopWord(folded, language));
  const kept = plain.filter(({ folded }) => !isUsual(folded));
  const words = (kept.length > 0 ? kept : plain).slice(0, WORDS_MAX);
  const last = words.at(-1);
  const byFolded = new Map(words.map((word) => [word.folded, word]));
  return [...byFolded.values()].map(({ folded, start, end }) => {
    const cut = [null, ...spoken].flatMap((language) => wordsOf(asked.slice(start, end), language));
    return { folded, terms: [...new Set(cut.flatMap(({ all }) => all))], isLast: folded === last?.folded };
  });
}

/** Where nothing has the word, what has one like it. */
function resultsFor(index: MiniSearch<Indexed>, { folded, terms, isLast }: Sought) {
  const options: SearchOptions = { boost: { headings: HEADINGS_BOOST }, combineWith: 'OR' };
  const isBegun = (term: string): boolean => isLast && term === folded;
  const found = index.search(terms.join(' '), { ...options, prefix: isBegun });
  if (found.length > 0 || folded.length < FUZZY_LENGTH_MIN) return found;
  return index.search(folded, { ...options, fuzzy: 1, prefix: isLast });
}

/** The stems of what was asked, one after another, as they stand in texts of this language; null: one word is no phrase. */
function phraseIn(asked: string, language: Language | null): Phrase | null {
  const words = told(asked, language);
  const last = words.pop();
  if (last === undefined || words.length === 0) return null;
  const before = ` ${words.map(({ stem }) => stem).join(' ')} `;
  return [`${before}${last.stem} `, before + last.folded];
}
/** As a whole, and with its last word begun. */
type Phrase = readonly [whole: string, begun: string];

/** How much an excerpt is about the phrase: as often as its text has it, and its headings count twice. */
function weightOf({ entry }: Hit, phrases: ReadonlyMap<Language | null, Phrase | null>): number {
  const timesIn = (stems: string): number =>
    Math.max(0, ...(phrases.get(entry.language)?.map((form) => stems.split(form).length - 1) ?? []));
  return timesIn(entry.stems) + (timesIn(entry.headingStems) > 0 ? 2 : 0);
}
