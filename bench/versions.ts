/**
 * The public version against the full one: a draft of 10,000 words with passages in every answer, from the draft to the
 * bytes of its document, and the outline by itself.
 */
import { join, resolve } from 'node:path';
import { bytesOf } from '../src/docx/bytes.ts';
import { documentOf } from '../src/docx/document.ts';
import { EMPTY_ANSWER } from '../src/domain/answer.ts';
import { assemble, type Draft } from '../src/domain/draft.ts';
import { EMPTY_ORGANISATION } from '../src/domain/organisation.ts';
import { composeOutline, type Outline } from '../src/domain/outline.ts';
import type { Version } from '../src/domain/versions.ts';
import { readPhrases } from '../src/phrases.ts';
import { readQuestionnaires } from '../src/store/questionnaires.ts';
import { alternate, printLine, printTitle } from './figures.ts';
import { answerOf, CALL, ORGANISATION, QUESTIONS } from './material.ts';
import { ROUNDS } from './pages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const TURN = 10;
const WORDS = 10_000;
/** One word in so many is in a passage of its own. */
const PASSAGE_EVERY = 40;

function markedDraft(questionnaire: string): Draft {
  const at = new Date('2026-11-21T12:00:00Z');
  const part = (key: string, value: unknown) => ({ key, revision: 1, savedAt: at, value });
  const long = (question: string): string => {
    const one = answerOf(question);
    const times = Math.ceil(WORDS / QUESTIONS.length / one.split(/\s+/).length);
    let word = 0;
    return Array.from({ length: times }, () => one)
      .join('\n\n')
      .replace(/(?<=\s)[a-z]{4,}(?=\s)/g, (found) => ((word += 1) % PASSAGE_EVERY === 0 ? `[[${found}]]` : found));
  };
  return assemble(
    {
      ...{ id: '0123456789', call: CALL, questionnaire, language: 'en', startedAt: at, changedAt: at },
      ...{ revision: 12, submittedAt: null, follows: null },
    },
    [
      part('organisation', { ...EMPTY_ORGANISATION, ...ORGANISATION }),
      part('publication', { choice: 'part' }),
      ...QUESTIONS.map((question) => part(question, { ...EMPTY_ANSWER, text: long(question) })),
    ],
  );
}

async function timed(make: () => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let count = 0; count < TURN; count += 1) await make();
  return (performance.now() - startedAt) / TURN;
}

export async function versions(): Promise<void> {
  const { questionnaires } = readQuestionnaires(join(ROOT, 'questionnaires'));
  const kept = questionnaires.current(CALL);
  if (kept === undefined) throw new Error('the founding call is missing');
  const draft = markedDraft(kept.hash);
  const say = readPhrases(ROOT).en;
  const outline = (version: Version): Outline =>
    composeOutline(draft, kept.questionnaire, say, { version, country: 'Ireland' });
  const whole = (version: Version): Promise<number> =>
    timed(() => {
      const paper = outline(version);
      return bytesOf(documentOf(paper), paper);
    });
  const runs = await alternate<'full' | 'public' | 'fullOutline' | 'publicOutline', number>(ROUNDS * 2, {
    public: () => whole('public'),
    full: () => whole('full'),
    publicOutline: () => timed(() => outline('public')),
    fullOutline: () => timed(() => outline('full')),
  });
  printTitle(`the public version against the full one, ${outline('full').words} words`);
  printLine({ what: 'document, from the draft', ours: runs.public, peer: runs.full, unit: 'ms', aim: '≤ 1.1' });
  printLine({ what: 'outline alone', ours: runs.publicOutline, peer: runs.fullOutline, unit: 'ms', aim: '–' });
}
