/**
 * The jobs `backup` and `restore`: everything in one file, and back. What they print holds no text, and never the key.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from './config.ts';
import { backUp } from './store/backup.ts';
import { restore, type Refusal } from './store/restore.ts';

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

const count = (rows: Readonly<Record<string, number>>, table: string): number => rows[table] ?? 0;

/** The exit status: 1 where nothing was written. Throws SettingError. */
export async function makeBackup(config: Config, file: string): Promise<number> {
  const path = resolve(file);
  const outcome = await backUp(config, path, new Date()).catch(unwritable);
  if (outcome === null) {
    say(`The file ${path} cannot be written: is there such a folder, with room, and may this user write there?`);
    return 1;
  }
  if (outcome.kind === 'exists') {
    say(`There is a file ${path} already: nothing was written. Choose another name.`);
    return 1;
  }
  const { rows, unopened } = outcome.manifest;
  say(`${count(rows, 'drafts')} drafts with ${count(rows, 'revisions')} saved texts are in ${path}.`);
  if (unopened > 0) say(`${unopened} values do not open with the key of now, and are in it as they are.`);
  say('The key is NOT in it, and without the key nobody can read it: keep a copy of the key, and keep it apart.');
  say('Drafts that are removed from now on live on in this file: delete it when it is no longer needed.');
  return 0;
}

/** Null for what the disk says about the file; the message would quote its path, which is told anyway. */
function unwritable(error: unknown): null {
  if (/^E(?:ACCES|NOENT|NOTDIR|NOSPC|ROFS|PERM|ISDIR|DQUOT|FBIG)$/.test(String((error as NodeJS.ErrnoException).code)))
    return null;
  throw error;
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'no-file': 'There is no such file.',
  'no-backup': 'This file is no backup of this program, or one of a newer version.',
  'cut-off': 'The end of this file is missing: it was cut off while it was written or copied.',
  altered: 'This file was changed or damaged since it was made: its sum is another one.',
  'other-key':
    'This backup was made with another key. Set SECRET_KEY to the key of that time, or put its secret.key into the data ' +
    'folder. If the key was being changed then, both keys are needed.',
  'other-version':
    'This backup was made by a version of the program with other tables. Restore it with that version, then start this one.',
  'not-empty':
    'This database holds drafts, and a restored backup takes the place of all of them. If that is what you want, say so: ' +
    'npm run restore -- FILE --replace',
};

export interface RestoreOptions {
  readonly file: string;
  readonly replace: boolean;
}

/** Reads the words after `restore`; null where they cannot be read. */
export function readRestoreOptions(words: readonly string[]): RestoreOptions | null {
  try {
    const options = { replace: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...words], options, strict: true, allowPositionals: true });
    const [file, ...more] = positionals;
    return file === undefined || more.length > 0 ? null : { file, replace: values.replace === true };
  } catch {
    return null;
  }
}

/** The exit status: 1 where nothing was changed. Throws SettingError. */
export async function restoreBackup(config: Config, { file, replace }: RestoreOptions): Promise<number> {
  let told = 0;
  const outcome = await restore(config, resolve(file), replace, new Date(), (rows) => {
    if (rows - told < 10_000) return;
    told = rows;
    say(`${rows} rows read back …`);
  });
  if (outcome.kind === 'refused') {
    say(`${REFUSALS[outcome.why]} Nothing was changed.`);
    return 1;
  }
  const { rows, madeAt } = outcome.manifest;
  say(
    `${count(rows, 'drafts')} drafts with ${count(rows, 'revisions')} saved texts are back, as they were at ${madeAt}.`,
  );
  say('What was done since then is not known any more: links that were taken back are good again, drafts that were');
  say('removed are there again, and reminders or submissions that have left since may be sent once more.');
  return 0;
}
