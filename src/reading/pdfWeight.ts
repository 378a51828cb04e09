/**
 * How heavy a PDF is, told from its bytes before any library works on it: the objects that it holds, and what its
 * compressed parts unpack to.
 */
import { constants, inflateSync } from 'node:zlib';
import { LIMITS, refuse } from './limits.ts';

/** Of all streams but pictures, which are never unpacked. */
const UNPACKED_MAX = 32 * 1024 * 1024;
/** Before a stream stands its dictionary. */
const DICTIONARY_BYTES = 1_024;

export function weighPdf(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let objects = occurrences(file, ' obj', LIMITS.pdfObjectsMax);
  let left = UNPACKED_MAX;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.toString('latin1', at - 3, at) === 'end') continue;
    const before = file.toString('latin1', Math.max(0, at - DICTIONARY_BYTES), at);
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1);
    // Compressed text is small; who packs it twice hides something.
    if ((dictionary.match(/\/Fl(?:ateDecode)?\b/g) ?? []).length > 1) refuse('too-heavy');
    objects += /\/ObjStm\b/.test(dictionary) ? Number(/\/N\s+(\d{1,9})/.exec(dictionary)?.[1] ?? 0) : 0;
    if (objects > LIMITS.pdfObjectsMax) refuse('too-heavy');
    if (!/\/Fl(?:ateDecode)?\b/.test(dictionary) || /\/Image\b/.test(dictionary)) continue;
    left -= unpackedSize(file.subarray(startOf(file, at + 6)), left);
  }
}

function occurrences(file: Buffer, word: string, most: number): number {
  let count = 0;
  for (let at = file.indexOf(word); at >= 0; at = file.indexOf(word, at + word.length)) {
    count += 1;
    if (count > most) refuse('too-heavy');
  }
  return count;
}

const startOf = (file: Buffer, at: number): number =>
  file[at] === 0x0d ? (file[at + 1] === 0x0a ? at + 2 : at + 1) : at + 1;

/** A stream that is broken, or encrypted, weighs what it weighs: the watch over the memory sees to it. */
function unpackedSize(stream: Buffer, left: number): number {
  try {
    // Whatever stands behind the stream is left alone.
    return inflateSync(stream, { maxOutputLength: left, finishFlush: constants.Z_SYNC_FLUSH }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') refuse('too-heavy');
    return 0;
  }
}
