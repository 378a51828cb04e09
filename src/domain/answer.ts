/**
 * An answer: the writer's text to one question, the structured values that its asks allow, and whether it was declined.
 * Nothing here refuses text: limits warn, they do not cut.
 */
import { z } from 'zod';
import type { Ask } from './asks.ts';
import { fitted } from './leftOver.ts';
import type { QuestionNode } from './nodes.ts';
import { readDeed, readRows, type Row } from './rowForm.ts';

/** The answers of a choice, by scale, in the order shown. The last one of each is "not sure". */
export const SCALES = {
  'yes-no': ['yes', 'no', 'unsure'],
  extent: ['fully', 'largely', 'partly', 'hardly', 'not-at-all', 'unsure'],
} as const;

const choiceValueSchema = z.object({
  kind: z.literal('choice'),
  choice: z.string().nullable(),
  details: z.string(),
});
const ticksValueSchema = z.object({
  kind: z.literal('ticks'),
  ticked: z.array(z.string()),
  /** By option. A text stays when its tick is taken away: it is kept, and not printed. */
  details: z.record(z.string(), z.string()),
});
const rowsValueSchema = z.object({
  kind: z.literal('rows'),
  rows: z.array(z.record(z.string(), z.string())),
});
const recommendationSchema = z.object({ to: z.string(), what: z.string(), by: z.string() });
const recommendationsValueSchema = z.object({
  kind: z.literal('recommendations'),
  items: z.array(recommendationSchema),
});

/** By id of the field. A country is its code and a choice the id of its option; any other text is kept as it came. */
const recordsValueSchema = z.object({
  kind: z.literal('records'),
  rows: z.array(z.record(z.string(), z.string())),
});
/** `paragraph` is a label as the draft of the office prints it; "" for the text as a whole. */
const commentSchema = z.object({
  paragraph: z.string(),
  quotation: z.string(),
  comment: z.string(),
  proposal: z.string(),
});
export type CommentRow = z.infer<typeof commentSchema>;
const commentsValueSchema = z.object({ kind: z.literal('comments'), rows: z.array(commentSchema) });

export const askValueSchema = z.discriminatedUnion('kind', [
  choiceValueSchema,
  ticksValueSchema,
  rowsValueSchema,
  recommendationsValueSchema,
  recordsValueSchema,
  commentsValueSchema,
]);
export type AskValue = z.infer<typeof askValueSchema>;
export type AskValueOf<Kind extends Ask['kind']> = Extract<AskValue, { kind: Kind }>;

export const answerSchema = z.object({
  /** Light Markdown, line ends as "\n". */
  text: z.string(),
  /** By ask id; asks without a value are missing. */
  values: z.record(z.string(), askValueSchema),
  /** Null: not declined. The reason may be empty. Declining keeps the text. */
  declined: z.object({ reason: z.string() }).nullable(),
  /** The reason as typed, also while the question is not declined: it is kept, and not printed. */
  reason: z.string().default(''),
  /** The writer ticked "this answer is finished". */
  finished: z.boolean(),
  /** The whole answer is confidential: the public version says in its place that it was withheld. */
  confidential: z.boolean().default(false),
});
export type Answer = z.infer<typeof answerSchema>;

export const EMPTY_ANSWER: Answer = {
  text: '',
  values: {},
  declined: null,
  reason: '',
  finished: false,
  confidential: false,
};

/** Where an answer stands: told as information, never as a fault (advice 10 of `calls/README.md`). */
export type AnswerState = 'not-started' | 'in-progress' | 'done' | 'declined';

/** Whether the answer holds anything that would be printed or that somebody typed. */
export function isBlank(answer: Answer): boolean {
  return answer.text.trim() === '' && Object.values(answer.values).every(isValueBlank);
}

/** Whether a value says as much as none: then it is not kept. */
export function isValueBlank(value: AskValue): boolean {
  switch (value.kind) {
    case 'choice':
      return value.choice === null && value.details.trim() === '';
    case 'ticks':
      return value.ticked.length === 0 && Object.values(value.details).every((text) => text.trim() === '');
    case 'rows':
    case 'records':
    case 'comments':
      return value.rows.length === 0;
    case 'recommendations':
      return value.items.length === 0;
  }
}

export function answerState(answer: Answer): AnswerState {
  if (answer.declined !== null) return 'declined';
  if (isBlank(answer)) return 'not-started';
  return answer.finished ? 'done' : 'in-progress';
}

/** Browsers send "\r\n"; everything inside counts and compares with "\n". */
export function normaliseLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** A form as it came over the wire: one value or several under a flat name. */
export type FormBody = Readonly<Record<string, string | readonly string[] | undefined>>;

const first = (body: FormBody, name: string): string => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return normaliseLines(typeof value === 'string' ? value : (value?.[0] ?? ''));
};
const every = (body: FormBody, name: string): readonly string[] => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
};

