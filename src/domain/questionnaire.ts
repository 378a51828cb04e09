/**
 * A questionnaire: one call for input and its tree of questions, as the YAML files in `questionnaires/` say it.
 * Numbers in brackets are the rules of `calls/README.md` (1 to 36). Wording (what is printed) and value (what it means)
 * are kept apart everywhere; a null value is "not stated by the call" and is never filled in by a guess.
 * Pure: reading files is the store's work (`store/questionnaires.ts`).
 */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { AppError } from './errors.ts';
import type { Text } from './language.ts';

const idSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and single hyphens')
  // Values are kept by id in plain objects, where this name is taken.
  .refine((id) => id !== 'constructor', 'this id is used by the program itself; choose another');

/** BCP 47, as short as calls use it: "fr", "pt-BR". */
const tagSchema = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'use a language code such as fr or pt-BR');

const textSchema: z.ZodType<Text> = z
  .record(tagSchema, z.string().trim().min(1))
  .refine((text) => Object.keys(text).length > 0, 'give the text in at least one language');

/** How binding a rule is (36). `inferred`: our reading, not the call's words. */
export const forceSchema = z.enum(['binding', 'advisory', 'inferred']);

/** The status of the call's text in one language (1). */
export const textStatusSchema = z.enum(['official', 'repost', 'unofficial', 'abridged']);
export type TextStatus = z.infer<typeof textStatusSchema>;

/** A rule: the words of the call, the value we read from them, and its force (2, 36). Missing means "not stated". */
function rule<Value extends z.ZodType>(value: Value) {
  return z
    .strictObject({
      wording: textSchema.nullable().default(null),
      value: value.nullable().default(null),
      force: forceSchema.default('binding'),
    })
    .default({ wording: null, value: null, force: 'binding' });
}

const isZone = (name: string): boolean =>
  /^[+-](0\d|1[0-4]):[0-5]\d$/.test(name) || (/^[A-Z]/.test(name) && IANAZone.isValidZone(name));

const zoneSchema = z.string().refine(isZone, 'write the zone as Europe/Zurich or as -05:00');

/** A date as printed, in the call's own calendar day; no zone of its own. */
const dateSchema = z.iso.date('write the date as year-month-day, for example 2024-02-15');

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
    label: textSchema.nullable().default(null),
    /** Oldest first. Their words need not stand in the text of the call, which is often replaced. */
    was: z.array(formerSchema).default([]),
  })
  .refine(({ date, relative }) => date === null || relative === null, {
    path: ['relative'],
    message: 'give the date, or what it is counted back from, not both',
  });
export type DeadlineRule = z.infer<typeof deadlineSchema>;

const emailChannelSchema = z.strictObject({
  kind: z.literal('email'),
  to: z.array(z.email()).min(1),
  cc: z.array(z.email()).default([]),
  wording: textSchema.nullable().default(null),
});
const otherChannelSchema = z.strictObject({
  kind: z.enum(['form', 'portal', 'post', 'fax']),
  address: z.string().min(1),
  copies: z.int().positive().nullable().default(null),
  wording: textSchema.nullable().default(null),
});
export const channelSchema = z.discriminatedUnion('kind', [emailChannelSchema, otherChannelSchema]);

/** The subject of the email (11). `exact`: verbatim, to the character, typing mistakes included. */
export const subjectSchema = z.strictObject({
  kind: z.enum(['exact', 'contains', 'pattern', 'none']),
  wording: textSchema.nullable().default(null),
  /** By language, each one line. A language that is missing has no official subject: the one that exists is used. */
  value: textSchema
    .refine((text) => Object.values(text).every((line) => !/\p{Cc}/u.test(line)), 'write the subject on one line')
    .nullable()
    .default(null),
  force: forceSchema.default('binding'),
});

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
const recommendationsAskSchema = z.strictObject({ ...askBase, kind: z.literal('recommendations') });

