/**
 * The day from which a call takes answers.
 */
import { deadlineCues } from './deadlineCues.ts';
import type { Moment } from './moments.ts';
import type { Page } from './page.ts';
import { type Field, fieldOf, type Found } from './proposal.ts';

/** ISO dates; unsure where the text gives several, or one that can be read in two ways. */
export function openingOf(page: Page, moments: readonly Moment[]): Field<string> {
  const found = moments.flatMap((moment): Found<string>[] => {
    const cue = deadlineCues(page, moment);
    if (cue.kind !== 'opening') return [];
    const { readings, weekdayDisagrees, start, end } = moment.mention;
    const clear = readings.length === 1 && !weekdayDisagrees;
    return readings.map((value) => ({
      value,
      certainty: !clear ? 'unsure' : cue.certain ? 'sure' : 'likely',
      spans: [{ start: Math.min(moment.words.start, start), end }],
    }));
  });
  const days = new Set(found.map(({ value }) => value));
  return fieldOf(days.size > 1 ? found.map((one) => ({ ...one, certainty: 'unsure' as const })) : found);
}
