/**
 * What was read of questionnaire files before, kept in the data folder so that a start need not read YAML again: by the
 * SHA-256 of a file's bytes, sealed, so that what somebody changed, or what another program wrote, counts as not there.
 * Never the truth: every failure here only costs time. Knows neither the folder of the questionnaires nor its problems.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { headOf } from '../domain/callIndex.ts';
import type { KeptQuestionnaire, Questionnaire } from '../domain/questionnaire.ts';
import { prepareFolder } from './folder.ts';
import { hashOf } from './questionnaires.ts';
import type { Place, Seal } from './seal.ts';

/** One file that was read and found right. */
export interface Reading {
  /** SHA-256 of the bytes of the file, hexadecimal. */
  readonly bytes: string;
  /** Hash of the questionnaire, and the questionnaire without its long texts (`headOf`). */
  readonly kept: KeptQuestionnaire;
}

export interface Readings {
  /** By the SHA-256 of the bytes; undefined where this program has not read them yet. */
  find(bytes: string): Reading | undefined;
  /** Keeps what was read. Written to the disk at once but for the list of heads, which waits for `save`. */
  keep(bytes: string, questionnaire: Questionnaire): Reading;
  /** The whole questionnaire; null where it is not here any more, or was changed. */
  whole(reading: Reading): Questionnaire | null;
  /** Writes the list of heads, and takes away what no file has needed for a month. */
  save(current: readonly Reading[]): void;
}

const FILE_MODE = 0o600;
const HEADS = 'heads';
const NAME = /^[0-9a-f]{64}$/;
const UNUSED_MS_MAX = 30 * 24 * 3_600_000;

/** Readings of another program may have another form. A bundle names what it imports by its content, so one file tells. */
const program = (): string =>
  createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex');

/** Made if it is missing. A folder that cannot be written keeps nothing but for what stays in memory. */
export function openReadings(folder: string, seal: Seal): Readings {
  const reader = program();
  const placeOf = (name: string): Place => ['readings', reader, name];
  const read = (name: string): unknown => {
    try {
      return JSON.parse(inflateRawSync(seal.open(placeOf(name), readFileSync(join(folder, name)))).toString());
    } catch {
      return null;
    }
  };
  const write = (name: string, value: unknown): boolean => {
    const unfinished = join(folder, `.${randomUUID()}`);
    try {
      const packed = deflateRawSync(JSON.stringify(value), { level: 1 });
      writeFileSync(unfinished, seal.seal(placeOf(name), packed), { mode: FILE_MODE, flag: 'wx' });
      renameSync(unfinished, join(folder, name));
      return true;
    } catch {
      tidily(() => rmSync(unfinished, { force: true }));
      return false;
    }
  };

  // Where it cannot be made, every write fails, and what is read stays in memory.
  tidily(() => prepareFolder(folder));
  const known = new Map<string, Reading>();
  for (const reading of (read(HEADS) as readonly Reading[] | null) ?? []) known.set(reading.bytes, reading);
  /** What could not be written. */
  const inMemory = new Map<string, Questionnaire>();
  let saved = [...known.keys()].join();

  return {
    find: (bytes) => known.get(bytes),
    keep(bytes, questionnaire) {
      const kept = { hash: hashOf(questionnaire), questionnaire: headOf(questionnaire) };
      const reading = known.get(bytes) ?? { bytes, kept };
      known.set(bytes, reading);
      if (!write(bytes, questionnaire)) inMemory.set(bytes, questionnaire);
      return reading;
    },
    whole: ({ bytes }) => inMemory.get(bytes) ?? (read(bytes) as Questionnaire | null),
    save(current) {
      const wanted = new Set(current.map(({ bytes }) => bytes));
      for (const bytes of known.keys()) if (!wanted.has(bytes)) known.delete(bytes);
      for (const bytes of inMemory.keys()) if (!wanted.has(bytes)) inMemory.delete(bytes);
      const list = [...known.keys()].join();
      if (list === saved || !write(HEADS, [...known.values()])) return;
      saved = list;
      tidily(() => removeUnused(folder, wanted));
    },
  };
}

/** What is left lying about does no harm. */
function tidily(deed: () => void): void {
  try {
    deed();
  } catch {
    // The next one may succeed.
  }
}

/** Another process may still need one of late: only what is old goes. */
function removeUnused(folder: string, wanted: ReadonlySet<string>): void {
  const old = Date.now() - UNUSED_MS_MAX;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isOurs = NAME.test(name) || name.startsWith('.');
    if (isOurs && !wanted.has(name) && statSync(path).mtimeMs < old) rmSync(path, { force: true });
  }
}
