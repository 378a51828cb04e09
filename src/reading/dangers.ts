/**
 * What an office file may hold besides its text that would do something when a word processor opens it: programs, parts
 * that are loaded from elsewhere, pictures that unpack to gigabytes. None of it is ever run, loaded or unpacked here; but
 * a file with any of it was made to harm whoever opens it next, or tells somebody that it was opened.
 */
import type { Archive } from './archive.ts';
import { LIMITS, refuse } from './limits.ts';
import { pixelsIn } from './pictures.ts';
import { childrenOf, xmlPart, type Node } from './xml.ts';

/** Files that hold programs: those of Word, and those of LibreOffice. */
const PROGRAM = /vbaProject\.bin$|vbaData\.xml$|(?:^|\/)activeX\/|^(?:Basic|Scripts)\/.+\.(?:xml|py|js|bsh|java)$/i;
const PROGRAM_TYPE = /macroEnabled/i;
const PICTURE = /^(?:word\/media|media|Pictures)\//i;
/** Where the size of a picture stands; that of a JPEG may have a preview before it. */
const PICTURE_HEAD_BYTES = 256 * 1024;

/** Refuses `macros`, `outside` and `picture`. */
export async function refuseDangers(archive: Archive): Promise<void> {
  if (archive.names.some((name) => PROGRAM.test(name))) refuse('macros');
  const types = (await xmlPart(archive, '[Content_Types].xml'))?.children ?? [];
  if (types.some(({ attributes }) => PROGRAM_TYPE.test(attributes['ContentType'] ?? ''))) refuse('macros');
  for (const name of archive.names) {
    if (name.endsWith('.rels')) {
      if (childrenOf(await xmlPart(archive, name), 'Relationship').some(loads)) refuse('outside');
    } else if (PICTURE.test(name)) {
      const pixels = pixelsIn((await archive.head(name, PICTURE_HEAD_BYTES)) ?? new Uint8Array());
      if (pixels !== null && pixels > LIMITS.picturePixelsMax) refuse('picture');
    }
  }
  for (const name of ['word/document.xml', 'content.xml', 'styles.xml']) {
    const root = await xmlPart(archive, name);
    if (root !== undefined) refuseIn(root);
  }
}

/** The template on the writer's own disk: Word notes it in every file made of one, and asks nobody else for it. */
const OWN_TEMPLATE = /^(?:file:\/\/\/)?[a-z]:[\\/]/i;

/** Whether a relationship leads out of the file to anything but a link that somebody may press. */
function loads({ attributes }: Node): boolean {
  const { TargetMode: mode, Type: type = '', Target: target = '' } = attributes;
  if (mode !== 'External' || /\/hyperlink$/.test(type)) return false;
  return !(/\/attachedTemplate$/.test(type) && OWN_TEMPLATE.test(target));
}

/** Elements of OpenDocument whose address is loaded when the text is opened. */
const LOADING = new Set([
  'image',
  'object',
  'object-ole',
  'section-source',
  'background-image',
  'fill-image',
  'plugin',
]);
const OUTSIDE = /^(?:[a-z][a-z\d+.-]*:|\/|\\\\|\.\.\/\.\.)/i;
const FIELD = /^\s*(?:INCLUDEPICTURE|INCLUDETEXT|LINK|DDE|DDEAUTO|IMPORT)\b/i;

/** Goes through a tree without calling itself. */
function refuseIn(root: Node): void {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { name, attributes } = node;
    if (LOADING.has(name) && OUTSIDE.test(attributes['href'] ?? '')) refuse('outside');
    if (name === 'event-listener' || name === 'script') refuse('macros');
    if ((name === 'instrText' || name === 'fldSimple') && loadsField(node)) refuse('outside');
    if (name === 'extent' && isAbsurd(attributes['cx'], attributes['cy'])) refuse('picture');
    pending.push(...node.children);
  }
}

const loadsField = ({ attributes, children }: Node): boolean =>
  FIELD.test(attributes['instr'] ?? children.map(({ text }) => text).join(''));

/** English Metric Units in a pixel of a screen: Word's own measure of pictures. */
const EMU_PIXEL = 9_525;

const isAbsurd = (width = '0', height = '0'): boolean =>
  (Number(width) / EMU_PIXEL) * (Number(height) / EMU_PIXEL) > LIMITS.picturePixelsMax;
