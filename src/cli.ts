/**
 * The other door: one job and out. `call check FILE…` looks at questionnaire files and says what is wrong, and where;
 * `remind` lets the reminders ring that are due; `rotate-key` changes the key of everything that is kept.
 */
import { readFileSync } from 'node:fs';
import { readConfig } from './config.ts';
import { SettingError } from './domain/errors.ts';
import { parseQuestionnaire } from './store/questionnaires.ts';

const USAGE = `Usage:
  npm run call -- check FILE…             look at questionnaire files; the exit status is 1 when something is wrong
  npm run remind                          send the reminders that are due
  npm run remind -- --dry-run             say what would ring, and send nothing
  npm run remind -- --at MOMENT           the same at another moment, such as 2026-12-01T09:00+01:00
  npm run rotate-key                      change the key of everything that is kept, while the program runs
`;

function check(files: readonly string[]): number {
  let wrong = 0;
  for (const file of files) {
    const { problems } = parseQuestionnaire(file, readFileSync(file, 'utf8'));
    for (const { line, column, rule, message } of problems) {
      wrong += 1;
      process.stdout.write(`${file}:${line}:${column}: ${rule}: ${message}\n`);
    }
  }
  if (wrong === 0) process.stdout.write(files.length === 1 ? 'The file is in order.\n' : 'The files are in order.\n');
  return wrong === 0 ? 0 : 1;
}

async function remindMe(words: readonly string[]): Promise<number> {
  // Loaded only here: it brings the databases and the letterbox along.
  const { readOptions, remind } = await import('./remind.ts');
  const options = readOptions(words);
  if (typeof options === 'string') return misused(`${options}\n`);
  return orSetting(() => remind(readConfig(process.env), options));
}

async function changeKey(): Promise<number> {
  const { rotate } = await import('./rotating.ts');
  return orSetting(() => rotate(readConfig(process.env)));
}

/** A wrong setting is one clear sentence. */
async function orSetting(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function misused(reason: string): number {
  process.stderr.write(`${reason}${USAGE}`);
  return 2;
}

const [job, ...words] = process.argv.slice(2);
const [verb, ...files] = words;
if (job === 'call' && verb === 'check' && files.length > 0) process.exitCode = check(files);
else if (job === 'remind') process.exitCode = await remindMe(words);
else if (job === 'rotate-key' && words.length === 0) process.exitCode = await changeKey();
else process.exitCode = misused('');
