/**
 * From a proposal to a questionnaire: what the schema and the checks of questionnaire files accept, with the call's own
 * words, and nothing in it that the reader was not sure enough of.
 */
import { describe, expect, it } from 'vitest';
import { deadlineFaults } from '../../../src/domain/deadlineFaults.ts';
import { type Questionnaire, questionnaireSchema } from '../../../src/domain/questionnaire.ts';
import { type Choices, questionnaireFrom } from '../../../src/domain/reader/questionnaireFrom.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';
import { wordingFaults } from '../../../src/domain/wording.ts';
import { call, CALLS } from './calls.ts';

function made(text: string, choices: Choices = {}): Questionnaire {
  const { questionnaire, missing } = questionnaireFrom(readCall(text), choices);
  if (questionnaire === null) throw new Error(`missing: ${missing.join(', ')}`);
  return questionnaireSchema.parse(questionnaire);
}

/** The one that asks no questions. */
const ASKS = CALLS.filter((name) => name !== 'night-work-draft');

describe.each(ASKS)('%s', (name) => {
  it('becomes a questionnaire in the words of the call', () => {
    const questionnaire = made(call(name));
    expect(wordingFaults(questionnaire)).toEqual([]);
    expect(deadlineFaults(questionnaire)).toEqual([]);
  });
});

const SMALL = 'Call for input on streets\n\n1. What is the law?\n2. Who applies it?';

describe('a questionnaire from a call', () => {
  it('says what the text must give', () => {
    expect(questionnaireFrom(readCall(call('night-work-draft'))).missing).toEqual(['questions']);
    expect(questionnaireFrom(readCall('1. What is the law?\n2. Who applies it?')).missing).toEqual(['title']);
    expect(
      questionnaireFrom(readCall('1. What is the law?\n2. Who applies it?'), { title: 'Streets' }).missing,
    ).toBeNull();
  });

  it('leaves out what a call does not say', () => {
    const questionnaire = made(SMALL);
    expect(questionnaire).toMatchObject({
      id: 'call-for-input-on-streets',
      title: { en: 'Call for input on streets' },
      deadlines: [],
      channels: [],
      subject: { kind: 'none', value: null },
      length: { value: null, wording: null },
      publication: { value: null, wording: null },
      answerLanguages: { value: null },
      issuers: [],
      background: null,
      tasks: [],
    });
    expect(questionnaire.questions.map(({ id, label }) => [id, label])).toEqual([
      ['q1', '1.'],
      ['q2', '2.'],
    ]);
  });

  it('leaves out what is unsure', () => {
    const questionnaire = made(
      `${SMALL}\n\nSubmissions should be sent by 3/4/2031, with the subject line Streets Of Ours by email. For questions, contact help@example.org.`,
    );
    expect(questionnaire.deadlines).toEqual([]);
    expect(questionnaire.channels).toEqual([]);
    expect(questionnaire.subject.kind).toBe('none');
  });

  it('marks what it read between the lines', () => {
    const questionnaire = made(call('semillas-plazos'));
    expect(questionnaire.publication.force).toBe('binding');
    expect(questionnaire.addressees.force).toBe('inferred');
    expect(questionnaire.attachments).toMatchObject({
      force: 'inferred',
      wording: { es: 'Pueden adjuntarse anexos.' },
    });
  });

  it('keeps words, value and the deadline that an extension replaced', () => {
    const [deadline] = made(call('library-notice')).deadlines;
    expect(deadline).toMatchObject({ id: 'main', date: '2028-07-21', time: '23:59', zone: '+02:00' });
    expect(deadline?.was).toMatchObject([{ date: '2028-06-30', wording: { en: '30 June 2028' } }]);
  });

  it('names several deadlines apart', () => {
    expect(made(call('semillas-plazos')).deadlines.map(({ id, label }) => [id, label?.['es']])).toEqual([
      ['respuestas-de-los-estados', 'Respuestas de los Estados'],
      ['respuestas-de-la-sociedad-civil-y-demas-partes', 'Respuestas de la sociedad civil y demás partes'],
    ]);
  });

  it('gives a limit to those that it is for, and leaves out what only explains it', () => {
    expect(made(call('islands-session')).length.value).toMatchObject([
      { unit: 'words', maximum: 2800, minimum: null, when: { signed: 'individual' } },
      { unit: 'words', maximum: 5600, minimum: null, when: { signed: 'joint' } },
    ]);
    expect(made(call('semillas-plazos')).length.value).toMatchObject([{ unit: 'words', maximum: 2500, pages: 5 }]);
  });

  it('gives every node of the tree an id of its own', () => {
    const [states, others] = made(call('standing-water-states')).questions;
    expect(states).toMatchObject({ id: 's1', kind: 'heading', text: { en: 'QUESTIONS FOR STATES' } });
    expect(states?.children.map(({ id }) => id)).toEqual(['s1-1', 's1-2']);
    expect(states?.children[0]?.children.map(({ id, label }) => [id, label])).toEqual([
      ['s1-1-1', '1.1'],
      ['s1-1-2', '1.2'],
    ]);
    expect(others?.id).toBe('s2');
  });

  it('follows what a person chose', () => {
    const questionnaire = made(SMALL, {
      id: 'streets',
      title: 'Our streets',
      shortTitle: 'Streets',
      address: 'https://example.org/streets',
      retrieved: '2031-01-02',
      status: 'official',
      language: 'fr',
    });
    expect(questionnaire).toMatchObject({
      id: 'streets',
      title: { fr: 'Our streets' },
      shortTitle: { fr: 'Streets' },
      provenance: { address: 'https://example.org/streets', retrieved: '2031-01-02', languages: { fr: 'official' } },
    });
  });

  it('keeps the whole text', () => {
    const proposal = readCall(call('archives-tard'));
    expect(made(call('archives-tard')).provenance.text).toEqual({ fr: proposal.text });
  });
});
