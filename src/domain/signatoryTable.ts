/**
 * A text that somebody pasted as rows: by which separator it is cut, whether its first row names the columns, and what
 * a cell is by itself. Pure; cutting comes in, and so do the names of countries.
 */
import { isEmail, type SignatoryField } from './signatoryForm.ts';
import { HEADINGS, KIND_WORDS, readWord, STATUS_WORDS } from './signatoryWords.ts';

export type Separator = '\t' | ';' | ',';

export interface TextRow {
  /** In the text, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What the import needs from outside. */
export interface ImportTools {
  /** Cuts a text at a separator, quotes taken care of; blank lines are left out. Never throws. */
  readonly cut: (text: string, separator: Separator) => readonly TextRow[];
  /** Code of a country by its name in any of our languages, or by its code; null: none of these. */
  readonly countryCode: (text: string) => string | null;
}

/** Rows, and what their columns are. */
export interface Columns {
  /** Null for a column that is left out. Missing: no headings, each cell is read for what it is. */
  readonly columns: readonly (SignatoryField | null)[] | null;
  readonly rows: readonly TextRow[];
  readonly unknownColumns: readonly string[];
}

/** The rows of a text: a table with or without headings, or one name a line. */
export function tableIn(text: string, tools: ImportTools): Columns {
  const lined = inLines(text);
  for (const separator of ['\t', ';', ','] as const) {
    const rows = tools.cut(lined, separator);
    const headed = headedTable(rows);
    if (headed !== null) return headed;
    if (isTable(rows, separator, tools)) return { columns: null, rows, unknownColumns: [] };
  }
  const lines = lined.split('\n').map((line, index) => ({ line: index + 1, cells: [line.trim()] }));
  return { columns: null, rows: lines.filter(({ cells }) => cells[0] !== ''), unknownColumns: [] };
}

/** Letters often list organisations in a sentence, "1) A; 2) B; and 3) C": such a line becomes one name a line. */
function inLines(text: string): string {
  const lines = text.trim();
  if (lines.includes('\n') || (lines.match(/(?<!\S)\d{1,3}[.)]\s/g)?.length ?? 0) < 2) return text;
  return lines.replace(/[;,]?\s+(?:(?:and|et|y|e)\s+)?(?=\d{1,3}[.)]\s)/gi, '\n').replace(/[;,.]+$/gm, '');
}

/** The first row as headings: one of them names the organisation, and no cell of it looks like something else. */
function headedTable(rows: readonly TextRow[]): Columns | null {
  const [first, ...rest] = rows;
  if (first === undefined) return null;
  const columns = first.cells.map((cell) => readWord(HEADINGS, cell));
  const unique = columns.map((field, place) => (columns.indexOf(field) === place ? field : null));
  if (!unique.includes('name') || first.cells.some(isEmail)) return null;
  return {
    columns: unique,
    rows: rest,
    unknownColumns: first.cells.filter((cell, place) => unique[place] === null && cell !== ''),
  };
}

/** Names hold commas, so a comma is a separator only where what follows it is known to be something else. */
function isTable(rows: readonly TextRow[], separator: Separator, tools: ImportTools): boolean {
  const cut = rows.filter(({ cells }) => cells.length > 1);
  if (separator === '\t') return cut.length > 0;
  if (separator === ';') return cut.length > rows.length / 2;
  const told = cut.filter(({ cells }) => cells.slice(1).some((cell) => fieldOf(cell, tools) !== null));
  return told.length > rows.length / 2;
}

/** What a cell is by itself; null: a name, of an organisation or of a person. */
export function fieldOf(cell: string, { countryCode }: ImportTools): SignatoryField | null {
  if (cell === '') return null;
  if (isEmail(cell)) return 'email';
  if (countryCode(cell) !== null) return 'country';
  if (readWord(STATUS_WORDS, cell) !== null) return 'status';
  return readWord(KIND_WORDS, cell) === null ? null : 'kind';
}
