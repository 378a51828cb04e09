/**
 * Names, addresses and numbers that are withheld, looked for in texts as readers would recognise them: with another
 * apostrophe or hyphen, with accents left out or as a PDF gives them, half in bold, a telephone number grouped otherwise.
 * What happens to what is found is not known here. Pure.
 */

/** Offsets into a text; `end` is the first character after it. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface SecretNames {
  /** In order, apart from each other. */
  placesIn(text: string): readonly Place[];
}

/** Shorter names are words of a language, or parts of them. */
const NAME_LENGTH_MIN = 3;

/** Null: there are none worth looking for. */
export function secretNames(names: readonly string[]): SecretNames | null {
  const wanted = new Set(names.map(wantedOf).filter((one) => one !== null));
  if (wanted.size === 0) return null;
  // The longest first: where one name begins with another, all of it is withheld.
  const either = [...wanted].toSorted((a, b) => b.length - a.length).join('|');
  const pattern = new RegExp(`(?<!${LETTER.source})(?:${either})(?!${LETTER.source})`, 'gu');
  return {
    placesIn(text) {
      const { folded, origins } = fold(text);
      return [...folded.matchAll(pattern)].map(({ 0: found, index }) =>
        withMarks(text, origins[index] ?? 0, (origins[index + found.length - 1] ?? 0) + 1),
      );
    },
  };
}

/** A telephone number is the same when these digits at its end are, however the country code is written. */
const DIGITS_COMPARED = 8;
const PHONE = /^[+(]?\d[\d\s().+/\u00a0\u2010-\u2015-]{5,}$/u;

/** The pattern for a name in a folded text; null for one that is too short. */
function wantedOf(name: string): string | null {
  const digits = name.replace(/\D/g, '');
  if (PHONE.test(name.trim()) && digits.length >= DIGITS_COMPARED) {
    return `(?:\\d(?: ?\\d){0,7} ?)?${digits.slice(-DIGITS_COMPARED).split('').join(' ?')}`;
  }
  const words = fold(name)
    .folded.trim()
    // An address is recognised without what browsers put before it.
    .replace(/^https? (?:www )?(?=\S)/, '')
    .split(' ');
  return words.join('').length < NAME_LENGTH_MIN ? null : words.join(' ?');
}

/** Letters that are others with a stroke, or two in one, and that Unicode does not take apart. */
const APART: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  ς: 'σ',
};
/** Accents, characters that nobody sees, the long stroke of Arabic, and the marks of light Markdown. */
const UNSEEN = /[\p{M}\p{Cf}\u0640*_\\]/u;
/** Some apostrophes count as modifying letters. */
const LETTER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]/u;

/** A character as it is compared: "" for one that is not seen, a space for one that stands between words. */
const pieceOf = (character: string): string =>
  Array.from(character.normalize('NFKD').toLowerCase())
    .filter((piece) => !UNSEEN.test(piece))
    .map((piece) => (LETTER.test(piece) ? (APART[piece] ?? piece) : ' '))
    .join('');

/** Most of a text: known beforehand. */
const ASCII: readonly string[] = Array.from({ length: 128 }, (_, code) => pieceOf(String.fromCharCode(code)));

/**
 * Small letters and digits without accents, with one space in the place of whatever else stands between them; and for each of
 * these characters where it comes from in the text.
 */
function fold(text: string): { readonly folded: string; readonly origins: readonly number[] } {
  const origins: number[] = [];
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    const found = ASCII[code] ?? pieceOf(String.fromCodePoint(code));
    for (const character of found) {
      if (character === ' ' && pieces.at(-1) === ' ') continue;
      pieces.push(character);
      for (let unit = 0; unit < character.length; unit += 1) origins.push(at);
    }
    if (code > 0xffff) at += 1;
  }
  const folded = pieces.join('');
  return { folded, origins };
}

const MARKUP = /[*_]/;

/**
 * The place with the accents that belong to its last letter. Where the marks of bold or italics begin or end inside of it,
 * their other half goes along: by itself it would be printed.
 */
function withMarks(text: string, start: number, end: number): Place {
  let [from, to] = [start, end];
  if (/[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to += 1;
  while (/\p{M}/u.test(text.charAt(to))) to += 1;
  if (MARKUP.test(text.slice(from, to))) {
    while (MARKUP.test(text.charAt(from - 1))) from -= 1;
    while (MARKUP.test(text.charAt(to))) to += 1;
  }
  return { start: from, end: to };
}
