/**
 * Paragraphs, lists and tables, as Word has them: true lists with numbering of their own, nested as deep as Word goes.
 * Knows nothing of questions and front matter.
 */
import { Paragraph } from 'docx';
import type { FileChild, IParagraphOptions } from 'docx';
import type { Block, Inline, List } from '../domain/outline.ts';
import { inlinesRightToLeft, isPrinted, setInlines } from './inlines.ts';
import type { Galley } from './inlines.ts';
import { LEVELS, STYLE, listIndent } from './styles.ts';
import { setTable } from './table.ts';

/** The numbering that every bulleted list shares. */
export const BULLETS_REFERENCE = 'bullets';

/** The numbering of ordered lists that begin with this number. */
export function numbersReference(start: number): string {
  return `numbers-from-${start}`;
}

/** Word counts no further; numbers beyond are printed as text. */
const WORD_NUMBER_MAX = 32_767;

type Look = Omit<IParagraphOptions, 'children' | 'text'>;

/** The numbering of the paragraphs of all answers together. */
export const PARAGRAPHS_REFERENCE = 'paragraphs';

/** Blocks outside of lists; `style` is that of their paragraphs. */
export function setBlocks(galley: Galley, blocks: readonly Block[], style: string): FileChild[] {
  return blocks.flatMap((block) => setBlock(galley, block, { style }, 0));
}

/** The blocks of an answer: where the call wants it, each paragraph has its number. */
export function setAnswer(galley: Galley, blocks: readonly Block[], style: string): FileChild[] {
  const numbering = { reference: PARAGRAPHS_REFERENCE, level: 0, instance: 0 };
  const look = galley.numbersParagraphs ? { style, numbering } : { style };
  return blocks.flatMap((block) => setBlock(galley, block, look, 0));
}

function setBlock(galley: Galley, block: Block, look: Look, depth: number): FileChild[] {
  switch (block.kind) {
    case 'paragraph':
      return isPrinted(block.inlines) ? [setParagraph(galley, block.inlines, look)] : [];
    case 'list':
      return setList(galley, block, depth);
    case 'table':
      return setTable(galley, block);
  }
}

/** A paragraph, from right to left where its first letter runs so. */
export function setParagraph(galley: Galley, inlines: readonly Inline[], look: Look): Paragraph {
  return new Paragraph({
    ...look,
    children: setInlines(galley, inlines),
    ...(inlinesRightToLeft(inlines) ? { bidirectional: true } : {}),
  });
}

/** `depth` from 0. Deeper than Word's levels, lists keep their own numbers and stop moving to the right. */
function setList(galley: Galley, list: List, depth: number): FileChild[] {
  const level = Math.min(depth, LEVELS - 1);
  galley.levels = Math.max(galley.levels, level + 1);
  const numbered = list.ordered && list.start >= 0 && list.start + list.items.length <= WORD_NUMBER_MAX;
  let instance = 0;
  if (numbered) {
    galley.starts.add(list.start);
    galley.orderedLists += 1;
    instance = galley.orderedLists;
  } else if (galley.bulletLists !== null) {
    galley.bulletLists += 1;
    instance = galley.bulletLists;
  }
  const reference = numbered ? numbersReference(list.start) : BULLETS_REFERENCE;
  const more: Look = {
    style: STYLE.listMore,
    indent: { left: listIndent(level) },
    // Says that it stands in the list, without a number: pandoc would take it for a quotation.
    ...(galley.bulletLists === null ? {} : { numbering: false }),
  };
  return list.items.flatMap((item, index) => {
    const literal = list.ordered && !numbered ? `${list.start + index}.\t` : null;
    const look: Look =
      literal === null
        ? { style: STYLE.listItem, numbering: { reference, level, instance } }
        : { style: STYLE.listItem, indent: { left: listIndent(level), hanging: listIndent(0) } };
    const [first, ...rest] = item;
    const opensWithText = first?.kind === 'paragraph';
    const inlines = opensWithText ? first.inlines : [];
    const label = literal === null ? [] : [plainRun(literal)];
    return [
      setParagraph(galley, [...label, ...inlines], look),
      ...(opensWithText ? rest : item).flatMap((block) => setBlock(galley, block, more, depth + 1)),
    ];
  });
}

/** Blocks as paragraphs only, as the package wants a footnote to be. */
export function setParagraphs(galley: Galley, blocks: readonly Block[], style: string): Paragraph[] {
  return setBlocks(galley, withoutTables(blocks), style).filter((child) => child instanceof Paragraph);
}

/** Tables as paragraphs: the caption, then one paragraph a row, its cells set apart by tabs. */
function withoutTables(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind === 'list') return [{ ...block, items: block.items.map(withoutTables) }];
    if (block.kind === 'paragraph') return [block];
    const header = block.header.map((text) => [plainRun(text)]);
    return [[[plainRun(block.caption)]], header, ...block.rows].map((cells) => ({
      kind: 'paragraph',
      inlines: cells.flatMap((cell, column) => (column === 0 ? cell : [plainRun('\t'), ...cell])),
    }));
  });
}

function plainRun(text: string): Inline {
  return { kind: 'run', text, bold: false, italic: false };
}
