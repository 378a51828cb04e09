/**
 * How everybody who is asked stands to the text of a draft as it is now: for the pages of approvals, signatories,
 * contents, submission and coalition. Records nothing.
 */
import { standingsOf, textHash, type ApprovalState, type Standing } from '../domain/approval.ts';
import type { Outline } from '../domain/outline.ts';
import { approversOf, LEAD } from '../domain/signatory.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { outlineOf } from './outlines.ts';
import { hashOf } from './secrets.ts';

const hashes = new WeakMap<Outline, string>();

/** The hash of the text as it is now. */
export function textHashOf(parts: Parts, desk: Desk): string {
  const outline = outlineOf(parts, desk);
  let hash = hashes.get(outline);
  if (hash === undefined) {
    hash = textHash(outline, hashOf);
    hashes.set(outline, hash);
  }
  return hash;
}

/** How everybody who is asked stands to the text as it is now. Empty where one organisation submits by itself. */
export async function standingsAt(parts: Parts, desk: Desk): Promise<readonly Standing[]> {
  const signatories = desk.draft.signatories.value;
  if (approversOf(signatories).length === 0) return [];
  const approvals = await parts.store.approvals(desk.draft.record.id);
  return standingsOf(signatories, approvals, textHashOf(parts, desk));
}

/** The states alone, by id of the signatory; the lead under `LEAD`. */
export async function approvalStatesOf(parts: Parts, desk: Desk): Promise<ReadonlyMap<string, ApprovalState>> {
  return new Map((await standingsAt(parts, desk)).map(({ signatory, state }) => [signatory, state]));
}

/** The name of a signatory, or of the lead; a neutral phrase for a lead without one. */
export function signatoryName({ draft, visit }: Desk, signatory: string): string {
  const name =
    signatory === LEAD
      ? draft.organisation.value.name
      : draft.signatories.value.list.find(({ id }) => id === signatory)?.name;
  return name || visit.say('outline.author');
}

export interface MissingApprovals {
  /** Whether the draft may not be submitted before all have approved. */
  readonly needed: boolean;
  /** Whether anybody is asked at all. */
  readonly asked: boolean;
  readonly missing: readonly { readonly name: string; readonly state: ApprovalState }[];
}

/** Who has not approved the text as it is now. */
export async function missingApprovals(parts: Parts, desk: Desk): Promise<MissingApprovals> {
  const standings = await standingsAt(parts, desk);
  const missing = standings.filter(({ state }) => state !== 'approved');
  return {
    needed: desk.draft.signatories.value.approval === 'all',
    asked: standings.length > 0,
    missing: missing.map(({ signatory, state }) => ({ name: signatoryName(desk, signatory), state })),
  };
}
