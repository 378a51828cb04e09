/**
 * Blocks of a file, read with their marks, as the prose of an answer: lists nested again, addresses as links, passages
 * marked, footnotes numbered from 1. And whether two proses say the same, whatever a word processor did to their
 * looks. Pure.
 */
import { readBrackets } from './confidentiality.ts';
import { joined, type Parsed } from './markdown.ts';
import { notesApart } from './notesApart.ts';
import type { Block, Inline, List, Run } from './outline.ts';
import type { RichBlock } from './reading.ts';

type Notes = readonly (readonly RichBlock[])[];

/** The prose that these blocks are. `notes` are those of the whole file; the ones that are called come along. */
export function proseOf(blocks: readonly RichBlock[], notes: Notes): Parsed {
  const numbers = new Map<number, number>();
  const renumber = (inline: Inline): Inline => {
    if (inline.kind !== 'footnote') return inline;
    const number = numbers.get(inline.number) ?? numbers.size + 1;
    numbers.set(inline.number, number);
    return { kind: 'footnote', number };
  };
  const body = folded(blocks.map((block) => mapped(block, renumber)));
  const footnotes = [...numbers.keys()].map((number) => {
    const note = folded((notes[number - 1] ?? []).map((block) => mapped(block, withoutCall)));
    return note.length > 0 ? note : [{ kind: 'paragraph', inlines: [] } as const];
  });
  return withPassages({ blocks: body, footnotes });
}

/** Word allows no footnote in a footnote. */
const withoutCall = (inline: Inline): Inline => (inline.kind === 'footnote' ? plainRun(`[^${inline.number}]`) : inline);

const plainRun = (text: string): Run => ({ kind: 'run', text, bold: false, italic: false });

function mapped(block: RichBlock, change: (inline: Inline) => Inline): RichBlock {
  if (block.kind !== 'table') return { ...block, inlines: block.inlines.map(change) };
  return { ...block, rows: block.rows.map((cells) => cells.map((cell) => cell.map((one) => mapped(one, change)))) };
}

type Blocks = Block[];
interface OpenList {
  readonly depth: number;
  readonly ordered: boolean;
  readonly start: number;
  readonly items: Blocks[];
}

const BULLET = /^[•◦▪●‣–—*o-]$/;
const NUMBER = /^\(?(\d{1,3})[.)]?$/;

/** Lists put together of the items that follow each other. */
function folded(blocks: readonly RichBlock[]): readonly Block[] {
  const found: Blocks = [];
  const open: OpenList[] = [];
  /** Closes the lists that are deeper, and gives what the next block at this depth belongs to. */
  const holder = (depth: number): Blocks => {
    while ((open.at(-1)?.depth ?? -1) > depth) open.pop();
    return open.at(-1)?.items.at(-1) ?? found;
  };
  for (const block of blocks) {
    if (block.kind === 'item' && (BULLET.test(block.label) || NUMBER.test(block.label))) {
      addItem(block, open, holder);
      continue;
    }
    const within = block.kind === 'item' ? block.depth - 1 : block.kind === 'paragraph' ? (block.within ?? -1) : -1;
    holder(within).push(...plainBlock(block));
  }
  return tidied(found);
}

function addItem(
  { depth, label, inlines }: RichBlock & { readonly kind: 'item' },
  open: OpenList[],
  holder: (depth: number) => Blocks,
): void {
  const number = NUMBER.exec(label)?.[1];
  const start = number === undefined ? 1 : Number(number);
  holder(depth);
  const last = open.at(-1);
  const item: Blocks = inlines.length === 0 ? [] : [{ kind: 'paragraph', inlines: withAddresses(inlines) }];
  if (last?.depth === depth) {
    const goesOn =
      last.ordered === (number !== undefined) && (!last.ordered || start === last.start + last.items.length);
    if (goesOn) {
      last.items.push(item);
      return;
    }
    open.pop();
  }
  const list: OpenList = { depth, ordered: number !== undefined, start, items: [item] };
  const outer = open.at(-1)?.items.at(-1);
  (outer ?? holder(-1)).push({ kind: 'list', ordered: list.ordered, start, items: list.items });
  open.push(list);
}

