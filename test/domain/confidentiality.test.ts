/**
 * Passages: what is read as confidential, and that nothing of it is left in a public text, whatever stands around it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicText, readBrackets, sayWithheld, WITHHELD } from '../../src/domain/confidentiality.ts';
import { parseMarkdown } from '../../src/domain/markdown.ts';

const shown = (text: string): string => publicText(text).replaceAll(WITHHELD, '…');

describe('brackets', () => {
  it.each<[string, string[], string[]]>([
    ['a [[b]] c', ['[[b]]'], []],
    ['[[a]] [[b]]', ['[[a]]', '[[b]]'], []],
    ['a [[b [[c]] d]] e', ['[[b [[c]] d]]'], []],
    ['[[see [this]]] after', ['[[see [this]]]'], []],
    ['a [[b c', ['[[b c'], ['unclosed']],
    ['a b]] c', ['a b]]'], ['unopened']],
    ['a b]] c ]] d', ['a b]] c ]]'], ['unopened', 'unopened']],
    ['[one] ] [two', [], []],
  ])('reads %s', (text, passages, faults) => {
    const read = readBrackets(text);
    expect(read.passages.map(({ start, end }) => text.slice(start, end))).toEqual(passages);
    expect(read.faults.map(({ kind }) => kind)).toEqual(faults);
  });
});

describe('a public text', () => {
  it.each([
    ['They came [[at night, two of them,]] and left.', 'They came … and left.'],
    ['One [[short]] two.', 'One … two.'],
    ['[[a]] [[b]], [[c]]', '…'],
    ['- [[a]]\n- [[b]]\n- c', '- …\n- c'],
    ['See [our [[secret]] page](https://example.org/secret) now.', 'See … now.'],
    ['See https://example.org/[[token]]/x now.', 'See … now.'],
    ['See [our [[page]]](https://example.org/secret) now.', 'See … now.'],
    ['See [[[our page]]](https://example.org/secret) now.', 'See … now.'],
    ['[[a [[b]]]] c', '… c'],
    ['Write to maria@[[example.org]].', 'Write to ….'],
    ['Before [[never closed\n\nand on', 'Before …'],
    ['from the start]] after', '… after'],
    ['A claim.[^1]\n\n[[[^1]: The source]]', 'A claim.[^1]\n\n…\n\n[^1]: …'],
    ['A [[claim[^1]]] stands.\n\n[^1]: The source of the claim', 'A … stands.\n\n…'],
    ['No passage at all, [only](https://example.org) this.', 'No passage at all, [only](https://example.org) this.'],
  ])('of %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('does not depend on what a passage says', () => {
    const around = fc.stringMatching(/^[a-z *_()[!.#>-]{0,20}$/);
    const inside = fc.string({ maxLength: 60 }).filter((text) => !/\[\[|\]/.test(text) && !text.endsWith('['));
    fc.assert(
      fc.property(around, inside, inside, around, (before, one, other, after) => {
        const of = (secret: string): string => publicText(`${before}[[x${secret}x]]${after}`);
        expect(of(one)).toBe(of(other));
      }),
      { numRuns: 500 },
    );
  });

  it('never holds a word of a passage, wherever it stands', () => {
    const CANARY = 'qzxcanary';
    const line = fc.constantFrom(
      'plain words',
      '- an item',
      '1. first',
      '**bold** and _italic_',
      'a claim[^1]',
      '[^1]: a source',
      '[link](https://example.org/a)',
      `[[${CANARY}]]`,
      `before [[${CANARY}`,
      `${CANARY}]] after`,
      `- [[${CANARY}]] item`,
      `[a [[${CANARY}]] b](https://example.org/${CANARY})`,
      `https://example.org/[[${CANARY}]]`,
      `[[[^1]: ${CANARY}]]`,
      `[^1]: note [[${CANARY}]]`,
      `**[[${CANARY}** tail]]`,
      '',
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        const opened = readBrackets(text);
        // A canary that stands in no passage may be read: a line of a property can close another line's bracket.
        const loose = opened.passages
          .toReversed()
          .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
        fc.pre(!loose.includes(CANARY) || /\(https:\S*qzxcanary/.test(loose));
        expect(publicText(text)).not.toContain(CANARY);
        expect(JSON.stringify(parseMarkdown(publicText(text)))).not.toContain(CANARY);
      }),
      { numRuns: 1000 },
    );
  });

  it('says its phrase in every string of what is made of it', () => {
    const value = { a: `x ${WITHHELD}`, b: [WITHHELD, 1, null], at: new Date(0) };
    expect(sayWithheld(value, '[withheld]')).toEqual({
      a: 'x [withheld]',
      b: ['[withheld]', 1, null],
      at: new Date(0),
    });
  });
});
