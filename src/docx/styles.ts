/**
 * How the document looks: the styles, the page and the lists. A serif that every office has, near-black on white, room
 * for notes in the margin; spacing lives here and nowhere else. Must not know what an outline is.
 */
import { AlignmentType, BorderStyle, LevelFormat, LineRuleType } from 'docx';
import type { ILevelsOptions, IPropertiesOptions, ISectionOptions } from 'docx';
import type { Look } from './look.ts';
import { languageMark } from './text.ts';

/** Ids of paragraph and character styles. Those of Word itself keep its ids, so that its panes know them. */
export const STYLE = {
  body: 'BodyText',
  kicker: 'Kicker',
  title: 'Title',
  front: 'FrontEntry',
  statement: 'Statement',
  note: 'Note',
  caption: 'Caption',
  cell: 'TableText',
  cellHeading: 'TableHeading',
  listItem: 'ListParagraph',
  listMore: 'ListContinue',
  footnote: 'FootnoteText',
  header: 'Header',
  footer: 'Footer',
  placeTitle: 'PlaceTitle',
  placeHint: 'PlaceHint',
  placeStart: 'PlaceStart',
  placeEnd: 'PlaceEnd',
  boxLine: 'BoxLine',
  boxDetails: 'BoxDetails',
  help: 'HelpText',
  stamp: 'Stamp',
  label: 'FrontLabel',
  quiet: 'QuietMark',
  link: 'Hyperlink',
  noteMark: 'FootnoteReference',
} as const;

const INK = '1A1A1A';
const QUIET = '595959';
const RULE = 'A6A6A6';
const LINK_INK = '1F3864';

/** Twips: twentieths of a point, 567 to the centimetre. */
const CENTIMETRE = 567;
const FRONT_INDENT = 4.5 * CENTIMETRE;

type SectionProperties = NonNullable<ISectionOptions['properties']>;

/** The page; the first one has no running header. */
export function pageOf({ paper, margin }: Look): SectionProperties {
  return {
    titlePage: true,
    page: {
      size: { width: paper.width, height: paper.height },
      margin: { top: margin, right: margin, bottom: margin, left: margin, header: 708, footer: 708 },
    },
  };
}

/** Levels that a Word list has. */
export const LEVELS = 9;
const LEVEL_INDENT = 454;

/** Where the text of a list item stands, in twips; `level` from 0. */
export function listIndent(level: number): number {
  return LEVEL_INDENT * (level + 1);
}

const BULLETS = ['•', '–', '▪'] as const;

function levels(count: number, shape: (level: number) => Omit<ILevelsOptions, 'level'>): ILevelsOptions[] {
  return Array.from({ length: count }, (_, level) => ({
    level,
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: listIndent(level), hanging: LEVEL_INDENT } } },
    ...shape(level),
  }));
}

/** `count` of levels, 1 to `LEVELS`: no more than are used, since each list of the document repeats them. */
export function bulletLevels(count: number): readonly ILevelsOptions[] {
  return levels(count, (level) => ({
    format: LevelFormat.BULLET,
    text: BULLETS[level % BULLETS.length] ?? BULLETS[0],
  }));
}

/** Decimal at every level, as the review page shows it: what a writer calls "point 3" is 3 in both. */
export function numberLevels(count: number, start: number): readonly ILevelsOptions[] {
  return levels(count, (level) => ({ format: LevelFormat.DECIMAL, text: `%${level + 1}.`, start }));
}

/** One count over all paragraphs of the answers; the text of the second line begins under the number. */
export const PARAGRAPH_LEVELS: readonly ILevelsOptions[] = [
  {
    level: 0,
    format: LevelFormat.DECIMAL,
    text: '%1.',
    start: 1,
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: 0, firstLine: 0 } } },
  },
];

type Styles = NonNullable<IPropertiesOptions['styles']>;
type Defaults = NonNullable<Styles['default']>;

/** The height of a line: the call's, or else what we think right, in 240ths of a single one. */
const lineOf = ({ line }: Look, ours: number) => ({ line: line ?? ours, lineRule: LineRuleType.AUTO });
const LINE = 269;
/** Half-points, from those of a text of twelve points. */
const sizeOf = ({ scale }: Look, size: number): number => Math.max(2, Math.round(size * scale));
const aligned = ({ justified }: Look) => (justified ? { alignment: AlignmentType.JUSTIFIED } : {});
const rule = (space: number) => ({ style: BorderStyle.SINGLE, size: 4, color: RULE, space });

