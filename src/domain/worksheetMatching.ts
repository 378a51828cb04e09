/**
 * A document that is no worksheet of ours, such as a coalition's old draft with the questions copied into it: its questions
 * are found by their wording, in any language of the questionnaire, or by their labels where the order agrees. What
 * stands between two of them is the answer to the first; what stands before all of them belongs to nothing. Pure.
 */
import type { QuestionNode } from './nodes.ts';
import { childrenOf, labelOf } from './places.ts';
import type { RichFile } from './reading.ts';
import type { FoundPlace, Piece, SheetFound } from './worksheetFound.ts';
import { linesOf, linesOfBlock, type Line } from './worksheetLines.ts';
import { textPlace } from './worksheetMarks.ts';
import { pieceOf, textIn } from './worksheetReading.ts';

/** Something that the call prints: a question, or a heading or a note between questions. */
interface Printed {
  /** Null: it takes no answer. */
  readonly question: string | null;
  readonly order: number;
  readonly label: string | null;
  /** In words, in each language. */
  readonly wordings: readonly (readonly string[])[];
}

/** A stretch of lines that reads like something that the call prints. */
interface Match {
  readonly printed: Printed;
  readonly start: number;
  /** The first line after it. */
  readonly end: number;
  /** What follows it on its last line. */
  readonly after: string;
  /** From 0 to 1, and a little more where the label agrees. */
  readonly likeness: number;
}

/** Below it a line is no question, whatever its label; and what a label that agrees makes up for. */
const LIKENESS_MIN = 0.6;
const LABEL_WORTH = 0.2;
/** How much more an exact wording is worth than one that is nearly the same. */
const SHARPNESS = 6;
/** What is so alike is found also where the order is another. */
const LIKENESS_SURE = 0.85;
/** Lines that a question may be broken into. */
const LINES_MAX = 4;
/** More than any draft has; beyond, a file is read as one piece. */
const DOCUMENT_LINES_MAX = 8_000;
/** Closer looks at a line for a question: a file that asks for more repeats the call again and again. */
const LOOKS_MAX = 4_000;
/** Of each question. */
const MATCHES_MAX = 30;
/** Words at the beginning of a line, or of a question, that tell whether it is worth a closer look. */
const WORDS_COMPARED = 12;
/** Words that may stand beside those of a question. */
const WORDS_BESIDE = 4;
const LINE_LENGTH_COMPARED = 4_000;

/** `answerable`: ids of the questions that the draft answers. */
export function matchDocument(
  file: RichFile,
  nodes: readonly QuestionNode[],
  answerable: ReadonlySet<string>,
): SheetFound {
  const lines = linesOf(file).flatMap(unframed);
  const text = textIn(file, lines);
  const matches = lines.length > DOCUMENT_LINES_MAX ? [] : inOrder(matchesIn(lines, printedIn(nodes, answerable)));
  const places: Record<string, FoundPlace> = {};
  const pieces: Piece[] = [...pieceOf(lines.slice(0, matches[0]?.start), null, text)];
  for (const [index, { printed, end, after }] of matches.entries()) {
    const next = matches[index + 1]?.start ?? lines.length;
    const own = [...(after === '' ? [] : [lineOf(after)]), ...lines.slice(end, next)];
    const [piece] = pieceOf(own, printed.question, text);
    if (piece === undefined) continue;
    if (printed.question === null) pieces.push({ text: piece.text, near: nearest(matches, index) });
    else places[textPlace(printed.question)] = { kind: 'text', text: piece.text };
  }
  return { own: false, revisions: {}, places, pieces };
}

/** The question before a heading: what stands under the heading comes nearest to it. */
const nearest = (matches: readonly Match[], index: number): string | null =>
  matches.slice(0, index).findLast(({ printed }) => printed.question !== null)?.printed.question ?? null;

/** Questions often stand in tables of one column, or beside their answers. */
function unframed(line: Line): readonly Line[] {
  if (line.block.kind !== 'table') return [line];
  const { rows } = line.block;
  if (rows.some((cells) => cells.length > 2)) return [line];
  return rows.flatMap((cells) => cells.flatMap((cell) => cell.flatMap(linesOfBlock).flatMap(unframed)));
}

