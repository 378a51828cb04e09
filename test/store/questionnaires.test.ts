/**
 * The reader of questionnaire files: what it serves, and that each kind of mistake is shown at its place with what to
 * do. The table holds one broken file a line; the files are made from one that is right.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, parseQuestionnaire, readQuestionnaires } from '../../src/store/questionnaires.ts';

const RIGHT = `id: water
provenance:
  languages: { en: official, fr: unofficial }
  text:
    en: >-
      Please write to calls@example.org by 1 March 2024.


      What stands
      in your way?
title: { en: Water, fr: Eau }
shortTitle: { en: Water }
issuers:
  - name: { en: Special Rapporteur }
deadlines:
  - wording: { en: by 1 March 2024 }
    date: 2024-03-01
channels:
  - kind: email
    to: [calls@example.org]
questions:
  - id: q1
    label: 1)
    text: { en: What stands in your way?, fr: Quoi ? }
    asks:
      - { id: who, kind: choice, scale: extent, label: { en: Who } }
`;

/** The right file with one run of it exchanged, which must be there. */
function wrong(run: string, replacement: string): string {
  expect(RIGHT).toContain(run);
  return RIGHT.replace(run, replacement);
}

const problemsOf = (source: string): string[] =>
  parseQuestionnaire('water.yaml', source).problems.map(
    ({ file, line, column, rule, message }) => `${file}:${line}:${column} ${rule}: ${message}`,
  );

describe('a file that is right', () => {
  it('is read with its defaults', () => {
    const { questionnaire, problems } = parseQuestionnaire('water.yaml', RIGHT);
    expect(problems).toEqual([]);
    expect(questionnaire?.id).toBe('water');
    expect(questionnaire?.provenance.text['en']).toBe(
      'Please write to calls@example.org by 1 March 2024.\n\nWhat stands in your way?',
    );
    expect(questionnaire?.length).toEqual({ wording: null, value: null, force: 'binding' });
  });

  it('may repeat a part through an alias', () => {
    const source = wrong('{ en: Water, fr: Eau }', '&name { en: Water }').replace(
      'shortTitle: { en: Water }',
      'shortTitle: *name',
    );
    expect(parseQuestionnaire('water.yaml', source).questionnaire?.shortTitle).toEqual({ en: 'Water' });
  });

  it('is the same with a byte order mark and with the line ends of Windows', () => {
    const plain = parseQuestionnaire('water.yaml', RIGHT).questionnaire;
    expect(plain).not.toBeNull();
    expect(parseQuestionnaire('water.yaml', `\uFEFF${RIGHT.replaceAll('\n', '\r\n')}`).questionnaire).toEqual(plain);
  });
});

