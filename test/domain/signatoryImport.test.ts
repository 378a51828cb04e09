/** Tables and lists that people paste: separators, headings, countries and words in three languages, twins, notes. */
import { describe, expect, it } from 'vitest';
import type { Signatory } from '../../src/domain/signatory.ts';
import { EMPTY_SIGNATORY } from '../../src/domain/signatoryForm.ts';
import { importSignatories, type SignatoryImport } from '../../src/domain/signatoryImport.ts';
import { readCountries } from '../../src/web/countries.ts';
import { rowsOf } from '../../src/web/csv.ts';
import { phrases } from './drafts.ts';

const countries = readCountries();
const LEAD = { name: 'Rivages solidaires', country: 'SN' };
const there: Signatory = { ...EMPTY_SIGNATORY, id: 'a', name: 'HIAS', country: 'US' };

const read = (text: string, list: readonly Signatory[] = []): SignatoryImport =>
  importSignatories(text, 'submitting', LEAD, list, {
    cut: rowsOf,
    countryCode: (name) => countries.code(name),
  });
/** "3 + Name/FR/…" for a row that is added, "3 - Name note" for one that is not. */
const short = ({ rows }: SignatoryImport): string[] =>
  rows.map(({ line, adds, details, notes }) =>
    [
      `${line} ${adds ? '+' : '-'} ${details.name}`,
      details.country,
      ...notes.map(({ note, about }) => `${note}${about === '' ? '' : `(${about})`}`),
    ]
      .filter(Boolean)
      .join(' '),
  );

describe('a list of names', () => {
  it('is one organisation a line, commas and all', () => {
    expect(short(read('Women, Peace and Security Network\n\nOxfam\r\nFriends, Romans, Countrymen\n'))).toEqual([
      '1 + Women, Peace and Security Network',
      '3 + Oxfam',
      '4 + Friends, Romans, Countrymen',
    ]);
  });

  it('may be numbered, or have bullets', () => {
    expect(short(read('1. Oxfam\n2) Kids\n- HIAS\n• 350.org\n'))).toEqual([
      '1 + Oxfam',
      '2 + Kids',
      '3 + HIAS',
      '4 + 350.org',
    ]);
  });

  it('may be a sentence, as letters have it', () => {
    const text = '1) le Centre pour la justice ; 2) l’Église évangélique ; 3) HIAS ; et 4) Oxfam America.';
    expect(short(read(text))).toEqual([
      '1 + le Centre pour la justice',
      '2 + l’Église évangélique',
      '3 + HIAS',
      '4 + Oxfam America',
    ]);
  });
});

