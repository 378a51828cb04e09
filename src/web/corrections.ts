/**
 * The page on which a call that was read is corrected: each field with the words that its value was read from, how sure
 * that is, and what else they can mean; and the text, with these words marked.
 */
import type { FormBody } from '../domain/answer.ts';
import { LISTS, type CallForm, type ListName, type Row } from '../domain/callForm.ts';
import { readingsOf, taken, type ReadField, type Reading } from '../domain/callReading.ts';
import { ANSWERED_KINDS } from '../domain/nodes.ts';
import type { CallProposal, Span } from '../domain/reader/proposal.ts';
import type { Notice } from '../domain/reading.ts';
import type { Visit } from './visit.ts';

/** What the button of a candidate does to the form: its value is taken over. */
export function pressed(body: FormBody, form: CallForm, proposal: CallProposal): CallForm {
  const { take } = body;
  if (typeof take === 'string') {
    const chosen = readingsOf(proposal).candidates.find(({ key }) => key === take);
    return chosen === undefined ? form : taken(form, chosen, proposal.text);
  }
  return form;
}

const isList = (name: string): name is ListName => Object.hasOwn(LISTS, name);

interface ShownReading extends Reading {
  /** The address of its words within the page. */
  readonly href: string;
  readonly quote: string;
}

/** The input by which a reading is reached from its words. */
const FIRST_INPUT: Readonly<Partial<Record<ReadField, string>>> = {
  destination: 'organ',
  publication: 'publicationDefault',
  period: 'periodFrom',
  subject: 'subject',
};

const QUOTE_LENGTH = 160;

interface Corrected {
  readonly proposal: CallProposal;
  readonly form: CallForm;
  readonly problems?: readonly { readonly field: string; readonly phrase: string }[];
  readonly notices?: readonly Notice[];
}

export function correctionPage({ proposal, form, problems = [], notices = [] }: Corrected, { say }: Visit): object {
  const { used, candidates } = readingsOf(proposal);
  const shownOf = (reading: Reading): ShownReading => ({
    ...reading,
    href: `#w-${idOf(reading.key)}`,
    quote: quoteOf(proposal.text, reading.spans),
  });
  const of = (field: ReadField, all: readonly Reading[]): ShownReading[] =>
    all.filter((reading) => reading.field === field).map(shownOf);
  const rowReadings = (list: ListName): (ShownReading | null)[] => matched(form.lists[list], of(list, used), list);
  const rows = Object.fromEntries(
    (Object.keys(LISTS) as ListName[]).map((list) => {
      const readings = rowReadings(list);
      return [list, form.lists[list].map((row, index) => ({ row, reading: readings[index] ?? null }))];
    }),
  ) as unknown as Record<ListName, readonly { readonly row: Row; readonly reading: ShownReading | null }[]>;
  const targets = new Map<string, string>();
  for (const [list, entries] of Object.entries(rows)) {
    entries.forEach(({ reading }, index) => {
      if (reading !== null) targets.set(reading.key, `#${list}-${index}`);
    });
  }
  for (const reading of [...used, ...candidates]) {
    if (!targets.has(reading.key)) targets.set(reading.key, `#f-${reading.field}`);
  }
  const nameOf = (reading: Reading): string => {
    const label = reading.field === 'questions' ? (reading.fills['label'] ?? '') : '';
    return label === '' ? say(`newCall.fields.${reading.field}`) : label;
  };
  const backs = [...used, ...candidates]
    .filter(({ field, spans }) => field !== 'language' && spans.length > 0)
    .map((reading) => ({ ...reading, name: nameOf(reading), target: targets.get(reading.key) ?? '#main' }));
  return {
    form,
    rows,
    used: (field: ReadField) => of(field, used)[0] ?? null,
    candidates: (field: ReadField) => of(field, candidates).filter(({ fills }) => !isTaken(form, field, fills)),
    firstInput: (field: ReadField) => FIRST_INPUT[field] ?? field,
    paragraphs: markedText(proposal.text, backs),
    text: proposal.text,
    textLanguage: form.single['language'] || 'en',
    languages: proposal.languages,
    nodeKinds: [...ANSWERED_KINDS, 'heading', 'note'],
    problems: problems.map(({ field, phrase }) => ({
      field,
      href: `#${idOf(field)}`,
      text: say(`newCall.problems.${phrase}`),
    })),
    wrong: new Map(problems.map(({ field, phrase }) => [field, say(`newCall.problems.${phrase}`)])),
    notices,
    id: idOf,
  };
}

