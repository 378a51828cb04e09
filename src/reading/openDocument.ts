/**
 * OpenDocument texts (.odt): headings, paragraphs, lists with the labels that LibreOffice prints, tables and notes.
 */
import type { RichBlock } from '../domain/reading.ts';
import type { Archive } from './archive.ts';
import { refuse } from './limits.ts';
import { numeral, type Numerals } from './numerals.ts';
import { looksIn, twips, type Looks } from './openLooks.ts';
import type { RichReading } from './reading.ts';
import { addressOf, framed, Line, UNMARKED, type Marks } from './rich.ts';
import { child, childrenOf, textIn, xmlPart, type Node } from './xml.ts';

export async function readOpenDocument(archive: Archive): Promise<RichReading> {
  const part = (name: string): Promise<Node | undefined> => xmlPart(archive, name);
  const manifest = await part('META-INF/manifest.xml');
  if (manifest?.children.some((entry) => child(entry, 'encryption-data') !== undefined) === true) refuse('encrypted');
  const content = (await part('content.xml')) ?? refuse('damaged');
  const styles = await part('styles.xml');
  const text = child(child(content, 'body'), 'text') ?? refuse('damaged');
  const holders = [child(styles, 'styles'), child(styles, 'automatic-styles'), child(content, 'automatic-styles')];
  const walk = new Walk(listStylesIn(holders), looksIn(holders.slice(0, 1), holders.slice(2)));
  walk.blocks(text.children);
  const title = child(child(await part('meta.xml'), 'meta'), 'title');
  const macros = archive.names.some((name) => /^(?:Basic|Scripts)\/.+\.(?:xml|py|js)$/i.test(name));
  return {
    blocks: walk.found,
    notes: walk.notes,
    title: title === undefined ? null : textIn(title).trim() || null,
    notices: [...(macros ? ['macros' as const] : []), ...(walk.struck ? ['changes' as const] : [])],
  };
}

interface Level {
  readonly bullet: boolean;
  readonly format: string;
  readonly prefix: string;
  readonly suffix: string;
  /** How many levels are printed. */
  readonly shows: number;
  /** "%1%.%2%." where the file writes it out. */
  readonly pattern: string | null;
  readonly start: number;
  /** Where the text of an item begins, in twips. */
  readonly left: number;
}
type ListStyle = ReadonlyMap<number, Level>;

function listStylesIn(holders: readonly (Node | undefined)[]): ReadonlyMap<string, ListStyle> {
  const styles = new Map<string, ListStyle>();
  for (const holder of holders) {
    for (const style of childrenOf(holder, 'list-style')) {
      styles.set(
        style.attributes['name'] ?? '',
        new Map(style.children.filter(({ name }) => name.startsWith('list-level-style')).map(levelOf)),
      );
    }
  }
  return styles;
}

function levelOf(node: Node): [number, Level] {
  const { name, attributes } = node;
  const properties = child(node, 'list-level-properties');
  const aligned = child(properties, 'list-level-label-alignment')?.attributes['margin-left'];
  return [
    Number(attributes['level'] ?? 1),
    {
      bullet: name === 'list-level-style-bullet' || name === 'list-level-style-image',
      format: attributes['num-format'] ?? '',
      prefix: attributes['num-prefix'] ?? '',
      suffix: attributes['num-suffix'] ?? '',
      shows: Number(attributes['display-levels'] ?? 1),
      pattern: attributes['num-list-format'] ?? null,
      start: Number(attributes['start-value'] ?? 1),
      left: twips(aligned) ?? twips(properties?.attributes['space-before']) ?? 0,
    },
  ];
}

const FORMATS: Readonly<Record<string, Numerals>> = {
  '1': 'decimal',
  '01': 'padded',
  a: 'lower-letter',
  A: 'upper-letter',
  i: 'lower-roman',
  I: 'upper-roman',
};

