/** The fields of a form as a browser would send them back, read from the page. */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;

/** Of the form with this id: names and values, buttons and what is not ticked left out. */
export function fieldsOf(html: string, id = 'form'): Record<string, string> {
  const form = elements(parse(html).childNodes).find((one) => one.tagName === 'form' && attribute(one, 'id') === id);
  return form === undefined ? {} : fieldsIn(form);
}

/** A form that posts, as it stands on a page. */
export interface Form {
  /** Null: the address of the page. */
  readonly action: string | null;
  readonly fields: Record<string, string>;
  /** Names of the fields that somebody can type into. */
  readonly typable: readonly string[];
}

export function formsOf(html: string): Form[] {
  const forms = elements(parse(html).childNodes).filter(({ tagName }) => tagName === 'form');
  return forms
    .filter((form) => attribute(form, 'method') === 'post')
    .map((form) => ({
      action: attribute(form, 'action') ?? null,
      fields: fieldsIn(form),
      typable: elements(form.childNodes).flatMap((one) => {
        const isText = one.tagName === 'textarea' || (one.tagName === 'input' && TEXTS.has(attribute(one, 'type')));
        return isText ? [attribute(one, 'name') ?? ''] : [];
      }),
    }));
}
const TEXTS = new Set([undefined, 'text', 'tel', 'email', 'search']);

/** Every text that a field of the page holds. */
export const textsIn = (html: string): string[] =>
  Object.values(fieldsIn({ childNodes: parse(html).childNodes }, true));

function fieldsIn({ childNodes }: Pick<Element, 'childNodes'>, isEvery = false): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [place, one] of elements(childNodes).entries()) {
    const given = attribute(one, 'name');
    if (given === undefined && !isEvery) continue;
    const name = isEvery ? String(place) : (given ?? '');
    const type = attribute(one, 'type');
    if (one.tagName === 'textarea') fields[name] = textIn(one);
    else if (one.tagName === 'select') {
      const options = elements(one.childNodes).filter(({ tagName }) => tagName === 'option');
      const chosen = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
      fields[name] = (chosen && attribute(chosen, 'value')) ?? '';
    } else if (
      one.tagName === 'input' &&
      type !== 'file' &&
      (type !== 'checkbox' || attribute(one, 'checked') !== undefined)
    ) {
      fields[name] = attribute(one, 'value') ?? '';
    }
  }
  return fields;
}

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

const elements = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): Element[] =>
  nodes.flatMap((node) => ('tagName' in node ? [node, ...elements(node.childNodes)] : []));

const textIn = (element: Element): string =>
  element.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
