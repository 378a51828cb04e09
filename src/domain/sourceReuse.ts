/**
 * Brings the sources along that a carried answer cites: each once, under its own key where that is free, and the citations
 * after it. The reference text of a source stays with its draft. Pure.
 */
import type { Answer } from './answer.ts';
import { citationMark, citationsIn } from './citation.ts';
import {
  SOURCES_MAX,
  sourceOf,
  withNewSource,
  withSource,
  type Source,
  type SourceDetails,
  type Sources,
} from './source.ts';

export interface Brought {
  /** The same value where nothing had to be brought along. */
  readonly sources: Sources;
  /** The answer, citing them by the keys that they have here. */
  readonly answer: Answer;
}

/** `from`: the sources of the draft that the answer was written for. What it does not know stays as typed. */
export function withItsSources(answer: Answer, from: Sources, here: Sources): Brought {
  const keys = new Map<string, string>();
  let sources = here;
  for (const key of keysIn(answer)) {
    const source = sourceOf(from, key);
    if (source === undefined) continue;
    const found = placed(sources, source);
    if (found === null) continue;
    sources = found.sources;
    if (found.key !== key) keys.set(key, found.key);
  }
  return { sources, answer: keys.size === 0 ? answer : (recited(answer, keys) as Answer) };
}

/** Null where there are as many sources as a draft may have. */
function placed(sources: Sources, source: Source): { readonly sources: Sources; readonly key: string } | null {
  const details = detailsOf(source);
  const known = sources.items.find((one) => isSame(detailsOf(one), details));
  if (known !== undefined) return { sources, key: known.key };
  if (sources.items.length >= SOURCES_MAX) return null;
  if (sourceOf(sources, source.key) === undefined) {
    return { sources: withSource(sources, { key: source.key, ...details }), key: source.key };
  }
  const added = withNewSource(sources, details);
  return { sources: added.sources, key: added.source.key };
}

function detailsOf(source: Source): SourceDetails {
  const { kind, title, author, imprint, date, address, accessed, confidential } = source;
  return { kind, title, author, imprint, date, address, accessed, confidential, text: null };
}
const isSame = (one: SourceDetails, other: SourceDetails): boolean =>
  (Object.keys(one) as (keyof SourceDetails)[]).every((field) => one[field] === other[field]);

/** In the order in which they are cited first. */
function keysIn(content: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const { cited } of citationsIn(value)) for (const { key } of cited) keys.add(key);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(content);
  return keys;
}

/** The same content, citing by other keys. */
function recited(content: unknown, keys: ReadonlyMap<string, string>): unknown {
  if (typeof content === 'string') return recitedText(content, keys);
  if (Array.isArray(content)) return content.map((value) => recited(value, keys));
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, recited(value, keys)]));
}

function recitedText(text: string, keys: ReadonlyMap<string, string>): string {
  let result = '';
  let end = 0;
  for (const span of citationsIn(text)) {
    if (!span.cited.some(({ key }) => keys.has(key))) continue;
    const cited = span.cited.map(({ key, place }) => ({ key: keys.get(key) ?? key, place }));
    result += text.slice(end, span.start) + citationMark(cited);
    end = span.end;
  }
  return result + text.slice(end);
}
