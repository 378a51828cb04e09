/**
 * Tables as text: cutting what somebody pasted at its separators, and writing files that spreadsheets open without
 * taking a cell for a formula. Knows no columns.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Separator, TextRow } from '../domain/signatoryTable.ts';

interface CsvRecord {
  readonly record: readonly string[];
  /** `lines`: of the text, up to the end of the record. */
  readonly info: { readonly lines: number };
}

/** Cuts a text into rows and cells; blank rows are left out. Where quotes do not close, they are signs like any other. */
export function rowsOf(text: string, separator: Separator): readonly TextRow[] {
  return recordsOf(text, separator)
    .filter(({ record }) => record.some((cell) => cell !== ''))
    .map(({ record, info }) => ({ line: info.lines - lineEndsIn(record), cells: record }));
}

function recordsOf(text: string, delimiter: Separator): readonly CsvRecord[] {
  const shape = { delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
  try {
    return parse(text, { ...shape, relax_quotes: true }) as unknown as readonly CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return parse(text, { ...shape, quote: false }) as unknown as readonly CsvRecord[];
  }
}

/** A cell in quotes may hold line ends: its row is named by the line that it begins on. */
const lineEndsIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n?|\n/g)?.length ?? 0), 0);

/**
 * A file with commas, CRLF and a byte order mark, without which Excel takes UTF-8 for something else. A cell that a
 * spreadsheet would read as a formula begins with an apostrophe.
 */
export function tableFile(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { bom: true, record_delimiter: 'windows', escape_formulas: true });
}
