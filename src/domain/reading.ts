/**
 * What a file says, whatever kind of file it is: its text in blocks, in reading order, with the labels that its lists
 * print; or why it was not read. The port of whoever reads files. Pure.
 */

import type { Inline } from './outline.ts';
import type { CallProposal } from './reader/proposal.ts';
import type { SheetFound } from './worksheetFound.ts';
import type { Asked } from './worksheetReturn.ts';

/** Kinds of files that are read. `text` is plain text and light Markdown. */
export const FILE_KINDS = ['docx', 'odt', 'pdf', 'html', 'text'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** A piece of a text. Line breaks within a paragraph are kept as "\n"; labels are as printed: "2.1", "(a)", "•". */
export type TextBlock = (
  | { readonly kind: 'heading'; readonly level: number; readonly label: string | null; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** `depth` counts from 0. */
  | { readonly kind: 'item'; readonly depth: number; readonly label: string; readonly text: string }
  /** One row of a table; paragraphs within a cell are apart by "\n". */
  | { readonly kind: 'row'; readonly cells: readonly string[] }
  /** A footnote or an endnote; all of them stand at the end. */
  | { readonly kind: 'note'; readonly label: string; readonly text: string }
) &
  OnPage;

interface OnPage {
  /** The page that it begins on, counted from 1: of a PDF, whose pages are its own. */
  readonly page?: number;
}

export interface ReadFile {
  readonly kind: FileKind;
  /** One paragraph, item or row a line, with an empty line between two. */
  readonly text: string;
  /** What the file itself gives as its title; null: nothing. */
  readonly title: string | null;
  /** In the order of the text, labels included. */
  readonly headings: readonly string[];
  readonly blocks: readonly TextBlock[];
  /** What was left aside in the file, and that somebody should know of. */
  readonly notices: readonly Notice[];
}

/**
 * A piece of a text with its marks: bold, italic, links (http, https, mailto), footnote calls and line breaks. What was
 * struck out with changes tracked is left out. Numbers of footnotes count from 1 over the whole file.
 */
export type RichBlock =
  | {
      readonly kind: 'heading';
      readonly level: number;
      readonly label: string | null;
      readonly inlines: readonly Inline[];
    }
  /** `within`: the depth of the item that it goes on; null: it stands by itself. */
  | { readonly kind: 'paragraph'; readonly within: number | null; readonly inlines: readonly Inline[] }
  /** `depth` counts from 0. An item may be empty. */
  | { readonly kind: 'item'; readonly depth: number; readonly label: string; readonly inlines: readonly Inline[] }
  /** Of two cells or more: a single one is a frame, and its blocks stand for themselves. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly RichBlock[])[])[] };

/** A file read with its marks. Plain text and light Markdown stay as they were written. */
export type RichFile =
  | { readonly form: 'text'; readonly kind: 'text'; readonly text: string }
  | {
      readonly form: 'blocks';
      readonly kind: Exclude<FileKind, 'text'>;
      readonly blocks: readonly RichBlock[];
      /** Footnotes and endnotes, by number. */
      readonly notes: readonly (readonly RichBlock[])[];
      readonly notices: readonly Notice[];
    };

/** `macros`: programs in the file were not run and not read. `changes`: text that was struck out was left out. */
export type Notice = 'macros' | 'changes';

/** Why a file was not read. Each has its sentence in `locales/`, under `reading.refused`. */
export const REFUSALS = [
  'empty',
  /** More bytes than are read at all. */
  'too-large',
  /** Its name says another kind than its content is. */
  'mismatch',
  'unknown',
  /** A Word file from before 2007; a Word file with a password looks the same. */
  'old-word',
  'rtf',
  'image',
  /** A spreadsheet, slides, or an archive of several files. */
  'other-office',
  'archive',
  'encrypted',
  /** Pictures of pages. */
  'no-text',
  'damaged',
  /** It unpacks to far more than it seems to be, or asks for more work than a text can need. */
  'too-heavy',
  'too-many-pages',
  'too-long',
  /** It defines its own entities, which no ordinary program does. */
  'entities',
  'too-slow',
  /** It holds programs. */
  'macros',
  /** It would load something from elsewhere: a template, a picture, an object. */
  'outside',
  /** A picture in it says that it is larger than any camera makes one. */
  'picture',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export interface RefusedFile {
  readonly kind: 'refused';
  readonly why: Refusal;
  /** Of a mismatch: the ending of the name, and what the content is. */
  readonly named: string | null;
  readonly found: FileKind | null;
}

/** What is brought back. */
export type ReturnSource = { readonly bytes: Uint8Array; readonly name: string } | { readonly text: string };

export interface ReturnedFile {
  readonly kind: 'returned';
  readonly found: SheetFound;
  readonly notices: readonly Notice[];
}

/** The port: `src/reading/` reads files with it, in a process of its own. */
export interface FileReader {
  /**
   * Reads one file. Only the ending of `name` is looked at, against the content. Nothing that the file holds makes it
   * reject; rejects with AppError `unavailable` where too many files wait, or once closed.
   */
  read(bytes: Uint8Array, name: string): Promise<ReadFile | RefusedFile>;
  /**
   * Reads what a worksheet, or a document with the questions copied into it, says to each question: a file as `read` does,
   * or a text that somebody pasted. Files with programs, with parts that would be loaded from elsewhere, or with pictures
   * of absurd sizes are refused.
   */
  readReturn(source: ReturnSource, asked: Asked): Promise<ReturnedFile | RefusedFile>;
  /** `readCall` of `reader/`, off to the side: a long text takes a second. Rejects as `read` does. */
  readCall(text: string): Promise<CallProposal | RefusedFile>;
  close(): Promise<void>;
}

/** The text of blocks, as `ReadFile.text` gives it. */
export function textOfBlocks(blocks: readonly TextBlock[]): string {
  return blocks
    .map(lineOfBlock)
    .filter((line) => line.trim() !== '')
    .join('\n\n');
}

/** One block as a line of text; of a row with several paragraphs in a cell, those. */
export function lineOfBlock(block: TextBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'heading':
      return labelled(block.label, block.text);
    case 'item':
      return labelled(block.label, block.text);
    case 'note':
      return labelled(block.label, block.text);
    case 'row':
      return block.cells.some((cell) => cell.includes('\n'))
        ? block.cells.filter((cell) => cell !== '').join('\n\n')
        : block.cells.join('\t').trim();
  }
}

const labelled = (label: string | null, text: string): string => (label === null ? text : `${label} ${text}`.trim());

/** The headings among blocks, labels included. */
export const headingsOf = (blocks: readonly TextBlock[]): string[] =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [labelled(block.label, block.text)] : []));

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number set high, as the mark of a footnote is printed. */
export const raised = (number: number | string): string =>
  String(number).replace(/\d/g, (digit) => SUPERSCRIPTS.charAt(Number(digit)));
