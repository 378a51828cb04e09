/**
 * The texts of one paper, put into a draft of their own: what was chosen, as it stands now, and what was typed. Being
 * answers of a draft they are redacted by what redacts every draft (`publicDraft`), before anything is composed. Pure.
 */
import { EMPTY_ANSWER, normaliseLines, type Answer } from './answer.ts';
import { printedTexts } from './checks/texts.ts';
import { hasPassage, readBrackets } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import type { Chosen, PaperKind } from './papers.ts';
import type { Questionnaire } from './questionnaire.ts';
import { cloakedText, quotableAt, type Recommendation } from './quotable.ts';
import { secretNames, type Place } from './secretNames.ts';

/** Keys of the answers in such a draft: no id of a question has a full stop. Chosen paragraphs are numbered from 0. */
export const TEXT = {
  own: 'paper.own',
  message: (index: number): string => `paper.message.${index}`,
  ownRecommendations: 'paper.ownRecommendations',
  /** All recommendations that stood in fields of their own. */
  items: 'paper.items',
  recommendation: (index: number): string => `paper.recommendation.${index}`,
  typed: (field: string): string => `paper.typed.${field}`,
} as const;

/** The draft with the texts of a paper, and nothing else, as its answers. */
export function paperTexts(draft: Draft, questionnaire: Questionnaire, kind: PaperKind): Draft {
  const papers = draft.papers.value;
  const guard = guardOf(draft);
  const answers = kind === 'summary' ? summaryTexts(draft, questionnaire, guard) : typedTexts(papers[kind], guard);
  const versioned = Object.entries(answers).map(([key, value]) => [key, { value, revision: 0 }] as const);
  return { ...draft, answers: Object.fromEntries(versioned), outside: {} };
}

const answerOf = (text: string): Answer => ({ ...EMPTY_ANSWER, text });

type Texts = Readonly<Record<string, Answer>>;

function typedTexts(typed: Readonly<Record<string, unknown>>, guard: Guard): Texts {
  const texts = Object.entries(typed).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([field, text]) => [TEXT.typed(field), answerOf(guard(text))]));
}

function summaryTexts(draft: Draft, questionnaire: Questionnaire, guard: Guard): Texts {
  const { title, own, messages, ownRecommendations, recommendations } = draft.papers.value.summary;
  const paragraphs = (chosen: readonly Chosen[]): readonly string[] =>
    chosen.flatMap((one) => {
      const piece = quotableAt(draft, questionnaire, one);
      return piece?.kind === 'paragraph' ? [piece.text] : [];
    });
  const items = recommendations.flatMap((one): Recommendation[] => {
    const piece = quotableAt(draft, questionnaire, one);
    return piece?.kind === 'recommendation' ? [piece.item] : [];
  });
  const numbered = (texts: readonly string[], key: (index: number) => string): Texts =>
    Object.fromEntries(texts.map((text, index) => [key(index), answerOf(text)]));
  return {
    [TEXT.typed('title')]: answerOf(guard(title)),
    [TEXT.own]: answerOf(guard(own)),
    ...numbered(paragraphs(messages), TEXT.message),
    [TEXT.ownRecommendations]: answerOf(guard(ownRecommendations)),
    [TEXT.items]: { ...EMPTY_ANSWER, values: { recommendations: { kind: 'recommendations', items } } },
    ...numbered(paragraphs(recommendations), TEXT.recommendation),
  };
}

/** Makes confidential, in a text that was typed for a paper, whatever an answer keeps confidential word for word. */
type Guard = (text: string) => string;

/** A passage of fewer characters may be any words; one that looks like somebody's name counts all the same. */
const SECRET_LENGTH_MIN = 20;
const NAME = /^\p{Lu}\S*(?:\s+\p{L}\S*){0,2}\s+\p{Lu}\S*$/u;
/** Where sentences and lines end. */
const ENDS = /(?<=[.!?…;:])\s+|\n+/u;

function guardOf(draft: Draft): Guard {
  const secrets = Object.values(draft.answers).flatMap(({ value }) => secretsIn(value));
  const names = secretNames(secrets);
  if (names === null) return (text) => text;
  return (text) =>
    normaliseLines(text)
      // What stands in brackets already is confidential already.
      .split(/(\[\[[\s\S]*?(?:\]\]|$))/)
      .map((part) => (hasPassage(part) ? part : cloaked(part, names.placesIn(part))))
      .join('');
}

/** The text with what stands in these places marked as confidential. */
function cloaked(text: string, places: readonly Place[]): string {
  let done = '';
  let at = 0;
  for (const { start, end } of places) {
    done += text.slice(at, start) + cloakedText(text.slice(start, end));
    at = end;
  }
  return done + text.slice(at);
}

function secretsIn(answer: Answer): readonly string[] {
  const texts = printedTexts(answer).map(({ text }) => normaliseLines(text));
  const hidden = answer.confidential
    ? texts
    : texts.flatMap((text) =>
        hasPassage(text) ? readBrackets(text).passages.map(({ start, end }) => text.slice(start, end)) : [],
      );
  return hidden
    .flatMap((text) => text.replace(/\[\[|\]\]/g, '').split(ENDS))
    .map((text) => text.replace(/^[\s*_>-]+|[\s*_.;:]+$/g, ''))
    .filter((text) => text.length >= SECRET_LENGTH_MIN || NAME.test(text));
}
