/**
 * Figures that lead to one person or one place: identity and passport numbers, dates of birth, coordinates. Pure.
 * Every expression is bounded, so that no text can keep it busy.
 */
import type { Kind } from './finding.ts';
import { withoutOverlaps, type Spotted } from './spans.ts';

/** What stands before a number of a paper, and how such a number looks. */
const PAPER = String.raw`passports?|passeports?|pasaportes?|identity (?:card|document)|id (?:card|number|no)|national (?:id|identity|identification)|carte (?:nationale )?d['’]identité|numéro d['’]identité|cédula|c[ée]dula de ciudadanía|documento (?:nacional )?de identidad|social security|sécurité sociale|seguro social|driving licence|driver['’]s license|permis de conduire`;
const PAPER_SHORT = String.raw`DNI|NIE|CNI|NIN|NIC|NIR|NID|CURP|RUT|CUI|DUI|SSN|CNIB|INE|TIN`;
const MARKER = String.raw`(?:[\s:.,#°ºª()-]|n[°ºo]\.?|no\.?|nr\.?|num\.?|number|numéro|número|card|carte|de|del|la|le|is|est|es){0,6}`;
const PAPER_NUMBER = String.raw`(?<number>(?=[A-Z0-9./-]{0,4}\d)[A-Z0-9](?:[A-Z0-9]|[ ./-](?=[A-Z0-9])){4,22}[A-Z0-9])(?![\p{L}\p{N}])`;
const AFTER_PAPER = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:(?i:${PAPER})|${PAPER_SHORT})(?![\p{L}])(?i:${MARKER})[ \u00a0]?${PAPER_NUMBER}`,
  'gu',
);

/** Numbers that tell by themselves what they are: United States, Mexico, Spain, Chile, France. */
const SELF_EVIDENT =
  /(?<![\p{L}\p{N}./-])(?:\d{3}-\d{2}-\d{4}|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d|[XYZ]?\d{7,8}-?[A-HJ-NP-TV-Z]|\d{1,2}\.\d{3}\.\d{3}-[\dkK]|[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?)(?![\p{L}\p{N}])/gu;

const MONTHS = String.raw`jan(?:uary|vier)?|feb(?:ruary)?|février|mar(?:ch|s|zo)?|apr(?:il)?|avril|may|mai|mayo|june?|juin|junio|july?|juil(?:let)?|julio|aug(?:ust)?|août|agosto|sept?(?:ember|embre|iembre)?|set(?:iembre)?|oct(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|dec(?:ember)?|déc(?:embre)?|dic(?:iembre)?|enero|febrero|abril`;
const FULL_DATE = String.raw`(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2}(?:er|st|nd|rd|th|º)? (?:of |de )?(?:${MONTHS})\.?,? (?:de |del )?(?:19|20)\d{2}|(?:${MONTHS}) \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2})`;
const BIRTH = new RegExp(
  String.raw`(?<![\p{L}])(?:born|date of birth|d\.?o\.?b\.?|birth ?date|birthday|née?s?|date de naissance|naissance|nacid[oa]s?|nació|fecha de nacimiento|nacimiento)(?: (?:on|le|el|in|à|en|the|au|a|au jour du|día|dia)){0,2}[\s:,()]{1,3}${FULL_DATE}`,
  'giu',
);

const DECIMAL = String.raw`[-+]?\d{1,3}\.\d{3,10}`;
const PAIR = new RegExp(
  String.raw`(?<![\w.,])${DECIMAL}°?(?: ?[NS])?[,;/ ] ?${DECIMAL}°?(?: ?[EWO])?(?![\d.]*\d)`,
  'g',
);
const DEGREES = String.raw`\d{1,3} ?[°º] ?\d{1,2}(?:[.,]\d{1,6})? ?['′’](?: ?\d{1,2}(?:[.,]\d{1,4})? ?(?:["″”]|''|’’))? ?[NSEWO]?`;
const SEXAGESIMAL = new RegExp(String.raw`(?<![\d.])${DEGREES}(?:[ ,;/]{1,3}${DEGREES})?`, 'g');

export function findNumbers(text: string): readonly Spotted[] {
  if (!/\d/.test(text)) return [];
  return withoutOverlaps([
    spot('coordinates', text.matchAll(SEXAGESIMAL)),
    spot('coordinates', text.matchAll(PAIR)).filter(isOnEarth),
    spot('birth', text.matchAll(BIRTH)),
    [...text.matchAll(AFTER_PAPER)].map(asIdentity).filter(({ words }) => words.replace(/\D/g, '').length >= 4),
    spot('identity', text.matchAll(SELF_EVIDENT)).filter(hasRightCheck),
  ]);
}

function spot(kind: Kind, matches: Iterable<RegExpMatchArray>): Spotted[] {
  return [...matches].map(({ 0: words, index = 0 }) => ({ kind, start: index, end: index + words.length, words }));
}

/** The number alone: what stands before it names the paper. */
function asIdentity({ 0: whole, index = 0, groups }: RegExpMatchArray): Spotted {
  const words = groups?.['number'] ?? whole;
  const end = index + whole.length;
  return { kind: 'identity', start: end - words.length, end, words };
}

function isOnEarth({ words }: Spotted): boolean {
  const [lat = 999, lon = 999] = (words.match(new RegExp(DECIMAL, 'g')) ?? []).map(Number);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}

/** Whether a number of Spain or Chile has the mark that its digits ask for; the others have none to compare. */
function hasRightCheck({ words }: Spotted): boolean {
  const [, series, digits, letter] = /^([XYZ]?)(\d{7,8})-?([A-Z])$/.exec(words) ?? [];
  if (series !== undefined && digits !== undefined) {
    const number = series === '' ? digits : `${'XYZ'.indexOf(series)}${digits}`;
    return number.length === 8 && 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23] === letter;
  }
  const [, chilean, mark] = /^([\d.]{9,10})-([\dkK])$/.exec(words) ?? [];
  if (chilean === undefined) return true;
  const sum = Array.from(chilean.replaceAll('.', ''))
    .toReversed()
    .reduce((total, digit, place) => total + Number(digit) * ((place % 6) + 2), 0);
  return '0K987654321'[sum % 11] === mark?.toUpperCase();
}
