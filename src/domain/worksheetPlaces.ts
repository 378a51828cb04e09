/**
 * From a question and its answer to the places of a worksheet: one for each ask, one for the text, one for the state.
 * Must not know how a sheet is set or read. Pure.
 */
import { SCALES, type Answer, type AskValueOf } from './answer.ts';
import type { Ask, AskOf, RecordField } from './asks.ts';
import { fitted } from './leftOver.ts';
import type { Block, Inline } from './outline.ts';
import type { QuestionNode } from './nodes.ts';
import { chosenText, recordTitle } from './recordProse.ts';
import { COMMENT_FIELDS, RECOMMENDATION_FIELDS, type Row } from './rowForm.ts';
import { askLabel, paragraph, plain, type Words } from './strokes.ts';
import type { BoxesPlace, Field, Place, RecordsPlace } from './worksheet.ts';
import { BOX, TICKED_BOX, askPlace, detailsPlace, statePlace, textPlace } from './worksheetMarks.ts';
import { shieldedBlocks } from './worksheetShields.ts';

/** What places are made with. `take` parses light Markdown and numbers its footnotes on. */
export interface Laying extends Words {
  readonly take: (text: string) => readonly Block[];
}

/** Empty rows after those that are there, and where there are none: room to begin, not a form to fill. */
const SPARE = { more: 2, first: 3 } as const;
const SPARE_RECORDS_MAX = 5;

const spareFor = (rows: readonly unknown[]): number => (rows.length === 0 ? SPARE.first : SPARE.more);

export function placesOf(laying: Laying, question: QuestionNode, stored: Answer): readonly Place[] {
  const answer = fitted(question, stored);
  const { say, take } = laying;
  return [
    ...question.asks.flatMap((ask) => askPlaces(laying, question.id, ask, answer)),
    {
      kind: 'text',
      part: 'text',
      id: textPlace(question.id),
      title: say(question.asks.length === 0 ? 'question.text' : 'question.textBeside'),
      hint: '',
      blocks: take(answer.text),
    },
    stateBoxes(laying, question.id, answer),
  ];
}

function stateBoxes({ say, take }: Laying, question: string, answer: Answer): BoxesPlace {
  const plainBox = { details: null };
  return {
    kind: 'boxes',
    part: 'state',
    id: statePlace(question),
    title: '',
    hint: '',
    options: [
      { id: 'finished', text: say('question.finished'), ticked: answer.finished, ...plainBox },
      { id: 'confidential', text: say('question.confidential'), ticked: answer.confidential, ...plainBox },
      {
        id: 'declined',
        text: say('question.declined'),
        ticked: answer.declined !== null,
        details: take(answer.reason || (answer.declined?.reason ?? '')),
      },
    ],
  };
}

function askPlaces(laying: Laying, question: string, ask: Ask, answer: Answer): readonly Place[] {
  const value = Object.hasOwn(answer.values, ask.id) ? answer.values[ask.id] : undefined;
  const head = { id: askPlace(question, ask.id), title: askLabel(laying, ask) };
  switch (ask.kind) {
    case 'choice':
      return choicePlaces(laying, question, ask, value?.kind === 'choice' ? value : undefined, head);
    case 'ticks':
      return [ticksBoxes(laying, ask, value?.kind === 'ticks' ? value : undefined, head)];
    case 'rows': {
      const rows = value?.kind === 'rows' ? value.rows : [];
      return [{ ...head, ...rowsTable(laying, ask, rows) }];
    }
    case 'recommendations': {
      const items = value?.kind === 'recommendations' ? value.items : [];
      return [{ ...head, ...recommendationsTable(laying, items) }];
    }
    case 'records':
      return [{ ...head, ...recordTables(laying, ask, value?.kind === 'records' ? value.rows : []) }];
    case 'comments':
      return [{ ...head, ...commentTables(laying, value?.kind === 'comments' ? value.rows : []) }];
  }
}

interface Head {
  readonly id: string;
  readonly title: string;
}

function choicePlaces(
  { say, take }: Laying,
  question: string,
  ask: AskOf<'choice'>,
  value: AskValueOf<'choice'> | undefined,
  head: Head,
): readonly Place[] {
  const options = SCALES[ask.scale].map((id) => ({
    id,
    text: say(`choices.${ask.scale}.${id}`),
    ticked: value?.choice === id,
    details: null,
  }));
  const boxes: Place = { ...head, kind: 'boxes', part: 'choice', hint: say('worksheet.choiceHint'), options };
  if (!ask.details) return [boxes];
  const id = detailsPlace(question, ask.id);
  const title = say('question.details');
  return [boxes, { kind: 'text', part: 'details', id, title, hint: '', blocks: take(value?.details ?? '') }];
}

