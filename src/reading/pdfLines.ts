/**
 * From the pieces of text that a PDF places on its pages to lines: pieces at one height are one line, running heads and
 * page numbers go, notes at the foot are set apart.
 */
import { raised } from '../domain/reading.ts';

/** A piece of text: where it begins and how wide it is, in points, from the lower left corner. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

export interface PageOfPieces {
  readonly height: number;
  readonly pieces: readonly Piece[];
}

export interface PdfLine {
  text: string;
  readonly x: number;
  readonly y: number;
  end: number;
  size: number;
  /** Counts from 0. */
  readonly page: number;
}

/** Lines of one page, in the order in which the page places them. */
export function linesOfPage({ pieces }: PageOfPieces, page: number): PdfLine[] {
  const lines: PdfLine[] = [];
  for (const piece of pieces) {
    if (piece.text === '') continue;
    const last = lines.at(-1);
    if (last !== undefined && goesOn(last, piece)) append(last, piece);
    else if (piece.text.trim() !== '') {
      lines.push({ text: piece.text, x: piece.x, y: piece.y, end: piece.x + piece.width, size: piece.size, page });
    }
  }
  for (const line of lines)
    line.text = line.text
      .replace(/ {2,}/g, ' ')
      .replace(/ ?\t ?/g, '\t')
      .trim();
  return lines.filter(({ text }) => text !== '');
}

function goesOn(line: PdfLine, { x, y, size }: Piece): boolean {
  const level = Math.abs(y - line.y) < 0.6 * Math.max(size, line.size);
  return level && x > line.end - Math.max(size, line.size) * 2;
}

function append(line: PdfLine, piece: Piece): void {
  // Some files place the space itself, as wide as it is.
  const blank = piece.text.trim() === '';
  const gap = blank ? piece.width : piece.x - line.end;
  if (blank && gap > 2.5 * line.size) line.text = line.text.trimEnd();
  const high = piece.size < 0.8 * line.size && piece.y > line.y + 0.1 * line.size;
  const text = high && /^\d{1,3}$/.test(piece.text.trim()) ? raised(piece.text.trim()) : piece.text;
  // Cells of a table stand far apart.
  const space =
    gap > 2.5 * line.size
      ? '\t'
      : gap > 0.12 * line.size && !/^\s|\s$/.test(line.text.slice(-1) + text.charAt(0))
        ? ' '
        : '';
  line.text += blank && space === '\t' ? space : space + text;
  line.end = Math.max(line.end, piece.x + piece.width);
  // A line may begin with the mark of a note.
  line.size = Math.max(line.size, piece.size);
}

const PAGE_NUMBER = /^(?:[-–—] ?)?(?:(?:page|página|p\.) ?)?\d{1,4}(?: ?(?:\/|of|sur|de) ?\d{1,4})?(?: ?[-–—])?$/i;
/** How much of a page its head and its foot take at most. */
const MARGIN = 0.13;

/** Without what stands at the same place of several pages, and without page numbers. */
export function withoutHeads(pages: readonly (readonly PdfLine[])[], heights: readonly number[]): PdfLine[][] {
  const times = new Map<string, number>();
  const placeOf = (line: PdfLine): string | null => {
    const height = heights[line.page] ?? 0;
    const margin = line.y > height * (1 - MARGIN) ? 'head' : line.y < height * MARGIN ? 'foot' : null;
    return margin === null ? null : `${margin} ${line.text.replace(/\d+/g, '#')}`;
  };
  for (const lines of pages) {
    for (const place of new Set(lines.map(placeOf))) if (place !== null) times.set(place, (times.get(place) ?? 0) + 1);
  }
  // On two pages it may be chance only where there are many.
  const often = Math.max(2, pages.length * 0.3);
  return pages.map((lines) =>
    lines.filter((line) => {
      const place = placeOf(line);
      return place === null || !((times.get(place) ?? 0) >= often || PAGE_NUMBER.test(line.text));
    }),
  );
}

/** The size that most letters have. */
export function bodySizeOf(lines: readonly PdfLine[]): number {
  const sizes = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    sizes.set(rounded, (sizes.get(rounded) ?? 0) + text.length);
  }
  return [...sizes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 10;
}

/** What begins a note at the foot of a page: its number, set high or not. */
const NOTE = /^(?<label>[¹²³⁰⁴⁵⁶⁷⁸⁹]{1,3}|\d{1,3}|\*{1,3})[.)]?\s?(?=\S)/u;

/** Small lines at the foot of a page from one on that begins with a number; the others stay. */
export function cutNotes(lines: readonly PdfLine[], bodySize: number): { body: PdfLine[]; notes: PdfLine[] } {
  let from = lines.length;
  while (from > 0 && (lines[from - 1]?.size ?? bodySize) < bodySize * 0.92) from -= 1;
  while (from < lines.length && !NOTE.test(lines[from]?.text ?? '')) from += 1;
  return { body: lines.slice(0, from), notes: lines.slice(from) };
}

/** The number of a note and its words; null where the line only goes on. */
export function noteIn(text: string): { readonly label: string; readonly text: string } | null {
  const match = NOTE.exec(text);
  const label = match?.groups?.['label'];
  if (match === null || label === undefined) return null;
  return { label: raised(label), text: text.slice(match[0].length) };
}