function printed(style: ListStyle | undefined, counts: readonly number[], depth: number): string {
  const level = style?.get(depth + 1);
  if (level === undefined || level.bullet) return '•';
  const one = (at: number): string => {
    const format = FORMATS[style?.get(at + 1)?.format ?? ''];
    return format === undefined ? '' : numeral(counts[at] ?? 1, format);
  };
  if (level.pattern !== null)
    return level.pattern.replace(/%(\d)%/g, (_, digit: string) => one(Number(digit) - 1)).trim();
  if (one(depth) === '') return `${level.prefix}${level.suffix}`.trim();
  const shown = Array.from({ length: Math.min(level.shows, depth + 1) }, (_, index) =>
    one(depth + 1 - Math.min(level.shows, depth + 1) + index),
  );
  return `${level.prefix}${shown.filter((number) => number !== '').join('.')}${level.suffix}`.trim();
}

/** An item that paragraphs may go on: what begins no further left than its text belongs to it. */
interface OpenItem {
  readonly depth: number;
  readonly left: number;
}
/** Twips that programs are apart in where they let text begin. */
const LEFT_TOLERANCE = 60;

/** A list under way: its style, and how far each level has counted. */
interface Counting {
  readonly style: string;
  readonly counts: number[];
}

class Walk {
  readonly found: RichBlock[] = [];
  readonly notes: (readonly RichBlock[])[] = [];
  struck = false;
  private readonly styles: ReadonlyMap<string, ListStyle>;
  private readonly looks: Looks;
  private readonly byStyle = new Map<string, number[]>();
  private readonly byId = new Map<string, number[]>();
  private readonly boxes: Node[] = [];
  private readonly line = new Line();
  private open: OpenItem[] = [];

  constructor(styles: ReadonlyMap<string, ListStyle>, looks: Looks) {
    this.styles = styles;
    this.looks = looks;
  }

