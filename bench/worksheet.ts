/** The worksheet of a draft of 2,500 words: from the draft to the bytes of the file, and back. */
import { join, resolve } from 'node:path';
import { worksheetBytes } from '../src/docx/worksheet.ts';
import { createPress } from '../src/docx/press.ts';
import { EMPTY_ANSWER } from '../src/domain/answer.ts';
import { assemble, wordsIn, type Draft } from '../src/domain/draft.ts';
import { composeWorksheet, markPhrases, PHRASE_KEYS, type Worksheet } from '../src/domain/worksheet.ts';
import { returned } from '../src/domain/worksheetReturn.ts';
import { readPhrases } from '../src/phrases.ts';
import { readRichBytes } from '../src/reading/readBytes.ts';
import { createFileReader } from '../src/reading/reader.ts';
import { readQuestionnaires } from '../src/store/questionnaires.ts';
import { limitWords } from '../src/web/limits.ts';
import { printLine, printTitle } from './figures.ts';
import { answerOf, CALL, QUESTIONS } from './material.ts';

const ROOT = resolve(import.meta.dirname, '..');
const ROUNDS = 20;
const WARM_UPS = 5;

export async function worksheet(): Promise<void> {
  const { draft, sheet } = material();
  const words = Object.values(draft.answers).reduce((sum, { value }) => sum + wordsIn(value), 0);
  printTitle(`worksheet of ${words} words`);
  printLine({ what: 'out: composed', ours: await timed(async () => void sheet()), unit: 'ms', aim: '' });
  const made = sheet();
  printLine({ what: 'out: as a file', ours: await timed(() => worksheetBytes(made)), unit: 'ms', aim: '' });
  const press = createPress();
  let turn = 0;
  const pressed = await timed(() => press.pressWorksheet(`draft/${(turn += 1)}`, sheet));
  printLine({ what: 'out: composed and pressed in its process', ours: pressed, unit: 'ms', aim: '< 250 ms' });
  await press.close();
  await broughtBack(made);
}

/** In: from the bytes of a file to what it says to each question. */
async function broughtBack(sheet: Worksheet): Promise<void> {
  const bytes = await worksheetBytes(sheet);
  const { questions } = founding().questionnaire;
  const phrases = Object.values(readPhrases(ROOT)).flatMap((say) => PHRASE_KEYS.map((key) => markPhrases(say)[key]));
  const asked = { sheet, phrases, questions, answerable: QUESTIONS };
  const file = async () => {
    const read = await readRichBytes(bytes, 'sheet.docx');
    if (read.kind === 'refused') throw new Error(read.why);
    return returned(read, asked);
  };
  printLine({ what: 'in: read', ours: await timed(file), unit: 'ms', aim: '' });
  const reader = createFileReader();
  const read = await timed(() => reader.readReturn({ bytes, name: 'sheet.docx' }, asked));
  printLine({ what: 'in: read in its process', ours: read, unit: 'ms', aim: '< 1,000 ms' });
  await reader.close();
}

function founding() {
  const kept = readQuestionnaires(join(ROOT, 'questionnaires')).questionnaires.current(CALL);
  if (kept === undefined) throw new Error('the founding call is missing');
  return kept;
}

/** A draft of ten answers, and what makes its sheet anew each time. */
function material(): { readonly draft: Draft; readonly sheet: () => Worksheet } {
  const { questionnaire, hash } = founding();
  const now = new Date('2026-11-21T12:00:00Z');
  const draft = assemble(
    {
      id: '0123456789',
      call: CALL,
      questionnaire: hash,
      language: 'en',
      startedAt: now,
      changedAt: now,
      revision: 12,
      submittedAt: null,
      follows: null,
    },
    QUESTIONS.map((key) => ({ key, revision: 1, savedAt: now, value: { ...EMPTY_ANSWER, text: answerOf(key) } })),
  );
  const say = readPhrases(ROOT).en;
  const options = {
    countryName: () => '',
    limitWords: (limit: Parameters<typeof limitWords>[1]) => limitWords(questionnaire, limit, { say, language: 'en' }),
  };
  return { draft, sheet: () => composeWorksheet(draft, questionnaire, say, options) };
}

/** Milliseconds of each round. */
async function timed(make: () => Promise<unknown>): Promise<number[]> {
  const rounds: number[] = [];
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await make();
    if (round >= 0) rounds.push(performance.now() - startedAt);
  }
  return rounds;
}
