/** The styles of a Word file, as far as they tell what a paragraph is or which marks a text has. */
import { leftIn } from './wordNumbers.ts';
import { child, childrenOf, valueOf, type Node } from './xml.ts';

export interface Style {
  readonly basedOn: string | null;
  readonly heading: number | null;
  readonly list: { readonly list: string | null; readonly level: number | null } | null;
  /** Twips from the margin. */
  readonly left: number | null;
  /** Of a style of characters; null: it does not say. */
  readonly bold: boolean | null;
  readonly italic: boolean | null;
}
export type Styles = ReadonlyMap<string, Style>;

export function stylesIn(root: Node | undefined): Styles {
  const styles = new Map<string, Style>();
  for (const node of childrenOf(root, 'style')) {
    const { type, styleId = '' } = node.attributes;
    if (type !== 'paragraph' && type !== 'character') continue;
    const settings = child(node, 'pPr');
    const named = /^heading ([1-9])$/i.exec(valueOf(node, 'name') ?? '')?.[1];
    const outline = valueOf(settings, 'outlineLvl');
    const isTitle = /^title$/i.test(valueOf(node, 'name') ?? '');
    const run = type === 'character' ? child(node, 'rPr') : undefined;
    styles.set(styleId, {
      basedOn: valueOf(node, 'basedOn') ?? null,
      heading: named !== undefined ? Number(named) : isTitle ? 1 : headingOf(outline),
      list: listIn(settings),
      left: leftIn(settings),
      bold: switchIn(run, 'b'),
      italic: switchIn(run, 'i'),
    });
  }
  return styles;
}

/** Outline levels count from 0; 9 is body text. */
export const headingOf = (outline: string | undefined): number | null =>
  outline === undefined || Number(outline) > 8 ? null : Number(outline) + 1;

export function listIn(settings: Node | undefined): Style['list'] {
  const found = child(settings, 'numPr');
  if (found === undefined) return null;
  const level = valueOf(found, 'ilvl');
  return { list: valueOf(found, 'numId') ?? null, level: level === undefined ? null : Number(level) };
}

/** A setting that is on or off; null: nothing is said. */
export function switchIn(settings: Node | undefined, name: string): boolean | null {
  const found = child(settings, name);
  return found === undefined ? null : !['0', 'false', 'off', 'none'].includes(found.attributes['val'] ?? 'true');
}

/** Styles that are based on each other in a circle end somewhere. */
const BASES_MAX = 20;

/** What a style says, or the one that it is based on. */
export function inherited<Value>(styles: Styles, name: string, pick: (style: Style) => Value | null): Value | null {
  let style = styles.get(name);
  for (let turn = 0; style !== undefined && turn < BASES_MAX; turn += 1) {
    const value = pick(style);
    if (value !== null) return value;
    style = style.basedOn === null ? undefined : styles.get(style.basedOn);
  }
  return null;
}
