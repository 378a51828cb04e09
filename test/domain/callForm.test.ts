/** The form of a call: what nobody changes stays to the last comma, what is changed is read, and nothing else moves. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editedCall } from '../../src/domain/callEdits.ts';
import { formFrom, formOf, LISTS, type CallForm, type ListName } from '../../src/domain/callForm.ts';
import { baseOf, readingsOf, taken, withoutStandIns } from '../../src/domain/callReading.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import { readCall } from '../../src/domain/reader/readCall.ts';
import { parseQuestionnaire, readQuestionnaires } from '../../src/store/questionnaires.ts';
import { writeQuestionnaire } from '../../src/store/yamlOut.ts';
import { ROOT } from '../cast.ts';

const FOLDER = join(ROOT, 'test/domain/reader/calls');
const calls = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));
const served = readQuestionnaires(join(ROOT, 'questionnaires')).questionnaires.all();

/** The form as a browser sends it. */
function sent(form: CallForm): Record<string, string> {
  const fields: Record<string, string> = { ...form.single };
  for (const [name, words] of Object.entries(form.words)) fields[`words.${name}`] = words;
  for (const list of Object.keys(LISTS) as ListName[]) {
    form.lists[list].forEach((row, at) => {
      for (const [name, value] of Object.entries(row)) fields[`${list}.${at}.${name}`] = value.replaceAll('\n', '\r\n');
    });
  }
  return fields;
}

const SMALL = `Call for input: Streets at night\n\nSubmissions should be sent by 14 March 2031 to streets@example.org. They should not exceed 2,000 words.\n\nQuestions\n\n1. Who cleans the streets?\n\na) By day?\n\nb) By night?\n\n2. Who lights the streets?`;
const small = baseOf(readCall(SMALL));

function edited(changes: (form: CallForm) => CallForm, base = small): Questionnaire {
  const result = editedCall(base, changes(formOf(base)), base.id, base.version);
  if (result.questionnaire === null) throw new Error(JSON.stringify(result.problems));
  return result.questionnaire;
}
const single =
  (values: Record<string, string>) =>
  (form: CallForm): CallForm => ({ ...form, single: { ...form.single, ...values } });
const list =
  (name: ListName, rows: (before: CallForm['lists'][ListName]) => CallForm['lists'][ListName]) =>
  (form: CallForm): CallForm => ({
    ...form,
    lists: { ...form.lists, [name]: rows(form.lists[name]) },
  });

describe('a form that nobody changes', () => {
  it.each(calls)('gives back what was read of %s', (name) => {
    const proposal = readCall(readFileSync(join(FOLDER, name), 'utf8'));
    const base = baseOf(proposal);
    const form = withoutStandIns(formOf(base), proposal);
    const { questionnaire, problems } = editedCall(base, formFrom(sent(form)), base.id, base.version);
    if (proposal.title.found === null || proposal.questions.length === 0) expect(problems.length).toBeGreaterThan(0);
    else expect(questionnaire).toEqual(base);
  });

  it.each(served.map(({ questionnaire }) => [questionnaire.id, questionnaire] as const))(
    'gives back the questionnaire %s, with all that the form does not show',
    (_, questionnaire) => {
      const { id, version } = questionnaire;
      expect(editedCall(questionnaire, formFrom(sent(formOf(questionnaire))), id, version).questionnaire).toEqual(
        questionnaire,
      );
    },
  );
});

