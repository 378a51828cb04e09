/**
 * The sections of an outline: headings, notes and questions of the call in reading order, each with its wording and its
 * answer. Pure. How an answer becomes blocks is not known here.
 */
import { answerState } from './answer.ts';
import { answerTo, wordsIn } from './draft.ts';
import type { Block, Composing, Section } from './outline.ts';
import { answerBlocks, confided, declinedBlocks, type Footnotes } from './prose.ts';
import { isUnofficial } from './questionnaire.ts';
import type { Text } from './language.ts';
import type { QuestionNode } from './nodes.ts';
import { childrenOf, labelOf } from './places.ts';

/** Whether a document or an email prints this section. */
export function isPrinted({ kind, state, blocks }: Section): boolean {
  return kind === 'question' ? blocks.length > 0 : state !== 'not-started';
}

/** The sections of these nodes and of all under them, in reading order: the order in which footnotes are numbered. */
export function composeSections(
  composing: Composing,
  nodes: readonly QuestionNode[],
  level: number,
  footnotes: Footnotes,
): Section[] {
  const composed = nodes.map((node): ComposedNode => ({
    node,
    own: composeSection(composing, node, level, footnotes),
    under: composeSections(composing, childrenOf(node), level + 1, footnotes),
    after: closingSection(composing, node, level),
  }));
  return composed.flatMap(({ node, own, under, after }, index) => {
    const inside = own === null ? under : [own, ...under];
    const isReached = inside.some((section) => section.kind === 'question' && isPrinted(section));
    const closing: readonly Section[] = after === null ? [] : [{ ...after, state: isReached ? 'done' : 'not-started' }];
    if (own === null || own.kind === 'question') return [...inside, ...closing];
    const reach = node.children.length > 0 ? under : sectionsUpToHeading(composed.slice(index + 1));
    const state = reach.some((section) => section.kind === 'question' && isPrinted(section)) ? 'done' : 'not-started';
    return [{ ...own, state }, ...under, ...closing];
  });
}

interface ComposedNode {
  readonly node: QuestionNode;
  readonly own: Section | null;
  readonly under: readonly Section[];
  readonly after: Section | null;
}

/** The text that the call prints after the children of a node; null: there is none. */
function closingSection(composing: Composing, { id, after }: QuestionNode, level: number): Section | null {
  if (after === null) return null;
  const wording = wordingOf(composing, after);
  // No id of a node holds a full stop.
  return {
    ...wording,
    id: `${id}.after`,
    label: null,
    level,
    kind: 'note',
    state: 'not-started',
    blocks: [],
    words: 0,
  };
}

/** A text of the call with its language, and the mark where it is our translation. */
function wordingOf(
  { draft, questionnaire, say, worded }: Composing,
  text: Text | null,
): Pick<Section, 'text' | 'language' | 'unofficial'> {
  const shown = text === null ? null : worded(text);
  const language = shown?.language ?? draft.record.language;
  const isOurs = shown !== null && isUnofficial(questionnaire, language);
  return { text: shown?.text ?? '', language, unofficial: isOurs ? say('outline.unofficial') : null };
}

/** What a heading or a note without children speaks of: all that comes after it, up to the next heading beside it. */
function sectionsUpToHeading(following: readonly ComposedNode[]): readonly Section[] {
  const end = following.findIndex(({ node }) => node.kind === 'heading');
  const reached = end === -1 ? following : following.slice(0, end);
  return reached.flatMap(({ own, under }) => (own === null ? under : [own, ...under]));
}

/** Null for a group that prints neither label nor stem. */
function composeSection(composing: Composing, node: QuestionNode, level: number, footnotes: Footnotes): Section | null {
  const { draft, say, worded, countryName, answerable } = composing;
  if (node.label === null && node.text === null) return null;
  const wording = { id: node.id, label: labelOf(node), level, ...wordingOf(composing, node.text) };
  if (!answerable.has(node.id)) {
    const kind = node.kind === 'note' ? 'note' : 'heading';
    return { ...wording, kind, state: 'not-started', blocks: [], words: 0 };
  }
  const answer = answerTo(draft, node.id).value;
  const state = answerState(answer);
  const write = (): readonly Block[] =>
    answer.declined === null
      ? answerBlocks(node, answer, { say, worded, countryName }, footnotes)
      : draft.publication.value.declined === 'mark'
        ? declinedBlocks(answer.declined.reason, say, footnotes)
        : [];
  const blocks = answer.confidential ? confided(write, say('outline.confidentialAnswer'), footnotes) : write();
  return { ...wording, kind: 'question', state, blocks, words: wordsIn(answer) };
}
