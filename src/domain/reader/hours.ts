/**
 * Hours and zones beside a date: "18:00 Geneva time", "minuit", "a las 17.30 horas (GMT-5)". Gives them as questionnaires
 * write them.
 */
import { allOf } from './patterns.ts';
import type { Pack } from './packs/pack.ts';
import type { Span } from './proposal.ts';

export interface HourMention extends Span {
  /** "HH:MM", "noon" or "midnight". */
  readonly time: string;
}

export interface ZoneMention extends Span {
  /** An IANA name or an offset; null for letters that several places use. */
  readonly zone: string | null;
}

const MERIDIEM = '(?<half>[ap])\\.? ?m\\.?(?![a-z])';

interface Patterns {
  readonly hour: RegExp;
  readonly zone: RegExp;
}

const known = new WeakMap<Pack, Patterns>();

function patternsOf({ hours }: Pack, key: Pack): Patterns {
  const found = known.get(key);
  if (found !== undefined) return found;
  const unit = `(?:${hours.unit.join('|')})(?![a-z])`;
  const at = `(?<=(?<![a-z])(?:${hours.at.join('|')}) )`;
  const word = `(?:12(?:[:.]00)? ?)?(?:(?<midnight>${hours.midnight.join('|')})|(?<noon>${hours.noon.join('|')}))(?![a-z])`;
  const later = `(?: ?${unit})?(?: ?\\(?${MERIDIEM}| (?<later>${hours.afternoon.join('|')}))?`;
  const clock = `(?<hour>[01]?\\d|2[0-4]) ?(?:(?<colon>:)|h ?)(?<minute>[0-5]\\d)(?!\\d|[:.]\\d\\d)${later}`;
  const dotted = `(?<hour>[01]?\\d|2[0-4])\\.(?<minute>[0-5]\\d)(?![.\\d])(?: ?${unit}| ?${MERIDIEM})`;
  const dottedAfter = `${at}(?<hour>[01]?\\d|2[0-4])\\.(?<minute>[0-5]\\d)(?![.\\d])`;
  const full = `(?<hour>1[0-2]|0?\\d) ?${MERIDIEM}|(?<hour>[01]?\\d|2[0-4]) ?${unit}(?: (?<later>${hours.afternoon.join('|')}))?|${at}(?<hour>1[0-2]|\\d) (?<later>${hours.afternoon.join('|')})`;
  const military = `(?<hour>[01]\\d|2[0-3])(?<minute>[0-5]\\d) ?(?:hours|hrs)(?![a-z])`;
  const city = `(?:${Object.keys(CITIES).join('|')})`;
  const made = {
    hour: new RegExp(`(?<![\\d.,:/a-z-])(?:${word}|${clock}|${dotted}|${military}|${full}|${dottedAfter})`, 'g'),
    zone: new RegExp(
      `(?<![a-z])(?:(?<offset>(?:utc|gmt) ?(?<sign>[+-]) ?(?<hours>\\d{1,2})(?::?(?<minutes>[0-5]\\d))?)(?!\\d)|(?<letters>${Object.keys(LETTERS).join('|')})(?![a-z])|(?:${hours.zone.join('|').replaceAll('CITY', `(?<city>${city})`)})(?![a-z]))`,
      'g',
    ),
  };
  known.set(key, made);
  return made;
}

/** The hours in a folded text. */
export function hoursIn(folded: string, pack: Pack): HourMention[] {
  return allOf(patternsOf(pack, pack).hour, folded).flatMap((match): HourMention[] => {
    const time = timeOf(match.groups ?? {});
    return time === null ? [] : [{ start: match.index, end: match.index + match[0].length, time }];
  });
}

function timeOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  if (groups['midnight'] !== undefined) return 'midnight';
  if (groups['noon'] !== undefined) return 'noon';
  let hour = Number(groups['hour']);
  const minute = groups['minute'] ?? '00';
  if (groups['half'] !== undefined) {
    if (hour > 12 && groups['half'] === 'a') return null;
    // "12.00 pm" is noon to most and midnight to some; the earlier of the two is "noon".
    if (hour === 12 && minute === '00') return groups['half'] === 'p' ? 'noon' : 'midnight';
    if (hour < 12 && groups['half'] === 'p') hour += 12;
    if (hour === 12 && groups['half'] === 'a') hour = 0;
  } else if (groups['later'] !== undefined && hour < 12) hour += 12;
  if (hour === 24) return minute === '00' ? '24:00' : null;
  return `${String(hour).padStart(2, '0')}:${minute}`;
}

