/**
 * The list of sources at the end of a document, on request: those that it cites, in the style of its footnotes, by author
 * and title; what is our own comes after what anybody can look up. Pure.
 */
import { sourceInlines, type Style } from './citationStyle.ts';
import { bracketed, ended, type Citations } from './citing.ts';
import { HIDDEN_KEY } from './citation.ts';
import { LOCALE_TAGS } from './language.ts';
import type { Paragraph } from './outline.ts';
import { isOwn, type Source, type Sources } from './source.ts';

export interface SourceList {
  readonly heading: string;
  /** One group without a heading, or two with one each. */
  readonly groups: readonly {
    readonly heading: string | null;
    /** A paragraph for each source. */
    readonly entries: readonly Paragraph[];
  }[];
}

/** Null where no list is wanted, or nothing is cited. Asked for after everything else is composed. */
export function composeSources(style: Style, { items, listed }: Sources, citations: Citations): SourceList | null {
  const { cited } = citations;
  if (!listed || cited.size === 0) return null;
  const { say } = style;
  const shown = inOrder(
    style,
    items.filter(({ key }) => cited.has(key)),
  );
  const [own, published] = [true, false].map((wanted) =>
    shown.filter((source) => isOwn(source) === wanted).map((source) => entryOf(style, source)),
  ) as [Paragraph[], Paragraph[]];
  const others = cited.has(HIDDEN_KEY) ? [paragraph([plain(say('sources.printed.othersWithheld'))])] : [];
  const both = own.length > 0 && published.length > 0;
  const groups = [
    { heading: both ? say('sources.printed.published') : null, entries: published },
    { heading: both ? say('sources.printed.own') : null, entries: own },
    { heading: null, entries: others },
  ];
  return { heading: say('sources.printed.heading'), groups: groups.filter(({ entries }) => entries.length > 0) };
}

/** By author or, where there is none, by title, as the language sorts; then by date. */
function inOrder({ language }: Style, sources: readonly Source[]): readonly Source[] {
  const { compare } = new Intl.Collator(LOCALE_TAGS[language], { sensitivity: 'base', numeric: true });
  const first = ({ author, title }: Source): string => author.trim() || title.trim();
  return sources.toSorted(
    (a, b) => compare(first(a), first(b)) || compare(a.title, b.title) || compare(a.date, b.date),
  );
}

function entryOf(style: Style, source: Source): Paragraph {
  const inlines = ended(sourceInlines(style, source, ''));
  return paragraph(source.confidential ? bracketed(inlines) : inlines);
}

const plain = (text: string) => ({ kind: 'run', text, bold: false, italic: false }) as const;
const paragraph = (inlines: Paragraph['inlines']): Paragraph => ({ kind: 'paragraph', inlines });
