/**
 * The parts of a question that can be answered in a structured way, and our help beside it. The kinds are data: each has
 * one branch here and one partial in views. Numbers in brackets are the rules of `calls/README.md`.
 */
import { z } from 'zod';
import { idSchema, textSchema } from './stated.ts';

const optionSchema = z.strictObject({
  /** "ticked" is the form's own name for the list of ticks (`answerFromForm`). */
  id: idSchema.refine((id) => id !== 'ticked', 'this id is used by the program itself; choose another'),
  text: textSchema,
});
export type Option = z.infer<typeof optionSchema>;

const askBase = {
  id: idSchema,
  /** The words of the question that this ask was drawn from: an exact run of its text. */
  wording: textSchema.nullable().default(null),
  /** Our own short name for it, on the page and in the document. */
  label: textSchema,
};

/** A name for all of them will do where a question has only one of these: then none need be given. */
const namedByKind = { ...askBase, label: textSchema.nullable().default(null) };

/** Yes / no / not sure, or a scale of extent; both answer in one word, with details where asked for. */
const choiceAskSchema = z.strictObject({
  ...askBase,
  kind: z.literal('choice'),
  scale: z.enum(['yes-no', 'extent']),
  details: z.boolean().default(false),
});
/** A list from the call's own words; each tick may carry its own text, and the list gives the answer its order. */
const ticksAskSchema = z.strictObject({
  ...askBase,
  kind: z.literal('ticks'),
  options: z.array(optionSchema).min(2),
  details: z.boolean().default(true),
});
/** Rows of named fields: a law, a measure, a year, what it does. */
const rowsAskSchema = z.strictObject({
  ...askBase,
  kind: z.literal('rows'),
  fields: z
    .array(z.strictObject({ id: idSchema, label: textSchema, size: z.enum(['short', 'line', 'long']).default('line') }))
    .min(1),
});
/** Recommendations one by one: to whom, what, by when; numbered in the document. */
const recommendationsAskSchema = z.strictObject({ ...namedByKind, kind: z.literal('recommendations') });

/** A field of a record. A date is kept as it was typed; "country" is chosen from the list of all countries. */
const recordFieldSchema = z
  .strictObject({
    id: idSchema,
    label: textSchema,
    kind: z.enum(['line', 'text', 'date', 'country', 'choice']).default('text'),
    /** Of a choice, and of no other kind. */
    options: z.array(z.strictObject({ id: idSchema, text: textSchema })).default([]),
  })
  .refine(({ kind, options }) => (kind === 'choice') === options.length > 1, {
    path: ['options'],
    message: 'a field of the kind choice needs two options or more, and no other field has any',
  });
export type RecordField = z.infer<typeof recordFieldSchema>;

/** The same fields told again for each practice, case or country (27). */
const recordsAskSchema = z.strictObject({
  ...namedByKind,
  kind: z.literal('records'),
  /** What one of them is called: "Practice". Missing: a neutral word. */
  one: textSchema.nullable().default(null),
  fields: z.array(recordFieldSchema).min(1),
  /** How many the call wants. They warn, and hold nobody up. */
  minimum: z.int().positive().nullable().default(null),
  maximum: z.int().positive().nullable().default(null),
});

/** Comments on a draft of the office, paragraph by paragraph (28). */
const commentsAskSchema = z.strictObject({
  ...namedByKind,
  kind: z.literal('comments'),
  /** The paragraphs of that draft, to pick from. Empty: the writer types number and words. */
  paragraphs: z.array(z.strictObject({ label: z.string().trim().min(1), text: textSchema })).default([]),
});

/** A part of a question that can be answered in a structured way. The kinds are data; each has one partial in views. */
export const askSchema = z.discriminatedUnion('kind', [
  choiceAskSchema,
  ticksAskSchema,
  rowsAskSchema,
  recommendationsAskSchema,
  recordsAskSchema,
  commentsAskSchema,
]);
export type Ask = z.infer<typeof askSchema>;
export type AskOf<Kind extends Ask['kind']> = Extract<Ask, { kind: Kind }>;

/** Our help beside a question (30): never part of the official text. */
export const helpSchema = z.strictObject({
  answer: textSchema,
  prompts: z.array(textSchema).default([]),
  warning: textSchema.nullable().default(null),
  /** Where the advice was read, by name; shown under the help. */
  sources: z.array(z.string().min(1)).default([]),
});
