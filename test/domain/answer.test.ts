/** The form of an answer: what is read, what is kept, and that nothing a browser sends can do harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerFromForm,
  answerState,
  EMPTY_ANSWER,
  sameAnswer,
  type Answer,
  type FormBody,
} from '../../src/domain/answer.ts';
import type { QuestionNode } from '../../src/domain/nodes.ts';
import { callWith } from './drafts.ts';

const call = callWith([
  {
    id: 'q',
    text: { en: 'All of it?' },
    asks: [
      { id: 'yes', kind: 'choice', scale: 'yes-no', details: true, label: { en: 'Yes' } },
      {
        id: 'harm',
        kind: 'ticks',
        label: { en: 'Harm' },
        options: [
          { id: 'fine', text: { en: 'Fine' } },
          { id: 'threat', text: { en: 'Threat' } },
        ],
      },
      {
        id: 'laws',
        kind: 'rows',
        label: { en: 'Laws' },
        fields: [
          { id: 'name', label: { en: 'Law' } },
          { id: 'year', label: { en: 'Year' } },
        ],
      },
      { id: 'recs', kind: 'recommendations', label: { en: 'Recommendations' } },
    ],
  },
]);
const question = call.questions[0] as QuestionNode;

const full: Answer = {
  text: 'We were fined.',
  values: {
    yes: { kind: 'choice', choice: 'yes', details: 'Twice.' },
    harm: { kind: 'ticks', ticked: ['fine'], details: { fine: 'In 2021.', threat: 'Not sure any more.' } },
    laws: { kind: 'rows', rows: [{ name: 'Act 1', year: '1999' }] },
    recs: { kind: 'recommendations', items: [{ to: 'States', what: 'Act.', by: '' }] },
  },
  declined: null,
  reason: '',
  finished: true,
  confidential: false,
};

/** The form as the page sends it for this answer. */
const formOf: FormBody = {
  whole: 'yes',
  text: full.text,
  finished: 'yes',
  declined: 'no',
  reason: '',
  'yes.choice': 'yes',
  'yes.details': 'Twice.',
  'harm.ticked': 'fine',
  'harm.fine': 'In 2021.',
  'harm.threat': 'Not sure any more.',
  'laws.0.name': 'Act 1',
  'laws.0.year': '1999',
  'recs.0.to': 'States',
  'recs.0.what': 'Act.',
  'recs.0.by': '',
};

