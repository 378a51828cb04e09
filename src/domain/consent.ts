/**
 * The register of consent: who is named in the text, and whether they know it, understand the risk and agree (rule 34).
 * Kept as a part of the draft ("consents") and never printed. Pure.
 *
 * The program asks for it when the writer says that people are named, or when the checks find what looks like it. A
 * submission then waits until each of them has agreed, or until somebody says why it goes without.
 */
import { z } from 'zod';
import type { Finding } from './checks/finding.ts';
import { isNamed, nameWords } from './checks/known.ts';
import type { Questionnaire } from './questionnaire.ts';

const consentSchema = z.object({
  /** A name, or a label that only the writers understand. */
  who: z.string(),
  informed: z.boolean(),
  understands: z.boolean(),
  agrees: z.boolean(),
  /** The day on which they agreed, ISO; "": not given. */
  date: z.string(),
});
export type Consent = z.infer<typeof consentSchema>;

export const consentsSchema = z.object({
  /** Whether people are named; "": not answered. */
  named: z.enum(['', 'yes', 'no', 'unsure']),
  rows: z.array(consentSchema),
  /** Why it is submitted without; `about` are the points (`openPoints`) that stood open then, and no others. */
  override: z.object({ reason: z.string(), about: z.array(z.string()) }).nullable(),
});
export type Consents = z.infer<typeof consentsSchema>;
export const NO_CONSENTS: Consents = { named: '', rows: [], override: null };

/** More people than any submission has named. */
export const CONSENTS_MAX = 500;

/** The three parts of a consent, in the order in which they are asked for. */
export const CONSENT_PARTS = ['informed', 'understands', 'agrees'] as const;

export const hasAgreed = (row: Consent): boolean => CONSENT_PARTS.every((part) => row[part]);

export type Point =
  /** The call wants consent, and nobody has said yet whether people are named. */
  | { readonly kind: 'unanswered' }
  /** People are named, and the register holds nobody. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'row'; readonly who: string }
  | { readonly kind: 'found'; readonly finding: Finding };

export interface ConsentStanding {
  /** What is open. */
  readonly points: readonly Point[];
  /** The reason for which it goes without; null: none that holds for these points. */
  readonly override: string | null;
  /** Whether a submission waits. */
  readonly waits: boolean;
}

/** How consent stands. `people` are the findings of named people that are neither set aside nor a mere guess. */
export function consentStanding(
  consents: Consents,
  people: readonly Finding[],
  { consent }: Pick<Questionnaire, 'consent'>,
): ConsentStanding {
  const points = consent.value === 'not-needed' ? [] : openPoints(consents, people, consent.value === 'needed');
  const { override } = consents;
  const about = new Set(override?.about ?? []);
  const holds = override !== null && points.every((point) => about.has(keyOf(point)));
  return {
    points,
    override: holds && points.length > 0 ? override.reason : null,
    waits: points.length > 0 && !holds,
  };
}

function openPoints({ named, rows }: Consents, people: readonly Finding[], isNeeded: boolean): readonly Point[] {
  if (named === 'yes') {
    if (rows.length === 0) return [{ kind: 'nobody' }];
    return rows.filter((row) => !hasAgreed(row)).map(({ who }) => ({ kind: 'row', who }));
  }
  if (people.length > 0) return people.map((finding) => ({ kind: 'found', finding }));
  return isNeeded && named === '' ? [{ kind: 'unanswered' }] : [];
}

function keyOf(point: Point): string {
  switch (point.kind) {
    case 'row':
      return `row ${point.who}`;
    case 'found':
      return `found ${point.finding.id}`;
    default:
      return point.kind;
  }
}

/** Keeps the reason for going without what is open now; where `goes` is false the reason alone. */
export function withOverride(
  consents: Consents,
  people: readonly Finding[],
  questionnaire: Pick<Questionnaire, 'consent'>,
  { reason, goes }: { readonly reason: string; readonly goes: boolean },
): Consents {
  if (reason === '') return { ...consents, override: null };
  const { points } = consentStanding(consents, people, questionnaire);
  return { ...consents, override: { reason, about: goes ? points.map(keyOf) : [] } };
}

/** Whether the register holds this name, with a yes: then there is nothing left to ask about it. */
export function isAgreed({ named, rows }: Consents, name: string): boolean {
  return named === 'yes' && rows.some((row) => hasAgreed(row) && isNamed(name, nameWords(row.who)));
}
