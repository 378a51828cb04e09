/**
 * From what was found in the places of a question to an answer, on top of the answer that the sheet was taken with: what
 * says the same as before keeps its very characters, and what has no place on the sheet stays. Pure.
 */
import { isValueBlank, normaliseLines, SCALES, type Answer, type AskValue, type AskValueOf } from './answer.ts';
import type { Ask, AskOf } from './asks.ts';
import { fitted } from './leftOver.ts';
import { parseMarkdown } from './markdown.ts';
import type { QuestionNode } from './nodes.ts';
import { sameProse } from './richProse.ts';
import { costOf } from './syntax.ts';
import type { FoundPlace, FoundRow, SheetFound } from './worksheetFound.ts';
import { askPlace, detailsPlace, statePlace, textPlace } from './worksheetMarks.ts';

/** The alpha-2 code of a country by its name in any of our languages; null for what is none. */
export type CountryCode = (name: string) => string | null;

/** The answer that the sheet gives. A place that was not found says nothing, and keeps what `before` has. */
export function answerFound(
  question: QuestionNode,
  places: SheetFound['places'],
  before: Answer,
  countryCode: CountryCode,
): Answer {
  const base = fitted(question, before);
  const place = (id: string): FoundPlace | undefined => (Object.hasOwn(places, id) ? places[id] : undefined);
  const values = new Map(Object.entries(base.values));
  for (const ask of question.asks) {
    const found = place(askPlace(question.id, ask.id));
    const details = place(detailsPlace(question.id, ask.id));
    const value = valueFound(ask, found, details, values.get(ask.id), countryCode);
    if (value === null) continue;
    if (isValueBlank(value)) values.delete(ask.id);
    else values.set(ask.id, value);
  }
  const text = place(textPlace(question.id));
  return {
    ...base,
    text: text?.kind === 'text' ? kept(text.text, base.text) : base.text,
    values: Object.fromEntries(values),
    ...stateFound(place(statePlace(question.id)), base),
  };
}

/** What reading all texts of one answer may cost (`costOf`). */
const COST_MAX = 8_000;

/** The text of before where the new one says the same. */
function kept(found: string, before: string): string {
  const text = normaliseLines(found);
  if (text.trim() === before.trim()) return before;
  if (before === '' || text === '') return text;
  // Beyond, comparing would hold up everybody else: it is shown as changed.
  if (costOf(text) > COST_MAX) return text;
  return sameProse(parseMarkdown(text), parseMarkdown(before)) ? before : text;
}

function stateFound(
  found: FoundPlace | undefined,
  base: Answer,
): Pick<Answer, 'finished' | 'confidential' | 'declined' | 'reason'> {
  const { finished, confidential, declined } = base;
  if (found?.kind !== 'boxes') return { finished, confidential, declined, reason: base.reason };
  const { ticked, details } = found;
  const before = base.reason || (declined?.reason ?? '');
  const said = details['declined'] === undefined ? before : kept(details['declined'], before);
  // A reason that says the same may stand in one place or in two: that is not what anybody changed.
  const reason = said === before ? base.reason : said;
  const isDeclined = ticked['declined'] ?? declined !== null;
  return {
    finished: ticked['finished'] ?? finished,
    confidential: ticked['confidential'] ?? confidential,
    declined: !isDeclined ? null : declined !== null && said === before ? declined : { reason: said },
    reason,
  };
}

/** Null where nothing of the ask was found. */
function valueFound(
  ask: Ask,
  found: FoundPlace | undefined,
  details: FoundPlace | undefined,
  before: AskValue | undefined,
  countryCode: CountryCode,
): AskValue | null {
  switch (ask.kind) {
    case 'choice':
      return choiceFound(ask, found, details, before?.kind === 'choice' ? before : undefined);
    case 'ticks':
      return found?.kind === 'boxes' ? ticksFound(ask, found, before?.kind === 'ticks' ? before : undefined) : null;
    default:
      return found?.kind === 'rows' ? rowsFound(ask, found.rows, before, countryCode) : null;
  }
}

function choiceFound(
  { scale }: AskOf<'choice'>,
  found: FoundPlace | undefined,
  details: FoundPlace | undefined,
  before: AskValueOf<'choice'> | undefined,
): AskValue | null {
  if (found?.kind !== 'boxes' && details?.kind !== 'text') return null;
  const was = before?.choice ?? null;
  const text = before?.details ?? '';
  return {
    kind: 'choice',
    choice: found?.kind === 'boxes' ? chosen(SCALES[scale], found.ticked, was) : was,
    details: details?.kind === 'text' ? kept(details.text, text) : text,
  };
}

