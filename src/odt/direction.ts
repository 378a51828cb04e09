/** Which way letters run. Knows no file format. */

const RIGHT_TO_LEFT_BLOCKS = String.raw`[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]`;
const RIGHT_TO_LEFT = new RegExp(String.raw`[\p{L}&&${RIGHT_TO_LEFT_BLOCKS}]`, 'v');
const LETTER = /\p{L}/u;

/** Whether the first letter belongs to a script written from right to left. */
export function startsRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(LETTER.exec(text)?.[0] ?? '');
}
