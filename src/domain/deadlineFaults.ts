/**
 * Whether what a file says of its deadlines agrees with itself: the weekday in the words with the date, and a zone with
 * one clock only. Kept apart from the schema, which must go on reading the snapshots that drafts were started with.
 */
import { DateTime } from 'luxon';
import type { Text } from './language.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { WordingFault } from './wording.ts';

/** Monday first, without accents; what can stand for each day in full, then what can be put before its number. */
const WEEKDAYS: Readonly<Record<string, readonly (readonly [full: string, short: string])[]>> = {
  en: [
    ['monday', 'mon'],
    ['tuesday', 'tues?'],
    ['wednesday', 'weds?'],
    ['thursday', 'thu(?:rs?)?'],
    ['friday', 'fri'],
    ['saturday', 'sat'],
    ['sunday', 'sun'],
  ],
  fr: [
    ['lundi', 'lun'],
    ['mardi', 'mar'],
    ['mercredi', 'mer'],
    ['jeudi', 'jeu'],
    ['vendredi', 'ven'],
    ['samedi', 'sam'],
    ['dimanche', 'dim'],
  ],
  es: [
    ['lunes', 'lun'],
    ['martes', 'mar'],
    ['miercoles', 'mie'],
    ['jueves', 'jue'],
    ['viernes', 'vie'],
    ['sabado', 'sab'],
    ['domingo', 'dom'],
  ],
};

/** Letters that IANA knows and that name one clock: the other three-letter names are winter times, or several places. */
const LETTERS = new Set(['UTC', 'GMT', 'CET', 'MET', 'EET', 'WET']);

/** What does not agree, with the paths of the words and of the zones. */
export function deadlineFaults({ deadlines, seat }: Questionnaire): WordingFault[] {
  const faults = zoneFaults(['seat'], seat);
  deadlines.forEach((deadline, index) => {
    const stated = [
      { path: ['deadlines', index], ...deadline },
      ...deadline.was.map((former, place) => ({ path: ['deadlines', index, 'was', place], ...former })),
    ];
    for (const { path, wording, date, zone } of stated) {
      faults.push(...zoneFaults([...path, 'zone'], zone));
      if (date !== null) faults.push(...weekdayFaults([...path, 'wording'], wording, date));
    }
  });
  return faults;
}

function zoneFaults(path: WordingFault['path'], zone: string | null): WordingFault[] {
  if (zone === null || !/^[A-Z]{3}$/.test(zone) || LETTERS.has(zone)) return [];
  return [
    {
      path,
      message: `"${zone}" can mean several clocks: write a place such as Europe/Zurich, or an offset such as -05:00`,
    },
  ];
}

/** Words that name several weekdays, as an extension may, agree where one of them does. */
function weekdayFaults(path: WordingFault['path'], wording: Text, date: string): WordingFault[] {
  const day = DateTime.fromISO(date, { zone: 'UTC' });
  return Object.entries(wording).flatMap(([language, words]): WordingFault[] => {
    const named = weekdaysIn(words, language);
    const [first] = named;
    if (first === undefined || named.some(({ weekday }) => weekday === day.weekday)) return [];
    const inEnglish = day.setLocale('en-GB').weekdayLong ?? '';
    const inTheirs = day.setLocale(language).weekdayLong ?? '';
    const is = inEnglish === inTheirs ? inEnglish : `${inEnglish} (${inTheirs})`;
    return [
      {
        path: [...path, language],
        message: `"${first.name}" does not agree with the date: ${date} is a ${is}; look the call up and correct the one that is wrong`,
      },
    ];
  });
}

/** The weekdays that a text names, from 1 for Monday, each as it is written. */
function weekdaysIn(words: string, language: string): { weekday: number; name: string }[] {
  // Composed letters and bare ones stand at the same places.
  const composed = words.normalize('NFC');
  const bare = composed.normalize('NFD').replace(/\p{M}/gu, '');
  const small = bare.toLowerCase();
  const known = WEEKDAYS[language.split('-')[0] ?? ''] ?? [];
  return known.flatMap(([full, short], index) => {
    // A pattern takes long to make, and most texts name no day. Every short form begins with these three letters.
    if (!small.includes(full.slice(0, 3))) return [];
    const name = new RegExp(
      `(?<!\\p{L})${full}(?!\\p{L})|(?<!\\p{L}|\\d\\.? )${short}\\.?(?=,? (?:\\p{L}+\\.? )?\\d{1,2}(?!\\d))`,
      'giu',
    );
    return [...bare.matchAll(name)].map((match) => ({
      weekday: index + 1,
      name: composed.slice(match.index, match.index + match[0].length),
    }));
  });
}
