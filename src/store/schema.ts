/**
 * The tables of the cellar, as Kysely types: the same on SQLite and PostgreSQL. `migrations.ts` makes them.
 * Times are ISO-8601 text in UTC with milliseconds, so that they sort and compare as text. Columns named `sealed`,
 * `label`, `record`, `document` and `reply` hold ciphertext of `seal.ts`; everything else is in the clear and must
 * never hold what somebody typed.
 */
import type { Language } from '../domain/language.ts';
import type { Role } from '../domain/link.ts';
import type { Route } from '../domain/submission.ts';
import type { SendOutcome } from '../domain/email.ts';

/** Browsers that were let in. `id` is the hash of the cookie's token. */
export interface SessionRow {
  id: string;
  begun_at: string;
  expires_at: string;
}

export interface DraftRow {
  id: string;
  call: string;
  /** Hash of the questionnaire. */
  questionnaire: string;
  language: Language;
  started_at: string;
  changed_at: string;
  revision: number;
  submitted_at: string | null;
  follows: string | null;
}

export interface LinkRow {
  id: string;
  draft: string;
  role: Role;
  /** SHA-256 of the token, hexadecimal. */
  hash: string;
  label: Uint8Array;
  created_at: string;
  expires_at: string | null;
  used_at: string | null;
  revoked_at: string | null;
}

/** Which session may open which draft, and the link by which it came in. */
export interface AccessRow {
  session: string;
  draft: string;
  link: string;
  since: string;
}

/** Points to the newest revision of a part. */
export interface PartRow {
  draft: string;
  key: string;
  revision: number;
}

/** The history: rows are added and never changed. `link` has no foreign key, so that history outlives links. */
export interface RevisionRow {
  draft: string;
  key: string;
  revision: number;
  saved_at: string;
  link: string;
  sealed: Uint8Array;
}

export interface SubmissionRow {
  id: string;
  draft: string;
  submitted_at: string;
  revision: number;
  record: Uint8Array;
  document: Uint8Array;
}

/** `number` counts the tries of a draft from 1: its unique key is what makes a claim atomic. */
export interface DeliveryRow {
  id: string;
  draft: string;
  number: number;
  route: Route;
  started_at: string;
  finished_at: string | null;
  outcome: SendOutcome['kind'] | null;
  reply: Uint8Array | null;
}

/** Questionnaires that drafts were started with: public text, never changed. `body` is JSON. */
export interface QuestionnaireRow {
  hash: string;
  call: string;
  version: number;
  body: string;
}

/** One sealed value known in advance: tells at start whether the key is the right one. */
export interface KeycheckRow {
  id: number;
  sealed: Uint8Array;
}

export interface Tables {
  sessions: SessionRow;
  drafts: DraftRow;
  links: LinkRow;
  access: AccessRow;
  parts: PartRow;
  revisions: RevisionRow;
  submissions: SubmissionRow;
  deliveries: DeliveryRow;
  questionnaires: QuestionnaireRow;
  keycheck: KeycheckRow;
}