  blocks(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.name === 'p' || node.name === 'h') this.paragraph(node, null);
      else if (node.name === 'list') this.list(node, null, 0);
      else if (node.name === 'table') this.table(node);
      else if (node.name === 'tracked-changes') this.struck ||= childrenOf(node, 'changed-region').length > 0;
      else if (HOLDERS.has(node.name)) this.blocks(node.children);
    }
  }

  /** `item`: the label that its item prints, if it is the first paragraph of it; null: it is not in a list. */
  private paragraph(node: Node, item: ({ readonly label: string | null } & OpenItem) | null): void {
    const style = node.attributes['style-name'] ?? '';
    this.all(node, { ...UNMARKED, ...this.looks.ofParagraph(style) });
    const inlines = this.line.end();
    const left = this.looks.leftOf(style);
    if (node.name === 'h') {
      this.open = [];
      const level = Number(node.attributes['outline-level'] ?? 1);
      if (inlines.length > 0) this.found.push({ kind: 'heading', level, label: item?.label || null, inlines });
    } else if (item !== null && item.label !== null && item.label !== '') {
      const { depth, label } = item;
      this.open = [...this.open.filter((one) => one.depth < depth), { depth, left: left ?? item.left }];
      this.found.push({ kind: 'item', depth, label, inlines });
    } else if (inlines.length > 0) {
      const begins = left ?? 0;
      if (item === null) {
        this.open = begins === 0 ? [] : this.open.filter((one) => one.left <= begins + LEFT_TOLERANCE);
      }
      const within = item === null ? (this.open.at(-1)?.depth ?? null) : this.open.length > 0 ? item.depth : null;
      this.found.push({ kind: 'paragraph', within, inlines });
    }
    for (const box of this.boxes.splice(0)) this.blocks(box.children);
  }

  private list(node: Node, above: Counting | null, depth: number): void {
    const style = node.attributes['style-name'] ?? above?.style ?? '';
    const counting = { style, counts: above?.counts ?? this.countsFor(node, style) };
    counting.counts.length = Math.min(counting.counts.length, depth === 0 ? counting.counts.length : depth);
    for (const item of node.children) {
      if (item.name === 'list-header') this.item(item, counting, depth, null);
      if (item.name !== 'list-item') continue;
      const start = item.attributes['start-value'];
      const first = this.styles.get(style)?.get(depth + 1)?.start ?? 1;
      const number = start === undefined ? (counting.counts[depth] ?? first - 1) + 1 : Number(start);
      // An item that holds nothing but a deeper list prints no number of its own, and counts none.
      const own = item.children.some(({ name }) => name === 'p' || name === 'h');
      if (own) {
        counting.counts.length = Math.min(counting.counts.length, depth);
        for (let at = counting.counts.length; at < depth; at += 1) counting.counts.push(1);
        counting.counts[depth] = number;
      }
      this.item(item, counting, depth, own ? printed(this.styles.get(style), counting.counts, depth) : null);
    }
    if (depth === 0) {
      this.byStyle.set(style, [...counting.counts]);
      this.byId.set(node.attributes['id'] ?? '', [...counting.counts]);
    }
  }

  private countsFor({ attributes }: Node, style: string): number[] {
    const before = this.byId.get(attributes['continue-list'] ?? '-');
    if (before !== undefined) return [...before];
    return attributes['continue-numbering'] === 'true' ? [...(this.byStyle.get(style) ?? [])] : [];
  }

  private item(item: Node, counting: Counting, depth: number, label: string | null): void {
    const left = this.styles.get(counting.style)?.get(depth + 1)?.left ?? 0;
    let open = label;
    for (const node of item.children) {
      if (node.name === 'list') this.list(node, counting, depth + 1);
      else if (node.name === 'p' || node.name === 'h') {
        this.paragraph(node, { label: open, depth, left });
        open = null;
      } else this.blocks([node]);
    }
  }

  private all(node: Node, marks: Marks): void {
    for (const one of node.children) this.one(one, marks);
  }

  private one(node: Node, marks: Marks): void {
    const { attributes } = node;
    switch (node.name) {
      // White space is written out by elements of its own.
      case '':
        return this.line.text(node.text.replace(/\s+/g, ' '), marks);
      case 's':
        return this.line.text(' '.repeat(Math.min(Number(attributes['c'] ?? 1) || 1, 100)), marks);
      case 'tab':
        return this.line.text('\t', marks);
      case 'line-break':
        return this.line.text('\n', marks);
      case 'span':
        return this.all(node, this.looks.within(marks, attributes['style-name'] ?? ''));
      case 'a':
        return this.all(node, { ...marks, href: addressOf(attributes['href'] ?? '') });
      case 'note':
        return this.note(node);
      case 'text-box':
        this.boxes.push(node);
        return;
      case 'content-control':
        if (attributes['showing-place-holder'] !== 'true') this.all(node, marks);
        return;
      default:
        if (!SILENT.has(node.name)) this.all(node, marks);
    }
  }

  private note(node: Node): void {
    const inner = new Walk(this.styles, this.looks);
    inner.blocks(child(node, 'note-body')?.children ?? []);
    if (inner.found.length === 0) return;
    this.notes.push(inner.found);
    this.line.call(this.notes.length);
  }

  private table(node: Node): void {
    this.open = [];
    const rows = rowsIn(node).map((row) =>
      row.children.filter(({ name }) => name === 'table-cell').map((cell) => this.cell(cell)),
    );
    this.found.push(...framed(rows));
    this.open = [];
  }

  private cell(cell: Node): readonly RichBlock[] {
    const before = this.found.length;
    this.open = [];
    this.blocks(cell.children);
    return this.found.splice(before);
  }
}

const HOLDERS = new Set(['section', 'index-body', 'text-box', 'frame', 'numbered-paragraph']);
const SILENT = new Set(['annotation', 'annotation-end', 'change', 'title', 'desc', 'image', 'object', 'script']);

function rowsIn(node: Node): Node[] {
  return node.children.flatMap((one) =>
    one.name === 'table-row'
      ? [one]
      : ['table-header-rows', 'table-rows', 'table-row-group'].includes(one.name)
        ? rowsIn(one)
        : [],
  );
}
