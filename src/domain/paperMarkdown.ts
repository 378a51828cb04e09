/**
 * A paper as light Markdown, for whoever writes in plain text: titles and headings with "#", everything else as answers
 * have it. Adds no words of its own. Pure.
 */
import { markdownOf } from './markdownOut.ts';
import type { Block, Inline, Table } from './outline.ts';
import type { Heading, Line, Names, Paper, Piece } from './paper.ts';
import { bold, paragraph, plain } from './strokes.ts';
import { costOf } from './syntax.ts';
import { blocksText } from './text.ts';

/** Lines end with "\n"; the footnotes stand at the end. */
export function markdownPaper(paper: Paper): string {
  const { notice, pieces, footnotes, language } = paper;
  // Its brackets are spoken of, and mark nothing.
  const texts = [
    notice === undefined ? '' : `**${notice.text}**`,
    ...pieces.map((piece) => pieceText(piece, language)),
    written([], footnotes),
  ];
  return `${texts.filter((text) => text !== '').join('\n\n')}\n`;
}

function pieceText(piece: Piece, language: string): string {
  switch (piece.kind) {
    case 'line':
      return lineText(piece, language);
    case 'heading':
      return headingText(piece);
    case 'body':
      return bodyText(piece.blocks);
    case 'names':
      return namesText(piece);
  }
}

function lineText({ role, label, inlines }: Line, language: string): string {
  if (role === 'title') return `# ${onOneLine(inlines)}`;
  const colon = /^fr\b/.test(language) ? '\u00a0:' : ':';
  const named = label === undefined ? inlines : [bold(`${label}${colon}`), plain(' '), ...inlines];
  return withAddresses(written([{ kind: 'paragraph', inlines: named }]));
}

function headingText({ level, label, text, mark }: Heading): string {
  const words = [label, text, mark === undefined ? null : `[${mark}]`].filter((part) => part !== null && part !== '');
  // The title of the paper is the first level.
  return `${'#'.repeat(Math.min(6, level + (level === 1 ? 1 : 0)))} ${onOneLine([plain(words.join(' '))])}`;
}

/** Answers have no tables: what they are written as elsewhere is no table to other programs. */
function bodyText(blocks: readonly Block[]): string {
  const texts: string[] = [];
  let beside: Block[] = [];
  for (const block of blocks) {
    if (block.kind !== 'table') beside.push(block);
    else {
      texts.push(written(beside), tableText(block));
      beside = [];
    }
  }
  return [...texts, written(beside)].filter((text) => text !== '').join('\n\n');
}

/** A table of pipes: one line for each row, under a line of heads, which it has to have. */
function tableText({ caption, header, rows }: Table): string {
  const heads = header.map((text) => cellText([plain(text)]));
  const filled = rows.filter((cells) => cells.some((cell) => cell.length > 0)).map((cells) => cells.map(cellText));
  const width = Math.max(0, heads.length, ...filled.map((cells) => cells.length));
  const row = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  const texts = [heads, Array.from({ length: width }, () => '---'), ...filled].map(row);
  const parts = [caption === '' ? '' : written([paragraph([bold(caption)])]), width === 0 ? '' : texts.join('\n')];
  return parts.filter((text) => text !== '').join('\n\n');
}

/** Paragraphs apart by a slash; a bar would end the cell. */
function cellText(inlines: readonly Inline[]): string {
  return written([paragraph(inlines)])
    .replace(/(?:\s*\n\s*)+/g, ' / ')
    .replace(/(\\*)\|/g, (bar, slashes: string) => (slashes.length % 2 === 0 ? `${slashes}\\|` : bar));
}

function namesText({ heading, numbered, list }: Names): string {
  const items = list.map(({ text, confidential }): readonly Block[] => [
    { kind: 'paragraph', inlines: [{ ...plain(text), ...(confidential ? { confidential } : {}) }] },
  ]);
  const blocks: readonly Block[] = numbered ? [{ kind: 'list', ordered: true, start: 1, items }] : items.flat();
  return written([{ kind: 'paragraph', inlines: [bold(heading)] }, ...blocks]);
}

/** A heading is one line, and a number at its start is no item of a list. */
function onOneLine(inlines: readonly Inline[]): string {
  const text = inlines.map((inline): Inline => (inline.kind === 'break' ? plain(' ') : inline));
  return written([{ kind: 'paragraph', inlines: text }])
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^(\d+)\\([.)])/, '$1$2');
}

/** Addresses in lines of ours may become links. */
const withAddresses = (text: string): string => text.replace(/(https?)\\:\/\//g, '$1://').replace(/(?<=\S)\\@/g, '@');

/** What other readers of Markdown would take for headings, quotations, code or HTML, and what ours does not. */
const FOREIGN = /^([ \t]*(?:(?:[-*]|\d+[.)])[ \t]+)*)(?=#{1,6}(?:[ \t]|$)|>|`{3}|~{3}|\|)/gm;
const HTML = /(?<!\\)<(?=[a-z/!?])(?!(?:https?:|mailto:|www\.))/gi;

/** What writing a piece may cost: texts that nobody wrote by hand are written as they stand. */
const COST_MAX = 6_000;

/** Blocks as light Markdown that is safe in other programs, too; where that would take too long, as plain text. */
export function written(blocks: readonly Block[], footnotes: readonly (readonly Block[])[] = []): string {
  const plainly = [blocks, ...footnotes].map((all) => blocksText(all, 'en')).join('\n\n');
  if (costOf(plainly) > COST_MAX) return plainly;
  return markdownOf(blocks, footnotes).replace(FOREIGN, '$1\\').replace(HTML, '\\<');
}
