/**
 * The places of a worksheet as Word has them: the marks before and after, the content control between them, and in it
 * what was written so far with room for more. Knows nothing of questions.
 */
import { HeightRule, Paragraph, Table, TableCell, TableRow, WidthType } from 'docx';
import type { FileChild } from 'docx';
import { BOX, bookmarkOf, endMark, startMark, tagOf, TICKED_BOX } from '../domain/worksheetMarks.ts';
import type { Block } from '../domain/outline.ts';
import type { BoxOption, Field, MarkPhrases, Place, RecordsPlace, TablePlace } from '../domain/worksheet.ts';
import { setBlocks } from './blocks.ts';
import { bookmarked, checkBox, LockedParagraph } from './contentControl.ts';
import { textRuns, type Galley } from './inlines.ts';
import { setLine, setLineIfAny } from './line.ts';
import { STYLE } from './styles.ts';
import { HEADING_FILL, TABLE_FRAME } from './table.ts';
import { startsRightToLeft } from './text.ts';

/** What is counted while one sheet is set. */
export interface SheetGalley extends Galley {
  /** Content controls so far: Word wants a number for each. */
  controls: number;
}

/** Empty paragraphs of a place without a text: room to see that one may write here. */
const EMPTY_LINES = { text: 3, details: 1 } as const;
/** Twips: the least height of rows to write in. */
const ROW_HEIGHTS = { short: 480, line: 480, long: 1100 } as const;
/** How columns share the width of a table. */
const SHARES = { short: 2, line: 4, long: 7 } as const;
const LABEL_WIDTH = 2600;

export function setPlace(galley: SheetGalley, place: Place, phrases: MarkPhrases): FileChild[] {
  const locked = (tag: string, line: string, style: string): FileChild => {
    galley.controls += 1;
    return new LockedParagraph({ number: galley.controls, tag }, setLine(line, style));
  };
  const tag = tagOf(place.id);
  const start = locked(tag, `${startMark(place.id)} ${startPhrase(place, phrases)}`, STYLE.placeStart);
  const content = bookmarked(bookmarkOf(place.id), galley.controls, setContent(galley, place));
  return [
    ...setLineIfAny(place.title, STYLE.placeTitle),
    ...setLineIfAny(place.hint, STYLE.placeHint),
    start,
    ...content,
    locked(`/${tag}`, `${endMark(place.id)} ${phrases.end}`, STYLE.placeEnd),
  ];
}

function startPhrase({ kind }: Place, phrases: MarkPhrases): string {
  switch (kind) {
    case 'text':
      return phrases.start;
    case 'boxes':
      return phrases.startBoxes;
    case 'table':
    case 'records':
      return phrases.startTable;
  }
}

function setContent(galley: SheetGalley, place: Place): FileChild[] {
  switch (place.kind) {
    case 'text':
      return orEmpty(setBlocks(galley, place.blocks, STYLE.body), STYLE.body, EMPTY_LINES[place.part]);
    case 'boxes':
      return place.options.flatMap((option) => setOption(galley, option));
    case 'table':
      return [setRows(galley, place)];
    case 'records':
      return setRecords(galley, place);
  }
}

function orEmpty(children: FileChild[], style: string, lines: number): FileChild[] {
  return children.length > 0 ? children : Array.from({ length: lines }, () => new Paragraph({ style }));
}

/** "☐ Yes" and, where it takes details, what stands under it or an empty line for it. */
function setOption(galley: SheetGalley, { text, ticked, details }: BoxOption): FileChild[] {
  galley.controls += 1;
  const bidirectional = startsRightToLeft(text);
  const line = new Paragraph({
    style: STYLE.boxLine,
    children: [
      checkBox(ticked, galley.controls, { on: TICKED_BOX, off: BOX }),
      ...textRuns(` ${text}`, {}, bidirectional),
    ],
    ...(bidirectional ? { bidirectional } : {}),
  });
  if (details === null) return [line];
  return [line, ...orEmpty(setBlocks(galley, details, STYLE.boxDetails), STYLE.boxDetails, 1)];
}

function setRows(galley: SheetGalley, { fields, rows, spare }: TablePlace): Table {
  const widths = widthsOf(fields, galley.textWidth);
  const height = Math.max(...fields.map(({ size }) => ROW_HEIGHTS[size]));
  const blank = fields.map((): readonly Block[] => []);
  return new Table({
    ...TABLE_FRAME,
    width: { size: galley.textWidth, type: WidthType.DXA },
    columnWidths: widths,
    tableLook: { firstRow: true, firstColumn: false, noVBand: true },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: fields.map(({ label }, column) => labelCell(label, widths[column] ?? 0)),
      }),
      ...[...rows, ...Array.from({ length: spare }, () => blank)].map(
        (cells) =>
          new TableRow({
            height: { value: height, rule: HeightRule.ATLEAST },
            children: cells.map((cell, column) => writingCell(galley, cell, widths[column] ?? 0)),
          }),
      ),
    ],
  });
}

/** By what their fields are for; together exactly the width of the text. */
function widthsOf(fields: readonly Field[], textWidth: number): number[] {
  const all = fields.reduce((sum, { size }) => sum + SHARES[size], 0);
  const widths = fields.map(({ size }) => Math.floor((textWidth * SHARES[size]) / all));
  const given = widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width, column) => (column === 0 ? width + textWidth - given : width));
}

function setRecords(galley: SheetGalley, { fields, records }: RecordsPlace): FileChild[] {
  const widths = [LABEL_WIDTH, galley.textWidth - LABEL_WIDTH];
  return records.flatMap(({ title, cells }) => [
    setLine(title, STYLE.caption),
    new Table({
      ...TABLE_FRAME,
      width: { size: galley.textWidth, type: WidthType.DXA },
      columnWidths: widths,
      tableLook: { firstRow: false, firstColumn: true, noVBand: true },
      rows: fields.map(
        ({ label, size }, index) =>
          new TableRow({
            height: { value: ROW_HEIGHTS[size], rule: HeightRule.ATLEAST },
            children: [
              labelCell(label, LABEL_WIDTH),
              writingCell(galley, cells[index] ?? [], galley.textWidth - LABEL_WIDTH),
            ],
          }),
      ),
    }),
  ]);
}

const labelCell = (label: string, width: number): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    shading: { fill: HEADING_FILL },
    children: [setLine(label, STYLE.cellHeading)],
  });

const writingCell = (galley: SheetGalley, blocks: readonly Block[], width: number): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    children: orEmpty(setBlocks(galley, blocks, STYLE.cell), STYLE.cell, 1) as (Paragraph | Table)[],
  });
