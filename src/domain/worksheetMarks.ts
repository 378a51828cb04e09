/**
 * The marks of a worksheet: a line before and a line after each place to write in, and one line of small print that says
 * what the sheet was made of. They are visible text, because only that outlives every word processor, mail program and
 * format. They are read with patience: capitals, dashes, spaces, lost arrows and text on the same line do not matter.
 * Must not know how a sheet is set, or what stands in a place. Pure.
 */

/**
 * A place to write in, as it stands in its marks. Of a question `q3` with an ask `media`:
 * `q3` its text, `q3.media` the ask, `q3.media.details` the details of a choice, `q3/state` whether it is finished,
 * declined (with the reason) or confidential. No id holds a full stop or a slash.
 */
export type PlaceId = string;

export const textPlace = (question: string): PlaceId => question;
export const askPlace = (question: string, ask: string): PlaceId => `${question}.${ask}`;
export const detailsPlace = (question: string, ask: string): PlaceId => `${question}.${ask}.details`;
export const statePlace = (question: string): PlaceId => `${question}/state`;

/** Signs that fonts of every office have (WGL4), and that no program takes for an emoji. The slash says "end" without them. */
export const START_SIGN = '►';
export const END_SIGN = '◄';
const STAMP_SIGN = '■';

/** "[► q3]". A plain phrase follows it on its line. */
export const startMark = (place: PlaceId): string => `[${START_SIGN} ${place}]`;
/** "[◄ /q3]". */
export const endMark = (place: PlaceId): string => `[${END_SIGN} /${place}]`;

/** The signs of a box in our sheets. The reader takes ☒ ☑ ✓ ✔ ✗ ✘ [x] and a bare X for ticked, ☐ and [ ] for not. */
export const BOX = '☐';
export const TICKED_BOX = '☒';

/** A mark found in a line. */
export interface Mark {
  readonly kind: 'start' | 'end';
  readonly place: PlaceId;
  /** What stands before it on its line, trimmed: somebody deleted the line end. */
  readonly before: string;
  /** What stands after it, trimmed and without our own phrase: somebody wrote on the line. */
  readonly after: string;
}

/** Before a line of an answer that would read as a mark: word joiner, which nobody sees. The reader takes it away. */
const SHIELD = '\u2060';

