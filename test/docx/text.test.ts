/** Text on its way into XML: what is dropped, what is replaced, where it is cut. */
import { expect, test } from 'vitest';
import {
  languageMark,
  legible,
  legibleLine,
  pieces,
  shortened,
  spans,
  startsRightToLeft,
} from '../../src/docx/text.ts';

test.each([
  ['a\u0000b\u0008c\u001fd', 'abcd'],
  ['half \ud83d of a pair \udc69', 'half \ufffd of a pair \ufffd'],
  ['\ufffe\uffff', '\ufffd\ufffd'],
  ['a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h', 'a\nb\nc\nd\ne\nf\ng\nh'],
  ['tab\tstays', 'tab\tstays'],
  ['é e\u0301 👩‍👩‍👧 السلام ]]> & < >', 'é e\u0301 👩‍👩‍👧 السلام ]]> & < >'],
])('%j becomes %j', (text, wanted) => {
  expect(legible(text)).toBe(wanted);
});

test('pieces part at tabs, line ends and opening braces', () => {
  expect(pieces('a\tb\n{c}')).toEqual(['a', '\t', 'b', '\n', '{', 'c}']);
  expect(pieces('')).toEqual([]);
  expect(pieces('\u0001')).toEqual([]);
});

test('the first letter gives the direction', () => {
  expect(startsRightToLeft('« 12 » السلام and more')).toBe(true);
  expect(startsRightToLeft('שלום')).toBe(true);
  expect(startsRightToLeft('Rosso السلام')).toBe(false);
  expect(startsRightToLeft('1234 — …')).toBe(false);
});

test('spans change where the direction does', () => {
  expect(spans('voir السلام عليكم, puis', false)).toEqual([
    { text: 'voir ', rightToLeft: false },
    { text: 'السلام عليكم', rightToLeft: true },
    { text: ', puis', rightToLeft: false },
  ]);
  expect(spans('(A/HRC) السلام', true)).toEqual([
    { text: '(', rightToLeft: true },
    { text: 'A/HRC', rightToLeft: false },
    { text: ') السلام', rightToLeft: true },
  ]);
});

test('a long line is cut between words, a long word anywhere but inside a character', () => {
  expect(shortened('one two three four', 12)).toBe('one two…');
  expect(shortened('one\ntwo', 12)).toBe('one two');
  expect(shortened('👩‍👩‍👧'.repeat(20), 20)).toBe('👩‍👩‍👧👩‍👩‍👧…');
  expect(shortened('a'.repeat(400), 5)).toBe('aaaa…');
  expect(legibleLine(' a \u0000\n b ')).toBe('a b');
});

test.each([
  ['fr', 'fr-FR'],
  ['ES', 'es-ES'],
  ['pt-BR', 'pt-BR'],
  ['no tag"', 'und'],
])('%s is marked %s', (language, mark) => {
  expect(languageMark(language)).toBe(mark);
});
