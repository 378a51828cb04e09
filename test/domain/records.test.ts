/** Records and comments as forms send them, as they change their kind and as two people write them; times in a text. */
import { describe, expect, it } from 'vitest';
import { answerFromForm, EMPTY_ANSWER, type Answer } from '../../src/domain/answer.ts';
import { fitted, leftOver } from '../../src/domain/leftOver.ts';
import { mergeAnswers } from '../../src/domain/answerMerge.ts';
import { timesIn } from '../../src/domain/checks/times.ts';
import { publicAnswer } from '../../src/domain/confidentiality.ts';
import { questionsOf } from '../../src/domain/questionnaire.ts';
import { writtenOut } from '../../src/domain/written.ts';
import { callWith, phrases } from './drafts.ts';

const nodeWith = (ask: object) => {
  const [placed] = questionsOf(callWith([{ id: 'q1', text: { en: 'Q' }, asks: [ask] }]));
  if (placed === undefined) throw new Error('there is no question');
  return placed.node;
};
const fields = (...ids: readonly string[]) => ids.map((id) => ({ id, label: { en: id } }));
const records = nodeWith({ id: 'r', kind: 'records', fields: fields('place', 'deed') });
const rows = nodeWith({ id: 'r', kind: 'rows', label: { en: 'Rows' }, fields: fields('place', 'year') });
const comments = nodeWith({ id: 'r', kind: 'comments' });
const words = {
  say: phrases.en,
  worded: (text: Readonly<Record<string, string>>) => ({ text: text['en'] ?? '', language: 'en' }),
};

const answer = (values: Answer['values']): Answer => ({ ...EMPTY_ANSWER, values });
const one = answer({ r: { kind: 'records', rows: [{ place: 'A', deed: 'B' }] } });

describe('records and comments', () => {
  it('keep every field of a row, also one that the questionnaire has no more', () => {
    const older = answer({ r: { kind: 'records', rows: [{ place: 'A', year: '1999' }, { place: 'B' }] } });
    const form = { 'r.0.place': 'A', 'r.0.deed': 'new', 'r.1.place': 'B', whole: 'yes' };
    expect(answerFromForm(records, form, older).values).toEqual({
      r: {
        kind: 'records',
        rows: [
          { place: 'A', deed: 'new', year: '1999' },
          { place: 'B', deed: '' },
        ],
      },
    });
    const emptied = answerFromForm(records, { ...form, 'r.0.year': '' }, older);
    expect(JSON.stringify(emptied)).not.toContain('1999');
  });

  it('become rows and come back when the kind of the ask changes', () => {
    expect(fitted(rows, one).values).toEqual({ r: { kind: 'rows', rows: [{ place: 'A', deed: 'B' }] } });
    expect(fitted(records, fitted(rows, one))).toEqual(one);
    expect(fitted(records, one)).toBe(one);
  });

  it('are set apart, and not lost, where the ask becomes of quite another kind', () => {
    const moved = answerFromForm(comments, { 'r.0.comment': 'C', whole: 'yes' }, one);
    expect(Object.keys(moved.values).sort()).toEqual(['r', 'r~records']);
    expect(leftOver(comments, moved)).toEqual(['A', 'B']);
    expect(writtenOut(comments, moved, words)).toContain('Kept from an earlier version');
    expect(JSON.stringify(publicAnswer(moved, 'mark'))).not.toContain('"A"');
  });

  it('never have a row from a button that is none', () => {
    for (const deed of ['r 0 up up', 'r -1 remove', 'other 0 remove', 'r 7 remove', '']) {
      expect(answerFromForm(records, { 'r.0.place': 'A', 'r.0.deed': 'B', deed }, EMPTY_ANSWER)).toEqual(one);
    }
  });

  it('merge row by row, and keep both where both were written', () => {
    const mine = answer({
      r: { kind: 'comments', rows: [{ paragraph: '1', quotation: '', comment: 'mine', proposal: '' }] },
    });
    const theirs = answer({
      r: { kind: 'comments', rows: [{ paragraph: '2', quotation: '', comment: 'theirs', proposal: '' }] },
    });
    const merged = mergeAnswers(EMPTY_ANSWER, mine, theirs);
    expect(merged.kind).toBe('merged');
    expect(JSON.stringify(merged.answer)).toMatch(/theirs.*mine/);
  });
});

describe('times in a text', () => {
  it.each([
    ['In 2019 it rained.', '2019 2019-01-01 2019-12-31'],
    ['On 3 March 2021 and March 4, 2022', '3 March 2021 2021-03-03 2021-03-03; March 4, 2022 2022-03-04 2022-03-04'],
    ['le 1er août 2020, en décembre 2018', '1er août 2020 2020-08-01 2020-08-01; décembre 2018 2018-12-01 2018-12-31'],
    ['el 5 de mayo de 2017', '5 de mayo de 2017 2017-05-05 2017-05-05'],
    ['2021-02-03', '2021-02-03 2021-02-03 2021-02-03'],
    ['A/HRC/50/2019, Act 12/2001, https://a.example/2003, 2004,5 and 12.2005', ''],
    ['between 2010 and 2012', '2010 2010-01-01 2010-12-31; 2012 2012-01-01 2012-12-31'],
  ])('%s', (text, expected) => {
    expect(
      timesIn(text)
        .map(({ words: said, from, to }) => `${said} ${from} ${to}`)
        .join('; '),
    ).toBe(expected);
  });
});
