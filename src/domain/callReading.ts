/**
 * What was read of a call, for the form that it is corrected in: the questionnaire to begin with, and for each field the
 * words that its value was read from, how sure that is, and what else the words can mean. Pure.
 */
import { endingOf } from './callEdits.ts';
import { emptyRow, WORDED, type CallForm, type ListName, type Row, type Worded } from './callForm.ts';
import { questionnaireSchema, type Questionnaire } from './questionnaire.ts';
import type {
  CallProposal,
  Certainty,
  DeadlineProposal,
  Field,
  Found,
  QuestionProposal,
  Span,
} from './reader/proposal.ts';
import { questionnaireFrom } from './reader/questionnaireFrom.ts';

/** Fields of the form with a value that can be read; some fill several inputs. */
export const READ_FIELDS = [
  ...([
    'title',
    'language',
    'kind',
    'issuers',
    'destination',
    'background',
    'deadlines',
    'opening',
    'channels',
  ] as const),
  ...(['subject', 'answerLanguages', 'limits', 'fileTypes', 'publication', 'addressees', 'attachments'] as const),
  ...(['consent', 'tasks', 'period', 'heading', 'questions'] as const),
] as const;
export type ReadField = (typeof READ_FIELDS)[number];

/** A value that was read, and what it would put into the form. */
export interface Reading {
  /** "subject.0": names it among all readings of a text. */
  readonly key: string;
  readonly field: ReadField;
  readonly certainty: Certainty;
  /** In the order of the text. */
  readonly spans: readonly Span[];
  /** Inputs of single values, or of one row. */
  readonly fills: Row;
}

export interface Readings {
  /** What the form begins with. */
  readonly used: readonly Reading[];
  /** What a person may choose. */
  readonly candidates: readonly Reading[];
}

/** The questionnaire that the form begins with. Values of a text without a title or questions stand in for them. */
export function baseOf(proposal: CallProposal): Questionnaire {
  const questions = proposal.questions.length > 0 ? proposal.questions : [NO_QUESTION];
  const made = questionnaireFrom({ ...proposal, questions }, { id: 'own', title: proposal.title.found?.value ?? '–' });
  if (made.questionnaire === null) throw new Error('a title and a question were given');
  let input: Record<string, unknown> = { ...made.questionnaire };
  if (proposal.issuers.every(({ certainty }) => certainty === 'unsure')) input['issuers'] = [];
  input['fileTypes'] = withEndings(made.questionnaire.fileTypes);
  // A rule that the schema does not take is left out, and the form shows it as not found.
  for (let turn = 0; turn < 20; turn += 1) {
    const parsed = questionnaireSchema.safeParse(input);
    if (parsed.success) return parsed.data;
    const wrong = new Set(parsed.error.issues.map(({ path: [first] }) => first));
    input = Object.fromEntries(Object.entries(input).filter(([key]) => NEEDED.has(key) || !wrong.has(key)));
  }
  throw new Error('what was read of a call makes no questionnaire');
}

/** The schema has endings; calls write names of programs too. */
function withEndings(rule: unknown): unknown {
  const { value } = (rule ?? {}) as { readonly value?: unknown };
  if (!Array.isArray(value)) return rule;
  return { ...(rule as object), value: value.flatMap((type) => endingOf(String(type)) ?? []) };
}

const NEEDED = new Set(['id', 'provenance', 'title', 'shortTitle', 'questions']);
const NO_QUESTION: QuestionProposal = {
  ...{
    kind: 'question',
    label: null,
    text: '–',
    certainty: 'unsure',
    spans: [],
    flags: [],
    addressees: [],
    children: [],
  },
};

/** What stood in for a title or for questions is taken out of the form again. */
export function withoutStandIns(form: CallForm, proposal: CallProposal): CallForm {
  const untitled = proposal.title.found === null ? { title: '', shortTitle: '' } : {};
  const unasked = proposal.questions.length === 0 ? { questions: [emptyRow('questions', undefined)] } : {};
  return { ...form, single: { ...form.single, ...untitled }, lists: { ...form.lists, ...unasked } };
}

