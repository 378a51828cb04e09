/** How long a draft is, held against the limits of its call. */
import { describe, expect, it } from 'vitest';
import { measuresOf, situationOf, wordsAPage } from '../../src/domain/measure.ts';
import type { Draft } from '../../src/domain/draft.ts';
import { callWith, draftIn } from './drafts.ts';

const QUESTIONS = [
  { kind: 'heading', id: 'one', text: 'One', children: [{ id: 'a', text: 'Who fishes here?' }] },
  { kind: 'heading', id: 'two', text: 'Two' },
  { id: 'b', text: 'Why?' },
  { id: 'c', text: 'When?' },
];
const NOTED = 'one two three[^1]\n\nfour\n\n[^1]: five six';

function measured(limits: readonly object[], answers: Readonly<Record<string, string>>, more: object = {}) {
  const call = callWith(QUESTIONS, { length: { value: limits }, ...more });
  const texts = Object.entries(answers).map(([id, text]) => [id, { text }]);
  const draft: Draft = draftIn('en', { answers: Object.fromEntries(texts) as Record<string, { text: string }> });
  return measuresOf({ draft, questionnaire: call }, situationOf(draft, call)).map(({ node, count, verdict }) => [
    node,
    count,
    verdict,
  ]);
}

describe('a limit', () => {
  it('of words counts what the call says counts', () => {
    const words = (counts: object) => measured([{ unit: 'words', maximum: 5, counts }], { a: NOTED });
    expect(words({})).toEqual([[null, 6, 'over']]);
    expect(words({ footnotes: 'included' })).toEqual([[null, 6, 'over']]);
    expect(words({ footnotes: 'excluded' })).toEqual([[null, 4, 'within']]);
    expect(words({ footnotes: 'excluded', questions: 'included' })).toEqual([[null, 7, 'over']]);
    // The title of the call has four words.
    expect(words({ cover: 'included' })).toEqual([[null, 10, 'over']]);
  });

  it('of characters counts spaces, and of paragraphs the items of lists', () => {
    expect(measured([{ unit: 'characters', maximum: 9 }], { a: 'ab cd\nef gh' })).toEqual([[null, 10, 'over']]);
    const text = 'One\nline.\n\nTwo.\n\n- three\n- four\n  more';
    expect(measured([{ unit: 'paragraphs', maximum: 4 }], { a: text })).toEqual([[null, 4, 'within']]);
  });

  it('of pages is estimated by the look that the call demands', () => {
    const text = 'word '.repeat(700);
    expect(measured([{ unit: 'pages', maximum: 2 }], { a: text })).toEqual([[null, 2, 'within']]);
    const layout = { layout: { value: { spacing: 2 } } };
    expect(measured([{ unit: 'pages', maximum: 2 }], { a: text }, layout)).toEqual([[null, 3, 'over']]);
    expect(wordsAPage(callWith(['A?'], { layout: { value: { size: 24 } } }))).toBe(125);
  });

  it('of each section holds for what stands under its heading, or up to the next one', () => {
    const limits = [{ unit: 'words', maximum: 3, scope: 'section' }];
    expect(measured(limits, { a: 'one two', b: 'one two', c: 'three four' })).toEqual([
      ['one', 2, 'within'],
      ['two', 4, 'over'],
    ]);
  });

  it('of each answer holds for each; a minimum asks nothing of an answer that was not begun', () => {
    expect(measured([{ unit: 'words', minimum: 2, scope: 'answer' }], { a: 'one', b: 'one two' })).toEqual([
      ['a', 1, 'under'],
      ['b', 2, 'within'],
      ['c', 0, 'within'],
    ]);
  });

  it('of files and megabytes cannot be counted, and one for others does not hold', () => {
    const limits = [
      { unit: 'megabytes', maximum: 5 },
      { unit: 'words', maximum: 1, when: 'joint' },
      { unit: 'words', maximum: 1, when: { language: 'fr' } },
      // Nothing says whether the organisation has consultative status: it may hold.
      { unit: 'words', maximum: 1, when: { status: true } },
    ];
    expect(measured(limits, { a: 'one two' })).toEqual([
      [null, null, 'unknown'],
      [null, 2, 'over'],
    ]);
  });
});
