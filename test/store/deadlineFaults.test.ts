/**
 * The reader of questionnaire files on deadlines: a weekday in the words must agree with the date, in three languages,
 * and a zone must name one clock. Each problem is shown at its place.
 */
import { describe, expect, it } from 'vitest';
import { parseQuestionnaire } from '../../src/store/questionnaires.ts';

/** A right file but for its deadlines. 15 February 2024 was a Thursday. */
function problemsOf(deadlines: string, words: string, top = ''): string[] {
  const source = `id: water
provenance:
  languages: { en: official, fr: unofficial, es: unofficial }
  text: { en: "${words}. What?" }
title: { en: Water }
shortTitle: { en: Water }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines:
${deadlines}questions: [{ id: q1, text: { en: What? } }]
${top}`;
  return parseQuestionnaire('water.yaml', source).problems.map(
    ({ line, column, rule, message }) => `${line}:${column} ${rule}: ${message}`,
  );
}
const inEnglish = (words: string): string[] =>
  problemsOf(`  - wording: { en: "${words}" }\n    date: 2024-02-15\n`, words);
const translated = (language: string, words: string): string[] =>
  problemsOf(`  - wording: { en: by then, ${language}: "${words}" }\n    date: 2024-02-15\n`, 'by then');

describe('a weekday', () => {
  it.each([
    'by Thursday 15 February 2024',
    'THURSDAY, 15 February 2024',
    'by 15 February 2024 (Thursday)',
    'by Thu. 15 February',
    'Thurs, Feb. 15',
    'by 15 February 2024',
    'extended from Monday 5 February to Thursday 15 February',
    'by midnight between Wednesday 14 and Thursday 15 February',
    'as the Fridays group asked, by 15 February',
    'sat on by 15 February; the sun 2024',
  ])('that agrees, or is none: %s', (words) => {
    expect(inEnglish(words)).toEqual([]);
  });

  it.each([
    ['by Friday 15 February 2024', 'Friday'],
    ['by 15 February 2024 (monday)', 'monday'],
    ['by Fri 15 February', 'Fri'],
    ['Wed., Feb. 15', 'Wed.'],
  ])('that does not, in English: %s', (words, name) => {
    expect(inEnglish(words)).toEqual([
      `9:20 deadlines.0.wording.en: "${name}" does not agree with the date: 2024-02-15 is a Thursday; look the call up and correct the one that is wrong`,
    ]);
  });

  it.each([
    ['fr', 'avant le jeudi 15 février 2024', null],
    [
      'fr',
      'avant le mercredi 15 février 2024',
      '"mercredi" does not agree with the date: 2024-02-15 is a Thursday (jeudi)',
    ],
    ['fr', 'd’ici au mar. 15 février', '"mar." does not agree with the date: 2024-02-15 is a Thursday (jeudi)'],
    ['fr', 'le 15 mars, soit 15 mar. 24', null],
    ['es', 'antes del jueves 15 de febrero', null],
    [
      'es',
      'antes del miércoles 15 de febrero',
      '"miércoles" does not agree with the date: 2024-02-15 is a Thursday (jueves)',
    ],
    ['es', 'hasta el Sábado 15 de febrero', '"Sábado" does not agree with the date: 2024-02-15 is a Thursday (jueves)'],
    ['es', 'hasta el sabado 15 de febrero', '"sabado" does not agree with the date: 2024-02-15 is a Thursday (jueves)'],
  ])('in %s: %s', (language, words, problem) => {
    const expected =
      problem === null
        ? []
        : [`9:33 deadlines.0.wording.${language}: ${problem}; look the call up and correct the one that is wrong`];
    expect(translated(language, words)).toEqual(expected);
  });

  it('must agree in what a deadline was before, too', () => {
    const was = '    was:\n      - wording: { en: by Friday 1 February }\n        date: 2024-02-01\n';
    expect(problemsOf(`  - wording: { en: by then }\n    date: 2024-02-15\n${was}`, 'by then')).toEqual([
      '12:24 deadlines.0.was.0.wording.en: "Friday" does not agree with the date: 2024-02-01 is a Thursday; look the call up and correct the one that is wrong',
    ]);
  });
});

describe('a zone', () => {
  const zoned = (zone: string, top = ''): string[] =>
    problemsOf(`  - wording: { en: by then }\n    date: 2024-02-15\n    zone: ${zone}\n`, 'by then', top);

  it.each(['Europe/Zurich', 'America/Argentina/Buenos_Aires', '-05:00', '"+14:00"', 'UTC', 'CET'])('%s', (zone) => {
    expect(zoned(zone)).toEqual([]);
  });

  it.each(['EST', 'IST', 'BST', 'CST'])('%s has more than one clock', (zone) => {
    expect(zoned(zone)).toEqual([
      `11:11 deadlines.0.zone: "${zone}" can mean several clocks: write a place such as Europe/Zurich, or an offset such as -05:00`,
    ]);
  });

  it('is looked at for the seat of the office too', () => {
    expect(zoned('UTC', 'seat: America/New_York\n')).toEqual([]);
    expect(zoned('UTC', 'seat: EST\n')).toHaveLength(1);
    expect(zoned('UTC', 'seat: Washington\n')).toEqual(['13:7 seat: write the zone as Europe/Zurich or as -05:00']);
  });
});
