/** A neutral reminder, as it arrives: none of its headers and no line of its text says what the work is, or whose. */
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../src/domain/language.ts';
import { questionsOf } from '../../src/domain/questionnaire.ts';
import type { Reminder } from '../../src/domain/reminder.ts';
import { composeReminder, messageIdOf, type Occasion } from '../../src/domain/reminderMail.ts';
import { createLetterbox, type Letterbox } from '../../src/mail/letterbox.ts';
import { draftIn, phrases, solidarity } from '../domain/drafts.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

const ORGANISATION = {
  name: 'Rivages solidaires',
  contact: 'Awa Ndiaye',
  email: 'contact@rivages.example',
  country: 'SN',
};
const READER = 'reader@mailbox.example';
/** What may show: it is the server's own, and told beside the choice. */
const FROM = { name: 'Aide-mémoire des Nations Unies', address: 'desk@relay.example' };
const BASE = 'https://desk.example';

/** Whole words, in any case, with and without accents. */
const TELLTALE = [
  ...['UN', 'UNO', 'ONU', 'OHCHR', 'HCDH', 'ACNUDH', 'HRC', 'CDH', 'NGO', 'ONG'],
  ...[
    'United Nations',
    'Nations Unies',
    'Naciones Unidas',
    'Human Rights Council',
    'rapporteur',
    'relator',
    'relatora',
  ],
  ...['human rights', 'rights', 'droits', 'droit', 'derechos', 'derecho', 'Geneva', 'Genève', 'Ginebra', 'Zurich'],
  ...[
    'Aide-mémoire',
    'aide',
    'submission',
    'submissions',
    'soumission',
    'contribution',
    'contributions',
    'aporte',
    'aportes',
  ],
  ...[
    'call',
    'calls',
    'call for input',
    'appel',
    'convocatoria',
    'deadline',
    'date limite',
    'plazo',
    'report',
    'rapport',
  ],
  ...[
    'draft',
    'brouillon',
    'projet',
    'borrador',
    'organisation',
    'organización',
    'questionnaire',
    'question',
    'cuestionario',
  ],
  ...['nodemailer', 'solidarity', 'solidarité', 'solidaridad', 'civil society', 'Bailliet'],
];

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Runs of four words of the call's own texts and of the organisation's: shorter ones are everybody's words. */
function runsOf(text: string): string[] {
  const words = plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length < 4
    ? [words.join(' ')]
    : words.slice(3).map((_, index) => words.slice(index, index + 4).join(' '));
}

const texts = [
  solidarity.title,
  solidarity.shortTitle,
  ...solidarity.issuers.map(({ name }) => name),
  ...questionsOf(solidarity).map(({ node }) => node.text ?? {}),
].flatMap((text) => Object.values(text));
const QUOTES = [...texts, ...Object.values(ORGANISATION).filter((value) => value.length > 2)].flatMap(runsOf);

const KINDS: readonly Pick<Reminder, 'kind' | 'movedFrom'>[] = [
  { kind: 'confirm', movedFrom: null },
  { kind: 'bell-7', movedFrom: null },
  { kind: 'bell-0', movedFrom: null },
  { kind: 'removal', movedFrom: null },
  { kind: 'moved', movedFrom: null },
  { kind: 'moved', movedFrom: new Date('2024-01-31T23:00:00Z') },
  { kind: 'moved', movedFrom: new Date('2024-03-31T22:00:00Z') },
];

function occasion(language: Language, reminder: Pick<Reminder, 'kind' | 'movedFrom'>, neutral = true): Occasion {
  return {
    reminder: { ...reminder, deadlineAt: new Date('2024-02-14T23:00:00Z') },
    subscription: {
      wish: { address: READER, language, zone: 'Europe/Zurich', hour: 9, neutral },
      token: 't'.repeat(32),
    },
    draft: draftIn('fr', { organisation: ORGANISATION, answers: { q1: { text: 'Our own words.' } } }),
    questionnaire: solidarity,
    call: solidarity,
    say: phrases[language],
    now: new Date('2024-02-07T09:00:00Z'),
    baseUrl: BASE,
  };
}

let smtp: TestSmtp;
let letterbox: Letterbox;
beforeAll(async () => {
  smtp = await startSmtp();
  letterbox = createLetterbox({ smtpUrl: smtp.url, from: FROM });
});
afterAll(async () => {
  letterbox.close();
  await smtp.stop();
});

/** Everything that whoever sees the mail can read, as it was written and as it is shown; addresses taken out. */
async function readable(given: Occasion): Promise<string> {
  await letterbox.notify(composeReminder(given), messageIdOf({ id: 'k7m2q9xdab' }, 'relay.example'));
  const { bytes } = smtp.mails.at(-1)!;
  const mail = await PostalMime.parse(bytes);
  const shown = [mail.subject, mail.from?.name, mail.text, ...mail.headers.flatMap(({ key, value }) => [key, value])];
  return [bytes.toString('utf8'), ...shown]
    .join('\n')
    .replaceAll(/https:\/\/desk\.example\S*/g, '')
    .replaceAll(FROM.address, '')
    .replaceAll(READER, '');
}

function found(text: string): string[] {
  const searched = plain(text);
  const words = ` ${(searched.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
  const telltale = TELLTALE.filter((word) => words.includes(` ${plain(word).replaceAll('-', ' ')} `));
  // "un" is a word of French and Spanish.
  return [
    ...telltale.filter((word) => word !== 'UN' || /\bUN\b/.test(text)),
    ...QUOTES.filter((run) => words.includes(` ${run} `)),
  ];
}

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(KINDS)('gives nothing away: $kind, moved from $movedFrom', async (kind) => {
    expect(found(await readable(occasion(language, kind)))).toEqual([]);
  });

  it('would be caught if it were not neutral', async () => {
    const words = found(await readable(occasion(language, { kind: 'bell-7', movedFrom: null }, false)));
    expect(words.length).toBeGreaterThan(20);
  });
});
