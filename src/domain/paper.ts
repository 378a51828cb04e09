/**
 * A paper: one document as a value, in the order in which it reads. Smaller than the outline, which it may be made of
 * (`outlinePaper.ts`): lines with a role, headings, blocks, lists of names. The page, the Word file, the OpenDocument
 * file and light Markdown all render this value, so they cannot disagree. Pure; the port of `src/odt` stands here too.
 */
import type { Layout } from './callRules.ts';
import type { Block, Inline, VersionNotice } from './outline.ts';
import type { PaperKind } from './papers.ts';

/** What a line is for: it tells renderers where it stands on the page and how large it is. */
export type LineRole =
  | 'kicker' // what this paper is, over its title
  | 'title'
  | 'by' // who made it, under its title
  | 'front' // of a title block: a label and what it says
  | 'sender' // at the head of a letter
  | 'date' // place and date
  | 'addressee'
  | 'subject'
  | 'salutation'
  | 'closing'
  | 'signer'
  | 'note'; // small print

/** One paragraph. Breaks in it end lines, as those of an address do. */
export interface Line {
  readonly kind: 'line';
  readonly role: LineRole;
  /** Of a title block alone, without a colon. */
  readonly label?: string;
  readonly inlines: readonly Inline[];
}

export interface Heading {
  readonly kind: 'heading';
  /** 1 for the outermost, no further than 6. */
  readonly level: number;
  /** As printed before it ("5)"); null: none. */
  readonly label: string | null;
  readonly text: string;
  /** Where it is another than the paper's. */
  readonly language?: string;
  /** Printed after it in brackets ("unofficial translation"). */
  readonly mark?: string;
}

/** `statement`: what is said about the paper itself, set apart from it; `spoken`: to be read out; `sources`: a list of them. */
export interface Body {
  readonly kind: 'body';
  readonly role: 'text' | 'statement' | 'spoken' | 'sources';
  readonly blocks: readonly Block[];
}

/** Organisations that sign, one a line, in small type. */
export interface Names {
  readonly kind: 'names';
  readonly heading: string;
  readonly numbered: boolean;
  readonly list: readonly { readonly text: string; readonly confidential?: true }[];
}

export type Piece = Line | Heading | Body | Names;

export interface Paper {
  /** `submission`: the document itself. */
  readonly kind: PaperKind | 'submission';
  /** Where there is another version that says something else. */
  readonly notice?: VersionNotice;
  readonly language: string;
  /** For the properties of the file, and the head of its further pages. */
  readonly title: string;
  readonly author: string;
  readonly pieces: readonly Piece[];
  /** As in the outline. */
  readonly footnotes: readonly (readonly Block[])[];
  /** When the draft was last changed: the only date that a file carries. */
  readonly changedAt: Date;
  readonly layout?: Layout;
}

/** The port of `src/odt`: a paper as the bytes of an OpenDocument text. The same paper gives the same bytes. */
export type WriteOdt = (paper: Paper) => Uint8Array;
