/**
 * Who seems to be named in a text. Careful guesses, made to ask and not to know: a title or a role before a name, a name
 * that people are given, an age or a fate after it. Two capitalised words with nothing else to explain them are told as
 * a weaker guess. Offices, organisations, streets and prizes are left alone. Pure; its time grows with the text alone.
 */
import { FAMILY_NAMES, GIVEN, LITTLE_WORDS, NAMED_AFTER, OFFICES, OTHER_NAMES, ROLES, TITLES } from './peopleWords.ts';
import { countryWords } from './countryWords.ts';
import { fold, type Span, type Spotted } from './spans.ts';

interface Word extends Span {
  readonly text: string;
  readonly folded: string;
}

const CAPITALISED = /\p{Lu}[\p{L}\p{M}]{0,30}(?:['’-][\p{L}\p{M}]{1,30}){0,3}\.?/gu;
const GLUED_BEFORE = /[\p{L}\p{M}\p{N}_@/#.]/u;
/** Between two words of a name: one space, marks of Markdown, and the particles of many languages. */
const INSIDE =
  /^[*_]{0,3}[ \u00a0\u202f](?:(?:de la|de los|de las|van der|van den|von der|de|da|dos|do|das|del|della|di|du|des|van|von|der|den|ter|bin|bint|ben|ibn|el|al|ould|mint|abou|abu|ap|e|y|ag|wa|ole|st)[ \u00a0]|(?:al|el|as|ad|ar|ul)-|d['’])?[*_]{0,3}$/;
const GAP_MAX = 12;
const WORDS_MAX = 5;
/** The most candidates that are judged in one text; a long submission has a few hundred. */
const JUDGED_MAX = 2_000;

/** Looks at the text outside of `apart`, which is in order: addresses. */
export function findPeople(text: string, isApart: (at: number) => boolean): readonly Spotted[] {
  const candidates = runsOf(text, isApart)
    .map((run) => candidateIn(text, run))
    .filter((candidate) => candidate !== null);
  let small: ReadonlySet<string> | null = null;
  const isOrdinary = (word: Word): boolean => (small ??= smallWords(text)).has(word.text.toLowerCase());
  return candidates.slice(0, JUDGED_MAX).flatMap((candidate) => judge(text, candidate, isOrdinary));
}

/** Capitalised words that stand together. */
function runsOf(text: string, isApart: (at: number) => boolean): Word[][] {
  const runs: Word[][] = [];
  let run: Word[] = [];
  for (const { 0: found, index } of text.matchAll(CAPITALISED)) {
    const last = run.at(-1);
    const gap = last === undefined ? null : text.slice(last.end, Math.min(index, last.end + GAP_MAX + 1));
    const goesOn = gap !== null && gap.length <= GAP_MAX && INSIDE.test(gap) && run.length < WORDS_MAX;
    if ((!goesOn && index > 0 && GLUED_BEFORE.test(text.charAt(index - 1))) || isApart(index)) continue;
    const word = wordAt(found, index);
    // A full stop ends the sentence, unless it belongs to a title or an initial.
    if (goesOn && !endsSentence(text, last)) run.push(word);
    else runs.push((run = [word]));
  }
  return runs;
}

function wordAt(whole: string, index: number): Word {
  const [elided = ''] = /^[LDQ]['’](?=\p{Ll})/u.exec(whole) ?? [];
  const [found, start] = [whole.slice(elided.length), index + elided.length];
  const bare = found.replace(/['’]s?\.?$/, '').replace(/\.$/, '');
  const abbreviated = found.endsWith('.') && (bare.length <= 2 || TITLES.has(bare));
  const text = abbreviated ? `${bare}.` : bare;
  return { text, folded: fold(bare), start, end: start + text.length };
}

const endsSentence = (text: string, word: Word | undefined): boolean =>
  word !== undefined && !word.text.endsWith('.') && /[.'’]/.test(text.charAt(word.end));

/** Words that the text also has in small letters: they are no names. */
const smallWords = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]{2,30}/gu)].map(([word]) => word));

/** How much of what stands before and after a name is looked at. */
const AROUND = 60;

const AGE =
  /^[*_]{0,3}(?:,? ?\(?(?:aged?|âgée?s? de|de|d['’]|agée?|edad)? ?\d{1,3}[- ](?:ans|years?|year-old|años|anos)|,? \(\d{1,2}\)|, (?:aged? )?\d{1,2}(?=[,.;)]))/;
const FATE =
  /^[*_]{0,3},? (?:(?:was|were|has been|had been|is|remains|got) (?:\p{L}{3,12}ly )?(?:arrested|detained|jailed|killed|murdered|kidnapped|abducted|beaten|tortured|summoned|sentenced|threatened|charged|released|raped|attacked|harassed|forced|interrogated|questioned|disappeared|imprisoned|shot|expelled|deported|evicted|convicted|fired|dismissed)|disappeared|died|(?:a|ont|avait) été|est (?:mort|détenu|emprisonné|porté)|a disparu|fut|fue|fueron|ha sido|está (?:detenid|pres|desaparecid|encarcelad)|desapareció|murió)(?![\p{L}])/u;
const SAYING =
  /^[*_]{0,3},? (?:said|says|told|explained|explains|recalls?|testified|reported|writes|wrote|dit|raconte|témoigne|explique|déclare|confie|se souvient|a (?:dit|déclaré|raconté|témoigné|expliqué)|dijo|dice|cuenta|contó|declaró|explicó|explica|relató|relata|testificó|denunció)(?![\p{L}])/u;

/** What stands before a name in its sentence. */
interface Before {
  /** Folded, nearest last; cut off where the look back ends. */
  readonly words: readonly string[];
  /** Whether a comma sets the name apart. */
  readonly apposed: boolean;
  /** Whether the name opens its sentence, or a line. */
  readonly opening: boolean;
}

const ARTICLES: ReadonlySet<string> = new Set(['de', 'du', 'des', 'del', 'la', 'le', 'l', 'd', 'el', 'of', 'the']);

function lookBack(text: string, at: number): Before {
  const before = text.slice(Math.max(0, at - AROUND), at).replace(/[*_"“«( \u00a0]*$/, '');
  const sentence = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('. ')) + 1);
  return {
    words: sentence
      .split(/[^\p{L}\p{M}]+/u)
      .filter((word) => word !== '')
      .map(fold),
    apposed: sentence.endsWith(','),
    opening: before === '' || /[\n.!?:;•|#-]$/.test(before),
  };
}

/** Titles in small letters. */
const HONORIFIC = /(?<!\p{L})(?:doña|don|señora?|sra?\.|dra?\.|madame|monsieur|mme) $/u;

/** A run that may hold a name. */
interface Candidate {
  readonly start: number;
  readonly end: number;
  /** The words but for titles and roles before them. */
  readonly name: readonly Word[];
  readonly titled: boolean;
  /** Whether a little word was cut off: then the run opened a sentence. */
  readonly cut: boolean;
}

/** Null for most runs: one word that opens a sentence, an office, a title alone. */
function candidateIn(text: string, run: readonly Word[]): Candidate | null {
  const opening = run.findIndex(({ folded }) => !LITTLE_WORDS.has(folded));
  const words = opening === -1 ? [] : run.slice(opening);
  const bare = words.findIndex((word) => !isTitle(word));
  const name = bare === -1 ? [] : words.slice(bare);
  const [first, last] = [words[0], name.at(-1)];
  if (first === undefined || last === undefined) return null;
  const titled = bare > 0 || HONORIFIC.test(text.slice(Math.max(0, first.start - 9), first.start));
  if (name.length === 1 && !titled && !name.some(isGiven)) return null;
  if (words.some(({ folded }) => OFFICES.has(folded))) return null;
  return { start: (words[bare - 1] ?? first).start, end: last.end, name, titled, cut: opening > 0 };
}

function judge(
  text: string,
  { start, end, name, titled, cut }: Candidate,
  isOrdinary: (word: Word) => boolean,
): Spotted[] {
  const before = lookBack(text, start);
  if (isHolderOfOffice(before)) return [];
  const after = text.slice(end, end + AROUND);
  const guess = guessOf({ name, titled, before, after, isOrdinary, opens: cut || before.opening });
  const spotted = { kind: 'person' as const, start, end, words: text.slice(start, end) };
  return guess === null ? [] : [guess === 'weak' ? { ...spotted, weak: true } : spotted];
}

/** "Secretary-General António Guterres"; "la présidente de la commission, Awa Ndiaye". */
const isHolderOfOffice = ({ words, apposed }: Before): boolean =>
  words.slice(apposed ? -10 : -1).some((word) => OFFICES.has(word));

/** "rue de", "Fondation", "the prize of": what follows is no longer a person. */
function isNamedAfter({ words, apposed }: Before): boolean {
  const last = words.findLast((word) => !ARTICLES.has(word)) ?? '';
  return !apposed && NAMED_AFTER.has(last);
}

const isTitle = ({ text, folded }: Word): boolean => TITLES.has(text.replace(/\.$/, '')) || ROLES.has(folded);
const isGiven = ({ folded }: Word): boolean => GIVEN.has(folded.replace(/-.*/, ''));
/** "Awa Ndiaye", and as forms have it, "NDIAYE Awa". */
const opensWithGiven = (name: readonly Word[]): boolean =>
  name.some((word, place) => isGiven(word) && name.slice(0, place).every(({ text }) => text === text.toUpperCase()));
const isOther = ({ folded }: Word): boolean => OTHER_NAMES.has(folded) || /^sa(?:in)?te?-/.test(folded);
/** "Ndiaye", "O’Brien", "J."; neither "USA" nor "McKinsey & Co". */
const isNameLike = ({ text }: Word): boolean => /^\p{Lu}(?:\.|\p{Ll}+(?:['’-]\p{Lu}?\p{Ll}+)*)$/u.test(text);
/** "African", "Governance", "Solidarité": built on another word. */
const isDerived = ({ folded }: Word): boolean =>
  folded.length > 5 &&
  /(?:[ie]an|can|ese|ish|aise?|ienn?e?|[tsc]ions?|ciones?|ment[eo]?s?|[ae]nces?|[ae]nci[ao]s?|ness|it[ye]s?|ies|ite|dades|dad|ism[eo]?|isten|istes?|istas?|ship|ings?|ologie|ology|iques?|ico|ica|able|ful|less)$/.test(
    folded,
  );

interface Clues {
  readonly name: readonly Word[];
  readonly titled: boolean;
  readonly before: Before;
  readonly after: string;
  /** Whether the text has the word in small letters too. */
  readonly isOrdinary: (word: Word) => boolean;
  readonly opens: boolean;
}

function guessOf({ name, titled, before, after, isOrdinary, opens }: Clues): 'sure' | 'weak' | null {
  if (name.some((word) => isOther(word) && !FAMILY_NAMES.has(word.folded)) || isNamedAfter(before)) return null;
  if (titled && (name.length > 1 || name.some(isNameLike))) return 'sure';
  const hasRole = ROLES.has(before.words.at(-1) ?? '');
  if (name.length === 1) {
    if (hasRole || AGE.test(after)) return 'sure';
    return SAYING.test(after) || FATE.test(after) ? 'weak' : null;
  }
  if (opensWithGiven(name) || hasRole || AGE.test(after) || FATE.test(after) || SAYING.test(after)) return 'sure';
  if (opens || name.length > 3 || name.some(isOther)) return null;
  const isStrange = (word: Word): boolean =>
    isNameLike(word) && !isOrdinary(word) && !isDerived(word) && !countryWords().has(word.folded);
  return name.every(isStrange) ? 'weak' : null;
}
