/**
 * An excerpt of a reference text as a quotation in an answer: between the marks of the draft's language, followed by the
 * citation of its source. What it says is quoted to the letter: nothing in it is read as a mark of light Markdown. Pure.
 */
import { citationMark } from './citation.ts';
import type { Excerpt } from './excerpt.ts';
import type { Language } from './language.ts';
import { markdownOf } from './markdownOut.ts';
import type { Inline } from './outline.ts';
import { EMPTY_SOURCE, withNewSource, type Source, type Sources } from './source.ts';

const MARKS: Readonly<Record<Language, readonly [before: string, after: string]>> = {
  en: ['“', '”'],
  fr: ['«\u00a0', '\u00a0»'],
  es: ['«', '»'],
};

/** What begins an item says nothing at the beginning of a quotation. */
const BULLET = /^(?:[·•●▪◦‣∙○■□➢✓*–—-]\s+)+/;

/** A paragraph of light Markdown; lines of the excerpt are lines of it. */
export function quotationOf({ lines, pages }: Excerpt, language: Language, source: Pick<Source, 'key'>): string {
  const [before, after] = MARKS[language];
  const text = before + lines.map(unmarked).join('\n').replace(BULLET, '') + after;
  const inlines = text.split('\n').flatMap((line, index): Inline[] => {
    const run = { kind: 'run', text: line, bold: false, italic: false } as const;
    return index === 0 ? [run] : [{ kind: 'break' }, run];
  });
  const quoted = markdownOf([{ kind: 'paragraph', inlines }], []);
  return `${quoted} ${citationMark([{ key: source.key, place: placeOf(pages, language) }])}`;
}

/** Two brackets would hide what stands between them from the public. */
const unmarked = (line: string): string => line.replace(/\[(?=\[)/g, '[ ').replace(/\](?=\])/g, '] ');

/** "p. 12", "pp. 12–13"; "" where the file has no pages of its own. */
function placeOf(pages: Excerpt['pages'], language: Language): string {
  if (pages === null) return '';
  const [first, last] = pages;
  if (first === last) return `p. ${first}`;
  return language === 'en' ? `pp. ${first}–${last}` : `p. ${first}-${last}`;
}

/** The text of an answer with a quotation at its end, as a paragraph of its own; the same text where it ends so already. */
export function withQuotation(text: string, quotation: string): string {
  if (text.trim() === '') return quotation;
  const before = text.replace(/\s+$/, '');
  return `\n\n${before}`.endsWith(`\n\n${quotation}`) ? text : `${before}\n\n${quotation}`;
}

/**
 * The source that stands for a reference text. Where there is none yet, the sources with one more, which has its name
 * and leaves the rest to the writer; `sources` is the same value where nothing was added.
 */
export function sourceForText(
  sources: Sources,
  { id, name }: { readonly id: string; readonly name: string },
): { readonly sources: Sources; readonly source: Source } {
  const known = sources.items.find(({ text }) => text === id);
  if (known !== undefined) return { sources, source: known };
  return withNewSource(sources, { ...EMPTY_SOURCE, title: name, text: id });
}
