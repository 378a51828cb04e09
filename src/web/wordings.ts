/**
 * What the page of a question says to everybody who opens it in one language: wording, translations and help. Sees
 * nothing of a draft or of its reader, and so is rendered once.
 */
import type { Language, Text } from '../domain/language.ts';
import { conditionOf, labelOf, type PlacedQuestion } from '../domain/places.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import type { Parts } from './app.ts';
import { official, shown, type Shown } from './page.ts';
import { to } from './paths.ts';
import { escapeHtml } from './render.ts';

export interface Wording {
  /** The official text. */
  readonly official: Shown;
  /** Markup: where the question stands, its text and translations, and a warning where there is one. */
  readonly heading: string;
  /** Markup: how to mark up a text. */
  readonly marks: string;
  /** Markup: help of ours; empty where there is none. */
  readonly help: string;
  /** Markup: what the call prints after the question; empty where there is nothing. */
  readonly closing: string;
}

const wordings = new WeakMap<PlacedQuestion, Map<Language, Wording>>();

export function wordingOf(
  parts: Parts,
  questionnaire: Questionnaire,
  placed: PlacedQuestion,
  language: Language,
): Wording {
  const known = wordings.get(placed) ?? new Map<Language, Wording>();
  let wording = known.get(language);
  if (wording === undefined) {
    wording = makeWording(parts, questionnaire, placed, language);
    wordings.set(placed, known.set(language, wording));
  }
  return wording;
}

function makeWording(
  parts: Parts,
  questionnaire: Questionnaire,
  { node, number, total, before, after, path, follows }: PlacedQuestion,
  language: Language,
): Wording {
  const text = node.text ?? {};
  const condition = conditionOf({ node, path });
  const wording = official(questionnaire, text);
  const values = {
    say: parts.phrases[language],
    language,
    to,
    escape: escapeHtml,
    node,
    number,
    total,
    label: labelOf(node),
    follows,
    condition: condition?.wording == null ? null : official(questionnaire, condition.wording),
    isFollowUp: condition !== null,
    choose: path.findLast(({ choose }) => choose !== null)?.choose ?? null,
    after: after.map((words) => official(questionnaire, words)),
    hints: questionnaire.hints.map((hint) => shown(questionnaire, hint.text, language)),
    title: shown(questionnaire, questionnaire.shortTitle, language),
    wording,
    others: Object.keys(text)
      .filter((other) => other !== wording.language)
      .map((other) => shown(questionnaire, text, other)),
    // A group is the first half of each question in it.
    before: [...path.filter((above) => !before.includes(above)), ...before].flatMap((above) => {
      const words =
        above.text === null ? { text: '', language, unofficial: false } : official(questionnaire, above.text);
      const label = labelOf(above);
      return label === null && words.text === '' ? [] : [{ label, words }];
    }),
    shown: (texts: Text) => shown(questionnaire, texts, language),
  };
  return {
    official: wording,
    heading: parts.views.render('questions/heading', values),
    marks: parts.views.render('questions/marks', values),
    help: parts.views.render('questions/help', values),
    closing: parts.views.render('questions/closing', values),
  };
}
