/**
 * Where each source of a draft is cited, and which citations name none. Reads the words of answers as the document prints
 * them, by their brackets alone. Pure.
 */
import type { Answer } from './answer.ts';
import { citationsIn } from './citation.ts';
import { printedTexts } from './checks/texts.ts';
import { answerTo, type Draft } from './draft.ts';
import type { PlacedQuestion } from './places.ts';

export interface CitationAt {
  readonly key: string;
  /** As `answerFromForm` names it. */
  readonly field: string;
  /** Offsets into the text of that field: those of the whole citation. */
  readonly start: number;
  readonly end: number;
}

const known = new WeakMap<Answer, readonly CitationAt[]>();

/** An answer that did not change is the same value, and is not read again. */
export function citationsOf(answer: Answer): readonly CitationAt[] {
  let found = known.get(answer);
  if (found === undefined) {
    found = printedTexts(answer).flatMap(({ field, text }) =>
      citationsIn(text).flatMap(({ start, end, cited }) => cited.map(({ key }) => ({ key, field, start, end }))),
    );
    known.set(answer, found);
  }
  return found;
}

/** The questions whose answers cite each source, by key. Papers beside the submission are not looked at. */
export function questionsCiting(
  draft: Draft,
  questions: readonly PlacedQuestion[],
): ReadonlyMap<string, readonly PlacedQuestion[]> {
  const cited = questions.flatMap((placed) =>
    [...new Set(citationsOf(answerTo(draft, placed.node.id).value).map(({ key }) => key))].map((key) => ({
      key,
      placed,
    })),
  );
  const byKey = Map.groupBy(cited, ({ key }) => key);
  return new Map([...byKey].map(([key, list]) => [key, list.map(({ placed }) => placed)]));
}
