/**
 * Renders pages: every view is compiled once at the start, and partials are looked up, not read, per request.
 * Views get one value, `it`; everything that a person typed goes through `<%= %>`, which escapes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ejs from 'ejs';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};
const UNSAFE = /[&<>"']/;
const UNSAFE_ALL = /[&<>"']/g;

/** Escapes for HTML text and quoted attributes. */
export function escapeHtml(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  return UNSAFE.test(text) ? text.replace(UNSAFE_ALL, (character) => ENTITIES[character] ?? character) : text;
}

const OPTIONS = {
  _with: false,
  localsName: 'it',
  escape: escapeHtml,
  rmWhitespace: true,
  // EJS would copy all values for every view, to keep out strangers' prototypes: these values come from our own code.
  unsafePrototypeLocals: true,
};

type View = (it: object) => string;

/** What a view is given. `partial` is set by rendering. */
interface Values {
  partial?: (name: string, values?: object) => string;
}

export interface Views {
  /**
   * Renders `views/<name>.ejs`, and adds `partial` to `it`: a copy of all values for each view would cost more than the
   * view. Throws for a view that does not exist, or that throws.
   */
  render(name: string, it: object): string;
}

/** Compiles all of `folder`. Views see `it` and, in it, `partial(name, values)`, which adds values to those of the page. */
export function readViews(folder: string): Views {
  const views = new Map<string, View>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ejs')) continue;
    const file = join(entry.parentPath, entry.name);
    const name = relative(folder, file).slice(0, -'.ejs'.length).split(sep).join('/');
    views.set(name, ejs.compile(readFileSync(file, 'utf8'), { ...OPTIONS, filename: file }));
  }
  const render = (name: string, it: Values): string => {
    const view = views.get(name);
    if (view === undefined) throw new Error(`there is no view "${name}"`);
    it.partial = (other, values) => render(other, values ? { ...it, ...values } : it);
    return view(it);
  };
  return { render };
}