export function readingsOf(proposal: CallProposal): Readings {
  const used: Reading[] = [];
  const candidates: Reading[] = [];
  const add = (
    field: ReadField,
    to: Reading[],
    { certainty, spans }: Pick<Found<unknown>, 'certainty' | 'spans'>,
    fills: Row,
  ): void => {
    const before = used.length + candidates.length;
    to.push({ key: `${field}.${before}`, field, certainty, spans, fills });
  };
  const one = <Value>(
    field: ReadField,
    { found, candidates: others }: Field<Value>,
    fillsOf: (value: Value) => Row,
  ): void => {
    if (found !== null) add(field, used, found, fillsOf(found.value));
    for (const other of others) add(field, candidates, other, fillsOf(other.value));
  };
  const many = <Value>(
    field: ListName,
    all: readonly Found<Value>[],
    fillsOf: (found: Found<Value>) => readonly Row[],
  ): void => {
    for (const found of all) {
      const to = found.certainty === 'unsure' ? candidates : used;
      for (const fills of fillsOf(found)) add(field, to, found, fills);
    }
  };
  const wordsOf = ({ spans: [first] }: { readonly spans: readonly Span[] }): string =>
    first === undefined ? '' : proposal.text.slice(first.start, first.end).trim();

  one('title', proposal.title, (title) => ({ title }));
  one('language', proposal.language, (language) => ({ language }));
  one('kind', proposal.kind, (kind) => ({ kind }));
  many('issuers', proposal.issuers, ({ value: { name, holder, body } }) => [{ name, holder: holder ?? '', body }]);
  one('destination', proposal.destination, ({ organ, session, year }) => ({
    organ,
    session: session ?? `${year ?? ''}`,
  }));
  one('background', proposal.background, (background) => ({ background }));
  many('deadlines', proposal.deadlines, (found) => deadlineRows(found.value, wordsOf(found)));
  one('opening', proposal.opening, (opening) => ({ opening }));
  many('channels', proposal.channels, (found) => {
    const { value } = found;
    const [to, copies] =
      value.kind === 'email'
        ? [value.to.join(', '), '']
        : [value.address ?? '', value.copies === null ? '' : `${value.copies}`];
    return [{ kind: value.kind, to, copies, words: wordsOf(found) }];
  });
  one('subject', proposal.subject, ({ kind, value }) => ({
    subjectKind: kind,
    subject: Object.values(value)[0] ?? '',
  }));
  one('answerLanguages', proposal.answerLanguages, (tags) => ({ answerLanguages: tags.join(', ') }));
  many('limits', proposal.limits, ({ value: { unit, maximum, minimum, condition } }) => [
    { unit, maximum: `${maximum ?? ''}`, minimum: `${minimum ?? ''}`, when: condition ?? '' },
  ]);
  one('fileTypes', proposal.fileTypes, ({ accepted }) => ({
    fileTypes: accepted.flatMap((type) => endingOf(type) ?? []).join(', '),
  }));
  one('publication', proposal.publication, (value) => ({
    publicationDefault: value.default ?? '',
    publicationChoice: value.choice ?? '',
  }));
  one('addressees', proposal.addressees, (groups) => ({ addressees: groups.join(', ') }));
  one('attachments', proposal.attachments, (value) => ({ attachments: value }));
  one('consent', proposal.consent, (consent) => ({ consent }));
  many('tasks', proposal.tasks, ({ value: { text, date } }) => [{ text, date: date ?? '' }]);
  one('period', proposal.period, ({ from, to }) => ({ periodFrom: from ?? '', periodTo: to ?? '' }));
  one('heading', proposal.heading, (heading) => ({ heading }));
  const walk = (questions: readonly QuestionProposal[]): void => {
    for (const question of questions) {
      add('questions', used, question, { label: question.label ?? '', text: question.text ?? '' });
      walk(question.children);
    }
  };
  walk(proposal.questions);
  return { used, candidates };
}

/** One row for each date that the words can mean. */
function deadlineRows(value: DeadlineProposal, words: string): Row[] {
  const row = {
    words,
    relation: value.relation ?? '',
    time: value.time ?? '',
    zone: value.zone ?? '',
    days: value.relative === null ? '' : `${value.relative.days}`,
    basis: value.basis ?? '',
    strictness: value.strictness ?? '',
    label: value.label ?? '',
  };
  const dates = value.date !== null ? [value.date] : value.readings.length > 0 ? value.readings : [''];
  return dates.map((date) => ({ ...row, date }));
}

const isList = (field: ReadField): field is ListName =>
  ['issuers', 'deadlines', 'channels', 'limits', 'tasks', 'questions'].includes(field);
const isWorded = (field: string): field is Worded => (WORDED as readonly string[]).includes(field);

/** The form with a candidate taken over: its words go along. */
export function taken(form: CallForm, { field, fills, spans }: Reading, text: string): CallForm {
  const words = spans.map(({ start, end }) => text.slice(start, end).trim())[0] ?? '';
  if (!isList(field)) {
    const worded = isWorded(field) ? { [field]: words } : {};
    return { ...form, single: { ...form.single, ...fills }, words: { ...form.words, ...worded } };
  }
  const rows = [...form.lists[field], { ...emptyRow(field, undefined), ...fills }];
  const worded = field === 'limits' && form.words.length === '' ? { length: words } : {};
  return { ...form, lists: { ...form.lists, [field]: rows }, words: { ...form.words, ...worded } };
}
