/**
 * Links and sessions: the secret addresses that let a person into a draft, and the browsers that were let in.
 * Tokens themselves never reach the store: it knows only their hashes (made by `web/secrets.ts`).
 */
import { z } from 'zod';
import type { Doer } from './audit.ts';

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

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long a browser stays let in after it was last used: thirty days. */
export const SESSION_MS = 30 * 24 * HOUR_MS;

/**
 * How many hours a browser may leave a draft unused before it must open its link again: an owner chooses, for all
 * browsers. The last one is what a session lasts in any case.
 */
export const IDLE_HOURS = [1, 12, 7 * 24, 30 * 24] as const;
export type IdleHours = (typeof IDLE_HOURS)[number];
export const IDLE_HOURS_MAX = 30 * 24;
export const idleHoursSchema = z.coerce.number().pipe(z.literal([...IDLE_HOURS]));

/**
 * Until when a browser that is used at `now` stays in a draft; null: as long as its session. Rounded up, so that it tells
 * the hour of the last use and not the minute; for the shortest time, ten minutes.
 */
export function lapseAt(idleHours: IdleHours, now: Date): Date | null {
  if (idleHours === IDLE_HOURS_MAX) return null;
  const grain = idleHours === 1 ? 10 * MINUTE_MS : HOUR_MS;
  return new Date((Math.floor((now.getTime() + idleHours * HOUR_MS) / grain) + 1) * grain);
}

/** The same for a browser of which only the hour is known in which it was last used. */
export function lapseAfterHour(idleHours: IdleHours, seenAt: Date): Date | null {
  return idleHours === IDLE_HOURS_MAX ? null : new Date(seenAt.getTime() + (idleHours + 1) * HOUR_MS);
}

/** How long the short code of a link can be typed, from the making of the link: seven days. It works once. */
export const CODE_MS = 7 * 24 * 3_600_000;

/** The hour that has begun at `at`: all that is kept of when somebody did something. */
export function hourOf(at: Date): Date {
  const hour = new Date(at);
  hour.setUTCMinutes(0, 0, 0);
  return hour;
}

export interface LinkStore {
  /**
   * Adds a link. `hash` is the SHA-256 of its token, `codeHash` that of its short code, both hexadecimal. Here and below,
   * `by` is who does it; missing: the program itself.
   */
  addLink(link: Link, hash: string, codeHash: string | null, by?: Doer): Promise<void>;
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
  revokeLink(draft: string, link: string, now: Date, by?: Doer, why?: 'revoked' | 'replaced'): Promise<boolean>;
  /** Lets a session into the draft of the link, and notes when the link was used. */
  enter(session: string, link: Link, now: Date): Promise<void>;
  /** The browsers that may open a draft at `now`, last seen first. `session` is the one that asks. */
  accesses(draft: string, session: string, now: Date): Promise<readonly Access[]>;
  /** Takes the draft from one browser. False: no such access. */
  endAccess(draft: string, access: string, by?: Doer): Promise<boolean>;
  /** From now on browsers may leave the draft unused for so long: also those that are in. */
  setIdleHours(draft: string, hours: IdleHours, by?: Doer): Promise<void>;
}

/** Keys for the copies of unsaved text on the devices of writers. */
export interface DeviceKeyStore {
  /**
   * The key of this link (AES-256, base64), made when it is first asked for: the same in every session that came in by the
   * link, so that a text outlives a session that ended. Null once the link is taken back, and then for good.
   */
  deviceKey(draft: string, link: string): Promise<string | null>;
}

export interface SessionStore {
  /** Begins a session. `hash` is the SHA-256 of the cookie's token; it is also the session's id. */
  beginSession(hash: string, now: Date, expiresAt: Date): Promise<void>;
  /** Whether this session exists and has not ended at `now`. */
  hasSession(hash: string, now: Date): Promise<boolean>;
  /** Ends a session: this browser opens nothing any more. Ending an unknown one is no error. */
  endSession(hash: string, now?: Date): Promise<void>;
  /** Forgets the sessions that have ended by themselves at `now`, and takes from the others the drafts that they left unused for too long; how many. */
  forgetSessions(now: Date): Promise<number>;
}
