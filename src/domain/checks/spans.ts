/**
 * Places in a text that a check has spotted, and questions about where they stand. Pure.
 */
import type { Kind } from './finding.ts';

/** Offsets into a text; `end` is the first character after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Spotted extends Span {
  readonly kind: Kind;
  /** The words as typed. */
  readonly words: string;
  /** It may well be something else: then it is told as a notice. */
  readonly weak?: true;
}

/** Whether one of the spans, which are in order and apart, holds this place. */
export function holds(spans: readonly Span[], at: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.start <= at;
}

/** All in order; of those that overlap, what stands earlier in the list. */
export function withoutOverlaps(lists: readonly (readonly Spotted[])[]): readonly Spotted[] {
  let kept: readonly Spotted[] = [];
  for (const list of lists) {
    const free = list.filter(({ start, end }) => !holds(kept, start) && !holds(kept, end - 1));
    if (free.length > 0) kept = [...kept, ...free].sort((a, b) => a.start - b.start);
  }
  return kept;
}

/** A word without accents, in small letters: how the lists of words have it. */
export function fold(word: string): string {
  const small = word.toLowerCase();
  return /^[\0-\x7f]*$/.test(small)
    ? small
    : small
        .normalize('NFD')
        .replace(/\p{M}+/gu, '')
        .replaceAll('œ', 'oe');
}

/** A list of words, apart by spaces or line ends. */
export const wordsOf = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
