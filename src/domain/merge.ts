/**
 * Three-way merge of texts: what two people made of the same text is put together where their changes do not touch, on
 * lines, then on sentences and words inside lines that both changed. Where they touch, both versions stand in the result
 * one after the other, for a person to make one of them; nothing that either typed is left out.
 */
import { editsBetween, newEffort, overBlanks, type Edit, type Effort } from './edits.ts';

/** `touched`: changes met, and `value` is a proposal that somebody must read before it is kept. */
export interface Merge<Value> {
  readonly value: Value;
  readonly touched: boolean;
}

/** A run of tokens, as places in one of the three lists. */
export type Span = readonly [start: number, end: number];

export type Region =
  /** At most one of the two changed it. */
  | { readonly kind: 'clean'; readonly from: 'base' | 'mine' | 'theirs'; readonly span: Span }
  /** Both changed it. */
  | { readonly kind: 'both'; readonly base: Span; readonly mine: Span; readonly theirs: Span };

interface Sided extends Edit {
  readonly side: 'mine' | 'theirs';
}

/** The regions of a merge in order. Edits touch that overlap, or have no token between them that both kept. */
export function regionsOf(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  effort: Effort,
): readonly Region[] {
  const versions = { mine, theirs };
  const sided = (['mine', 'theirs'] as const)
    .flatMap((side) => overBlanks(editsBetween(base, versions[side], effort), base).map((edit) => ({ ...edit, side })))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const regions: Region[] = [];
  let place = 0;
  const keepUpTo = (end: number): void => {
    if (end > place) regions.push({ kind: 'clean', from: 'base', span: [place, end] });
  };
  const grown = { mine: 0, theirs: 0 };
  for (const group of groupsOf(sided)) {
    const start = Math.min(...group.map((edit) => edit.start));
    const end = Math.max(...group.map((edit) => edit.end));
    keepUpTo(start);
    const spanOf = (side: 'mine' | 'theirs'): Span => {
      const newStart = start + grown[side];
      for (const edit of group)
        if (edit.side === side) grown[side] += edit.newEnd - edit.newStart - (edit.end - edit.start);
      return [newStart, end + grown[side]];
    };
    const spans = { mine: spanOf('mine'), theirs: spanOf('theirs') };
    const [only] = group;
    if (group.length === 1 && only !== undefined)
      regions.push({ kind: 'clean', from: only.side, span: spans[only.side] });
    else regions.push({ kind: 'both', base: [start, end], ...spans });
    place = end;
  }
  keepUpTo(base.length);
  return regions;
}

/** Edits of one side never touch each other, so that a group of several has both sides in it. */
function groupsOf(edits: readonly Sided[]): readonly (readonly Sided[])[] {
  const groups: Sided[][] = [];
  let end = -1;
  for (const edit of edits) {
    if (edit.start > end) groups.push([edit]);
    else groups.at(-1)?.push(edit);
    end = Math.max(end, edit.end);
  }
  return groups;
}

/** Tokens keep the white space before them, so that what is added at the end leaves the last one alone. */
const LEVELS = [
  /\n[^\n]*|[^\n]+/g,
  /\s*\S[^\n]*?(?:[.!?…](?=[)\]}"'”’»]*(?:\s|$))[)\]}"'”’»]*|(?=\n|$))|\s+/g,
  /\s*\S+|\s+/g,
] as const;
const SENTENCES = 1;
const WORDS = 2;

const tokensAt = (level: number, text: string): readonly string[] => text.match(LEVELS[level] ?? /[^]+/g) ?? [];

/** A null base is one that nobody knows: then every difference touches. */
export function mergeTexts(
  base: string | null,
  mine: string,
  theirs: string,
  effort: Effort = newEffort(),
): Merge<string> {
  if (mine === theirs || theirs === base) return { value: mine, touched: false };
  if (mine === base) return { value: theirs, touched: false };
  // Every line begins with a line end, the first one too: then a line is the same wherever it stands.
  const [ours, others] = [`\n${mine}`, `\n${theirs}`];
  const { value, touched } =
    base === null
      ? { value: bothOf('', ours, others, effort), touched: true }
      : mergeAt(0, `\n${base}`, ours, others, effort);
  return { value: value.replace(/^\n/, ''), touched };
}

