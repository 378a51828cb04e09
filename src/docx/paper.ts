/**
 * A paper beside the submission as a Word document: a summary, a letter, a statement to be read out. What only papers
 * need of looks is said here; the style sheet is that of all documents. Pure, as `document.ts` is.
 */
import { AlignmentType, Document, HeadingLevel, Paragraph } from 'docx';
import type { FileChild, IParagraphOptions } from 'docx';
import type { Block } from '../domain/outline.ts';
import type { Body, Heading, Line, LineRole, Paper, Piece } from '../domain/paper.ts';
import { setBlocks, setParagraph } from './blocks.ts';
import { bytesOf } from './bytes.ts';
import { numberingOf, setFootnotes, setNotice, setStretches } from './document.ts';
import { isPrinted, setInlines, textRuns, type Galley, type Marks } from './inlines.ts';
import { lookOf, textWidthOf } from './look.ts';
import { setNames, type Stretch } from './signatories.ts';
import { STYLE } from './styles.ts';
import { startsRightToLeft } from './text.ts';

/** The file of a paper. */
export function paperBytes(paper: Paper): Promise<Uint8Array> {
  return bytesOf(paperDocumentOf(paper), { ...paper, sections: [] });
}

function paperDocumentOf(paper: Paper): Document {
  const look = lookOf(paper.layout);
  const galley: Galley = {
    links: 0,
    orderedLists: 0,
    bulletLists: null,
    levels: 0,
    starts: new Set(),
    footnoteCount: paper.footnotes.length,
    called: new Map(),
    inFootnotes: false,
    textWidth: textWidthOf(look),
    numbersParagraphs: false,
  };
  const pieces = paper.pieces.flatMap((piece) => setPiece(galley, piece));
  galley.inFootnotes = true;
  const footnotes = setFootnotes(galley, paper);
  return new Document({
    // The style sheet comes from sheet.ts, ready made.
    styles: { importedStyles: [] },
    footnotes: footnotes.own,
    numbering: numberingOf(galley),
    sections: setStretches(paper, look, [
      one(setNotice(paper)),
      ...pieces,
      // A file without a paragraph is none.
      one(footnotes.others.length + pieces.length > 0 ? footnotes.others : [new Paragraph({ style: STYLE.body })]),
    ]),
  });
}

const one = (children: readonly FileChild[]): Stretch => ({ columns: 1, children });

function setPiece(galley: Galley, piece: Piece): readonly Stretch[] {
  switch (piece.kind) {
    case 'line':
      return [one(setOneLine(galley, piece))];
    case 'heading':
      return [one([setHeading(piece)])];
    case 'body':
      return [one(setBody(galley, piece))];
    case 'names':
      return setNames(galley, piece.heading, piece.list, piece.numbered);
  }
}

/** Where a line stands on the page. Spaces in twips. */
interface Place {
  readonly look: Omit<IParagraphOptions, 'children' | 'text'>;
  readonly marks?: Marks;
}

const spaced = (before: number, after: number, style: string = STYLE.body): Place['look'] => ({
  style,
  spacing: { before, after },
});

const PLACES: Readonly<Record<LineRole, Place>> = {
  kicker: { look: { style: STYLE.kicker } },
  title: { look: { style: STYLE.title } },
  by: { look: spaced(0, 320, STYLE.kicker) },
  front: { look: { style: STYLE.front } },
  sender: { look: spaced(0, 360) },
  date: { look: { ...spaced(0, 360), alignment: AlignmentType.END } },
  addressee: { look: spaced(0, 400) },
  subject: { look: { ...spaced(0, 280), keepNext: true }, marks: { bold: true } },
  salutation: { look: spaced(0, 200) },
  // Room to sign by hand.
  closing: { look: { ...spaced(120, 640), keepNext: true } },
  signer: { look: { ...spaced(0, 200), keepLines: true } },
  note: { look: spaced(240, 80, STYLE.note) },
};

function setOneLine(galley: Galley, { role, inlines }: Line): readonly FileChild[] {
  const { look, marks = {} } = PLACES[role];
  if (!isPrinted(inlines)) return [];
  return [new Paragraph({ ...look, children: setInlines(galley, inlines, marks) })];
}

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const;

/** There is no label for the wording to hang beside. */
function setHeading({ level, text }: Heading): Paragraph {
  const bidirectional = startsRightToLeft(text);
  return new Paragraph({
    heading: HEADINGS[level - 1] ?? HeadingLevel.HEADING_6,
    keepNext: true,
    indent: { left: 0, firstLine: 0 },
    children: textRuns(text, {}, bidirectional),
    ...(bidirectional ? { bidirectional } : {}),
  });
}

/** Room between the paragraphs of what is read out, so that the eye finds back to them; some in a letter. */
const AFTER: Readonly<Record<Body['role'], number>> = { text: 120, spoken: 260, statement: 100, sources: 100 };
const BEFORE = 50;

function setBody(galley: Galley, { role, blocks }: Body): readonly FileChild[] {
  return blocks.flatMap((block: Block) => {
    if (block.kind !== 'paragraph') return setBlocks(galley, [block], STYLE.body);
    if (!isPrinted(block.inlines)) return [];
    return [setParagraph(galley, block.inlines, spaced(BEFORE, AFTER[role]))];
  });
}