/** A part of a question that can be answered in a structured way. The kinds are data; each has one partial in views. */
export const askSchema = z.discriminatedUnion('kind', [
  choiceAskSchema,
  ticksAskSchema,
  rowsAskSchema,
  recommendationsAskSchema,
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

export interface QuestionNode {
  readonly id: string;
  readonly kind: 'question' | 'heading' | 'note';
  /** As printed ("1)"); null where the call prints none (24). */
  readonly label: string | null;
  /** Null for a group without a stem (24). */
  readonly text: Text | null;
  readonly flags: readonly ('sensitive' | 'personal-data' | 'recommendations' | 'sources')[];
  readonly asks: readonly Ask[];
  readonly help: z.infer<typeof helpSchema> | null;
  readonly children: readonly QuestionNode[];
}

const questionSchema: z.ZodType<QuestionNode> = z.lazy(() =>
  z.strictObject({
    id: idSchema.refine((id) => !RESERVED_IDS.has(id), 'this id is used by the program itself; choose another'),
    kind: z.enum(['question', 'heading', 'note']).default('question'),
    label: z.string().min(1).nullable().default(null),
    text: textSchema.nullable().default(null),
    flags: z.array(z.enum(['sensitive', 'personal-data', 'recommendations', 'sources'])).default([]),
    asks: z.array(askSchema).default([]),
    help: helpSchema.nullable().default(null),
    children: z.array(questionSchema).default([]),
  }),
);

/** Parts of a draft that are not questions share the addresses and the history of questions: their ids are taken. */
const RESERVED_IDS = new Set(['organisation', 'publication', 'plan', 'signatories', 'consents', 'checks']);

/** Reports each id that an earlier entry of the same list has. `path` leads to the list. */
function refuseTwins(
  entries: readonly { readonly id: string }[],
  path: readonly (string | number)[],
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, index) => {
    if (seen.has(id)) {
      context.addIssue({ code: 'custom', path: [...path, index, 'id'], message: `the id "${id}" is used twice` });
    }
    seen.add(id);
  });
}

