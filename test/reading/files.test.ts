/**
 * Reading files: the same call as Word, OpenDocument and PDF says the same, and each kind keeps what it prints. The files
 * in `files/` were written by LibreOffice from an invented call.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Document, LevelFormat, Packer, Paragraph, TextRun } from 'docx';
import type { ReadFile } from '../../src/domain/reading.ts';
import { readBytes } from '../../src/reading/readBytes.ts';
import { linesPdf, paragraph, wordFile } from './bombs.ts';

const file = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, 'files', name));

async function read(bytes: Uint8Array, name: string): Promise<ReadFile> {
  const answer = await readBytes(bytes, name);
  if (answer.kind === 'refused') throw new Error(answer.why);
  return answer;
}

const QUESTIONS = [
  '1. What laws protect lighthouse keepers in your country?',
  '(a) Do they apply to keepers who work alone?',
  '(b) Do they apply to keepers who are paid in kind? In particular:',
  'i) in coal;',
  'ii) in fish.',
  '2. How are keepers consulted before a light is switched off or replaced by a machine that nobody tends?',
  'The following questions are for States only.',
  '3. What is spent on lighthouses each year?',
];

describe('one call in three kinds of file', () => {
  it.each(['docx', 'odt', 'pdf'])('says the same as .%s', async (ending) => {
    const { kind, text, title, headings, blocks } = await read(file(`lighthouses.${ending}`), `call.${ending}`);
    expect(kind).toBe(ending);
    const lines = text.split('\n\n');
    const from = lines.indexOf('Key questions');
    expect(lines.slice(from + 1, from + 1 + QUESTIONS.length)).toEqual(QUESTIONS);
    expect(lines.slice(from + 9, from + 13)).toEqual([
      'Form of the answers',
      '1. General',
      '1.1 Name the light.',
      '1.2 Name the rock.',
    ]);
    expect(text).toContain('Deadline\t14 March 2031');
    // Parted at the end of a line, or of a page, and put together; a hyphen of its own stays.
    expect(text).toContain('depend on their well-known light.¹');
    expect(
      text.match(/when the boards were taken up for painting\. This is paragraph \w+ of the annex\./g),
    ).toHaveLength(12);
    expect(lines.at(-1)).toMatch(/^¹ See the Harbour Charter of 1911, article 4, .* on the coast\.$/);
    expect(text).not.toMatch(/Harbour House|Page \d/);
    expect(title).toBe('Lighthouses and their keepers');
    expect(headings).toEqual([
      'Call for input: Lighthouses and their keepers',
      'Key questions',
      'Form of the answers',
      'Annex',
    ]);
    expect(
      blocks
        .filter((block) => block.kind === 'item')
        .map(({ depth }) => depth)
        .slice(2, 7),
    ).toEqual([0, 1, 1, 2, 2]);
  });

  it('asks for the password of a PDF', async () => {
    expect(await readBytes(file('locked.pdf'), 'locked.pdf')).toMatchObject({ why: 'encrypted' });
  });
});

describe('a Word file', () => {
  it('prints the numbers that Word prints', async () => {
    const level = (at: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
      level: at,
      format,
      text,
    });
    const item = (text: string, at: number, instance = 0) =>
      new Paragraph({ text, numbering: { reference: 'list', level: at, instance } });
    const document = new Document({
      numbering: {
        config: [
          {
            reference: 'list',
            levels: [
              level(0, LevelFormat.UPPER_ROMAN, '%1.'),
              level(1, LevelFormat.DECIMAL, '%1.%2'),
              level(2, LevelFormat.LOWER_LETTER, '(%3)'),
            ],
          },
        ],
      },
      sections: [
        {
          children: [
            ...[
              item('One', 0),
              item('Under', 1),
              item('Deep', 2),
              item('Deeper', 2),
              item('Next', 1),
              item('Two', 0),
              item('Anew', 1),
            ],
            new Paragraph('Between.'),
            ...[
              item('Another list', 0, 1),
              new Paragraph({
                children: [new TextRun({ text: 'Broken', break: 0 }), new TextRun({ text: 'line', break: 1 })],
              }),
            ],
          ],
        },
      ],
    });
    const { text } = await read(await Packer.toBuffer(document), 'a.docx');
    expect(text.split('\n\n')).toEqual([
      ...[
        'I. One',
        'I.1 Under',
        '(a) Deep',
        '(b) Deeper',
        'I.2 Next',
        'II. Two',
        'II.1 Anew',
        'Between.',
        'I. Another list',
      ],
      'Broken\nline',
    ]);
  });

  it('leaves out what is struck out, hidden or a macro, and says so', async () => {
    const body = [
      paragraph('Kept &amp; read &#8211; all of it.'),
      '<w:p><w:del><w:r><w:delText>Struck.</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:ins><w:r><w:t>Put in.</w:t></w:r></w:ins></w:p>',
    ];
    const read1 = await read(wordFile(body.join(''), { 'word/vbaProject.bin': strToU8('macro') }), 'a.docm');
    expect(read1.text).toBe('Kept & read – all of it.\n\nPut in.');
    expect(read1.notices).toEqual(['macros', 'changes']);
  });

  it('follows no relationship to another file', async () => {
    const relations =
      '<Relationships><Relationship Id="r" TargetMode="External" Target="http://127.0.0.1:9/x"/></Relationships>';
    const made = wordFile(paragraph('Only this.'), { 'word/_rels/document.xml.rels': strToU8(relations) });
    expect((await read(made, 'a.docx')).text).toBe('Only this.');
  });
});

describe('a web page', () => {
  it('gives its main part, with the numbers of its lists', async () => {
    const { text, title, headings } = await read(
      strToU8(`<!doctype html><html><head><title>Quays</title><style>p{}</style><script>alert(1)</script></head><body>
        <nav><ul><li>Home</li></ul></nav>
        <main><h1>Call &amp; more</h1><p>First<br>second</p><ol type="a" start="3"><li>Three<ul><li>Dot</li></ul></li><li value="9">Nine</li></ol>
        <table><tr><th>Deadline</th><td>3 May</td></tr></table><p hidden>Hidden</p><noscript>No</noscript></main><footer>Foot</footer>`),
      'a.html',
    );
    expect(text).toBe('Call & more\n\nFirst\nsecond\n\nc. Three\n\n• Dot\n\ni. Nine\n\nDeadline\t3 May');
    expect([title, ...headings]).toEqual(['Quays', 'Call & more']);
  });

  it('is read in the encoding that it declares', async () => {
    const page = Buffer.from(
      '<html><meta charset="iso-8859-1"><body><p>Où sont les phares ?</p></body></html>',
      'latin1',
    );
    expect((await read(page, 'a.htm')).text).toBe('Où sont les phares ?');
  });
});

describe('plain text', () => {
  const TEXT = 'Où étaient les « phares » ?\n\n1. ¿Quién paga?';
  const wide = Buffer.from(TEXT, 'utf16le');
  it.each(
    Object.entries({
      'UTF-8': Buffer.from(TEXT),
      'UTF-8 with a mark': Buffer.from(`\ufeff${TEXT}`),
      'UTF-16 with a mark': Buffer.concat([Buffer.from([0xff, 0xfe]), wide]),
      'UTF-16, the other way round': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]),
      'UTF-16 without a mark': wide,
      'Windows in the West': Buffer.from(TEXT, 'latin1'),
      'lines that end as on Windows': Buffer.from(TEXT.replaceAll('\n', '\r\n')),
    }),
  )('is read from %s', async (_, bytes) => {
    expect((await read(bytes, 'call.txt')).text).toBe(TEXT);
  });

  it('keeps the quotation marks of Windows', async () => {
    expect((await read(Buffer.from([0x93, 0x61, 0x94, 0x20, 0x96, 0x20, 0xe9]), 'call.txt')).text).toBe('“a” – é');
  });

  it('takes the headings of light Markdown', async () => {
    expect((await read(strToU8('# Call\n\nText.\n\n## Questions ##'), 'call.md')).headings).toEqual([
      'Call',
      'Questions',
    ]);
  });
});

describe('a PDF', () => {
  it('joins what was broken to fit the page', async () => {
    const lines = [
      'The keepers of the light must report each eve-',
      'ning to the harbour, and wait for a well-known',
      'signal from the boats that lie at the quay.',
      '1. Who answers the keepers when they call out?',
      '2. Who pays?',
    ];
    const { text } = await read(linesPdf(lines), 'a.pdf');
    expect(text.split('\n\n')).toEqual([
      'The keepers of the light must report each evening to the harbour, and wait for a well-known signal from the boats that lie at the quay.',
      '1. Who answers the keepers when they call out?',
      '2. Who pays?',
    ]);
  });
});
