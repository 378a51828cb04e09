/**
 * Links and sessions: the secret addresses that let a person into a draft, and the browsers that were let in.
 * Tokens themselves never reach the store: it knows only their hashes (made by `web/secrets.ts`).
 */
import { z } from 'zod';

export const ROLES = ['owner', 'writer', 'reviewer', 'signatory', 'observer'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/**
 * What somebody may want to do with a draft. `approve` is for one signatory: the one that the link was made for or,
 * for owners, the lead.
 */
export type Deed = 'read' | 'comment' | 'write' | 'approve' | 'submit' | 'manage';

/** What a role may do: the one table. */
const MAY: Record<Role, ReadonlySet<Deed>> = {
  owner: new Set<Deed>(['read', 'comment', 'write', 'approve', 'submit', 'manage']),
  writer: new Set<Deed>(['read', 'comment', 'write']),
  reviewer: new Set<Deed>(['read', 'comment']),
  signatory: new Set<Deed>(['read', 'comment', 'approve']),
  observer: new Set<Deed>(['read']),
};

export function may(role: Role, deed: Deed): boolean {
  return MAY[role].has(deed);
}

/** A link as it is stored. `label` says whom it was given to ("field office, co-writer"); encrypted at rest. */
export interface Link {
  readonly id: string;
  readonly draft: string;
  readonly role: Role;
  readonly label: string;
  /** For whom a signatory's link approves: id of a signatory; null for all other roles. */
  readonly signatory: string | null;
  /** Where it was sent, and where it is sent again on request; null: nowhere. Encrypted at rest. */
  readonly address: string | null;
  readonly createdAt: Date;
  /** Null: does not expire. */
  readonly expiresAt: Date | null;
  /** When somebody last came in by it, or last did something; to the hour. */
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A browser that was let into a draft. */
export interface Access {
  /** Names it within its draft; leads back neither to the cookie nor to the session. */
  readonly id: string;
  readonly link: string;
  readonly since: Date;
  /** To the hour. */
  readonly seenAt: Date;
  /** Whether it is the browser that asks. */
  readonly own: boolean;
}

/** How long a browser stays let in after it was last used: thirty days. */
export const SESSION_MS = 30 * 24 * 3_600_000;

/** How long the short code of a link can be typed, from the making of the link: seven days. It works once. */
export const CODE_MS = 7 * 24 * 3_600_000;

/** The hour that has begun at `at`: all that is kept of when somebody did something. */
export function hourOf(at: Date): Date {
  const hour = new Date(at);
  hour.setUTCMinutes(0, 0, 0);
  return hour;
}

export interface LinkStore {
  /** Adds a link. `hash` is the SHA-256 of its token, `codeHash` that of its short code, both hexadecimal. */
  addLink(link: Link, hash: string, codeHash: string | null): Promise<void>;
  /** The link of this token's hash if it is neither revoked nor expired at `now`. */
  linkByHash(hash: string, now: Date): Promise<Link | null>;
  /** The link of this short code's hash, likewise. Spends the code: whoever asks next gets null. */
  spendCode(codeHash: string, now: Date): Promise<Link | null>;
  links(draft: string): Promise<readonly Link[]>;
  /**
   * Links of any draft that were sent to this address and have not ended at `now`, newest first; 200 at most. An
   * address is the same however its letters are typed, large or small.
   */
  linksSentTo(address: string, now: Date): Promise<readonly Link[]>;
  /** Takes a link back, and every session that came in by it loses the draft at once. False: no such link. */
  revokeLink(draft: string, link: string, now: Date): Promise<boolean>;
  /** Lets a session into the draft of the link, and notes when the link was used. */
  enter(session: string, link: Link, now: Date): Promise<void>;
  /** The browsers that may open a draft at `now`, last seen first. `session` is the one that asks. */
  accesses(draft: string, session: string, now: Date): Promise<readonly Access[]>;
  /** Takes the draft from one browser. False: no such access. */
  endAccess(draft: string, access: string): Promise<boolean>;
}

export interface SessionStore {
  /** Begins a session. `hash` is the SHA-256 of the cookie's token; it is also the session's id. */
  beginSession(hash: string, now: Date, expiresAt: Date): Promise<void>;
  /** Whether this session exists and has not ended at `now`. */
  hasSession(hash: string, now: Date): Promise<boolean>;
  /** Ends a session: this browser opens nothing any more. Ending an unknown one is no error. */
  endSession(hash: string): Promise<void>;
  /** Forgets the sessions that have ended by themselves at `now`; how many. */
  forgetSessions(now: Date): Promise<number>;
}
