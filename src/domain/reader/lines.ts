/**
 * Lines as they stand in a text, without what belongs to the page and not to the call: page numbers and running heads.
 * Also undoes double spacing, in which an empty line follows every line. Joins nothing.
 */
import { fold } from './characters.ts';
import { cellsOf, withBullet, withoutMailHeads } from './pasted.ts';

export interface Line {
  /** Without space at either end; runs of spaces are one. Never empty. */
  readonly text: string;
  /** Spaces before the first letter; a tab is four. */
  readonly indent: number;
  /** Empty lines before it. */
  readonly gap: number;
  /** Something between pages was taken out before it. */
  readonly pageBreak: boolean;
}

/** "3", "- 3 -", "Page 3 of 10", "3/10", "3 | Page", "Página 3 de 10". */
const PAGE_NUMBER =
  /^(?:[-–—|[] ?)?(?:(?:page|p\.|pag\.?|pagina) ?)?\d{1,3}(?: ?(?:\/|of|sur|de|\|) ?\d{1,3})?(?: ?\| ?(?:page|p a g e|pagina))?(?: ?[-–—|\]])?$/;

/** A bare number counts as one of a page only where it follows the last or starts with the first few. */
const BARE = /^\d{1,3}$/;

const HEAD_LENGTH_MAX = 100;
const HEAD_TIMES_MIN = 2;

/** No-break spaces that stand alone are kept: some marks are printed with one. */
const SPACES = /[ \t\u2000-\u200a\u3000]{2,}|[\t\u2000-\u200a\u3000]| \u00a0+|\u00a0+ |\u00a0{2,}/g;

/** A line across the page, and the mark of a heading, in light Markdown. */
const RULE = /^\s*(?:-{3,}|={3,}|\*{3,})\s*$/;
const HEADING_MARK = /^#{1,6} +/;

/** The lines of a clean text. */
export function linesOf(text: string): Line[] {
  const found: Line[] = [];
  let gap = 0;
  let pageBreak = false;
  const all = withoutMailHeads(text.replaceAll('\f', '\n\f\n').split('\n'));
  for (const raw of all.flatMap(cellsOf).map(withBullet)) {
    if (raw === '\f') {
      pageBreak = true;
      continue;
    }
    if (RULE.test(raw)) {
      pageBreak = true;
      gap += 1;
      continue;
    }
    const line = raw.replace(SPACES, ' ').trim().replace(HEADING_MARK, '');
    if (line === '') {
      gap += 1;
      continue;
    }
    found.push({ text: line, indent: indentOf(raw), gap, pageBreak });
    gap = 0;
    pageBreak = false;
  }
  return singleSpaced(withoutPages(found));
}

function indentOf(raw: string): number {
  let indent = 0;
  for (const character of raw) {
    if (character === '\t') indent += 4;
    else if (character === ' ' || character === '\u00a0') indent += 1;
    else break;
  }
  return indent;
}

function withoutPages(lines: readonly Line[]): Line[] {
  const numbers = pageNumbers(lines);
  const heads =
    numbers.size === 0 && !lines.some(({ pageBreak }) => pageBreak) ? new Set<number>() : runningHeads(lines, numbers);
  const kept: Line[] = [];
  let gap = 0;
  let cut = false;
  lines.forEach((line, index) => {
    if (numbers.has(index) || heads.has(index)) {
      gap = Math.max(gap, line.gap);
      cut = true;
      return;
    }
    kept.push({ ...line, gap: Math.max(gap, line.gap), pageBreak: cut || line.pageBreak });
    gap = 0;
    cut = false;
  });
  return kept;
}

/** Bare numbers must count up from one of the first pages, so that an answer "5" or a table is left alone. */
function pageNumbers(lines: readonly Line[]): Set<number> {
  const found = new Set<number>();
  const bare: number[] = [];
  let next = 0;
  lines.forEach(({ text, gap, pageBreak }, index) => {
    if (text.length > 24) return;
    const folded = fold(text);
    if (!PAGE_NUMBER.test(folded)) return;
    if (!BARE.test(folded)) {
      found.add(index);
      return;
    }
    const number = Number(folded);
    const apart = gap > 0 || pageBreak || (lines[index + 1]?.gap ?? 1) > 0 || lines[index + 1]?.pageBreak === true;
    if (apart && (next === 0 ? number <= 3 : number === next)) {
      bare.push(index);
      next = number + 1;
    }
  });
  if (bare.length > 1 || found.size > 0 || lines.some(({ pageBreak }) => pageBreak))
    bare.forEach((index) => found.add(index));
  return found;
}

/** Short lines that come again and again, beside the end of a page but for the first time. */
function runningHeads(lines: readonly Line[], numbers: ReadonlySet<number>): Set<number> {
  const places = new Map<string, { times: number; beside: number[] }>();
  lines.forEach(({ text, pageBreak }, index) => {
    if (text.length > HEAD_LENGTH_MAX) return;
    const near = [index - 2, index - 1, index + 1, index + 2].some((other) => numbers.has(other));
    const beside = pageBreak || near || lines[index + 1]?.pageBreak === true;
    const key = text.replace(/\d+/g, '#');
    const known = places.get(key) ?? { times: 0, beside: [] };
    known.times += 1;
    if (beside) known.beside.push(index);
    places.set(key, known);
  });
  const heads = [...places.values()].filter(
    ({ times, beside }) => times >= HEAD_TIMES_MIN && beside.length > 0 && beside.length >= times - 1,
  );
  return new Set(heads.flatMap(({ beside }) => beside));
}

const ENDS = /[.!?:;…)\]"”»]$/;
const DOUBLE_LINES_MIN = 6;
const BROKEN_MIN = 3;

/** Where nearly every line is followed by an empty one and many of these stand within sentences, the first is nothing. */
function singleSpaced(lines: readonly Line[]): Line[] {
  const tight = lines.filter(({ gap }, index) => index > 0 && gap === 0).length;
  if (lines.length < DOUBLE_LINES_MIN || tight * 20 > lines.length) return [...lines];
  const broken = lines.filter(({ text }, index) => {
    const before = lines[index - 1];
    return before !== undefined && !ENDS.test(before.text) && /^\p{Ll}/u.test(text);
  }).length;
  if (broken < BROKEN_MIN || broken * 8 < lines.length) return [...lines];
  return lines.map((line) => ({ ...line, gap: Math.max(line.gap - 1, 0) }));
}
