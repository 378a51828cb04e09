/**
 * Who issues a call: mandate holders, committees, offices, also several, with the name of the person who holds the
 * mandate. A body that the text only mentions is none.
 */
import { labelledValues, type Page, sentenceAt, textOf, trimmed } from './page.ts';
import { holderBeside } from './holders.ts';
import { namesIn, type NamedBody } from './issuerNames.ts';
import { allOf, anywhere, everywhere, says } from './patterns.ts';
import { languageOf } from './tongue.ts';
import type { Certainty, Found, IssuerProposal, Span } from './proposal.ts';

const ISSUERS_MAX = 12;

export function issuersOf(page: Page, title: readonly Span[]): Found<IssuerProposal>[] {
  const labelled = labelledIssuers(page);
  const named = namesIn(page).filter((name) => isMain(page, name));
  const inTitle = named.filter((name) => title.some(({ start, end }) => start <= name.start && name.end <= end));
  const acting = named.filter((name) => acts(page, name));
  const letter = letterhead(page, named);
  const heads = acting.length === 0 || letter[0]?.body === 'treaty-body' ? letter : [];
  const doing = acting.filter((name) => says(page.pack.acts, afterOf(page, name)));
  const others = withoutLetters(page, withoutSenders(page, [...inTitle, ...acting]), named).filter(
    (name) =>
      !placed(page, name, acting) &&
      (name.body !== heads[0]?.body || inTitle.includes(name) || heads.some(({ key }) => isSame(key, name.key))),
  );
  const chosen = labelled.length > 0 ? [] : distinct([...heads, ...others]).map((name) => inFull(page, name, named));
  const found = [
    ...labelled.map((span) =>
      proposal(page, nameOf(page, span, named), isWhole(page, span) ? 'sure' : 'likely', named),
    ),
    ...chosen.map((name) => proposal(page, name, certaintyOf(name, doing), named)),
  ];
  if (found.length > 0) return found.slice(0, ISSUERS_MAX);
  return distinct(named)
    .slice(0, 3)
    .map((name, index) =>
      proposal(page, name, index === 0 && name.start < page.text.length / 2 && name.known ? 'likely' : 'unsure', named),
    );
}

/** "Advisory Committee", where the head of the paper has "Human Rights Council Advisory Committee". */
const inFull = (page: Page, name: NamedBody, named: readonly NamedBody[]): NamedBody =>
  named.find(
    ({ key, start, end }) =>
      key.length > name.key.length &&
      ((key.endsWith(name.key) && !isOwnedBy(key, name.key)) || isCut(name.key, key)) &&
      // A heading in capitals does not show how the name is written.
      page.text.slice(start, end) !== page.text.slice(start, end).toUpperCase(),
  ) ?? name;

/** Letters that stand for the office of the High Commissioner, in three languages. */
const OFFICE_LETTERS = /^(?:ohchr|hcdh|o?acnudh)$/;
const OFFICE = /high commissioner|haut-?commissa|alt[oa] comisionad/;

/** "Office … (OHCHR)": the letters are the same body again. */
function withoutLetters(page: Page, names: readonly NamedBody[], named: readonly NamedBody[]): readonly NamedBody[] {
  const letters = new Set(
    named.flatMap(({ end }) => /^ \(([a-z]{2,12})\)/.exec(page.folded.slice(end, end + 16))?.[1] ?? []),
  );
  const office = names.some(({ key }) => OFFICE.test(key));
  return names.filter(({ key }) => !letters.has(key) && !(office && OFFICE_LETTERS.test(key)));
}

/** An office that greets the missions sends a letter on behalf of the body whose questions it holds; in all languages. */
function withoutSenders(page: Page, acting: readonly NamedBody[]): readonly NamedBody[] {
  const others = acting.filter(
    ({ end }) => !/^[^.;]{0,40}?(?:compliments|saluda atentamente|saludos)/.test(page.folded.slice(end, end + 80)),
  );
  const sent = acting.filter((name) => !others.includes(name));
  const rest = others.filter(({ key }) => !sent.some((sender) => isSame(sender.key, key)));
  return rest.length > 0 ? rest : acting;
}

/** Of a text in two languages only the names in the main one count: the others are the same again. */
function isMain(page: Page, name: NamedBody): boolean {
  if (page.languages.length < 2) return true;
  const sentence = sentenceAt(page, name.start);
  const language = sentence === undefined ? null : languageOf(sentence.folded, page.languages);
  return language === null || language === page.languages[0];
}

