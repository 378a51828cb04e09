/**
 * The archive of a draft: everything that is known of it as one value, for `archive.json`, and its earlier texts, for the
 * lines of `history.jsonl`. What the files of an archive are is told in `docs/archive.md`. It names nothing of the
 * installation that it comes from: no id of a draft, no token, no address. Schemas alone; the ports are `archiving.ts`,
 * what schemas cannot say is `archiveFaults.ts`. Pure.
 */
import { z } from 'zod';
import { answerSchema } from './answer.ts';
import { ROUTES } from './channels.ts';
import { languageSchema } from './language.ts';
import { IDLE_HOURS, roleSchema } from './link.ts';
import { PART_SCHEMAS } from './partSchemas.ts';
import { questionnaireSchema } from './questionnaire.ts';
import { FILE_KINDS } from './reading.ts';
import { TEXTS_MAX } from './referenceText.ts';
import { idSchema } from './stated.ts';
import { VERSIONS } from './versions.ts';

export const ARCHIVE_FORMAT = 'aide-memoire archive';
/** Raised when a program of before could not read what a newer one writes. */
export const ARCHIVE_VERSION = 1;

/** The greatest number that the columns of a database take. */
const NUMBER_MAX = 2 ** 31 - 1;

const instantSchema = z.iso
  .datetime({ precision: 3 })
  .meta({ id: 'Instant', description: 'A moment in UTC, to the millisecond: 2024-02-01T09:00:00.000Z' });
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const countSchema = z.int().min(0).max(NUMBER_MAX);
const revisionSchema = z
  .int()
  .min(1)
  .max(NUMBER_MAX)
  .meta({ id: 'Revision', description: 'Counts the saves of one part from 1.' });
const linkNameSchema = z
  .string()
  .regex(/^link-[1-9]\d{0,5}$/)
  .meta({ id: 'LinkName', description: 'Names one of "links".' });
const bySchema = linkNameSchema.nullable();
/** An id of a signatory, or of something else that parts name: never of this program's own rows. */
const nameSchema = z.string().regex(/^[0-9a-z-]{1,60}$/);

/** A value of a part as it was saved. `by` is null where the link of its writer is not known any more. */
const savedSchema = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ revision: revisionSchema, savedAt: instantSchema, by: bySchema, value });
export type Saved = z.infer<ReturnType<typeof savedSchema<z.ZodUnknown>>>;

export type PartName = keyof typeof PART_SCHEMAS;
export const PART_NAMES = Object.keys(PART_SCHEMAS) as readonly PartName[];

const partsSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(PART_SCHEMAS).map(([key, schema]) => [key, savedSchema(schema).optional()]),
  ) as unknown as Record<PartName, z.ZodOptional<z.ZodType<Saved>>>,
);

const draftSchema = z.strictObject({
  language: languageSchema,
  startedAt: instantSchema,
  changedAt: instantSchema,
  /** Counts every change of any part. */
  revision: revisionSchema,
  /** Null: not submitted. */
  submittedAt: instantSchema.nullable(),
  /** Whether it was begun as a new version of a submitted draft, which is not in here. */
  follows: z.boolean(),
  /** One of `questionnaires`. */
  questionnaire: sha256Schema,
  /** Until when an owner wished it to be kept. */
  keepUntil: instantSchema.nullable(),
  idleHours: z.literal([...IDLE_HOURS]),
});

const linkSchema = z.strictObject({
  name: linkNameSchema,
  role: roleSchema,
  label: z.string().max(2_000),
  /** Id of the signatory that it approves for. */
  signatory: nameSchema.nullable(),
  createdAt: instantSchema,
});

const commentSchema = z.strictObject({
  kind: z.enum(['comment', 'proposal']),
  text: z.string().min(1).max(200_000),
  /** The revision of the answer that it was written to. */
  base: countSchema,
  by: bySchema,
  at: instantSchema,
});
const threadSchema = z.strictObject({
  question: idSchema,
  resolved: z.strictObject({ at: instantSchema, by: bySchema, adopted: z.boolean() }).nullable(),
  /** Oldest first. */
  comments: z.array(commentSchema).min(1),
});

const approvalSchema = z.strictObject({
  /** Id of the signatory; "lead" is the organisation itself. */
  signatory: nameSchema,
  decision: z.enum(['approved', 'declined']),
  /** Of the text that it is about. */
  hash: sha256Schema,
  revisions: z.record(idSchema, countSchema),
  words: z.string(),
  by: bySchema,
  at: instantSchema,
});

const moveSchema = z.strictObject({ from: sha256Schema, to: sha256Schema, at: instantSchema, by: bySchema });

