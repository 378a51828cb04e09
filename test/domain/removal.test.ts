/** Which names count as typed. */
import { describe, expect, it } from 'vitest';
import { isNameTyped } from '../../src/domain/removal.ts';

describe('the name that is typed', () => {
  it.each([
    ['Les Amis de l’eau', "les amis  de l'eau "],
    ['Colectivo Ladera «Ñandú»', 'colectivo ladera "ÑANDÚ"'],
    ['Nord – Sud', 'Nord - Sud'],
  ])('is %s for whoever types %s', (name, typed) => {
    expect(isNameTyped(typed, name)).toBe(true);
  });

  it.each([
    ['Rivages', ''],
    ['Rivages', 'Rivage'],
    ['', ''],
    ['Été', 'Ete'],
  ])('is not %s for whoever types "%s"', (name, typed) => {
    expect(isNameTyped(typed, name)).toBe(false);
  });
});
