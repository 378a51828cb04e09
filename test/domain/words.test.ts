/** Counting words as Word counts them, and that page, browser and document count the same. */
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import type { Block } from '../../src/domain/outline.ts';
import { countWords } from '../../src/domain/words.ts';
import { inlinesIn } from './sketch.ts';

describe('words, as Word counts them', () => {
  it.each([
    ['', 0],
    [' \n\t\u00a0', 0],
    ['mother-in-law', 1],
    ['A/HRC/39/47', 1],
    ['https://www.ohchr.org/en/calls?a=b-c', 1],
    ["Qu'est-ce que c'est ?", 4],
    ['Qu’est-ce que c’est ?', 4],
    ['État : oui', 3],
    ['État\u00a0: oui', 3],
    ['État\u202f: oui', 3],
    ['« Notre programme »', 4],
    ['a – b', 3],
    ["l’État l'État", 2],
    ['one\r\ntwo\rthree\u2028four', 4],
  ])('%j: %i', (text, expected) => {
    expect(countWords(text)).toBe(expected);
  });
});

describe('marks are no words', () => {
  it.each([
    ['**bold** and _italic_', 3],
    ['- a\n* b\n+ c\n• d\n  1. e\n12) f', 6],
    ['- - a', 1],
    ['[two words](https://x.org/a)', 2],
    ['see [a](mailto:a@x.org).', 2],
    ['the law[^1], which[^two] is', 4],
    ['a[^1]\n\n[^1]: two words', 3],
  ])('%j: %i', (text, expected) => {
    expect(countWords(text)).toBe(expected);
  });
});

describe('what looks like a mark and is printed counts', () => {
  it.each([
    ['2 * 3 * 4', 5],
    ['1998. A law', 3],
    ['[a](b) [c](javascript:d)', 2],
    ['# a', 2],
    ['–', 1],
    ['-', 1],
  ])('%j: %i', (text, expected) => {
    expect(countWords(text)).toBe(expected);
  });
});

it('counts the same as the words of the parsed text', () => {
  const text = `We **demand** three things:

- an *end* to [reprisals](https://x.org/a), in law[^law] and in fact;
- 2 * 3 = 6 visas; and
  1. more
  2. better

• [[secret]] words – l’État : oui

[^law]: Act 12 of 2019, art. 3.`;
  const { blocks, footnotes } = parseMarkdown(text);
  const wordsOfParsed = [blocks, ...footnotes].flat().reduce((sum, block) => sum + wordsOfBlock(block), 0);
  expect(countWords(text)).toBe(34);
  expect(wordsOfParsed).toBe(34);
});

function wordsOfBlock(block: Block): number {
  if (block.kind === 'list') return block.items.flat().reduce((sum, child) => sum + wordsOfBlock(child), 0);
  const texts = inlinesIn([block]).map((inline) => {
    if (inline.kind === 'break') return '\n';
    if (inline.kind === 'run') return inline.text;
    return inline.kind === 'link' ? inline.runs.map((run) => run.text).join('') : '';
  });
  return texts.join('').match(/\S+/g)?.length ?? 0;
}

it('takes texts that nobody typed', () => {
  for (const part of ['[', '[^', '](', '*', '- ', ' ', '[a](http://']) {
    expect(countWords(part.repeat(200_000))).toBeGreaterThanOrEqual(0);
  }
});
