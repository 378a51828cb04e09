/**
 * The record of a draft: who did what, and when, in a chain in which nothing can be changed, taken out or put in
 * unnoticed by somebody who has not the key. It holds ids, counts and the label of a link: no text, no name of an
 * organisation, no address, no token. Pure; the port to the cellar stands beside the rule.
 *
 * Saves of texts are not in the chain: their history says already who saved what and when, and they must stay fast.
 */
import type { Role } from './link.ts';

/** What can be done. Each is a phrase under `audit.actions`, and stands in records for ever: none is ever renamed. */
export const ACTIONS = [
  'started', // the draft
  'started-anew', // as a new version of one that was submitted
  'version-moved', // to a newer version of its call, which is the count
  'record-begun', // of a draft that is older than records
  'record-broken', // what stands before it was damaged: from here on the chain is a new one
  'entered', // by a link
  'left', // ended the session
  'browser-ended',
  'idle-time-changed', // how long browsers may leave the draft unused, in hours
  'link-made',
  'link-replaced',
  'link-revoked',
  'document-taken',
  'public-document-taken',
  'paper-taken', // one beside the submission, in its full version
  'public-paper-taken',
  'worksheet-taken',
  'archive-taken',
  'email-taken',
  'list-taken',
  'approved',
  'declined',
  'commented',
  'proposed',
  'thread-settled',
  'thread-reopened',
  'proposal-adopted',
  'signatories-added',
  'signatories-changed',
  'signatories-removed',
  'signatories-ordered',
  'approval-rule-changed',
  'publication-changed',
  'checks-set-aside',
  'checks-brought-back',
  'submitted',
  'delivery-begun',
  'delivery-sent',
  'delivery-failed',
  'delivery-unsure',
  'reminders-asked',
  'reminders-confirmed',
  'reminders-ended',
  'calendar-made',
  'calendar-ended',
  'text-added', // a reference text
  'text-removed',
  'kept-longer',
  'removal-announced',
  'key-changed',
  'restored',
  'archive-brought-in', // with so many entries of an earlier record
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Note {
  readonly action: Action;
  /** Id of the question, link or signatory that it is about, or a route of delivery; null: of nothing in particular. */
  readonly subject: string | null;
  /** How many it is about; null: it is not counted. */
  readonly count: number | null;
}

export const noteOf = (action: Action, subject: string | null = null, count: number | null = null): Note => ({
  action,
  subject,
  count,
});

/** Somebody who came in by a link, at the moment of a deed. */
export interface Doer {
  /** Id of the link. */
  readonly link: string;
  readonly at: Date;
}

export interface AuditEntry extends Note {
  /** Counts the entries of a draft from 1. */
  readonly number: number;
  readonly at: Date;
  /** The link by which somebody came in; null: the program itself did it. */
  readonly link: string | null;
  readonly role: Role | null;
  /** The label of the link at that moment; "" for the program. For owners alone. */
  readonly label: string;
}

/** As it is kept. Hashes are hexadecimal; `previous` is the hash of the entry before, "" for the first one. */
export interface ChainedEntry extends AuditEntry {
  readonly previous: string;
  readonly hash: string;
}

/** Where a chain ends. Kept sealed, so that entries cannot be cut off its end. */
export interface ChainHead {
  /** Of this chain alone: it outlives changes of the key that seals it. */
  readonly key: string;
  readonly count: number;
  readonly hash: string;
  /** The number of the first entry that this key hashed; more than 1 where the chain before it was damaged. */
  readonly from: number;
}

/** HMAC-SHA-256, hexadecimal. */
export type Mac = (key: string, text: string) => string;

/** What an entry's hash is made of: a list has one reading, so it is the same bytes wherever it is written. */
function linkText(draft: string, entry: Omit<ChainedEntry, 'hash'>): string {
  const { number, at, link, role, label, action, subject, count, previous } = entry;
  return JSON.stringify([draft, number, at.toISOString(), link, role, label, action, subject, count, previous]);
}

/** The next entries of a chain, and its new end. */
export function chained(
  draft: string,
  head: ChainHead,
  who: Pick<AuditEntry, 'at' | 'link' | 'role' | 'label'>,
  notes: readonly Note[],
  mac: Mac,
): { readonly entries: readonly ChainedEntry[]; readonly head: ChainHead } {
  let { count, hash } = head;
  const entries = notes.map((note): ChainedEntry => {
    const entry = { ...note, ...who, number: count + 1, previous: hash };
    hash = mac(head.key, linkText(draft, entry));
    count = entry.number;
    return { ...entry, hash };
  });
  return { entries, head: { ...head, count, hash } };
}

/** What is wrong with a chain, at its first entry that is not as it was written. */
export type ChainFault =
  | 'changed' // the entry, or its place
  | 'missing' // it is not there
  | 'cut' // entries are missing at the end
  | 'added' // it was put in from outside
  | 'unreadable' // its end, or the label, does not open
  | 'begun-anew'; // the chain before it was damaged, and is vouched for by nothing

export type Verdict =
  | { readonly kind: 'whole'; readonly count: number; readonly hash: string }
  | { readonly kind: 'broken'; readonly number: number; readonly fault: ChainFault };

const broken = (number: number, fault: ChainFault): Verdict => ({ kind: 'broken', number, fault });

/** An entry as it was found; `label` is null where it does not open. */
export type FoundEntry = Omit<ChainedEntry, 'label'> & { readonly label: string | null };

/** Looks at a whole chain, its entries in their order. Null for the head: it is missing or does not open. */
export function verifyChain(draft: string, found: readonly FoundEntry[], head: ChainHead | null, mac: Mac): Verdict {
  if (head === null) return broken(1, 'unreadable');
  if (head.from > 1) return broken(head.from, 'begun-anew');
  let previous = '';
  for (const [index, entry] of found.entries()) {
    const number = index + 1;
    if (entry.number > number) return broken(number, 'missing');
    if (number > head.count) return broken(number, 'added');
    const { label } = entry;
    if (label === null) return broken(number, 'unreadable');
    const isAsWritten = entry.number === number && entry.previous === previous;
    if (!isAsWritten || mac(head.key, linkText(draft, { ...entry, label })) !== entry.hash) {
      return broken(number, 'changed');
    }
    previous = entry.hash;
  }
  if (found.length < head.count) return broken(found.length + 1, 'cut');
  return previous === head.hash ? { kind: 'whole', count: head.count, hash: head.hash } : broken(head.count, 'changed');
}

/** A line of what was done to a draft: an entry of its record, or a save that its history knows of. */
export type AuditLine =
  { readonly kind: 'entry'; readonly entry: AuditEntry } | { readonly kind: 'save'; readonly save: SavedPart };

/** One revision of a part, without its text. */
export interface SavedPart {
  readonly key: string;
  readonly revision: number;
  readonly at: Date;
  readonly link: string;
  /** Null where the link is gone. */
  readonly role: Role | null;
  readonly label: string;
}

export interface AuditStore {
  /** Notes what no other port sees. Durable when it resolves; does nothing for a draft that is gone. */
  note(draft: string, note: Note, by: Doer): Promise<void>;
  /** What was done to a draft, newest first: `limit` lines at most, after the first `offset`. */
  auditLines(draft: string, offset: number, limit: number): Promise<readonly AuditLine[]>;
  /** Looks at every entry of the record. Null where there is no such draft. */
  verifyAudit(draft: string): Promise<Verdict | null>;
  /** Drafts in the order of their ids, those after `after`, `limit` at most. */
  auditedDrafts(after: string, limit: number): Promise<readonly string[]>;
}
