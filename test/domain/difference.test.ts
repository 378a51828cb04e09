/**
 * Differences as people read them: no character lost, no confetti, and a cost that stays small whatever the texts are.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, excerpt, type Gap, type Run } from '../../src/domain/difference.ts';

/** "The {-old-}{+new+} text", with "…3…" for what is left out. */
const shown = (runs: readonly (Run | Gap)[]): string =>
  runs
    .map((run) => {
      if (run.kind === 'gap') return `…${run.words}…`;
      return run.kind === 'same' ? run.text : run.kind === 'added' ? `{+${run.text}+}` : `{-${run.text}-}`;
    })
    .join('');

const word = fc.constantFrom(
  'the',
  'port',
  'law',
  'l’État',
  'A/HRC/39/47',
  'naïve',
  '2019',
  '«',
  '!',
  ',',
  '😀',
  '\ud83d',
);
const space = fc.constantFrom(' ', '  ', '\n', '\n\n', '\u00a0', '\t');
/** Texts that have much in common, as a text and its next version do. */
const text = fc.array(fc.oneof(word, space), { maxLength: 60 }).map((tokens) => tokens.join(''));

describe('a difference', () => {
  it.each([
    ['The cat sat.', 'The cat sat.', 'The cat sat.'],
    ['', '', ''],
    ['', 'New.', '{+New.+}'],
    ['Gone.', '', '{-Gone.-}'],
    ['The cat sat.', 'The black cat sat.', 'The {+black +}cat sat.'],
    ['Passed in 2019.', 'Passed in 2020.', 'Passed in {-2019-}{+2020+}.'],
    ['We met, then left.', 'We met; then left.', 'We met{-,-}{+;+} then left.'],
    ['L’État a voté.', 'L’État n’a pas voté.', 'L’État {-a-}{+n’a pas+} voté.'],
    ['It holds.', 'It holds. For now.', 'It holds.{+ For now.+}'],
    ['A b. A c. D.', 'A c. D.', '{-A b. -}A c. D.'],
    ['He said so, and left.', 'He said so, twice, and left.', 'He said so, {+twice, +}and left.'],
    ['One.\n\nTwo.', 'One.\n\nNew.\n\nTwo.', 'One.\n\n{+New.\n\n+}Two.'],
  ])('of %j and %j', (before, after, expected) => {
    expect(shown(difference(before, after))).toBe(expected);
  });

  it('finds a paragraph again that changed a little behind a new one', () => {
    const found = shown(difference('One.\n\nA port and a law.\n\nEnd.', 'One.\n\nNew.\n\nA port and no law.\n\nEnd!'));
    expect(found).toBe('One.\n\n{+New.\n\n+}A port and {-a-}{+no+} law.\n\nEnd{-.-}{+!+}');
  });

  it('keeps every character of both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = difference(before, after);
        const without = (kind: Run['kind']): string =>
          runs
            .filter((run) => run.kind !== kind)
            .map((run) => run.text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no empty runs, no two neighbours of one kind, and what went before what came', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const kinds = difference(before, after).map(({ kind, text: each }) => (each === '' ? 'empty' : kind));
        expect(kinds).not.toContain('empty');
        kinds.forEach((kind, index) => {
          const next = kinds[index + 1];
          expect(next).not.toBe(kind);
          if (kind === 'added') expect(next).not.toBe('removed');
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows no single shared spaces, signs or small words between words that all changed', () => {
    const runs = difference(
      'Our network has met every year since 2011, in Dakar.',
      'Each spring forty members gather, in fact, since long ago, at Nouakchott.',
    );
    const same = runs.filter(({ kind }) => kind === 'same').map((run) => run.text);
    expect(same.filter((run) => !/\p{L}{2}|\.$/u.test(run))).toEqual([]);
    expect(runs.length).toBeLessThanOrEqual(6);
  });

  it('keeps paragraphs apart where all of them changed a little', () => {
    expect(shown(difference('a one\n\na two', 'b one\n\nb two'))).toBe('{-a-}{+b+} one\n\n{-a-}{+b+} two');
  });
});

describe('an excerpt', () => {
  const long = Array.from({ length: 100 }, (_, index) => `w${index}`).join(' ');

  it('keeps a few words around what changed, and counts those between', () => {
    const found = shown(excerpt(difference(`${long} old ${long}`, `${long} new ${long}`)));
    expect(found).toMatch(/^…88… w88 .* w99 \{-old-\}\{\+new\+\} w0 .* w11…88…$/);
  });

  it('is empty where nothing changed, and whole where little stayed', () => {
    expect(excerpt(difference(long, long))).toEqual([]);
    expect(shown(excerpt(difference('a b c', 'a x c')))).toBe('a {-b-}{+x+} c');
  });

  it('is short whatever came and went', () => {
    const all = (name: string): string => Array.from({ length: 20_000 }, (_, index) => `${name}${index}`).join(' ');
    const found = excerpt(difference(all('a'), all('b')));
    expect(shown(found).length).toBeLessThan(10_000);
    expect(found.filter(({ kind }) => kind === 'gap')).toEqual([
      { kind: 'gap', words: 19_800 },
      { kind: 'gap', words: 19_800 },
    ]);
  });

  it('leaves out no change of a text of usual length', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = difference(before, after);
        const changed = (list: readonly (Run | Gap)[]) =>
          list.filter(({ kind }) => kind === 'added' || kind === 'removed');
        expect(changed(excerpt(runs))).toEqual(changed(runs));
      }),
    );
  });
});
