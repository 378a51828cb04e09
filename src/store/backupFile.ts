/**
 * The file of a backup, which is the same for both databases. Knows how it is written and read, and no table.
 *
 * It is UTF-8 text, one JSON value a line, each ended by a line feed:
 *   1. the header: {"format":"aide-memoire backup","version":1,"madeAt":…,"migrations":[…]}
 *   2. for each table {"table":…,"columns":[…]}, and after it its rows: lists of values in the order of the columns.
 *      Bytes are {"base64":…}; they are sealed as in the database.
 *   3. at the end {"manifest":{"madeAt":…,"rows":{…},"unopened":…,"sha256":…},"sealed":…}. The sum is that of all bytes
 *      before this line; "sealed" is the manifest once more, sealed with the key of the database: nobody without the
 *      key can change the file and its sum.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './folder.ts';
import type { Place } from './seal.ts';

export const FORMAT = 'aide-memoire backup';
export const VERSION = 1;
export const MANIFEST: Place = ['backup', 'manifest'];

const FILE_MODE = 0o600;
const LINE_FEED = 0x0a;

export interface Header {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly madeAt: string;
  /** Names of the migrations that had made its tables. */
  readonly migrations: readonly string[];
}

export interface TableHeader {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface Manifest {
  readonly madeAt: string;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Sealed values that did not open when the backup was made. */
  readonly unopened: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface Trailer {
  readonly manifest: Manifest;
  readonly sealed: string;
}

export type Cell = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Cell>>;

/** A file that is being written, under another name until it is finished. */
export interface Writing {
  line(value: unknown): void;
  /** Of what was written so far, hexadecimal. */
  sum(): string;
  /** On disk under its name when this returns. False: there is such a file already, and nothing is left of this one. */
  finish(): boolean;
  /** Leaves nothing behind. */
  giveUp(): void;
}

/** Of mode 0600. Throws what the disk says. */
export function beginFile(path: string): Writing {
  const unfinished = `${path}.${randomUUID()}`;
  const file = openSync(unfinished, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, FILE_MODE);
  fchmodSync(file, FILE_MODE);
  const sum = createHash('sha256');
  function giveUp(): void {
    closeSync(file);
    unlinkSync(unfinished);
  }
  return {
    line(value) {
      const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
      sum.update(bytes);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    },
    sum: () => sum.copy().digest('hex'),
    finish() {
      fsyncSync(file);
      if (existsSync(path)) {
        giveUp();
        return false;
      }
      closeSync(file);
      // A rename, and not a link: disks that are carried about know no links.
      renameSync(unfinished, path);
      syncFolder(dirname(path));
      return true;
    },
    giveUp,
  };
}

/** A line as it was read, and the sum of all bytes before it. `ended`: a line feed followed. */
export interface ReadLine {
  readonly text: string;
  readonly sumBefore: () => string;
  readonly ended: boolean;
}

/** Reads from the beginning. The sum of a line is to be asked for before the next one is read. */
export async function* linesOf(path: string): AsyncGenerator<ReadLine> {
  const sum = createHash('sha256');
  const sumBefore = (): string => sum.copy().digest('hex');
  let pieces: Buffer[] = [];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      const line = Buffer.concat([...pieces, chunk.subarray(from, at + 1)]);
      yield { text: line.toString('utf8', 0, line.length - 1), sumBefore, ended: true };
      sum.update(line);
      pieces = [];
      from = at + 1;
    }
    pieces.push(chunk.subarray(from));
  }
  const rest = Buffer.concat(pieces);
  if (rest.length > 0) yield { text: rest.toString('utf8'), sumBefore, ended: false };
}

const writtenCell = (cell: Cell): unknown =>
  cell instanceof Uint8Array ? { base64: Buffer.from(cell).toString('base64') } : cell;

const readCell = (cell: unknown): Cell =>
  typeof cell === 'object' && cell !== null && 'base64' in cell
    ? Buffer.from(String(cell.base64), 'base64')
    : (cell as Cell);

export const writtenRow = (columns: readonly string[], row: Row): unknown =>
  columns.map((column) => writtenCell(row[column] ?? null));

export const readRow = ({ columns }: TableHeader, cells: readonly unknown[]): Row =>
  Object.fromEntries(columns.map((column, at) => [column, readCell(cells[at])]));
