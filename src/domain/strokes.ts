/**
 * The small pieces that prose is made of: runs, paragraphs, labels with their colon, blocks put on one line. Knows no kind of
 * ask. Pure.
 */
import type { Ask } from './asks.ts';
import { joined } from './markdown.ts';
import type { Block, Composing, Inline, Paragraph, Run } from './outline.ts';
import type { Footnotes } from './prose.ts';

export type Words = Pick<Composing, 'say' | 'worded' | 'countryName'>;

/** What answers are written with. */
export interface Writing extends Words {
  readonly footnotes: Pick<Footnotes, 'take'>;
  /** Whether the question has more than one ask: then each says which one it answers. */
  readonly several: boolean;
}

/** The label of an ask in the language of `worded`; of one without, a word for its kind. */
export const askLabel = ({ worded, say }: Pick<Words, 'worded' | 'say'>, { label, kind, id }: Ask): string =>
  label === null ? say(`outline.asks.${kind}`) : (worded(label)?.text ?? id);

/** With a colon, unless the label ends in punctuation of its own. */
export const leadIn = ({ say }: Pick<Words, 'say'>, label: string): string =>
  /[.:;?!…]$/u.test(label) ? label : say('outline.lead', { label });

export const plain = (text: string): Run => ({ kind: 'run', text, bold: false, italic: false });
export const bold = (text: string): Run => ({ kind: 'run', text, bold: true, italic: false });
export const paragraph = (inlines: readonly Inline[]): Paragraph => ({ kind: 'paragraph', inlines: joined(inlines) });

export function marked(inlines: readonly Inline[], mark: 'bold' | 'italic'): Inline[] {
  const run = (it: Run): Run => ({ ...it, [mark]: true });
  return inlines.map((inline) =>
    inline.kind === 'run' ? run(inline) : inline.kind === 'link' ? { ...inline, runs: inline.runs.map(run) } : inline,
  );
}

/** The blocks with inlines before them, on the line of the first paragraph where that is what they begin with. */
export function opened(head: readonly Inline[], blocks: readonly Block[]): Block[] {
  if (head.length === 0) return [...blocks];
  const [first, ...rest] = blocks;
  if (first?.kind !== 'paragraph') return [paragraph(head), ...blocks];
  return [paragraph([...head, plain(' '), ...first.inlines]), ...rest];
}

/** The blocks with inlines after them, on the line of the last paragraph where that is what they end with. */
export function closed(blocks: readonly Block[], tail: readonly Inline[]): Block[] {
  if (tail.length === 0) return [...blocks];
  const last = blocks.at(-1);
  if (last?.kind !== 'paragraph') return [...blocks, paragraph(tail)];
  return [...blocks.slice(0, -1), paragraph([...last.inlines, plain(' '), ...tail])];
}

/** Blocks on one line of text, as a cell of a table holds them: breaks between them, bullets and numbers as text. */
export function flattened(blocks: readonly Block[]): Inline[] {
  const lines = blocks.flatMap(linesOf);
  return lines.flatMap((line, index): Inline[] => (index === 0 ? [...line] : [{ kind: 'break' }, ...line]));
}

function linesOf(block: Block): (readonly Inline[])[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.inlines];
    case 'list':
      return block.items.flatMap((item, index) => {
        const mark = plain(block.ordered ? `${block.start + index}. ` : '• ');
        return item.flatMap(linesOf).map((line, number) => (number === 0 ? [mark, ...line] : line));
      });
    case 'table':
      return [[plain(block.caption)], ...block.rows.flat()];
  }
}
