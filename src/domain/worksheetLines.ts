/**
 * A file cut at the marks of a worksheet: what stands in each place, and what stands in none. Knows neither questions nor
 * answers. Pure.
 */
import type { Inline } from './outline.ts';
import type { RichBlock, RichFile } from './reading.ts';
import { readMark, unshielded, type PlaceId } from './worksheetMarks.ts';

/** A line of a file: of a block, or of a text. */
export interface Line {
  readonly text: string;
  /** The block, with this line of it alone; of a text without marks a paragraph. */
  readonly block: RichBlock;
  /** It is part of the same paragraph as the line before. */
  readonly goesOn: boolean;
}

/** What stands in one place, or in one stretch between two. */
export interface Stretch {
  readonly lines: readonly Line[];
}

export interface Cut {
  readonly places: ReadonlyMap<PlaceId, Stretch>;
  /** In reading order; `after` is the place that was closed before it. */
  readonly outside: readonly (Stretch & { readonly after: PlaceId | null })[];
}

export function linesOf(file: RichFile): readonly Line[] {
  if (file.form === 'blocks') return file.blocks.flatMap(linesOfBlock);
  return file.text.split('\n').map((text) => typed(text));
}

const typed = (text: string, goesOn = false): Line => {
  const inlines = text === '' ? [] : [{ kind: 'run', text, bold: false, italic: false } as const];
  return { text, goesOn, block: { kind: 'paragraph', within: null, inlines } };
};

export function linesOfBlock(block: RichBlock): readonly Line[] {
  if (block.kind === 'table') return [{ text: '', block, goesOn: false }];
  const lines: Inline[][] = [[]];
  for (const inline of block.inlines) {
    if (inline.kind === 'break') lines.push([]);
    else lines.at(-1)?.push(inline);
  }
  return lines.map((inlines, at) => ({ text: textOf(inlines), block: { ...block, inlines }, goesOn: at > 0 }));
}

export const textOf = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'run') return inline.text;
      return inline.kind === 'link' ? inline.runs.map(({ text }) => text).join('') : '';
    })
    .join('');

/** All words of a block, those of its cells too. */
export function wordsOf(block: RichBlock): string {
  if (block.kind !== 'table') return textOf(block.inlines);
  return block.rows.map((cells) => cells.map((cell) => cell.map(wordsOf).join(' ')).join(' | ')).join('\n');
}

/** What a cut needs to know of the sheet. */
export interface SheetMarks {
  readonly known: ReadonlySet<PlaceId>;
  /** What stands after marks, in every language. */
  readonly phrases: readonly string[];
  /** Whether we printed a line ourselves: a question, help, a hint. */
  readonly isPrinted: (line: string) => boolean;
}

/**
 * Cuts lines at marks. A place without its end goes up to the next mark, or to the first line that we printed; one without
 * its start begins after the last such line.
 */
export function cutAtMarks(lines: readonly Line[], { known, phrases, isPrinted }: SheetMarks): Cut {
  const places = new Map<PlaceId, Stretch>();
  const outside: { lines: Line[]; after: PlaceId | null }[] = [{ lines: [], after: null }];
  let open: { place: PlaceId; lines: Line[] } | null = null;

  const close = (place: PlaceId, own: readonly Line[], ended: boolean): void => {
    const cut = ended ? -1 : own.findIndex(({ text }) => isPrinted(text));
    const kept = cut === -1 ? own : own.slice(0, cut);
    // Of two copies of one place the first with a text counts; the other is shown.
    const isFirst = !hasText(places.get(place)?.lines ?? []);
    if (isFirst) places.set(place, { lines: kept });
    outside.push({ lines: [...(isFirst ? [] : kept), ...(cut === -1 ? [] : own.slice(cut))], after: place });
  };

  for (const line of lines) {
    const mark = line.text === '' ? null : readMark(line.text, known, phrases);
    if (mark === null) {
      (open ?? outside.at(-1))?.lines.push(line);
      continue;
    }
    const { kind, place, before, after } = mark;
    if (before !== '') (open ?? outside.at(-1))?.lines.push(typed(before));
    if (kind === 'end' && open === null) {
      const loose = outside.at(-1)?.lines ?? [];
      const from = loose.findLastIndex(({ text }) => isPrinted(text)) + 1;
      close(place, loose.splice(from), true);
    } else if (open !== null) {
      close(open.place, open.lines, kind === 'end' && open.place === place);
    }
    open = kind === 'start' ? { place, lines: [] } : null;
    if (after !== '') (open ?? outside.at(-1))?.lines.push(typed(after));
  }
  if (open !== null) close(open.place, open.lines, false);
  const isOurs = ({ text, block }: Line): boolean => block.kind !== 'table' && isPrinted(text);
  return {
    places,
    outside: outside
      .map(({ lines: all, after }) => ({ lines: all.filter((line) => !isOurs(line)), after }))
      .filter((stretch) => hasText(stretch.lines)),
  };
}

const hasText = (lines: readonly Line[]): boolean => lines.some(({ block }) => wordsOf(block).trim() !== '');

/** The blocks that lines belong to, their lines together again. */
export function blocksOf({ lines }: Stretch): readonly RichBlock[] {
  const blocks: RichBlock[] = [];
  for (const { block, goesOn } of lines) {
    const last = blocks.at(-1);
    const bare = unshieldedBlock(block);
    if (goesOn && last !== undefined && last.kind !== 'table' && bare.kind !== 'table') {
      blocks[blocks.length - 1] = { ...last, inlines: [...last.inlines, { kind: 'break' }, ...bare.inlines] };
    } else blocks.push(bare);
  }
  return blocks;
}

function unshieldedBlock(block: RichBlock): RichBlock {
  if (block.kind === 'table') {
    return { ...block, rows: block.rows.map((cells) => cells.map((cell) => cell.map(unshieldedBlock))) };
  }
  const [first, ...rest] = block.inlines;
  if (first?.kind !== 'run') return block;
  const text = unshielded(first.text);
  return { ...block, inlines: text === '' ? rest : [{ ...first, text }, ...rest] };
}

/** The text of lines as they were typed. */
export const typedText = ({ lines }: Stretch): string =>
  lines
    .map(({ text }) => unshielded(text))
    .join('\n')
    .replace(/^(?:[ \t]*\n)+|\s+$/g, '');
