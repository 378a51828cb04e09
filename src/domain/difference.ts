/**
 * The difference between two texts, word by word, for people to read: what stayed, what came, what went. Lines are
 * compared first and words only where lines changed, so that long texts cost little. Shows nothing itself.
 */
import { editsBetween, newEffort, overBlanks, type Edit, type Effort } from './edits.ts';
import { tidied, tokensIn, type Piece } from './pieces.ts';

/** `removed` stands before the `added` that took its place. Runs of `same` and `added` make up the new text. */
export interface Run {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

const LINE = /[^\n]*\n|[^\n]+/g;
/** Keeps every character of both texts. Neighbouring runs are of different kinds, and none is empty. */
export function difference(before: string, after: string, effort: Effort = newEffort()): readonly Run[] {
  const [lines, newLines] = [before.match(LINE) ?? [], after.match(LINE) ?? []];
  const byLine = piecesOf(lines, newLines, overBlanks(editsBetween(lines, newLines, effort), lines));
  const byWord = byLine.flatMap((piece) => {
    if (piece.kind === 'same') return [piece];
    const [words, newWords] = [tokensIn(piece.removed), tokensIn(piece.added)];
    return piecesOf(words, newWords, editsBetween(words, newWords, effort));
  });
  return runsOf(tidied(byWord));
}

function piecesOf(before: readonly string[], after: readonly string[], edits: readonly Edit[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let place = 0;
  const keepUpTo = (end: number): void => {
    if (end > place) pieces.push({ kind: 'same', text: before.slice(place, end).join('') });
  };
  for (const { start, end, newStart, newEnd } of edits) {
    keepUpTo(start);
    const [removed, added] = [before.slice(start, end), after.slice(newStart, newEnd)];
    pieces.push({ kind: 'change', removed: removed.join(''), added: added.join('') });
    place = end;
  }
  keepUpTo(before.length);
  return pieces;
}

function runsOf(pieces: readonly Piece[]): readonly Run[] {
  return pieces
    .flatMap((piece): Run[] =>
      piece.kind === 'same'
        ? [piece]
        : [
            { kind: 'removed', text: piece.removed },
            { kind: 'added', text: piece.added },
          ],
    )
    .filter(({ text }) => text !== '');
}

/** Words that an excerpt leaves out. */
export interface Gap {
  readonly kind: 'gap';
  readonly words: number;
}

/** Words of what stayed that are kept on either side of a change, and of one change. */
const AROUND_WORDS = 12;
const CHANGE_WORDS_MAX = 200;
const EXCERPT_LENGTH_MAX = 300;

const WORD = /\s*\S+(?:\s+$)?|\s+/g;

/** The changes with a few words around them; nothing where nothing changed. Bounded whatever the texts are. */
export function excerpt(runs: readonly Run[]): readonly (Run | Gap)[] {
  if (runs.every(({ kind }) => kind === 'same')) return [];
  const cut = runs.flatMap((run, index) => {
    if (run.kind !== 'same') return shortened(run, CHANGE_WORDS_MAX, 0);
    return shortened(run, index === 0 ? 0 : AROUND_WORDS, index === runs.length - 1 ? 0 : AROUND_WORDS);
  });
  if (cut.length <= EXCERPT_LENGTH_MAX) return cut;
  const left = cut.slice(EXCERPT_LENGTH_MAX);
  return [
    ...cut.slice(0, EXCERPT_LENGTH_MAX),
    { kind: 'gap', words: left.reduce((sum, one) => sum + wordsIn(one), 0) },
  ];
}

const wordsIn = (one: Run | Gap): number => (one.kind === 'gap' ? one.words : (one.text.match(WORD)?.length ?? 0));

function shortened(run: Run, head: number, tail: number): readonly (Run | Gap)[] {
  const words = run.text.match(WORD) ?? [];
  const left = words.length - head - tail;
  // A gap that spares less than it takes to say so is none.
  if (left <= 4) return [run];
  const first = { kind: run.kind, text: words.slice(0, head).join('') };
  const last = { kind: run.kind, text: words.slice(words.length - tail).join('') };
  return [first, { kind: 'gap' as const, words: left }, last].filter((one) => one.kind === 'gap' || one.text !== '');
}
