/**
 * A questionnaire: one call for input and its tree of questions, as the YAML files in `questionnaires/` say it.
 * Numbers in brackets are the rules of `calls/README.md` (1 to 36). Wording (what is printed) and value (what it means)
 * are kept apart everywhere; a null value is "not stated by the call" and is never filled in by a guess.
 * Pure: reading files is the store's work (`store/questionnaires.ts`).
 */
import { z } from 'zod';
import {
  addresseeSchema,
  attachmentsSchema,
  channelSchema,
  consentStatementSchema,
  countryScopeSchema,
  deadlineSchema,
  destinationSchema,
  eligibilitySchema,
  EMAIL_PARTS,
  fileTypesSchema,
  frontEntrySchema,
  jointSchema,
  languageUseSchema,
  layoutSchema,
  printingSchema,
  publicationSchema,
  sentenceSchema,
  subjectSchema,
  submitterSchema,
  tagsSchema,
  taskSchema,
} from './callRules.ts';
import { AppError } from './errors.ts';
import type { Text } from './language.ts';
import { isOwnCall, type OwnCallStore } from './ownCall.ts';
import { limitSchema } from './limit.ts';
import { nodeSchema, type QuestionNode, withIds } from './nodes.ts';
import { isAnswered, placeQuestions, type PlacedQuestion } from './places.ts';
import {
  dateSchema,
  idSchema,
  oneOrMore,
  rule,
  shortOr,
  tagSchema,
  textSchema,
  withLanguage,
  zoneSchema,
} from './stated.ts';

/** The status of the call's text in one language (1). */
export const textStatusSchema = z.enum(['official', 'repost', 'unofficial', 'abridged']);
export type TextStatus = z.infer<typeof textStatusSchema>;

const issuerSchema = z.strictObject({
  name: textSchema,
  /** The person who holds the mandate. */
  holder: textSchema.nullable().default(null),
  body: z.enum(['special-procedure', 'treaty-body', 'council', 'secretariat', 'regional', 'other']).default('other'),
});

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

