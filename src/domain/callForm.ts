/**
 * A questionnaire as a form of plain lines, and back: what a person sees and corrects of a call that was brought in. What
 * the form does not show, or what nobody changed, stays as it is. Pure.
 */
import { normaliseLines, type FormBody } from './answer.ts';
import type { Text } from './language.ts';
import type { QuestionNode } from './nodes.ts';
import type { Questionnaire } from './questionnaire.ts';

/** Fields of one value. What takes several values has them apart by commas. */
export const SINGLES = [
  ...['title', 'shortTitle', 'language', 'address', 'kind', 'organ', 'session', 'background', 'heading'],
  ...['opening', 'subjectKind', 'subject', 'answerLanguages', 'fileTypes', 'publicationDefault', 'publicationChoice'],
  ...['addressees', 'attachments', 'consent', 'periodFrom', 'periodTo'],
] as const;
/** Rules whose words go along with their values. */
export const WORDED = [
  ...(['destination', 'opening', 'subject', 'answerLanguages', 'length', 'fileTypes', 'publication'] as const),
  ...(['addressees', 'attachments', 'consent', 'period'] as const),
] as const;
export type Worded = (typeof WORDED)[number];

/** Lists, and the fields of each of their rows. `at` says which entry of the questionnaire a row is; "": a new one. */
export const LISTS = {
  issuers: ['at', 'name', 'holder', 'body'],
  deadlines: ['at', 'words', 'date', 'relation', 'time', 'zone', 'days', 'basis', 'strictness', 'label'],
  channels: ['at', 'kind', 'to', 'copies', 'words'],
  limits: ['at', 'unit', 'maximum', 'minimum', 'when'],
  tasks: ['at', 'text', 'date'],
  questions: ['at', 'depth', 'kind', 'label', 'text'],
} as const;
export type ListName = keyof typeof LISTS;
export type Row = Readonly<Record<string, string>>;

export interface CallForm {
  readonly single: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<Worded, string>>;
  readonly lists: Readonly<Record<ListName, readonly Row[]>>;
}

/** The language that the texts of a call are in: its first official one. */
export function languageOf({ provenance: { languages } }: Questionnaire): string {
  const own = Object.entries(languages).find(([, status]) => status === 'official' || status === 'repost');
  return own?.[0] ?? Object.keys(languages)[0] ?? 'en';
}

/** What a questionnaire says, as a form. */
export function formOf(call: Questionnaire): CallForm {
  const language = languageOf(call);
  const said = (text: Text | null | undefined): string => text?.[language] ?? Object.values(text ?? {})[0] ?? '';
  const [destination] = call.destination.value ?? [];
  const { publication, period, subject } = call;
  return {
    single: {
      title: said(call.title),
      shortTitle: said(call.shortTitle),
      language,
      address: call.provenance.address ?? '',
      kind: call.kind,
      organ: destination?.organ ?? '',
      session: destination?.session ?? '',
      background: said(call.background),
      heading: said(call.heading),
      opening: call.opening.value ?? '',
      subjectKind: subject.kind,
      subject: said(subject.value),
      answerLanguages: (call.answerLanguages.value ?? []).join(', '),
      fileTypes: (call.fileTypes.value?.accepted ?? []).join(', '),
      publicationDefault: publication.value?.default ?? '',
      publicationChoice: publication.value?.choice ?? '',
      addressees: (call.addressees.value ?? []).map(({ id }) => id).join(', '),
      attachments: call.attachments.value?.use ?? '',
      consent: call.consent.value ?? '',
      periodFrom: period.value?.from ?? '',
      periodTo: period.value?.to ?? '',
    },
    words: Object.fromEntries(WORDED.map((name) => [name, said(call[name].wording)])) as Record<Worded, string>,
    lists: {
      issuers: call.issuers.map((one, at) => ({
        at: `${at}`,
        name: said(one.name),
        holder: said(one.holder),
        body: one.body,
      })),
      deadlines: call.deadlines.map((one, at) => ({
        at: `${at}`,
        words: said(one.wording),
        date: one.date ?? '',
        relation: one.relation ?? '',
        time: one.time ?? '',
        zone: one.zone ?? '',
        days: one.relative === null ? '' : `${one.relative.days}`,
        basis: one.basis ?? '',
        strictness: one.strictness ?? '',
        label: said(one.label),
      })),
      channels: call.channels.map((one, at) => ({
        at: `${at}`,
        kind: one.kind,
        to: one.kind === 'email' ? one.to.join(', ') : (one.address ?? ''),
        copies: one.kind === 'email' || one.copies === null ? '' : `${one.copies}`,
        words: said(one.wording),
      })),
      limits: (call.length.value ?? []).map((one, at) => ({
        at: `${at}`,
        unit: one.unit,
        maximum: one.maximum === null ? '' : `${one.maximum}`,
        minimum: one.minimum === null ? '' : `${one.minimum}`,
        when: one.when?.signed ?? '',
      })),
      tasks: call.tasks.map((one, at) => ({ at: `${at}`, text: said(one.text), date: one.date ?? '' })),
      questions: questionRows(call.questions, 0, said),
    },
  };
}

