/**
 * An answer written out as plain text with everything that it holds, as it was typed: what two versions are compared by.
 * Never printed and never sent: what leaves a draft is the outline.
 */
import { SCALES, type Answer, type AskValueOf } from './answer.ts';
import { fitted, leftOver } from './leftOver.ts';
import type { Ask, AskOf } from './asks.ts';
import type { QuestionNode } from './nodes.ts';
import { chosenText, recordTitle } from './recordProse.ts';
import { COMMENT_FIELDS, leftFields, type Row, type RowsAsk } from './rowForm.ts';
import { askLabel, type Words } from './strokes.ts';

/** Without names of countries their codes stand. */
type Given = Omit<Words, 'countryName'> & Partial<Pick<Words, 'countryName'>>;

const TICKED = '☑';
const UNTICKED = '☐';

/** Empty for an answer that holds nothing. The marks of light Markdown stay as typed. */
export function writtenOut(
  question: Pick<QuestionNode, 'asks'>,
  stored: Answer,
  { countryName = () => '', ...rest }: Given,
): string {
  const words: Words = { ...rest, countryName };
  const answer = fitted(question, stored);
  const { say } = words;
  const values = question.asks.flatMap((ask) => {
    const written = valueLines(ask, answer, words).join('\n');
    return written === '' ? [] : [`${lead(words, askLabel(words, ask))}\n${written}`];
  });
  const boxes = [
    ...(answer.finished ? [`${TICKED} ${say('question.finished')}`] : []),
    ...(answer.confidential ? [`${TICKED} ${say('question.confidential')}`] : []),
    ...(answer.declined === null ? [] : [`${TICKED} ${say('question.declined')}`]),
    ...(answer.reason === '' ? [] : [entry(words, say('question.reason'), answer.reason)]),
  ];
  const left = leftOver(question, answer).join('\n');
  const kept = left === '' ? '' : `${lead(words, say('question.kept'))}\n${left}`;
  return [...values, answer.text, boxes.join('\n'), kept].filter((part) => part !== '').join('\n\n');
}

const lead = ({ say }: Words, label: string): string =>
  /[.:;?!…]$/u.test(label) ? label : say('outline.lead', { label });

const entry = (words: Words, label: string, text: string): string => `${lead(words, label)} ${text}`;

function valueLines(ask: Ask, answer: Answer, words: Words): readonly string[] {
  const value = Object.hasOwn(answer.values, ask.id) ? answer.values[ask.id] : undefined;
  switch (ask.kind) {
    case 'choice':
      return value?.kind === 'choice' ? choiceLines(ask, value, words) : [];
    case 'ticks':
      return value?.kind === 'ticks' ? ticksLines(ask, value, words) : [];
    case 'rows':
      return value?.kind === 'rows' ? rowsLines(ask, value, words) : [];
    case 'recommendations':
      return value?.kind === 'recommendations' ? recommendationsLines(value, words) : [];
    case 'records':
      return value?.kind === 'records' ? recordsLines(ask, value, words) : [];
    case 'comments':
      return value?.kind === 'comments' ? commentsLines(value, words) : [];
  }
}

function choiceLines({ scale }: AskOf<'choice'>, value: AskValueOf<'choice'>, { say }: Words): readonly string[] {
  const { choice, details } = value;
  const isKnown = choice !== null && (SCALES[scale] as readonly string[]).includes(choice);
  return [isKnown ? say(`choices.${scale}.${choice}`) : (choice ?? ''), details].filter((line) => line !== '');
}

/** What was typed under a tick that was taken away is still there, and so it is here. */
function ticksLines(ask: AskOf<'ticks'>, value: AskValueOf<'ticks'>, words: Words): readonly string[] {
  return ask.options.flatMap(({ id, text }) => {
    const details = Object.hasOwn(value.details, id) ? (value.details[id] ?? '') : '';
    const isTicked = value.ticked.includes(id);
    if (!isTicked && details === '') return [];
    const option = `${isTicked ? TICKED : UNTICKED} ${words.worded(text)?.text ?? id}`;
    return [details === '' ? option : entry(words, option, details)];
  });
}

function rowsLines(ask: AskOf<'rows'>, { rows }: AskValueOf<'rows'>, words: Words): readonly string[] {
  return rows.map((row, index) => {
    const fields = ask.fields.flatMap(({ id, label }) => {
      const text = Object.hasOwn(row, id) ? (row[id] ?? '') : '';
      return text === '' ? [] : [entry(words, words.worded(label)?.text ?? id, text)];
    });
    return numbered(index, [...fields, ...leftLines(ask, row, words)]);
  });
}

/** Fields that the questionnaire has no more. */
const leftLines = (ask: RowsAsk, row: Row, words: Words): readonly string[] =>
  leftFields(ask, row).map((field) => entry(words, field, row[field] ?? ''));

function recordsLines(ask: AskOf<'records'>, { rows }: AskValueOf<'records'>, words: Words): readonly string[] {
  return rows.map((row, index) => {
    const fields = ask.fields.flatMap((field) => {
      const text = Object.hasOwn(row, field.id) ? (row[field.id] ?? '') : '';
      if (text === '') return [];
      return [entry(words, words.worded(field.label)?.text ?? field.id, chosenText(words, field, text) ?? text)];
    });
    return [recordTitle(words, ask, index + 1), ...fields, ...leftLines(ask, row, words)].join('\n   ');
  });
}

function commentsLines({ rows }: AskValueOf<'comments'>, words: Words): readonly string[] {
  return rows.map((row, index) => {
    const fields = COMMENT_FIELDS.flatMap((name) =>
      row[name] === '' ? [] : [entry(words, words.say(`question.comments.${name}`), row[name])],
    );
    return numbered(index, fields);
  });
}

function recommendationsLines({ items }: AskValueOf<'recommendations'>, words: Words): readonly string[] {
  return items.map((item, index) => {
    const fields = (['to', 'what', 'by'] as const).flatMap((name) =>
      item[name] === '' ? [] : [entry(words, words.say(`question.${name}`), item[name])],
    );
    return numbered(index, fields);
  });
}

/** A line for each field, the first after the number. */
const numbered = (index: number, fields: readonly string[]): string => `${index + 1}. ${fields.join('\n   ')}`;
