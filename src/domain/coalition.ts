/**
 * The coalition: who was invited to a draft, who came, wrote, commented and approved, and what is asked of each by when.
 * Pure: it puts together what links, history, comments and approvals say, and reads no text of any of them.
 */
import type { ApprovalState } from './approval.ts';
import type { Link, Role } from './link.ts';
import type { MILESTONES } from './plan.ts';
import { LEAD, type Signatory } from './signatory.ts';

/** What came in by one link. */
export interface LinkActivity {
  readonly link: string;
  /** Times that something was saved. */
  readonly saved: number;
  readonly comments: number;
}

export interface ActivityStore {
  /** Of every link by which something was saved or said; in no order. Reads no text. */
  activity(draft: string): Promise<readonly LinkActivity[]>;
}

/** Somebody who was asked to take part: a person with a link, or an organisation that has none yet. */
export interface Member {
  /** Id of the link; null: not invited yet. */
  readonly link: string | null;
  /** Null for a person who approves for nobody. */
  readonly signatory: Signatory | null;
  /** Label of the link, or name of the organisation. */
  readonly name: string;
  readonly role: Role;
  readonly address: string | null;
  /** When this person last came or did something, to the hour; null: never. */
  readonly seenAt: Date | null;
  readonly saved: number;
  readonly comments: number;
  /** Null: not asked to approve. */
  readonly approval: ApprovalState | null;
  /** Whether something came back: a text, a comment, a yes or a no. */
  readonly tookPart: boolean;
}

export interface Coalition {
  readonly members: readonly Member[];
  /** Of those who were asked for something: observers are not. */
  readonly asked: number;
  readonly tookPart: number;
}

const ASKED: Readonly<Record<Role, boolean>> = {
  owner: true,
  writer: true,
  reviewer: true,
  signatory: true,
  observer: false,
};

/** Puts the members together: links that have not ended at `now`, then organisations that nobody has invited. */
export function coalitionOf(
  links: readonly Link[],
  activity: readonly LinkActivity[],
  signatories: readonly Signatory[],
  approvals: ReadonlyMap<string, ApprovalState>,
  now: Date,
): Coalition {
  const byLink = new Map(activity.map((one) => [one.link, one]));
  const byId = new Map(signatories.map((one) => [one.id, one]));
  const live = links.filter(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > now),
  );
  const invited = new Set(live.map(({ signatory }) => signatory));
  const people = live.map((link): Member => {
    const { saved = 0, comments = 0 } = byLink.get(link.id) ?? {};
    const signatory = link.signatory === null ? null : (byId.get(link.signatory) ?? null);
    const approval = approvals.get(link.signatory ?? (link.role === 'owner' ? LEAD : '')) ?? null;
    const answered = approval === 'approved' || approval === 'declined';
    return {
      link: link.id,
      signatory,
      name: link.label,
      role: link.role,
      address: link.address,
      seenAt: link.usedAt,
      saved,
      comments,
      approval,
      tookPart: saved > 0 || comments > 0 || answered,
    };
  });
  const waiting = signatories
    .filter(({ id, kind }) => kind === 'submitting' && !invited.has(id))
    .map((signatory): Member => {
      const approval = approvals.get(signatory.id) ?? 'waiting';
      return {
        link: null,
        signatory,
        name: signatory.name,
        role: 'signatory',
        address: null,
        seenAt: null,
        saved: 0,
        comments: 0,
        approval,
        tookPart: approval === 'approved' || approval === 'declined',
      };
    });
  const members = [...people, ...waiting];
  const asked = members.filter(({ role }) => ASKED[role]);
  return { members, asked: asked.length, tookPart: asked.filter(({ tookPart }) => tookPart).length };
}

/** What is asked of a role, and the milestone of the plan by which. */
export const ASKED_OF: Readonly<
  Record<Role, { readonly what: string; readonly by: (typeof MILESTONES)[number] } | null>
> = {
  owner: { what: 'owner', by: 'send' },
  writer: { what: 'writer', by: 'full-draft' },
  reviewer: { what: 'reviewer', by: 'colleagues' },
  signatory: { what: 'signatory', by: 'approvals' },
  observer: null,
};
