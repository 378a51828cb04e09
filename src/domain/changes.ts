/**
 * What changed between two outlines of one draft, piece by piece in reading order: the front matter, the statement, each
 * question, the list of sources, the footnotes. Pure. Which words changed within a piece is `difference.ts`.
 */
import { frontText, printed, type Outline } from './outline.ts';
import { withoutSignatories } from './signatoryList.ts';
import { blocksText, sourcesText } from './text.ts';

export interface Change {
  /** "front", "statement", "sources", "footnotes", or the id of a question. */
  readonly id: string;
  /** The label and wording of a question; "" for the others. */
  readonly heading: string;
  /** As plain text; "" where the piece was not there, or is gone. */
  readonly before: string;
  readonly after: string;
}

interface Piece {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
}

/** The pieces of an outline that `textHash` covers. */
function piecesOf(whole: Outline): Piece[] {
  const outline = withoutSignatories(whole);
  const { front, statement, footnotes, sources, language } = outline;
  const entries = front.filter(({ id }) => id !== 'date').map((entry) => `${entry.label}: ${frontText(entry)}`);
  const notes = footnotes.map((blocks, index) => `[${index + 1}] ${blocksText(blocks, language)}`);
  return [
    { id: 'front', heading: '', text: entries.join('\n') },
    { id: 'statement', heading: '', text: blocksText(statement, language) },
    ...printed(outline)
      .filter(({ kind }) => kind === 'question')
      .map(({ id, label, text, blocks }) => ({
        id,
        heading: [label, text].filter(Boolean).join(' '),
        text: blocksText(blocks, language),
      })),
    { id: 'sources', heading: '', text: sources === undefined ? '' : sourcesText(sources, language) },
    { id: 'footnotes', heading: '', text: notes.join('\n') },
  ];
}

/**
 * The pieces that differ, in the order of `after`; a piece that is gone stands where it stood. Empty where only marks
 * such as bold changed, or nothing.
 */
export function changesBetween(before: Outline, after: Outline): readonly Change[] {
  const old = piecesOf(before);
  const now = piecesOf(after);
  const textOf = (pieces: readonly Piece[], id: string): string => pieces.find((piece) => piece.id === id)?.text ?? '';
  const order = after.sections.map(({ id }) => id);
  const gone = old.filter(({ id }) => !now.some((piece) => piece.id === id));
  const place = (id: string): number => (id === 'footnotes' || id === 'sources' ? order.length : order.indexOf(id));
  return [...now, ...gone]
    .map(({ id, heading }, index) => ({ id, heading, index, before: textOf(old, id), after: textOf(now, id) }))
    .filter((piece) => piece.before !== piece.after)
    .sort((a, b) => place(a.id) - place(b.id) || a.index - b.index)
    .map(({ id, heading, before: was, after: is }) => ({ id, heading, before: was, after: is }));
}
