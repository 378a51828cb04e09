/**
 * What kind of call it is, by the words of its title, of its opening and of its deadlines.
 */
import type { Moment } from './moments.ts';
import type { Page } from './page.ts';
import { allOf, everywhere, says } from './patterns.ts';
import { type CallProposal, type Field, fieldOf, type Found, type Span } from './proposal.ts';

type Kind = NonNullable<CallProposal['kind']['found']>['value'];

const OPENING_LENGTH = 1500;
const KINDS = [
  ['draft-comments', 'draftComments'],
  ['country-visit', 'countryVisit'],
  ['country-review', 'countryReview'],
  ['cases', 'cases'],
  ['thematic', 'thematic'],
] as const;

/** One mention in passing makes no kind, except where a report is announced; cases are spoken of in every call. */
const MENTIONS_MIN: Readonly<Record<(typeof KINDS)[number][0], number>> = {
  'draft-comments': 2,
  'country-visit': 2,
  'country-review': 3,
  cases: Infinity,
  thematic: 1,
};

export function kindOf(
  page: Page,
  title: Field<string>,
  moments: readonly Moment[],
  hasDeadline: boolean,
): CallProposal['kind'] {
  const standing = hasDeadline ? [] : phrases(page, page.pack.deadline.none, page.text.length);
  const head = title.found?.spans ?? title.candidates[0]?.spans ?? [];
  const inTitle = head.map(({ start, end }) => page.folded.slice(start, end)).join(' ');
  const named = KINDS.filter(([, key]) => says(page.pack.kinds[key], inTitle));
  const all: Found<Kind>[] =
    standing.length > 0 ? [{ value: 'standing', certainty: 'likely', spans: standing.slice(0, 1) }] : [];
  const [first] = named;
  if (first !== undefined)
    all.push({ value: first[0], certainty: first[0] === 'thematic' ? 'likely' : 'sure', spans: head });
  // Dates of a stay in the title: those of a visit.
  const stay = moments.find(({ mention }) =>
    head.some(({ start, end }) => start <= mention.start && mention.end <= end),
  );
  if (stay !== undefined && (stay.mention.shortFrom !== null || stay.mention.range !== null)) {
    all.push({ value: 'country-visit', certainty: 'likely', spans: head });
  }
  for (const [value, key] of KINDS) {
    const spans = phrases(page, page.pack.kinds[key], OPENING_LENGTH);
    const enough = spans.length >= MENTIONS_MIN[value] && (first === undefined || value !== 'thematic');
    if (spans.length > 0) {
      all.push({ value, certainty: enough && first === undefined ? 'likely' : 'unsure', spans: spans.slice(0, 3) });
    }
  }
  const once = all.filter(({ value }, index) => all.findIndex((other) => other.value === value) === index);
  return fieldOf(once.sort((a, b) => weight(a) - weight(b)));
}

const weight = ({ certainty }: Found<Kind>): number => ({ sure: 0, likely: 1, unsure: 2 })[certainty];

function phrases(page: Page, words: readonly string[], length: number): Span[] {
  return allOf(everywhere(words), page.folded.slice(0, length)).map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
