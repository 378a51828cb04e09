/**
 * Text on its way into an OpenDocument file: escaped, without what XML 1.0 cannot hold, its spaces, tabs and line ends
 * as elements of their own, because plain ones are run together. Must not know about papers.
 */

/** Everything that ends a line somewhere. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Characters that XML 1.0 forbids and that have no shape. */
const SHAPELESS = /[^\P{Cc}\t\n\u007f-\u009f]/gu;
const NONCHARACTERS = /[\ufffe\uffff]/g;

/** Legible text with line ends as "\n", and nothing that XML 1.0 forbids; half a character becomes U+FFFD. */
export function legible(text: string): string {
  return text.replace(LINE_ENDS, '\n').toWellFormed().replace(SHAPELESS, '').replace(NONCHARACTERS, '\ufffd');
}

/** The same on one line, for properties and headers. */
export const legibleLine = (text: string): string => legible(text).replace(/\s+/gu, ' ').trim();

/** For element content and for attributes in double quotes. */
export const escaped = (text: string): string =>
  legible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Text as the content of a paragraph; every space of a run but the first is an element, and so is one at an edge. */
export function contentOf(text: string): string {
  return escaped(text)
    .replace(/^ +| {2,}| +$/gm, (spaces) => `<text:s text:c="${spaces.length}"/>`)
    .replaceAll('\t', '<text:tab/>')
    .replaceAll('\n', '<text:line-break/>');
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `content` is XML already. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The namespaces that any part uses. */
export const NAMESPACES: Attributes = {
  'xmlns:office': 'urn:oasis:names:tc:opendocument:xmlns:office:1.0',
  'xmlns:style': 'urn:oasis:names:tc:opendocument:xmlns:style:1.0',
  'xmlns:text': 'urn:oasis:names:tc:opendocument:xmlns:text:1.0',
  'xmlns:table': 'urn:oasis:names:tc:opendocument:xmlns:table:1.0',
  'xmlns:fo': 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0',
  'xmlns:svg': 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0',
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:meta': 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0',
  'office:version': '1.2',
};
