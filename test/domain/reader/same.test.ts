/**
 * What a call says does not depend on where its lines break, on its bullets, on its spaces or on its line ends.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../src/domain/reader/labels.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';
import { call, CALLS } from './calls.ts';
import { factsOf } from './facts.ts';

/** Lines of at most `width` characters, the second and further ones set in. */
function wrapped(paragraph: string, width: number, indent: number): string {
  const lines = [''];
  for (const word of paragraph.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(' '.repeat(indent) + word);
    else lines[lines.length - 1] = line.trim() === '' ? line + word : `${line} ${word}`;
  }
  return lines.join('\n');
}

describe.each(CALLS)('%s', (name) => {
  const { text } = readCall(call(name));
  const facts = factsOf(readCall(text));

  it('says the same when it is read again from its own text', () => {
    expect(readCall(text).text).toBe(text);
  });

  it('says the same with its lines broken anywhere', () => {
    const widths = fc.integer({ min: 48, max: 110 });
    const indents = fc.constantFrom(0, 2, 4);
    fc.assert(
      fc.property(widths, indents, (width, indent) => {
        const broken = text.split('\n\n').map((paragraph) => wrapped(paragraph, width, indent));
        expect(factsOf(readCall(broken.join('\n\n')))).toEqual(facts);
      }),
      { numRuns: 40 },
    );
  });

  it('says the same double-spaced', () => {
    const broken = text.split('\n\n').map((paragraph) => wrapped(paragraph, 80, 0).replaceAll('\n', '\n\n'));
    expect(factsOf(readCall(broken.join('\n\n\n')))).toEqual(facts);
  });

  it.each([
    ['Windows line ends', (all: string) => all.replaceAll('\n', '\r\n')],
    ['no-break spaces', (all: string) => all.replaceAll(' ', '\u00a0')],
    ['decomposed letters', (all: string) => all.normalize('NFD')],
    ['ligatures', (all: string) => all.replaceAll('fi', 'ﬁ').replaceAll('fl', 'ﬂ')],
    ['curly apostrophes', (all: string) => all.replaceAll("'", '’')],
    ['space at the ends of lines', (all: string) => all.replaceAll('\n', ' \t\n')],
  ])('says the same with %s', (_, change) => {
    // Words keep the spaces and apostrophes that they are printed with; what they mean does not depend on these.
    const plain = (value: unknown): string => JSON.stringify(value).replaceAll('\u00a0', ' ').replaceAll('’', "'");
    expect(plain(factsOf(readCall(change(text))))).toBe(plain(facts));
  });

  it('says the same with other bullets', () => {
    const marks = ['•', '-', '–', '*', '▪', '◦', '➢', '✓', '\uf0b7'];
    fc.assert(
      fc.property(fc.shuffledSubarray(marks, { minLength: 4 }), (chosen) => {
        const known = new Map<string, string>();
        const changed = text.split('\n\n').map((paragraph) => {
          const [label] = labelsOf(paragraph).labels;
          if (label?.kind !== 'bullet') return paragraph;
          const mark = known.get(label.printed) ?? chosen[known.size] ?? '•';
          known.set(label.printed, mark);
          return mark + paragraph.slice(label.printed.length);
        });
        const unlabelled = (value: unknown): string => JSON.stringify(value).replace(/[•\-–*▪◦➢✓] /g, '');
        expect(unlabelled(factsOf(readCall(changed.join('\n\n'))))).toBe(unlabelled(facts));
      }),
      { numRuns: 20 },
    );
  });
});
