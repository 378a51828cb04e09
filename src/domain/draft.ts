/**
 * A draft: one organisation's work on one questionnaire. It is kept as parts (the organisation, the publication choice,
 * one answer per question), each with a revision of its own and a history that forgets nothing.
 * Pure: `now` comes in; the port to the cellar (`DraftStore`) stands beside its type.
 */
import { z } from 'zod';
import { answerSchema, EMPTY_ANSWER, answerState, type Answer, type AnswerState } from './answer.ts';
import { isLeftOver } from './leftOver.ts';
import { checksSchema, NO_CHECKS, type Checks } from './checks/aside.ts';
import { consentsSchema, NO_CONSENTS, type Consents } from './consent.ts';
import { EMPTY_FRONT, frontSchema, type FrontMatter } from './frontMatter.ts';
import type { Language } from './language.ts';
import type { IdleHours, Role } from './link.ts';
import { EMPTY_ORGANISATION, organisationSchema, type Organisation } from './organisation.ts';
import { NO_PAPERS, papersSchema, type Papers } from './papers.ts';
import { EMPTY_PLAN, planSchema, type Plan } from './plan.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { Retention } from './retention.ts';
import {
  checklistSchema,
  EMPTY_SENDING,
  NOTHING_DONE,
  sendingSchema,
  type Checklist,
  type Sending,
} from './sending.ts';
import { EMPTY_SCOPE, questionsFor, scopeOf, scopeSchema, type Scope } from './scope.ts';
import { NO_SIGNATORIES, signatoriesSchema, type Signatories } from './signatory.ts';
import { NO_SOURCES, sourcesSchema, type Sources } from './source.ts';
import { countWords } from './words.ts';

/** Draft ids, as they stand in addresses: ten letters and digits without look-alikes. */
export const DRAFT_ID = /^[0-9abcdefghjkmnpqrstvwxyz]{10}$/;

/** The key of a part: one of `RESERVED_IDS` (nodes.ts), or the id of a question. */
export type PartKey = string;

/** A part as it is stored: the newest value and its revision. A part never saved has no row; its revision is 0. */
export interface Part {
  readonly key: PartKey;
  /** Counts from 1. */
  readonly revision: number;
  readonly savedAt: Date;
  /** JSON; `partSchemas` and `assemble` check it. */
  readonly value: unknown;
}

/** One saved value of a part: the history is the list of these, and its last one is the newest value. */
export interface PartRevision extends Part {
  /** The label of the link by which its writer came in. */
  readonly by: string;
}

/** Which revisions of a history: those below `before`, and of them the newest, `limit` at most. Unset: all. */
export interface HistorySlice {
  readonly before?: number;
  readonly limit?: number;
}

/** What is known of a draft without opening its parts. */
export interface DraftRecord {
  readonly id: string;
  /** Id of the call. */
  readonly call: string;
  /** Hash of the exact questionnaire that the draft was started with. */
  readonly questionnaire: string;
  readonly language: Language;
  readonly startedAt: Date;
  readonly changedAt: Date;
  /** Counts every change of any part; starts at 1. */
  readonly revision: number;
  /** Null: not submitted. A submitted draft is read-only. */
  readonly submittedAt: Date | null;
  /** The submitted draft that this one is a new version of. */
  readonly follows: string | null;
}

/** A draft as a session may open it. */
export interface OpenedDraft {
  readonly record: DraftRecord;
  readonly role: Role;
  /** The link by which this session came in. */
  readonly link: string;
  /** The signatory that the link approves for; null: none. */
  readonly signatory: string | null;
  /** Whether the session now lives longer than before, because it is used: its cookie must be given anew. */
  readonly renewed: boolean;
  /** What was said of how long it stays. */
  readonly retention: Retention;
  /** How long a browser may leave it unused, in hours. */
  readonly idleHours: IdleHours;
  readonly parts: readonly Part[];
}

export interface PartChange {
  readonly draft: string;
  readonly key: PartKey;
  /** The revision that the writer saw; 0 for a part never saved. */
  readonly expected: number;
  readonly value: unknown;
  /** The link by which the writer came in. */
  readonly link: string;
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly revision: number }
  /** Somebody saved first. `current` is what stands there now. */
  | { readonly kind: 'stale'; readonly current: Part }
  | { readonly kind: 'submitted' }
  /** The draft is gone. */
  | { readonly kind: 'gone' };

