/**
 * The outline of a submission as a Word document: title block, questions with their official labels, answers, footnotes.
 * Pure: no disk, no clock, no thread. The numbers and ids in it depend on the outline alone.
 */
import { BorderStyle, Document, Footer, Header, PageNumber, Paragraph, SectionType, Tab, TextRun } from 'docx';
import type { FileChild, IPropertiesOptions, ISectionOptions } from 'docx';
import { frontText, type FrontEntry, type Outline } from '../domain/outline.ts';
import { BULLETS_REFERENCE, numbersReference, PARAGRAPHS_REFERENCE, setBlocks, setParagraphs } from './blocks.ts';
import { callFootnote, CONFIDENTIAL, numberMark, textRuns } from './inlines.ts';
import type { Galley } from './inlines.ts';
import { setLine, setLineIfAny } from './line.ts';
import { lookOf, textWidthOf, type Look } from './look.ts';
import { setSections } from './sections.ts';
import { setSignatories, type Stretch } from './signatories.ts';
import { setSources } from './sources.ts';
import { PARAGRAPH_LEVELS, STYLE, bulletLevels, numberLevels, pageOf } from './styles.ts';
import { legibleLine, shortened } from './text.ts';

/** `space` in twips. */
const COLUMNS = { count: 2, space: 454 };

export function documentOf(outline: Outline): Document {
  const look = lookOf(outline.layout);
  const galley: Galley = {
    links: 0,
    orderedLists: 0,
    bulletLists: null,
    levels: 0,
    starts: new Set(),
    footnoteCount: outline.footnotes.length,
    called: new Map(),
    inFootnotes: false,
    textWidth: textWidthOf(look),
    numbersParagraphs: look.numberedParagraphs,
  };
  const { signatories } = outline;
  const listed = (end: boolean): readonly Stretch[] =>
    signatories !== undefined && (signatories.place === 'end') === end ? setSignatories(galley, signatories) : [];
  const body: Stretch[] = [
    { columns: 1, children: setTitle(outline) },
    ...listed(false),
    { columns: 1, children: [...setStatement(galley, outline), ...setSections(galley, outline)] },
    ...listed(true),
    { columns: 1, children: outline.sources === undefined ? [] : setSources(galley, outline.sources) },
  ];
  galley.inFootnotes = true;
  const footnotes = setFootnotes(galley, outline);
  return new Document({
    // The style sheet comes from sheet.ts, ready made.
    styles: { importedStyles: [] },
    footnotes: footnotes.own,
    numbering: numberingOf(galley),
    sections: setStretches(outline, look, [...body, { columns: 1, children: footnotes.others }]),
  });
}

/** The numbering of every list that was set. */
export function numberingOf(galley: Galley): NonNullable<IPropertiesOptions['numbering']> {
  return {
    config: [
      ...(galley.levels === 0 ? [] : [{ reference: BULLETS_REFERENCE, levels: bulletLevels(galley.levels) }]),
      ...[...galley.starts].map((start) => ({
        reference: numbersReference(start),
        levels: numberLevels(galley.levels, start),
      })),
      ...(galley.numbersParagraphs ? [{ reference: PARAGRAPHS_REFERENCE, levels: PARAGRAPH_LEVELS }] : []),
    ],
  };
}

/** What the head of every page says. */
type Headed = Pick<Outline, 'author' | 'title' | 'notice'>;

/** Most documents are one stretch, and one section; the others carry the headers and footers of the first on. */
export function setStretches(outline: Headed, look: Look, stretches: readonly Stretch[]): ISectionOptions[] {
  const page = pageOf(look);
  // Sections after the first begin where the one before them ends; only the first page of all has no running header.
  const further = { ...page, titlePage: false, type: SectionType.CONTINUOUS };
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last?.columns === stretch.columns) {
      joined.splice(-1, 1, { ...last, children: [...last.children, ...stretch.children] });
    } else if (stretch.children.length > 0) joined.push(stretch);
  }
  return joined.map(({ columns, children }, index) =>
    index === 0
      ? {
          properties: page,
          headers: setHeaders(outline),
          ...(look.numberedPages ? { footers: { default: setFooter(), first: setFooter() } } : {}),
          children,
        }
      : { properties: { ...further, ...(columns === 1 ? {} : { column: COLUMNS }) }, children },
  );
}

