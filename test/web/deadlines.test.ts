/**
 * Deadlines on the pages: every state in three languages, the words beside the reading in both times, what is left,
 * why, and what a call has changed. The clock is turned; each call is a file.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../src/domain/language.ts';
import { CALL, openHouse, readable, startDraft, type House } from '../cast.ts';

/** A call about rivers. `deadlines` is YAML; every English wording in it must stand in `words`. */
const river = (id: string, words: string, deadlines: string, more = ''): string => `id: ${id}
provenance:
  languages: { en: official, fr: unofficial }
  text: { en: "${words} What?" }
title: { en: The river ${id} }
shortTitle: { en: ${id} }
issuers: [{ name: { en: Special Rapporteur } }]
${deadlines === '' ? '' : `deadlines:\n${deadlines}`}
${more}
questions: [{ id: q1, text: { en: What? } }]
`;

const CALLS = [
  river(
    'danube',
    'Open from 1 March 2024, by Friday 15 March 2024.',
    '  - { wording: { en: by Friday 15 March 2024, fr: au plus tard le vendredi 15 mars 2024 }, date: 2024-03-15, relation: by }',
    'opening: { wording: { en: from 1 March 2024 }, value: 2024-03-01 }',
  ),
  river(
    'niger',
    'Extended to 22 March 2024.',
    `  - wording: { en: Extended to 22 March 2024 }
    date: 2024-03-22
    relation: by
    was:
      - { wording: { en: by 1 March 2024 }, date: 2024-03-01, relation: by }
      - { wording: { en: by 15 March 2024 }, date: 2024-03-15, relation: by }`,
  ),
  river(
    'volta',
    'Now by 8 March 2024.',
    `  - wording: { en: by 8 March 2024 }
    date: 2024-03-08
    relation: by
    was: [{ wording: { en: by 15 March 2024 }, date: 2024-03-15, relation: by }]`,
  ),
  river(
    'amazon',
    'Early submissions by 5 March 2024, received by 12 noon on 19 March 2024. Late facts 60 days before the session.',
    `  - { id: main, wording: { en: received by 12 noon on 19 March 2024 }, date: 2024-03-19, relation: by, time: noon, basis: received, strictness: hard, label: { en: Submissions, fr: Contributions } }
  - { id: early, wording: { en: by 5 March 2024 }, date: 2024-03-05, relation: by, basis: sent, strictness: soft, label: { en: Early submissions } }
  - { id: facts, wording: { en: 60 days before the session }, relative: { days: 60 }, label: { en: Late facts } }`,
  ),
  river(
    'congo',
    '60 days before the session.',
    '  - { wording: { en: 60 days before the session }, relation: by, relative: { days: 60, before: 2024-05-14 } }',
  ),
  river(
    'mekong',
    'Until midnight of 15 March 2024.',
    '  - { wording: { en: Until midnight of 15 March 2024 }, date: 2024-03-15, time: midnight }',
    'seat: America/New_York',
  ),
  river('nile', 'Write to us.', '', 'kind: standing'),
  river('rhine', 'Write to us.', ''),
  river('tigris', 'Write to us soon.', '  - { wording: { en: soon } }'),
];

let house: House;
beforeAll(async () => {
  house = await openHouse({ calls: CALLS });
});
afterAll(() => house.close());

async function page(address: string, at: string, language = 'en', zone?: string): Promise<string> {
  house.setClock(new Date(at));
  const request = house.browser(language).get(address);
  if (zone !== undefined) void request.set('Cookie', `zone=${encodeURIComponent(zone)}`);
  return (await request.expect(200)).text;
}
const callPage = async (id: string, at: string, language?: string, zone?: string): Promise<string> =>
  readable(await page(`/calls/${id}`, at, language, zone));

