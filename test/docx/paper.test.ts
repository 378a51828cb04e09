/** The papers beside the submission as Word documents: sound, the same for the same draft, and with every word. */
import { describe, expect, it } from 'vitest';
import { markdownPaper } from '../../src/domain/paperMarkdown.ts';
import { PAPER_KINDS } from '../../src/domain/papers.ts';
import { paperBytes } from '../../src/docx/paper.ts';
import { createPress } from '../../src/docx/press.ts';
import { draftIn } from '../domain/drafts.ts';
import { jointly, paperOf, papered, signatory } from '../domain/papered.ts';
import { faultsOf, part, partsOf, textOf } from './opened.ts';

const many = Array.from({ length: 12 }, (_, index) => signatory(`s${index}`, `Organisation ${index + 1}`));

describe.each(PAPER_KINDS)('a %s', (kind) => {
  it('has no faults', async () => {
    expect(await faultsOf(await paperBytes(paperOf(papered('fr'), kind, 'full')))).toEqual([]);
  });

  it('is the same for the same draft', async () => {
    const bytes = await paperBytes(paperOf(papered('en'), kind));
    expect(await paperBytes(paperOf(papered('en'), kind))).toEqual(bytes);
    expect(await paperBytes(paperOf(papered('en'), kind, 'full'))).not.toEqual(bytes);
  });

  it('holds what the other formats hold', async () => {
    const paper = paperOf(papered('en'), kind, 'full');
    const parts = partsOf(await paperBytes(paper));
    const notes = parts['word/footnotes.xml'] ?? '';
    const words = (text: string): string[] =>
      [...new Set(text.replace(/\]\([^)]*\)|\[\^\d+\]:?|[*#\\[\]]|^\d+\. /gm, ' ').match(/[\p{L}\p{N}]+/gu))].sort();
    expect(words(textOf(part(parts, 'word/document.xml')) + textOf(notes))).toEqual(words(markdownPaper(paper)));
  });
});

it('has none with many signatories, or with nothing in it', async () => {
  expect(await faultsOf(await paperBytes(paperOf(jointly(papered('en'), many), 'letter')))).toEqual([]);
  expect(await faultsOf(await paperBytes(paperOf(draftIn('es'), 'letter')))).toEqual([]);
});

it('comes from the press, which keeps it', async () => {
  const press = createPress();
  try {
    const paper = paperOf(papered('en'), 'letter');
    const bytes = await press.pressPaper('d/1/letter-public', () => paper);
    expect(Buffer.from(bytes).equals(Buffer.from(await paperBytes(paper)))).toBe(true);
    const again = await press.pressPaper('d/1/letter-public', () => {
      throw new Error('it was pressed before');
    });
    expect(again).toBe(bytes);
  } finally {
    await press.close();
  }
});
