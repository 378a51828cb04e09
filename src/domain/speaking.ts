/**
 * How long a text takes to be read out. A rough measure, told as such: who speaks matters more than any figure. Pure.
 */
import type { Block, Inline } from './outline.ts';
import type { Language, Say } from './language.ts';
import { countWords } from './words.ts';

/**
 * Words a minute at which interpreters still follow. For English 120, the upper end of the 100 to 120 that conference
 * interpreters ask for (AIIC; Li, "Coping strategies for fast delivery in simultaneous interpretation", Journal of
 * Specialised Translation 13, 2010). For French and Spanish less, in the proportion in which their words are fewer when
 * equal texts are read aloud: 228 words a minute in English, 195 in French, 218 in Spanish (Trauzettel-Klosinski and
 * Dietz, Investigative Ophthalmology & Visual Science 53, 2012, table 3); rounded to five.
 */
export const PACES: Readonly<Record<Language, number>> = { en: 120, fr: 105, es: 115 };

/** Slower or faster than this nobody speaks; a form with such a pace is given back. */
export const PACE_MIN = 40;
export const PACE_MAX = 260;
/** The longest time that a form may allow, in minutes. */
export const MINUTES_MAX = 120;

export interface Speaking {
  readonly words: number;
  /** Words a minute. */
  readonly pace: number;
  /** To the next five seconds: more would be a pretence. */
  readonly seconds: number;
  /** By how much it is longer than allowed, to the next five seconds; 0 where it is not, or nothing is known. */
  readonly over: number;
}

/** `minutes` is how long one may speak; null: not known. */
export function speakingOf(words: number, pace: number, minutes: number | null): Speaking {
  const exact = (words / pace) * 60;
  return {
    words,
    pace,
    seconds: toFive(exact),
    over: minutes === null || exact <= minutes * 60 ? 0 : Math.max(5, toFive(exact - minutes * 60)),
  };
}

const toFive = (seconds: number): number => Math.round(seconds / 5) * 5;

/** "2 min 30 s". */
export function saidSeconds(total: number, say: Say): string {
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  if (minutes === 0) return say('papers.time.seconds', { seconds });
  return seconds === 0 ? say('papers.time.minutes', { minutes }) : say('papers.time.both', { minutes, seconds });
}

/** The words of blocks that are spoken: neither the calls of footnotes nor the numbers of lists. */
export function spokenWords(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + wordsOfBlock(block), 0);
}

function wordsOfBlock(block: Block): number {
  switch (block.kind) {
    case 'paragraph':
      return wordsOfInlines(block.inlines);
    case 'list':
      return block.items.reduce((sum, item) => sum + spokenWords(item), 0);
    case 'table':
      return block.rows.flat().reduce((sum, cell) => sum + wordsOfInlines(cell), 0);
  }
}

function wordsOfInlines(inlines: readonly Inline[]): number {
  const text = inlines.map((inline) => {
    if (inline.kind === 'run') return inline.text;
    if (inline.kind === 'link') return inline.runs.map((run) => run.text).join('');
    return inline.kind === 'break' ? '\n' : '';
  });
  return countWords(text.join('').replace(/\[\[|\]\]/g, ''));
}
