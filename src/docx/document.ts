/**
 * The outline of a submission as a Word document: title block, questions with their official labels, answers, footnotes.
 * Pure: no disk, no clock, no thread. The numbers and ids in it depend on the outline alone.
 */
import { Document, Footer, Header, PageNumber, Paragraph, Tab, TextRun } from 'docx';
import type { FileChild, IPropertiesOptions, ISectionOptions } from 'docx';
import type { FrontEntry, Outline } from '../domain/outline.ts';
import { BULLETS_REFERENCE, numbersReference, setBlocks, setParagraphs } from './blocks.ts';
import { callFootnote, numberMark, textRuns } from './inlines.ts';
import type { Galley } from './inlines.ts';
import { setLine, setLineIfAny } from './line.ts';
import { setSections } from './sections.ts';
import { PAGE, STYLE, bulletLevels, numberLevels } from './styles.ts';
import { legibleLine, shortened } from './text.ts';

export function documentOf(outline: Outline): Document {
  const galley: Galley = {
    links: 0,
    orderedLists: 0,
    levels: 0,
    starts: new Set(),
    footnoteCount: outline.footnotes.length,
    called: new Map(),
    inFootnotes: false,
  };
  const body = [...setTitleBlock(galley, outline), ...setSections(galley, outline)];
  galley.inFootnotes = true;
  const footnotes = setFootnotes(galley, outline);
  return new Document({
    // The style sheet comes from sheet.ts, ready made.
    styles: { importedStyles: [] },
    footnotes: footnotes.own,
    numbering: {
      config: [
        ...(galley.levels === 0 ? [] : [{ reference: BULLETS_REFERENCE, levels: bulletLevels(galley.levels) }]),
        ...[...galley.starts].map((start) => ({
          reference: numbersReference(start),
          levels: numberLevels(galley.levels, start),
        })),
      ],
    },
    sections: [
      {
        properties: PAGE,
        headers: setHeaders(outline),
        footers: { default: setFooter(), first: setFooter() },
        children: [...body, ...footnotes.others],
      },
    ],
  });
}

function setTitleBlock(galley: Galley, outline: Outline): FileChild[] {
  return [
    ...setLineIfAny(outline.kicker, STYLE.kicker),
    ...setLineIfAny(outline.title, STYLE.title),
    ...outline.front.flatMap((entry) => setFrontEntry(entry, outline.language)),
    ...setBlocks(galley, outline.statement, STYLE.statement),
    ...(outline.translationNote === null ? [] : setLineIfAny(outline.translationNote, STYLE.note)),
  ];
}

/** "Label: value" in one paragraph, so that it is read out as one; the tab makes the columns. */
function setFrontEntry({ label, value }: FrontEntry, language: string): Paragraph[] {
  if (legibleLine(label + value) === '') return [];
  const colon = /^fr\b/.test(language) ? '\u00a0:' : ':';
  return [
    new Paragraph({
      style: STYLE.front,
      children: [
        ...textRuns(`${label}${colon}`, { style: STYLE.label }, false),
        new TextRun({ children: [new Tab()] }),
        ...textRuns(value, {}, false),
      ],
    }),
  ];
}

type Footnotes = NonNullable<IPropertiesOptions['footnotes']>;

/**
 * Footnotes that the body calls are Word's own. Word would hide the others, which are called from inside footnotes or not
 * at all: they are printed after the last answer.
 */
function setFootnotes(galley: Galley, outline: Outline): { readonly own: Footnotes; readonly others: Paragraph[] } {
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

/** Who submits what, on every page but the first. */
function setHeaders(outline: Outline): NonNullable<ISectionOptions['headers']> {
  const parts = [shortened(outline.author, 60), shortened(outline.title, 80)].filter((part) => part !== '');
  return parts.length === 0 ? {} : { default: new Header({ children: [setLine(parts.join(' · '), STYLE.header)] }) };
}

/** "3 / 12", as fields that Word counts. */
function setFooter(): Footer {
  const children = [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES];
  return new Footer({ children: [new Paragraph({ style: STYLE.footer, children: [new TextRun({ children })] })] });
}
