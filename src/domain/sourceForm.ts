/**
 * Reads the form of a source, and dates as people type them. Whatever is wrong with a form, what was typed is kept. Pure.
 */
import { DateTime } from 'luxon';
import { normaliseLines, type FormBody } from './answer.ts';
import { LANGUAGES, LOCALE_TAGS } from './language.ts';
import type { FieldProblem } from './organisation.ts';
import { SOURCE_KINDS, SOURCE_TEXT_MAX, type Source, type SourceDetails, type SourceKind } from './source.ts';

export const SOURCE_FIELDS = ['kind', 'title', 'author', 'imprint', 'date', 'address', 'accessed'] as const;
export type SourceField = (typeof SOURCE_FIELDS)[number];

export interface SourceForm {
  /** What was typed, on one line each; to be shown again when there are problems. */
  readonly typed: Readonly<Record<SourceField, string>> & { readonly confidential: boolean };
  readonly problems: readonly FieldProblem[];
  /** Null when there are problems. */
  readonly details: SourceDetails | null;
}

/**
 * Field names are those of a source; what is not sent keeps what `before` had. The page sends `whole` with all its fields:
 * then a box that came without a value was unticked. `others` are the sources that this one must not repeat.
 */
export function sourceFromForm(body: FormBody, before: SourceDetails, others: readonly Source[]): SourceForm {
  const texts = Object.fromEntries(
    SOURCE_FIELDS.map((field) => [field, oneLine(body, field) ?? before[field]]),
  ) as Record<SourceField, string>;
  const sent = oneLine(body, 'confidential');
  const confidential = oneLine(body, 'whole') === null && sent === null ? before.confidential : sent === 'yes';
  const typed = { ...texts, confidential };
  const problems: FieldProblem[] = [];
  const wrong = (field: SourceField, problem: string = field): void => {
    problems.push({ field, phrase: `sources.problems.${problem}` });
  };
  for (const field of SOURCE_FIELDS) if (texts[field].length > SOURCE_TEXT_MAX) wrong(field, 'long');
  const kind = SOURCE_KINDS.find((one) => one === texts.kind);
  const [date, accessed] = [readDate(texts.date), readDate(texts.accessed)];
  if (kind === undefined) wrong('kind');
  if (texts.title === '') wrong('title');
  if (date === null) wrong('date');
  if (accessed === null) wrong('accessed');
  if (isOtherAddress(texts.address)) wrong('address');
  if (kind === undefined || date === null || accessed === null || problems.length > 0) {
    return { typed, problems, details: null };
  }
  const details = detailsOf(typed, kind, { date, accessed }, before);
  if (!others.some((other) => isTwin(other, details))) return { typed, problems, details };
  wrong('title', 'twin');
  return { typed, problems, details: null };
}

function detailsOf(
  { title, author, imprint, address, confidential }: SourceForm['typed'],
  kind: SourceKind,
  dates: Pick<SourceDetails, 'date' | 'accessed'>,
  { text }: SourceDetails,
): SourceDetails {
  // People type "www.example.org".
  const full = /^www\.\S+$/i.test(address) ? `https://${address}` : address;
  return { kind, title, author, imprint, ...dates, address: full, confidential, text };
}

/** "javascript:", "mailto:" and their like. What has no scheme, or a port in the place of one, is taken as typed. */
function isOtherAddress(typed: string): boolean {
  // Browsers read a scheme across white space and control characters.
  const [, scheme, rest = ''] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(typed.replace(/[\p{Cc}\s]/gu, '')) ?? [];
  if (scheme === undefined || /^https?$/i.test(scheme)) return false;
  return !(scheme.includes('.') && /^\d{1,5}(?:[/?#]|$)/.test(rest));
}

const isTwin = (one: SourceDetails, other: SourceDetails): boolean =>
  (['title', 'author', 'imprint', 'date', 'address'] as const).every((field) => one[field] === other[field]);

/** Null where the field is not sent. */
function oneLine(body: FormBody, field: string): string | null {
  const sent = Object.hasOwn(body, field) ? body[field] : undefined;
  if (sent === undefined) return null;
  return normaliseLines(typeof sent === 'string' ? sent : (sent[0] ?? ''))
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/**
 * A date as people type it ("2020", "05/2020", "14.5.2020", "14 mai 2020", "May 2020"), day before month, as a partial
 * date; "" for none; null for what is no date.
 */
export function readDate(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  if (text === '') return '';
  const iso = /^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?$/.exec(text);
  if (iso !== null) return partial(iso[1], iso[2], iso[3]);
  const numbers = /^(?:(\d{1,2})[-/. ]+)?(\d{1,2})[-/. ]+(\d{4})$/.exec(text);
  if (numbers !== null) return partial(numbers[3], numbers[2], numbers[1]);
  return readWords(text);
}

/** Words that stand between the numbers, and the marks of ordinal numbers. */
const BETWEEN = new Set(['de', 'del', 'of', 'the', 'le', 'el', '']);
const ORDINAL = /^(\d{1,2})(?:er|st|nd|rd|th|º|°|ro)$/;

function readWords(text: string): string | null {
  const words = text.split(/[\s,.]+/).filter((word) => !BETWEEN.has(word));
  const months = words.flatMap((word) => MONTHS.get(word) ?? []);
  const years = words.filter((word) => /^\d{4}$/.test(word));
  const days = words.flatMap((word) => ORDINAL.exec(word)?.[1] ?? (/^\d{1,2}$/.test(word) ? word : []));
  const isWhole = months.length === 1 && years.length === 1 && days.length === words.length - 2 && days.length < 2;
  return isWhole ? partial(years[0], String(months[0]), days[0]) : null;
}

/** The months in the languages of drafts, in full and short: "septembre", "sept", "may". */
const MONTHS: ReadonlyMap<string, number> = new Map(
  LANGUAGES.flatMap((language) =>
    (['long', 'short'] as const).flatMap((month) => {
      const format = new Intl.DateTimeFormat(LOCALE_TAGS[language], { month, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, index): [string, number] => {
        const name = format.format(new Date(Date.UTC(2024, index, 15)));
        return [name.toLowerCase().replace(/\.$/, ''), index + 1];
      });
    }),
  ),
);

function partial(year = '', month?: string, day?: string): string | null {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  if (y < 1000 || !DateTime.fromObject({ year: y, month: m, day: d }).isValid) return null;
  const two = (number: number): string => String(number).padStart(2, '0');
  return [year, ...(month === undefined ? [] : [two(m)]), ...(day === undefined ? [] : [two(d)])].join('-');
}