describe('every state, in three languages', () => {
  it.each<readonly [state: string, id: string, at: string, words: Readonly<Record<Language, string>>]>([
    [
      'opens-later',
      'danube',
      '2024-02-27T12:00:00Z',
      {
        en: 'Opens later opens in 2 days and 11 hours · 17 days left Opening Friday, 1 March 2024',
        fr: 'Ouvre plus tard ouvre dans 2 jours et 11 heures · il reste 17 jours Ouverture vendredi 1 mars 2024',
        es: 'Se abre más adelante se abre dentro de 2 días y 11 horas · quedan 17 días Apertura viernes, 1 de marzo de 2024',
      },
    ],
    [
      'open',
      'danube',
      '2024-03-01T12:00:00Z',
      { en: 'Open 14 days left', fr: 'Ouvert il reste 14 jours', es: 'Abierta quedan 14 días' },
    ],
    [
      'extended',
      'niger',
      '2024-03-01T12:00:00Z',
      { en: 'Extended 21 days left', fr: 'Prolongé il reste 21 jours', es: 'Prorrogada quedan 21 días' },
    ],
    [
      'last-week',
      'danube',
      '2024-03-10T12:00:00Z',
      {
        en: 'Last week 5 days and 11 hours left',
        fr: 'Dernière semaine il reste 5 jours et 11 heures',
        es: 'Última semana quedan 5 días y 11 horas',
      },
    ],
    [
      'last-day',
      'danube',
      '2024-03-15T22:59:30Z',
      {
        en: 'Last day less than a minute left',
        fr: 'Dernier jour il reste moins d’une minute',
        es: 'Último día queda menos de un minuto',
      },
    ],
    [
      'closed',
      'danube',
      '2024-03-15T23:00:00Z',
      {
        en: 'This call is closed: the deadline ended less than a minute ago.',
        fr: 'Cet appel est clos : la date limite est passée il y a moins d’une minute.',
        es: 'Esta convocatoria está cerrada: el plazo venció hace menos de un minuto.',
      },
    ],
    [
      'standing',
      'nile',
      '2024-03-01T12:00:00Z',
      {
        en: 'Always open you can send at any time',
        fr: 'Toujours ouvert vous pouvez envoyer à tout moment',
        es: 'Siempre abierta puede enviar en cualquier momento',
      },
    ],
    [
      'not-stated',
      'rhine',
      '2024-03-01T12:00:00Z',
      {
        en: 'Deadline not stated by the call',
        fr: 'Date limite non indiqué par l’appel',
        es: 'Plazo no indicado en la convocatoria',
      },
    ],
    [
      'not-stated',
      'tigris',
      '2024-03-01T12:00:00Z',
      {
        en: 'No date stated In the words of the call « soon »',
        fr: 'Aucune date indiquée Selon les mots de l’appel « soon »',
        es: 'Sin fecha indicada En palabras de la convocatoria « soon »',
      },
    ],
  ])('%s (%s)', async (state, id, at, words) => {
    for (const [language, expected] of Object.entries(words)) {
      const text = await page(`/calls/${id}`, at, language);
      expect(readable(text).replaceAll('\u00A0', ' ')).toContain(expected);
      expect(text).toContain(`class="deadline deadline--${state}"`);
      expect(text).not.toMatch(/deadline\.(?!ics)[a-z]/i);
      const home = await page('/', at, language);
      expect(state === 'not-stated' ? readable(home) : home).toContain(
        state === 'not-stated'
          ? id === 'rhine'
            ? words[language as Language].split(' ')[0]
            : 'soon'
          : `state--${state}`,
      );
    }
  });
});

describe('the founding call', () => {
  it('says what it always said', async () => {
    const text = await callPage(CALL, '2024-02-01T09:00:00Z');
    expect(text).toContain(
      'Deadline Open 13 days left In the words of the call « avant le 15 février 2024 » before 15 February 2024 ' +
        'unofficial translation Read with care, in Geneva’s time until the end of Wednesday, 14 February 2024 ' +
        'Why we read it so “Before” a date ends when the day before ends. The call states no hour. ' +
        'The call states no time zone, so we read it in Geneva’s. ',
    );
    expect(text).toContain('Hour of the deadline not stated by the call');
  });

  it.each([
    ['the last minute', '2024-02-14T22:59:00Z', 'Last day 1 minute left'],
    ['a second later', '2024-02-14T22:59:01Z', 'Last day less than a minute left'],
    ['the end', '2024-02-14T23:00:00Z', 'Closed less than a minute ago'],
    ['the day after, in Auckland still the same call', '2024-02-15T09:00:00Z', 'Closed 10 hours ago'],
  ])('%s', async (_, at, words) => {
    expect(await callPage(CALL, at)).toContain(words);
  });
});

describe('the reader’s own time', () => {
  it.each([
    ['Pacific/Kiritimati', 'In your time (Pacific/Kiritimati) Thursday, 15 February 2024, 13:00'],
    ['America/New_York', 'In your time (America/New_York) Wednesday, 14 February 2024, 18:00'],
    ['Europe/Paris', 'In your time (Europe/Paris) until the end of Wednesday, 14 February 2024'],
    ['Africa/Lagos', 'In your time (Africa/Lagos) until the end of Wednesday, 14 February 2024'],
  ])('%s stands beside Geneva’s', async (zone, words) => {
    const text = await callPage(CALL, '2024-02-01T09:00:00Z', 'en', zone);
    expect(text).toContain(`until the end of Wednesday, 14 February 2024 ${words}`);
    expect(readable(await page('/', '2024-02-01T09:00:00Z', 'en', zone))).toContain(`your time (${zone})`);
  });

  it('is given to the browser’s script with the phrases that it needs', async () => {
    const text = await page(`/calls/${CALL}`, '2024-02-01T09:00:00Z', 'fr');
    const time = /<time [^>]*data-deadline>/.exec(text)?.[0] ?? '';
    for (const part of [
      'datetime="2024-02-14T23:00:00.000Z"',
      'data-end-of-day="jusqu’à la fin du {day}"',
      'data-at-hour="{day}, {hour}"',
      'data-zone-label="À votre heure"',
      'data-language="fr"',
    ]) {
      expect(time).toContain(part);
    }
  });
});

