/**
 * The benchmark, run by hand: `npm run bench`, or `npm run bench -- pages` for one subject. Prints figures and ratios;
 * nothing here passes or fails.
 */
import { cpus, loadavg } from 'node:os';
import { archive } from './archive.ts';
import { calls } from './calls.ts';
import { checks } from './checks.ts';
import { coalition } from './coalition.ts';
import { exports } from './exports.ts';
import { feeds } from './feeds.ts';
import { importing } from './import.ts';
import { pages } from './pages.ts';
import { reminders } from './reminders.ts';
import { ringing } from './ringing.ts';
import { saves } from './saves.ts';
import { start } from './start.ts';
import { stored } from './stored.ts';
import { texts } from './texts.ts';
import { versions } from './versions.ts';
import { together } from './together.ts';
import { worksheet } from './worksheet.ts';

const SUBJECTS: Readonly<Record<string, () => Promise<void>>> = {
  start,
  pages,
  saves,
  exports,
  stored,
  reminders,
  ringing,
  feeds,
  coalition,
  versions,
  checks,
  together,
  import: importing,
  texts,
  archive,
  worksheet,
  calls,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(SUBJECTS, name));
if (unknown !== undefined) {
  process.stderr.write(`there is no subject "${unknown}": choose of ${Object.keys(SUBJECTS).join(', ')}\n`);
  process.exit(1);
}

process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? '?'}, load ${loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}\n`,
);
for (const name of wanted.length > 0 ? wanted : Object.keys(SUBJECTS)) await SUBJECTS[name]?.();