/** A text that is kept of an option without a tick stands under its box too: it comes back as it was. */
function ticksBoxes(
  { say, worded, take }: Laying,
  ask: AskOf<'ticks'>,
  value: AskValueOf<'ticks'> | undefined,
  head: Head,
): BoxesPlace {
  const textOf = (id: string): string =>
    value !== undefined && Object.hasOwn(value.details, id) ? (value.details[id] ?? '') : '';
  return {
    ...head,
    kind: 'boxes',
    part: 'ticks',
    hint: say(ask.details ? 'worksheet.ticksHint' : 'worksheet.ticksHintPlain'),
    options: ask.options.map(({ id, text }) => ({
      id,
      text: worded(text)?.text ?? id,
      ticked: value?.ticked.includes(id) ?? false,
      details: ask.details || textOf(id) !== '' ? take(textOf(id)) : null,
    })),
  };
}

const textIn = (row: Row, id: string): string => (Object.hasOwn(row, id) ? (row[id] ?? '') : '');

function rowsTable({ say, worded, take }: Laying, ask: AskOf<'rows'>, rows: readonly Row[]) {
  const fields = ask.fields.map(({ id, label, size }): Field => ({
    id,
    label: worded(label)?.text ?? id,
    form: 'text',
    size,
    options: [],
  }));
  return {
    kind: 'table',
    part: 'rows',
    hint: say('worksheet.rowsHint'),
    fields,
    rows: rows.map((row) => fields.map(({ id }) => take(textIn(row, id)))),
    spare: spareFor(rows),
  } as const;
}

function recommendationsTable({ say, take }: Laying, items: readonly Row[]) {
  const fields = RECOMMENDATION_FIELDS.map((id): Field => ({
    id,
    label: say(`question.${id}`),
    form: 'text',
    size: id === 'what' ? 'long' : 'line',
    options: [],
  }));
  return {
    kind: 'table',
    part: 'recommendations',
    hint: say('worksheet.rowsHint'),
    fields,
    rows: items.map((item) => fields.map(({ id }) => take(textIn(item, id)))),
    spare: spareFor(items),
  } as const;
}

function recordTables(laying: Laying, ask: AskOf<'records'>, rows: readonly Row[]): Omit<RecordsPlace, 'id' | 'title'> {
  const { say, worded } = laying;
  const fields = ask.fields.map((field): Field => {
    const options = field.options.map(({ id, text }) => ({ id, text: worded(text)?.text ?? id }));
    const form = field.kind === 'country' || field.kind === 'choice' ? field.kind : 'text';
    const size = field.kind === 'text' ? 'long' : 'line';
    return { id: field.id, label: worded(field.label)?.text ?? field.id, form, size, options };
  });
  const wanted = Math.min((ask.minimum ?? 1) - rows.length, SPARE_RECORDS_MAX);
  const all: readonly Row[] = [...rows, ...Array.from({ length: Math.max(wanted, 1) }, () => ({}))];
  return {
    kind: 'records',
    part: 'records',
    hint: say('worksheet.recordsHint'),
    fields,
    records: all.map((row, index) => ({
      title: recordTitle(laying, ask, index + 1),
      cells: ask.fields.map((field) => fieldCell(laying, field, textIn(row, field.id))),
    })),
  };
}

function fieldCell(laying: Laying, field: RecordField, text: string): readonly Block[] {
  if (field.kind === 'country') return literalCell(chosenText(laying, field, text) ?? text);
  if (field.kind !== 'choice') return laying.take(text);
  const boxes = field.options.map(({ id, text: words }) => boxLine(id === text, laying.worded(words)?.text ?? id));
  const isKnown = text === '' || field.options.some(({ id }) => id === text);
  return isKnown ? boxes : [...boxes, ...literalCell(text)];
}

export const boxLine = (ticked: boolean, text: string): Block =>
  paragraph([plain(`${ticked ? TICKED_BOX : BOX} ${text}`)]);

function commentTables({ say, take }: Laying, rows: readonly Row[]): Omit<RecordsPlace, 'id' | 'title'> {
  const fields = COMMENT_FIELDS.map((id): Field => ({
    id,
    label: say(`question.comments.${id}`),
    form: id === 'comment' ? 'text' : 'literal',
    size: id === 'paragraph' ? 'line' : 'long',
    options: [],
  }));
  const all: readonly Row[] = [...rows, ...Array.from({ length: rows.length === 0 ? 2 : 1 }, () => ({}))];
  return {
    kind: 'records',
    part: 'comments',
    hint: say('worksheet.recordsHint'),
    fields,
    records: all.map((row, index) => ({
      title: say('question.comments.title', { number: index + 1 }),
      cells: fields.map(({ id, form }) => (form === 'text' ? take : literalCell)(textIn(row, id))),
    })),
  };
}

/** Characters as they are; a line end is a line break. */
function literalCell(text: string): readonly Block[] {
  if (text.trim() === '') return [];
  const inlines = text
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index === 0 ? [] : [{ kind: 'break' } as const]),
      ...(line === '' ? [] : [plain(line)]),
    ]);
  return shieldedBlocks([paragraph(inlines)]);
}
