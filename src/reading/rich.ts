/**
 * What all readers of files with marks share: how the inlines of a paragraph are put together, and what such blocks say
 * as plain text.
 */
import type { Inline, Run } from '../domain/outline.ts';
import { lineOfBlock, raised, type RichBlock, type TextBlock } from '../domain/reading.ts';
import { legible } from './plain.ts';
import type { Reading, RichReading } from './reading.ts';

/** What a piece of text is set in. */
export interface Marks {
  readonly bold: boolean;
  readonly italic: boolean;
  /** The address that it leads to; null: no link. */
  readonly href: string | null;
}
export const UNMARKED: Marks = { bold: false, italic: false, href: null };

type OpenInline =
  Exclude<Inline, { kind: 'link' }> | { readonly kind: 'link'; readonly href: string; readonly runs: Run[] };

/** The inlines of one paragraph under way. Runs of the same marks are one. */
export class Line {
  private found: OpenInline[] = [];

  text(text: string, { bold, italic, href }: Marks): void {
    for (const [at, part] of legible(text).split('\n').entries()) {
      if (at > 0) this.found.push({ kind: 'break' });
      if (part !== '') join(this.holder(href), { kind: 'run', text: part, bold, italic });
    }
  }

  call(number: number): void {
    this.found.push({ kind: 'footnote', number });
  }

  /** The inlines so far, without white space at either end; and begins anew. */
  end(): readonly Inline[] {
    const inlines = trimmed(this.found);
    this.found = [];
    return inlines;
  }

  /** What the next run belongs to: the paragraph, or a link in it. */
  private holder(href: string | null): OpenInline[] | Run[] {
    if (href === null) return this.found;
    const last = this.found.at(-1);
    if (last?.kind === 'link' && last.href === href) return last.runs;
    const runs: Run[] = [];
    this.found.push({ kind: 'link', href, runs });
    return runs;
  }
}

/** Changes the list: a paragraph may have very many runs. */
function join(inlines: (OpenInline | Run)[], run: Run): void {
  const last = inlines.at(-1);
  if (last?.kind === 'run' && last.bold === run.bold && last.italic === run.italic) {
    inlines[inlines.length - 1] = { ...last, text: last.text + run.text };
  } else inlines.push(run);
}

const isBlank = (inline: Inline | undefined): boolean =>
  inline?.kind === 'break' || (inline?.kind === 'run' && inline.text.trim() === '');

function trimmed(inlines: readonly Inline[]): readonly Inline[] {
  let [start, end] = [0, inlines.length];
  while (start < end && isBlank(inlines[start])) start += 1;
  while (end > start && isBlank(inlines[end - 1])) end -= 1;
  return inlines.slice(start, end).map((inline, at, all) => {
    if (inline.kind !== 'run') return inline;
    const text = at === 0 ? inline.text.trimStart() : inline.text;
    return { ...inline, text: at === all.length - 1 ? text.trimEnd() : text };
  });
}

/** The address of a link as answers may hold it; null: it leads anywhere but to the web or a mailbox. */
export function addressOf(target: string): string | null {
  const typed = target.trim();
  if (!/^(?:https?:\/\/[^/]|mailto:[^@\s]+@[^@\s])/i.test(typed) || !URL.canParse(typed)) return null;
  return /^mailto:/i.test(typed) ? typed.replace(/\?.*$/s, '') : typed;
}

const textOf = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'run') return inline.text;
      if (inline.kind === 'break') return '\n';
      return inline.kind === 'footnote' ? raised(inline.number) : inline.runs.map(({ text }) => text).join('');
    })
    .join('');

/** The same without marks, notes last. */
export function withoutMarks({ blocks, notes, title, notices }: RichReading): Reading {
  const marked = notes.flatMap((note, index): TextBlock[] => {
    const text = plainBlocks(note).map(lineOfBlock).join('\n').trim();
    return text === '' ? [] : [{ kind: 'note', label: raised(index + 1), text }];
  });
  return { blocks: [...plainBlocks(blocks), ...marked], title, notices };
}

function plainBlocks(blocks: readonly RichBlock[]): TextBlock[] {
  return blocks.flatMap((block): TextBlock[] => {
    if (block.kind === 'table') return block.rows.flatMap(plainRow);
    const text = textOf(block.inlines);
    if (text.trim() === '') return [];
    switch (block.kind) {
      case 'heading':
        return [{ kind: 'heading', level: block.level, label: block.label, text }];
      case 'paragraph':
        return [{ kind: 'paragraph', text }];
      case 'item':
        return [{ kind: 'item', depth: block.depth, label: block.label, text }];
    }
  });
}

function plainRow(cells: readonly (readonly RichBlock[])[]): TextBlock[] {
  const [only] = cells;
  // A frame around text, and no table.
  if (cells.length === 1 && only !== undefined) return plainBlocks(only);
  const texts = cells.map((cell) => plainBlocks(cell).map(lineOfBlock).join('\n'));
  return texts.some((text) => text !== '') ? [{ kind: 'row', cells: texts }] : [];
}

/** A table; a single cell is a frame around text, and no table. */
export function framed(rows: readonly (readonly (readonly RichBlock[])[])[]): readonly RichBlock[] {
  const [[only, ...beside] = [], ...more] = rows;
  if (only !== undefined && beside.length === 0 && more.length === 0) return only;
  return rows.length === 0 ? [] : [{ kind: 'table', rows }];
}