const writtenSchema = z.strictObject({
  id: idSchema.describe('Short name of the call in addresses: small letters, digits and hyphens. Never change it.'),
  version: z.int().positive().default(1).describe('Raise by one whenever the file changes after drafts were started.'),
  /** The language of every text that is written as a plain line; missing: the only official one of `provenance`. */
  language: tagSchema.nullable().default(null).describe('Language of every text that is written as a plain line.'),
  /** Rules 1 and 3: where the text comes from, its status per language, and the whole text as it was found. */
  provenance: z
    .strictObject({
      address: z
        .url({ protocol: /^https?$/, error: 'write the whole address of the page, from https:// on' })
        .nullable()
        .default(null),
      retrieved: dateSchema.nullable().default(null),
      /** Missing: `language` is a repost, since nobody said that the text is the office's own. */
      languages: z.record(tagSchema, textStatusSchema).default({}),
      text: z.union([textSchema, z.strictObject({}).transform((): Text => ({}))]).prefault({}),
    })
    .prefault({})
    .describe('Where the text comes from, its status per language, and the whole text (rules 1 and 3).'),
  title: textSchema.describe('The title as printed.'),
  kind: z
    .enum(['thematic', 'draft-comments', 'country-visit', 'country-review', 'cases', 'free', 'standing'])
    .default('thematic')
    .describe('What sort of call it is (5).'),
  /** What the writer makes: a submission, or a letter or briefing of the organisation's own, sent by no fixed way. */
  paper: z.enum(['submission', 'letter', 'briefing']).default('submission').describe('What the writer makes of it.'),
  /** A short name for lists and file names, ours; not part of the official text. Missing: the title. */
  shortTitle: textSchema
    .nullable()
    .default(null)
    .describe('Our short name for lists and file names; the title if missing.'),
  /** None for a questionnaire that no office asks. */
  issuers: z
    .array(shortOr(z.string().min(1), (name) => ({ name }), issuerSchema))
    .default([])
    .describe('Who asks: one or more (4). A plain line is a name.'),
  /** The zone of the office that asks, for deadlines that name none; null: Geneva's. Ours, not the call's words (8). */
  seat: zoneSchema.nullable().default(null).describe('Zone of the office that asks, for deadlines that name none.'),
  destination: rule(oneOrMore(destinationSchema)).describe('The report, organ and session that the answers go to (4).'),
  /** The symbol of the document that the call is, or that it is about (4): "A/HRC/56/57". */
  symbol: z.string().min(1).nullable().default(null).describe('Symbol of the document (4), such as A/HRC/56/57.'),
  background: textSchema.nullable().default(null).describe('The background as printed.'),
  objectives: textSchema.nullable().default(null).describe('The objectives as printed.'),
  deadlines: z.array(deadlineSchema).default([]).describe('Every deadline (6): words, date, hour, zone.'),
  opening: rule(dateSchema).describe('The day from which answers are taken (7).'),
  /** The day on which the office closed it, whatever the deadlines say (4). */
  closed: rule(dateSchema).describe('The day on which the office closed the call, whatever the deadlines say (4).'),
  channels: z.array(channelSchema).default([]).describe('The ways to send a submission (10).'),
  /** Of several main channels: any of them will do, or all must be used (10). */
  channelUse: rule(z.enum(['any', 'all'])).describe('Of several channels: any of them, or all (10).'),
  /** Where questions about the call may be sent (10). */
  contact: rule(z.email()).describe('Mailbox for questions about the call (10).'),
  subject: subjectSchema
    .prefault({ kind: 'none' })
    .describe('Subject of the email, to the character (11). A plain line is exact.'),
  emailBody: rule(z.array(z.enum(EMAIL_PARTS))).describe('What the body of the email must say (12).'),
  emailSentences: z
    .array(sentenceSchema)
    .default([])
    .describe('Sentences that the email must hold, to the letter (12).'),
  /** In order of preference (13). */
  answerLanguages: rule(tagsSchema).describe('Languages accepted, in order of preference (13).'),
  languageUse: rule(languageUseSchema).describe(
    'How those languages are meant: must or preferred, mixing, translation (13).',
  ),
  length: rule(z.array(limitSchema)).describe('Limits (14 to 16).'),
  joint: rule(jointSchema).describe('Submissions of several organisations (32).'),
  fileTypes: rule(fileTypesSchema).describe('Types of file accepted and refused (17).'),
  layout: rule(layoutSchema).describe('Font, size, spacing, numbering, paper (17).'),
  front: rule(z.array(frontEntrySchema)).describe('What stands at the front of the document (18).'),
  printing: rule(printingSchema).describe('Whether and how the questions are printed (19).'),
  publication: rule(publicationSchema).describe('Public or confidential, and who chooses (20).'),
  addressees: rule(z.array(addresseeSchema)).describe('The groups that the call speaks to (21).'),
  eligibility: rule(eligibilitySchema).describe('Who may submit (21).'),
  countryScope: rule(countryScopeSchema).describe('One country for all, or one for each submission (22).'),
  submitter: rule(submitterSchema).describe('What must be said of who submits (31).'),
  attachments: rule(attachmentsSchema).describe('Files beside the document (33).'),
  consent: rule(z.enum(['needed', 'not-needed'])).describe('Whether people who are named must have agreed (34).'),
  consentStatement: rule(consentStatementSchema).describe(
    'The declaration that they agree: its parts and its place (34).',
  ),
  tasks: z.array(taskSchema).default([]).describe('What must be done before sending (9).'),
  period: rule(
    z.strictObject({ from: dateSchema.nullable().default(null), to: dateSchema.nullable().default(null) }),
  ).describe('The period that the facts must fall in (35).'),
  /** Hints over the whole call (29), such as a gender perspective; the call's words. */
  hints: z
    .array(z.strictObject({ id: idSchema, text: textSchema }))
    .default([])
    .describe('Hints over the whole call, in its words (29).'),
  /** The heading over the questions, as printed. */
  heading: textSchema.nullable().default(null).describe('The heading over the questions, as printed.'),
  questions: z.array(nodeSchema).min(1).describe('The questions in order (23). A plain line is a question.'),
});

