/** The worksheet as a Word file: sound for Microsoft's validator, with its places where programs and people find them. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { composeWorksheet, placesOfSheet, type Worksheet } from '../../src/domain/worksheet.ts';
import { bookmarkOf, endMark, startMark, stampLine, tagOf } from '../../src/domain/worksheetMarks.ts';
import { worksheetBytes } from '../../src/docx/worksheet.ts';
import { callWith, draftIn, phrases, solidarity } from '../domain/drafts.ts';
import { faultsOf, part, partsOf, paragraphsOf, textOf } from './opened.ts';

type Answers = Readonly<Record<string, Partial<Answer>>>;

const ANSWERS: Answers = {
  q1: {
    text: 'Oui, **toujours**.[^1] [[Awa Diop]] [la loi](https://example.org/loi)\n\n- un\n- deux\n  1. trois\n\n[^1]: Statuts.',
    values: { networks: { kind: 'choice', choice: 'yes', details: '' } },
    finished: true,
  },
  q3: { values: { media: { kind: 'ticks', ticked: ['media'], details: { media: 'Radio.[^r]\n\n[^r]: Oméga.' } } } },
  q4: { values: { initiatives: { kind: 'rows', rows: [{ name: 'Loi 2020-12', year: '2020', effect: '*Rien*' }] } } },
  q5: { declined: { reason: 'Trop risqué' }, reason: 'Trop risqué', confidential: true },
  q6: { text: ']]> <w:p/> {x} \u0000\u0008 \ud83d السلام عليكم 👩‍👩‍👧 ☐ [► q1]' },
};

function sheetIn(language: 'en' | 'fr', answers: Answers = {}, questionnaire = solidarity): Worksheet {
  const options = { countryName: () => '', limitWords: () => 'at most 500 words' };
  return composeWorksheet(draftIn(language, { answers }), questionnaire, phrases[language], options);
}

const xmlOf = async (sheet: Worksheet): Promise<string> =>
  part(partsOf(await worksheetBytes(sheet)), 'word/document.xml');

describe('the file of a worksheet', () => {
  it.each([
    ['blank', sheetIn('en')],
    ['with answers', sheetIn('fr', ANSWERS)],
    ['with every kind of ask', everyKind()],
  ])('passes the validator: %s', async (_what, sheet) => {
    expect(await faultsOf(await worksheetBytes(sheet))).toEqual([]);
  });

  it('has the same bytes for the same draft, no clock, and no name of anybody', async () => {
    const bytes = await worksheetBytes(sheetIn('fr', ANSWERS));
    expect(Buffer.from(await worksheetBytes(sheetIn('fr', ANSWERS))).equals(bytes)).toBe(true);
    const core = part(partsOf(bytes), 'docProps/core.xml');
    expect(core).toContain('<dc:creator></dc:creator>');
    expect(core).toContain('2024-02-01T00:00:00Z');
  });

  it('bounds every place by a locked control, a bookmark and a line that people see', async () => {
    const sheet = sheetIn('fr', ANSWERS);
    const xml = await xmlOf(sheet);
    const text = textOf(xml);
    let at = 0;
    for (const { id } of placesOfSheet(sheet)) {
      expect(xml).toContain(`<w:tag w:val="${tagOf(id)}"/>`);
      expect(xml).toContain(`<w:tag w:val="/${tagOf(id)}"/>`);
      expect(xml).toContain(`w:name="${bookmarkOf(id)}"`);
      const [start, end] = [text.indexOf(startMark(id), at), text.indexOf(endMark(id), at)];
      expect(start).toBeGreaterThanOrEqual(at);
      expect(end).toBeGreaterThan(start);
      at = end;
    }
    const numbers = (name: string): string[] =>
      [...xml.matchAll(new RegExp(`<w:${name} [^>]*w:id="(\\d+)"`, 'g'))].map(([, id = '']) => id);
    expect(numbers('bookmarkStart').toSorted()).toEqual(numbers('bookmarkEnd').toSorted());
    const controls = [...xml.matchAll(/<w:id w:val="(\d+)"\/>/g)].map(([, id]) => id);
    expect(new Set(controls).size).toBe(controls.length);
  });

  it('keeps what people write out of controls: LibreOffice loses text that stands in one with a footnote', async () => {
    const xml = await xmlOf(sheetIn('fr', ANSWERS));
    const controls = xml.match(/<w:sdtContent>.*?<\/w:sdtContent>/gs) ?? [];
    expect(controls.length).toBeGreaterThan(60);
    for (const control of controls) expect(textOf(control)).toMatch(/^\[[►◄] [^\n]*\n$|^[☐☒]$/u);
    expect(xml).not.toContain('showingPlcHdr');
  });

  it('holds answers as Word has them: bold, a link, lists, footnotes, tables, boxes', async () => {
    const parts = partsOf(await worksheetBytes(sheetIn('fr', ANSWERS)));
    const xml = part(parts, 'word/document.xml');
    const text = textOf(xml);
    expect(text).toContain('Oui, toujours. [[Awa Diop]] la loi\nun\ndeux\ntrois\n');
    expect(xml).toMatch(/<w:b\/><w:bCs\/><\/w:rPr><w:t[^>]*>toujours</);
    expect(xml.match(/<w:footnoteReference /g)).toHaveLength(2);
    expect(part(parts, 'word/footnotes.xml')).toContain('Statuts.');
    expect(text).toContain('☒ Oui\n☐ Non\n');
    expect(text).toContain('Loi 2020-12\n2020\nRien\n');
    expect(text).toMatch(/☒ Nous choisissons de ne pas répondre à cette question\nTrop risqué\n/);
  });

  it('has empty lines where nothing was written, and no words that could come back as an answer', async () => {
    const text = textOf(await xmlOf(sheetIn('en')));
    expect(text).toMatch(/\[► q1\] Write below this line\.\n\n\n\n\[◄ \/q1\]/);
  });

  it('says at its end, and in a property, what it was made of', async () => {
    const sheet = sheetIn('fr', ANSWERS);
    const parts = partsOf(await worksheetBytes(sheet));
    const stamp = stampLine(sheet.stamp);
    expect(textOf(part(parts, 'word/document.xml')).trimEnd().endsWith(stamp)).toBe(true);
    expect(part(parts, 'docProps/custom.xml')).toContain(stamp);
  });

  it('reads a nasty line of an answer as an answer', async () => {
    const paragraphs = paragraphsOf(await xmlOf(sheetIn('fr', ANSWERS))).map(textOf);
    expect(paragraphs.some((line) => line.startsWith('\u2060]]> <w:p/> {x}'))).toBe(true);
  });
});

function everyKind(): Worksheet {
  const questionnaire = callWith([
    {
      id: 'p',
      text: 'Practices',
      help: { answer: 'Tell.', prompts: ['Who?'], warning: 'Names put people at risk.' },
      limits: [{ unit: 'words', maximum: 500 }],
      asks: [
        {
          id: 'cases',
          kind: 'records',
          label: 'Cases',
          minimum: 2,
          fields: [
            { id: 'country', label: 'Country', kind: 'country' },
            {
              id: 'kind',
              label: 'Kind',
              kind: 'choice',
              options: [
                { id: 'a', text: 'One' },
                { id: 'b', text: 'Two' },
              ],
            },
            { id: 'what', label: 'What happened' },
          ],
        },
        { id: 'notes', kind: 'comments', label: 'Comments' },
        { id: 'deeds', kind: 'recommendations', label: 'Recommendations' },
      ],
    },
  ]);
  const cases = {
    kind: 'records' as const,
    rows: [{ country: 'KE', kind: 'b', what: 'A\n\n- list[^1]\n\n[^1]: note' }],
  };
  return sheetIn('en', { p: { values: { cases } } }, questionnaire);
}