/** Surely only where the text says what the body does: a title or a letterhead can name who is written about. */
function certaintyOf(name: NamedBody, doing: readonly NamedBody[]): Certainty {
  return name.known && doing.some(({ key }) => isSame(key, name.key)) ? 'sure' : 'likely';
}

/** "Issued by" and its values: one a line, or joined by commas and "and". */
function labelledIssuers(page: Page): Span[] {
  return labelledValues(page, 'issuer').flatMap(({ label, value }) => {
    const folded = page.folded.slice(label.start, label.end);
    const strong = !/^(?:from|by|de|par|por|office)(?![a-z])/.test(folded);
    const text = textOf(page, value);
    if (!strong || text.length > 400 || /[.?!]$/.test(text) || !/^\p{L}/u.test(text)) return [];
    return partsOf(page, value);
  });
}

/** "A; B" and "A and the Special Rapporteur on B" are two. */
function partsOf(page: Page, value: Span): Span[] {
  const cuts = [...page.text.slice(value.start, value.end).matchAll(/;|\s\/\s|\s\|\s/g)].map(
    ({ index }) => value.start + index,
  );
  const places = [value.start, ...cuts, value.end];
  return places
    .slice(1)
    .map((end, index) => trimmed(page, { start: places[index] ?? value.start, end }, ';/|,'))
    .filter(({ start, end }) => end - start > 2);
}

/** Whether the lines that a name stands on surely belong together. */
const isWhole = (page: Page, span: Span): boolean =>
  !page.blocks.some(({ start, end, doubtful }) => doubtful && start <= span.start && span.end <= end);

function nameOf(page: Page, span: Span, named: readonly NamedBody[]): NamedBody {
  const known = named.find(({ start, end }) => start >= span.start && end <= span.end);
  return {
    ...trimmed(page, span),
    key: page.folded.slice(span.start, span.end),
    body: known?.body ?? 'other',
    known: true,
    cut: false,
  };
}

const HEAD_BLOCKS = 5;
const HEAD_SHARE = 0.85;

/** Bodies that a line at the top consists of, as letters and papers begin with. */
function letterhead(page: Page, named: readonly NamedBody[]): NamedBody[] {
  return named.filter(({ start, end, known }) => {
    const block = page.blocks.slice(0, HEAD_BLOCKS).find((one) => one.start <= start && end <= one.end);
    return known && block !== undefined && end - start >= (block.end - block.start) * HEAD_SHARE;
  });
}

/** In a title a place can follow the name: "… on noise in Sylvania", where the text has "… on noise" alone. */
function placed(page: Page, name: NamedBody, acting: readonly NamedBody[]): boolean {
  return acting.some(
    ({ key }) =>
      name.key.length > key.length &&
      name.key.startsWith(key) &&
      /^ (?:in|to|en|au|aux|a|del?) \p{Lu}/u.test(page.text.slice(name.end - (name.key.length - key.length), name.end)),
  );
}

const REACH = 220;

/** The body invites, seeks or prepares something in its sentence. */
function acts(page: Page, name: NamedBody): boolean {
  const before = page.folded.slice(Math.max(0, name.start - 60), name.start);
  return (
    says(page.pack.acts, afterOf(page, name)) ||
    says(page.pack.actsBefore, before) ||
    (!name.known && actsShortly(page, name))
  );
}

const SHORT_MIN = 5;
const SHORT_REACH = 60;
const SHORT_MAX = 12;

/** "The Observatory collects …": the first word of the name alone, further on. */
function actsShortly(page: Page, name: NamedBody): boolean {
  const word = /^[a-z]+/.exec(name.key)?.[0] ?? '';
  if (word.length < SHORT_MIN) return false;
  let at = name.end;
  for (let turn = 0; turn < SHORT_MAX; turn += 1) {
    at = page.folded.indexOf(word, at);
    if (at < 0) return false;
    at += word.length;
    const after = page.folded.slice(at, at + SHORT_REACH);
    const capital = /\p{Lu}/u.test(page.text.charAt(at - word.length));
    if (capital && /^ /.test(after) && says(page.pack.acts, after.split(/[.;:]/)[0] ?? '')) return true;
  }
  return false;
}

function afterOf(page: Page, name: NamedBody): string {
  const sentence = sentenceAt(page, name.start);
  return page.folded.slice(name.end, Math.min(sentence?.end ?? name.end, name.end + REACH));
}

/**
 * Each body once: under the longer of two names that begin alike, without "Secretariat of the …", and "la Rapporteuse
 * spéciale sur X" with "le Rapporteur spécial sur X".
 */
