/**
 * A paper as the bytes of an OpenDocument text (ODF 1.2), written part by part and zipped. The same paper gives the same
 * bytes on every machine and at every hour, and the file says nothing of the machine. Pure: no disk, no clock.
 */
import { strToU8, zipSync, type Zippable } from 'fflate';
import type { Paper } from '../domain/paper.ts';
import { newGalley, type Galley } from './galley.ts';
import { namedStyles, STYLE } from './look.ts';
import { measuresOf, pageLayout, textWidthOf, type Measures } from './measures.ts';
import { FIRST_PAGE, setPaper } from './pieces.ts';
import { contentOf, DECLARATION, element, legibleLine, NAMESPACES } from './xml.ts';

const MEDIA_TYPE = 'application/vnd.oasis.opendocument.text';

/** The first instant that a zip can hold, by whatever clock: the wall time is written down, and no zone. */
const FIRST_INSTANT = new Date(1980, 0, 1);

export function writeOdt(paper: Paper): Uint8Array {
  const measures = measuresOf(paper.layout);
  const galley = newGalley(paper.footnotes, textWidthOf(measures), paper.layout?.numberedParagraphs === true);
  const parts: Readonly<Record<string, string>> = {
    'META-INF/manifest.xml': MANIFEST,
    'content.xml': contentXml(galley, setPaper(galley, paper)),
    'styles.xml': stylesXml(paper, measures),
    'meta.xml': metaXml(paper),
  };
  const files: Zippable = {
    // First and not packed, so that whoever looks at the bytes knows the file (ODF 1.2, part 3, 3.3).
    mimetype: [strToU8(MEDIA_TYPE), { level: 0, mtime: FIRST_INSTANT }],
    ...Object.fromEntries(
      Object.entries(parts).map(([name, xml]) => [name, [strToU8(DECLARATION + xml), { mtime: FIRST_INSTANT }]]),
    ),
  };
  return zipSync(files);
}

const MANIFEST = element(
  'manifest:manifest',
  { 'xmlns:manifest': 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0', 'manifest:version': '1.2' },
  [['/', MEDIA_TYPE] as const, ...['content.xml', 'styles.xml', 'meta.xml'].map((name) => [name, 'text/xml'] as const)]
    .map(([path, type]) => {
      const version = path === '/' ? '1.2' : undefined;
      return element('manifest:file-entry', {
        'manifest:full-path': path,
        'manifest:version': version,
        'manifest:media-type': type,
      });
    })
    .join(''),
);

function contentXml(galley: Galley, text: string): string {
  const styles = galley.styles();
  return element(
    'office:document-content',
    NAMESPACES,
    element('office:automatic-styles', {}, styles) + element('office:body', {}, element('office:text', {}, text)),
  );
}

/** Labels of more characters than this push the first line of their wording to the right, and only that. */
const LABEL_LENGTH_MAX = 8;

/** What the labels of questions need, in millimetres. */
function labelIndentOf({ pieces }: Paper): number {
  const lengths = pieces.flatMap((piece) =>
    piece.kind === 'heading' && piece.label !== null ? [legibleLine(piece.label).length] : [],
  );
  return Math.max(10, ...lengths.filter((length) => length <= LABEL_LENGTH_MAX).map((length) => 2.6 + 2.3 * length));
}

function stylesXml(paper: Paper, measures: Measures): string {
  return element(
    'office:document-styles',
    NAMESPACES,
    element('office:styles', {}, namedStyles(paper, measures, labelIndentOf(paper))) +
      element('office:automatic-styles', {}, pageLayout(measures)) +
      element('office:master-styles', {}, masterPages(paper, measures)),
  );
}

/** Who wrote what, on every page but the first; and on all of them, which version it is. */
function masterPages({ author, title, notice }: Paper, { numberedPages }: Measures): string {
  const version = notice?.short.toLocaleUpperCase() ?? '';
  const header = (parts: readonly string[]): string => {
    const text = parts.filter((part) => part !== '').join(' · ');
    return text === '' ? '' : element('style:header', {}, paragraph(STYLE.header, contentOf(text)));
  };
  const count =
    '<text:page-number text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count>';
  const footer = numberedPages ? element('style:footer', {}, paragraph(STYLE.footer, count)) : '';
  const page = (name: string, next: string | undefined, head: string): string => {
    const shown = name === 'Standard' ? undefined : name.replaceAll('_20_', ' ');
    const attributes = { 'style:name': name, 'style:display-name': shown, 'style:page-layout-name': 'Page' };
    return element('style:master-page', { ...attributes, 'style:next-style-name': next }, head + footer);
  };
  return (
    page('Standard', undefined, header([version, shortened(author, 60), shortened(title, 80)])) +
    page(FIRST_PAGE, 'Standard', header([version]))
  );
}

const paragraph = (style: string, content: string): string => element('text:p', { 'text:style-name': style }, content);

/** At most so many characters of a line, cut between words, with "…" if cut. */
function shortened(text: string, lengthMax: number): string {
  const line = legibleLine(text);
  if (line.length <= lengthMax) return line;
  const cut = line
    .slice(0, lengthMax - 1)
    .replace(/\S*$/u, '')
    .trim();
  return `${cut === '' ? line.slice(0, lengthMax - 1).toWellFormed() : cut}…`;
}

function metaXml({ title, author, language, changedAt }: Paper): string {
  const day = `${changedAt.toISOString().slice(0, 10)}T00:00:00`;
  const facts: Readonly<Record<string, string>> = {
    'dc:title': legibleLine(title),
    'meta:initial-creator': legibleLine(author),
    'dc:creator': legibleLine(author),
    'meta:creation-date': day,
    'dc:date': day,
    'dc:language': language,
  };
  const written = Object.entries(facts).map(([name, text]) => element(name, {}, contentOf(text)));
  return element('office:document-meta', NAMESPACES, element('office:meta', {}, written.join('')));
}
