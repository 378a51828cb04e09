/**
 * Names of bodies in a text, and how far each goes: "Special Rapporteur on …, including …" ends where its sentence goes
 * on to do something.
 */
import type { Page, Sentence } from './page.ts';
import type { Pack } from './packs/pack.ts';
import { allOf, ofPack, whole } from './patterns.ts';
import type { IssuerProposal, Span } from './proposal.ts';

export interface NamedBody extends Span {
  /** Folded; the same for the same body. */
  readonly key: string;
  readonly body: IssuerProposal['body'];
  /** Its kind of body is one that issues calls; else only the shape of its name says so. */
  readonly known: boolean;
  /** It ends before a word that names can hold too. */
  readonly cut: boolean;
}

const BODIES = ['special-procedure', 'treaty-body', 'council', 'regional', 'secretariat', 'other'] as const;
const TOPIC_MAX = 260;
const NAMES_MAX = 400;

const known = new WeakMap<Page, readonly NamedBody[]>();

/** The bodies named, in the order of the text. */
export function namesIn(page: Page): readonly NamedBody[] {
  let found = known.get(page);
  if (found === undefined) {
    const names: NamedBody[] = [];
    for (const sentence of page.sentences) {
      if (names.length >= NAMES_MAX) break;
      names.push(...namesOf(page, sentence));
    }
    known.set(page, (found = names));
  }
  return found;
}

