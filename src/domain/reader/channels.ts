/**
 * Where answers go: mailboxes (to and copy), forms, portals, post, fax. An address for enquiries is none.
 */
import { type Address, isFormAddress, mailboxesIn, webAddressesIn } from './addresses.ts';
import { bodyOf, foldedOf, labelledValues, type Page, type Sentence, textOf } from './page.ts';
import { countOf } from './numbers.ts';
import { headingOf } from './parts.ts';
import { anywhere, ofPack, says } from './patterns.ts';
import { type Certainty, type ChannelProposal, type Field, fieldOf, type Found, type Span } from './proposal.ts';

export function channelsOf(page: Page): Found<ChannelProposal>[] {
  const boxes = mailboxesOf(page);
  const fallback = boxes.filter(({ role }) => role === 'fallback');
  return [
    ...emails(page, boxes),
    ...forms(page),
    ...post(page),
    ...fax(page),
    ...(fallback.length === 0 ? [] : [channel(page, fallback, [], 'likely', 'fallback')]),
  ];
}

interface Mailbox extends Address {
  readonly role: 'to' | 'copy' | 'enquiries' | 'fallback' | 'unknown';
  readonly sentence: Sentence;
}

/** A mailbox for questions about the call, and for nothing else. */
export function contactOf(page: Page): Field<string> {
  const boxes = mailboxesOf(page);
  const asked = boxes.filter(
    ({ role, address }) =>
      role === 'enquiries' &&
      !NOBODY.test(address) &&
      !boxes.some((box) => box.role === 'to' && box.address === address),
  );
  const several = new Set(asked.map(({ address }) => address.toLowerCase())).size > 1;
  return fieldOf(
    asked.map((box) => ({ value: box.address, certainty: several ? 'unsure' : 'likely', spans: [wording(page, box)] })),
  );
}

const NOBODY = /^(?:no-?reply|do-?not-?reply)@/i;

function mailboxesOf(page: Page): Mailbox[] {
  const labelled = labelledValues(page, 'mailbox');
  return page.sentences.flatMap((sentence) =>
    mailboxesIn(textOf(page, sentence)).map((found): Mailbox => {
      const box = { ...found, start: found.start + sentence.start, end: found.end + sentence.start };
      const under = labelled.find(({ value }) => value.start <= box.start && box.end <= value.end);
      return { ...box, sentence, role: roleOf(page, sentence, box, under?.label ?? null) };
    }),
  );
}

/** One channel for all mailboxes: a call that names two wants both, or lets people choose. */
function emails(page: Page, boxes: readonly Mailbox[]): Found<ChannelProposal>[] {
  const to = boxes.filter(({ role }) => role === 'to');
  const copy = boxes.filter(({ role }) => role === 'copy');
  const unknown = boxes.filter(({ role }) => role === 'unknown');
  // "Part A: a@…" and "Parts B and C: b@…" below it: which of them is meant depends on who writes.
  const beside = unknown.filter(
    (box) =>
      isLine(page, box) &&
      !to.some(({ address }) => address.toLowerCase() === box.address.toLowerCase()) &&
      to.some(({ sentence }) => Math.abs(sentence.block - box.sentence.block) === 1),
  );
  if (beside.length > 0) return [...to, ...beside].map((box) => channel(page, [box], [], 'unsure'));
  if (areApart(page, to)) return to.map((box) => channel(page, [box], [], 'unsure'));
  if (to.length > 0) {
    const one = channel(page, to, copy, 'sure');
    // Two mailboxes that stand apart can be for two kinds of people.
    const apart = one.value.kind === 'email' && one.value.to.length > 1 && one.value.which === null;
    return [apart ? { ...one, certainty: 'likely' } : one];
  }
  const names = new Set(unknown.map(({ address }) => address.toLowerCase()));
  if (names.size === 1) return [channel(page, unknown, copy, takesAnswers(page) ? 'likely' : 'unsure')];
  if (unknown.length > 0) return unknown.map((box) => channel(page, [box], [], 'unsure'));
  const rest = [...copy, ...boxes.filter(({ role }) => role === 'enquiries')];
  return rest.map((box) => channel(page, [box], [], 'unsure'));
}