const BROKEN: readonly (readonly [what: string, source: () => string, problems: readonly string[]])[] = [
  [
    'an unknown rule',
    () => wrong('shortTitle:', 'shortTitel: { en: x }\nshortTitle:'),
    ['12:1 shortTitel: there is no rule "shortTitel" here; did you mean "shortTitle"?'],
  ],
  [
    'an unknown rule deep inside, with nothing near it',
    () => wrong('kind: email\n', 'kind: email\n    colour: red\n'),
    ['20:5 channels.0.colour: there is no rule "colour" here'],
  ],
  [
    'a rule that is missing at the top',
    () => wrong('title: { en: Water, fr: Eau }\n', ''),
    ['1:1 title: add "title": a text, or one entry for each language ("en: …")'],
  ],
  [
    'a rule that is missing in a list',
    () => wrong('    to: [calls@example.org]\n', ''),
    ['19:5 channels.0.to: add "to": a list (each entry on a line that begins with "- "), or a text'],
  ],
  [
    'a rule with nothing after it',
    () => wrong('title: { en: Water, fr: Eau }', 'title:'),
    ['11:1 title: write a text, or one entry for each language ("en: …") after "title:": nothing stands there'],
  ],
  [
    'a list where languages are wanted',
    () => wrong('title: { en: Water, fr: Eau }', 'title: [Water]'),
    ['11:8 title: write a text, or one entry for each language ("en: …") here, not a list'],
  ],
  [
    'languages where a list is wanted',
    () => wrong('[calls@example.org]', '{ en: calls@example.org }'),
    [
      '20:9 channels.0.to: write a list (each entry on a line that begins with "- "), or a text here, not rules with names',
    ],
  ],
  [
    'a number where a text is wanted',
    () => wrong('label: 1)', 'label: 1.5'),
    ['23:12 questions.0.label: put quotes around "1.5", to make it a text'],
  ],
  [
    'a place for signatories that there is not',
    () => wrong('questions:', 'joint: { value: { listed: beginning } }\nquestions:'),
    ['21:27 joint.value.listed: write one of start, footnote, end, not "beginning"'],
  ],
  [
    'a limit for nobody',
    () => wrong('questions:', 'length: { value: [{ unit: pages, when: both }] }\nquestions:'),
    ['21:40 length.value.0.when: write one of joint, individual, not "both"'],
  ],
  [
    'words on joint submissions that the call does not say',
    () => wrong('questions:', 'joint: { wording: { en: names first }, value: {} }\nquestions:'),
    ['21:25 joint.wording.en: copy the call to the letter: "names first" does not stand in provenance.text.en'],
  ],
  [
    'a word that is none of the choices',
    () => wrong('scale: extent', 'scale: extend'),
    ['26:41 questions.0.asks.0.scale: write one of yes-no, extent, not "extend"; did you mean "extent"?'],
  ],
  [
    'a kind that does not exist',
    () => wrong('kind: choice', 'kind: essay'),
    [
      '26:26 questions.0.asks.0.kind: write one of choice, ticks, rows, recommendations, records, comments, not "essay"',
    ],
  ],
  [
    'a kind that is missing',
    () => wrong('kind: choice, ', ''),
    ['26:9 questions.0.asks.0.kind: add "kind": one of choice, ticks, rows, recommendations, records, comments'],
  ],
  [
    'a date in words',
    () => wrong('2024-03-01', '1 March 2024'),
    ['17:11 deadlines.0.date: write the date as year-month-day, for example 2024-02-15'],
  ],
  [
    'a day that does not exist',
    () => wrong('2024-03-01', '2024-02-30'),
    ['17:11 deadlines.0.date: write the date as year-month-day, for example 2024-02-15'],
  ],
  [
    'a zone that does not exist',
    () => wrong('2024-03-01', '2024-03-01\n    zone: Geneva'),
    ['18:11 deadlines.0.zone: write the zone as Europe/Zurich or as -05:00'],
  ],
  [
    'an address that is none',
    () => wrong('[calls@example.org]', '[calls at example.org]'),
    ['20:10 channels.0.to.0: write one email address, such as name@example.org'],
  ],
  [
    'a web address that is a script',
    () => wrong('provenance:\n', "provenance:\n  address: 'javascript:alert(1)'\n"),
    ['3:12 provenance.address: write the whole address of the page, from https:// on'],
  ],
  [
    'a language that is none',
    () => wrong('shortTitle: { en', 'shortTitle: { english'),
    ['12:15 shortTitle.english: use a language code such as fr or pt-BR'],
  ],
  [
    'an id with capitals',
    () => wrong('id: water', 'id: Water'),
    ['1:5 id: use small letters, digits and single hyphens'],
  ],
  [
    'two questions with one id',
    () => `${RIGHT}  - { id: q1, text: { en: What stands } }\n`,
    ['27:11 questions.1.id: the id "q1" is used twice'],
  ],
  [
    'two ticks with one id',
    () =>
      wrong(
        'kind: choice, scale: extent,',
        'kind: ticks, options: [{ id: a, text: { en: A } }, { id: a, text: { en: B } }],',
      ),
    ['26:77 questions.0.asks.0.options.1.id: the id "a" is used twice'],
  ],
  [
    'a tick with a name that the form needs',
    () =>
      wrong(
        'kind: choice, scale: extent,',
        'kind: ticks, options: [{ id: ticked, text: { en: A } }, { id: b, text: { en: B } }],',
      ),
    ['26:49 questions.0.asks.0.options.0.id: this id is used by the program itself; choose another'],
  ],
  [
    'a subject of two lines',
    () => `${RIGHT}subject:\n  kind: exact\n  value: { en: "What stands\\nin your way?" }\n`,
    ['29:10 subject.value: write the subject on one line'],
  ],
  [
    'words of an ask that the question does not have',
    () => wrong('label: { en: Who }', 'label: { en: Who }, wording: { en: your path }'),
    ['26:84 questions.0.asks.0.wording.en: these words do not stand in the text of the question'],
  ],
  [
    'a question that was paraphrased',
    () => wrong('{ en: What stands in your way?', '{ en: What is in your way?'),
    [
      '24:17 questions.0.text.en: copy the call to the letter: "What is in your way?" does not stand in provenance.text.en',
    ],
  ],
  [
    'one paragraph of a background that the call does not have',
    () =>
      `${RIGHT}background:\n  en: |-\n    What stands in your way?\n\n    And why, may we ask, is it that it stands there?\n`,
    [
      '28:7 background.en: copy the call to the letter: "And why, may we ask, is it that it stand…" does not stand in provenance.text.en',
    ],
  ],
  [
    'a deadline in other words than the call has',
    () => wrong('{ en: by 1 March 2024 }', '{ en: by March 1st }'),
    ['16:20 deadlines.0.wording.en: copy the call to the letter: "by March 1st" does not stand in provenance.text.en'],
  ],
  [
    'a language without a status',
    () => wrong(', fr: unofficial', ''),
    ['3:14 provenance.languages: add "fr" and its status: the call has texts in it'],
  ],
  [
    'an official language without the text of the call',
    () => wrong('fr: unofficial', 'fr: official'),
    ['5:5 provenance.text: add the whole text of the call in "fr"'],
  ],
  ['a key that stands twice', () => `${RIGHT}id: earth\n`, ['27:1 yaml: the key "id" stands twice here: keep one']],
  [
    'a colon in a text without quotes',
    () => wrong('title: { en: Water, fr: Eau }', 'title:\n  en: Water: a right'),
    ['12:7 yaml: put a text with ": " in it in quotes, or in a block (>-)'],
  ],
  [
    'an apostrophe that ends the text',
    () => wrong('title: { en: Water, fr: Eau }', "title:\n  fr: 'L'eau'"),
    ['12:10 yaml: the text ended before this: put a text with quote marks in it in a block (>-)'],
  ],
  [
    'a tab',
    () => wrong('  languages:', '\tlanguages:'),
    [
      '3:1 yaml: indent with spaces, not with tabs',
      '4:1 yaml: indent this as its neighbours are, and close every bracket',
    ],
  ],
  [
    'a tag',
    () => wrong('id: water', 'id: !secret water'),
    ['1:5 yaml: take this tag away: a questionnaire holds plain values only'],
  ],
  [
    'two documents',
    () => `${RIGHT}---\nid: earth\n`,
    ['27:1 yaml: keep one questionnaire in a file: take away this line and what follows it'],
  ],
  [
    'an alias of nothing',
    () => wrong('id: water', 'id: *name'),
    ['1:5 yaml: write "&name" before the part that "*name" repeats'],
  ],
  [
    'a part that holds itself',
    () => wrong('shortTitle: { en: Water }', 'shortTitle: &self { en: *self }'),
    ['12:25 yaml: "*self" repeats a part that it stands in'],
  ],
  [
    'an empty file',
    () => '# nothing yet\n',
    ['1:1 file: write rules with names ("name: value") here: nothing stands there'],
  ],
  ['a list', () => '- id: water\n', ['1:1 file: write rules with names ("name: value") here, not a list']],
];

