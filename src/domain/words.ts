/**
 * Counting words as Word counts them: runs between white space, once the light Markdown marks are gone.
 * Shared by page, browser and document, so it imports nothing and must stay so.
 */

/** Marks that the document does not print as words: bullets and numbers at the start of a line, footnote calls. */
const LIST_MARK = /^[ \t]*(?:(?:[-*+•◦▪●‣]|\d{1,3}[.)])[ \t]+)+(?=\S)/gm;
const FOOTNOTE_MARK = /\[\^[^[\]\s]+\]:?/g;
/** With the space before it, which is not printed. */
const CITATION = /(?<![ \t\u00a0\u202f])[ \t\u00a0\u202f]*\[@[a-z0-9][^[\]\n]{0,999}\](?!\()/gi;
const LINK = /\[([^[\]\n]*)\]\((?:https?:\/\/|mailto:|www\.)[^()\s]*\)/gi;

export const withoutCitations = (text: string): string => text.replace(CITATION, '');

/**
 * Words in a text of light Markdown. White space of every kind separates, no-break spaces too, so that "État : oui" has
 * three words whichever space stands before the colon. "mother-in-law", "l’État" and "A/HRC/39/47" are one word each; a
 * dash or a "?" that stands alone is one, as in Word. The text of footnotes counts, the address behind a link does not, nor
 * does a citation: nobody typed the words that it is printed in.
 */
export function countWords(text: string): number {
  const plain = withoutCitations(text).replace(LIST_MARK, '').replace(LINK, '$1').replace(FOOTNOTE_MARK, '');
  return plain.match(/\S+/g)?.length ?? 0;
}
