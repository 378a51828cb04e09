/** Lines with boxes, as they come back: which are ticked, and what stands under them. Pure. */
import type { BoxesPlace } from './worksheet.ts';
import type { Line, Stretch } from './worksheetLines.ts';
import { isShielded } from './worksheetMarks.ts';
import { signsOf } from './worksheetPrinted.ts';
import type { ReadPlace, Text } from './worksheetReading.ts';

/** A box, or several where somebody put a tick beside an empty one; brackets and a bare X are boxes of typewriters. */
const BOX = String.raw`(?:[☐☑☒□▢■✓✔✗✘]|\\?\[[ \u00a0xX✓✔✗✘]{0,2}\\?\]|[xX](?=[\s☐□▢\[]))`;
const BOXES = new RegExp(String.raw`^\s*((?:${BOX}[\s\u2060]*)+)`, 'u');
const TICK = /[☑☒■✓✔✗✘xX]/u;

export interface BoxLine {
  readonly id: string;
  /** Null: the words stand there without a box. */
  readonly ticked: boolean | null;
  /** What somebody wrote after the words. */
  readonly after: string;
}

/** The option that a line is; null: it is none. */
export function readBox(
  line: string,
  options: readonly { readonly id: string; readonly text: string }[],
): BoxLine | null {
  if (isShielded(line)) return null;
  const sign = BOXES.exec(line)?.[1];
  const words = (sign === undefined ? line : line.slice(BOXES.exec(line)?.[0].length)).trim();
  const wanted = signsOf(words);
  const ticked = sign === undefined ? null : TICK.test(sign);
  const exact = options.find(({ text }) => signsOf(text) === wanted);
  if (exact !== undefined) return { id: exact.id, ticked, after: '' };
  if (sign === undefined) return null;
  const opening = options
    .filter(({ text }) => signsOf(text) !== '' && wanted.startsWith(signsOf(text)))
    .toSorted((a, b) => b.text.length - a.text.length)[0];
  return opening === undefined ? null : { id: opening.id, ticked, after: afterWords(words, signsOf(opening.text)) };
}

/** What follows the words that these signs are. */
function afterWords(line: string, signs: string): string {
  let end = signs.length;
  while (end < line.length && signsOf(line.slice(0, end)).length < signs.length) end += 1;
  return line.slice(end).replace(/^[\s.:;,)]+/u, '');
}

export function readBoxes({ options }: BoxesPlace, { lines }: Stretch, text: Text): ReadPlace {
  const ticked: Record<string, boolean | null> = {};
  const under: Record<string, Line[]> = {};
  const left: Line[] = [];
  let open: string | null = null;
  for (const line of lines) {
    const box = line.text === '' ? null : readBox(line.text, options);
    if (box === null || (box.ticked === null && Object.hasOwn(ticked, box.id))) {
      (open === null ? left : (under[open] ??= [])).push(line);
      continue;
    }
    open = box.id;
    ticked[open] = box.ticked;
    if (box.after !== '') (under[open] ??= []).push(lineOf(box.after));
  }
  const details: Record<string, string> = {};
  for (const { id, details: known } of options) {
    const own = under[id] ?? [];
    if (known === null) left.push(...own);
    else if (Object.hasOwn(ticked, id)) details[id] = text.markdown({ lines: own });
  }
  return { found: { kind: 'boxes', ticked, details }, left };
}

const lineOf = (text: string): Line => ({
  text,
  goesOn: false,
  block: { kind: 'paragraph', within: null, inlines: [{ kind: 'run', text, bold: false, italic: false }] },
});
