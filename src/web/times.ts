/**
 * Times on pages: the zones that a reader may choose, and what `domain/times.ts` says of a moment in one of them.
 */
export { GENEVA } from '../domain/deadline.ts';
export { dayIn, deadlineIn, hourIn, lastMinute, minuteIn, timeLeft, timeToOpening } from '../domain/times.ts';

/** The zones that a reader may choose, by IANA name. */
export const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const KNOWN_ZONES = new Set(ZONES);
export const isZone = (zone: unknown): zone is string => typeof zone === 'string' && KNOWN_ZONES.has(zone);
