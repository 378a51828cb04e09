/**
 * The people and papers that the tests of the cellar share. Every draft has ids of its own, so that tests on one
 * database do not meet.
 */
import { randomUUID } from 'node:crypto';
import type { Answer } from '../../src/domain/answer.ts';
import type { DraftRecord, PartChange } from '../../src/domain/draft.ts';
import { SESSION_MS, type Link } from '../../src/domain/link.ts';
import { questionnaireSchema, type KeptQuestionnaire } from '../../src/domain/questionnaire.ts';
import type { Submission } from '../../src/domain/submission.ts';
import type { Cellar } from '../../src/store/cellar.ts';

export const NOW = new Date('2026-03-02T09:30:00.123Z');
export const later = (ms: number): Date => new Date(NOW.getTime() + ms);
export const HOUR_MS = 3_600_000;

export const KEPT: KeptQuestionnaire = {
  hash: 'a'.repeat(64),
  questionnaire: questionnaireSchema.parse({
    id: 'civic-space',
    provenance: { languages: { en: 'official' }, text: { en: 'The whole call, as it was found.' } },
    title: { en: 'Call for input on civic space', fr: 'Appel à contributions sur l’espace civique' },
    shortTitle: { en: 'Civic space' },
    issuers: [{ name: { en: 'Special Rapporteur' } }],
    questions: [{ id: 'q1', label: '1)', text: { en: 'What has changed?' } }],
  }),
};

export const answer = (text: string): Answer => ({
  text,
  values: {},
  declined: null,
  reason: '',
  finished: false,
  confidential: false,
});

/** Amina starts a draft in her browser: her session opens it by her link. */
export interface Started {
  readonly record: DraftRecord;
  readonly session: string;
  readonly link: string;
  readonly hash: string;
  /** A save of "q1" by Amina. */
  readonly change: (expected: number, text: string, key?: string) => PartChange;
}

export async function startDraft(cellar: Cellar, first: Record<string, unknown> = {}): Promise<Started> {
  const session = await beginSession(cellar);
  return startDraftIn(cellar, session, first);
}

export async function startDraftIn(
  cellar: Cellar,
  session: string,
  first: Record<string, unknown> = {},
): Promise<Started> {
  const id = randomUUID();
  const link = randomUUID();
  const hash = randomUUID();
  const record: DraftRecord = {
    id,
    call: KEPT.questionnaire.id,
    questionnaire: KEPT.hash,
    language: 'fr',
    startedAt: NOW,
    changedAt: NOW,
    revision: 1,
    submittedAt: null,
    follows: null,
  };
  await cellar.keepQuestionnaire(KEPT);
  await cellar.startDraft(record, first, { link, label: 'Amina', hash, session });
  const change = (expected: number, text: string, key = 'q1'): PartChange => ({
    draft: id,
    key,
    expected,
    value: answer(text),
    link,
  });
  return { record, session, link, hash, change };
}

export async function beginSession(cellar: Cellar): Promise<string> {
  const session = randomUUID();
  await cellar.beginSession(session, NOW, later(SESSION_MS));
  return session;
}

/** Bruno reviews: a link of his own, with the hash of its token. */
export async function addReviewer(
  cellar: Cellar,
  draft: string,
  given: Partial<Link> = {},
  codeHash: string | null = null,
): Promise<{ link: Link; hash: string }> {
  const link: Link = {
    id: randomUUID(),
    draft,
    role: 'reviewer',
    label: 'Bruno, field office',
    signatory: null,
    address: null,
    createdAt: later(1_000),
    expiresAt: null,
    usedAt: null,
    revokedAt: null,
    ...given,
  };
  const hash = randomUUID();
  await cellar.addLink(link, hash, codeHash);
  return { link, hash };
}

export function submissionOf(draft: string, revision: number, given: Partial<Submission> = {}): Submission {
  return {
    id: randomUUID(),
    draft,
    reference: 'AM-7K2M-Q9XD',
    submittedAt: later(5_001),
    revision,
    questionnaire: KEPT.hash,
    outline: {
      language: 'fr',
      title: 'Espace civique',
      kicker: 'Contribution',
      author: 'Les Amis de la Rivière',
      front: [{ id: 'organisation', label: 'Organisation', value: 'Les Amis de la Rivière' }],
      statement: [{ kind: 'paragraph', inlines: [{ kind: 'run', text: 'Public.', bold: false, italic: true }] }],
      translationNote: null,
      heading: null,
      sections: [],
      footnotes: [],
      words: 7,
      changedAt: later(4_007),
    },
    email: {
      to: ['registry@example.org'],
      cc: [],
      subject: 'Input – civic space',
      text: 'Bonjour,\n',
      replyTo: { name: 'Amina', address: 'amina@example.org' },
      language: 'fr',
    },
    fileName: 'contribution.docx',
    documentHash: 'b'.repeat(64),
    messageId: '<am-7k2m@example.org>',
    ...given,
  };
}
