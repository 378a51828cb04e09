/**
 * The inline half of light Markdown out: runs, links, footnote calls and line breaks of one paragraph as text. Tries the
 * most readable way to write them first, reads it back, and goes on to the next way where it came back otherwise.
 */
import { joined, parseMarkdown } from './markdown.ts';
import { sameTree } from './markdownOut.ts';
import type { Inline, LinkInline, Run } from './outline.ts';

/** A way to write a paragraph. */
interface Way {
  readonly bold: string;
  readonly italic: string;
  /** How a link is written whose text is its address. */
  readonly address: 'bare' | 'angled' | 'labelled';
  /** Every sign that might be a mark is escaped, not only those that look like one where they stand. */
  readonly careful: boolean;
  /** Emphasis leaves out the punctuation at its ends: beside a letter it would not be read. */
  readonly soft: boolean;
}

const STARS = { bold: '**', italic: '*' };
const EMPHASES = [STARS, { bold: '**', italic: '_' }, { bold: '__', italic: '*' }, { bold: '__', italic: '_' }];
const WAYS: readonly Way[] = [false, true].flatMap((soft) =>
  [false, true].flatMap((careful) =>
    (['bare', 'angled', 'labelled'] as const).flatMap((address) =>
      EMPHASES.map((emphasis) => ({ ...emphasis, address, careful, soft })),
    ),
  ),
);
const READABLE: Way = { ...STARS, address: 'bare', careful: false, soft: false };
const UNMARKED: Way = { bold: '', italic: '', address: 'labelled', careful: true, soft: false };

/** One paragraph. Its footnote calls are written with their numbers as labels. */
export function writtenInlines(inlines: readonly Inline[]): string {
  const written = (way: Way): string => trimmed(around(inlines, way, { bold: false, italic: false }));
  if (inlines.every(isHarmless)) return written(READABLE);
  const calls = new Set(inlines.flatMap((inline) => (inline.kind === 'footnote' ? [inline.number] : [])));
  const found = WAYS.find((way) => {
    const edges = way.soft ? SOFT_EDGES : EDGES;
    return sameTree(comparable(readBack(written(way), calls), edges), comparable(inlines, edges));
  });
  return written(found ?? UNMARKED);
}

/** The text alone, with every mark as typed. */
export const literalLine = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'run' ? inline.text : inline.kind === 'break' ? '\n' : '')).join('');

/** No sign in it could be a mark. */
const isHarmless = (inline: Inline): boolean =>
  inline.kind === 'break' ||
  (inline.kind === 'run' && !inline.bold && !inline.italic && !/[*_[\]<\\@:+•◦▪●‣-]|www\.|\d[.)]/i.test(inline.text));

/** Without white space at the ends of lines, which nobody reads. */
const trimmed = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/gm, '');

/**
 * What a way must come back as. What passages hide hangs on the text as a whole, and so do the numbers of footnotes;
 * marks on the `edges` of a run are lost on nobody.
 */
function comparable(inlines: readonly Inline[], edges: RegExp): readonly Inline[] {
  const numbers = new Map<number, number>();
  const bare = inlines.flatMap((inline): readonly Inline[] => {
    if (inline.kind === 'run') return bareRuns(inline, edges);
    if (inline.kind === 'link')
      return [{ ...inline, runs: joined(inline.runs.flatMap((run) => bareRuns(run, edges))) as Run[] }];
    if (inline.kind === 'break') return [inline];
    const number = numbers.get(inline.number) ?? numbers.size + 1;
    numbers.set(inline.number, number);
    return [{ kind: 'footnote', number }];
  });
  return withoutMargins(joined(bare));
}

function bareRuns({ text, bold, italic }: Run, edges: RegExp): readonly Run[] {
  const [, before = '', inner = '', after = ''] = edges.exec(text) ?? [];
  const plain = (part: string): Run => ({ kind: 'run', text: part, bold: false, italic: false });
  return [plain(before), { ...plain(inner), bold, italic }, plain(after)].filter((run) => run.text !== '');
}

/** Without the white space at the ends of lines. */
function withoutMargins(inlines: readonly Inline[]): readonly Inline[] {
  const isEnd = (inline: Inline | undefined): boolean => inline === undefined || inline.kind === 'break';
  return inlines
    .map((inline, at) => {
      if (inline.kind !== 'run') return inline;
      const opened = isEnd(inlines[at - 1]) ? inline.text.replace(/^[ \t]+/, '') : inline.text;
      return { ...inline, text: isEnd(inlines[at + 1]) ? opened.replace(/[ \t]+$/, '') : opened };
    })
    .filter((inline) => inline.kind !== 'run' || inline.text !== '');
}

/** The one paragraph that a text is, with the footnotes that it calls; nothing, where it is anything else. */
function readBack(text: string, calls: ReadonlySet<number>): readonly Inline[] {
  const { blocks } = parseMarkdown([text, ...[...calls].map((call) => `[^${call}]: x`)].join('\n\n'));
  const [first, ...more] = blocks;
  return first?.kind === 'paragraph' && more.length === 0 ? first.inlines : [];
}

type Marks = Pick<Run, 'bold' | 'italic'>;
const MARKS = ['bold', 'italic'] as const;

