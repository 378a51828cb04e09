/**
 * The words that names of countries and territories are made of, in the three languages, as Unicode's data have them.
 */
import { LANGUAGES } from '../language.ts';
import { fold } from './spans.ts';

let known: ReadonlySet<string> | null = null;

/** Made on first use, in a few milliseconds. */
export function countryWords(): ReadonlySet<string> {
  known ??= new Set(LANGUAGES.flatMap(namesIn).flatMap((name) => name.split(/[^\p{L}\p{M}]+/u).map(fold)));
  return known;
}

function namesIn(language: string): string[] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, place) => String.fromCharCode(65 + place));
  return letters.flatMap((one) => letters.map((other) => names.of(one + other) ?? ''));
}
