/**
 * Lists of phrases as regular expressions over folded text, each compiled once. Whole words only.
 */

const compiled = new WeakMap<readonly string[], Map<string, RegExp>>();

function regex(words: readonly string[], shape: string, make: (alternatives: string) => string, flags = ''): RegExp {
  let known = compiled.get(words);
  if (known === undefined) compiled.set(words, (known = new Map<string, RegExp>()));
  let found = known.get(shape);
  // An empty list must match nothing.
  if (found === undefined)
    known.set(shape, (found = new RegExp(make(words.length === 0 ? '(?!)' : words.join('|')), flags)));
  return found;
}

const BEFORE = '(?<![a-z0-9])';
const AFTER = '(?![a-z0-9])';

/** Matches one of the phrases anywhere; not global. */
export const anywhere = (words: readonly string[]): RegExp =>
  regex(words, 'any', (list) => `${BEFORE}(?:${list})${AFTER}`);

/** Matches every one of the phrases; for `allOf`. */
export const everywhere = (words: readonly string[]): RegExp =>
  regex(words, 'all', (list) => `${BEFORE}(?:${list})${AFTER}`, 'g');

/** Matches one of the phrases at the start. */
export const atStart = (words: readonly string[]): RegExp => regex(words, 'start', (list) => `^(?:${list})${AFTER}`);

/** Matches one of the phrases at the end, spaces and light marks aside. */
export const atEnd = (words: readonly string[]): RegExp =>
  regex(words, 'end', (list) => `${BEFORE}(?:${list})[ ,:("'“«]{0,4}$`);

/** Matches a text that is one of the phrases and nothing else. */
export const whole = (words: readonly string[]): RegExp =>
  regex(words, 'whole', (list) => `^(?:${list})[ .:;*-]{0,3}$`);

/** Matches a line that begins with one of the phrases as a label, up to the mark behind it. */
export const asLabel = (words: readonly string[]): RegExp =>
  regex(words, 'label', (list) => `^(?:${list})(?: ?\\([^()]{1,60}\\))?(?: ?[:–-](?= |$|[a-z0-9])| ?$)`);

/** Whether one of the phrases stands in a folded text. */
export const says = (words: readonly string[], folded: string): boolean => anywhere(words).test(folded);

const made = new WeakMap<object, Map<string, RegExp>>();

/** A pattern put together of several lists of one pack, made once under a name. */
export function ofPack(pack: object, name: string, make: () => RegExp): RegExp {
  let known = made.get(pack);
  if (known === undefined) made.set(pack, (known = new Map<string, RegExp>()));
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = make()));
  return found;
}

/** The name of the first group that took part in a match. */
export function groupOf({ groups }: RegExpExecArray): string | undefined {
  return Object.keys(groups ?? {}).find((name) => groups?.[name] !== undefined);
}

/** All matches of a global pattern; unlike `matchAll` it does not make the pattern again each time. */
export function allOf(pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push(match);
    if (match[0] === '') pattern.lastIndex += 1;
  }
  return found;
}