function printedIn(nodes: readonly QuestionNode[], answerable: ReadonlySet<string>): readonly Printed[] {
  const found: Printed[] = [];
  const walk = (level: readonly QuestionNode[]): void => {
    for (const node of level) {
      const wordings = Object.values(node.text ?? {})
        .map(wordsIn)
        .filter((words) => words.length > 0);
      const question = answerable.has(node.id) ? node.id : null;
      const label = labelOf(node);
      if (wordings.length > 0 || (question !== null && label !== null)) {
        found.push({ question, order: found.length, label: label === null ? null : signIn(label), wordings });
      }
      walk(childrenOf(node));
    }
  };
  walk(nodes);
  return found;
}

/** Words without accents, capitals and signs; very short ones tell nothing apart and stay all the same. */
const wordsIn = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** "3)", "3.", "Question 3:" → "3"; "(a)" → "a". */
const signIn = (label: string): string =>
  wordsIn(label)
    .filter((word) => !/^(?:question|pregunta|q|no|n)$/.test(word))
    .join('.');

const LABEL =
  /^\s*(?:(?:question|pregunta|q)\s*(?:n[o°º]\.?\s*)?)?\(?(\d{1,3}(?:[.-]\d{1,2})*|[a-z]|[ivx]{1,5})\s*(?:[.):–—-]|$)\s*/iu;

/** How a line begins: its label, as of an item or as typed; and what follows that. */
interface Opening {
  readonly label: string | null;
  readonly rest: string;
}

function labelled({ text, block }: Line): Opening {
  const label = block.kind === 'item' || block.kind === 'heading' ? block.label : null;
  if (label !== null && signIn(label) !== '') return { label: signIn(label), rest: text };
  const found = LABEL.exec(text);
  return found === null
    ? { label: null, rest: text }
    : { label: (found[1] ?? '').toLowerCase(), rest: text.slice(found[0].length) };
}

function matchesIn(lines: readonly Line[], printed: readonly Printed[]): readonly Match[] {
  const likely = likelyIn(printed);
  let looks = 0;
  const matches = lines.flatMap((line, start) => {
    const opening = labelled(line);
    const first = wordsIn(opening.rest);
    if (first.length === 0) return labelAlone(printed, start, opening.label);
    if (looks > LOOKS_MAX) return [];
    const candidates = [...likely(first)];
    looks += candidates.length;
    return candidates.flatMap((one) => bestFrom(lines, start, opening, one) ?? []);
  });
  // Of a file that repeats itself the best ones will do.
  return printed.flatMap((one) =>
    matches
      .filter((match) => match.printed === one)
      .toSorted((a, b) => b.likeness - a.likeness)
      .slice(0, MATCHES_MAX),
  );
}

/** Whatever shares half of its words, or of the line, with the first words of a line. */
function likelyIn(printed: readonly Printed[]): (words: readonly string[]) => ReadonlySet<Printed> {
  const byWord = new Map<string, { readonly one: Printed; readonly wording: readonly string[] }[]>();
  for (const one of printed) {
    for (const wording of one.wordings) {
      for (const word of new Set(wording)) byWord.set(word, [...(byWord.get(word) ?? []), { one, wording }]);
    }
  }
  return (words) => {
    const first = new Set(words.slice(0, 2 * WORDS_COMPARED));
    const shared = new Map<readonly string[], number>();
    const found = new Set<Printed>();
    for (const word of first) {
      for (const { one, wording } of byWord.get(word) ?? []) {
        const count = (shared.get(wording) ?? 0) + 1;
        shared.set(wording, count);
        if (count * 2 >= Math.min(first.size, wording.length, WORDS_COMPARED)) found.add(one);
      }
    }
    return found;
  };
}

/** "Question 3" on a line of its own. */
const labelAlone = (printed: readonly Printed[], start: number, label: string | null): Match[] =>
  label === null
    ? []
    : printed
        .filter((one) => one.question !== null && one.label === label)
        .map((one) => ({ printed: one, start, end: start + 1, after: '', likeness: LIKENESS_MIN / 2 }));

