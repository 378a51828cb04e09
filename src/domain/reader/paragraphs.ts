/**
 * From lines to paragraphs: lines that were broken to fit a page are joined again, items and headings stay apart. The
 * result is one text, one paragraph a line with an empty line between two, and where each of them stands.
 */
import { fold } from './characters.ts';
import { type Label, labelsOf } from './labels.ts';
import type { Line } from './lines.ts';
import { packFor } from './packs/all.ts';
import { asLabel } from './patterns.ts';
import type { Span } from './proposal.ts';
import { endsShort } from './sentences.ts';

/** A paragraph, a heading or an item, on one line of the text. */
export interface Block extends Span {
  readonly index: number;
  readonly labels: readonly Label[];
  /** Where the text begins after the labels. */
  readonly body: number;
  readonly indent: number;
  /** No empty line stood before it. */
  readonly tight: boolean;
  /** Joined of lines only because they were as long as lines can be: it may be two. */
  readonly doubtful: boolean;
}

export interface Paragraphs {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Lines longer than this were not broken to fit a page, and shorter ones are short of themselves. */
const WIDTH_MAX = 200;
const WIDTH_MIN = 40;
const LONG_MIN = 140;

/** Fewer lines with another right below tell nothing of a width: then the longest of all does, unless it is too long. */
const LINES_MIN = 4;
const FEW_WIDTH_MAX = 120;
const INDENT_MAX = 12;

/** How much shorter than the longest lines a full one can be, where letters are of different widths. */
const FULL = 0.84;
/** A line that ends like a lead-in is taken for a broken one only where it is as long as lines can be. */
const BRIM = 0.97;

const SENTENCE_END = /[.!?…][\])"”»'’]*$/;
const OPEN_END = /[\p{L}\d,'’)\]"”»-]$/u;
const GOES_ON = /^[\p{Ll},;:.?!)\]»”%]/u;
const ADDRESS = /@|^https?:|^www\./i;
const JOINED_MAX = 20_000;
const CUT_MIN = 60;

