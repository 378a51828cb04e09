/**
 * Records and comments on a draft text as prose: a titled block for each, comments in the order of its paragraphs, and
 * proposed wordings with what goes and what comes. Pure.
 */
import type { AskValueOf, CommentRow } from './answer.ts';
import type { AskOf, RecordField } from './asks.ts';
import { readBrackets, type Passage } from './confidentiality.ts';
import { difference } from './difference.ts';
import { newEffort, type Effort } from './edits.ts';
import type { Block, Inline, Run } from './outline.ts';
import {
  askLabel,
  bold,
  flattened,
  leadIn,
  marked,
  opened,
  paragraph,
  plain,
  type Words,
  type Writing,
} from './strokes.ts';

/** "**Practice 1: Night school**", then a paragraph or more for each other field that holds something. */
export function recordsBlocks(writing: Writing, ask: AskOf<'records'>, value: AskValueOf<'records'>): readonly Block[] {
  const [first] = ask.fields;
  const records = value.rows.flatMap((row, index) => {
    const textOf = ({ id }: RecordField): string => (Object.hasOwn(row, id) ? (row[id] ?? '') : '');
    const named = first?.kind === 'line' && textOf(first).trim() !== '' ? first : null;
    const name = named === null ? [] : flattened(writing.footnotes.take(textOf(named)));
    const title = recordTitle(writing, ask, index + 1);
    const heading = name.length === 0 ? [bold(title)] : [bold(leadIn(writing, title)), plain(' '), ...name];
    const fields = ask.fields
      .filter((field) => field !== named && textOf(field).trim() !== '')
      .flatMap((field) => {
        const label = writing.worded(field.label)?.text ?? field.id;
        return opened([bold(leadIn(writing, label))], fieldBlocks(writing, field, textOf(field)));
      });
    return [paragraph(marked(heading, 'bold')), ...fields];
  });
  return withLabel(writing, ask, records);
}

/** "Practice 2". */
export function recordTitle(words: Pick<Words, 'say' | 'worded'>, { one }: AskOf<'records'>, number: number): string {
  const name = one === null ? null : words.worded(one);
  return words.say('outline.record', { name: name?.text ?? words.say('outline.recordName'), number });
}

function fieldBlocks(writing: Writing, field: RecordField, text: string): readonly Block[] {
  const chosen = chosenText(writing, field, text);
  return chosen === null ? writing.footnotes.take(text) : [paragraph([plain(chosen)])];
}

/** What stands for a code of a list; null: it is text, or a code that no list has. */
export function chosenText(
  { worded, countryName }: Words,
  { kind, options }: RecordField,
  text: string,
): string | null {
  if (kind === 'country') return countryName(text) || null;
  if (kind !== 'choice') return null;
  const option = options.find(({ id }) => id === text);
  return option === undefined ? null : (worded(option.text)?.text ?? null);
}

/** In the order of the paragraphs that the ask lists or, failing that, of their numbers; the whole text comes first. */
export function commentsBlocks(
  writing: Writing,
  ask: AskOf<'comments'>,
  value: AskValueOf<'comments'>,
): readonly Block[] {
  const effort = newEffort();
  const rows = inOrder(ask, value.rows).flatMap((row) => commentBlocks(writing, ask, row, effort));
  return withLabel(writing, ask, rows);
}

const byNumber = new Intl.Collator('en', { numeric: true });

export function inOrder(ask: AskOf<'comments'>, rows: readonly CommentRow[]): readonly CommentRow[] {
  const places = new Map(ask.paragraphs.map(({ label }, index) => [label, index]));
  const placeOf = ({ paragraph: label }: CommentRow): number =>
    label.trim() === '' ? -1 : (places.get(label) ?? places.size);
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b) || byNumber.compare(a.paragraph.trim(), b.paragraph.trim()));
}

