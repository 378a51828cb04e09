/**
 * The checks of a draft: which findings there are, how weighty, where they lead, and what makes them go.
 */
import { describe, expect, it } from 'vitest';
import { isAsideable, NO_CHECKS, openOf, withAside, withoutAside } from '../../../src/domain/checks/aside.ts';
import { checkDraft } from '../../../src/domain/checks/check.ts';
import { KINDS, type Finding, type Kind } from '../../../src/domain/checks/finding.ts';
import { LANGUAGES } from '../../../src/domain/language.ts';
import { EMPTY_PUBLICATION, type Draft } from '../../../src/domain/draft.ts';
import { documentFileName } from '../../../src/domain/email.ts';
import { composeOutline } from '../../../src/domain/outline.ts';
import type { Questionnaire } from '../../../src/domain/questionnaire.ts';
import { VERSIONS } from '../../../src/domain/versions.ts';
import { callWith, draftIn, phrases, solidarity } from '../drafts.ts';

const EARLY = new Date('2024-01-10T09:00:00Z');
const CONTACT = { name: 'Rivages', country: 'SN', contact: 'Awa Ndiaye', email: 'contact@rivages.example.org' };
type Filled = NonNullable<Parameters<typeof draftIn>[1]>;

const filled = (answers: Filled['answers'], more: Partial<Filled> = {}): Draft =>
  draftIn('fr', { organisation: CONTACT, ...(answers === undefined ? {} : { answers }), ...more });
function found(draft: Draft, call: Questionnaire = solidarity, now = EARLY): readonly Finding[] {
  return checkDraft(draft, call, now).findings;
}
const of = (findings: readonly Finding[], kind: Kind): readonly Finding[] =>
  findings.filter((one) => one.kind === kind);
const quotes = (findings: readonly Finding[], kind: Kind): string[] => of(findings, kind).map(({ quote }) => quote);

describe('every kind', () => {
  it.each(Object.keys(KINDS))('%s has its words in all languages', (kind) => {
    const asked = ['title', 'advice'].map((name) => `checks.kinds.${kind}.${name}`);
    for (const language of LANGUAGES) for (const key of asked) expect(phrases[language](key)).not.toBe(key);
  });
});

