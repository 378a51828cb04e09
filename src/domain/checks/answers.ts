/**
 * Findings in the words of a draft, answer by answer. Pure.
 */
import { isBlank, type Answer } from '../answer.ts';
import { isMarked } from '../confidentiality.ts';
import { answerTo, wordsIn, type Draft } from '../draft.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { questionsFor, scopeOf } from '../scope.ts';
import type { QuestionNode } from '../nodes.ts';
import { figureFindings } from './figures.ts';
import { findingOf, KINDS, type Finding, type Severity } from './finding.ts';
import { isKnown, knownIn, type Known } from './known.ts';
import { scanAnswer, scanText, type ScannedText, type Seen } from './scan.ts';
import { citationFindings, sourceFindings } from './sources.ts';
import { printedTexts } from './texts.ts';

/** Characters that are read of a draft, about fifty thousand words. A finding says which answers were left unread. */
const READ_MAX = 300_000;
/** What a text costs beside its characters. */
const EACH_TEXT = 50;
/** Shorter answers to a sensitive question say that there is nothing to tell. */
const SENSITIVE_WORDS_MIN = 8;
const QUOTED_AROUND = 30;

export function answerFindings(draft: Draft, questionnaire: Questionnaire): readonly Finding[] {
  const known = knownIn(draft, questionnaire);
  const { country, description } = draft.organisation.value;
  const about = {
    field: 'description',
    text: description.slice(0, READ_MAX),
    ...scanText(description.slice(0, READ_MAX), country),
  };
  const found = textFindings('organisation', about, known);
  const isPublic = !isWhollyConfidential(draft, questionnaire);
  let left = READ_MAX - description.length;
  for (const { node } of questionsFor(questionnaire, scopeOf(draft))) {
    const answer = answerTo(draft, node.id).value;
    if (isBlank(answer) && answer.declined === null) continue;
    const size = sizeOf(answer);
    if (size > left) {
      found.push(findingOf('unread', { part: node.id, field: 'text', about: '' }));
      continue;
    }
    left -= size;
    const texts = scanAnswer(answer, country);
    for (const text of texts) found.push(...textFindings(node.id, text, known));
    if (isPublic) found.push(...sensitiveFindings(node, answer, texts));
    found.push(...recommendationFindings(node, answer));
    found.push(...figureFindings(node, answer), ...citationFindings(node, answer, draft));
  }
  found.push(...sourceFindings(draft, questionnaire, known));
  return found;
}

const sizeOf = (answer: Answer): number =>
  printedTexts(answer).reduce((size, { text }) => size + text.length + EACH_TEXT, 0);

/** Whether nothing is to be published, by the writer's choice or else by the call's own rule. */
function isWhollyConfidential({ publication }: Draft, questionnaire: Questionnaire): boolean {
  const { choice } = publication.value;
  return (choice === '' ? questionnaire.publication.value?.default : choice) === 'confidential';
}

function textFindings(part: string, { field, text, seen, faults, alike }: ScannedText, known: Known): Finding[] {
  const spotted = seen
    .filter((one) => !isKnown(one, known))
    .flatMap((one) => {
      const severity = severityOf(one);
      const { kind, start, end, words } = one;
      return severity === null
        ? []
        : [findingOf(kind, { part, field, start, end, severity, about: words, quote: words })];
    });
  const bracket = (kind: 'brackets' | 'alike', at: number, end: number): Finding => {
    const from = Math.max(0, at - QUOTED_AROUND);
    const around = text.slice(from, at + QUOTED_AROUND).toWellFormed();
    return findingOf(kind, { part, field, start: at, end, about: around, quote: around.trim() });
  };
  return [
    ...spotted,
    ...faults.map(({ at }) => bracket('brackets', at, at + 2)),
    ...alike.map(({ start, end }) => bracket('alike', start, end)),
  ];
}

/** Null: nothing to say of it, because it stands in a passage. */
function severityOf({ kind, weak, confidential }: Seen): Severity | null {
  const { severity, inPassage } = KINDS[kind];
  const whole = weak === true ? 'notice' : severity;
  return confidential ? (weak === true ? null : inPassage) : whole;
}

/** An answer to a question on reprisals and the like without anything in it marked as confidential. */
function sensitiveFindings(node: QuestionNode, answer: Answer, texts: readonly ScannedText[]): readonly Finding[] {
  const asked = node.flags.includes('sensitive') && answer.declined === null;
  if (!asked || wordsIn(answer) < SENSITIVE_WORDS_MIN || isMarked(answer)) return [];
  const about = texts.map(({ text }) => text).join('\n');
  return [findingOf('sensitive', { part: node.id, field: 'text', about })];
}

function recommendationFindings(node: QuestionNode, answer: Answer): readonly Finding[] {
  if (answer.declined !== null) return [];
  return Object.entries(answer.values).flatMap(([ask, value]) =>
    value.kind !== 'recommendations'
      ? []
      : value.items.flatMap(({ to, what, by }, index) => {
          const about = { part: node.id, about: what || to, quote: what || to };
          return [
            ...(to.trim() === '' ? [findingOf('addressee', { ...about, field: `${ask}.${index}.to` })] : []),
            ...(by.trim() === '' ? [findingOf('date', { ...about, field: `${ask}.${index}.by` })] : []),
          ];
        }),
  );
}
