/**
 * A worksheet of ours that comes back: what stands in each of its places. A file is one of ours where the marks of its
 * places are in it and its stamp does not name another call. Everything that stands in no place is kept as a piece, so
 * that nothing is lost. Pure.
 */
import { markdownOf } from './markdownOut.ts';
import { proseOf } from './richProse.ts';
import type { RichFile } from './reading.ts';
import type { FoundPlace, Piece, SheetFound } from './worksheetFound.ts';
import { blocksOf, cutAtMarks, linesOf, typedText, type Line, type Stretch } from './worksheetLines.ts';
import { readBoxes } from './worksheetBoxes.ts';
import { knownPlaces, placesOfSheet, type Place, type Worksheet } from './worksheet.ts';
import { aboveSignature, unquoted } from './worksheetMails.ts';
import { isShielded, readMark, readStamp, type PlaceId, type Stamp } from './worksheetMarks.ts';
import { printedLines } from './worksheetPrinted.ts';
import { readRecords, readRows } from './worksheetTables.ts';

/** How stretches of one file become light Markdown. */
export interface Text {
  markdown(stretch: Stretch): string;
}

/** `phrases`: what stands after marks in all languages. Null: it is no sheet of this call. */
export function readSheet(given: RichFile, sheet: Worksheet, phrases: readonly string[]): SheetFound | null {
  const known = knownPlaces(sheet);
  const bearsMark = (line: string): boolean => line !== '' && readMark(line, known, phrases) !== null;
  const file = unquoted(given, bearsMark);
  const lines = linesOf(file);
  const stamp = stampIn(lines);
  if (stamp !== null && stamp.call !== sheet.stamp.call) return null;
  if (!lines.some(({ text }) => bearsMark(text))) return null;
  const isPrinted = printedLines(sheet);
  const { above, signature } = aboveSignature(file, lines, bearsMark);
  const cut = cutAtMarks(above, { known, phrases, isPrinted });
  const text = textIn(file, lines);
  const questionOf = new Map(
    sheet.sections.flatMap((section) =>
      section.kind === 'question' ? section.places.map(({ id }): [PlaceId, string] => [id, section.id]) : [],
    ),
  );
  const pieces: Piece[] = [];
  const places: Record<PlaceId, FoundPlace> = {};
  for (const place of placesOfSheet(sheet)) {
    const stretch = cut.places.get(place.id);
    if (stretch === undefined) continue;
    const { found, left } = readPlace(place, stretch, text);
    if (found !== null) places[place.id] = found;
    const own = left.filter((line) => !isPrinted(line.text));
    pieces.push(...pieceOf(own, questionOf.get(place.id) ?? null, text));
  }
  const signed = signature.filter((line) => !isPrinted(line.text));
  const outside = withoutStamp([...cut.outside, { lines: signed, after: null }]);
  return {
    own: true,
    revisions: { ...stamp?.revisions },
    places,
    pieces: [
      ...outside.flatMap(({ lines: own, after }) =>
        pieceOf(own, after === null ? null : (questionOf.get(after) ?? null), text),
      ),
      ...pieces,
    ],
  };
}

/** What a place holds, and the lines in it that are no part of that. */
export interface ReadPlace {
  /** Null: its table is gone, as in plain text, and nothing is said of what stood in it. */
  readonly found: FoundPlace | null;
  readonly left: readonly Line[];
}

function readPlace(place: Place, stretch: Stretch, text: Text): ReadPlace {
  switch (place.kind) {
    case 'text':
      return { found: { kind: 'text', text: text.markdown(stretch) }, left: [] };
    case 'boxes':
      return readBoxes(place, stretch, text);
    case 'table':
      return readRows(place, stretch, text);
    case 'records':
      return readRecords(place, stretch, text);
  }
}

/** How the stretches of a file become light Markdown: a text is that already, and only lacks its footnotes. */
export function textIn(file: RichFile, lines: readonly Line[]): Text {
  if (file.form === 'blocks') {
    return {
      markdown(stretch) {
        const { blocks, footnotes } = proseOf(blocksOf(stretch), file.notes);
        return markdownOf(blocks, footnotes);
      },
    };
  }
  const definitions = definitionsIn(lines);
  return {
    markdown(stretch) {
      const text = withoutDefinitions(typedText(stretch))
        .replace(/\\\[\\?\[/g, '[[')
        .replace(/\\\]\\?\]/g, ']]');
      const called = [...new Set(text.match(/\[\^[^\]\s]+\]/g))].flatMap((call) => definitions.get(call) ?? []);
      return [text, ...called].join('\n\n').trim();
    },
  };
}

const DEFINITION = /^(\[\^[^\]\s]+\]):[^\n]*(?:\n(?:[ \t]+[^\n]*|(?=\n[ \t]+\S)))*/gm;

/** Footnotes of a text, by their calls: programs put all of them at its end. */
function definitionsIn(lines: readonly Line[]): ReadonlyMap<string, string> {
  const text = lines.map((line) => line.text).join('\n');
  return new Map([...text.matchAll(DEFINITION)].map(({ 0: whole, 1: call = '' }) => [call, whole.trim()]));
}

const withoutDefinitions = (text: string): string =>
  text
    .replace(DEFINITION, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Anything that is printed. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The words of a stretch that belongs to nothing, if it has any. */
export function pieceOf(lines: readonly Line[], near: string | null, text: Text): readonly Piece[] {
  const words = text.markdown({ lines });
  return VISIBLE.test(words) ? [{ text: words, near }] : [];
}

function stampIn(lines: readonly Line[]): Stamp | null {
  return readStamp(
    lines
      .filter(({ text }) => text !== '' && !isShielded(text))
      .map(({ text }) => text)
      .join('\n'),
  );
}

/** Programs break the small print into lines as they like. */
function withoutStamp<Some extends Stretch>(outside: readonly Some[]): readonly Some[] {
  return outside.map((stretch) => {
    const { lines } = stretch;
    const textFrom = (start: number): string =>
      lines
        .slice(start)
        .map(({ text }) => text)
        .join('\n');
    if (readStamp(textFrom(0)) === null) return stretch;
    const start = lines.findIndex((_, at) => readStamp(textFrom(at + 1)) === null);
    const length = lines.slice(start).findIndex(({ text }) => /[\])]\s*$/.test(text));
    return { ...stretch, lines: lines.toSpliced(start, length === -1 ? lines.length - start : length + 1) };
  });
}
