/**
 * The sections of an outline: headings, notes and questions of the call in reading order, each with its wording and its
 * answer. Pure. How an answer becomes blocks is not known here.
 */
import { answerState } from './answer.ts';
import { answerTo, wordsIn } from './draft.ts';
import type { Block, Composing, Section } from './outline.ts';
import { answerBlocks, confided, declinedBlocks, type Footnotes } from './prose.ts';
import { isUnofficial, type QuestionNode } from './questionnaire.ts';

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
    under: composeSections(composing, node.children, level + 1, footnotes),
  }));
  return composed.flatMap(({ node, own, under }, index) => {
    if (own === null) return under;
    if (own.kind === 'question') return [own, ...under];
    const reach = node.children.length > 0 ? under : sectionsUpToHeading(composed.slice(index + 1));
    const state = reach.some((section) => section.kind === 'question' && isPrinted(section)) ? 'done' : 'not-started';
    return [{ ...own, state }, ...under];
  });
}

interface ComposedNode {
  readonly node: QuestionNode;
  readonly own: Section | null;
  readonly under: readonly Section[];
}

/** What a heading or a note without children speaks of: all that comes after it, up to the next heading beside it. */
function sectionsUpToHeading(following: readonly ComposedNode[]): readonly Section[] {
  const end = following.findIndex(({ node }) => node.kind === 'heading');
  const reached = end === -1 ? following : following.slice(0, end);
  return reached.flatMap(({ own, under }) => (own === null ? under : [own, ...under]));
}

/** Null for a group that prints neither label nor stem. */
function composeSection(
  { draft, questionnaire, say, worded, answerable }: Composing,
  node: QuestionNode,
  level: number,
  footnotes: Footnotes,
): Section | null {
  if (node.label === null && node.text === null) return null;
  const shown = node.text === null ? null : worded(node.text);
  const language = shown?.language ?? draft.record.language;
  const wording = {
    id: node.id,
    label: node.label,
    text: shown?.text ?? '',
    language,
    unofficial: shown !== null && isUnofficial(questionnaire, language) ? say('outline.unofficial') : null,
    level,
  };
  if (!answerable.has(node.id)) {
    const kind = node.kind === 'note' ? 'note' : 'heading';
    return { ...wording, kind, state: 'not-started', blocks: [], words: 0 };
  }
  const answer = answerTo(draft, node.id).value;
  const state = answerState(answer);
  const write = (): readonly Block[] =>
    answer.declined === null
      ? answerBlocks(node, answer, { say, worded }, footnotes)
      : draft.publication.value.declined === 'mark'
        ? declinedBlocks(answer.declined.reason, say, footnotes)
        : [];
  const blocks = answer.confidential ? confided(write, say('outline.confidentialAnswer'), footnotes) : write();
  return { ...wording, kind: 'question', state, blocks, words: wordsIn(answer) };
}
