/**
 * Ten invented calls, read whole: what each of them says, what it does not say, and the words that it was read from.
 */
import { describe, expect, it } from 'vitest';
import type { CallProposal, Found, QuestionProposal, Span } from '../../../src/domain/reader/proposal.ts';
import { readCall } from '../../../src/domain/reader/readCall.ts';
import { call, CALLS } from './calls.ts';
import { factsOf } from './facts.ts';

/** What none of the ten says but where it is listed. */
const NOTHING = {
  opening: null,
  emailBody: null,
  attachments: null,
  consent: null,
  tasks: [],
  period: null,
};

const deadline = (date: string | null, more: object = {}): object => ({
  date,
  relation: null,
  time: null,
  zone: null,
  relative: null,
  basis: null,
  strictness: null,
  label: null,
  was: [],
  readings: date === null ? [] : [date],
  ...more,
});

const limit = (unit: string, maximum: number, more: object = {}): object => ({
  unit,
  maximum,
  minimum: null,
  scope: 'whole',
  condition: null,
  approximate: false,
  ...more,
});

const EXPECTED: Readonly<Record<(typeof CALLS)[number], object>> = {
  'archives-tard': {
    ...NOTHING,
    languages: ['fr'],
    title: 'Le droit de consulter les archives de la police',
    issuers: [
      {
        name: 'Expert indépendant sur la mémoire et les archives',
        holder: 'M. Théo Lambrecq-Diallo',
        body: 'special-procedure',
      },
    ],
    destination: { organ: 'General Assembly', session: '82', year: null },
    kind: 'thematic',
    deadlines: [
      deadline('2027-06-30', { relation: 'by', time: 'midnight', zone: 'Europe/Brussels', basis: 'received' }),
    ],
    channels: [{ kind: 'email', to: ['archives.rapport@example.org'], cc: [] }],
    subject: { kind: 'exact', value: { fr: 'Archives de la police – contribution' } },
    answerLanguages: ['fr', 'en'],
    limits: [limit('characters', 10_000)],
    fileTypes: null,
    publication: { default: 'public', choice: 'opt-out' },
    addressees: ['states', 'nhris', 'civil-society', 'academia', 'affected-people'],
    heading: 'Questions',
    questions: [
      'a) Quelles règles régissent l’accès aux archives de la police dans votre pays ?',
      'b) Des demandes ont-elles été refusées ? Dans l’affirmative :',
      '  i) pour quels motifs ?',
      '  ii) un recours était-il ouvert, et devant quelle autorité ?',
      '  iii) combien de temps a-t-il fallu pour obtenir une décision ?',
      'c) Des personnes ayant consulté ces archives ont-elles subi des représailles ou des menaces ?',
      'd) Quelles bonnes pratiques l’Expert indépendant devrait-il recommander ?',
    ],
  },
  'islands-session': {
    ...NOTHING,
    languages: ['en'],
    title:
      'Information note for non-governmental organizations: reports to the Committee on Small Islands for its 19th session',
    issuers: [{ name: 'Committee on Small Islands', holder: null, body: 'treaty-body' }],
    destination: { organ: 'Committee on Small Islands', session: '19', year: null },
    kind: null,
    background: null,
    deadlines: [deadline(null, { relation: 'by', relative: { days: 56 }, basis: 'received' })],
    channels: [
      { kind: 'email', to: ['islands@example.org'], cc: [] },
      {
        kind: 'post',
        address: 'Secretariat of the Committee on Small Islands, Harbour House, 12 Quay Street, Port Amber',
        copies: 6,
      },
    ],
    subject: { kind: 'pattern', value: { en: '{organisation} - {country} - 19th session' } },
    emailBody: ['contact', 'description', 'publication'],
    answerLanguages: null,
    limits: [limit('words', 2800, { condition: 'individual' }), limit('words', 5600, { condition: 'joint' })],
    fileTypes: null,
    publication: { default: 'confidential', choice: 'opt-in' },
    addressees: null,
    attachments: 'forbidden',
    period: { from: '2026-07-01', to: '2030-06-30' },
    heading: 'Reports should answer the following:',
    questions: [
      '[heading] I. Land',
      '  (1) How much land has been lost to the sea, and how do you know?',
      '  (2) Where have people gone?',
      '[heading] II. Law',
      '  (3) Does the law give people who had to leave a right to return?',
      '    * If so, has anyone used it?',
      '    * If not, is a reform planned?',
      'III. Anything else the Committee should know',
    ],
  },
  'library-notice': {
    ...NOTHING,
    languages: ['en'],
    title: 'Have your say: libraries under pressure — questionnaire',
    issuers: [{ name: 'Panel on the Freedom of Libraries', holder: null, body: 'other' }],
    destination: null,
    deadlines: [deadline('2028-07-21', { relation: 'by', time: '23:59', zone: '+02:00', was: ['2028-06-30'] })],
    channels: [
      { kind: 'email', to: ['libraries@example.org'], cc: [] },
      { kind: 'form', address: 'https://forms.office.com/e/Ab12Cd34Ef', copies: null },
    ],
    subject: null,
    answerLanguages: null,
    limits: [limit('words', 1500)],
    fileTypes: null,
    publication: { default: 'confidential', choice: 'opt-in' },
    heading: null,
    questions: [
      '· Have libraries in your town been closed or merged since 2020, and what reasons were given?',
      '· Have librarians been told to remove books? By whom, and under which rule?',
      '· What would help libraries to withstand such pressure?',
    ],
  },
  'night-work-draft': {
    ...NOTHING,
    languages: ['en'],
    title: 'Draft general comment No. 4 on rest, darkness and health',
    issuers: [{ name: 'Committee on the Rights of Night Workers', holder: null, body: 'treaty-body' }],
    kind: 'draft-comments',
    deadlines: [
      deadline('2030-06-28', {
        relation: 'by',
        time: 'noon',
        zone: 'Europe/Zurich',
        basis: 'received',
        strictness: 'hard',
      }),
    ],
    channels: [{ kind: 'email', to: ['cnw-secretariat@example.org'], cc: ['registry.night@example.org'] }],
    subject: { kind: 'exact', value: { en: 'CONTRIBUTION – draft general comment No. 4' } },
    answerLanguages: ['en', 'fr', 'es'],
    limits: [limit('words', 3500), limit('pages', 7, { approximate: true })],
    fileTypes: { accepted: ['Word'], refused: ['PDF'] },
    publication: { default: 'public', choice: 'none' },
    addressees: ['stakeholders', 'states', 'trade-unions', 'business', 'un-entities', 'civil-society'],
    heading: null,
    questions: [],
  },
  'puentes-observacion': {
    ...NOTHING,
    languages: ['es'],
    title: 'Proyecto de observación general núm. 2 sobre los puentes y los caminos',
    issuers: [{ name: 'Comité de los Derechos de las Personas Mensajeras', holder: null, body: 'treaty-body' }],
    destination: null,
    kind: 'draft-comments',
    deadlines: [deadline('2028-05-12', { time: '23:59', zone: 'America/New_York' })],
    channels: [{ kind: 'email', to: ['comentarios.mensajeras@example.org'], cc: [] }],
    subject: { kind: 'exact', value: { es: 'Comentarios OG 2' } },
    answerLanguages: ['es', 'en', 'fr', 'pt'],
    limits: [limit('pages', 6)],
    fileTypes: { accepted: ['Word', 'ODT'], refused: [] },
    publication: { default: 'public', choice: 'none' },
    addressees: ['states', 'un-entities', 'nhris', 'civil-society', 'academia'],
    heading: 'Se invita en particular a responder a las siguientes preguntas:',
    questions: [
      '1 - ¿Qué obstáculos encuentran las personas mensajeras al cruzar puentes fronterizos?',
      '2 - ¿Qué disposiciones del borrador deberían precisarse? Sírvase proponer una redacción.',
      '3 - ¿Falta algún tema?',
    ],
  },
  'river-commons': {
    ...NOTHING,
    languages: ['en'],
    title: 'Call for inputs: River commons and the people who live by them',
    issuers: [
      {
        name: 'Special Rapporteur on the human rights of riverine communities',
        holder: null,
        body: 'special-procedure',
      },
      { name: 'Independent Expert on inland waters', holder: null, body: 'special-procedure' },
    ],
    destination: { organ: 'General Assembly', session: '86', year: 2031 },
    kind: 'thematic',
    deadlines: [deadline('2031-03-14', { relation: 'by', time: '18:00', zone: 'Europe/Zurich', basis: 'received' })],
    channels: [{ kind: 'email', to: ['rivers-input@example.org'], cc: [] }],
    subject: { kind: 'exact', value: { en: 'Input to the joint report on river commons' } },
    answerLanguages: ['en', 'fr', 'es'],
    limits: [limit('words', 2000)],
    fileTypes: { accepted: ['Word', 'PDF'], refused: [] },
    publication: { default: 'public', choice: 'opt-out' },
    addressees: ['states', 'nhris', 'indigenous-peoples', 'civil-society', 'academia', 'business'],
    heading: 'Key questions and types of input/comments sought',
    questions: [
      '1. What laws or customs in your country say who may use a river, and for what?',
      '2. How have these changed in the last ten years?',
      '  a. Who gained access, and who lost it?',
      '  b. Were those who lost it heard before the decision was taken?',
      '3. Please describe cases in which people who defended a river were threatened, arrested or attacked.',
      '4. What should States do to keep rivers open? Please be specific.',
    ],
  },
  'semillas-plazos': {
    ...NOTHING,
    languages: ['es'],
    title: 'Convocatoria de aportes: semillas campesinas y derechos de quienes las guardan',
    issuers: [
      {
        name: 'Relatora Especial sobre las semillas campesinas',
        holder: 'Sra. Inés Quiroga de la Vega',
        body: 'special-procedure',
      },
    ],
    destination: { organ: 'Human Rights Council', session: '70', year: 2029 },
    kind: 'thematic',
    deadlines: [
      deadline('2028-09-15', { relation: 'by', strictness: 'hard', label: 'Respuestas de los Estados' }),
      deadline('2028-10-01', {
        relation: 'before',
        time: '17:30',
        zone: 'Europe/Zurich',
        strictness: 'hard',
        label: 'Respuestas de la sociedad civil y demás partes',
      }),
    ],
    channels: [{ kind: 'email', to: ['semillas-informe@example.org'], cc: [] }],
    subject: { kind: 'pattern', value: { es: 'Aporte al informe sobre semillas – {organisation}' } },
    answerLanguages: ['es', 'fr', 'en'],
    limits: [limit('words', 2500), limit('pages', 5, { approximate: true })],
    fileTypes: { accepted: ['Word'], refused: [] },
    publication: { default: 'public', choice: 'opt-out' },
    addressees: ['states', 'civil-society', 'indigenous-peoples', 'academia', 'stakeholders'],
    attachments: 'allowed',
    tasks: [
      {
        text: 'Quienes deseen intervenir en la audiencia pública deberán inscribirse en línea antes del 20 de agosto de 2028.',
        date: '2028-08-20',
      },
    ],
    heading: null,
    questions: [
      '[heading] · Preguntas para los Estados',
      '  Pregunta 1: ¿Qué leyes regulan el intercambio de semillas entre campesinos?',
      '  Pregunta 2: ¿Se han impuesto multas por ese intercambio? De ser así, indique cuántas y por qué motivo.',
      '[heading] · Preguntas para la sociedad civil y otras partes interesadas',
      '  Pregunta 3: ¿Han sufrido quienes guardan semillas amenazas, vigilancia o procesos penales?',
      '  Pregunta 4: Comparta ejemplos de bancos de semillas comunitarios que funcionen bien.',
      '  Pregunta 5: ¿Qué recomendaciones haría a los Estados y a las empresas?',
    ],
  },
  'standing-water-states': {
    ...NOTHING,
    languages: ['en'],
    title: 'QUESTIONNAIRE ON STANDING WATER',
    issuers: [{ name: 'Regional Commission for Wells and Springs', holder: null, body: 'other' }],
    destination: null,
    // 03/04/2027 is two days.
    deadlines: [],
    channels: [{ kind: 'portal', address: 'https://portal.example.org/standing-water', copies: null }],
    subject: null,
    answerLanguages: null,
    limits: [limit('words', 800, { scope: 'answer' }), limit('megabytes', 10)],
    fileTypes: null,
    publication: { default: 'public', choice: 'opt-out' },
    addressees: ['states', 'civil-society'],
    heading: null,
    questions: [
      '[heading] · QUESTIONS FOR STATES',
      '  [heading] 1. Legal framework',
      '    1.1 Which authority is responsible for standing water in your country, and what are its powers?',
      '    1.2 Has it adopted rules on access to standing water in times of drought? If yes, please provide a copy.',
      '  [heading] 2. Practice',
      '    2.1 How many permits were given in the last five years? Please disaggregate the figures by region and, where the permit was refused, by the reason given.',
      '    2.2 Please share',
      '      (i) any evaluation that was carried out;',
      '      (ii) any complaint that was received, and its outcome.',
      '[heading] · QUESTIONS FOR NON-GOVERNMENTAL ORGANIZATIONS',
      '  1. In what way does your organization take part in decisions about standing water?',
      '  2. Have members of your organization met with reprisals for what they said in public about water?',
    ],
  },
  'temoins-cas': {
    ...NOTHING,
    languages: ['fr'],
    title: 'Communication de cas : pressions exercées sur des témoins',
    issuers: [{ name: 'Défenseure des témoins', holder: 'Mme Aya Corbaz', body: 'other' }],
    destination: null,
    kind: 'cases',
    deadlines: [],
    channels: [
      { kind: 'email', to: ['cas.temoins@example.org'], cc: [] },
      {
        kind: 'post',
        address: 'Bureau de la Défenseure des témoins, 4 rue des Tilleuls, 1200 Genève, Suisse',
        copies: 2,
      },
    ],
    subject: null,
    emailBody: ['contact', 'consent'],
    answerLanguages: null,
    limits: [],
    fileTypes: null,
    publication: { default: 'confidential', choice: 'none' },
    addressees: ['civil-society', 'legal-professionals'],
    consent: 'needed',
    period: { from: '2029-05-01', to: '2030-04-30' },
    heading: 'Pour chaque cas, veuillez indiquer :',
    questions: [
      '1°) la date et le lieu des faits ;',
      '2°) ce qui s’est passé ;',
      '3°) les démarches entreprises et leur résultat.',
    ],
  },
  'visit-archipelago': {
    ...NOTHING,
    languages: ['en'],
    title: 'Visit to Valdoria by the Working Group on fair fisheries, 3-14 November 2029',
    issuers: [{ name: 'Working Group on fair fisheries', holder: null, body: 'special-procedure' }],
    destination: null,
    kind: 'country-visit',
    deadlines: [deadline('2029-09-01', { relation: 'by', strictness: 'soft' })],
    channels: [{ kind: 'email', to: ['fairfish-visit@example.org'], cc: ['hrd.desk@example.org'] }],
    subject: null,
    answerLanguages: ['en', 'fr'],
    limits: [limit('pages', 5, { condition: 'individual' }), limit('pages', 10, { condition: 'joint' })],
    fileTypes: null,
    publication: { default: 'confidential', choice: 'none' },
    consent: 'needed',
    attachments: 'recommended',
    questions: [
      '[heading] A. Access to the sea',
      '  – Which laws govern access to coastal waters, and how are they applied in practice?',
      '  – Who is left out?',
      '[heading] B. Work at sea',
      '  – Have there been cases of forced labour on vessels? If so, please give date, place and source.',
      '  – What happens to those who complain?',
      '  · Please attach copies of relevant judgments where you have them.',
      '[heading] C. Looking ahead',
      '  – What recommendations would you make to the Government and to fishing companies?',
    ],
  },
};

