/**
 * What every part of a questionnaire file is made of: ids, languages, texts by language, dates, zones, and the rule that
 * keeps the words of the call apart from what they mean. Numbers in brackets are the rules of `calls/README.md`.
 * Knows no part of a call in particular.
 */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { Text } from './language.ts';

export const idSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and single hyphens')
  // Values are kept by id in plain objects, where this name is taken.
  .refine((id) => id !== 'constructor', 'this id is used by the program itself; choose another')
  .meta({ id: 'Id' });

/** BCP 47, as short as calls use it: "fr", "pt-BR". */
export const tagSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'use a language code such as fr or pt-BR')
  .meta({ id: 'Language' });

/** The key of a text whose language is that of the whole file (BCP 47: undetermined); `withLanguage` puts that in. */
export const UNDETERMINED = 'und';

/** A text by language, or a plain line in the language of the file. */
export const textSchema: z.ZodType<Text, Text | string> = z
  .union([
    z
      .string()
      .trim()
      .min(1)
      .transform((text): Text => ({ [UNDETERMINED]: text })),
    z
      .record(tagSchema, z.string().trim().min(1))
      .refine((text) => Object.keys(text).length > 0, 'give the text in at least one language'),
  ])
  .meta({ id: 'Text', description: 'A text by language, or a plain line in the language of the file.' });

/** How binding a rule is (36). `inferred`: our reading, not the call's words. */
export const forceSchema = z.enum(['binding', 'advisory', 'inferred']).meta({ id: 'Force' });
export type Force = z.infer<typeof forceSchema>;

/** A rule: the words of the call, the value we read from them, and its force (2, 36). Missing means "not stated". */
export function rule<Value extends z.ZodType>(value: Value) {
  return z
    .strictObject({
      wording: textSchema.nullable().default(null),
      value: value.nullable().default(null),
      force: forceSchema.default('binding'),
    })
    .default({ wording: null, value: null, force: 'binding' });
}

/** One entry may stand without a list round it. */
export function oneOrMore<Entry extends z.ZodType>(entry: Entry) {
  return z.union([z.array(entry).min(1), entry.transform((only) => [only])]);
}

/** A short way to write the most usual form of `whole`: `widen` makes of it what `whole` reads. */
export function shortOr<Brief, BriefInput, Full, FullInput>(
  short: z.ZodType<Brief, BriefInput>,
  widen: (value: Brief) => FullInput,
  whole: z.ZodType<Full, FullInput>,
): z.ZodType<Full, BriefInput | FullInput> {
  // The types of zod's pipes do not see that what `widen` gives is what `whole` takes.
  const widened = short.transform((value): unknown => widen(value)).pipe(whole as z.ZodType<Full>);
  return z.union([widened, whole]);
}

const isZone = (name: string): boolean =>
  /^[+-](0\d|1[0-4]):[0-5]\d$/.test(name) || (/^[A-Z]/.test(name) && IANAZone.isValidZone(name));

export const zoneSchema = z.string().refine(isZone, 'write the zone as Europe/Zurich or as -05:00');

/** A date as printed, in the call's own calendar day; no zone of its own. */
export const dateSchema = z.iso.date('write the date as year-month-day, for example 2024-02-15');

/** ISO 3166-1 alpha-2, in capitals. */
export const countrySchema = z.string().regex(/^[A-Z]{2}$/, 'use the code of the country in two capitals, such as KE');

/**
 * Gives every text without a language of its own the language of the file: a plain copy of `value`, otherwise unchanged.
 * Null: there is such a text, and `language` is null.
 */
export function withLanguage<Value>(value: Value, language: string | null): Value | null {
  const lost = { found: false };
  const filled = filledIn(value, language, lost) as Value;
  return lost.found ? null : filled;
}

function filledIn(value: unknown, language: string | null, lost: { found: boolean }): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => filledIn(part, language, lost));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === UNDETERMINED) {
    if (language === null) lost.found = true;
    return { [language ?? UNDETERMINED]: only[1] };
  }
  return Object.fromEntries(entries.map(([key, part]) => [key, filledIn(part, language, lost)]));
}
