/**
 * What turns one list of tokens into another, found at a bounded cost: exact where that is affordable, and otherwise one
 * large edit, which is coarse and never wrong. Knows nothing of texts.
 */
import { diffArrays } from 'diff';

/** `before[start, end)` gave way to `after[newStart, newEnd)`; one of the two may be empty. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** What comparisons that belong together may still cost, in squared edits: the work grows with them. */
export interface Effort {
  left: number;
}

/** About fifty milliseconds in all. */
const EFFORT_MAX = 500_000;
/** The most tokens that come or go in one comparison. */
const EDITS_MAX = 500;
/** Longer lists that have less than this share of their tokens in common are not the same text changed. */
const AKIN_SHARE_MIN = 0.1;
const AKIN_LENGTH_MIN = 50;

export const newEffort = (): Effort => ({ left: EFFORT_MAX });

/** In order; between two edits stands at least one token that stayed. */
export function editsBetween(before: readonly string[], after: readonly string[], effort: Effort): readonly Edit[] {
  const start = commonStart(before, after);
  const tail = commonEnd(before, after, start);
  const end = before.length - tail;
  const newEnd = after.length - tail;
  const whole = { start, end, newStart: start, newEnd };
  if (start === end && start === newEnd) return [];
  if (start === end || start === newEnd) return [whole];
  const [old, fresh] = [before.slice(start, end), after.slice(start, newEnd)];
  const most = Math.min(EDITS_MAX, Math.floor(Math.sqrt(effort.left)));
  if (most === 0 || !areAkin(old, fresh)) return [whole];
  const changes = diffArrays(old, fresh, { maxEditLength: most });
  if (changes === undefined) {
    effort.left -= most ** 2;
    return [whole];
  }
  const edits = editsOf(changes, start);
  const moved = edits.reduce((sum, edit) => sum + (edit.end - edit.start) + (edit.newEnd - edit.newStart), 0);
  effort.left = Math.max(0, effort.left - moved ** 2);
  return edits;
}

/**
 * Joins edits that only blank tokens stand between, where one of them has more or fewer tokens than before: empty lines
 * are all alike, and so they often seem to have stayed where a paragraph came before another one that changed.
 */
export function overBlanks(edits: readonly Edit[], before: readonly string[]): readonly Edit[] {
  const joined: Edit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    const isNear = last !== undefined && before.slice(last.end, edit.start).every((token) => token.trim() === '');
    if (isNear && !(isEven(last) && isEven(edit)))
      joined.splice(-1, 1, { ...last, end: edit.end, newEnd: edit.newEnd });
    else joined.push(edit);
  }
  return joined;
}

const isEven = ({ start, end, newStart, newEnd }: Edit): boolean => end - start === newEnd - newStart;

interface Change {
  readonly added: boolean;
  readonly removed: boolean;
  readonly count: number;
}

function editsOf(changes: readonly Change[], from: number): Edit[] {
  const edits: Edit[] = [];
  let [place, newPlace] = [from, from];
  let open: Edit | null = null;
  for (const { added, removed, count } of changes) {
    if (!added && !removed) {
      if (open !== null) edits.push(open);
      open = null;
    }
    const [start, newStart]: [number, number] = open === null ? [place, newPlace] : [open.start, open.newStart];
    if (!added) place += count;
    if (!removed) newPlace += count;
    if (added || removed) open = { start, newStart, end: place, newEnd: newPlace };
  }
  return open === null ? edits : [...edits, open];
}

function commonStart(before: readonly string[], after: readonly string[]): number {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && before[length] === after[length]) length += 1;
  return length;
}

/** Leaves the first `start` tokens alone. */
function commonEnd(before: readonly string[], after: readonly string[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let length = 0;
  while (length < most && before[before.length - 1 - length] === after[after.length - 1 - length]) length += 1;
  return length;
}

function areAkin(before: readonly string[], after: readonly string[]): boolean {
  const [fewer, more] = before.length < after.length ? [before, after] : [after, before];
  if (fewer.length < AKIN_LENGTH_MIN) return true;
  const words = new Set(more.filter((token) => token.trim() !== ''));
  const shared = fewer.filter((token) => words.has(token)).length;
  return shared >= AKIN_SHARE_MIN * fewer.length;
}
