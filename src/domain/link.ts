/**
 * Links and sessions: the secret addresses that let a person into a draft, and the browsers that were let in.
 * Tokens themselves never reach the store: it knows only their hashes (made by `web/secrets.ts`).
 */
import { z } from 'zod';

export const ROLES = ['owner', 'writer', 'reviewer', 'signatory', 'observer'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** What somebody may want to do with a draft. */
export type Deed = 'read' | 'write' | 'submit' | 'manage';

/** What a role may do: the one table. */
const MAY: Record<Role, ReadonlySet<Deed>> = {
  owner: new Set<Deed>(['read', 'write', 'submit', 'manage']),
  writer: new Set<Deed>(['read', 'write']),
  reviewer: new Set<Deed>(['read']),
  signatory: new Set<Deed>(['read']),
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
  readonly createdAt: Date;
  /** Null: does not expire. */
  readonly expiresAt: Date | null;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface LinkStore {
  /** Adds a link. `hash` is the SHA-256 of its token, hexadecimal. */
  addLink(link: Link, hash: string): Promise<void>;
  /** The link of this token's hash if it is neither revoked nor expired at `now`. */
  linkByHash(hash: string, now: Date): Promise<Link | null>;
  links(draft: string): Promise<readonly Link[]>;
  /** Takes a link back, and every session that came in by it loses the draft at once. False: no such link. */
  revokeLink(draft: string, link: string, now: Date): Promise<boolean>;
  /** Lets a session into the draft of the link, and notes when the link was used. */
  enter(session: string, link: Link, now: Date): Promise<void>;
}

export interface SessionStore {
  /** Begins a session. `hash` is the SHA-256 of the cookie's token; it is also the session's id. */
  beginSession(hash: string, now: Date, expiresAt: Date): Promise<void>;
  /** Whether this session exists and has not ended at `now`. */
  hasSession(hash: string, now: Date): Promise<boolean>;
  /** Ends a session: this browser opens nothing any more. Ending an unknown one is no error. */
  endSession(hash: string): Promise<void>;
}
