/** The scope of a draft: what it leaves of a call, and that it loses nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionsOf } from '../../src/domain/questionnaire.ts';
import {
  countryConcerned,
  EMPTY_SCOPE,
  hasScope,
  openChoices,
  questionsFor,
  scopedTo,
  scopeFromForm,
  withinScope,
} from '../../src/domain/scope.ts';
import { callWith, draftIn, solidarity } from './drafts.ts';

const call = callWith(
  [
    { id: 'all', text: { en: 'For all' } },
    {
      id: 'one',
      addressees: ['a'],
      children: [
        { id: 'a1', text: { en: 'For a' } },
        { id: 'a2', text: { en: 'For a again' }, module: true },
      ],
    },
    { id: 'b1', text: { en: 'For b' }, addressees: ['b'] },
  ],
  { addressees: { value: ['a', 'b'] }, countryScope: { value: { each: true } } },
);
const ids = (scope: object): readonly string[] =>
  questionsFor(call, { ...EMPTY_SCOPE, ...scope }).map(({ node }) => node.id);

describe('the scope of a draft', () => {
  it('leaves nothing out before anything was chosen', () => {
    expect(ids({})).toEqual(questionsOf(call).map(({ node }) => node.id));
    expect(openChoices(call, EMPTY_SCOPE)).toEqual(['group', 'modules', 'country']);
  });

  it('leaves out what is for other groups, and modules that were left', () => {
    expect(ids({ group: 'a' })).toEqual(['all', 'a1', 'a2']);
    expect(ids({ group: 'a', modules: { a2: false } })).toEqual(['all', 'a1']);
    expect(ids({ group: 'b' })).toEqual(['all', 'b1']);
    expect(questionsFor(call, { ...EMPTY_SCOPE, group: 'b' }).map(({ number, total }) => [number, total])).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('takes a group that the call does not know for none', () => {
    expect(ids({ group: 'gone' })).toHaveLength(4);
  });

  it('works each choice out once', () => {
    expect(scopedTo(call, { ...EMPTY_SCOPE, group: 'a' })).toBe(scopedTo(call, { ...EMPTY_SCOPE, group: 'a' }));
    expect(scopedTo(call, { ...EMPTY_SCOPE, country: 'KE' })).toBe(scopedTo(call, EMPTY_SCOPE));
  });

  it('sets answers outside of it apart, and loses none', () => {
    const texts = { all: { text: 'x' }, a1: { text: 'y' }, b1: { text: 'z' } };
    const whole = draftIn('en', { answers: texts });
    const draft = { ...whole, scope: { value: { ...EMPTY_SCOPE, group: 'b' }, revision: 1 } };
    const divided = withinScope(draft, call);
    expect(Object.keys(divided.answers)).toEqual(['all', 'b1']);
    expect(divided.outside['a1']?.value.text).toBe('y');
    expect(withinScope(divided, call)).toBe(divided);
    expect(withinScope(whole, call)).toBe(whole);
  });

  it('is no matter for a call that asks everybody the same', () => {
    expect(hasScope(solidarity)).toBe(false);
    expect(openChoices(solidarity, EMPTY_SCOPE)).toEqual([]);
  });

  it('knows the country that the call fixes, and no other there', () => {
    const fixed = callWith(['Q'], { countryScope: { value: { country: 'GR' } }, language: 'en' });
    expect(countryConcerned(fixed, { country: 'KE' })).toBe('GR');
    expect(countryConcerned(call, { country: 'KE' })).toBe('KE');
    expect(countryConcerned(solidarity, { country: 'KE' })).toBe('');
  });

  it('reads any form without taking what the call does not offer', () => {
    const field = fc.constantFrom('group', 'country', 'module-a2', 'module-a1', 'other');
    const value = fc.oneof(fc.constantFrom('a', 'b', 'KE', 'yes', 'no', ''), fc.string());
    fc.assert(
      fc.property(fc.dictionary(field, value), (body) => {
        const scope = scopeFromForm(body, EMPTY_SCOPE, call, new Set(['KE']));
        expect(['', 'a', 'b']).toContain(scope.group);
        expect(['', 'KE']).toContain(scope.country);
        expect(Object.keys(scope.modules).filter((id) => id !== 'a2')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
