/**
 * What a worksheet prints itself: titles, questions, help, hints. None of it is what somebody wrote, wherever it is found
 * in a sheet that comes back. Pure.
 */
import { PHRASE_KEYS, type SheetSection, type Worksheet } from './worksheet.ts';

/** Letters alone: programs change quotes, dashes and spaces, and the records of an answer are numbered on. */
export const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
/** Letters and digits. */
export const signsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Whether a line is one that the sheet prints. */
export function printedLines(sheet: Worksheet): (line: string) => boolean {
  const { title, kicker, howTo, safety, helpTitle, officialTitle, hints, limits, heading, stampNote, sections } = sheet;
  const texts: readonly string[] = [
    ...[title, kicker, ...howTo, safety, helpTitle, officialTitle, ...hints, ...limits, heading, stampNote],
    ...PHRASE_KEYS.map((key) => sheet.phrases[key]),
    ...sections.flatMap((section) => textsOf(section, officialTitle)),
  ];
  const lines = new Set(texts.flatMap((text) => [text, ...text.split('\n')]).map(signsOf));
  const titles = new Set(sections.flatMap(recordTitles).map(lettersOf));
  for (const known of [lines, titles]) known.delete('');
  return (line) => lines.has(signsOf(line)) || titles.has(lettersOf(line));
}

function textsOf(section: SheetSection, officialTitle: string): readonly string[] {
  const { label, text, unofficial } = section;
  const heading = [label ?? '', text, `${label ?? ''} ${text}`, `${label ?? ''} ${text} ${unofficial ?? ''}`];
  if (section.kind !== 'question') return heading;
  const { official, asides, help, prompts, warning, limits, places } = section;
  const original = official === null ? [] : [official.text, `${officialTitle} ${official.text}`];
  const around = places.flatMap(({ title, hint }) => [title, hint]);
  return [...heading, ...original, ...asides, ...help, ...prompts, warning, ...limits, ...around];
}

const recordTitles = (section: SheetSection): readonly string[] =>
  section.kind === 'question'
    ? section.places.flatMap((place) => (place.kind === 'records' ? place.records.map(({ title }) => title) : []))
    : [];
