/**
 * The numbers of lists in Word files, which stand nowhere in the text: counted through the document as Word does, and
 * put together as they are printed.
 */
import { numeral, type Numerals } from './numerals.ts';
import { child, childrenOf, valueOf, type Node } from './xml.ts';

/** A paragraph's place in a list. */
export interface InList {
  readonly list: string;
  readonly level: number;
}

interface Level {
  readonly start: number;
  readonly format: string;
  /** With "%1" for the number of the first level. */
  readonly pattern: string;
  /** Prints all levels in figures. */
  readonly legal: boolean;
  /** The style whose paragraphs are of this level. */
  readonly style: string | null;
  /** Where its text begins, in twips; null: not said. */
  readonly left: number | null;
}

interface List {
  /** Lists that share one definition count on from each other. */
  readonly definition: string;
  readonly levels: ReadonlyMap<number, Level>;
  /** Levels at which this list begins anew, and with what. */
  readonly begins: ReadonlyMap<number, number>;
}

export interface WordNumbers {
  /** The next label of a list, "•" for a bullet, "" where the level prints nothing; null for no list. */
  next(place: InList): string | null;
  /** The level of a list that belongs to a style; 0 where none does. */
  levelOf(list: string, style: string): number;
  /** Where the text of an item begins, in twips from the margin; null: the level does not say. */
  leftOf(place: InList): number | null;
}

/** Where a paragraph begins, in twips from the margin; null: its settings do not say. */
export function leftIn(settings: Node | undefined): number | null {
  const { left, start } = child(settings, 'ind')?.attributes ?? {};
  const found = Number(left ?? start ?? NaN);
  return Number.isFinite(found) ? found : null;
}

const LEVELS_MAX = 9;

/** `numbering`: the root of numbering.xml; undefined where a file has no lists. */
export function wordNumbers(numbering: Node | undefined): WordNumbers {
  const lists = listsIn(numbering);
  const byDefinition = new Map<string, number[]>();
  const byList = new Map<string, number[]>();

  /** A list that says where it begins counts for itself, within the items that it stands in. */
  function countsOf(list: List, name: string, level: number): number[] {
    const shared = byDefinition.get(list.definition) ?? [];
    const counts = list.begins.size === 0 ? shared : (byList.get(name) ?? shared.slice(0, level));
    byList.set(name, counts);
    return counts;
  }

  function count(list: List, name: string, level: number): number[] {
    const counts = countsOf(list, name, level);
    const start = (at: number): number => list.begins.get(at) ?? list.levels.get(at)?.start ?? 1;
    for (let above = 0; above < level; above += 1) counts[above] ??= start(above);
    counts[level] = (counts[level] ?? start(level) - 1) + 1;
    counts.length = level + 1;
    byDefinition.set(list.definition, list.begins.size === 0 ? counts : [...counts]);
    return counts;
  }

  return {
    next({ list: name, level }) {
      const list = lists.get(name);
      const found = list?.levels.get(level);
      if (list === undefined || found === undefined || level >= LEVELS_MAX) return null;
      const counts = count(list, name, level);
      // A bullet that is a space goes on with the item above: so pandoc writes its further paragraphs.
      if (found.format === 'bullet') return found.pattern !== '' && found.pattern.trim() === '' ? '' : '•';
      return found.pattern
        .replace(/%([1-9])/g, (_, digit: string) => {
          const at = Number(digit) - 1;
          return printed(counts[at] ?? 1, found.legal && at < level ? 'decimal' : list.levels.get(at)?.format);
        })
        .trim();
    },
    levelOf(name, style) {
      for (const [level, found] of lists.get(name)?.levels ?? []) if (found.style === style) return level;
      return 0;
    },
    leftOf: ({ list, level }) => lists.get(list)?.levels.get(level)?.left ?? null,
  };
}

const FORMATS: Readonly<Record<string, Numerals>> = {
  decimal: 'decimal',
  decimalZero: 'padded',
  lowerLetter: 'lower-letter',
  upperLetter: 'upper-letter',
  lowerRoman: 'lower-roman',
  upperRoman: 'upper-roman',
};

function printed(number: number, format = 'decimal'): string {
  if (format === 'none') return '';
  return numeral(number, FORMATS[format] ?? 'decimal');
}

function listsIn(numbering: Node | undefined): ReadonlyMap<string, List> {
  const definitions = new Map<string, Node>();
  const byStyle = new Map<string, Node>();
  for (const one of childrenOf(numbering, 'abstractNum')) {
    definitions.set(one.attributes['abstractNumId'] ?? '', one);
    const style = valueOf(one, 'styleLink');
    if (style !== undefined) byStyle.set(style, one);
  }
  const lists = new Map<string, List>();
  for (const one of childrenOf(numbering, 'num')) {
    const definition = valueOf(one, 'abstractNumId') ?? '';
    const given = definitions.get(definition);
    // A definition may only point to the one of a style.
    const link = valueOf(given, 'numStyleLink');
    const real = (link === undefined ? undefined : byStyle.get(link)) ?? given;
    const levels = new Map(childrenOf(real, 'lvl').map(levelOf));
    const begins = new Map<number, number>();
    for (const change of childrenOf(one, 'lvlOverride')) {
      const at = Number(change.attributes['ilvl'] ?? 0);
      const start = valueOf(change, 'startOverride');
      if (start !== undefined) begins.set(at, Number(start) || 0);
      const level = child(change, 'lvl');
      if (level !== undefined) levels.set(...levelOf(level));
    }
    lists.set(one.attributes['numId'] ?? '', {
      definition: real?.attributes['abstractNumId'] ?? definition,
      levels,
      begins,
    });
  }
  return lists;
}

function levelOf(node: Node): [number, Level] {
  const legal = child(node, 'isLgl');
  return [
    Number(node.attributes['ilvl'] ?? 0),
    {
      start: Number(valueOf(node, 'start') ?? 1),
      format: valueOf(node, 'numFmt') ?? 'decimal',
      pattern: valueOf(node, 'lvlText') ?? '',
      legal: legal !== undefined && legal.attributes['val'] !== '0' && legal.attributes['val'] !== 'false',
      style: valueOf(node, 'pStyle') ?? null,
      left: leftIn(child(node, 'pPr')),
    },
  ];
}
