/** Tables of a worksheet, as they come back: rows under a header, and records with a label in front of each field. Pure. */
import type { RichBlock } from './reading.ts';
import type { Field, RecordsPlace, TablePlace } from './worksheet.ts';
import { readBox } from './worksheetBoxes.ts';
import type { FoundRow } from './worksheetFound.ts';
import { linesOfBlock, wordsOf, type Line, type Stretch } from './worksheetLines.ts';
import { unshielded } from './worksheetMarks.ts';
import { signsOf } from './worksheetPrinted.ts';
import type { ReadPlace, Text } from './worksheetReading.ts';

type Cell = readonly RichBlock[];
type Cells = readonly Cell[];

/** By the labels of the header where it is still there, else by column. */
export function readRows({ fields }: TablePlace, { lines }: Stretch, text: Text): ReadPlace {
  const { rows, left } = tablesIn(lines, fields.length);
  if (rows.length === 0) return { found: null, left };
  const all = rows.flat();
  const header = all.findIndex((cells) => isHeader(cells, fields));
  const columns = fieldsByColumn(all[header], fields);
  const found = all
    .filter((_, index) => index > header)
    .map((cells) =>
      rowOf(
        cells.map((cell, column): [Field | undefined, Cell] => [columns[column], cell]),
        text,
      ),
    );
  return { found: { kind: 'rows', rows: found.filter(hasText) }, left };
}

const isHeader = (cells: Cells, fields: readonly Field[]): boolean => {
  const labels = new Set(fields.map(({ label }) => signsOf(label)));
  const known = cells.filter((cell) => labels.has(signsOf(cell.map(wordsOf).join(' '))));
  return known.length * 2 > cells.length;
};

function fieldsByColumn(header: Cells | undefined, fields: readonly Field[]): readonly (Field | undefined)[] {
  if (header === undefined) return fields;
  return header.map((cell, column) => {
    const words = signsOf(cell.map(wordsOf).join(' '));
    return fields.find(({ label }) => signsOf(label) === words) ?? fields[column];
  });
}

/** A record for each table, and for each time that the first label comes again in one. */
export function readRecords({ fields }: RecordsPlace, { lines }: Stretch, text: Text): ReadPlace {
  const { rows, left } = tablesIn(lines, 2);
  if (rows.length === 0) return { found: null, left };
  const records = rows.flatMap((table) => {
    const found: [Field | undefined, Cell][][] = [];
    for (const [index, [label = [], ...cells]] of table.entries()) {
      const words = signsOf(label.map(wordsOf).join(' '));
      const named = fields.find((one) => signsOf(one.label) === words);
      const field = named ?? (table.length === fields.length ? fields[index] : undefined);
      const last = found.at(-1);
      const isKnown = last === undefined || last.some(([known]) => known !== undefined && known === field);
      const pair: [Field | undefined, Cell] = [field, field === undefined ? [...label, ...cells.flat()] : cells.flat()];
      if (isKnown && field !== undefined) found.push([pair]);
      else if (last === undefined) found.push([pair]);
      else last.push(pair);
    }
    return found;
  });
  const lost = records.flat().flatMap(([field, cell]) => (field === undefined ? cell.flatMap(linesOfBlock) : []));
  const found = records.map((pairs) => rowOf(pairs, text)).filter(hasText);
  return { found: { kind: 'rows', rows: found }, left: [...left, ...lost] };
}

const hasText = (row: FoundRow): boolean => Object.values(row).some((text) => text.trim() !== '');

function rowOf(pairs: readonly (readonly [Field | undefined, Cell])[], text: Text): Record<string, string> {
  const row: Record<string, string> = {};
  for (const [field, cell] of pairs) {
    if (field === undefined) continue;
    const value = cellText(field, cell, text);
    row[field.id] = row[field.id] === undefined || row[field.id] === '' ? value : `${row[field.id]}\n\n${value}`.trim();
  }
  return row;
}

function cellText(field: Field, cell: Cell, text: Text): string {
  const lines = cell.flatMap(linesOfBlock);
  switch (field.form) {
    case 'text':
      return text.markdown({ lines });
    case 'literal':
    case 'country':
      return literal(lines);
    case 'choice':
      return chosen(field, lines);
  }
}

const literal = (lines: readonly Line[]): string =>
  lines
    .map((line) => unshielded(line.text))
    .join('\n')
    .trim();

/** The options that are ticked, one a line; else what somebody wrote beside the boxes. */
function chosen({ options }: Field, lines: readonly Line[]): string {
  const boxes = lines.map((line) => ({ line, box: readBox(line.text, options) }));
  const ticked = boxes.flatMap(({ box }) => (box?.ticked === true ? [box.id] : []));
  if (ticked.length > 0) return ticked.join('\n');
  return literal(boxes.flatMap(({ line, box }) => (box === null ? [line] : [])));
}

/** The tables among lines; of a text, lines whose columns are apart by tabs or bars. */
function tablesIn(
  lines: readonly Line[],
  columns: number,
): { rows: readonly (readonly Cells[])[]; left: readonly Line[] } {
  const rows: (readonly Cells[])[] = [];
  const left: Line[] = [];
  const typed: Cells[] = [];
  for (const line of lines) {
    if (line.block.kind === 'table') rows.push(line.block.rows);
    else {
      const cells = typedRow(line.text, columns);
      if (cells !== null) typed.push(cells);
      else left.push(line);
    }
  }
  if (typed.length > 0) rows.push(typed);
  return { rows, left };
}

/** Null: it is no row. */
function typedRow(line: string, columns: number): Cells | null {
  const parts = /\t/.test(line)
    ? line.split('\t')
    : /\|/.test(line)
      ? line.replace(/^\s*\||\|\s*$/g, '').split('|')
      : [];
  if (parts.length < 2 || parts.length > columns || parts.every((part) => /^[\s:=+-]*$/.test(part))) return null;
  return parts.map((part) => {
    const text = part.trim();
    return text === ''
      ? []
      : [{ kind: 'paragraph', within: null, inlines: [{ kind: 'run', text, bold: false, italic: false }] } as const];
  });
}
