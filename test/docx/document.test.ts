/** The document of a real submission, opened again: what it says, how it is built, and what the validator finds. */
import { describe, expect, test } from 'vitest';
import { printed, type Outline, type Section } from '../../src/domain/outline.ts';
import { faultsOf, paragraphsOf, part, partsOf, pressed, textOf, unescaped, withoutSpace } from './opened.ts';
import { readBody, readFootnotes } from './reading.ts';
import { bold, bullets, call, link, numbers, paragraph, plain, sahel } from './sahel.ts';

const parts = partsOf(await pressed(sahel));
const body = part(parts, 'word/document.xml');
const footnotes = part(parts, 'word/footnotes.xml');
const styles = part(parts, 'word/styles.xml');

const question = (change: Partial<Section>): Section => ({
  kind: 'question',
  id: 'q',
  label: '1)',
  text: 'What happened?',
  language: 'en',
  unofficial: null,
  level: 1,
  state: 'done',
  blocks: [paragraph('It happened.')],
  words: 2,
  ...change,
});
const english = (change: Partial<Outline>): Outline => ({
  language: 'en',
  title: 'Freedom of assembly',
  kicker: 'Submission',
  author: 'River Watch',
  front: [],
  statement: [],
  translationNote: null,
  heading: null,
  sections: [question({})],
  footnotes: [],
  words: 0,
  changedAt: new Date('2024-03-01T23:59:59Z'),
  ...change,
});
async function bodyOf(change: Partial<Outline>): Promise<string> {
  return part(partsOf(await pressed(english(change))), 'word/document.xml');
}
function paragraphWith(xml: string, text: string): string {
  const found = paragraphsOf(xml).find((candidate) => textOf(candidate).includes(text));
  if (found === undefined) throw new Error(`no paragraph with "${text}"`);
  return found;
}
const styleOf = (xml: string, text: string): string | undefined =>
  /<w:pStyle w:val="(\w+)"/.exec(paragraphWith(xml, text))?.[1];

describe('the text', () => {
  test('holds every word of the outline, in order, and nothing else', () => {
    expect(withoutSpace(textOf(body))).toBe(withoutSpace(readBody(sahel)));
    expect(withoutSpace(textOf(footnotes))).toBe(withoutSpace(readFootnotes(sahel)));
  });

  test('holds the labels of the questions as text', () => {
    expect(textOf(body)).toContain('5)\tVeuillez partager des informations sur toute loi');
  });

  test('has no empty paragraph but in the blank cell of the table', () => {
    const blank = paragraphsOf(body).filter((xml) => textOf(xml).trim() === '');
    expect(blank).toEqual(['<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>']);
  });

  test('marks an unofficial translation, in the document’s language', async () => {
    const xml = await bodyOf({ sections: [question({ unofficial: 'unofficial translation' })] });
    expect(textOf(xml)).toContain('What happened? [unofficial translation]');
    expect(paragraphWith(xml, 'What happened?')).toContain('<w:rStyle w:val="QuietMark"/>');
  });
});

describe('headings', () => {
  test('carry Word’s own styles', () => {
    expect(styleOf(body, sahel.title)).toBe('Title');
    expect(styleOf(body, sahel.heading ?? '')).toBe('Heading1');
    for (const { text } of printed(sahel)) expect(styleOf(body, text)).toBe('Heading2');
    expect(styles).toContain('<w:name w:val="Heading 2"/>');
  });

  test('leave out no level on the way down', async () => {
    const at = (kind: Section['kind'], level: number, text: string): Section => question({ kind, level, text });
    const sections = [
      at('heading', 1, 'Part A'),
      at('question', 2, 'Below a heading'),
      at('question', 2, 'Its sister'),
      at('question', 3, 'Below a question'),
      at('heading', 1, 'Part B'),
      at('question', 1, 'Beside a heading'),
      at('note', 1, 'A note of the call'),
      at('question', 9, 'Far below'),
    ];
    const xml = await bodyOf({ sections });
    expect(sections.map(({ text }) => styleOf(xml, text))).toEqual([
      'Heading1',
      'Heading2',
      'Heading2',
      'Heading3',
      'Heading1',
      'Heading2',
      'Note',
      'Heading3',
    ]);
  });

  test('stay with their answers, and a question without one is left out', () => {
    expect(paragraphWith(body, '9)\t')).toContain('<w:keepNext/>');
    expect(sahel.sections[7]?.state).toBe('not-started');
    expect(textOf(body)).not.toContain('8)\t');
  });
});

