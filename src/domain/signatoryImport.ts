/**
 * Signatories from a table or a list that somebody pasted: what each row holds, and what is to be said of it before
 * anything is added. Countries and words are known in three languages. Pure. Which rows and columns there are is
 * `signatoryTable.ts`.
 */
import { isSameOrganisation, nameKey, SIGNATORIES_MAX, type Signatory, type SignatoryDetails } from './signatory.ts';
import { EMPTY_SIGNATORY, isEmail, SIGNATORY_FIELDS, type SignatoryField } from './signatoryForm.ts';
import { fieldOf, tableIn, type Columns, type ImportTools } from './signatoryTable.ts';
import { KIND_WORDS, readWord, STATUS_WORDS } from './signatoryWords.ts';

/** Something to say about a row: a phrase under `signatories.import.notes`. */
export interface RowNote {
  readonly note:
    'twin' | 'twinInText' | 'isLead' | 'lead' | 'noName' | 'tooMany' | 'country' | 'email' | 'status' | 'kind';
  /** What could not be read, or the line of the twin; "" for neither. */
  readonly about: string;
}

export interface ImportedRow {
  readonly line: number;
  readonly details: SignatoryDetails;
  /** Whether it is added; the notes say why not. */
  readonly adds: boolean;
  readonly notes: readonly RowNote[];
}

export interface SignatoryImport {
  readonly rows: readonly ImportedRow[];
  /** Headings of columns that are left out. */
  readonly unknownColumns: readonly string[];
}

/**
 * Reads a text: a table with or without headings, or one name a line. `kind` is for rows that name none; `lead` and
 * `list` are the organisations that are there already, which no row repeats.
 */
export function importSignatories(
  text: string,
  kind: Signatory['kind'],
  lead: Pick<Signatory, 'name' | 'country'>,
  list: readonly Signatory[],
  tools: ImportTools,
): SignatoryImport {
  const { rows, columns, unknownColumns } = tableIn(text, tools);
  const read: ImportedRow[] = [];
  let room = SIGNATORIES_MAX - list.length;
  for (const { line, cells } of rows) {
    const { details, isLead, notes } = readRow(cells, columns, kind, tools);
    const why = isLead ? noteOf('lead') : whyNot(details, lead, list, read, room);
    if (why === null) room -= 1;
    read.push({ line, details, adds: why === null, notes: why === null ? notes : [why] });
  }
  return { rows: read, unknownColumns };
}

const noteOf = (note: RowNote['note'], about = ''): RowNote => ({ note, about });

function whyNot(
  details: SignatoryDetails,
  lead: Pick<Signatory, 'name' | 'country'>,
  list: readonly Signatory[],
  before: readonly ImportedRow[],
  room: number,
): RowNote | null {
  if (nameKey(details.name) === '') return noteOf('noName');
  if (isSameOrganisation(details, lead)) return noteOf('isLead');
  if (list.some((one) => isSameOrganisation(details, one))) return noteOf('twin');
  const twin = before.find((row) => row.adds && isSameOrganisation(details, row.details));
  if (twin !== undefined) return noteOf('twinInText', String(twin.line));
  return room <= 0 ? noteOf('tooMany', String(SIGNATORIES_MAX)) : null;
}

interface ReadRow {
  readonly details: SignatoryDetails;
  readonly isLead: boolean;
  readonly notes: readonly RowNote[];
}

function readRow(
  cells: readonly string[],
  columns: Columns['columns'],
  kind: Signatory['kind'],
  tools: ImportTools,
): ReadRow {
  const found = columns === null ? byLooks(cells, tools) : byHeadings(cells, columns);
  const notes: RowNote[] = [];
  /** What cannot be read is left out, and said. */
  const known = <Value>(field: RowNote['note'] & SignatoryField, value: Value | null, none: Value): Value => {
    if (value === null && found[field] !== '') notes.push(noteOf(field, found[field]));
    return value ?? none;
  };
  const readKind = readWord(KIND_WORDS, found.kind);
  const details: SignatoryDetails = {
    kind: readKind === 'lead' ? kind : known('kind', readKind, kind),
    name: withoutNumber(found.name),
    country: known('country', tools.countryCode(found.country), ''),
    contact: found.contact,
    email: known('email', isEmail(found.email) ? found.email : null, ''),
    status: known('status', readWord(STATUS_WORDS, found.status), ''),
  };
  return { details, isLead: readKind === 'lead', notes };
}

type Found = Readonly<Record<SignatoryField, string>>;
const NOTHING: Found = { ...EMPTY_SIGNATORY, kind: '' };

const inOneLine = (cell: string): string => unguarded(cell.replace(/\s+/g, ' ').trim());

function byHeadings(cells: readonly string[], columns: readonly (SignatoryField | null)[]): Found {
  const cellOf = (field: SignatoryField): string => inOneLine(cells[columns.indexOf(field)] ?? '');
  return Object.fromEntries(SIGNATORY_FIELDS.map((field) => [field, cellOf(field)])) as unknown as Found;
}

/** The first cell is the name, unless it only counts; each other one is what it looks like, or a person. */
function byLooks(cells: readonly string[], tools: ImportTools): Found {
  const [first = '', ...rest] = cells.map(inOneLine);
  const counts = /^\d{1,4}[.)]?$/.test(first) && rest.length > 0;
  const [name = '', ...others] = counts ? rest : [first, ...rest];
  const found = { ...NOTHING, name };
  for (const cell of others) {
    const field = fieldOf(cell, tools) ?? 'contact';
    if (found[field] === '') found[field] = cell;
    else if (cell !== '') found.contact = [found.contact, cell].filter(Boolean).join(', ');
  }
  return found;
}

/** "1) HIAS", "12. Oxfam", "- Kids", "• Save": marks of a list are no part of a name. */
function withoutNumber(name: string): string {
  return name.replace(/^(?:\d{1,3}[.)]\s+|[-–—•*·]\s+)/, '').trim();
}

/** The apostrophe by which our own files keep a cell from being taken for a formula. */
function unguarded(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/, '');
}
