/**
 * Three-way merge of what was chosen beside a text: choices, ticks one by one, rows one by one and field by field. Rows
 * that both added are both kept; what both changed is a proposal.
 */
import { canonical, isValueBlank, type Answer, type AskValue, type AskValueOf } from './answer.ts';
import type { Effort } from './edits.ts';
import { mergeTexts, regionsOf, type Merge } from './merge.ts';

export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

/** What cannot be put together: the newer of the two where one changed it, else mine. */
function mergeWhole<Value>(base: Value | undefined, mine: Value, theirs: Value): Merge<Value> {
  if (same(mine, theirs) || same(base, theirs)) return { value: mine, touched: false };
  if (same(base, mine)) return { value: theirs, touched: false };
  return { value: mine, touched: true };
}

type Values = Answer['values'];

/** Null as a base: unknown. `asks` are those that both changed. */
export function mergeValues(
  base: Values | null,
  mine: Values,
  theirs: Values,
  effort: Effort,
): { readonly values: Values; readonly asks: readonly string[] } {
  const valueIn = (values: Values, ask: string): AskValue | null =>
    Object.hasOwn(values, ask) ? (values[ask] ?? null) : null;
  const merges = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].map((ask) => {
    const known = base === null ? undefined : valueIn(base, ask);
    return { ask, ...mergeValue(known, valueIn(mine, ask), valueIn(theirs, ask), effort) };
  });
  return {
    values: Object.fromEntries(
      merges.flatMap(({ ask, value }) => (value === null || isValueBlank(value) ? [] : [[ask, value]])),
    ),
    asks: merges.filter(({ touched }) => touched).map(({ ask }) => ask),
  };
}

const BLANK = {
  choice: { kind: 'choice', choice: null, details: '' },
  ticks: { kind: 'ticks', ticked: [], details: {} },
  rows: { kind: 'rows', rows: [] },
  recommendations: { kind: 'recommendations', items: [] },
  records: { kind: 'records', rows: [] },
  comments: { kind: 'comments', rows: [] },
} as const satisfies { readonly [Kind in AskValue['kind']]: AskValueOf<Kind> };

/** An undefined base is unknown; null is a value that was not there. */
function mergeValue(
  base: AskValue | null | undefined,
  mine: AskValue | null,
  theirs: AskValue | null,
  effort: Effort,
): Merge<AskValue | null> {
  const whole = mergeWhole(base, mine, theirs);
  if (!whole.touched) return whole;
  const kind = (mine ?? theirs)?.kind;
  if (kind === undefined) return whole;
  const blank: AskValue = BLANK[kind];
  const [was, ours, others] = [base === null ? blank : base, mine ?? blank, theirs ?? blank];
  // A stored value may be of another kind than the ask has now: then nothing in it fits.
  if (ours.kind === 'choice' && others.kind === 'choice')
    return mergeChoice(was?.kind === 'choice' ? was : undefined, ours, others, effort);
  if (ours.kind === 'ticks' && others.kind === 'ticks')
    return mergeTicks(was?.kind === 'ticks' ? was : undefined, ours, others, effort);
  if (ours.kind === 'rows' && others.kind === 'rows') {
    const rows = mergeRows(was?.kind === 'rows' ? was.rows : undefined, ours.rows, others.rows, effort);
    return { ...rows, value: { kind: 'rows', rows: rows.value } };
  }
  if (ours.kind === 'records' && others.kind === 'records') {
    const rows = mergeRows(was?.kind === 'records' ? was.rows : undefined, ours.rows, others.rows, effort);
    return { ...rows, value: { kind: 'records', rows: rows.value } };
  }
  if (ours.kind === 'comments' && others.kind === 'comments') {
    const rows = mergeRows(was?.kind === 'comments' ? was.rows : undefined, ours.rows, others.rows, effort);
    return { ...rows, value: { kind: 'comments', rows: rows.value } };
  }
  if (ours.kind === 'recommendations' && others.kind === 'recommendations') {
    const known = was?.kind === 'recommendations' ? was.items : undefined;
    const items = mergeRows(known, ours.items, others.items, effort);
    return { ...items, value: { kind: 'recommendations', items: items.value } };
  }
  return whole;
}

function mergeChoice(
  base: AskValueOf<'choice'> | undefined,
  mine: AskValueOf<'choice'>,
  theirs: AskValueOf<'choice'>,
  effort: Effort,
): Merge<AskValue> {
  const choice = mergeWhole(base?.choice, mine.choice, theirs.choice);
  const details = mergeTexts(base?.details ?? null, mine.details, theirs.details, effort);
  return {
    value: { kind: 'choice', choice: choice.value, details: details.value },
    touched: choice.touched || details.touched,
  };
}

