/**
 * The look of one document: what the call demands of it (17), and our own way where it demands nothing. Numbers only:
 * must not know the docx package.
 */
import type { Layout } from '../domain/callRules.ts';
import { legibleLine } from './text.ts';

export interface Look {
  readonly font: string;
  /** How much larger than twelve points the text is: every size of the style sheet goes by it. */
  readonly scale: number;
  /** In 240ths of a single line; null: as each style has it. */
  readonly line: number | null;
  readonly justified: boolean;
  readonly numberedParagraphs: boolean;
  readonly numberedPages: boolean;
  /** Twips. */
  readonly paper: { readonly width: number; readonly height: number };
  readonly margin: number;
}

const FONT = 'Times New Roman';
const POINTS = 12;
const SINGLE_LINE = 240;
const TWIPS_A_MILLIMETRE = 1440 / 25.4;
const PAPERS = { a4: { width: 11906, height: 16838 }, letter: { width: 12240, height: 15840 } } as const;
/** 2.5 cm. */
const MARGIN = 1417;

/** A4 in Times New Roman of twelve points, unless the call says otherwise. */
export function lookOf(layout: Layout | undefined): Look {
  const { font, size, spacing, justified, numberedParagraphs, numberedPages, paper, margin } = layout ?? {};
  return {
    font: legibleLine(font ?? '') || FONT,
    scale: (size ?? POINTS) / POINTS,
    line: spacing == null ? null : Math.round(spacing * SINGLE_LINE),
    justified: justified === true,
    numberedParagraphs: numberedParagraphs === true,
    numberedPages: numberedPages !== false,
    paper: PAPERS[paper ?? 'a4'],
    margin: margin == null ? MARGIN : Math.round(margin * TWIPS_A_MILLIMETRE),
  };
}

/** Width of the text on the page, in twips. */
export const textWidthOf = ({ paper, margin }: Look): number => paper.width - 2 * margin;
