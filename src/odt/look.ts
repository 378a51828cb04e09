/**
 * The look of an OpenDocument text: the styles of its paragraphs, by role. Spacing lives here and nowhere else. Must not
 * know what stands in a paper, but for its kind.
 */
import type { LineRole, Paper } from '../domain/paper.ts';
import { LISTS } from './lists.ts';
import { mm, points, POINTS, type Measures } from './measures.ts';
import { element, type Attributes } from './xml.ts';

/** Names of paragraph styles. Those that office programs know keep their names; "_20_" is a space. */
export const STYLE = {
  body: 'Text_20_body',
  statement: 'Quotations',
  spoken: 'Spoken',
  caption: 'Caption',
  cell: 'Table_20_Contents',
  cellHeading: 'Table_20_Heading',
  names: 'Names',
  namesHeading: 'Names_20_Heading',
  item: 'List_20_Contents',
  footnote: 'Footnote',
  header: 'Header',
  footer: 'Footer',
  link: 'Internet_20_link',
} as const;

export const LINE_STYLES: Readonly<Record<LineRole, string>> = {
  kicker: 'Kicker',
  title: 'Title',
  by: 'Subtitle',
  front: 'Front',
  sender: 'Sender',
  date: 'Date_20_line',
  addressee: 'Addressee',
  subject: 'Subject',
  salutation: 'Salutation',
  closing: 'Closing',
  signer: 'Signature',
  note: 'Note',
};

export const headingStyle = (level: number): string => `Heading_20_${level}`;

const INK = '#1a1a1a';
const QUIET = '#595959';
const RULE = '0.5pt solid #a6a6a6';

interface Shape {
  readonly parent?: string;
  readonly next?: string;
  readonly outline?: number;
  readonly paragraph?: Attributes;
  readonly text?: Attributes;
}

/** Space before and after in points, at twelve points of text. */
const space = (before: number, after: number): Attributes => ({
  'fo:margin-top': points(before),
  'fo:margin-bottom': points(after),
});
const KEPT: Attributes = { 'fo:keep-with-next': 'always' };

function paragraphStyle(name: string, { parent = 'Standard', next, outline, paragraph, text }: Shape): string {
  const shown = name.replaceAll('_20_', ' ');
  return element(
    'style:style',
    {
      'style:name': name,
      'style:display-name': shown === name ? undefined : shown,
      'style:family': 'paragraph',
      'style:parent-style-name': name === 'Standard' ? undefined : parent,
      'style:next-style-name': next,
      'style:default-outline-level': outline,
      'style:class': 'text',
    },
    [
      paragraph === undefined ? '' : element('style:paragraph-properties', paragraph),
      text === undefined ? '' : element('style:text-properties', text),
    ].join(''),
  );
}

/** Hanging lines: the label of a question, or of an entry of the title block, stands before them. */
export const hangingBy = (indent: number): Attributes => ({
  'fo:margin-left': mm(indent),
  'fo:text-indent': mm(-indent),
});
const tabAt = (indent: number): string =>
  element('style:tab-stops', {}, element('style:tab-stop', { 'style:position': mm(indent), 'style:type': 'left' }));

const FRONT_INDENT = 45;

