/**
 * Web pages, through parse5: what is in the main part of a page, with the numbers that its lists print. Scripts, styles,
 * menus and what is hidden are left out; nothing that a page points to is asked for. Footnotes are told where LibreOffice
 * wrote the page: elsewhere they are links like others.
 */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import type { Inline } from '../domain/outline.ts';
import type { RichBlock } from '../domain/reading.ts';
import { LIMITS, refuse } from './limits.ts';
import { numeral, type Numerals } from './numerals.ts';
import type { RichReading } from './reading.ts';
import { addressOf, framed, Line, UNMARKED, type Marks } from './rich.ts';

type Element = DefaultTreeAdapterTypes.Element;
type ChildNode = DefaultTreeAdapterTypes.ChildNode;

export function readHtml(source: string): RichReading {
  if (tagsIn(source) > LIMITS.tagsMax) refuse('too-heavy');
  const page = parse(source);
  const title = find(page.childNodes, ({ tagName }) => tagName === 'title');
  const root =
    find(page.childNodes, (one) => one.tagName === 'main' || attribute(one, 'role') === 'main') ??
    lonely(page.childNodes) ??
    find(page.childNodes, ({ tagName }) => tagName === 'body');
  const walk = new Walk(notesIn(page.childNodes));
  walk.nodes(root?.childNodes ?? [], { depth: 0, pre: false, list: 0, marks: UNMARKED });
  walk.end();
  const named = title === null ? null : squeezed(wordsIn(title)).trim() || null;
  return { blocks: walk.found, notes: walk.notes, title: named, notices: [] };
}

/** The encoding that a page declares, in its first bytes. */
export function declaredIn(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]{3,20})/i.exec(head)?.[1] ?? null;
}

function tagsIn(source: string): number {
  let count = 0;
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at + 1)) count += 1;
  return count;
}

/** The ids of the notes that LibreOffice sets at the end of a page. */
function notesIn(nodes: readonly ChildNode[]): ReadonlySet<string> {
  const ids = new Set<string>();
  find(nodes, (element) => {
    const id = attribute(element, 'id') ?? '';
    if (element.tagName === 'div' && NOTE.test(id)) ids.add(id);
    return false;
  });
  return ids;
}

const NOTE = /^sd(?:foot|end)note\d+$/;
const CALL = /^#(sd(?:foot|end)note\d+)sym$/;
/** From a note back to its call. */
const BACK = /^#sd(?:foot|end)note\d+anc$/;

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

/** In the order of the page; goes through it without calling itself, as pages may be nested without end. */
function find(nodes: readonly ChildNode[], wanted: (element: Element) => boolean): Element | null {
  const pending = [...nodes].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!('tagName' in node)) continue;
    if (wanted(node)) return node;
    pending.push(...[...node.childNodes].reverse());
  }
  return null;
}

/** The article of a page that has one and no more. */
function lonely(nodes: readonly ChildNode[]): Element | null {
  let count = 0;
  const first = find(nodes, ({ tagName }) => tagName === 'article');
  find(nodes, ({ tagName }) => {
    if (tagName === 'article') count += 1;
    return false;
  });
  return count === 1 ? first : null;
}