describe('a file with a mistake', () => {
  it.each(BROKEN)('%s', (_, source, problems) => {
    expect(problemsOf(source())).toEqual(problems.map((problem) => `water.yaml:${problem}`));
    expect(parseQuestionnaire('water.yaml', source()).questionnaire).toBeNull();
  });

  it('shows every mistake at once, in the order of the file', () => {
    const source = wrong('2024-03-01', 'soon').replace('kind: email', 'kind: mail').replace('id: water', 'id: W');
    expect(parseQuestionnaire('water.yaml', source).problems.map(({ line }) => line)).toEqual([1, 17, 19]);
  });
});

describe('a file that means harm', () => {
  it('cannot unfold its aliases without end', () => {
    const levels = ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join()}]`,
    );
    expect(problemsOf(`a: &a [${Array(9).fill('x').join()}]\n${levels.join('\n')}\n`)).toEqual([
      'water.yaml:1:1 yaml: write the texts out: the aliases of this file unfold to too much',
    ]);
    expect(problemsOf(`a: &a x\nb: [${Array(101).fill('*a').join()}]\n`)).toEqual([
      'water.yaml:2:305 yaml: write the texts out: a file may hold 100 aliases',
    ]);
  });

  it('cannot nest without end', () => {
    const [first] = parseQuestionnaire('water.yaml', '[\n'.repeat(5000)).problems;
    expect(first?.message).toBe('this is nested too deeply to be read');
  });

  it('cannot reach behind the names of rules', () => {
    expect(problemsOf(`${RIGHT}__proto__: { id: earth }\nconstructor: x\n`)).toEqual([
      'water.yaml:27:1 __proto__: there is no rule "__proto__" here',
      'water.yaml:28:1 constructor: there is no rule "constructor" here',
    ]);
  });

  it('shows a hundred mistakes of very many', () => {
    const source = Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(parseQuestionnaire('water.yaml', source).problems).toHaveLength(100);
  });

  it('is not read where it is too large', () => {
    expect(problemsOf(`${RIGHT}#${'é'.repeat(500_000)}`)).toEqual([
      'water.yaml:1:1 file: keep the file under 1000000 bytes',
    ]);
  });
});

