/**
 * What a draft withholds from publication goes along with what is taken from it to another one: the organisation and its
 * contact stay withheld, names are marked where an answer says them, and sources that name somebody become confidential.
 * Read cautiously: marking too much is undone with a key, and what was published cannot be called back. Pure.
 */
import type { Answer, AskValue } from './answer.ts';
import type { Ask } from './asks.ts';
import { citationsIn } from './citation.ts';
import { readBrackets } from './confidentiality.ts';
import type { Draft, Publication } from './draft.ts';
import type { OrganisationField } from './organisation.ts';
import { cloakedText } from './quotable.ts';
import type { Place, SecretNames } from './secretNames.ts';
import type { Sources } from './source.ts';
import { isAuthorWithheld, isUnpublished } from './versions.ts';

export type Withheld = Pick<Publication['withheld'], 'organisation' | 'contact'>;

const CONTACT: ReadonlySet<OrganisationField> = new Set(['contact', 'email', 'phone']);
/** Many organisations have these in common: by themselves they tell nobody. */
const SHARED: ReadonlySet<OrganisationField> = new Set(['country', 'kind', 'status', 'founded']);

/** What has to be withheld where these fields of the draft's organisation are taken to. */
export function withheldWith(draft: Draft, fields: readonly OrganisationField[]): Withheld {
  const { withheld } = draft.publication.value;
  const organisation = isUnpublished(draft) || withheld.organisation || isAuthorWithheld(draft);
  return {
    organisation: organisation && fields.some((field) => !SHARED.has(field)),
    contact: (organisation || withheld.contact) && fields.some((field) => CONTACT.has(field)),
  };
}

/** The sources, those that name somebody whose name is withheld as confidential ones. */
export function withSecretSources(sources: Sources, names: SecretNames | null): Sources {
  if (names === null) return sources;
  const items = sources.items.map((source) => {
    const { key, title, author, imprint, address } = source;
    const isTelling = [key, title, author, imprint, address].some((text) => names.placesIn(text).length > 0);
    return isTelling ? { ...source, confidential: true } : source;
  });
  return { ...sources, items };
}

export interface Marked {
  /** The same value where nothing was marked. */
  readonly answer: Answer;
  /** What was marked, as it stood there, each once. */
  readonly names: readonly string[];
}

/** The answer to a question with these asks, the names in it marked as passages where they are not marked already. */
export function withNamesMarked(answer: Answer, asks: readonly Ask[], names: SecretNames | null): Marked {
  if (names === null) return { answer, names: [] };
  const found = new Map<string, string>();
  const mark = (text: string): string => {
    const { places, marked } = markedText(text, names);
    for (const { start, end } of places) {
      const name = text.slice(start, end).replace(/\s+/g, ' ');
      found.set(name.toLowerCase(), found.get(name.toLowerCase()) ?? name);
    }
    return marked;
  };
  const values = Object.entries(answer.values).map(([id, value]) => [id, markedValue(value, asks, id, mark)] as const);
  const marked = { ...answer, text: mark(answer.text), values: Object.fromEntries(values) };
  return found.size === 0 ? { answer, names: [] } : { answer: marked, names: [...found.values()] };
}

type Texts = Readonly<Record<string, string>>;

function markedValue(value: AskValue, asks: readonly Ask[], id: string, mark: (text: string) => string): AskValue {
  const coded = codedFields(asks, id);
  const inRow = <Row extends Texts>(row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([field, text]) => [field, coded.has(field) ? text : mark(text)]),
    ) as Row;
  switch (value.kind) {
    case 'choice':
      return { ...value, details: mark(value.details) };
    case 'ticks':
      return { ...value, details: inRow(value.details) };
    case 'rows':
    case 'records':
      return { ...value, rows: value.rows.map(inRow) };
    case 'comments':
      return { ...value, rows: value.rows.map(inRow) };
    case 'recommendations':
      return { ...value, items: value.items.map(inRow) };
  }
}

/** Fields that hold the code of a country or the id of an option, and no words. */
function codedFields(asks: readonly Ask[], id: string): ReadonlySet<string> {
  const ask = asks.find((one) => one.id === id);
  if (ask?.kind !== 'records') return new Set();
  return new Set(ask.fields.filter(({ kind }) => kind === 'country' || kind === 'choice').map((field) => field.id));
}

/** Links and addresses: brackets inside of one would break it. */
const ADDRESS = /\[[^[\]\n]*\]\([^()\s]*\)|<[^<>\s]+>|(?:https?:\/\/|www\.)[^\s<>()[\]]*[^\s<>()[\].,;:!?]/gi;
/** Labels are printed nowhere, and bind a footnote to its call. */
const FOOTNOTE = /\[\^[^\]\s]+\]/g;

const placesOf = (text: string, pattern: RegExp): Place[] =>
  [...text.matchAll(pattern)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
const isIn = (one: Place, other: Place): boolean => one.start >= other.start && one.end <= other.end;
const isTouching = (one: Place, other: Place): boolean => one.start < other.end && other.start < one.end;

/** `places`: of the names that were not marked, without what had to be marked round them. */
function markedText(text: string, names: SecretNames): { readonly places: readonly Place[]; readonly marked: string } {
  const { passages } = readBrackets(text);
  const kept = [...passages, ...placesOf(text, FOOTNOTE)];
  const places = names.placesIn(text).filter((place) => !kept.some((one) => isIn(place, one)));
  if (places.length === 0) return { places, marked: text };
  const whole = [...passages, ...citationsIn(text), ...placesOf(text, ADDRESS)];
  let marked = '';
  let at = 0;
  for (const { start, end } of places.map((place) => widened(place, whole)).reduce(joined, [])) {
    const inside = text.slice(start, end);
    // A bracket at the end must not be taken for the end of the passage.
    marked += text.slice(at, start) + cloakedText(inside.endsWith(']') ? `${inside} ` : inside);
    at = end;
  }
  return { places, marked: marked + text.slice(at) };
}

/** With all of what the place touches. */
function widened(place: Place, whole: readonly Place[]): Place {
  const touched = whole.filter((one) => isTouching(one, place));
  return {
    start: Math.min(place.start, ...touched.map(({ start }) => start)),
    end: Math.max(place.end, ...touched.map(({ end }) => end)),
  };
}

/** Places in order of their beginnings, those that touch made one. */
function joined(places: readonly Place[], next: Place): Place[] {
  const last = places.at(-1);
  if (last === undefined || next.start > last.end) return [...places, next];
  return [...places.slice(0, -1), { start: last.start, end: Math.max(last.end, next.end) }];
}
