/**
 * Characters: what programs that copy text out of web pages, PDF and Word files leave behind is set right, and a shadow
 * of the text is made in which words can be looked for. Knows no language and no lines.
 */

const LIGATURES: Readonly<Record<string, string>> = {
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'ft',
  ﬆ: 'st',
};

/** Bullets of symbol fonts lie in the private use area; so do the ticked boxes of forms. */
const SYMBOLS = /[\uf020-\uf0ff]/g;

/** Shapes nothing and means nothing: soft hyphens, zero-width marks, direction marks, controls. */
const INVISIBLE = /[^\P{Cc}\t\n\f]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\uffff]/gu;

const LINE_END = /\r\n?|[\v\u0085\u2028\u2029]/g;

/** "[text](address)": links of light Markdown; an address that only repeats the text is dropped. */
const LINK = /\[([^[\]\n]{1,300})\]\((mailto:|https?:\/\/)([^()\s]{1,1000})\)/g;

/** No-break spaces, but for those that French sets inside « » and before double marks. */
const NO_BREAK = /(?<!«)[\u00a0\u202f](?![:;?!»%])/g;

/** Emphasis of light Markdown, in pairs on one line. */
const EMPHASIS = /(\*\*|__)(?=\S)([^*_\n]{1,500})\1/g;

/** The text in composed letters with "\n" at the end of lines and "\f" between pages. No-break spaces stay
 * where a mark is printed with one. */
export function clean(text: string): string {
  return text
    .replace(LINE_END, '\n')
    .replace(INVISIBLE, '')
    .replace(/[ﬀ-ﬆ]/g, (ligature) => LIGATURES[ligature] ?? ligature)
    .replace(SYMBOLS, '•')
    .replace(LINK, (_, words: string, scheme: string, rest: string) => linkText(words, scheme, rest))
    .replace(EMPHASIS, '$2')
    .replace(NO_BREAK, ' ')
    .normalize('NFC');
}

function linkText(words: string, scheme: string, rest: string): string {
  const address = scheme === 'mailto:' ? (rest.split('?')[0] ?? rest) : scheme + rest;
  return words.includes(rest) || words.includes(address) ? words : `${words} (${address})`;
}

const PLAIN: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '`': "'",
  '´': "'",
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '−': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\t': ' ',
  œ: 'o',
  Œ: 'o',
  ı: 'i',
  ø: 'o',
  Ø: 'o',
  ł: 'l',
  Ł: 'l',
};

const folds: string[] = [];

function foldOf(code: number): string {
  const known = folds[code];
  if (known !== undefined) return known;
  const character = String.fromCharCode(code);
  const bare = PLAIN[character] ?? character.normalize('NFD').charAt(0).toLowerCase();
  const fold = bare.length === 1 ? bare : character;
  folds[code] = fold;
  return fold;
}

/** No word, address or number is as long; what is, is noise that patterns must not work through. */
const NOISE = /\S{401,}/g;

/**
 * A shadow of the text, position by position: small letters without accents, straight apostrophes, plain hyphens and
 * spaces. Runs of more than 400 characters without a space are blanked out.
 */
export function fold(text: string): string {
  let folded = '';
  for (let at = 0; at < text.length; at += 1) folded += foldOf(text.charCodeAt(at));
  return folded.replace(NOISE, (run) => '\u0000'.repeat(run.length));
}
