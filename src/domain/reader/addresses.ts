/**
 * Mailboxes and web addresses in a text. Looks outwards from "@" and from the scheme, so that no text is slow to search.
 */
import type { Span } from './proposal.ts';

export interface Address extends Span {
  readonly address: string;
}

const LOCAL = /[\p{L}\d._%+'-]{1,64}$/u;
const HOST = /^[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,6}\.\p{L}{2,24}/u;

/** Mailboxes, small letters kept as printed; "name [at] host" counts, and is given as a mailbox. */
export function mailboxesIn(text: string): Address[] {
  const found: Address[] = [];
  for (const match of text.matchAll(/ ?[[(]at[\])] ?|@/gi)) {
    const after = match.index + match[0].length;
    const local = LOCAL.exec(text.slice(Math.max(0, match.index - 64), match.index))?.[0].replace(/^[.'_%+-]+/, '');
    const tail = text.slice(after, after + 200).replace(/ ?[[(]dot[\])] ?/gi, '.');
    const host = HOST.exec(tail)?.[0];
    if (local === undefined || local === '' || host === undefined) continue;
    const taken =
      tail === text.slice(after, after + 200)
        ? host.length
        : (/^\S+(?: ?[[(]dot[\])] ?\S+)*/i.exec(text.slice(after, after + 200))?.[0].length ?? host.length);
    found.push({ address: `${local}@${host}`, start: match.index - local.length, end: after + taken });
  }
  return found;
}

/** Hosts of forms that people fill in, written without a scheme too. */
const FORM_HOSTS =
  'forms\\.office\\.com|forms\\.gle|docs\\.google\\.com/forms|forms\\.microsoft\\.com|(?:www\\.)?surveymonkey\\.com|ec\\.europa\\.eu/eusurvey|[a-z0-9-]{1,40}\\.typeform\\.com|(?:form\\.)?jotform\\.com|[a-z0-9-]{1,40}\\.qualtrics\\.com|ee\\.kobotoolbox\\.org|cutt\\.ly|bit\\.ly|tinyurl\\.com';
const WEB = new RegExp(
  `(?:https?://|(?<![\\w@./-])www\\.|(?<![\\w@./-])(?:${FORM_HOSTS})/)[^\\s<>"“”«»]{1,1000}`,
  'gi',
);
const FORM = new RegExp(`^(?:https?://)?(?:${FORM_HOSTS})`, 'i');

/** Web addresses as printed, without the full stop or bracket behind them. */
export function webAddressesIn(text: string): Address[] {
  return [...text.matchAll(WEB)].map((match) => {
    let address = match[0].replace(/[.,;:!?'’]+$/, '');
    if (/[)\]]$/.test(address) && !/[([]/.test(address)) address = address.replace(/[)\]]+[.,;]*$/, '');
    return { address, start: match.index, end: match.index + address.length };
  });
}

/** Whether an address is that of a form, by its host. */
export const isFormAddress = (address: string): boolean => FORM.test(address);