/** The cellar, as the web needs it for drafts. Every method may throw AppError `unavailable` or `broken-seal`. */
export interface DraftStore {
  /**
   * Starts a draft with its first parts (key → value, each as revision 1), its owner's link, and lets the session in:
   * all or nothing.
   */
  startDraft(
    record: DraftRecord,
    parts: Readonly<Record<PartKey, unknown>>,
    owner: { readonly link: string; readonly label: string; readonly hash: string; readonly session: string },
  ): Promise<void>;
  /**
   * Null where there is no such draft or this session may not open it at `now`: nobody can tell which. That it was used
   * is noted later, to the hour, and may be lost with the process; nothing waits for it.
   */
  openDraft(id: string, session: string, now: Date): Promise<OpenedDraft | null>;
  /** A draft for what goes out with nobody at the door: mails and calendars. Null where there is none. */
  draftById(id: string): Promise<Pick<OpenedDraft, 'record' | 'parts'> | null>;
  /** The drafts that this session may open, last changed first. */
  draftsOf(session: string, now: Date): Promise<readonly OpenedDraft[]>;
  /** Durable when it resolves: the text survives `kill -9`. Saved with its history in one transaction. */
  savePart(change: PartChange, now: Date): Promise<SaveOutcome>;
  /** The values saved of a part, newest first: every one of them, or a slice. */
  history(draft: string, key: PartKey, slice?: HistorySlice): Promise<readonly PartRevision[]>;
  /** One value of the history, or null. */
  partRevision(draft: string, key: PartKey, revision: number): Promise<PartRevision | null>;
}

/** What may not be published besides marked passages and answers. */
const withheldSchema = z.object({
  /** The organisation's name, and with it all else that tells who it is. */
  organisation: z.boolean().default(false),
  /** Contact person, email and telephone. */
  contact: z.boolean().default(false),
  /** Ids of signatories whose name is withheld. */
  signatories: z.array(z.string()).default([]),
});

export const publicationSchema = z.object({
  /**
   * "": the writer has not chosen; the call's own default applies. `part`: public but for what is marked; `public` means
   * the same where something is. `confidential`: nothing of it.
   */
  choice: z.enum(['', 'public', 'part', 'confidential']),
  /** Whether the document says of a declined question that it was declined, or leaves the question out. */
  declined: z.enum(['omit', 'mark']).default('mark'),
  withheld: withheldSchema.default({ organisation: false, contact: false, signatories: [] }),
  /** Which versions go with the email where there are two; "": both, where the call takes several files, else the full one. */
  attach: z.enum(['', 'full', 'public', 'both']).default(''),
});
export type Publication = z.infer<typeof publicationSchema>;
export const NOTHING_WITHHELD: Publication['withheld'] = { organisation: false, contact: false, signatories: [] };
export const EMPTY_PUBLICATION: Publication = {
  choice: '',
  declined: 'mark',
  withheld: NOTHING_WITHHELD,
  attach: '',
};

/** A value with the revision that a form must send back. */
export interface Versioned<Value> {
  readonly value: Value;
  /** 0: never saved. */
  readonly revision: number;
}

/** A draft put together and checked: what pages, outline and email read. */
export interface Draft {
  readonly record: DraftRecord;
  readonly organisation: Versioned<Organisation>;
  readonly publication: Versioned<Publication>;
  readonly plan: Versioned<Plan>;
  readonly signatories: Versioned<Signatories>;
  readonly consents: Versioned<Consents>;
  readonly checks: Versioned<Checks>;
  readonly front: Versioned<FrontMatter>;
  readonly sending: Versioned<Sending>;
  readonly checklist: Versioned<Checklist>;
  readonly scope: Versioned<Scope>;
  readonly sources: Versioned<Sources>;
  readonly papers: Versioned<Papers>;
  /** By question id; a question never answered is missing. */
  readonly answers: Readonly<Record<string, Versioned<Answer>>>;
  /** Answers to questions that its scope leaves out (`withinScope`): kept, and printed nowhere. */
  readonly outside: Readonly<Record<string, Versioned<Answer>>>;
}

const checked = new WeakMap<Part, Versioned<Answer>>();

/** Checked once: after a save, all parts but one are those of before. */
function answerIn(part: Part): Versioned<Answer> {
  let answer = checked.get(part);
  if (answer === undefined) {
    answer = { value: answerSchema.parse(part.value), revision: part.revision };
    checked.set(part, answer);
  }
  return answer;
}

