/**
 * Ends an answer with a text that is known as a whole, compressed as its reader accepts. A page is small and made at
 * once, so there is no stream; other answers are compressed already, or too small.
 */
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

/**
 * Where texts become bytes. That is a good part of the work of a page: with a place that is large enough for sure,
 * nobody must go over the text first to count its bytes.
 */
const scratch = Buffer.allocUnsafeSlow(256 * 1024);
const BYTES_PER_UNIT_MAX = 3;

function bytesOf(text: string): Buffer {
  if (text.length * BYTES_PER_UNIT_MAX > scratch.length) return Buffer.from(text);
  return Buffer.copyBytesFrom(scratch, 0, scratch.write(text));
}

/** Sets the headers that tell encoding and length; the caller has set all others. */
export function endCompressed(request: Request, response: Response, text: string): void {
  const plain = bytesOf(text);
  const encoding = plain.length < BYTES_MIN ? null : encodingFor(request);
  response.setHeader('Vary', 'Accept-Encoding');
  if (encoding === null) {
    response.end(plain);
    return;
  }
  const send = (error: Error | null, compressed: Buffer): void => {
    if (error === null) response.setHeader('Content-Encoding', encoding);
    response.end(error === null ? compressed : plain);
  };
  if (encoding === 'br') brotliCompress(plain, BROTLI, send);
  else gzip(plain, send);
}

function encodingFor(request: Request): 'br' | 'gzip' | null {
  if (request.headers['accept-encoding'] === undefined) return null;
  const accepted = request.acceptsEncodings(['br', 'gzip', 'identity']);
  return accepted === 'br' || accepted === 'gzip' ? accepted : null;
}
