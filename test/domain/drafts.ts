/** Drafts for the tests of the domain: the founding call, a few answers, and the phrases as they are shipped. */
import { join } from 'node:path';
import { EMPTY_ANSWER, type Answer } from '../../src/domain/answer.ts';
import { assemble, EMPTY_PUBLICATION, type Draft, type Publication } from '../../src/domain/draft.ts';
import type { Language } from '../../src/domain/language.ts';
import { EMPTY_ORGANISATION, type Organisation } from '../../src/domain/organisation.ts';
import { questionnaireSchema, type Questionnaire } from '../../src/domain/questionnaire.ts';
import { NO_SOURCES, type Sources } from '../../src/domain/source.ts';
import { readPhrases } from '../../src/phrases.ts';
import { readQuestionnaires } from '../../src/store/questionnaires.ts';

const root = join(import.meta.dirname, '../..');

export const phrases = readPhrases(root);

const founding = readQuestionnaires(join(root, 'questionnaires')).questionnaires.current('ie-solidarity-hrc56');
if (founding === undefined) throw new Error('the founding call is not in questionnaires/');
export const solidarity: Questionnaire = founding.questionnaire;

/** A call with these questions, in English and officially so; `more` replaces what it says otherwise. */
export function callWith(questions: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Questionnaire {
  return questionnaireSchema.parse({
    id: 'visit',
    provenance: { languages: { en: 'official' }, text: { en: 'The call.' } },
    title: { en: 'Visit to the islands' },
    shortTitle: { en: 'Islands' },
    issuers: [{ name: { en: 'Special Rapporteur on toxics' } }],
    questions,
    ...more,
  });
}

interface Filled {
  readonly organisation?: Partial<Organisation>;
  readonly publication?: Partial<Publication>;
  /** By question id. */
  readonly answers?: Readonly<Record<string, Partial<Answer>>>;
  readonly changedAt?: Date;
  readonly sources?: Partial<Sources>;
}

export function draftIn(
  language: Language,
  { organisation, publication, answers = {}, changedAt, sources }: Filled = {},
): Draft {
  const savedAt = new Date('2024-02-01T10:00:00Z');
  const part = (key: string, value: unknown) => ({ key, revision: 1, savedAt, value });
  return assemble(
    {
      id: 'k7m2q9xdab',
      call: 'ie-solidarity-hrc56',
      questionnaire: 'a'.repeat(64),
      language,
      startedAt: savedAt,
      changedAt: changedAt ?? savedAt,
      revision: 7,
      submittedAt: null,
      follows: null,
    },
    [
      ...(organisation === undefined ? [] : [part('organisation', { ...EMPTY_ORGANISATION, ...organisation })]),
      ...(publication === undefined ? [] : [part('publication', { ...EMPTY_PUBLICATION, ...publication })]),
      ...(sources === undefined ? [] : [part('sources', { ...NO_SOURCES, ...sources })]),
      ...Object.entries(answers).map(([id, answer]) => part(id, { ...EMPTY_ANSWER, ...answer })),
    ],
  );
}
