/**
 * Excerpts: the pieces that a reference text is cut into, to be found, read and quoted. Each is some lines of the text
 * with the headings that stand over them; every word of the text is in one excerpt, or in a heading. Pure.
 */
import { headedBlocks } from './plainHeadings.ts';
import { lineOfBlock, type ReadFile, type TextBlock } from './reading.ts';

export interface Excerpt {
  /** From the outermost to the nearest. */
  readonly headings: readonly string[];
  /** Paragraphs, items and rows, each as it is printed. Never empty, and none of them blank. */
  readonly lines: readonly string[];
  /** Pages of the file, counted from 1; null: the file has none of its own. */
  readonly pages: readonly [first: number, last: number] | null;
}

/** An excerpt with fewer words waits for more, as far as its heading reaches. */
export const EXCERPT_WORDS_MIN = 60;
/** No excerpt goes on beyond this; what is added to one goes only to the second. */
export const EXCERPT_WORDS_MAX = 200;
const ADDED_WORDS_MAX = 140;

const WORD = /\S+/g;
const wordsIn = (text: string): number => text.match(WORD)?.length ?? 0;

/** In the order of the text. Of a file with neither words nor headings: none. */
export function excerptsOf(file: Pick<ReadFile, 'kind' | 'blocks'>): Excerpt[] {
  const cutter = new Cutter();
  for (const block of file.kind === 'text' ? headedBlocks(file.blocks) : file.blocks) cutter.add(block);
  return cutter.finish();
}

/** The text of an excerpt, a line for each paragraph. */
export const textOf = ({ lines }: Pick<Excerpt, 'lines'>): string => lines.join('\n');

interface Heading {
  readonly level: number;
  readonly text: string;
  readonly page: number | null;
  /** Whether an excerpt stands under it. */
  used: boolean;
}

/** Takes the blocks of one text, one after another. */
class Cutter {
  readonly #found: Excerpt[] = [];
  #over: Heading[] = [];
  #lines: { readonly text: string; readonly page: number | null }[] = [];
  #words = 0;
  #inNotes = false;

  add(block: TextBlock): void {
    const page = block.page ?? null;
    if (block.kind === 'heading') return this.#head({ level: block.level, text: oneLine(block), page, used: false });
    // Notes stand at the end, and under none of the headings.
    if (block.kind === 'note' && !this.#inNotes) {
      this.#leave(0);
      this.#inNotes = true;
    }
    const line = lineOfBlock(block).trim();
    if (line === '') return;
    for (const text of shortened(line)) this.#take(text, page);
  }

  finish(): Excerpt[] {
    this.#leave(0);
    return this.#found;
  }

  #head(heading: Heading): void {
    if (heading.text === '') return;
    this.#inNotes = false;
    this.#leave(heading.level);
    this.#over.push(heading);
  }

  #take(text: string, page: number | null): void {
    const words = wordsIn(text);
    const isEnough = this.#words >= EXCERPT_WORDS_MIN && this.#words + words > ADDED_WORDS_MAX;
    if (isEnough || this.#words + words > EXCERPT_WORDS_MAX) this.#cut();
    this.#lines.push({ text, page });
    this.#words += words;
  }

  /** Ends the excerpt, and the headings of this level and below it. One with nothing under it is an excerpt itself. */
  #leave(level: number): void {
    this.#cut();
    const left = this.#over.filter((heading) => heading.level >= level);
    this.#over = this.#over.filter((heading) => heading.level < level);
    const empty = left.filter(({ used }) => !used);
    if (empty.length === 0) return;
    for (const { text, page } of empty) for (const part of shortened(text)) this.#take(part, page);
    this.#cut();
  }

  #cut(): void {
    if (this.#lines.length === 0) return;
    const pages = this.#lines.flatMap(({ page }) => (page === null ? [] : [page]));
    this.#found.push({
      headings: this.#over.map(({ text }) => text),
      lines: this.#lines.map(({ text }) => text),
      pages: pages.length === 0 ? null : [Math.min(...pages), Math.max(...pages)],
    });
    for (const heading of this.#over) heading.used = true;
    this.#lines = [];
    this.#words = 0;
  }
}

const oneLine = (block: TextBlock): string => lineOfBlock(block).replace(/\s+/g, ' ').trim();

const SENTENCE_END = /[.!?;…]["'’”»)\]]*$/;

/** A line that is too long for one excerpt, at the ends of its sentences or, failing that, of its words. */
function shortened(line: string): string[] {
  if (wordsIn(line) <= EXCERPT_WORDS_MAX) return [line];
  const parts: string[] = [];
  let words: string[] = [];
  for (const [word] of line.matchAll(WORD)) {
    words.push(word);
    const isFull = words.length >= EXCERPT_WORDS_MAX;
    if (!isFull && !(words.length >= EXCERPT_WORDS_MIN && SENTENCE_END.test(word))) continue;
    parts.push(words.join(' '));
    words = [];
  }
  return words.length === 0 ? parts : [...parts, words.join(' ')];
}
