/**
 * Reads one file, in the process that is made for it: tells the kind by the content, and hands it to the reader of that
 * kind.
 */
import {
  headingsOf,
  lineOfBlock,
  textOfBlocks,
  type FileKind,
  type ReadFile,
  type RefusedFile,
  type RichBlock,
  type RichFile,
  type TextBlock,
} from '../domain/reading.ts';
import { openArchive, type Archive } from './archive.ts';
import { refuseDangers } from './dangers.ts';
import { declaredIn, readHtml } from './html.ts';
import { disagrees, endingOf, rawKindOf } from './kinds.ts';
import { LIMITS, refuse, refusalIn } from './limits.ts';
import { readOpenDocument } from './openDocument.ts';
import { blocksOf, decodeText } from './plain.ts';
import type { Reading, RichReading } from './reading.ts';
import { Line, UNMARKED, withoutMarks } from './rich.ts';
import { readWord } from './word.ts';

/** Never throws: whatever goes wrong with a file is a reason not to read it. */
export function readBytes(bytes: Uint8Array, name: string): Promise<ReadFile | RefusedFile> {
  return readWith(bytes, name, async (found) => {
    const { text, blocks, title, notices } = await found.read();
    if (text.trim() === '') refuse(found.kind === 'pdf' ? 'no-text' : 'empty');
    if (text.length > LIMITS.charactersMax) refuse('too-long');
    return { kind: found.kind, text, title, headings: headingsOf(blocks), blocks, notices };
  });
}

/** The same with marks; refuses more. Never throws. */
export function readRichBytes(bytes: Uint8Array, name: string): Promise<RichFile | RefusedFile> {
  return readWith(bytes, name, async ({ kind, archive, read, readRich }) => {
    if (kind === 'text') {
      const { text } = await read();
      if (text === '') refuse('empty');
      if (text.length > LIMITS.charactersMax) refuse('too-long');
      return { form: 'text', kind, text };
    }
    if (archive !== null) await refuseDangers(archive);
    const reading = await readRich();
    const { text } = withText(reading);
    if (text.trim() === '') refuse(kind === 'pdf' ? 'no-text' : 'empty');
    if (text.length > LIMITS.charactersMax) refuse('too-long');
    return { form: 'blocks', kind, blocks: reading.blocks, notes: reading.notes, notices: reading.notices };
  });
}

async function readWith<File>(
  bytes: Uint8Array,
  name: string,
  read: (found: Opened) => Promise<File>,
): Promise<File | RefusedFile> {
  try {
    if (bytes.every((byte) => byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32)) refuse('empty');
    const found = await openedAs(bytes, name);
    if (disagrees(name, found.kind))
      return { kind: 'refused', why: 'mismatch', named: endingOf(name), found: found.kind };
    return await read(found);
  } catch (error) {
    return { kind: 'refused', why: refusalIn(error), named: null, found: null };
  }
}

type WithText = Reading & { readonly text: string };

interface Opened {
  readonly kind: FileKind;
  /** Of a kind that is one. */
  readonly archive: Archive | null;
  read(): Promise<WithText>;
  readRich(): Promise<RichReading>;
}

function withText(rich: RichReading): WithText {
  const reading = withoutMarks(rich);
  return { ...reading, text: textOfBlocks(reading.blocks) };
}

const marked = (kind: FileKind, archive: Archive | null, readRich: () => Promise<RichReading>): Opened => ({
  kind,
  archive,
  readRich,
  read: async () => withText(await readRich()),
});

const unmarked = (kind: FileKind, read: () => Promise<WithText>): Opened => ({
  kind,
  archive: null,
  read,
  async readRich() {
    const { blocks, title, notices } = await read();
    return { blocks: blocks.map(richBlock), notes: [], title, notices };
  },
});

/** Of kinds whose marks nobody can tell. */
function richBlock(block: TextBlock): RichBlock {
  const lines = (text: string): RichBlock & { readonly kind: 'paragraph' } => {
    const line = new Line();
    line.text(text, UNMARKED);
    return { kind: 'paragraph', within: null, inlines: line.end() };
  };
  switch (block.kind) {
    case 'heading':
    case 'item':
      return { ...block, inlines: lines(block.text).inlines };
    case 'paragraph':
      return lines(block.text);
    case 'note':
      return lines(lineOfBlock(block));
    case 'row':
      return { kind: 'table', rows: [block.cells.map((cell) => [lines(cell)])] };
  }
}

async function openedAs(bytes: Uint8Array, name: string): Promise<Opened> {
  const raw = rawKindOf(bytes);
  switch (raw) {
    case 'zip':
      return officeFile(await openArchive(bytes));
    case 'pdf':
      return unmarked('pdf', async () => {
        // Loaded only here: it is large.
        const { readPdf } = await import('./pdf.ts');
        const reading = await readPdf(bytes);
        return { ...reading, text: textOfBlocks(reading.blocks) };
      });
    case 'html':
      return webPage(bytes);
    case 'text':
      return /^x?html?$/.test(endingOf(name)) ? webPage(bytes) : unmarked('text', async () => plainFile(bytes));
  }
}

const webPage = (bytes: Uint8Array): Opened =>
  marked('html', null, async () => readHtml(decodeText(bytes, declaredIn(bytes))));

/** The text stays as it was written: whoever reads it knows better what its line breaks mean. */
function plainFile(bytes: Uint8Array): WithText {
  const text = decodeText(bytes).trim();
  const blocks: readonly TextBlock[] = blocksOf(text);
  return { text, blocks, title: null, notices: [] };
}

const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.text';

async function officeFile(archive: Archive): Promise<Opened> {
  const { names } = archive;
  if (names.length === 0) refuse('empty');
  if (names.includes('word/document.xml')) return marked('docx', archive, () => readWord(archive));
  if (names.includes('mimetype') && names.includes('content.xml')) {
    const type = Buffer.from((await archive.part('mimetype')) ?? [])
      .toString('latin1')
      .trim();
    if (type === OPEN_DOCUMENT || type === `${OPEN_DOCUMENT}-template`) {
      return marked('odt', archive, () => readOpenDocument(archive));
    }
    return refuse('other-office');
  }
  return refuse(names.some((name) => /^(?:xl|ppt)\//.test(name)) ? 'other-office' : 'archive');
}
