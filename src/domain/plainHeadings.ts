/**
 * Headings of plain texts, which nothing marks but how they stand: lines in capitals, and short lines without an end over
 * a list or a longer paragraph. Also joins lines that were broken to fit a page, and undoes light Markdown. Pure.
 */
import { clean } from './reader/characters.ts';
import type { TextBlock } from './reading.ts';

/** The blocks of a plain text as its reader understands them. Where headings are marked with "#", no others are looked for. */
export function headedBlocks(blocks: readonly TextBlock[]): TextBlock[] {
  const paragraphs = blocks.map((block) => ({ block, lines: linesIn(block) }));
  if (blocks.some(({ kind }) => kind === 'heading')) return paragraphs.flatMap(asMarked);
  const isBroken = brokenToFit(paragraphs.map(({ lines }) => lines));
  const lines = paragraphs.flatMap(({ lines: some }) => (isBroken ? joined(some) : some));
  return lines.map((line, index) => blockOf(line, lines[index - 1], lines[index + 1]));
}

/** "---" across the page says nothing. */
const RULE = /^\s*(?:[-=*_]\s*){3,}$/;

/** What converters leave where a Word file had a bookmark. */
const BOOKMARK = /\[bookmark: \w+\]/g;

const linesIn = (block: TextBlock): string[] =>
  'text' in block
    ? clean(block.text)
        .replace(BOOKMARK, '')
        .split('\n')
        .map((line) => line.replace(/\s+/g, ' ').trim())
        .filter((line) => line !== '' && !RULE.test(line))
    : [];

function asMarked({ block, lines }: { block: TextBlock; lines: readonly string[] }): TextBlock[] {
  if (block.kind === 'heading') return [{ ...block, text: lines.join(' ') }];
  return joined(lines).map((text) => ({ kind: 'paragraph', text }));
}

/** What begins an item: "·", "-", "1.", "(a)", "iv)". */
const ITEM = /^(?:[·•●▪◦‣∙○■□➢✓*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+\S/;
const SENTENCE_END = /[.!?…]["'’”»)\]]*$/;
const STARTS_SMALL = /^[\p{Ll},;:)»]/u;
/** Lines that were broken to fit are about as long as each other, and no longer than this. */
const WIDTH_MAX = 120;
const BROKEN_MIN = 0.3;

/** Whether lines end where a page did, and not where a paragraph does. */
function brokenToFit(paragraphs: readonly (readonly string[])[]): boolean {
  const lengths = paragraphs.flat().map(({ length }) => length);
  const longest = lengths.sort((a, b) => a - b)[Math.floor(lengths.length * 0.98)] ?? 0;
  const below = paragraphs.flatMap((lines) => lines.slice(1));
  const going = below.filter((line) => STARTS_SMALL.test(line)).length;
  return longest <= WIDTH_MAX && going > below.length * BROKEN_MIN;
}

/** The lines of one paragraph put together, but for items, which stay apart. */
function joined(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last === undefined || ITEM.test(line)) found.push(line);
    else found[found.length - 1] = `${last} ${line}`;
  }
  return found;
}

function blockOf(line: string, before: string | undefined, after: string | undefined): TextBlock {
  if (isInCapitals(line)) return { kind: 'heading', level: 1, label: null, text: line };
  if (standsOver(line, before, after)) return { kind: 'heading', level: 2, label: null, text: line };
  return { kind: 'paragraph', text: line };
}

const CAPITALS_LENGTH_MAX = 200;
const CAPITALS_MIN = 8;

/** An abbreviation or a symbol by itself is too short. */
function isInCapitals(line: string): boolean {
  if (line.length > CAPITALS_LENGTH_MAX || SENTENCE_END.test(line)) return false;
  return !/\p{Ll}/u.test(line) && (line.match(/\p{Lu}/gu)?.length ?? 0) >= CAPITALS_MIN;
}

const HEADING_LENGTH_MAX = 150;
/** "IV. ", "2.1 ": what a heading may begin with that an item may, too. */
const NUMBERED = /^(?:[IVX]{1,5}|[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?=\p{Lu})/u;

/** A short line without an end, with the end of something before it and a list or a longer paragraph after it. */
function standsOver(line: string, before: string | undefined, after: string | undefined): boolean {
  if (after === undefined || line.length > HEADING_LENGTH_MAX || !/\p{L}{3}/u.test(line)) return false;
  if (/[.!?…;:,]["'’”»)\]]*$/.test(line) || !(/^\p{Lu}/u.test(line) || NUMBERED.test(line))) return false;
  if (before !== undefined && !isOver(before)) return false;
  return (ITEM.test(after) && !NUMBERED.test(after)) || (after.length > line.length && SENTENCE_END.test(after));
}

/** The end of a sentence, an item, a note or a heading: nothing that a line below could go on with. */
const isOver = (line: string): boolean =>
  /[.!?…;:"'’”»)\]]$/.test(line) || ITEM.test(line) || line.length <= HEADING_LENGTH_MAX;
