/**
 * Files that mean harm, or that somebody broke, made on the spot: none of them is kept in the repository.
 */
import { deflateSync, gzipSync } from 'node:zlib';
import { strToU8, zipSync, type Zippable } from 'fflate';

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A Word file around the XML of its body. */
export function wordFile(body: string, more: Zippable = {}, head = XML): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8(
      `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    ),
    'word/document.xml': strToU8(`${head}<w:document ${WORD}><w:body>${body}</w:body></w:document>`),
    ...more,
  });
}

export const paragraph = (text: string, settings = ''): string =>
  `<w:p>${settings === '' ? '' : `<w:pPr>${settings}</w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;

/** A PDF of these objects, numbered from 1; the first is the catalogue. Needs no table: readers mend it. */
export function pdfFile(objects: readonly string[], trailer = ''): Buffer {
  let file = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const at = Buffer.byteLength(file, 'latin1');
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const start = Buffer.byteLength(file, 'latin1');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** One page with this content. */
export function pagePdf(content: string, filter = ''): Buffer {
  return pdfFile([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${content.length}${filter}>>\nstream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
  ]);
}

/** Lines of text on one page, from the top. */
export const linesPdf = (lines: readonly string[]): Buffer =>
  pagePdf(`BT /F 11 Tf 14 TL 70 700 Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`);

const big = (length: number): Uint8Array => new Uint8Array(length).fill(0x20);

/** Every one of them with the name that it comes under, and why it is not read. */
export const BOMBS: Readonly<
  Record<string, { readonly make: () => Uint8Array; readonly name: string; readonly why: string }>
> = {
  'a part that unpacks to 200 MB': {
    make: () => wordFile('', { 'word/styles.xml': big(200_000_000) }),
    name: 'call.docx',
    why: 'too-heavy',
  },
  'a text that unpacks to 40 MB': {
    make: () => wordFile(paragraph('x'.repeat(40_000_000))),
    name: 'call.docx',
    why: 'too-heavy',
  },
  'a part that hides how much it unpacks to': { make: lyingArchive, name: 'call.docx', why: 'damaged' },
  'sixty thousand entries': { make: () => manyEntries(60_000), name: 'call.docx', why: 'too-heavy' },
  'more entries than it says': { make: () => manyEntries(220_000, 1_900), name: 'call.docx', why: 'archive' },
  'archives within archives': {
    make: () => zipSync({ 'a.zip': zipSync({ 'b.zip': zipSync({ 'c.bin': big(5_000_000) }) }) }),
    name: 'call.docx',
    why: 'archive',
  },
  'entities that grow without end': {
    make: () =>
      wordFile(
        paragraph('&lol9;'),
        {},
        `${XML}<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at || ''};`.repeat(10)}">`).join('')}]>`,
      ),
    name: 'call.docx',
    why: 'entities',
  },
  'an entity that is a file of the machine': {
    make: () => wordFile(paragraph('&x;'), {}, `${XML}<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>`),
    name: 'call.docx',
    why: 'entities',
  },
  'elements within each other without end': {
    make: () => wordFile('<w:sdt><w:sdtContent>'.repeat(30_000) + '</w:sdtContent></w:sdt>'.repeat(30_000)),
    name: 'call.docx',
    why: 'too-heavy',
  },
  'a PDF with a million objects': {
    make: () => {
      const stream = deflateSync(Buffer.from('1 0 '.repeat(1_000_000))).toString('latin1');
      return pdfFile([
        '<</Type/Catalog/Pages 2 0 R>>',
        `<</Type/ObjStm/N 1000000/First 4000000/Filter/FlateDecode/Length ${stream.length}>>\nstream\n${stream}\nendstream`,
      ]);
    },
    name: 'call.pdf',
    why: 'too-heavy',
  },
  'a PDF with a hundred thousand objects, as they are': {
    make: () => pdfFile(['<</Type/Catalog>>', ...new Array<string>(99_999).fill('null')]),
    name: 'call.pdf',
    why: 'too-heavy',
  },
  'a page that unpacks to 200 MB': {
    make: () => pagePdf(deflateSync(Buffer.alloc(200_000_000, 'q Q ')).toString('latin1'), '/Filter/FlateDecode'),
    name: 'call.pdf',
    why: 'too-heavy',
  },
  'a page that is packed twice': {
    make: () =>
      pagePdf(
        deflateSync(deflateSync(Buffer.alloc(50_000_000, 'q Q '))).toString('latin1'),
        '/Filter[/FlateDecode/FlateDecode]',
      ),
    name: 'call.pdf',
    why: 'too-heavy',
  },
  'a PDF that says it has a million pages': {
    make: () => pdfFile(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 1000000>>']),
    name: 'call.pdf',
    why: 'no-text',
  },
  'a web page of half a million tags': {
    make: () => strToU8(`<!doctype html><body>${'<b>'.repeat(500_000)}`),
    name: 'call.html',
    why: 'too-heavy',
  },
  'a web page nested without end': {
    make: () => strToU8(`<!doctype html><body>${'<div>'.repeat(20_000)}`),
    name: 'call.html',
    why: 'too-heavy',
  },
  'text of 50 MB': { make: () => new Uint8Array(50_000_000).fill(0x61), name: 'call.txt', why: 'too-large' },
  'text of 9 MB': { make: () => new Uint8Array(9_000_000).fill(0x61), name: 'call.txt', why: 'too-long' },
  'a PDF that is called a Word file': { make: () => linesPdf(['A call']), name: 'call.docx', why: 'mismatch' },
  'a Word file that is called a PDF': { make: () => wordFile(paragraph('A call')), name: 'call.pdf', why: 'mismatch' },
  'a program that is called a text': {
    make: () => Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(500, 7)]),
    name: 'call.txt',
    why: 'unknown',
  },
  'a Word file that ends in the middle': {
    make: () => wordFile(paragraph('A call '.repeat(2_000))).slice(0, 300),
    name: 'call.docx',
    why: 'damaged',
  },
  'a PDF that ends in the middle': {
    make: () => linesPdf(['A call']).subarray(0, 120),
    name: 'call.pdf',
    why: 'damaged',
  },
  'a PDF with a picture and no text': {
    make: () => pagePdf('q 100 0 0 100 0 0 cm Q'),
    name: 'scan.pdf',
    why: 'no-text',
  },
  'a Word file from before 2007, or with a password': {
    make: () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(3_000)]),
    name: 'call.docx',
    why: 'old-word',
  },
  'a text of Word pad': { make: () => strToU8('{\\rtf1 A call}'), name: 'call.txt', why: 'rtf' },
  'a picture': { make: () => Buffer.from('89504e470d0a1a0a0000', 'hex'), name: 'call.pdf', why: 'image' },
  'a spreadsheet': {
    make: () => zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<workbook/>') }),
    name: 'call.xlsx',
    why: 'other-office',
  },
  'an archive of gzip': { make: () => gzipSync('A call'), name: 'call.txt', why: 'archive' },
  'an empty archive': { make: () => zipSync({}), name: 'call.docx', why: 'empty' },
  'a Word file without a word': { make: () => wordFile(''), name: 'call.docx', why: 'empty' },
  'nothing at all': { make: () => new Uint8Array(), name: 'call.txt', why: 'empty' },
  'nothing but space': { make: () => strToU8(' \n\t \r\n'), name: 'call.txt', why: 'empty' },
};

export const relations = (type: string, target: string): Uint8Array =>
  strToU8(
    `${XML}<Relationships><Relationship Id="r" Type="http://x/${type}" Target="${target}" TargetMode="External"/></Relationships>`,
  );

/** The head of a PNG that says it has so many pixels each way. */
function pngHead(width: number, height: number): Uint8Array {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008060000', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

/** A JPEG of 65,000 pixels each way, with a preview before it says so. */
const jpegHead = (): Uint8Array =>
  Buffer.concat([
    Buffer.from('ffd8ffe1fff0', 'hex'),
    Buffer.alloc(0xffee, 1),
    Buffer.from('ffc0001108fde8fde803', 'hex'),
    Buffer.alloc(20),
  ]);

/** An OpenDocument text around the XML of its body. */
export const openText = (body: string, more: Zippable = {}): Uint8Array =>
  zipSync({
    mimetype: strToU8('application/vnd.oasis.opendocument.text'),
    'content.xml': strToU8(`${XML}<document-content><body><text>${body}</text></body></document-content>`),
    ...more,
  });

const text = paragraph('A worksheet');

/** What is refused of files that are brought back to a draft, and only left aside in those that are read as a call. */
export const RETURN_BOMBS: Readonly<
  Record<string, { readonly make: () => Uint8Array; readonly name: string; readonly why: string }>
> = {
  macros: { make: () => wordFile(text, { 'word/vbaProject.bin': strToU8('x') }), name: 'a.docm', why: 'macros' },
  'a type that says macros': {
    make: () =>
      wordFile(text, {
        '[Content_Types].xml': strToU8(
          `${XML}<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`,
        ),
      }),
    name: 'a.docx',
    why: 'macros',
  },
  'macros of LibreOffice': {
    make: () => openText('<p>A worksheet</p>', { 'Basic/Standard/Module1.xml': strToU8(`${XML}<module/>`) }),
    name: 'a.odt',
    why: 'macros',
  },
  'a program that runs on opening': {
    make: () =>
      openText('<p>A worksheet</p><event-listeners><event-listener event-name="dom:load"/></event-listeners>'),
    name: 'a.odt',
    why: 'macros',
  },
  'a template elsewhere': {
    make: () =>
      wordFile(text, { 'word/_rels/settings.xml.rels': relations('attachedTemplate', 'https://x.org/a.dotm') }),
    name: 'a.docx',
    why: 'outside',
  },
  'a template on a server': {
    make: () =>
      wordFile(text, {
        'word/_rels/settings.xml.rels': relations('attachedTemplate', String.raw`file:///\\x.org\s\a.dotm`),
      }),
    name: 'a.docx',
    why: 'outside',
  },
  'a picture elsewhere': {
    make: () => wordFile(text, { 'word/_rels/document.xml.rels': relations('image', 'https://x.org/a.png') }),
    name: 'a.docx',
    why: 'outside',
  },
  'an object elsewhere, in the footer': {
    make: () => wordFile(text, { 'word/_rels/footer1.xml.rels': relations('oleObject', 'file:///c:/a.xls') }),
    name: 'a.docx',
    why: 'outside',
  },
  'a field that loads': {
    make: () => wordFile(`${text}<w:p><w:r><w:instrText> INCLUDEPICTURE "http://x.org/a" </w:instrText></w:r></w:p>`),
    name: 'a.docx',
    why: 'outside',
  },
  'a picture elsewhere, in an OpenDocument text': {
    make: () => openText('<p>A worksheet<frame><image href="http://x.org/a.png"/></frame></p>'),
    name: 'a.odt',
    why: 'outside',
  },
  'a picture of 10^9 pixels': {
    make: () => wordFile(text, { 'word/media/image1.png': pngHead(40_000, 25_000) }),
    name: 'a.docx',
    why: 'picture',
  },
  'a picture of 10^9 pixels behind a preview': {
    make: () => wordFile(text, { 'word/media/image1.jpeg': jpegHead() }),
    name: 'a.docx',
    why: 'picture',
  },
  'a picture shown at 10^9 pixels': {
    make: () => wordFile(`${text}<w:p><wp:extent cx="476250000" cy="238125000"/></w:p>`),
    name: 'a.docx',
    why: 'picture',
  },
};

