/**
 * Earlier answers found again: by wordings that say the same in other words, in three languages and over them, and by the
 * words of the answers. What only sounds like a call is not taken for the same question.
 */
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_ANSWER } from '../../src/domain/answer.ts';
import type { Draft } from '../../src/domain/draft.ts';
import {
  answersWith,
  earlierAnswers,
  isTaken,
  LIKENESS_HIGH,
  LIKENESS_MIN,
  suggesterFor,
  type EarlierDraft,
} from '../../src/domain/earlier.ts';
import type { Text } from '../../src/domain/language.ts';
import { questionsOf, type Questionnaire } from '../../src/domain/questionnaire.ts';
import { likenessAmong } from '../../src/domain/similarity.ts';
import { keyWords } from '../../src/search/keyWords.ts';
import { parseQuestionnaire, readQuestionnaires } from '../../src/store/questionnaires.ts';
import { ROOT } from '../cast.ts';
import { callWith, draftIn, solidarity } from './drafts.ts';
import * as RULES from './rules/calls.ts';

const candidates = readQuestionnaires(join(ROOT, 'questionnaires')).questionnaires.current(
  'ep-candidates',
)!.questionnaire;

/** What a question of the founding call asks, in other words. */
const PARAPHRASES: readonly (readonly [string, Text])[] = [
  ['q1', { en: 'Does your organisation use networks, local or cross-border, to express solidarity internationally?' }],
  ['q1', { fr: 'Votre association passe-t-elle par des réseaux transfrontaliers pour exprimer sa solidarité ?' }],
  ['q1', { es: '¿Expresa su asociación la solidaridad internacional por medio de redes transfronterizas?' }],
  ['q3', { en: 'Which digital platforms and media does your association rely on, and is access to them restricted?' }],
  ['q3', { fr: 'Quelles plateformes numériques et quels médias utilisez-vous, et votre accès est-il limité ?' }],
  ['q3', { es: '¿Qué plataformas digitales y medios utiliza, y está limitado su acceso?' }],
  ['q4', { en: '12. Describe laws and policies that facilitate international solidarity in your country.' }],
  ['q5', { en: 'Have you suffered reprisals, surveillance or prosecution because of your work?' }],
  ['q5', { fr: 'Avez-vous subi des représailles, une surveillance ou des poursuites en raison de votre travail ?' }],
  ['q5', { es: '¿Ha sufrido represalias, vigilancia o enjuiciamiento a causa de su trabajo?' }],
  ['q6', { en: 'What funding or legal assistance does your organization receive?' }],
  ['q8', { en: 'Can student groups at universities show solidarity without being surveilled or penalized?' }],
  [
    'q9',
    { fr: 'Quelles mesures vous aideraient à travailler davantage avec les États et les organisations régionales ?' },
  ],
  ['q10', { en: 'What recommendations do you have for the Independent Expert to support civil society?' }],
];

/** Other matters, asked as calls ask. */
const OTHERS: readonly Text[] = [
  { en: 'Please describe the impact of climate change on access to drinking water in rural areas.' },
  { en: 'Please share information on national laws concerning child labour in agriculture.' },
  { en: 'What measures has your country taken to combat trafficking in persons?' },
  { fr: 'Veuillez décrire les obstacles rencontrés par les personnes handicapées dans l’accès au logement.' },
  { es: 'Describa las medidas adoptadas por su país para proteger a los pueblos indígenas.' },
  { en: 'Please provide any other relevant information.' },
  { en: 'To what extent does your organization benefit from tax exemptions?' },
];

const asking = (texts: readonly Text[], more: object = {}): Questionnaire =>
  callWith(
    texts.map((text, place) => ({ id: `a${place}`, text })),
    { id: 'other', provenance: { languages: { en: 'official', fr: 'official', es: 'official' } }, ...more },
  );

/** A draft on the call in which every question is answered with its own id. */
function answered(questionnaire: Questionnaire, record: Partial<Draft['record']> = {}): EarlierDraft {
  const ids = questionsOf(questionnaire).map(({ node }) => node.id);
  const answers = Object.fromEntries(ids.map((id) => [id, { text: `Answer to ${id}.` }]));
  const draft = draftIn('en', { answers });
  const savedAt = record.changedAt ?? draft.record.changedAt;
  const parts = ids.map((key) => ({ key, revision: 1, savedAt, value: { ...EMPTY_ANSWER, ...answers[key] } }));
  return { draft: { ...draft, record: { ...draft.record, call: questionnaire.id, ...record } }, questionnaire, parts };
}

function suggested(here: Questionnaire, drafts: readonly EarlierDraft[], follows: string | null = null) {
  const draft = draftIn('en');
  const now = { draft: { ...draft, record: { ...draft.record, call: here.id, follows } }, questionnaire: here };
  const suggester = suggesterFor(now, earlierAnswers(drafts), keyWords);
  return questionsOf(here).map((asked) =>
    suggester.for(asked).map(({ earlier, same, likeness }) => ({
      id: earlier.placed.node.id,
      draft: earlier.draft.record.id,
      same,
      likeness,
    })),
  );
}

