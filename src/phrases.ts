/**
 * The phrases of `locales/`, by language, through i18next. Read once at the start; nothing here touches a request.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance, type i18n } from 'i18next';
import { LANGUAGES, type Language, type Say } from './domain/language.ts';

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

const COUNTS_KEPT_MAX = 10_000;

/** A stretch of a phrase, and the name of the value that comes after it; the last stretch has none. */
interface Stretch {
  readonly text: string;
  readonly name: string | null;
}

/**
 * i18next looks each phrase up once, and once for each of its plural forms: a page asks for dozens. Values are put in
 * here, as they are: nothing that somebody typed is ever read as a phrase.
 */
function sayIn(instance: i18n, language: Language): Say {
  const translate = instance.getFixedT(language);
  const plurals = new Intl.PluralRules(language);
  const phrases = new Map<string, string>();
  /** By key and, where there is a count, by its plural category. */
  const forms = new Map<string, Map<string, readonly Stretch[]>>();

  /** Of the numbers that pages count: questions, days, words of an answer. */
  const categories = new Map<number, string>();
  function categoryOf(count: number): string {
    let category = categories.get(count);
    if (category === undefined) {
      if (categories.size >= COUNTS_KEPT_MAX) categories.clear();
      category = plurals.select(count);
      categories.set(count, category);
    }
    return category;
  }

  function formOf(key: string, count: string | number | undefined): readonly Stretch[] {
    const category = typeof count === 'number' ? categoryOf(count) : '';
    let known = forms.get(key);
    if (known === undefined) {
      known = new Map<string, readonly Stretch[]>();
      forms.set(key, known);
    }
    let form = known.get(category);
    if (form === undefined) {
      const counted = typeof count === 'number' ? { count } : {};
      form = stretchesOf(translate(key, { ...counted, skipInterpolation: true }));
      known.set(category, form);
    }
    return form;
  }

  return (key, values) => {
    if (values !== undefined) {
      let said = '';
      for (const { text, name } of formOf(key, values['count']))
        said += text + String(name ? (values[name] ?? '') : '');
      return said;
    }
    let phrase = phrases.get(key);
    if (phrase === undefined) {
      phrase = translate(key);
      phrases.set(key, phrase);
    }
    return phrase;
  };
}

/** Cuts "{{first}} and {{second}}" at its values. */
function stretchesOf(phrase: string): Stretch[] {
  const cut = phrase.split(/\{\{\s*(\w+)\s*\}\}/);
  return cut.flatMap((text, index) => (index % 2 === 0 ? [{ text, name: cut[index + 1] ?? null }] : []));
}
