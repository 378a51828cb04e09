/**
 * The person who holds a mandate, named beside it: "…, Ms. A. Person,", "(A. Person)", "Ms. A. Person, Special …".
 */
import { fold } from './characters.ts';
import type { Page } from './page.ts';
import { ofPack, says } from './patterns.ts';
import type { NamedBody } from './issuerNames.ts';
import type { Span } from './proposal.ts';

const PARTICLE = 'd[aeiou]s?|del|van|von|der|den|bin|ben|al|el|la|y';
const WORD = "\\p{Lu}[\\p{L}'’.-]{0,30}";
/** Two to six words, the last with a capital. */
const NAME = `${WORD}(?: (?:${WORD}|${PARTICLE})){0,4} ${WORD}`;

const REACH = 90;

/**
 * The holder named just after or just before a body; null where none is. `titled`: only with a title such as "Ms.", and
 * after it; `set off`: after it and between commas.
 */
export function holderBeside(page: Page, body: NamedBody, shape: 'any' | 'titled' | 'set off' = 'any'): Span | null {
  if (shape === 'set off') {
    const holder = page.text.startsWith(', ', body.end) ? holderAfter(page, body) : null;
    return holder !== null && page.text.charAt(holder.end) === ',' ? holder : null;
  }
  if (shape === 'titled') return holderAfter(page, { ...body, body: 'other' });
  return holderAfter(page, body) ?? holderBefore(page, body);
}

const titles = (page: Page): string => `(?:${page.pack.honorifics.join('|')})\\.?`;

function holderAfter(page: Page, body: NamedBody): Span | null {
  const after = page.text.slice(body.end, body.end + REACH);
  const titled = ofPack(
    page.pack,
    'holder after',
    () => new RegExp(`^,? ?[(–-]? ?((?:${titles(page)} ){1,2}${NAME})`, 'u'),
  ).exec(after);
  const plain = ofPack(
    page.pack,
    'plain holder',
    () => new RegExp(`^(?:, | ?\\()(${NAME})(?=[,).;:]|$| (?:\\p{Ll}|\\d))`, 'u'),
  ).exec(after);
  // Without a title before it, a name beside an office can be that of a house or a town.
  const hit = titled ?? (body.body === 'special-procedure' ? plain : null);
  const name = hit?.[1]?.replace(/[.,]+$/, '');
  if (hit === null || name === undefined || !isPerson(page, name)) return null;
  const start = body.end + hit[0].indexOf(name);
  return { start, end: start + name.length };
}

function holderBefore(page: Page, body: Span): Span | null {
  const from = Math.max(0, body.start - REACH);
  const before = page.text.slice(from, body.start);
  const hit = ofPack(
    page.pack,
    'holder before',
    () =>
      new RegExp(
        `(?<!\\p{L})((?:${titles(page)} ){1,2}${NAME})(?:,| \\(|, (?:the|la|le|el)| (?:the|la|le|el))? ?(?:(?:the|la|le|el|UN|United Nations|l['’]) ?){0,2}$`,
        'u',
      ),
  ).exec(before);
  const name = hit?.[1];
  if (hit === null || name === undefined || !isPerson(page, name)) return null;
  return { start: from + hit.index, end: from + hit.index + name.length };
}

/** "…, United Nations" is the shape of a name and none. */
const isPerson = (page: Page, name: string): boolean => !says(page.pack.notPeople, fold(name));