function namesOf(page: Page, sentence: Sentence): NamedBody[] {
  const { folded } = sentence;
  const heads = headPattern(page.pack);
  const found: NamedBody[] = [];
  let until = 0;
  for (const match of allOf(heads, folded)) {
    if (match.index < until) continue;
    const groups = match.groups ?? {};
    const body =
      BODIES.find(
        (one) =>
          groups[`head_${one.replace('-', '_')}`] !== undefined ||
          groups[`office_${one.replace('-', '_')}`] !== undefined,
      ) ?? 'other';
    const office = BODIES.some((one) => groups[`office_${one.replace('-', '_')}`] !== undefined);
    const start = match.index - (body === 'other' && !office ? capitalsBefore(page, sentence.start + match.index) : 0);
    const headEnd = match.index + match[0].length;
    if (isWithin(page, sentence.start + start, sentence.start + headEnd, found.at(-1))) continue;
    const printed = page.text.charAt(sentence.start + start);
    // "committee on", "commission of" in small letters: no name, but for titles of people, which some languages write so.
    const before = page.text.slice(Math.max(0, sentence.start + start - 20), sentence.start + start);
    if (body === 'other' && !office && /\p{Lu}\p{L}+ $/u.test(before) && start > 8) continue;
    if (!/\p{Lu}/u.test(printed) && (body === 'other' || body === 'treaty-body' || body === 'council')) continue;
    const { end, cut } = office ? { end: headEnd, cut: false } : topicEnd(page, sentence, headEnd);
    if ((!office && end - headEnd < 4) || isOrgan(page.pack, folded.slice(start, end))) continue;
    until = end;
    const span = { start: sentence.start + start, end: sentence.start + end };
    found.push({
      ...span,
      key: folded.slice(start, end).replace(/^(?:la|le|l'|el|the) /, ''),
      body,
      known: body !== 'other',
      cut,
    });
  }
  return found;
}

/** "African Panel on …": the length of capital words just before, articles and titles of papers aside. */
function capitalsBefore(page: Page, at: number): number {
  const before = page.text.slice(Math.max(0, at - 60), at);
  const words =
    /(?:^|[^\p{L}.,;:] |[.:“«"(] ?)((?:\p{Lu}[\p{L}-]{2,24} ){1,4})$/u.exec(before)?.[1] ??
    /(?:^|\s)((?:\p{Lu}[\p{L}-]{2,24} ){1,4})$/u.exec(before)?.[1] ??
    '';
  const own = words.replace(/^(?:The|Our|This|Each|La|Le|El|Los|Les|Una?|Dear) /, '');
  return /^(?:Call|Mandate|Report|Issued|Subject|To|From|By) /.test(own) ? 0 : own.length;
}

/** Part of an address, of a longer name, or a short form in brackets behind the name it stands for. */
function isWithin(page: Page, start: number, end: number, last: NamedBody | undefined): boolean {
  if (/[-@./\w]/.test(page.text.charAt(end)) || /[@./\w]/.test(page.text.charAt(start - 1))) return true;
  return last !== undefined && page.text.charAt(start - 1) === '(' && start - last.end <= 3;
}

/** The Council and the Assembly receive reports; calls are issued by others. */
const isOrgan = (pack: Pack, name: string): boolean =>
  ofPack(pack, 'organ', () => new RegExp(`^(?:${Object.values(pack.organs).join('|')})$`)).test(name);

function headPattern(pack: Pack): RegExp {
  return ofPack(pack, 'issuer heads', () => {
    const part = (kind: 'head' | 'office', lists: Pack['issuers']): string[] =>
      BODIES.flatMap((body) =>
        lists[body] === undefined ? [] : [`(?<${kind}_${body.replace('-', '_')}>${(lists[body] ?? []).join('|')})`],
      );
    return new RegExp(
      `(?<![a-z])(?:${[...part('office', pack.offices), ...part('head', pack.issuers)].join('|')})(?![a-z])`,
      'g',
    );
  });
}

/** Where the topic of a body ends, from the end of its head. */
function topicEnd(page: Page, sentence: Sentence, from: number): { readonly end: number; readonly cut: boolean } {
  const { pack } = page;
  const stop = ofPack(
    pack,
    'name stops',
    () =>
      new RegExp(
        `[.;:!?"“”«»()\\[\\]|\\u0000]|\\. | - |(?<![a-z])(?:${[...pack.nameStops, ...pack.acts].join('|')})(?![a-z'])|,? (?:${pack.honorifics.join('|').toLowerCase()})\\.? (?=[a-z])`,
        'g',
      ),
  );
  stop.lastIndex = from;
  const part = sentence.folded.slice(0, from + TOPIC_MAX);
  const hit = stop.exec(part);
  const limit = hit === null ? part.length : hit.index;
  const weak = hit !== null && whole(pack.weakStops).test(hit[0]);
  const titled = weak ? titledEnd(page, sentence, limit) : null;
  const end = withoutTail(part, from, titled ?? commaEnd(page, sentence, from, limit));
  return { end, cut: weak && titled === null && end + 2 > limit };
}

/** "… on work through platforms, Mr. …": a title of a person shows where the name ends. */
function titledEnd(page: Page, sentence: Sentence, from: number): number | null {
  const words = ofPack(
    page.pack,
    'titled end',
    () => new RegExp(`^(?:[ ]?[\\p{L}’'-]{1,24}){1,12}(?=, (?:${page.pack.honorifics.join('|')})\\.? \\p{Lu})`, 'u'),
  ).exec(page.text.slice(sentence.start + from, sentence.start + from + 120));
  return words === null ? null : from + words[0].length;
}

/** A name goes on after a comma with "including", or within a list ("truth, justice and …"); else the comma ends it. */
function commaEnd(page: Page, sentence: Sentence, from: number, limit: number): number {
  const { pack } = page;
  const goesOn = ofPack(pack, 'name goes on', () => new RegExp(`^, (?:${pack.nameGoesOn.join('|')})(?![a-z])`));
  const listed = ofPack(
    pack,
    'name list',
    () =>
      new RegExp(
        `^,(?: [a-z'-]{2,20}){1,4}(?:,(?: [a-z'-]{2,20}){1,4}){0,4},? (?:${pack.dates.and.join('|')}|or|ou|o|e|u) [a-z]`,
      ),
  );
  const and = ofPack(pack, 'name and', () => new RegExp(`^, (?:${pack.dates.and.join('|')}) `));
  for (let at = sentence.folded.indexOf(',', from); at >= 0 && at < limit; at = sentence.folded.indexOf(',', at + 1)) {
    const rest = sentence.folded.slice(at, limit);
    const capital = /^, ?\p{Lu}/u.test(page.text.slice(sentence.start + at, sentence.start + at + 4));
    const titleCase = /\p{Lu}[\p{L}’'-]*$/u.test(page.text.slice(sentence.start + from, sentence.start + at));
    if (capital && !(titleCase && listed.test(rest))) return at;
    if (and.test(rest) && !/^, (?:and|et|y) (?:on|sur|sobre|its|ses|sus|of|consequences) /.test(rest)) return at;
    if (!goesOn.test(rest) && !listed.test(rest) && !and.test(rest)) return at;
  }
  return limit;
}

/** Articles and joints that were left hanging at the end. */
function withoutTail(folded: string, from: number, end: number): number {
  let at = end;
  for (;;) {
    const cut = folded
      .slice(from, at)
      .replace(
        /[ ,-]+$|(?: (?:and|et|y|e|the|la|le|el|los|les|las|a|an|of|de|du|on|in|en|to|for|pour|para|with|at|mr|ms|m|by|sa|son|su|l'|se|que|qui|vous|nous|les|le|hereby|now))$/,
        '',
      );
    if (from + cut.length === at) return at;
    at = from + cut.length;
  }
}
