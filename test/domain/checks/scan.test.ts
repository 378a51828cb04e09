/**
 * What is spotted in the words of a text, kind by kind, and that no text keeps the checks busy.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/domain/checks/finding.ts';
import { scanText } from '../../../src/domain/checks/scan.ts';

const found = (text: string, kind: Kind, country = 'SN'): string[] =>
  scanText(text, country)
    .seen.filter((one) => one.kind === kind)
    .map(({ words }) => words);

const CASES: readonly (readonly [Kind, string, readonly string[]])[] = [
  ['email', 'Write to awa.diop+un@mail.example.org.', ['awa.diop+un@mail.example.org']],
  ['email', '[moi](mailto:awa@example.org), @handle, a @ b, 5@6', ['awa@example.org']],
  ['phone', 'Call +221 77 123 45 67 or (+33) 6 12 34 56 78.', ['+221 77 123 45 67', '(+33) 6 12 34 56 78']],
  ['phone', 'Tél. : 01 23 45 67 89', ['01 23 45 67 89']],
  ['phone', 'WhatsApp 0044 7700 900123, dial 33 800 00 00', ['0044 7700 900123', '33 800 00 00']],
  ['phone', 'From 2019-2024, 12/04/1979, 2024-02-15, A/HRC/56/57, 10 000 000 CFA, no. 1234567890123456789', []],
  ['phone', 'https://example.org/221771234567 and 1 250 000 people in 2022 2023', []],
  ['identity', 'Passport no. X1234567, passeport n° 12AB34567.', ['X1234567', '12AB34567']],
  ['identity', 'DNI 12345678Z; cédula de ciudadanía No. 1.020.304.050', ['12345678Z', '1.020.304.050']],
  ['identity', 'SSN 123-45-6789, RUT 12.345.678-5, 12345678Z', ['123-45-6789', '12.345.678-5', '12345678Z']],
  ['identity', '12345678A has another letter; 12.345.678-9 another digit; Act 12345678 of 2019', []],
  ['identity', 'The passport of a member was taken; identity cards cost 2000 francs in 2023.', []],
  ['birth', 'She was born on 12 March 1985.', ['born on 12 March 1985']],
  [
    'birth',
    'Née le 3 mai 1990 ; nacido el 12/04/1979; DOB: 1985-03-12',
    ['Née le 3 mai 1990', 'nacido el 12/04/1979', 'DOB: 1985-03-12'],
  ],
  ['birth', 'Our network was born in 2011, on a beach. Nés en 1990.', []],
  ['coordinates', 'At 14.6937, -17.4441 or 14°41\'37"N 17°26\'38"W.', ['14.6937, -17.4441', '14°41\'37"N 17°26\'38"W']],
  ['coordinates', 'It was 38.5 degrees; shares of 12.345 and 200.123, 999.123; 5° more.', []],
  [
    'private-link',
    'See https://docs.google.com/document/d/1/edit, www.dropbox.com/s/a/b.pdf',
    ['https://docs.google.com/document/d/1/edit', 'www.dropbox.com/s/a/b.pdf'],
  ],
  [
    'private-link',
    'https://cloud.example.org/s/AbCdEfGhIjKlMnO (drive.google.com/file/d/1)',
    ['https://cloud.example.org/s/AbCdEfGhIjKlMnO', 'drive.google.com/file/d/1'],
  ],
  ['private-link', 'https://example.org/docs.google.com https://notdropbox.com/s/1 https://docs.cryptpad.fr/en/', []],
  [
    'secret-link',
    'https://example.org/report?id=3&token=abcdef123456',
    ['https://example.org/report?id=3&token=abcdef123456'],
  ],
  [
    'secret-link',
    'https://me:pass@example.org/ http://127.0.0.1:3000/links/0123456789abcdefghjkmnpqrstvwxyz',
    ['https://me:pass@example.org/', 'http://127.0.0.1:3000/links/0123456789abcdefghjkmnpqrstvwxyz'],
  ],
  ['secret-link', 'https://example.org/?key=fr&page=2#section', []],
  ['abuse', 'They are scum. Ce sont des salauds. Son unos canallas.', ['scum', 'salauds', 'canallas']],
  ['abuse', 'They called us “vermin” and « racaille »; the Scunthorpe bastardisation.', []],
];

describe('a text', () => {
  it.each(CASES)('holds %s in “%s”', (kind, text, expected) => {
    expect(found(text, kind)).toEqual(expected);
  });

  it('has numbers read as those of the country of its writers', () => {
    expect(found('We rang 0612345678 twice.', 'phone', 'FR')).toEqual(['0612345678']);
    expect(found('We rang 0612345678 twice.', 'phone', 'SN')).toEqual([]);
    expect(found('We rang 0612345678 twice.', 'phone', '')).toEqual([]);
    expect(found('We rang 0612345678 twice.', 'phone', 'nowhere')).toEqual([]);
  });

  it('is one thing at a time', () => {
    const { seen } = scanText('DNI 12345678Z, tel. 12345678, https://x.example/?token=awa@example.org', 'ES');
    expect(seen.map(({ kind }) => kind)).toEqual(['identity', 'phone', 'secret-link']);
  });

  it('knows what stands in its passages, and where brackets do not match', () => {
    const { seen, faults } = scanText('Awa Ndiaye and [[Moussa Diop]] met [[in secret', 'SN');
    expect(seen.map(({ words, confidential }) => [words, confidential])).toEqual([
      ['Awa Ndiaye', false],
      ['Moussa Diop', true],
    ]);
    expect(faults).toEqual([{ kind: 'unclosed', at: 35 }]);
  });

  it.each([
    ['Names: [ [Awa] ]', '[ ['],
    ['Names: ［［Awa］］', '［［'],
    ['Names: [［Awa］]', '[［'],
    ['Names: \\[\\[Awa\\]\\]', '[\\['],
    ['Names: [\u200b[Awa]\u200b]', '[\u200b['],
    ['Names: ⟦Awa⟧', '⟦'],
  ])('points out brackets that hide nothing: %j', (text, words) => {
    const at = text.indexOf(words);
    expect(scanText(text, '').alike).toEqual([{ start: at, end: at + words.length }]);
  });

  it.each([
    '[[Awa]] and [[[Moussa]]]',
    '[[ in [ [a passage] ] ]]',
    '[a] [b], - [ ] [x], [link [1]](https://x.example)',
  ])('finds nothing amiss in %j', (text) => {
    expect(scanText(text, '').alike).toEqual([]);
  });

  it('takes an author of a source for a weaker guess', () => {
    const { seen } = scanText('Awa Ndiaye left.[^1]\n\n[^1]: Karen Smith, “The shore”, 2022.', 'SN');
    expect(seen.map(({ words, weak }) => [words, weak === true])).toEqual([
      ['Awa Ndiaye', false],
      ['Karen Smith', true],
    ]);
  });

  /** More than is read of a draft. What takes quadratic time over these never ends within the patience of a test. */
  const SIZE = 500_000;
  it.each([
    'A',
    'a',
    'Aa ',
    'Aa.',
    'A. ',
    'Awa ',
    'Awa Ndiaye ',
    'Mr ',
    'de la ',
    'Awa de la ',
    '0',
    '0 ',
    '0-',
    '+0 ',
    '1.1,',
    '1.111,',
    '1.111, 1.111 ',
    "1°1'",
    '°',
    '@',
    'a@',
    'a@a.',
    'http://',
    'https://a?token=',
    'www.',
    'x/',
    '[[',
    ']]',
    '[[a',
    '[^1]: ',
    '\n[^1]: Awa Ndiaye',
    'passport ',
    'passport no. ',
    'passport A1 ',
    'DNI:::::',
    'born ',
    'born on on ',
    'née le 1 ',
    'tel ',
    'tel. 0 ',
    'scum',
    '“scum ',
    '"',
    '*Awa* ',
    'É',
    '\u{1F600}',
    'Ab-',
    'Ab’',
    'Ab’cd-',
    ' ',
    '\t',
    '12 ',
    '1234567 ',
    '77 123 45 67 ',
    '/s/AAAAAAAAAAAAAAA',
  ])('of %j over and over is read to its end', (piece) => {
    const { seen } = scanText(piece.repeat(Math.ceil(SIZE / piece.length)), 'SN');
    const counts = [...Map.groupBy(seen, ({ kind }) => kind).values()].map((list) => list.length);
    expect(Math.max(0, ...counts)).toBeLessThanOrEqual(200);
  });

  it('of any kind is read without an error, and spotted where it stands', () => {
    const piece = fc.constantFrom(
      '+221',
      '77 123',
      '@',
      'a.b',
      'https://',
      '?token=',
      'born on',
      '12/04/1979',
      'DNI',
      '12345678Z',
      '[[',
      ']]',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 40 }),
        (parts) => {
          const text = parts.join('');
          for (const { start, end, words } of scanText(text, 'SN').seen) expect(text.slice(start, end)).toBe(words);
        },
      ),
      { numRuns: 500 },
    );
  });
});
