/**
 * What `npm run call -- check` says of a file: contradictions that stop it, what is worth a second look, ids that changed
 * since the version before. And the shortest file that there is, the template, and the schema for editors.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileSchema } from '../../src/domain/fileSchema.ts';
import { questionnaireSchema } from '../../src/domain/questionnaire.ts';
import { checkFiles } from '../../src/store/callCheck.ts';
import { parseQuestionnaire } from '../../src/store/questionnaires.ts';

const SHORT = `id: wells
language: en
provenance:
  address: https://www.example.org/call
  text: 'Write to calls@example.org by 1 March 2027, at most 2,000 words. What helps? What hinders?'
title: Wells
issuers: [Special Rapporteur on examples]
deadlines:
  - { wording: by 1 March 2027, date: 2027-03-01, relation: by }
channels:
  - { kind: email, to: calls@example.org }
subject: Input on wells
length: { wording: 'at most 2,000 words', value: [{ unit: words, maximum: 2000 }] }
questions:
  - What helps?
  - { id: hinders, text: What hinders? }
`.replace('subject: Input on wells\n', '');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aide-memoire-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}

/** One finding a line: "kind line:column rule: message". */
function said(source: string, since?: string): string[] {
  const file = put('wells.yaml', source);
  const earlier = since === undefined ? null : put('earlier.yaml', since);
  return checkFiles([file], earlier).map(
    ({ kind, line, column, rule, message }) => `${kind} ${line}:${column} ${rule}: ${message}`,
  );
}

/** The short file with one run of it exchanged, which must be there. */
function changed(run: string, replacement: string): string {
  expect(SHORT).toContain(run);
  return SHORT.replace(run, replacement);
}

describe('the shortest file', () => {
  it('says everything once, in plain lines', () => {
    const { questionnaire, problems } = parseQuestionnaire('wells.yaml', SHORT);
    expect(problems).toEqual([]);
    expect(questionnaire).toMatchObject({
      title: { en: 'Wells' },
      shortTitle: { en: 'Wells' },
      provenance: { languages: { en: 'repost' } },
      issuers: [{ name: { en: 'Special Rapporteur on examples' }, body: 'other' }],
      channels: [{ kind: 'email', to: ['calls@example.org'] }],
      questions: [
        { id: 'q1', text: { en: 'What helps?' }, kind: 'question' },
        { id: 'hinders', text: { en: 'What hinders?' } },
      ],
    });
    expect(said(SHORT)).toEqual([]);
  });

  it('is what a snapshot of it gives back', () => {
    const { questionnaire } = parseQuestionnaire('wells.yaml', SHORT);
    expect(questionnaireSchema.parse(JSON.parse(JSON.stringify(questionnaire)))).toEqual(questionnaire);
  });

  it('must say its language', () => {
    expect(said(changed('language: en\n', ''))).toEqual([
      'problem 1:1 language: say which language the texts are in, such as "language: en"',
    ]);
  });
});

describe('rules that cannot hold together', () => {
  it.each([
    [
      'at least more than at most',
      'maximum: 2000',
      'maximum: 2000, minimum: 2500',
      'minimum: at least 2500 and at most 2000 cannot both hold',
    ],
    ['a limit without a number', ', maximum: 2000', '', '0: give the limit a maximum or a minimum'],
    [
      'two limits on the same',
      'maximum: 2000 }',
      'maximum: 2000 }, { unit: words, maximum: 900 }',
      'maximum: an earlier limit on the same allows 2000: say for whom each is (when), or of what (scope)',
    ],
  ])('%s', (_, run, replacement, message) => {
    const [only, ...others] = said(changed(run, replacement));
    expect(others).toEqual([]);
    expect(only).toMatch(/^problem 1\d:\d+ length\.value\./);
    expect(only).toContain(message);
  });

  it('lets limits stand beside each other that are for different people', () => {
    const both = 'maximum: 2000, when: individual }, { unit: words, maximum: 4000, when: { signed: joint } }';
    const source = changed('maximum: 2000 }', both).replaceAll('at most 2,000 words', 'at most 2,000 or 4,000 words');
    expect(said(source)).toEqual([]);
  });

  it('names a slot of the subject that nothing fills', () => {
    const subject = "subject: { kind: pattern, value: 'Input – {organistion}' }\nquestions:";
    const [only] = said(changed('questions:', subject));
    expect(only).toMatch(
      /^problem \d+:\d+ subject\.value\.en: nothing fills "\{organistion\}": use one of organisation, /,
    );
    const described = subject.replace(' }\n', ", slots: { organistion: { label: 'Name' } } }\n");
    expect(said(changed('questions:', described))).toEqual([]);
  });

  it('names a group, a question and a period that cannot be', () => {
    expect(said(changed('text: What hinders?', 'text: What hinders?, addressees: [states]'))).toEqual([
      expect.stringContaining('questions.1.addressees.0: name the group "states" under addressees first') as string,
    ]);
    expect(said(changed('text: What hinders?', 'text: What hinders?, condition: { of: q7 }'))).toEqual([
      expect.stringContaining('questions.1.condition.of: there is no question with the id "q7"') as string,
    ]);
    expect(said(changed('questions:', 'period: { value: { from: 2024-05-01, to: 2024-04-01 } }\nquestions:'))).toEqual([
      expect.stringContaining('period.value.to: the period ends before it begins (2024-05-01)') as string,
    ]);
  });
});

