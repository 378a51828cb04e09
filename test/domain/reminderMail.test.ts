/** What reminders say, in three languages: both times, what is missing, the way in and the way out; never an answer. */
import { describe, expect, it } from 'vitest';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import { EMPTY_PUBLICATION } from '../../src/domain/draft.ts';
import { LANGUAGES } from '../../src/domain/language.ts';
import type { Wish } from '../../src/domain/reminder.ts';
import { composeReminder, messageIdOf, type Occasion } from '../../src/domain/reminderMail.ts';
import { to } from '../../src/web/paths.ts';
import { callWith, draftIn, phrases, solidarity } from './drafts.ts';

const TOKEN = 't'.repeat(32);
const BASE = 'https://drafts.example.org';
/** The end of 14 February in Geneva. */
const DEADLINE = deadlinesOf(solidarity)[0]!.instant;
const SECRET = 'a story that endangers its teller';

const draft = draftIn('fr', {
  organisation: { name: 'Rivages solidaires', country: 'SN', contact: 'Awa', email: 'a@rivages.example.org' },
  answers: {
    q1: { text: SECRET, finished: true },
    q2: { text: SECRET },
    q3: { text: SECRET, declined: { reason: SECRET } },
  },
});

function occasion(wish: Partial<Wish> = {}, more: Partial<Occasion> = {}): Occasion {
  const whole: Wish = {
    address: 'awa@rivages.example.org',
    language: 'en',
    zone: 'Africa/Dakar',
    hour: 9,
    neutral: false,
    ...wish,
  };
  return {
    reminder: { kind: 'bell-7', deadlineAt: DEADLINE, movedFrom: null },
    subscription: { wish: whole, token: TOKEN },
    draft,
    questionnaire: solidarity,
    call: solidarity,
    say: phrases[whole.language],
    now: new Date('2024-02-07T09:00:00Z'),
    baseUrl: BASE,
    ...more,
  };
}

describe('a bell', () => {
  it('says in its subject how long is left, and for what', () => {
    const subjects = LANGUAGES.map((language) => composeReminder(occasion({ language })).subject);
    expect(subjects).toEqual([
      '7 days left: Civil society and international solidarity',
      'Il reste 7 jours\u00a0: Société civile et solidarité internationale',
      'Quedan 7 días: Sociedad civil y solidaridad internacional',
    ]);
  });

  it('says how much is really left when it rings late', () => {
    const now = new Date('2024-02-13T20:00:00Z');
    expect(composeReminder(occasion({}, { now })).subject).toMatch(/^1 day and 3 hours left: /);
  });

  it('gives the deadline in both times', () => {
    const { text } = composeReminder(occasion());
    expect(text).toContain('Until the end of Wednesday, 14 February 2024, Geneva’s time\n');
    expect(text).toContain('Wednesday, 14 February 2024, 23:00, your time (Africa/Dakar)\n');
  });

  it('gives one time to a reader in Geneva', () => {
    expect(composeReminder(occasion({ zone: 'Europe/Zurich' })).text).not.toContain('your time');
  });

  it('names the sections that are missing, those in progress too, and quotes no answer', () => {
    for (const language of LANGUAGES) {
      const { text } = composeReminder(occasion({ language }));
      const lines = text.split('\n').filter((line) => line.startsWith('- '));
      expect(lines.map((line) => /^- (\d+\)|\p{Lu})/u.exec(line)?.[1])).toEqual(
        expect.arrayContaining(['2)', '4)', '10)', 'P']),
      );
      expect(lines).toHaveLength(9);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90);
      expect(text).not.toContain(SECRET);
    }
    expect(composeReminder(occasion({ language: 'fr' })).text).toContain(
      '- 2) Dans quelle mesure et comment vos actions de solidarité internationale…\n',
    );
  });

  it('says of a translation that it is unofficial, and of the call’s own words nothing', () => {
    expect(composeReminder(occasion({ language: 'es' })).text).toContain('traducción no oficial');
    expect(composeReminder(occasion({ language: 'fr' })).text).not.toContain('non officielle');
  });

  it('says that nothing is missing any more', () => {
    const done = callWith([{ id: 'q1', text: { en: 'What has changed?' } }]);
    const { text } = composeReminder(
      occasion(
        {},
        {
          questionnaire: done,
          draft: { ...draft, publication: { value: { ...EMPTY_PUBLICATION, choice: 'public' }, revision: 1 } },
        },
      ),
    );
    expect(text).toContain('Nothing is missing any more.');
  });

  it('does not list a hundred questions', () => {
    const many = callWith(Array.from({ length: 100 }, (_, index) => ({ id: `x${index}`, text: { en: 'What?' } })));
    const lines = composeReminder(occasion({}, { questionnaire: many })).text.split('\n');
    expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(16);
    expect(lines).toContain('- and 86 more');
  });

  it('cuts a long wording without white space in it as well', () => {
    const one = callWith([{ id: 'x', text: { en: '😀'.repeat(300) } }]);
    const { text } = composeReminder(occasion({}, { questionnaire: one }));
    expect(text.isWellFormed()).toBe(true);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  it('leads to the draft, and to the end of such mails, at the addresses of the web', () => {
    const { text, endAddress } = composeReminder(occasion());
    expect(text).toContain(`${BASE}${to.draft(draft.record.id)}\n`);
    expect(text).toContain(`${BASE}${to.ending(TOKEN)}\n`);
    expect(endAddress).toBe(`${BASE}${to.ending(TOKEN)}`);
  });

  it('says what else counts, as the pages do', () => {
    const deadline = { wording: { en: 'by 14 February' }, date: '2024-02-14', relation: 'by', basis: 'received' };
    const was = [{ wording: { en: 'by 1 February' }, date: '2024-02-01', relation: 'by' }];
    const call = callWith([{ id: 'q1', text: { en: 'What?' } }], { deadlines: [{ ...deadline, was }] });
    const { text } = composeReminder(occasion({}, { call }));
    expect(text).toContain('The call has extended its deadline: this is the new one.\n');
    expect(text).toContain('What counts is when it arrives');
  });
});