/**
 * Reads the form of a question. Field names: `text`, `declined` (any value but "" and "no"), `reason`, `finished`, `confidential`;
 * for an ask `A` of kind choice `A.choice` and `A.details`; ticks `A.ticked` (several) and `A.OPTION`;
 * rows, records, comments and recommendations `A.N.FIELD` (`readRows`), with `deed` to move or remove one. A field that the form does
 * not send keeps what `before` had, so a client that sends only `text` loses nothing else. The page sends `whole` with
 * all its fields: then boxes that came without a value were unticked by the writer. Blank rows are dropped, others
 * never; unknown fields, options and choices are ignored.
 */
export function answerFromForm(question: QuestionNode, body: FormBody, stored: Answer): Answer {
  const before = fitted(question, stored);
  const sent = (name: string): boolean => Object.hasOwn(body, name);
  const refusal = first(body, 'declined');
  const wholeForm = sent('whole');
  const values = new Map(Object.entries(before.values));
  for (const ask of question.asks) {
    const read = readAsk(ask, body, wholeForm, values.get(ask.id));
    if (read !== null) {
      if (isValueBlank(read)) values.delete(ask.id);
      else values.set(ask.id, read);
    }
  }
  const reason = sent('reason') ? first(body, 'reason') : before.reason;
  return {
    text: sent('text') ? first(body, 'text') : before.text,
    values: Object.fromEntries(values),
    reason,
    declined:
      sent('declined') && refusal !== '' && refusal !== 'no'
        ? { reason }
        : wholeForm || sent('declined')
          ? null
          : before.declined,
    finished: wholeForm || sent('finished') ? first(body, 'finished') === 'yes' : before.finished,
    confidential: wholeForm || sent('confidential') ? first(body, 'confidential') === 'yes' : before.confidential,
  };
}

/** Null where the form holds no field of this ask. Of a whole form, ticks without a field are all unticked. */
function readAsk(ask: Ask, body: FormBody, wholeForm: boolean, before: AskValue | undefined): AskValue | null {
  const prefix = `${ask.id}.`;
  const names = Object.keys(body).filter((name) => name.startsWith(prefix));
  if (names.length === 0 && !(wholeForm && ask.kind === 'ticks')) return null;
  const rows = (known: readonly Row[]): Row[] => {
    const sent = (name: string): string | null => (Object.hasOwn(body, name) ? first(body, name) : null);
    return ask.kind === 'choice' || ask.kind === 'ticks'
      ? []
      : readRows(ask, names, sent, known, readDeed(first(body, 'deed')));
  };
  switch (ask.kind) {
    case 'choice': {
      const kept = before?.kind === 'choice' ? before : { choice: null, details: '' };
      const choice = first(body, `${prefix}choice`);
      const known = (SCALES[ask.scale] as readonly string[]).includes(choice);
      return {
        kind: 'choice',
        choice: names.includes(`${prefix}choice`) ? (known ? choice : null) : kept.choice,
        details: names.includes(`${prefix}details`) ? first(body, `${prefix}details`) : kept.details,
      };
    }
    case 'ticks': {
      const sent = every(body, `${prefix}ticked`);
      const kept = new Map(before?.kind === 'ticks' ? Object.entries(before.details) : []);
      const details: Record<string, string> = {};
      for (const { id } of ask.options) {
        const text = names.includes(prefix + id) ? first(body, prefix + id) : (kept.get(id) ?? '');
        if (text !== '') details[id] = text;
        kept.delete(id);
      }
      // Of options that the call has no more.
      for (const [id, text] of kept) details[id] = text;
      return { kind: 'ticks', ticked: ask.options.map(({ id }) => id).filter((id) => sent.includes(id)), details };
    }
    case 'rows':
    case 'records':
      return { kind: ask.kind, rows: rows(before?.kind === ask.kind ? before.rows : []) };
    case 'comments': {
      const read = rows(before?.kind === 'comments' ? before.rows : []);
      const textOf = (row: Row, field: string): string => row[field] ?? '';
      return {
        kind: 'comments',
        rows: read.map((row) => ({
          paragraph: textOf(row, 'paragraph'),
          quotation: textOf(row, 'quotation'),
          comment: textOf(row, 'comment'),
          proposal: textOf(row, 'proposal'),
        })),
      };
    }
    case 'recommendations': {
      const read = rows(before?.kind === 'recommendations' ? before.items : []);
      const items = read.map(({ to = '', what = '', by = '' }) => ({ to, what, by }));
      return { kind: 'recommendations', items };
    }
  }
}

/** Whether two answers say the same, so that a second save of the same text changes nothing. */
export const sameAnswer = (a: Answer, b: Answer): boolean => canonical(a) === canonical(b);

/** A form of an answer, or of anything in one, that is the same text for what says the same. */
export function canonical(content: unknown): string {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted).sort(byText)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, v]) => [k, sorted(v)]),
          )
        : value;
  return JSON.stringify(sorted(content));
}

/** Ticks have the call's order, whatever order they were stored in; rows have the writer's. */
const byText = (a: unknown, b: unknown): number =>
  typeof a === 'string' && typeof b === 'string' && a !== b ? (a < b ? -1 : 1) : 0;
