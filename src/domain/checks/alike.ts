/**
 * Brackets that look like the marks of a confidential passage and are none: spaces or unseen characters between the two,
 * backslashes before them, brackets of other scripts. Pure.
 */
import { holds, type Span } from './spans.ts';

const APART = String.raw`[\\ \t\u00a0\u00ad\u200b-\u200f\u202f\u2060\ufeff]{0,4}`;
const ALIKE = new RegExp(String.raw`[[\uff3b]${APART}[[\uff3b]|[⟦〚]|【${APART}【`, 'gu');

/** The opening ones outside of `passages`: a closing one has lost its other half, and is told as such. */
export function findAlike(text: string, passages: readonly Span[]): readonly Span[] {
  return [...text.matchAll(ALIKE)]
    .map(({ 0: { length }, index }) => ({ start: index, end: index + length }))
    .filter(({ start, end }) => text.slice(start, end) !== '[[' && !holds(passages, start));
}
