/**
 * The outbox: mails as files, where no SMTP server is set, for whoever runs the program to open and send. A file is
 * whole or not there at all, and nobody but its owner may read it. It sends nothing, and deletes only the mails about a
 * draft that is removed.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../domain/errors.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** What a file may be called: no part of a path, and no hidden file. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/**
 * Writes `DRAFT-NAME.eml`, named by the draft that it is about and by what stands before the "@" of the Message-ID, in
 * place of the one before; on disk when it resolves. Gives the name of the file. Throws AppError `invalid` for a draft
 * or a Message-ID that names no file, and what the disk says.
 */
export async function writeToOutbox(
  folder: string,
  draft: string,
  messageId: string,
  bytes: Uint8Array,
): Promise<string> {
  const own = /^<([^@<>]+)@/.exec(messageId)?.[1] ?? '';
  if (!NAME.test(own) || !NAME.test(draft)) throw new AppError('invalid', 'this Message-ID cannot name a file');
  const name = `${draft}-${own}`;
  // The mode of mkdir is cut by the umask, so it is set again.
  if ((await mkdir(folder, { recursive: true, mode: FOLDER_MODE })) !== undefined) await chmod(folder, FOLDER_MODE);
  const path = join(folder, `${name}.eml`);
  const unfinished = join(folder, `.${name}.${randomUUID()}`);
  try {
    await writeDurably(unfinished, bytes);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  return `${name}.eml`;
}

/**
 * Deletes the mails about a draft, and what was left of one that was never finished. Their bytes are overwritten first:
 * they are in the clear, and a deleted name alone leaves them on the disk. Throws what the disk says.
 */
export async function discardFromOutbox(folder: string, draft: string): Promise<void> {
  const names = await namesIn(folder);
  const about = names.filter((name) => name.startsWith(`${draft}-`) || name.startsWith(`.${draft}-`));
  for (const name of about) await erase(join(folder, name));
  if (about.length > 0) await syncFolder(folder);
}

/** The drafts that mails in the outbox are about, finished or not. Throws what the disk says. */
export async function draftsInOutbox(folder: string): Promise<readonly string[]> {
  const drafts = (await namesIn(folder)).map((name) => /^\.?([A-Za-z0-9_]+)-/.exec(name)?.[1] ?? '');
  return [...new Set(drafts.filter((draft) => draft !== ''))];
}

/** Nothing where there is no folder: it is made with the first mail. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Another process may have been faster. */
async function erase(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      await file.write(Buffer.alloc((await file.stat()).size), 0, null, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await rm(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.chmod(FILE_MODE);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name durable. Windows cannot open a folder, and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