/** The named styles. `labelIndent` in millimetres: how far the wording of questions hangs. */
export function namedStyles(paper: Paper, measures: Measures, labelIndent: number): string {
  const { size, linePercent, justified } = measures;
  const rel = (points12: number): Attributes => sized((size * points12) / POINTS);
  /** What nobody reads out stays small. */
  const small = (points12: number): Attributes => sized((Math.min(size, POINTS) * points12) / POINTS);
  const lines = { 'fo:line-height': `${linePercent}%`, ...(justified ? { 'fo:text-align': 'justify' } : {}) };
  const isLetter = paper.kind === 'letter';
  const styles: Readonly<Record<string, Shape>> = {
    Standard: { paragraph: { 'fo:orphans': 2, 'fo:widows': 2 }, text: { 'fo:color': INK } },
    [STYLE.body]: { paragraph: { ...lines, ...(isLetter ? space(3, 6) : space(4, 5)) } },
    [STYLE.spoken]: { parent: STYLE.body, paragraph: space(0, 14) },
    [STYLE.statement]: {
      parent: STYLE.body,
      paragraph: { 'fo:margin-left': '4mm', 'fo:border-left': '2pt solid #a6a6a6', 'fo:padding-left': '3mm' },
    },
    [STYLE.item]: { paragraph: { ...lines, ...space(2, 3) } },
    [LINE_STYLES.kicker]: { next: 'Title', paragraph: { ...KEPT, ...space(0, 3) }, text: { ...rel(11), ...quiet } },
    [LINE_STYLES.title]: { paragraph: { ...KEPT, ...space(0, 10) }, text: { ...rel(17), ...bold } },
    [LINE_STYLES.by]: { paragraph: space(0, 18), text: { ...rel(12), ...quiet } },
    [LINE_STYLES.sender]: { paragraph: space(0, 22), text: rel(11) },
    [LINE_STYLES.date]: { paragraph: { 'fo:text-align': 'end', ...space(0, 22) } },
    [LINE_STYLES.addressee]: { paragraph: { 'fo:line-height': `${linePercent}%`, ...space(0, 24) } },
    [LINE_STYLES.subject]: { paragraph: space(0, 14), text: bold },
    [LINE_STYLES.salutation]: { parent: STYLE.body, paragraph: space(0, 10) },
    [LINE_STYLES.closing]: { parent: STYLE.body, paragraph: { ...KEPT, ...space(6, 34) } },
    [LINE_STYLES.signer]: { paragraph: space(0, 14) },
    [LINE_STYLES.note]: { paragraph: space(8, 6), text: { ...small(10), ...quiet, 'fo:font-style': 'italic' } },
    [STYLE.caption]: { paragraph: { ...KEPT, ...space(12, 5) }, text: { ...rel(11), ...bold } },
    [STYLE.cell]: { paragraph: space(1.5, 1.5), text: rel(10.5) },
    [STYLE.cellHeading]: { parent: STYLE.cell, paragraph: KEPT, text: bold },
    [STYLE.names]: { paragraph: { ...space(1, 1), 'fo:keep-together': 'always' }, text: small(10.5) },
    [STYLE.namesHeading]: { paragraph: { ...KEPT, ...space(8, 3) }, text: { ...small(10.5), ...bold } },
    [STYLE.footnote]: { paragraph: { ...space(0, 2), ...hangingBy(4) }, text: sized(Math.min(10, size)) },
    [STYLE.header]: {
      paragraph: { 'fo:border-bottom': RULE, 'fo:padding-bottom': '2mm' },
      text: { ...sized(9), ...quiet },
    },
    [STYLE.footer]: { paragraph: { 'fo:text-align': 'center' }, text: { ...sized(9), ...quiet } },
  };
  const headings = [1, 2, 3, 4, 5, 6].map((level) =>
    headingOf(level, paper.kind === 'submission' ? labelIndent : 0, rel(level === 1 ? 13.5 : 12)),
  );
  return [
    element(
      'style:default-style',
      { 'style:family': 'paragraph' },
      element('style:paragraph-properties', { 'style:writing-mode': 'lr-tb', 'style:tab-stop-distance': '12.5mm' }) +
        element('style:text-properties', {
          'style:font-name': measures.font,
          'fo:font-family': `'${measures.font.replaceAll("'", '')}'`,
          ...sized(size),
          ...languageOf(paper.language),
        }),
    ),
    ...Object.entries(styles).map(([name, shape]) => paragraphStyle(name, shape)),
    frontStyle(linePercent),
    ...headings,
    element(
      'style:style',
      { 'style:name': STYLE.link, 'style:display-name': 'Internet link', 'style:family': 'text' },
      element('style:text-properties', {
        'fo:color': '#1f3864',
        'style:text-underline-style': 'solid',
        'style:text-underline-color': 'font-color',
        'style:text-underline-width': 'auto',
      }),
    ),
    LISTS,
    NOTES,
  ].join('');
}

const sized = (size: number): Attributes => ({
  'fo:font-size': points(size),
  'style:font-size-asian': points(size),
  'style:font-size-complex': points(size),
});
const bold: Attributes = {
  'fo:font-weight': 'bold',
  'style:font-weight-asian': 'bold',
  'style:font-weight-complex': 'bold',
};
const quiet: Attributes = { 'fo:color': QUIET };

function frontStyle(linePercent: number): string {
  const properties = { 'fo:line-height': `${linePercent}%`, ...space(0, 2), ...hangingBy(FRONT_INDENT) };
  return element(
    'style:style',
    { 'style:name': LINE_STYLES.front, 'style:family': 'paragraph', 'style:parent-style-name': 'Standard' },
    element('style:paragraph-properties', properties, tabAt(FRONT_INDENT)),
  );
}

function headingOf(level: number, labelIndent: number, size: Attributes): string {
  const name = headingStyle(level);
  const place = labelIndent === 0 ? {} : hangingBy(labelIndent);
  return element(
    'style:style',
    {
      'style:name': name,
      'style:display-name': name.replaceAll('_20_', ' '),
      'style:family': 'paragraph',
      'style:parent-style-name': 'Standard',
      'style:next-style-name': STYLE.body,
      'style:default-outline-level': level,
      'style:class': 'text',
    },
    element(
      'style:paragraph-properties',
      { ...KEPT, 'fo:keep-together': 'always', ...space(level === 1 ? 18 : 14, 3), ...place },
      labelIndent === 0 ? '' : tabAt(labelIndent),
    ) + element('style:text-properties', { ...size, ...bold }),
  );
}

/** Word and LibreOffice proof by country: the one that the United Nations writes in. */
const COUNTRIES: Readonly<Record<string, string>> = {
  en: 'GB',
  fr: 'FR',
  es: 'ES',
  ar: 'SA',
  pt: 'BR',
  ru: 'RU',
  zh: 'CN',
};

/** The language of a stretch of text, as styles say it. */
export function languageOf(tag: string): Attributes {
  const [, language = 'und', region] = /^([a-z]{2,3})(?:-(?:[a-z]{4}-)?([a-z]{2}))?\b/i.exec(tag) ?? [];
  const country = region?.toUpperCase() ?? COUNTRIES[language.toLowerCase()] ?? 'none';
  return { 'fo:language': language.toLowerCase(), 'fo:country': country };
}

const NOTES = element('text:notes-configuration', {
  'text:note-class': 'footnote',
  'style:num-format': '1',
  'text:start-value': 0,
  'text:footnotes-position': 'page',
  'text:start-numbering-at': 'document',
});
