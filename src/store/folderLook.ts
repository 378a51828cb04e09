/**
 * A look into the folder of questionnaires: which files stand there, and in what state each is. Reads no questionnaire.
 */
import { hash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

export interface Look {
  /** By path, in the order of the names: a text that is another one as soon as the file was written or replaced. */
  readonly files: ReadonlyMap<string, string>;
  /** The code of the system where the folder cannot be read; null where it can. */
  readonly failure: string | null;
}

/** *.yaml and *.yml; names that begin with a dot are left alone. */
const QUESTIONNAIRE = /^[^.].*\.ya?ml$/i;

/** Never throws. A file that goes while this looks is not there. */
export function lookInto(folder: string): Look {
  const files = new Map<string, string>();
  try {
    const names = readdirSync(folder).filter((name) => QUESTIONNAIRE.test(name));
    for (const path of names.sort().map((name) => join(folder, name))) {
      const state = stateOf(path);
      if (state !== null) files.set(path, state);
    }
    return { files, failure: null };
  } catch (error) {
    return { files, failure: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' };
  }
}

/** Null where there is no such file. */
export function stateOf(path: string): string | null {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return null;
  }
}

/** Longer files are read elsewhere, where they are refused. Used again for each file: two thousand buffers weigh much. */
const scratch = Buffer.allocUnsafeSlow(1_000_001);

/** SHA-256 of the bytes of a file, hexadecimal; null where it cannot be read, or is longer than any questionnaire. */
export function sumIn(path: string): string | null {
  try {
    const file = openSync(path, 'r');
    try {
      let length = 0;
      for (let read = -1; read !== 0; length += read)
        read = readSync(file, scratch, length, scratch.length - length, null);
      return length === scratch.length ? null : hash('sha256', scratch.subarray(0, length));
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

export interface Watch {
  close(): void;
}

/** Calls `changed` when the system tells of a change in the folder. Some systems never do: nobody may rely on it. */
export function watchFolder(folder: string, changed: () => void): Watch {
  try {
    const watcher = watch(folder, { persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return { close: () => undefined };
  }
}
