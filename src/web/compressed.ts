/**
 * Ends an answer with a text that is known as a whole, compressed as its reader accepts. A page is small and made at
 * once, so there is no stream; other answers are compressed already, or too small. A page that many ask for is packed once.
 */
import { transcode } from 'node:buffer';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

/** Shorter texts fit into one packet as they are. */
const BYTES_MIN = 1_000;
/** Quality 4 of 11: more takes long and gains little on a page that is read once. */
const BROTLI = {
  params: {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: 4,
  },
};

/** Where texts lie while they become bytes: longer ones are rare, and take the slower way. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024);
const BYTES_PER_UNIT = 2;

/**
 * The text in UTF-8. Node's own way looks at each letter twice, one by one, which is a fifth of the work of a page; to
 * transcode takes whole groups at a time.
 */
function bytesOf(text: string): Buffer {
  if (text.length * BYTES_PER_UNIT > scratch.length) return Buffer.from(text);
  try {
    return transcode(scratch.subarray(0, scratch.write(text, 'utf16le')), 'utf16le', 'utf8');
  } catch {
    // It refuses lone surrogates, which people's texts may hold; Node's own way shows them as U+FFFD.
    return Buffer.from(text);
  }
}

/** A text as bytes, with what was made of them already. */
export interface Packed {
  readonly plain: Buffer;
  readonly compressed: Map<'br' | 'gzip', Buffer>;
}

export const pack = (text: string): Packed => ({ plain: bytesOf(text), compressed: new Map() });

/** Sets the headers that tell encoding and length; the caller has set all others. */
export function endCompressed(request: Request, response: Response, text: string): void {
  endPacked(request, response, pack(text));
}

/** The same for a text that is sent again and again: it is compressed once. */
export function endPacked(request: Request, response: Response, { plain, compressed }: Packed): void {
  const encoding = plain.length < BYTES_MIN ? null : encodingFor(request);
  response.setHeader('Vary', 'Accept-Encoding');
  if (encoding === null) {
    response.end(plain);
    return;
  }
  const send = (error: Error | null, bytes: Buffer): void => {
    if (error === null) response.setHeader('Content-Encoding', encoding);
    if (error === null) compressed.set(encoding, bytes);
    response.end(error === null ? bytes : plain);
  };
  const known = compressed.get(encoding);
  if (known !== undefined) return send(null, known);
  if (encoding === 'br') brotliCompress(plain, BROTLI, send);
  else gzip(plain, send);
}

function encodingFor(request: Request): 'br' | 'gzip' | null {
  if (request.headers['accept-encoding'] === undefined) return null;
  const accepted = request.acceptsEncodings(['br', 'gzip', 'identity']);
  return accepted === 'br' || accepted === 'gzip' ? accepted : null;
}