describe('the news of a move', () => {
  const moved = (from: string | null, wish: Partial<Wish> = {}) =>
    composeReminder(
      occasion(wish, {
        reminder: { kind: 'moved', deadlineAt: DEADLINE, movedFrom: from === null ? null : new Date(from) },
      }),
    );

  it('gives both dates of an extension', () => {
    const { subject, text } = moved('2024-01-31T23:00:00Z');
    expect(subject).toBe('Deadline extended to 14 February 2024: Civil society and international solidarity');
    expect(text).toContain('Until the end of Wednesday, 14 February 2024, Geneva’s time');
    expect(text).toContain('Until the end of Wednesday, 31 January 2024, Geneva’s time');
    expect(text).toContain('Your reminders follow the new date.');
  });

  it('is louder when the date comes sooner', () => {
    expect(moved('2024-03-31T22:00:00Z').subject).toMatch(/^TAKE CARE, the deadline now comes earlier/);
    expect(moved('2024-03-31T22:00:00Z').text).toContain('TAKE CARE: ');
    expect(moved('2024-03-31T22:00:00Z', { language: 'fr' }).subject).toMatch(/^ATTENTION, /);
    expect(moved('2024-03-31T22:00:00Z', { language: 'es', neutral: true }).subject).toMatch(/^ATENCIÓN, /);
    expect(moved('2024-01-31T23:00:00Z').text).not.toContain('TAKE CARE');
  });

  it('tells of the first date that a call states', () => {
    const { subject, text } = moved(null);
    expect(subject).toMatch(/^There is a deadline now, 14 February 2024: /);
    expect(text).not.toContain('Before:');
  });
});

describe('the question', () => {
  it.each([true, false])('asks whoever may not have asked, and has nothing to end (neutral: %s)', (neutral) => {
    const reminder = { kind: 'confirm', deadlineAt: new Date('2024-02-14T09:00:00Z'), movedFrom: null } as const;
    const { text, endAddress } = composeReminder(occasion({ neutral }, { reminder }));
    expect(text).toContain(`${BASE}${to.confirmation(TOKEN)}\n`);
    expect(text).not.toContain('/end');
    expect(text).toContain('If it was not you, you need do nothing: nothing more will be sent to this address.');
    expect(text).toContain('14 February 2024 at 09:00, your time');
    expect(endAddress).toBeNull();
  });
});

describe('a neutral mail', () => {
  it('gives a date in two times, how much is left and open, and the way', () => {
    const { subject, text, neutral } = composeReminder(occasion({ neutral: true, zone: 'Pacific/Kiritimati' }));
    expect(neutral).toBe(true);
    expect(subject).toBe('7 days left');
    expect(text).toContain('Thursday, 15 February 2024, 13:00, your time\nWednesday, 14 February 2024, 23:00, UTC\n');
    expect(text).toContain('9 parts are still open.');
    expect(text).toContain(`${BASE}${to.draft(draft.record.id)}\n`);
    expect(text).not.toContain('Kiritimati');
  });
});

it('is named by its id at the host of the sender, and by nothing of ours', () => {
  expect(messageIdOf({ id: 'k7m2q9xdab' }, 'relay.example')).toBe('<k7m2q9xdab@relay.example>');
});
