/**
 * The pieces of a paper in their order: lines by their role, headings, text, names. The first paragraph begins the first
 * page, which has no running header.
 */
import type { Heading, Line, Names, Paper, Piece } from '../domain/paper.ts';
import { setAnswer, setBlocks, setNote, setParagraph } from './blocks.ts';
import { startsRightToLeft } from './direction.ts';
import { paragraphLike, type Galley } from './galley.ts';
import { CONFIDENTIAL, setInlines, setText } from './inlines.ts';
import { NAMES_NUMBERS } from './lists.ts';
import { headingStyle, languageOf, LINE_STYLES, STYLE } from './look.ts';
import { contentOf, element, legibleLine } from './xml.ts';

/** Name of the kind of page that a text begins with. */
export const FIRST_PAGE = 'First_20_page';

export function setPaper(galley: Galley, paper: Paper): string {
  const { notice, pieces, language } = paper;
  const texts = [
    ...(notice === undefined ? [] : [setNotice(galley, notice.text, notice.version === 'full')]),
    ...pieces.map((piece) => setPiece(galley, piece, language)),
    ...setOthers(galley),
  ];
  const all = texts.join('');
  // An empty paragraph where there is nothing: a text must hold one.
  return beginning(galley, all === '' ? element('text:p', { 'text:style-name': STYLE.body }) : all);
}

/** Gives the first paragraph a style that begins the first page. */
function beginning(galley: Galley, text: string): string {
  return text.replace(
    /<text:(p|h)((?: [\w:-]+="[^"]*")*?) text:style-name="([^"]*)"/,
    (_, tag: string, before: string, style: string) => {
      const name = paragraphLike(galley, style, {}, FIRST_PAGE);
      return `<text:${tag}${before} text:style-name="${name}"`;
    },
  );
}

/** Which version this is, in a frame. */
function setNotice(galley: Galley, text: string, isFull: boolean): string {
  const style = paragraphLike(galley, STYLE.body, {
    'fo:border': '1pt solid #1a1a1a',
    'fo:padding': '2mm',
    'fo:margin-bottom': '12pt',
  });
  const marks = { 'fo:font-weight': 'bold', 'style:font-weight-complex': 'bold', ...(isFull ? CONFIDENTIAL : {}) };
  return element('text:p', { 'text:style-name': style }, setText(galley, text, marks));
}

const BODY_STYLES = { spoken: STYLE.spoken, statement: STYLE.statement, sources: STYLE.body } as const;

function setPiece(galley: Galley, piece: Piece, language: string): string {
  switch (piece.kind) {
    case 'line':
      return setOneLine(galley, piece, language);
    case 'heading':
      return setHeading(galley, piece);
    case 'body':
      return piece.role === 'text'
        ? setAnswer(galley, piece.blocks, STYLE.body)
        : setBlocks(galley, piece.blocks, BODY_STYLES[piece.role]);
    case 'names':
      return setNames(galley, piece);
  }
}

function setOneLine(galley: Galley, { role, label, inlines }: Line, language: string): string {
  const style = LINE_STYLES[role];
  if (label === undefined) return setParagraph(galley, inlines, style);
  const colon = /^fr\b/.test(language) ? '\u00a0:' : ':';
  const named = setText(galley, `${label}${colon}`, { 'fo:color': '#595959' });
  const value = setInlines(galley, inlines, (blocks) => setNote(galley, blocks));
  return element('text:p', { 'text:style-name': style }, `${named}<text:tab/>${value}`);
}

/** The label as text, so that whoever searches finds "5)"; without one there is nothing for the wording to hang beside. */
function setHeading(galley: Galley, { level, label, text, language, mark }: Heading): string {
  const named = headingStyle(level);
  const hasLabel = label !== null && legibleLine(label) !== '';
  const place = hasLabel ? {} : { 'fo:margin-left': '0mm', 'fo:text-indent': '0mm' };
  const turned = startsRightToLeft(text) ? { 'style:writing-mode': 'rl-tb', 'fo:text-align': 'start' } : {};
  const own = { ...place, ...turned };
  const style = Object.keys(own).length === 0 ? named : paragraphLike(galley, named, own);
  const words = language === undefined ? contentOf(text) : setText(galley, text, languageOf(language));
  const quiet = { 'fo:font-weight': 'normal', 'fo:font-style': 'italic', 'fo:color': '#595959' };
  const between = hasLabel && text !== '' ? '<text:tab/>' : '';
  return element(
    'text:h',
    { 'text:style-name': style, 'text:outline-level': level },
    (hasLabel ? contentOf(label) : '') +
      between +
      words +
      (mark === undefined ? '' : setText(galley, ` [${mark}]`, quiet)),
  );
}

/** Lists of more names than this stand in two columns. */
const ONE_COLUMN_MAX = 8;

function setNames(galley: Galley, { heading, numbered, list }: Names): string {
  const lines = list.map(({ text, confidential }) =>
    element('text:p', { 'text:style-name': STYLE.names }, setText(galley, text, confidential ? CONFIDENTIAL : {})),
  );
  const items = lines.map((one) => element('text:list-item', {}, one)).join('');
  const set = numbered ? element('text:list', { 'text:style-name': NAMES_NUMBERS }, items) : lines.join('');
  const title = element('text:p', { 'text:style-name': STYLE.namesHeading }, contentOf(heading));
  return title + (list.length > ONE_COLUMN_MAX ? inColumns(galley, set) : set);
}

function inColumns(galley: Galley, content: string): string {
  galley.sections += 1;
  const columns = element('style:columns', { 'fo:column-count': 2, 'fo:column-gap': '8mm' });
  const style = galley.style('Section', (name) =>
    element(
      'style:style',
      { 'style:name': name, 'style:family': 'section' },
      element('style:section-properties', { 'text:dont-balance-text-columns': 'false' }, columns),
    ),
  );
  return element('text:section', { 'text:style-name': style, 'text:name': `Names${galley.sections}` }, content);
}

/** Footnotes that nothing calls: printed at the end, each with its number. */
function setOthers(galley: Galley): string[] {
  galley.inFootnotes = true;
  return galley.footnotes.flatMap((blocks, index) => {
    if (galley.called.has(index + 1)) return [];
    const number = setText(galley, `${index + 1} `, { 'style:text-position': 'super 58%' });
    return [
      setNote(galley, blocks).replace(/(<text:p [^>]*?)(?:\/>|>)/, (tag: string, start: string) =>
        tag.endsWith('/>') ? `${start}>${number}</text:p>` : `${start}>${number}`,
      ),
    ];
  });
}
