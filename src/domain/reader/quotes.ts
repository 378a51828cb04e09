/**
 * Words in quotation marks, of every kind that calls use: “ ”, « », " ", ‘ ’, ' ', „ “, ‹ ›.
 */
import type { Span } from './proposal.ts';

const CLOSING: Readonly<Record<string, string>> = {
  '“': '”“"',
  '«': '»',
  '‹': '›',
  '„': '“”"',
  '‟': '”',
  '"': '"”',
  '‘': "’'",
  "'": "'’",
  '”': '”',
  '`': "'´`",
};

const QUOTE_MAX = 400;

/** The quotations that begin within a text, without their marks and without the space inside these. */
export function quotesIn(text: string): Span[] {
  const found: Span[] = [];
  let at = 0;
  while (at < text.length) {
    const close = opens(text, at) ? closing(text, at) : -1;
    if (close < 0) {
      at += 1;
      continue;
    }
    const inner = text.slice(at + 1, close);
    const lead = inner.length - inner.trimStart().length;
    const end = at + 1 + inner.trimEnd().length;
    if (end > at + 1 + lead) found.push({ start: at + 1 + lead, end });
    at = close + 1;
  }
  return found;
}

/** A straight or single mark opens only where a word begins; an apostrophe stands within one. */
function opens(text: string, at: number): boolean {
  const mark = text.charAt(at);
  if (CLOSING[mark] === undefined) return false;
  if (!/["'‘`”]/.test(mark)) return true;
  return /^[\s(:,;–—-]?$/.test(text.charAt(at - 1)) && /\S/.test(text.charAt(at + 1));
}

/** Where the quotation ends; a single mark within a word is an apostrophe. Another « within needs its own ». */
function closing(text: string, at: number): number {
  const mark = text.charAt(at);
  const ends = CLOSING[mark] ?? '';
  let depth = 0;
  for (let place = at + 1; place < Math.min(text.length, at + QUOTE_MAX); place += 1) {
    const character = text.charAt(place);
    if (character === mark && !ends.includes(mark)) depth += 1;
    if (!ends.includes(character)) continue;
    if (/['’]/.test(character) && /[\p{L}\d]/u.test(text.charAt(place + 1))) continue;
    if (depth === 0) return place;
    depth -= 1;
  }
  return -1;
}
