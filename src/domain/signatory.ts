/**
 * Signatories: the organisations that sign a submission, kept as one part of the draft ("signatories") with a revision
 * and a history like every other. Pure. Approvals are in `approval.ts`, the printed list in `signatoryList.ts`.
 */
import { z } from 'zod';

/**
 * `lead` is the organisation of the draft itself (its details stand in the part "organisation"); `submitting` ones sign
 * and approve; `endorsing` ones support without signing (rule 32).
 */
export const SIGNATORY_KINDS = ['lead', 'submitting', 'endorsing'] as const;

export const signatorySchema = z.object({
  /** Ten letters and digits; links name it. */
  id: z.string(),
  kind: z.enum(['submitting', 'endorsing']),
  name: z.string(),
  /** ISO 3166 alpha-2, or "". */
  country: z.string(),
  contact: z.string(),
  email: z.string(),
  /** Consultative status, as in `organisation.ts`, or "". */
  status: z.string(),
});
export type Signatory = z.infer<typeof signatorySchema>;
/** What is known of an organisation before it is on the list. */
export type SignatoryDetails = Omit<Signatory, 'id'>;

export const signatoriesSchema = z.object({
  /** Whether every submitting organisation must have approved the text before it may be submitted. */
  approval: z.enum(['none', 'all']),
  /** In the order in which they are listed. */
  list: z.array(signatorySchema),
});
export type Signatories = z.infer<typeof signatoriesSchema>;
export const NO_SIGNATORIES: Signatories = { approval: 'none', list: [] };

/** The lead signs too, under this id. */
export const LEAD = 'lead';

/** More organisations than any letter has had. */
export const SIGNATORIES_MAX = 1_000;

/** Whether the submission is one of several organisations: supporters who do not sign make none. */
export function isJoint({ list }: Signatories): boolean {
  return list.some(({ kind }) => kind === 'submitting');
}

/** Ids of those who are asked to approve: the lead first. Nobody where one organisation submits by itself. */
export function approversOf(signatories: Signatories): readonly string[] {
  if (signatories.approval === 'none' && !isJoint(signatories)) return [];
  return [LEAD, ...signatories.list.filter(({ kind }) => kind === 'submitting').map(({ id }) => id)];
}

/** Adds one at the end, or puts it in the place of the one with the same id. */
export function withSignatory(signatories: Signatories, signatory: Signatory): Signatories {
  const place = signatories.list.findIndex(({ id }) => id === signatory.id);
  const list = place === -1 ? [...signatories.list, signatory] : signatories.list.with(place, signatory);
  return { ...signatories, list };
}

export function withoutSignatory(signatories: Signatories, signatory: string): Signatories {
  return { ...signatories, list: signatories.list.filter(({ id }) => id !== signatory) };
}

/** Swaps a signatory with the one before or after it of its own kind; the first and the last stay where they are. */
export function movedSignatory(signatories: Signatories, signatory: string, way: 'up' | 'down'): Signatories {
  const { list } = signatories;
  const from = list.findIndex(({ id }) => id === signatory);
  const moving = list[from];
  if (moving === undefined) return signatories;
  const isPeer = ({ kind }: Signatory): boolean => kind === moving.kind;
  const to =
    way === 'up' ? list.slice(0, from).findLastIndex(isPeer) : list.findIndex((one, at) => at > from && isPeer(one));
  const other = list[to];
  return other === undefined ? signatories : { ...signatories, list: list.with(from, other).with(to, moving) };
}

/** A name without what differs between two people's typing of it: case, accents, punctuation and spaces. */
export function nameKey(name: string): string {
  return (
    name
      .normalize('NFKD')
      .toLowerCase()
      // In other scripts the marks are vowels.
      .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '')
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
  );
}

/** Whether both look like the same organisation. Sections of one organisation differ by their country. */
export function isSameOrganisation(
  one: Pick<Signatory, 'name' | 'country'>,
  other: Pick<Signatory, 'name' | 'country'>,
): boolean {
  const key = nameKey(one.name);
  return (
    key !== '' &&
    key === nameKey(other.name) &&
    (one.country === '' || other.country === '' || one.country === other.country)
  );
}
