/**
 * What of an answer another paper can take over: its paragraphs, the items of its lists, its recommendations, each as a
 * text of its own. A piece that lay in a confidential passage, or in a confidential answer, brings brackets of its own,
 * so that whatever is made of it is redacted as every other text is. Pure.
 */
import type { FootnoteDefinition, Nodes } from 'mdast';
import { normaliseLines, type Answer, type AskValueOf } from './answer.ts';
import { hasPassage, readBrackets, type Passage } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import { fitted } from './leftOver.ts';
import type { QuestionNode } from './nodes.ts';
import type { Chosen } from './papers.ts';
import type { PlacedQuestion } from './places.ts';
import type { Questionnaire } from './questionnaire.ts';
import { questionsFor, scopeOf } from './scope.ts';
import { costOf, readSyntax } from './syntax.ts';

export type Recommendation = AskValueOf<'recommendations'>['items'][number];

export type Quotable =
  /** `text` is light Markdown, with the footnotes that it calls at its end. */
  | (Chosen & { readonly kind: 'paragraph'; readonly text: string })
  | (Chosen & { readonly kind: 'recommendation'; readonly item: Recommendation });

/** A question with what can be taken over of its answer; questions without anything are left out. */
export interface QuotedQuestion {
  readonly placed: PlacedQuestion;
  readonly pieces: readonly Quotable[];
}

/** What all answers together may cost to read (`costOf`), as for an outline: those beyond it offer nothing. */
const COST_MAX = 16_000;

/** An answer that is read, and where it stands. */
interface Readable {
  readonly placed: PlacedQuestion;
  readonly answer: Answer;
}

const readables = new WeakMap<Draft, readonly Readable[]>();

function readablesOf(draft: Draft, questionnaire: Questionnaire): readonly Readable[] {
  let found = readables.get(draft);
  if (found === undefined) {
    let left = COST_MAX;
    found = questionsFor(questionnaire, scopeOf(draft)).flatMap((placed) => {
      const answer = Object.hasOwn(draft.answers, placed.node.id) ? draft.answers[placed.node.id]?.value : undefined;
      if (answer === undefined || answer.declined !== null) return [];
      left -= textsOf(placed.node, fitted(placed.node, answer)).reduce((sum, text) => sum + costOf(text), 0);
      return left < 0 ? [] : [{ placed, answer }];
    });
    readables.set(draft, found);
  }
  return found;
}

const read = new WeakMap<Answer, { readonly node: QuestionNode; readonly pieces: readonly Quotable[] }>();

/** Read once: after a save, all answers but one are those of before. */
function piecesIn({ placed: { node }, answer }: Readable): readonly Quotable[] {
  const known = read.get(answer);
  if (known?.node === node) return known.pieces;
  const pieces = piecesOf(node, answer, textsOf(node, fitted(node, answer)));
  read.set(answer, { node, pieces });
  return pieces;
}

/** In reading order. Of a piece that stands twice in an answer there is one. */
export function quotablesOf(draft: Draft, questionnaire: Questionnaire): readonly QuotedQuestion[] {
  return readablesOf(draft, questionnaire)
    .map((readable) => ({ placed: readable.placed, pieces: piecesIn(readable) }))
    .filter(({ pieces }) => pieces.length > 0);
}

/** The piece that was chosen; undefined: it is no longer there. */
export function quotableAt(
  draft: Draft,
  questionnaire: Questionnaire,
  { question, mark }: Chosen,
): Quotable | undefined {
  const readable = readablesOf(draft, questionnaire).find(({ placed }) => placed.node.id === question);
  return readable === undefined ? undefined : piecesIn(readable).find((piece) => piece.mark === mark);
}

/** The longer texts of an answer, in the order in which a document prints them; the cells of tables are left out. */
function textsOf(node: QuestionNode, answer: Answer): readonly string[] {
  const values = node.asks.flatMap((ask): readonly string[] => {
    const value = Object.hasOwn(answer.values, ask.id) ? answer.values[ask.id] : undefined;
    if (ask.kind === 'choice' && value?.kind === 'choice') return [value.details];
    if (ask.kind === 'ticks' && value?.kind === 'ticks') return value.ticked.map((id) => value.details[id] ?? '');
    if (ask.kind !== 'records' || value?.kind !== 'records') return [];
    const fields = ask.fields.filter(({ kind }) => kind === 'text');
    return value.rows.flatMap((row) => fields.map(({ id }) => row[id] ?? ''));
  });
  return [...values, answer.text].filter((text) => text.trim() !== '');
}