/** Inlines with the marks round them that are not `open` yet; of two marks the one that goes further is the outer one. */
function around(inlines: readonly Inline[], way: Way, open: Marks): string {
  let text = '';
  for (let at = 0; at < inlines.length;) {
    const ends = MARKS.map((mark) => (open[mark] ? at : endOf(inlines, at, mark)));
    const end = Math.max(...ends);
    const mark = MARKS[ends.indexOf(end)] ?? 'bold';
    if (end === at) {
      text += one(inlines, at, way, open);
      at += 1;
    } else {
      text += emphasised(around(inlines.slice(at, end), way, { ...open, [mark]: true }), way, mark);
      at = end;
    }
  }
  return text;
}

/** Where the stretch with this mark ends that begins here; here, where none does. */
function endOf(inlines: readonly Inline[], start: number, mark: keyof Marks): number {
  let end = start;
  for (let at = start; at < inlines.length; at += 1) {
    const inline = inlines[at];
    if (inline === undefined || carries(inline, mark) === false) break;
    if (carries(inline, mark) === true) end = at + 1;
    // White space at an edge of emphasis needs something beside it: a footnote call will do.
    else if (inline.kind === 'footnote' && edge(inlines[at - 1], 'end') && end === at && end > start) {
      end = at + 1;
    }
    // What has no marks opens nothing, but for a call before white space.
    if (at === start && end === start && !(inline.kind === 'footnote' && edge(inlines[at + 1], 'start'))) break;
  }
  return end;
}

/** Null for what has no marks at all. */
function carries(inline: Inline, mark: keyof Marks): boolean | null {
  if (inline.kind === 'run') return inline[mark];
  return inline.kind === 'link' ? inline.runs.every((run) => run[mark]) : null;
}

/** Whether a run begins or ends with white space. */
const edge = (inline: Inline | undefined, side: 'start' | 'end'): boolean =>
  inline?.kind === 'run' && (side === 'start' ? /^\s/ : /\s$/).test(inline.text);

/** White space at either end, and with punctuation. */
const EDGES = /^(\s*)([^]*?)(\s*)$/;
const SOFT_EDGES = /^([\s\p{P}\p{S}]*)([^]*?)([\s\p{P}\p{S}]*)$/u;

function emphasised(text: string, way: Way, mark: keyof Marks): string {
  const [, before = '', inner = '', after = ''] = (way.soft ? SOFT_EDGES : EDGES).exec(text) ?? [];
  return inner === '' ? text : `${before}${way[mark]}${inner}${way[mark]}${after}`;
}

function one(inlines: readonly Inline[], at: number, way: Way, open: Marks): string {
  const inline = inlines[at];
  switch (inline?.kind) {
    case 'run': {
      const opensLine = at === 0 || inlines[at - 1]?.kind === 'break';
      return escaped(inline, way, opensLine, nextSign(inlines[at + 1]));
    }
    case 'link':
      return link(inline, way, open);
    case 'footnote':
      return `[^${inline.number}]`;
    case 'break':
      return '\n';
    case undefined:
      return '';
  }
}

/** The sign that follows a run; "" where a mark or nothing does. */
const nextSign = (inline: Inline | undefined): string => (inline?.kind === 'run' ? inline.text.charAt(0) : '');

function link({ href, runs }: LinkInline, way: Way, open: Marks): string {
  const text = runs.map((run) => run.text).join('');
  const isAddress = /^(?:https?:\/\/|www\.)/i.test(text) || `mailto:${text}` === href;
  if (isAddress && way.address !== 'labelled') return way.address === 'bare' ? text : `<${text}>`;
  const label = around(runs, { ...way, careful: true }, open);
  return `[${label}](${href.replace(/[()[\]]/g, '\\$&')})`;
}

/** What reads as a mark, or as an address, escaped. */
function escaped({ text, confidential }: Run, way: Way, opensLine: boolean, next: string): string {
  const signs = way.careful ? CAREFUL : LIGHT;
  const inner = text.replace(signs, (sign: string, at: number) => {
    const pair = (text[at - 1] === sign || text[at + 1] === sign) && (sign === '[' || sign === ']');
    if (pair && confidential === true) return sign;
    return `\\${sign}`;
  });
  const unpaired = confidential === true ? inner : inner.replace(/\[(?=\[)|\](?=\])/g, '$&\\');
  const whole = unpaired
    .replace(/(?<=https?):(?=\/\/)/gi, '\\:')
    .replace(/(?<=www)\./gi, '\\.')
    .replace(/(?<=[\w.+-])@(?=\w)/g, '\\@')
    .replace(/(?<!\\)(?:\\\\)*\\$/, (slashes) => (next === '' || PUNCTUATION.test(next) ? `${slashes}\\` : slashes));
  return opensLine ? whole.replace(LINE_MARK, (_, number: string, mark: string) => `${number}\\${mark}`) : whole;
}

const PUNCTUATION = /[!-/:-@[-`{-~]/;
/** Signs that are marks where they stand like this. */
const LIGHT =
  /\\(?=[!-/:-@[-`{-~])|\*(?!\s)|(?<!^|\s)\*|(?<![\p{L}\p{N}\s])_|_(?![\p{L}\p{N}\s])|\[(?=\^)|\](?=\()|<(?=[a-z][a-z\d+.-]*:|[^\s<>@]+@)/giu;
const CAREFUL = /[\\*_[\]<]/g;
/** The marks of items, where a line begins with them. */
const LINE_MARK = /^(\d{0,9})((?<=\d)[.)]|(?<!\d)[-+*])(?=[ \t]|$)/;
