/** Numbers as lists print them: figures, letters, Roman numerals. */

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

/** Beyond 4,999 in figures. */
export function roman(number: number): string {
  if (number < 1 || number > 4_999) return String(number);
  let [rest, written] = [number, ''];
  for (const [value, letters] of ROMAN) {
    for (; rest >= value; rest -= value) written += letters;
  }
  return written;
}

/** a to z, then aa, bb, cc as Word counts on; beyond ten letters in figures. */
export function letters(number: number): string {
  if (number < 1 || number > 260) return String(number);
  return String.fromCharCode(97 + ((number - 1) % 26)).repeat(Math.ceil(number / 26));
}

export type Numerals = 'decimal' | 'padded' | 'lower-letter' | 'upper-letter' | 'lower-roman' | 'upper-roman';

export function numeral(number: number, numerals: Numerals): string {
  switch (numerals) {
    case 'decimal':
      return String(number);
    case 'padded':
      return String(number).padStart(2, '0');
    case 'lower-letter':
      return letters(number);
    case 'upper-letter':
      return letters(number).toUpperCase();
    case 'lower-roman':
      return roman(number);
    case 'upper-roman':
      return roman(number).toUpperCase();
  }
}
