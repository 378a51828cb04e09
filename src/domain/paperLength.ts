/**
 * How many pages a summary takes, roughly: counted in lines of the type that it is set in. The word processor decides;
 * this only says early that something must go. Pure.
 */
import type { Block, Inline } from './outline.ts';
import type { Line, Paper, Piece } from './paper.ts';

/** A4 with the margins of a summary, in eleven points of Times: measured on pages that LibreOffice had set. */
const CHARACTERS_A_LINE = 102;
const LINES_A_PAGE = 57;

/** In tenths: 1 for all that fits one page. */
export function pagesOf({ pieces, footnotes, notice }: Paper): number {
  const lines =
    (notice === undefined ? 0 : 4) +
    pieces.reduce((sum, piece) => sum + linesOfPiece(piece), 0) +
    footnotes.reduce((sum, blocks) => sum + 0.9 * linesOfBlocks(blocks, 0), footnotes.length === 0 ? 0 : 1);
  return Math.max(1, Math.ceil((lines / LINES_A_PAGE) * 10) / 10);
}

/** What stands larger, or apart, counts for more lines than it has. */
const LINE_HEIGHTS: Partial<Readonly<Record<Line['role'], { height: number; characters: number; space: number }>>> = {
  title: { height: 1.6, characters: 56, space: 1 },
  by: { height: 1, characters: CHARACTERS_A_LINE, space: 1.4 },
  note: { height: 1, characters: CHARACTERS_A_LINE, space: 1.2 },
};

function linesOfPiece(piece: Piece): number {
  switch (piece.kind) {
    case 'line': {
      const { height, characters, space } = LINE_HEIGHTS[piece.role] ?? {
        height: 1,
        characters: CHARACTERS_A_LINE,
        space: 0.3,
      };
      return linesOf(piece.inlines, characters) * height + space;
    }
    case 'heading':
      return 2.4;
    case 'body':
      return linesOfBlocks(piece.blocks, 0);
    case 'names':
      return 2 + piece.list.length / (piece.list.length > 8 ? 2 : 1);
  }
}

/** `depth` of lists: each level takes some of the line. */
function linesOfBlocks(blocks: readonly Block[], depth: number): number {
  return blocks.reduce((sum, block) => {
    switch (block.kind) {
      case 'paragraph':
        return sum + linesOf(block.inlines, CHARACTERS_A_LINE - 5 * depth) + 0.4;
      case 'list':
        return sum + block.items.reduce((lines, item) => lines + linesOfBlocks(item, depth + 1), 0);
      case 'table':
        return sum + 2 + 1.5 * block.rows.length;
    }
  }, 0);
}

function linesOf(inlines: readonly Inline[], characters: number): number {
  const text = inlines.map((inline) => {
    if (inline.kind === 'run') return inline.text;
    if (inline.kind === 'link') return inline.runs.map((run) => run.text).join('');
    return inline.kind === 'break' ? '\n' : '';
  });
  return text
    .join('')
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / characters)), 0);
}
