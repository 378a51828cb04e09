/**
 * The rules of a call that are more than one value: deadlines, channels, the subject of the email, the form of the
 * document, publication. Numbers in brackets are the rules of `calls/README.md` (1 to 36). Schemas only: what the rules
 * come to is told elsewhere (`deadline.ts`, `limit.ts`, `email.ts`, `outline.ts`).
 */
import { z } from 'zod';
import {
  countrySchema,
  dateSchema,
  forceSchema,
  idSchema,
  oneOrMore,
  shortOr,
  tagSchema,
  textSchema,
  zoneSchema,
} from './stated.ts';

/** How an hour or a day stands to what is too late; shared by a deadline and by what it was before. */
const statedTime = {
  /** "before" ends with the day before; "by" and "on" include the day; null where unclear (6, 8). */
  relation: z.enum(['before', 'by', 'on']).nullable().default(null),
  /**
   * Wall-clock time in `zone`: "HH:MM"; "24:00", the end of the day; "midnight", which is its start; "noon". Null: the
   * call gives no hour.
   */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$|^midnight$|^noon$/, 'write the hour as HH:MM, or as noon or midnight')
    .nullable()
    .default(null),
  /** IANA name or offset such as "-05:00"; null: the call gives no zone. */
  zone: zoneSchema.nullable().default(null),
};

/** A deadline that an extension, or a date brought forward, has put out of force (4, 7). */
const formerSchema = z.strictObject({ wording: textSchema, date: dateSchema, ...statedTime });
export type FormerDeadline = z.infer<typeof formerSchema>;

export const deadlineSchema = z
  .strictObject({
    id: idSchema.default('main'),
    wording: textSchema,
    /** null: the words give no date (7). */
    date: dateSchema.nullable().default(null),
    /** Calendar days back from the start of a session (7); `before` is null until that date is known. */
    relative: z
      .strictObject({ days: z.int().positive().max(3650), before: dateSchema.nullable().default(null) })
      .nullable()
      .default(null),
    ...statedTime,
    basis: z.enum(['received', 'sent']).nullable().default(null),
    strictness: z.enum(['hard', 'soft']).nullable().default(null),
    /** What tells it from the others (6): "early", "facts that come late". */
    label: textSchema.nullable().default(null),
    force: forceSchema.default('binding'),
    /** Oldest first. Their words need not stand in the text of the call, which is often replaced. */
    was: z.array(formerSchema).default([]),
  })
  .refine(({ date, relative }) => date === null || relative === null, {
    path: ['relative'],
    message: 'give the date, or what it is counted back from, not both',
  });
export type DeadlineRule = z.infer<typeof deadlineSchema>;

/** Whether a channel is one of the ways in, or for those whom the others fail (10). */
const channelUse = z.enum(['main', 'fallback']).default('main');

const emailChannelSchema = z.strictObject({
  kind: z.literal('email'),
  to: oneOrMore(z.email()),
  /** Of several addresses: write to all, or to any one ("and/or"); null where the call leaves it open. */
  toWhich: z.enum(['all', 'any']).nullable().default(null),
  cc: z.array(z.email()).default([]),
  use: channelUse,
  wording: textSchema.nullable().default(null),
  force: forceSchema.default('binding'),
});
const otherChannelSchema = z.strictObject({
  kind: z.enum(['form', 'portal', 'post', 'fax']),
  /** A web address, a postal address (lines apart by line ends) or a number; null: the call names none. */
  address: z.string().min(1).nullable().default(null),
  copies: z.int().positive().nullable().default(null),
  use: channelUse,
  wording: textSchema.nullable().default(null),
  force: forceSchema.default('binding'),
});
export const channelSchema = z.discriminatedUnion('kind', [emailChannelSchema, otherChannelSchema]);
export type Channel = z.infer<typeof channelSchema>;

/** What a slot of a subject is filled with: see `subject.slots` for those that only the writer knows. */
export const KNOWN_SLOTS = [
  'organisation',
  'country',
  'individual|joint',
  'title',
  'session',
  'language',
  'date',
  'month year',
  'year',
  'addressee',
] as const;

