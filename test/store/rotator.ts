/**
 * A process of its own that changes the key, to be killed in the middle; and how long it waits for others in tests.
 * Run as: node rotator.ts SETTINGS_JSON
 */
import type { CellarSettings } from '../../src/store/cellar.ts';
import { rotateKey, type RotationPatience } from '../../src/store/rotation.ts';

/** Long enough for the cellars of a test to look at the key files again. */
export const IMPATIENT: RotationPatience = { learnMs: 1_100, settleMs: 200 };

const [settings] = process.argv.slice(2);
if (import.meta.main && settings !== undefined) {
  process.stdout.write('begun\n');
  await rotateKey(JSON.parse(settings) as CellarSettings, () => undefined, IMPATIENT);
}
