/**
 * A submission: the frozen record of what was sent (questionnaire, answers, email, document), and its deliveries.
 * "Sent", "failed" and "not yet" are derived from the deliveries, never stored.
 */
import type { Doer } from './audit.ts';
import type { Email, SendOutcome } from './email.ts';
import type { Outline } from './outline.ts';
import type { Version } from './versions.ts';

/** How it left: from this server or the writer's own mailbox; by hand on a web form or portal, by post or by fax. */
export type Route = 'smtp' | 'self' | 'form' | 'portal' | 'post' | 'fax';

/** One try to send. Without an outcome the program stopped in the middle: it may have arrived. */
export interface Delivery {
  readonly id: string;
  readonly by: Route;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** Null: never recorded. For whatever people do by hand always "sent", with an empty reply. */
  readonly outcome: SendOutcome | null;
}

/** Everything that is frozen before anything leaves. */
export interface Submission {
  readonly id: string;
  readonly draft: string;
  /** What people quote: "AM-7K2M-Q9XD". */
  readonly reference: string;
  readonly submittedAt: Date;
  /** Revision of the draft that was frozen. */
  readonly revision: number;
  /** Hash of the questionnaire. */
  readonly questionnaire: string;
  readonly outline: Outline;
  readonly email: Email;
  readonly fileName: string;
  /** SHA-256 of the document, hexadecimal. */
  readonly documentHash: string;
  /** The public version, where parts of the submission are confidential. */
  readonly publicDocument?: { readonly fileName: string; readonly documentHash: string };
  /** Which of the two went with the email; missing: the document. */
  readonly attached?: readonly Version[];
  readonly messageId: string;
  /** It came with an archive: this program did not send it, cannot vouch for it, and never sends it on. */
  readonly broughtIn?: true;
}

export interface SubmissionStore {
  /**
   * Freezes a submission and makes the draft read-only, in one transaction. `stale`: the draft has another revision
   * than `submission.revision`; `already`: it was submitted before, and nothing was changed.
   */
  freeze(
    submission: Submission,
    document: Uint8Array,
    publicDocument?: Uint8Array | null,
    by?: Doer,
  ): Promise<'frozen' | 'stale' | 'already'>;
  submissionOf(
    draft: string,
  ): Promise<{ readonly submission: Submission; readonly deliveries: readonly Delivery[] } | null>;
  /** The full version unless said otherwise; null where none was frozen. */
  documentOf(draft: string, version?: Version): Promise<Uint8Array | null>;
  /**
   * Claims one try. Null when a try is under way (started less than `leaseMs` ago without an outcome) or when a try
   * was sent, each by the same kind of channel: whoever gets null sends nothing.
   */
  beginDelivery(draft: string, delivery: Delivery, leaseMs: number, by?: Doer): Promise<Delivery | null>;
  finishDelivery(id: string, outcome: SendOutcome, now: Date): Promise<void>;
}

export type DeliveryState = 'sent' | 'failed' | 'perhaps' | 'under-way' | 'not-yet';

/** A try that has no outcome after this long was cut off. Longer than every SMTP time-out together. */
export const DELIVERY_LEASE_MS = 120_000;

/** Where a submission stands at `now`. Sent once is sent; a try that was cut off is "perhaps". */
export function deliveryState(deliveries: readonly Delivery[], now: Date): DeliveryState {
  if (deliveries.some(({ outcome }) => outcome?.kind === 'sent')) return 'sent';
  const open = deliveries.filter(({ outcome }) => outcome === null);
  if (open.some(({ startedAt }) => now.getTime() - startedAt.getTime() < DELIVERY_LEASE_MS)) return 'under-way';
  if (open.length > 0 || deliveries.some(({ outcome }) => outcome?.kind === 'unsure')) return 'perhaps';
  return deliveries.length > 0 ? 'failed' : 'not-yet';
}

/**
 * The Message-ID of a submission: stable over all tries, so that a mail program shows a second copy as the same mail.
 * `from` is the address that mail leaves from; null where this server sends none.
 */
export function messageIdFor(reference: string, from: string | null): string {
  const host = from?.split('@').at(-1) ?? 'aide-memoire.invalid';
  return `<${reference.toLowerCase()}@${host}>`;
}
