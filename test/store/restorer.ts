/**
 * A process of its own that restores a backup over what is there, and stands still in the middle, to be killed.
 * Run as: node restorer.ts SETTINGS_JSON FILE HALTS_AFTER
 */
import type { CellarSettings } from '../../src/store/cellar.ts';
import { restore } from '../../src/store/restore.ts';

const [settings, file, haltsAfter] = process.argv.slice(2);
if (import.meta.main && settings !== undefined && file !== undefined) {
  let batches = 0;
  await restore(JSON.parse(settings) as CellarSettings, file, true, new Date(), (rows) => {
    batches += 1;
    if (batches < Number(haltsAfter)) return;
    process.stdout.write(`${rows}\n`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}