describe('what is worth a second look', () => {
  it.each([
    [
      'another date than the words',
      'date: 2027-03-01',
      'date: 2027-03-02',
      /deadlines\.0\.wording.*these words say 2027-03-01/,
    ],
    [
      'another number than the words',
      'maximum: 2000',
      'maximum: 2500',
      /length\.value\.0: the wording \(en\) says 2000, and not 2500/,
    ],
    [
      'another mailbox than the words',
      'to: calls@example.org',
      'to: call@example.org, wording: Write to calls@example.org',
      /"call@example.org" does not stand in these words/,
    ],
    [
      'a translation that is missing',
      'address: https',
      'languages: { en: official, fr: unofficial }, address: https',
      /missing in fr/,
    ],
  ])('%s', (_, run, replacement, message) => {
    const source = changed(run, replacement).replace(
      /provenance:\n {2}languages: (\{.*?\}), /,
      'provenance:\n  languages: $1\n  ',
    );
    const found = said(source);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((line) => line.startsWith('advice '))).toBe(true);
    expect(found[0]).toMatch(message);
  });

  it('asks for the text of the call', () => {
    expect(said(SHORT.replace(/ {2}text: .*\n/, ''))).toEqual([
      expect.stringMatching(/^advice \d:\d provenance: add the whole text of the call/) as string,
    ]);
  });

  it('knows numbers in words, in each language', () => {
    const five = changed(
      "'at most 2,000 words', value: [{ unit: words, maximum: 2000 }]",
      "'five pages', value: [{ unit: pages, maximum: 5 }]",
    );
    const text = (words: string): string =>
      five.replace('at most 2,000 words', words).replace("'five pages'", `'${words}'`);
    expect(said(text('five pages'))).toEqual([]);
    expect(said(text('cinq pages').replace('language: en', 'language: fr'))).toEqual([]);
    expect(said(text('seis páginas').replace('language: en', 'language: es'))).toEqual([
      expect.stringContaining('says 6, and not 5') as string,
    ]);
  });
});

describe('a newer version', () => {
  it('keeps the ids of its questions', () => {
    const newer = SHORT.replace('title: Wells', 'version: 2\ntitle: Wells').replace('id: hinders', 'id: obstacles');
    expect(said(newer, SHORT)).toEqual([
      expect.stringMatching(/^advice 16:\d+ questions\.1\.id: this question was "hinders" in version 1/) as string,
    ]);
  });

  it('names a question whose id another one had, and one that is gone', () => {
    const moved = SHORT.replace('title: Wells', 'version: 2\ntitle: Wells')
      .replace('  - What helps?\n', '  - What hinders?\n')
      .replace('  - { id: hinders, text: What hinders? }\n', '');
    expect(said(moved, SHORT)).toEqual([
      expect.stringContaining('"q1" was another question in version 1; this one was "hinders"') as string,
    ]);
    const shorter = SHORT.replace('title: Wells', 'version: 2\ntitle: Wells').replace(
      '  - { id: hinders, text: What hinders? }\n',
      '',
    );
    expect(said(shorter, SHORT)).toEqual([
      expect.stringContaining('"hinders" of version 1 is no longer asked') as string,
    ]);
  });

  it('has a higher number', () => {
    expect(said(changed('title: Wells', 'title: Wells and springs'), SHORT)).toEqual([
      expect.stringContaining('version: raise the version to 2: the file has changed since') as string,
    ]);
  });
});

describe('several files', () => {
  it('must not share an id', () => {
    const [first, second] = [put('a.yaml', SHORT), put('b.yaml', SHORT)];
    expect(checkFiles([first, second], null)).toMatchObject([
      { file: second, line: 1, rule: 'id', kind: 'problem', message: `choose another id: ${first} has "wells"` },
    ]);
  });

  it('says of a file that cannot be read that it cannot', () => {
    expect(checkFiles([join(folder, 'none.yaml')], null)).toMatchObject([{ kind: 'problem', rule: 'file' }]);
  });
});

describe('what comes with the program', () => {
  it.each(['templates/call.yaml', 'ep-candidates.yaml', 'ie-solidarity-hrc56.yaml'])('%s is in order', (name) => {
    expect(checkFiles([join('questionnaires', name)], null)).toEqual([]);
  });

  it('has the schema that the program checks with', () => {
    const stored = JSON.parse(readFileSync('questionnaires/questionnaire.schema.json', 'utf8')) as object;
    expect(stored).toEqual(JSON.parse(JSON.stringify(fileSchema())));
  });
});
