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

/** Turn the letters after them around, and so make one name look like another. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu;
/** What mail programs turn into something to press: addresses of pages and of mail, and names of hosts. */
const PRESSABLE = /:\/\/|@|[\p{L}\p{N}-]\.\p{L}{2}/u;
const NAME_LENGTH_MAX = 120;

/**
 * A name that somebody typed, as a mail to a stranger may hold it: one line of moderate length. "" for a name that would
 * become a link: otherwise anybody could send strangers links of their own in our name.
 */
export function nameForStrangers(name: string): string {
  const line = headerLine(name.replace(TURNING, ''));
  return PRESSABLE.test(line) || line.length > NAME_LENGTH_MAX ? '' : line;
}
