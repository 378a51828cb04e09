/**
 * Where each question of a tree stands: its number, what is printed over it and after it, and what it belongs to. Pure;
 * which nodes there are for a writer is told by `scope.ts`.
 */
import type { Text } from './language.ts';
import { ANSWERED_KINDS, type QuestionNode } from './nodes.ts';

/** A node that can be answered, and where it stands. */
export interface PlacedQuestion {
  readonly node: QuestionNode;
  readonly depth: number;
  /** Counts from 1 in reading order, up to `total`. */
  readonly number: number;
  readonly total: number;
  /** Headings, notes and groups that come directly before this question, outermost first. */
  readonly before: readonly QuestionNode[];
  /** What the call prints directly after it, such as the text that follows the children of a group. */
  readonly after: readonly Text[];
  /** Of a follow-up (`conditionOf`): the number of the question that it hangs on; null: none, or one that is not here. */
  readonly follows: number | null;
  /** The nodes that it stands under, outermost first. */
  readonly path: readonly QuestionNode[];
}

/** Whether a node is one to answer, and not a heading or a note. */
export const isAnswered = ({ kind }: Pick<QuestionNode, 'kind'>): boolean =>
  (ANSWERED_KINDS as readonly string[]).includes(kind);

/** Whether a node takes an answer itself: a group is answered through its children, unless it has asks of its own. */
export const isAnswerable = (node: QuestionNode): boolean =>
  isAnswered(node) && node.text !== null && (node.children.length === 0 || node.asks.length > 0);

/** The nodes to go on with under this one: those of a record are the fields of its records. */
export const childrenOf = (node: QuestionNode): readonly QuestionNode[] =>
  node.kind === 'record' && isAnswerable(node) ? [] : node.children;

/** The label as the call prints it: a topic is a bullet where it has none. */
export const labelOf = ({ label, kind }: Pick<QuestionNode, 'label' | 'kind'>): string | null =>
  label ?? (kind === 'topic' ? '•' : null);

/** The questions of these trees in reading order. */
export function placeQuestions(nodes: readonly QuestionNode[]): readonly PlacedQuestion[] {
  const found: (Omit<PlacedQuestion, 'total' | 'after' | 'follows'> & { readonly after: Text[] })[] = [];
  let pending: QuestionNode[] = [];
  const walk = (level: readonly QuestionNode[], path: readonly QuestionNode[]): void => {
    for (const node of level) {
      const count = found.length;
      if (isAnswerable(node)) {
        found.push({ node, depth: path.length, number: count + 1, before: pending, after: [], path });
        pending = [];
      } else {
        pending = [...pending, node];
      }
      walk(childrenOf(node), [...path, node]);
      if (node.after !== null && found.length > count) found.at(-1)?.after.push(node.after);
    }
  };
  walk(nodes, []);
  // Nothing comes after them that they could stand over.
  found.at(-1)?.after.push(...pending.flatMap(({ text }) => (text === null ? [] : [text])));
  const followed = followsIn(found);
  return found.map((question) => ({ ...question, total: found.length, follows: followed(question) }));
}

type Found = Pick<PlacedQuestion, 'node' | 'number' | 'path'>;

/** What a question follows on: its own condition, or that of the nearest node over it that has one. */
export const conditionOf = ({ node, path }: Pick<PlacedQuestion, 'node' | 'path'>): QuestionNode['condition'] =>
  [...path, node].findLast(({ condition }) => condition !== null)?.condition ?? null;

function followsIn(found: readonly Found[]): (question: Found) => number | null {
  const numbers = new Map(found.map(({ node, number }) => [node.id, number]));
  return (question) => {
    const condition = conditionOf(question);
    if (condition === null) return null;
    if (condition.of !== null) return numbers.get(condition.of) ?? null;
    const first = found.find((one) => conditionOf(one) === condition)?.number ?? question.number;
    return first > 1 ? first - 1 : null;
  };
}

/** The groups that a question is for: its own, or those of the nearest node over it that names any. Empty: all. */
export function addresseesOf({ node, path }: Pick<PlacedQuestion, 'node' | 'path'>): readonly string[] {
  return [...path, node].findLast(({ addressees }) => addressees.length > 0)?.addressees ?? [];
}
