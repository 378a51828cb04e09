/**
 * Where sentences begin and end. Knows the full stops that end none: of initials, numbers and common short forms in
 * three languages.
 */
import type { Span } from './proposal.ts';

/** A mark that can end a sentence, what closes behind it, and the space before what can begin the next. */
const END = /(?<![.!?…])[.!?…]{1,6}["'”’»)\]]{0,3}\s{1,3}(?=["'“‘«(¿¡[]{0,3}[\p{Lu}\d¿¡])/gu;

const SHORT_FORM =
  /(?:^|[^a-z0-9])(?:[a-z]|mr|ms|mrs|dr|prof|mme|mlle|sr|sra|srta|dra|st|ste|no|nos|num|art|arts|para|paras|par|p|pp|vol|ch|cf|vs|e\.g|i\.e|p\. ?ex|p\. ?ej|ej|ex|etc|approx|aprox|env|max|min|jan|feb|fev|mar|apr|avr|abr|jun|jul|juil|aug|ago|sep|sept|oct|nov|dec|dic|u\.n|u\.s|h\.e|ext|tel|fig|inc|ltd|ing|lic|av|hon)$/;

/** Whether a folded text ends with the full stop of a short form ("No.", "núm.", an initial). */
export const endsShort = (folded: string): boolean => folded.endsWith('.') && SHORT_FORM.test(folded.slice(-13, -1));

/** Nobody writes a longer one; what is read of a sentence must not take longer than the text is long. */
const LENGTH_MAX = 2000;

/** The sentences between two positions of a text, in pieces of at most 2,000 characters; `folded` is its shadow. */
export function sentenceSpans(text: string, folded: string, start: number, end: number): Span[] {
  return wholeSentences(text, folded, start, end).flatMap((span) => piecesOf(text, span));
}

function piecesOf(text: string, { start, end }: Span): Span[] {
  const pieces: Span[] = [];
  let from = start;
  while (end - from > LENGTH_MAX) {
    const space = text.lastIndexOf(' ', from + LENGTH_MAX);
    const to = space > from ? space : from + LENGTH_MAX;
    pieces.push({ start: from, end: to });
    from = space > from ? to + 1 : to;
  }
  return [...pieces, { start: from, end }];
}

function wholeSentences(text: string, folded: string, start: number, end: number): Span[] {
  const found: Span[] = [];
  const part = text.slice(start, end);
  let from = 0;
  for (const match of part.matchAll(END)) {
    const before = folded.slice(start + Math.max(from, match.index - 12), start + match.index);
    if (match[0].startsWith('.') && SHORT_FORM.test(before)) continue;
    const to = match.index + match[0].trimEnd().length;
    found.push({ start: start + from, end: start + to });
    from = match.index + match[0].length;
  }
  if (from < part.length) found.push({ start: start + from, end });
  return found;
}
