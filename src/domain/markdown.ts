/**
 * Light Markdown, as answers hold it: text in, blocks of the outline out. The only parser of answers in the house.
 *
 * Light Markdown is paragraphs, a line break for every line end, bullet and numbered lists, bold, italic, links
 * (http, https, mailto), and footnotes. Everything else is the writer's own text and stays as typed: headings, quotes,
 * code, HTML, images, rules. `[[passages]]` keep their brackets in the text, and their runs are marked.
 *
 * Nothing legible is lost. The marks that may vanish are: the characters `*` and `_` of emphasis, bullets and the dot
 * or bracket of a list number, the brackets of a link, `[^label]` and `[@key]` where a footnote takes its place, angle
 * brackets round an address, and a backslash before punctuation. What only looks like a mark stays: a call without a
 * definition, a citation of no known source, a link to anywhere else. Control characters stay too (except U+0000, which
 * becomes U+FFFD): what a format cannot hold is its renderer's to drop.
 */
import type { FootnoteDefinition, Link, List as ListNode, ListItem, Nodes, PhrasingContent, Root, Text } from 'mdast';
import { normaliseLines } from './answer.ts';
import { readCitation, type Cited } from './citation.ts';
import { hasPassage, readBrackets, type Passage } from './confidentiality.ts';
import type { Block, Inline, Run } from './outline.ts';
import { readSyntax, type CitationNode, type Read } from './syntax.ts';

/** Where a citation is printed. */
export interface CitationPlace {
  /** Of the footnote that it makes, or stands in, as `Parsed` counts; null: in no footnote that has a number. */
  readonly number: number | null;
  /** Whether it has a footnote to itself. */
  readonly alone: boolean;
  /** Whether it stands in a passage. */
  readonly confidential: boolean;
}

/** Who knows the sources. */
export interface Citing {
  /** Whether all of these can be printed. A citation that names any other stays as typed. */
  knows(cited: readonly Cited[]): boolean;
  /** A citation in words. Those of footnotes are asked for in the order of their numbers. */
  print(cited: readonly Cited[], place: CitationPlace): readonly Inline[];
}
const NO_SOURCES: Citing = { knows: () => false, print: () => [] };

/** What a text says. Footnote numbers count from 1 in the order of the first calls; `footnotes` is in that order. */
export interface Parsed {
  readonly blocks: readonly Block[];
  /** Without calls of their own: Word allows no footnote in a footnote, so a call in there stays as typed. */
  readonly footnotes: readonly (readonly Block[])[];
}

/** The highest number of an item: "1998. A law was passed" begins with a year. */
const NUMBER_MAX = 999;

/**
 * Parses light Markdown. Never throws, whatever the text. Line ends may be of any kind. Of a text beyond the limits of
 * `syntax.ts` paragraphs and lines come back, with every mark as typed. Citations become footnotes as `citing` prints
 * them, or stand in the footnote in which they were typed; without it they stay as typed.
 */
export function parseMarkdown(text: string, citing: Citing = NO_SOURCES): Parsed {
  const source = normaliseLines(text).replace(/^\uFEFF/, '');
  const read = readSyntax(source);
  return read === null ? { blocks: plainParagraphs(source), footnotes: [] } : new Reading(read, citing).parsed();
}

/**
 * The text with every mark as typed, at little cost. `linesMax` is the most lines that it may have as lines of its own;
 * one with more comes back as one run, its line ends as spaces: legible, and light enough to print.
 */
export function literalBlocks(text: string, linesMax: number): Block[] {
  const source = normaliseLines(text).replace(/^\uFEFF/, '');
  if (source.trim() === '') return [];
  if (source.split('\n').length <= linesMax) return plainParagraphs(source);
  return [{ kind: 'paragraph', inlines: runOf(source.replace(/\s*\n\s*/g, ' ').trim(), literalMarks(source)) }];
}

/** Where a text is not read, neither are its passages: with one in it, all of it is marked. */
const literalMarks = (source: string): Marks => (hasPassage(source) ? { ...PLAIN, confidential: true } : PLAIN);

function plainParagraphs(source: string): Block[] {
  const marks = literalMarks(source);
  return source
    .split(/\n[ \t]*(?=\n)/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({ kind: 'paragraph', inlines: literal(paragraph.replace(/^\n+/, ''), marks) }));
}

