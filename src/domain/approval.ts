/**
 * Approvals: a signatory's yes, or no, to one exact version of the text. Any change of the text voids a yes; what was
 * approved stays known by the revisions of its parts, so that the difference can be shown. Pure.
 */

export interface Approval {
  readonly id: string;
  readonly draft: string;
  /** Id of the signatory; `LEAD` for the organisation of the draft. */
  readonly signatory: string;
  readonly decision: 'approved' | 'declined';
  /** Hash of the text that it is about (`textHash`). */
  readonly hash: string;
  /** The revision of each part at that moment, by key: what the history is asked for. */
  readonly revisions: Readonly<Record<string, number>>;
  /** In its own words ("approved by our board on …"), or the reason for a no; "" for none. */
  readonly words: string;
  /** The link by which it was given, and its label. */
  readonly link: string;
  readonly by: string;
  readonly at: Date;
}

export interface ApprovalStore {
  /** Adds one; the newest of a signatory is the one that counts. */
  addApproval(approval: Omit<Approval, 'by'>): Promise<void>;
  /** All of a draft, newest first. */
  approvals(draft: string): Promise<readonly Approval[]>;
}

/** How one signatory stands to the text as it is now. `void`: said yes to an earlier text. */
export type ApprovalState = 'approved' | 'declined' | 'void' | 'waiting';
