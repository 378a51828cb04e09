/**
 * OpenDocument texts (.odt): headings, paragraphs, lists with the labels that LibreOffice prints, tables and notes.
 */
import { lineOfBlock, raised, type TextBlock } from '../domain/reading.ts';
import type { Archive } from './archive.ts';
import { refuse } from './limits.ts';
import { numeral, type Numerals } from './numerals.ts';
import type { Reading } from './reading.ts';
import { child, childrenOf, parseXml, textIn, type Node } from './xml.ts';

export async function readOpenDocument(archive: Archive): Promise<Reading> {
  const part = async (name: string): Promise<Node | undefined> => {
    const bytes = await archive.part(name);
    return bytes === null ? undefined : parseXml(bytes);
  };
  const manifest = await part('META-INF/manifest.xml');
  if (manifest?.children.some((entry) => child(entry, 'encryption-data') !== undefined) === true) refuse('encrypted');
  const content = (await part('content.xml')) ?? refuse('damaged');
  const styles = await part('styles.xml');
  const text = child(child(content, 'body'), 'text') ?? refuse('damaged');
  const walk = new Walk(
    listStylesIn([child(styles, 'styles'), child(styles, 'automatic-styles'), child(content, 'automatic-styles')]),
  );
  walk.blocks(text.children);
  const title = child(child(await part('meta.xml'), 'meta'), 'title');
  const macros = archive.names.some((name) => /^(?:Basic|Scripts)\/.+\.(?:xml|py|js)$/i.test(name));
  return {
    blocks: [...walk.found, ...walk.notes],
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
}
type ListStyle = ReadonlyMap<number, Level>;

function listStylesIn(holders: readonly (Node | undefined)[]): ReadonlyMap<string, ListStyle> {
  const styles = new Map<string, ListStyle>();
  for (const holder of holders) {
    for (const style of childrenOf(holder, 'list-style')) {
      styles.set(style.attributes['name'] ?? '', new Map(style.children.map(levelOf)));
    }
  }
  return styles;
}

function levelOf({ name, attributes }: Node): [number, Level] {
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

/** A list under way: its style, and how far each level has counted. */
interface Counting {
  readonly style: string;
  readonly counts: number[];
}

class Walk {
  readonly found: TextBlock[] = [];
  readonly notes: TextBlock[] = [];
  struck = false;
  private readonly styles: ReadonlyMap<string, ListStyle>;
  private readonly byStyle = new Map<string, number[]>();
  private readonly byId = new Map<string, number[]>();
  private readonly boxes: Node[] = [];

  constructor(styles: ReadonlyMap<string, ListStyle>) {
    this.styles = styles;
  }

  blocks(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.name === 'p' || node.name === 'h') this.paragraph(node, null, 0);
      else if (node.name === 'list') this.list(node, null, 0);
      else if (node.name === 'table') this.table(node);
      else if (node.name === 'tracked-changes') this.struck ||= childrenOf(node, 'changed-region').length > 0;
      else if (HOLDERS.has(node.name)) this.blocks(node.children);
    }
  }

  private paragraph(node: Node, label: string | null, depth: number): void {
    const text = this.textOf(node).trim();
    if (text !== '') {
      if (node.name === 'h') {
        this.found.push({ kind: 'heading', level: Number(node.attributes['outline-level'] ?? 1), label, text });
      } else if (label === null || label === '') this.found.push({ kind: 'paragraph', text });
      else this.found.push({ kind: 'item', depth, label, text });
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
    let open = label;
    for (const node of item.children) {
      if (node.name === 'list') this.list(node, counting, depth + 1);
      else if (node.name === 'p' || node.name === 'h') {
        this.paragraph(node, open, depth);
        open = null;
      } else this.blocks([node]);
    }
  }

  private textOf(node: Node): string {
    return node.children.map((one) => this.inline(one)).join('');
  }

  private inline(node: Node): string {
    switch (node.name) {
      // White space is written out by elements of its own.
      case '':
        return node.text.replace(/\s+/g, ' ');
      case 's':
        return ' '.repeat(Math.min(Number(node.attributes['c'] ?? 1) || 1, 100));
      case 'tab':
        return '\t';
      case 'line-break':
        return '\n';
      case 'note':
        return this.note(node);
      case 'text-box':
        this.boxes.push(node);
        return '';
      default:
        return SILENT.has(node.name) ? '' : this.textOf(node);
    }
  }

  private note(node: Node): string {
    const label = raised(this.notes.length + 1);
    const inner = new Walk(this.styles);
    inner.blocks(child(node, 'note-body')?.children ?? []);
    const text = inner.found.map(lineOfBlock).join('\n');
    if (text === '') return '';
    this.notes.push({ kind: 'note', label, text });
    return label;
  }

  private table(node: Node): void {
    for (const row of rowsIn(node)) {
      const cells = row.children.filter(({ name }) => name === 'table-cell');
      const [only] = cells;
      if (cells.length === 1 && only !== undefined) {
        this.blocks(only.children);
        continue;
      }
      const texts = cells.map((cell) => {
        const before = this.found.length;
        this.blocks(cell.children);
        return this.found.splice(before).map(lineOfBlock).join('\n');
      });
      if (texts.some((text) => text !== '')) this.found.push({ kind: 'row', cells: texts });
    }
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
