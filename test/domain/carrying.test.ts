/** Moves between versions of a questionnaire: what changed is told, and not a word of any answer is left behind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ANSWER, type Answer, type AskValue } from '../../src/domain/answer.ts';
import { textsIn } from '../../src/domain/leftOver.ts';
import { carried, changedAnswers } from '../../src/domain/carrying.ts';
import type { Ask } from '../../src/domain/asks.ts';
import { wordedIn, type Text } from '../../src/domain/language.ts';
import { changesOf, idOf } from '../../src/domain/newerVersion.ts';
import { questionnaireSchema, questionOf, type Questionnaire } from '../../src/domain/questionnaire.ts';
import { readPhrases } from '../../src/phrases.ts';
import { ROOT } from '../cast.ts';

const say = readPhrases(ROOT).en;
const words = { say, worded: (text: Text | null) => (text === null ? null : wordedIn(text, 'en', [])) } as never;

const version = (questions: readonly object[], more: object = {}): Questionnaire =>
  questionnaireSchema.parse({
    id: 'water',
    provenance: { languages: { en: 'official', fr: 'unofficial' }, text: { en: 'The whole text.' } },
    title: { en: 'Water' },
    issuers: [{ name: { en: 'Special Rapporteur' } }],
    questions,
    ...more,
  });

const q = (id: string, text = `What of ${id}?`, asks: readonly object[] = []): object => ({
  id,
  text: { en: text },
  asks,
});
const kinds = (before: readonly object[], after: readonly object[]): string[] =>
  changesOf(version(before), version(after)).questions.map((change) => `${change.kind} ${idOf(change)}`);

describe('what a newer version changed', () => {
  it('is told of each question, in the order of the newer one', () => {
    expect(kinds([q('a'), q('b'), q('c')], [q('a'), q('b'), q('c')])).toEqual([]);
    expect(kinds([q('a'), q('b'), q('c')], [q('c'), q('a', 'What now?'), q('d')])).toEqual([
      ...['moved c', 'changed a', 'gone b', 'new d'],
    ]);
    expect(kinds([q('a'), q('b'), q('c'), q('d')], [q('d'), q('a'), q('b'), q('c')])).toEqual(['moved d']);
    expect(
      kinds([q('a')], [q('a', 'What of a?', [{ id: 'x', kind: 'choice', scale: 'extent', label: { en: 'X' } }])]),
    ).toEqual(
      ['changed a'], // prettier-ignore
    );
  });

  it('is nothing where only a translation of ours changed', () => {
    const translated = (fr: string): object => ({ id: 'a', text: { en: 'What?', fr } });
    expect(kinds([translated('Quoi ?')], [translated('Qu’est-ce ?')])).toEqual([]);
  });

  it('is told of each rule', () => {
    const deadlines = [{ wording: { en: 'by then' }, date: '2024-03-01' }];
    const later = [{ wording: { en: 'by then' }, date: '2024-04-01' }];
    const [before, after] = [
      version([q('a')], { deadlines }),
      version([q('a')], { deadlines: later, subject: 'Input' }),
    ];
    expect(changesOf(before, after).rules).toEqual(['deadlines', 'subject']);
  });
});

const option = (id: string): object => ({ id, text: { en: `Option ${id}` } });
const field = (id: string): object => ({ id, label: { en: `Field ${id}` } });
const asked = (...asks: readonly object[]): Questionnaire => version([q('a', 'What?', asks)]);
const ticks = (...ids: string[]): object => ({ id: 't', kind: 'ticks', label: { en: 'T' }, options: ids.map(option) });
const rows = (...ids: string[]): object => ({ id: 'r', kind: 'rows', label: { en: 'R' }, fields: ids.map(field) });

function carry(values: Record<string, AskValue>, before: Questionnaire, after: Questionnaire, text = 'Typed.'): Answer {
  const nodeOf = (questionnaire: Questionnaire) => questionOf(questionnaire, 'a')!.node;
  return carried({ ...EMPTY_ANSWER, text, values }, nodeOf(before), nodeOf(after), words);
}

describe('an answer', () => {
  const ticked: AskValue = { kind: 'ticks', ticked: ['x', 'y'], details: { x: 'of x', z: 'unticked, and kept' } };

  it('is the same value where all of it fits', () => {
    const answer = { ...EMPTY_ANSWER, values: { t: ticked } };
    const node = questionOf(asked(ticks('x', 'y', 'z')), 'a')!.node;
    expect(carried(answer, node, questionOf(asked(ticks('z', 'y', 'x', 'new')), 'a')!.node, words)).toBe(answer);
  });

  it('keeps the ticks that are left, and makes text of the others', () => {
    const moved = carry({ t: ticked }, asked(ticks('x', 'y', 'z')), asked(ticks('y', 'w')));
    expect(moved.values).toEqual({ t: { kind: 'ticks', ticked: ['y'], details: {} } });
    expect(moved.text).toBe('Typed.\n\nT:\n☑ Option x: of x\n☐ Option z: unticked, and kept');
  });

  it('makes text of rows where a field went, and of values whose question went without them', () => {
    const filled: AskValue = {
      kind: 'rows',
      rows: [
        { law: 'Law 68', year: '1968' },
        { law: 'Decree', year: '' },
      ],
    };
    const moved = carry({ r: filled }, asked(rows('law', 'year')), asked(rows('law')), '');
    expect(moved.values).toEqual({});
    expect(moved.text).toBe('R:\n1. Field law: Law 68\n   Field year: 1968\n2. Field law: Decree');
    expect(carry({ r: filled }, asked(rows('law', 'year')), asked()).text).toContain('Field year: 1968');
  });
});

const IDS = ['x', 'y', 'z'];
const some = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 2 });
const askLike = fc.oneof(
  fc.constant({ id: 'v', kind: 'choice', scale: 'yes-no', label: { en: 'V' } }),
  fc.constant({ id: 'v', kind: 'choice', scale: 'extent', label: { en: 'V' } }),
  some.map((ids) => ({ ...ticks(...ids), id: 'v' })),
  some.map((ids) => ({ ...rows(...ids), id: 'v' })),
  some.map((ids) => ({ ...rows(...ids), id: 'v', kind: 'records' })),
  fc.constant({ id: 'v', kind: 'recommendations', label: { en: 'V' } }),
  fc.constant({ id: 'v', kind: 'comments', label: { en: 'V' } }),
);
const questions = fc
  .uniqueArray(fc.tuple(fc.constantFrom('q1', 'q2', 'q3', 'q4'), fc.option(askLike)), {
    minLength: 1,
    selector: ([id]) => id,
  })
  .map((all) => all.map(([id, ask]) => q(id, `What of ${id}?`, ask === null ? [] : [ask])));
const typed = fc.string({ maxLength: 12 });

/** A value that somebody may have given to this ask. */
function valueFor(ask: Ask): fc.Arbitrary<AskValue> {
  const texts = (ids: readonly string[]) => fc.record(Object.fromEntries(ids.map((id) => [id, typed])));
  switch (ask.kind) {
    case 'choice':
      return fc.record({
        kind: fc.constant('choice' as const),
        choice: fc.constantFrom(null, 'yes', 'partly'),
        details: typed,
      });
    case 'ticks': {
      const ids = ask.options.map(({ id }) => id);
      return fc.record({ kind: fc.constant('ticks' as const), ticked: fc.subarray(ids), details: texts(ids) });
    }
    case 'rows':
    case 'records':
      return fc.record({
        kind: fc.constant(ask.kind),
        rows: fc.array(texts(ask.fields.map(({ id }) => id)), { maxLength: 2 }),
      });
    case 'recommendations':
      return fc.record({
        kind: fc.constant('recommendations' as const),
        items: fc.array(fc.record({ to: typed, what: typed, by: typed }), { maxLength: 2 }),
      });
    case 'comments':
      return fc.record({
        kind: fc.constant('comments' as const),
        rows: fc.array(fc.record({ paragraph: typed, quotation: typed, comment: typed, proposal: typed }), {
          maxLength: 2,
        }),
      });
  }
}

