/** The list of a joint submission as outline, plain text and email have it: groups, order, place, and nobody's address. */
import { describe, expect, it } from 'vitest';
import { composeEmail } from '../../src/domain/email.ts';
import { composeOutline, type Outline } from '../../src/domain/outline.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import type { Signatory } from '../../src/domain/signatory.ts';
import { plainText } from '../../src/domain/text.ts';
import { readCountries } from '../../src/web/countries.ts';
import { MEMBERS } from '../coalition.ts';
import { draftIn, phrases, solidarity } from './drafts.ts';

const countries = readCountries();
const LEAD = { name: 'Rivages solidaires', country: 'SN', status: 'special', email: 'a@lead.example.org' } as const;

type Rule = NonNullable<Questionnaire['joint']['value']>;
const NO_RULE: Rule = {
  listed: 'start',
  order: 'given',
  statusFirst: false,
  email: false,
  lead: null,
  supporters: null,
};

function written(list: readonly Signatory[], rule: Partial<Rule> | null = null, language: 'en' | 'fr' = 'en') {
  const questionnaire: Questionnaire = {
    ...solidarity,
    joint: { ...solidarity.joint, value: rule === null ? null : { ...NO_RULE, ...rule } },
  };
  const answers = { q1: { text: 'Yes.[^1]\n\n[^1]: Report.' } };
  const draft = {
    ...draftIn(language, { organisation: LEAD, answers }),
    signatories: { value: { approval: 'none' as const, list: [...list] }, revision: 1 },
  };
  const outline = composeOutline(draft, questionnaire, phrases[language], {
    country: countries.name('SN', language),
    countryName: (code) => countries.name(code, language),
  });
  const email = composeEmail(
    draft,
    questionnaire,
    outline,
    [{ version: 'full', fileName: 'x.docx', words: 0 }],
    phrases[language],
  );
  return { outline, email: email.text, text: plainText(outline) };
}
const namesIn = ({ signatories }: Outline, kind: string): string[] =>
  signatories?.groups.find((group) => group.kind === kind)?.list.map(({ name }) => name) ?? [];
const signing = MEMBERS.filter(({ kind }) => kind === 'submitting');
const [agir] = signing;

describe('the list', () => {
  it('is missing where one organisation submits by itself', () => {
    const { outline, text, email } = written([]);
    expect(outline).not.toHaveProperty('signatories');
    expect(outline.front.find(({ id }) => id === 'organisation')?.label).toBe('Organisation');
    expect(email).toContain('Please find attached the submission of Rivages solidaires (Senegal)');
    expect(text).not.toContain('Joint');
  });

  it('has the lead, those who sign and those who support, in words of the draft’s language', () => {
    const { outline, text } = written(MEMBERS, null, 'fr');
    const { signatories } = outline;
    expect(signatories?.groups.map(({ kind, heading }) => [kind, heading])).toEqual([
      ['lead', 'Organisation chef de file'],
      ['submitting', 'Avec elle\u00a0: 29 organisations'],
      ['endorsing', 'Avec le soutien de 3 organisations'],
    ]);
    expect(signatories?.groups[0]?.list).toEqual([
      { name: 'Rivages solidaires', country: 'Sénégal', status: 'statut consultatif spécial' },
    ]);
    expect(text).toContain(
      'Contribution conjointe de Rivages solidaires et de 29 autres organisations, avec le soutien de 3 organisations.',
    );
    expect(text).toContain('\n1. Agir pour la côte (Sénégal), statut consultatif spécial\n2. Alliance des femmes');
    expect(outline.front.find(({ id }) => id === 'organisation')).toMatchObject({
      label: 'Chef de file',
      value: 'Rivages solidaires',
    });
    expect(text).toContain('Les organisations n’ont pas fait de choix');
  });

  it('tells nobody’s contact and address', () => {
    for (const said of Object.values(written(MEMBERS, { email: true })).map((value) => JSON.stringify(value))) {
      expect(said).not.toContain('@member.example.org');
      expect(said).not.toContain('Person 1');
    }
  });

  it('of supporters alone makes no joint submission', () => {
    const { outline, text, email } = written(MEMBERS.filter(({ kind }) => kind === 'endorsing'));
    expect(outline.signatories?.groups.map(({ kind }) => kind)).toEqual(['endorsing']);
    expect(text).toContain('Submission by Rivages solidaires, supported by 3 organisations.');
    expect(text).toContain('Organisation: Rivages solidaires');
    expect(email).toContain('the submission of Rivages solidaires');
    expect(email).toContain('It is supported by 3 organisations that do not sign it.');
  });
});