function distinct(names: readonly NamedBody[]): NamedBody[] {
  const kept: NamedBody[] = [];
  for (const name of names.toSorted((a, b) => a.start - b.start)) {
    const place = kept.findIndex((other) => isSame(other.key, name.key));
    const other = kept[place];
    if (other === undefined) kept.push(name);
    else if (other.key.endsWith(name.key) ? isOwnedBy(other.key, name.key) : isFuller(other.key, name.key))
      kept[place] = name;
  }
  return kept;
}

/** "Secretariat of the X" is a part of X; "Council Advisory Committee" is the Advisory Committee in full. */
const isOwnedBy = (long: string, short: string): boolean =>
  short.length < long.length &&
  /(?:^| )(?:of|of the|de|de la|de l'|du|des|del|de los|de las) ?$/.test(long.slice(0, -short.length));

/** The name goes on with the one before, or ends with it and is no part of it. */
const isFuller = (short: string, long: string): boolean =>
  isCut(short, long) || (long.length > short.length && long.endsWith(short) && !isOwnedBy(long, short));

const TOPIC_LENGTH = 28;

function isSame(a: string, b: string): boolean {
  if (a.startsWith(b) || b.startsWith(a) || a.endsWith(b) || b.endsWith(a)) return true;
  return Math.min(a.length, b.length) > 40 && a.slice(-TOPIC_LENGTH) === b.slice(-TOPIC_LENGTH);
}

/** A name that stops in the middle of the longer one ("Special Rapporteur on the"). */
const isCut = (short: string, long: string): boolean => long.startsWith(short) && short.length < 30;

function proposal(
  page: Page,
  name: NamedBody,
  certainty: Certainty,
  named: readonly NamedBody[],
): Found<IssuerProposal> {
  const mentions = [...mentionsOf(page, name), ...named.filter(({ key }) => isSame(key, name.key))];
  const holder =
    mentions.map((mention) => holderBeside(page, mention)).find((one) => one !== null) ?? bareHolder(page, name, named);
  const spans = [{ start: name.start, end: name.end }, ...(holder === null ? [] : [holder])];
  // A comma that no person's name follows may stand within the name.
  const cut = name.cut || (holder === null && page.text.startsWith(', ', name.end));
  return {
    value: {
      name: printedName(page, name, mentions),
      holder: holder === null ? null : textOf(page, holder),
      body: name.body,
    },
    certainty: cut && certainty === 'sure' ? 'likely' : certainty,
    spans,
  };
}

const MENTIONS_MAX = 6;

/** Where the full name stands in the text: it may hold words that a name would end before. */
function mentionsOf(page: Page, name: NamedBody): NamedBody[] {
  const words = page.folded.slice(name.start, name.end);
  const found: NamedBody[] = [name];
  for (
    let at = page.folded.indexOf(words);
    at >= 0 && found.length < MENTIONS_MAX;
    at = page.folded.indexOf(words, at + 1)
  ) {
    found.push({ ...name, start: at, end: at + words.length });
  }
  return found;
}

/** A name that a heading sets in capitals is given as the text writes it elsewhere. */
function printedName(page: Page, name: NamedBody, mentions: readonly NamedBody[]): string {
  const printed = textOf(page, name);
  if (printed !== printed.toUpperCase()) return printed;
  const other = mentions.find(
    ({ start, end }) => end - start === printed.length && page.text.slice(start, end) !== printed,
  );
  return other === undefined ? printed : textOf(page, other);
}

/** "The Special Rapporteur, Ms. …": the holder beside the title alone, where one person issues the call. */
function bareHolder(page: Page, name: NamedBody, named: readonly NamedBody[]): Span | null {
  const others = named.some(({ body, key }) => body === 'special-procedure' && !isSame(key, name.key));
  if (name.body !== 'special-procedure' || others) return null;
  const title = anywhere(page.pack.mandateHolders).exec(page.folded.slice(name.start, name.end));
  if (title === null) return null;
  for (const match of allOf(everywhere(page.pack.mandateHolders), page.folded).slice(0, 40)) {
    const end = match.index + match[0].length;
    if (!/^, /.test(page.folded.slice(end, end + 2))) continue;
    const holder =
      holderBeside(page, { ...name, start: match.index, end }, 'titled') ??
      holderBeside(page, { ...name, start: match.index, end }, 'set off');
    if (holder !== null) return holder;
  }
  return null;
}
