/**
 * Plain text and light Markdown: the characters behind the bytes, and the blocks that empty lines set apart. The text
 * itself is given back as it was written, line breaks and all.
 */
import { detect } from 'chardet';
import type { TextBlock } from '../domain/reading.ts';
import { LIMITS, refuse } from './limits.ts';

/** Enough to tell an encoding. */
const SAMPLE_BYTES = 64 * 1024;

/** Encodings that are told apart; everything else in eight bits is read as Windows writes it in the West. */
const WIDE: Readonly<Record<string, string>> = { 'UTF-16LE': 'utf-16le', 'UTF-16BE': 'utf-16be' };

/** `declared`: what a web page says of itself; believed where the bytes are no UTF-8. */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  if (bytes.length > LIMITS.textBytesMax) refuse('too-long');
  const text = decoded(bytes, declared).replace(/^\ufeff/, '');
  if (text.length > LIMITS.charactersMax * 3) refuse('too-long');
  return legible(text);
}

/**
 * Without what has no shape: control characters, and what is no character at all. Line ends become "\n"; vertical tabs and
 * form feeds are such in some programs.
 */
export const legible = (text: string): string =>
  text.replace(/\r\n?|[\v\f\u0085]/g, '\n').replace(/[^\P{Cc}\t\n]|\p{Noncharacter_Code_Point}/gu, '');

function decoded(bytes: Uint8Array, declared: string | null): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const zeros = zerosIn(bytes);
  if (zeros !== null) return new TextDecoder(zeros).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(eightBit(bytes, declared)).decode(bytes);
  }
}

/** UTF-16 without a mark: every second byte of a Western text is zero. */
function zerosIn(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4_096);
  const zerosAt = (rest: number): number => sample.filter((byte, at) => byte === 0 && at % 2 === rest).length;
  const [even, odd] = [zerosAt(0), zerosAt(1)];
  if (even + odd < sample.length * 0.3) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

function eightBit(bytes: Uint8Array, declared: string | null): string {
  if (declared !== null) {
    try {
      return new TextDecoder(declared).encoding;
    } catch {
      // Nobody knows it.
    }
  }
  const guess = detect(bytes.subarray(0, SAMPLE_BYTES)) ?? '';
  if (guess.startsWith('UTF-16')) return WIDE[guess] ?? 'windows-1252';
  // The other guesses are of languages in which no call is read; UTF-8 with a broken letter is UTF-8 all the same.
  return guess === 'UTF-8' ? 'utf-8' : 'windows-1252';
}

const HEADING = /^(#{1,6}) +(.+?)(?: +#+)?$/;

export function blocksOf(text: string): TextBlock[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((part) => part.replace(/^\n+|\s+$/g, ''))
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, marks, words] = HEADING.exec(part) ?? [];
      if (marks === undefined || words === undefined) return { kind: 'paragraph', text: part };
      return { kind: 'heading', level: marks.length, label: null, text: words };
    });
}