function setTitle(outline: Outline): FileChild[] {
  return [
    ...setNotice(outline),
    ...setLineIfAny(outline.kicker, STYLE.kicker),
    ...setLineIfAny(outline.title, STYLE.title),
    ...outline.front.flatMap((entry) => setFrontEntry(entry, outline.language)),
  ];
}

/** The style sheet is the same for all documents: what only some of them need is said here. */
export const NOTICE_LINE = { style: BorderStyle.SINGLE, size: 8, color: '1A1A1A', space: 6 };

/** Which version this is: the first line of the document, in a frame. */
export function setNotice({ notice }: Headed): Paragraph[] {
  if (notice === undefined) return [];
  return [
    new Paragraph({
      style: STYLE.body,
      border: { top: NOTICE_LINE, bottom: NOTICE_LINE, left: NOTICE_LINE, right: NOTICE_LINE },
      spacing: { after: 240 },
      children: textRuns(notice.text, { bold: true, ...(notice.version === 'full' ? CONFIDENTIAL : {}) }, false),
    }),
  ];
}

function setStatement(galley: Galley, outline: Outline): FileChild[] {
  return [
    ...setBlocks(galley, outline.statement, STYLE.statement),
    ...(outline.translationNote === null ? [] : setLineIfAny(outline.translationNote, STYLE.note)),
  ];
}

/** "Label: value" in one paragraph, so that it is read out as one; the tab makes the columns. */
function setFrontEntry(entry: FrontEntry, language: string): Paragraph[] {
  const { label, value, confidential } = entry;
  if (legibleLine(label + value) === '') return [];
  const colon = /^fr\b/.test(language) ? '\u00a0:' : ':';
  return [
    new Paragraph({
      style: STYLE.front,
      children: [
        ...textRuns(`${label}${colon}`, { style: STYLE.label }, false),
        new TextRun({ children: [new Tab()] }),
        ...textRuns(frontText(entry), confidential ? CONFIDENTIAL : {}, false),
      ],
    }),
  ];
}

type Footnotes = NonNullable<IPropertiesOptions['footnotes']>;

/**
 * Footnotes that the body calls are Word's own. Word would hide the others, which are called from inside footnotes or not
 * at all: they are printed after the last answer.
 */
export function setFootnotes(
  galley: Galley,
  outline: Pick<Outline, 'footnotes'>,
): { readonly own: Footnotes; readonly others: Paragraph[] } {
  const own = [...galley.called].map(([number, numberInWord]) => {
    const paragraphs = setParagraphs(galley, outline.footnotes[number - 1] ?? [], STYLE.footnote);
    const [first = new Paragraph({ style: STYLE.footnote }), ...rest] = paragraphs;
    return [numberInWord, { children: [first.addRunToFront(new TextRun(' ')), ...rest] }] as const;
  });
  for (const index of outline.footnotes.keys()) callFootnote(galley, index + 1);
  const others = [...galley.called].slice(own.length).flatMap(([number, numberInWord]) => {
    const [first, ...rest] = setParagraphs(galley, outline.footnotes[number - 1] ?? [], STYLE.footnote);
    const mark = [new TextRun(' '), numberMark(numberInWord)];
    return first === undefined ? [] : [mark.reduce((paragraph, run) => paragraph.addRunToFront(run), first), ...rest];
  });
  return { own: Object.fromEntries(own), others };
}

/** Who submits what, on every page but the first; and on all of them, which version it is. */
function setHeaders({ author, title, notice }: Headed): NonNullable<ISectionOptions['headers']> {
  const version = notice?.short.toLocaleUpperCase() ?? '';
  const parts = [version, shortened(author, 60), shortened(title, 80)].filter((part) => part !== '');
  const header = (text: string): Header => new Header({ children: [setLine(text, STYLE.header)] });
  return {
    ...(parts.length === 0 ? {} : { default: header(parts.join(' · ')) }),
    ...(version === '' ? {} : { first: header(version) }),
  };
}

/** "3 / 12", as fields that Word counts. */
export function setFooter(): Footer {
  const children = [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES];
  return new Footer({ children: [new Paragraph({ style: STYLE.footer, children: [new TextRun({ children })] })] });
}
