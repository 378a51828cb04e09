/**
 * Text on its way into a Word file: what XML 1.0 cannot hold, where lines break, which way letters run, and the
 * language marks that Word knows. Legible text is never dropped here. Must not know about outlines or the docx package.
 */

/** Everything that ends a line somewhere: CRLF, vertical tab, form feed, NEL, and Unicode's two separators. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Control characters that XML 1.0 forbids. They have no shape, so dropping them loses nothing that can be read. */
const FORBIDDEN_CONTROLS = /[^\P{Cc}\t\n\u007f-\u009f]/gu;
/** Forbidden too, but they stand where a character was meant. */
const NONCHARACTERS = /[\ufffe\uffff]/g;

/** Whatever `legible` changes and `pieces` cuts at: most text has none of it. */
const NEEDS_CARE = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff{]/u;

/**
 * The text with line ends as "\n" and nothing that XML 1.0 forbids; half a character (a lone surrogate) becomes U+FFFD.
 */
export function legible(text: string): string {
  return text.replace(LINE_ENDS, '\n').toWellFormed().replace(FORBIDDEN_CONTROLS, '').replace(NONCHARACTERS, '\ufffd');
}

/** The same as `legible`, on one line: for properties and headers. */
export function legibleLine(text: string): string {
  return legible(text).replace(/\s+/gu, ' ').trim();
}

const CHARACTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** At most `unitsMax` UTF-16 units of a legible line, cut between words where there are any, with "…" if cut. */
export function shortened(text: string, unitsMax: number): string {
  const line = legibleLine(text);
  if (line.length <= unitsMax) return line;
  let end = 0;
  for (const { index, segment } of CHARACTERS.segment(line)) {
    if (index + segment.length > unitsMax - 1) break;
    end = index + segment.length;
  }
  const space = line.lastIndexOf(' ', end);
  return `${line.slice(0, space > end / 2 ? space : end)}…`;
}

/**
 * Legible text cut into pieces: runs of text, "\t" and "\n". Text is also cut after every "{", because the docx package
 * replaces `{…}` in the finished XML where it looks like one of its own placeholders.
 */
export function pieces(text: string): readonly string[] {
  if (!NEEDS_CARE.test(text)) return text === '' ? [] : [text];
  return legible(text).match(/[\t\n]|[^\t\n{]*\{|[^\t\n{]+/g) ?? [];
}

/** The blocks that Unicode keeps for scripts written from right to left. */
const RIGHT_TO_LEFT_BLOCKS = String.raw`[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]`;
const RTL = String.raw`[\p{L}&&${RIGHT_TO_LEFT_BLOCKS}]`;
const LTR = String.raw`[\p{L}--${RIGHT_TO_LEFT_BLOCKS}]`;
const RTL_LETTER = new RegExp(RTL, 'v');
const LETTER = /\p{L}/u;
/** From the first letter of a direction to its last one before a letter of the other; what lies between joins in. */
const RTL_SPAN = new RegExp(`(${RTL}(?:[^${LTR}]*${RTL})?)`, 'v');
const LTR_SPAN = new RegExp(`(${LTR}(?:[^${RTL}]*${LTR})?)`, 'v');

/** Null: the text has no letters. */
export function directionOf(text: string): 'left-to-right' | 'right-to-left' | null {
  const letter = LETTER.exec(text)?.[0];
  if (letter === undefined) return null;
  return RTL_LETTER.test(letter) ? 'right-to-left' : 'left-to-right';
}

/** Whether the first letter belongs to a script written from right to left. Text without letters does not. */
export function startsRightToLeft(text: string): boolean {
  return directionOf(text) === 'right-to-left';
}

export interface Span {
  readonly text: string;
  readonly rightToLeft: boolean;
}

/** Text cut where its direction changes; signs and digits at the edges go with the paragraph's direction. */
export function spans(text: string, paragraphRightToLeft: boolean): readonly Span[] {
  if (!paragraphRightToLeft && !RTL_LETTER.test(text)) return [{ text, rightToLeft: false }];
  return text
    .split(paragraphRightToLeft ? LTR_SPAN : RTL_SPAN)
    .map((part, index) => ({ text: part, rightToLeft: paragraphRightToLeft !== (index % 2 === 1) }))
    .filter((span) => span.text !== '');
}

/** Word proofs by country: the one that the United Nations writes in, for the languages that calls come in. */
const REGIONS: Readonly<Record<string, string>> = {
  ar: 'ar-SA',
  en: 'en-GB',
  es: 'es-ES',
  fr: 'fr-FR',
  pt: 'pt-BR',
  ru: 'ru-RU',
  zh: 'zh-CN',
};
const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i;

/** The mark for `w:lang`. A tag that is no BCP 47 tag gives "und", which Word leaves unproofed. */
export function languageMark(language: string): string {
  return REGIONS[language.toLowerCase()] ?? (TAG.test(language) ? language : 'und');
}