const LINE_MAX = 120;

/** "Parts B and C: b@…", on a line of its own. */
const isLine = (page: Page, { sentence, start, end }: Mailbox): boolean =>
  sentence.end - sentence.start <= LINE_MAX &&
  /(?:^|: ?)$/.test(page.text.slice(sentence.start, start)) &&
  sentence.end - end <= 2;

/** "States write to a@…; others send theirs to b@…": two orders with a mailbox each, for two kinds of people or of answers. */
function areApart(page: Page, to: readonly Mailbox[]): boolean {
  const orders = new Map<string, string>();
  let last = 0;
  for (const { address, start, end, sentence } of to) {
    const order = page.folded.slice(Math.max(sentence.start, last, page.folded.lastIndexOf(';', start) + 1), end);
    last = end;
    const name = address.toLowerCase();
    if (!orders.has(name) || says(page.pack.send, order)) orders.set(name, order);
  }
  const said = [...orders.values()].map((order) => order.replace(MAILBOX, ' '));
  return said.length > 1 && new Set(said).size > 1 && said.every((order) => says(page.pack.send, order));
}

const MAILBOX = /\S{1,64}@\S{1,200}/g;

/** Whether the text asks for something to be sent at all. */
const takesAnswers = (page: Page): boolean =>
  page.sentences.some(({ folded }) => says(page.pack.send, folded) && says(page.pack.contribution, folded));

function channel(
  page: Page,
  to: readonly Mailbox[],
  copy: readonly Mailbox[],
  certainty: Certainty,
  use: 'main' | 'fallback' = 'main',
): Found<ChannelProposal> {
  const once = (boxes: readonly Mailbox[]): string[] => {
    const seen = new Map(boxes.map(({ address }) => [address.toLowerCase(), address] as const).toReversed());
    return boxes
      .map(({ address }) => address)
      .filter((address) => seen.get(address.toLowerCase()) === address && seen.delete(address.toLowerCase()));
  };
  const receivers = once(to);
  const copies = once(copy).filter((address) => !receivers.includes(address));
  return {
    value: { kind: 'email', to: receivers, cc: copies, which: whichOf(page, to), use },
    certainty,
    spans: [...to, ...copy].map((box) => wording(page, box)),
  };
}