interface Marks {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly confidential?: true;
}
const PLAIN: Marks = { bold: false, italic: false };

/** Text as it stands: line ends become breaks, the indentation of lines after them goes. */
function literal(text: string, marks: Marks): Inline[] {
  return text.split('\n').flatMap((line, index): Inline[] => {
    if (index === 0) return runOf(line, marks);
    return [{ kind: 'break' }, ...runOf(line.replace(/^[ \t]+/, ''), marks)];
  });
}

const SPACES_BEFORE = /(?<=\S)[ \t\u00a0\u202f]+$/;

const citedIn = ({ value }: CitationNode): readonly Cited[] => readCitation(value) ?? [];

const runOf = (text: string, marks: Marks): Run[] => (text === '' ? [] : [{ kind: 'run', text, ...marks }]);

/** One text being turned from the parser's tree into blocks. */
class Reading {
  readonly #source: string;
  readonly #tree: Root;
  /** By identifier; of two definitions the first counts. */
  readonly #definitions = new Map<string, FootnoteDefinition>();
  /** By identifier, for those that are called and defined; and by citation. */
  readonly #numbers = new Map<string | CitationNode, number>();
  readonly #passages: readonly Passage[];
  readonly #citing: Citing;
  #inFootnote = false;
  /** The number of the footnote that is being read. */
  #number: number | null = null;

  constructor({ source, tree }: Read, citing: Citing) {
    this.#source = source;
    this.#tree = tree;
    this.#citing = citing;
    this.#passages = hasPassage(source) ? readBrackets(source).passages : [];
    this.#findDefinitions(tree);
    this.#numberCalls(tree);
  }

  parsed(): Parsed {
    const blocks = this.#blocks(this.#tree.children);
    this.#inFootnote = true;
    const footnotes = [...this.#numbers].map(([note, number]) => {
      this.#number = number;
      return typeof note === 'string'
        ? orEmpty(this.#blocks(this.#definitions.get(note)?.children ?? []))
        : [{ kind: 'paragraph', inlines: joined(this.#cited(note, true)) } as const];
    });
    return { blocks, footnotes };
  }

  #findDefinitions(node: Nodes): void {
    if (node.type === 'footnoteDefinition' && !this.#definitions.has(node.identifier)) {
      this.#definitions.set(node.identifier, node);
    }
    if ('children' in node) for (const child of node.children) this.#findDefinitions(child);
  }

  #numberCalls(node: Nodes): void {
    if (node.type === 'footnoteDefinition') return;
    if (node.type === 'footnoteReference' && !this.#numbers.has(node.identifier)) {
      this.#numbers.set(node.identifier, this.#numbers.size + 1);
    }
    if (node.type === 'citation' && this.#citing.knows(citedIn(node))) this.#numbers.set(node, this.#numbers.size + 1);
    if ('children' in node) for (const child of node.children) this.#numberCalls(child);
  }

  /** A citation in words. */
  #cited(node: CitationNode, alone: boolean): readonly Inline[] {
    return this.#citing.print(citedIn(node), { number: this.#number, alone, confidential: this.#isTouched(node) });
  }

  #sourceOf(node: Nodes): string {
    return this.#source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
  }

