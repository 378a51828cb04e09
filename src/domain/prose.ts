/**
 * Answers as prose: the structured values of a question turned into sentences, lists and tables in the draft's
 * language, and the free text after them. Knows nothing of headings, labels and order of questions: that is the outline.
 */
import { SCALES, type Answer, type AskValueOf } from './answer.ts';
import type { Citations } from './citing.ts';
import { fitted } from './leftOver.ts';
import { literalBlocks, parseMarkdown } from './markdown.ts';
import type { Block, Inline, List, Run } from './outline.ts';
import type { Ask, AskOf } from './asks.ts';
import type { QuestionNode } from './nodes.ts';
import { commentsBlocks, recordsBlocks } from './recordProse.ts';
import {
  askLabel,
  bold,
  closed,
  flattened,
  leadIn,
  marked,
  opened,
  paragraph,
  plain,
  type Words,
  type Writing,
} from './strokes.ts';
import { costOf } from './syntax.ts';

/** What all texts of an outline may cost to read (`costOf`): about 100,000 words with the marks that people use. */
const COST_MAX = 16_000;
/** Lines of texts that were not read, over a whole outline. */
const LINES_MAX = 20_000;

/** The footnotes of a whole outline, numbered in the order in which texts are taken. */
export class Footnotes {
  readonly #all: (readonly Block[])[] = [];
  #costLeft = COST_MAX;
  #linesLeft = LINES_MAX;
  readonly #citations: Citations | null;
  /** Inside of an answer that is confidential as a whole: brackets are put round all of it. */
  #isConfiding = false;

  /** `citations`: null where no sources are known, and citations stay as typed. */
  constructor(citations: Citations | null = null) {
    this.#citations = citations;
  }

  get all(): readonly (readonly Block[])[] {
    return this.#all;
  }

