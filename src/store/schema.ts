/**
 * The tables of the cellar, as Kysely types: the same on SQLite and PostgreSQL. `migrations.ts` makes them.
 * Times are ISO-8601 text in UTC with milliseconds, so that they sort and compare as text. Columns named `sealed`,
 * `label`, `address`, `record`, `document`, `public_document` and `reply` hold ciphertext of `seal.ts`; everything else is in the clear and must
 * never hold what somebody typed.
 */
import type { Action } from '../domain/audit.ts';
import type { Language } from '../domain/language.ts';
import type { Approval } from '../domain/approval.ts';
import type { Comment } from '../domain/comment.ts';
import type { Role } from '../domain/link.ts';
import type { EndReason, ReminderKind, ReminderState } from '../domain/reminder.ts';
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
  /** Kept at least until then, because an owner wished so; null: nobody did. */
  keep_until: string | null;
  /** When it was announced that the draft will be removed by itself; null: it was not. */
  warned_at: string | null;
  /** How long a browser may leave it unused; null: as long as its session lasts. */
  idle_hours: number | null;
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
  signatory: string | null;
  /** A keyed hash of the hash of the short code: a code is short enough to be found by trying. Null once it was used. */
  code_hash: string | null;
  address: Uint8Array | null;
  /** A keyed hash of the address, to find it by; it says nothing to who has not the key. */
  address_mark: string | null;
  /** Opens the copies of unsaved text on devices of those who came in by it. */
  device_key: Uint8Array | null;
}

/** Which session may open which draft, and the link by which it came in. */
export interface AccessRow {
  session: string;
  draft: string;
  link: string;
  since: string;
  /** To the hour; "" for one that is older than this column. */
  seen_at: string;
  /** The draft is closed to the session then, unless it is used before; null: as long as the session lasts. */
  lapses_at: string | null;
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
  /** The public version, where there are two. */
  public_document: Uint8Array | null;
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

/** `hash` is that of the token. `sealed` holds the wish and the token. */
export interface SubscriptionRow {
  id: string;
  draft: string;
  link: string;
  hash: string;
  asked_at: string;
  confirmed_at: string | null;
  deadline_at: string | null;
  ended_at: string | null;
  end_reason: EndReason | null;
  sealed: Uint8Array;
}

/** Unique by subscription, kind and deadline: planning twice plans once. */
export interface ReminderRow {
  id: string;
  subscription: string;
  draft: string;
  kind: ReminderKind;
  deadline_at: string;
  /** Only of `moved`. */
  moved_from: string | null;
  rings_at: string;
  next_at: string;
  state: ReminderState;
  /** Only of claimed ones: until then no other process touches it. */
  lease_until: string | null;
  tries: number;
  settled_at: string | null;
  reply: Uint8Array | null;
}

/** Secret addresses of calendars. `hash` is that of the token; `sealed` holds the token and how the feed is worded. */
export interface FeedRow {
  id: string;
  draft: string;
  link: string;
  hash: string;
  made_at: string;
  sealed: Uint8Array;
}

/** Rows are added and never changed but for the resolution, which stands on the first comment of a thread. */
export interface CommentRow {
  id: string;
  draft: string;
  question: string;
  thread: string;
  kind: Comment['kind'];
  base: number;
  link: string;
  at: string;
  sealed: Uint8Array;
  resolved_at: string | null;
  resolved_by: string | null;
  /** 1: its proposal was taken over. */
  adopted: number;
}

/** `number` counts those of a draft from 1: of two in one millisecond the later one counts. `sealed` holds words and revisions. */
export interface ApprovalRow {
  id: string;
  draft: string;
  signatory: string;
  number: number;
  decision: Approval['decision'];
  hash: string;
  link: string;
  at: string;
  sealed: Uint8Array;
}

/** One a draft. `sealed` holds where its record ends, and the key of its chain. */
export interface AuditRow {
  draft: string;
  sealed: Uint8Array;
}

/** The record of a draft, see `domain/audit.ts`: rows are added and never changed, but for a label that is sealed anew. */
export interface AuditEntryRow {
  draft: string;
  number: number;
  at: string;
  /** Null: the program itself. */
  link: string | null;
  role: Role | null;
  action: Action;
  subject: string | null;
  count: number | null;
  label: Uint8Array;
  /** "" for the first one. */
  previous: string;
  hash: string;
}

/** Questionnaires that drafts were started with: never changed. `body` is JSON; "" for those of `own_versions`. */
export interface QuestionnaireRow {
  hash: string;
  call: string;
  version: number;
  body: string;
}

/** Calls that somebody brought in. `hash` is that of the newest version. */
export interface OwnCallRow {
  id: string;
  hash: string;
  changed_at: string;
}

/** The sessions that brought a call in. */
export interface OwnHolderRow {
  session: string;
  call: string;
}

/** The questionnaires of such calls. */
export interface OwnVersionRow {
  hash: string;
  call: string;
  sealed: Uint8Array;
}

/** Moves of drafts to newer versions of their calls, `number` counting those of a draft from 1. Rows are added and never changed. */
export interface MoveRow {
  draft: string;
  number: number;
  /** Hashes of questionnaires. */
  from_hash: string;
  to_hash: string;
  at: string;
  /** Has no foreign key, so that history outlives links. */
  link: string;
}

/** Documents that the writers of a draft argue with: rows are added, and go as they are. `label` holds name and kind. */
export interface ReferenceTextRow {
  id: string;
  draft: string;
  language: Language | null;
  added_at: string;
  /** Of the content; its length under seal says as much. */
  characters: number;
  label: Uint8Array;
  sealed: Uint8Array;
}

/** Texts that a session offers to its other drafts. */
export interface TextOfferRow {
  session: string;
  text: string;
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
  subscriptions: SubscriptionRow;
  reminders: ReminderRow;
  feeds: FeedRow;
  comments: CommentRow;
  approvals: ApprovalRow;
  audits: AuditRow;
  audit_entries: AuditEntryRow;
  questionnaires: QuestionnaireRow;
  own_calls: OwnCallRow;
  own_holders: OwnHolderRow;
  own_versions: OwnVersionRow;
  moves: MoveRow;
  reference_texts: ReferenceTextRow;
  text_offers: TextOfferRow;
  keycheck: KeycheckRow;
}
