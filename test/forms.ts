/** The fields of a form as a browser would send them back, read from the page. */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;

/** Of the form with this id: names and values, buttons and what is not ticked left out. */
export function fieldsOf(html: string, id = 'form'): Record<string, string> {
  const fields: Record<string, string> = {};
  const form = elements(parse(html).childNodes).find((one) => one.tagName === 'form' && attribute(one, 'id') === id);
  for (const one of elements(form?.childNodes ?? [])) {
    const name = attribute(one, 'name');
    if (name === undefined) continue;
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