describe('an extension', () => {
  it('keeps and says the earlier dates, struck through', async () => {
    const text = await page('/calls/niger', '2024-03-01T12:00:00Z');
    expect([...text.matchAll(/<s>(.*?)<\/s>/g)].map(([, struck]) => readable(struck!).trim())).toEqual([
      '« by 1 March 2024 » – until the end of Friday, 1 March 2024',
      '« by 15 March 2024 » – until the end of Friday, 15 March 2024',
    ]);
    expect(readable(text)).toContain('Earlier deadline, no longer valid was: « by 1 March 2024 »');
    expect(readable(text)).toContain('The call has extended its deadline: this is the new one.');
    expect(readable(text)).toContain('until the end of Friday, 22 March 2024');
  });

  it('does so in the list of calls and in the last week', async () => {
    for (const at of ['2024-03-01T12:00:00Z', '2024-03-20T12:00:00Z']) {
      expect(await page('/', at, 'fr')).toMatch(/auparavant\u00A0: <s>« <span lang="en">by 15 March 2024<\/span>/);
    }
    expect(await callPage('niger', '2024-03-20T12:00:00Z')).toContain('Last week 2 days and 11 hours left');
  });

  it('is not what a date brought forward is called', async () => {
    const text = await callPage('volta', '2024-02-20T12:00:00Z');
    expect(text).toContain('Open 17 days left');
    expect(text).toContain('Take care: the call has brought its deadline forward.');
    expect(text).toContain('was: « by 15 March 2024 »');
    expect(text).not.toContain('Extended');
  });
});

describe('several deadlines', () => {
  it('stand with their labels, each with its own state, words and reading', async () => {
    const text = await callPage('amazon', '2024-03-06T12:00:00Z');
    expect(text).toContain(
      'Open 12 days left Submissions In the words of the call « received by 12 noon on 19 March 2024 » ' +
        'Read with care, in Geneva’s time Tuesday, 19 March 2024, 12:00',
    );
    const [, others = ''] = text.split('Other deadlines of this call');
    expect(others).toMatch(
      /^ Early submissions Closed 13 hours ago .*« by 5 March 2024 » .*end of Tuesday, 5 March 2024/,
    );
    expect(others).toContain('Late facts No date stated In the words of the call « 60 days before the session »');
    expect(text).toContain('Hour of the deadline noon');
  });

  it('lead with the next to come', async () => {
    const text = await callPage('amazon', '2024-03-04T12:00:00Z');
    expect(text).toContain('Last week 1 day and 11 hours left Early submissions');
    expect(text).toContain('Other deadlines of this call Submissions Open 14 days left');
    const home = readable(await page('/', '2024-03-04T12:00:00Z'));
    expect(home).toContain('Last week Early submissions · « by 5 March 2024 » – 1 day and 11 hours left');
    expect(home).toContain('Open Submissions · « received by 12 noon on 19 March 2024 » – 14 days left');
  });

  it('say what counts: arrival or sending, and whether lateness is forgiven', async () => {
    const text = await callPage('amazon', '2024-03-04T12:00:00Z', 'fr');
    for (const words of [
      'C’est l’arrivée qui compte, et non l’envoi. Envoyez au moins un jour plus tôt.',
      'L’appel précise que les contributions tardives ne seront pas prises en compte.',
      'C’est l’envoi qui compte.',
      'L’appel laisse une marge après cette date. N’y comptez pas.',
      'L’appel compte 60 jours en arrière à partir d’une date qui n’est pas encore connue.',
      'Nous lisons l’heure comme midi.',
    ]) {
      expect(text).toContain(words);
    }
  });
});

describe('odd words', () => {
  it('counts back from a session', async () => {
    const text = await callPage('congo', '2024-03-01T12:00:00Z');
    expect(text).toContain('until the end of Friday, 15 March 2024');
    expect(text).toContain('The call counts 60 days back from Tuesday, 14 May 2024.');
  });

  it('reads midnight as the start, at the seat of the office', async () => {
    const text = await callPage('mekong', '2024-03-01T12:00:00Z', 'en', 'America/New_York');
    expect(text).toContain('Geneva’s time Friday, 15 March 2024, 05:00');
    expect(text).toContain('until the end of Thursday, 14 March 2024');
    expect(text).toContain('we read it in that of the office that asks (America/New_York).');
    expect(text).toContain('the start of that day');
    expect(text).toContain('Hour of the deadline midnight');
  });
});

describe('every page that shows a deadline', () => {
  it('shows its words, both times, what is left, and why', async () => {
    const browser = house.browser('en').set('Cookie', 'zone=America%2FNew_York');
    house.setClock(new Date('2024-02-01T09:00:00Z'));
    const draft = await startDraft(browser, 'fr');
    for (const address of ['/', `/calls/${CALL}`, draft, `${draft}/review`, `${draft}/submission`]) {
      const text = readable((await browser.get(address).set('Cookie', 'zone=America%2FNew_York')).text);
      for (const words of [
        'avant le 15 février 2024',
        'until the end of Wednesday, 14 February 2024',
        'Wednesday, 14 February 2024, 18:00',
        'America/New_York',
        '13 days left',
        '“Before” a date ends when the day before ends.',
      ]) {
        expect(text, address).toContain(words);
      }
    }
  });
});
