/**
 * Runs, links, footnotes and line breaks as an OpenDocument text has them. Knows no blocks but those of footnotes, which
 * come in as a function.
 */
import type { Block, Inline, LinkInline, Run } from '../domain/outline.ts';
import { startsRightToLeft } from './direction.ts';
import { paragraphLike, textStyle, type Galley } from './galley.ts';
import { STYLE } from './look.ts';
import { contentOf, element, legible, type Attributes } from './xml.ts';

/** The blocks of a footnote, as paragraphs. */
export type SetNote = (blocks: readonly Block[]) => string;

/** A shade that is light in grey, too. */
export const CONFIDENTIAL: Attributes = { 'fo:background-color': '#ffe8a3' };

export function setInlines(galley: Galley, inlines: readonly Inline[], setNote: SetNote): string {
  return inlines.map((inline) => setInline(galley, inline, setNote)).join('');
}

function setInline(galley: Galley, inline: Inline, setNote: SetNote): string {
  switch (inline.kind) {
    case 'run':
      return setRun(galley, inline);
    case 'link':
      return setLink(galley, inline);
    case 'footnote':
      return setCall(galley, inline.number, setNote);
    case 'break':
      return '<text:line-break/>';
  }
}

function setRun(galley: Galley, run: Run): string {
  return setText(galley, run.text, {
    ...(run.bold ? { 'fo:font-weight': 'bold', 'style:font-weight-complex': 'bold' } : {}),
    ...(run.italic ? { 'fo:font-style': 'italic', 'style:font-style-complex': 'italic' } : {}),
    ...(run.change === 'removed' ? { 'style:text-line-through-style': 'solid' } : {}),
    ...(run.change === 'added' ? { 'style:text-underline-style': 'solid' } : {}),
    ...(run.confidential ? CONFIDENTIAL : {}),
  });
}

/** Text with these properties; plain where there are none. */
export function setText(galley: Galley, text: string, properties: Attributes): string {
  const content = contentOf(text);
  if (content === '' || Object.keys(properties).length === 0) return content;
  return element('text:span', { 'text:style-name': textStyle(galley, properties) }, content);
}

/** Office programs refuse longer addresses. */
const ADDRESS_CHARACTERS_MAX = 2_000;

function setLink(galley: Galley, { href, runs }: LinkInline): string {
  const said = runs.map((run) => setRun(galley, run)).join('');
  const address = URL.parse(href);
  const isLink =
    address !== null && /^(?:https?|mailto):$/.test(address.protocol) && address.href.length <= ADDRESS_CHARACTERS_MAX;
  if (!isLink) return said + (runs.some(({ text }) => text.includes(href)) ? '' : contentOf(` (${href})`));
  const attributes = { 'xlink:type': 'simple', 'xlink:href': address.href, 'text:style-name': STYLE.link };
  return element('text:a', attributes, said === '' ? contentOf(href) : said);
}

const RAISED: Attributes = { 'style:text-position': 'super 58%' };

/** The footnote itself at its first call; later its number, as a reference to it. */
function setCall(galley: Galley, number: number, setNote: SetNote): string {
  const blocks = galley.footnotes[number - 1];
  if (blocks === undefined || galley.inFootnotes) return setText(galley, String(number), RAISED);
  const id = `footnote${number}`;
  if (galley.called.has(number)) {
    const attributes = { 'text:note-class': 'footnote', 'text:reference-format': 'text', 'text:ref-name': id };
    const reference = element('text:note-ref', attributes, String(number));
    return element('text:span', { 'text:style-name': textStyle(galley, RAISED) }, reference);
  }
  galley.called.add(number);
  galley.inFootnotes = true;
  const body = setNote(blocks);
  galley.inFootnotes = false;
  return element(
    'text:note',
    { 'text:id': id, 'text:note-class': 'footnote' },
    element('text:note-citation', {}, String(number)) + element('text:note-body', {}, body),
  );
}

/** The letters of inlines. */
export function lettersOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'run') return inline.text;
      return inline.kind === 'link' ? inline.runs.map((run) => run.text).join('') : ' ';
    })
    .join('');
}

/** Whether anything of these inlines would be printed. */
export const isPrinted = (inlines: readonly Inline[]): boolean =>
  inlines.some(({ kind }) => kind === 'footnote' || kind === 'link') || legible(lettersOf(inlines)).trim() !== '';

/** The style for a paragraph of this text: one that runs from right to left has a style of its own. */
export function styleFor(galley: Galley, style: string, text: string): string {
  if (!startsRightToLeft(text)) return style;
  return paragraphLike(galley, style, { 'style:writing-mode': 'rl-tb', 'fo:text-align': 'start' });
}
