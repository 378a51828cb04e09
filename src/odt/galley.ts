/**
 * What is counted and collected while one text is set: automatic styles, the footnotes that were called. Every name in
 * it depends on the paper alone: same paper, same bytes.
 */
import type { Block } from '../domain/outline.ts';
import { element, type Attributes } from './xml.ts';

/** Builds an automatic style of this name. */
type Make = (name: string) => string;

export interface Galley {
  readonly footnotes: readonly (readonly Block[])[];
  /** Footnotes that have their place: one more call becomes a reference to it. */
  readonly called: Set<number>;
  inFootnotes: boolean;
  tables: number;
  sections: number;
  /** Width of the text on the page, in millimetres. */
  readonly textWidth: number;
  /** Whether the paragraphs of answers are numbered through, and how far the count has come. */
  readonly numbersParagraphs: boolean;
  paragraphs: number;
  /** What automatic paragraph styles are made of: none may be made of another. */
  readonly recipes: Map<string, { readonly parent: string; readonly properties: Attributes }>;
  /** The name of the automatic style with this recipe, made at its first use. */
  style(prefix: string, make: Make): string;
  /** All automatic styles, in the order of their first use. */
  styles(): string;
}

export function newGalley(
  footnotes: readonly (readonly Block[])[],
  textWidth: number,
  numbersParagraphs: boolean,
): Galley {
  const names = new Map<string, string>();
  const written: string[] = [];
  return {
    footnotes,
    called: new Set(),
    inFootnotes: false,
    tables: 0,
    sections: 0,
    textWidth,
    numbersParagraphs,
    paragraphs: 0,
    recipes: new Map(),
    style(prefix, make) {
      const recipe = prefix + make('');
      const known = names.get(recipe);
      if (known !== undefined) return known;
      const name = `${prefix}${names.size + 1}`;
      names.set(recipe, name);
      written.push(make(name));
      return name;
    },
    styles: () => written.join(''),
  };
}

/** An automatic style of characters with these properties. */
export function textStyle(galley: Galley, properties: Attributes): string {
  return galley.style('T', (name) =>
    element(
      'style:style',
      { 'style:name': name, 'style:family': 'text' },
      element('style:text-properties', properties),
    ),
  );
}

/** A paragraph style like `base`, with these properties besides; `page` begins a page of that kind. */
export function paragraphLike(galley: Galley, base: string, more: Attributes, page?: string): string {
  const known = galley.recipes.get(base);
  const parent = known?.parent ?? base;
  const properties = { ...known?.properties, ...more };
  const style = galley.style('P', (name) =>
    element(
      'style:style',
      {
        'style:name': name,
        'style:family': 'paragraph',
        'style:parent-style-name': parent,
        'style:master-page-name': page,
      },
      Object.keys(properties).length === 0 ? '' : element('style:paragraph-properties', properties),
    ),
  );
  galley.recipes.set(style, { parent, properties });
  return style;
}
