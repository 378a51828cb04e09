/**
 * The key ring of an installation without SECRET_KEY: files in the data folder, read again while the program runs, so that
 * the key can be changed under it. `secret.key` seals. While it is being changed, `secret.key.next` is the one that will
 * seal, and `secret.key.former` the one that did: both only open.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingError } from '../domain/errors.ts';
import { createPrivateFile, eraseFile, moveFile } from './folder.ts';
import type { Ring, Secrets } from './seal.ts';

export const KEY_FILE = 'secret.key';
const NEXT_FILE = `${KEY_FILE}.next`;
const FORMER_FILE = `${KEY_FILE}.former`;
const LOCK_FILE = `${KEY_FILE}.lock`;

/** In characters. HKDF stretches nothing, so a short secret would be a weak key. */
export const SECRET_MIN = 32;

/** A process that seals has looked at the files no longer ago than that. */
export const LOOK_MS = 1_000;

/** Null where there is no such file, or no secret in it. Throws what the disk says else. */
function secretIn(dataDir: string, file: string): string | null {
  try {
    const secret = readFileSync(join(dataDir, file), 'utf8').trim();
    return secret.length < SECRET_MIN || secret.includes('\0') ? null : secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Null where there is no key. The order matters: a key that moves from one file to the next is seen in one of them. */
function readRing(dataDir: string): Secrets | null {
  const next = secretIn(dataDir, NEXT_FILE);
  const key = secretIn(dataDir, KEY_FILE);
  const former = secretIn(dataDir, FORMER_FILE);
  if (key === null) return null;
  return [key, ...[next, former].filter((secret) => secret !== null && secret !== key)] as unknown as Secrets;
}

/** Null where there is no key in the folder. */
export function fileRing(dataDir: string): Ring | null {
  const found = readRing(dataDir);
  if (found === null) return null;
  let secrets = found;
  let lookedAt = performance.now();

  function lookAgain(): Secrets {
    lookedAt = performance.now();
    try {
      const now = readRing(dataDir);
      if (now !== null && String(now) !== String(secrets)) secrets = now;
    } catch {
      // What was read before goes on being good until the disk answers.
    }
    return secrets;
  }
  return { secrets: () => (performance.now() - lookedAt > LOOK_MS ? lookAgain() : secrets), lookAgain };
}

/** How far a change of the key has come. */
export type KeyChange = 'none' | 'prepared' | 'sealing';

export function keyChangeIn(dataDir: string): KeyChange {
  if (secretIn(dataDir, NEXT_FILE) !== null) return 'prepared';
  return secretIn(dataDir, FORMER_FILE) === null ? 'none' : 'sealing';
}

/** From now on everybody opens what the new key seals. Of two that prepare, one makes the key. */
export function prepareNext(dataDir: string, secret: string): void {
  createPrivateFile(join(dataDir, NEXT_FILE), `${secret}\n`);
}

/**
 * From now on the new key seals. The one before stands in a file of its own until nothing needs it: a copy, so that erasing
 * it can never touch the key that seals.
 */
export function switchToNext(dataDir: string): void {
  const key = secretIn(dataDir, KEY_FILE);
  if (key === null) throw new SettingError('SECRET_KEY', `the file ${KEY_FILE} is missing or damaged.`);
  if (!createPrivateFile(join(dataDir, FORMER_FILE), `${key}\n`) && secretIn(dataDir, FORMER_FILE) !== key) {
    throw new SettingError(
      'SECRET_KEY',
      `the file ${FORMER_FILE} holds a key of an earlier change: bring it to its end first.`,
    );
  }
  moveFile(join(dataDir, NEXT_FILE), join(dataDir, KEY_FILE));
}

/**
 * What the former key sealed can never be opened again. Goes with everything that a process may have left of it that was
 * killed while it wrote; to be called by the one that changes the key.
 */
export function forgetFormer(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => name.startsWith(`${KEY_FILE}.`) && name !== LOCK_FILE);
  for (const name of names) eraseFile(join(dataDir, name));
}

/** The locks that this process holds. */
const held = new Set<string>();

/** Runs `work` alone: two changes of one key at once would lose the key of one of them. Throws SettingError. */
export async function changingAlone<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(dataDir, LOCK_FILE);
  if (!createPrivateFile(lock, String(process.pid)) && !takeOver(lock)) {
    throw new SettingError(
      'DATA_DIR',
      `another process is changing the key; if it is not, delete the file ${LOCK_FILE}.`,
    );
  }
  held.add(lock);
  try {
    return await work();
  } finally {
    eraseFile(lock);
    held.delete(lock);
  }
}

/** The lock of a process that was killed is nobody's. */
function takeOver(lock: string): boolean {
  const pid = Number(readFileSync(lock, 'utf8'));
  // In a container, the process before had the same number.
  if (pid === process.pid ? held.has(lock) : isRunning(pid)) return false;
  eraseFile(lock);
  return createPrivateFile(lock, String(process.pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
