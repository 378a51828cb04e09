/**
 * What kind of file some bytes are, by what they begin with and never by their name; and whether the name agrees.
 */
import type { FileKind } from '../domain/reading.ts';
import { refuse } from './limits.ts';

/** `zip` is a Word or OpenDocument file, or something else in an archive: only its entries tell. */
export type RawKind = 'zip' | 'pdf' | 'html' | 'text';

const ENDINGS: Readonly<Record<string, FileKind>> = {
  docx: 'docx',
  docm: 'docx',
  odt: 'odt',
  pdf: 'pdf',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  txt: 'text',
  text: 'text',
  md: 'text',
};

/** Markup within the first part of a text makes a web page. */
const HTML =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|h[1-6]|table|ul|ol|meta|title)\b/i;
/** An archive; an empty one; one in several parts. */
const ZIP_STARTS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const HEAD_BYTES = 4_096;

const STARTS: readonly (readonly [start: string, why: Parameters<typeof refuse>[0]])[] = [
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'old-word'],
  ['{\\rtf', 'rtf'],
  ['\x89PNG', 'image'],
  ['\xff\xd8\xff', 'image'],
  ['GIF8', 'image'],
  ['II*\0', 'image'],
  ['MM\0*', 'image'],
  ['Rar!', 'archive'],
  ['7z\xbc\xaf', 'archive'],
  ['\x1f\x8b', 'archive'],
  ['BZh', 'archive'],
];

/** Refuses what is not read at all, as far as the first bytes tell. */
export function rawKindOf(bytes: Uint8Array): RawKind {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  if (ZIP_STARTS.some((start) => head.startsWith(start))) return 'zip';
  // Some programs put a line or two before it.
  if (head.slice(0, 1_024).includes('%PDF-')) return 'pdf';
  for (const [start, why] of STARTS) if (head.startsWith(start)) refuse(why);
  const wide = head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff');
  if (!wide && binary(head)) refuse('unknown');
  return HTML.test(wide ? head.replaceAll('\0', '').slice(2) : head.replace(/^\xef\xbb\xbf/, '')) ? 'html' : 'text';
}

/** But for tabs and ends of lines and pages. */
const CONTROL = /[^\P{Cc}\t\n\v\f\r\u0080-\u009f]/gu;

/** Texts have no zero bytes, but for UTF-16 without a mark, where every second byte is one. */
function binary(head: string): boolean {
  const zeros = head.split('\0').length - 1;
  if (zeros > 0) return zeros < head.length * 0.3 || zeros > head.length * 0.6;
  const controls = head.match(CONTROL)?.length ?? 0;
  return controls > head.length * 0.02;
}

/** The ending of a file name in small letters; "" where it has none. */
export const endingOf = (name: string): string => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether the name promises another kind. Text and web pages may be called either: both are only read. */
export function disagrees(name: string, found: FileKind): boolean {
  const promised = ENDINGS[endingOf(name)];
  if (promised === undefined || promised === found) return false;
  const soft = (kind: FileKind): boolean => kind === 'text' || kind === 'html';
  return !(soft(promised) && soft(found));
}
