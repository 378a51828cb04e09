/**
 * What can be chosen of the answers for a summary, as boxes of its form; and what was chosen and is no longer there.
 */
import { parseMarkdown } from '../domain/markdown.ts';
import { chosenName } from '../domain/paperForm.ts';
import type { Chosen, Papers } from '../domain/papers.ts';
import { quotableAt, quotablesOf, type Quotable, type QuotedQuestion } from '../domain/quotable.ts';
import { questionsFor, scopeOf } from '../domain/scope.ts';
import { blocksText } from '../domain/text.ts';
import type { Desk } from './desk.ts';
import { shown, type Shown } from './page.ts';

/** A question with the boxes for what can be chosen of its answer. */
interface Choice {
  readonly number: number;
  readonly text: Shown;
  readonly boxes: readonly { readonly name: string; readonly text: string; readonly chosen: boolean }[];
  readonly chosen: number;
}

interface Choices {
  readonly questions: readonly Choice[];
  /** What was chosen and is no longer there. */
  readonly gone: readonly { readonly name: string; readonly number: number | null }[];
}

export function choicesAt(
  desk: Desk,
  summary: Papers['summary'],
): { readonly messages: Choices; readonly recommendations: Choices } {
  const quoted = quotablesOf(desk.draft, desk.questionnaire);
  return {
    messages: choices(desk, quoted, summary.messages, ({ kind }) => kind === 'paragraph'),
    recommendations: choices(desk, quoted, summary.recommendations, recommends(quoted)),
  };
}

type Offers = (piece: Quotable, of: QuotedQuestion) => boolean;

/** Recommendations that stand in fields of their own; failing these, what was written where the call asks for some; failing that, anything. */
function recommends(quoted: readonly QuotedQuestion[]): Offers {
  if (quoted.some(({ pieces }) => pieces.some(({ kind }) => kind === 'recommendation'))) {
    return ({ kind }) => kind === 'recommendation';
  }
  const asks = ({ placed }: QuotedQuestion): boolean => placed.node.flags.includes('recommendations');
  return quoted.some(asks) ? (_, of) => asks(of) : () => true;
}

/** What was chosen is always offered, so that it can be let go. */
function choices(desk: Desk, quoted: readonly QuotedQuestion[], chosen: readonly Chosen[], offers: Offers): Choices {
  const { questionnaire, visit, draft } = desk;
  const names = new Set(chosen.map(chosenName));
  const questions = quoted.flatMap((of): Choice[] => {
    const boxes = of.pieces
      .filter((piece) => names.has(chosenName(piece)) || offers(piece, of))
      .map((piece) => {
        const name = chosenName(piece);
        return { name, text: labelOf(piece, draft.record.language), chosen: names.has(name) };
      });
    if (boxes.length === 0) return [];
    const { number, node } = of.placed;
    const text = shown(questionnaire, node.text ?? {}, visit.language);
    return [{ number, text, boxes, chosen: boxes.filter((box) => box.chosen).length }];
  });
  const gone = chosen
    .filter((one) => quotableAt(draft, questionnaire, one) === undefined)
    .map((one) => ({ name: chosenName(one), number: numberOf(desk, one.question) }));
  return { questions, gone };
}

const numberOf = ({ questionnaire, draft }: Desk, id: string): number | null =>
  questionsFor(questionnaire, scopeOf(draft)).find(({ node }) => node.id === id)?.number ?? null;

/** Longer pieces are shown in part: whoever chooses knows the text. */
const LABEL_LENGTH_MAX = 280;

function labelOf(piece: Quotable, language: string): string {
  const text =
    piece.kind === 'paragraph'
      ? blocksText(parseMarkdown(piece.text).blocks, language).replace(/\[\d+\]/g, '')
      : [piece.item.to, piece.item.what].filter((part) => part.trim() !== '').join(': ');
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= LABEL_LENGTH_MAX ? line : `${line.slice(0, LABEL_LENGTH_MAX).replace(/\s\S*$/u, '')} …`;
}
