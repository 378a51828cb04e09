/**
 * The other door: one job and out. `call check FILE…` looks at questionnaire files and says what is wrong, and where;
 * `call import FILE` prints the questionnaire of a call; `remind` lets the reminders ring that are due; `rotate-key`
 * changes the key of everything that is kept; `backup` and `restore` put all of it into one file and back; `audit
 * verify` looks over the records of who did what.
 */
import { parseArgs } from 'node:util';
import { programRoot, readConfig } from './config.ts';
import { described } from './crashing.ts';
import { SettingError } from './domain/errors.ts';
import { fileSchema } from './domain/fileSchema.ts';
import { readPhrases } from './phrases.ts';
import { checkFiles } from './store/callCheck.ts';

const USAGE = `Usage:
  npm run call -- check FILE…             look at questionnaire files; the exit status is 1 when something is wrong
                  --since FILE            the version before: says which ids changed
                  --strict                advice counts as wrong, too
  npm run -s call -- import FILE          read a call from a file and print its questionnaire, to be checked by you
                  --language CODE         the language of the text, where it is known: en, fr or es
  npm run call -- schema                  print the JSON Schema of questionnaire files, for editors
  npm run -s call -- archive-schema       print the JSON Schema of archives of drafts (docs/archive.schema.json)
  npm run remind                          send the reminders that are due
  npm run remind -- --dry-run             say what would ring, and send nothing
  npm run remind -- --at MOMENT           the same at another moment, such as 2026-12-01T09:00+01:00
  npm run rotate-key                      change the key of everything that is kept, while the program runs
  npm run backup -- FILE                  write everything to one file, while the program runs; the key is not in it
  npm run restore -- FILE                 bring a backup back into an empty database, while the program is stopped
                  --replace               also into one that holds drafts: all of them go
  npm run audit -- verify [DRAFT…]        look over the records of who did what; the exit status is 1 for a broken one
`;

function check(words: readonly string[]): number {
  const options = checkOptions(words);
  if (options === null) return misused('');
  const findings = checkFiles(options.files, options.since);
  for (const { file, line, column, rule, message, kind } of findings) {
    const mark = kind === 'advice' ? 'advice: ' : '';
    process.stdout.write(`${file}:${line}:${column}: ${mark}${rule}: ${message}\n`);
  }
  const isWrong = findings.some(({ kind }) => kind === 'problem' || options.strict);
  if (findings.length === 0) {
    process.stdout.write(options.files.length === 1 ? 'The file is in order.\n' : 'The files are in order.\n');
  }
  return isWrong ? 1 : 0;
}

/** Null: not said in a way that can be understood. */
function checkOptions(words: readonly string[]): { files: string[]; since: string | null; strict: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { since: { type: 'string' }, strict: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals.length === 0) return null;
    return { files: positionals, since: values.since ?? null, strict: values.strict ?? false };
  } catch {
    return null;
  }
}

async function archiveSchema(): Promise<number> {
  const { archiveFileSchema } = await import('./domain/archive.ts');
  process.stdout.write(`${JSON.stringify(archiveFileSchema(), null, 2)}\n`);
  return 0;
}

async function bringIn(words: readonly string[]): Promise<number> {
  const { importCall, readImportOptions } = await import('./importing.ts');
  const options = readImportOptions(words);
  if (typeof options === 'string') return misused(`${options}\n`);
  return importCall(options, readPhrases(programRoot()));
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

async function backUp(file: string): Promise<number> {
  const { makeBackup } = await import('./backups.ts');
  return orSetting(() => makeBackup(readConfig(process.env), file));
}

async function bringBack(words: readonly string[]): Promise<number> {
  const { readRestoreOptions, restoreBackup } = await import('./backups.ts');
  const options = readRestoreOptions(words);
  return options === null ? misused('') : orSetting(() => restoreBackup(readConfig(process.env), options));
}

async function audit(drafts: readonly string[]): Promise<number> {
  const { verifyAudits } = await import('./auditing.ts');
  return orSetting(() => verifyAudits(readConfig(process.env), drafts));
}

/** A wrong setting is one clear sentence; anything else is told without what it may hold. */
async function orSetting(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    process.stderr.write(`${error instanceof SettingError ? error.message : described(error)}\n`);
    return 1;
  }
}

function misused(reason: string): number {
  process.stderr.write(`${reason}${USAGE}`);
  return 2;
}

// `… schema | head` closes the pipe before all is written: whoever reads has what they wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const [job, ...words] = process.argv.slice(2);
const [verb, ...files] = words;
if (job === 'call' && verb === 'check') process.exitCode = check(files);
else if (job === 'call' && verb === 'import') process.exitCode = await bringIn(files);
else if (job === 'call' && verb === 'schema') process.stdout.write(`${JSON.stringify(fileSchema(), null, 2)}\n`);
else if (job === 'call' && verb === 'archive-schema') process.exitCode = await archiveSchema();
else if (job === 'remind') process.exitCode = await remindMe(words);
else if (job === 'rotate-key' && words.length === 0) process.exitCode = await changeKey();
else if (job === 'backup' && verb !== undefined && words.length === 1) process.exitCode = await backUp(verb);
else if (job === 'restore') process.exitCode = await bringBack(words);
else if (job === 'audit' && verb === 'verify') process.exitCode = await audit(files);
else process.exitCode = misused('');
