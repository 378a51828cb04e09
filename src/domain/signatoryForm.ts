/**
 * Reads the forms of the signatories: one organisation, and the rule of approval. Pure.
 */
import { z } from 'zod';
import { normaliseLines, type FormBody } from './answer.ts';
import { CONSULTATIVE_STATUSES, type FieldProblem } from './organisation.ts';
import { isSameOrganisation, type Signatory, type SignatoryDetails } from './signatory.ts';

export const SIGNATORY_FIELDS = ['kind', 'name', 'country', 'contact', 'email', 'status'] as const;
export type SignatoryField = (typeof SIGNATORY_FIELDS)[number];

export const EMPTY_SIGNATORY: SignatoryDetails = {
  kind: 'submitting',
  name: '',
  country: '',
  contact: '',
  email: '',
  status: '',
};

export interface SignatoryForm {
  /** What was typed, on one line each; to be shown again when there are problems. */
  readonly typed: Readonly<Record<SignatoryField, string>>;
  readonly problems: readonly FieldProblem[];
  /** Null when there are problems. */
  readonly details: SignatoryDetails | null;
}

const emailSchema = z.email();
export const isEmail = (text: string): boolean => emailSchema.safeParse(text).success;

const isStatus = (text: string): boolean => text === '' || (CONSULTATIVE_STATUSES as readonly string[]).includes(text);

/**
 * Field names are those of a signatory; what is not sent keeps what `before` had. `countries` are the codes that the
 * page offers, `others` the organisations that this one must not repeat.
 */
export function signatoryFromForm(
  body: FormBody,
  before: SignatoryDetails,
  countries: ReadonlySet<string>,
  others: readonly Pick<Signatory, 'name' | 'country'>[],
): SignatoryForm {
  const typed = Object.fromEntries(
    SIGNATORY_FIELDS.map((field) => [field, oneLine(body, field) ?? before[field]]),
  ) as Record<SignatoryField, string>;
  const { kind, name, country, contact, email, status } = typed;
  const problems: FieldProblem[] = [];
  const wrong = (field: SignatoryField, problem: string = field): void => {
    problems.push({ field, phrase: `signatories.problems.${problem}` });
  };
  if (kind !== 'submitting' && kind !== 'endorsing') wrong('kind');
  if (name === '') wrong('name');
  else if (others.some((other) => isSameOrganisation({ name, country }, other))) wrong('name', 'twin');
  if (country !== '' && !countries.has(country)) wrong('country');
  if (email !== '' && !isEmail(email)) wrong('email');
  if (!isStatus(status)) wrong('status');
  const details = { kind: kind === 'endorsing' ? kind : 'submitting', name, country, contact, email, status } as const;
  return { typed, problems, details: problems.length === 0 ? details : null };
}

/** Null where the field is not sent. A line end in a name could break a heading of the document. */
function oneLine(body: FormBody, field: string): string | null {
  const sent = Object.hasOwn(body, field) ? body[field] : undefined;
  if (sent === undefined) return null;
  return normaliseLines(typeof sent === 'string' ? sent : (sent[0] ?? ''))
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}
