/**
 * Reads the archive of a draft, in the process that is made for it: a stranger may have made it. Of its files only those
 * that a draft is made of again are unpacked, their bytes counted while they are; all else is for people to read.
 */
import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import type { Readable } from 'node:stream';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, type Archive } from '../domain/archive.ts';
import { checkedArchive, historyChecker, type ArchiveFault } from '../domain/archiveFaults.ts';
import {
  ARCHIVE_REFUSALS,
  type ArchiveRefusal,
  type EarlierJson,
  type ReadArchive,
  type RefusedArchive,
} from '../domain/archiving.ts';
import { AppError } from '../domain/errors.ts';

const MEGABYTE = 1024 * 1024;

/** Far above what a draft of some years needs, and what a small server can bear. */
export const ARCHIVE_LIMITS = {
  /** Of the file as it comes. */
  bytesMax: 32 * MEGABYTE,
  entriesMax: 10_000,
  /** Of archive.json. */
  archiveBytesMax: 24 * MEGABYTE,
  /** Of history.jsonl: some fifteen thousand texts of a thousand words. */
  historyBytesMax: 96 * MEGABYTE,
  linesMax: 200_000,
  documentBytesMax: 12 * MEGABYTE,
  /** Of values within each other. */
  depthMax: 80,
} as const;

/** Ends the reading: the code leaves the process, and no text of the archive does. */
class Unread extends AppError {
  readonly fault: ArchiveFault | null;

  constructor(why: ArchiveRefusal, fault: ArchiveFault | null = null) {
    super('invalid', why);
    this.fault = fault;
  }
}

const refuse = (why: ArchiveRefusal, fault: ArchiveFault | null = null): never => {
  throw new Unread(why, fault);
};

/** Never throws: whatever goes wrong with an archive is a reason not to take it in. */
export async function readDraftArchive(bytes: Uint8Array, now: Date): Promise<ReadArchive | RefusedArchive> {
  try {
    return await readWhole(bytes, now);
  } catch (error) {
    const why = error instanceof Unread ? ARCHIVE_REFUSALS.find((one) => one === error.message) : undefined;
    return { kind: 'refused', why: why ?? 'damaged', fault: error instanceof Unread ? error.fault : null };
  }
}

async function readWhole(bytes: Uint8Array, now: Date): Promise<ReadArchive> {
  if (bytes.length === 0) refuse('empty');
  if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== 'PK') refuse('not-zip');
  const files = await openFiles(bytes);
  const archive = archiveFrom(
    (await files.unpack('archive.json', ARCHIVE_LIMITS.archiveBytesMax)) ?? refuse('no-archive'),
    now,
  );
  const history = await files.unpack('history.jsonl', ARCHIVE_LIMITS.historyBytesMax);
  const earlier = linesIn(history ?? refuse('history'), archive, now);
  const isFrozen = archive.submission !== null;
  const document = (name: string): Promise<Uint8Array | null> =>
    isFrozen ? files.unpack(name, ARCHIVE_LIMITS.documentBytesMax) : Promise.resolve(null);
  const documents = { full: await document('document.docx'), public: await document('document-public.docx') };
  return { kind: 'archive', archive, earlier, documents };
}

interface Files {
  /** The bytes of a file; null where there is none. */
  unpack(name: string, bytesMax: number): Promise<Buffer | null>;
}

const openZip = promisify(fromBuffer) as (bytes: Buffer, options: object) => Promise<ZipFile>;

async function openFiles(bytes: Uint8Array): Promise<Files> {
  const zip = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    autoClose: false,
  });
  // As the archive claims, so that a million entries are not even listed.
  if (zip.entryCount > ARCHIVE_LIMITS.entriesMax) refuse('too-heavy');
  const entries = await entriesOf(zip);
  const names = [...entries.keys()];
  // Whoever unpacked it and packed it again may have packed the folder.
  const within = names.find((name) => /^(?:[^/]+\/)?archive\.json$/.test(name))?.slice(0, -'archive.json'.length);
  if (within === undefined) refuse('no-archive');
  return {
    async unpack(name, bytesMax) {
      const [entry, twin] = entries.get(`${within}${name}`) ?? [];
      if (entry === undefined) return null;
      // Other programs would show the other one.
      if (twin !== undefined) refuse('damaged');
      if (entry.isEncrypted()) refuse('encrypted');
      if (entry.uncompressedSize > bytesMax) refuse('too-heavy');
      return unpack(zip, entry, bytesMax);
    },
  };
}

function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const entries = new Map<string, Entry[]>();
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, [...(entries.get(entry.fileName) ?? []), entry].slice(0, 2));
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

async function unpack(zip: ZipFile, entry: Entry, bytesMax: number): Promise<Buffer> {
  const stream = await promisify<Entry, Readable>(zip.openReadStream.bind(zip))(entry);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > bytesMax) refuse('too-heavy');
      chunks.push(chunk);
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks);
}

function archiveFrom(bytes: Buffer, now: Date): Archive {
  const json = jsonIn(bytes) as { readonly format?: unknown; readonly version?: unknown } | null;
  if (typeof json !== 'object' || json?.format !== ARCHIVE_FORMAT) return refuse('no-archive');
  if (typeof json.version === 'number' && json.version > ARCHIVE_VERSION) return refuse('newer');
  const checked = checkedArchive(json, now);
  return 'fault' in checked ? refuse('invalid', checked.fault) : checked.value;
}

function linesIn(bytes: Buffer, archive: Archive, now: Date): EarlierJson[] {
  // Before any line is looked at: of a file that was cut, most are as they should be.
  if (hash('sha256', bytes) !== archive.history.hash) refuse('history');
  const { check, gap } = historyChecker(archive, now);
  const lines: EarlierJson[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0x0a, from);
    const line = bytes.subarray(from, end === -1 ? bytes.length : end);
    from = end === -1 ? bytes.length : end + 1;
    if (line.length === 0) continue;
    if (lines.length >= ARCHIVE_LIMITS.linesMax) refuse('too-heavy');
    const checked = check(jsonIn(line));
    if ('fault' in checked) return refuse('invalid', checked.fault);
    const { part, revision, savedAt, by, value } = checked.value;
    lines.push({ key: part, revision, savedAt, by, json: Buffer.from(JSON.stringify(value)) });
  }
  if (lines.length !== archive.history.lines) refuse('history');
  const missing = gap();
  return missing === null ? lines : refuse('invalid', missing);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Refuses what is no JSON, what is nested without end, and the one name that is dangerous in every object. */
function jsonIn(bytes: Buffer): unknown {
  const json: unknown = JSON.parse(decoder.decode(bytes));
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > ARCHIVE_LIMITS.depthMax) refuse('too-heavy');
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (Object.hasOwn(value, '__proto__')) refuse('damaged');
      for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
  return json;
}
