/**
 * Findings about a draft as a whole: its length, who can be reached, the time that is left. Pure.
 */
import { callState, mainDeadline } from '../deadline.ts';
import { answerTo, wordsIn, type Draft } from '../draft.ts';
import { limitsFor } from '../limit.ts';
import { questionsOf, type Questionnaire } from '../questionnaire.ts';
import { isJoint } from '../signatory.ts';
import { findingOf, type Finding } from './finding.ts';
import { printedTexts } from './texts.ts';

/** Words on a printed page: an estimate, and told as one (16). */
const WORDS_A_PAGE = 500;

export function wholeFindings(
  draft: Draft,
  questionnaire: Questionnaire,
  call: Questionnaire,
  now: Date,
): readonly Finding[] {
  return [
    ...lengthFindings(draft, questionnaire),
    ...contactFindings(draft, questionnaire),
    ...deadlineFindings(call, now),
    findingOf('safety', { part: 'publication', about: '' }),
    findingOf('file', { part: '', about: '' }),
  ];
}

function lengthFindings(draft: Draft, questionnaire: Questionnaire): readonly Finding[] {
  const answers = questionsOf(questionnaire).map(({ node }) => answerTo(draft, node.id).value);
  const words = (): number => answers.reduce((sum, answer) => sum + wordsIn(answer), 0);
  const characters = (): number =>
    answers.reduce((sum, answer) => sum + printedTexts(answer).reduce((size, { text }) => size + text.length, 0), 0);
  const counts: Readonly<Record<string, () => number>> = {
    words,
    characters,
    pages: () => Math.ceil(words() / WORDS_A_PAGE),
  };
  return limitsFor(questionnaire, isJoint(draft.signatories.value)).flatMap(({ unit, maximum }) => {
    const count = counts[unit]?.() ?? 0;
    if (maximum === null || count <= maximum) return [];
    const values = { count, maximum, unit };
    return [
      findingOf(unit === 'pages' ? 'pages' : 'length', { part: '', about: `${count} ${unit} ${maximum}`, values }),
    ];
  });
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
