/**
 * Documents that look as a call demands: Microsoft's validator finds nothing wrong in any combination of demands, and
 * what is demanded of pages and paragraphs stands in the file.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Layout, Printing } from '../../src/domain/callRules.ts';
import { composeOutline } from '../../src/domain/outline.ts';
import { callWith, draftIn, phrases } from '../domain/drafts.ts';
import { faultsOf, paragraphsOf, part, partsOf, pressed, textOf } from './opened.ts';

const TEXT = [
  'First, with a note.[^1]',
  '',
  '- a point',
  '- another [link](https://example.org)',
  '',
  'Second, **bold** and [[withheld]].',
  '',
  '[^1]: The note.',
].join('\n');

const QUESTIONS = [
  { kind: 'heading', text: 'On the coast', children: [{ id: 'a', label: '1)', text: 'Who fishes?' }] },
  {
    id: 'b',
    label: '2)',
    text: 'Which laws?',
    asks: [
      {
        id: 'laws',
        kind: 'rows',
        label: 'Laws',
        fields: [
          { id: 'name', label: 'Law' },
          { id: 'year', label: 'Year' },
        ],
      },
    ],
  },
  { id: 'c', text: 'What else?' },
];

function outlineWith(layout: Partial<Layout>, printing: Partial<Printing> = {}) {
  const rows = [{ name: 'Fisheries Act', year: '1998' }];
  const draft = draftIn('en', {
    organisation: { name: 'Rivages solidaires', country: 'SN' },
    answers: { a: { text: TEXT }, b: { text: 'Third.', values: { laws: { kind: 'rows', rows } } } },
  });
  const call = callWith(QUESTIONS, { layout: { value: layout }, printing: { value: printing } });
  return composeOutline(draft, call, phrases.en, { country: 'Senegal' });
}

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const layouts = fc.record({
  font: maybe(fc.constantFrom('Arial', 'Calibri', 'A & B <"odd">')),
  size: maybe(fc.constantFrom(6, 10.5, 11, 12, 14, 30)),
  spacing: maybe(fc.constantFrom(1, 1.15, 1.5, 2, 3)),
  justified: maybe(fc.boolean()),
  numberedParagraphs: maybe(fc.boolean()),
  numberedPages: maybe(fc.boolean()),
  paper: maybe(fc.constantFrom('a4' as const, 'letter' as const)),
  margin: maybe(fc.constantFrom(5, 20, 25.4, 60)),
});
const printings = fc.record({
  questions: maybe(fc.boolean()),
  numbering: maybe(fc.constantFrom('call' as const, 'none' as const)),
  unanswered: maybe(fc.constantFrom('left-out' as const, 'marked' as const)),
});

it('is sound whatever a call demands of its look and of its questions', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(layouts, printings, async (layout, printing) => {
      expect(await faultsOf(await pressed(outlineWith(layout, printing)))).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

it('numbers every paragraph of the answers in one count, and nothing else', async () => {
  const parts = partsOf(await pressed(outlineWith({ numberedParagraphs: true })));
  const numbered = (name: string): string[] =>
    paragraphsOf(part(parts, name)).filter((xml) => /<w:pStyle w:val="BodyText"\/>[^]*<w:numPr>/.test(xml));
  const body = numbered('word/document.xml');
  expect(body.map(textOf).map((text) => text.slice(0, 6))).toEqual(['First,', 'Second', 'Third.']);
  expect(new Set(body.map((xml) => /<w:numId w:val="(\d+)"\/>/.exec(xml)?.[1])).size).toBe(1);
  expect(part(parts, 'word/footnotes.xml')).not.toContain('<w:numPr>');
});

it('sets pages without numbers, on Letter paper, in the font and the size of the call', async () => {
  const look = {
    numberedPages: false,
    paper: 'letter',
    font: 'Georgia',
    size: 10.5,
    spacing: 2,
    margin: 25.4,
  } as const;
  const parts = partsOf(await pressed(outlineWith(look)));
  const body = part(parts, 'word/document.xml');
  expect(body).toMatch(/<w:pgSz w:w="12240" w:h="15840"/);
  expect(body).toMatch(/<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/);
  expect(body).not.toContain('footerReference');
  const styles = part(parts, 'word/styles.xml');
  expect(styles).toMatch(/<w:docDefaults>.*?w:ascii="Georgia".*?<w:sz w:val="21"\/>/s);
  expect(styles).toMatch(/w:styleId="BodyText".*?w:line="480"/s);
});

it('is as ever where the call demands nothing', async () => {
  const parts = partsOf(await pressed(outlineWith({})));
  expect(part(parts, 'word/document.xml')).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
  expect(part(parts, 'word/document.xml')).toContain('footerReference');
  expect(part(parts, 'word/styles.xml')).toMatch(/w:ascii="Times New Roman".*?<w:sz w:val="24"\/>/s);
});

it('leaves out questions or their numbers, each by itself', async () => {
  const text = async (printing: Partial<Printing>): Promise<string> =>
    textOf(part(partsOf(await pressed(outlineWith({}, printing))), 'word/document.xml'));
  expect(await text({ questions: false })).not.toMatch(/Who fishes|On the coast|1\)/);
  expect(await text({ questions: false })).toContain('Third.');
  expect(await text({ questions: false, numbering: 'call' })).toMatch(/1\)\nFirst/);
  expect(await text({ numbering: 'none' })).toMatch(/\nWho fishes\?\nFirst/);
  expect(await text({ unanswered: 'marked' })).toMatch(/What else\?\nNot answered\.\n$/);
  expect(await text({})).not.toContain('What else?');
});
