/**
 * The beginning of a letter or of a statement: the key messages and recommendations of the summary as light Markdown, to
 * be written on. What is confidential keeps its brackets. A copy: unlike what is chosen, it does not follow the answers. Pure.
 */
import { composePaper } from './composePaper.ts';
import type { Draft } from './draft.ts';
import type { Say } from './language.ts';
import type { Block, Inline, OutlineOptions } from './outline.ts';
import { written } from './paperMarkdown.ts';
import type { Questionnaire } from './questionnaire.ts';

/**
 * "" where the summary has nothing. Without `notes` the footnotes stay behind: nobody reads them out, and beside those of
 * another text their marks would be taken for each other.
 */
export function prefill(
  draft: Draft,
  questionnaire: Questionnaire,
  say: Say,
  options: OutlineOptions,
  notes: boolean,
): string {
  const summary = composePaper(draft, questionnaire, say, 'summary', { ...options, version: 'full' });
  const blocks = summary.pieces
    .flatMap((piece) => (piece.kind === 'body' ? piece.blocks : []))
    // Key messages become paragraphs, recommendations stay a list.
    .flatMap((block): readonly Block[] => (block.kind === 'list' && !block.ordered ? block.items.flat() : [block]));
  return notes ? written(blocks, summary.footnotes) : written(blocks.map(withoutCalls));
}

function withoutCalls(block: Block): Block {
  const inAll = (inlines: readonly Inline[]): Inline[] => inlines.filter(({ kind }) => kind !== 'footnote');
  switch (block.kind) {
    case 'paragraph':
      return { ...block, inlines: inAll(block.inlines) };
    case 'list':
      return { ...block, items: block.items.map((item) => item.map(withoutCalls)) };
    case 'table':
      return { ...block, rows: block.rows.map((cells) => cells.map(inAll)) };
  }
}