/** Every value of a proposal with the spans it was read from. */
function allFound(proposal: CallProposal): Found<unknown>[] {
  return Object.values(proposal).flatMap((part: unknown): Found<unknown>[] => {
    if (Array.isArray(part))
      return part.filter(
        (one: unknown) => typeof one === 'object' && one !== null && 'value' in one,
      ) as Found<unknown>[];
    const field = part as { found?: Found<unknown> | null; candidates?: readonly Found<unknown>[] };
    return [...(field.found ? [field.found] : []), ...(field.candidates ?? [])];
  });
}

describe.each(CALLS)('%s', (name) => {
  const proposal = readCall(call(name));

  it('says', () => {
    expect(factsOf(proposal)).toMatchObject(EXPECTED[name]);
  });

  it('shows the words of every value', () => {
    const found = allFound(proposal);
    expect(found.length).toBeGreaterThan(8);
    const empty = ({ start, end }: Span): boolean => start < 0 || end <= start || end > proposal.text.length;
    expect(found.filter(({ spans }) => spans.length === 0 || spans.some(empty))).toEqual([]);
  });

  it('gives questions and addresses in the words of the text', () => {
    const check = ({ text, spans, children }: QuestionProposal): void => {
      expect(text ?? '').toBe(spans.map(({ start, end }) => proposal.text.slice(start, end)).join('\n\n'));
      children.forEach(check);
    };
    proposal.questions.forEach(check);
    for (const { value, certainty } of proposal.channels) {
      if (value.kind === 'email' && certainty !== 'unsure') {
        for (const address of [...value.to, ...value.cc]) {
          expect(proposal.text.replace('(at)', '@')).toContain(address);
        }
      }
    }
  });
});

describe('what is asked of whom', () => {
  it('names the groups of a set of questions', () => {
    const sets = readCall(call('semillas-plazos')).questions;
    expect(sets.map(({ addressees }) => addressees)).toEqual([['states'], ['civil-society', 'stakeholders']]);
  });

  it('flags what is sensitive, personal, or asks for recommendations and sources', () => {
    const flags = readCall(call('river-commons')).questions.map((question) => question.flags);
    expect(flags[2]).toContain('sensitive');
    expect(flags[3]).toContain('recommendations');
    expect(flags[0]).toEqual([]);
  });
});
