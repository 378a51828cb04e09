/**
 * An earlier answer put behind another one: nothing that stands in either is lost or said of something else, footnotes and
 * sources keep apart, and what is confidential stays so.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ANSWER, type Answer, type AskValue } from '../../src/domain/answer.ts';
import type { Ask } from '../../src/domain/asks.ts';
import { citationsIn } from '../../src/domain/citation.ts';
import { isMarked } from '../../src/domain/confidentiality.ts';
import { wordedIn, type Text } from '../../src/domain/language.ts';
import { textsIn } from '../../src/domain/leftOver.ts';
import { answerWith } from '../../src/domain/reuse.ts';
import { EMPTY_SOURCE, type Source, type Sources } from '../../src/domain/source.ts';
import { withItsSources } from '../../src/domain/sourceReuse.ts';
import { callWith, phrases } from './drafts.ts';

const words = {
  say: phrases.en,
  worded: (text: Text) => wordedIn(text, 'en', []),
  countryName: (code: string) => code,
};
const question = (...asks: object[]): { asks: readonly Ask[] } =>
  callWith([{ id: 'q', text: { en: 'What?' }, asks }]).questions[0]!;
const answer = (more: Partial<Answer>): Answer => ({ ...EMPTY_ANSWER, ...more });

const CHOICE = { id: 'visa', kind: 'choice', scale: 'yes-no', label: { en: 'Visa refused' }, details: true };
const ROWS = {
  id: 'laws',
  kind: 'rows',
  label: { en: 'Laws' },
  fields: [
    { id: 'name', label: { en: 'Name' } },
    { id: 'year', label: { en: 'Year' } },
  ],
};
const TICKS = {
  id: 'forms',
  kind: 'ticks',
  label: { en: 'Forms' },
  options: [
    { id: 'fine', text: { en: 'Fine' } },
    { id: 'other', text: { en: 'Other' } },
  ],
};
const yes: AskValue = { kind: 'choice', choice: 'yes', details: 'In May.' };
const rows = (...names: string[]): AskValue => ({ kind: 'rows', rows: names.map((name) => ({ name, year: '' })) });

describe('a value', () => {
  const put = (here: { asks: readonly Ask[] }, there: { asks: readonly Ask[] }, value: AskValue, stands = {}): Answer =>
    answerWith(
      { question: here, answer: answer({ values: stands }) },
      { question: there, answer: answer({ values: { [there.asks[0]!.id]: value } }) },
      words,
    );

  it('goes into an ask that says the same, whatever its id', () => {
    const here = question({ ...CHOICE, id: 'refusals', label: { en: 'visa REFUSED' } });
    expect(put(here, question(CHOICE), yes)).toMatchObject({ text: '', values: { refusals: yes } });
  });

  it.each<[string, object, AskValue]>([
    ['an ask about something else', { ...CHOICE, label: { en: 'Assistance' } }, yes],
    ['another scale', { ...CHOICE, scale: 'extent' }, yes],
    ['another kind', ROWS, yes],
    ['rows of other fields', { ...ROWS, fields: [{ id: 'who', label: { en: 'Who' } }] }, rows('Act')],
    [
      'ticks of other options',
      { ...TICKS, options: [TICKS.options[0], { id: 'other', text: { en: 'Another fee' } }] },
      { kind: 'ticks', ticked: ['other'], details: { other: 'A ban.' } },
    ],
  ])('becomes words where there is %s', (_what, ask, value) => {
    const before = [CHOICE, ROWS, TICKS].find(({ kind }) => kind === value.kind)!;
    const taken = put(question(ask), question(before), value);
    expect(taken.values).toEqual({});
    expect(taken.text).toContain(before.label.en);
    for (const text of textsIn(value)) expect(taken.text).toContain(text);
  });

  it('never takes the place of another', () => {
    const no: AskValue = { kind: 'choice', choice: 'no', details: '' };
    const kept = put(question(CHOICE), question(CHOICE), yes, { visa: no });
    expect(kept.values).toEqual({ visa: no });
    expect(kept.text).toContain('In May.');
    const longer = put(question(ROWS), question(ROWS), rows('Second'), { laws: rows('First') });
    expect(longer.values).toEqual({ laws: rows('First', 'Second') });
  });
});

describe('a text', () => {
  const put = (here: string, there: string): string =>
    answerWith(
      { question: question(), answer: answer({ text: here }) },
      { question: question(), answer: answer({ text: there }) },
      words,
    ).text;

  it.each([
    ['', ' Old. ', ' Old. '],
    ['New.\n\n', 'Old.', 'New.\n\nOld.'],
    ['New.', ' \n', 'New.'],
    ['A[^1]\n\n[^1]: a', 'B[^1][^2]\n\n[^1]: b\n[^2]: c', 'A[^1]\n\n[^1]: a\n\nB[^3][^2]\n\n[^3]: b\n[^2]: c'],
    ['A[^x]', 'B[^X][^1]', 'A[^x]\n\nB[^2][^1]'],
    ['', 'B[^Note]', 'B[^Note]'],
  ])('%j with %j is %j', (here, there, together) => expect(put(here, there)).toBe(together));

  it('keeps its marks, and makes its answer confidential where it was', () => {
    expect(put('Open.', 'And [[closed]].')).toBe('Open.\n\nAnd [[closed]].');
    const told = (confidential: boolean, text: string) => ({
      question: question(),
      answer: answer({ text, confidential }),
    });
    expect(answerWith(told(false, 'Open.'), told(true, 'Closed.'), words).confidential).toBe(true);
    expect(answerWith(told(true, 'Closed.'), told(false, 'Open.'), words).confidential).toBe(true);
  });

  it('is an answer again, to be looked through', () => {
    const here = {
      question: question(),
      answer: answer({ declined: { reason: 'No.' }, reason: 'No.', finished: true }),
    };
    const taken = answerWith(here, { question: question(), answer: answer({ text: 'Old.', finished: true }) }, words);
    expect(taken).toEqual(answer({ text: 'Old.', reason: 'No.' }));
  });
});

const typed = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '[[', ']]', '[^1]', '\n', '—', '😀'), maxLength: 8 });
const value = fc.oneof(
  fc.record({ kind: fc.constant('choice' as const), choice: fc.constantFrom(null, 'yes', 'partly'), details: typed }),
  fc.record({
    kind: fc.constant('ticks' as const),
    ticked: fc.subarray(['fine', 'other', 'gone']),
    details: fc.record({ other: typed, gone: typed }),
  }),
  fc.record({
    kind: fc.constant('rows' as const),
    rows: fc.array(fc.record({ name: typed, year: typed, lost: typed }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('recommendations' as const),
    items: fc.array(fc.record({ to: typed, what: typed, by: typed }), { maxLength: 2 }),
  }),
);
const given = fc
  .record({
    asks: fc.subarray<object>([CHOICE, ROWS, TICKS]),
    text: typed,
    confidential: fc.boolean(),
    values: fc.dictionary(fc.constantFrom('visa', 'laws', 'forms', 'gone'), value),
  })
  .map(({ asks, ...content }) => ({ question: question(...asks), answer: answer(content) }));

it('loses no word of either, and opens nothing that was marked', () => {
  // Footnotes get other numbers; white space between two texts is evened out.
  const bare = (text: string): string =>
    text
      .replace(/\[\^\d+\]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  const all = ({ text, values }: Answer): string => bare([text, ...Object.values(values).flatMap(textsIn)].join('\n'));
  fc.assert(
    fc.property(given, given, (here, there) => {
      const together = answerWith(here, there, words);
      for (const one of [here, there]) {
        for (const text of [one.answer.text, ...Object.values(one.answer.values).flatMap(textsIn)])
          expect(all(together)).toContain(bare(text));
        if (one.answer.confidential) expect(together.confidential).toBe(true);
      }
      for (const [id, stood] of Object.entries(here.answer.values))
        if (stood.kind === 'choice')
          expect(together.values[id]).toEqual(isBlankChoice(stood) ? together.values[id] : stood);
      if (isMarked(there.answer) && all(there.answer) !== '')
        expect(all(together).match(/\]\]/g)?.length ?? 0).toBeGreaterThanOrEqual(
          (all(there.answer).match(/\]\]/g) ?? []).length,
        );
    }),
    { numRuns: 300 },
  );
});
const isBlankChoice = (one: AskValue): boolean =>
  one.kind === 'choice' && one.choice === null && one.details.trim() === '';

describe('sources', () => {
  const source = (key: string, title: string, more: Partial<Source> = {}): Source => ({
    ...EMPTY_SOURCE,
    key,
    title,
    ...more,
  });
  const list = (...items: Source[]): Sources => ({ items, listed: true });
  const bring = (text: string, from: Sources, here: Sources) => withItsSources(answer({ text }), from, here);

  it('come once, and only those that are cited', () => {
    const from = list(source('a', 'A', { text: 'text-1' }), source('b', 'B', { confidential: true }), source('c', 'C'));
    const { sources, answer: taken } = bring('[@a] [@b, p. 2] [@a; @x]', from, list());
    expect(sources).toEqual(list(source('a', 'A'), source('b', 'B', { confidential: true })));
    expect(taken.text).toBe('[@a] [@b, p. 2] [@a; @x]');
    expect(bring('[@a] [@b]', from, sources).sources).toBe(sources);
  });

  it('are cited by the key that they have here', () => {
    const { sources, answer: taken } = bring(
      'See [@A, p. 1; @b].',
      list(source('a', 'A'), source('b', 'B')),
      list(source('a', 'Else'), source('z', 'B')),
    );
    const [added] = sources.items.slice(2);
    expect(sources.items).toHaveLength(3);
    expect(added).toMatchObject({ title: 'A' });
    expect(taken.text).toBe(`See [@${added!.key}, p. 1; @z].`);
  });

  it('are found in every text of an answer', () => {
    const values: Answer['values'] = { laws: rows('Act [@a]'), visa: { ...yes, details: '[@a, n. 3]' } };
    const { answer: taken } = withItsSources(answer({ values }), list(source('a', 'A')), list(source('a', 'Else')));
    const texts = Object.values(taken.values).flatMap(textsIn).join(' ');
    expect(citationsIn(texts).flatMap(({ cited }) => cited.map(({ key }) => key))).not.toContain('a');
    expect(citationsIn(texts)).toHaveLength(2);
  });

  it('say the same of every citation as before', () => {
    const keys = ['a', 'b', 'c', 'a-2'];
    const some = fc
      .subarray(keys)
      .chain((chosen) =>
        fc.tuple(...chosen.map((key) => fc.constantFrom('T', 'U').map((title) => source(key, title)))),
      );
    const citing = fc
      .array(fc.constantFrom('[@a]', '[@b, p. 3]', '[@c; @a-2]', 'x', '[@nobody]'), { maxLength: 5 })
      .map((all) => all.join(' '));
    fc.assert(
      fc.property(some, some, citing, (from, here, text) => {
        const { sources, answer: taken } = bring(text, list(...from), list(...here));
        const said = (one: string, known: readonly Source[]) =>
          citationsIn(one).flatMap(({ cited }) =>
            cited.map(({ key, place }) => [known.find((it) => it.key === key)?.title, place]),
          );
        const meant = said(text, from);
        said(taken.text, sources.items).forEach(([title, place], index) => {
          if (meant[index]![0] !== undefined) expect([title, place]).toEqual(meant[index]);
        });
        expect(sources.items.slice(0, here.length)).toEqual(here);
        expect(new Set(sources.items.map(({ key }) => key)).size).toBe(sources.items.length);
      }),
      { numRuns: 200 },
    );
  });
});
