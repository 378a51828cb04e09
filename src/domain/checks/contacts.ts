/**
 * Email addresses and telephone numbers in a text. Numbers are judged by libphonenumber-js, which is shown only the few
 * characters around what may be one: it would take seconds over a long text. Pure.
 */
import { findPhoneNumbersInText, isSupportedCountry, type CountryCode } from 'libphonenumber-js/min';
import type { Spotted } from './spans.ts';

const EMAIL_BEFORE = /[\p{L}\p{N}._%+-]{1,64}$/u;
const EMAIL_AFTER = /^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/u;

export function findEmails(text: string): readonly Spotted[] {
  const found: Spotted[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const before = EMAIL_BEFORE.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    const after = EMAIL_AFTER.exec(text.slice(at + 1, at + 255))?.[0];
    if (before === undefined || after === undefined) continue;
    const start = at - before.length;
    const words = `${before}@${after}`;
    found.push({ kind: 'email', start, end: start + words.length, words });
  }
  return found;
}

/** Digits with what people put between them. Symbols of documents ("A/HRC/56/57") and addresses do not begin so. */
const FIGURES = /(?<![\p{L}\p{N}_/.#-])(?:\+|\(\+?)?\d(?:[ \u00a0\u202f()./-]{0,2}\d){6,16}(?![\p{L}\p{N}]|[.,/-]\d)/gu;
const CUE =
  /(?:tel(?:ephone|éfono|éphone|f|s)?|téls?|teléfono|téléphone|telephone|phones?|mobile|móvil|cel(?:l|ular)?|portable|whats?app|signal|telegram|fax|call(?:ed|s)?|llam(?:ar|e|en|ó)|appel(?:er|ez)|joindre|contact(?:er|ar|o)?|sms|(?:phone )?number|numéro|número)\b[\s:.()]{0,3}(?:(?:is|est|es|at|on|au|al|à|de|the|us|le|nº|n°|no\.?) ?){0,3}[\s:(]{0,2}$/iu;
const DATES_AND_YEARS =
  /^(?:(?:19|20)\d{2}[ /-]{1,2}(?:19|20)?\d{2,4}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)\d{2})/;
/** "10 000 000": thousands, and in some countries also a telephone number. */
const THOUSANDS = /^[1-9]\d{0,2}(?:[ .\u00a0\u202f]\d{3})+$/;
const DIGITS_MIN = 7;
const DIGITS_MAX = 15;
/** Judging one takes a twentieth of a millisecond. */
const JUDGED_MAX = 100;

/** `country` is an ISO 3166 alpha-2 code, or "": numbers without a country code are then only found after a cue. */
export function findPhones(text: string, country: string): readonly Spotted[] {
  const found: Spotted[] = [];
  let judged = 0;
  for (const { 0: words, index } of text.matchAll(FIGURES)) {
    const digits = words.replace(/\D/g, '').length;
    if (digits < DIGITS_MIN || digits > DIGITS_MAX || DATES_AND_YEARS.test(words)) continue;
    const spotted = { kind: 'phone', start: index, end: index + words.length, words } as const;
    const isMeant = /^\(?\+/.test(words) || CUE.test(text.slice(Math.max(0, index - 40), index));
    if (isMeant) found.push(spotted);
    else if (!THOUSANDS.test(words) && judged < JUDGED_MAX) {
      judged += 1;
      if (isTelephone(words, country)) found.push(spotted);
    }
  }
  return found;
}

function isTelephone(words: string, country: string): boolean {
  const international = words.startsWith('00');
  if (!international && !isSupportedCountry(country)) return false;
  const options = isSupportedCountry(country) ? { defaultCountry: country satisfies CountryCode } : {};
  return findPhoneNumbersInText(international ? `+${words.slice(2)}` : words, options).length > 0;
}