function commentBlocks(writing: Writing, ask: AskOf<'comments'>, row: CommentRow, effort: Effort): readonly Block[] {
  const { say, footnotes } = writing;
  const { paragraph: label, comment, proposal } = row;
  const isListed = ask.paragraphs.some((one) => one.label === label);
  const number = isListed ? [plain(label)] : flattened(footnotes.take(label));
  const heading =
    label.trim() === ''
      ? [plain(say('outline.comments.whole'))]
      : slotted(say, 'outline.comments.paragraph', 'number', number);
  const quotation = quotationOf(writing, ask, row);
  const isQuoted = row.quotation.trim() !== '' && proposal.trim() === '';
  const change = [
    bold(leadIn(writing, say('outline.comments.proposal'))),
    plain(' '),
    ...changed(quotation, proposal, effort),
  ];
  return [
    paragraph(marked(heading, 'bold')),
    ...(isQuoted ? [paragraph(slotted(say, 'outline.comments.quoted', 'text', literal(quotation)))] : []),
    ...footnotes.take(comment),
    ...(proposal.trim() === '' ? [] : [paragraph(change)]),
  ];
}

/** A phrase with inlines in its one slot. */
function slotted(say: Words['say'], key: string, name: string, inlines: readonly Inline[]): readonly Inline[] {
  const slot = '\u0000';
  const [before = '', after = ''] = say(key, { [name]: slot }).split(slot);
  return [plain(before), ...inlines, plain(after)].filter((inline) => inline.kind !== 'run' || inline.text !== '');
}

/** What was quoted or, where nothing was, the paragraph itself, as far as the call gives it. */
function quotationOf(
  { worded }: Words,
  { paragraphs }: AskOf<'comments'>,
  { paragraph: label, quotation }: CommentRow,
): string {
  if (quotation.trim() !== '') return quotation;
  const listed = paragraphs.find((one) => one.label === label);
  return listed === undefined ? '' : (worded(listed.text)?.text ?? '');
}

/** The proposal against what it would replace; without anything to compare it stands as it is. */
function changed(before: string, after: string, effort: Effort): readonly Inline[] {
  if (before.trim() === '') return literal(after);
  const [hidden, newHidden] = [before, after].map((text) => readBrackets(text).passages) as [Spans, Spans];
  let [at, to] = [0, 0];
  return difference(before.trimEnd(), after.trimEnd(), effort).flatMap(({ kind, text }) => {
    const spans = [
      ...(kind === 'added' ? [] : moved(hidden, -at)),
      ...(kind === 'removed' ? [] : moved(newHidden, -to)),
    ];
    if (kind !== 'added') at += text.length;
    if (kind !== 'removed') to += text.length;
    return cut(text, spans, kind === 'same' ? {} : { change: kind });
  });
}

type Spans = readonly Passage[];
const moved = (spans: Spans, by: number): Spans =>
  spans.map(({ start, end }) => ({ start: start + by, end: end + by }));

const literal = (text: string): readonly Inline[] => cut(text, readBrackets(text).passages, {});

/** A text without marks but for its passages; line ends as breaks. */
function cut(text: string, spans: Spans, marks: Pick<Run, 'change'>): readonly Inline[] {
  const inside = spans.filter(({ start, end }) => start < text.length && end > 0);
  const edges = [0, ...inside.flatMap(({ start, end }) => [start, end]), text.length]
    .filter((edge) => edge >= 0 && edge <= text.length)
    .sort((a, b) => a - b);
  return edges.flatMap((edge, index): Inline[] => {
    const piece = text.slice(edge, edges[index + 1] ?? edge);
    const isHidden = inside.some(({ start, end }) => start <= edge && edge < end);
    return piece
      .split('\n')
      .flatMap((line, number): Inline[] => [
        ...(number === 0 ? [] : [{ kind: 'break' } as const]),
        ...(line === '' ? [] : [{ ...plain(line), ...marks, ...(isHidden ? { confidential: true as const } : {}) }]),
      ]);
  });
}

function withLabel(writing: Writing, ask: AskOf<'records' | 'comments'>, blocks: readonly Block[]): readonly Block[] {
  if (blocks.length === 0 || !writing.several) return blocks;
  return [paragraph([bold(leadIn(writing, askLabel(writing, ask)))]), ...blocks];
}
