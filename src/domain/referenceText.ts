/**
 * Reference texts: the documents that the writers of a draft argue with. They are kept sealed, searched in memory, and
 * quoted; they stand in no outline, document or email themselves. Pure; the port to the cellar stands beside the type.
 *
 * A text belongs to one draft and goes with it. Its browser may offer it to the other drafts that it writes: those take a
 * copy, which is then theirs and stays whatever becomes of the first.
 */
import { excerptsOf, type Excerpt } from './excerpt.ts';
import type { Language } from './language.ts';
import { fold } from './reader/characters.ts';
import { languagesOf } from './reader/tongue.ts';
import type { FileKind, ReadFile } from './reading.ts';

/** As they stand in addresses: ten letters and digits without look-alikes. */
export const TEXT_ID = /^[0-9abcdefghjkmnpqrstvwxyz]{10}$/;

/** Of one draft: far more than anybody argues with, and what can be searched at once in little memory. */
export const TEXTS_MAX = 40;
export const CHARACTERS_MAX = 2_000_000;
/** As many characters as a printed page has, about: for telling the limits in words. */
export const CHARACTERS_PER_PAGE = 2_000;
export const NAME_LENGTH_MAX = 200;

/** What is known of a text without opening it. */
export interface ReferenceText {
  readonly id: string;
  readonly draft: string;
  /** As somebody typed it, or as the text itself says. */
  readonly name: string;
  /** What it was read from. */
  readonly kind: FileKind;
  /** Null: none that pages are written in. */
  readonly language: Language | null;
  readonly addedAt: Date;
  /** Of its excerpts and headings together. */
  readonly characters: number;
  /** Whether the browser that asks offers it to its other drafts. */
  readonly offered: boolean;
}

/** A text before it is kept. */
export type NewText = Pick<ReferenceText, 'id' | 'draft' | 'name' | 'kind' | 'language' | 'addedAt' | 'characters'> & {
  readonly excerpts: readonly Excerpt[];
};

/** The text with all that it says. */
export interface WholeText extends ReferenceText {
  readonly excerpts: readonly Excerpt[];
}

/** `full`: the draft has as many texts, or characters, as it may. `gone`: there is no such draft. */
export type AddedText = 'added' | 'full' | 'submitted' | 'gone' | TextThere;

/** The draft has a text that says the same, page for page: it was not added a second time. */
export interface TextThere {
  readonly there: string;
}

/** The cellar, as the web needs it for reference texts. Every method may throw AppError `unavailable` or `broken-seal`. */
export interface ReferenceTextStore {
  /** `link`: by which somebody came in. */
  addText(text: NewText, link: string): Promise<AddedText>;
  /** Of a draft, in the order in which they came; `session` is the browser that asks. */
  textsOf(draft: string, session: string): Promise<readonly ReferenceText[]>;
  /** Null where the draft has no such text. */
  wholeText(draft: string, id: string, session: string): Promise<WholeText | null>;
  /** False where there was none, or the draft is submitted. */
  removeText(draft: string, id: string, by: { readonly link: string; readonly at: Date }): Promise<boolean>;
  /** Offers a text to all drafts of this browser, or takes that back. Does nothing where there is no such text. */
  offerText(draft: string, id: string, session: string, offered: boolean): Promise<void>;
  /** What this browser offers from these drafts. */
  offeredTexts(session: string, drafts: readonly string[]): Promise<readonly ReferenceText[]>;
}

/** Characters that tell a language. */
const SAMPLE_LENGTH = 40_000;

/** What is kept of a file that was read. `name`: as typed; "" for what the file itself says. */
export function newText(
  file: Pick<ReadFile, 'kind' | 'blocks' | 'title' | 'text'>,
  name: string,
  place: Pick<NewText, 'id' | 'draft' | 'addedAt'>,
): NewText {
  const excerpts = excerptsOf(file);
  const [language = null] = languagesOf(fold(file.text.slice(0, SAMPLE_LENGTH)));
  return {
    ...place,
    name: nameOf(file, name, excerpts),
    kind: file.kind,
    language,
    characters: charactersIn(excerpts),
    excerpts,
  };
}

/** As typed; else the title of the file, its first heading, or its first line that says something. */
function nameOf({ title }: Pick<ReadFile, 'title'>, typed: string, excerpts: readonly Excerpt[]): string {
  const [{ headings, lines } = { headings: [], lines: [] }] = excerpts;
  const telling = lines.find((line) => TELLING.test(line)) ?? lines[0] ?? '';
  const told = [typed, title ?? '', headings[0] ?? '', telling].map((text) => text.replace(/\s+/g, ' ').trim());
  return cut(told.find((text) => text !== '') ?? '');
}

/** Four words; "EN", a date or a page number is no name. */
const TELLING = /(?:\p{L}{2,}\P{L}+){3}\p{L}{2,}/u;

/** A copy for another draft. */
export const copyOf = (text: WholeText, place: Pick<NewText, 'id' | 'draft' | 'addedAt'>): NewText => {
  const { name, kind, language, characters, excerpts } = text;
  return { ...place, name, kind, language, characters, excerpts };
};

/** Of all that can be searched and quoted. */
export function charactersIn(excerpts: readonly Excerpt[]): number {
  let sum = 0;
  for (const { headings, lines } of excerpts) for (const text of [...headings, ...lines]) sum += text.length;
  return sum;
}

/** At the end of a word, where there is one. */
function cut(name: string): string {
  if (name.length <= NAME_LENGTH_MAX) return name;
  const start = name.slice(0, NAME_LENGTH_MAX - 1);
  return `${(/^(.{40,})\s\S*$/su.exec(start)?.[1] ?? start).trimEnd()}…`;
}
