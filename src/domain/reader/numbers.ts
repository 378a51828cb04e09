/**
 * Numbers as calls write them: digits with separators of thousands, words, ordinals.
 */
import type { Pack } from './packs/pack.ts';

/** "2,500", "2 500", "2.500", "2'500", "2500"; folded, so that every kind of space is one. */
export const FIGURE = "\\d{1,3}(?:[,. ']\\d{3}){1,2}|\\d{1,7}";

/** What a figure of `FIGURE` or a number word counts; null for words that count nothing. */
export function countOf(words: string, pack: Pack): number | null {
  if (/^\d/.test(words)) return Number(words.replace(/\D/g, ''));
  return pack.numbers[words] ?? null;
}

interface Ordinals {
  readonly source: string;
  readonly valueOf: ReadonlyMap<string, number>;
}

const known = new WeakMap<Pack, Ordinals>();

function ordinalsOf(pack: Pack): Ordinals {
  let found = known.get(pack);
  if (found === undefined) {
    const units = Object.entries(pack.ordinals.units);
    const both = Object.entries(pack.ordinals.tens).flatMap(([ten, more]) =>
      units.filter(([, unit]) => unit < 20).map(([unit, value]) => [ten + unit, more + value] as const),
    );
    const all = [...both, ...units].sort(([a], [b]) => b.length - a.length);
    found = {
      source: all.map(([word]) => word.replaceAll(/[- ]/g, '[- ]')).join('|'),
      valueOf: new Map(all.map(([word, value]) => [word.replaceAll('-', ' '), value])),
    };
    known.set(pack, found);
  }
  return found;
}

/** "56th", "56e", "56º", "fifty-sixth", as the source of a regular expression over folded text. */
export const ordinalSource = (pack: Pack): string =>
  `\\d{1,3} ?(?:st|nd|rd|th|eme|e|er|ere|o|a|[.]?[ºª°])?(?![a-z0-9])|${ordinalsOf(pack).source}`;

/** What an ordinal of `ordinalSource` counts; null for none. */
export function ordinalOf(words: string, pack: Pack): number | null {
  const digits = /^\d+/.exec(words)?.[0];
  return digits !== undefined ? Number(digits) : (ordinalsOf(pack).valueOf.get(words.replaceAll('-', ' ')) ?? null);
}
