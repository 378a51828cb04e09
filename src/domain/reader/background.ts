/**
 * The text before the questions that says why the call is made: without its title, its labels and its rules for sending.
 */
import { bodyOf, foldedOf, type Page, textOf } from './page.ts';
import { whole } from './patterns.ts';
import { isRule, looksLikeHeading, type Role } from './parts.ts';
import { type Field, fieldOf, type Span } from './proposal.ts';

const PARAGRAPH_MIN = 60;

/** Shorter items are of lists of rules; numbered paragraphs are longer. */
const ITEM_MAX = 160;

/** A longer paragraph says more than that questions follow. */
const LEAD_IN_MAX = 200;

/** What stands under a heading of objectives. */
export function objectivesOf(page: Page, roles: readonly Role[]): Field<string> {
  let under = false;
  const blocks = page.blocks.filter((block) => {
    if (roles[block.index] === 'heading') {
      under = whole(page.pack.objectives).test(foldedOf(page, bodyOf(block)));
      return false;
    }
    return under && roles[block.index] === 'background';
  });
  if (blocks.length === 0) return fieldOf<string>([]);
  const spans = blocks.map(({ start, end }) => ({ start, end }));
  return fieldOf([{ value: spans.map((span) => textOf(page, span)).join('\n\n'), certainty: 'sure', spans }]);
}

/** `before` is the first block of the questions; null where there are none. */
export function backgroundOf(
  page: Page,
  roles: readonly Role[],
  before: number | null,
  title: readonly Span[],
  objectives: readonly Span[],
): Field<string> {
  const apart = new Set(objectives.map(({ start }) => start));
  const headed = page.blocks.filter(({ index, start }) => roles[index] === 'background' && !apart.has(start));
  const plain = page.blocks.filter(
    ({ index, start, end }) =>
      (index < (before ?? page.blocks.length) && (roles[index] === 'unknown' || roles[index] === 'background')) ||
      (index === before && roles[index] === 'lead-in' && end - start > LEAD_IN_MAX),
  );
  const chosen = (headed.length > 0 ? headed : plain).filter((block) => {
    if (apart.has(block.start)) return false;
    const inTitle = title.some(({ start, end }) => start <= block.body && block.end <= end + 1);
    const listed = headed.length === 0 && block.labels.length > 0 && block.end - block.start < ITEM_MAX;
    return !inTitle && !listed && !isRule(page, block);
  });
  const spans = withoutEnds(
    page,
    chosen.map((block) => ({
      ...bodyOf(block),
      heading: looksLikeHeading(page, block),
      item: block.labels.length > 0,
      start: block.labels.length > 0 ? block.start : bodyOf(block).start,
    })),
  );
  const long = spans.some(({ start, end }) => end - start >= PARAGRAPH_MIN);
  if (!long) return fieldOf<string>([]);
  const value = spans.map((span) => textOf(page, span)).join('\n\n');
  return fieldOf([
    // Where a background ends is for a person to say.
    { value, certainty: 'likely', spans: spans.map(({ start, end }) => ({ start, end })) },
  ]);
}

interface Piece extends Span {
  readonly heading: boolean;
  readonly item: boolean;
}

/** Headings and short lines at either end belong to the page around the call. */
function withoutEnds(page: Page, pieces: readonly Piece[]): Piece[] {
  const idle = (piece: Piece | undefined): boolean =>
    piece !== undefined &&
    !piece.item &&
    (piece.heading || piece.end - piece.start < PARAGRAPH_MIN) &&
    page.text.length > 0;
  let from = 0;
  let to = pieces.length;
  while (from < to && idle(pieces[from])) from += 1;
  while (to > from && idle(pieces[to - 1])) to -= 1;
  return pieces.slice(from, to);
}
