/**
 * The tree of questions of a call: headings, notes and what is asked, to any depth (23 to 30 of `calls/README.md`).
 * Says what a node is; which of them are answered, and in which order, is `questionsOf` of `questionnaire.ts`.
 */
import { z } from 'zod';
import { askSchema, helpSchema, type Ask, type RecordField } from './asks.ts';
import type { Text } from './language.ts';
import { limitSchema, type Limit } from './limit.ts';
import { forceSchema, idSchema, shortOr, textSchema, type Force } from './stated.ts';

/** Kinds that are answered. A `topic` is a bullet to write about, a `record` is told again for each case (23, 27). */
export const ANSWERED_KINDS = ['question', 'request', 'topic', 'recommendations', 'record'] as const;
const kindSchema = z.enum([...ANSWERED_KINDS, 'heading', 'note']);

export const FLAGS = ['sensitive', 'personal-data', 'recommendations', 'sources'] as const;
const flagSchema = z.enum(FLAGS);

/** How much of an answer the call wants (25). `guide`: a question to think along, that nobody need answer as such. */
export const needSchema = z.enum(['required', 'optional', 'guide']);

/** A follow-up that the call ties to an earlier answer ("If yes, …"): shown as a hint, and hides nothing (26). */
const conditionSchema = z.strictObject({
  /** The call's words; they often open the text of the node itself. */
  wording: textSchema.nullable().default(null),
  /** The question that it hangs on; null: the one before. */
  of: idSchema.nullable().default(null),
});

export interface QuestionNode {
  readonly id: string;
  readonly kind: z.infer<typeof kindSchema>;
  /** As printed ("1)"); null where the call prints none (24). */
  readonly label: string | null;
  /** Null for a group without a stem (24). */
  readonly text: Text | null;
  /** Text of the call that follows the children (24). */
  readonly after: Text | null;
  readonly need: { readonly value: z.infer<typeof needSchema>; readonly force: Force } | null;
  /** Of a group: how many of its children the call wants answered (25); null: as many as the writer likes. */
  readonly choose: 'one' | 'one-or-more' | null;
  readonly condition: z.infer<typeof conditionSchema> | null;
  /** Ids of the groups of `addressees` that it is for (21); empty: for all. Holds for the children too. */
  readonly addressees: readonly string[];
  /** A part that a writer takes or leaves as a whole (21). */
  readonly module: boolean;
  readonly flags: readonly z.infer<typeof flagSchema>[];
  /** Limits of this answer alone or, on a heading, of its section (14). */
  readonly limits: readonly Limit[];
  readonly asks: readonly Ask[];
  readonly help: z.infer<typeof helpSchema> | null;
  readonly children: readonly QuestionNode[];
}

/** Parts of a draft that are not questions share the addresses and the history of questions: their ids are taken. */
export const RESERVED_IDS = new Set([
  'organisation',
  'publication',
  'plan',
  'signatories',
  'consents',
  'checks',
  'scope',
  'front',
  'sending',
  'checklist',
  'sources',
  'papers',
]);

const flatSchema = z.strictObject({
  id: idSchema
    .refine((id) => !RESERVED_IDS.has(id), 'this id is used by the program itself; choose another')
    .nullable()
    .default(null),
  kind: kindSchema.default('question'),
  label: z.string().min(1).nullable().default(null),
  text: textSchema.nullable().default(null),
  after: textSchema.nullable().default(null),
  need: shortOr(
    needSchema,
    (value) => ({ value }),
    z.strictObject({ value: needSchema, force: forceSchema.default('binding') }),
  )
    .nullable()
    .default(null),
  choose: z.enum(['one', 'one-or-more']).nullable().default(null),
  condition: conditionSchema.nullable().default(null),
  addressees: z.array(idSchema).default([]),
  module: z.boolean().default(false),
  flags: z.array(flagSchema).default([]),
  limits: z.array(limitSchema).default([]),
  asks: z.array(askSchema).default([]),
  help: helpSchema.nullable().default(null),
});

/** A node as files have it. */
export type NodeWritten = z.input<typeof flatSchema> & { readonly children?: readonly (NodeWritten | string)[] };

/** A node whose id may still be missing: see `withIds`. */
export type NodeInput = Omit<QuestionNode, 'id' | 'children'> & {
  readonly id: string | null;
  readonly children: readonly NodeInput[];
};

/** How a node is written: a plain line is a question with that text. Ids that are missing are given by place. */
export const nodeSchema: z.ZodType<NodeInput, NodeWritten | string> = z
  .lazy(() =>
    shortOr<string, string, NodeInput, NodeWritten>(z.string().trim().min(1), (text) => ({ text }), wholeSchema),
  )
  .meta({ id: 'Question' });

const wholeSchema = flatSchema.extend({
  children: z.array(nodeSchema).default([]),
}) as unknown as z.ZodType<NodeInput, NodeWritten>;

/**
 * Gives ids to the nodes that have none: "q1", "q2" by place among their siblings, "q2-1" under "q2". Whoever adds a
 * question before others later must write the ids down first, or answers would move.
 */
export function withIds(nodes: readonly NodeInput[], above = 'q'): QuestionNode[] {
  return nodes.map((node, index) => {
    const id = node.id ?? (above === 'q' ? `q${index + 1}` : `${above}-${index + 1}`);
    const children = withIds(node.children, id);
    return { ...node, id, children, asks: offeredAsks(node, children) };
  });
}

/**
 * The asks of a node, with the one that its kind brings where the file gives none: recommendations, or records with the
 * children of the node as their fields.
 */
function offeredAsks({ kind, asks, text }: NodeInput, children: readonly QuestionNode[]): readonly Ask[] {
  const has = (wanted: Ask['kind']): boolean => asks.some((ask) => ask.kind === wanted);
  const common = { wording: null, label: null };
  if (kind === 'recommendations' && !has('recommendations')) {
    return [...asks, { ...common, kind: 'recommendations', id: 'recommendations' }];
  }
  if (kind !== 'record' || text === null || has('records')) return asks;
  const under = fieldsUnder(children);
  const fields = under.length > 0 ? under : [fieldOf('text', text)];
  return [...asks, { ...common, ...ANY_NUMBER, kind: 'records', id: 'records', fields }];
}

const ANY_NUMBER = { one: null, minimum: null, maximum: null } as const;

const fieldOf = (id: string, label: Text): RecordField => ({ id, label, kind: 'text', options: [] });

function fieldsUnder(nodes: readonly QuestionNode[]): RecordField[] {
  return nodes.flatMap(({ id, text, children }): RecordField[] =>
    children.length > 0 ? fieldsUnder(children) : text === null ? [] : [fieldOf(id, text)],
  );
}
