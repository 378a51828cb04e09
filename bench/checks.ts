/**
 * The checks before sending on a draft of 10,000 words: read for the first time, after a save of one answer, and unchanged.
 */
import { join, resolve } from 'node:path';
import { EMPTY_ANSWER } from '../src/domain/answer.ts';
import { checkDraft } from '../src/domain/checks/check.ts';
import { assemble, wordsIn, type Draft, type Part } from '../src/domain/draft.ts';
import { EMPTY_ORGANISATION } from '../src/domain/organisation.ts';
import { readQuestionnaires } from '../src/store/questionnaires.ts';
import { alternate, printLine, printNote, printTitle } from './figures.ts';
import { answerOf, CALL, ORGANISATION, QUESTIONS } from './material.ts';

const ROOT = resolve(import.meta.dirname, '..');
const ROUNDS = 40;
const NOW = new Date('2024-02-10T12:00:00Z');
/** Copies of an answer of 250 words: with ten questions, 10,000 words. */
const COPIES = 4;
/** What the checks are for, once in each answer. */
const NAMED = 'The police arrested Amina Diallo and Mr. Khan; write to m@example.org or call +221 77 123 45 67.';

const partOf = (key: string, value: unknown): Part => ({ key, revision: 1, savedAt: NOW, value });

/** Parts that nobody has seen yet: what is known of a text is known by its part. */
function freshParts(questions: readonly string[] = QUESTIONS): readonly Part[] {
  return questions.map((question) => {
    const text = [NAMED, ...Array.from({ length: COPIES }, () => answerOf(question))].join('\n\n');
    return partOf(question, { ...EMPTY_ANSWER, text });
  });
}

function draftOf(answers: readonly Part[]): Draft {
  const record = {
    id: '0123456789',
    call: CALL,
    questionnaire: '',
    language: 'en' as const,
    startedAt: NOW,
    changedAt: NOW,
    revision: 12,
    submittedAt: null,
    follows: null,
  };
  return assemble(record, [partOf('organisation', { ...EMPTY_ORGANISATION, ...ORGANISATION }), ...answers]);
}

export async function checks(): Promise<void> {
  const questionnaire = readQuestionnaires(join(ROOT, 'questionnaires')).questionnaires.current(CALL)?.questionnaire;
  if (questionnaire === undefined) throw new Error('the founding call is missing');
  const timed = (draft: Draft): number => {
    const startedAt = performance.now();
    checkDraft(draft, questionnaire, NOW);
    return performance.now() - startedAt;
  };
  const kept = freshParts();
  const veryFirst = timed(draftOf(kept));
  const runs = await alternate(ROUNDS, {
    first: () => Promise.resolve(timed(draftOf(freshParts()))),
    saved: () => Promise.resolve(timed(draftOf([...kept.slice(1), ...freshParts(['q1'])]))),
    unchanged: () => Promise.resolve(timed(draftOf(kept))),
  });
  const draft = draftOf(kept);
  const words = Object.values(draft.answers).reduce((sum, { value }) => sum + wordsIn(value), 0);
  printTitle(`all checks on a draft of ${words} words`);
  printLine({ what: 'read for the first time', ours: runs.first, unit: 'ms', aim: '< 20 ms' });
  printLine({ what: 'after a save of one answer of ten', ours: runs.saved, unit: 'ms', aim: '' });
  printLine({ what: 'unchanged', ours: runs.unchanged, unit: 'ms', aim: '' });
  const { findings } = checkDraft(draft, questionnaire, NOW);
  printNote(
    `${findings.length} findings; the first check of a process, before anything is compiled: ${veryFirst.toFixed(0)} ms`,
  );
}
