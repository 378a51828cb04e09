/**
 * Texts that are made to be slow to read, or to break what reads them: all are read to the end, and nothing is found in
 * noise. A pattern that goes wrong on one of them would run into the time limit of the test.
 */
import { describe, expect, it } from 'vitest';
import { questionnaireFrom } from '../../../src/domain/reader/questionnaireFrom.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';

const LENGTH = 300_000;

const NOISE = [
  ' ',
  'a',
  'a ',
  '1.',
  '1. ',
  '1.\n',
  '"',
  '" ',
  '«',
  '.',
  '. ',
  'Aa. ',
  '@',
  'x@y.z ',
  '\n',
  '\f',
  '\u00a0',
  '\u200d',
  '\ud800',
  '\u0000',
  '(',
  '[x](mailto:',
  '**a',
  '- ',
  '-\n',
  'ab-\n',
  ', ',
  'by ',
  'by 3 March 2024 ',
  '1/2/3 ',
  'Deadline: ',
  'Deadline\n',
  'subject line "',
  'not exceed 500 words ',
  'in English, ',
  'http://a.b/c ',
  'the Special Rapporteur on the ',
  'Mr. Aa Bb ',
  'What is it?\n',
  'Questions for States\n',
  'Email: a@b.cd\n',
  'é',
];

describe('noise', () => {
  it.each(NOISE)('%j', (piece) => {
    const proposal = readCall(piece.repeat(Math.ceil(LENGTH / piece.length)));
    expect(proposal.deadlines.length).toBeLessThanOrEqual(12);
    expect(proposal.issuers.length).toBeLessThanOrEqual(12);
  });

  it('is not taken for a call', () => {
    expect(questionnaireFrom(readCall(''))).toEqual({ questionnaire: null, missing: ['title', 'questions'] });
    expect(questionnaireFrom(readCall('a '.repeat(1000))).questionnaire).toBeNull();
  });

  it('between the words of a call does not hide them', () => {
    const noise = `${'"1. '.repeat(2000)}\n\n${'.'.repeat(5000)}`;
    const proposal = readCall(
      `Call for input on streets\n\n${noise}\n\nSubmissions should be sent to a@example.org by 14 March 2031.\n\n${noise}`,
    );
    expect(proposal.deadlines[0]?.value.date).toBe('2031-03-14');
  });

  it('makes a long list of questions with ids that differ', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${(index % 900) + 1}) What is it?`);
    const { questionnaire } = questionnaireFrom(
      readCall(['Call for input on streets', 'Questions', ...lines].join('\n')),
    );
    const ids = questionnaire?.questions.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(20_000);
    expect(new Set(ids).size).toBe(20_000);
  });
});
