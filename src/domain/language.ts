/**
 * The languages that pages and drafts are written in, and texts that exist in several of them.
 * Knows no strings of the interface: those live in `locales/` and come in as a `Say`.
 */
import { z } from 'zod';

/** The languages of pages and of drafts. Calls may carry texts in others too (see `Text`). */
export const LANGUAGES = ['en', 'fr', 'es'] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;

/** BCP 47 tags for dates and numbers: day before month, 24 hours. */
export const LOCALE_TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' };

/** A text by language (BCP 47 codes); what is missing is missing, never machine-translated. */
export type Text = Readonly<Record<string, string>>;

/** Looks up a phrase of `locales/` in one fixed language. Values are inserted as they are; escaping is the renderer's. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** A text in the language that was asked for or, failing that, in the first language that has one. */
export interface Worded {
  readonly text: string;
  readonly language: string;
}

/**
 * Picks `wanted`, else the first of `fallbacks` that the text has, else any. Null for a text with no language at all.
 */
export function wordedIn(text: Text, wanted: string, fallbacks: readonly string[]): Worded | null {
  for (const language of [wanted, ...fallbacks, ...Object.keys(text)]) {
    const found = text[language];
    if (found !== undefined) return { text: found, language };
  }
  return null;
}