function wordsIn(element: Element): string {
  return element.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

const squeezed = (text: string): string => text.replace(/[ \t\n\f\r]+/g, ' ');

const SILENT = new Set([
  ...['script', 'style', 'noscript', 'template', 'head', 'nav', 'aside', 'footer', 'iframe', 'object', 'embed', 'svg'],
  ...[
    'math',
    'canvas',
    'audio',
    'video',
    'map',
    'select',
    'button',
    'textarea',
    'input',
    'dialog',
    'title',
    'rp',
    'rt',
  ],
]);
const BLOCKS = new Set([
  ...['p', 'div', 'section', 'article', 'main', 'header', 'body', 'html', 'form', 'fieldset', 'legend', 'address'],
  ...['blockquote', 'figure', 'figcaption', 'details', 'summary', 'dl', 'dt', 'dd', 'center', 'pre', 'hgroup', 'hr'],
]);
const TYPES: Readonly<Record<string, Numerals>> = {
  a: 'lower-letter',
  A: 'upper-letter',
  i: 'lower-roman',
  I: 'upper-roman',
};

interface Where {
  readonly depth: number;
  readonly pre: boolean;
  /** How many lists it stands in. */
  readonly list: number;
  readonly marks: Marks;
}

class Walk {
  readonly found: RichBlock[] = [];
  readonly notes: (readonly RichBlock[])[] = [];
  private readonly known: ReadonlySet<string>;
  /** The numbers of notes by their ids, in the order of their calls. */
  private readonly calls = new Map<string, number>();
  private readonly line = new Line();
  /** Of an item whose first paragraph has not ended. */
  private item: { depth: number; label: string } | null = null;
  private depth: number | null = null;
  private level = 0;

  /** `known`: the ids of the notes that the page has. */
  constructor(known: ReadonlySet<string>) {
    this.known = known;
  }

  nodes(nodes: readonly ChildNode[], where: Where): void {
    if (where.depth > LIMITS.depthMax) refuse('too-heavy');
    for (const node of nodes) {
      if (node.nodeName === '#text' && 'value' in node) {
        this.line.text(where.pre ? node.value : squeezed(node.value), where.marks);
      } else if ('tagName' in node) this.element(node, where);
    }
  }

  /** Ends the block under way. */
  end(): void {
    const inlines = tidied(this.line.end());
    const { item, level } = this;
    if (inlines.length === 0) return;
    if (level > 0) this.found.push({ kind: 'heading', level, label: item?.label ?? null, inlines });
    else if (item !== null) this.found.push({ kind: 'item', ...item, inlines });
    else this.found.push({ kind: 'paragraph', within: this.depth, inlines });
    // A second paragraph of an item has no label of its own.
    this.item = null;
  }

  private element(element: Element, where: Where): void {
    const { tagName } = element;
    if (SILENT.has(tagName) || isHidden(element) || isMargin(element)) return;
    if (this.known.size > 0 && this.note(element, where)) return;
    const inner = {
      ...where,
      depth: where.depth + 1,
      pre: where.pre || tagName === 'pre',
      marks: marksWithin(element, where.marks),
    };
    if (tagName === 'br') this.line.text('\n', where.marks);
    else if (tagName === 'ol' || tagName === 'ul' || tagName === 'menu') this.list(element, inner);
    else if (tagName === 'table') this.table(element, inner);
    else if (/^h[1-6]$/.test(tagName)) this.heading(element, inner);
    else if (BLOCKS.has(tagName) || tagName === 'li') {
      this.end();
      this.nodes(element.childNodes, inner);
      this.end();
    } else this.nodes(element.childNodes, inner);
  }

  /** Whether the element is a call of a note, its number, or the note itself. */
  private note(element: Element, where: Where): boolean {
    const href = element.tagName === 'a' ? (attribute(element, 'href') ?? '') : '';
    const [, called = ''] = CALL.exec(href) ?? [];
    if (this.known.has(called)) {
      const number = this.calls.get(called) ?? this.calls.size + 1;
      if (!this.calls.has(called)) this.notes.push([]);
      this.calls.set(called, number);
      this.line.call(number);
      return true;
    }
    if (BACK.test(href)) return true;
    const number = element.tagName === 'div' ? this.calls.get(attribute(element, 'id') ?? '') : undefined;
    if (number === undefined) return false;
    this.end();
    const before = this.found.length;
    this.nodes(element.childNodes, { ...where, depth: where.depth + 1 });
    this.end();
    this.notes[number - 1] = this.found.splice(before);
    return true;
  }

  private heading(element: Element, where: Where): void {
    this.end();
    this.level = Number(element.tagName.slice(1));
    this.nodes(element.childNodes, where);
    this.end();
    this.level = 0;
  }

  private list(list: Element, where: Where): void {
    this.end();
    const items = list.childNodes.filter((node): node is Element => 'tagName' in node);
    const numbered = list.tagName === 'ol';
    const back = attribute(list, 'reversed') !== undefined;
    const start = Number(attribute(list, 'start') ?? (back ? items.length : 1));
    let number = Number.isInteger(start) ? start : 1;
    for (const item of items) {
      if (item.tagName !== 'li' || isHidden(item)) {
        this.element(item, where);
        continue;
      }
      const value = Number(attribute(item, 'value') ?? NaN);
      if (Number.isInteger(value)) number = value;
      const type = attribute(item, 'type') ?? attribute(list, 'type') ?? '1';
      const label = numbered ? `${numeral(number, TYPES[type] ?? 'decimal')}.` : '•';
      this.item = { depth: where.list, label };
      const outer = this.depth;
      this.depth = where.list;
      this.nodes(item.childNodes, { ...where, depth: where.depth + 1, list: where.list + 1 });
      this.end();
      this.item = null;
      this.depth = outer;
      number += back ? -1 : 1;
    }
  }

  private table(table: Element, where: Where): void {
    this.end();
    const outer = this.depth;
    this.depth = null;
    const rows = rowsIn(table).map((row) => {
      const cells = row.childNodes.filter(
        (node): node is Element => 'tagName' in node && (node.tagName === 'td' || node.tagName === 'th'),
      );
      return cells.map((cell) => {
        const before = this.found.length;
        this.nodes(cell.childNodes, { ...where, depth: where.depth + 2 });
        this.end();
        return this.found.splice(before);
      });
    });
    // A table of single cells lays a page out, and tells nothing.
    this.found.push(...framed(rows));
    this.depth = outer;
  }
}

const BOLD = new Set(['b', 'strong']);
const ITALIC = new Set(['i', 'em', 'cite']);

function marksWithin(element: Element, marks: Marks): Marks {
  const { tagName } = element;
  const style = attribute(element, 'style') ?? '';
  const [, weight] = /font-weight\s*:\s*(\w+)/i.exec(style) ?? [];
  const [, slope] = /font-style\s*:\s*(\w+)/i.exec(style) ?? [];
  const said = (value: string | undefined, yes: RegExp, otherwise: boolean): boolean =>
    value === undefined ? otherwise : yes.test(value);
  return {
    bold: said(weight, /^(?:bold|[6-9]00)/i, BOLD.has(tagName) || marks.bold),
    italic: said(slope, /^(?:italic|oblique)/i, ITALIC.has(tagName) || marks.italic),
    href: tagName === 'a' ? addressOf(attribute(element, 'href') ?? '') : marks.href,
  };
}

/** White space as a browser shows it: one space at most between words, and none round a line break. */
function tidied(inlines: readonly Inline[]): readonly Inline[] {
  let blank = true;
  let broken = true;
  const found: Inline[] = [];
  for (const [at, inline] of inlines.entries()) {
    if (inline.kind !== 'run') {
      const isBreak = inline.kind === 'break';
      if (!(isBreak && broken)) found.push(inline);
      blank = broken = isBreak;
      continue;
    }
    const short = inline.text.replace(/ {2,}/g, ' ');
    const opened = blank ? short.replace(/^ +/, '') : short;
    const next = inlines[at + 1]?.kind;
    const text = next === 'break' ? opened.replace(/ +$/, '') : opened;
    if (text === '') continue;
    found.push({ ...inline, text });
    blank = text.endsWith(' ');
    broken = false;
  }
  return found;
}

function rowsIn(table: Element): Element[] {
  const parts = table.childNodes.filter((node): node is Element => 'tagName' in node);
  return parts.flatMap((part) =>
    part.tagName === 'tr' ? [part] : ['tbody', 'thead', 'tfoot'].includes(part.tagName) ? rowsIn(part) : [],
  );
}

/** What LibreOffice prints at the head and the foot of every page. */
const isMargin = (element: Element): boolean =>
  element.tagName === 'div' && /^(?:header|footer)$/.test(attribute(element, 'title') ?? '');

const isHidden = (element: Element): boolean =>
  attribute(element, 'hidden') !== undefined ||
  attribute(element, 'aria-hidden') === 'true' ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribute(element, 'style') ?? '');
