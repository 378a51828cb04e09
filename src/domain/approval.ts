/**
 * Approvals: a signatory's yes, or no, to one exact version of the text. Any change of the text voids a yes; what was
 * approved stays known by the revisions of its parts, so that the difference can be shown. Pure.
 */
import { frontText, printed, type Outline } from './outline.ts';
import { approversOf, type Signatories } from './signatory.ts';
import { withoutSignatories } from './signatoryList.ts';

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

export interface Standing {
  /** Id of the signatory; `LEAD` for the organisation of the draft. */
  readonly signatory: string;
  readonly state: ApprovalState;
  /** The newest yes or no; null: none yet. */
  readonly approval: Approval | null;
  /** Whether that was about the text as it is now. A no stays a no when the text changes: only its giver takes it back. */
  readonly current: boolean;
}

/**
 * How everybody who is asked stands to the text with this hash: the lead first, then the submitting organisations as they
 * are listed. Endorsing ones are not asked. `approvals` come newest first.
 */
export function standingsOf(
  signatories: Signatories,
  approvals: readonly Approval[],
  hash: string,
): readonly Standing[] {
  return approversOf(signatories).map((signatory) => {
    const approval = approvals.find((one) => one.signatory === signatory) ?? null;
    const current = approval?.hash === hash;
    return { signatory, state: stateOf(approval, current), approval, current };
  });
}

function stateOf(approval: Approval | null, current: boolean): ApprovalState {
  if (approval === null) return 'waiting';
  return approval.decision === 'approved' && !current ? 'void' : approval.decision;
}

/**
 * Names the text that an approval is about: title, front matter, statement, questions with their answers, footnotes, list
 * of sources, all as printed. The list of signatories is no part of it, so that one more voids no other's yes; nor is the
 * date, which every save of anything moves, nor are words of ours such as the labels of the front matter. `sha256` gives
 * hexadecimal.
 */
export function textHash(outline: Outline, sha256: (text: string) => string): string {
  const bare = withoutSignatories(outline);
  const text = {
    language: bare.language,
    title: bare.title,
    front: bare.front
      .filter(({ id }) => id !== 'date' && id !== 'signatories')
      .map((entry) => [entry.id, frontText(entry)]),
    statement: bare.statement,
    heading: bare.heading,
    sections: printed(bare).map(({ id, kind, label, text: wording, blocks }) => [id, kind, label, wording, blocks]),
    footnotes: bare.footnotes,
    sources: bare.sources,
  };
  return sha256(canonicalJson(text));
}

/** Keys sorted, no spaces: the same value, the same text, whatever code it came from. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
