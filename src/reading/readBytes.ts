/**
 * Reads one file, in the process that is made for it: tells the kind by the content, and hands it to the reader of that
 * kind.
 */
import {
  headingsOf,
  textOfBlocks,
  type FileKind,
  type ReadFile,
  type RefusedFile,
  type TextBlock,
} from '../domain/reading.ts';
import { openArchive, type Archive } from './archive.ts';
import { declaredIn, readHtml } from './html.ts';
import { disagrees, endingOf, rawKindOf } from './kinds.ts';
import { LIMITS, refuse, refusalIn } from './limits.ts';
import { readOpenDocument } from './openDocument.ts';
import { blocksOf, decodeText } from './plain.ts';
import type { Reading } from './reading.ts';
import { readWord } from './word.ts';

/** Never throws: whatever goes wrong with a file is a reason not to read it. */
export async function readBytes(bytes: Uint8Array, name: string): Promise<ReadFile | RefusedFile> {
  try {
    if (bytes.every((byte) => byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32)) refuse('empty');
    const found = await openedAs(bytes, name);
    if (disagrees(name, found.kind))
      return { kind: 'refused', why: 'mismatch', named: endingOf(name), found: found.kind };
    const { text, blocks, title, notices } = await found.read();
    if (text.trim() === '') refuse(found.kind === 'pdf' ? 'no-text' : 'empty');
    if (text.length > LIMITS.charactersMax) refuse('too-long');
    return { kind: found.kind, text, title, headings: headingsOf(blocks), blocks, notices };
  } catch (error) {
    return { kind: 'refused', why: refusalIn(error), named: null, found: null };
  }
}

interface Opened {
  readonly kind: FileKind;
  read(): Promise<Reading & { readonly text: string }>;
}

const withText = (reading: Reading, text = textOfBlocks(reading.blocks)) => ({ ...reading, text });

async function openedAs(bytes: Uint8Array, name: string): Promise<Opened> {
  const raw = rawKindOf(bytes);
  switch (raw) {
    case 'zip':
      return officeFile(await openArchive(bytes));
    case 'pdf':
      return {
        kind: 'pdf',
        async read() {
          // Loaded only here: it is large.
          const { readPdf } = await import('./pdf.ts');
          return withText(await readPdf(bytes));
        },
      };
    case 'html':
      return { kind: 'html', read: async () => withText(readHtml(decodeText(bytes, declaredIn(bytes)))) };
    case 'text': {
      const isPage = /^x?html?$/.test(endingOf(name));
      if (isPage) return { kind: 'html', read: async () => withText(readHtml(decodeText(bytes, declaredIn(bytes)))) };
      return { kind: 'text', read: async () => plainFile(bytes) };
    }
  }
}

/** The text stays as it was written: whoever reads it knows better what its line breaks mean. */
function plainFile(bytes: Uint8Array): Reading & { readonly text: string } {
  const text = decodeText(bytes).trim();
  const blocks: readonly TextBlock[] = blocksOf(text);
  return { text, blocks, title: null, notices: [] };
}

const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.text';

async function officeFile(archive: Archive): Promise<Opened> {
  const { names } = archive;
  if (names.length === 0) refuse('empty');
  if (names.includes('word/document.xml')) return { kind: 'docx', read: async () => withText(await readWord(archive)) };
  if (names.includes('mimetype') && names.includes('content.xml')) {
    const type = Buffer.from((await archive.part('mimetype')) ?? [])
      .toString('latin1')
      .trim();
    if (type === OPEN_DOCUMENT || type === `${OPEN_DOCUMENT}-template`) {
      return { kind: 'odt', read: async () => withText(await readOpenDocument(archive)) };
    }
    return refuse('other-office');
  }
  return refuse(names.some((name) => /^(?:xl|ppt)\//.test(name)) ? 'other-office' : 'archive');
}
