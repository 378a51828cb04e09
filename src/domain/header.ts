/**
 * What a header of an email can hold. Subjects and names pass here once on every route (.eml, mailto, SMTP), so that
 * the routes cannot disagree, and so that nothing that a person typed can begin a header of its own.
 */

/**
 * The text as one line: each run of line ends, tabs and other control characters becomes one space, and none is left
 * at the ends. All other spaces, dashes and accents stay as given, composed or decomposed. Half of a surrogate pair,
 * which no encoding can carry, becomes U+FFFD.
 */
export function headerLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
