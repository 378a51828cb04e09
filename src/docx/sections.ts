/**
 * The sections of the call: headings, notes and questions, each question with its official label, its wording and its
 * answer. Knows nothing of the title block.
 */
import { HeadingLevel, Paragraph, Tab, TextRun } from 'docx';
import type { FileChild, ParagraphChild } from 'docx';
import { printed, type Outline, type Section } from '../domain/outline.ts';
import { setAnswer } from './blocks.ts';
import { languageMarks, textRuns } from './inlines.ts';
import type { Galley, Marks } from './inlines.ts';
import { STYLE } from './styles.ts';
import { legibleLine, startsRightToLeft } from './text.ts';

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const;

/** How deep a section stands in the reading order; of two on the same level, a question stands under a heading. */
function rank({ kind, level }: Pick<Section, 'kind' | 'level'>): number {
  return level * 2 + (kind === 'question' ? 1 : 0);
}

/**
 * The heading over the questions and the sections that are printed, with their answers: a blank question is left out. No level of Word's headings
 * is left out on the way down, and questions are Heading 2 or deeper.
 */
export function setSections(galley: Galley, outline: Outline): FileChild[] {
  const levelOf = headingLevels(outline.heading !== null);
  const heading = outline.heading === null ? [] : setHeading(outline.heading, null, 1, {});
  const sections = printed(outline).flatMap((section) => {
    const marks = section.language === outline.language ? {} : languageMarks(section.language);
    const answer = setAnswer(galley, section.blocks, STYLE.body);
    if (section.kind === 'note') return [...setNote(section, marks), ...answer];
    return [...setHeading(section.text, section, levelOf(section), marks), ...answer];
  });
  return [...heading, ...sections];
}

/** The level of Word's headings for each section in turn. `headed`: whether a heading stands over all of them. */
export function headingLevels(headed: boolean): (section: Pick<Section, 'kind' | 'level'>) => number {
  const above: number[] = headed ? [rank({ kind: 'heading', level: 1 })] : [];
  return (section) => {
    while ((above.at(-1) ?? -1) >= rank(section)) above.pop();
    above.push(rank(section));
    return Math.max(above.length, section.kind === 'question' ? 2 : 1);
  };
}

type Worded = Pick<Section, 'label' | 'text' | 'unofficial'>;

/** The call's label as text, so that whoever copies or searches the document finds "5)", and its wording. */
export function setHeading(
  text: string,
  section: Omit<Worded, 'text'> | null,
  level: number,
  marks: Marks,
): Paragraph[] {
  const label = section?.label ?? '';
  if (legibleLine(label + text) === '') return [];
  const bidirectional = startsRightToLeft(text);
  return [
    new Paragraph({
      heading: HEADINGS[level - 1] ?? HeadingLevel.HEADING_6,
      keepNext: true,
      children: [...setLabelled(label, text, bidirectional, marks), ...setMark(section)],
      // Without a label there is nothing for the wording to hang beside.
      ...(label === '' ? { indent: { left: 0, firstLine: 0 } } : {}),
      ...(bidirectional ? { bidirectional } : {}),
    }),
  ];
}

function setLabelled(label: string, text: string, rightToLeft: boolean, marks: Marks): ParagraphChild[] {
  const words = textRuns(text, marks, rightToLeft);
  if (label === '' || text === '') return label === '' ? words : textRuns(label, marks, false);
  return [...textRuns(label, marks, false), new TextRun({ children: [new Tab()] }), ...words];
}

/** Says that the wording is our own translation, in the document's language. */
function setMark(section: Pick<Section, 'unofficial'> | null): ParagraphChild[] {
  const mark = section?.unofficial ?? null;
  return mark === null ? [] : textRuns(` [${mark}]`, { style: STYLE.quiet }, false);
}

export function setNote(section: Worded, marks: Marks): Paragraph[] {
  const label = section.label ?? '';
  if (legibleLine(label + section.text) === '') return [];
  const bidirectional = startsRightToLeft(section.text);
  return [
    new Paragraph({
      style: STYLE.note,
      children: [
        ...textRuns(label === '' ? section.text : `${label} ${section.text}`, marks, bidirectional),
        ...setMark(section),
      ],
      ...(bidirectional ? { bidirectional } : {}),
    }),
  ];
}
