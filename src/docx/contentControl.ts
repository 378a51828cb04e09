/**
 * Content controls and bookmarks, which the docx package does not have: places that Word, LibreOffice and others know by
 * a name. Knows nothing of worksheets.
 */
import { BookmarkEnd, BookmarkStart, BuilderElement, FileChild, TextRun, XmlComponent } from 'docx';
import type { Paragraph, ParagraphChild } from 'docx';

type Attributes = Readonly<Record<string, string | number>>;

/** One element with attributes, named as they stand in the file. */
function element(name: string, attributes: Attributes = {}, children: readonly XmlComponent[] = []): XmlComponent {
  return new BuilderElement({
    name,
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, { key, value }])),
    children: [...children],
  });
}

const valued = (name: string, value: string | number): XmlComponent => element(name, { 'w:val': value });

export interface Control {
  /** Of all controls of a document, from 1. */
  readonly number: number;
  /** What programs find it by, 64 characters at most. */
  readonly tag: string;
}

/**
 * A paragraph that Word lets nobody change or delete. Nothing that people write in goes into such a control: of one with a
 * footnote in it, LibreOffice 7.4 loses the text.
 */
export class LockedParagraph extends FileChild {
  constructor({ number, tag }: Control, paragraph: Paragraph) {
    super('w:sdt');
    this.root.push(
      element('w:sdtPr', {}, [valued('w:tag', tag), valued('w:id', number), valued('w:lock', 'sdtContentLocked')]),
      element('w:sdtContent', {}, [paragraph]),
    );
  }
}

/** Paragraphs and tables with a bookmark round them. `name`: letters, digits and "_", 40 at most. */
export const bookmarked = (name: string, number: number, children: readonly FileChild[]): FileChild[] => [
  new BookmarkStart(name, number) as FileChild,
  ...children,
  new BookmarkEnd(number) as FileChild,
];

/** A box to tick with a click where programs know how; the sign is text, for all others. */
export function checkBox(
  ticked: boolean,
  number: number,
  signs: { readonly on: string; readonly off: string },
): ParagraphChild {
  const state = (name: string, sign: string): XmlComponent =>
    element(name, { 'w14:val': sign.codePointAt(0)?.toString(16).toUpperCase() ?? '', 'w14:font': BOX_FONT });
  return element('w:sdt', {}, [
    element('w:sdtPr', {}, [
      valued('w:id', number),
      element('w14:checkbox', {}, [
        element('w14:checked', { 'w14:val': ticked ? 1 : 0 }),
        state('w14:checkedState', signs.on),
        state('w14:uncheckedState', signs.off),
      ]),
    ]),
    element('w:sdtContent', {}, [new TextRun({ text: ticked ? signs.on : signs.off, font: BOX_FONT })]),
  ]) as ParagraphChild;
}

/** Of Windows and of Office for the Mac. Other systems take a font of their own that has the sign. */
const BOX_FONT = 'MS Gothic';
