/**
 * The phrases of `locales/`, by language, through i18next. Read once at the start; nothing here touches a request.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance, type i18n } from 'i18next';
import { LANGUAGES, type Language, type Say } from './domain/language.ts';

/** BCP 47 tags for dates and numbers: day before month, 24 hours. */
export const LOCALE_TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' };

export type Phrases = Readonly<Record<Language, Say>>;

/** Reads `locales/` in `root`. Throws where a file is missing or is not JSON. A missing key shows as the key itself. */
export function readPhrases(root: string): Phrases {
  const resources = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      {
        translation: JSON.parse(readFileSync(join(root, 'locales', `${language}.json`), 'utf8')) as Record<
          string,
          unknown
        >,
      },
    ]),
  );
  const instance = createInstance();
  void instance.init({
    resources,
    supportedLngs: [...LANGUAGES],
    fallbackLng: false,
    initAsync: false,
    // Escaping is the work of whoever renders: EJS, the press, or nobody for plain text.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return Object.fromEntries(LANGUAGES.map((language) => [language, sayIn(instance, language)])) as Record<
    Language,
    Say
  >;
}

/** Phrases without values are looked up once: a page asks for dozens of them. */
function sayIn(instance: i18n, language: Language): Say {
  const translate = instance.getFixedT(language);
  const known = new Map<string, string>();
  return (key, values) => {
    if (values !== undefined) return translate(key, values);
    let phrase = known.get(key);
    if (phrase === undefined) {
      phrase = translate(key);
      known.set(key, phrase);
    }
    return phrase;
  };
}
