/** Marks the words of a line that a search has met. Changes nothing of the line. */
import type { Language } from '../domain/language.ts';
import type { MarkedRun } from '../domain/textSearch.ts';
import { isStopWord, wordsOf, type KnownTerms } from './terms.ts';

/** The line in runs; `met` holds terms as the index has them. */
export function markedRuns(
  line: string,
  language: Language | null,
  met: ReadonlySet<string>,
  known?: KnownTerms,
): MarkedRun[] {
  const runs: MarkedRun[] = [];
  let at = 0;
  for (const { start, end, folded, all } of wordsOf(line, language, known)) {
    if (isStopWord(folded, language) || !all.some((term) => met.has(term))) continue;
    if (start > at) runs.push({ text: line.slice(at, start), marked: false });
    runs.push({ text: line.slice(start, end), marked: true });
    at = end;
  }
  if (at < line.length) runs.push({ text: line.slice(at), marked: false });
  return runs;
}
