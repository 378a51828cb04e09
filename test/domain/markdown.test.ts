/** Light Markdown: what each mark gives, that everything else is text, and that nothing legible is ever lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import type { Block } from '../../src/domain/outline.ts';
import { inlinesIn, sketch } from './sketch.ts';

const shown = (text: string): string => sketch(parseMarkdown(text).blocks);
const notes = (text: string): string[] => parseMarkdown(text).footnotes.map(sketch);

describe('light Markdown', () => {
  it.each([
    ['paragraphs', 'a\n\nb\n \nc', 'a ¶ b ¶ c'],
    ['a line end is a line break', 'a\nb  \nc', 'a⏎b⏎c'],
    ['line ends of any kind', 'a\r\nb\rc\r\n\r\nd', 'a⏎b⏎c ¶ d'],
    ['bold', '**a** __b__ a**b**c', '<b>a</b> <b>b</b> a<b>b</b>c'],
    ['italic', '*a* _b_ a_b_c', '<i>a</i> <i>b</i> a_b_c'],
    ['bold and italic', '***a** b*', '<b><i>a</i></b><i> b</i>'],
    ['marks over line ends', '**a\nb**', '<b>a</b>⏎<b>b</b>'],
    ['bullets', '- a\n* b\n+ c', 'ul[a] ¶ ul[b] ¶ ul[c]'],
    ['bullets right after a line', 'We ask:\n- a\n- b', 'We ask: ¶ ul[a; b]'],
    ['numbers', '1. a\n2. b', 'ol1[a; b]'],
    ['numbers that begin later', '4) a\n5) b', 'ol4[a; b]'],
    ['zero', '0. a', 'ol0[a]'],
    ['nested lists', '- a\n  1. b\n  2. c\n     - d\n- e', 'ul[a ¶ ol1[b; c ¶ ul[d]]; e]'],
    ['paragraphs in an item', '1. a\n\n   b\n2. c', 'ol1[a ¶ b; c]'],
    ['a link', '[a *b*](https://x.org/c_d_e)', '<a <i>b</i> → https://x.org/c_d_e>'],
    ['a link to a mailbox', '[us](mailto:us@x.org)', '<us → mailto:us@x.org>'],
    ['a link without a scheme', '[us](www.x.org)', '<us → http://www.x.org>'],
    ['a link without a text', '[](http://x.org)', '<http://x.org → http://x.org>'],
    ['a link with a title', '[a](http://x.org "b c")', '<a → http://x.org> (b c)'],
    ['a link over two lines', '[a\nb](http://x.org)', '<a → http://x.org>⏎<b → http://x.org>'],
    [
      'an address typed',
      'see http://x.org/_a_b, (www.y.org).',
      'see <http://x.org/_a_b → http://x.org/_a_b>, (<www.y.org → http://www.y.org>).',
    ],
    ['a mailbox typed', 'a_b@x.org.', '<a_b@x.org → mailto:a_b@x.org>.'],
    ['an address in angle brackets', '<http://x.org>', '<http://x.org → http://x.org>'],
    ['an address with accents', '[a](http://x.org/é|"b)', '<a → http://x.org/%C3%A9%7C%22b>'],
    ['an escape', '\\*a\\* \\[b]', '*a* [b]'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ['headings', '# a\n\nb\n===\n\nc\n---'],
    ['quotes', '> a\n> b'],
    ['code', '`a` ``b``\n\n```\nc\n```'],
    ['HTML', '<b>a</b> <script>alert(1)</script>\n\n<div>\n\n<!-- b -->'],
    ['rules', '***\n\n---\n\n___\n\n* * *\n\n- - -\n\n-  -'],
    ['references', '[a]: b\n\n[a] [a][b] [a][]'],
    ['entities', '&amp; &#42; &nbsp;'],
    ['a backslash at the end of a line', 'a\\\nb'],
    ['what is no mark', '2 * 3 * 4, snake_case_word, ** a **, C:\\new'],
    ['dashes of dialogue', '– a\n\n— b'],
    ['bullets that are no bullets', '•a\n\n•\n\n-\n\n-a'],
    ['a year as the answer', '2024.\n\n1998. A law was passed.'],
    [
      'links that lead elsewhere',
      '[a](javascript:alert(1)) [b](/c) [Minister](sic) [d](data:x) <ftp://e> [f](http://) [g](<http://a b>) [h](http://[)',
    ],
    ['calls without a definition', 'a[^1] b[^c]'],
  ])('%s stay as typed', (_, text) => {
    expect(shown(text).replaceAll(' ¶ ', '\n\n').replaceAll('⏎', '\n')).toBe(text);
  });

  it('takes indentation for what it is: white space', () => {
    expect(shown('    a\n\n\tb\n        c')).toBe('a ¶ b⏎c');
  });

  it('reads an image as a link, and keeps its mark', () => {
    expect(shown('![a](http://x.org/b.png)')).toBe('!<a → http://x.org/b.png>');
  });

  it.each(['•', '◦', '▪', '●', '‣'])('reads the bullet %s, as pasted from Word', (bullet) => {
    expect(shown(`${bullet}\ta\n${bullet} b\n${bullet}\u00a0c`)).toBe('ul[a; b; c]');
    expect(shown(`•\ta\n\t${bullet}\tb`)).toBe('ul[a ¶ ul[b]]');
  });

  it('prints numbers as they were typed, also with gaps', () => {
    expect(shown('1. a\n3. b\n4. c\n2. d')).toBe('ol1[a] ¶ ol3[b; c] ¶ ol2[d]');
  });

  it('counts for the writer who typed "1." everywhere', () => {
    expect(shown('1. a\n1. b\n1. c')).toBe('ol1[a; b; c]');
  });

  it('leaves out empty bullets and keeps empty numbers', () => {
    expect(shown('- a\n-\n- b')).toBe('ul[a; b]');
    expect(shown('1. a\n2.\n3. b')).toBe('ol1[a; ; b]');
  });
});

describe('footnotes', () => {
  it('are numbered in the order of their first calls', () => {
    const text = 'a[^x] b[^1] c[^x]\n\n[^1]: One **bold**.\n[^x]: Ex\n    more\n\n    and more';
    expect(shown(text)).toBe('a{1} b{2} c{1}');
    expect(notes(text)).toEqual(['Ex⏎more ¶ and more', 'One <b>bold</b>.']);
  });

  it('may be defined before their call, between lines and inside an item', () => {
    expect(shown('[^1]: x\n\na[^1]')).toBe('a{1}');
    expect(shown('a[^1]\n[^1]: x')).toBe('a{1}');
    expect(shown('- a[^1]\n\n  [^1]: x\n- b')).toBe('ul[a{1}; b]');
    expect(shown('a[^1]\n\n- [^1]: x')).toBe('a{1}');
  });

  it('may be called from a link, which ends there and goes on after it', () => {
    expect(shown('[a[^1]b](http://x.org)\n\n[^1]: x')).toBe('<a → http://x.org>{1}<b → http://x.org>');
  });

  it('are printed where they stand when nothing calls them, or when their name is taken', () => {
    const text = 'a[^1]\n\n[^1]: first\n\n[^1]: second\n\n[^2]: never called\n\nz';
    expect(shown(text)).toBe('a{1} ¶ [^1]: second ¶ [^2]: never called ¶ z');
    expect(notes(text)).toEqual(['first']);
    expect(shown('[^1]: - a\n    - b')).toBe('[^1]: ¶ ul[a; b]');
  });

  it('hold no calls: those in a footnote stay as typed, and what they call is printed', () => {
    const text = 'a[^1]\n\n[^1]: see [^1] and [^2]\n\n[^2]: two';
    expect(shown(text)).toBe('a{1} ¶ [^2]: two');
    expect(notes(text)).toEqual(['see [^1] and [^2]']);
  });

  it('without a text keep their place', () => {
    expect(shown('a[^1]\n\n[^1]:')).toBe('a{1}');
    expect(notes('a[^1]\n\n[^1]:')).toEqual(['']);
  });
});

describe('passages', () => {
  it.each([
    ['[[a]]', '[[a]]'],
    ['[[a]](http://x.org)', '[[a]](<http://x.org → http://x.org>)'],
    ['[[[a](http://x.org)]]', '[[<a → http://x.org>]]'],
    ['[[see http://x.org/b]]', '[[see <http://x.org/b → http://x.org/b>]]'],
    ['[[a@x.org]]', '[[<a@x.org → mailto:a@x.org>]]'],
    ['[b [[a]] c](http://x.org)', '<b [[a]] c → http://x.org>'],
    ['**[[a]]** [[*b*]]', '<b>[[a]]</b> [[<i>b</i>]]'],
    ['[[a [1]]]', '[[a [1]]]'],
    ['- [[a\n  b]]', 'ul[[[a⏎b]]]'],
  ])('keep their brackets: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('may hold footnote calls', () => {
    expect(shown('[[a[^1]]]\n\n[^1]: x')).toBe('[[a{1}]]');
  });
});

/** Pieces of which Markdown is made, and what lies around them. Footnotes have labels of digits only. */
const plainPieces = [
  ...[
    '*',
    '**',
    '_',
    '__',
    '[',
    ']',
    '](',
    '(',
    ')',
    '](http://x.org/',
    '](javascript:',
    'http://x.org/',
    'www.x.org/',
  ],
  ...[
    'a@x.org',
    '<http://x.org/',
    '<',
    '>',
    '- ',
    '* ',
    '• ',
    '1. ',
    '7) ',
    '\n',
    '\n',
    '\n\n',
    '    ',
    '\t',
    ' ',
    ' ',
  ],
  ...[
    '# ',
    '> ',
    '`',
    '```',
    '---',
    '* * *',
    '\\',
    '!',
    '&amp;',
    '"',
    '[[',
    ']]',
    '[[secret]]',
    'mot',
    'été',
    '\u00a0',
    ':',
  ],
];
const footnotePieces = ['[^1]', '[^1]: ', '[^2]', '\n\n[^2]: ', '\n[^3]:', '    '];
const letters = fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => text.replaceAll('^', ''));
const flavoured = (pieces: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: letters }), {
      maxLength: 40,
    })
    .map((parts) => parts.join(''));
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  flavoured(plainPieces),
  flavoured([...plainPieces, ...footnotePieces]),
);

