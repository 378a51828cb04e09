/**
 * The list of sources at the end: its heading, and a paragraph for each source, set out so that the eye finds the authors.
 * Knows nothing of the rest of the document.
 */
import { HeadingLevel, Paragraph } from 'docx';
import type { FileChild } from 'docx';
import type { SourceList } from '../domain/sourceList.ts';
import { setParagraph } from './blocks.ts';
import { textRuns, type Galley } from './inlines.ts';
import { STYLE } from './styles.ts';

/** The style sheet is the same for all documents: what only this list needs is said here. Twips. */
const INDENT = { left: 454, hanging: 454 };
const SPACE = { before: 160, after: 60 };

export function setSources(galley: Galley, { heading, groups }: SourceList): FileChild[] {
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      keepNext: true,
      indent: { left: 0, firstLine: 0 },
      children: textRuns(heading, {}, false),
    }),
    ...groups.flatMap((group) => [
      ...(group.heading === null ? [] : [setGroupHeading(group.heading)]),
      ...group.entries.map(({ inlines }) =>
        setParagraph(galley, inlines, { style: STYLE.body, indent: INDENT, keepLines: true }),
      ),
    ]),
  ];
}

const setGroupHeading = (text: string): Paragraph =>
  new Paragraph({ style: STYLE.cellHeading, keepNext: true, spacing: SPACE, children: textRuns(text, {}, false) });
