/**
 * Word files: headings, paragraphs, lists with the labels that Word prints, tables and notes, read from the XML of the
 * document, its styles and its numbering. Of relationships only the addresses of links are read, and none is followed;
 * looks at no picture, runs nothing. What is in a paragraph is `wordRuns.ts`.
 */
import type { Inline } from '../domain/outline.ts';
import type { Notice, RichBlock } from '../domain/reading.ts';
import type { Archive } from './archive.ts';
import { refuse } from './limits.ts';
import type { RichReading } from './reading.ts';
import { framed } from './rich.ts';
import { leftIn, wordNumbers, type InList, type WordNumbers } from './wordNumbers.ts';
import { HOLDERS, isPlaceholder, linksIn, Runs, type NoteMark } from './wordRuns.ts';
import { headingOf, inherited, listIn, stylesIn, type Styles } from './wordStyles.ts';
import { child, textIn, valueOf, xmlPart, type Node } from './xml.ts';

export async function readWord(archive: Archive): Promise<RichReading> {
  const part = (name: string): Promise<Node | undefined> => xmlPart(archive, name);
  const linksOf = async (name: string): Promise<ReadonlyMap<string, string>> =>
    linksIn(await part(`word/_rels/${name}.xml.rels`));
  const body = child(await part('word/document.xml'), 'body') ?? refuse('damaged');
  const styles = stylesIn(await part('word/styles.xml'));
  const numbers = wordNumbers(await part('word/numbering.xml'));
  const walk = new Walk(styles, numbers, await linksOf('document'));
  walk.blocks(body.children);
  const notes: (readonly RichBlock[])[] = walk.marks.map(() => []);
  for (const kind of ['footnote', 'endnote'] as const) {
    if (!walk.marks.some((one) => one.kind === kind)) continue;
    const root = await part(`word/${kind}s.xml`);
    const byId = new Map(root?.children.map((node) => [node.attributes['id'] ?? '', node]));
    const links = await linksOf(`${kind}s`);
    for (const [index, mark] of walk.marks.entries()) {
      if (mark.kind !== kind) continue;
      const inner = new Walk(styles, numbers, links);
      inner.blocks(byId.get(mark.id)?.children ?? []);
      notes[index] = inner.found;
    }
  }
  const title = child(await part('docProps/core.xml'), 'title');
  const macros = archive.names.some((name) => /vbaProject\.bin$/i.test(name));
  const notices: Notice[] = [...(macros ? ['macros' as const] : []), ...(walk.struck ? ['changes' as const] : [])];
  return { blocks: walk.found, notes, title: title === undefined ? null : textIn(title).trim() || null, notices };
}

/** An item that paragraphs may go on: what begins no further left than its text belongs to it. */
interface OpenItem {
  readonly depth: number;
  readonly left: number;
}
/** Twips that programs are apart in where they let text begin. */
const LEFT_TOLERANCE = 60;

/** One way through the document, which counts its lists and its notes. */
class Walk {
  readonly found: RichBlock[] = [];
  private readonly styles: Styles;
  private readonly numbers: WordNumbers;
  private readonly runs: Runs;
  private open: OpenItem[] = [];
  private blockStruck = false;

  constructor(styles: Styles, numbers: WordNumbers, links: ReadonlyMap<string, string>) {
    this.styles = styles;
    this.numbers = numbers;
    this.runs = new Runs(styles, links);
  }

  get marks(): readonly NoteMark[] {
    return this.runs.marks;
  }

  get struck(): boolean {
    return this.blockStruck || this.runs.struck;
  }

  blocks(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.name === 'p') this.paragraph(node);
      else if (node.name === 'tbl') this.table(node);
      else if (node.name === 'del' || node.name === 'moveFrom') this.blockStruck = true;
      else if (HOLDERS.has(node.name) && !isPlaceholder(node)) this.blocks(node.children);
    }
  }

  private paragraph(node: Node): void {
    const settings = child(node, 'pPr');
    this.runs.read(node);
    // Its end was struck out with changes tracked: it goes on in the next one.
    if (child(child(settings, 'rPr'), 'del') !== undefined) return;
    this.add(settings, this.runs.end());
    for (const box of this.runs.boxes.splice(0)) this.blocks(box.children);
  }

  private add(settings: Node | undefined, inlines: readonly Inline[]): void {
    const style = valueOf(settings, 'pStyle') ?? '';
    const place = this.placeOf(settings, style);
    const heading = inherited(this.styles, style, (one) => one.heading) ?? headingOf(valueOf(settings, 'outlineLvl'));
    // An empty paragraph of a list is numbered by Word all the same.
    const label = place === null ? null : this.numbers.next(place);
    const left = leftIn(settings) ?? (place === null ? null : this.numbers.leftOf(place));
    const begins = left ?? inherited(this.styles, style, (one) => one.left) ?? 0;
    if (heading !== null && inlines.length > 0) {
      this.open = [];
      this.found.push({ kind: 'heading', level: heading, label: label === '' ? null : label, inlines });
    } else if (place !== null && label !== null && label !== '') {
      this.open = [...this.open.filter(({ depth }) => depth < place.level), { depth: place.level, left: begins }];
      this.found.push({ kind: 'item', depth: place.level, label, inlines });
    } else if (inlines.length > 0) {
      this.open = begins === 0 ? [] : this.open.filter((item) => item.left <= begins + LEFT_TOLERANCE);
      this.found.push({ kind: 'paragraph', within: this.open.at(-1)?.depth ?? null, inlines });
    }
  }

  private placeOf(settings: Node | undefined, style: string): InList | null {
    const own = listIn(settings);
    const styled = inherited(this.styles, style, ({ list }) => (list?.list === undefined ? null : list));
    const list = own?.list ?? styled?.list ?? null;
    if (list === null || list === '0') return null;
    return { list, level: own?.level ?? styled?.level ?? this.numbers.levelOf(list, style) };
  }

  private table(node: Node): void {
    this.open = [];
    const rows = rowsIn(node).map((row) => cellsIn(row).map((cell) => this.cell(cell)));
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

/** Rows may stand in content controls, and so may cells. */
const within = (node: Node, name: string): readonly Node[] =>
  node.children.flatMap((one) => (one.name === name ? [one] : HOLDERS.has(one.name) ? within(one, name) : []));
const rowsIn = (table: Node): readonly Node[] =>
  within(table, 'tr').filter((row) => child(child(row, 'trPr'), 'del') === undefined);
const cellsIn = (row: Node): readonly Node[] => within(row, 'tc');