/** The zones named in a text, `folded` being its shadow: letters count in capitals only, as "est" is a word too. */
export function zonesIn(text: string, folded: string, pack: Pack): ZoneMention[] {
  return allOf(patternsOf(pack, pack).zone, folded).flatMap((match): ZoneMention[] => {
    const { letters, sign, hours, minutes, city } = match.groups ?? {};
    const span = { start: match.index, end: match.index + match[0].length };
    if (sign !== undefined && hours !== undefined) {
      return Number(hours) > 14 ? [] : [{ ...span, zone: `${sign}${hours.padStart(2, '0')}:${minutes ?? '00'}` }];
    }
    const printed = text.slice(span.start, span.end);
    if (letters !== undefined)
      return printed === printed.toUpperCase() ? [{ ...span, zone: LETTERS[letters] ?? null }] : [];
    const zone = city === undefined ? undefined : zoneOfCity(city);
    return zone === undefined ? [] : [{ ...span, zone }];
  });
}

function zoneOfCity(city: string): string | undefined {
  return Object.entries(CITIES).find(([source]) => new RegExp(`^(?:${source})$`).test(city))?.[1];
}

/** Letters that one place is meant by where calls use them; the office in Geneva says CET in summer too. */
const LETTERS: Readonly<Record<string, string | null>> = {
  cest: 'Europe/Zurich',
  cet: 'Europe/Zurich',
  utc: 'UTC',
  gmt: 'UTC',
  edt: 'America/New_York',
  est: 'America/New_York',
  eastern: 'America/New_York',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  eat: 'Africa/Nairobi',
  wat: 'Africa/Lagos',
  sast: 'Africa/Johannesburg',
  eet: 'Europe/Athens',
  eest: 'Europe/Athens',
  bst: null,
  ist: null,
  cst: null,
  art: null,
  ast: null,
};

/** Seats of offices that issue calls, in three languages. */
const CITIES: Readonly<Record<string, string>> = {
  'geneva|geneve|ginebra|bern|berne|berna|swiss|switzerland|suisse|suiza': 'Europe/Zurich',
  'new york|nueva york': 'America/New_York',
  'washington(?:,? d\\.?c\\.?)?': 'America/New_York',
  'brussels|bruxelles|bruselas': 'Europe/Brussels',
  paris: 'Europe/Paris',
  'strasbourg|estrasburgo': 'Europe/Paris',
  'london|londres': 'Europe/London',
  'vienna|vienne|viena': 'Europe/Vienna',
  'the hague|la haye|la haya': 'Europe/Amsterdam',
  'warsaw|varsovie|varsovia': 'Europe/Warsaw',
  'rome|roma': 'Europe/Rome',
  madrid: 'Europe/Madrid',
  'nairobi|east(?:ern)? africa[n]?': 'Africa/Nairobi',
  'central european(?: summer)?|europe centrale|europa central': 'Europe/Zurich',
  banjul: 'Africa/Banjul',
  'addis ababa|addis[- ]abeba|addis abeba': 'Africa/Addis_Ababa',
  arusha: 'Africa/Dar_es_Salaam',
  dakar: 'Africa/Dakar',
  'pretoria|johannesburg|johannesbourg|johannesburgo': 'Africa/Johannesburg',
  'san jose(?: de costa rica)?|costa rica': 'America/Costa_Rica',
  'ciudad de mexico|mexico(?: city)?': 'America/Mexico_City',
  bogota: 'America/Bogota',
  lima: 'America/Lima',
  quito: 'America/Guayaquil',
  'santiago(?: de chile)?': 'America/Santiago',
  'buenos aires': 'America/Argentina/Buenos_Aires',
  panama: 'America/Panama',
  guatemala: 'America/Guatemala',
  montreal: 'America/Toronto',
  ottawa: 'America/Toronto',
  bangkok: 'Asia/Bangkok',
  'jakarta|yakarta': 'Asia/Jakarta',
  'manila|manille': 'Asia/Manila',
  'beirut|beyrouth': 'Asia/Beirut',
  doha: 'Asia/Qatar',
  'tunis|tunez': 'Africa/Tunis',
};
