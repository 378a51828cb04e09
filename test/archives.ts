/**
 * Archives as tests take them, look into them, change them and bring them in.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { hashOf } from '../src/web/secrets.ts';
import { fileAt, type Browser } from './cast.ts';

export type Json = Record<string, unknown>;

/** The bytes of the archive of a draft. */
export async function archiveFrom(browser: Browser, draft: string): Promise<Uint8Array> {
  const answer = await fileAt(browser, `${draft}/archive.zip`).expect(200);
  return new Uint8Array(answer.body as Buffer);
}

/** The files of an archive as text, in their order. */
export const unpacked = (zip: Uint8Array): ReadonlyMap<string, string> =>
  new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));

export const archiveIn = (zip: Uint8Array): Json => JSON.parse(unpacked(zip).get('archive.json') ?? '') as Json;

/** The archive with some of its files replaced; null: without it. */
export function changed(zip: Uint8Array, files: Readonly<Record<string, string | Uint8Array | null>>): Uint8Array {
  const others = Object.entries(unzipSync(zip)).filter(([name]) => !Object.hasOwn(files, name));
  const replaced = Object.entries(files).flatMap(([name, content]): [string, Uint8Array][] =>
    content === null ? [] : [[name, typeof content === 'string' ? strToU8(content) : content]],
  );
  return zipSync(Object.fromEntries([...others, ...replaced]));
}

/** The archive with another history, and an archive.json that states it. */
export function withHistory(zip: Uint8Array, history: string): Uint8Array {
  const { begins } = archiveIn(zip)['history'] as { begins: Json };
  const stated = { lines: history.split('\n').length - 1, hash: hashOf(history), begins };
  return edited(changed(zip, { 'history.jsonl': history }), 'history', stated);
}

/** A copy with another value at this path ("answers.q1.value.text"); undefined: with none. */
export function put(json: object, path: string, value: unknown): Json {
  const copy = structuredClone(json) as Json;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const place = steps.reduce((at, step) => at[step] as Json, copy);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy;
}

/** The archive with another value at this path of its archive.json. */
export const edited = (zip: Uint8Array, path: string, value: unknown): Uint8Array =>
  changed(zip, { 'archive.json': JSON.stringify(put(archiveIn(zip), path, value)) });

export const post = (browser: Browser, zip: Uint8Array) =>
  browser.post('/archives').attach('file', Buffer.from(zip), 'archive.zip');

/** Brings it in; the address of the draft. */
export async function bringIn(browser: Browser, zip: Uint8Array): Promise<string> {
  const answer = await post(browser, zip).expect(303);
  return String(answer.headers['location']);
}

/** All but some fields. */
export const without = (json: object, ...names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));

/**
 * All of an archive but what names its installation: the record of who did what, and links that `before` has not. Files of
 * bytes are told by their hashes.
 */
export function equality(zip: Uint8Array, before: Uint8Array = zip): Json {
  const files = Object.entries(without(unzipSync(zip), 'audit.csv', 'archive.json')) as [string, Uint8Array][];
  const archive = archiveIn(zip);
  const known = archiveIn(before)['links'] as unknown[];
  return {
    archive: without(archive, 'audit', 'earlierRecords', 'links'),
    links: (archive['links'] as unknown[]).slice(0, known.length),
    files: files.map(([name, bytes]) => [name, name.endsWith('.docx') ? hashOf(bytes) : strFromU8(bytes)]),
  };
}
