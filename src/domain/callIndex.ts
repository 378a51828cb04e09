/**
 * The calls on offer, ready to be looked through: by words, issuer, language, and whether they are open, in the order of
 * their deadlines or of their titles. Built once for each change of the files; a look costs what it finds. Pure: `now`
 * comes in, and nothing here formats for people.
 */
import { callState, deadlinesOf, mainDeadline } from './deadline.ts';
import { wordedIn, type Language, type Text } from './language.ts';
import { firstPlace, foldedWords, placesBy, vocabularyOf, type Places } from './lookup.ts';
import { officialLanguages, type KeptQuestionnaire, type Questionnaire, type Questionnaires } from './questionnaire.ts';

/** Where questionnaires come from, with all that lists show of each: two thousand whole ones would fill the memory. */
export interface Offer extends Questionnaires {
  /** One for each call, as `headOf` leaves it; the same array until something changes. */
  heads(): readonly KeptQuestionnaire[];
  /** Files that were not read yet: their calls come as soon as they are. */
  unread(): number;
}

const heads = new WeakMap<Questionnaire, Questionnaire>();

/** A questionnaire without its questions and long texts: enough for lists, deadlines and issuers, and for nothing else. */
export function headOf(questionnaire: Questionnaire): Questionnaire {
  let head = heads.get(questionnaire);
  if (head === undefined) {
    const provenance = { ...questionnaire.provenance, text: {} };
    head = { ...questionnaire, provenance, background: null, heading: null, questions: [] };
    heads.set(questionnaire, head);
  }
  return head;
}

export const STATES = ['open', 'closed', 'all'] as const;
export const SORTS = ['deadline', 'title'] as const;

/** What somebody looks for. Everything empty: all open calls. */
export interface CallQuery {
  /** Words, of which each must begin a word of the call. */
  readonly q: string;
  /** As `Facet.key`; "" for any. */
  readonly issuer: string;
  /** A language code; "" for any. */
  readonly language: string;
  /** Calls without a deadline count as open: nobody knows that they are not. */
  readonly state: (typeof STATES)[number];
  readonly sort: (typeof SORTS)[number];
}
export const ANY_CALL: CallQuery = { q: '', issuer: '', language: '', state: 'open', sort: 'deadline' };

export interface FoundCalls {
  /** In order. */
  readonly calls: readonly KeptQuestionnaire[];
  /** How many the same question would have found among the open and among the closed ones. */
  readonly open: number;
  readonly closed: number;
}

/** One value to choose calls by. */
export interface Facet {
  readonly key: string;
  /** How many calls have it, the closed ones too. */
  readonly count: number;
}
export interface IssuerFacet extends Facet {
  readonly name: Text;
  /** Of a questionnaire that names this issuer. */
  readonly of: Questionnaire;
}

export interface CallIndex {
  /** `language` is that of the page: titles are put in order as they are read there. */
  find(query: CallQuery, language: Language, now: Date): FoundCalls;
  /** How many calls there are. */
  readonly size: number;
  /** Most calls first. */
  readonly issuers: readonly IssuerFacet[];
  /** Most calls first. */
  readonly languages: readonly Facet[];
}

/** What tells issuers apart: the English name where there is one, so that all languages give one key. */
export function issuerKey(name: Text): string {
  return foldedWords(wordedIn(name, 'en', [])?.text ?? '')
    .join('-')
    .slice(0, 120);
}

/** The languages that a call has an official text in, and those that it takes answers in. */
const languagesOf = (call: Questionnaire): Set<string> =>
  new Set([...officialLanguages(call), ...(call.answerLanguages.value ?? [])]);

function wordsOf({ id, title, shortTitle, issuers, destination }: Questionnaire): Set<string> {
  const texts = [title, shortTitle, ...issuers.map(({ name }) => name)].flatMap((text) => Object.values(text));
  const session = (destination.value ?? []).flatMap((place) => [place.organ, place.session ?? '']);
  const printed = Object.values(destination.wording ?? {});
  return new Set([id, ...texts, ...session, ...printed].flatMap(foldedWords));
}

/** Answers to the same question are kept until a deadline passes; this many of them. */
const KEPT_MAX = 200;
const WORDS_MAX = 12;

const indexes = new WeakMap<readonly KeptQuestionnaire[], CallIndex>();

/** The index of these calls: built once for each array. */
export function callIndexOf(calls: readonly KeptQuestionnaire[]): CallIndex {
  let index = indexes.get(calls);
  if (index === undefined) {
    index = makeIndex(calls);
    indexes.set(calls, index);
  }
  return index;
}

