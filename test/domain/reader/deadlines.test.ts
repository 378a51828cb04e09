/**
 * Deadlines as calls write them: what the words say of date, hour, zone and relation, and that words which leave it open
 * are unsure. One sentence a case; the sentences are invented.
 */
import { describe, expect, it } from 'vitest';
import type { DeadlineProposal, Found } from '../../../src/domain/reader/proposal.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';

/** A call around a sentence, so that the language can be told. */
const AROUND = {
  en: 'The Panel on quiet streets invites all stakeholders to share their views with it. What is the state of the law in your country?',
  fr: 'Le Groupe de travail sur les rues calmes invite toutes les parties prenantes à lui faire part de leurs vues. Quel est l’état du droit dans votre pays ?',
  es: 'El Grupo de Trabajo sobre las calles tranquilas invita a todas las partes interesadas a compartir sus opiniones. ¿Cuál es el estado de la ley en su país?',
};

const deadlines = (language: keyof typeof AROUND, ...lines: string[]): readonly Found<DeadlineProposal>[] =>
  readCall([AROUND[language], ...lines].join('\n\n')).deadlines;

/** "2031-03-14 by 18:00 Europe/Zurich", or "unsure". */
function said(language: keyof typeof AROUND, ...lines: string[]): string {
  const found = deadlines(language, ...lines);
  return found
    .map(({ value: { date, relation, time, zone, relative }, certainty }) =>
      certainty === 'unsure'
        ? 'unsure'
        : [relative === null ? date : `${relative.days} days`, relation, time, zone]
            .filter((part) => part !== null)
            .join(' '),
    )
    .join('; ');
}

describe('a deadline in English', () => {
  it.each([
    ['Submissions should be sent by 14 March 2031.', '2031-03-14 by'],
    ['Submissions should be sent before 14 March 2031.', '2031-03-14 before'],
    ['Please send your input no later than Friday, 14 March 2031.', '2031-03-14 by'],
    [
      'Please send your input not later than 14th of March, 2031, 5 p.m. (New York time).',
      '2031-03-14 by 17:00 America/New_York',
    ],
    ['Responses must be received by 5:00 PM CET on March 14, 2031.', '2031-03-14 by 17:00 Europe/Zurich'],
    ['Responses are due on or before 14 Mar. 2031.', '2031-03-14 by'],
    ['Comments may be submitted until 14 March 2031 (23:59 GMT+1).', '2031-03-14 by 23:59 +01:00'],
    ['Comments may be submitted up to and including 14 March 2031.', '2031-03-14 by'],
    ['The deadline for submissions is 14 March 2031 at midnight, Geneva time.', '2031-03-14 midnight Europe/Zurich'],
    ['The deadline for submissions is 12 noon on 14 March 2031.', '2031-03-14 noon'],
    ['Submissions should reach the secretariat by close of business on 14 March 2031.', '2031-03-14 by'],
    [
      'Submissions should reach the secretariat by COB, Friday 14 March 2031 (Brussels).',
      '2031-03-14 by Europe/Brussels',
    ],
    ['Deadline: 14 March 2031', '2031-03-14'],
    ['Deadline for submissions : 2031-03-14, 18.00 hrs', '2031-03-14 18:00'],
    ['Closing date\n14 March 2031', '2031-03-14'],
    ['Submissions received after 14 March 2031 will not be considered.', '2031-03-14 by'],
    ['Contributions are welcome from 1 February to 14 March 2031.', '2031-03-14'],
    ['Reports should be sent at least six weeks before the opening of the session.', '42 days by'],
    ['Reports should be submitted no later than 10 days prior to the session.', '10 days by'],
    ['Submissions should be sent by 14/03/2031.', '2031-03-14 by'],
    ['Kindly reply, at the latest by 14 March 2031, to the questions of the questionnaire.', '2031-03-14 by'],
  ])('%s', (line, expected) => {
    expect(said('en', line)).toBe(expected);
  });
});

describe('a deadline in French', () => {
  it.each([
    ['Les contributions doivent être envoyées avant le 14 mars 2031.', '2031-03-14 before'],
    [
      'Les contributions doivent parvenir au secrétariat au plus tard le 14 mars 2031 à 18 h (heure de Genève).',
      '2031-03-14 by 18:00 Europe/Zurich',
    ],
    ['Veuillez envoyer vos réponses d’ici le vendredi 14 mars 2031, 17h30.', '2031-03-14 by 17:30'],
    ['Veuillez envoyer vos réponses d’ici au 1er mars 2031.', '2031-03-01 by'],
    ['Les soumissions sont acceptées jusqu’au 14 mars 2031 à minuit.', '2031-03-14 by midnight'],
    ['Les contributions sont à envoyer le 14 mars 2031 au plus tard.', '2031-03-14 by'],
    ['Date limite : 14 mars 2031 à midi (heure de Paris)', '2031-03-14 noon Europe/Paris'],
    ['Échéance\n14 mars 2031', '2031-03-14'],
    ['La date limite pour l’envoi des contributions est fixée au 14 mars 2031.', '2031-03-14'],
    ['Les rapports sont à soumettre huit semaines avant l’ouverture de la session.', '56 days by'],
    ['Les réponses doivent être reçues avant 18 heures le 14 mars 2031.', '2031-03-14 before 18:00'],
  ])('%s', (line, expected) => {
    expect(said('fr', line)).toBe(expected);
  });
});

