/**
 * Limits of a call (14 to 16 of `calls/README.md`): how much, of what, for whom, and what counts. A limit warns and never
 * cuts. Pure.
 */
import { z } from 'zod';
import type { Questionnaire } from './questionnaire.ts';
import { forceSchema, idSchema, shortOr, tagSchema, textSchema } from './stated.ts';

/** What the call says of a part of the text: null where it says nothing. */
const countsSchema = z.enum(['included', 'excluded']).nullable().default(null);

/** For whom a limit is (15); what is null makes no difference. */
const conditionSchema = z.strictObject({
  signed: z.enum(['joint', 'individual']).nullable().default(null),
  /** Organisations with consultative status, or without. */
  status: z.boolean().nullable().default(null),
  /** The language that the answers are in. */
  language: tagSchema.nullable().default(null),
  /** A group of `addressees`. */
  addressee: idSchema.nullable().default(null),
});

export const limitSchema = z
  .strictObject({
    unit: z.enum(['words', 'characters', 'pages', 'paragraphs', 'files', 'megabytes']),
    maximum: z.number().positive().nullable().default(null),
    minimum: z.number().positive().nullable().default(null),
    /** `answer`: each answer; `section`: each section; `annex`: what is attached. Under a question it is that question's. */
    scope: z.enum(['whole', 'section', 'answer', 'annex', 'email']).default('whole'),
    /** Null: for everybody. The bare words "joint" and "individual" are short for `{ signed: … }`. */
    when: shortOr(z.enum(['joint', 'individual']), (signed) => ({ signed }), conditionSchema)
      .nullable()
      .default(null),
    /** What counts (14). */
    counts: z
      .strictObject({
        footnotes: countsSchema,
        annexes: countsSchema,
        cover: countsSchema,
        questions: countsSchema,
      })
      .default({ footnotes: null, annexes: null, cover: null, questions: null }),
    /** Whether what is over it is refused; null: the call does not say. */
    strictness: z.enum(['hard', 'soft']).nullable().default(null),
    /** "Approximately": an estimate that nobody is held to. */
    approximate: z.boolean().default(false),
    /** The pages that the call gives beside a number of words (16): an estimate, kept and never checked. */
    pages: z.number().positive().nullable().default(null),
    wording: textSchema.nullable().default(null),
    /** Null: that of the rule it stands in. */
    force: forceSchema.nullable().default(null),
  })
  .meta({ id: 'Limit' });
export type Limit = z.infer<typeof limitSchema>;

/** Who submits what, as far as it is known: what conditions on a limit ask about. Null: not known. */
export interface Situation {
  readonly joint: boolean;
  /** Whether the organisation that leads has consultative status. */
  readonly status: boolean | null;
  /** The language that the answers are in. */
  readonly language: string | null;
  /** Ids of the groups of `addressees` that the writer belongs to. */
  readonly addressees: readonly string[] | null;
}

/** The limits that hold in a situation; those whose condition is not known to fail hold too. */
export function limitsFor({ length }: Pick<Questionnaire, 'length'>, situation: Situation): readonly Limit[] {
  return (length.value ?? []).filter((limit) => isFor(limit, situation));
}

/** Whether nothing that is known of the situation rules the limit out. */
export function isFor({ when }: Pick<Limit, 'when'>, { joint, status, language, addressees }: Situation): boolean {
  if (when === null) return true;
  return (
    (when.signed === null || (when.signed === 'joint') === joint) &&
    (when.status === null || status === null || when.status === status) &&
    (when.language === null || language === null || when.language === language) &&
    (when.addressee === null || addressees === null || addressees.includes(when.addressee))
  );
}

/** Whether the call makes a difference between joint submissions and others. */
export function limitsDiffer({ length }: Pick<Questionnaire, 'length'>): boolean {
  return length.value?.some(({ when }) => when?.signed != null) ?? false;
}
