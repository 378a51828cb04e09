/**
 * The text of a call laid out for reading: paragraphs, sentences, the shadow text that phrases are looked for in, and
 * the words of its languages. Every reader gets one and changes nothing in it.
 */
import type { Language } from '../language.ts';
import { clean, fold } from './characters.ts';
import { linesOf } from './lines.ts';
import { packFor } from './packs/all.ts';
import type { Labelled, Pack } from './packs/pack.ts';
import { type Block, paragraphsOf } from './paragraphs.ts';
import { asLabel, atStart, says } from './patterns.ts';
import type { Span } from './proposal.ts';
import { sentenceSpans } from './sentences.ts';
import { languagesOf } from './tongue.ts';

export interface Sentence extends Span {
  readonly block: number;
  readonly folded: string;
  /** The folded sentence with what it leans on: what stands just before it, and the words that announce its list. */
  readonly said: string;
}

export interface Page {
  readonly text: string;
  /** The same length as the text. */
  readonly folded: string;
  readonly blocks: readonly Block[];
  readonly sentences: readonly Sentence[];
  /** The main language first; empty where none could be told. */
  readonly languages: readonly Language[];
  /** The words of all languages of the text. */
  readonly pack: Pack;
}

export function openPage(source: string): Page {
  const { text, blocks } = paragraphsOf(linesOf(clean(source)));
  const folded = fold(text);
  const languages = languagesOf(folded);
  const pack = packFor(languages);
  const stems = stemsOf(text, blocks);
  const sentences = blocks.flatMap((block) => {
    const stem = before(blocks, folded, block, pack) ?? stems[block.index] ?? null;
    return sentencesOf(text, folded, block, stem);
  });
  return { text, folded, blocks, sentences, languages, pack };
}

const LEAN_MAX = 240;

function sentencesOf(text: string, folded: string, block: Block, stem: Span | null): Sentence[] {
  const announced = stem === null ? '' : folded.slice(Math.max(stem.start, stem.end - LEAN_MAX), stem.end);
  let before = '';
  return sentenceSpans(text, folded, block.body, block.end).map((span) => {
    const own = folded.slice(span.start, span.end);
    const said = `${announced} ${before} ${own}`;
    before = `${before} ${own}`.slice(-LEAN_MAX);
    return { ...span, block: block.index, folded: own, said };
  });
}

const LEAN_BLOCKS = 6;

/** For a paragraph or item that begins with a pronoun ("They should …"), the one above that speaks of contributions. */
function before(blocks: readonly Block[], folded: string, block: Block, pack: Pack): Span | null {
  if (!atStart(pack.pronouns).test(folded.slice(block.body, block.body + 40))) return null;
  for (let index = block.index - 1; index >= Math.max(0, block.index - LEAN_BLOCKS); index -= 1) {
    const above = blocks[index];
    if (above === undefined) return null;
    const end = Math.min(above.end, above.body + 2000);
    if (says(pack.contribution, folded.slice(above.body, end))) return { start: above.body, end: above.end };
  }
  return null;
}

const STEM_LENGTH_MAX = 120;

/** For each item, the paragraph or heading that announces its list. */
function stemsOf(text: string, blocks: readonly Block[]): (Span | null)[] {
  let stem: Block | null = null;
  return blocks.map((block) => {
    const item = block.labels.length > 0;
    const own = stem !== null && item && stem.labels[0]?.style !== block.labels[0]?.style ? stem : null;
    const end = text.slice(Math.max(block.start, block.end - 3), block.end);
    const announces = end.includes(':') || (!/[.;?!,]/.test(end) && block.end - block.start <= STEM_LENGTH_MAX);
    if (announces) stem = block;
    else if (own === null) stem = null;
    return own === null ? null : { start: own.body, end: own.end };
  });
}

/** The sentence at a position; undefined between sentences. */
export function sentenceAt({ sentences }: Page, at: number): Sentence | undefined {
  let low = 0;
  let high = sentences.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sentences[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const found = sentences[low];
  return found !== undefined && found.start <= at && at < found.end ? found : undefined;
}

export const foldedOf = (page: Page, { start, end }: Span): string => page.folded.slice(start, end);

export const textOf = (page: Page, { start, end }: Span): string => page.text.slice(start, end);

/** The part of a block after its label. */
export const bodyOf = (block: Block): Span => ({ start: Math.min(block.body, block.end), end: block.end });

/** A span without spaces and without the given marks at either end. */
export function trimmed(page: Page, { start, end }: Span, marks = ''): Span {
  const idle = (at: number): boolean => /\s/.test(page.text.charAt(at)) || marks.includes(page.text.charAt(at));
  let from = start;
  let to = end;
  while (from < to && idle(from)) from += 1;
  while (to > from && idle(to - 1)) to -= 1;
  return { start: from, end: to };
}

/** A line "Label: value", or a label and the line below it. */
export interface LabelledValue {
  readonly label: Span;
  readonly value: Span;
}

const LABEL_LENGTH_MAX = 90;

/** More than any call has. */
const LABELS_MAX = 200;

/** What stands behind the labels of one kind, in the order of the text. */
export function labelledValues(page: Page, kind: Labelled): LabelledValue[] {
  const pattern = asLabel(page.pack.labelled[kind]);
  const found: LabelledValue[] = [];
  for (const block of page.blocks) {
    if (found.length >= LABELS_MAX) break;
    const one = labelledValue(page, block, pattern);
    if (one !== null) found.push(one);
  }
  return found;
}

function labelledValue(page: Page, block: Block, pattern: RegExp): LabelledValue | null {
  const { start, end } = bodyOf(block);
  const match = pattern.exec(page.folded.slice(start, Math.min(end, start + LABEL_LENGTH_MAX + 1)));
  if (match === null || match[0].length > LABEL_LENGTH_MAX) return null;
  const label = { start, end: start + match[0].length };
  const rest = trimmed(page, { start: label.end, end });
  if (rest.end > rest.start) return { label, value: rest };
  const next = page.blocks[block.index + 1];
  const none = next === undefined || next.labels.some(({ kind }) => kind !== 'bullet') || isLabel(page, next);
  return none ? null : { label, value: bodyOf(next) };
}

/** Whether a block is nothing but a label, so that it is no value of the one before. */
export function isLabel(page: Page, block: Block): boolean {
  const { start, end } = bodyOf(block);
  if (end - start > LABEL_LENGTH_MAX) return false;
  const folded = page.folded.slice(start, end);
  return Object.values(page.pack.labelled).some((words) => {
    const match = asLabel(words).exec(folded);
    return match !== null && match[0].length === folded.length;
  });
}
