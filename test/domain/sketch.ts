/**
 * Blocks in a short notation, so that a test can say in one line what it expects: "ul[a; <b>b</b>]". Breaks are "⏎",
 * footnote calls "{1}", links "<text → address>", blocks are set apart by " ¶ ".
 */
import type { Block, Inline, Run } from '../../src/domain/outline.ts';

export const sketch = (blocks: readonly Block[]): string => blocks.map(sketchBlock).join(' ¶ ');

function sketchBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return sketchInlines(block.inlines);
    case 'list':
      return `${block.ordered ? `ol${block.start}` : 'ul'}[${block.items.map(sketch).join('; ')}]`;
    case 'table': {
      const lines = [block.header.join(' | '), ...block.rows.map((row) => row.map(sketchInlines).join(' | '))];
      return `table(${block.caption})[${lines.join('; ')}]`;
    }
  }
}

const sketchInlines = (inlines: readonly Inline[]): string => inlines.map(sketchInline).join('');

function sketchInline(inline: Inline): string {
  switch (inline.kind) {
    case 'run':
      return sketchRun(inline);
    case 'break':
      return '⏎';
    case 'footnote':
      return `{${inline.number}}`;
    case 'link':
      return `<${inline.runs.map(sketchRun).join('')} → ${inline.href}>`;
  }
}

function sketchRun({ text, bold, italic }: Run): string {
  const slanted = italic ? `<i>${text}</i>` : text;
  return bold ? `<b>${slanted}</b>` : slanted;
}

/** All inlines of the blocks, in reading order. */
export function inlinesIn(blocks: readonly Block[]): Inline[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'paragraph':
        return [...block.inlines];
      case 'list':
        return block.items.flatMap(inlinesIn);
      case 'table':
        return block.rows.flat(2);
    }
  });
}