/** A constant of its own because the package writes `widowControl` in styles but leaves it out of their type. */
const PARAGRAPH_DEFAULTS = { widowControl: true, spacing: { before: 0, after: 0 } };

const hanging = (indent: number) => ({ indent: { left: indent, hanging: indent }, leftTabStop: indent });

const HEADING = { keepNext: true, keepLines: true, outlineLevel: 0 };

/** Headings of questions differ in depth, not in looks: the label hangs in front of the wording. */
function questionHeading(look: Look, level: number, labelIndent: number): NonNullable<Defaults['heading2']> {
  return {
    next: STYLE.body,
    paragraph: {
      ...HEADING,
      outlineLevel: level - 1,
      spacing: { before: 320, after: 60, ...lineOf(look, LINE) },
      ...hanging(labelIndent),
    },
    run: { bold: true, size: sizeOf(look, 24), color: INK },
  };
}

function defaultStyles(language: string, labelIndent: number, look: Look): Defaults {
  return {
    document: {
      run: {
        font: look.font,
        size: sizeOf(look, 24),
        language: { value: languageMark(language), eastAsia: 'zh-CN', bidirectional: 'ar-SA' },
      },
      paragraph: PARAGRAPH_DEFAULTS,
    },
    title: {
      next: STYLE.front,
      paragraph: { keepNext: true, keepLines: true, spacing: { before: 60, after: 280 }, border: { bottom: rule(10) } },
      run: { bold: true, size: sizeOf(look, 36), color: INK },
    },
    heading1: {
      next: STYLE.body,
      paragraph: { ...HEADING, ...hanging(labelIndent), spacing: { before: 440, after: 60 } },
      run: { bold: true, size: sizeOf(look, 28), color: INK },
    },
    heading2: questionHeading(look, 2, labelIndent),
    heading3: questionHeading(look, 3, labelIndent),
    heading4: questionHeading(look, 4, labelIndent),
    heading5: questionHeading(look, 5, labelIndent),
    heading6: questionHeading(look, 6, labelIndent),
    listParagraph: {
      paragraph: { ...aligned(look), spacing: { before: 70, after: 40, ...lineOf(look, LINE) } },
      run: {},
    },
    caption: {
      next: STYLE.body,
      paragraph: { keepNext: true, spacing: { before: 240, after: 100 } },
      run: { bold: true, size: sizeOf(look, 22), color: INK },
    },
    hyperlink: { run: { color: LINK_INK, underline: {} } },
    footnoteText: {
      paragraph: { ...aligned(look), spacing: { before: 0, after: 40, line: 240, lineRule: LineRuleType.AUTO } },
      run: { size: sizeOf(look, 20) },
    },
    footnoteReference: { run: { superScript: true } },
  };
}

const paragraphStyles = (look: Look): NonNullable<Styles['paragraphStyles']> => [
  { id: 'Normal', name: 'Normal', quickFormat: true },
  {
    id: STYLE.body,
    name: 'Body Text',
    basedOn: 'Normal',
    quickFormat: true,
    paragraph: { ...aligned(look), spacing: { before: 100, after: 100, ...lineOf(look, LINE) } },
  },
  {
    id: STYLE.kicker,
    name: 'Kicker',
    basedOn: 'Normal',
    next: STYLE.title,
    paragraph: { keepNext: true, spacing: { after: 60 } },
    run: { size: sizeOf(look, 22), color: QUIET },
  },
  {
    id: STYLE.front,
    name: 'Front Entry',
    basedOn: 'Normal',
    // Contextual: the space is for whatever follows the last entry.
    paragraph: {
      ...hanging(FRONT_INDENT),
      spacing: { after: 240, ...lineOf(look, 285) },
      contextualSpacing: true,
    },
  },
  {
    id: STYLE.statement,
    name: 'Statement',
    basedOn: STYLE.body,
    paragraph: {
      spacing: { before: 60, after: 100, ...lineOf(look, LINE) },
      indent: { left: 227 },
      border: { left: { style: BorderStyle.SINGLE, size: 18, color: RULE, space: 8 } },
    },
  },
  { id: STYLE.note, name: 'Note', basedOn: STYLE.body, run: { italics: true, color: QUIET } },
  {
    id: STYLE.listMore,
    name: 'List Continue',
    basedOn: STYLE.listItem,
  },
  {
    id: STYLE.cell,
    name: 'Table Text',
    basedOn: 'Normal',
    paragraph: { spacing: { before: 30, after: 30 } },
    run: { size: sizeOf(look, 21) },
  },
  {
    id: STYLE.cellHeading,
    name: 'Table Heading',
    basedOn: STYLE.cell,
    paragraph: { keepNext: true },
    run: { bold: true },
  },
  {
    id: STYLE.header,
    name: 'header',
    basedOn: 'Normal',
    paragraph: { border: { bottom: rule(4) } },
    run: { size: sizeOf(look, 18), color: QUIET },
  },
  {
    id: STYLE.footer,
    name: 'footer',
    basedOn: 'Normal',
    paragraph: { alignment: AlignmentType.CENTER },
    run: { size: sizeOf(look, 18), color: QUIET },
  },
];

