/**
 * Reads the form of the register of consent. Refuses no text: what cannot be read is given back with what to do. Pure.
 */
import { z } from 'zod';
import { normaliseLines, type FormBody } from './answer.ts';
import { CONSENT_PARTS, CONSENTS_MAX, hasAgreed, type Consent, type Consents } from './consent.ts';
import type { FieldProblem } from './organisation.ts';

export interface ConsentForm {
  /** What was typed, without empty rows; dates may be anything. The override is not part of it. */
  readonly consents: Omit<Consents, 'override'>;
  /** The reason for going without, as typed and trimmed. */
  readonly reason: string;
  /** Whether the writer wants to go without. */
  readonly goes: boolean;
  readonly problems: readonly FieldProblem[];
}

/**
 * Field names: `named`; `rows.N.who`, `rows.N.informed`, `rows.N.understands`, `rows.N.agrees` ("yes"), `rows.N.date`
 * with N from 0 to 9999; `reason` and `without` ("yes"). What the form does not send keeps what `before` had, but a form that sends rows sends
 * them all. Problems name fields by the rows that are left.
 */
export function consentsFromForm(body: FormBody, before: Consents): ConsentForm {
  const field = (name: string): string | null => {
    const sent = Object.hasOwn(body, name) ? body[name] : undefined;
    return sent === undefined ? null : normaliseLines([sent].flat()[0] ?? '').trim();
  };
  const problems: FieldProblem[] = [];
  const wrong = (name: string, problem: string): void => {
    problems.push({ field: name, phrase: `consents.problems.${problem}` });
  };
  const named = field('named') ?? before.named;
  const isKnown = named === '' || named === 'yes' || named === 'no' || named === 'unsure';
  if (!isKnown) wrong('named', 'named');
  const rows = rowsIn(body, field) ?? before.rows;
  rows.slice(0, CONSENTS_MAX).forEach(({ who, date }, index) => {
    if (who === '') wrong(`rows.${index}.who`, 'who');
    if (date !== '' && !z.iso.date().safeParse(date).success) wrong(`rows.${index}.date`, 'date');
  });
  if (rows.length > CONSENTS_MAX) wrong('named', 'full');
  const reason = field('reason') ?? before.override?.reason ?? '';
  const goes = field('without') === 'yes';
  if (goes && reason === '') wrong('reason', 'reason');
  return {
    consents: { named: isKnown ? named : before.named, rows },
    reason,
    goes,
    problems,
  };
}

/** Null where the form has no rows. */
function rowsIn(body: FormBody, field: (name: string) => string | null): Consent[] | null {
  const numbers = new Set<number>();
  for (const name of Object.keys(body)) {
    const digits = /^rows\.(0|[1-9]\d{0,3})\./.exec(name)?.[1];
    if (digits !== undefined) numbers.add(Number(digits));
  }
  if (numbers.size === 0) return null;
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number): Consent => {
      const of = (name: string): string => field(`rows.${number}.${name}`) ?? '';
      const [informed, understands, agrees] = CONSENT_PARTS.map((part) => of(part) === 'yes');
      return {
        who: of('who').replace(/\s*\n\s*/g, ' '),
        informed: informed === true,
        understands: understands === true,
        agrees: agrees === true,
        date: of('date'),
      };
    })
    .filter((row) => row.who !== '' || row.date !== '' || CONSENT_PARTS.some((part) => row[part]));
}

/** How many of the people in the register have agreed. */
export const agreedIn = ({ rows }: Pick<Consents, 'rows'>): number => rows.filter(hasAgreed).length;
