/**
 * Three-way merge of whole answers: the text, what was chosen, and the boxes. Where two people did what no machine may put
 * together, the answer of the result is a proposal, with the writer's own choices in it.
 */
import type { Answer } from './answer.ts';
import { newEffort } from './edits.ts';
import { mergeTexts, type Merge } from './merge.ts';
import { mergeField, mergeValues, same } from './valueMerge.ts';

/** What both changed, in different ways. */
export interface Touched {
  readonly text: boolean;
  /** Ids of asks. */
  readonly asks: readonly string[];
  /** One declined the question or took that back, and the other wrote on; or both gave reasons. */
  readonly declined: boolean;
}

export type MergedAnswer =
  | { readonly kind: 'merged'; readonly answer: Answer }
  /** `answer` is a proposal that holds what either typed. */
  | { readonly kind: 'conflict'; readonly answer: Answer; readonly touched: Touched };

/**
 * A null base is one that nobody knows: then every difference is a conflict. An answer that both changed is finished
 * only where both say so, because neither has seen the whole, and confidential where either says so.
 */
export function mergeAnswers(base: Answer | null, mine: Answer, theirs: Answer): MergedAnswer {
  if (same(mine, theirs) || same(base, theirs)) return { kind: 'merged', answer: mine };
  if (same(base, mine)) return { kind: 'merged', answer: theirs };
  const effort = newEffort();
  const text = mergeTexts(base?.text ?? null, mine.text, theirs.text, effort);
  const { values, asks } = mergeValues(base?.values ?? null, mine.values, theirs.values, effort);
  const reason = mergeField(base?.reason ?? null, mine.reason, theirs.reason, effort);
  const isDeclined = mergeDeclined(base, mine, theirs);
  const answer: Answer = {
    text: text.value,
    values,
    declined: isDeclined.value ? { reason: reason.value } : null,
    reason: reason.value,
    finished: mergeFinished(base, mine, theirs),
    confidential: mine.confidential || theirs.confidential,
  };
  const touched = { text: text.touched, asks, declined: reason.touched || isDeclined.touched };
  return touched.text || touched.declined || asks.length > 0
    ? { kind: 'conflict', answer, touched }
    : { kind: 'merged', answer };
}

const contentOf = ({ text, values }: Answer): unknown => ({ text, values });

function mergeDeclined(base: Answer | null, mine: Answer, theirs: Answer): Merge<boolean> {
  const [was, ours, others] = [base, mine, theirs].map((answer) => (answer?.declined ?? null) !== null);
  if (ours === others) return { value: ours === true, touched: false };
  // A declined question is not printed: what the other one wrote would be gone from the document without a word.
  const other = ours === was ? mine : theirs;
  if (base === null || !same(contentOf(other), contentOf(base))) return { value: ours === true, touched: true };
  return { value: ours === was ? others === true : ours === true, touched: false };
}

function mergeFinished(base: Answer | null, mine: Answer, theirs: Answer): boolean {
  if (mine.finished === theirs.finished) return mine.finished;
  if (base === null || base.finished) return false;
  const other = mine.finished ? theirs : mine;
  return same(contentOf(other), contentOf(base));
}
