/**
 * What a sheet that comes back means for each question: its answer on top of the one that it was taken with, against the
 * one that stands in the draft now. Decides nothing that a person should; saves nothing. Pure.
 */
import { isBlank, normaliseLines, sameAnswer, type Answer } from './answer.ts';
import { mergeAnswers, type Touched } from './answerMerge.ts';
import { parseMarkdown } from './markdown.ts';
import { markdownOf } from './markdownOut.ts';
import { renumbered } from './prose.ts';

export const FINDING_STATES = ['new', 'changed', 'merged', 'conflict', 'unchanged'] as const;
/**
 * `new`: there was no answer. `changed`: nobody else wrote meanwhile. `merged`: others did, elsewhere in the answer.
 * `conflict`: others changed the same, and a person has to choose.
 */
export type FindingState = (typeof FINDING_STATES)[number];

export interface Finding {
  readonly state: FindingState;
  /** What the sheet says. */
  readonly mine: Answer;
  /** What stands there now. */
  readonly theirs: Answer;
  /** What both came from; null: nobody knows. */
  readonly base: Answer | null;
  /** What stands there once the sheet is taken; of a conflict what the sheet says. */
  readonly taken: Answer;
  /** Of a conflict: what met. */
  readonly touched: Touched | null;
}

/** `base` is the answer that the sheet was taken with; null where the draft knows no such revision, or it is no sheet. */
export function findingOf(base: Answer | null, mine: Answer, theirs: Answer): Finding {
  const all = { mine, theirs, base, touched: null };
  if (sameAnswer(mine, theirs) || (base !== null && sameAnswer(mine, base))) {
    return { ...all, state: 'unchanged', taken: theirs };
  }
  if (isBlank(theirs) && theirs.declined === null) return { ...all, state: 'new', taken: mine };
  if (base !== null && sameAnswer(base, theirs)) return { ...all, state: 'changed', taken: mine };
  const merged = mergeAnswers(base, mine, theirs);
  if (merged.kind === 'conflict') return { ...all, state: 'conflict', taken: mine, touched: merged.touched };
  const isNothing = sameAnswer(merged.answer, theirs);
  return { ...all, state: isNothing ? 'unchanged' : 'merged', taken: merged.answer };
}

/** What a person may choose where two texts met. */
export const CHOICES = ['theirs', 'mine', 'both'] as const;
export type Choice = (typeof CHOICES)[number];

/** The answer that a choice gives. Of both, texts that met stand one after the other, the newer one first. */
export function chosenAnswer({ base, mine, theirs }: Finding, choice: Choice): Answer {
  if (choice !== 'both') return choice === 'mine' ? mine : theirs;
  const merged = mergeAnswers(base, mine, theirs);
  const met = merged.kind === 'conflict' && merged.touched.text;
  return met ? { ...merged.answer, text: oneAfterOther(theirs.text, mine.text) } : merged.answer;
}

const NOTE = /\[\^/;

/** Two texts as one, the footnotes of the second numbered after those of the first. */
export function oneAfterOther(first: string, second: string): string {
  const [before, after] = [first, second].map((text) => normaliseLines(text).trim()) as [string, string];
  if (before === '' || after === '') return before + after;
  if (!NOTE.test(before) || !NOTE.test(after)) return `${before}\n\n${after}`;
  const [a, b] = [parseMarkdown(before), parseMarkdown(after)];
  if (a.footnotes.length === 0 || b.footnotes.length === 0) return `${before}\n\n${after}`;
  const blocks = [...a.blocks, ...b.blocks.map((block) => renumbered(block, a.footnotes.length))];
  return markdownOf(blocks, [...a.footnotes, ...b.footnotes]);
}
