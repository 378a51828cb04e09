/**
 * Light Markdown out: blocks of the outline in, text out; the inverse of `parseMarkdown`. What it writes is read back
 * before it is believed, so that a bold word never turns into two stars. Marks are escaped only where they would be
 * read as marks, because people go on writing in the text. Inline marks are `markdownInlines.ts`.
 */
import { literalLine, writtenInlines } from './markdownInlines.ts';
import { parseMarkdown } from './markdown.ts';
import type { Block, Inline, List, Table } from './outline.ts';

/**
 * Light Markdown that `parseMarkdown` reads as these blocks and footnotes. Exact for whatever `parseMarkdown` gave.
 * Of other trees what light Markdown cannot hold is written in the nearest way: a table as a line for each row, bold
 * that covers half a quotation mark without it, items without a text not at all.
 */
export function markdownOf(blocks: readonly Block[], footnotes: readonly (readonly Block[])[]): string {
  const body = writtenBlocks(blocks, false);
  const notes = footnotes.map((note, index) => writtenNote(index + 1, note));
  // A passage that nobody closed swallows what stands after it: then footnotes stand before.
  const candidates = [
    [body, ...notes],
    [...notes, body],
  ].map((parts) => parts.filter((part) => part !== ''));
  const texts = [...candidates.map((parts) => parts.join('\n\n')), ...(notes.length === 0 ? [literal(blocks)] : [])];
  return texts.find((text) => sameTree(parseMarkdown(text), { blocks, footnotes })) ?? texts[0] ?? '';
}

/** Whether two trees say the same, to the mark. */
export function sameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === others.length &&
    names.every((name) => sameTree(a[name as keyof typeof a], b[name as keyof typeof b]))
  );
}

/** Texts too long to be parsed come back as they were typed: so are they written. */
const literal = (blocks: readonly Block[]): string =>
  blocks.map((block) => (block.kind === 'paragraph' ? literalLine(block.inlines) : '')).join('\n\n');

const BULLETS = ['-', '*'] as const;
const DELIMITERS = ['.', ')'] as const;

/** `inItem`: what follows a paragraph there may stand right below it. */
function writtenBlocks(blocks: readonly Block[], inItem: boolean): string {
  let text = '';
  let before: Block | null = null;
  // Two lists side by side are told apart by their marks.
  let turn = 0;
  for (const block of blocks) {
    turn = block.kind === 'list' && before?.kind === 'list' && before.ordered === block.ordered ? 1 - turn : 0;
    const written = writtenBlock(block, turn);
    if (written === '' && (block.kind !== 'paragraph' || block.inlines.length > 0)) continue;
    const tight: boolean = inItem && before?.kind === 'paragraph' && interrupts(block);
    text += (before === null ? '' : tight ? '\n' : '\n\n') + written;
    before = block;
  }
  return text;
}

/** Whether the block begins also where no empty line stands before it. */
function interrupts(block: Block): boolean {
  if (block.kind !== 'list' || (block.ordered && block.start !== 1)) return false;
  const [first] = block.items[0] ?? [];
  return first?.kind === 'paragraph' && first.inlines.length > 0;
}

function writtenBlock(block: Block, turn: number): string {
  switch (block.kind) {
    case 'paragraph':
      return writtenInlines(block.inlines);
    case 'list':
      return writtenList(block, turn);
    case 'table':
      return writtenInlines(linesOf(block));
  }
}

function writtenList({ ordered, start, items }: List, turn: number): string {
  return items
    .map((item, index) => {
      const mark = ordered ? `${start + index}${DELIMITERS[turn]}` : BULLETS[turn];
      const text = writtenBlocks(item, true);
      if (text === '') return ordered ? mark : '';
      return `${mark} ${indented(text, `${mark} `.length)}`;
    })
    .filter((item) => item !== '')
    .join('\n');
}

/** All lines but the first and the empty ones, moved in. */
const indented = (text: string, by: number): string => text.replace(/\n(?!\n)/g, `\n${' '.repeat(by)}`);

const NOTE_INDENT = 4;
const writtenNote = (number: number, blocks: readonly Block[]): string =>
  `[^${number}]: ${indented(writtenBlocks(blocks, false), NOTE_INDENT)}`.trimEnd();

/** A line for each row; cells apart by bars. */
function linesOf({ header, rows }: Table): Inline[] {
  const bar: Inline = { kind: 'run', text: ' | ', bold: false, italic: false };
  const head = header.map((text): Inline[] => [{ kind: 'run', text, bold: true, italic: false }]);
  return [head, ...rows]
    .filter((cells) => cells.some((cell) => cell.length > 0))
    .flatMap((cells, index): Inline[] => [
      ...(index === 0 ? [] : [{ kind: 'break' } as const]),
      ...cells.flatMap((cell, at) => (at === 0 ? cell : [bar, ...cell])),
    ]);
}