/** Who ticks another box often leaves the old one ticked. A choice that the scale does not know has no box. */
function chosen(
  scale: readonly string[],
  ticked: Readonly<Record<string, boolean | null>>,
  before: string | null,
): string | null {
  const found = scale.filter((id) => ticked[id] === true);
  const said = scale.some((id) => ticked[id] !== undefined && ticked[id] !== null);
  if (!said || (found.length === 0 && before !== null && !scale.includes(before))) return before;
  const others = found.filter((id) => id !== before);
  if (found.length <= 1) return found[0] ?? null;
  return others.length === 1 ? (others[0] ?? null) : before;
}

function ticksFound(
  { options }: AskOf<'ticks'>,
  { ticked, details }: Extract<FoundPlace, { kind: 'boxes' }>,
  before: AskValueOf<'ticks'> | undefined,
): AskValue {
  const was = new Set(before?.ticked);
  const texts = new Map(Object.entries(before?.details ?? {}));
  for (const { id } of options) {
    const text = details[id];
    if (text !== undefined) texts.set(id, kept(text, texts.get(id) ?? ''));
    if (texts.get(id) === '') texts.delete(id);
  }
  const known = options.map(({ id }) => id);
  const held = known.filter((id) => ticked[id] ?? was.has(id));
  return {
    kind: 'ticks',
    ticked: [...held, ...[...was].filter((id) => !known.includes(id))],
    details: Object.fromEntries(texts),
  };
}

function rowsFound(
  ask: AskOf<'rows' | 'records' | 'comments' | 'recommendations'>,
  found: readonly FoundRow[],
  before: AskValue | undefined,
  countryCode: CountryCode,
): AskValue {
  const formOf = new Map(ask.kind === 'records' ? ask.fields.map(({ id, kind }) => [id, kind] as const) : []);
  const isLiteral = (field: string): boolean => ask.kind === 'comments' && field !== 'comment';
  const cell = (field: string, text: string, was: string): string => {
    const form = formOf.get(field);
    if (form === 'country') return countryCode(text) ?? text;
    if (form === 'choice') return choiceOf(text, was);
    if (!isLiteral(field)) return kept(text, was);
    return squeezed(text) === squeezed(was) ? was : text;
  };
  const rowsBefore =
    before === undefined ? [] : before.kind === 'recommendations' ? before.items : 'rows' in before ? before.rows : [];
  const rows = aligned(found, rowsBefore, cell);
  switch (ask.kind) {
    case 'rows':
    case 'records':
      return { kind: ask.kind, rows };
    case 'recommendations':
      return { kind: 'recommendations', items: rows.map(({ to = '', what = '', by = '' }) => ({ to, what, by })) };
    case 'comments':
      return {
        kind: 'comments',
        rows: rows.map(({ paragraph = '', quotation = '', comment = '', proposal = '' }) => ({
          paragraph,
          quotation,
          comment,
          proposal,
        })),
      };
  }
}

const squeezed = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Of several ticks the new one. */
function choiceOf(text: string, was: string): string {
  const ids = text.split('\n');
  return ids.length === 1 || ids.some((id) => !/^[a-z0-9-]+$/.test(id)) ? text : (ids.find((id) => id !== was) ?? text);
}

type CellOf = (field: string, found: string, before: string) => string;

/** Each row on top of the one that it was before: the same one where there is one, else the next that has gone. */
function aligned(found: readonly FoundRow[], before: readonly FoundRow[], cell: CellOf): Record<string, string>[] {
  const textIn = (row: FoundRow | undefined, field: string): string =>
    row !== undefined && Object.hasOwn(row, field) ? (row[field] ?? '') : '';
  const on = (row: FoundRow, base: FoundRow | undefined): Record<string, string> => {
    const fields = Object.entries(row).map(([field, text]): [string, string] => [
      field,
      cell(field, text, textIn(base, field)),
    ]);
    const filled: FoundRow = Object.fromEntries(
      fields.filter(([field, text]) => text !== '' || textIn(base, field) !== '' || Object.hasOwn(base ?? {}, field)),
    );
    return { ...base, ...filled };
  };
  const isSame = (row: FoundRow, base: FoundRow): boolean => {
    const merged = on(row, base);
    return Object.keys(merged).every((field) => textIn(merged, field) === textIn(base, field));
  };
  const used = new Set<number>();
  const exact = found.map((row) => {
    const at = before.findIndex((base, index) => !used.has(index) && isSame(row, base));
    if (at !== -1) used.add(at);
    return at;
  });
  return found.map((row, index) => {
    const same = exact[index] ?? -1;
    if (same !== -1) return { ...before[same] };
    const free = before.findIndex((_, at) => !used.has(at) && at >= index);
    if (free === -1) return on(row, undefined);
    used.add(free);
    return on(row, before[free]);
  });
}