describe('languages', () => {
  test('the document’s own is the default', () => {
    const defaults = /<w:docDefaults>.*?<\/w:docDefaults>/s.exec(styles)?.[0];
    expect(defaults).toContain('<w:lang w:val="fr-FR" w:eastAsia="zh-CN" w:bidi="ar-SA"/>');
    expect(defaults).toContain('w:ascii="Times New Roman"');
  });

  test('a question in another language says so', async () => {
    const xml = await bodyOf({ sections: [question({ text: 'Que s’est-il passé ?', language: 'fr' })] });
    expect(paragraphWith(xml, 'Que s’est-il')).toContain('<w:lang w:val="fr-FR"/>');
  });

  test('a paragraph that starts in Arabic runs from right to left, its Latin words from left to right', () => {
    const arabic = paragraphWith(body, 'السلام عليكم');
    expect(arabic).toContain('<w:bidi/>');
    expect(arabic).toMatch(/<w:rPr><w:rtl\/><\/w:rPr><w:t xml:space="preserve">السلام/);
    expect(arabic).toMatch(/<w:r><w:t xml:space="preserve">Rosso<\/w:t>/);
    expect(paragraphWith(body, 'Cette phrase ouvre')).not.toContain('<w:bidi/>');
  });
});

describe('lists', () => {
  /** The numbering and the level of each numbered paragraph. */
  const numberedOf = (xml: string): string[] =>
    [...xml.matchAll(/<w:ilvl w:val="(\d)"\/><w:numId w:val="(\d+)"\/>/g)].map(([, level, id]) => `${id}/${level}`);

  test('restart, nest and begin where they should', async () => {
    const item = (text: string) => [paragraph(text)];
    const blocks = [
      numbers(1, item('a'), [paragraph('b'), numbers(1, item('c')), paragraph('d')]),
      numbers(1, item('e')),
      numbers(7, item('f')),
      bullets([paragraph('g'), bullets(item('h'))]),
    ];
    const opened = partsOf(await pressed(english({ sections: [question({ blocks })] })));
    const numbered = numberedOf(part(opened, 'word/document.xml'));
    const ids = numbered.map((place) => place.split('/')[0]);
    expect(numbered.map((place) => place.split('/')[1])).toEqual(['0', '0', '1', '0', '0', '0', '1']);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(5);
    const numbering = part(opened, 'word/numbering.xml');
    const startOf = (id: string | undefined): string | undefined =>
      new RegExp(`<w:num w:numId="${id}".*?<w:startOverride w:val="(\\d+)"`, 's').exec(numbering)?.[1];
    expect([ids[0], ids[3], ids[4]].map(startOf)).toEqual(['1', '1', '7']);
  });

  test('twelve levels deep keep every item', async () => {
    const nest = (depth: number): ReturnType<typeof bullets> =>
      depth === 0 ? paragraph('bottom') : numbers(1, [paragraph(`level ${depth}`), nest(depth - 1)]);
    const bytes = await pressed(english({ sections: [question({ blocks: [nest(12)] })] }));
    expect(textOf(part(partsOf(bytes), 'word/document.xml'))).toContain('level 1\nbottom\n');
    expect(await faultsOf(bytes)).toEqual([]);
  });

  test('numbers beyond what Word counts are printed as text', async () => {
    const xml = await bodyOf({ sections: [question({ blocks: [numbers(190_000, [paragraph('years')])] })] });
    expect(textOf(xml)).toContain('190000.\tyears');
  });
});

describe('tables', () => {
  const table = /<w:tbl>.*?<\/w:tbl>/s.exec(body)?.[0] ?? '';

  test('repeat their header row and keep rows whole', () => {
    const rows = table.match(/<w:tr>.*?<\/w:tr>/gs) ?? [];
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.includes('<w:tblHeader/>'))).toEqual([true, false, false, false, false]);
    expect(rows.every((row) => row.includes('<w:cantSplit/>'))).toBe(true);
  });

  test('are as wide as the text, and have their caption above', () => {
    const widths = [...table.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(4);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(9072);
    expect(Math.min(...widths)).toBeGreaterThan(700);
    expect(styleOf(body, 'Textes qui facilitent')).toBe('Caption');
  });
});

