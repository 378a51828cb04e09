/**
 * Consent: when a submission waits for it, and what lets it go.
 */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { checkDraft } from '../../src/domain/checks/check.ts';
import { consentStanding, NO_CONSENTS, withOverride, type Consents } from '../../src/domain/consent.ts';
import { consentsFromForm } from '../../src/domain/consentForm.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import { callWith, draftIn } from './drafts.ts';

const call = (consent?: 'needed' | 'not-needed'): Questionnaire =>
  callWith([{ id: 'q1', text: { en: 'What?' } }], consent === undefined ? {} : { consent: { value: consent } });
const NOW = new Date('2024-01-10T09:00:00Z');
const row = (who: string, agrees = true) => ({ who, informed: true, understands: true, agrees, date: '' });

function draftWith(text: string, consents: Partial<Consents>): Draft {
  const answers: Record<string, Partial<Answer>> = { q1: { text } };
  return { ...draftIn('en', { answers }), consents: { value: { ...NO_CONSENTS, ...consents }, revision: 1 } };
}
const waits = (text: string, consents: Partial<Consents>, questionnaire = call()): boolean =>
  checkDraft(draftWith(text, consents), questionnaire, NOW).consent.waits;

const NAMED = 'They took Fatou Sarr away.';
const NOBODY = 'They took somebody away.';

describe('a submission', () => {
  it.each<[string, string, Partial<Consents>, boolean]>([
    ['nobody named, nothing said', NOBODY, {}, false],
    ['nobody named, not sure', NOBODY, { named: 'unsure' }, false],
    ['named, nothing said', NAMED, {}, true],
    ['named, and said that nobody is', NAMED, { named: 'no' }, true],
    ['said so, nobody in the register', NOBODY, { named: 'yes' }, true],
    ['said so, all agreed', NOBODY, { named: 'yes', rows: [row('a'), row('b')] }, false],
    ['said so, one has not agreed', NAMED, { named: 'yes', rows: [row('a'), row('b', false)] }, true],
    ['a mere guess at a name', 'In June, Tlotlo Kgosidintsi joined.', {}, false],
    ['named in a passage', `[[${NAMED}]]`, {}, false],
  ])('%s', (_, text, consents, expected) => {
    expect(waits(text, consents)).toBe(expected);
  });

  it('follows the rule of the call', () => {
    expect(waits(NAMED, { named: 'yes' }, call('not-needed'))).toBe(false);
    expect(waits(NOBODY, {}, call('needed'))).toBe(true);
    expect(waits(NOBODY, { named: 'no' }, call('needed'))).toBe(false);
  });

  it('goes without for a reason, as long as nothing else is open', () => {
    const consents: Consents = { named: 'yes', rows: [row('a', false)], override: null };
    const going = withOverride(consents, [], call(), { reason: 'cannot be reached', goes: true });
    expect(consentStanding(going, [], call())).toMatchObject({ waits: false, override: 'cannot be reached' });
    const more = { ...going, rows: [...going.rows, row('b', false)] };
    expect(consentStanding(more, [], call())).toMatchObject({ waits: true, override: null });
    const kept = withOverride(consents, [], call(), { reason: 'perhaps', goes: false });
    expect(consentStanding(kept, [], call()).waits).toBe(true);
    expect(kept.override?.reason).toBe('perhaps');
    expect(withOverride(going, [], call(), { reason: '', goes: false }).override).toBeNull();
  });

  it('asks nothing more about a name in the register', () => {
    const text = 'They took Mr. Moussa Diop and Fatou Sarr away.';
    const named = (rows: Consents['rows']): string[] =>
      checkDraft(draftWith(text, { named: 'yes', rows }), call(), NOW)
        .findings.filter(({ kind }) => kind === 'person')
        .map(({ quote }) => quote);
    expect(named([row('DIOP, moussa (teacher)')])).toEqual(['Fatou Sarr']);
    expect(named([row('Moussa Diop', false)])).toHaveLength(2);
    expect(named([row('witness 1'), row('')])).toHaveLength(2);
  });
});

describe('the form', () => {
  it('reads rows, drops empty ones, and keeps what is not sent', () => {
    const before: Consents = { named: 'yes', rows: [row('kept')], override: { reason: 'why', about: [] } };
    expect(consentsFromForm({ named: 'no' }, before)).toEqual({
      consents: { named: 'no', rows: [row('kept')] },
      reason: 'why',
      goes: false,
      problems: [],
    });
    const sent = {
      'rows.0.who': ' ',
      'rows.2.who': 'A\r\nB',
      'rows.2.agrees': 'yes',
      'rows.2.date': '2024-01-02',
      'rows.10000.who': 'beyond',
      'rows.__proto__.who': 'x',
    };
    expect(consentsFromForm(sent, NO_CONSENTS).consents.rows).toEqual([
      { who: 'A B', informed: false, understands: false, agrees: true, date: '2024-01-02' },
    ]);
  });

  it('says what cannot be read', () => {
    const fields = (body: Readonly<Record<string, string>>): string[] =>
      consentsFromForm(body, NO_CONSENTS).problems.map(({ field }) => field);
    expect(fields({ named: 'perhaps' })).toEqual(['named']);
    expect(fields({ 'rows.5.date': '2024-02-30', without: 'yes' })).toEqual(['rows.0.who', 'rows.0.date', 'reason']);
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`rows.${index}.who`, 'x']));
    expect(fields(many)).toEqual(['named']);
  });
});