describe('a draft', () => {
  it('with nothing in it has what always stands there, and no more', () => {
    const kinds = found(filled({})).map(({ kind }) => kind);
    expect(kinds).toEqual(['safety', 'file']);
    expect(of(found(draftIn('fr')), 'contact')[0]?.place).toMatchObject({ part: 'organisation', field: 'contact' });
  });

  it.each([
    ['named', CONTACT.name, false, true],
    ['withheld by a tick', CONTACT.name, true, false],
    ['withheld by brackets', `[[${CONTACT.name}]] et amis`, false, false],
  ])('says of the file what holds for an organisation that is %s', (_, name, ticked, isNamed) => {
    const withheld = { ...EMPTY_PUBLICATION.withheld, organisation: ticked };
    const draft = filled({}, { organisation: { ...CONTACT, name }, publication: { ...EMPTY_PUBLICATION, withheld } });
    const advice = of(found(draft), 'file')[0]!.advice;
    expect(advice).toBe(isNamed ? 'checks.kinds.file.advice' : 'checks.kinds.file.withheld');
    for (const language of LANGUAGES) expect(phrases[language](advice)).not.toBe(advice);
    for (const version of VERSIONS) {
      const fileName = documentFileName(draft, solidarity, phrases.fr, version);
      const { author } = composeOutline(draft, solidarity, phrases.fr, { version, country: '' });
      expect(`${fileName} ${author}`.includes(CONTACT.name), version).toBe(isNamed);
    }
  });

  it('tells where each thing stands', () => {
    const draft = filled({
      q3: {
        values: {
          media: {
            kind: 'ticks',
            ticked: ['other'],
            details: { other: 'Écrire à x@example.org', media: 'y@example.org' },
          },
        },
      },
      q4: { values: { initiatives: { kind: 'rows', rows: [{ name: 'Loi' }, { effect: 'Née le 3 mai 1990' }] } } },
      q8: { text: 'z@example.org', declined: { reason: 'Demandez à Moussa Diop.' } },
    });
    const findings = found(draft);
    expect(of(findings, 'email').map(({ place }) => place)).toEqual([
      { part: 'q3', field: 'media.other', start: 9, end: 22 },
    ]);
    expect(of(findings, 'birth')[0]?.place).toMatchObject({ part: 'q4', field: 'initiatives.1.effect' });
    expect(of(findings, 'person')[0]?.place).toMatchObject({ part: 'q8', field: 'reason', start: 11 });
  });

  it('is not asked about those who write, sign and ask', () => {
    const text =
      'Awa Ndiaye, Mme Cecilia Bailliet, Karim Touré. contact@RIVAGES.example.org, hrc-ie-solidarity@un.org, ' +
      'press@ohchr.org, k@example.org. Tél. +221 33 800 00 00, tél. 77 123 45 67.';
    const draft = filled({ q1: { text } }, { organisation: { ...CONTACT, phone: '33 800 00 00' } });
    expect(quotes(found(draft), 'person')).toEqual(['Karim Touré']);
    expect(quotes(found(draft), 'email')).toEqual(['k@example.org']);
    expect(quotes(found(draft), 'phone')).toEqual(['77 123 45 67']);
  });

  it('is asked less about what is confidential already', () => {
    const text = 'Moussa Diop, +221 77 123 45 67, passeport n° 12AB34567, m@example.org.';
    const open = found(filled({ q1: { text } }));
    expect(open.filter(({ severity }) => severity === 'ask').map(({ kind }) => kind)).toEqual([
      'consent',
      'person',
      'identity',
      'phone',
      'email',
    ]);
    for (const draft of [filled({ q1: { text: `[[${text}]]` } }), filled({ q1: { text, confidential: true } })]) {
      const findings = found(draft);
      expect(findings.filter(({ severity }) => severity === 'ask')).toEqual([]);
      expect(of(findings, 'person')[0]?.severity).toBe('notice');
      expect(quotes(findings, 'phone')).toEqual([]);
    }
  });

  it('is asked to mark something in answers to sensitive questions', () => {
    const text = 'La police est venue trois fois au bureau et a pris nos dossiers.';
    const sensitive = (draft: Draft): readonly string[] => of(found(draft), 'sensitive').map(({ place }) => place.part);
    expect(sensitive(filled({ q1: { text }, q5: { text } }))).toEqual(['q5']);
    expect(sensitive(filled({ q5: { text: 'Non, aucun cas.' } }))).toEqual([]);
    expect(sensitive(filled({ q5: { text: text.replace('trois fois', '[[trois fois]]') } }))).toEqual([]);
    expect(sensitive(filled({ q5: { text, confidential: true } }))).toEqual([]);
    expect(sensitive(filled({ q5: { text, declined: { reason: '' } } }))).toEqual([]);
    const confidential = { publication: { ...EMPTY_PUBLICATION, choice: 'confidential' as const } };
    expect(sensitive(filled({ q5: { text } }, confidential))).toEqual([]);
  });

  it('hears of brackets that do not match', () => {
    const [fault] = of(found(filled({ q1: { text: 'Avant [[le reste' } })), 'brackets');
    expect(fault).toMatchObject({ place: { part: 'q1', field: 'text', start: 6, end: 8 }, quote: 'Avant [[le reste' });
  });

  it('hears of brackets that look like those of a passage', () => {
    const text = 'Avant [ [le nom] ] après';
    const [fault] = of(found(filled({ q1: { text } })), 'alike');
    expect(fault).toMatchObject({ place: { part: 'q1', field: 'text', start: 6, end: 9 }, quote: text });
    expect(of(found(filled({ q1: { text, confidential: true } })), 'alike')).toEqual([]);
  });

  it('hears of recommendations to nobody, or without a date', () => {
    const items = [
      { to: 'États', what: 'Répondre.', by: '2025' },
      { to: '', what: 'Publier.', by: ' ' },
    ];
    const findings = found(filled({ q10: { values: { recommendations: { kind: 'recommendations', items } } } }));
    expect(of(findings, 'addressee').map(({ place, quote }) => [place.field, quote])).toEqual([
      ['recommendations.1.to', 'Publier.'],
    ]);
    expect(quotes(findings, 'date')).toEqual(['Publier.']);
  });

  it('hears of limits, of those that hold for it', () => {
    const limited = callWith([{ id: 'q1', text: { en: 'What?' } }], {
      length: {
        value: [
          { unit: 'words', maximum: 5, when: 'individual' },
          { unit: 'words', maximum: 500, when: 'joint' },
          { unit: 'characters', maximum: 20 },
          { unit: 'pages', maximum: 1 },
        ],
      },
    });
    const six = filled({ q1: { text: 'one two three four five six' } });
    expect(of(found(six, limited), 'length').map(({ values }) => values)).toEqual([
      { unit: 'words', count: 6, bound: 5 },
      { unit: 'characters', count: 27, bound: 20 },
    ]);
    expect(of(found(filled({ q1: { text: 'one two three' } }), limited), 'length')).toEqual([]);
    const long = filled({ q1: { text: 'word '.repeat(501) } });
    expect(of(found(long, limited), 'pages')[0]?.values).toEqual({ unit: 'pages', count: 2, bound: 1 });
  });

  it('hears of the time', () => {
    const at = (iso: string): string[] =>
      found(filled({}), solidarity, new Date(iso))
        .map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('deadline'));
    expect(at('2024-01-10T09:00:00Z')).toEqual([]);
    expect(at('2024-02-10T09:00:00Z')).toEqual(['deadline-near']);
    expect(at('2024-02-20T09:00:00Z')).toEqual(['deadline-past']);
  });

  it('is read up to a limit, and told what was not', () => {
    const long = 'Les pêcheurs de la côte. '.repeat(9_000);
    const findings = found(filled({ q1: { text: long }, q2: { text: long }, q3: { text: 'x@example.org' } }));
    expect(of(findings, 'unread').map(({ place }) => place.part)).toEqual(['q2']);
    expect(quotes(findings, 'email')).toEqual(['x@example.org']);
  });
});