/** "a@… or b@…", "a@… and/or b@…": any; "a@… and b@…": all; in all languages. */
function whichOf({ folded }: Page, to: readonly Mailbox[]): 'any' | 'all' | null {
  const [first, second] = to;
  if (first === undefined || second === undefined || second.start - first.end > 24) return null;
  const between = folded.slice(first.end, second.start);
  if (/(?<![a-z])(?:or|ou|o|u)(?![a-z])|\//.test(between)) return 'any';
  return /(?<![a-z])(?:and|et|y|e)(?![a-z])/.test(between) ? 'all' : null;
}

const WORDING_MAX = 200;

/** The sentence where it is short, else the address. */
function wording(page: Page, { sentence, start, end }: Mailbox): Span {
  const before = page.text.slice(sentence.start, end);
  return before.length <= WORDING_MAX ? { start: sentence.start, end } : { start, end };
}

/** Mailboxes that nobody sends an answer to, in any language. */
const DESK =
  /^(?:no-?reply|do-?not-?reply|webmaster|press|prensa|presse|media)@|(?:^|[._-])(?:help-?desk|support|soporte|assistance|ayuda|aide)@/i;

/** The words of the address's own part of the sentence decide; those of the whole sentence come second. */
function roleOf(page: Page, sentence: Sentence, box: Address, label: Span | null): Mailbox['role'] {
  const { channel: words, send, contribution } = page.pack;
  const from = box.start - sentence.start;
  const lead = `${sentence.said.slice(0, -sentence.folded.length).slice(-120).split(/[.:] /).at(-1) ?? ''} ${sentence.folded.slice(0, from)}`;
  if (says(words.fallback, lead)) return 'fallback';
  if (DESK.test(box.address)) return 'enquiries';
  const before = sentence.folded.slice(Math.max(0, from - 160), from);
  const after = sentence.folded.slice(box.end - sentence.start, box.end - sentence.start + 80);
  const close = before.slice(-45);
  const copied = ofPack(page.pack, 'copied', () => new RegExp(`(?<![a-z])(?:${words.copy.join('|')})[ :(a-z]{0,24}$`));
  if (copied.test(close)) return 'copy';
  if (
    says(words.enquiries, lead.slice(0, lead.length - from)) ||
    says(words.enquiries, before) ||
    says(words.enquiries, after.slice(0, 60)) ||
    says(words.enquiries, heading(page, sentence))
  ) {
    return says(contribution, close) && says(send, close) ? 'to' : 'enquiries';
  }
  if (label !== null && foldedOf(page, label).startsWith('contact')) return 'unknown';
  const submits = says(send, before) || says(send, after) || says(send, heading(page, sentence));
  if (
    submits &&
    (says(contribution, sentence.said) ||
      says(contribution, heading(page, sentence)) ||
      says(page.pack.deadline.names, sentence.folded))
  )
    return 'to';
  return label !== null ? 'to' : submits ? 'to' : 'unknown';
}

const HEADING_MAX = 160;

/** The words over a line that holds hardly more than an address. */
function heading(page: Page, sentence: Sentence): string {
  const block = page.blocks[sentence.block];
  const above = page.blocks[sentence.block - 1];
  if (
    block === undefined ||
    above === undefined ||
    block.end - block.start > 160 ||
    above.end - above.start > HEADING_MAX
  )
    return '';
  return foldedOf(page, above);
}

const SECTION_MAX = 8;

/** The heading over the rules for sending that the sentence stands under. */
function section(page: Page, { block }: Sentence): string {
  for (let index = block - 1; index >= Math.max(0, block - SECTION_MAX); index -= 1) {
    const above = page.blocks[index];
    if (above === undefined) break;
    if (headingOf(page, above) === 'rules') return foldedOf(page, above);
    if (headingOf(page, above) !== null) break;
  }
  return '';
}

function forms(page: Page): Found<ChannelProposal>[] {
  const found: Found<ChannelProposal>[] = [];
  const accounts: Found<ChannelProposal>[] = [];
  const { channel: words, send, contribution } = page.pack;
  for (const sentence of page.sentences) {
    const speaks = says(words.form, sentence.folded) || says(words.portal, sentence.folded);
    const addresses = webAddressesIn(textOf(page, sentence));
    for (const { address, start, end } of addresses) {
      const spans = [{ start: sentence.start, end: sentence.start + end }];
      const kind = says(words.portal, sentence.folded) && !isFormAddress(address) ? 'portal' : 'form';
      const value = { kind, address: whole(address), copies: null } as const;
      const before = `${heading(page, sentence)} ${section(page, sentence)} ${sentence.folded.slice(Math.max(0, start - 120), start)}`;
      const submits = says(send, before) && (says(contribution, sentence.folded) || speaks);
      // "Register at …" leads to another form.
      const task = says(page.pack.deadline.tasks, before.slice(-100)) && !says(contribution, sentence.folded);
      if (task) {
        accounts.push({ value, certainty: 'likely', spans });
        continue;
      }
      if (isFormAddress(address))
        found.push({ value, certainty: says(words.reference, before) && !submits ? 'unsure' : 'sure', spans });
      else if (speaks && submits)
        found.push({ value, certainty: says(words.reference, before.slice(-40)) ? 'unsure' : 'likely', spans });
      else if (speaks || (submits && !says(words.reference, before))) found.push({ value, certainty: 'unsure', spans });
    }
    if (
      addresses.length === 0 &&
      speaks &&
      !says(page.pack.publication.publishes, sentence.folded) &&
      says(send, sentence.folded) &&
      mailboxesIn(textOf(page, sentence)).length === 0
    ) {
      const kind = says(words.portal, sentence.folded) ? 'portal' : 'form';
      found.push({ value: { kind, address: null, copies: null }, certainty: 'unsure', spans: [sentence] });
    }
  }
  // "Create an account on the portal at …", where answers go to a portal whose address is not said again.
  const lost = found.some(({ value }) => value.kind === 'portal' && value.address === null);
  const portals = accounts.filter(({ value }) => value.kind === 'portal');
  return once(lost && portals.length === 1 ? [...found, ...portals] : found).slice(0, 8);
}

const whole = (address: string): string => (/^https?:/i.test(address) ? address : `https://${address}`);

/** Each address once, at its surest; what has no address only where nothing else was found. */
function once(found: readonly Found<ChannelProposal>[]): Found<ChannelProposal>[] {
  const order = { sure: 0, likely: 1, unsure: 2 };
  const kept = new Map<string, Found<ChannelProposal>>();
  for (const one of found.toSorted((a, b) => order[a.certainty] - order[b.certainty])) {
    const key = one.value.kind === 'email' ? '' : (one.value.address ?? '');
    if (!kept.has(key) && !(key === '' && kept.size > 0))
      kept.set(key, { ...one, spans: one.spans.map(({ start, end }) => ({ start, end })) });
  }
  return [...kept.values()];
}

const ADDRESS_LINES = 7;

/** The lines after "by post to:", up to one that ends like a sentence; a line of its own is taken as it stands. */
function post(page: Page): Found<ChannelProposal>[] {
  const { channel: words } = page.pack;
  const found = page.sentences.flatMap((sentence): Found<ChannelProposal>[] => {
    const match = anywhere(words.post).exec(sentence.folded);
    if (match === null) return [];
    const copies = anywhere(words.copies).exec(sentence.folded)?.groups?.['number'];
    const start = sentence.start + match.index;
    const rest = page.text.slice(start + match[0].length, sentence.end);
    const behind = /^[^:]{0,60}:\s*(.{12,300})$/.exec(rest)?.[1];
    const lines = behind === undefined && /:\s*$/.test(rest) ? addressLines(page, sentence) : [];
    const inner = /(?: to| a| a la| au| aux)(?: the)? (\p{Lu}.{20,300}?)[.;]?$/u.exec(rest)?.[1];
    const address = behind ?? (lines.length > 0 ? lines.map((line) => textOf(page, line)).join(', ') : (inner ?? null));
    const end = lines.at(-1)?.end ?? sentence.end;
    const postal = address !== null && /\d/.test(address) && !address.includes('@');
    return [
      {
        value: {
          kind: 'post',
          address: postal ? address.trim().replace(/[.;,]+$/, '') : null,
          copies: copies === undefined ? null : countOf(copies, page.pack),
        },
        certainty: postal ? 'likely' : 'unsure',
        spans: [{ start: sentence.start, end }],
      },
    ];
  });
  const best = found.find(({ certainty }) => certainty === 'likely') ?? found[0];
  return best === undefined ? [] : [best];
}

function addressLines(page: Page, sentence: Sentence): Span[] {
  const lines: Span[] = [];
  for (let index = sentence.block + 1; index <= sentence.block + ADDRESS_LINES; index += 1) {
    const block = page.blocks[index];
    if (
      block === undefined ||
      block.labels.length > 0 ||
      block.end - block.start > 80 ||
      textOf(page, block).includes('@')
    )
      break;
    if (lines.length > 0 && !block.tight) break;
    lines.push(bodyOf(block));
  }
  return lines;
}

const FAX_NUMBER = /\+?\(?\d[\d ().-]{6,20}\d/;

function fax(page: Page): Found<ChannelProposal>[] {
  for (const sentence of page.sentences) {
    const match = anywhere(page.pack.channel.fax).exec(sentence.folded);
    if (match === null) continue;
    const number = FAX_NUMBER.exec(sentence.folded.slice(match.index, match.index + 160));
    if (number === null) continue;
    const start = sentence.start + match.index + number.index;
    const submits = says(page.pack.send, sentence.folded) && says(page.pack.contribution, sentence.folded);
    const value = { kind: 'fax', address: number[0].trim(), copies: null } as const;
    return [{ value, certainty: submits ? 'likely' : 'unsure', spans: [{ start, end: start + number[0].length }] }];
  }
  return [];
}
