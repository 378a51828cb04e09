/**
 * A Word document as the bytes of a .docx file: the same document gives the same bytes, on every machine and at every
 * hour, and the file says nothing of the machine. Must not know how the document looks.
 */
import { Packer } from 'docx';
import type { Document } from 'docx';
import type { Outline } from '../domain/outline.ts';
import { SHEET_PATH, sheetOf, type Styled } from './sheet.ts';
import { legibleLine } from './text.ts';

/** What the file says of itself, and what its style sheet goes by. */
export type Printed = Pick<Outline, 'title' | 'author' | 'changedAt'> & Styled;

/** The file of `document`, which was made from `outline`. */
export async function bytesOf(document: Document, outline: Printed): Promise<Uint8Array> {
  return withoutTimes(
    await Packer.pack(document, 'uint8array', false, [
      { path: SHEET_PATH, data: await sheetOf(outline) },
      // The package would write the hour of the machine here, and nothing of the language.
      { path: 'docProps/core.xml', data: coreXml(outline) },
    ]),
  );
}

function coreXml({ title, author, language, changedAt }: Printed): string {
  const day = `${changedAt.toISOString().slice(0, 10)}T00:00:00Z`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escaped(title)}</dc:title>`,
    `<dc:creator>${escaped(author)}</dc:creator>`,
    `<cp:lastModifiedBy>${escaped(author)}</cp:lastModifiedBy>`,
    `<dcterms:created xsi:type="dcterms:W3CDTF">${day}</dcterms:created>`,
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${day}</dcterms:modified>`,
    `<dc:language>${escaped(language)}</dc:language>`,
    '</cp:coreProperties>',
  ].join('');
}

function escaped(text: string): string {
  return legibleLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Signatures, lengths and places of the fields used here: APPNOTE.TXT of PKWARE, 4.3.7, 4.3.12 and 4.3.16. */
const ENTRY_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
/** The first instant that a zip can hold: 1 January 1980, 00:00. Time in the low half, date in the high one. */
const FIRST_INSTANT = 0x00210000;

/** Sets the time of every entry, in its own header and in the directory, to the first instant. Changes `zip` in place. */
function withoutTimes(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.byteLength - END_LENGTH;
  if (view.getUint32(end, true) !== END_SIGNATURE) throw new Error('the zip does not end as expected');
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(entry, true) !== ENTRY_SIGNATURE) throw new Error('the directory of the zip is not as expected');
    view.setUint32(entry + 12, FIRST_INSTANT, true);
    view.setUint32(view.getUint32(entry + 42, true) + 10, FIRST_INSTANT, true);
    entry +=
      46 + view.getUint16(entry + 28, true) + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return zip;
}