/** The sizes of the entry for word/document.xml, in the directory and before the entry itself, say one kilobyte. */
function lyingArchive(): Uint8Array {
  const file = Buffer.from(wordFile(paragraph('x'.repeat(30_000_000))));
  for (const [mark, at] of [
    ['PK\x03\x04', 22],
    ['PK\x01\x02', 24],
  ] as const) {
    for (let place = file.indexOf(mark, 0, 'latin1'); place >= 0; place = file.indexOf(mark, place + 4, 'latin1')) {
      if (file.readUInt32LE(place + at) > 1_000_000) file.writeUInt32LE(1_000, place + at);
    }
  }
  return file;
}

const ENTRY = 46 + 1;

/** A directory of `count` entries, which says so. */
function manyEntries(count: number, said = count & 0xffff): Uint8Array {
  const file = Buffer.alloc(count * ENTRY + 22);
  for (let index = 0; index < count; index += 1) {
    file.write('PK\x01\x02', index * ENTRY, 'latin1');
    file.writeUInt16LE(1, index * ENTRY + 28);
    file.write('a', index * ENTRY + 46, 'latin1');
  }
  const end = count * ENTRY;
  file.write('PK\x05\x06', end, 'latin1');
  file.writeUInt16LE(said, end + 8);
  file.writeUInt16LE(said, end + 10);
  file.writeUInt32LE(end, end + 12);
  // It begins like an archive.
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shifted(file, end, 4)]);
}

function shifted(file: Buffer, end: number, by: number): Buffer {
  file.writeUInt32LE(by, end + 16);
  return file;
}