export const questionnaireSchema = z
  .strictObject({
    id: idSchema,
    version: z.int().positive().default(1),
    /** Rules 1 and 3: where the text comes from, its status per language, and the whole text as it was found. */
    provenance: z.strictObject({
      address: z
        .url({ protocol: /^https?$/, error: 'write the whole address of the page, from https:// on' })
        .nullable()
        .default(null),
      retrieved: dateSchema.nullable().default(null),
      languages: z.record(tagSchema, textStatusSchema),
      text: textSchema,
    }),
    title: textSchema,
    kind: z
      .enum(['thematic', 'draft-comments', 'country-visit', 'country-review', 'cases', 'free', 'standing'])
      .default('thematic'),
    /** A short name for lists and file names, ours; not part of the official text. */
    shortTitle: textSchema,
    issuers: z
      .array(
        z.strictObject({
          name: textSchema,
          holder: z.string().nullable().default(null),
          body: z
            .enum(['special-procedure', 'treaty-body', 'council', 'secretariat', 'regional', 'other'])
            .default('other'),
        }),
      )
      .min(1),
    /** The zone of the office that asks, for deadlines that name none; null: Geneva's. Ours, not the call's words (8). */
    seat: zoneSchema.nullable().default(null),
    destination: rule(z.strictObject({ organ: z.string(), session: z.string() })),
    background: textSchema.nullable().default(null),
    deadlines: z.array(deadlineSchema).default([]),
    opening: rule(dateSchema),
    channels: z.array(channelSchema).default([]),
    subject: subjectSchema.default({ kind: 'none', wording: null, value: null, force: 'binding' }),
    emailBody: rule(z.array(z.enum(['contact', 'description', 'consent', 'publication']))),
    answerLanguages: rule(z.array(tagSchema)),
    length: rule(
      z.array(
        z.strictObject({
          unit: z.enum(['words', 'characters', 'pages', 'paragraphs', 'files', 'megabytes']),
          maximum: z.number().positive().nullable().default(null),
          minimum: z.number().positive().nullable().default(null),
          /** For whom it is (15); null: for everybody. */
          when: z.enum(['joint', 'individual']).nullable().default(null),
        }),
      ),
    ),
    /** Submissions of several organisations (32). */
    joint: rule(
      z.strictObject({
        /** Where the call wants the names. */
        listed: z.enum(['start', 'footnote', 'end']).default('start'),
        /** `given`: as the writers put them. The lead stands first in any order, and supporters after those who sign. */
        order: z.enum(['given', 'alphabetical', 'country']).default('given'),
        /** Whether organisations with consultative status come before the others of their group. */
        statusFirst: z.boolean().default(false),
        /** Whether the email lists them too. */
        email: z.boolean().default(false),
      }),
    ),
    fileTypes: rule(z.array(z.string().min(1))),
    publication: rule(
      z.strictObject({
        default: z.enum(['public', 'confidential']),
        choice: z.enum(['opt-out', 'opt-in', 'none']),
      }),
    ),
    addressees: rule(z.array(idSchema)),
    attachments: rule(z.enum(['allowed', 'forbidden', 'recommended'])),
    consent: rule(z.enum(['needed', 'not-needed'])),
    /** What must be done before sending (9): registering online, accreditation. A date is a calendar day. */
    tasks: z
      .array(z.strictObject({ id: idSchema, text: textSchema, date: dateSchema.nullable().default(null) }))
      .default([]),
    period: rule(z.strictObject({ from: dateSchema.nullable(), to: dateSchema.nullable() })),
    /** The heading over the questions, as printed. */
    heading: textSchema.nullable().default(null),
    questions: z.array(questionSchema).min(1),
  })
  .superRefine((questionnaire, context) => {
    const seen = new Set<string>();
    const walk = (nodes: readonly QuestionNode[], path: (string | number)[]): void => {
      nodes.forEach((node, index) => {
        const here = [...path, index];
        if (seen.has(node.id)) {
          context.addIssue({ code: 'custom', path: [...here, 'id'], message: `the id "${node.id}" is used twice` });
        }
        seen.add(node.id);
        if (node.kind === 'question' && node.text === null && node.children.length === 0) {
          context.addIssue({ code: 'custom', path: here, message: 'a question needs a text or children' });
        }
        refuseTwins(node.asks, [...here, 'asks'], context);
        node.asks.forEach((ask, askIndex) => {
          const at = [...here, 'asks', askIndex];
          if (ask.kind === 'ticks') refuseTwins(ask.options, [...at, 'options'], context);
          if (ask.kind === 'rows') refuseTwins(ask.fields, [...at, 'fields'], context);
          for (const [language, words] of Object.entries(ask.wording ?? {})) {
            if (node.text?.[language]?.includes(words) !== true) {
              context.addIssue({
                code: 'custom',
                path: [...at, 'wording', language],
                message: 'these words do not stand in the text of the question',
              });
            }
          }
        });
        walk(node.children, [...here, 'children']);
      });
    };
    walk(questionnaire.questions, ['questions']);
    refuseTwins(questionnaire.deadlines, ['deadlines'], context);
    if (questionnaire.subject.kind !== 'none' && questionnaire.subject.value === null) {
      context.addIssue({
        code: 'custom',
        path: ['subject', 'value'],
        message: 'give the subject, or set kind to none',
      });
    }
    if (
      !Object.values(questionnaire.provenance.languages).some((status) => status === 'official' || status === 'repost')
    ) {
      context.addIssue({
        code: 'custom',
        path: ['provenance', 'languages'],
        message: 'name at least one language whose text is official or a repost',
      });
    }
  });

/** A checked questionnaire. Frozen in spirit: nothing changes it after it was read. */
export type Questionnaire = z.infer<typeof questionnaireSchema>;

const officials = new WeakMap<Questionnaire, readonly string[]>();

/** The languages whose text is the issuer's own, in the order of the file. */
export function officialLanguages(questionnaire: Questionnaire): readonly string[] {
  let found = officials.get(questionnaire);
  if (found === undefined) {
    found = Object.entries(questionnaire.provenance.languages)
      .filter(([, status]) => status === 'official' || status === 'repost')
      .map(([language]) => language);
    officials.set(questionnaire, found);
  }
  return found;
}

