/**
 * The style sheet of a document as XML. It depends on three small values only, so it is written once for each set of them:
 * writing it anew would be a tenth of the work of every document. Must not know what is in the document.
 */
import { Document, Packer } from 'docx';
import { strFromU8, unzipSync } from 'fflate';
import type { Outline } from '../domain/outline.ts';
import { lookOf, type Look } from './look.ts';
import { labelIndentFor, styles } from './styles.ts';

export const SHEET_PATH = 'word/styles.xml';

/** Three languages by a dozen lengths of labels, and the looks that calls ask for; more only if someone makes them up. */
const KEPT_MAX = 60;
const kept = new Map<string, Promise<string>>();

/** What the style sheet goes by. */
export interface Styled extends Pick<Outline, 'language' | 'layout'> {
  readonly sections: readonly { readonly label: string | null }[];
  /** A worksheet, and not a document. */
  readonly forWriting?: true;
}

/** The style sheet for the outline's language and look, and for the labels of its questions. */
export function sheetOf({ language, sections, layout, forWriting }: Styled): Promise<string> {
  const indent = labelIndentFor(sections.map(({ label }) => label ?? ''));
  const key = `${indent} ${language} ${JSON.stringify(layout ?? null)} ${forWriting === true ? 'writing' : ''}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= KEPT_MAX) kept.clear();
  const sheet = writeSheet(language, indent, lookOf(layout), forWriting === true);
  kept.set(key, sheet);
  return sheet;
}

async function writeSheet(language: string, indent: number, look: Look, forWriting: boolean): Promise<string> {
  const blank = new Document({ styles: styles(language, indent, look, forWriting), sections: [] });
  const files = unzipSync(await Packer.pack(blank, 'uint8array'), { filter: ({ name }) => name === SHEET_PATH });
  const sheet = files[SHEET_PATH];
  if (sheet === undefined) throw new Error('the docx package wrote no style sheet');
  return strFromU8(sheet);
}