function piecesOf(node: QuestionNode, answer: Answer, texts: readonly string[]): readonly Quotable[] {
  const cloaked = answer.confidential ? cloakedText : (text: string): string => text;
  const question = node.id;
  const items = node.asks.flatMap(({ id }): readonly Recommendation[] => {
    const value = Object.hasOwn(answer.values, id) ? answer.values[id] : undefined;
    return value?.kind === 'recommendations' ? value.items : [];
  });
  const pieces = [
    ...texts
      .flatMap(paragraphsOf)
      .map(({ text, mark }): Quotable => ({ kind: 'paragraph', question, mark, text: cloaked(text) })),
    ...items.map((item): Quotable => {
      const { to, what, by } = item;
      const cloakedItem = { to: cloaked(to), what: cloaked(what), by: cloaked(by) };
      return { kind: 'recommendation', question, mark: markOf([to, what, by].join('\u0000')), item: cloakedItem };
    }),
  ];
  return [...new Map(pieces.map((piece) => [piece.mark, piece])).values()];
}

/** All of a text as one confidential passage; a blank one stays blank. */
export function cloakedText(text: string): string {
  const bare = withoutBrackets(text);
  return bare.trim() === '' ? bare : `[[${bare}]]`;
}

/** Brackets that only come together when others are taken out go too. */
function withoutBrackets(text: string): string {
  let bare = text;
  while (hasPassage(bare)) bare = bare.replace(/\[\[|\]\]/g, '');
  return bare;
}

interface PieceOfText {
  readonly text: string;
  readonly mark: string;
}

/** The paragraphs and the items of a text. A text that is not read (`syntax.ts`) gives none. */
function paragraphsOf(typed: string): readonly PieceOfText[] {
  const syntax = readSyntax(normaliseLines(typed));
  if (syntax === null) return [];
  const { source, tree } = syntax;
  const passages = readBrackets(source).passages;
  const notes = new Map<string, FootnoteDefinition>();
  walk(tree, (node) => {
    if (node.type === 'footnoteDefinition' && !notes.has(node.identifier)) notes.set(node.identifier, node);
  });
  return tree.children.flatMap(stretchesOf).flatMap(({ nodes, indent }): PieceOfText[] => {
    const place = placeOf(nodes);
    const own = source.slice(place.start, place.end);
    if (own.trim() === '') return [];
    const called = callsIn(nodes).flatMap((identifier) => {
      const note = notes.get(identifier);
      const at = note === undefined ? null : placeOf([note]);
      const isInside = at !== null && at.start >= place.start && at.end <= place.end;
      return at === null || isInside ? [] : [withOwnBrackets(source, at, passages)];
    });
    const text = withoutIndent(withOwnBrackets(source, place, passages), indent);
    return [{ text: [text, ...called].join('\n\n'), mark: markOf(own) }];
  });
}

/** Nodes of the tree that make one piece, and how far their lines are set in. */
interface Stretch {
  readonly nodes: readonly Nodes[];
  readonly indent: number;
}

function stretchesOf(node: Nodes): readonly Stretch[] {
  if (node.type === 'footnoteDefinition') return [];
  if (node.type !== 'list') return [{ nodes: [node], indent: 0 }];
  return node.children
    .filter(({ children }) => children.length > 0)
    .map(({ children }) => ({ nodes: children, indent: (children[0]?.position?.start.column ?? 1) - 1 }));
}

const placeOf = (nodes: readonly Nodes[]): Passage => ({
  start: nodes[0]?.position?.start.offset ?? 0,
  end: nodes.at(-1)?.position?.end.offset ?? 0,
});

function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

/** Identifiers of the footnotes that are called, each once. */
function callsIn(nodes: readonly Nodes[]): readonly string[] {
  const found = new Set<string>();
  for (const node of nodes) {
    walk(node, (inner) => {
      if (inner.type === 'footnoteReference') found.add(inner.identifier);
    });
  }
  return [...found];
}

/** A stretch of a text in which what lay in a passage of the whole text has brackets of its own. */
function withOwnBrackets(source: string, { start, end }: Passage, passages: readonly Passage[]): string {
  let text = '';
  let at = start;
  for (const passage of passages.filter((one) => one.start < end && one.end > start)) {
    const [from, to] = [Math.max(start, passage.start), Math.min(end, passage.end)];
    text += source.slice(at, from) + cloakedText(source.slice(from, to));
    at = to;
  }
  return text + source.slice(at, end);
}

const withoutIndent = (text: string, indent: number): string =>
  indent === 0 ? text : text.replace(new RegExp(`\\n[ \\t]{1,${indent}}`, 'g'), '\n');

/**
 * A short mark of a text (FNV-1a of 64 bits, in letters and digits): the same for the same words, whatever white space is
 * between them, and whether or not some of them were made confidential since. It hides nothing of the text.
 */
export function markOf(text: string): string {
  const words = withoutBrackets(text).replace(/\s+/g, ' ').trim();
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(words)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}