function makeIndex(calls: readonly KeptQuestionnaire[]): CallIndex {
  const heads = calls.map(({ questionnaire }) => questionnaire);
  const words = vocabularyOf(heads, wordsOf);
  const issuers = placesBy(heads, ({ issuers: named }) => new Set(named.map(({ name }) => issuerKey(name))));
  const languages = placesBy(heads, languagesOf);
  const turns = [...new Set(heads.flatMap((head) => deadlinesOf(head).map(({ instant }) => instant.getTime())))].sort(
    (a, b) => a - b,
  );
  /** A deadline has passed at its very instant. */
  const epoch = (now: Date): number => firstPlace(turns, (turn) => turn > now.getTime());
  const titles = new Map<Language, Places>();
  let orders: { readonly epoch: number; readonly open: Places; readonly closed: Places } | null = null;
  let answers = new Map<string, FoundCalls>();

  function ordersAt(now: Date): NonNullable<typeof orders> {
    const current = epoch(now);
    if (orders?.epoch !== current) {
      orders = { epoch: current, ...nearestFirst(heads, now) };
      answers = new Map();
    }
    return orders;
  }

  function titleRank(language: Language): Places {
    let ranks = titles.get(language);
    if (ranks === undefined) {
      ranks = titleRanks(heads, language);
      titles.set(language, ranks);
    }
    return ranks;
  }

  function matching({ q, issuer, language }: CallQuery): ReadonlySet<number> | null {
    const wanted = [...new Set(foldedWords(q))].slice(0, WORDS_MAX).map((word) => words.beginningWith(word));
    if (issuer !== '') wanted.push(new Set(issuers.get(issuer) ?? []));
    if (language !== '') wanted.push(new Set(languages.get(language) ?? []));
    const [fewest, ...others] = wanted.sort((a, b) => a.size - b.size);
    if (fewest === undefined) return null;
    return new Set([...fewest].filter((place) => others.every((places) => places.has(place))));
  }

  function look(query: CallQuery, page: Language, { open, closed }: NonNullable<typeof orders>): FoundCalls {
    const matches = matching(query);
    const within = (order: Places): Places => (matches === null ? order : order.filter((place) => matches.has(place)));
    const [stillOpen, over] = [within(open), within(closed)];
    const found = query.state === 'open' ? stillOpen : query.state === 'closed' ? over : [...stillOpen, ...over];
    const ranks = query.sort === 'title' ? titleRank(page) : null;
    const ordered = ranks === null ? found : found.toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
    return {
      calls: ordered.flatMap((place) => calls[place] ?? []),
      open: stillOpen.length,
      closed: over.length,
    };
  }

  return {
    find(query, language, now) {
      const current = ordersAt(now);
      const { q, issuer, state, sort } = query;
      const key = JSON.stringify([foldedWords(q), issuer, query.language, state, sort, sort === 'title' && language]);
      let answer = answers.get(key);
      if (answer === undefined) {
        const [oldest] = answers.keys();
        if (oldest !== undefined && answers.size >= KEPT_MAX) answers.delete(oldest);
        answer = look(query, language, current);
        answers.set(key, answer);
      }
      return answer;
    },
    issuers: facetsOf(issuers).flatMap((facet) => {
      const of = heads[issuers.get(facet.key)?.[0] ?? -1];
      const named = of?.issuers.find(({ name }) => issuerKey(name) === facet.key);
      return of === undefined || named === undefined ? [] : { ...facet, name: named.name, of };
    }),
    languages: facetsOf(languages),
    size: calls.length,
  };
}

/**
 * Open calls: those with a date to come, the nearest first; then those that never close; then those that say nothing of
 * a date. Closed ones: the latest first.
 */
function nearestFirst(heads: readonly Questionnaire[], now: Date): { open: Places; closed: Places } {
  const rank = heads.map((head) => {
    const state = callState(head, now);
    const end = mainDeadline(head, now)?.instant.getTime();
    const isAhead = end !== undefined && end > now.getTime();
    const group = state === 'closed' ? 3 : isAhead ? 0 : end === undefined && head.kind !== 'standing' ? 2 : 1;
    return { group, end: end ?? 0 };
  });
  const rankAt = (place: number): { group: number; end: number } => rank[place] ?? { group: 2, end: 0 };
  const places = heads.map((_, place) => place);
  const sorted = places.sort((a, b) => {
    const [one, other] = [rankAt(a), rankAt(b)];
    if (one.group !== other.group) return one.group - other.group;
    if (one.group === 0) return one.end - other.end;
    return one.group === 3 ? other.end - one.end : 0;
  });
  const firstClosed = firstPlace(sorted, (place) => rankAt(place).group === 3);
  return { open: sorted.slice(0, firstClosed), closed: sorted.slice(firstClosed) };
}

/** The rank of each call by its title. */
function titleRanks(heads: readonly Questionnaire[], language: Language): Places {
  const compare = new Intl.Collator(language, { numeric: true, sensitivity: 'base' }).compare;
  const titles = heads.map((head) => wordedIn(head.title, language, officialLanguages(head))?.text ?? '');
  const ranks: number[] = [];
  heads
    .map((_, place) => place)
    .sort((a, b) => compare(titles[a] ?? '', titles[b] ?? ''))
    .forEach((place, rank) => (ranks[place] = rank));
  return ranks;
}

function facetsOf(places: ReadonlyMap<string, Places>): Facet[] {
  return [...places]
    .map(([key, { length }]) => ({ key, count: length }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
