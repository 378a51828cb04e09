/**
 * The measures of an OpenDocument text: font, size, page, as the paper demands them of its layout or else as we think
 * right. Must not know what stands in a paper.
 */
import type { Layout } from '../domain/callRules.ts';
import { element, legibleLine } from './xml.ts';

const FONT = 'Times New Roman';
export const POINTS = 12;
const LINE_PERCENT = 112;
const MARGIN_MM = 25;
const PAPERS = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } } as const;

export interface Measures {
  readonly font: string;
  /** Points of ordinary text. */
  readonly size: number;
  readonly linePercent: number;
  readonly justified: boolean;
  readonly numberedPages: boolean;
  /** Millimetres. */
  readonly page: { readonly width: number; readonly height: number };
  readonly margin: number;
}

export function measuresOf(layout: Layout | undefined): Measures {
  const { font, size, spacing, justified, numberedPages, paper, margin } = layout ?? {};
  return {
    font: legibleLine(font ?? '') || FONT,
    size: size ?? POINTS,
    linePercent: spacing == null ? LINE_PERCENT : Math.round(spacing * 100),
    justified: justified === true,
    numberedPages: numberedPages !== false,
    page: PAPERS[paper ?? 'a4'],
    margin: margin ?? MARGIN_MM,
  };
}

/** Millimetres between the margins. */
export const textWidthOf = ({ page, margin }: Measures): number => page.width - 2 * margin;

export const points = (value: number): string => `${Math.round(value * 10) / 10}pt`;
export const mm = (value: number): string => `${Math.round(value * 10) / 10}mm`;

/** The one layout of all pages, first and others. */
export function pageLayout({ page, margin }: Measures): string {
  const size = {
    'fo:page-width': mm(page.width),
    'fo:page-height': mm(page.height),
    'style:print-orientation': 'portrait',
    'fo:margin-top': mm(Math.min(margin, 12.5)),
    'fo:margin-bottom': mm(Math.min(margin, 12.5)),
    'fo:margin-left': mm(margin),
    'fo:margin-right': mm(margin),
  };
  const rest = Math.max(5, margin - Math.min(margin, 12.5));
  const band = (name: string, side: string): string =>
    element(
      name,
      {},
      element('style:header-footer-properties', { 'fo:min-height': mm(rest), [`fo:margin-${side}`]: mm(rest / 3) }),
    );
  const properties = element('style:page-layout-properties', size);
  return element(
    'style:page-layout',
    { 'style:name': 'Page' },
    properties + band('style:header-style', 'bottom') + band('style:footer-style', 'top'),
  );
}
