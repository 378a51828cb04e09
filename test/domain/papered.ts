/** Drafts with papers for the tests: everything that can be chosen of their answers, and texts of a letter and a statement. */
import { composePaper } from '../../src/domain/composePaper.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { Language } from '../../src/domain/language.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { NO_PAPERS, type PaperKind, type Papers } from '../../src/domain/papers.ts';
import { quotablesOf } from '../../src/domain/quotable.ts';
import type { Signatory } from '../../src/domain/signatory.ts';
import type { Version } from '../../src/domain/versions.ts';
import { draftIn, phrases, solidarity } from './drafts.ts';

type Filled = NonNullable<Parameters<typeof draftIn>[1]>;

/** Some of the papers; the rest is blank. */
export interface SomePapers {
  readonly summary?: Partial<Papers['summary']>;
  readonly letter?: Partial<Papers['letter']>;
  readonly statement?: Partial<Papers['statement']>;
}

export function withPapers(draft: Draft, { summary, letter, statement }: SomePapers): Draft {
  const value: Papers = {
    summary: { ...NO_PAPERS.summary, ...summary },
    letter: { ...NO_PAPERS.letter, ...letter },
    statement: { ...NO_PAPERS.statement, ...statement },
  };
  return { ...draft, papers: { value, revision: 1 } };
}

/** The draft with all paragraphs of its answers as key messages, and all its recommendations. */
export function withAllChosen(draft: Draft): Draft {
  const pieces = quotablesOf(draft, solidarity).flatMap((of) => of.pieces);
  const chosen = (wanted: string) =>
    pieces.filter(({ kind }) => kind === wanted).map(({ question, mark }) => ({ question, mark }));
  const summary = { messages: chosen('paragraph'), recommendations: chosen('recommendation') };
  const { value } = draft.papers;
  return withPapers(draft, { ...value, summary: { ...value.summary, ...summary } });
}

export const signatory = (id: string, name: string, kind: Signatory['kind'] = 'submitting'): Signatory => ({
  ...{ id, name, kind, country: 'ML', status: '' },
  ...{ contact: '', email: '' },
});

export const jointly = (draft: Draft, list: readonly Signatory[]): Draft => ({
  ...draft,
  signatories: { value: { approval: 'none', list: [...list] }, revision: 1 },
});

export const paperOf = (draft: Draft, kind: PaperKind, version: Version = 'public'): Paper =>
  composePaper(draft, solidarity, phrases[draft.record.language], kind, {
    version,
    country: 'Senegal',
    countryName: () => 'Mali',
  });

export const RIVAGES = {
  name: 'Rivages solidaires',
  country: 'SN',
  contact: 'Awa Ndiaye',
  email: 'awa@rivages.example.org',
  website: 'https://rivages.example.org',
} as const;

/** One of each paper, with every kind of block. */
export function papered(language: Language, filled: Filled = {}): Draft {
  const items = [{ to: 'States', what: 'recognise a **free** pass', by: '2025' }];
  const draft = draftIn(language, {
    organisation: RIVAGES,
    ...filled,
    answers: {
      q1: { text: 'Yes, **since 2011**.[^1]\n\n- in Senegal;\n- in *Mauritania*.\n\n[^1]: Report, page 4.' },
      q5: { text: 'Two were held. [[Awa Diop]] filed a complaint.' },
      q10: { values: { recommendations: { kind: 'recommendations', items } } },
      ...filled.answers,
    },
  });
  const letter = {
    ...{ addressee: 'Ms Okoro\nMinister of Justice', place: 'Dakar', date: '12 February 2024', subject: 'The river' },
    ...{ salutation: 'Dear Minister,', closing: 'Yours sincerely,', signer: 'Awa Ndiaye\nCoordinator' },
    body: 'We write to you.[^a]\n\n1. Publish bans;\n2. Recognise [a pass](https://example.org/pass).\n\nThank you, [[Awa Diop]].\n\n[^a]: As  in 2022.',
  };
  const statement = {
    ...{ occasion: 'Council, item 3', speaker: 'Awa Ndiaye', minutes: 1, pace: null },
    text: 'Mr President,\n\nTwo were held. [[Awa Diop]] filed a complaint.\n\nThank you.',
  };
  const signing = [
    signatory('s1', 'Second shore'),
    signatory('s2', 'Third bank'),
    signatory('s3', 'Friends', 'endorsing'),
  ];
  return withAllChosen(withPapers(jointly(draft, signing), { letter, statement }));
}
