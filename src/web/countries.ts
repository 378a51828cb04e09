/**
 * The list of countries (ISO 3166-1), by name in each language, from i18n-iso-countries.
 */
import { createRequire } from 'node:module';
// The package's main file would read the names in all its ninety languages.
import countries from 'i18n-iso-countries/index.js';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { LOCALE_TAGS } from '../phrases.ts';

export interface Countries {
  /** Codes and names, in the alphabet of the language. */
  list(language: Language): readonly { readonly code: string; readonly name: string }[];
  /** Alpha-2 codes. */
  readonly codes: ReadonlySet<string>;
  /** The name of a code; "" for one that does not exist. */
  name(code: string, language: Language): string;
}

export function readCountries(): Countries {
  const require = createRequire(import.meta.url);
  for (const language of LANGUAGES) {
    countries.registerLocale(require(`i18n-iso-countries/langs/${language}.json`) as countries.LocaleData);
  }
  const lists = Object.fromEntries(
    LANGUAGES.map((language) => {
      const { compare } = new Intl.Collator(LOCALE_TAGS[language]);
      const names = Object.entries(countries.getNames(language, { select: 'official' }));
      return [language, names.map(([code, name]) => ({ code, name })).sort((a, b) => compare(a.name, b.name))];
    }),
  ) as Record<Language, { code: string; name: string }[]>;
  return {
    list: (language) => lists[language],
    codes: new Set(lists.en.map(({ code }) => code)),
    name: (code, language) => lists[language].find((country) => country.code === code)?.name ?? '',
  };
}
