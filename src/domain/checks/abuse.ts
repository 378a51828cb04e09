/**
 * Words of abuse: a submission that holds them can be set aside unread. Short lists, and what is quoted does not count,
 * because it is often the very abuse that is complained of. Pure.
 */
import type { Spotted } from './spans.ts';

const WORDS = [
  // English
  'idiots?|idiotic|morons?|imbeciles?|scum(?:bags?)?|vermin|bastards?|assholes?|arseholes?|bitch(?:es)?|sons? of (?:a )?bitch(?:es)?|fuck(?:ing|ers?|ed)?|bullshit|scoundrels?|savages|subhumans?',
  // French
  'imbéciles?|crétins?|abrutis?|salauds?|salopes?|salopards?|connards?|connasses?|enculés?|merdes?|racaille|vermine|crapules?|sous-hommes?|bâtards?|fils de pute',
  // Spanish
  'imb[ée]cil(?:es)?|idiotas?|est[úu]pid[oa]s?|cabr[óo]n(?:es)?|hij[oa]s? de puta|put[oa]s|mierdas?|escoria|canallas?|alimañas?|malnacid[oa]s?|infrahuman[oa]s?|sabandijas?|bastard[oa]s',
].join('|');
const ABUSE = new RegExp(String.raw`(?<![\p{L}\p{N}'’-])(?:${WORDS})(?![\p{L}\p{N}-])`, 'giu');

const AROUND = 80;

export function findAbuse(text: string): readonly Spotted[] {
  return [...text.matchAll(ABUSE)]
    .map(({ 0: words, index }) => ({ kind: 'abuse' as const, start: index, end: index + words.length, words }))
    .filter(({ start, end }) => !isQuoted(text, start, end));
}

/** Whether a quotation is open here, as far as one can see in the few words around. */
function isQuoted(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - AROUND), start);
  const after = text.slice(end, end + AROUND);
  const isOpen = (opening: string, closing: string): boolean =>
    before.lastIndexOf(opening) > before.lastIndexOf(closing) && after.includes(closing);
  const straight = (before.split('"').length - 1) % 2 === 1 && after.includes('"');
  return straight || isOpen('“', '”') || isOpen('«', '»') || isOpen('‘', '’');
}