describe('setting aside', () => {
  const text = 'Moussa Diop est venu. Moussa Diop est reparti, et m@example.org l’a vu.';
  const draft = filled({ q1: { text }, q2: { text: 'Moussa Diop.' } });
  const people = of(found(draft), 'person');
  const at = new Date('2024-01-11T10:00:00Z');

  it('holds for the same words in the same part', () => {
    expect(people.map(({ place }) => place.part)).toEqual(['q1', 'q2']);
    const checks = withAside(NO_CHECKS, people.slice(0, 1), 'agreed', at);
    expect(openOf(people, checks).map(({ place }) => place.part)).toEqual(['q2']);
    const moved = of(found(filled({ q1: { text: `Hier, ${text}` } })), 'person');
    expect(openOf(moved, checks)).toEqual([]);
    const other = of(found(filled({ q1: { text: text.replaceAll('Moussa', 'Fatou') } })), 'person');
    expect(openOf(other, checks)).toHaveLength(1);
  });

  it('keeps the first reason, and is taken back', () => {
    const once = withAside(NO_CHECKS, people, 'first', at);
    const [id = ''] = people.map((one) => one.id);
    expect(withAside(once, people, 'second', at)).toEqual(once);
    expect(once.aside[id]).toEqual({ reason: 'first', at: at.toISOString() });
    expect(openOf(people, withoutAside(once, [id]))).toHaveLength(1);
  });

  it('is for what the words say, not for what always stands there', () => {
    const standing = found(draft).filter((finding) => !isAsideable(finding));
    expect(standing.map(({ kind }) => kind)).toEqual(['consent', 'safety', 'file']);
    expect(withAside(NO_CHECKS, standing, 'no', at)).toEqual(NO_CHECKS);
  });

  it('of a whole answer holds for that very answer', () => {
    const long = 'La police est venue trois fois au bureau et a pris tous nos dossiers, '.repeat(4);
    const [first, again, changed] = [long, long, `${long}!`].map(
      (one) => of(found(filled({ q5: { text: one } })), 'sensitive')[0]?.id,
    );
    expect(again).toBe(first);
    expect(changed).not.toBe(first);
    expect(first?.length).toBeLessThan(120);
  });
});