/** Spaces of all kinds, what has no width, and the marks of emphasis and escapes of Markdown. */
const GAP = String.raw`[\ufe0e\ufe0f\s\u00ad\u200b-\u200f\u2060\ufeff\\*_>]{0,8}`;
const STARTS = '►▸▶▷▹‣»>→';
const ENDS = '◄◂◀◁◃«<←';
const END = new RegExp(`[${ENDS}]`, 'u');
/** What programs put for a sign that they do not have. */
const LOST = '?¿□\ufffd';
const DASHES = /[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gu;
const MARK = new RegExp(
  String.raw`[[\uff3b(【]${GAP}([${STARTS}${ENDS}${LOST}]{0,3})${GAP}(/?)${GAP}([a-z0-9][-a-z0-9./\s\\\u00ad\u2010-\u2015\u2212\u2060]{0,160}?)${GAP}[\])\uff3d】]`,
  'giu',
);

/**
 * The first mark in a line, or null. Only the places in `known` are read as such. `phrases` are what we print after
 * marks, in all languages: they do not come back in `after`.
 */
export function readMark(line: string, known: ReadonlySet<PlaceId>, phrases: readonly string[] = []): Mark | null {
  if (isShielded(line)) return null;
  for (const match of line.matchAll(MARK)) {
    const [whole, sign = '', slash = '', written = ''] = match;
    if (sign === '' && slash === '') continue;
    const place = placeIn(written);
    if (!known.has(place)) continue;
    const isEnd = slash !== '' || END.test(sign);
    return {
      kind: isEnd ? 'end' : 'start',
      place,
      // Markdown escapes the bracket.
      before: bare(line.slice(0, match.index).replace(/\\$/, '')),
      after: withoutPhrase(bare(line.slice(match.index + whole.length)), phrases),
    };
  }
  return null;
}

const placeIn = (written: string): PlaceId =>
  written
    .replace(/[\s\u2060\u200b-\u200f\\]/gu, '')
    // A soft hyphen is one that was put in, unless it stands for one of ours: no id has two in a row.
    .replace(DASHES, '-')
    .replace(/-+/g, '-')
    .toLowerCase();

/** Without the white space and the marks of emphasis that were round a mark. */
const bare = (text: string): string => text.replace(/^[\s*_\u2060]+|[\s*_\u2060]+$/gu, '');

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** `text` without one of the phrases at its start, whatever became of their quotes, dashes and spaces. */
function withoutPhrase(text: string, phrases: readonly string[]): string {
  for (const phrase of phrases) {
    const wanted = folded(phrase);
    if (wanted === '' || !folded(text.slice(0, phrase.length * 2)).startsWith(wanted)) continue;
    let end = Math.min(wanted.length, text.length);
    while (end < text.length && folded(text.slice(0, end)) !== wanted) end += 1;
    return text.slice(end).replace(/^[\s.:;,…*_\u2060]+/u, '');
  }
  return text;
}

/** What a line of our own could begin with: a mark, a box, the small print. */
const BOX_LINE = /^\s*(?:[☐☑☒]|\[[ x]?\])/iu;

/** A line of an answer, so that it is read as one whatever it says. Most lines are given back as they are. */
export function shielded(line: string): string {
  const isOurs = [...line.matchAll(MARK)].some(([, sign, slash]) => sign !== '' || slash !== '');
  return isOurs || line.startsWith(SHIELD) || BOX_LINE.test(line) || readStamp(line) !== null ? SHIELD + line : line;
}

/** The inverse of `shielded`. */
export const unshielded = (line: string): string => (line.startsWith(SHIELD) ? line.slice(SHIELD.length) : line);

/** Whether a line was shielded: then it is no mark, no box and no stamp. */
export const isShielded = (line: string): boolean => line.startsWith(SHIELD);

/** What a sheet was made of. Nothing in it tells where the program runs, or opens anything there. */
export interface Stamp {
  /** Id of the call. */
  readonly call: string;
  /** Language of the sheet. */
  readonly language: string;
  /** The first 16 hexadecimal digits of the hash of the questionnaire. */
  readonly questionnaire: string;
  /** By question: the revision of the answer that the sheet was made with. A question that is missing had none: 0. */
  readonly revisions: Readonly<Record<string, number>>;
}

/** Digits of a hash in a stamp: enough to tell the versions of one call apart. */
export const STAMP_DIGITS = 16;

/** "[■ sheet ie-solidarity-hrc56 fr 0123456789abcdef q1:3 q4:1]", breakable at its spaces. */
export function stampLine({ call, language, questionnaire, revisions }: Stamp): string {
  const taken = Object.entries(revisions)
    .filter(([, revision]) => revision > 0)
    .map(([question, revision]) => `${question}:${revision}`);
  return `[${STAMP_SIGN} ${['sheet', call, language, questionnaire, ...taken].join(' ')}]`;
}

const STAMP = new RegExp(
  String.raw`[[\uff3b(]${GAP}[■▪◼▣${LOST}]{0,2}${GAP}sheet[\s>]([^\])\uff3d]{10,60000}?)[\])\uff3d]`,
  'iu',
);

/** The stamp in a text of one line or many, or null. What of it cannot be read is left out. */
export function readStamp(text: string): Stamp | null {
  const [, inside] = STAMP.exec(text) ?? [];
  if (inside === undefined) return null;
  const words = inside
    .replace(/[\u2060\u200b-\u200f\\]/gu, '')
    .replace(DASHES, '-')
    .toLowerCase()
    .split(/[\s>]+/u)
    .filter((word) => word !== '');
  const [call = '', language = '', questionnaire = '', ...taken] = words;
  if (!/^[a-z0-9-]+$/.test(call) || !/^[a-z]{2}$/.test(language) || !/^[0-9a-f]{8,64}$/.test(questionnaire))
    return null;
  const revisions = taken.flatMap((word): [string, number][] => {
    const [, question, revision] = /^([a-z0-9-]{1,80}):(\d{1,9})$/.exec(word) ?? [];
    return question === undefined ? [] : [[question, Number(revision)]];
  });
  return { call, language, questionnaire, revisions: Object.fromEntries(revisions) };
}

/** Longest name of a bookmark in Word, and of the tag of a content control. */
const BOOKMARK_LENGTH_MAX = 40;
const TAG_LENGTH_MAX = 60;

/** The name of the bookmark round a place: "place_q3_media". A long one ends in a number made of the whole id. */
export function bookmarkOf(place: PlaceId): string {
  const name = `place_${place.replace(/[^a-z0-9]/g, '_')}`;
  const isExact = /^[a-z0-9.]+$/.test(place) && name.length <= BOOKMARK_LENGTH_MAX;
  return isExact ? name : `${name.slice(0, BOOKMARK_LENGTH_MAX - 9)}_${numberOf(place)}`;
}

/**
 * The tag of the content control round the start mark of a place: its id, unless that is too long; that round its end mark has
 * a slash before it. What is written stands between the two, in no control of its own.
 */
export const tagOf = (place: PlaceId): string => (place.length <= TAG_LENGTH_MAX ? place : bookmarkOf(place));

/** FNV-1a, 32 bits, as eight hexadecimal digits. */
function numberOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