/** A comma, or a short word that no line ends with of itself ("to", "de"), in all languages. */
const CUT_WORD =
  /(?:,| (?:the|to|of|at|by|in|on|and|or|for|from|with|before|until|le|la|les|l['’]|de|du|des|à|au|aux|et|ou|en|par|pour|avant|el|los|las|del|al|a|y|o|con|para|por|antes))$/i;

interface Draft {
  text: string;
  /** The last line that went into it, and how far it was set in. */
  last: string;
  lastIndent: number;
  readonly indent: number;
  readonly gap: number;
  readonly labels: readonly Label[];
  readonly labelsLength: number;
  doubtful: boolean;
}

export function paragraphsOf(lines: readonly Line[]): Paragraphs {
  const width = widthOf(lines);
  const known = wordsWithHyphens(lines);
  const drafts: Draft[] = [];
  const latest = new Map<string, number>();
  for (const line of lines) {
    const before = drafts.at(-1);
    const found = labelsOf(line.text);
    if (
      before !== undefined &&
      before.text.length < JOINED_MAX &&
      goesOn(before, line, found.labels[0], width, latest)
    ) {
      before.doubtful ||= !GOES_ON.test(line.text) && !CUT_WORD.test(before.last);
      before.text = joined(before.text, line.text, known);
      before.last = line.text;
      before.lastIndent = Math.min(line.indent, INDENT_MAX);
      continue;
    }
    for (const label of found.labels) latest.set(label.style, label.numbers.at(-1) ?? 0);
    drafts.push({
      text: line.text,
      last: line.text,
      lastIndent: Math.min(line.indent, INDENT_MAX),
      indent: line.indent,
      gap: line.gap,
      labels: found.labels,
      labelsLength: found.length,
      doubtful: false,
    });
  }
  return laidOut(drafts);
}

function laidOut(drafts: readonly Draft[]): Paragraphs {
  const blocks: Block[] = [];
  let at = 0;
  drafts.forEach((draft, index) => {
    const body = at + Math.min(draft.labelsLength, draft.text.length);
    const bare = body < at + draft.text.length && draft.text[body - at] === ' ' ? body + 1 : body;
    blocks.push({
      index,
      start: at,
      end: at + draft.text.length,
      labels: draft.labels,
      body: bare,
      indent: draft.indent,
      tight: draft.gap === 0 && index > 0,
      doubtful: draft.doubtful,
    });
    at += draft.text.length + 2;
  });
  return { text: drafts.map(({ text }) => text).join('\n\n'), blocks };
}

const lengthOf = ({ text, indent }: Line): number => text.length + Math.min(indent, INDENT_MAX);

/** How many characters fit on a line; Infinity where lines were not broken to fit. */
function widthOf(lines: readonly Line[]): number {
  const followed = lines.filter((_, index) => {
    const next = lines[index + 1];
    return next !== undefined && (next.gap === 0 || next.pageBreak);
  });
  const lengths = (followed.length < LINES_MIN ? lines : followed).map(lengthOf).sort((a, b) => a - b);
  const few = followed.length < LINES_MIN;
  const width = lengths[Math.floor(lengths.length * (few ? 1 : 0.9)) - (few ? 1 : 0)] ?? Infinity;
  // Lines that run far over the others were never broken to fit.
  const long = lines.filter(({ text }) => text.length > Math.max(width * 1.5, LONG_MIN)).length;
  const fits = width >= WIDTH_MIN && width <= (few ? FEW_WIDTH_MAX : WIDTH_MAX);
  return fits && long * 25 <= lines.length && goOn(lines, width) ? width : Infinity;
}

const GOING_ON_MIN = 0.2;

/** Whether the lines below full ones go on in small letters, as some do wherever lines were broken to fit. */
function goOn(lines: readonly Line[], width: number): boolean {
  const below = lines.filter((line, index) => {
    const above = lines[index - 1];
    return above !== undefined && (line.gap === 0 || above.pageBreak) && lengthOf(above) > width * FULL;
  });
  return below.filter(({ text }) => GOES_ON.test(text)).length >= below.length * GOING_ON_MIN;
}

function goesOn(
  before: Draft,
  line: Line,
  label: Label | undefined,
  width: number,
  latest: ReadonlyMap<string, number>,
): boolean {
  // A label on a line of its own belongs to the next.
  if (before.labels.length > 0 && before.text.length <= before.labelsLength) return label === undefined;
  const firstWord = /^\S{1,80}/.exec(line.text)?.[0] ?? '';
  const reach = before.lastIndent + before.last.length + 1 + firstWord.length;
  const full = reach > width * FULL;
  const short = endsShort(fold(before.last.slice(-16)));
  const open = short || (!SENTENCE_END.test(before.last) && OPEN_END.test(before.last));
  if (line.gap > 0) {
    const broken = line.pageBreak && width === Infinity ? true : full && width !== Infinity;
    return open && broken && label === undefined && GOES_ON.test(line.text);
  }
  if (label !== undefined) {
    return full && (short || (open && (!startsItem(label, latest) || isQuoting(before.text))));
  }
  if (/^[,;:.?!)\]»”]/.test(line.text)) return true;
  if (line.text.length <= LABELLED_MAX && namesValue(line.text)) return false;
  // An address on a line of its own is a value, and no more words of the line above.
  if (ADDRESS.test(firstWord) && !full) return CUT_WORD.test(before.last);
  if (GOES_ON.test(line.text)) {
    // Where lines were not broken to fit, a short one may be a heading over a line in small letters.
    const cut = width !== Infinity || before.last.length >= CUT_MIN || CUT_WORD.test(before.last);
    return (open && cut) || (full && (!/[;:]$/.test(before.last) || reach > width * BRIM));
  }
  if (/[@/]$/.test(before.last) && full) return true;
  return full && width !== Infinity;
}

const LABELLED_MAX = 200;

/** "Deadline: …", "Accepted languages": a line that begins with a label of calls, in any language. */
function namesValue(line: string): boolean {
  if (!/^\p{Lu}/u.test(line)) return false;
  const folded = fold(line);
  return Object.values(packFor([]).labelled).some((words) => {
    const label = asLabel(words).exec(folded)?.[0];
    // A label of one short word needs its colon: a sentence may go on with "By" or "From".
    return (
      label !== undefined && (/[:–-] ?$/.test(label) || (label.length === folded.length && label.length >= BARE_MIN))
    );
  });
}

const BARE_MIN = 8;

/** Whether a quotation is open at the end of a text. */
function isQuoting(text: string): boolean {
  const end = text.slice(-400);
  const count = (mark: string): number => end.split(mark).length - 1;
  return count('“') > count('”') || count('«') > count('»') || count('"') % 2 === 1;
}

/** Whether a label in the middle of a full line's sentence still counts as one: the next of its list, or a plain bullet. */
function startsItem(label: Label, latest: ReadonlyMap<string, number>): boolean {
  const last = latest.get(label.style);
  if (label.kind === 'bullet') return !label.doubtful || last !== undefined;
  return last !== undefined
    ? (label.numbers.at(-1) ?? 0) === last + 1
    : label.kind === 'question' || label.kind === 'section';
}

/** Stands among the known words where the text breaks words at the ends of lines. */
const BROKEN = '-';
const BROKEN_MIN = 2;

/** Words that are written with a hyphen before another, in all languages. */
const PREFIX =
  /^(?:non|well|self|cross|co|pre|post|multi|anti|semi|socio|so|long|short|ex|vice|mid|high|low|gender|human|decision|policy|state|peace|law|cost|age|child|women|community|rights|evidence|data|sous|demi|contre|avant|apres|nord|sud|mi|bien|haut|haute|ci|la|est|ouest|entre|peut|grand|porte|quasi|e)$/i;
const BROKEN_WORD = /(\p{L}+)-$/u;

/** Two lines as one. A word broken at a hyphen is closed up where the text has it whole, else the hyphen is kept. */
function joined(before: string, line: string, known: ReadonlySet<string>): string {
  const head = BROKEN_WORD.exec(before.slice(-60))?.[1];
  if (head !== undefined && /^\p{L}/u.test(line)) {
    const tail = /^\p{L}+/u.exec(line)?.[0] ?? '';
    const whole = (head + tail).toLowerCase();
    const compound = known.has(`${head}-${tail}`.toLowerCase());
    // Where lines are broken within words, two halves that are no words of the text are one.
    const halves = known.has(BROKEN) && !known.has(tail.toLowerCase()) && !PREFIX.test(head);
    const closed = !compound && (known.has(whole) || (halves && /^\p{Ll}/u.test(tail)));
    return (closed ? before.slice(0, -1) : before) + line;
  }
  // An address that was broken: "name@" and "host", "https://host/" and "path".
  if (/(?:@|https?:\/\/\S{1,500}[/=&?_-])$/.test(before.slice(-600))) return before + line;
  return `${before} ${line}`;
}

/** All words of the text that may help to close up a broken one; nothing where no line ends with a hyphen. */
function wordsWithHyphens(lines: readonly Line[]): ReadonlySet<string> {
  if (!lines.some(({ text }) => BROKEN_WORD.test(text.slice(-60)))) return new Set();
  const words = new Set<string>();
  const broken = lines.filter(({ text }) => BROKEN_WORD.test(text.slice(-60))).length;
  if (broken >= BROKEN_MIN) words.add(BROKEN);
  let cut = false;
  for (const { text } of lines) {
    const ends = BROKEN_WORD.test(text.slice(-60));
    const found = [...text.matchAll(/\p{L}{1,60}(?:-\p{L}{1,60}){0,3}/gu)].map(([word]) => word.toLowerCase());
    // The halves of a broken word are no words.
    for (const word of found.slice(cut ? 1 : 0, ends ? -1 : undefined)) words.add(word);
    cut = ends;
  }
  return words;
}
