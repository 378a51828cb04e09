/**
 * Web pages, through parse5: what is in the main part of a page, with the numbers that its lists print. Scripts, styles,
 * menus and what is hidden are left out; nothing that a page points to is asked for.
 */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { lineOfBlock, type TextBlock } from '../domain/reading.ts';
import { LIMITS, refuse } from './limits.ts';
import { numeral, type Numerals } from './numerals.ts';
import type { Reading } from './reading.ts';

type Element = DefaultTreeAdapterTypes.Element;
type ChildNode = DefaultTreeAdapterTypes.ChildNode;

export function readHtml(source: string): Reading {
  if (tagsIn(source) > LIMITS.tagsMax) refuse('too-heavy');
  const page = parse(source);
  const title = find(page.childNodes, ({ tagName }) => tagName === 'title');
  const root =
    find(page.childNodes, (one) => one.tagName === 'main' || attribute(one, 'role') === 'main') ??
    lonely(page.childNodes) ??
    find(page.childNodes, ({ tagName }) => tagName === 'body');
  const walk = new Walk();
  walk.nodes(root?.childNodes ?? [], { depth: 0, pre: false, list: 0 });
  walk.end();
  return { blocks: walk.found, title: title === null ? null : squeezed(wordsIn(title)).trim() || null, notices: [] };
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
}

class Walk {
  readonly found: TextBlock[] = [];
  private words = '';
  private item: { depth: number; label: string } | null = null;
  private level = 0;

  nodes(nodes: readonly ChildNode[], where: Where): void {
    if (where.depth > LIMITS.depthMax) refuse('too-heavy');
    for (const node of nodes) {
      if (node.nodeName === '#text' && 'value' in node) {
        this.words += where.pre ? node.value : squeezed(node.value);
      } else if ('tagName' in node) this.element(node, where);
    }
  }

  /** Ends the block under way. */
  end(): void {
    const text = this.words
      .replace(/ *\n */g, '\n')
      .replace(/ {2,}/g, ' ')
      .replace(/\n{2,}/g, '\n')
      .trim();
    this.words = '';
    const { item, level } = this;
    if (text === '') return;
    if (level > 0) this.found.push({ kind: 'heading', level, label: item?.label ?? null, text });
    else if (item !== null) this.found.push({ kind: 'item', ...item, text });
    else this.found.push({ kind: 'paragraph', text });
    // A second paragraph of an item has no label of its own.
    this.item = null;
  }

  private element(element: Element, where: Where): void {
    const { tagName } = element;
    if (SILENT.has(tagName) || isHidden(element)) return;
    const inner = { ...where, depth: where.depth + 1, pre: where.pre || tagName === 'pre' };
    if (tagName === 'br') this.words += '\n';
    else if (tagName === 'ol' || tagName === 'ul' || tagName === 'menu') this.list(element, inner);
    else if (tagName === 'table') this.table(element, inner);
    else if (/^h[1-6]$/.test(tagName)) this.heading(element, inner);
    else if (BLOCKS.has(tagName) || tagName === 'li') {
      this.end();
      this.nodes(element.childNodes, inner);
      this.end();
    } else this.nodes(element.childNodes, inner);
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
      this.nodes(item.childNodes, { ...where, depth: where.depth + 1, list: where.list + 1 });
      this.end();
      this.item = null;
      number += back ? -1 : 1;
    }
  }

  private table(table: Element, where: Where): void {
    this.end();
    for (const row of rowsIn(table)) {
      const cells = row.childNodes.filter(
        (node): node is Element => 'tagName' in node && (node.tagName === 'td' || node.tagName === 'th'),
      );
      const texts = cells.map((cell) => {
        const before = this.found.length;
        this.nodes(cell.childNodes, { ...where, depth: where.depth + 2 });
        this.end();
        return this.found.splice(before);
      });
      const [only] = texts;
      // A table that lays a page out, and tells nothing.
      if (texts.length === 1 && only !== undefined) this.found.push(...only);
      else if (texts.some((blocks) => blocks.length > 0)) {
        this.found.push({ kind: 'row', cells: texts.map((blocks) => blocks.map(lineOfBlock).join('\n')) });
      }
    }
  }
}

function rowsIn(table: Element): Element[] {
  const parts = table.childNodes.filter((node): node is Element => 'tagName' in node);
  return parts.flatMap((part) =>
    part.tagName === 'tr' ? [part] : ['tbody', 'thead', 'tfoot'].includes(part.tagName) ? rowsIn(part) : [],
  );
}

const isHidden = (element: Element): boolean =>
  attribute(element, 'hidden') !== undefined ||
  attribute(element, 'aria-hidden') === 'true' ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribute(element, 'style') ?? '');
