/**
 * How a source is printed, in footnotes and in the list at the end: one style in three languages, after the editorial
 * manuals of the United Nations, which readers of submissions know.
 *
 * - What stands by itself: Author, *Title* (imprint, date), p. 12. A law has its title upright.
 * - What stands in something else (article, news, web page): Author, “Title”, *imprint*, date, p. 12.
 * - A judgment: Court, *Title*, imprint, date, para. 12.
 * - What is our own: Author, “Title” (interview, imprint, date).
 * - Then, where there is an address: Available at https://… (accessed on 3 March 2024).
 * - Cited again: Author, *Title* (see footnote 3), p. 40; a long title is cut at its colon or after some words.
 *
 * Dates are in words, as far as they are known; without one stands "n.d.". Quotation marks are those of the language
 * (“ ”, « », «»). Several sources in one citation are apart by semicolons. No "ibid.": footnotes move while a text is
 * being written. Pure.
 */
import { dayInGeneva } from './front.ts';
import type { Language, Say } from './language.ts';
import type { Inline, Run } from './outline.ts';
import { isOwn, type Source, type SourceKind } from './source.ts';

export interface Style {
  readonly language: Language;
  /** Phrases of that language. */
  readonly say: Say;
}

type Form = 'whole' | 'law' | 'within' | 'judgment' | 'own';

const FORMS: Readonly<Record<SourceKind, Form>> = {
  'un-document': 'whole',
  law: 'law',
  'court-decision': 'judgment',
  report: 'whole',
  article: 'within',
  news: 'within',
  'web-page': 'within',
  interview: 'own',
  testimony: 'own',
  'own-data': 'own',
  other: 'whole',
};

const run = (text: string, italic = false): Run => ({ kind: 'run', text, bold: false, italic });

/** All that is known of a source, and `place` in it unless that is "". No full stop at the end. */
export function sourceInlines(style: Style, source: Source, place: string): Inline[] {
  const form = FORMS[source.kind];
  const imprint = source.imprint.trim();
  const date = dateWords(style, source.date);
  const kind = isOwn(source) ? style.say(`sources.printed.${source.kind}`) : '';
  const bracketed = form === 'whole' || form === 'law' || form === 'own';
  const parts = bracketed ? [kind, imprint, date] : [date];
  const given = parts.filter((part) => part !== '').join(', ');
  return [
    ...authorInlines(source),
    ...titleInlines(style, source, source.title),
    ...(bracketed || imprint === '' ? [] : [run(', '), run(imprint, form === 'within')]),
    run(bracketed ? ` (${given})` : `, ${given}`),
    ...placeInlines(place),
    ...addressInlines(style, source),
  ];
}

/** A source that was cited in full before, in the footnote with this number. */
export function againInlines(style: Style, source: Source, place: string, footnote: number): Inline[] {
  const see = style.say('sources.printed.see', { number: footnote });
  return [
    ...authorInlines(source),
    ...titleInlines(style, source, shortTitle(source.title)),
    run(` (${see})`),
    ...placeInlines(place),
  ];
}

const authorInlines = ({ author }: Source): Run[] => (author.trim() === '' ? [] : [run(`${author.trim()}, `)]);
/** "p. 12" stays on one line. */
const placeInlines = (place: string): Run[] =>
  place === '' ? [] : [run(`, ${place.replace(/(?<=\p{L}\.) (?=\d)/gu, '\u00a0')}`)];

function titleInlines({ say }: Style, { kind }: Source, title: string): Run[] {
  const form = FORMS[kind];
  const text = title.trim();
  if (form === 'within' || form === 'own') return [run(say('sources.printed.quoted', { title: text }))];
  return [run(text, form !== 'law')];
}

const TITLE_LENGTH_MAX = 60;

/** Up to its first colon, or to the last word that fits. */
function shortTitle(title: string): string {
  const [main = ''] = title.trim().split(/(?<=\S)\s*:\s/u);
  if (main.length <= TITLE_LENGTH_MAX) return main;
  const cut = main.slice(0, TITLE_LENGTH_MAX).toWellFormed();
  return `${cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut}…`;
}

/** "Available at https://… (accessed on 3 March 2024)". What is no address of the web stands as text. */
function addressInlines(style: Style, { address, accessed }: Source): Inline[] {
  const typed = address.trim();
  if (typed === '') return [];
  const slot = '\u0000';
  const [before = '', after = ''] = style.say('sources.printed.available', { address: slot }).split(slot);
  const href = webAddress(typed);
  const seen =
    accessed === '' ? '' : ` (${style.say('sources.printed.accessed', { date: dateWords(style, accessed) })})`;
  return [
    run(`. ${before}`),
    href === null ? run(typed) : { kind: 'link', href, runs: [run(typed)] },
    ...(after + seen === '' ? [] : [run(after + seen)]),
  ];
}

/** What an address of the web links to; null for anything else. */
export function webAddress(typed: string): string | null {
  if (!/^https?:\/\/[^/\s]\S*$/i.test(typed) || !URL.canParse(typed)) return null;
  return new URL(typed).href;
}

/** "14 May 2020", "May 2020", "2020", "n.d.". */
export function dateWords({ language, say }: Style, date: string): string {
  if (date === '') return say('sources.printed.undated');
  const [year = '', month, day] = date.split('-');
  if (month === undefined) return year;
  // Noon in Geneva is on the same day everywhere that it is printed for.
  const at = new Date(`${year}-${month}-${day ?? '15'}T12:00:00Z`);
  return day === undefined ? dayInGeneva(at, language, { month: 'long', year: 'numeric' }) : dayInGeneva(at, language);
}
