/**
 * The language packs, and the words of several languages at once for texts that mix them.
 */
import { type Language, LANGUAGES } from '../../language.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Pack } from './pack.ts';

export const packs: Readonly<Record<Language, Pack>> = { en, fr, es };

const merged = new Map<string, Pack>();

/** The words of these languages, the first one's first; of all where none is named. */
export function packFor(languages: readonly Language[]): Pack {
  const wanted = languages.length === 0 ? LANGUAGES : languages;
  const key = wanted.join(' ');
  let pack = merged.get(key);
  if (pack === undefined) {
    pack = wanted.map((language) => packs[language]).reduce((sum, next) => merge(sum, next) as Pack);
    merged.set(key, pack);
  }
  return pack;
}

/** Lists one after the other; of what exists once, and of patterns with one key, the first, else both. */
function merge(first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (second === undefined) return first;
  if (Array.isArray(first) && Array.isArray(second)) return [...(first as string[]), ...(second as string[])];
  if (typeof first === 'object' && typeof second === 'object') {
    const [a, b] = [first as Record<string, unknown>, second as Record<string, unknown>];
    return Object.fromEntries(
      [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, mergeEntry(key, a[key], b[key])]),
    );
  }
  return first;
}

/** Patterns by name, and weekdays by place, become alternatives; the language stays the first's. */
function mergeEntry(key: string, first: unknown, second: unknown): unknown {
  if (key === 'weekdays')
    return (first as string[]).map((day, index) => `${day}|${(second as string[])[index] ?? day}`);
  if (typeof first === 'string' && typeof second === 'string') {
    return key === 'language' ? first : `${first}|${second}`;
  }
  return merge(first, second);
}
