/**
 * The pieces of a difference between two texts, and how they are made readable: changes begin and end where words and
 * sentences do, and no single space or sign stands alone between changes. Both texts stay what they are.
 */

/** A stretch that stayed, or one that changed: then one of the two texts may be empty. */
export type Piece =
  | { readonly kind: 'same'; readonly text: string }
  | { readonly kind: 'change'; readonly removed: string; readonly added: string };
type Change = Extract<Piece, { kind: 'change' }>;

/** A word with what may stand inside it ("l’État", "A/HRC/39/47"), a run of spaces, a line end, or any other sign. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’./_‐‑-][\p{L}\p{M}\p{N}]+)*|[^\S\n]+|./gsu;

export const tokensIn = (text: string): readonly string[] => text.match(TOKEN) ?? [];

/** Pieces of one kind may follow each other; in what comes back none do. */
export function tidied(pieces: readonly Piece[]): readonly Piece[] {
  return folded(slid(folded(pieces, false)), true);
}

/** Longer stretches that stayed are always worth showing as such. */
const SLIGHT_LENGTH_MAX = 40;

/**
 * Joins neighbours and, with `slight`, changes that only a little stands between: "one *two* three" all new reads better
 * than word, space, word.
 */
function folded(pieces: readonly Piece[], slight: boolean): readonly Piece[] {
  const done: Piece[] = [];
  for (const piece of pieces) {
    const last = done.at(-1);
    if (last !== undefined && last.kind === piece.kind) done.splice(-1, 1, joined(last, piece));
    else if (piece.kind === 'change' || piece.text !== '') done.push(piece);
    while (slight) {
      const [first, middle, end] = done.slice(-3);
      if (first?.kind !== 'change' || middle?.kind !== 'same' || end?.kind !== 'change') break;
      if (endsLine(first) || opensLine(end) || !isSlight(middle.text, Math.min(weight(first), weight(end)))) break;
      done.splice(-3, 3, joined(joined(first, middle), end));
    }
  }
  return done;
}

const endsLine = ({ removed, added }: Change): boolean => removed.endsWith('\n') || added.endsWith('\n');
const opensLine = ({ removed, added }: Change): boolean => removed.startsWith('\n') || added.startsWith('\n');

const weight = ({ removed, added }: Change): number => Math.max(removed.length, added.length);

/** Line ends keep paragraphs apart. Between words, spaces and signs are nothing; a few letters are little. */
function isSlight(text: string, changed: number): boolean {
  if (text.includes('\n') || text.length > SLIGHT_LENGTH_MAX) return false;
  return text.length <= changed || !/[\p{L}\p{N}]/u.test(text);
}

function joined(first: Piece, second: Piece): Piece {
  if (first.kind === 'same' && second.kind === 'same') return { kind: 'same', text: first.text + second.text };
  const [a, b] = [first, second].map((piece) =>
    piece.kind === 'same' ? { removed: piece.text, added: piece.text } : piece,
  ) as [{ removed: string; added: string }, { removed: string; added: string }];
  return { kind: 'change', removed: a.removed + b.removed, added: a.added + b.added };
}

/**
 * Moves what only came, or only went, to where it reads best: of "It holds[. For now]." and "It holds.[ For now.]", which
 * are the same change, the second.
 */
function slid(pieces: readonly Piece[]): readonly Piece[] {
  const done: Piece[] = [...pieces];
  pieces.forEach((change, index) => {
    const [before, after] = [done[index - 1], done[index + 1]];
    if (change.kind !== 'change' || before?.kind !== 'same' || after?.kind !== 'same') return;
    if (change.removed !== '' && change.added !== '') return;
    const moved = change.removed + change.added;
    const by = bestShift(before.text, moved, after.text);
    const all = before.text + moved + after.text;
    const [start, end] = [before.text.length + by, before.text.length + by + moved.length];
    const text = all.slice(start, end);
    done[index - 1] = { kind: 'same', text: all.slice(0, start) };
    done[index] = change.added === '' ? { ...change, removed: text } : { ...change, added: text };
    done[index + 1] = { kind: 'same', text: all.slice(end) };
  });
  return done;
}

/** What is looked at on either side of a change, in characters. */
const REACH = 400;

/** By how many characters to move it, to the right or, below zero, to the left, so that neither text changes. */
function bestShift(before: string, moved: string, after: string): number {
  const [left, middle, right] = [tokensIn(before.slice(-REACH)), tokensIn(moved), tokensIn(after.slice(0, REACH))];
  const row = [...left, ...middle, ...right];
  const scoreAt = (place: number): number =>
    edgeScore(row[place - 1], row[place]) + edgeScore(row[place + middle.length - 1], row[place + middle.length]);
  let best = { place: left.length, score: scoreAt(left.length) };
  const consider = (place: number): void => {
    const score = scoreAt(place);
    if (score > best.score) best = { place, score };
  };
  for (let place = left.length; place > 0 && row[place - 1] === row[place + middle.length - 1]; place -= 1)
    consider(place - 1);
  for (
    let place = left.length;
    place < left.length + right.length && row[place] === row[place + middle.length];
    place += 1
  )
    consider(place + 1);
  const lengthOf = (tokens: readonly string[]): number => tokens.join('').length;
  return best.place < left.length
    ? -lengthOf(row.slice(best.place, left.length))
    : lengthOf(row.slice(left.length, best.place));
}

/** How well a change begins or ends between two tokens: best where a text, a line or a sentence does. */
function edgeScore(before: string | undefined, after: string | undefined): number {
  if (before === undefined || after === undefined) return 5;
  if (before.endsWith('\n') || after.startsWith('\n')) return 4;
  if (/^[.!?…]$/.test(before) && /^\s/.test(after)) return 3;
  if (/^\s/.test(before) || /^\s/.test(after)) return 2;
  return /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after) ? 0 : 1;
}