const answersTo = (questionnaire: Questionnaire): fc.Arbitrary<Record<string, { value: Answer; revision: number }>> =>
  fc.record(
    Object.fromEntries(
      questionnaire.questions.map(({ id, asks }) => [
        id,
        fc
          .record({ text: typed, values: fc.record(Object.fromEntries(asks.map((ask) => [ask.id, valueFor(ask)]))) })
          .map((given) => ({ value: { ...EMPTY_ANSWER, ...given }, revision: 3 })),
      ]),
    ),
  );

/** Everything in an answer that somebody typed or chose, as one text. */
const everything = ({ text, values }: Answer): string => JSON.stringify([text, values]);

it('loses nothing over several moves, whatever the versions and the answers are', () => {
  const sequence = fc
    .array(questions, { minLength: 2, maxLength: 4 })
    .map((all) => all.map((each) => version(each)))
    .chain((versions) => fc.tuple(fc.constant(versions), answersTo(versions[0]!)));
  fc.assert(
    fc.property(sequence, ([versions, given]) => {
      let answers = given;
      const nodes = new Map(versions[0]!.questions.map((node) => [node.id, node]));
      for (const next of versions.slice(1)) {
        const changed = changedAnswers({ answers, outside: {} }, next, (id) => nodes.get(id), words);
        for (const { expected } of Object.values(changed)) expect(expected).toBe(3);
        answers = {
          ...answers,
          ...Object.fromEntries(Object.entries(changed).map(([id, { value }]) => [id, { value, revision: 3 }])),
        };
        for (const node of next.questions) nodes.set(node.id, node);
        // A second move to the same version has nothing left to do.
        expect(changedAnswers({ answers, outside: {} }, next, (id) => nodes.get(id), words)).toEqual({});
      }
      expect(Object.keys(answers)).toEqual(Object.keys(given));
      for (const [id, { value: before }] of Object.entries(given)) {
        const after = answers[id]!.value;
        expect(after.text.startsWith(before.text.trim() === '' ? '' : before.text)).toBe(true);
        const kept = everything(after);
        for (const text of Object.values(before.values).flatMap(textsIn)) {
          expect(kept).toContain(JSON.stringify(text).slice(1, -1));
        }
        for (const value of Object.values(before.values)) {
          if (value.kind === 'choice' && value.choice !== null) {
            const said = ['yes-no.yes', 'extent.partly'].find((key) => key.endsWith(value.choice!))!;
            expect([value.choice, say(`choices.${said}`)].some((word) => kept.includes(word))).toBe(true);
          }
          if (value.kind === 'ticks')
            for (const id of value.ticked) expect(kept).toMatch(new RegExp(`"${id}"|Option ${id}`));
        }
      }
    }),
    { numRuns: 200 },
  );
});
