/**
 * PDF files, through unpdf: the pieces of text of every page with their places. Draws nothing, runs nothing, and asks for
 * no font and no other file.
 */
import { getDocumentProxy } from 'unpdf';
import { LIMITS, refuse } from './limits.ts';
import { blocksOfPages } from './pdfBlocks.ts';
import type { PageOfPieces, Piece } from './pdfLines.ts';
import { weighPdf } from './pdfWeight.ts';
import { legible } from './plain.ts';
import type { Reading } from './reading.ts';

export async function readPdf(bytes: Uint8Array): Promise<Reading> {
  weighPdf(bytes);
  const file = await open(bytes);
  if (file.numPages > LIMITS.pagesMax) refuse('too-many-pages');
  const pages: PageOfPieces[] = [];
  let characters = 0;
  for (let number = 1; number <= file.numPages; number += 1) {
    const page = await file.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: false });
    const pieces = items.flatMap((item) => ('str' in item ? pieceOf(item) : []));
    characters += pieces.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > LIMITS.charactersMax) refuse('too-long');
    pages.push({ height: page.getViewport({ scale: 1 }).height, pieces });
    page.cleanup();
  }
  if (pages.every(({ pieces }) => pieces.every(({ text }) => text.trim() === ''))) refuse('no-text');
  const { info } = await file.getMetadata();
  const title = (info as { readonly Title?: unknown }).Title;
  return {
    blocks: blocksOfPages(pages),
    title: typeof title === 'string' && title.trim() !== '' ? title.trim() : null,
    notices: [],
  };
}

async function open(bytes: Uint8Array): ReturnType<typeof getDocumentProxy> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      useSystemFonts: false,
      disableFontFace: true,
      enableXfa: false,
      // Says nothing of what it meets: that could be text.
      verbosity: 0,
    });
  } catch (error) {
    if ((error as { readonly name?: string }).name === 'PasswordException') refuse('encrypted');
    throw error;
  }
}

function pieceOf(item: {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
}): Piece[] {
  const [, skew = 0, , scale = 0, x = 0, y = 0] = item.transform as number[];
  // Stamps and watermarks lie across the page.
  if (Math.abs(skew) > 0.1 * Math.abs(scale)) return [];
  return [{ text: legible(item.str), x, y, width: item.width, size: Math.abs(scale) || item.height || 10 }];
}
