/**
 * Signatories: the organisations that sign a submission, kept as one part of the draft ("signatories") with a revision
 * and a history like every other. Pure. Approvals are in `approval.ts`.
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
