/**
 * Looking things up by the words that they have, without going through all of them. Knows nothing of calls. Pure.
 */

/** Things by their place in a list. */
export type Places = readonly number[];

/** Letters as they are looked for: small, without accents, and one word for each run of letters and digits. */
export function foldedWords(text: string): string[] {
  const bare = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');
  return bare.match(/[\p{L}\p{N}]+/gu) ?? [];
}

export interface Vocabulary {
  /** The places of all items with a word that begins so. */
  beginningWith(start: string): ReadonlySet<number>;
}

/** Every word of all items in order, with the places of the items that have it. */
export function vocabularyOf<Item>(items: readonly Item[], wordsOf: (item: Item) => ReadonlySet<string>): Vocabulary {
  const byWord = placesBy(items, wordsOf);
  const words = [...byWord.keys()].sort();
  return {
    beginningWith(start) {
      const found = new Set<number>();
      for (let at = firstPlace(words, (word) => word >= start); words[at]?.startsWith(start); at += 1) {
        for (const place of byWord.get(words[at] ?? '') ?? []) found.add(place);
      }
      return found;
    },
  };
}

/** The places of the items that have each key, ascending. */
export function placesBy<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => ReadonlySet<string>,
): ReadonlyMap<string, Places> {
  const places = new Map<string, number[]>();
  items.forEach((item, place) => {
    for (const key of keysOf(item)) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [place]);
      else known.push(place);
    }
  });
  return places;
}

/** The first place from which on `holds` is true, in a list where it stays so; by halves. */
export function firstPlace<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
