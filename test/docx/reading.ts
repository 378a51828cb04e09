/**
 * An outline read aloud: everything that a document made of it must show, in order, written without any part of the
 * press. Spaces do not matter; numbers of lists and of footnotes, which Word counts, are not in it.
 */
import { printed, type Block, type Inline, type Outline, type Section } from '../../src/domain/outline.ts';

export function readBody(outline: Outline): string {
  const colon = outline.language === 'fr' ? ' :' : ':';
  return [
    outline.kicker,
    outline.title,
    ...outline.front.map(({ label, value }) => `${label}${colon} ${value}`),
    ...outline.statement.map(readBlock),
    outline.translationNote ?? '',
    outline.heading ?? '',
    ...printed(outline).map(readSection),
  ].join(' ');
}

export function readFootnotes(outline: Outline): string {
  return outline.footnotes.flat().map(readBlock).join(' ');
}

function readSection({ label, text, unofficial, blocks }: Section): string {
  const mark = unofficial === null ? '' : `[${unofficial}]`;
  return [label ?? '', text, mark, ...blocks.map(readBlock)].join(' ');
}

function readBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return readInlines(block.inlines);
    case 'list':
      return block.items.flat().map(readBlock).join(' ');
    case 'table':
      return [block.caption, ...block.header, ...block.rows.flat().map(readInlines)].join(' ');
  }
}

function readInlines(inlines: readonly Inline[]): string {
  return inlines.map(readInline).join(' ');
}

function readInline(inline: Inline): string {
  if (inline.kind === 'run') return inline.text;
  return inline.kind === 'link' ? inline.runs.map(({ text }) => text).join('') : ' ';
}
