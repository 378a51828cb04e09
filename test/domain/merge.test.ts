/**
 * Merges of texts: what does not touch is put together exactly, what touches is never decided by the program, and no
 * word that anybody typed is ever lost. GNU's algorithm, as node-diff3 has it, is the judge where texts leave no choice.
 */
import fc from 'fast-check';
import { diff3Merge } from 'node-diff3';
import { describe, expect, it } from 'vitest';
import { mergeTexts } from '../../src/domain/merge.ts';

const clean = (value: string) => ({ value, touched: false });
const touched = (value: string) => ({ value, touched: true });

const word = fc.constantFrom('the', 'port', 'law', 'was', 'closed.', 'Why?', '- item', '«', '!', 'etc…');
const space = fc.constantFrom(' ', '\n', '\n\n');
const text = fc
  .array(fc.oneof(word, space), { maxLength: 40 })
  .map((tokens) => tokens.join(' ').replaceAll(/ ?\n ?/g, '\n'));

const counted = (value: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const each of value.match(/\S+/g) ?? []) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
};

/** Words that `version` has more of than `base`, and `result` has not. */
function lost(base: string, version: string, result: string): string[] {
  const [before, after, kept] = [counted(base), counted(version), counted(result)];
  return [...after]
    .filter(([each, count]) => count - (before.get(each) ?? 0) > (kept.get(each) ?? 0))
    .map(([each]) => each);
}

