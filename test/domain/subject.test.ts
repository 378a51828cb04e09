/** The subject of the email: what fills a pattern, and what stays open. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KNOWN_SLOTS } from '../../src/domain/callRules.ts';
import type { Draft } from '../../src/domain/draft.ts';
import { emailSubject } from '../../src/domain/email.ts';
import { callWith, draftIn, phrases } from './drafts.ts';

const names: Readonly<Record<string, string>> = { SN: 'Senegal', IE: 'Ireland' };
const countryName = (code: string): string => names[code] ?? '';
const filled = draftIn('en', { organisation: { name: 'Rivages', country: 'SN' } });

function subjectWith(line: string, draft: Draft = filled, more: object = {}) {
  const call = callWith(['Who?'], { subject: { kind: 'pattern', value: line }, language: 'en', ...more });
  return emailSubject(draft, call, false, phrases.en, { countryName });
}

describe('a pattern', () => {
  it.each([
    ['{organisation}', 'Rivages'],
    ['{country}', 'Senegal'],
    ['{COUNTRY}', 'SENEGAL'],
    ['{individual|joint}', 'individual'],
    ['{INDIVIDUAL|JOINT}', 'INDIVIDUAL'],
    ['{title}', 'Visit to the islands'],
    ['{language}', 'English'],
    ['{date}', '1 February 2024'],
    ['{month year}', 'February 2024'],
    ['{year}', '2024'],
    ['{ year }', '2024'],
    ['[{year}] – {organisation}, etc.', '[2024] – Rivages, etc.'],
  ])('%s is filled with %s', (line, text) => {
    const subject = subjectWith(line);
    expect(subject.text).toBe(text);
    expect(subject.open).toEqual([]);
  });

  it('takes the country that the call fixes, and the session that its report goes to', () => {
    const more = {
      countryScope: { value: { country: 'IE' } },
      destination: { value: { organ: 'Council', session: '56' } },
    };
    expect(subjectWith('{country} {session}', filled, more).text).toBe('Ireland 56');
  });

  it('leaves open what nobody has said, in plain sight and without braces', () => {
    const subject = subjectWith('{organisation} – {session} – {session}', draftIn('en'));
    expect(subject.open).toEqual(['organisation', 'session']);
    expect(subject.text).toBe('[to fill in: organisation] – [to fill in: session] – [to fill in: session]');
  });

  it('names nobody whose name is withheld', () => {
    const draft = draftIn('en', {
      organisation: { name: 'Rivages', country: 'SN' },
      publication: { choice: 'part', withheld: { organisation: true, contact: false, signatories: [] } },
    });
    expect(subjectWith('{organisation} – {country}', draft).text).toBe(
      '[Withheld: confidential] – [to fill in: country]',
    );
  });

  it('never lets a brace, a line end or a slot out, whatever was typed', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 40 });
    const slots = fc.subarray([...KNOWN_SLOTS], { minLength: 1 });
    fc.assert(
      fc.property(slots, words, (chosen, name) => {
        const draft = draftIn('en', { organisation: { name, country: 'SN' } });
        const { text, open } = subjectWith(chosen.map((slot) => `{${slot}}`).join(' – '), draft);
        expect(text).not.toMatch(/\n|\r/);
        for (const slot of chosen) expect(text.replaceAll(name, '')).not.toContain(`{${slot}}`);
        expect(open.every((slot) => chosen.includes(slot as (typeof KNOWN_SLOTS)[number]))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

it('that is exact is never filled, trimmed or corrected', () => {
  const line = 'Soumision  : {year} – the «56ème»';
  const call = callWith(['Who?'], { subject: { kind: 'exact', value: line }, language: 'en' });
  expect(emailSubject(filled, call, false, phrases.en, { countryName }).text).toBe(line);
});
