/**
 * What a reader found in the text of a call: every value with the words that it was read from and how sure it is.
 * Types only. Nothing here is a questionnaire yet: `questionnaireFrom.ts` makes one of it.
 */
import type { Language, Text } from '../language.ts';
import type { DeadlineRule } from '../callRules.ts';
import type { Questionnaire } from '../questionnaire.ts';
import type { QuestionNode } from '../nodes.ts';

/** A run of the proposal's text: UTF-16 positions, the end left out. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * `sure`: the words say it. `likely`: our reading of the words. `unsure`: the words can mean something else too, or
 * contradict each other; such a value is shown and never used.
 */
export type Certainty = 'sure' | 'likely' | 'unsure';

/** A value and the words it was read from, in the order of the text; never without any. */
export interface Found<Value> {
  readonly value: Value;
  readonly certainty: Certainty;
  readonly spans: readonly Span[];
}

/** One rule of a call. Nothing found and no candidates: the text does not say. */
export interface Field<Value> {
  /** Sure or likely; null where nothing was found, or nothing that can be relied on. */
  readonly found: Found<Value> | null;
  /** What else the words can mean, best first, for a person to choose from. */
  readonly candidates: readonly Found<Value>[];
}

export interface IssuerProposal {
  readonly name: string;
  readonly holder: string | null;
  readonly body: Questionnaire['issuers'][number]['body'];
}

export interface DestinationProposal {
  /** In English, as questionnaires name it. */
  readonly organ: string;
  /** A number as digits; null where the words name none. */
  readonly session: string | null;
  readonly year: number | null;
}

/** A moment as printed: the part of a deadline rule that its former dates have too. */
export type StatedTime = Pick<DeadlineRule, 'date' | 'relation' | 'time' | 'zone'>;

export interface DeadlineProposal extends StatedTime {
  readonly relative: { readonly days: number } | null;
  readonly basis: DeadlineRule['basis'];
  readonly strictness: DeadlineRule['strictness'];
  /** The words that tell this deadline from the others of the call. */
  readonly label: string | null;
  /** ISO dates that the words can mean, where they can mean several ("3/4/2025"). */
  readonly readings: readonly string[];
  /** What it was before an extension, oldest first, with its own words. */
  readonly was: readonly (StatedTime & { readonly date: string; readonly span: Span })[];
}

export type ChannelProposal =
  | {
      readonly kind: 'email';
      readonly to: readonly string[];
      readonly cc: readonly string[];
      /** Of several: to any one of them, or to all; null: not said. */
      readonly which: 'any' | 'all' | null;
      /** For those whom the other ways fail. */
      readonly use: 'main' | 'fallback';
    }
  | {
      readonly kind: 'form' | 'portal' | 'post' | 'fax';
      /** Null: the text speaks of it and gives no address, as when a link was lost in copying. */
      readonly address: string | null;
      readonly copies: number | null;
    };

export interface SubjectProposal {
  readonly kind: 'exact' | 'contains' | 'pattern';
  /** Verbatim, by language. */
  readonly value: Text;
}

/** What of a document a limit counts; null: not said. */
export type CountsProposal = Readonly<
  Record<'footnotes' | 'annexes' | 'cover' | 'questions', 'included' | 'excluded' | null>
>;

export interface LimitProposal {
  readonly unit: Questionnaire['length']['value'] extends readonly (infer Limit)[] | null
    ? Limit extends { unit: infer Unit }
      ? Unit
      : never
    : never;
  readonly maximum: number | null;
  readonly minimum: number | null;
  /** What the limit holds for. */
  readonly scope: 'whole' | 'answer' | 'part';
  /** For whom it holds; null: for all. */
  readonly condition: 'individual' | 'joint' | null;
  /** The one group that it holds for, where others have another. */
  readonly addressee: string | null;
  readonly counts: CountsProposal;
  /** "approx. five pages": an estimate, not a limit. */
  readonly approximate: boolean;
}

