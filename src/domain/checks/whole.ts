/**
 * Findings about a draft as a whole: what the call asks for, who can be reached, the time that is left. Pure.
 */
import { callState, mainDeadline } from '../deadline.ts';
import type { Draft } from '../draft.ts';
import { isInReply, type Questionnaire } from '../questionnaire.ts';
import { isAuthorWithheld } from '../versions.ts';
import { askedFindings } from './asked.ts';
import { callFindings } from './call.ts';
import { findingOf, type Finding } from './finding.ts';

export function wholeFindings(
  draft: Draft,
  questionnaire: Questionnaire,
  call: Questionnaire,
  now: Date,
): readonly Finding[] {
  return [
    ...callFindings(draft, questionnaire),
    ...askedFindings(draft, questionnaire),
    ...contactFindings(draft, questionnaire),
    ...deadlineFindings(call, now),
    ...(isInReply(questionnaire) ? [findingOf('safety', { part: 'publication', about: '' })] : []),
    findingOf('file', { part: '', about: '', advice: isAuthorWithheld(draft) ? 'withheld' : 'advice' }),
  ];
}

/** Somebody must be named, and there must be a way to reach them. */
function contactFindings({ organisation }: Draft, { emailBody }: Questionnaire): readonly Finding[] {
  const { contact, email, phone } = organisation.value;
  const missing = [...(contact === '' ? ['contact'] : []), ...(email === '' && phone === '' ? ['email'] : [])];
  const [field] = missing;
  if (field === undefined) return [];
  const severity = emailBody.value?.includes('contact') === true ? 'ask' : 'notice';
  return [findingOf('contact', { part: 'organisation', field, severity, about: missing.join(' ') })];
}

function deadlineFindings(call: Questionnaire, now: Date): readonly Finding[] {
  const state = callState(call, now);
  const isNear = state === 'last-week' || state === 'last-day';
  if (!isNear && state !== 'closed') return [];
  const about = `${mainDeadline(call, now)?.instant.toISOString()} ${state}`;
  return [findingOf(isNear ? 'deadline-near' : 'deadline-past', { part: 'plan', about })];
}