function questionRows(nodes: readonly QuestionNode[], depth: number, said: (text: Text | null) => string): Row[] {
  return nodes.flatMap(({ id, kind, label, text, children }) => [
    { at: id, depth: `${depth}`, kind, label: label ?? '', text: said(text) },
    ...questionRows(children, depth + 1, said),
  ]);
}

/** More rows than any call has. */
export const ROWS_MAX = 1_000;

/**
 * What was typed. Rows that are to be dropped are left out, those that are to be joined stand with the one above, and
 * `add` ("questions", or "questions.3" for below the fourth) adds an empty one: as the next page is to show it.
 */
export function formFrom(body: FormBody): CallForm {
  const one = (name: string): string => {
    const value = body[name];
    return normaliseLines(typeof value === 'string' ? value : (value?.[0] ?? '')).trim();
  };
  const rowsOf = (list: ListName): Row[] => {
    const rows: Row[] = [];
    for (let index = 0; index < ROWS_MAX; index += 1) {
      if (body[`${list}.${index}.at`] === undefined) break;
      const row = Object.fromEntries(LISTS[list].map((field) => [field, one(`${list}.${index}.${field}`)]));
      const above = rows.at(-1);
      if (one(`${list}.${index}.drop`) !== '') continue;
      if (one(`${list}.${index}.join`) !== '' && above !== undefined) rows[rows.length - 1] = joined(above, row);
      else rows.push(row);
      if (body['add'] === `${list}.${index}`) rows.push(emptyRow(list, rows.at(-1)));
    }
    if (body['add'] === list) rows.push(emptyRow(list, rows.at(-1)));
    return rows;
  };
  return {
    single: Object.fromEntries(SINGLES.map((name) => [name, one(name)])),
    words: Object.fromEntries(WORDED.map((name) => [name, one(`words.${name}`)])) as Record<Worded, string>,
    lists: Object.fromEntries((Object.keys(LISTS) as ListName[]).map((list) => [list, rowsOf(list)])) as Record<
      ListName,
      Row[]
    >,
  };
}

const joined = (above: Row, row: Row): Row => ({
  ...above,
  text: [above['text'], row['label'], row['text']].filter((part) => part !== undefined && part !== '').join(' '),
});

/** A row with nothing in it, to be filled in. A new question stands as deep as the one above. */
export function emptyRow(list: ListName, above: Row | undefined): Row {
  const empty = Object.fromEntries(LISTS[list].map((field) => [field, '']));
  const preset: Readonly<Record<ListName, Row>> = {
    issuers: { body: 'other' },
    deadlines: {},
    channels: { kind: 'email' },
    limits: { unit: 'words' },
    tasks: {},
    questions: { kind: 'question', depth: above?.['depth'] ?? '0' },
  };
  return { ...empty, ...preset[list] };
}

/** A row that says nothing is no row. */
export const isBlank = (list: ListName, row: Row): boolean =>
  LISTS[list].every((field) => ['at', 'kind', 'unit', 'body', 'depth'].includes(field) || (row[field] ?? '') === '');
