/**
 * Limits of a call in words, for joint submissions and for those of one organisation where the call sets them apart.
 */
import { limitsFor, type Limit } from '../domain/limit.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import type { Visit } from './visit.ts';

function amounts({ unit, minimum, maximum }: Limit, { say }: Visit): string[] {
  const amount = (count: number): string => say(`limits.units.${unit}`, { count });
  return [
    ...(minimum === null ? [] : [say('limits.minimum', { amount: amount(minimum) })]),
    ...(maximum === null ? [] : [say('limits.maximum', { amount: amount(maximum) })]),
  ];
}

/** "Joint submission: at most 10 pages." */
export function limitLine(questionnaire: Questionnaire, visit: Visit, joint: boolean): string {
  const limits = limitsFor(questionnaire, joint).flatMap((limit) => amounts(limit, visit));
  const list = limits.length === 0 ? visit.say('limits.none') : new Intl.ListFormat(visit.language).format(limits);
  return visit.say(joint ? 'limits.joint' : 'limits.individual', { limits: list });
}
