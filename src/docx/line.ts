/**
 * One paragraph of plain text, from right to left where its first letter runs so. Knows nothing of blocks and sections.
 */
import { Paragraph } from 'docx';
import { textRuns } from './inlines.ts';
import { legibleLine, startsRightToLeft } from './text.ts';

/** `style` is the id of a paragraph style. Blank text gives an empty paragraph, as a cell of a table needs. */
export function setLine(text: string, style: string): Paragraph {
  const bidirectional = startsRightToLeft(text);
  return new Paragraph({
    style,
    children: textRuns(text, {}, bidirectional),
    ...(bidirectional ? { bidirectional } : {}),
  });
}

/** The same, and nothing at all for blank text: space between paragraphs is the business of styles. */
export function setLineIfAny(text: string, style: string): Paragraph[] {
  return legibleLine(text) === '' ? [] : [setLine(text, style)];
}
