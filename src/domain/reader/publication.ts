/**
 * Whether answers are published, and whether one can choose: out, in, or not at all.
 */
import type { Page, Sentence } from './page.ts';
import { anywhere, says } from './patterns.ts';
import { type Field, fieldOf, type Found, type PublicationProposal } from './proposal.ts';

export function publicationOf(page: Page): Field<PublicationProposal> {
  // What is said of answers that come late is no rule for all.
  const read = page.sentences
    .filter(({ folded }) => !says(page.pack.deadline.late, folded))
    .map((sentence) => ({ sentence, ...speechOf(page, sentence) }));
  const publishing = read.filter(({ publishes, never, optIn }) => publishes || never || optIn);
  const choosing = read.filter(({ chooses }) => chooses);
  const found = [...publishing.map(({ sentence }) => sentence), ...choosing.map(({ sentence }) => sentence)];
  const spans = [...new Set(found)].sort((a, b) => a.start - b.start).map(({ start, end }) => ({ start, end }));
  const certain = publishing.some(({ publishes, chooses }) => publishes && chooses);
  const one = (
    value: PublicationProposal,
    certainty: Found<PublicationProposal>['certainty'],
  ): Field<PublicationProposal> => fieldOf([{ value, certainty, spans }]);
  if (spans.length === 0) return fieldOf<PublicationProposal>([]);
  const publishes = publishing.some((speech) => speech.publishes);
  const optIn = publishing.some((speech) => speech.optIn);
  const never = publishing.some((speech) => speech.never);
  if (optIn && publishes && certain) return one({ default: 'public', choice: 'opt-out', explicit: null }, 'unsure');
  if (optIn) {
    const explicit = publishing.some(
      (speech) => speech.optIn && says(page.pack.publication.ask, speech.sentence.folded),
    );
    return one({ default: 'confidential', choice: 'opt-in', explicit: explicit || null }, 'likely');
  }
  if (publishing.some((speech) => speech.publishes && speech.never))
    return one({ default: 'public', choice: 'none', explicit: null }, 'unsure');
  if (publishes && choosing.length > 0)
    return one({ default: 'public', choice: 'opt-out', explicit: null }, certain && !never ? 'sure' : 'likely');
  if (publishes && never) return one({ default: 'public', choice: 'none', explicit: null }, 'unsure');
  if (publishes) return one({ default: 'public', choice: 'none', explicit: null }, 'likely');
  if (
    never &&
    publishing.some((speech) => speech.never && says(page.pack.publication.unless, speech.sentence.folded))
  ) {
    return one({ default: 'confidential', choice: 'opt-in', explicit: null }, 'likely');
  }
  if (never)
    return one({ default: 'confidential', choice: 'none', explicit: null }, choosing.length > 0 ? 'unsure' : 'likely');
  return one({ default: 'public', choice: 'opt-out', explicit: null }, 'unsure');
}

interface Speech {
  readonly publishes: boolean;
  readonly chooses: boolean;
  readonly optIn: boolean;
  readonly never: boolean;
}

function speechOf(page: Page, { folded, said }: Sentence): Speech {
  const { publication, contribution } = page.pack;
  const spoken = says(contribution, said) || says(publication.confidential, folded);
  // A question or a request of the call itself may speak of publishing too.
  if (!spoken || folded.trimEnd().endsWith('?'))
    return { publishes: false, chooses: false, optIn: false, never: false };
  const optIn = says(publication.optIn, folded) && says(publication.public, folded);
  // "If you do not want your comments to be published" gives a choice.
  const conditional = negated(page, folded) && says(publication.unless, folded);
  const denied = negated(page, folded) && !conditional;
  const never = says(publication.never, folded) || (denied && says(contribution, said) && !announces(page, folded));
  const publishes =
    says(publication.publishes, folded) &&
    !denied &&
    !conditional &&
    says(contribution, said) &&
    !optIn &&
    !announces(page, folded);
  const confidential = says(publication.confidential, folded) && says(publication.ask, folded);
  const objects = says(publication.objects, folded) && says(contribution, said);
  const chooses =
    confidential ||
    objects ||
    (conditional && says(contribution, said)) ||
    (publishes && says(publication.unless, folded));
  // "… unless it is to be kept confidential" is no second rule; "these are confidential; those are published" is.
  const mixed = never && publishes && !says(publication.unless, folded);
  return { publishes, chooses, optIn, never: mixed || (never && !publishes) };
}

/** "No se publicarán", "ne seront pas publiées": in all languages, a word that denies stands before or within. */
function negated(page: Page, folded: string): boolean {
  const match = anywhere(page.pack.publication.publishes).exec(folded);
  if (match === null) return false;
  const around = folded.slice(Math.max(0, match.index - 24), match.index + match[0].length);
  return (
    /(?<![a-z])(?:not|never|no|nunca|ne|pas|jamais|n')(?: [a-z']{2,12}){0,3} ?$|(?<![a-z])(?:not|never|pas|jamais)(?![a-z])/.test(
      folded.slice(Math.max(0, match.index - 24), match.index),
    ) || /(?<![a-z])(?:not|never|pas|jamais|no se)(?![a-z])/.test(around.slice(-match[0].length))
  );
}

/** "The report will be published in June": not what people send in. */
function announces(page: Page, folded: string): boolean {
  return says(page.pack.publication.ours, folded) && !says(page.pack.publication.theirs, folded);
}