function mergeAt(level: number, base: string, mine: string, theirs: string, effort: Effort): Merge<string> {
  if (mine === theirs || theirs === base) return { value: mine, touched: false };
  if (mine === base) return { value: theirs, touched: false };
  const tokens = { base: tokensAt(level, base), mine: tokensAt(level, mine), theirs: tokensAt(level, theirs) };
  const merges = regionsOf(tokens.base, tokens.mine, tokens.theirs, effort).map((region): Merge<string> => {
    if (region.kind === 'clean') return { value: tokens[region.from].slice(...region.span).join(''), touched: false };
    const [old, ours, others] = (['base', 'mine', 'theirs'] as const).map((side) =>
      tokens[side].slice(...region[side]),
    );
    return mergeTouching(level, old ?? [], ours ?? [], others ?? [], effort);
  });
  return { value: merges.map(({ value }) => value).join(''), touched: merges.some(({ touched }) => touched) };
}

type Tokens = readonly string[];

function mergeTouching(level: number, base: Tokens, mine: Tokens, theirs: Tokens, effort: Effort): Merge<string> {
  if (level === WORDS) return { value: mine.join(''), touched: mine.join('') !== theirs.join('') };
  const beside = rewrittenBeside(base, mine, theirs) ?? rewrittenBeside(base, theirs, mine);
  if (beside !== null) return { value: beside.join(''), touched: false };
  // As many as before: neighbours that were each rewritten by one person do not touch.
  if (base.length > 1 && base.length === mine.length && base.length === theirs.length) {
    const merges = base.map((token, index) => mergeFiner(level, token, mine[index] ?? '', theirs[index] ?? '', effort));
    return { value: merges.map(({ value }) => value).join(''), touched: merges.some(({ touched }) => touched) };
  }
  return mergeFiner(level, base.join(''), mine.join(''), theirs.join(''), effort);
}

/** Lines or sentences rewritten by one, where the other only added some before or after them; null where it is not so. */
function rewrittenBeside(base: Tokens, rewritten: Tokens, grown: Tokens): Tokens | null {
  const [length, more] = [base.length, grown.length - base.length];
  if (length === 0 || rewritten.length !== length || more <= 0) return null;
  if (base.every((token, index) => token === grown[index])) return [...rewritten, ...grown.slice(length)];
  if (base.every((token, index) => token === grown[more + index])) return [...grown.slice(0, more), ...rewritten];
  return null;
}

/** Words that touch spoil their sentence: half of either is what nobody wrote. */
function mergeFiner(level: number, base: string, mine: string, theirs: string, effort: Effort): Merge<string> {
  const finer = mergeAt(level + 1, base, mine, theirs, effort);
  if (level !== SENTENCES || !finer.touched) return finer;
  return { value: bothOf(base, mine, theirs, effort), touched: true };
}

/** Their text, and after each of its stretches that mine has otherwise, mine. */
function bothOf(base: string, mine: string, theirs: string, effort: Effort): string {
  const [ours, others] = [tokensAt(SENTENCES, mine), tokensAt(SENTENCES, theirs)];
  let [text, place] = ['', 0];
  for (const { start, end, newStart, newEnd } of editsBetween(others, ours, effort)) {
    const [their, our] = [others.slice(start, end).join(''), ours.slice(newStart, newEnd).join('')];
    text += others.slice(place, start).join('') + oneAfterOther(their, our, base.trim() === '');
    place = end;
  }
  return text + others.slice(place).join('');
}

const LIST_ITEM = /^\s*(?:[-*+•]|\d+[.)])\s/;

/** `fresh`: neither took the place of an older text, so that each that is a line is a paragraph of its own. */
function oneAfterOther(first: string, second: string, fresh: boolean): string {
  if (first.trim() === '') return second;
  if (second.trim() === '') return first;
  const [opensLine, secondOpensLine] = [first, second].map((text) => /^\s*\n/.test(text));
  if (!secondOpensLine) return opensLine ? second + first : beside(first, second);
  const isItem = LIST_ITEM.test(second);
  if (!fresh && !isItem && !`${first.trim()}${second.trim()}`.includes('\n')) return beside(first, second.trimStart());
  return first.trimEnd() + (isItem && LIST_ITEM.test(first) ? '\n' : '\n\n') + second.replace(/^\s*\n/, '');
}

const beside = (first: string, second: string): string =>
  /\s$/.test(first) || /^\s/.test(second) ? first + second : `${first} ${second}`;
