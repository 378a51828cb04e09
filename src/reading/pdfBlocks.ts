/**
 * From the lines of a PDF to blocks: lines that were broken to fit the page are joined again, headings, items and notes
 * are told apart. What the file does not say, the places and sizes of its letters do.
 */
import type { TextBlock } from '../domain/reading.ts';
import {
  bodySizeOf,
  cutNotes,
  linesOfPage,
  noteIn,
  withoutHeads,
  type PageOfPieces,
  type PdfLine,
} from './pdfLines.ts';

export function blocksOfPages(pages: readonly PageOfPieces[]): TextBlock[] {
  const kept = withoutHeads(
    pages.map(linesOfPage),
    pages.map(({ height }) => height),
  );
  const bodySize = bodySizeOf(kept.flat());
  const cut = kept.map((lines) => cutNotes(lines, bodySize));
  const body = cut.flatMap((page) => page.body);
  const words = hyphenatedIn(body);
  return [
    ...joined(body, bodySize, words),
    ...notesOf(
      cut.flatMap((page) => page.notes),
      words,
    ),
  ];
}

/** As a list prints it: "1.", "2.1", "(a)", "iv)", "•". */
const LABEL =
  /^(?<label>(?:[•●▪◦‣∙·○■□❖➢➤✓–—-]|\(?(?:\d{1,3}(?:\.\d{1,2}){0,4}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,4}))\s+(?=\S)/u;
const SENTENCE_END = /[.!?;:…]["'»”)\]]*$/u;
/** How much wider than usual the space between two lines of different paragraphs is. */
const APART = 1.35;

interface Group {
  readonly lines: PdfLine[];
  readonly label: string | null;
}

function joined(lines: readonly PdfLine[], bodySize: number, words: ReadonlySet<string>): TextBlock[] {
  const pitch = pitchOf(lines, bodySize);
  const right = rightEdge(lines);
  const groups: Group[] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const last = group?.lines.at(-1);
    if (group !== undefined && last !== undefined && continues(group, last, line, pitch, right)) group.lines.push(line);
    else groups.push({ lines: [line], label: LABEL.exec(line.text)?.groups?.['label'] ?? null });
  }
  const sizes = headingSizes(groups, bodySize);
  const edges = edgesOf(groups);
  return groups.map((group) => blockOf(group, sizes, edges, words));
}

function continues(group: Group, last: PdfLine, line: PdfLine, pitch: number, right: number): boolean {
  // "by 3. March" at the start of a line is no item, where it hangs under one.
  if (LABEL.test(line.text) && !(line.x > (group.lines[0]?.x ?? 0) + 2 && /[\p{Ll},]$/u.test(last.text))) return false;
  if (Math.abs(last.size - line.size) > 0.08 * last.size) return false;
  if (last.text.includes('\t') || line.text.includes('\t')) return false;
  const lower = /^[\p{Ll},;)]/u.test(line.text);
  const ended = SENTENCE_END.test(last.text);
  const down = last.y - line.y;
  // Another page, or another column.
  if (last.page !== line.page || down < 0) return lower && !ended;
  if (down > pitch * APART && down > last.size * 1.9) return false;
  if (down > pitch * APART) return lower && !ended;
  const short = last.end < right - 0.18 * right;
  if (short) return lower && !ended;
  const first = group.lines[0] ?? last;
  const indented = line.x > last.x + last.size && line.x > first.x + last.size;
  return !(indented && ended);
}

/** The usual space from one line to the next. */
function pitchOf(lines: readonly PdfLine[], bodySize: number): number {
  const steps: number[] = [];
  lines.forEach((line, index) => {
    const last = lines[index - 1];
    if (last === undefined || last.page !== line.page || Math.abs(last.size - line.size) > 0.5) return;
    const down = last.y - line.y;
    if (down > 0.5 * bodySize && down < 2.2 * bodySize) steps.push(down);
  });
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length * 0.4)] ?? bodySize * 1.3;
}

/** Where full lines end. */
function rightEdge(lines: readonly PdfLine[]): number {
  const ends = lines.map(({ end }) => end).sort((a, b) => a - b);
  return ends[Math.floor(ends.length * 0.9)] ?? 0;
}

/** Sizes of headings, the largest first. */
function headingSizes(groups: readonly Group[], bodySize: number): readonly number[] {
  const sizes = groups.flatMap(({ lines: [first] }) =>
    first !== undefined && first.size > bodySize * 1.12 ? [Math.round(first.size)] : [],
  );
  return [...new Set(sizes)].sort((a, b) => b - a);
}

/** How far items are set in, from the left; places that differ by less than a letter are one. */
function edgesOf(groups: readonly Group[]): readonly number[] {
  const edges: number[] = [];
  for (const x of groups
    .flatMap(({ label, lines: [first] }) => (label === null || first === undefined ? [] : [first.x]))
    .sort((a, b) => a - b)) {
    if (x > (edges.at(-1) ?? -Infinity) + 6) edges.push(x);
  }
  return edges;
}

const HEADING_LENGTH_MAX = 200;

function blockOf(
  { lines, label }: Group,
  sizes: readonly number[],
  edges: readonly number[],
  words: ReadonlySet<string>,
): TextBlock {
  const [first] = lines;
  const page = (first?.page ?? 0) + 1;
  const whole = lines.reduce((text, line) => join(text, line.text, words), '');
  if (whole.includes('\t') && lines.length === 1)
    return { kind: 'row', cells: whole.split('\t').map((cell) => cell.trim()), page };
  const text = label === null ? whole : whole.replace(LABEL, '');
  const level = sizes.indexOf(Math.round(first?.size ?? 0)) + 1;
  if (level > 0 && text.length <= HEADING_LENGTH_MAX)
    return { kind: 'heading', level: Math.min(level, 6), label, text, page };
  if (label === null) return { kind: 'paragraph', text, page };
  const depth = Math.max(
    0,
    edges.findLastIndex((edge) => edge <= (first?.x ?? 0) + 3),
  );
  return { kind: 'item', depth, label, text, page };
}

/** Words that are written with a hyphen in the middle of a line. */
function hyphenatedIn(lines: readonly PdfLine[]): ReadonlySet<string> {
  return new Set(lines.flatMap(({ text }) => text.toLowerCase().match(/\p{L}+-\p{L}+/gu) ?? []));
}

/** A word that was parted at the end of a line is put together again; one that has a hyphen keeps it. */
function join(text: string, next: string, words: ReadonlySet<string>): string {
  if (text === '') return next;
  const parted = /(\p{L}+)[-\u00ad\u2010]$/u.exec(text);
  if (parted === null || !/^\p{Ll}/u.test(next))
    return /[-–—/]$/.test(text) && !/\s[-–—]$/.test(text) ? text + next : `${text} ${next}`;
  const rest = /^\p{L}+/u.exec(next)?.[0] ?? '';
  const keeps = words.has(`${parted[1] ?? ''}-${rest}`.toLowerCase());
  return (keeps ? text : text.slice(0, -1)) + next;
}

function notesOf(lines: readonly PdfLine[], words: ReadonlySet<string>): TextBlock[] {
  const notes: { kind: 'note'; label: string; text: string; page: number }[] = [];
  for (const { text, page } of lines) {
    const begun = noteIn(text);
    const last = notes.at(-1);
    if (begun !== null) notes.push({ kind: 'note', ...begun, page: page + 1 });
    else if (last !== undefined) last.text = join(last.text, text, words);
  }
  return notes;
}
