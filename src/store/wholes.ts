/**
 * Whole questionnaires at hand, loaded when somebody asks for one. The same value comes back for the same reading as
 * long as anybody holds it: what is known of a questionnaire hangs on the value itself.
 */
import type { KeptQuestionnaire } from '../domain/questionnaire.ts';
import type { Reading } from './readings.ts';

/** Undefined where it cannot be loaded. */
export type Wholes = (reading: Reading) => KeptQuestionnaire | undefined;

/** Keeps the `most` that were asked for last. */
export function wholesBy(load: (reading: Reading) => KeptQuestionnaire | null, most: number): Wholes {
  const held = new WeakMap<Reading, WeakRef<KeptQuestionnaire>>();
  /** In the order of use. */
  const recent = new Map<Reading, KeptQuestionnaire>();
  return (reading) => {
    const kept = held.get(reading)?.deref() ?? load(reading);
    if (kept === null) return undefined;
    held.set(reading, new WeakRef(kept));
    recent.delete(reading);
    recent.set(reading, kept);
    const [oldest] = recent.keys();
    if (oldest !== undefined && recent.size > most) recent.delete(oldest);
    return kept;
  };
}
