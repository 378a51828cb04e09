/**
 * Runs, links, footnote calls and line breaks, as Word has them. Knows the galley (the counters of one document) and
 * no blocks. Must not let any text through that did not pass `pieces`.
 */
import { ConcreteHyperlink, FootnoteReferenceRun, ShadingType, Tab, TextRun, UnderlineType } from 'docx';
import type { IContext, IRunOptions, IXmlableObject, ParagraphChild } from 'docx';
import type { FootnoteCall, Inline, LinkInline, Run } from '../domain/outline.ts';
import { STYLE } from './styles.ts';
import { directionOf, languageMark, legible, pieces, spans } from './text.ts';

/** What is counted while one document is set. Every number depends on the outline alone: same outline, same bytes. */
export interface Galley {
  links: number;
  orderedLists: number;
  /** Bulleted lists, where each is to be one of its own for whoever reads the file; null: they are one list. */
  bulletLists: number | null;
  /** Levels of the deepest list. */
  levels: number;
  /** Start numbers of ordered lists: each needs a numbering of its own. */
  readonly starts: Set<number>;
  /** How many footnotes the outline has. */
  readonly footnoteCount: number;
  /** Number in the outline → number in Word, which counts in the order of the calls. */
  readonly called: Map<number, number>;
  /** Footnotes are set after the body: a call from inside a footnote cannot be one of Word's. */
  inFootnotes: boolean;
  /** Width of the text on the page, in twips. */
  readonly textWidth: number;
  /** Whether the paragraphs of answers are numbered through. */
  readonly numbersParagraphs: boolean;
}

export interface Marks {
  readonly bold?: boolean;
  readonly italics?: boolean;
  /** Id of a character style. */
  readonly style?: string;
  readonly language?: NonNullable<IRunOptions['language']>;
  readonly shading?: NonNullable<IRunOptions['shading']>;
  readonly strike?: boolean;
  readonly underline?: NonNullable<IRunOptions['underline']>;
}

/** The looks of what is confidential, beside its brackets: a shade that is light in grey, too. */
export const CONFIDENTIAL: Marks = { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'FFE8A3' } };

/** Marks for text in another language than the document's. */
export function languageMarks(language: string): Marks {
  const mark = languageMark(language);
  if (/^(ar|fa|he|ur)\b/i.test(language)) return { language: { bidirectional: mark } };
  if (/^(zh|ja|ko)\b/i.test(language)) return { language: { eastAsia: mark } };
  return { language: { value: mark } };
}

/** Text as Word's runs: tabs and line breaks as Word's own, letters from right to left marked as such. */
export function textRuns(text: string, marks: Marks, paragraphRightToLeft: boolean): TextRun[] {
  return pieces(text).flatMap((piece) => {
    if (piece === '\n') return [new TextRun({ ...marks, break: 1 })];
    if (piece === '\t') return [new TextRun({ ...marks, children: [new Tab()] })];
    // `text`, not `children`: there the package takes a string such as "CURRENT" for a page number.
    return spans(piece, paragraphRightToLeft).map(
      (span) => new TextRun({ ...marks, text: span.text, ...(span.rightToLeft ? { rightToLeft: true } : {}) }),
    );
  });
}

/** Whether a paragraph of these inlines runs from right to left. */
export function inlinesRightToLeft(inlines: readonly Inline[]): boolean {
  for (const inline of inlines) {
    const direction = directionOf(plainText(inline));
    if (direction !== null) return direction === 'right-to-left';
  }
  return false;
}

/** The letters of an inline; footnote calls and breaks have none. */
export function plainText(inline: Inline): string {
  if (inline.kind === 'run') return inline.text;
  return inline.kind === 'link' ? inline.runs.map((run) => run.text).join('') : '';
}

export function setInlines(galley: Galley, inlines: readonly Inline[], marks: Marks = {}): ParagraphChild[] {
  const rightToLeft = inlinesRightToLeft(inlines);
  return inlines.flatMap((inline) => setInline(galley, inline, marks, rightToLeft));
}