describe('a merge of texts', () => {
  it('takes the only change there is, and one that both made once', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts(base, base, changed)).toEqual(clean(changed));
        expect(mergeTexts(base, changed, base)).toEqual(clean(changed));
        expect(mergeTexts(base, changed, changed)).toEqual(clean(changed));
        expect(mergeTexts(null, changed, changed)).toEqual(clean(changed));
      }),
    );
  });

  it('loses no word that either typed, whether changes touch or not', () => {
    fc.assert(
      fc.property(fc.option(text), text, text, (base, mine, theirs) => {
        const { value } = mergeTexts(base, mine, theirs);
        expect([...lost(base ?? '', mine, value), ...lost(base ?? '', theirs, value)]).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('says the same whoever came first', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const [one, other] = [mergeTexts(base, mine, theirs), mergeTexts(base, theirs, mine)];
        expect(one.touched).toBe(other.touched);
        if (!one.touched) expect(one.value).toBe(other.value);
      }),
      { numRuns: 1_000 },
    );
  });

  const sentences = fc
    .uniqueArray(fc.nat(500), { minLength: 3, maxLength: 12 })
    .map((ids) => ids.map((id) => `Sentence ${id} stands here.`));

  it.each(['\n\n', '\n', ' '])('of rewritten pieces of their own, with %j between them, is exactly both', (between) => {
    fc.assert(
      fc.property(sentences, fc.infiniteStream(fc.constantFrom('mine', 'theirs', 'nobody')), (base, who) => {
        const by = base.map(() => who.next().value as string);
        const version = (side: string): string[] =>
          base.map((each, index) => (by[index] === side ? `Rewritten by ${side} at ${index}!` : each));
        const both = base.map((each, index) => (by[index] === 'nobody' ? each : version(by[index] ?? '')[index]));
        const [mine, theirs] = [version('mine'), version('theirs')];
        expect(mergeTexts(base.join(between), mine.join(between), theirs.join(between))).toEqual(
          clean(both.join(between)),
        );
      }),
    );
  });

  it('agrees with GNU’s where every line is there once', () => {
    const script = fc.array(fc.constantFrom('keep', 'drop', 'change', 'add'), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(script, script, (mineScript, theirScript) => {
        const base = mineScript.map((_, index) => `line${index}`);
        const edited = (script: readonly string[], name: string): string[] =>
          base.flatMap((line, index) => {
            const fresh = `${name}${index}`;
            const lines: Record<string, string[]> = { keep: [line], drop: [], change: [fresh], add: [line, fresh] };
            return lines[script[index] ?? 'keep'] ?? [];
          });
        const [mine, theirs] = [edited(mineScript, 'mine'), edited(theirScript, 'theirs')];
        const judged = diff3Merge(mine, base, theirs);
        if (judged.some(({ conflict }) => conflict !== undefined)) return;
        // Texts without any line are one empty line to us, and none to the judge.
        fc.pre(mine.length > 0 && theirs.length > 0);
        const expected = judged.flatMap(({ ok }) => ok ?? []).join('\n');
        expect(mergeTexts(base.join('\n'), mine.join('\n'), theirs.join('\n'))).toEqual(clean(expected));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('changes that do not touch', () => {
  it.each([
    [
      'words of one sentence',
      'We met the minister in May.',
      'We met the deputy minister in May.',
      'We met the minister in June.',
      'We met the deputy minister in June.',
    ],
    [
      'a sentence more, and another one changed',
      'It is new. It is here.',
      'It is new. It is here. It works.',
      'It was new. It is here.',
      'It was new. It is here. It works.',
    ],
    [
      'a paragraph gone, and another one added',
      'One.\n\nTwo.\n\nThree.',
      'Two.\n\nThree.',
      'One.\n\nTwo.\n\nThree.\n\nFour.',
      'Two.\n\nThree.\n\nFour.',
    ],
    [
      'neighbours in a list',
      '- a\n- b\n- c',
      '- a, said A\n- b\n- c',
      '- a\n- b, said B\n- c',
      '- a, said A\n- b, said B\n- c',
    ],
    [
      'beginning and end',
      'Body of it.',
      'Title.\n\nBody of it.',
      'Body of it.\n\nEnd.',
      'Title.\n\nBody of it.\n\nEnd.',
    ],
    [
      'a new paragraph and a change behind it, and another change there',
      'A.\n\nOur port has a law for ships.\n\nZ.',
      'A.\n\nNew.\n\nOur port has no law for ships.\n\nZ!',
      'A.\n\nOur port has a law for all ships.\n\nZ.',
      'A.\n\nNew.\n\nOur port has no law for all ships.\n\nZ!',
    ],
    [
      'a paragraph before the one that changed',
      'It is old, they say.',
      'New.\n\nIt is old, they say.',
      'It is old, we say.',
      'New.\n\nIt is old, we say.',
    ],
  ])('are put together: %s', (_, base, mine, theirs, both) => {
    expect(mergeTexts(base, mine, theirs)).toEqual(clean(both));
  });
});

describe('what is added beside what was rewritten', () => {
  it.each([
    ['a sentence more, and a paragraph more', 'A.', 'A. Mine.', 'A.\n\nTheirs.', 'A. Mine.\n\nTheirs.'],
    ['a sentence after another one', 'A. Z.', 'New. Z.', 'A. B. Z.', 'New. B. Z.'],
    ['a paragraph after the last one', 'A.\n\nB.', 'A.\n\nNew!', 'A.\n\nB.\n\nC.', 'A.\n\nNew!\n\nC.'],
    ['a paragraph before the first one', 'B.\n\nC.', 'New!\n\nC.', 'A.\n\nB.\n\nC.', 'A.\n\nNew!\n\nC.'],
    ['an item after another one', '- a\n- z', '- new\n- z', '- a\n- b\n- z', '- new\n- b\n- z'],
  ])('is put there: %s', (_, base, mine, theirs, both) => {
    expect(mergeTexts(base, mine, theirs)).toEqual(clean(both));
    expect(mergeTexts(base, theirs, mine)).toEqual(clean(both));
  });
});

describe('changes that touch', () => {
  it.each([
    ['two first texts', '', 'Mine.', 'Theirs.', 'Theirs.\n\nMine.'],
    [
      'the same word',
      'Passed in 2019, by vote. So be it.',
      'Passed in 2020, by vote. So be it.',
      'Passed in 2021, by vote. So be it.',
      'Passed in 2021, by vote. Passed in 2020, by vote. So be it.',
    ],
    [
      'neighbouring words',
      'one two three four.',
      'one 2 three four.',
      'one two 3 four.',
      'one two 3 four. one 2 three four.',
    ],
    [
      'two paragraphs in one place',
      'A.\n\nZ.',
      'A.\n\nMine.\n\nZ.',
      'A.\n\nTheirs.\n\nZ.',
      'A.\n\nTheirs.\n\nMine.\n\nZ.',
    ],
    ['two items in one place', '- a\n- z', '- a\n- mine\n- z', '- a\n- theirs\n- z', '- a\n- theirs\n- mine\n- z'],
    ['one item, twice', '- a\n- b\n- c', '- a\n- mine\n- c', '- a\n- theirs\n- c', '- a\n- theirs\n- mine\n- c'],
    ['a sentence more for each', 'A.', 'A. Mine.', 'A. Theirs.', 'A. Theirs. Mine.'],
    ['taken out by one, changed by the other', 'A. B b. C.', 'A. C.', 'A. B new b. C.', 'A. B new b. C.'],
    ['first texts with much in common', '', 'Same. Mine. End.', 'Same. Theirs. End.', 'Same. Theirs. Mine. End.'],
  ])('stand one after the other: %s', (_, base, mine, theirs, both) => {
    expect(mergeTexts(base, mine, theirs)).toEqual(touched(both));
  });

  it('are all there are where nobody knows the common text', () => {
    expect(mergeTexts(null, 'Same. Mine. End.', 'Same. Theirs. End.')).toEqual(touched('Same. Theirs. Mine. End.'));
  });

  it('keep what does not touch put together around them', () => {
    const base = 'Title.\n\nPassed in 2019.\n\nEnd of it.';
    const mine = 'My title.\n\nPassed in 2020.\n\nEnd of it.';
    const theirs = 'Title.\n\nPassed in 2021.\n\nEnd of it all.';
    expect(mergeTexts(base, mine, theirs)).toEqual(
      touched('My title.\n\nPassed in 2021. Passed in 2020.\n\nEnd of it all.'),
    );
  });
});
