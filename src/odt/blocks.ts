/**
 * Paragraphs, lists and tables as an OpenDocument text has them. Knows nothing of titles, headings and letters.
 */
import type { Block, Inline, List, Table } from '../domain/outline.ts';
import type { Galley } from './galley.ts';
import { isPrinted, lettersOf, setInlines, setText, styleFor } from './inlines.ts';
import { BULLETS, NUMBERS } from './lists.ts';
import { STYLE } from './look.ts';
import { element } from './xml.ts';

/** Blocks; `style` is that of their paragraphs. */
export function setBlocks(galley: Galley, blocks: readonly Block[], style: string): string {
  return blocks.map((block) => setBlock(galley, block, style)).join('');
}

/** The blocks of an answer: where the call wants it, each paragraph has its number. */
export function setAnswer(galley: Galley, blocks: readonly Block[], style: string): string {
  if (!galley.numbersParagraphs) return setBlocks(galley, blocks, style);
  return blocks
    .map((block) => {
      if (block.kind !== 'paragraph' || !isPrinted(block.inlines)) return setBlock(galley, block, style);
      galley.paragraphs += 1;
      return setParagraph(galley, [plain(`${galley.paragraphs}.\t`), ...block.inlines], style);
    })
    .join('');
}

const plain = (text: string): Inline => ({ kind: 'run', text, bold: false, italic: false });

function setBlock(galley: Galley, block: Block, style: string): string {
  switch (block.kind) {
    case 'paragraph':
      return isPrinted(block.inlines) ? setParagraph(galley, block.inlines, style) : '';
    case 'list':
      return setList(galley, block);
    case 'table':
      return setTable(galley, block);
  }
}

export function setParagraph(galley: Galley, inlines: readonly Inline[], style: string): string {
  const name = styleFor(galley, style, lettersOf(inlines));
  return element(
    'text:p',
    { 'text:style-name': name },
    setInlines(galley, inlines, (blocks) => setNote(galley, blocks)),
  );
}

/** Every list counts by itself; only paragraphs and lists may stand in an item. */
function setList(galley: Galley, list: List): string {
  const items = list.items.map((item, index) => {
    const start = list.ordered && index === 0 && list.start !== 1 ? list.start : undefined;
    const blocks = withoutTables(item);
    const content = blocks.map((block) =>
      block.kind === 'list' ? setList(galley, block) : setParagraph(galley, block.inlines, STYLE.item),
    );
    return element('text:list-item', { 'text:start-value': start }, content.join(''));
  });
  return element('text:list', { 'text:style-name': list.ordered ? NUMBERS : BULLETS }, items.join(''));
}

/** Tables as paragraphs: the caption, then one paragraph a row, its cells set apart by tabs. */
function withoutTables(blocks: readonly Block[]): Exclude<Block, Table>[] {
  return blocks.flatMap((block): Exclude<Block, Table>[] => {
    if (block.kind !== 'table') return [block];
    const header = block.header.map((text) => [plain(text)]);
    return [[[plain(block.caption)]], header, ...block.rows].map((cells) => ({
      kind: 'paragraph',
      inlines: cells.flatMap((cell, column) => (column === 0 ? cell : [plain('\t'), ...cell])),
    }));
  });
}

/** The blocks of a footnote. */
export function setNote(galley: Galley, blocks: readonly Block[]): string {
  const set = setBlocks(galley, withoutTables(blocks), STYLE.footnote);
  return set === '' ? element('text:p', { 'text:style-name': STYLE.footnote }) : set;
}

const LINE = '0.5pt solid #a6a6a6';
const CELL = { 'fo:padding': '1.8mm', 'fo:border': LINE };
/** What a column may be worth, in characters of its fullest cell. */
const WORTH_MIN = 6;
const WORTH_MAX = 60;

/** The caption, and the table with its header row repeated on every page. */
function setTable(galley: Galley, { caption, header, rows }: Table): string {
  const said = caption.trim() === '' ? '' : setParagraph(galley, [plain(caption)], STYLE.caption);
  const columns = Math.max(header.length, ...rows.map((row) => row.length));
  if (columns <= 0) return said;
  galley.tables += 1;
  const width = `${galley.textWidth}mm`;
  const table = galley.style('Table', (name) =>
    styleOf(name, 'table', 'table-properties', { 'style:width': width, 'table:align': 'left' }),
  );
  const plainCell = galley.style('Cell', (name) => styleOf(name, 'table-cell', 'table-cell-properties', CELL));
  const headCell = galley.style('Head', (name) =>
    styleOf(name, 'table-cell', 'table-cell-properties', { ...CELL, 'fo:background-color': '#f2f2f2' }),
  );
  const indexes = Array.from({ length: columns }, (_, index) => index);
  const cell = (style: string, content: string): string =>
    element('table:table-cell', { 'table:style-name': style, 'office:value-type': 'string' }, content);
  const row = (cells: readonly string[]): string => element('table:table-row', {}, cells.join(''));
  const heads = indexes.map((index) =>
    cell(headCell, setParagraph(galley, [plain(header[index] ?? '')], STYLE.cellHeading)),
  );
  const body = rows.map((cells) =>
    row(indexes.map((index) => cell(plainCell, setParagraph(galley, cells[index] ?? [], STYLE.cell)))),
  );
  return (
    said +
    element(
      'table:table',
      { 'table:name': `Table${galley.tables}`, 'table:style-name': table },
      columnsOf(galley, { header, rows }, columns) +
        (header.length === 0 ? '' : element('table:table-header-rows', {}, row(heads))) +
        body.join(''),
    )
  );
}

function styleOf(name: string, family: string, kind: string, properties: Readonly<Record<string, string>>): string {
  return element('style:style', { 'style:name': name, 'style:family': family }, element(`style:${kind}`, properties));
}

/** Columns by the length of their text, within bounds. */
function columnsOf(galley: Galley, { header, rows }: Pick<Table, 'header' | 'rows'>, columns: number): string {
  const worths = Array.from({ length: columns }, (_, index) => {
    const lengths = rows.map((row) => lettersOf(row[index] ?? []).length);
    return Math.min(WORTH_MAX, Math.max(WORTH_MIN, header[index]?.length ?? 0, ...lengths));
  });
  const total = worths.reduce((sum, worth) => sum + worth, 0);
  return worths
    .map((worth) => {
      const width = `${Math.round((galley.textWidth * worth * 10) / total) / 10}mm`;
      const name = galley.style('Column', (made) =>
        styleOf(made, 'table-column', 'table-column-properties', { 'style:column-width': width }),
      );
      return element('table:table-column', { 'table:style-name': name });
    })
    .join('');
}

/** One paragraph of plain text. */
export function setLine(galley: Galley, text: string, style: string): string {
  return element('text:p', { 'text:style-name': styleFor(galley, style, text) }, setText(galley, text, {}));
}