/** The way to read a question from this line on that is most like it: one line or a few, and up to which word. */
function bestFrom(lines: readonly Line[], start: number, { label, rest }: Opening, printed: Printed): Match | null {
  const worth = label !== null && label === printed.label ? LABEL_WORTH : 0;
  const longest = Math.max(...printed.wordings.map(({ length }) => length), 0);
  let best: Match | null = null;
  const before: string[] = [];
  for (let count = 1; count <= LINES_MAX && start + count <= lines.length; count += 1) {
    const line = count === 1 ? rest : (lines[start + count - 1]?.text ?? '');
    for (const cut of cutsOf(line)) {
      const words = [...before, ...wordsIn(line.slice(0, cut))];
      if (words.length > longest * 2 + WORDS_BESIDE) break;
      const likeness = worth + Math.max(0, ...printed.wordings.map((wording) => likenessOf(words, wording)));
      if (likeness >= LIKENESS_MIN && likeness > (best?.likeness ?? 0) + 0.01) {
        best = { printed, start, end: start + count, after: line.slice(cut).trim(), likeness };
      }
    }
    before.push(...wordsIn(line.slice(0, LINE_LENGTH_COMPARED)));
    if (before.length > longest * 1.5 + WORDS_BESIDE) break;
  }
  return best;
}

/** Where a question may end in a line: after each question mark, colon or full stop, and at its end. */
const cutsOf = (line: string): readonly number[] => {
  const cuts = [...line.slice(0, LINE_LENGTH_COMPARED).matchAll(/[?:.](?=\s|$)/g)].map(({ index }) => index + 1);
  return [...new Set([...cuts.slice(0, 8), line.length])];
};

/** Shared words, counted as often as they occur, of all words of both: from 0 to 1. Their order counts a little. */
function likenessOf(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const word of b) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of a) {
    const left = counts.get(word) ?? 0;
    if (left > 0) {
      shared += 1;
      counts.set(word, left - 1);
    }
  }
  const dice = (2 * shared) / (a.length + b.length);
  // Of a question of three words two that agree are chance.
  return Math.min(a.length, b.length) < 4 && dice < 1 ? dice * 0.7 : dice;
}

/**
 * The matches that agree with each other: the chain of highest worth in which lines and questions both go on, and besides
 * those that are surely right wherever they stand. Each question once; no line twice.
 */
function inOrder(all: readonly Match[]): readonly Match[] {
  const matches = all.toSorted((a, b) => a.start - b.start || a.printed.order - b.printed.order);
  const worth: number[] = [];
  const before: number[] = [];
  for (const [index, match] of matches.entries()) {
    let [best, from] = [0, -1];
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = matches[earlier];
      if (other === undefined || other.end > match.start || other.printed.order >= match.printed.order) continue;
      if ((worth[earlier] ?? 0) > best) [best, from] = [worth[earlier] ?? 0, earlier];
    }
    worth.push(best + match.likeness ** SHARPNESS);
    before.push(from);
  }
  const chain: Match[] = [];
  let at = worth.indexOf(Math.max(...worth));
  for (; at >= 0 && matches[at] !== undefined; at = before[at] ?? -1) chain.push(matches[at] as Match);
  const chosen = new Set(chain.filter(({ likeness }) => likeness >= LIKENESS_MIN || chain.length > 1));
  for (const match of matches.toSorted((a, b) => b.likeness - a.likeness)) {
    if (match.likeness < LIKENESS_SURE) break;
    const clashes = [...chosen].some(
      (one) => one.printed === match.printed || (one.start < match.end && match.start < one.end),
    );
    if (!clashes) chosen.add(match);
  }
  return [...chosen].toSorted((a, b) => a.start - b.start);
}

const lineOf = (text: string): Line => ({
  text,
  goesOn: false,
  block: { kind: 'paragraph', within: null, inlines: [{ kind: 'run', text, bold: false, italic: false }] },
});
