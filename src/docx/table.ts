/**
 * A table with its caption: real header row, repeated on every page; rows that stay in one piece unless they are long;
 * columns as wide as their words ask for, on the width of the page. Knows nothing of the rest of the document.
 */
import { BorderStyle, Paragraph, Table as WordTable, TableCell, TableLayoutType, TableRow, WidthType } from 'docx';
import type { FileChild } from 'docx';
import type { Inline, Table } from '../domain/outline.ts';
import { inlinesRightToLeft, plainText, setInlines } from './inlines.ts';
import type { Galley } from './inlines.ts';
import { setLine, setLineIfAny } from './line.ts';
import { STYLE } from './styles.ts';

/** A row with more characters than this may break across pages: keeping it whole would leave half a page blank. */
const WHOLE_ROW_CHARACTERS_MAX = 1200;

const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'A6A6A6' };
export const HEADING_FILL = 'F2F2F2';
const CELL_MARGIN = 100;

/** What all tables have in common. */
export const TABLE_FRAME = {
  layout: TableLayoutType.FIXED,
  margins: { top: 40, bottom: 40, left: CELL_MARGIN, right: CELL_MARGIN, marginUnitType: WidthType.DXA },
  borders: { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE },
} as const;

/** The caption as a paragraph and the table; nothing for a table without any cell but the caption. */
export function setTable(galley: Galley, table: Table): FileChild[] {
  const caption = setLineIfAny(table.caption, STYLE.caption);
  const columns = Math.max(table.header.length, ...table.rows.map((row) => row.length));
  if (columns === 0) return caption;
  const widths = columnWidths(table, columns, galley.textWidth);
  return [
    ...caption,
    new WordTable({
      ...TABLE_FRAME,
      width: { size: galley.textWidth, type: WidthType.DXA },
      columnWidths: widths,
      tableLook: { firstRow: table.header.length > 0, firstColumn: false, noVBand: true },
      rows: [
        ...(table.header.length === 0 ? [] : [headerRow(table.header, widths)]),
        ...table.rows.map((row) => bodyRow(galley, row, widths)),
      ],
    }),
  ];
}

function headerRow(header: readonly string[], widths: readonly number[]): TableRow {
  return new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: widths.map(
      (width, column) =>
        new TableCell({
          width: { size: width, type: WidthType.DXA },
          shading: { fill: HEADING_FILL },
          children: [setLine(header[column] ?? '', STYLE.cellHeading)],
        }),
    ),
  });
}

function bodyRow(galley: Galley, row: readonly (readonly Inline[])[], widths: readonly number[]): TableRow {
  const characters = row.flat().reduce((sum, inline) => sum + plainText(inline).length, 0);
  return new TableRow({
    cantSplit: characters <= WHOLE_ROW_CHARACTERS_MAX,
    children: widths.map(
      (width, column) =>
        new TableCell({
          width: { size: width, type: WidthType.DXA },
          children: [setCell(galley, row[column] ?? [])],
        }),
    ),
  });
}

/** Word wants a paragraph in every cell, also in a blank one. */
function setCell(galley: Galley, inlines: readonly Inline[]): Paragraph {
  return new Paragraph({
    style: STYLE.cell,
    children: setInlines(galley, inlines),
    ...(inlinesRightToLeft(inlines) ? { bidirectional: true } : {}),
  });
}

/** Rough width of a character at the size of table text, in twips. */
const CHARACTER_WIDTH = 115;
/** Room for a number or a short mark, whatever the column holds. */
const WORD_CHARACTERS_MIN = 4;
/** Longer words than this are broken rather than given room. */
const WORD_CHARACTERS_MAX = 14;
/** A cell of more characters than this gains no more width. */
const CELL_CHARACTERS_MAX = 90;
/** The part of the width that may go by longest words: the rest goes by length of text, however many columns there are. */
const WORDS_SHARE_MAX = 0.95;

/** Widths in twips, together exactly the width of the text: the longest word first, the rest shared by length of text. */
function columnWidths(table: Table, columns: number, textWidth: number): number[] {
  const needs = Array.from({ length: columns }, (_, column) => columnNeed(table, column));
  const least = needs.reduce((sum, need) => sum + need.least, 0);
  const wanted = needs.reduce((sum, need) => sum + need.wanted, 0);
  const scale = Math.min(1, (textWidth * WORDS_SHARE_MAX) / least);
  const spare = textWidth - least * scale;
  const widths = needs.map((need) => Math.floor(need.least * scale + (spare * need.wanted) / wanted));
  const given = widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width, column) => (column === columns - 1 ? width + textWidth - given : width));
}

interface Need {
  /** Twips for the longest word. */
  readonly least: number;
  /** Characters of the fullest cell, within bounds. */
  readonly wanted: number;
}

function columnNeed(table: Table, column: number): Need {
  const cells = [table.header[column] ?? '', ...table.rows.map((row) => (row[column] ?? []).map(plainText).join(''))];
  let word = WORD_CHARACTERS_MIN;
  let length = 1;
  for (const cell of cells) {
    length = Math.max(length, cell.length);
    for (const part of cell.split(/\s+/u, CELL_CHARACTERS_MAX)) word = Math.max(word, part.length);
  }
  return {
    least: Math.min(word, WORD_CHARACTERS_MAX) * CHARACTER_WIDTH + 2 * CELL_MARGIN,
    wanted: Math.min(length, CELL_CHARACTERS_MAX),
  };
}