describe('footnotes', () => {
  test('are Word’s own, called once each', () => {
    expect([...body.matchAll(/<w:footnoteReference w:id="(\d+)"\/>/g)].map(([, id]) => id)).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
    expect(footnotes).toContain('<w:footnote w:id="3">');
  });

  test('called twice, from inside a footnote, or never: still printed, under the numbers that Word gives', async () => {
    const outline = english({
      sections: [question({ blocks: [paragraph('once', call(3), ' twice', call(3), ' gone', call(9))] })],
      footnotes: [[paragraph('never called')], [paragraph('called below')], [paragraph('the first', call(2))]],
    });
    const bytes = await pressed(outline);
    const opened = partsOf(bytes);
    expect(textOf(part(opened, 'word/footnotes.xml')).trim()).toBe('the first2');
    expect(textOf(part(opened, 'word/document.xml'))).toContain('once twice1 gone9\n2 called below\n3 never called\n');
    expect(await faultsOf(bytes)).toEqual([]);
  });

  test('with lists and tables in them are printed whole', async () => {
    const outline = english({
      sections: [question({ blocks: [paragraph('text', call(1))] })],
      footnotes: [
        [
          bullets([
            paragraph('item'),
            { kind: 'table', caption: 'Cap', header: ['A', 'B'], rows: [[[plain('1')], [bold('2')]]] },
          ]),
        ],
      ],
    });
    const bytes = await pressed(outline);
    expect(textOf(part(partsOf(bytes), 'word/footnotes.xml'))).toContain('item\nCap\nA\tB\n1\t2\n');
    expect(await faultsOf(bytes)).toEqual([]);
  });
});

describe('links', () => {
  test('lead to their address, in the body and in footnotes', () => {
    const relationships = part(parts, 'word/_rels/document.xml.rels');
    expect(unescaped(relationships)).toContain('https://www.exemple.org/femmes-du-fleuve?langue=fr#contact');
    expect(relationships).toContain('mailto:bureau@exemple.org');
    expect(part(parts, 'word/_rels/footnotes.xml.rels')).toContain('https://www.ohchr.org/');
    expect(body).toContain('<w:rStyle w:val="Hyperlink"/>');
  });

  test('that Word cannot follow become text with the address behind', async () => {
    const far = `https://example.org/${'a'.repeat(3000)}`;
    const blocks = [paragraph(link('http://exa mple', 'broken'), ' ', link(far, 'far'))];
    const xml = await bodyOf({ sections: [question({ blocks })] });
    expect(textOf(xml)).toContain(`broken (http://exa mple) far (${far})`);
    expect(xml).not.toContain('<w:hyperlink');
  });
});

describe('the file', () => {
  test('passes Microsoft’s validator', async () => {
    expect(await faultsOf(await pressed(sahel))).toEqual([]);
    expect(await faultsOf(await pressed(english({ author: '', title: '', kicker: '', sections: [] })))).toEqual([]);
  });

  test('says who and which day, and nothing of the machine', () => {
    expect(part(parts, 'docProps/core.xml')).toBe(
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"' +
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
        '<dc:title>La participation des organisations de la société civile exprimant la solidarité internationale</dc:title>' +
        '<dc:creator>Réseau des femmes du fleuve</dc:creator>' +
        '<cp:lastModifiedBy>Réseau des femmes du fleuve</cp:lastModifiedBy>' +
        '<dcterms:created xsi:type="dcterms:W3CDTF">2024-02-12T00:00:00Z</dcterms:created>' +
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2024-02-12T00:00:00Z</dcterms:modified>' +
        '<dc:language>fr</dc:language></cp:coreProperties>',
    );
    expect(part(parts, 'docProps/app.xml')).not.toMatch(/<\w+>/);
    expect(Object.values(parts).join('')).not.toMatch(/un-named|docx\.js|dolanmiu/i);
  });

  test('opens in Word’s current mode, on A4, with page numbers', () => {
    expect(part(parts, 'word/settings.xml')).toContain('w:val="15" w:name="compatibilityMode"');
    expect(body).toContain('<w:pgSz w:w="11906" w:h="16838"');
    const footer = part(parts, 'word/footer1.xml');
    expect(footer).toContain('PAGE</w:instrText>');
    expect(footer).toContain('NUMPAGES</w:instrText>');
    expect(textOf(part(parts, 'word/header1.xml'))).toContain('Réseau des femmes du fleuve · La participation');
  });
});