const subjectObjectSchema = z.strictObject({
  kind: z.enum(['exact', 'contains', 'pattern', 'none']).default('exact'),
  wording: textSchema.nullable().default(null),
  /** By language, each one line. A language that is missing has no official subject: the one that exists is used. */
  value: textSchema
    .refine(
      (text) => Object.values(text).every((line) => !/[\p{Cc}\u2028\u2029]/u.test(line)),
      'write the subject on one line',
    )
    .nullable()
    .default(null),
  /**
   * Of a pattern: what to ask the writer for each slot that is not one of `KNOWN_SLOTS`. With `options` the writer
   * chooses one of them, otherwise types a line. Slots stand in `value` in braces: "{organisation}".
   */
  slots: z
    .record(
      z.string().regex(/^[^{}]{1,40}$/, 'name the slot without its braces'),
      z.strictObject({ label: textSchema, options: z.array(textSchema).default([]) }),
    )
    .default({}),
  force: forceSchema.default('binding'),
});

/** The subject of the email (11). `exact`: verbatim, to the character, typing mistakes included. A plain line is exact. */
export const subjectSchema = shortOr(z.string().min(1), (value) => ({ value }), subjectObjectSchema);

/** What the body of the email must say (12). */
export const EMAIL_PARTS = ['contact', 'description', 'consent', 'publication', 'summary', 'signatories'] as const;

/** A sentence that the call wants in the email, to the letter (12). */
export const sentenceSchema = z.strictObject({
  id: idSchema,
  text: textSchema,
  /** When it stands there: always, or by the writer's choice of publication. */
  when: z.enum(['always', 'public', 'part', 'confidential']).default('always'),
  force: forceSchema.default('binding'),
});

/** How the languages of `answerLanguages` are meant (13). */
export const languageUseSchema = z.strictObject({
  demand: z.enum(['must', 'preferred', 'possible']).nullable().default(null),
  /** Whether one submission may mix them. */
  mixing: z.enum(['allowed', 'forbidden']).nullable().default(null),
  /** Whether the office translates what it gets. */
  translated: z.boolean().nullable().default(null),
});

const extensionSchema = z.string().regex(/^[a-z0-9]{1,8}$/, 'write the ending without its dot, such as docx');

/** The types of file (17); a bare list is what is accepted. Empty lists: not stated. */
export const fileTypesSchema = shortOr(
  z.array(extensionSchema),
  (accepted) => ({ accepted }),
  z.strictObject({ accepted: z.array(extensionSchema).default([]), refused: z.array(extensionSchema).default([]) }),
);

/** How the document must look (17). What is null the call leaves to the writer. */
export const layoutSchema = z.strictObject({
  font: z.string().min(1).max(60).nullable().default(null),
  /** In points. */
  size: z.number().min(6).max(30).nullable().default(null),
  /** In lines: 1, 1.5, 2. */
  spacing: z.number().min(1).max(3).nullable().default(null),
  justified: z.boolean().nullable().default(null),
  numberedParagraphs: z.boolean().nullable().default(null),
  numberedPages: z.boolean().nullable().default(null),
  paper: z.enum(['a4', 'letter']).nullable().default(null),
  /** On all sides, in millimetres. */
  margin: z.number().min(5).max(60).nullable().default(null),
});

export type Layout = z.infer<typeof layoutSchema>;

/** What stands at the front of the document (18). */
export const FRONT_ENTRIES = [
  'title',
  'submitter',
  'country',
  'session',
  'signatories',
  'keywords',
  'summary',
  'period',
  'confidentiality',
  'contact',
  'date',
  'addressee',
] as const;
export const frontEntrySchema = z.strictObject({
  entry: z.enum(FRONT_ENTRIES),
  required: z.boolean().default(true),
  /** As the call prints it, where it does. */
  label: textSchema.nullable().default(null),
});

/** Whether and how the questions stand in the document (19). */
export const printingSchema = z.strictObject({
  questions: z.boolean().nullable().default(null),
  /** `call`: the labels that the call prints; `none`: no numbers. */
  numbering: z.enum(['call', 'none']).nullable().default(null),
  unanswered: z.enum(['left-out', 'marked']).nullable().default(null),
});
export type Printing = z.infer<typeof printingSchema>;