/** Whether text shown in `language` must be marked as our own translation. */
export function isUnofficial(questionnaire: Questionnaire, language: string): boolean {
  return questionnaire.provenance.languages[language] === 'unofficial';
}

/** A node that can be answered, with the headings above it. `number` counts from 1 in reading order. */
export interface PlacedQuestion {
  readonly node: QuestionNode;
  readonly depth: number;
  readonly number: number;
  /** Heading nodes and stemmed parents that come directly before this question, outermost first. */
  readonly before: readonly QuestionNode[];
}

const placed = new WeakMap<Questionnaire, readonly PlacedQuestion[]>();

/**
 * The questions to answer in reading order. Headings and notes are not answered; a node with children is answered
 * through them unless it has a text and asks of its own.
 */
export function questionsOf(questionnaire: Questionnaire): readonly PlacedQuestion[] {
  const known = placed.get(questionnaire);
  if (known !== undefined) return known;
  const found: PlacedQuestion[] = [];
  let pending: QuestionNode[] = [];
  const walk = (nodes: readonly QuestionNode[], depth: number): void => {
    for (const node of nodes) {
      const answerable =
        node.kind === 'question' && node.text !== null && (node.children.length === 0 || node.asks.length > 0);
      if (answerable) {
        found.push({ node, depth, number: found.length + 1, before: pending });
        pending = [];
      } else {
        pending = [...pending, node];
      }
      walk(node.children, depth + 1);
    }
  };
  walk(questionnaire.questions, 0);
  placed.set(questionnaire, found);
  return found;
}

/** The answerable question with this id, or undefined. */
export function questionOf(questionnaire: Questionnaire, id: string): PlacedQuestion | undefined {
  return questionsOf(questionnaire).find(({ node }) => node.id === id);
}

/** A problem in a questionnaire file, where it stands and what to do. Lines and columns count from 1. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The path of the rule in the file, for example "questions.4.asks.0.kind". */
  readonly rule: string;
  readonly message: string;
}

/** What the program keeps of a questionnaire that it serves. `hash` names this exact text for ever. */
export interface KeptQuestionnaire {
  /** SHA-256 of the canonical JSON, hexadecimal. */
  readonly hash: string;
  readonly questionnaire: Questionnaire;
}

/** Where questionnaires come from: the files of the operator, and the snapshots that drafts were started with. */
export interface Questionnaires {
  /** The calls on offer now, one version each. */
  all(): readonly KeptQuestionnaire[];
  current(call: string): KeptQuestionnaire | undefined;
}

/** Keeps the exact questionnaires that drafts were started with, for as long as the drafts live. */
export interface QuestionnaireStore {
  /** Keeping one twice is no error. */
  keepQuestionnaire(kept: KeptQuestionnaire): Promise<void>;
  questionnaireByHash(hash: string): Promise<Questionnaire | null>;
  /** The highest version of a call that was ever kept; 0: none. */
  newestVersion(call: string): Promise<number>;
}

/** The questionnaire that a draft was started with: from the files if unchanged, else from the snapshots. */
export async function questionnaireOf(
  { questionnaires, store }: { questionnaires: Questionnaires; store: Pick<QuestionnaireStore, 'questionnaireByHash'> },
  call: string,
  hash: string,
): Promise<Questionnaire> {
  const current = questionnaires.current(call);
  if (current?.hash === hash) return current.questionnaire;
  const kept = await store.questionnaireByHash(hash);
  if (kept === null) throw new AppError('internal', 'a draft has lost the questionnaire that it was started with');
  return kept;
}

/**
 * The version of the call whose deadlines hold now: an extension comes as a newer file, and every draft follows it,
 * while its questions stay those that it was started with.
 */
export function callNow(
  { questionnaires }: { readonly questionnaires: Questionnaires },
  questionnaire: Questionnaire,
): Questionnaire {
  const current = questionnaires.current(questionnaire.id)?.questionnaire;
  return current !== undefined && current.version > questionnaire.version ? current : questionnaire;
}