function plainBlock(block: RichBlock): Block[] {
  switch (block.kind) {
    case 'paragraph':
      return [{ kind: 'paragraph', inlines: withAddresses(block.inlines) }];
    case 'item':
      return [{ kind: 'paragraph', inlines: withAddresses([plainRun(`${block.label} `), ...block.inlines]) }];
    case 'heading': {
      const label = block.label === null ? [] : [plainRun(`${block.label} `)];
      const bold = [...label, ...block.inlines].map((one) => (one.kind === 'run' ? { ...one, bold: true } : one));
      return [{ kind: 'paragraph', inlines: withAddresses(joined(bold)) }];
    }
    case 'table':
      return [{ kind: 'table', caption: '', header: [], rows: block.rows.map((cells) => cells.map(flat)) }];
  }
}

/** A cell on one line. */
function flat(blocks: readonly RichBlock[]): readonly Inline[] {
  return blocks.flatMap((block, index): Inline[] => {
    const inlines = block.kind === 'table' ? block.rows.flat().flatMap((cell) => flat(cell)) : block.inlines;
    const onLine = inlines.map((inline) => (inline.kind === 'break' ? plainRun(' ') : inline));
    return index === 0 ? onLine : [plainRun(' '), ...onLine];
  });
}

/** Without bullets that say nothing, and with a place for the number of an item that does. */
function tidied(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.kind !== 'list') return [block];
    const items = block.items.map(tidied);
    const kept = block.ordered
      ? items.map((item) => (item.length > 0 ? item : [{ kind: 'paragraph', inlines: [] } as const]))
      : items.filter((item) => item.length > 0);
    return kept.length === 0 ? [] : [{ ...block, items: kept }];
  });
}

const ADDRESS = /(?<![\p{L}\p{N}_@./-])(?:(?:https?:\/\/|www\.)[^\s<>[\]"“”«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/giu;
const AFTER_ADDRESS = /[?!.,:;*_~'’)»”]+$/u;

/** As light Markdown reads an address that stands by itself. */
function hrefOf(address: string): string {
  if (/^www\./i.test(address)) return `http://${address}`;
  return address.includes('://') ? address : `mailto:${address}`;
}

/** Addresses that somebody typed without making them links. */
function withAddresses(inlines: readonly Inline[]): readonly Inline[] {
  return inlines.flatMap((inline): readonly Inline[] => {
    if (inline.kind !== 'run') return [inline];
    const found: Inline[] = [];
    let place = 0;
    for (const { 0: whole, index } of inline.text.matchAll(ADDRESS)) {
      const address = whole.replace(AFTER_ADDRESS, '');
      const href = hrefOf(address);
      if (!URL.canParse(href)) continue;
      found.push({ ...inline, text: inline.text.slice(place, index) });
      found.push({ kind: 'link', href, runs: [{ ...inline, text: address }] });
      place = index + address.length;
    }
    found.push({ ...inline, text: inline.text.slice(place) });
    return found.filter((one) => one.kind !== 'run' || one.text !== '');
  });
}

/** Every run cut where a passage begins or ends, and those in one marked: brackets count over the whole text. */
function withPassages(prose: Parsed): Parsed {
  const texts: string[] = [];
  const gather = (run: Run): readonly Run[] => {
    texts.push(run.text);
    return [run];
  };
  changed(prose, gather);
  const whole = texts.join('\n');
  if (!whole.includes('[[') && !whole.includes(']]')) return prose;
  const { passages } = readBrackets(whole);
  let start = 0;
  return changed(prose, (run) => {
    const from = start;
    start += run.text.length + 1;
    const inside = passages.filter((passage) => passage.start < from + run.text.length && passage.end > from);
    const cuts = inside.flatMap((passage) => [passage.start - from, passage.end - from]);
    const edges = [0, ...cuts.map((cut) => Math.min(Math.max(cut, 0), run.text.length)), run.text.length];
    return edges.slice(1).flatMap((edge, index) => {
      const text = run.text.slice(edges[index], edge);
      if (text === '') return [];
      return [index % 2 === 1 ? { ...run, text, confidential: true as const } : { ...run, text }];
    });
  });
}

/** With other runs in the place of each run, in reading order. */
function changed({ blocks, footnotes }: Parsed, change: (run: Run) => readonly Run[]): Parsed {
  const inAll = (inlines: readonly Inline[]): Inline[] =>
    inlines.flatMap((inline): Inline[] => {
      if (inline.kind === 'run') return [...change(inline)];
      return [inline.kind === 'link' ? { ...inline, runs: inline.runs.flatMap(change) } : inline];
    });
  const inBlock = (block: Block): Block => {
    switch (block.kind) {
      case 'paragraph':
        return { ...block, inlines: inAll(block.inlines) };
      case 'list':
        return { ...block, items: block.items.map((item) => item.map(inBlock)) };
      case 'table':
        return { ...block, rows: block.rows.map((cells) => cells.map(inAll)) };
    }
  };
  return { blocks: blocks.map(inBlock), footnotes: footnotes.map((note) => note.map(inBlock)) };
}

/**
 * Whether two proses say the same. Not told apart: white space of different kinds and lengths, marks on white space, how
 * an address is spelt, an address that is a link and one that is not, lists that only follow each other and one list, a
 * footnote called twice and two with the same words.
 */
export const sameProse = (a: Parsed, b: Parsed): boolean => signature(notesApart(a)) === signature(notesApart(b));

const signature = ({ blocks, footnotes }: Parsed): string =>
  [...(blocks.length === 0 ? [] : [signed(blocks)]), ...footnotes.map((note) => `note ${signed(note)}`)].join('\n');

function signed(blocks: readonly Block[]): string {
  return linked(blocks)
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return signedLine(block.inlines);
        case 'list':
          return `${block.ordered ? `ol${block.start}` : 'ul'}[${block.items.map(signed).join(';')}]`;
        case 'table':
          return block.rows.map((cells) => cells.map(signedLine).join('|')).join('/');
      }
    })
    .filter((text) => text !== '')
    .join('¶');
}

