/**
 * Findings about what the questions of the call ask: the choice of the questions, answers that the call wants, how many
 * records, and the period that the facts must fall in (21 to 35 of `calls/README.md`). All are notices. Pure.
 */
import { answerState, type Answer } from '../answer.ts';
import { answerTo, type Draft } from '../draft.ts';
import { holds, type Span } from './spans.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { openChoices, questionsFor, scopeOf } from '../scope.ts';
import { findingOf, type Finding } from './finding.ts';
import { printedTexts } from './texts.ts';
import { timesIn, type NamedTime } from './times.ts';

export function askedFindings(draft: Draft, questionnaire: Questionnaire): readonly Finding[] {
  const open = openChoices(questionnaire, scopeOf(draft));
  const answered = questionsFor(questionnaire, scopeOf(draft)).map(({ node }) => ({
    node,
    answer: answerTo(draft, node.id).value,
  }));
  return [
    ...(open.length === 0 ? [] : [findingOf('scope', { part: 'scope', about: open.join(' ') })]),
    ...answered
      .filter(({ node, answer }) => node.need?.value === 'required' && answerState(answer) === 'not-started')
      .map(({ node }) => findingOf('required', { part: node.id, about: '' })),
    ...answered.flatMap(({ node, answer }) =>
      node.asks.flatMap((ask) => {
        const value = answer.values[ask.id];
        // A question that nobody answered is told as such, if at all.
        if (ask.kind !== 'records' || value?.kind !== 'records' || answer.declined !== null) return [];
        const count = value.rows.length;
        const { minimum, maximum } = ask;
        const fits = count >= (minimum ?? 0) && count <= (maximum ?? count);
        return fits ? [] : [findingOf('records', { part: node.id, field: ask.id, about: `${ask.id} ${count}` })];
      }),
    ),
    ...answered.flatMap(({ node, answer }) => periodFindings(questionnaire, node.id, answer)),
  ];
}

function periodFindings({ period }: Questionnaire, part: string, answer: Answer): readonly Finding[] {
  const { from, to } = period.value ?? { from: null, to: null };
  if (from === null && to === null) return [];
  const isOutside = (time: NamedTime): boolean => (from !== null && time.to < from) || (to !== null && time.from > to);
  return timesOf(answer).flatMap(({ field, times }) =>
    times.filter(isOutside).map(({ words, start, end }) =>
      findingOf('period', {
        part,
        field,
        start,
        end,
        about: words,
        quote: words,
        values: { from: from ?? '', to: to ?? '' },
      }),
    ),
  );
}

interface TextTimes {
  readonly field: string;
  readonly times: readonly NamedTime[];
}
const known = new WeakMap<Answer, readonly TextTimes[]>();

/** A footnote's own text: sources are older than what they prove. */
const FOOTNOTE = /^\[\^[^\]\n]{1,60}\]:.*$/gm;

/** An answer that did not change is the same value, and is not read again. */
function timesOf(answer: Answer): readonly TextTimes[] {
  let found = known.get(answer);
  if (found === undefined) {
    found = printedTexts(answer).map(({ field, text }) => {
      const notes: readonly Span[] = text.includes('[^')
        ? [...text.matchAll(FOOTNOTE)].map(({ 0: line, index }) => ({ start: index, end: index + line.length }))
        : [];
      return { field, times: timesIn(text).filter(({ start }) => !holds(notes, start)) };
    });
    known.set(answer, found);
  }
  return found;
}
