/**
 * Who submits: the organisation whose name stands on the document (rule 31). One of the parts of a draft.
 * The list of countries itself comes in from outside; here a country is its ISO 3166-1 alpha-2 code.
 */
import { z } from 'zod';
import { normaliseLines, type FormBody } from './answer.ts';

export const ORGANISATION_KINDS = [
  'ngo',
  'coalition',
  'academic',
  'nhri',
  'union',
  'indigenous',
  'individual',
  'company',
  'state',
  'international',
  'other',
] as const;

/** Consultative status with ECOSOC. */
export const CONSULTATIVE_STATUSES = ['general', 'special', 'roster', 'none'] as const;

/** What is kept: any text at all, so that half a form can be saved. Empty string: not given. */
export const organisationSchema = z.object({
  name: z.string(),
  country: z.string(),
  contact: z.string(),
  email: z.string(),
  phone: z.string(),
  website: z.string(),
  kind: z.enum(['', ...ORGANISATION_KINDS]),
  status: z.enum(['', ...CONSULTATIVE_STATUSES]),
  founded: z.string(),
  description: z.string(),
});
export type Organisation = z.infer<typeof organisationSchema>;
export type OrganisationField = keyof Organisation;

export const EMPTY_ORGANISATION: Organisation = {
  name: '',
  country: '',
  contact: '',
  email: '',
  phone: '',
  website: '',
  kind: '',
  status: '',
  founded: '',
  description: '',
};
export const ORGANISATION_FIELDS = Object.keys(EMPTY_ORGANISATION) as readonly OrganisationField[];

/** A field and the phrase in `locales/` that says what to do about it. */
export interface FieldProblem {
  readonly field: string;
  readonly phrase: string;
}

export interface OrganisationForm {
  /** What was typed, trimmed of white space at the ends; to be shown again when there are problems. */
  readonly typed: Record<OrganisationField, string>;
  readonly problems: readonly FieldProblem[];
  /** Null when there are problems. */
  readonly organisation: Organisation | null;
}

const emailSchema = z.email();
const websiteSchema = z.url({ protocol: /^https?$/, hostname: z.regexes.domain });

/**
 * Reads the form of the organisation; field names are those of `Organisation`, all optional: a field that is not sent
 * keeps what `before` had. `countries` are the codes that the list on the page offers; `year` is the current one.
 */
export function organisationFromForm(
  body: FormBody,
  before: Organisation,
  countries: ReadonlySet<string>,
  year: number,
): OrganisationForm {
  const typed: Record<OrganisationField, string> = { ...before };
  for (const field of ORGANISATION_FIELDS) {
    const sent = Object.hasOwn(body, field) ? body[field] : undefined;
    if (sent === undefined) continue;
    const text = normaliseLines(typeof sent === 'string' ? sent : (sent[0] ?? '')).trim();
    // A line end in a name could break a heading of the document or a header of the email.
    typed[field] = field === 'description' ? text : text.replace(/\s*\n\s*/g, ' ');
  }
  const problems: FieldProblem[] = [];
  const wrong = (field: OrganisationField): void => {
    problems.push({ field, phrase: `organisation.problems.${field}` });
  };
  if (typed.country !== '' && !countries.has(typed.country)) wrong('country');
  if (typed.email !== '' && !emailSchema.safeParse(typed.email).success) wrong('email');
  if (typed.phone !== '' && !/^[+(]?[\d\s()./-]{4,}(?:\s*(?:ext|poste|int)\.?\s*\d+)?$/i.test(typed.phone))
    wrong('phone');
  // People type "www.example.org"; what cannot be read is shown again as it was typed.
  const website = /^[a-z]+:/i.test(typed.website) ? typed.website : `https://${typed.website}`;
  if (typed.website !== '' && !websiteSchema.safeParse(website).success) wrong('website');
  else if (typed.website !== '') typed.website = website;
  if (
    typed.founded !== '' &&
    !(/^\d{4}$/.test(typed.founded) && Number(typed.founded) >= 1000 && Number(typed.founded) <= year)
  ) {
    wrong('founded');
  }
  const parsed = organisationSchema.safeParse(typed);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) wrong(issue.path[0] as OrganisationField);
  }
  return { typed, problems, organisation: problems.length === 0 && parsed.success ? parsed.data : null };
}
