/**
 * A worksheet as a Word document to write in: how to use it, each question with its official wording, our help and its
 * limits, the places to write, and the small print that says what it was made of. Pure, as documents are. Must not know
 * how a place is set.
 */
import { Document, Header, Paragraph } from 'docx';
import type { FileChild } from 'docx';
import type { SheetQuestion, SheetSection, Worksheet } from '../domain/worksheet.ts';
import { stampLine } from '../domain/worksheetMarks.ts';
import { bytesOf } from './bytes.ts';
import { NOTICE_LINE, numberingOf, setFooter, setFootnotes } from './document.ts';
import { languageMarks, textRuns } from './inlines.ts';
import { setLine, setLineIfAny } from './line.ts';
import { lookOf, textWidthOf } from './look.ts';
import { headingLevels, setHeading, setNote } from './sections.ts';
import { pageOf, STYLE } from './styles.ts';
import { shortened } from './text.ts';
import { setPlace, type SheetGalley } from './worksheetPlaces.ts';

/** The name of the property of the file that holds the stamp as well. */
export const STAMP_PROPERTY = 'Worksheet';

/** The file of a worksheet. The same sheet gives the same bytes. */
export function worksheetBytes(sheet: Worksheet): Promise<Uint8Array> {
  const { title, language, changedAt, sections } = sheet;
  // Whoever fills it in is nobody's business: no name of an organisation stands in the file.
  return bytesOf(documentOf(sheet), { title, author: '', language, changedAt, sections, forWriting: true });
}

function documentOf(sheet: Worksheet): Document {
  const look = lookOf(undefined);
  const galley: SheetGalley = {
    links: 0,
    orderedLists: 0,
    bulletLists: 0,
    levels: 0,
    starts: new Set(),
    footnoteCount: sheet.footnotes.length,
    called: new Map(),
    inFootnotes: false,
    textWidth: textWidthOf(look),
    numbersParagraphs: false,
    controls: 0,
  };
  const children = [...setOpening(sheet), ...setSections(galley, sheet)];
  galley.inFootnotes = true;
  const footnotes = setFootnotes(galley, sheet);
  const stamp = stampLine(sheet.stamp);
  const header = [sheet.kicker, shortened(sheet.title, 80)].filter((part) => part !== '').join(' · ');
  return new Document({
    styles: { importedStyles: [] },
    customProperties: [{ name: STAMP_PROPERTY, value: stamp }],
    footnotes: footnotes.own,
    numbering: numberingOf(galley),
    sections: [
      {
        properties: pageOf(look),
        headers: { default: new Header({ children: [setLine(header, STYLE.header)] }) },
        footers: { default: setFooter(), first: setFooter() },
        children: [
          ...children,
          ...footnotes.others,
          ...setLineIfAny(sheet.stampNote, STYLE.stamp),
          setLine(stamp, STYLE.stamp),
        ],
      },
    ],
  });
}

/** What this is, how to use it, who may read it, and what the call says of all questions. */
function setOpening({ kicker, title, howTo, safety, hints, limits }: Worksheet): FileChild[] {
  return [
    ...setLineIfAny(kicker, STYLE.kicker),
    ...setLineIfAny(title, STYLE.title),
    ...howTo.map((line) => setLine(line, STYLE.body)),
    new Paragraph({
      style: STYLE.body,
      border: { top: NOTICE_LINE, bottom: NOTICE_LINE, left: NOTICE_LINE, right: NOTICE_LINE },
      spacing: { before: 200, after: 240 },
      children: textRuns(safety, {}, false),
    }),
    ...limits.flatMap((line) => setLineIfAny(line, STYLE.statement)),
    ...hints.flatMap((line) => setLineIfAny(line, STYLE.statement)),
  ];
}

function setSections(galley: SheetGalley, sheet: Worksheet): FileChild[] {
  const levelOf = headingLevels(sheet.heading !== '');
  const heading = sheet.heading === '' ? [] : setHeading(sheet.heading, null, 1, {});
  return [...heading, ...sheet.sections.flatMap((section) => setSection(galley, sheet, section, levelOf))];
}

function setSection(
  galley: SheetGalley,
  sheet: Worksheet,
  section: SheetSection,
  levelOf: (section: { readonly kind: SheetSection['kind']; readonly level: number }) => number,
): FileChild[] {
  const marks = section.language === sheet.language ? {} : languageMarks(section.language);
  if (section.kind === 'note') return setNote(section, marks);
  const heading = setHeading(section.text, section, levelOf(section), marks);
  if (section.kind !== 'question') return heading;
  return [
    ...heading,
    ...setAround(sheet, section),
    ...section.places.flatMap((place) => setPlace(galley, place, sheet.phrases)),
  ];
}

/** The official wording, what the call says around the question, the limits, and our help. */
function setAround(sheet: Worksheet, question: SheetQuestion): FileChild[] {
  const { official, asides, limits, warning, help, prompts } = question;
  return [
    ...(official === null ? [] : setOfficial(sheet.officialTitle, official)),
    ...asides.flatMap((line) => setLineIfAny(line, STYLE.note)),
    ...limits.flatMap((line) => setLineIfAny(line, STYLE.placeHint)),
    ...(help.length === 0 ? [] : [setHelpTitle(sheet.helpTitle)]),
    ...help.flatMap((line) => setLineIfAny(line, STYLE.help)),
    ...prompts.flatMap((line) => setLineIfAny(`– ${line}`, STYLE.help)),
    ...setLineIfAny(warning, STYLE.help),
  ];
}

function setOfficial(title: string, { text, language }: NonNullable<SheetQuestion['official']>): Paragraph[] {
  return [
    new Paragraph({
      style: STYLE.placeHint,
      children: [...textRuns(`${title} `, {}, false), ...textRuns(text, languageMarks(language), false)],
    }),
  ];
}

const setHelpTitle = (title: string): Paragraph =>
  new Paragraph({ style: STYLE.help, keepNext: true, children: textRuns(title, { bold: true }, false) });
