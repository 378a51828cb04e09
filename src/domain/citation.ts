/**
 * Citations in the text of an answer, written as Pandoc writes them: `[@un-2020]`, `[@un-2020, p. 12]`,
 * `[@un-2020; @hrw-2021, para. 3]`. Says where one stands and what it names; whether there is such a source, and how it
 * is printed, is not known here. Pure.
 */

/** One source in a citation. */
export interface Cited {
  /** In small letters, as keys are; phones begin a word with a capital. */
  readonly key: string;
  /** Where in it, as typed ("p. 12"); "": nowhere in particular. */
  readonly place: string;
}

export interface CitationSpan {
  /** Offsets into the text, the brackets included. */
  readonly start: number;
  readonly end: number;
  readonly cited: readonly Cited[];
}

/**
 * Stands in a public text for the key of a source that is withheld and, with a number after it, of one whose own key
 * would tell too much. A noncharacter: no writer's text holds it.
 */
export const HIDDEN_KEY = '\uFDD1';

const KEY = '(?:[a-z0-9][a-z0-9-]{0,39}|\uFDD1\\d{0,3})(?![a-z0-9-])';
const SPACE = '[ \\t\u00a0\u202f]';
/** Ends in something that is no space, so that nothing is tried twice. */
const PLACE = `(?:${SPACE}*,[^[\\]\\n;]{0,199}[^[\\]\\n;\\s])?`;
const ITEM = `@${KEY}${PLACE}`;
const ITEMS = `${ITEM}(?:${SPACE}*;${SPACE}*${ITEM}){0,19}${SPACE}*`;
const WHOLE = new RegExp(`^\\[${ITEMS}\\]$`, 'i');
/** With an address behind it, it is the text of a link. */
const ANYWHERE = new RegExp(`\\[${ITEMS}\\](?!\\()`, 'gi');
const EACH = new RegExp(`@(${KEY})(${PLACE})`, 'gi');

/** The longest that one is, in characters: what is looked through before anything that begins like one is text. */
export const CITATION_MAX = 1_000;

/** What a citation names; null for a text that is none. */
export function readCitation(text: string): readonly Cited[] | null {
  return text.length <= CITATION_MAX && WHOLE.test(text) ? citedIn(text) : null;
}

/** The citations of a text by their brackets alone, also where a backslash or an address makes them text. */
export function citationsIn(text: string): readonly CitationSpan[] {
  if (!text.includes('[@')) return [];
  return [...text.matchAll(ANYWHERE)].map(({ 0: words, index }) => ({
    start: index,
    end: index + words.length,
    cited: citedIn(words),
  }));
}

const citedIn = (text: string): Cited[] =>
  [...text.matchAll(EACH)].map(([, key = '', place = '']) => ({
    key: key.toLowerCase(),
    place: place.replace(/^[\s,]+|\s+$/g, ''),
  }));

/** As it is typed. */
export const citationMark = (cited: readonly Cited[]): string =>
  `[${cited.map(({ key, place }) => `@${key}${place === '' ? '' : `, ${place}`}`).join('; ')}]`;

/** The text with a citation after its last words: before its footnotes, which hold their own. */
export function withCitation(text: string, cited: readonly Cited[]): string {
  const lines = text.trimEnd().split('\n');
  const last = lines.findLastIndex((line) => line.trim() !== '' && !/^(?:\s|\[\^[^\]\s]+\]:)/.test(line));
  // What is set in before the first footnote is a list, or the text itself.
  const notes = lines.findIndex((line, index) => index > last && line.startsWith('[^'));
  const body = (notes === -1 ? lines : lines.slice(0, notes)).join('\n').trimEnd();
  const rest = notes === -1 ? '' : `\n\n${lines.slice(notes).join('\n')}`;
  return `${body}${body === '' ? '' : ' '}${citationMark(cited)}${rest}`;
}
