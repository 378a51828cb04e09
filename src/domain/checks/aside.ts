/**
 * What became of findings: those that the writer has set aside, each with a reason. Kept as a part of the draft
 * ("checks"); nothing of it is printed. An id names the very words, so that other words bring the question back. Pure.
 */
import { z } from 'zod';
import { KINDS, type Finding } from './finding.ts';

const asideSchema = z.object({
  reason: z.string(),
  /** When, ISO 8601 in UTC. */
  at: z.string().optional(),
});

export const checksSchema = z.object({
  /** By id of the finding. */
  aside: z.record(z.string(), asideSchema),
});
export type Checks = z.infer<typeof checksSchema>;
export const NO_CHECKS: Checks = { aside: {} };

/** More than anybody reads; the oldest go first. */
const ASIDE_MAX = 2_000;

export const isAside = ({ aside }: Checks, { id }: Finding): boolean => Object.hasOwn(aside, id);
export const isAsideable = ({ kind }: Finding): boolean => KINDS[kind].asideable;

/** What is still open, in the order given. */
export const openOf = (findings: readonly Finding[], checks: Checks): readonly Finding[] =>
  findings.filter((finding) => !isAside(checks, finding));

/** Sets findings aside. One that is aside already keeps its reason: somebody else gave it. */
export function withAside(checks: Checks, findings: readonly Finding[], reason: string, at: Date): Checks {
  const added = findings
    .filter((finding) => isAsideable(finding) && !isAside(checks, finding))
    .map(({ id }) => [id, { reason, at: at.toISOString() }] as const);
  const all = [...Object.entries(checks.aside), ...added];
  return { aside: Object.fromEntries(all.slice(-ASIDE_MAX)) };
}

/** Brings findings back. */
export function withoutAside({ aside }: Checks, ids: readonly string[]): Checks {
  return { aside: Object.fromEntries(Object.entries(aside).filter(([id]) => !ids.includes(id))) };
}
