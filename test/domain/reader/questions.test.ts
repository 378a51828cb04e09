/**
 * Trees of questions: labels as printed, depth, groups without a stem, text after the children, sections; and lists that
 * are no questions. All texts are invented.
 */
import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../src/domain/reader/labels.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';
import { printed } from './facts.ts';

const tree = (...lines: string[]): string[] => printed(readCall(lines.join('\n')).questions);

describe('a label', () => {
  it.each([
    ['1) What', 'number', [1], '1)'],
    ['12. What', 'number', [12], '12.'],
    ['(3) What', 'number', [3], '(3)'],
    ['1.- ¿Qué', 'number', [1], '1.-'],
    ['2°) quel', 'number', [2], '2°)'],
    ['1.What', 'number', [1], '1.'],
    ['2.3.1 What', 'dotted', [2, 3, 1], '2.3.1'],
    ['A1. What', 'dotted', [1, 1], 'A1.'],
    ['a) what', 'letter', [1], 'a)'],
    ['(c) what', 'letter', [3], '(c)'],
    ['B. What', 'capital', [2], 'B.'],
    ['iv. what', 'roman', [4], 'iv.'],
    ['(ix) what', 'roman', [9], '(ix)'],
    ['II. What', 'capital-roman', [2], 'II.'],
    ['• What', 'bullet', [], '•'],
    ['– What', 'bullet', [], '–'],
    ['➢ What', 'bullet', [], '➢'],
    ['o What', 'bullet', [], 'o'],
    ['Question 3: What', 'question', [3], 'Question 3:'],
    ['Q7. What', 'question', [7], 'Q7.'],
    ['Pregunta n.º 2: ¿Qué', 'question', [2], 'Pregunta n.º 2:'],
    ['Section B – What', 'section', [2], 'Section B –'],
    ['Part II: What', 'section', [2], 'Part II:'],
  ])('%s', (line, kind, numbers, print) => {
    const [label] = labelsOf(line).labels;
    expect(label).toMatchObject({ kind, numbers, printed: print });
  });

  it.each([
    '1.5 million people',
    '2024. The year',
    '18.00 Geneva time',
    'J. Smith wrote',
    'Questions for States',
    '1º de marzo de 2031',
    'part of the law',
    '3/4/2031',
  ])('is none in: %s', (line) => {
    expect(labelsOf(line).labels).toEqual([]);
  });

  it('can be two at once', () => {
    expect(labelsOf('1. a) What').labels.map((label) => label.printed)).toEqual(['1.', 'a)']);
  });
});

describe('a tree of questions', () => {
  it('keeps a group without a stem, and a request after its parts', () => {
    expect(
      tree(
        'She would welcome answers to one or more of the following questions:',
        '1. a) What is the law?',
        'b) Who made it?',
        'Please attach a copy of it where you can.',
        '2. a) What is the practice?',
        'b) Who suffers from it?',
      ),
    ).toEqual([
      '1. ∅',
      '  a) What is the law?',
      '  b) Who made it?',
      '  · Please attach a copy of it where you can.',
      '2. ∅',
      '  a) What is the practice?',
      '  b) Who suffers from it?',
    ]);
  });

  it('goes four levels down', () => {
    expect(
      tree(
        'Questions',
        'I. Law',
        '1. Which laws are there? In particular:',
        'a. on streets?',
        '(i) in towns?',
        '(ii) in villages?',
        'b. on squares?',
        '2. Who applies them?',
        'II. Practice',
        '3. What happens?',
      ),
    ).toEqual([
      '[heading] I. Law',
      '  1. Which laws are there? In particular:',
      '    a. on streets?',
      '      (i) in towns?',
      '      (ii) in villages?',
      '    b. on squares?',
      '  2. Who applies them?',
      '[heading] II. Practice',
      '  3. What happens?',
    ]);
  });

  it('tells an i that is a letter from one that is a number', () => {
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    expect(tree('Questions', ...letters.map((letter) => `${letter}) What is ${letter}?`))).toHaveLength(10);
    expect(tree('Questions', '1. What?', 'i. who?', 'ii. where?', 'iii. when?', 'iv. why?', 'v. how?')).toEqual([
      '1. What?',
      '  i. who?',
      '  ii. where?',
      '  iii. when?',
      '  iv. why?',
      '  v. how?',
    ]);
  });

  it('tells two depths of one mark by how far they are set in', () => {
    expect(
      tree('Questions', '1. What is the law?', '    1. In towns?', '    2. In villages?', '2. Who applies it?'),
    ).toEqual(['1. What is the law?', '  1. In towns?', '  2. In villages?', '2. Who applies it?']);
  });

  it('joins a second paragraph to its question', () => {
    expect(tree('Questions', '1. Is there a law?', 'If yes, please describe it.', '2. Who applies it?')).toEqual([
      '1. Is there a law? If yes, please describe it.',
      '2. Who applies it?',
    ]);
  });

  it('reads labels on lines of their own, and leaves out room for answers', () => {
    expect(
      tree('Questions', '1.', 'What is the law?', 'Answer:', '______', '2.', 'Who applies it?', 'Answer:'),
    ).toEqual(['1. What is the law?', '2. Who applies it?']);
  });

  it('takes topics for questions where the call asks for them', () => {
    expect(
      tree('The Panel would welcome information on the following topics:', '• Noise', '• Light', '• Dust'),
    ).toEqual(['• Noise', '• Light', '• Dust']);
  });

  it('finds questions without labels under their headings', () => {
    expect(
      tree(
        'Call for input on streets',
        '',
        'Comments may address one or more of the following topics. All are welcome.',
        '',
        'The law',
        '',
        'What is the law? Who made it?',
        '',
        'The practice',
        '',
        'What is done?',
      ),
    ).toEqual([
      '[heading] · The law',
      '  · What is the law? Who made it?',
      '[heading] · The practice',
      '  · What is done?',
    ]);
  });

  it.each([
    [
      'rules for sending',
      'Submissions should:',
      ['• not exceed 1,000 words;', '• be sent to a@example.org;', '• be in English.'],
    ],
    ['addressees', 'The Panel invites submissions from:', ['• States;', '• civil society;', '• academics.']],
    ['aims', 'The report will examine:', ['• the law on streets;', '• the practice;', '• good examples.']],
  ])('leaves out a list of %s', (_, stem, items) => {
    expect(tree('Call for input on streets', '', stem, ...items)).toEqual([]);
  });

  it('ends where the rules for sending begin', () => {
    expect(
      tree(
        'Questions',
        '1. What is the law?',
        '2. Who applies it?',
        'How to submit',
        '1. Send your answers to a@example.org.',
        '2. Keep to 1,000 words.',
      ),
    ).toEqual(['1. What is the law?', '2. Who applies it?']);
  });
});