describe('a table', () => {
  it.each([
    ['en', 'Organisation,Country,Email,Consultative status\nOxfam,France,a@example.org,Special\n'],
    ['fr', 'Nom de l’organisation;Pays;Courriel;Statut consultatif\nOxfam;France;a@example.org;Spécial\n'],
    ['es', 'Organización\tPaís\tCorreo electrónico\tEstado consultivo\nOxfam\tFrancia\ta@example.org\tEspecial\n'],
  ])('has headings in %s', (_, text) => {
    const { rows, unknownColumns } = read(`\ufeff${text}`);
    expect(unknownColumns).toEqual([]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      line: 2,
      adds: true,
      notes: [],
      details: { name: 'Oxfam', country: 'FR', email: 'a@example.org', status: 'special', kind: 'submitting' },
    });
  });

  it('needs no headings: each cell is read for what it is', () => {
    const { rows } = read('1;Oxfam;FR;Jane Doe;jane@example.org;roster;supporter\n2;Kids;United States;;;;\n');
    expect(rows[0]?.details).toEqual({
      kind: 'endorsing',
      name: 'Oxfam',
      country: 'FR',
      contact: 'Jane Doe',
      email: 'jane@example.org',
      status: 'roster',
    });
    expect(rows[1]?.details).toMatchObject({ name: 'Kids', country: 'US' });
  });

  it('has quotes with separators and line ends in them, and its rows keep their lines', () => {
    const { rows } = read('Name,Contact\n"Kids, ""In Need""","Jane\nDoe"\nOxfam,\n');
    expect(rows.map(({ line, details }) => [line, details.name, details.contact])).toEqual([
      [2, 'Kids, "In Need"', 'Jane Doe'],
      [4, 'Oxfam', ''],
    ]);
  });

  it('survives quotes that do not close', () => {
    expect(short(read('Name;Country\nThe "Open Network;FR\nOxfam;CH\n'))).toEqual([
      '2 + The "Open Network FR',
      '3 + Oxfam CH',
    ]);
  });

  it('says which columns are left out', () => {
    expect(read('Name;Website;Country\nOxfam;https://example.org;FR\n').unknownColumns).toEqual(['Website']);
  });

  it('takes back what the file of the list says, in every language', () => {
    for (const language of ['en', 'fr', 'es'] as const) {
      const say = phrases[language];
      const columns = ['kind', 'name', 'country', 'contact', 'email', 'status'];
      const text = [
        columns.map((column) => say(`signatories.columns.${column}`)).join(','),
        ...['submitting', 'endorsing'].map((kind, index) =>
          [say(`signatories.kinds.${kind}`), `'=Name ${index}`, countries.name('CD', language), 'A', 'a@example.org']
            .concat(say(`organisation.statuses.${index === 0 ? 'roster' : 'none'}`))
            .map((cell) => `"${cell}"`)
            .join(','),
        ),
        [say('signatories.kinds.lead'), 'Somebody else', '', '', '', ''].join(','),
      ].join('\r\n');
      const { rows, unknownColumns } = read(text);
      expect(unknownColumns).toEqual([]);
      expect(
        rows.map(({ details, notes }) => [details.kind, details.name, details.country, details.status, notes]),
      ).toEqual([
        ['submitting', '=Name 0', 'CD', 'roster', []],
        ['endorsing', '=Name 1', 'CD', 'none', []],
        ['submitting', 'Somebody else', '', '', [{ note: 'lead', about: '' }]],
      ]);
    }
  });
});

describe('what is said of a row', () => {
  it('tells twins by name, whatever their spelling', () => {
    const text = 'Name;Country\nhias;US\nRIVAGES SOLIDAIRES;\nOxfam;FR\nOXFAM;FR\nOxfam;CH\n;FR\n';
    expect(short(read(text, [there]))).toEqual([
      '2 - hias US twin',
      '3 - RIVAGES SOLIDAIRES isLead',
      '4 + Oxfam FR',
      '5 - OXFAM FR twinInText(4)',
      '6 + Oxfam CH',
      '7 -  FR noName',
    ]);
  });

  it('tells what could not be read and is left out', () => {
    expect(short(read('Name;Country;Email;Status;Kind\nOxfam;Ruritania;nope;grand;maybe\n'))).toEqual([
      '2 + Oxfam kind(maybe) country(Ruritania) email(nope) status(grand)',
    ]);
  });

  it('stops at the most that a list holds', () => {
    const many = Array.from({ length: 1_002 }, (_, index) => `Organisation ${index + 1}`).join('\n');
    const { rows } = read(many);
    expect(rows.filter(({ adds }) => adds)).toHaveLength(1_000);
    expect(rows[1_001]?.notes).toEqual([{ note: 'tooMany', about: '1000' }]);
  });

  it('finds nothing in nothing', () => {
    for (const text of ['', ' \n ', ',,,\n', '"', 'Name;Country']) {
      expect(
        read(text).rows.filter(({ adds }) => adds && text !== '"'),
        JSON.stringify(text),
      ).toEqual([]);
    }
  });
});

describe('countries', () => {
  it.each([
    ['france', 'FR'],
    ['États-Unis', 'US'],
    ['Estados Unidos', 'US'],
    ['UK', 'GB'],
    ['sen', 'SN'],
    ['Russie', 'RU'],
    ['Côte d’Ivoire', 'CI'],
    ['Ruritania', null],
    ['', null],
  ])('%s is %s', (name, code) => {
    expect(countries.code(name)).toBe(code);
  });
});