function setInline(galley: Galley, inline: Inline, marks: Marks, rightToLeft: boolean): readonly ParagraphChild[] {
  switch (inline.kind) {
    case 'run':
      return setRun(inline, marks, rightToLeft);
    case 'link':
      return setLink(galley, inline, marks, rightToLeft);
    case 'footnote':
      return [setFootnoteCall(galley, inline)];
    case 'break':
      return [new TextRun({ break: 1 })];
  }
}

/** What a proposed wording takes out is struck through, and what it puts in is underlined: also in grey. */
function changeMarks({ change }: Run): Marks {
  if (change === undefined) return {};
  return change === 'removed' ? { strike: true } : { underline: { type: UnderlineType.SINGLE } };
}

function setRun(run: Run, marks: Marks, rightToLeft: boolean): TextRun[] {
  const emphasis = {
    ...(run.bold ? { bold: true } : {}),
    ...(run.italic ? { italics: true } : {}),
    ...changeMarks(run),
  };
  return textRuns(run.text, { ...marks, ...emphasis, ...(run.confidential ? CONFIDENTIAL : {}) }, rightToLeft);
}

/** A link with an id of our own: the package's are random, and would make every document's bytes differ. */
class Link extends ConcreteHyperlink {
  readonly #address: string;

  constructor(children: readonly ParagraphChild[], id: string, address: string) {
    super(children, id);
    this.#address = address;
  }

  /** Called once for each part that holds the link, with that part's relationships. */
  override prepForXml(context: IContext): IXmlableObject | undefined {
    context.viewWrapper.Relationships.addRelationship(
      this.linkId,
      'http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink',
      this.#address,
      'External',
    );
    return super.prepForXml(context);
  }
}

/** Word refuses a document that links to an address longer than this, or to one that is no address. */
const ADDRESS_CHARACTERS_MAX = 2000;

function wordAddress(href: string): string | null {
  const address = URL.parse(href);
  if (address === null || !['http:', 'https:', 'mailto:'].includes(address.protocol)) return null;
  return address.href.length <= ADDRESS_CHARACTERS_MAX ? address.href : null;
}

function setLink(galley: Galley, link: LinkInline, marks: Marks, rightToLeft: boolean): readonly ParagraphChild[] {
  const address = wordAddress(link.href);
  if (address === null) {
    const runs = link.runs.flatMap((run) => setRun(run, marks, rightToLeft));
    const shown = plainText(link).includes(link.href) ? [] : textRuns(` (${link.href})`, marks, rightToLeft);
    return [...runs, ...shown];
  }
  const children = link.runs.flatMap((run) => setRun(run, { ...marks, style: STYLE.link }, rightToLeft));
  if (children.length === 0) children.push(...textRuns(link.href, { ...marks, style: STYLE.link }, rightToLeft));
  galley.links += 1;
  // The package takes any hyperlink of its own here, though its types name only two kinds.
  return [new Link(children, `link${galley.links}`, address)];
}

/**
 * Word has one call for each footnote, in the body. A second call, or one from inside a footnote, becomes the number in
 * the same looks.
 */
function setFootnoteCall(galley: Galley, { number }: FootnoteCall): ParagraphChild {
  const isFirstCall = !galley.called.has(number);
  const numberInWord = callFootnote(galley, number);
  if (numberInWord === null) return numberMark(number);
  return isFirstCall && !galley.inFootnotes ? new FootnoteReferenceRun(numberInWord) : numberMark(numberInWord);
}

/** The number of this footnote in Word, given at its first call; null: the outline has no such footnote. */
export function callFootnote(galley: Galley, number: number): number | null {
  const known = galley.called.get(number);
  if (known !== undefined) return known;
  if (!Number.isInteger(number) || number < 1 || number > galley.footnoteCount) return null;
  galley.called.set(number, galley.called.size + 1);
  return galley.called.size;
}

/** A number in the looks of a footnote call. */
export function numberMark(number: number): TextRun {
  return new TextRun({ style: STYLE.noteMark, text: String(number) });
}

/** Whether anything of these inlines would be printed. */
export function isPrinted(inlines: readonly Inline[]): boolean {
  return inlines.some(
    (inline) => inline.kind === 'footnote' || inline.kind === 'link' || legible(plainText(inline)).trim() !== '',
  );
}