describe('a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'questionnaires-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(folder, name), content);
  };

  it('serves the files that are right, whatever the others are', () => {
    write('a-water.yaml', RIGHT);
    write('b-broken.yaml', 'id: [');
    write('c-latin.yaml', Buffer.from(RIGHT.replace('Eau', 'Été'), 'latin1'));
    write('d-earth.yml', RIGHT.replace('id: water', 'id: earth'));
    write('e-large.yaml', `#${' '.repeat(1_000_000)}`);
    mkdirSync(join(folder, 'f-folder.yaml'));
    write('.hidden.yaml', 'id: [');
    write('README.md', 'id: [');
    const { questionnaires, problems } = readQuestionnaires(folder);
    expect(questionnaires.all().map(({ questionnaire }) => questionnaire.id)).toEqual(['water', 'earth']);
    expect(questionnaires.current('earth')?.questionnaire.id).toBe('earth');
    expect(questionnaires.current('fire')).toBeUndefined();
    expect(problems.map(({ file, message }) => [file.slice(folder.length + 1), message])).toEqual([
      ['b-broken.yaml', 'indent this as its neighbours are, and close every bracket'],
      ['c-latin.yaml', 'save the file as UTF-8'],
      ['e-large.yaml', 'keep the file under 1000000 bytes'],
      ['f-folder.yaml', 'this is not a file'],
    ]);
  });

  it('serves the first of two files with one id', () => {
    write('a.yaml', RIGHT);
    write('b.yaml', `# the same again\n${RIGHT.replace('fr: Eau', 'fr: Autre')}`);
    const { questionnaires, problems } = readQuestionnaires(folder);
    expect(questionnaires.all().map(({ questionnaire }) => questionnaire.title['fr'])).toEqual(['Eau']);
    expect(problems).toEqual([
      {
        file: join(folder, 'b.yaml'),
        line: 2,
        column: 5,
        rule: 'id',
        message: 'choose another id: an earlier file has "water"',
      },
    ]);
  });

  it('that is not there is a problem and no crash', () => {
    const { questionnaires, problems } = readQuestionnaires(join(folder, 'none'));
    expect(questionnaires.all()).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual(['this folder cannot be read (ENOENT)']);
  });
});

describe('the hash', () => {
  const hash = (source: string): string => {
    const { questionnaire } = parseQuestionnaire('water.yaml', source);
    if (questionnaire === null) throw new Error('the file must be right');
    return hashOf(questionnaire);
  };

  it('is the same for the same questionnaire, however the file is laid out', () => {
    const moved = `# a comment\n${wrong('shortTitle: { en: Water }\n', '')}shortTitle:\n  en: "Water"\n`;
    expect(hash(RIGHT)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(moved)).toBe(hash(RIGHT));
  });

  it('changes with any word', () => {
    expect(hash(wrong('fr: Eau', 'fr: eau'))).not.toBe(hash(RIGHT));
  });
});
