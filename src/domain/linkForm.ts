/**
 * The form by which an owner makes a link: for whom, in which role, for how long, and where it is sent. Pure: the moment
 * and the deadline come in.
 */
import { z } from 'zod';
import { normaliseLines, type FormBody } from './answer.ts';
import { roleSchema, type Role } from './link.ts';
import type { FieldProblem } from './organisation.ts';

const DAY_MS = 24 * 3_600_000;

/** When a link ends: never, after so many days, or some days after the deadline. */
export const LINK_TERMS = ['none', '7', '30', '90', 'deadline'] as const;
export type LinkTerm = (typeof LINK_TERMS)[number];

/** How long after the deadline: time enough to read the receipt, or to learn that the deadline was moved. */
const AFTER_DEADLINE_MS = 7 * DAY_MS;

const LABEL_LENGTH_MAX = 200;

/** What is given to the form to check against. */
export interface LinkChoices {
  /** Ids of the signatories that approve, the lead's among them, with their names. */
  readonly signers: readonly { readonly id: string; readonly name: string }[];
  /** Null where there is no deadline to come. */
  readonly deadline: Date | null;
  /** Whether this server sends mail. */
  readonly mail: boolean;
  readonly now: Date;
}

export interface TypedLink {
  readonly role: string;
  readonly label: string;
  readonly signatory: string;
  readonly term: string;
  readonly address: string;
  readonly neutral: boolean;
}

/** What a new link is to be. */
export interface NewLink {
  readonly role: Role;
  readonly label: string;
  readonly signatory: string | null;
  readonly expiresAt: Date | null;
  /** Null: it is not sent. */
  readonly address: string | null;
  readonly neutral: boolean;
}

export interface LinkForm {
  /** What was typed, to be shown again. */
  readonly typed: TypedLink;
  readonly problems: readonly FieldProblem[];
  /** Null where there are problems. */
  readonly link: NewLink | null;
}

/** When a link of this term ends; null: never. An owner's link has no end, so that nobody is locked out of a draft. */
export function endOf(term: LinkTerm, role: Role, deadline: Date | null, now: Date): Date | null {
  if (role === 'owner' || term === 'none') return null;
  if (term !== 'deadline') return new Date(now.getTime() + Number(term) * DAY_MS);
  return deadline === null ? null : new Date(deadline.getTime() + AFTER_DEADLINE_MS);
}

/** Every term that may be chosen. */
export const termsFor = (deadline: Date | null): readonly LinkTerm[] =>
  LINK_TERMS.filter((term) => term !== 'deadline' || deadline !== null);

const emailSchema = z.email();

/** An address of mail as it was typed, or null for what is none. */
export function addressIn(typed: string): string | null {
  const read = emailSchema.safeParse(typed.trim());
  return read.success ? read.data : null;
}

/** Reads the form. A link for a signatory is called after the organisation where no label was typed. */
export function linkFromForm(body: FormBody, choices: LinkChoices): LinkForm {
  const typed = typedIn(body);
  const role = roleSchema.safeParse(typed.role).data ?? null;
  const signer = role === 'signatory' ? choices.signers.find(({ id }) => id === typed.signatory) : undefined;
  const label = typed.label || (signer?.name ?? '').slice(0, LABEL_LENGTH_MAX);
  const term = termsFor(choices.deadline).find((one) => one === typed.term);
  const address = typed.address === '' ? null : addressIn(typed.address);
  const problems = [
    role === null && 'role',
    role === 'signatory' && signer === undefined && 'signatory',
    label === '' && (role !== 'signatory' || signer !== undefined) && 'label',
    term === undefined && 'term',
    typed.address !== '' && (address === null || !choices.mail) && 'address',
  ]
    .filter((field) => field !== false)
    .map((field): FieldProblem => ({ field, phrase: `links.problems.${field}` }));
  if (problems.length > 0 || role === null || term === undefined) return { typed, problems, link: null };
  const expiresAt = endOf(term, role, choices.deadline, choices.now);
  const link = { role, label, signatory: signer?.id ?? null, expiresAt, address, neutral: typed.neutral };
  return { typed, problems, link };
}

function typedIn(body: FormBody): TypedLink {
  const line = (name: string, lengthMax: number): string => {
    const sent = Object.hasOwn(body, name) ? body[name] : '';
    const text = typeof sent === 'string' ? sent : (sent?.[0] ?? '');
    return normaliseLines(text).replace(/\s+/g, ' ').trim().slice(0, lengthMax);
  };
  return {
    role: line('role', 20),
    label: line('label', LABEL_LENGTH_MAX),
    signatory: line('signatory', 20),
    term: line('term', 20) || 'none',
    address: line('address', 320),
    neutral: line('neutral', 5) !== '',
  };
}
