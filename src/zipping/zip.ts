/**
 * Zip files, through fflate: packed piece by piece, so that a long history is never held as a whole, and in steps that are
 * small enough for pages to come between them. Knows nothing of what it packs.
 */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { PackedFile, PackFiles } from '../domain/archiving.ts';

/** Packing so much takes about two milliseconds. */
const STEP_BYTES = 64 * 1024;

/** Lets whatever waits have its turn. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** See the port. */
export const packFiles: PackFiles = async (files, day) => {
  const chunks: Uint8Array[] = [];
  const { promise: done, resolve, reject } = Promise.withResolvers<undefined>();
  const zip = new Zip((error, chunk, isLast) => {
    if (error !== null) return reject(error);
    chunks.push(chunk);
    if (isLast) resolve(undefined);
  });
  for (const file of files) await pack(zip, file, day);
  zip.end();
  await done;
  return Buffer.concat(chunks);
};

async function pack(zip: Zip, { name, pieces, dense = false }: PackedFile, day: Date): Promise<void> {
  const entry = dense ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
  entry.mtime = wallClock(day);
  zip.add(entry);
  for await (const step of stepsOf(pieces)) {
    entry.push(step);
    await pause();
  }
  entry.push(new Uint8Array(), true);
}

/** All pieces in steps of one size, so that it does not matter for the bytes how they came. */
async function* stepsOf(pieces: PackedFile['pieces']): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    waiting.push(bytes);
    length += bytes.length;
    if (length < STEP_BYTES) continue;
    const whole = Buffer.concat(waiting);
    const full = length - (length % STEP_BYTES);
    for (let at = 0; at < full; at += STEP_BYTES) yield whole.subarray(at, at + STEP_BYTES);
    waiting = [whole.subarray(full)];
    length -= full;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** The years that a zip can hold. */
const YEARS = { first: 1980, last: 2099 } as const;

/** Zips hold the time of a wall clock, and fflate asks the machine's: noon of the day in UTC, whatever zone that is in. */
function wallClock(day: Date): Date {
  const year = Math.min(YEARS.last, Math.max(YEARS.first, day.getUTCFullYear()));
  return new Date(year, day.getUTCMonth(), day.getUTCDate(), 12);
}
