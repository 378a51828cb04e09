/**
 * What the form of a wish proposes, and the hours that it offers. Reading it is `domain/wishForm.ts`.
 */
import { GENEVA } from '../domain/deadline.ts';
import type { Language } from '../domain/language.ts';
import type { Wish } from '../domain/reminder.ts';
import { hourIn } from './times.ts';
import type { Visit } from './visit.ts';

const HOUR_PROPOSED = 9;

export const proposedWish = ({ language, zone }: Visit): Wish => ({
  address: '',
  language,
  zone: zone ?? GENEVA,
  hour: HOUR_PROPOSED,
  neutral: false,
});

/** The hours to choose from, as a clock shows them. */
export const hoursIn = (language: Language): readonly string[] =>
  Array.from({ length: 24 }, (_, hour) => hourLabel(hour, language));

/** "09:00". */
export const hourLabel = (hour: number, language: Language): string =>
  hourIn(new Date(Date.UTC(2000, 0, 1, hour)), language, 'UTC');