  /** The text from one place to another as typed, what stands in passages marked. */
  #typed(from: number | undefined, to: number | undefined, marks: Marks): Inline[] {
    return this.#marked(this.#source.slice(from ?? 0, to ?? 0), from ?? 0, to ?? 0, marks);
  }

  #typedOf(node: Nodes, marks: Marks): Inline[] {
    return this.#typed(node.position?.start.offset, node.position?.end.offset, marks);
  }

  /** `text` as literal text that was read from this stretch of the source, of which it may leave out characters. */
  #marked(text: string, from: number, to: number, marks: Marks): Inline[] {
    const passages = this.#passages.filter(({ start, end }) => start < to && end > from);
    if (passages.length === 0) return literal(text, marks);
    const places = placesOf(text, this.#source, from);
    const cuts = passages.flatMap(({ start, end }) =>
      [start, end].map((place) => places.findIndex((at) => at >= place)),
    );
    const edges = [0, ...cuts.map((cut) => (cut === -1 ? text.length : cut)), text.length];
    return edges.slice(1).flatMap((edge, index) => {
      const part = text.slice(edges[index], edge);
      return literal(part, index % 2 === 1 ? { ...marks, confidential: true } : marks);
    });
  }

  #blocks(nodes: readonly Nodes[]): Block[] {
    return nodes.flatMap((node): Block[] => {
      switch (node.type) {
        case 'paragraph':
          return [{ kind: 'paragraph', inlines: joined(this.#inlines(node.children, PLAIN)) }];
        case 'list':
          return this.#list(node);
        case 'footnoteDefinition':
          return this.#strayDefinition(node);
        default:
          return [{ kind: 'paragraph', inlines: this.#typedOf(node, PLAIN) }];
      }
    });
  }

  /** A definition that no call prints, or the second one of its name: printed where it stands, with its mark. */
  #strayDefinition(node: FootnoteDefinition): Block[] {
    const printedElsewhere = this.#numbers.has(node.identifier) && this.#definitions.get(node.identifier) === node;
    if (printedElsewhere) return [];
    const outer = this.#inFootnote;
    this.#inFootnote = true;
    const blocks = this.#blocks(node.children);
    this.#inFootnote = outer;
    return prefixed(`[^${node.label ?? node.identifier}]:`, blocks);
  }

  /** A list. Marks with nothing behind them ("2024." as a whole answer) are text. */
  #list(node: ListNode): Block[] {
    if (node.children.every(({ children }) => children.length === 0)) {
      return [{ kind: 'paragraph', inlines: this.#typedOf(node, PLAIN) }];
    }
    const items = node.children.map((item) => ({ number: this.#numberOf(item), blocks: this.#blocks(item.children) }));
    return node.ordered === true ? numberedLists(items) : bulletList(items.map(({ blocks }) => blocks));
  }

  #numberOf(item: ListItem): number {
    return Number.parseInt(this.#sourceOf(item), 10);
  }

  #inlines(nodes: readonly PhrasingContent[], marks: Marks): Inline[] {
    return nodes.flatMap((node, index): Inline[] => {
      switch (node.type) {
        case 'text':
          return this.#text(node, marks, nodes[index + 1]);
        case 'break':
          return [{ kind: 'break' }];
        case 'strong':
          return this.#inlines(node.children, { ...marks, bold: true });
        case 'emphasis':
          return this.#inlines(node.children, { ...marks, italic: true });
        case 'link':
          return this.#link(node, marks);
        case 'footnoteReference': {
          const number = this.#numbers.get(node.identifier);
          if (number !== undefined && !this.#inFootnote) return [{ kind: 'footnote', number }];
          return this.#typedOf(node, marks);
        }
        case 'citation': {
          const number = this.#numbers.get(node);
          if (number !== undefined) return [{ kind: 'footnote', number }];
          return this.#citing.knows(citedIn(node)) ? [...this.#cited(node, false)] : this.#typedOf(node, marks);
        }
        default:
          return this.#typedOf(node, marks);
      }
    });
  }

  #text({ value, position }: Text, marks: Marks, next: Nodes | undefined): Inline[] {
    // The mark of a footnote stands at its word, where people type a citation with a space before it.
    const text = next?.type === 'citation' && this.#numbers.has(next) ? value.replace(SPACES_BEFORE, '') : value;
    return this.#marked(text, position?.start.offset ?? 0, position?.end.offset ?? 0, marks);
  }

  /** A link; one that leads anywhere but to the web or to a mailbox stays as typed. */
  #link(node: Link, marks: Marks): Inline[] {
    const href = hrefOf(node.url);
    const all = this.#isTouched(node) ? { ...marks, confidential: true as const } : marks;
    const inside = this.#inlines(node.children, href === null ? marks : all);
    if (href === null) {
      const { start, end } = node.position ?? {};
      const first = node.children[0]?.position?.start.offset ?? end?.offset;
      const last = node.children.at(-1)?.position?.end.offset ?? end?.offset;
      return [...this.#typed(start?.offset, first, marks), ...inside, ...this.#typed(last, end?.offset, marks)];
    }
    const title = node.title ? literal(` (${node.title})`, all) : [];
    return [...linked(href, inside, all), ...title];
  }

  /** Whether a passage touches it: then the public version hides its address. */
  #isTouched({ position }: Nodes): boolean {
    const [from, to] = [position?.start.offset ?? 0, position?.end.offset ?? 0];
    return this.#passages.some(({ start, end }) => start < to && end > from);
  }
}

/** Where each character of a text stands in the source: in the same order, with backslashes and indentation between. */
function placesOf(text: string, source: string, from: number): number[] {
  let at = from;
  return Array.from({ length: text.length }, (_, index) => {
    const found = source.indexOf(text.charAt(index), at);
    const place = found === -1 ? at : found;
    at = place + 1;
    return place;
  });
}

function bulletList(items: readonly (readonly Block[])[]): Block[] {
  const filled = items.filter((blocks) => blocks.length > 0);
  return filled.length === 0 ? [] : [{ kind: 'list', ordered: false, start: 1, items: filled }];
}

/**
 * A numbered list, or several: numbers print as typed, so a gap in them begins a new list. Only "1." before every item
 * means "count for me".
 */
function numberedLists(items: readonly { readonly number: number; readonly blocks: readonly Block[] }[]): Block[] {
  const counted = items.every(({ number }) => number === 1);
  const lists: Block[] = [];
  let open: { start: number; items: (readonly Block[])[] } | null = null;
  for (const { number, blocks } of items) {
    if (number > NUMBER_MAX) {
      open = null;
      lists.push(...prefixed(`${number}.`, blocks));
    } else if (open !== null && (counted || number === open.start + open.items.length)) {
      open.items.push(orEmpty(blocks));
    } else {
      open = { start: number, items: [orEmpty(blocks)] };
      lists.push({ kind: 'list', ordered: true, ...open });
    }
  }
  return lists;
}

/** The inlines as links to one address: a footnote call or a line break inside divides a link, since it holds runs only. */
function linked(href: string, inlines: readonly Inline[], marks: Marks): Inline[] {
  const found: Inline[] = [];
  let runs: Run[] = [];
  const close = (): void => {
    if (runs.length > 0) found.push({ kind: 'link', href, runs });
    runs = [];
  };
  for (const inline of joined(inlines)) {
    if (inline.kind === 'run') runs.push(inline);
    else {
      close();
      found.push(inline);
    }
  }
  close();
  return found.some(({ kind }) => kind === 'link')
    ? found
    : [{ kind: 'link', href, runs: [{ kind: 'run', text: href, ...marks }] }, ...found];
}

/** What an address may hold as it stands; all else is percent-encoded, so that Word and browsers take it. */
const OUTSIDE_ADDRESSES = /[^!#-;=?-[\]_a-z~]/giu;

/** The address of a link; null where it is not http, https or mailto. "www." alone means http, as in mail programs. */
function hrefOf(typed: string): string | null {
  const full = /^www\./i.test(typed) ? `http://${typed}` : typed;
  // What follows in a mailto link could add recipients that nobody sees.
  const address = /^mailto:/i.test(full) ? full.replace(/\?.*$/s, '') : full;
  if (!/^(?:https?:\/\/[^/]|mailto:[^@\s]+@[^@\s])/i.test(address) || !URL.canParse(address)) return null;
  return address.toWellFormed().replace(OUTSIDE_ADDRESSES, (character) => encodeURIComponent(character));
}

const isAlike = (a: Run, b: Run): boolean =>
  a.bold === b.bold && a.italic === b.italic && a.confidential === b.confidential && a.change === b.change;

/** Runs side by side with the same marks, made one. */
export function joined(inlines: readonly Inline[]): Inline[] {
  const found: Inline[] = [];
  for (const inline of inlines) {
    const last = found.at(-1);
    if (inline.kind === 'run' && last?.kind === 'run' && isAlike(last, inline)) {
      found[found.length - 1] = { ...last, text: last.text + inline.text };
    } else found.push(inline);
  }
  return found;
}

/** The blocks with a text before the first one, in its paragraph where it is one. */
function prefixed(text: string, blocks: readonly Block[]): Block[] {
  const [first, ...rest] = blocks;
  if (first?.kind !== 'paragraph') return [{ kind: 'paragraph', inlines: literal(text, PLAIN) }, ...blocks];
  return [{ kind: 'paragraph', inlines: joined([...literal(`${text} `, PLAIN), ...first.inlines]) }, ...rest];
}

/** At least one paragraph, so that an item or a footnote without text still has a place for its number. */
const orEmpty = (blocks: readonly Block[]): readonly Block[] =>
  blocks.length > 0 ? blocks : [{ kind: 'paragraph', inlines: [] }];