/** Names of inputs have dots; ids have hyphens. */
export const idOf = (name: string): string => name.replaceAll('.', '-');

function quoteOf(text: string, spans: readonly Span[]): string {
  const quote = spans
    .slice(0, 2)
    .map(({ start, end }) => text.slice(start, end).trim())
    .join(' … ')
    .replace(/\s+/g, ' ');
  return quote.length > QUOTE_LENGTH ? `${quote.slice(0, QUOTE_LENGTH).trimEnd()}…` : quote;
}

/** By what a row is known again as the one that was read. */
const KNOWN_BY: Readonly<Record<ListName, readonly string[]>> = {
  issuers: ['name'],
  deadlines: ['words', 'date'],
  channels: ['kind', 'to'],
  limits: ['unit', 'maximum'],
  tasks: ['text'],
  questions: ['label', 'text'],
};

/** The reading that each row came from; null for one that is new or was changed. */
function matched(rows: readonly Row[], readings: readonly ShownReading[], list: ListName): (ShownReading | null)[] {
  const keyOf = (row: Row): string => JSON.stringify(KNOWN_BY[list].map((field) => row[field] ?? ''));
  const known = new Map<string, ShownReading[]>();
  for (const reading of readings)
    known.set(keyOf(reading.fills), [...(known.get(keyOf(reading.fills)) ?? []), reading]);
  return rows.map((row) => known.get(keyOf(row))?.shift() ?? null);
}

const isTaken = (form: CallForm, field: ReadField, fills: Row): boolean =>
  isList(field)
    ? form.lists[field].some((row) => KNOWN_BY[field].every((name) => row[name] === fills[name]))
    : Object.entries(fills).every(([name, value]) => form.single[name] === value);

interface Back extends Reading {
  readonly name: string;
  readonly target: string;
}

/** A run of the text; words that something was read from are marked, and lead back to it. */
interface Piece {
  readonly text: string;
  readonly marked: boolean;
  /** Where readings begin. */
  readonly ids: readonly string[];
  /** Where readings end. */
  readonly backs: readonly { readonly href: string; readonly name: string }[];
}

function markedText(text: string, readings: readonly Back[]): Piece[][] {
  const cuts = new Set<number>([0, text.length]);
  const begins = new Map<number, string[]>();
  const ends = new Map<number, Back[]>();
  const cover = new Map<number, number>();
  for (const reading of readings) {
    reading.spans.forEach(({ start, end }, index) => {
      cuts.add(start).add(end);
      cover.set(start, (cover.get(start) ?? 0) + 1).set(end, (cover.get(end) ?? 0) - 1);
      if (index > 0) return;
      begins.set(start, [...(begins.get(start) ?? []), `w-${idOf(reading.key)}`]);
      ends.set(end, [...(ends.get(end) ?? []), reading]);
    });
  }
  for (const match of text.matchAll(/\n{2,}/g)) cuts.add(match.index).add(match.index + match[0].length);
  const places = [...cuts].sort((a, b) => a - b);
  const paragraphs: Piece[][] = [[]];
  let covered = 0;
  places.forEach((place, index) => {
    covered += cover.get(place) ?? 0;
    const piece = text.slice(place, places[index + 1] ?? text.length);
    if (/^\n{2,}$/.test(piece)) {
      paragraphs.push([]);
      return;
    }
    const backs = (ends.get(places[index + 1] ?? text.length) ?? []).map(({ target, name }) => ({
      href: target,
      name,
    }));
    if (piece !== '')
      paragraphs.at(-1)?.push({ text: piece, marked: covered > 0, ids: begins.get(place) ?? [], backs });
  });
  return paragraphs.filter((pieces) => pieces.length > 0);
}