export const publicationSchema = z.strictObject({
  /** Null: the call does not say what happens to those who choose nothing (20). */
  default: z.enum(['public', 'confidential']).nullable().default(null),
  choice: z.enum(['opt-out', 'opt-in', 'none']).nullable().default(null),
  /** Whether each submission must say yes or no. */
  explicit: z.boolean().nullable().default(null),
  /** Whether single answers can be kept confidential. */
  perAnswer: z.boolean().nullable().default(null),
  /** Whether what is confidential goes into an annex of its own. */
  annex: z.boolean().nullable().default(null),
});

/** Groups that a call addresses (21); a bare id is one without words of its own. */
export const addresseeSchema = shortOr(
  idSchema,
  (id) => ({ id }),
  z.strictObject({ id: idSchema, label: textSchema.nullable().default(null) }),
);
export type Addressee = z.infer<typeof addresseeSchema>;

/** Who may submit (21). */
export const eligibilitySchema = z.strictObject({
  /** Ids of `addressees`; empty: whoever the wording says. */
  groups: z.array(idSchema).default([]),
  /** Whether consultative status is needed; null: not stated. */
  status: z.boolean().nullable().default(null),
});

/** One country (22): fixed by the call, or one for each submission, chosen by its writer. */
export const countryScopeSchema = z.strictObject({
  country: countrySchema.nullable().default(null),
  each: z.boolean().default(false),
});

/** What must be said of who submits (31). */
export const SUBMITTER_FIELDS = [
  'name',
  'country',
  'contact',
  'email',
  'phone',
  'website',
  'description',
  'founded',
  'status',
  'kind',
] as const;
export const submitterSchema = z.array(
  shortOr(
    z.enum(SUBMITTER_FIELDS),
    (field) => ({ field }),
    z.strictObject({ field: z.enum(SUBMITTER_FIELDS), required: z.boolean().default(true) }),
  ),
);

/** Submissions of several organisations (32). */
export const jointSchema = z.strictObject({
  /** Where the call wants the names. */
  listed: z.enum(['start', 'footnote', 'end']).default('start'),
  /** `given`: as the writers put them. The lead stands first in any order, and supporters after those who sign. */
  order: z.enum(['given', 'alphabetical', 'country']).default('given'),
  /** Whether organisations with consultative status come before the others of their group. */
  statusFirst: z.boolean().default(false),
  /** Whether the email lists them too. */
  email: z.boolean().default(false),
  /** Whether one organisation must stand for the others. */
  lead: z.boolean().nullable().default(null),
  /** Whether organisations may support a submission that they do not sign. */
  supporters: z.enum(['allowed', 'forbidden']).nullable().default(null),
});

const attachmentUse = z.enum(['allowed', 'forbidden', 'recommended', 'required']);
/** Files beside the document (33); the bare word is short for its `use`. */
export const attachmentsSchema = shortOr(
  attachmentUse,
  (use) => ({ use }),
  z.strictObject({
    use: attachmentUse,
    maximum: z.int().positive().nullable().default(null),
    types: z.array(extensionSchema).default([]),
  }),
);

/** The declaration that people who are named agree (34). */
export const consentStatementSchema = z.strictObject({
  parts: z.array(z.enum(['informed', 'risk', 'inclusion'])).default(['informed', 'risk', 'inclusion']),
  /** Where it must stand; null: not stated. */
  place: z.enum(['email', 'document', 'annex']).nullable().default(null),
});

/** What comes before sending (9): registering, accreditation. A date is a calendar day. */
export const taskSchema = z.strictObject({
  id: idSchema,
  text: textSchema,
  date: dateSchema.nullable().default(null),
  /** Where it is done. */
  address: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  force: forceSchema.default('binding'),
});

/** Where the report goes (4). */
export const destinationSchema = z.strictObject({
  organ: z.string().min(1),
  session: z.string().nullable().default(null),
});

export const tagsSchema = z.array(tagSchema);