describe('the order that a call asks for', () => {
  it('is the writers’ own where it asks for none', () => {
    expect(namesIn(written(signing.toReversed()).outline, 'submitting')).toEqual(
      signing.map(({ name }) => name).toReversed(),
    );
  });

  it('is alphabetical in the draft’s language', () => {
    const members = ['Zoé', 'Éveil', 'Eau', '“Ami”'].map((name, index) => ({ ...agir!, id: `x${index}`, name }));
    expect(namesIn(written(members, { order: 'alphabetical' }, 'fr').outline, 'submitting')).toEqual([
      '“Ami”',
      'Eau',
      'Éveil',
      'Zoé',
    ]);
  });

  it('is by country, then by name', () => {
    const { outline } = written(signing, { order: 'country' });
    const lines = outline.signatories?.groups[1]?.list.map(({ country, name }) => `${country} ${name}`) ?? [];
    expect(lines[0]).toBe('Argentina Centro de Estudios “Río Abierto”');
    expect(lines.filter((line) => /^(Senegal|Ireland)/.test(line))).toEqual([
      'Ireland =Equal Shores',
      'Ireland Harbour & Hill / "Open" Network <ø>',
      'Senegal Agir pour la côte',
      'Senegal Union des coopératives maraîchères',
    ]);
  });

  it('puts consultative status first', () => {
    const { outline } = written(signing, { statusFirst: true });
    const statuses = outline.signatories?.groups[1]?.list.map(({ status }) => status.split(' ')[0]) ?? [];
    expect(statuses.slice(0, 11)).toEqual(['general', ...Array(7).fill('special'), 'on', 'on', '']);
    expect(namesIn(outline, 'submitting').slice(1, 3)).toEqual([
      'Agir pour la côte',
      'Asociación Ñandú por los Derechos',
    ]);
  });
});

describe('the place that a call asks for', () => {
  it('is a footnote: the first, and all others count on', () => {
    const { outline, text } = written(MEMBERS, { listed: 'footnote' });
    expect(text).toContain('supported by 3 organisations.[1]\n');
    expect(text).toContain('Yes.[2]');
    expect(outline.footnotes).toHaveLength(2);
    expect(text).toMatch(/\[1\] Lead organisation – Rivages solidaires \(Senegal\), special consultative status\./);
    expect(text).toMatch(/; Women at Sea \(Philippines\); جمعية ضفاف \(Tunisia\)\.\n/);
    expect(text.trimEnd()).toMatch(/\[2\] Report\.$/);
  });

  it('is the end of the paper', () => {
    const { text } = written(MEMBERS, { listed: 'end' });
    expect(text.indexOf('Joint submission by')).toBeGreaterThan(text.indexOf('Yes.[1]'));
    expect(text.indexOf('[1] Report.')).toBeGreaterThan(text.indexOf('Joint submission by'));
  });
});

describe('the email', () => {
  it('tells how many they are, and lists them only where the call asks it', () => {
    const { email } = written(MEMBERS);
    expect(email).toContain('the joint submission of Rivages solidaires (Senegal) and 29 other organisations');
    expect(email).not.toContain('Women at Sea');
    expect(written(MEMBERS, { email: true }).email).toContain('\n- Women at Sea (Philippines)\n');
  });

  it('keeps its contact heading out where there is nothing under it', () => {
    expect(written(MEMBERS).email).toContain('Contact:\nEmail: a@lead.example.org');
  });
});
