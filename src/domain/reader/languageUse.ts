/**
 * How the languages of answers are meant: a must or a wish, one or several in one answer, translated or not.
 */
import type { Page } from './page.ts';
import { says } from './patterns.ts';
import { type CallProposal, fieldOf, type LanguageUseProposal, type Span } from './proposal.ts';

export function languageUseOf(page: Page, languages: CallProposal['answerLanguages']): CallProposal['languageUse'] {
  const { languageUse, answers, contribution } = page.pack;
  const value: { -readonly [Part in keyof LanguageUseProposal]: LanguageUseProposal[Part] } = {
    demand: null,
    mixing: null,
    translated: null,
  };
  const spans: Span[] = [];
  const note = ({ start, end }: Span): void => {
    if (!spans.some((span) => span.start === start)) spans.push({ start, end });
  };
  const stated = languages.found?.spans[0];
  for (const sentence of page.sentences) {
    const here = stated !== undefined && sentence.start <= stated.start && stated.end <= sentence.end;
    if (here) {
      const demand = says(
        answers.preferred,
        sentence.folded.slice(Math.max(0, stated.start - sentence.start - NEAR), stated.end - sentence.start),
      )
        ? 'preferred'
        : says(languageUse.must, around(sentence.folded, stated.start - sentence.start))
          ? 'must'
          : null;
      value.demand = demand;
      if (says(languageUse.mixed, sentence.folded)) value.mixing = 'allowed';
      if (demand !== null || value.mixing !== null) note(sentence);
    }
    // "They will not be translated" stands beside the rule.
    if (says(languageUse.untranslated, sentence.folded) && (here || says(contribution, sentence.said))) {
      value.translated = false;
      note(sentence);
    }
  }
  return spans.length === 0
    ? fieldOf<LanguageUseProposal>([])
    : fieldOf([{ value, certainty: 'likely', spans: spans.toSorted((a, b) => a.start - b.start) }]);
}

const NEAR = 32;
const BEFORE = 60;

/** The words just before the languages, where "must" and "only" stand. */
const around = (folded: string, at: number): string => folded.slice(Math.max(0, at - BEFORE), at);
