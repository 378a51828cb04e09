/**
 * Calls that somebody brought in: they belong to the browsers that did, and to whoever holds a draft of them. Their
 * questionnaires stand in no file of the operator. Types and the port only.
 */
import type { KeptQuestionnaire, Questionnaire } from './questionnaire.ts';

/** Ids of such calls hold chance, so that nobody guesses one; a file of the operator is never looked up by them. */
const OWN_ID = /^own-[0-9abcdefghjkmnpqrstvwxyz]{10}$/;

/** Whether a call was brought in: its id alone tells. */
export const isOwnCall = (call: string): boolean => OWN_ID.test(call);

/** A call that was brought in, as one browser sees it. */
export interface OwnCall extends KeptQuestionnaire {
  /** Whether this browser brought it in, and so may correct and remove it. */
  readonly mine: boolean;
  /** Whether there is a draft of it, anybody's. */
  readonly drafted: boolean;
}

/** Every method may throw AppError `unavailable` or `broken-seal`. */
export interface OwnCallStore {
  /** Keeps a new call for the session. */
  bringIn(questionnaire: Questionnaire, session: string, at: Date): Promise<void>;
  /** Keeps a newer version; false where the session may not, or where the newest is no longer the one of `before`. */
  correct(questionnaire: Questionnaire, before: string, session: string, at: Date): Promise<boolean>;
  /** The newest version, whoever asks; null: there is no such call. */
  newestOwn(call: string): Promise<KeptQuestionnaire | null>;
  /** The newest version, for a session that brought it in or may open a draft of it; null for all others. */
  ownCall(call: string, session: string, now: Date): Promise<OwnCall | null>;
  /** The newest versions of all calls that the session brought in, the latest first. */
  ownCalls(session: string, now: Date): Promise<readonly OwnCall[]>;
  /** Removes a call of the session that has no draft; false where it is not the session's, or has one. */
  removeOwn(call: string, session: string): Promise<boolean>;
}