describe('a change', () => {
  it('replaces its own value, and leaves the words and all others', () => {
    const after = edited(single({ title: 'Our streets', fileTypes: 'Word, .PDF', opening: '2031-01-01' }));
    expect(after).toEqual({
      ...small,
      title: { en: 'Our streets' },
      fileTypes: { wording: null, value: { accepted: ['docx', 'pdf'], refused: [] }, force: 'inferred' },
      opening: { wording: null, value: '2031-01-01', force: 'inferred' },
    });
  });

  it('keeps what the form does not show of a deadline', () => {
    const was = [{ wording: { en: '1 March 2031' }, date: '2031-03-01', relation: null, time: null, zone: null }];
    const base = { ...small, deadlines: small.deadlines.map((one) => ({ ...one, was })) };
    const [deadline] = edited(
      list('deadlines', (rows) => rows.map((row) => ({ ...row, time: '18:00' }))),
      base,
    ).deadlines;
    expect(deadline).toMatchObject({ time: '18:00', date: '2031-03-14', was });
  });

  it('reads numbers as people write them', () => {
    const limit = (maximum: string): unknown =>
      edited(list('limits', (rows) => rows.map((row) => ({ ...row, maximum })))).length.value?.[0]?.maximum;
    expect(['3,000', '3 000', '3.000', '3000', '2.5', '2,5'].map(limit)).toEqual([3000, 3000, 3000, 3000, 2.5, 2.5]);
  });

  it('keeps the ids of questions, and gives new ones to new lines', () => {
    const before = formOf(small).lists.questions;
    expect(before.map(({ at, depth }) => [at, depth])).toEqual([
      ['q1', '0'],
      ['q1-a', '1'],
      ['q1-b', '1'],
      ['q2', '0'],
    ]);
    const added = { at: '', depth: '1', kind: 'question', label: 'c)', text: 'At dawn?' };
    const { questions } = edited(
      list('questions', ([one, a, , two]) => [one!, { ...a!, text: 'By daylight?' }, added, { ...two!, depth: '5' }]),
    );
    expect(questions).toMatchObject([
      {
        id: 'q1',
        children: [
          { id: 'q1-a', text: { en: 'By daylight?' } },
          { label: 'c)', children: [{ id: 'q2' }] },
        ],
      },
    ]);
    const [, fresh] = questions[0]!.children;
    expect(['q1', 'q1-a', 'q1-b', 'q2']).not.toContain(fresh?.id);
  });

  it('moves all texts with the language', () => {
    const after = edited(single({ language: 'fr' }));
    expect(after.provenance.languages).toEqual({ fr: 'repost' });
    expect(Object.keys(after.questions[0]!.text!)).toEqual(['fr']);
    expect(after.deadlines[0]?.wording).toEqual({ fr: small.deadlines[0]!.wording['en'] });
  });

  it('takes a rule away that is emptied', () => {
    const after = edited((form) => list('limits', () => [])(list('deadlines', () => [])(form)));
    expect(after.deadlines).toEqual([]);
    expect(after.length).toEqual({ wording: null, value: null, force: 'binding' });
  });

  it('of any kind is a questionnaire or a problem with a field, and is written as a file that reads back', () => {
    const word = fc.constantFrom(
      '',
      'x',
      '2031-02-30',
      '2031-02-28',
      '18:00',
      'a@example.org',
      'fr',
      '-05:00',
      '12',
      '"q": #x\n- y',
      ' ',
      'constructor',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(sent(formOf(small)))), word), (changes) => {
        const result = editedCall(small, formFrom({ ...sent(formOf(small)), ...changes }), 'own', 1);
        if (result.questionnaire === null)
          return result.problems.length > 0 && result.problems.every(({ field }) => field !== '');
        const yaml = parseQuestionnaire('x', writeQuestionnaire(result.questionnaire));
        // The words that somebody typed need not stand in the text; nothing else may be wrong with the file.
        return yaml.problems.every(({ message }) => /copy the call to the letter|agree with the date/.test(message));
      }),
      { numRuns: 150 },
    );
  });
});

describe('a reading that is not certain', () => {
  it('is not in the form before somebody takes it', () => {
    const proposal = readCall(SMALL.replace('14 March 2031', '3/4/2031'));
    const form = formOf(baseOf(proposal));
    expect(form.lists.deadlines).toEqual([]);
    const dates = readingsOf(proposal).candidates.filter(({ field }) => field === 'deadlines');
    expect(dates.map(({ fills }) => fills['date'])).toEqual(['2031-04-03', '2031-03-04']);
    expect(taken(form, dates[1]!, proposal.text).lists.deadlines).toMatchObject([{ at: '', date: '2031-03-04' }]);
  });
});
