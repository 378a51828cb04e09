/**
 * Prose in which every call has a footnote of its own. Word has no second call of a footnote: on a worksheet it stands
 * there twice, and that is no change. Pure.
 */
import type { Parsed } from './markdown.ts';
import type { Block, Inline } from './outline.ts';

/** The same value where no footnote is called twice. */
export function notesApart(prose: Parsed): Parsed {
  const footnotes: (readonly Block[])[] = [];
  const renumbered = (inline: Inline): Inline => {
    if (inline.kind !== 'footnote') return inline;
    footnotes.push(prose.footnotes[inline.number - 1] ?? []);
    return { kind: 'footnote', number: footnotes.length };
  };
  const blocks = eachInline(prose.blocks, renumbered);
  return footnotes.length <= prose.footnotes.length ? prose : { blocks, footnotes };
}

/** The blocks with something in the place of each inline. */
export const eachInline = (blocks: readonly Block[], change: (inline: Inline) => Inline): readonly Block[] =>
  blocks.map((block) => inBlock(block, change));

function inBlock(block: Block, change: (inline: Inline) => Inline): Block {
  switch (block.kind) {
    case 'paragraph':
      return { ...block, inlines: block.inlines.map(change) };
    case 'list':
      return { ...block, items: block.items.map((item) => eachInline(item, change)) };
    case 'table':
      return { ...block, rows: block.rows.map((cells) => cells.map((cell) => cell.map(change))) };
  }
}