export const questionnaireSchema = writtenSchema
  .transform((written, context) => {
    const language = written.language ?? onlyOfficial(written.provenance.languages);
    const filled = withLanguage(written, language);
    if (filled === null) {
      context.addIssue({
        code: 'custom',
        path: ['language'],
        message: 'say which language the texts are in, such as "language: en"',
      });
      return z.NEVER;
    }
    const { provenance, shortTitle, title } = filled;
    const isUnstated = Object.keys(provenance.languages).length === 0 && language !== null;
    return {
      ...filled,
      provenance: isUnstated ? { ...provenance, languages: { [language]: 'repost' } } : provenance,
      shortTitle: shortTitle ?? title,
      questions: withIds(filled.questions),
    };
  })
  .superRefine((questionnaire, context) => {
    const seen = new Set<string>();
    const groups = new Set((questionnaire.addressees.value ?? []).map(({ id }) => id));
    const walk = (nodes: readonly QuestionNode[], path: (string | number)[]): void => {
      nodes.forEach((node, index) => {
        const here = [...path, index];
        if (seen.has(node.id)) {
          context.addIssue({ code: 'custom', path: [...here, 'id'], message: `the id "${node.id}" is used twice` });
        }
        seen.add(node.id);
        if (isAnswered(node) && node.text === null && node.children.length === 0) {
          context.addIssue({ code: 'custom', path: here, message: 'a question needs a text or children' });
        }
        node.addressees.forEach((id, at) => {
          if (groups.has(id)) return;
          const message = `name the group "${id}" under addressees first`;
          context.addIssue({ code: 'custom', path: [...here, 'addressees', at], message });
        });
        refuseTwins(node.asks, [...here, 'asks'], context);
        node.asks.forEach((ask, askIndex) => {
          const at = [...here, 'asks', askIndex];
          if (ask.kind === 'ticks') refuseTwins(ask.options, [...at, 'options'], context);
          if (ask.kind === 'rows' || ask.kind === 'records') refuseTwins(ask.fields, [...at, 'fields'], context);
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
    for (const list of ['deadlines', 'tasks', 'emailSentences', 'hints'] as const) {
      refuseTwins(questionnaire[list], [list], context);
    }
    refuseTwins(questionnaire.addressees.value ?? [], ['addressees', 'value'], context);
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

/** Null where several languages are official, or none. */
function onlyOfficial(languages: Readonly<Record<string, TextStatus>>): string | null {
  const found = Object.entries(languages).filter(([, status]) => status === 'official' || status === 'repost');
  return found.length === 1 ? (found[0]?.[0] ?? null) : null;
}

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

/** Whether the paper answers an office that asks; otherwise it is a letter or a briefing of the organisation's own. */
export function isInReply({ paper }: Pick<Questionnaire, 'paper'>): boolean {
  return paper === 'submission';
}

/** Whether text shown in `language` must be marked as our own translation. */
export function isUnofficial(questionnaire: Questionnaire, language: string): boolean {
  return questionnaire.provenance.languages[language] === 'unofficial';
}

const placed = new WeakMap<Questionnaire, readonly PlacedQuestion[]>();

/**
 * All questions to answer in reading order, whoever they are for: those of one draft are `questionsFor` of `scope.ts`.
 */
export function questionsOf(questionnaire: Questionnaire): readonly PlacedQuestion[] {
  let found = placed.get(questionnaire);
  if (found === undefined) {
    found = placeQuestions(questionnaire.questions);
    placed.set(questionnaire, found);
  }
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

/** Writes a questionnaire as the YAML of a file. `head`: comments above all; `notes`: comments by key. */
export type WriteQuestionnaire = (
  questionnaire: Questionnaire,
  comments?: { readonly head?: readonly string[]; readonly notes?: Readonly<Record<string, readonly string[]>> },
) => string;

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
export async function callNow(
  {
    questionnaires,
    store,
  }: { readonly questionnaires: Questionnaires; readonly store: Pick<OwnCallStore, 'newestOwn'> },
  questionnaire: Questionnaire,
): Promise<Questionnaire> {
  const { id } = questionnaire;
  const current = (isOwnCall(id) ? await store.newestOwn(id) : questionnaires.current(id))?.questionnaire;
  return current !== undefined && current.version > questionnaire.version ? current : questionnaire;
}