/** Whoever changed a tick decides on it: two who did can only have changed it to the same. */
function mergeTicks(
  base: AskValueOf<'ticks'> | undefined,
  mine: AskValueOf<'ticks'>,
  theirs: AskValueOf<'ticks'>,
  effort: Effort,
): Merge<AskValue> {
  const ticks = [...new Set([...theirs.ticked, ...mine.ticked])].map((option) => {
    const [was, ours, others] = [base, mine, theirs].map((value) => value?.ticked.includes(option));
    const merged = mergeWhole(was, ours, others);
    return { option, ticked: merged.touched || merged.value === true, touched: merged.touched };
  });
  const details = mergeFields(base?.details, mine.details, theirs.details, (was, ours, others) =>
    mergeTexts(was, ours, others, effort),
  );
  return {
    value: {
      kind: 'ticks',
      ticked: ticks.filter(({ ticked }) => ticked).map(({ option }) => option),
      details: Object.fromEntries(Object.entries(details.value).filter(([, text]) => text !== '')),
    },
    touched: details.touched || ticks.some(({ touched }) => touched),
  };
}

type Fields = Readonly<Record<string, string>>;

function mergeFields<Row extends Fields>(
  base: Row | undefined,
  mine: Row,
  theirs: Row,
  merge: (base: string | null, mine: string, theirs: string) => Merge<string>,
): Merge<Row> {
  const fieldIn = (row: Fields, name: string): string => (Object.hasOwn(row, name) ? (row[name] ?? '') : '');
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const merges = names.map((name) => {
    const known = base === undefined ? null : fieldIn(base, name);
    return { name, ...merge(known, fieldIn(mine, name), fieldIn(theirs, name)) };
  });
  const value = Object.fromEntries(merges.map((one) => [one.name, one.value])) as Row;
  return { value, touched: merges.some(({ touched }) => touched) };
}

/** A field of one line: two versions stand in it side by side, because it has no room for one below the other. */
export function mergeField(base: string | null, mine: string, theirs: string, effort: Effort): Merge<string> {
  const merged = mergeTexts(base, mine, theirs, effort);
  if (!merged.touched) return merged;
  return { value: [theirs, mine].filter((text) => text.trim() !== '').join(' / '), touched: true };
}

/** Rows that both added are all kept, theirs first: each says something of its own. */
function mergeRows<Row extends Fields>(
  base: readonly Row[] | undefined,
  mine: readonly Row[],
  theirs: readonly Row[],
  effort: Effort,
): Merge<Row[]> {
  if (base === undefined) return { value: [...theirs, ...without(mine, theirs)], touched: true };
  const rows = { base, mine, theirs };
  const [old, ours, others] = [base, mine, theirs].map((list) => list.map(canonical));
  const merges = regionsOf(old ?? [], ours ?? [], others ?? [], effort).map((region) =>
    region.kind === 'clean'
      ? { value: rows[region.from].slice(...region.span), touched: false }
      : mergeTouchingRows(
          base.slice(...region.base),
          mine.slice(...region.mine),
          theirs.slice(...region.theirs),
          effort,
        ),
  );
  return { value: merges.flatMap(({ value }) => value), touched: merges.some(({ touched }) => touched) };
}

function mergeTouchingRows<Row extends Fields>(
  base: readonly Row[],
  mine: readonly Row[],
  theirs: readonly Row[],
  effort: Effort,
): Merge<readonly Row[]> {
  if (mine.length < base.length || theirs.length < base.length)
    return { value: [...theirs, ...without(mine, theirs)], touched: !same(mine, theirs) };
  const changed = base.map((row, index) =>
    mergeFields(row, mine[index] ?? row, theirs[index] ?? row, (was, ours, others) =>
      mergeField(was, ours, others, effort),
    ),
  );
  const [added, theirAdded] = [mine.slice(base.length), theirs.slice(base.length)];
  return {
    value: [...changed.map(({ value }) => value), ...theirAdded, ...without(added, theirAdded)],
    touched: changed.some(({ touched }) => touched),
  };
}

function without<Row>(rows: readonly Row[], others: readonly Row[]): readonly Row[] {
  const known = new Set(others.map(canonical));
  return rows.filter((row) => !known.has(canonical(row)));
}
