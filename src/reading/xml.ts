/**
 * The XML of office files, through fast-xml-parser, as a tree of plain nodes without prefixes. Entities are not expanded
 * and a document type is refused: no office program writes one.
 */
import { XMLParser } from 'fast-xml-parser';
import type { Archive } from './archive.ts';
import { LIMITS, refuse } from './limits.ts';

/** An element; or a run of text, whose name is "" and whose text is `text`. */
export interface Node {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}

type Raw = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: LIMITS.depthMax,
});

/** The root of a part; refuses what is no XML. */
export function parseXml(bytes: Uint8Array): Node {
  const source = decode(bytes);
  // Before anything is made of it: a document type is what entity bombs and addresses of other files hide in.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(source)) refuse('entities');
  if (tooDeep(source)) refuse('too-heavy');
  const [root] = nodesOf(parser.parse(source) as readonly Raw[]).filter(({ name }) => name !== '');
  return root ?? refuse('damaged');
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(wide).decode(bytes);
}

function tooDeep(source: string): boolean {
  let depth = 0;
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at + 1)) {
    const next = source.charCodeAt(at + 1);
    // "/", "!", "?"
    if (next === 0x2f) depth -= 1;
    else if (next !== 0x21 && next !== 0x3f && source[source.indexOf('>', at) - 1] !== '/') depth += 1;
    if (depth > LIMITS.depthMax) return true;
  }
  return false;
}

function nodesOf(raw: readonly Raw[]): Node[] {
  return raw.map((one) => {
    const attributes = attributesOf(one[':@'] as Raw | undefined);
    for (const name in one) {
      if (name === ':@') continue;
      const value = one[name];
      if (name === '#text') return { name: '', text: decoded(String(value)), attributes: {}, children: [] };
      return { name, text: '', attributes, children: nodesOf(value as readonly Raw[]) };
    }
    return { name: '', text: '', attributes: {}, children: [] };
  });
}

const NONE: Readonly<Record<string, string>> = {};

function attributesOf(raw: Raw | undefined): Readonly<Record<string, string>> {
  if (raw === undefined) return NONE;
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, decoded(String(value))]));
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities that XML has of itself, and characters by number. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, named) => {
    if (named !== undefined) return NAMED[String(named).toLowerCase()] ?? whole;
    const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

const parsed = new WeakMap<Archive, Map<string, Node | undefined>>();

/** The root of a part of an archive; undefined where there is no such part. Unpacked and parsed once. */
export async function xmlPart(archive: Archive, name: string): Promise<Node | undefined> {
  const known = parsed.get(archive) ?? new Map<string, Node | undefined>();
  parsed.set(archive, known);
  if (!known.has(name)) {
    const bytes = await archive.part(name);
    known.set(name, bytes === null ? undefined : parseXml(bytes));
  }
  return known.get(name);
}

/** The first child of that name. */
export const child = (node: Node | undefined, name: string): Node | undefined =>
  node?.children.find((one) => one.name === name);

/** All children of that name. */
export const childrenOf = (node: Node | undefined, name: string): readonly Node[] =>
  node?.children.filter((one) => one.name === name) ?? [];

/** The attribute `val` of a child: how Word writes most settings. */
export const valueOf = (node: Node | undefined, name: string): string | undefined =>
  child(node, name)?.attributes['val'];

/** All text within, as it stands. */
export function textIn(node: Node): string {
  return node.name === '' ? node.text : node.children.map(textIn).join('');
}