/** Of worksheets alone: places to write in, boxes to tick, and what is said about them. */
const writingStyles = (look: Look): NonNullable<Styles['paragraphStyles']> => {
  const small = { size: sizeOf(look, 20), color: QUIET };
  const mark = { size: sizeOf(look, 17), color: QUIET };
  return [
    {
      id: STYLE.placeTitle,
      name: 'Place Title',
      basedOn: 'Normal',
      next: STYLE.body,
      paragraph: { keepNext: true, spacing: { before: 200, after: 0 } },
      run: { bold: true, size: sizeOf(look, 22), color: INK },
    },
    {
      id: STYLE.placeHint,
      name: 'Place Hint',
      basedOn: 'Normal',
      paragraph: { keepNext: true, spacing: { before: 20, after: 0 } },
      run: { ...small, italics: true },
    },
    {
      id: STYLE.placeStart,
      name: 'Place Start',
      basedOn: 'Normal',
      next: STYLE.body,
      paragraph: { keepNext: true, spacing: { before: 100, after: 60 }, border: { top: rule(3) } },
      run: mark,
    },
    {
      id: STYLE.placeEnd,
      name: 'Place End',
      basedOn: 'Normal',
      paragraph: { spacing: { before: 60, after: 160 }, border: { bottom: rule(3) } },
      run: mark,
    },
    {
      id: STYLE.boxLine,
      name: 'Box Line',
      basedOn: 'Normal',
      next: STYLE.boxDetails,
      paragraph: { keepNext: true, keepLines: true, spacing: { before: 50, after: 20 }, ...hanging(CHECK_INDENT) },
    },
    {
      id: STYLE.boxDetails,
      name: 'Box Details',
      basedOn: STYLE.body,
      paragraph: { spacing: { before: 20, after: 60 }, indent: { left: CHECK_INDENT } },
    },
    {
      id: STYLE.help,
      name: 'Help Text',
      basedOn: 'Normal',
      paragraph: {
        spacing: { before: 40, after: 40 },
        indent: { left: 227 },
        border: { left: { ...rule(8), size: 12 } },
      },
      run: small,
    },
    {
      id: STYLE.stamp,
      name: 'Stamp',
      basedOn: 'Normal',
      paragraph: { keepNext: true, spacing: { before: 200, after: 0 }, contextualSpacing: true },
      run: { size: sizeOf(look, 16), color: QUIET },
    },
  ];
};
const CHECK_INDENT = 380;

/**
 * `labelIndent` in twips: how far the wording of questions hangs, so that it clears their labels. `forWriting`: with the
 * styles of a worksheet.
 */
export function styles(language: string, labelIndent: number, look: Look, forWriting = false): Styles {
  return {
    default: defaultStyles(language, labelIndent, look),
    paragraphStyles: [...paragraphStyles(look), ...(forWriting ? writingStyles(look) : [])],
    characterStyles: [
      { id: STYLE.label, name: 'Front Label', run: { color: QUIET } },
      {
        id: STYLE.quiet,
        name: 'Quiet Mark',
        run: { bold: false, italics: true, size: sizeOf(look, 20), color: QUIET },
      },
    ],
  };
}

/** Labels of more characters than this push the first line of their wording to the right, and only that. */
const HANGING_LABEL_MAX = 8;

/** The indent that clears these labels, in twips: a centimetre, or what the longest of the shorter ones needs. */
export function labelIndentFor(labels: readonly string[]): number {
  const lengths = labels.map((label) => label.length).filter((length) => length <= HANGING_LABEL_MAX);
  return lengths.reduce((indent, length) => Math.max(indent, 150 + 130 * length), CENTIMETRE);
}