describe('a suggestion', () => {
  it('is the answer to what says the same in other words, before all others', () => {
    const here = asking(PARAPHRASES.map(([, text]) => text));
    const first = suggested(here, [answered(solidarity), answered(candidates)]).map(([best]) => best?.id);
    expect(first).toEqual(PARAPHRASES.map(([id]) => id));
  });

  it('is none for other matters, however alike they are asked', () => {
    expect(suggested(asking(OTHERS), [answered(solidarity)])).toEqual(OTHERS.map(() => []));
  });

  it('is not made across calls on other matters', () => {
    const invented = Object.values(RULES).map((source) => parseQuestionnaire('call.yaml', source).questionnaire!);
    const ofRules = suggested(
      solidarity,
      invented.map((one) => answered(one)),
    ).map((all) => all.map(({ id }) => id));
    // Both ask for recommendations to who asks.
    expect(ofRules).toEqual([[], [], [], [], [], [], [], [], [], ['wishes']]);
    // Both ask about civil society, the one for recommendations and the other for positions.
    const likely = suggested(solidarity, [answered(candidates)]).map((all) => all.map(({ id }) => id));
    expect(likely).toEqual([[], [], [], [], [], [], [], [], [], ['civil-society']]);
  });

  it('goes over languages where one call has both', () => {
    const [question] = questionsOf(solidarity);
    const { fr, es } = question!.node.text as { fr: string; es: string };
    const [[best] = []] = suggested(asking([{ es, fr }]), [
      answered(asking([{ en: 'Else?' }, { fr }], { id: 'third' })),
    ]);
    expect(best).toMatchObject({ id: 'a1', same: false });
    expect(best?.likeness).toBeCloseTo(1);
    expect(suggested(asking([{ es }]), [answered(asking([{ fr }], { id: 'third' }))])).toEqual([[]]);
  });

  it('hangs on what stands over a question that says little itself', () => {
    const under = (id: string, en: string): object => ({
      text: { en },
      children: [{ id, text: { en: 'Who decides, and when?' } }],
    });
    const [boats, schools] = [under('boats', 'Fishing in coastal waters'), under('schools', 'Schools of nomads')];
    const best = suggested(callWith([boats, schools]), [answered(callWith([schools, boats], { id: 'there' }))]);
    expect(best.map(([first]) => first?.id)).toEqual(['boats', 'schools']);
  });

  it('is first of the draft that this one follows, then of others on this call, the newest first', () => {
    const other = asking([questionsOf(solidarity)[0]!.node.text!]);
    const drafts = [
      answered(other, { id: 'elsewhere0', changedAt: new Date('2024-05-01') }),
      answered(solidarity, { id: 'older00000', changedAt: new Date('2024-01-01') }),
      answered(solidarity, { id: 'newer00000', changedAt: new Date('2024-03-01') }),
      answered(solidarity, { id: 'followed00', changedAt: new Date('2023-01-01') }),
    ];
    const [first = []] = suggested(solidarity, drafts, 'followed00');
    expect(first.map(({ draft, same }) => [draft, same])).toEqual([
      ['followed00', true],
      ['newer00000', true],
      ['older00000', true],
      ['elsewhere0', false],
    ]);
  });

  it('comes of a question with the same id only where it is on the same call', () => {
    const other = asking(OTHERS);
    const renamed = {
      ...answered(other),
      draft: { ...answered(other).draft, record: { ...draftIn('en').record, call: 'x' } },
    };
    expect(suggested(asking([{ en: 'Who pays?' }]), [renamed])).toEqual([[]]);
    expect(suggested(asking([{ en: 'Who pays?' }]), [answered(other)])).toMatchObject([[{ id: 'a0', same: true }]]);
  });
});

describe('likeness', () => {
  const all = [...questionsOf(solidarity), ...questionsOf(candidates)];
  const question = fc.constantFrom(...all);

  it('is the same both ways, from none to all, and all for the same words', () => {
    const likeness = likenessAmong(all, keyWords);
    fc.assert(
      fc.property(question, question, (one, other) => {
        const found = likeness.between(one, other);
        expect(found).toBeCloseTo(likeness.between(other, one), 10);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        expect(likeness.between(one, one)).toBeCloseTo(1);
      }),
      { numRuns: 200 },
    );
  });

  it('does not look at numbers, accents, capitals and the order of words', () => {
    const here = asking([{ fr: 'Défenseurs des droits : réseaux' }, { fr: '4) RESEAUX et DEFENSEURS du droit, 2024' }]);
    const [one, other] = questionsOf(here);
    expect(likenessAmong(questionsOf(here), keyWords).between(one!, other!)).toBeGreaterThan(LIKENESS_HIGH);
  });

  it('is none for wordings without a word', () => {
    expect(LIKENESS_MIN).toBeLessThan(LIKENESS_HIGH);
    const here = asking([{ en: '!' }, { en: '12' }]);
    const [one, other] = questionsOf(here);
    expect(likenessAmong(questionsOf(here), keyWords).between(one!, other!)).toBe(0);
  });
});

describe('looking for words', () => {
  const drafts = [answered(solidarity)];
  const found = (words: string): string[] =>
    answersWith(words, earlierAnswers(drafts), keyWords).map(({ placed }) => placed.node.id);

  it.each([
    ['q7.', ['q7']],
    ['STUDENT penalizing', ['q8']],
    ['étudiants universités', ['q8']],
    ['answ q10', ['q10']],
    ['nowhere', []],
    ['student nowhere', []],
    ['', []],
    ['…', []],
  ])('%j finds %j', (words, ids) => expect(found(words)).toEqual(ids));
});

it('says that an answer stands here already when all of it does', () => {
  const earlier = { ...EMPTY_ANSWER, text: 'One.\n', finished: true };
  expect(isTaken({ ...EMPTY_ANSWER, text: 'Zero.\n\nOne.' }, earlier)).toBe(true);
  expect(isTaken({ ...EMPTY_ANSWER, text: 'Zero.' }, earlier)).toBe(false);
  const rows = { r: { kind: 'rows' as const, rows: [{ name: 'Law' }] } };
  expect(isTaken({ ...EMPTY_ANSWER, text: 'One.' }, { ...earlier, values: rows })).toBe(false);
  expect(isTaken({ ...EMPTY_ANSWER, text: 'One. Law' }, { ...earlier, values: rows })).toBe(true);
});