export interface FileTypesProposal {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

export type PublicationProposal = Pick<
  NonNullable<Questionnaire['publication']['value']>,
  'default' | 'choice' | 'explicit'
>;

export interface TaskProposal {
  readonly text: string;
  readonly date: string | null;
  /** A web address, where it is done. */
  readonly address: string | null;
}

type Value<Name extends keyof Questionnaire> = Questionnaire[Name] extends { readonly value: infer Inner }
  ? NonNullable<Inner>
  : never;

/** What stands at the front of the document. */
export type FrontProposal = readonly Value<'front'>[number]['entry'][];
/** What is null is not said. */
export type LayoutProposal = Omit<Value<'layout'>, 'paper' | 'margin'>;
export type LanguageUseProposal = Value<'languageUse'>;
export type ConsentStatementProposal = Value<'consentStatement'>;
export interface JointProposal {
  readonly listed: Value<'joint'>['listed'];
  readonly order: Value<'joint'>['order'];
}

export interface PeriodProposal {
  readonly from: string | null;
  readonly to: string | null;
}

/** A node of the tree of questions. Its spans are its text, without the label; of a group without a stem, the label. */
export interface QuestionProposal {
  readonly kind: QuestionNode['kind'];
  readonly label: string | null;
  /** Paragraphs apart by an empty line; null for a group without a stem. */
  readonly text: string | null;
  readonly certainty: Certainty;
  readonly spans: readonly Span[];
  readonly flags: QuestionNode['flags'];
  /** Of a heading over a set of questions: the groups that the set is for. */
  readonly addressees: readonly string[];
  readonly children: readonly QuestionProposal[];
}

export interface CallProposal {
  /** The text that all spans point into: one paragraph or item a line, apart by an empty line. */
  readonly text: string;
  readonly language: Field<Language>;
  /** Every language that a good part of the text is in, the main one first. */
  readonly languages: readonly Language[];
  readonly title: Field<string>;
  readonly issuers: readonly Found<IssuerProposal>[];
  readonly destination: Field<DestinationProposal>;
  readonly kind: Field<Questionnaire['kind']>;
  readonly background: Field<string>;
  readonly objectives: Field<string>;
  /** As printed: "A/HRC/61/2". */
  readonly symbol: Field<string>;
  readonly deadlines: readonly Found<DeadlineProposal>[];
  /** ISO date. */
  readonly opening: Field<string>;
  readonly channels: readonly Found<ChannelProposal>[];
  /** A mailbox for questions about the call. */
  readonly contact: Field<string>;
  readonly subject: Field<SubjectProposal>;
  readonly emailBody: Field<NonNullable<Questionnaire['emailBody']['value']>>;
  /** BCP 47, in order of preference. */
  readonly answerLanguages: Field<readonly string[]>;
  readonly languageUse: Field<LanguageUseProposal>;
  readonly limits: readonly Found<LimitProposal>[];
  readonly fileTypes: Field<FileTypesProposal>;
  readonly layout: Field<LayoutProposal>;
  readonly front: Field<FrontProposal>;
  readonly joint: Field<JointProposal>;
  /** Whether a submission is about one country alone. */
  readonly oneCountry: Field<true>;
  readonly publication: Field<PublicationProposal>;
  /** Ids of groups, in the order of the text. */
  readonly addressees: Field<readonly string[]>;
  readonly attachments: Field<NonNullable<Questionnaire['attachments']['value']>['use']>;
  readonly consent: Field<NonNullable<Questionnaire['consent']['value']>>;
  readonly consentStatement: Field<ConsentStatementProposal>;
  /** What every answer should keep in mind, in the call's words. */
  readonly hints: readonly Found<string>[];
  readonly tasks: readonly Found<TaskProposal>[];
  readonly period: Field<PeriodProposal>;
  readonly heading: Field<string>;
  readonly questions: readonly QuestionProposal[];
}

export const NOTHING: Field<never> = { found: null, candidates: [] };

/** More than a person compares. */
const CANDIDATES_MAX = 8;

/** A field of what was found, best first: the first becomes the value unless it is unsure. */
export function fieldOf<Value>(all: readonly Found<Value>[]): Field<Value> {
  const [best, ...others] = all;
  if (best === undefined) return NOTHING;
  if (best.certainty === 'unsure') return { found: null, candidates: all.slice(0, CANDIDATES_MAX) };
  return { found: best, candidates: others.slice(0, CANDIDATES_MAX) };
}
