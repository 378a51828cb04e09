/**
 * The period that the facts must fall in: two dates, or the first alone.
 */
import type { Moment } from './moments.ts';
import type { Page, Sentence } from './page.ts';
import { atEnd, says } from './patterns.ts';
import { type Field, fieldOf, type Found, type PeriodProposal } from './proposal.ts';

export function periodOf(page: Page, moments: readonly Moment[]): Field<PeriodProposal> {
  return fieldOf([...ranges(page, moments), ...beginnings(page, moments)]);
}

/** Whether the words just before the dates speak of when things happened. */
function aboutFacts(page: Page, sentence: Sentence, at: number): boolean {
  const before = sentence.folded.slice(Math.max(0, at - sentence.start - 100), at - sentence.start);
  return says(page.pack.period.cues, before);
}

function ranges(page: Page, moments: readonly Moment[]): Found<PeriodProposal>[] {
  return moments.flatMap((moment, index): Found<PeriodProposal>[] => {
    const next = moments[index + 1];
    if (moment.mention.range !== 'from' || next?.mention.range !== 'to' || next.sentence !== moment.sentence) return [];
    if (!aboutFacts(page, moment.sentence, moment.mention.start)) return [];
    const [from] = moment.mention.readings;
    const [to] = next.mention.readings;
    if (from === undefined || to === undefined || from > to) return [];
    const clear = moment.mention.readings.length === 1 && next.mention.readings.length === 1;
    const span = { start: moment.mention.start, end: next.mention.end };
    return [{ value: { from, to }, certainty: clear ? 'sure' : 'unsure', spans: [span] }];
  });
}

function beginnings(page: Page, moments: readonly Moment[]): Found<PeriodProposal>[] {
  return moments.flatMap((moment): Found<PeriodProposal>[] => {
    const [from] = moment.mention.readings;
    const since = atEnd(page.pack.period.since).test(moment.before.replace(/(?: (?:the|le|el))? ?$/, ' '));
    if (from === undefined || moment.mention.range !== null || !since) return [];
    if (!aboutFacts(page, moment.sentence, moment.mention.start)) return [];
    return [
      {
        value: { from, to: null },
        certainty: 'unsure',
        spans: [{ start: moment.mention.start, end: moment.mention.end }],
      },
    ];
  });
}
