/**
 * The list of countries (ISO 3166-1), by name in each language, from i18n-iso-countries.
 */
import { createRequire } from 'node:module';
// The package's main file would read the names in all its ninety languages.
import countries from 'i18n-iso-countries/index.js';
import { LANGUAGES, LOCALE_TAGS, type Language } from '../domain/language.ts';
import { nameKey } from '../domain/signatory.ts';

export interface Countries {
  /** Codes and names, in the alphabet of the language. */
  list(language: Language): readonly { readonly code: string; readonly name: string }[];
  /** Alpha-2 codes. */
  readonly codes: ReadonlySet<string>;
  /** The name of a code; "" for one that does not exist. */
  name(code: string, language: Language): string;
  /** The alpha-2 code of a country by any of its names in our languages, or by either code; null: none of these. */
  code(text: string): string | null;
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
  const byKey = codesByName();
  return {
    code: (text) => byKey.get(nameKey(text)) ?? null,
    list: (language) => lists[language],
    codes: new Set(lists.en.map(({ code }) => code)),
    name: (code, language) => lists[language].find((country) => country.code === code)?.name ?? '',
  };
}

/** Every way to name a country that we know: the names of the package, those of Unicode ("États-Unis", "UK"), codes. */
function codesByName(): ReadonlyMap<string, string> {
  const byKey = new Map<string, string>();
  for (const language of LANGUAGES) {
    const unicode = (['long', 'short'] as const).map(
      (style) => new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' }),
    );
    for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of [...unicode.map((one) => one.of(code) ?? ''), ...names]) byKey.set(nameKey(name), code);
    }
  }
  for (const [long, code] of Object.entries(countries.getAlpha3Codes())) {
    byKey.set(nameKey(long), code).set(nameKey(code), code);
  }
  byKey.delete('');
  return byKey;
}
