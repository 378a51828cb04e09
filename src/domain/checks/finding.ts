/**
 * A finding of the checks before sending: what was noticed, where, how weighty it is, and whose advice it is. Holds the
 * one table of all kinds. Pure; what a page says of a finding is in `locales/`, under `checks`.
 */
import type { PartKey } from '../draft.ts';

/** `ask`: worth an answer before sending. `notice`: good to know. Neither stops anybody. */
export type Severity = 'ask' | 'notice';

/** Whose advice it is. `rule` is its number in `calls/README.md`; null: our own. */
export interface Source {
  readonly by: 'ohchr' | 'ishr' | 'ccpr' | 'upr' | 'call' | 'ours';
  readonly rule: number | null;
}

interface KindRule {
  readonly severity: Severity;
  /** Where it stands in a passage, which is confidential already. Null: nothing to say there. */
  readonly inPassage: Severity | null;
  readonly source: Source;
  /** Whether a writer can set it aside; what is not about words of the draft goes away by itself, or stays. */
  readonly asideable: boolean;
}

const kind = (severity: Severity, inPassage: Severity | null, by: Source['by'], rule: number | null): KindRule => ({
  severity,
  inPassage,
  source: { by, rule },
  asideable: true,
});
const standing = (severity: Severity, by: Source['by'], rule: number | null): KindRule => ({
  ...kind(severity, severity, by, rule),
  asideable: false,
});

/** In the order in which pages list them. */
export const KINDS = {
  consent: standing('ask', 'ohchr', 1),
  person: kind('ask', 'notice', 'ohchr', 1),
  birth: kind('ask', null, 'ishr', 4),
  identity: kind('ask', 'notice', 'ishr', 4),
  phone: kind('ask', null, 'ishr', 4),
  email: kind('ask', null, 'ishr', 4),
  coordinates: kind('ask', null, 'ishr', 4),
  'secret-link': kind('ask', 'notice', 'ours', null),
  'private-link': kind('ask', 'notice', 'ours', null),
  brackets: kind('ask', 'ask', 'ours', null),
  alike: kind('ask', null, 'ours', null),
  sensitive: kind('ask', null, 'ishr', 2),
  length: kind('ask', null, 'call', 14),
  short: kind('notice', null, 'call', 14),
  pages: kind('notice', null, 'call', 16),
  language: kind('ask', null, 'call', 13),
  subject: standing('ask', 'call', 11),
  choice: standing('ask', 'call', 20),
  declaration: standing('ask', 'call', 34),
  submitter: standing('ask', 'call', 31),
  front: standing('ask', 'call', 18),
  supporters: kind('ask', null, 'call', 32),
  eligible: kind('ask', null, 'call', 21),
  scope: standing('notice', 'call', 21),
  required: standing('notice', 'call', 25),
  records: standing('notice', 'call', 27),
  period: kind('notice', 'notice', 'call', 35),
  contact: kind('notice', null, 'ishr', 13),
  'deadline-past': kind('notice', null, 'upr', 12),
  'deadline-near': kind('notice', null, 'upr', 12),
  addressee: kind('notice', 'notice', 'upr', 9),
  date: kind('notice', 'notice', 'upr', 9),
  figures: kind('notice', null, 'ours', null),
  citation: kind('notice', 'notice', 'ours', null),
  accessed: kind('notice', 'notice', 'ours', null),
  uncited: kind('notice', 'notice', 'ours', null),
  abuse: kind('notice', 'notice', 'ccpr', 8),
  unread: standing('notice', 'ours', null),
  safety: standing('notice', 'ohchr', 3),
  file: standing('notice', 'ours', null),
} satisfies Readonly<Record<string, KindRule>>;
export type Kind = keyof typeof KINDS;

/** Where a finding leads. */
export interface Place {
  /** A part of the draft; "" for the draft as a whole. */
  readonly part: PartKey;
  /** The name of the form field on the page of that part; null: the page as a whole. */
  readonly field: string | null;
  /** Offsets into the text of that field; null where no words of it are meant. */
  readonly start: number | null;
  readonly end: number | null;
}

export interface Finding {
  /** The same for the same words in the same part, whatever stands around them; other words give another one. */
  readonly id: string;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly place: Place;
  /** The words meant, cut short; for the page of a reader and for nothing else. "" where none are. */
  readonly quote: string;
  /** Phrase in `locales/`. */
  readonly advice: string;
  /** What the phrase needs. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly source: Source;
}

const QUOTE_MAX = 80;

/** What a finding is made of. */
export interface Matter {
  readonly part: PartKey;
  readonly field?: string;
  readonly start?: number;
  readonly end?: number;
  /** Missing: as the kind has it. */
  readonly severity?: Severity;
  /** What the finding is about, word for word: setting it aside holds for nothing else. */
  readonly about: string;
  /** Missing: nothing to quote. */
  readonly quote?: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** The last word of the phrase. Missing: as the severity has it. */
  readonly advice?: string;
}

export function findingOf(kind: Kind, matter: Matter): Finding {
  const { part, field = null, start = null, end = null, about, quote = '', values = {} } = matter;
  const rule: KindRule = KINDS[kind];
  const severity = matter.severity ?? rule.severity;
  const advice = matter.advice ?? (severity === rule.severity ? 'advice' : 'otherwise');
  return {
    id: `${kind} ${part} ${keyOf(about)}`,
    kind,
    severity,
    place: { part, field, start, end },
    quote: quote.length > QUOTE_MAX ? `${quote.slice(0, QUOTE_MAX).toWellFormed()}…` : quote,
    advice: `checks.kinds.${kind}.${advice}`,
    values,
    source: rule.source,
  };
}

const KEY_MAX = 100;

/** Words as their own key. Long texts are told apart by their length and a checksum: ids go through forms. */
function keyOf(about: string): string {
  const words = about.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (words.length <= KEY_MAX) return words;
  return `${words.slice(0, KEY_MAX / 2).toWellFormed()}… ${words.length} ${checksum(words)}`;
}

/** FNV-1a, 32 bits: it tells a text from what became of it, and guards against nobody. */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum >>> 0).toString(36);
}