describe('a deadline in Spanish', () => {
  it.each([
    ['Las contribuciones deberán enviarse antes del 14 de marzo de 2031.', '2031-03-14 before'],
    [
      'Las contribuciones deberán recibirse a más tardar el viernes 14 de marzo de 2031, a las 18:00 horas (hora de Ginebra).',
      '2031-03-14 by 18:00 Europe/Zurich',
    ],
    ['Se aceptarán respuestas hasta el 14 de marzo del 2031 a las 6 de la tarde.', '2031-03-14 by 18:00'],
    ['Sírvase enviar sus respuestas antes de las 17.00 horas del 14 de marzo de 2031.', '2031-03-14 before 17:00'],
    ['Fecha límite: 14 de marzo de 2031, 23:59 hrs. (hora de Washington, D.C.)', '2031-03-14 23:59 America/New_York'],
    ['Plazo de presentación de aportes: 14 de marzo de 2031', '2031-03-14'],
    ['El plazo para el envío de contribuciones vence el 14 de marzo de 2031.', '2031-03-14 on'],
    ['Los informes deberán presentarse tres semanas antes del inicio del período de sesiones.', '21 days by'],
    ['Envíe su respuesta como máximo el 1º de marzo de 2031.', '2031-03-01 by'],
  ])('%s', (line, expected) => {
    expect(said('es', line)).toBe(expected);
  });
});

describe('words that leave the date open', () => {
  it.each([
    ['en', 'Submissions should be sent by 3/4/2031.'],
    ['fr', 'Les contributions doivent être envoyées avant le 03/04/2031.'],
    ['es', 'Las contribuciones deberán enviarse antes del 3-4-2031.'],
    ['en', 'Submissions should be sent by 14 March.'],
    ['en', 'Submissions should be sent by Monday, 14 March 2031.'],
    ['en', 'Submissions should be sent by 31 June 2031.'],
  ] as const)('%s: %s', (language, line) => {
    expect(said(language, line)).toBe('unsure');
  });

  it('keeps both readings of figures for a person to choose from', () => {
    const [found] = deadlines('en', 'Submissions should be sent by 3/4/2031.');
    expect(found?.value.readings).toEqual(['2031-04-03', '2031-03-04']);
    expect(found?.value.date).toBeNull();
  });

  it('settles figures by the same date in words', () => {
    expect(said('en', 'Deadline: 3/4/2031', 'Submissions should be sent by 3 April 2031.')).toBe('2031-04-03 by');
  });

  it('is unsure of two dates that nothing tells apart', () => {
    expect(
      said('en', 'Deadline: 14 March 2031', 'Some words between.', 'Submissions should be sent by 21 March 2031.'),
    ).toBe('unsure; unsure');
  });

  it.each([
    'The report will be presented on 14 March 2031.',
    'The Panel will visit the country from 3 to 14 March 2031.',
    'Resolution 12/4, adopted on 14 March 2031, asks for a report.',
    'Last updated: 14 March 2031',
    'Please share information on cases that occurred before 14 March 2031.',
  ])('finds none in: %s', (line) => {
    expect(said('en', line)).toBe('');
  });
});

describe('several dates', () => {
  it('tells deadlines apart by the words of their items', () => {
    const found = deadlines('en', 'Deadlines', '• For States: 14 March 2031', '• For civil society: 21 March 2031');
    expect(found.map(({ value }) => [value.date, value.label])).toEqual([
      ['2031-03-14', 'For States'],
      ['2031-03-21', 'For civil society'],
    ]);
  });

  it.each([
    ['en', 'The deadline for submissions has been extended from 14 March 2031 to 21 March 2031.'],
    ['en', 'Deadline: 21 March 2031 (the original deadline of 14 March 2031 was extended)'],
    ['fr', 'La date limite du 14 mars 2031 a été prolongée jusqu’au 21 mars 2031.'],
    ['es', 'El plazo, que vencía el 14 de marzo de 2031, se ha prorrogado hasta el 21 de marzo de 2031.'],
  ] as const)('puts a date under the one that it was extended to: %s, %s', (language, line) => {
    const [found, ...others] = deadlines(language, line);
    expect(others).toEqual([]);
    expect(found?.value.date).toBe('2031-03-21');
    expect(found?.value.was.map(({ date }) => date)).toEqual(['2031-03-14']);
    expect(found?.certainty).not.toBe('unsure');
  });

  it('keeps a registration apart, as a task', () => {
    const call = readCall(
      `${AROUND.en}\n\nSubmissions should be sent by 14 March 2031. Participants must register online before 1 March 2031.`,
    );
    expect(call.deadlines.map(({ value }) => value.date)).toEqual(['2031-03-14']);
    expect(call.tasks.map(({ value }) => value.date)).toEqual(['2031-03-01']);
  });

  it('reads the day a call opens', () => {
    const call = readCall(`${AROUND.en}\n\nContributions are accepted from 1 February to 14 March 2031.`);
    expect(call.opening.found?.value).toBe('2031-02-01');
    expect(call.deadlines.map(({ value }) => value.date)).toEqual(['2031-03-14']);
  });
});
