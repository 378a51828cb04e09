/** The form of a link, and the mail that carries one. */
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { hourOf, may, ROLES, type Deed } from '../../src/domain/link.ts';
import { addressIn, endOf, LINK_TERMS, linkFromForm, termsFor, type LinkChoices } from '../../src/domain/linkForm.ts';
import { composeLinkMail } from '../../src/domain/linkMail.ts';
import { readPhrases } from '../../src/phrases.ts';

const NOW = new Date('2024-02-01T09:30:15Z');
const DEADLINE = new Date('2024-02-14T23:00:00Z');
const choices: LinkChoices = {
  signers: [
    { id: 'lead', name: 'Harbour & Hill' },
    { id: 'aaaaaaaaaa', name: 'Rivages' },
  ],
  deadline: DEADLINE,
  mail: true,
  now: NOW,
};
const read = (body: Record<string, string | string[]>, given: Partial<LinkChoices> = {}) =>
  linkFromForm(body, { ...choices, ...given });
const wrong = (body: Record<string, string | string[]>, given: Partial<LinkChoices> = {}) =>
  read(body, given).problems.map(({ field }) => field);

describe('the form of a link', () => {
  it('reads what an owner chose', () => {
    const body = {
      role: 'writer',
      label: '  Awa,\n field office ',
      term: '7',
      address: ' awa@example.org ',
      neutral: 'y',
    };
    expect(read(body)).toMatchObject({
      problems: [],
      link: {
        role: 'writer',
        label: 'Awa, field office',
        signatory: null,
        expiresAt: new Date('2024-02-08T09:30:15Z'),
        address: 'awa@example.org',
        neutral: true,
      },
    });
  });

  it('calls a signatory’s link after the organisation, and names it in no other', () => {
    const signatory = read({ role: 'signatory', signatory: 'aaaaaaaaaa', term: 'deadline' }).link;
    expect(signatory).toMatchObject({ label: 'Rivages', signatory: 'aaaaaaaaaa' });
    expect(signatory?.expiresAt).toEqual(new Date('2024-02-21T23:00:00Z'));
    expect(read({ role: 'observer', signatory: 'aaaaaaaaaa', label: 'X' }).link?.signatory).toBeNull();
  });

  it('says what is missing or unknown', () => {
    expect(wrong({})).toEqual(['role', 'label']);
    expect(wrong({ role: 'king', label: 'X' })).toEqual(['role']);
    expect(wrong({ role: 'signatory' })).toEqual(['signatory']);
    expect(wrong({ role: 'signatory', signatory: 'unknown', label: 'X' })).toEqual(['signatory']);
    expect(wrong({ role: 'writer', label: 'X', term: 'deadline' }, { deadline: null })).toEqual(['term']);
    expect(wrong({ role: 'writer', label: 'X', address: 'x@' })).toEqual(['address']);
    expect(wrong({ role: 'writer', label: 'X', address: 'x@example.org' }, { mail: false })).toEqual(['address']);
  });

  it('takes anything that a form can send', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...ROLES, ...LINK_TERMS, 'lead'));
    const field = fc.oneof(text, fc.array(text));
    const body = fc.dictionary(fc.constantFrom('role', 'label', 'signatory', 'term', 'address', 'neutral', 'x'), field);
    fc.assert(
      fc.property(body, (sent) => {
        const { link, problems, typed } = read(sent);
        expect(link === null).toBe(problems.length > 0);
        expect(typed.label.length).toBeLessThanOrEqual(200);
        expect(typed.label).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('never ends an owner’s link', () => {
    for (const term of LINK_TERMS) expect(endOf(term, 'owner', DEADLINE, NOW)).toBeNull();
    expect(termsFor(null)).not.toContain('deadline');
  });

  it('knows an address of mail', () => {
    expect(addressIn(' a.b+c@example.org ')).toBe('a.b+c@example.org');
    for (const typed of ['', 'a', 'a@b', 'a b@example.org', 'a@example.org, b@example.org', 'a@example.org\nBcc: x'])
      expect(addressIn(typed)).toBeNull();
  });
});

describe('a role', () => {
  it.each([
    ['owner', ['read', 'comment', 'write', 'approve', 'submit', 'manage']],
    ['writer', ['read', 'comment', 'write']],
    ['reviewer', ['read', 'comment']],
    ['signatory', ['read', 'comment', 'approve']],
    ['observer', ['read']],
  ] as const)('of %s may do so much and no more', (role, deeds) => {
    const all: Deed[] = ['read', 'comment', 'write', 'approve', 'submit', 'manage'];
    expect(all.filter((deed) => may(role, deed))).toEqual(deeds);
  });

  it('is seen by the hour', () => {
    expect(hourOf(NOW)).toEqual(new Date('2024-02-01T09:00:00Z'));
    expect(hourOf(hourOf(NOW))).toEqual(hourOf(NOW));
  });
});

describe('the mail of a link', () => {
  const phrases = readPhrases(resolve(import.meta.dirname, '../..'));
  const address = 'http://127.0.0.1:3000/links/0123456789abcdefghjkmnpqrstvwxyz';

  it.each(LANGUAGES)('is whole in %s for every role, and neutral where it should be', (language) => {
    for (const role of ROLES) {
      for (const [neutral, again] of [
        [false, false],
        [true, false],
        [true, true],
      ] as const) {
        const letter = {
          role,
          call: 'Solidarité',
          organisation: 'Rivages\r\nBcc: x',
          address,
          ends: '1 May',
          neutral,
          again,
        };
        const { subject, text } = composeLinkMail({ ...letter, say: phrases[language] });
        expect(text).toContain(address);
        expect(text).toContain('1 May');
        expect(`${subject}${text}`).not.toMatch(/links\.mail|\{\{|undefined/);
        expect(subject).not.toMatch(/[\r\n]/);
        expect(/Solidarité|Rivages/.test(subject + text)).toBe(!neutral);
      }
    }
  });
});
