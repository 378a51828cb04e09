/**
 * Rows as forms send them: the fields of a row by kind of ask, and the buttons that move one or take it away without
 * scripts. A field that the questionnaire has no more is kept with its row. Pure; knows no answer.
 */
import type { AskOf } from './asks.ts';

/** Kinds of ask that are answered in rows. */
export type RowsAsk = AskOf<'rows' | 'records' | 'comments' | 'recommendations'>;
export type Row = Readonly<Record<string, string>>;

/** The fields of a comment on a paragraph, in the order of the form. */
export const COMMENT_FIELDS = ['paragraph', 'quotation', 'comment', 'proposal'] as const;
export const RECOMMENDATION_FIELDS = ['to', 'what', 'by'] as const;

export function fieldsOf(ask: RowsAsk): readonly string[] {
  switch (ask.kind) {
    case 'rows':
    case 'records':
      return ask.fields.map(({ id }) => id);
    case 'comments':
      return COMMENT_FIELDS;
    case 'recommendations':
      return RECOMMENDATION_FIELDS;
  }
}

/** The fields of a row that its ask does not have, or has no more, and that hold a text. */
export function leftFields(ask: RowsAsk, row: Row): readonly string[] {
  const known = new Set(fieldsOf(ask));
  return Object.keys(row).filter((field) => !known.has(field) && row[field]?.trim() !== '');
}

/** What a button of a row does: its value is "ASK N DEED", with N from 0 as the form counts. */
export interface RowDeed {
  readonly ask: string;
  readonly index: number;
  readonly deed: 'up' | 'down' | 'remove';
}

/** Null for anything that is no such button. */
export function readDeed(sent: string): RowDeed | null {
  const [, ask, index, deed] = /^([a-z0-9-]{1,80}) (\d{1,4}) (up|down|remove)$/.exec(sent) ?? [];
  if (ask === undefined || index === undefined || deed === undefined) return null;
  return { ask, index: Number(index), deed: deed as RowDeed['deed'] };
}

/** The fields of a form: what was sent under a name, and null for one that was not. */
export type SentField = (name: string) => string | null;

/**
 * Reads the rows of an ask from the names of a form's fields: "N.FIELD" after `prefix`, with N from 0 to 9999. `before`
 * are the rows that the form was made of. Blank rows are dropped.
 */
export function readRows(
  ask: RowsAsk,
  names: readonly string[],
  sent: SentField,
  before: readonly Row[],
  deed: RowDeed | null,
): Row[] {
  const prefix = `${ask.id}.`;
  const leftOver = [...new Set(before.flatMap((row) => leftFields(ask, row)))];
  const rows = numbered(names, prefix).map((index) => {
    const known = fieldsOf(ask).map((field) => [field, sent(`${prefix}${index}.${field}`) ?? '']);
    const was = before[index] ?? {};
    const left = leftOver
      .map((field) => [field, sent(`${prefix}${index}.${field}`) ?? was[field] ?? ''])
      .filter(([, text]) => text !== '');
    return { index, row: Object.fromEntries([...known, ...left]) as Row };
  });
  const place = deed?.ask === ask.id ? rows.findIndex(({ index }) => index === deed.index) : -1;
  const moved = place === -1 || deed === null ? rows : afterDeed(rows, place, deed.deed);
  return moved.map(({ row }) => row).filter((row) => Object.values(row).some((text) => text.trim() !== ''));
}

function afterDeed<Entry>(entries: readonly Entry[], place: number, deed: RowDeed['deed']): readonly Entry[] {
  const rest = entries.toSpliced(place, 1);
  if (deed === 'remove') return rest;
  const to = Math.min(Math.max(place + (deed === 'up' ? -1 : 1), 0), rest.length);
  return rest.toSpliced(to, 0, ...entries.slice(place, place + 1));
}

/** The row numbers in the names, ascending. */
function numbered(names: readonly string[], prefix: string): number[] {
  const found = new Set<number>();
  for (const name of names) {
    const digits = /^(0|[1-9]\d{0,3})\./.exec(name.slice(prefix.length))?.[1];
    if (digits !== undefined) found.add(Number(digits));
  }
  return [...found].sort((a, b) => a - b);
}
