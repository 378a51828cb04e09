/**
 * The data folder: made for its owner alone, and files in it that nobody else may read.
 * Knows nothing of what the files hold.
 */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { SettingError } from '../domain/errors.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS_MAY_READ = 0o044;

/** Makes the folder if it is missing. Throws SettingError DATA_DIR where it cannot be made or written. */
export function prepareFolder(folder: string): void {
  try {
    // The mode of mkdir is cut by the umask, so it is set again.
    if (mkdirSync(folder, { recursive: true, mode: FOLDER_MODE }) !== undefined) chmodSync(folder, FOLDER_MODE);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!statSync(folder).isDirectory()) throw new Error('not a folder');
  } catch {
    throw new SettingError('DATA_DIR', 'this folder cannot be made or written; name one that this user may write.');
  }
}

/**
 * Makes a file of mode 0600, whole or not at all, on disk when this returns. False, and nothing is changed, where the
 * file is there already.
 */
export function createPrivateFile(path: string, text: string): boolean {
  const unfinished = `${path}.${randomUUID()}`;
  const file = openSync(unfinished, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, FILE_MODE);
  try {
    fchmodSync(file, FILE_MODE);
    writeSync(file, text);
    fsyncSync(file);
    // A link, unlike a rename, never replaces what another process has just made.
    linkSync(unfinished, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    closeSync(file);
    unlinkSync(unfinished);
    syncFolder(dirname(path));
  }
}

/** Puts one file in the place of another, at once and durably; both in one folder. False: there is no such file. */
export function moveFile(from: string, to: string): boolean {
  if (!existed(() => renameSync(from, to))) return false;
  syncFolder(dirname(to));
  return true;
}

/** Overwrites a file, and takes its name away: a name alone would leave its bytes on the disk. */
export function eraseFile(path: string): void {
  existed(() => {
    const file = openSync(path, 'r+');
    try {
      writeSync(file, Buffer.alloc(fstatSync(file).size), 0, null, 0);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    unlinkSync(path);
  });
  syncFolder(dirname(path));
}

function existed(deed: () => void): boolean {
  try {
    deed();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Makes the names in a folder durable. Windows cannot open a folder, and needs no such call. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Whether other users of this computer may read the file. */
export function readableByOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & OTHERS_MAY_READ) !== 0;
}
