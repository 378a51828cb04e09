/** Light Markdown out: what is written reads as what it was written from, and looks as people write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import { markdownOf } from '../../src/domain/markdownOut.ts';
import type { Block, Inline, Run } from '../../src/domain/outline.ts';

const rewritten = (text: string): string => {
  const { blocks, footnotes } = parseMarkdown(text);
  return markdownOf(blocks, footnotes);
};

describe('what people write', () => {
  it.each([
    'One.\n\nTwo,\nin two lines.',
    'We ask:\n\n- a\n- b\n  1. c\n  2. d\n- e',
    '4. a\n5. b\n\n   more of b',
    '1. a\n\n   3. b',
    '- a\n\n* b',
    '**bold** and *italic* and ***both***, a**b**c',
    '**bold with *italic* in it**',
    '[[a secret]] and [[**bold** [1]]]',
    'See https://example.org/a_b_c, [the report](https://example.org/r\\(1\\)) or us@example.org.',
    'A claim.[^1] Another.[^2] The first again.[^1]\n\n[^1]: **Source** one.\n\n    And more.\n\n[^2]: - a\n    - b',
    '2 * 3, snake_case, C:\\new, [sic], (a) & <b>, # 5, > 4, "q", 50 % _ or so',
    'Article 5. A law.\n2024\\. was a year.\n\\- not a bullet',
    '\\*starred\\* and [a\\](b) and \\[^1]',
    'Citing [@key, p. 12] and [@other].',
    'A word **« quoted »** stands.',
  ])('stays as it was: %j', (text) => {
    expect(rewritten(text)).toBe(text);
  });

  it('is brought into one form where there are several', () => {
    expect(rewritten('__a__ _b_\n• c\n• d')).toBe('**a** *b*\n\n- c\n- d');
    expect(rewritten('1. a\n1. b')).toBe('1. a\n2. b');
    expect(rewritten('<https://example.org>')).toBe('https://example.org');
  });
});

const run = (text: string, marks: Partial<Run> = {}): Run => ({
  kind: 'run',
  text,
  bold: false,
  italic: false,
  ...marks,
});
const written = (...inlines: Inline[]): string => markdownOf([{ kind: 'paragraph', inlines }], []);

describe('what word processors hold', () => {
  it('has white space at the ends of marks, which stands outside of them here', () => {
    expect(written(run('a '), run(' b ', { bold: true }), run('c'))).toBe('a  **b** c');
    expect(written(run('a', { bold: true }), run(' ', { bold: true, italic: true }), run('b'))).toBe('**a** b');
  });

  it('has marks that overlap', () => {
    const text = written(
      run('a ', { bold: true }),
      run('b', { bold: true, italic: true }),
      run(' c', { italic: true }),
    );
    expect(parseMarkdown(text).blocks).toEqual([
      {
        kind: 'paragraph',
        inlines: [
          run('a ', { bold: true }),
          run('b', { bold: true, italic: true }),
          run(' '),
          run('c', { italic: true }),
        ],
      },
    ]);
  });

  it('has marks on punctuation alone, which is not worth a star', () => {
    const text = written(run('a'), run('"b"', { bold: true }), run('c'));
    expect(text).toBe('a"**b**"c');
  });

  it('has tables, of which the words stay', () => {
    const cell = (text: string): Inline[] => [run(text)];
    const table: Block = {
      kind: 'table',
      caption: '',
      header: ['Year', 'Case'],
      rows: [[cell('2024'), cell('A *v.* B')]],
    };
    expect(markdownOf([table], [])).toBe('**Year** | **Case**\n2024 | A \\*v.\\* B');
  });

  it('has items without a text, and lines that look like items', () => {
    const list: Block = {
      kind: 'list',
      ordered: false,
      start: 1,
      items: [[], [{ kind: 'paragraph', inlines: [run('+ a')] }]],
    };
    expect(markdownOf([list], [])).toBe('- \\+ a');
  });
});

const words = fc
  .array(fc.constantFrom('mot', 'été', 'a_b', '2 * 3', '(x)', '"q"', '\\', '!', '*', '_', '#', '<', 'www.x.org', ':'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(' '));
const marked = fc.oneof(
  words,
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `**a *${text}* b**`),
  words.map((text) => `[[${text}]]`),
  words.map((text) => `[[**${text}**]]`),
  words.map((text) => `[${text}](https://example.org/${encodeURIComponent(text)})`),
  fc.constantFrom(
    'https://example.org/a_b',
    'us@example.org',
    'a[^1]',
    'b[^2] *c*',
    '[^1] ',
    'line\nend',
    '[@key]',
    '[sic]',
    '1. ',
  ),
);
const line = fc.array(marked, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' ').trim());
const item = fc
  .tuple(fc.constantFrom('- ', '* ', '1. ', '2. ', '3) ', '12. ', '• '), line)
  .map((parts) => parts.join(''));
const list = fc
  .array(fc.tuple(fc.nat({ max: 2 }), item), { minLength: 1, maxLength: 6 })
  .map((items) => items.map(([depth, text]) => '   '.repeat(depth) + text).join('\n'));
const answer = fc
  .array(fc.oneof(line, list), { minLength: 1, maxLength: 5 })
  .map((blocks) => `${blocks.join('\n\n')}\n\n[^1]: One **note**.\n\n[^2]: *Two*\n\n    and more.`);

/** Signs in any order, where nobody meant anything. White space before the end of a line is no part of a text. */
const noise = fc
  .array(
    fc.constantFrom(
      ...['*', '**', '_', '__', '[', ']', '](', '(', ')', '](http://x.org/', 'http://x.org/', 'www.x.org/', 'a@x.org'],
      ...['<http://x.org/', '<', '>', '- ', '* ', '1. ', '7) ', '\n', '\n', '\n\n', '    ', '\t', ' ', ' ', '# ', '`'],
      ...['* * *', '\\', '!', '&amp;', '"', '[[', ']]', '[[secret]]', 'mot', 'été', '\u00a0', ':', '[^1]'],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').replace(/[ \t]+$/gm, ''));

describe('any text', () => {
  const comesBack = (text: string): void => {
    const read = parseMarkdown(text);
    expect(parseMarkdown(markdownOf(read.blocks, read.footnotes))).toEqual(read);
  };

  it('reads the same after it was read and written', () => {
    fc.assert(fc.property(answer, comesBack), { numRuns: 100 });
  });

  it('also where the signs mean nothing', () => {
    fc.assert(fc.property(noise, comesBack), { numRuns: 150 });
  });

  it('is written the same from then on', () => {
    fc.assert(
      fc.property(answer, (text) => {
        const once = rewritten(text);
        expect(rewritten(once)).toBe(once);
      }),
      { numRuns: 40 },
    );
  });

  it('beyond what is parsed is written as it was typed', () => {
    const text = `${'*a '.repeat(600)}[^x]\n${'b\n'.repeat(3)}`.trim();
    expect(rewritten(text)).toBe(text);
  });
});
