/**
 * What the public may know of the sources of a draft: nothing of a confidential one but that it was cited, nothing of one
 * that only passages cite. Keys stand in the text, and are made of names: those that would tell something are changed
 * before anything else is. Pure.
 */
import type { Answer } from './answer.ts';
import { printedTexts } from './checks/texts.ts';
import { citationMark, citationsIn, HIDDEN_KEY, type Cited } from './citation.ts';
import { publicText, WITHHELD, type Secrets } from './confidentiality.ts';
import type { Source } from './source.ts';

/** Two names or more: "a teacher" or "anonymous" are words that any text may hold. */
const PERSON = /^\p{Lu}[\p{L}'’.-]*(?:\s+[\p{L}'’.-]+)*\s+\p{Lu}[\p{L}'’.-]*$/u;
/** A shorter title is made of words that any text may hold. */
const TITLE_WORDS_MIN = 4;

/**
 * What of the confidential sources is withheld wherever a text says it. The author of a report is named for many
 * reasons, whoever spoke in an interview for one; `known` are names that the document tells anyway.
 */
export function secretsOfSources(sources: readonly Source[], known: readonly string[]): string[] {
  return sources
    .filter(({ confidential }) => confidential)
    .flatMap((source) => [
      source.address,
      ...(source.kind === 'interview' || source.kind === 'testimony' ? personsIn(source.author) : []),
      ...(source.title.trim().split(/\s+/u).length < TITLE_WORDS_MIN ? [] : [source.title]),
    ])
    .filter((text) => text.trim() !== '' && !known.includes(text));
}

/** "María López, teacher": the name alone as well. */
function personsIn(author: string): string[] {
  const [name = ''] = author.split(/[,;(]/);
  return [author.trim(), name.trim()].filter((text) => PERSON.test(text));
}

/** The keys under which a public text cites the sources that are not confidential. */
export interface PublicKeys {
  /** By key; missing: withheld. */
  readonly keys: ReadonlyMap<string, string>;
  /** Takes the other keys out of a text, before anything else is taken out of it. */
  readonly hide: (text: string) => string;
}

/** Where `names` are withheld any key may tell one of them: then all are changed. */
export function publicKeys(sources: readonly Source[], names: Secrets['names']): PublicKeys {
  const keys = new Map<string, string>();
  const telling: string[] = [];
  for (const [index, source] of sources.entries()) {
    const tells = source.confidential || names !== null;
    if (tells) telling.push(source.key);
    if (!source.confidential) keys.set(source.key, tells ? `${HIDDEN_KEY}${index}` : source.key);
  }
  const pattern = keysPattern(telling);
  const hide = (text: string): string => {
    if (!text.includes('@')) return text;
    const changed = replacedCitations(text, ({ key, place }): Cited => {
      const shown = keys.get(key);
      // An unknown key may be that of a source that was taken away because it was dangerous.
      return shown === undefined ? { key: HIDDEN_KEY, place: '' } : { key: shown, place };
    });
    return pattern === null ? changed : changed.replace(pattern, WITHHELD);
  };
  return { keys, hide };
}

function replacedCitations(text: string, change: (cited: Cited) => Cited): string {
  let changed = '';
  let at = 0;
  for (const { start, end, cited } of citationsIn(text)) {
    const shown = cited.map(change);
    // How many are withheld is nobody's business.
    const hidden = shown.findIndex(({ key }) => key === HIDDEN_KEY);
    const kept = shown.filter(({ key }, index) => key !== HIDDEN_KEY || index === hidden);
    changed += text.slice(at, start) + citationMark(kept);
    at = end;
  }
  return changed + text.slice(at);
}

/** The sources that public answers cite, without what is withheld. */
export function publicSources(
  sources: readonly Source[],
  answers: readonly Answer[],
  { keys }: PublicKeys,
  secrets: Secrets,
): Source[] {
  const cited = new Set(
    answers
      .flatMap(printedTexts)
      .flatMap(({ text }) => citationsIn(text))
      .flatMap((span) => span.cited.map(({ key }) => key)),
  );
  return sources.flatMap((source) => {
    const key = keys.get(source.key);
    if (key === undefined || !cited.has(key)) return [];
    const { kind, date, accessed } = source;
    const shown = (text: string): string => publicText(text, secrets);
    const texts = {
      title: shown(source.title),
      author: shown(source.author),
      imprint: shown(source.imprint),
      address: shown(source.address),
    };
    return [{ key, kind, date, accessed, ...texts, confidential: false, text: null }];
  });
}

/** Whether any of these answers cites a confidential source, or holds its key in a citation that was mistyped. */
export function citesConfidential(sources: readonly Source[], answers: readonly Answer[]): boolean {
  const pattern = keysPattern(sources.filter(({ confidential }) => confidential).map(({ key }) => key));
  return pattern !== null && answers.flatMap(printedTexts).some(({ text }) => text.search(pattern) !== -1);
}

const keysPattern = (keys: readonly string[]): RegExp | null =>
  keys.length === 0 ? null : new RegExp(`@(?:${keys.join('|')})(?![a-z0-9-])`, 'gi');