  /** Parses a text and gives its blocks, their footnotes numbered after all that were taken before. */
  take(text: string): readonly Block[] {
    const cost = costOf(text);
    if (cost > this.#costLeft) return this.#literal(text);
    this.#costLeft -= cost;
    const offset = this.#all.length;
    const { blocks, footnotes } = parseMarkdown(text, this.#citations?.after(offset, this.#isConfiding));
    this.#all.push(...footnotes);
    return offset === 0 || footnotes.length === 0 ? blocks : blocks.map((block) => renumbered(block, offset));
  }

  /** What `write` gives; all footnotes that it takes are marked as confidential. */
  confide<Written>(write: () => Written): Written {
    const count = this.#all.length;
    this.#isConfiding = true;
    const written = write();
    this.#isConfiding = false;
    for (const [index, blocks] of this.#all.entries()) {
      if (index >= count) this.#all[index] = bracketed(blocks, OPENING);
    }
    return written;
  }

  /** A footnote of blocks that are made already. */
  add(blocks: readonly Block[]): void {
    this.#all.push(blocks);
  }

  #literal(text: string): readonly Block[] {
    const blocks = literalBlocks(text, this.#linesLeft);
    this.#linesLeft = Math.max(0, this.#linesLeft - text.split('\n').length);
    return blocks;
  }
}

/** The block with its footnotes numbered higher by `offset`. */
export function renumbered(block: Block, offset: number): Block {
  const inAll = (inlines: readonly Inline[]): Inline[] =>
    inlines.map((inline) => (inline.kind === 'footnote' ? { ...inline, number: inline.number + offset } : inline));
  switch (block.kind) {
    case 'paragraph':
      return { ...block, inlines: inAll(block.inlines) };
    case 'list':
      return { ...block, items: block.items.map((item) => item.map((child) => renumbered(child, offset))) };
    case 'table':
      return { ...block, rows: block.rows.map((cells) => cells.map(inAll)) };
  }
}

/** The whole answer: values in the order of the questionnaire, then the text. Nothing for a blank answer. */
export function answerBlocks(
  question: Pick<QuestionNode, 'asks'>,
  stored: Answer,
  words: Words,
  footnotes: Footnotes,
): Block[] {
  const answer = fitted(question, stored);
  const writing: Writing = { ...words, footnotes, several: question.asks.length > 1 };
  const structured = question.asks.flatMap((ask) => valueBlocks(writing, ask, answer));
  return [...structured, ...footnotes.take(answer.text)];
}

/** The paragraph that stands for a declined answer, with the reason if one was given. */
export function declinedBlocks(reason: string, say: Words['say'], footnotes: Footnotes): Block[] {
  const declined = say('outline.declined');
  if (reason.trim() === '') return [paragraph([plain(declined)])];
  return opened([plain(`${declined} ${say('outline.reason')}`)], footnotes.take(reason));
}

/** What `write` gives, with its footnotes, marked as confidential as a whole: in brackets, of which `opening` is said first. */
export function confided(write: () => readonly Block[], opening: string, footnotes: Footnotes): readonly Block[] {
  const blocks = footnotes.confide(write);
  if (blocks.length === 0) return blocks;
  return [paragraph([{ ...bold(`${OPENING}${opening}`), confidential: true }]), ...bracketed(blocks, '')];
}

const OPENING = '[[';

/** The blocks marked as confidential, a bracket after them and, unless it is "", `opening` before them. */
function bracketed(blocks: readonly Block[], opening: string): readonly Block[] {
  const head = opening === '' ? [] : [plain(opening)];
  return bracketAfter(opened(head, blocks)).map(confidential);
}

/** In the last item of a list, where that is what the blocks end with: it would stand lost on a line of its own. */
function bracketAfter(blocks: readonly Block[]): Block[] {
  const last = blocks.at(-1);
  const item = last?.kind === 'list' ? last.items.at(-1) : undefined;
  if (last?.kind !== 'list' || item === undefined) return closed(blocks, [plain(']]')]);
  return [...blocks.slice(0, -1), { ...last, items: [...last.items.slice(0, -1), bracketAfter(item)] }];
}

function confidential(block: Block): Block {
  const run = (it: Run): Run => ({ ...it, confidential: true });
  const inAll = (inlines: readonly Inline[]): Inline[] =>
    inlines.map((inline) =>
      inline.kind === 'run' ? run(inline) : inline.kind === 'link' ? { ...inline, runs: inline.runs.map(run) } : inline,
    );
  switch (block.kind) {
    case 'paragraph':
      return { ...block, inlines: inAll(block.inlines) };
    case 'list':
      return { ...block, items: block.items.map((item) => item.map(confidential)) };
    case 'table':
      return { ...block, rows: block.rows.map((cells) => cells.map(inAll)) };
  }
}

function valueBlocks(writing: Writing, ask: Ask, answer: Answer): readonly Block[] {
  const value = Object.hasOwn(answer.values, ask.id) ? answer.values[ask.id] : undefined;
  switch (ask.kind) {
    case 'choice':
      return value?.kind === 'choice' ? choiceBlocks(writing, ask, value) : [];
    case 'ticks':
      return value?.kind === 'ticks' ? ticksBlocks(writing, ask, value) : [];
    case 'rows':
      return value?.kind === 'rows' ? rowsBlocks(writing, ask, value) : [];
    case 'recommendations':
      return value?.kind === 'recommendations' ? recommendationsBlocks(writing, ask, value) : [];
    case 'records':
      return value?.kind === 'records' ? recordsBlocks(writing, ask, value) : [];
    case 'comments':
      return value?.kind === 'comments' ? commentsBlocks(writing, ask, value) : [];
  }
}

/** "**Reprisals:** Yes. We were fined." Details of more than one paragraph follow in their own. */
function choiceBlocks(writing: Writing, ask: AskOf<'choice'>, value: AskValueOf<'choice'>): readonly Block[] {
  const details = writing.footnotes.take(value.details);
  if (value.choice === null && details.length === 0) return [];
  const lead = writing.several || ask.details ? [bold(leadIn(writing, askLabel(writing, ask)))] : [];
  const choice = value.choice === null ? [] : [plain(`${choiceWord(writing, ask, value.choice)}.`)];
  const opening = lead.length > 0 && choice.length > 0 ? [...lead, plain(' '), ...choice] : [...lead, ...choice];
  if (details.length === 1 || opening.length === 0) return opened(opening, details);
  return [paragraph(opening), ...details];
}

/** A stored choice that the scale does not know (an older program's) is printed as it is. */
function choiceWord({ say }: Writing, { scale }: AskOf<'choice'>, choice: string): string {
  return (SCALES[scale] as readonly string[]).includes(choice) ? say(`choices.${scale}.${choice}`) : choice;
}

/** A bullet for each tick, in the call's order: "fine: in 2021 and 2023". */
function ticksBlocks(writing: Writing, ask: AskOf<'ticks'>, value: AskValueOf<'ticks'>): readonly Block[] {
  const items = ask.options
    .filter(({ id }) => value.ticked.includes(id))
    .map(({ id, text }): readonly Block[] => {
      const option = writing.worded(text)?.text ?? id;
      const details = Object.hasOwn(value.details, id) ? writing.footnotes.take(value.details[id] ?? '') : [];
      return details.length === 0 ? [paragraph([plain(option)])] : opened([plain(leadIn(writing, option))], details);
    });
  return withLabel(writing, ask, items, false);
}

function rowsBlocks(writing: Writing, ask: AskOf<'rows'>, value: AskValueOf<'rows'>): readonly Block[] {
  if (value.rows.length === 0) return [];
  const header = ask.fields.map(({ id, label }) => writing.worded(label)?.text ?? id);
  const rows = value.rows.map((row) =>
    ask.fields.map(({ id }) => flattened(Object.hasOwn(row, id) ? writing.footnotes.take(row[id] ?? '') : [])),
  );
  return [{ kind: 'table', caption: askLabel(writing, ask), header, rows }];
}

/** "1. **To the Government:** repeal the law *(timeline: June 2025)*", with whatever of it there is. */
function recommendationsBlocks(
  writing: Writing,
  ask: AskOf<'recommendations'>,
  value: AskValueOf<'recommendations'>,
): readonly Block[] {
  const { say, footnotes } = writing;
  const items = value.items.map(({ to, what, by }): readonly Block[] => {
    const addressee = flattened(footnotes.take(withoutColon(to)));
    const deed = footnotes.take(what);
    const end = flattened(footnotes.take(by));
    const colon = deed.length > 0 ? [plain(leadIn(writing, ''))] : [];
    const head = addressee.length === 0 ? [] : [...around(say, 'outline.to', addressee), ...colon];
    const tail = end.length === 0 ? [] : around(say, 'outline.by', end);
    return closed(opened(marked(head, 'bold'), deed), marked(tail, 'italic'));
  });
  return withLabel(writing, ask, items, true);
}

/** A list with the label of its ask over it, where the question has several asks. Nothing without items. */
function withLabel(writing: Writing, ask: Ask, items: readonly (readonly Block[])[], ordered: boolean): Block[] {
  if (items.length === 0) return [];
  const list: List = { kind: 'list', ordered, start: 1, items };
  return writing.several ? [paragraph([bold(leadIn(writing, askLabel(writing, ask)))]), list] : [list];
}

/** What was typed as an addressee, without a colon at its end: the phrase brings one. */
function withoutColon(typed: string): string {
  const text = typed.trim();
  return text.endsWith(':') ? text.slice(0, -1).trimEnd() : text;
}

/** A phrase with one slot, and inlines in that slot. The slot has the name of the phrase: "To {{to}}". */
function around(say: Words['say'], key: 'outline.to' | 'outline.by', inlines: readonly Inline[]): Inline[] {
  const slot = '\u0000';
  const [before = '', after = ''] = say(key, { [key.slice('outline.'.length)]: slot }).split(slot);
  return [plain(before), ...inlines, plain(after)].filter((inline) => inline.kind !== 'run' || inline.text !== '');
}