/** Puts the parts together. Throws a ZodError if a stored part does not fit its schema (a fault of ours). */
export function assemble(record: DraftRecord, parts: readonly Part[]): Draft {
  let organisation: Versioned<Organisation> = { value: EMPTY_ORGANISATION, revision: 0 };
  let publication: Versioned<Publication> = { value: EMPTY_PUBLICATION, revision: 0 };
  let plan: Versioned<Plan> = { value: EMPTY_PLAN, revision: 0 };
  let signatories: Versioned<Signatories> = { value: NO_SIGNATORIES, revision: 0 };
  let consents: Versioned<Consents> = { value: NO_CONSENTS, revision: 0 };
  let checks: Versioned<Checks> = { value: NO_CHECKS, revision: 0 };
  let front: Versioned<FrontMatter> = { value: EMPTY_FRONT, revision: 0 };
  let sending: Versioned<Sending> = { value: EMPTY_SENDING, revision: 0 };
  let checklist: Versioned<Checklist> = { value: NOTHING_DONE, revision: 0 };
  let scope: Versioned<Scope> = { value: EMPTY_SCOPE, revision: 0 };
  let sources: Versioned<Sources> = { value: NO_SOURCES, revision: 0 };
  let papers: Versioned<Papers> = { value: NO_PAPERS, revision: 0 };
  const answers: Record<string, Versioned<Answer>> = Object.create(null) as Record<string, Versioned<Answer>>;
  for (const part of parts) {
    const { key, revision, value } = part;
    if (key === 'organisation') organisation = { value: organisationSchema.parse(value), revision };
    else if (key === 'publication') publication = { value: publicationSchema.parse(value), revision };
    else if (key === 'plan') plan = { value: planSchema.parse(value), revision };
    else if (key === 'signatories') signatories = { value: signatoriesSchema.parse(value), revision };
    else if (key === 'consents') consents = { value: consentsSchema.parse(value), revision };
    else if (key === 'checks') checks = { value: checksSchema.parse(value), revision };
    else if (key === 'front') front = { value: frontSchema.parse(value), revision };
    else if (key === 'sending') sending = { value: sendingSchema.parse(value), revision };
    else if (key === 'checklist') checklist = { value: checklistSchema.parse(value), revision };
    else if (key === 'scope') scope = { value: scopeSchema.parse(value), revision };
    else if (key === 'sources') sources = { value: sourcesSchema.parse(value), revision };
    else if (key === 'papers') papers = { value: papersSchema.parse(value), revision };
    else answers[key] = answerIn(part);
  }
  const more = { front, sending, checklist, scope, sources, papers, outside: {} };
  return { record, organisation, publication, plan, signatories, consents, checks, ...more, answers };
}

export function answerTo(draft: Draft, question: string): Versioned<Answer> {
  return draft.answers[question] ?? draft.outside[question] ?? { value: EMPTY_ANSWER, revision: 0 };
}

const counted = new WeakMap<Answer, number>();

/** Words of everything typed in an answer that the document prints: the text and the structured values. */
export function wordsIn(answer: Answer): number {
  let words = counted.get(answer);
  if (words === undefined) {
    words = countIn(answer);
    counted.set(answer, words);
  }
  return words;
}

function countIn(answer: Answer): number {
  if (answer.declined !== null) return 0;
  let words = countWords(answer.text);
  for (const [ask, value] of Object.entries(answer.values)) {
    if (isLeftOver(ask)) continue;
    switch (value.kind) {
      case 'choice':
        words += countWords(value.details);
        break;
      case 'ticks':
        for (const option of value.ticked) words += countWords(value.details[option] ?? '');
        break;
      case 'rows':
      case 'records':
      case 'comments':
        for (const row of value.rows) for (const text of Object.values(row)) words += countWords(text);
        break;
      case 'recommendations':
        for (const { to, what, by } of value.items) words += countWords(to) + countWords(what) + countWords(by);
        break;
    }
  }
  return words;
}

export interface Progress {
  readonly states: Readonly<Record<string, AnswerState>>;
  readonly organisation: 'not-started' | 'in-progress' | 'done';
  readonly publication: 'not-started' | 'done';
  /** By question id. */
  readonly words: Readonly<Record<string, number>>;
  readonly wordsTotal: number;
  readonly questions: number;
  /** Done or declined. */
  readonly settled: number;
}

/** How far a draft is: information, never a gate. */
export function progress(draft: Draft, questionnaire: Questionnaire): Progress {
  const states: Record<string, AnswerState> = {};
  const words: Record<string, number> = {};
  let wordsTotal = 0;
  let settled = 0;
  const questions = questionsFor(questionnaire, scopeOf(draft));
  for (const { node } of questions) {
    const answer = answerTo(draft, node.id).value;
    const state = answerState(answer);
    states[node.id] = state;
    const count = wordsIn(answer);
    words[node.id] = count;
    wordsTotal += count;
    if (state === 'done' || state === 'declined') settled += 1;
  }
  const { name, country, contact, email } = draft.organisation.value;
  const given = Object.values(draft.organisation.value).filter((text) => text !== '').length;
  return {
    states,
    organisation: given === 0 ? 'not-started' : name && country && contact && email ? 'done' : 'in-progress',
    publication: draft.publication.value.choice === '' ? 'not-started' : 'done',
    words,
    wordsTotal,
    questions: questions.length,
    settled,
  };
}
