/** Names that are withheld are found however they are written, and nothing else is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicText } from '../../src/domain/confidentiality.ts';
import { secretNames } from '../../src/domain/secretNames.ts';

/** What of a text is found, as it stands there. */
function foundIn(text: string, ...names: string[]): string[] {
  return (secretNames(names)?.placesIn(text) ?? []).map(({ start, end }) => text.slice(start, end));
}

describe('a name', () => {
  const NAME = 'Collectif d’entraide L’Espoir';

  it.each([
    "Collectif d'entraide L'Espoir",
    'Collectif dʼentraide LʼEspoir',
    'COLLECTIF D’ENTRAIDE L’ESPOIR',
    'Collectif\u00a0d’entraide\nL’Espoir',
    'Collectif d’entraide « L’Espoir',
    'Collec\u00adtif d’en\u200btraide L’Espoir',
    '**Collectif** d’entraide *L’Espoir*',
    'Collectif d\\’entraide L’Espoir',
    'Collectif d’entraide-L’Espoir',
  ])('is found as %j', (written) => {
    const found = foundIn(`Notre ${written}, fondé en 2009`, NAME);
    expect(found).toEqual([written]);
  });

  it.each([
    ['Réseau Zébrure', 'Reseau Zebrure'],
    ['Réseau Zébrure', 'Réseau Zébrure'.normalize('NFD')],
    ['Reseau Zebrure', 'Réseau Zébrure'],
    ['Inter‑Actions', 'Inter–Actions'],
    ['Inter-Actions', 'Inter Actions'],
    ['Cœur du Sahel', 'Coeur du Sahel'],
    ['Défi', 'Dé\ufb01'],
    ['Łódź Forum', 'Lodz forum'],
    ['منظمة الأمل', 'مُنظمة الأمل'],
    ['A.C.A.T.', 'ACAT'],
  ])('%s is found as %s', (name, written) => {
    expect(foundIn(`(${written})`, name)).toEqual([written]);
  });

  it('is not found in other words', () => {
    expect(foundIn('L’Espoirisme, un collectif d’entraide', NAME)).toEqual([]);
    expect(foundIn('We act on this. Attractive actors.', 'Act')).toEqual(['act']);
    expect(secretNames(['', 'É.', 'ab'])).toBeNull();
  });

  it('takes the longer of two that begin alike', () => {
    expect(foundIn('by Sahel Horizon Plus', 'Sahel Horizon', 'Sahel Horizon Plus')).toEqual(['Sahel Horizon Plus']);
  });

  it('leaves no half of a bold word behind', () => {
    const secrets = { names: secretNames(['Défenseurs d’Étoile']), hideKeys: (text: string) => text };
    expect(publicText('Les **Défenseurs** d’Étoile écrivent.', secrets)).toBe('Les \uFDD0 écrivent.');
  });
});

describe('a number or an address', () => {
  it.each(['+221 77 741 29 83', '00221 77 741 29 83', '77.741.29.83', '(+221) 77-7412983', '+221777412983'])(
    'is found as %s',
    (written) => {
      expect(foundIn(`Call ${written} at night`, '+221 77 7412983').join('')).toContain(written.replace(/^[+(]+/, ''));
    },
  );

  it('is not found in another number', () => {
    expect(foundIn('Call +221 77 741 29 84, or 1 77 741 29 830', '+221 77 7412983')).toEqual([]);
  });

  it('is found without what browsers put before it', () => {
    expect(foundIn('see www.example.org/abc or example.org/abc', 'https://www.example.org/abc')).toHaveLength(2);
  });
});

it('every name is found in its own disguises, at its own place', () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ňŊ-ž]{3,9}$/), { minLength: 1, maxLength: 4 });
  const gap = fc.constantFrom(' ', '\u00a0', '\n', '-', '’', '** ', ' *');
  const disguise = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.normalize('NFD'),
    (text) => text.toUpperCase(),
    (text) => Array.from(text).join('\u00ad'),
  );
  fc.assert(
    fc.property(words, gap, disguise, fc.string(), (name, between, disguised, around) => {
      const written = disguised(name.join(between));
      const text = `${around}. ${written} .${around}`;
      const places = secretNames([name.join(' ')])?.placesIn(text) ?? [];
      expect(
        places.some(({ start, end }) => start <= around.length + 2 && end >= around.length + 2 + written.length - 1),
      ).toBe(true);
      for (const [index, { start, end }] of places.entries()) {
        expect(start).toBeLessThan(end);
        expect(start).toBeGreaterThanOrEqual(places[index - 1]?.end ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});