/**
 * The legible characters of a text that are no marks. Not counted: signs that may be marks (the list is that of
 * markdown.ts, with those of a link's title and of list numbers), digits (numbers are tested on their own).
 */
const legible = (text: string): string[] =>
  text.match(/[[\p{L}\p{M}\p{P}\p{S}]--[*_\[\]\(\)^<>\\\-+.:"'•◦▪●‣\u{fffd}]]/gv) ?? [];

const decoded = (href: string): string =>
  href.replace(/(?:%[0-9A-F]{2})+/g, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });

/** All that a reader is given, in reading order; the address of a link after its text. */
function everything(blocks: readonly Block[]): string {
  return inlinesIn(blocks)
    .map((inline) => {
      if (inline.kind === 'run') return inline.text;
      return inline.kind === 'link' ? inline.runs.map(({ text }) => text).join('') + decoded(inline.href) : '';
    })
    .join('');
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

describe('for any text', () => {
  it('nothing legible is lost or changes its place', () => {
    fc.assert(
      fc.property(fc.oneof(letters, flavoured(plainPieces)), (text) => {
        const found = legible(everything(parseMarkdown(text).blocks));
        let next = 0;
        for (const character of legible(text)) {
          next = found.indexOf(character, next) + 1;
          expect(next, `lost ${character}`).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('nothing legible is lost to footnotes', () => {
    fc.assert(
      fc.property(flavoured([...plainPieces, ...footnotePieces]), (text) => {
        const { blocks, footnotes } = parseMarkdown(text);
        const found = legible(everything(blocks) + footnotes.map(everything).join('')).sort();
        let next = 0;
        for (const character of legible(text).sort()) {
          next = found.indexOf(character, next) + 1;
          expect(next, `lost ${character}`).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('no passage loses a bracket', () => {
    fc.assert(
      fc.property(flavoured([...plainPieces, ...footnotePieces]), (text) => {
        const { blocks, footnotes } = parseMarkdown(text);
        const all = [...inlinesIn(blocks), ...footnotes.flatMap(inlinesIn)];
        const texts = all.flatMap((inline) =>
          inline.kind === 'run' ? [inline] : inline.kind === 'link' ? inline.runs : [],
        );
        const given = texts.map((run) => run.text).join('');
        const hrefs = all.map((inline) => (inline.kind === 'link' ? inline.href : '')).join(' ');
        expect(occurrences(`${given} ${hrefs}`, '[[secret]]')).toBeGreaterThanOrEqual(occurrences(text, '[[secret]]'));
      }),
      { numRuns: 2000 },
    );
  });

  it('the outcome is well formed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { blocks, footnotes } = parseMarkdown(text);
        const inlines = inlinesIn(blocks);
        const calls = inlines.flatMap((inline) => (inline.kind === 'footnote' ? [inline.number] : []));
        expect([...new Set(calls)]).toEqual(footnotes.map((_, index) => index + 1));
        expect(footnotes.flatMap(inlinesIn).filter(({ kind }) => kind === 'footnote')).toEqual([]);
        expect(footnotes.every((footnote) => footnote.length > 0)).toBe(true);
        for (const inline of [...inlines, ...footnotes.flatMap(inlinesIn)]) {
          if (inline.kind === 'run') expect(inline.text).not.toMatch(/^$|[\n\r]/);
          if (inline.kind === 'link') {
            expect(inline.href).toMatch(/^(?:https?:\/\/|mailto:)[!-~]+$/i);
            expect(inline.runs.length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('texts that nobody typed', () => {
  const repeated = (part: string, characters = 200_000): string => part.repeat(characters / part.length);
  const deep = (mark: string, levels: number): string =>
    Array.from({ length: levels }, (_, level) => `${' '.repeat(level * mark.length)}${mark}x`).join('\n');

  it.each([
    ['stars', repeated('*')],
    ['brackets', repeated('[') + repeated(']')],
    ['brackets and spaces', repeated('[ ') + repeated('] ')],
    ['underscores', repeated('_a ')],
    ['open marks', repeated('*a **b ')],
    ['bullets on one line', `${repeated('- ')}x`],
    ['numbers on one line', `${repeated('1. ')}x`],
    ['definitions on one line', repeated('[^a]:')],
    ['bullets in steps', deep('- ', 1000)],
    ['numbers in steps', deep('1. ', 1000)],
    ['an address with a long tail', `http://x.org/${repeated('!')}a`],
    ['spaces inside', `[a${repeated(' ')}b](c)`],
    ['lines', repeated('a\n')],
    ['items', repeated('- a\n')],
    ['a bit of everything', repeated('*_[](<>)\n- 1. [^1]: ')],
  ])('%s: parsed without losing a letter', (_, text) => {
    const { blocks, footnotes } = parseMarkdown(text);
    const given = everything(blocks) + footnotes.map(everything).join('');
    expect(occurrences(given, 'x') + occurrences(given, 'a')).toBeGreaterThanOrEqual(
      occurrences(text.replaceAll('[^a]', ''), 'x') + occurrences(text.replaceAll('[^a]', ''), 'a'),
    );
  });

  it('lists nest some levels deep, and no deeper', () => {
    const depth = (blocks: readonly Block[]): number =>
      Math.max(0, ...blocks.map((block) => (block.kind === 'list' ? 1 + Math.max(...block.items.map(depth)) : 0)));
    expect(depth(parseMarkdown(deep('- ', 9)).blocks)).toBe(9);
    expect(depth(parseMarkdown(deep('- ', 900)).blocks)).toBeLessThan(60);
    expect(depth(parseMarkdown(`${repeated('- ', 400)}x`).blocks)).toBe(8);
  });
});
