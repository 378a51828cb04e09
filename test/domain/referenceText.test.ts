/** What is kept of a file: what it is called, and the language that it is searched in. */
import { describe, expect, it } from 'vitest';
import { NAME_LENGTH_MAX, newText } from '../../src/domain/referenceText.ts';
import type { TextBlock } from '../../src/domain/reading.ts';

const PLACE = { id: 'k7m2k7m2k7', draft: 'a1b2c3d4e5', addedAt: new Date('2024-02-01T09:00:00Z') };
const made = (text: string, { title = null as string | null, name = '' } = {}) =>
  newText({ kind: 'docx', blocks: [{ kind: 'paragraph', text }], title, text }, name, PLACE);

describe('a text', () => {
  it('is called as somebody typed it, as its file says, or as it begins', () => {
    expect(made('FR', { title: 'Of the file', name: ' As\n typed ' }).name).toBe('As typed');
    expect(made('FR', { title: 'Of the file' }).name).toBe('Of the file');
    const blocks: TextBlock[] = [
      { kind: 'paragraph', text: 'EN 12/3' },
      { kind: 'paragraph', text: 'The keepers of lights.' },
    ];
    expect(newText({ kind: 'docx', blocks, title: ' ', text: '' }, '', PLACE).name).toBe('The keepers of lights.');
    expect(made('EN 12/3').name).toBe('EN 12/3');
  });

  it('has a name that fits on a page', () => {
    const { name } = made('Words.', { name: 'a long name of many words '.repeat(20) });
    expect(name.length).toBeLessThanOrEqual(NAME_LENGTH_MAX);
    expect(name).toMatch(/ (?:a|long|name|of|many|words)…$/);
    expect(made('Words.', { name: 'x'.repeat(500) }).name).toHaveLength(NAME_LENGTH_MAX);
  });

  it.each([
    ['en', 'The rights of the people who live by the river are not respected, and they have been told so.'],
    ['fr', 'Les droits des personnes qui vivent au bord du fleuve ne sont pas respectés, et on le leur a dit.'],
    ['es', 'Los derechos de las personas que viven junto al río no se respetan, y así se lo han dicho.'],
    [null, 'Ryby a vlny. Ryby a vlny. Ryby a vlny.'],
  ] as const)('is in a language, or in another: %s', (language, text) => {
    expect(made(text).language).toBe(language);
  });
});
