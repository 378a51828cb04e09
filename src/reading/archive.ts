/**
 * Archives: the parts of a Word or OpenDocument file, through yauzl. What the archive says of its own sizes is looked at
 * first and never believed: bytes are counted while they are unpacked.
 */
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../domain/errors.ts';
import type { Refusal } from '../domain/reading.ts';
import { LIMITS, refuse } from './limits.ts';

export interface Archive {
  /** In the order of the archive. */
  readonly names: readonly string[];
  /** The bytes of a part; null where there is no such part. */
  part(name: string): Promise<Uint8Array | null>;
  /** The first bytes of a part, so many at most; null where there is no such part. No more of it is unpacked. */
  head(name: string, bytesMax: number): Promise<Uint8Array | null>;
}

const open = promisify(fromBuffer) as (bytes: Buffer, options: object) => Promise<ZipFile>;

/** Refuses archives with too many entries, or with one that claims to unpack to too much. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const file = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    autoClose: false,
  });
  // As the archive claims, so that a million entries are not even listed.
  if (file.entryCount > LIMITS.entriesMax) refuse('too-heavy');
  const entries = await entriesOf(file);
  let left: number = LIMITS.unpackedBytesMax;
  return {
    names: [...entries.keys()],
    async part(name) {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      if (entry.isEncrypted()) refuse('encrypted');
      const part = await unpack(file, entry, Math.min(left, LIMITS.xmlBytesMax));
      left -= part.length;
      return part;
    },
    async head(name, bytesMax) {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      if (entry.isEncrypted()) refuse('encrypted');
      return unpackHead(file, entry, bytesMax);
    },
  };
}

async function entriesOf(file: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  let [count, claimed] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    file.on('entry', (entry: Entry) => {
      count += 1;
      claimed += entry.uncompressedSize;
      if (count > LIMITS.entriesMax || claimed > 4 * LIMITS.unpackedBytesMax || swells(entry)) {
        reject(new AppError('invalid', 'too-heavy' satisfies Refusal));
        return;
      }
      // Of two with one name the first counts, as in Word.
      if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
      file.readEntry();
    });
    file.on('end', resolve);
    file.on('error', reject);
    file.readEntry();
  });
  return entries;
}

const openStream = (file: ZipFile, entry: Entry): Promise<Readable> =>
  promisify<Entry, Readable>(file.openReadStream.bind(file))(entry);

/** Small parts may be as regular as they like. */
const SMALL = 1024 * 1024;

const swells = ({ uncompressedSize, compressedSize }: Entry): boolean =>
  uncompressedSize > SMALL && uncompressedSize > compressedSize * LIMITS.ratioMax;

async function unpack(file: ZipFile, entry: Entry, bytesMax: number): Promise<Uint8Array> {
  const stream = await openStream(file, entry);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > bytesMax || (length > SMALL && length > entry.compressedSize * LIMITS.ratioMax)) refuse('too-heavy');
      chunks.push(chunk);
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks);
}

async function unpackHead(file: ZipFile, entry: Entry, bytesMax: number): Promise<Uint8Array> {
  const stream = await openStream(file, entry);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= bytesMax) break;
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, bytesMax);
}
