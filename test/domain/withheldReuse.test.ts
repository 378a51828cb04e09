/**
 * Names that a draft withholds, in an answer that goes to another draft: marked wherever the public version would leave
 * them out, so that nothing of what is round them breaks.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ANSWER, type Answer } from '../../src/domain/answer.ts';
import type { Ask } from '../../src/domain/asks.ts';
import { publicText, readBrackets } from '../../src/domain/confidentiality.ts';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import { secretNames } from '../../src/domain/secretNames.ts';
import { EMPTY_SOURCE } from '../../src/domain/source.ts';
import { withNamesMarked, withSecretSources } from '../../src/domain/withheldReuse.ts';
import { callWith } from './drafts.ts';

const NAMES = secretNames(['Zwibo Group', 'zwibo.org']);
const markedIn = (text: string): string => withNamesMarked({ ...EMPTY_ANSWER, text }, [], NAMES).answer.text;

describe('a name in a text', () => {
  it.each([
    ['We, Zwibo Group.', 'We, [[Zwibo Group]].'],
    ['ZWIBO\ngroup, Zwibo Group', '[[ZWIBO\ngroup]], [[Zwibo Group]]'],
    ['Already [[the Zwibo Group]] here', 'Already [[the Zwibo Group]] here'],
    ['Half [[Zwibo]] Group', 'Half [[Zwibo Group]]'],
    ['[Zwibo Group](https://a.org) says', '[[[Zwibo Group](https://a.org)]] says'],
    ['[see](https://www.zwibo.org/x), too', '[[[see](https://www.zwibo.org/x)]], too'],
    ['At https://www.zwibo.org/x.', 'At [[https://www.zwibo.org/x]].'],
    ['So [@un-2020, Zwibo Group].', 'So [[[@un-2020, Zwibo Group] ]].'],
    ['Note.[^zwibo-group]\n\n[^zwibo-group]: Yes.', 'Note.[^zwibo-group]\n\n[^zwibo-group]: Yes.'],
    ['Zwibos Groups', 'Zwibos Groups'],
  ])('%j becomes %j', (text, marked) => expect(markedIn(text)).toBe(marked));

  it('is nowhere in the public text any more, whatever stands round it', () => {
    const words = ['Zwibo Group ', 'zwibo.org ', ' word ', ' https://'];
    const piece = fc.constantFrom(...words, '[[', ']]', '[', ']', '(', ')', '**', ' ', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const marked = markedIn(pieces.join(''));
        expect(NAMES?.placesIn(publicText(marked))).toEqual([]);
        expect(markedIn(marked)).toBe(marked);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps links and citations readable', () => {
    const { blocks } = parseMarkdown(markedIn('[Zwibo Group](https://a.org) and [see](https://zwibo.org/x).'));
    expect(JSON.stringify(blocks).match(/"kind":"link"/g)).toHaveLength(2);
    expect(readBrackets(markedIn('A [@un-2020, Zwibo Group] b')).faults).toEqual([]);
  });
});

it('marks every text of an answer, and no code of a country or an option', () => {
  const asks: readonly Ask[] = callWith([
    {
      id: 'q',
      text: { en: 'What?' },
      asks: [
        {
          id: 'cases',
          kind: 'records',
          label: { en: 'Cases' },
          fields: [
            { id: 'what', label: { en: 'What' } },
            {
              id: 'sort',
              label: { en: 'Sort' },
              kind: 'choice',
              options: [
                { id: 'zwibo', text: { en: 'Zwibo' } },
                { id: 'other', text: { en: 'Other' } },
              ],
            },
          ],
        },
      ],
    },
  ]).questions[0]!.asks;
  const answer: Answer = {
    ...EMPTY_ANSWER,
    values: {
      cases: { kind: 'records', rows: [{ what: 'Zwibo again', sort: 'zwibo' }] },
      visa: { kind: 'choice', choice: 'zwibo', details: 'zwibo' },
      by: { kind: 'recommendations', items: [{ to: 'Zwibo', what: '', by: '' }] },
    },
  };
  const { answer: marked, names } = withNamesMarked(answer, asks, secretNames(['Zwibo']));
  expect(marked.values).toEqual({
    cases: { kind: 'records', rows: [{ what: '[[Zwibo]] again', sort: 'zwibo' }] },
    visa: { kind: 'choice', choice: 'zwibo', details: '[[zwibo]]' },
    by: { kind: 'recommendations', items: [{ to: '[[Zwibo]]', what: '', by: '' }] },
  });
  expect(names).toEqual(['Zwibo']);
  expect(withNamesMarked(answer, asks, secretNames(['Other name'])).answer).toBe(answer);
});

it('makes the sources confidential that tell a name, by their key or otherwise', () => {
  const items = [
    { ...EMPTY_SOURCE, key: 'zwibo-group-2020', title: 'Report' },
    { ...EMPTY_SOURCE, key: 'one', address: 'https://www.zwibo.org/report' },
    { ...EMPTY_SOURCE, key: 'un-2020', title: 'Report' },
  ];
  const { items: kept } = withSecretSources({ items, listed: true }, NAMES);
  expect(kept.map(({ confidential }) => confidential)).toEqual([true, true, false]);
});
