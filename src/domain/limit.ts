/**
 * Limits of a call that hold only for some: joint submissions are often allowed more than those of one organisation
 * (rule 15). Pure.
 */
import type { Questionnaire } from './questionnaire.ts';

export type Limit = NonNullable<Questionnaire['length']['value']>[number];

/** The limits for a joint submission, or for that of one organisation. Empty where the call states none. */
export function limitsFor({ length }: Pick<Questionnaire, 'length'>, joint: boolean): readonly Limit[] {
  const other = joint ? 'individual' : 'joint';
  return (length.value ?? []).filter(({ when }) => when !== other);
}

/** Whether the call makes a difference between joint submissions and others. */
export function limitsDiffer({ length }: Pick<Questionnaire, 'length'>): boolean {
  return length.value?.some(({ when }) => when !== null) ?? false;
}
