/** The looks of an OpenDocument text, as far as they are marks: what is bold or italic, and where paragraphs begin. */
import type { Marks } from './rich.ts';
import { child, childrenOf, type Node } from './xml.ts';

interface Look {
  readonly parent: string | null;
  /** Null: not said. */
  readonly bold: boolean | null;
  readonly italic: boolean | null;
  /** Twips from the margin. */
  readonly left: number | null;
}

export interface Looks {
  /** What an automatic style of a paragraph makes of all its text: LibreOffice writes it there. */
  ofParagraph(style: string): Pick<Marks, 'bold' | 'italic'>;
  /** The marks of a stretch of text in a paragraph. */
  within(marks: Marks, style: string): Marks;
  /** Where a paragraph begins, in twips from the margin; null: nothing says. */
  leftOf(style: string): number | null;
}

const PARENTS_MAX = 20;

/** `named`: the styles that people choose; `automatic`: those that the program makes of what they do by hand. */
export function looksIn(named: readonly (Node | undefined)[], automatic: readonly (Node | undefined)[]): Looks {
  const looks = new Map([...named, ...automatic].flatMap((holder) => childrenOf(holder, 'style').map(lookOf)));
  const byHand = new Set(automatic.flatMap((holder) => childrenOf(holder, 'style').map(keyOf)));

  function inherited<Value>(key: string, pick: (look: Look) => Value | null): Value | null {
    let look = looks.get(key);
    for (let turn = 0; look !== undefined && turn < PARENTS_MAX; turn += 1) {
      const value = pick(look);
      if (value !== null) return value;
      look = look.parent === null ? undefined : looks.get(look.parent);
    }
    return null;
  }

  return {
    ofParagraph(style) {
      const look = byHand.has(`paragraph ${style}`) ? looks.get(`paragraph ${style}`) : undefined;
      return { bold: look?.bold ?? false, italic: look?.italic ?? false };
    },
    within: (marks, style) => ({
      ...marks,
      bold: inherited(`text ${style}`, ({ bold }) => bold) ?? marks.bold,
      italic: inherited(`text ${style}`, ({ italic }) => italic) ?? marks.italic,
    }),
    leftOf: (style) => inherited(`paragraph ${style}`, ({ left }) => left),
  };
}

const keyOf = ({ attributes }: Node): string => `${attributes['family'] ?? ''} ${attributes['name'] ?? ''}`;

function lookOf(node: Node): [string, Look] {
  const text = child(node, 'text-properties')?.attributes ?? {};
  const weight = text['font-weight'];
  const slope = text['font-style'];
  const parent = node.attributes['parent-style-name'];
  return [
    keyOf(node),
    {
      parent: parent === undefined ? null : `${node.attributes['family'] ?? ''} ${parent}`,
      bold: weight === undefined ? null : weight === 'bold' || Number(weight) >= 600,
      italic: slope === undefined ? null : slope !== 'normal',
      left: twips(child(node, 'paragraph-properties')?.attributes['margin-left']),
    },
  ];
}

const TWIPS: Readonly<Record<string, number>> = { in: 1440, cm: 1440 / 2.54, mm: 144 / 2.54, pt: 20, pc: 240 };

/** A length such as "1.27cm" in twips; null where there is none. */
export function twips(length: string | undefined): number | null {
  const [, number, unit = ''] = /^(-?[\d.]+)(in|cm|mm|pt|pc)$/.exec(length ?? '') ?? [];
  const size = TWIPS[unit];
  return number === undefined || size === undefined ? null : Math.round(Number(number) * size);
}
