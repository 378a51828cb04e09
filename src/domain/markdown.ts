/**
 * Light Markdown, as answers hold it: text in, blocks of the outline out. The only parser of answers in the house.
 *
 * Light Markdown is paragraphs, a line break for every line end, bullet and numbered lists, bold, italic, links
 * (http, https, mailto), and footnotes. Everything else is the writer's own text and stays as typed: headings, quotes,
 * code, HTML, images, rules. `[[passages]]` keep their brackets in the text.
 *
 * Nothing legible is lost. The marks that may vanish are: the characters `*` and `_` of emphasis, bullets and the dot
 * or bracket of a list number, the brackets of a link, `[^label]` where a footnote takes its place, angle brackets
 * round an address, and a backslash before punctuation. What only looks like a mark stays: a call without a
 * definition, a link to anywhere else. Control characters stay too (except U+0000, which becomes U+FFFD): what a
 * format cannot hold is its renderer's to drop.
 */
import type { FootnoteDefinition, Link, List as ListNode, ListItem, Nodes, PhrasingContent, Root } from 'mdast';
import { normaliseLines } from './answer.ts';
import type { Block, Inline, Run } from './outline.ts';
import { readSyntax, type Read } from './syntax.ts';

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
 * `syntax.ts` paragraphs and lines come back, with every mark as typed.
 */
export function parseMarkdown(text: string): Parsed {
  const source = normaliseLines(text).replace(/^\uFEFF/, '');
  const read = readSyntax(source);
  return read === null ? { blocks: plainParagraphs(source), footnotes: [] } : new Reading(read).parsed();
}

/**
 * The text with every mark as typed, at little cost. `linesMax` is the most lines that it may have as lines of its own;
 * one with more comes back as one run, its line ends as spaces: legible, and light enough to print.
 */
export function literalBlocks(text: string, linesMax: number): Block[] {
  const source = normaliseLines(text).replace(/^\uFEFF/, '');
  if (source.trim() === '') return [];
  if (source.split('\n').length <= linesMax) return plainParagraphs(source);
  return [{ kind: 'paragraph', inlines: runOf(source.replace(/\s*\n\s*/g, ' ').trim(), PLAIN) }];
}

function plainParagraphs(source: string): Block[] {
  return source
    .split(/\n[ \t]*(?=\n)/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({ kind: 'paragraph', inlines: literal(paragraph.replace(/^\n+/, ''), PLAIN) }));
}

interface Marks {
  readonly bold: boolean;
  readonly italic: boolean;
}
const PLAIN: Marks = { bold: false, italic: false };

/** Text as it stands: line ends become breaks, the indentation of lines after them goes. */
function literal(text: string, marks: Marks): Inline[] {
  return text.split('\n').flatMap((line, index): Inline[] => {
    if (index === 0) return runOf(line, marks);
    return [{ kind: 'break' }, ...runOf(line.replace(/^[ \t]+/, ''), marks)];
  });
}

const runOf = (text: string, marks: Marks): Run[] => (text === '' ? [] : [{ kind: 'run', text, ...marks }]);

/** One text being turned from the parser's tree into blocks. */
class Reading {
  readonly #source: string;
  readonly #tree: Root;
  /** By identifier; of two definitions the first counts. */
  readonly #definitions = new Map<string, FootnoteDefinition>();
  /** By identifier, for those that are called and defined. */
  readonly #numbers = new Map<string, number>();
  #inFootnote = false;

  constructor({ source, tree }: Read) {
    this.#source = source;
    this.#tree = tree;
    this.#findDefinitions(tree);
    this.#numberCalls(tree);
  }

  parsed(): Parsed {
    const blocks = this.#blocks(this.#tree.children);
    this.#inFootnote = true;
    const footnotes = [...this.#numbers.keys()].map((identifier) =>
      orEmpty(this.#blocks(this.#definitions.get(identifier)?.children ?? [])),
    );
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
    if ('children' in node) for (const child of node.children) this.#numberCalls(child);
  }

  #slice(from: number | undefined, to: number | undefined): string {
    return this.#source.slice(from ?? 0, to ?? 0);
  }

  #sourceOf(node: Nodes): string {
    return this.#slice(node.position?.start.offset, node.position?.end.offset);
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
          return [{ kind: 'paragraph', inlines: literal(this.#sourceOf(node), PLAIN) }];
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
      return [{ kind: 'paragraph', inlines: literal(this.#sourceOf(node), PLAIN) }];
    }
    const items = node.children.map((item) => ({ number: this.#numberOf(item), blocks: this.#blocks(item.children) }));
    return node.ordered === true ? numberedLists(items) : bulletList(items.map(({ blocks }) => blocks));
  }

  #numberOf(item: ListItem): number {
    return Number.parseInt(this.#sourceOf(item), 10);
  }

  #inlines(nodes: readonly PhrasingContent[], marks: Marks): Inline[] {
    return nodes.flatMap((node): Inline[] => {
      switch (node.type) {
        case 'text':
          return literal(node.value, marks);
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
          return literal(this.#sourceOf(node), marks);
        }
        default:
          return literal(this.#sourceOf(node), marks);
      }
    });
  }

  /** A link; one that leads anywhere but to the web or to a mailbox stays as typed. */
  #link(node: Link, marks: Marks): Inline[] {
    const href = hrefOf(node.url);
    const inside = this.#inlines(node.children, marks);
    if (href === null) {
      const { start, end } = node.position ?? {};
      const first = node.children[0]?.position?.start.offset ?? end?.offset;
      const last = node.children.at(-1)?.position?.end.offset ?? end?.offset;
      return [
        ...literal(this.#slice(start?.offset, first), marks),
        ...inside,
        ...literal(this.#slice(last, end?.offset), marks),
      ];
    }
    const title = node.title ? literal(` (${node.title})`, marks) : [];
    return [...linked(href, inside, marks), ...title];
  }
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

/** Runs side by side with the same marks, made one. */
export function joined(inlines: readonly Inline[]): Inline[] {
  const found: Inline[] = [];
  for (const inline of inlines) {
    const last = found.at(-1);
    if (inline.kind === 'run' && last?.kind === 'run' && last.bold === inline.bold && last.italic === inline.italic) {
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
