/** The list of signatories: moving, telling organisations apart, reading the form, and limits that change for several. */
import { describe, expect, it } from 'vitest';
import { limitsDiffer, limitsFor } from '../../src/domain/limit.ts';
import {
  approversOf,
  isJoint,
  isSameOrganisation,
  LEAD,
  movedSignatory,
  nameKey,
  NO_SIGNATORIES,
  withoutSignatory,
  withSignatory,
  type Signatories,
  type Signatory,
} from '../../src/domain/signatory.ts';
import { EMPTY_SIGNATORY, signatoryFromForm } from '../../src/domain/signatoryForm.ts';
import { callWith } from './drafts.ts';

const one = (id: string, kind: Signatory['kind'] = 'submitting', more: Partial<Signatory> = {}): Signatory => ({
  ...EMPTY_SIGNATORY,
  id,
  name: id.toUpperCase(),
  kind,
  ...more,
});
const list = (...signatories: readonly Signatory[]): Signatories => ({ approval: 'none', list: [...signatories] });
const order = ({ list: all }: Signatories): string => all.map(({ id }) => id).join('');

const signedBy = (joint: boolean) => ({ joint, status: null, language: null, addressees: null });

describe('the list', () => {
  const mixed = list(one('a'), one('x', 'endorsing'), one('b'), one('y', 'endorsing'), one('c'));

  it.each([
    ['b', 'up', 'bxayc'],
    ['b', 'down', 'axcyb'],
    ['a', 'up', 'axbyc'],
    ['c', 'down', 'axbyc'],
    ['y', 'up', 'aybxc'],
    ['nobody', 'up', 'axbyc'],
  ] as const)('moves %s %s among its own kind', (id, way, expected) => {
    expect(order(movedSignatory(mixed, id, way))).toBe(expected);
  });

  it('adds at the end, changes in place, takes away', () => {
    const longer = withSignatory(mixed, one('d'));
    expect(order(longer)).toBe('axbycd');
    const changed = withSignatory(longer, one('b', 'endorsing'));
    expect(order(changed)).toBe('axbycd');
    expect(changed.list[2]?.kind).toBe('endorsing');
    expect(order(withoutSignatory(longer, 'x'))).toBe('abycd');
  });

  it('asks the lead and those who sign, and nobody where one submits alone', () => {
    expect(approversOf(mixed)).toEqual([LEAD, 'a', 'b', 'c']);
    expect(approversOf(NO_SIGNATORIES)).toEqual([]);
    expect(approversOf(list(one('x', 'endorsing')))).toEqual([]);
    expect(approversOf({ approval: 'all', list: [] })).toEqual([LEAD]);
    expect(isJoint(list(one('x', 'endorsing')))).toBe(false);
  });
});

describe('the same organisation', () => {
  it.each([
    ['Agir ensemble', 'AGIR  ENSEMBLE', true],
    ['Fédération “Éveil”', 'federation eveil', true],
    ['Oxfam', 'Oxfam America', false],
    ['किरण', 'कारण', false],
    ['', '', false],
  ])('%s and %s: %s', (first, second, same) => {
    expect(isSameOrganisation({ name: first, country: '' }, { name: second, country: '' })).toBe(same);
  });

  it('has sections in several countries', () => {
    expect(isSameOrganisation({ name: 'Oxfam', country: 'FR' }, { name: 'Oxfam', country: 'CH' })).toBe(false);
    expect(isSameOrganisation({ name: 'Oxfam', country: 'FR' }, { name: 'Oxfam', country: '' })).toBe(true);
    expect(nameKey('Côte d’Ivoire')).toBe('cotedivoire');
  });
});

describe('the form', () => {
  const countries = new Set(['FR', 'SN']);
  const read = (body: Record<string, string>, others: readonly Signatory[] = []) =>
    signatoryFromForm(body, EMPTY_SIGNATORY, countries, others);

  it('reads an organisation on one line', () => {
    const { details, problems } = read({
      name: ' Agir\r\n pour la côte ',
      country: 'SN',
      kind: 'endorsing',
      status: 'roster',
    });
    expect(problems).toEqual([]);
    expect(details).toEqual({
      kind: 'endorsing',
      name: 'Agir pour la côte',
      country: 'SN',
      contact: '',
      email: '',
      status: 'roster',
    });
  });

  it('says each problem at its field and keeps what was typed', () => {
    const { details, problems, typed } = read({
      name: ' ',
      country: 'XX',
      email: 'nope',
      status: 'grand',
      kind: 'lead',
    });
    expect(details).toBeNull();
    expect(problems.map(({ field }) => field)).toEqual(['kind', 'name', 'country', 'email', 'status']);
    expect(typed.email).toBe('nope');
  });

  it('points out an organisation that is there already', () => {
    const { problems } = read({ name: 'agir' }, [one('z', 'submitting', { name: 'Agir' })]);
    expect(problems).toEqual([{ field: 'name', phrase: 'signatories.problems.twin' }]);
  });
});

describe('limits', () => {
  const length = (value: unknown[]) => callWith([{ id: 'q', text: { en: 'Why?' } }], { length: { value } });
  const upr = length([
    { unit: 'pages', maximum: 5, when: 'individual' },
    { unit: 'pages', maximum: 10, when: 'joint' },
    { unit: 'files', maximum: 1 },
  ]);

  it('depend on who submits, where the call says so', () => {
    expect(limitsDiffer(upr)).toBe(true);
    expect(limitsFor(upr, signedBy(false)).map(({ maximum }) => maximum)).toEqual([5, 1]);
    expect(limitsFor(upr, signedBy(true)).map(({ maximum }) => maximum)).toEqual([10, 1]);
  });

  it('are the same for all where it does not', () => {
    const plain = length([{ unit: 'words', maximum: 2000 }]);
    expect(limitsDiffer(plain)).toBe(false);
    expect(limitsFor(plain, signedBy(true))).toEqual(limitsFor(plain, signedBy(false)));
  });
});
