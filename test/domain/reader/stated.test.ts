/**
 * Invented calls with the facts that they state written beside them (`calls/*.json`): nothing is given as sure that is
 * wrong, nearly all that is stated is read, and each becomes a questionnaire in the words of the call.
 */
import { describe, expect, it } from 'vitest';
import { deadlineFaults } from '../../../src/domain/deadlineFaults.ts';
import { questionnaireSchema } from '../../../src/domain/questionnaire.ts';
import { questionnaireFrom } from '../../../src/domain/reader/questionnaireFrom.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';
import { wordingFaults } from '../../../src/domain/wording.ts';
import { outcomesOf, STATED, statedOf, textOfCall } from './stated.ts';

const SHARE_MIN = 0.95;

describe.each(STATED)('%s', (name) => {
  const proposal = readCall(textOfCall(name));

  it('is read without a wrong value that is given as sure', () => {
    const wrong = outcomesOf(proposal, statedOf(name)).filter(({ outcome }) => outcome === 'wrong as sure');
    expect(wrong).toEqual([]);
  });

  it('becomes a questionnaire in its own words', () => {
    const { questionnaire } = questionnaireFrom(proposal, { title: 'A title' });
    expect(questionnaire === null).toBe(proposal.questions.length === 0);
    if (questionnaire === null) return;
    const parsed = questionnaireSchema.parse(questionnaire);
    expect(wordingFaults(parsed)).toEqual([]);
    expect(deadlineFaults(parsed)).toEqual([]);
  });
});

it('reads nearly all that the calls state', () => {
  const outcomes = STATED.flatMap((name) =>
    outcomesOf(readCall(textOfCall(name)), statedOf(name)).map((one) => ({ name, ...one })),
  );
  const stated = outcomes.filter((one) => one.stated);
  const right = stated.filter(({ outcome }) => outcome === 'right');
  expect(stated.length).toBeGreaterThan(400);
  expect({
    share: right.length / stated.length >= SHARE_MIN,
    wrong: outcomes.filter(({ outcome }) => outcome !== 'right').slice(20),
  }).toEqual({ share: true, wrong: [] });
});

describe('the tree as a questionnaire has it', () => {
  const made = (name: string) => {
    const { questionnaire } = questionnaireFrom(readCall(textOfCall(name)), { title: 'A title' });
    if (questionnaire === null) throw new Error('it asks questions');
    return questionnaireSchema.parse(questionnaire);
  };

  it('puts the fields of a case under one record', () => {
    const [record, ...others] = made('en-standing-cases').questions;
    expect(others).toEqual([]);
    expect(record).toMatchObject({ id: 'case', kind: 'record', text: { en: 'Please provide, for each case:' } });
    expect(record?.children).toHaveLength(5);
    expect(record?.asks.map(({ kind }) => kind)).toEqual(['records']);
  });

  it('numbers questions through where their labels do', () => {
    const ids = made('en-climate-questionnaire').questions.flatMap(({ id, children }) => [
      id,
      ...children.map((child) => child.id),
    ]);
    expect(ids).toEqual(['s1', 'q1-1', 'q1-2', 's2', 'q2-1', 'q2-2', 's3', 'q3-1', 'q4']);
  });

  it('names the groups that a set of questions is for', () => {
    const { questions, addressees } = made('en-joint-modules');
    expect(questions.map((node) => node.addressees)).toEqual([[], ['states'], ['business']]);
    expect(addressees.value?.map(({ id }) => id)).toEqual(expect.arrayContaining(['states', 'business']));
  });

  it('ties a follow-up to the words that make it one', () => {
    const [first] = made('es-tematico-anidado').questions;
    expect(first?.children[0]?.condition?.wording).toEqual({ es: 'En caso afirmativo' });
    expect(first?.condition).toBeNull();
  });
});

describe('rules of the document', () => {
  it('are read with their words', () => {
    const { questionnaire } = questionnaireFrom(readCall(textOfCall('en-review-guidelines')));
    const parsed = questionnaireSchema.parse(questionnaire);
    expect(parsed.layout.value).toMatchObject({ font: 'Times New Roman', size: 12, numberedPages: true });
    expect(parsed.length.value).toMatchObject([
      { maximum: 2815, when: { signed: 'individual' }, counts: { footnotes: 'excluded', annexes: 'excluded' } },
      { maximum: 5630, when: { signed: 'joint' } },
    ]);
    expect(parsed.channels).toMatchObject([
      { kind: 'portal', use: 'main' },
      { kind: 'email', use: 'fallback', to: ['ppr-support@example.org'] },
    ]);
    expect(parsed.joint.value).toMatchObject({ listed: 'start' });
    expect(parsed.countryScope.value).toMatchObject({ each: true });
    expect(parsed.languageUse.value).toMatchObject({ demand: 'preferred' });
    expect(parsed.fileTypes.value).toEqual({ accepted: ['docx'], refused: ['pdf'] });
    expect(parsed.tasks).toMatchObject([{ address: 'https://ppr-portal.example.org' }]);
  });

  it('keeps limits apart by the groups that they are for', () => {
    const { questionnaire } = questionnaireFrom(readCall(textOfCall('fr-lettre-etats')), { title: 'Titre' });
    expect(questionnaireSchema.parse(questionnaire).length.value).toMatchObject([
      { unit: 'pages', maximum: 8, when: { addressee: 'states' } },
      { unit: 'pages', maximum: 4, when: { addressee: 'civil-society' } },
    ]);
  });
});
