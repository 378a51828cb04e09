/**
 * How much of a file is read at most, and how what goes beyond is refused. Every limit is far above what a call for
 * input, a reference text or a worksheet needs, and far below what a small server can bear.
 */
import { AppError } from '../domain/errors.ts';
import { REFUSALS, type Refusal } from '../domain/reading.ts';

export const LIMITS = {
  /** Of the file as it comes. */
  bytesMax: 10 * 1024 * 1024,
  /** Of plain text and web pages as they come: these are read whole. */
  textBytesMax: 3 * 1024 * 1024,
  /** Of all that a file unpacks to, as far as it is read. */
  unpackedBytesMax: 48 * 1024 * 1024,
  /** Of one part that is read as XML: its tree takes some ten times as much memory. */
  xmlBytesMax: 12 * 1024 * 1024,
  entriesMax: 2_000,
  /** How many times its packed size an entry may be: real Word files stay below 60. */
  ratioMax: 250,
  /** Elements within each other. */
  depthMax: 200,
  /** Tags of a web page. */
  tagsMax: 150_000,
  /** Of a picture in a file, as it says of itself: more than any camera has. */
  picturePixelsMax: 300_000_000,
  pagesMax: 300,
  pdfObjectsMax: 60_000,
  /** Characters of the text that comes out. */
  charactersMax: 600_000,
  /** Of a text that is read as a call: some hundred pages. */
  callCharactersMax: 300_000,
} as const;

/** Ends the reading of a file. The code alone leaves the process: no text of a file does. */
export function refuse(why: Refusal): never {
  throw new AppError('invalid', why);
}

/** Why reading ended: what `refuse` said, or that the file is broken in a way that a library did not expect. */
export function refusalIn(error: unknown): Refusal {
  const why = error instanceof AppError ? REFUSALS.find((one) => one === error.message) : undefined;
  return why ?? 'damaged';
}
