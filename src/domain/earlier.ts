/**
 * What somebody answered before, found again for the questions of another draft: the same question of an earlier version of
 * the call or of the draft that this one follows, then questions of like wording, and whatever holds the words that are
 * looked for. Knows nothing of who may read which draft. Pure.
 */
import { isBlank, sameAnswer, type Answer } from './answer.ts';
import { answerTo, type Draft, type Part } from './draft.ts';
import { foldedWords } from './lookup.ts';
import type { PlacedQuestion } from './places.ts';
import { questionsOf, type Questionnaire } from './questionnaire.ts';
import { likenessAmong, type Asked, type KeyWords, type Likeness } from './similarity.ts';
import { textsIn } from './leftOver.ts';

/** A draft to take answers from. */
export interface EarlierDraft {
  readonly draft: Draft;
  readonly questionnaire: Questionnaire;
  /** Of that draft, as they are stored. */
  readonly parts: readonly Part[];
}

/** An answer of such a draft that holds something, with its question. */
export interface EarlierAnswer extends EarlierDraft {
  readonly placed: PlacedQuestion;
  readonly answer: Answer;
  readonly savedAt: Date;
}

/** Of all drafts, in the order of the drafts and of their questions; also to questions that a scope leaves out. */
export function earlierAnswers(drafts: readonly EarlierDraft[]): readonly EarlierAnswer[] {
  return drafts.flatMap((earlier) =>
    questionsOf(earlier.questionnaire).flatMap((placed): EarlierAnswer[] => {
      const answer = answerTo(earlier.draft, placed.node.id).value;
      const saved = earlier.parts.find(({ key }) => key === placed.node.id);
      return saved === undefined || isBlank(answer) ? [] : [{ ...earlier, placed, answer, savedAt: saved.savedAt }];
    }),
  );
}

export interface Suggestion {
  readonly earlier: EarlierAnswer;
  /** Whether it answers this very question, in an earlier draft on this call. */
  readonly same: boolean;
  /** Of the wordings; from `LIKENESS_MIN` to 1, and below that only for the same question. */
  readonly likeness: number;
}

/**
 * Found by trying (`test/domain/earlier.test.ts`): paraphrases of a question are above it in English, French and Spanish,
 * and what other calls ask about other matters is below.
 */
export const LIKENESS_MIN = 0.25;
/** From here on two questions ask nearly the same. Of one call, only such: it asks nothing twice, and all of it alike. */
export const LIKENESS_HIGH = 0.55;

/** Finds the earlier answers for the questions of one draft. Comparing is done when it is asked for. */
export interface Suggester {
  /** The best first. */
  for(asked: PlacedQuestion): readonly Suggestion[];
}

export function suggesterFor(
  { draft, questionnaire }: Pick<EarlierDraft, 'draft' | 'questionnaire'>,
  answers: readonly EarlierAnswer[],
  keyWords: KeyWords,
): Suggester {
  const calls = new Set([questionnaire, ...answers.map((earlier) => earlier.questionnaire)]);
  const questions: readonly Asked[] = [...calls].flatMap(questionsOf);
  let likeness: Likeness | null = null;
  const { call, follows } = draft.record;
  const place = ({ earlier, same }: Suggestion): number => (!same ? 2 : earlier.draft.record.id === follows ? 0 : 1);
  const age = ({ earlier }: Suggestion): number => -earlier.savedAt.getTime();
  return {
    for(asked) {
      likeness ??= likenessAmong(questions, keyWords);
      const { between } = likeness;
      return answers
        .flatMap((earlier): Suggestion[] => {
          const ofCall = earlier.draft.record.call === call;
          const same = ofCall && earlier.placed.node.id === asked.node.id;
          // The same node in both is the same wording.
          const alike = earlier.placed.node === asked.node ? 1 : between(asked, earlier.placed);
          return same || alike >= (ofCall ? LIKENESS_HIGH : LIKENESS_MIN) ? [{ earlier, same, likeness: alike }] : [];
        })
        .sort((a, b) => place(a) - place(b) || (a.same ? 0 : b.likeness - a.likeness) || age(a) - age(b));
    },
  };
}

/** Whether everything of an earlier answer stands in this one already. */
export function isTaken(answer: Answer, earlier: Answer): boolean {
  const plain = (one: Answer): Answer => ({ ...one, finished: false, reason: '', declined: null });
  if (sameAnswer(plain(answer), plain(earlier))) return true;
  const texts = [earlier.text, ...Object.values(earlier.values).flatMap(textsIn)].map((text) => text.trim());
  const here = [answer.text, ...Object.values(answer.values).flatMap(textsIn)];
  const isTold = texts.some((text) => text !== '');
  return isTold && texts.every((text) => here.some((one) => one.includes(text)));
}

/** Words that are looked for; more than that say the same. */
const WORDS_MAX = 12;

/**
 * The earlier answers in which each of these words stands, in any of its forms or begun, in the answer or in its question;
 * in the order in which they came. None where no word is looked for.
 */
export function answersWith(
  words: string,
  answers: readonly EarlierAnswer[],
  keyWords: KeyWords,
): readonly EarlierAnswer[] {
  const wanted = [...new Set(words.split(/\s+/u).flatMap(foldedWords))].slice(0, WORDS_MAX);
  if (wanted.length === 0) return [];
  return answers.filter(({ draft, placed, answer }) => {
    const { language } = draft.record;
    const text = [
      answer.text,
      ...Object.values(answer.values).flatMap(textsIn),
      ...Object.values(placed.node.text ?? {}),
    ].join('\n');
    const there = [...new Set(foldedWords(text))];
    const stems = new Set(keyWords(text, language));
    return wanted.every(
      (word) => there.some((one) => one.startsWith(word)) || keyWords(word, language).some((stem) => stems.has(stem)),
    );
  });
}