describe('the form of a question', () => {
  it('is read whole', () => {
    expect(answerFromForm(question, formOf, EMPTY_ANSWER)).toEqual(full);
  });

  it('may be the text only, and all else stays', () => {
    expect(answerFromForm(question, { text: 'New.' }, full)).toEqual({ ...full, text: 'New.' });
    expect(answerFromForm(question, {}, full)).toEqual(full);
  });

  it('may be one field of a value, and the others stay', () => {
    expect(answerFromForm(question, { 'yes.choice': 'no' }, full).values['yes']).toEqual({
      kind: 'choice',
      choice: 'no',
      details: 'Twice.',
    });
    expect(answerFromForm(question, { 'yes.details': 'Once.' }, full).values['yes']).toEqual({
      kind: 'choice',
      choice: 'yes',
      details: 'Once.',
    });
    expect(answerFromForm(question, { 'harm.ticked': ['threat', 'fine'] }, full).values['harm']).toEqual({
      kind: 'ticks',
      ticked: ['fine', 'threat'],
      details: { fine: 'In 2021.', threat: 'Not sure any more.' },
    });
  });

  it('unticks the boxes that a whole form sends no value for, and keeps their texts', () => {
    const unticked = Object.fromEntries(Object.entries(formOf).filter(([name]) => name !== 'harm.ticked'));
    expect(answerFromForm(question, unticked, full).values['harm']).toEqual({
      kind: 'ticks',
      ticked: [],
      details: { fine: 'In 2021.', threat: 'Not sure any more.' },
    });
    const bare = { kind: 'ticks' as const, ticked: ['fine'], details: {} };
    expect(
      answerFromForm(question, { whole: 'yes', text: '' }, { ...EMPTY_ANSWER, values: { harm: bare } }).values,
    ).toEqual({});
  });

  it('forgets a value that was emptied', () => {
    const emptied = { ...formOf, 'yes.choice': '', 'yes.details': ' ', 'laws.0.name': '', 'laws.0.year': ' \r\n' };
    expect(Object.keys(answerFromForm(question, emptied, full).values)).toEqual(['harm', 'recs']);
  });

  it('ignores what the question does not have', () => {
    const odd = {
      'yes.choice': 'perhaps',
      'harm.ticked': ['war', 'fine'],
      'harm.war': 'x',
      'nothing.choice': 'yes',
      'laws.0.page': 'x',
      'laws.x.name': 'y',
      more: 'z',
    };
    expect(answerFromForm(question, odd, EMPTY_ANSWER).values).toEqual({
      harm: { kind: 'ticks', ticked: ['fine'], details: {} },
    });
  });

  it('is not upset by the names of JavaScript', () => {
    const body = JSON.parse(
      '{"__proto__":"a","text":"b","constructor":"c","yes.__proto__":"d","laws.0.__proto__":"e","toString":"f"}',
    ) as FormBody;
    const answer = answerFromForm(question, body, EMPTY_ANSWER);
    expect(answer).toEqual({ ...EMPTY_ANSWER, text: 'b' });
    expect(Object.getPrototypeOf(answer.values)).toBe(Object.prototype);
  });

  it('holds line ends as "\\n"', () => {
    const answer = answerFromForm(question, { text: 'a\r\nb\rc\n', 'laws.0.name': 'd\r\ne' }, EMPTY_ANSWER);
    expect(answer.text).toBe('a\nb\nc\n');
    expect(answer.values['laws']).toEqual({ kind: 'rows', rows: [{ name: 'd\ne', year: '' }] });
  });

  it('sorts rows by their numbers and drops blank ones, and no others', () => {
    const body: Record<string, string> = {
      'laws.10.name': 'c',
      'laws.2.name': 'b',
      'laws.1.name': ' ',
      'laws.0.year': 'a',
    };
    expect(answerFromForm(question, body, EMPTY_ANSWER).values['laws']).toEqual({
      kind: 'rows',
      rows: [
        { name: '', year: 'a' },
        { name: 'b', year: '' },
        { name: 'c', year: '' },
      ],
    });
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`laws.${index}.name`, `${index}`]));
    expect(answerFromForm(question, many, EMPTY_ANSWER).values['laws']).toMatchObject({ rows: { length: 2000 } });
  });

  it('declines, with a reason or without, and keeps the text', () => {
    const declined = answerFromForm(question, { declined: 'yes', reason: 'safety' }, full);
    expect(declined).toEqual({ ...full, declined: { reason: 'safety' }, reason: 'safety' });
    expect(answerFromForm(question, { text: 'more' }, declined).declined).toEqual({ reason: 'safety' });
    expect(answerFromForm(question, { declined: 'no' }, declined).declined).toBeNull();
    expect(answerFromForm(question, { whole: 'yes' }, declined)).toMatchObject({ declined: null, finished: false });
    // Typed where the box for it shows although nothing is ticked, as in older browsers: kept.
    const kept = answerFromForm(question, { whole: 'yes', reason: 'we fear reprisal' }, full);
    expect(kept).toMatchObject({ declined: null, reason: 'we fear reprisal' });
  });
});

describe('two answers', () => {
  it('are the same whatever the order of their keys', () => {
    const turned: Answer = {
      confidential: false,
      finished: true,
      declined: null,
      reason: '',
      values: Object.fromEntries(Object.entries(full.values).reverse()),
      text: full.text,
    };
    expect(sameAnswer(full, turned)).toBe(true);
  });

  it.each<[string, Partial<Answer>]>([
    ['text', { text: 'We were fined. ' }],
    ['finished', { finished: false }],
    ['confidential', { confidential: true }],
    ['declined', { declined: { reason: '' } }],
    ['a value', { values: { ...full.values, yes: { kind: 'choice', choice: 'no', details: 'Twice.' } } }],
    [
      'the order of rows',
      { values: { ...full.values, harm: { kind: 'ticks', ticked: ['threat', 'fine'], details: {} } } },
    ],
  ])('differ in %s', (_, change) => {
    expect(sameAnswer(full, { ...full, ...change })).toBe(false);
  });

  it('that were read from the same form are the same', () => {
    const field = fc.constantFrom(...Object.keys(formOf), 'laws.1.name', 'recs.3.what');
    fc.assert(
      fc.property(fc.dictionary(field, fc.string()), (body) => {
        const once = answerFromForm(question, body, full);
        expect(sameAnswer(answerFromForm(question, body, once), once)).toBe(true);
      }),
    );
  });
});

describe('the state of an answer', () => {
  it.each<[string, Partial<Answer>]>([
    ['not-started', {}],
    ['not-started', { text: ' \n', finished: true }],
    ['in-progress', { text: 'a' }],
    ['in-progress', { values: { harm: { kind: 'ticks', ticked: [], details: { fine: 'a' } } } }],
    ['done', { text: 'a', finished: true }],
    ['declined', { text: 'a', finished: true, declined: { reason: '' } }],
  ])('%s: %j', (state, answer) => {
    expect(answerState({ ...EMPTY_ANSWER, ...answer })).toBe(state);
  });
});
