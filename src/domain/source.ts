/**
 * Sources: what a claim rests on, kept as one part of the draft ("sources") with a revision and a history like every
 * other. Says what a source is and how it gets its key. How an answer cites one is `citation.ts`, how it is printed
 * `citationStyle.ts`. Pure.
 */
import { z } from 'zod';

export const SOURCE_KINDS = [
  'un-document',
  'law',
  'court-decision',
  'report',
  'article',
  'news',
  'web-page',
  'interview',
  'testimony',
  'own-data',
  'other',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Our own: what somebody told the writers, or what they gathered themselves. Their keys tell nobody's name. */
export const OWN_KINDS: readonly SourceKind[] = ['interview', 'testimony', 'own-data'];
export const isOwn = ({ kind }: Pick<Source, 'kind'>): boolean => OWN_KINDS.includes(kind);

/** What stands behind the @ of a citation. */
export const SOURCE_KEY = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** "2020", "2020-05" or "2020-05-14": as much as is known of a day. */
export const PARTIAL_DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;

/** More sources than any submission has had, and characters of one field. Forms refuse more and keep what was typed. */
export const SOURCES_MAX = 500;
export const SOURCE_TEXT_MAX = 1_000;

export const sourceSchema = z.object({
  /** Stable once made: answers cite by it. */
  key: z.string().regex(SOURCE_KEY),
  kind: z.enum(SOURCE_KINDS),
  title: z.string(),
  /** Who wrote it or, in an interview, who spoke; as it is to be printed. */
  author: z.string(),
  /** Where it came out: a journal, publisher or court, or the symbol of a document ("A/HRC/39/47"). */
  imprint: z.string().default(''),
  /** A partial date; "": none is known ("n.d."). */
  date: z.union([z.literal(''), z.string().regex(PARTIAL_DATE)]),
  /** As typed; only http and https become links. */
  address: z.string(),
  /** The day on which the address was last looked at, as a partial date. */
  accessed: z.union([z.literal(''), z.string().regex(PARTIAL_DATE)]),
  /** The public version says in its place that it is withheld. */
  confidential: z.boolean().default(false),
  /** Id of the reference text that it stands for; null: none. */
  text: z.string().nullable().default(null),
});
export type Source = z.infer<typeof sourceSchema>;
/** What is known of a source before it has its key. */
export type SourceDetails = Omit<Source, 'key'>;

export const sourcesSchema = z.object({
  /** In the order in which they were added. No key twice. */
  items: z.array(sourceSchema),
  /** Whether the document ends with a list of those that it cites. */
  listed: z.boolean().default(false),
});
export type Sources = z.infer<typeof sourcesSchema>;
export const NO_SOURCES: Sources = { items: [], listed: false };

export const EMPTY_SOURCE: SourceDetails = {
  kind: 'report',
  title: '',
  author: '',
  imprint: '',
  date: '',
  address: '',
  accessed: '',
  confidential: false,
  text: null,
};

export const sourceOf = ({ items }: Sources, key: string): Source | undefined => items.find((one) => one.key === key);

/** Adds one at the end, or puts it in the place of the one with the same key. */
export function withSource(sources: Sources, source: Source): Sources {
  const place = sources.items.findIndex(({ key }) => key === source.key);
  const items = place === -1 ? [...sources.items, source] : sources.items.with(place, source);
  return { ...sources, items };
}

export function withoutSource(sources: Sources, key: string): Sources {
  return { ...sources, items: sources.items.filter((one) => one.key !== key) };
}

/** The same sources with one more, under a key of its own. */
export function withNewSource(sources: Sources, details: SourceDetails): { sources: Sources; source: Source } {
  const source = { ...details, key: newKey(details, sources) };
  return { sources: withSource(sources, source), source };
}

/** With the year, and what tells it from others, within the 40 characters of a key. */
const NAME_LENGTH_MAX = 28;

/**
 * A key that no other source has: "un-2020", "hrw-2021-2". It stands in the text for every reader of the draft, so that
 * of a source that is confidential or our own it names the kind alone: "testimony-1".
 */
export function newKey(details: SourceDetails, { items }: Pick<Sources, 'items'>): string {
  const taken = new Set(items.map(({ key }) => key));
  const year = details.date.slice(0, 4);
  const isTold = !details.confidential && !isOwn(details);
  const name = isTold ? nameIn(details.author) || nameIn(details.title) || details.kind : details.kind;
  const key = isTold && year !== '' ? `${name}-${year}` : name;
  const numbers = Array.from({ length: items.length + 2 }, (_, index) => index + 1);
  const tried = numbers.map((number) => (number === 1 && isTold ? key : `${key}-${number}`));
  return tried.find((one) => !taken.has(one)) ?? key;
}

/** "un", "lopez", "amnesty-international", "hrw" for a name of three words or more; "" for other scripts. */
function nameIn(text: string): string {
  const [short = ''] = /(?<=\()\p{Lu}{2,10}(?=\))/u.exec(text) ?? [];
  const [name = ''] = text.split(/[,;(&]/);
  const words = plain(short || name)
    .split('-')
    .filter((word) => word !== '');
  if (words.length < 3) return cut(words.join('-'));
  const initials = (name.match(/(?<![\p{L}\p{N}])\p{Lu}/gu) ?? []).join('');
  return initials.length > 1 ? cut(plain(initials)) : cut(words.slice(0, 3).join('-'));
}

const cut = (name: string): string => name.slice(0, NAME_LENGTH_MAX).replace(/-+$/, '');

/** Small letters without accents, and hyphens for all else. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
