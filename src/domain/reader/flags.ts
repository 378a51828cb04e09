/**
 * What a question touches, by cautious lists of words: a flag that is missing does less harm than one on every question.
 */
import type { Pack } from './packs/pack.ts';
import { says } from './patterns.ts';
import type { QuestionProposal } from './proposal.ts';

export function flagsOf(folded: string, { flags }: Pack): QuestionProposal['flags'] {
  const found: QuestionProposal['flags'][number][] = [];
  if (says(flags.sensitive, folded)) found.push('sensitive');
  if (says(flags.personal, folded)) found.push('personal-data');
  if (says(flags.recommendations, folded)) found.push('recommendations');
  if (says(flags.sources, folded)) found.push('sources');
  return found;
}
