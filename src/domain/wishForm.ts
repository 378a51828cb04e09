/**
 * The form in which somebody says how to be reminded: reading it, so that nothing typed is lost. Pure.
 */
import { z } from 'zod';
import type { FormBody } from './answer.ts';
import { languageSchema } from './language.ts';
import type { Wish } from './reminder.ts';

/** Longer ones do not pass a mail server (RFC 5321). */
const addressSchema = z.email().max(254);
const hourSchema = z
  .string()
  .regex(/^(\d|1\d|2[0-3])$/)
  .transform(Number);

export interface WishForm {
  /** As it was typed: `address` may be anything. What was not on the lists is as it was before. */
  readonly typed: Wish;
  /** Fields that cannot be used as they are. */
  readonly problems: readonly ('address' | 'settings')[];
}

/**
 * Reads the form. `address` is the address where it is known and not asked for. What cannot be read is as in
 * `before`; a form that does not say that the mails may name the call makes them neutral.
 */
export function wishFromForm(
  body: FormBody,
  before: Wish,
  isZone: (zone: string) => boolean,
  address: string | null = null,
): WishForm {
  const field = (name: string): string => [body[name]].flat()[0]?.trim() ?? '';
  const typed = address ?? field('address');
  const language = languageSchema.safeParse(field('language'));
  const hour = hourSchema.safeParse(field('hour'));
  const zone = field('zone');
  const settled = language.success && hour.success && isZone(zone);
  return {
    typed: {
      address: typed,
      language: language.success ? language.data : before.language,
      zone: isZone(zone) ? zone : before.zone,
      hour: hour.success ? hour.data : before.hour,
      neutral: field('saying') !== 'named',
    },
    problems: [
      ...(address !== null || addressSchema.safeParse(typed).success ? [] : (['address'] as const)),
      ...(settled ? [] : (['settings'] as const)),
    ],
  };
}