/** Lists of one kind side by side as one, where the numbers go on. */
function linked(blocks: readonly Block[]): readonly Block[] {
  const found: Block[] = [];
  for (const block of blocks.filter((one) => one.kind !== 'paragraph' || signedLine(one.inlines) !== '')) {
    const last = found.at(-1);
    if (block.kind === 'list' && last?.kind === 'list' && goesOn(last, block)) {
      found[found.length - 1] = { ...last, items: [...last.items, ...block.items] };
    } else found.push(block);
  }
  return found;
}

const goesOn = (first: List, second: List): boolean =>
  first.ordered === second.ordered && (!first.ordered || second.start === first.start + first.items.length);

/** Controls, and signs that nobody sees. */
const UNSEEN = /[\p{Cc}\p{Cs}\u00ad\u200b-\u200f\u2060\ufeff\ufffd\ue000-\ue002]/gu;

function signedLine(inlines: readonly Inline[]): string {
  return inlines
    .flatMap((inline): readonly string[] => {
      switch (inline.kind) {
        case 'run':
          return [signedRun(inline)];
        case 'break':
          return ['⏎'];
        case 'footnote':
          return [`{${inline.number}}`];
        case 'link': {
          const text = inline.runs.map((run) => run.text).join('');
          const runs = inline.runs.map(signedRun).join('');
          return [spelt(text) === spelt(inline.href) ? runs : `(${runs} → ${spelt(inline.href)})`];
        }
      }
    })
    .join('')
    .replace(/\ue002(b|i|bi)\ue001( ?)\ue000\1\ue001/g, '$2')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?⏎ ?/g, '⏎')
    .replace(/^[ ⏎]+|[ ⏎]+$/g, '');
}

/** Words with their marks, white space outside of them. Signs of private use stand for marks: no text holds one here. */
function signedRun({ text, bold, italic }: Run): string {
  const shown = text
    .replace(/\s+/gu, ' ')
    .replace(UNSEEN, '')
    .replace(/\u2011/gu, '-')
    .normalize('NFC');
  const mark = `${bold ? 'b' : ''}${italic ? 'i' : ''}`;
  const [, before = '', inner = '', after = ''] = /^( ?)(.*?)( ?)$/s.exec(shown) ?? [];
  return mark === '' || inner === '' ? shown : `${before}\ue000${mark}\ue001${inner}\ue002${mark}\ue001${after}`;
}

function spelt(address: string): string {
  const full = /^www\./i.test(address)
    ? `http://${address}`
    : /^[^\s:/]+@/.test(address)
      ? `mailto:${address}`
      : address;
  return URL.parse(full)?.href ?? full;
}
