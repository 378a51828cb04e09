/** How long a browser may leave a draft unused, to the millisecond, and how little the end of it tells of the last use. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourOf, IDLE_HOURS, IDLE_HOURS_MAX, idleHoursSchema, lapseAfterHour, lapseAt } from '../../src/domain/link.ts';

const HOUR_MS = 3_600_000;
const moments = fc
  .date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2040-01-01T00:00:00Z') })
  .filter((date) => !Number.isNaN(date.getTime()));
const chosen = fc.constantFrom(...IDLE_HOURS.filter((hours) => hours < IDLE_HOURS_MAX));

describe('the time for which a browser may leave a draft unused', () => {
  it('is never cut short, and rounded up by ten minutes or an hour at most', () => {
    fc.assert(
      fc.property(moments, chosen, (now, hours) => {
        const over = lapseAt(hours, now)!.getTime() - now.getTime() - hours * HOUR_MS;
        expect(over).toBeGreaterThan(0);
        expect(over).toBeLessThanOrEqual(hours === 1 ? HOUR_MS / 6 : HOUR_MS);
      }),
      { numRuns: 200 },
    );
  });

  it('tells of the last use no more than the hour or, for the shortest, the ten minutes', () => {
    const grain = (hours: number): number => (hours === 1 ? HOUR_MS / 6 : HOUR_MS);
    fc.assert(
      fc.property(moments, chosen, (now, hours) => {
        const begun = new Date(Math.floor(now.getTime() / grain(hours)) * grain(hours));
        expect(lapseAt(hours, now)).toEqual(lapseAt(hours, begun));
      }),
      { numRuns: 200 },
    );
  });

  it('counts from the end of the hour where only the hour is known', () => {
    fc.assert(
      fc.property(moments, chosen, (now, hours) => {
        const lapse = lapseAfterHour(hours, hourOf(now))!;
        expect(lapse.getTime()).toBeGreaterThan(now.getTime() + hours * HOUR_MS);
        expect(lapse.getTime()).toBeLessThanOrEqual(now.getTime() + (hours + 1) * HOUR_MS);
      }),
      { numRuns: 200 },
    );
  });

  it('is that of the session where nobody chose a shorter one', () => {
    expect(lapseAt(IDLE_HOURS_MAX, new Date(0))).toBeNull();
    expect(lapseAfterHour(IDLE_HOURS_MAX, new Date(0))).toBeNull();
  });

  it('is read from a form only where it is one of the choices', () => {
    expect(idleHoursSchema.parse('12')).toBe(12);
    for (const typed of ['', '0', '2', '-1', '1e9', 'NaN', undefined, ['1', '12']]) {
      expect(idleHoursSchema.safeParse(typed).success, String(typed)).toBe(false);
    }
  });
});
