/**
 * Word files: headings, paragraphs, lists with the labels that Word prints, tables and notes, read from the XML of the
 * document, its styles and its numbering. Follows no relationship, looks at no picture, runs nothing.
 */
import { lineOfBlock, raised, type Notice, type TextBlock } from '../domain/reading.ts';
import type { Archive } from './archive.ts';
import { refuse } from './limits.ts';
import type { Reading } from './reading.ts';
import { wordNumbers, type InList, type WordNumbers } from './wordNumbers.ts';
import { child, childrenOf, parseXml, textIn, valueOf, type Node } from './xml.ts';

export async function readWord(archive: Archive): Promise<Reading> {
  const part = async (name: string): Promise<Node | undefined> => {
    const bytes = await archive.part(name);
    return bytes === null ? undefined : parseXml(bytes);
  };
  const body = child(await part('word/document.xml'), 'body') ?? refuse('damaged');
  const styles = stylesIn(await part('word/styles.xml'));
  const numbers = wordNumbers(await part('word/numbering.xml'));
  const walk = new Walk(styles, numbers);
  walk.blocks(body.children);
  for (const kind of ['footnote', 'endnote'] as const) {
    const marked = walk.notes.filter((one) => one.kind === kind);
    if (marked.length > 0) walk.addNotes(marked, await part(`word/${kind}s.xml`));
  }
  const title = child(await part('docProps/core.xml'), 'title');
  const macros = archive.names.some((name) => /vbaProject\.bin$/i.test(name));
  const notices: Notice[] = [...(macros ? ['macros' as const] : []), ...(walk.struck ? ['changes' as const] : [])];
  return { blocks: walk.found, title: title === undefined ? null : textIn(title).trim() || null, notices };
}

interface Style {
  readonly basedOn: string | null;
  readonly heading: number | null;
  readonly list: { readonly list: string | null; readonly level: number | null } | null;
}

function stylesIn(root: Node | undefined): ReadonlyMap<string, Style> {
  const styles = new Map<string, Style>();
  for (const node of childrenOf(root, 'style')) {
    if (node.attributes['type'] !== 'paragraph') continue;
    const settings = child(node, 'pPr');
    const named = /^heading ([1-9])$/i.exec(valueOf(node, 'name') ?? '')?.[1];
    const outline = valueOf(settings, 'outlineLvl');
    const isTitle = /^title$/i.test(valueOf(node, 'name') ?? '');
    styles.set(node.attributes['styleId'] ?? '', {
      basedOn: valueOf(node, 'basedOn') ?? null,
      heading: named !== undefined ? Number(named) : isTitle ? 1 : headingOf(outline),
      list: listIn(settings),
    });
  }
  return styles;
}

/** Outline levels count from 0; 9 is body text. */
const headingOf = (outline: string | undefined): number | null =>
  outline === undefined || Number(outline) > 8 ? null : Number(outline) + 1;

function listIn(settings: Node | undefined): Style['list'] {
  const found = child(settings, 'numPr');
  if (found === undefined) return null;
  const level = valueOf(found, 'ilvl');
  return { list: valueOf(found, 'numId') ?? null, level: level === undefined ? null : Number(level) };
}

/** Styles that are based on each other in a circle end somewhere. */
const BASES_MAX = 20;

interface Mark {
  readonly kind: 'footnote' | 'endnote';
  readonly id: string;
  readonly label: string;
}

/** One way through the document, which counts its lists and its notes. */
class Walk {
  readonly found: TextBlock[] = [];
  readonly notes: Mark[] = [];
  struck = false;
  private readonly styles: ReadonlyMap<string, Style>;
  private readonly numbers: WordNumbers;
  private readonly boxes: Node[] = [];

  constructor(styles: ReadonlyMap<string, Style>, numbers: WordNumbers) {
    this.styles = styles;
    this.numbers = numbers;
  }

