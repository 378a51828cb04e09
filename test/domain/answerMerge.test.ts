/**
 * Merges of whole answers: choices, ticks, rows, recommendations, reasons and boxes, each by its own rule, and nothing
 * that anybody typed lost.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ANSWER, sameAnswer, type Answer, type AskValue } from '../../src/domain/answer.ts';
import { mergeAnswers } from '../../src/domain/answerMerge.ts';

const answer = (given: Partial<Answer>): Answer => ({ ...EMPTY_ANSWER, ...given });
const valued = (value: AskValue | null): Answer => answer({ values: value === null ? {} : { ask: value } });
const choice = (picked: string | null, details = ''): AskValue => ({ kind: 'choice', choice: picked, details });
const ticks = (...ticked: string[]): AskValue => ({ kind: 'ticks', ticked, details: {} });
const rows = (...names: (string | Record<string, string>)[]): AskValue => ({
  kind: 'rows',
  rows: names.map((name) => (typeof name === 'string' ? { name } : name)),
});

const some = fc.constantFrom('', 'a', 'b', 'a b', 'a b c d');
const value: fc.Arbitrary<AskValue> = fc.oneof(
  fc.record({ kind: fc.constant('choice' as const), choice: fc.constantFrom(null, 'yes', 'no'), details: some }),
  fc.record({
    kind: fc.constant('ticks' as const),
    ticked: fc.subarray(['x', 'y', 'z']),
    details: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('a', 'b')),
  }),
  fc.record({
    kind: fc.constant('rows' as const),
    rows: fc.array(fc.record({ name: some, year: some }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('recommendations' as const),
    items: fc.array(fc.record({ to: some, what: some, by: some }), { maxLength: 3 }),
  }),
);
const anyAnswer: fc.Arbitrary<Answer> = fc
  .record({
    text: some,
    values: fc.dictionary(fc.constantFrom('p', 'q'), value),
    isDeclined: fc.boolean(),
    reason: some,
    finished: fc.boolean(),
    confidential: fc.boolean(),
  })
  .map(({ isDeclined, ...rest }) => ({ ...rest, declined: isDeclined ? { reason: rest.reason } : null }));

const wordsIn = (whole: Answer): Set<string> => new Set(JSON.stringify(whole).match(/w\d+/g) ?? []);

describe('a merge of answers', () => {
  it('takes the only change there is, and one that both made once', () => {
    fc.assert(
      fc.property(anyAnswer, anyAnswer, (base, changed) => {
        for (const merged of [
          mergeAnswers(base, base, changed),
          mergeAnswers(base, changed, base),
          mergeAnswers(base, changed, changed),
          mergeAnswers(null, changed, changed),
        ]) {
          expect(merged.kind).toBe('merged');
          expect(sameAnswer(merged.answer, changed)).toBe(true);
        }
      }),
    );
  });

  it('loses nothing that either typed, in whatever field', () => {
    let count = 0;
    const fresh = fc.constantFrom('', 'old', 'old and').map((text) => (text === '' ? '' : `${text} w${(count += 1)}`));
    const typed: fc.Arbitrary<AskValue> = fc.oneof(
      fc.record({ kind: fc.constant('choice' as const), choice: fc.constant('yes'), details: fresh }),
      fc.record({
        kind: fc.constant('ticks' as const),
        ticked: fc.constant<string[]>(['x']),
        details: fc.record({ x: fresh }),
      }),
      fc.record({ kind: fc.constant('rows' as const), rows: fc.array(fc.record({ name: fresh, year: fresh })) }),
      fc.record({
        kind: fc.constant('recommendations' as const),
        items: fc.array(fc.record({ to: fresh, what: fresh, by: fresh })),
      }),
    );
    // One kind for each ask, as a questionnaire has it.
    const version = fc
      .record({ text: fresh, reason: fresh, values: fc.array(typed) })
      .map(({ values, ...rest }) =>
        answer({ ...rest, values: Object.fromEntries(values.map((one) => [one.kind, one])) }),
      );
    fc.assert(
      fc.property(fc.option(version), version, version, (base, mine, theirs) => {
        const merged = mergeAnswers(base, mine, theirs);
        const [kept, before] = [wordsIn(merged.answer), base === null ? new Set() : wordsIn(base)];
        const lost = [...wordsIn(mine), ...wordsIn(theirs)].filter((word) => !before.has(word) && !kept.has(word));
        expect(lost).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what each did in fields of their own', () => {
    const base = answer({ text: 'One.\n\nTwo.', values: { a: choice('yes'), b: rows('Act 7') } });
    const mine = answer({ text: 'One, by me.\n\nTwo.', values: { a: choice('no'), b: rows('Act 7') } });
    const theirs = answer({ text: 'One.\n\nTwo, by them.', values: { a: choice('yes'), b: rows('Act 7', 'Act 8') } });
    expect(mergeAnswers(base, mine, theirs)).toEqual({
      kind: 'merged',
      answer: answer({
        text: 'One, by me.\n\nTwo, by them.',
        values: { a: choice('no'), b: rows('Act 7', 'Act 8') },
      }),
    });
  });
});

describe('a choice', () => {
  it.each([
    ['only mine changed', choice('yes'), choice('no'), choice('yes'), choice('no'), false],
    ['only theirs changed', choice('yes'), choice('yes'), choice('no'), choice('no'), false],
    ['both the same', choice(null), choice('no'), choice('no'), choice('no'), false],
    ['first choices that differ', null, choice('no'), choice('yes'), choice('no'), true],
    ['choice and details', choice('yes'), choice('no'), choice('yes', 'Since May.'), choice('no', 'Since May.'), false],
    [
      'details that touch',
      choice('yes', ''),
      choice('yes', 'M.'),
      choice('yes', 'T.'),
      choice('yes', 'T.\n\nM.'),
      true,
    ],
  ] as const)('%s', (_, base, mine, theirs, both, conflict) => {
    const merged = mergeAnswers(valued(base), valued(mine), valued(theirs));
    expect(merged.answer.values).toEqual({ ask: both });
    expect(merged.kind).toBe(conflict ? 'conflict' : 'merged');
    if (merged.kind === 'conflict') expect(merged.touched).toEqual({ text: false, asks: ['ask'], declined: false });
  });
});

describe('ticks', () => {
  it('are merged one by one, and gone where the last one went', () => {
    const merged = mergeAnswers(valued(ticks('a', 'b')), valued(ticks('b', 'c')), valued(ticks('a', 'b', 'd')));
    expect(merged.kind).toBe('merged');
    expect(sameAnswer(merged.answer, valued(ticks('b', 'c', 'd')))).toBe(true);
    expect(mergeAnswers(valued(ticks('a', 'b')), valued(ticks('a')), valued(ticks('b')))).toEqual({
      kind: 'merged',
      answer: EMPTY_ANSWER,
    });
  });
});

describe('rows', () => {
  it.each([
    ['both added', rows('a'), rows('a', 'mine'), rows('a', 'theirs'), rows('a', 'theirs', 'mine'), false],
    ['both added the same', rows('a'), rows('a', 'b'), rows('a', 'b'), rows('a', 'b'), false],
    ['first rows', null, rows('mine'), rows('theirs'), rows('theirs', 'mine'), false],
    ['one gone, one added', rows('a', 'b', 'c'), rows('b', 'c'), rows('a', 'b', 'c', 'd'), rows('b', 'c', 'd'), false],
    ['one changed and one added', rows('a'), rows('new a'), rows('a', 'b'), rows('new a', 'b'), false],
    [
      'two fields of one row',
      rows({ name: 'Act 7', year: '' }),
      rows({ name: 'Act 7 on ports', year: '' }),
      rows({ name: 'Act 7', year: '2019' }),
      rows({ name: 'Act 7 on ports', year: '2019' }),
      false,
    ],
    ['one field, twice', rows('Act 7'), rows('Act 8'), rows('Act 9'), rows('Act 9 / Act 8'), true],
    ['one gone, and changed', rows('a', 'b'), rows('b'), rows('a new', 'b'), rows('a new', 'b'), true],
  ] as const)('%s', (_, base, mine, theirs, both, conflict) => {
    const merged = mergeAnswers(valued(base), valued(mine), valued(theirs));
    expect(merged.answer.values).toEqual({ ask: both });
    expect(merged.kind).toBe(conflict ? 'conflict' : 'merged');
  });
});

describe('the boxes', () => {
  const base = answer({ text: 'One two three.' });
  const wrote = answer({ text: 'One two three four.' });

  it('finished: not where the other one wrote on, nor where one took it back', () => {
    const finished = answer({ ...base, finished: true });
    expect(mergeAnswers(base, finished, wrote).answer.finished).toBe(false);
    expect(mergeAnswers(base, wrote, finished).answer.finished).toBe(false);
    expect(mergeAnswers(finished, base, { ...wrote, finished: true }).answer.finished).toBe(false);
    expect(mergeAnswers(base, finished, { ...base, reason: 'Later.' }).answer.finished).toBe(true);
    expect(mergeAnswers(finished, { ...finished, text: 'Zero. One two three.' }, { ...wrote, finished: true })).toEqual(
      {
        kind: 'merged',
        answer: answer({ text: 'Zero. One two three four.', finished: true }),
      },
    );
  });

  it('declined: a conflict where the other one wrote on', () => {
    const declined = answer({ ...base, declined: { reason: 'Too risky.' }, reason: 'Too risky.' });
    for (const [mine, theirs] of [
      [declined, wrote],
      [wrote, declined],
    ] as const) {
      const merged = mergeAnswers(base, mine, theirs);
      expect(merged).toMatchObject({
        kind: 'conflict',
        touched: { text: false, asks: [], declined: true },
        answer: { text: wrote.text, reason: 'Too risky.' },
      });
      expect(merged.answer.declined !== null).toBe(mine.declined !== null);
    }
    expect(mergeAnswers(base, { ...base, finished: true }, declined)).toMatchObject({
      kind: 'merged',
      answer: { declined: { reason: 'Too risky.' }, finished: true },
    });
  });
});

it('without a common text everything that differs is a conflict, and mine is chosen', () => {
  const mine = answer({ text: 'Mine.', values: { a: choice('no'), b: ticks('x'), c: rows('mine', 'same') } });
  const theirs = answer({ text: 'Theirs.', values: { a: choice('yes'), b: ticks('y'), c: rows('same') } });
  expect(mergeAnswers(null, mine, theirs)).toEqual({
    kind: 'conflict',
    touched: { text: true, asks: ['a', 'b', 'c'], declined: false },
    answer: answer({
      text: 'Theirs.\n\nMine.',
      values: { a: choice('no'), b: ticks('y', 'x'), c: rows('same', 'mine') },
    }),
  });
});
