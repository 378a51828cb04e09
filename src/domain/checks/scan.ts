/**
 * Everything that the checks spot in the words of an answer, found once for each answer as it was saved. Pure.
 */
import type { Answer } from '../answer.ts';
import { readBrackets, type BracketFault } from '../confidentiality.ts';
import { findAbuse } from './abuse.ts';
import { findAddresses } from './addresses.ts';
import { findAlike } from './alike.ts';
import { findEmails, findPhones } from './contacts.ts';
import { findNumbers } from './numbers.ts';
import { findPeople } from './people.ts';
import { holds, withoutOverlaps, type Span, type Spotted } from './spans.ts';
import { printedTexts, type Typed } from './texts.ts';

/** What was spotted, and whether it stands in a passage. */
export interface Seen extends Spotted {
  readonly confidential: boolean;
}

export interface ScannedText extends Typed {
  readonly seen: readonly Seen[];
  readonly faults: readonly BracketFault[];
  /** What looks like the beginning of a passage and is none. */
  readonly alike: readonly Span[];
}

/** The most of each kind in one text: whoever lists more has made a table of them. */
const EACH_MAX = 200;

/** A footnote's own text: sources are named there, with their authors. */
const FOOTNOTE = /^\[\^[^\]\n]{1,60}\]:.*$/gm;

/** `country`: ISO 3166 alpha-2 of those who write, or "". */
export function scanText(text: string, country: string): Omit<ScannedText, keyof Typed> {
  const addresses = findAddresses(text);
  const isApart = (at: number): boolean => holds(addresses.all, at);
  const outside = (list: readonly Spotted[]): readonly Spotted[] => list.filter(({ start }) => !isApart(start));
  const { passages, faults } = readBrackets(text);
  const footnotes: readonly Span[] = text.includes('[^')
    ? [...text.matchAll(FOOTNOTE)].map(({ 0: line, index }) => ({ start: index, end: index + line.length }))
    : [];
  const lists = [
    addresses.spotted,
    findEmails(text),
    findNumbers(text),
    outside(findPhones(text, country)),
    findPeople(text, isApart),
    findAbuse(text),
  ];
  const seen = withoutOverlaps(lists.map((list) => list.slice(0, EACH_MAX))).map((one): Seen => {
    const cited = one.kind === 'person' && holds(footnotes, one.start);
    return { ...one, ...(cited ? { weak: true as const } : {}), confidential: holds(passages, one.start) };
  });
  return { seen, faults, alike: findAlike(text, passages).slice(0, EACH_MAX) };
}

interface Kept {
  readonly country: string;
  readonly texts: readonly ScannedText[];
}
const scanned = new WeakMap<Answer, Kept>();

/** An answer that did not change is the same value, and is not read again. */
export function scanAnswer(answer: Answer, country: string): readonly ScannedText[] {
  const known = scanned.get(answer);
  if (known?.country === country) return known.texts;
  const texts = printedTexts(answer).map((typed): ScannedText => {
    const { seen, faults, alike } = scanText(typed.text, country);
    const hidden = seen.map((one) => (answer.confidential ? { ...one, confidential: true } : one));
    return { ...typed, seen: hidden, faults, alike: answer.confidential ? [] : alike };
  });
  scanned.set(answer, { country, texts });
  return texts;
}