  blocks(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.name === 'p') this.paragraph(node);
      else if (node.name === 'tbl') this.table(node);
      else if (node.name === 'del' || node.name === 'moveFrom') this.struck = true;
      else if (HOLDERS.has(node.name)) this.blocks(node.children);
    }
  }

  addNotes(marks: readonly Mark[], root: Node | undefined): void {
    const byId = new Map(root?.children.map((node) => [node.attributes['id'] ?? '', node]));
    for (const { id, label } of marks) {
      const inner = new Walk(this.styles, this.numbers);
      inner.blocks(byId.get(id)?.children ?? []);
      const text = inner.found.map(lineOfBlock).join('\n').trim();
      if (text !== '') this.found.push({ kind: 'note', label, text });
    }
  }

  private paragraph(node: Node): void {
    const settings = child(node, 'pPr');
    const style = valueOf(settings, 'pStyle') ?? '';
    const place = this.placeOf(settings, style);
    const text = this.textOf(node).trim();
    const heading = this.inherited(style, ({ heading }) => heading) ?? headingOf(valueOf(settings, 'outlineLvl'));
    // An empty paragraph of a list is numbered by Word all the same.
    const label = place === null ? null : this.numbers.next(place);
    if (text !== '') {
      if (heading !== null)
        this.found.push({ kind: 'heading', level: heading, label: label === '' ? null : label, text });
      else if (label === null || label === '') this.found.push({ kind: 'paragraph', text });
      else this.found.push({ kind: 'item', depth: place?.level ?? 0, label, text });
    }
    for (const box of this.boxes.splice(0)) this.blocks(box.children);
  }

  private placeOf(settings: Node | undefined, style: string): InList | null {
    const own = listIn(settings);
    const styled = this.inherited(style, ({ list }) => (list?.list === undefined ? null : list));
    const list = own?.list ?? styled?.list ?? null;
    if (list === null || list === '0') return null;
    return { list, level: own?.level ?? styled?.level ?? this.numbers.levelOf(list, style) };
  }

  /** What a style says, or the one that it is based on. */
  private inherited<Value>(name: string, pick: (style: Style) => Value | null): Value | null {
    let style = this.styles.get(name);
    for (let turn = 0; style !== undefined && turn < BASES_MAX; turn += 1) {
      const value = pick(style);
      if (value !== null) return value;
      style = style.basedOn === null ? undefined : this.styles.get(style.basedOn);
    }
    return null;
  }

  private textOf(node: Node): string {
    return node.children.map((one) => this.run(one)).join('');
  }

  private run(node: Node): string {
    switch (node.name) {
      case 't':
        return textIn(node);
      case 'tab':
      case 'ptab':
        return '\t';
      case 'br':
      case 'cr':
        return node.attributes['type'] === 'page' || node.attributes['type'] === 'column' ? '' : '\n';
      case 'noBreakHyphen':
        return '-';
      case 'sym':
        return symbol(node.attributes['char']);
      case 'footnoteReference':
      case 'endnoteReference':
        return this.mark(node);
      case 'txbxContent':
        this.boxes.push(node);
        return '';
      case 'del':
      case 'moveFrom':
        this.struck = true;
        return '';
      case 'r':
        return hidden(node) ? '' : this.textOf(node);
      default:
        return INLINE.has(node.name) ? this.textOf(node) : '';
    }
  }

  private mark(node: Node): string {
    const kind = node.name === 'endnoteReference' ? 'endnote' : 'footnote';
    const label = raised(this.notes.length + 1);
    this.notes.push({ kind, id: node.attributes['id'] ?? '', label });
    return label;
  }

  private table(node: Node): void {
    for (const row of childrenOf(node, 'tr')) {
      const cells = childrenOf(row, 'tc');
      const [only] = cells;
      // A frame around text, and no table.
      if (cells.length === 1 && only !== undefined) {
        this.blocks(only.children);
        continue;
      }
      const texts = cells.map((cell) => this.cell(cell));
      if (texts.some((text) => text !== '')) this.found.push({ kind: 'row', cells: texts });
    }
  }

  private cell(cell: Node): string {
    const before = this.found.length;
    this.blocks(cell.children);
    return this.found.splice(before).map(lineOfBlock).join('\n');
  }
}

/** What holds blocks and is none itself. Of what Word writes twice for older readers, the first counts. */
const HOLDERS = new Set(['sdt', 'sdtContent', 'ins', 'moveTo', 'customXml', 'smartTag', 'AlternateContent', 'Choice']);
const INLINE = new Set([
  ...HOLDERS,
  ...['hyperlink', 'fldSimple', 'bdo', 'dir', 'ruby', 'rubyBase', 'oMath', 'oMathPara'],
  ...[
    'drawing',
    'inline',
    'anchor',
    'graphic',
    'graphicData',
    'wsp',
    'txbx',
    'pict',
    'shape',
    'rect',
    'textbox',
    'wgp',
  ],
]);

function hidden(run: Node): boolean {
  const vanish = child(child(run, 'rPr'), 'vanish');
  return vanish !== undefined && vanish.attributes['val'] !== '0' && vanish.attributes['val'] !== 'false';
}

/** Characters of symbol fonts: most are bullets and boxes. */
function symbol(code: string | undefined): string {
  const number = parseInt(code ?? '', 16);
  if (!Number.isFinite(number) || number <= 0 || number > 0xffff) return '';
  return number >= 0xf000 && number <= 0xf0ff ? '•' : String.fromCharCode(number);
}
