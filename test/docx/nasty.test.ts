/** Text that breaks documents, in every place that an outline has for text: the file stays sound and keeps its words. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block, Inline, Outline, Run, Section } from '../../src/domain/outline.ts';
import { legible } from '../../src/docx/text.ts';
import { faultsOf, part, partsOf, pressed, textOf, withoutSpace } from './opened.ts';
import { readBody } from './reading.ts';
import { paragraph, sahel } from './sahel.ts';

const NASTY = [
  ...[
    '\u0000',
    '\u0001',
    '\b',
    '\t',
    '\n',
    '\r',
    '\v',
    '\f',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u0092',
    '\u2028',
    '\u2029',
  ],
  ...[
    '\ud800',
    '\udfff',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '\u{1fffe}',
    '\u{10ffff}',
    '\u202e',
    '\u200f',
    '\u00ad',
    '\u0301',
  ],
  ...[']]>', '<w:p/>', '</w:t>', '<!--', '&amp;', '&#0;', '&', '<', '"', "'", '%s', '\\', '_x0000_'],
  ...[
    '{',
    '}',
    '{bullets-0}',
    '{numbers-from-1-1}',
    '{default-bullet-numbering-0}',
    'CURRENT',
    'TOTAL_PAGES',
    'SECTION',
  ],
  ...['السلام', 'שלום', '汉字', '👩‍👩‍👧', 'é', 'mot', ' ', '  ', '\u00a0', 'https://', 'x'.repeat(400)],
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...NASTY), { maxLength: 12 }).map((bits) => bits.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const tag = fc.constantFrom('fr', 'en', 'es', 'ar', 'zh', 'ru', 'pt-BR', 'xx-valid1');

const run: fc.Arbitrary<Run> = fc.record({
  kind: fc.constant('run' as const),
  text,
  bold: fc.boolean(),
  italic: fc.boolean(),
});
const href = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.constantFrom('mailto:a@example.org?subject=%C3%A9%20x', 'https://example.org/é {x}|"<>`^#a#b', 'http://[::1]:80/'),
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 5, arbitrary: run },
  // A link without words would show its address: that has a test of its own.
  fc.record({
    kind: fc.constant('link' as const),
    href,
    runs: fc
      .array(run, { maxLength: 2 })
      .map((runs) => [{ kind: 'run' as const, text: 'ici', bold: false, italic: false }, ...runs]),
  }),
  fc.constant({ kind: 'break' as const }),
);
const inlines = fc.array(inline, { maxLength: 4 });
const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('paragraph' as const), inlines }),
    fc.record({
      kind: fc.constant('list' as const),
      ordered: fc.boolean(),
      start: fc.constantFrom(0, 1, 2, 2024),
      items: fc.array(fc.array(tie('block'), { maxLength: 3 }), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('table' as const),
      caption: text,
      header: fc.array(text, { maxLength: 4 }),
      rows: fc.array(fc.array(inlines, { maxLength: 4 }), { maxLength: 3 }),
    }),
  ),
}));
const blocks = fc.array(block, { maxLength: 3 });
const section: fc.Arbitrary<Section> = fc.record({
  kind: fc.constantFrom('heading', 'note', 'question'),
  id: fc.constant('q'),
  label: fc.option(text),
  // Blank headings and entries are left out altogether, marks and colons included.
  text: text.map((words) => `Q${words}`),
  language: tag,
  unofficial: fc.option(text),
  level: fc.integer({ min: 1, max: 9 }),
  state: fc.constant('done'),
  blocks,
  words: fc.constant(0),
});
const outline: fc.Arbitrary<Outline> = fc.record({
  language: tag,
  title: text,
  kicker: text,
  author: text,
  front: fc.array(fc.record({ id: fc.constant('x'), label: text.map((words) => `L${words}`), value: text }), {
    maxLength: 3,
  }),
  statement: blocks,
  translationNote: fc.option(text),
  heading: fc.option(text),
  sections: fc.array(section, { maxLength: 6 }),
  footnotes: fc.constant([]),
  words: fc.constant(0),
  changedAt: fc.date({ min: new Date('1980-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
});

test('any outline keeps every word, in order', async () => {
  await fc.assert(
    fc.asyncProperty(outline, async (nasty) => {
      const xml = part(partsOf(await pressed(nasty)), 'word/document.xml');
      expect(withoutSpace(textOf(xml))).toBe(withoutSpace(legible(readBody(nasty))));
    }),
    { numRuns: 300 },
  );
}, 120_000);

test('any outline passes the validator', async () => {
  await fc.assert(
    fc.asyncProperty(outline, blocks, async (nasty, note) => {
      const calling = paragraph('note', { kind: 'footnote', number: 1 });
      const first = { ...(nasty.sections[0] ?? sahel.sections[0]), blocks: [calling] } as Section;
      expect(
        await faultsOf(await pressed({ ...nasty, sections: [first, ...nasty.sections], footnotes: [note] })),
      ).toEqual([]);
    }),
    { numRuns: 30 },
  );
}, 240_000);

test('a text of 20,000 words and a word of 400 characters stay whole', async () => {
  const long = Array.from({ length: 20_000 }, (_, index) => `mot${index}`).join(' ');
  const word = 'w'.repeat(400);
  const bytes = await pressed({
    ...sahel,
    title: `${word} ${long}`,
    sections: sahel.sections.map((question) => ({ ...question, blocks: [paragraph(long), paragraph(word)] })),
  });
  const parts = partsOf(bytes);
  expect(textOf(part(parts, 'word/document.xml'))).toContain(`${long}\n${word}\n`);
  expect(textOf(part(parts, 'word/header1.xml')).length).toBeLessThan(150);
  expect(await faultsOf(bytes)).toEqual([]);
}, 60_000);
