/**
 * The checks before sending: everything worth a look before a draft leaves, in the order of `KINDS`. They ask and advise;
 * only consent makes a submission wait (`consent.ts`). Pure: the moment comes in. What the words of an answer hold is
 * found once for each answer (`scan.ts`), so that a check after a save costs one answer.
 */
import { consentStanding, isAgreed, type ConsentStanding } from '../consent.ts';
import type { Draft } from '../draft.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { answerFindings } from './answers.ts';
import { openOf } from './aside.ts';
import { findingOf, KINDS, type Finding } from './finding.ts';
import { wholeFindings } from './whole.ts';

export interface Checked {
  /** Everything found, also what was set aside. */
  readonly findings: readonly Finding[];
  readonly consent: ConsentStanding;
}

/** `call` is the version of the call whose deadlines hold now. */
export function checkDraft(
  draft: Draft,
  questionnaire: Questionnaire,
  now: Date,
  call: Questionnaire = questionnaire,
): Checked {
  const consents = draft.consents.value;
  const isSettled = ({ kind, quote }: Finding): boolean => kind === 'person' && isAgreed(consents, quote);
  const words = withoutTwins(answerFindings(draft, questionnaire).filter((finding) => !isSettled(finding)));
  const people = words.filter(({ kind, severity }) => kind === 'person' && severity === 'ask');
  const consent = consentStanding(consents, openOf(people, draft.checks.value), questionnaire);
  const asked = consent.waits ? [findingOf('consent', { part: 'consents', about: '' })] : [];
  return { findings: inOrder([...asked, ...words, ...wholeFindings(draft, questionnaire, call, now)]), consent };
}

/** The same words in the same part are one finding: the weightier, else the first. */
function withoutTwins(findings: readonly Finding[]): readonly Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const twin = kept.get(finding.id);
    if (twin === undefined || (twin.severity === 'notice' && finding.severity === 'ask')) kept.set(finding.id, finding);
  }
  return [...kept.values()];
}

const ORDER = new Map(Object.keys(KINDS).map((kind, place) => [kind, place]));

/** A stable sort: findings of one kind keep the order of the questions. */
const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0));
