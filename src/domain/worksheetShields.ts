/**
 * How a text of an answer stands on a worksheet: lines that would read as a mark, a box or small print of ours carry a sign
 * that nobody sees, and a footnote that is called twice stands there twice. Pure.
 */
import type { Block, Inline } from './outline.ts';
import { eachInline } from './notesApart.ts';
import type { Footnotes } from './prose.ts';
import { plain } from './strokes.ts';
import { isShielded, shielded, unshielded } from './worksheetMarks.ts';

/** Light Markdown as blocks of a sheet; its footnotes come after those that are there. */
export function sheetBlocks(footnotes: Footnotes, text: string): readonly Block[] {
  const called = new Set<number>();
  const apart = eachInline(footnotes.take(text), (inline) => {
    if (inline.kind !== 'footnote') return inline;
    if (!called.has(inline.number)) {
      called.add(inline.number);
      return inline;
    }
    footnotes.add(footnotes.all[inline.number - 1] ?? []);
    return { kind: 'footnote', number: footnotes.all.length };
  });
  return shieldedBlocks(apart);
}

/** The blocks as they stand on a sheet. Most are given back as they are. */
export const shieldedBlocks = (blocks: readonly Block[]): readonly Block[] => eachLine(blocks, shieldedLine);

/** The inverse, for blocks that come back. */
export const unshieldedBlocks = (blocks: readonly Block[]): readonly Block[] => eachLine(blocks, unshieldedLine);

type OnLine = (line: readonly Inline[]) => readonly Inline[];

function eachLine(blocks: readonly Block[], onLine: OnLine): readonly Block[] {
  return blocks.map((block): Block => {
    switch (block.kind) {
      case 'paragraph':
        return { ...block, inlines: inLines(block.inlines, onLine) };
      case 'list':
        return { ...block, items: block.items.map((item) => eachLine(item, onLine)) };
      case 'table':
        return { ...block, rows: block.rows.map((row) => row.map((cell) => inLines(cell, onLine))) };
    }
  });
}

/** Plain text and mails end a line at every break. */
function inLines(inlines: readonly Inline[], onLine: OnLine): readonly Inline[] {
  const lines: Inline[][] = [[]];
  for (const inline of inlines) {
    if (inline.kind === 'break') lines.push([]);
    else lines.at(-1)?.push(inline);
  }
  return lines.flatMap((line, index): readonly Inline[] =>
    index === 0 ? onLine(line) : [{ kind: 'break' }, ...onLine(line)],
  );
}

const lettersOf = (inline: Inline): string =>
  inline.kind === 'run' ? inline.text : inline.kind === 'link' ? inline.runs.map(({ text }) => text).join('') : '';

function shieldedLine(line: readonly Inline[]): readonly Inline[] {
  const text = line.map(lettersOf).join('');
  const sign = shielded(text).slice(0, -text.length || undefined);
  if (text === '' || sign === '') return line;
  const [first, ...rest] = line;
  return first?.kind === 'run' ? [{ ...first, text: sign + first.text }, ...rest] : [plain(sign), ...line];
}

function unshieldedLine(line: readonly Inline[]): readonly Inline[] {
  const [first, ...rest] = line;
  if (first?.kind !== 'run' || !isShielded(first.text)) return line;
  const text = unshielded(first.text);
  return text === '' ? rest : [{ ...first, text }, ...rest];
}