const deliverySchema = z.strictObject({
  route: z.enum(ROUTES),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  outcome: z.strictObject({ kind: z.enum(['sent', 'failed', 'unsure']), reply: z.string() }).nullable(),
});
const fileNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,300}\.docx$/);
const submissionSchema = z.strictObject({
  reference: z.string().regex(/^AM-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
  revision: revisionSchema,
  questionnaire: sha256Schema,
  email: z.strictObject({
    to: z.array(z.string()),
    cc: z.array(z.string()),
    subject: z.string(),
    text: z.string(),
    replyTo: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
    language: z.string(),
  }),
  fileName: fileNameSchema,
  /** Of document.docx. */
  documentHash: sha256Schema,
  publicDocument: z.strictObject({ fileName: fileNameSchema, documentHash: sha256Schema }).nullable(),
  /** Which of the two went with the email. */
  attached: z.array(z.enum(VERSIONS)),
  messageId: z.string().max(500),
  deliveries: z.array(deliverySchema).max(1_000),
});

/** An entry of the record of who did what. `about` is the label of the link that it is about, or "". */
const entrySchema = z.strictObject({
  number: countSchema,
  at: instantSchema,
  role: roleSchema.nullable(),
  label: z.string().max(2_000),
  action: z.string().regex(/^[a-z-]{1,60}$/),
  subject: z.string().max(100).nullable(),
  about: z.string().max(2_000),
  count: countSchema.nullable(),
});
const recordSchema = z.strictObject({
  /** What the program found when it looked the record over, as it made the archive. */
  verdict: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('whole'), count: countSchema, hash: z.string().regex(/^(?:[0-9a-f]{64})?$/) }),
    z.strictObject({ kind: z.literal('broken'), number: countSchema, fault: z.string().regex(/^[a-z-]{1,40}$/) }),
  ]),
  entries: z.array(entrySchema).max(100_000),
});
export type ArchivedRecord = z.infer<typeof recordSchema>;

const linesSchema = z.array(z.string());
const pageSchema = z.int().min(1).max(1_000_000);
const excerptSchema = z.strictObject({
  headings: linesSchema,
  lines: linesSchema,
  /** The first and the last, where the file has pages of its own. */
  pages: z.tuple([pageSchema, pageSchema]).nullable(),
});
/** A reference text. Sources name it by its name in the archive. */
const textSchema = z.strictObject({
  name: z
    .string()
    .regex(/^text-[1-9]\d{0,5}$/)
    .meta({ id: 'TextName' }),
  title: z.string().max(1_000),
  /** What it was read from. */
  kind: z.enum(FILE_KINDS),
  language: languageSchema.nullable(),
  addedAt: instantSchema,
  excerpts: z.array(excerptSchema),
});
export type ArchivedText = z.infer<typeof textSchema>;

/** What must be found in history.jsonl: without it, a part of the file would be missed by nobody. */
const historySchema = z.strictObject({
  lines: countSchema,
  /** Of the bytes of the file. */
  hash: sha256Schema,
  /** The first revisions of parts that do not begin at 1: a first save may have any number. */
  begins: z.record(idSchema, revisionSchema),
});
export type StatedHistory = z.infer<typeof historySchema>;

export const archiveSchema = z
  .strictObject({
    format: z.literal(ARCHIVE_FORMAT),
    version: z.literal(ARCHIVE_VERSION),
    draft: draftSchema,
    /** That of the draft, and those that it was moved on from, each by its hash; all of one call. */
    questionnaires: z
      .array(z.strictObject({ hash: sha256Schema, questionnaire: questionnaireSchema }))
      .min(1)
      .max(200),
    /** Who came in: labels and roles, without anything that opens a draft. */
    links: z.array(linkSchema).max(20_000),
    /** The newest value of each part that was ever saved; the earlier ones are the lines of history.jsonl. */
    parts: partsSchema,
    /** The newest answer to each question, by its id. */
    answers: z.record(idSchema, savedSchema(answerSchema)),
    history: historySchema,
    threads: z.array(threadSchema),
    /** Oldest first. */
    approvals: z.array(approvalSchema),
    /** Oldest first. */
    moves: z.array(moveSchema).max(1_000),
    submission: submissionSchema.nullable(),
    audit: recordSchema,
    texts: z.array(textSchema).max(TEXTS_MAX),
    /** Of the installations that the draft was in before, the latest last. */
    earlierRecords: z.array(recordSchema).max(100),
  })
  .meta({ title: 'The archive of a draft of Aide-mémoire: archive.json' });
export type Archive = z.infer<typeof archiveSchema>;
/** An archive before its history was written out. */
export type ArchivedDraft = Omit<Archive, 'history'>;

/** A line of history.jsonl: a value that was saved before the newest one of its part. `part` is its key. */
export const historyLineSchema = z
  .strictObject({ part: idSchema, ...savedSchema(z.unknown()).shape })
  .meta({ title: 'A line of history.jsonl' });
export type HistoryLine = z.infer<typeof historyLineSchema>;

/** The form of the values of a part; whatever is no part of its own is the answer to a question. */
export const valueSchemaOf = (key: string): z.ZodType =>
  Object.hasOwn(PART_SCHEMAS, key) ? PART_SCHEMAS[key as PartName] : answerSchema;

/** A stored value as archives have it: what older programs did not write yet is filled in. What fits no form stays. */
export const archivedValue = (key: string, stored: unknown): unknown =>
  valueSchemaOf(key).safeParse(stored).data ?? stored;

/** The form of questionnaires has a file of its own, see `fileSchema.ts`. */
const QUESTIONNAIRE_FILE = '../questionnaires/questionnaire.schema.json';

/**
 * JSON Schema 2020-12 of archive.json and, under `$defs`, of a line of history.jsonl. `docs/archive.schema.json` is this,
 * printed by `npm run -s call -- archive-schema`.
 */
export function archiveFileSchema(): object {
  const made = { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' } as const;
  // In place of the questionnaire: its definitions would come along otherwise.
  const kept = z.strictObject({ hash: sha256Schema, questionnaire: z.unknown().meta({ $ref: QUESTIONNAIRE_FILE }) });
  const { $defs, ...archive } = z.toJSONSchema(
    archiveSchema.extend({ questionnaires: z.array(kept).min(1) }).meta(archiveSchema.meta() ?? {}),
    made,
  );
  const { $defs: more, ...line } = z.toJSONSchema(historyLineSchema, made);
  return { ...archive, $defs: { ...$defs, ...more, HistoryLine: line } };
}
