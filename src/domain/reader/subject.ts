/**
 * The subject that the email must have: verbatim, typing mistakes included, by language where the call gives several.
 */
import { foldedOf, labelledValues, type Page, type Sentence, textOf, trimmed } from './page.ts';
import { mailboxesIn } from './addresses.ts';
import { allOf, everywhere, ofPack, says } from './patterns.ts';
import type { Text } from '../language.ts';
import { type Certainty, type Field, fieldOf, type Found, type Span, type SubjectProposal } from './proposal.ts';
import { quotesIn } from './quotes.ts';
import { languageOf } from './tongue.ts';

export function subjectOf(page: Page): Field<SubjectProposal> {
  const quoted = page.sentences.flatMap((sentence) => quotedSubjects(page, sentence));
  const labelled = labelledSubjects(page);
  const all = [...quoted, ...labelled].sort((a, b) => rank(a) - rank(b));
  const best = all[0];
  if (best === undefined) return fieldOf(unquoted(page));
  const certain = all.filter(({ certainty }) => certainty !== 'unsure');
  const values = new Set(certain.map(({ value }) => JSON.stringify(value.value)));
  if (values.size < 2) return fieldOf(all);
  const languages = certain.flatMap(({ value }) => Object.keys(value.value));
  const apart =
    new Set(languages).size === languages.length && new Set(certain.map(({ value }) => value.kind)).size === 1;
  // Two different subjects in one language: nobody knows which is meant.
  if (!apart) return fieldOf(certain.map((one) => ({ ...one, certainty: 'unsure' as const })));
  const value = { ...best.value, value: Object.assign({}, ...certain.map((one) => one.value.value)) as Text };
  return fieldOf([{ ...best, value, spans: certain.flatMap(({ spans }) => spans) }]);
}

const rank = ({ certainty, value }: Found<SubjectProposal>): number =>
  (certainty === 'sure' ? 0 : certainty === 'likely' ? 1 : 2) * 2 + (value.kind === 'exact' ? 0 : 1);

/** Words for email, and for its subject, in all languages. */
const MAIL = /@|mail|courriel|correo|message|mensaje/;
const OF_MAIL = /subject|objet|asunto|sujet|mail|courriel|correo|message|mensaje/;

const REACH = 140;

/** Quotations after the words for "subject", or just before them ("with “…” in the subject line"). */
function quotedSubjects(page: Page, sentence: Sentence): Found<SubjectProposal>[] {
  // "A resolution entitled …" has no email's subject.
  const mailed = MAIL.test(sentence.said);
  const cues = allOf(everywhere(page.pack.subject.cues), sentence.folded)
    .filter((match) => mailed || OF_MAIL.test(match[0]))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
  if (cues.length === 0) return [];
  // A quotation may hold a full stop and go on in what looks like the next sentence; or follow on a line of its own.
  const block = page.blocks[sentence.block];
  const next = page.blocks[sentence.block + 1];
  const own = { start: sentence.start, end: Math.min(block?.end ?? sentence.end, sentence.start + 1200) };
  const nextLine =
    block !== undefined &&
    next !== undefined &&
    /[:]\s*$/.test(page.text.slice(block.end - 2, block.end)) &&
    sentence.end >= block.end - 1;
  const reach: Span = nextLine ? { start: own.start, end: Math.min(next.end, own.start + 1200) } : own;
  const quotes = quotesIn(textOf(page, reach)).map(({ start, end }) => ({
    start: start + reach.start,
    end: end + reach.start,
  }));
  const near = quotes.filter(
    (quote) => quote.start < sentence.end + (nextLine ? 400 : 0) && isSubject(page, sentence, cues, quote, quotes),
  );
  if (near.length === 0) return [];
  return [proposalOf(page, sentence, cues[0] ?? { start: 0, end: 0 }, near)];
}

function isSubject(
  page: Page,
  sentence: Sentence,
  cues: readonly Span[],
  quote: Span,
  quotes: readonly Span[],
): boolean {
  const start = quote.start - sentence.start;
  const end = quote.end - sentence.start;
  return cues.some((cue) => {
    if (cue.end <= start)
      return (
        start - cue.end <= REACH ||
        quotes.some(
          (other) =>
            other.end < quote.start && other.start - sentence.start - cue.end <= 60 && quote.start - other.end <= 40,
        )
      );
    const between = page.folded.slice(quote.end, sentence.start + cue.start);
    return end <= cue.start && between.length <= 70 && !/[.;]/.test(between.slice(2));
  });
}

function proposalOf(page: Page, sentence: Sentence, cue: Span, quotes: readonly Span[]): Found<SubjectProposal> {
  const { subject } = page.pack;
  const [first] = quotes;
  if (first === undefined) throw new RangeError('a subject has words');
  const value: Record<string, string> = {};
  let several = false;
  for (const quote of quotes) {
    const language = languageAfter(page, quote) ?? languageHere(page, sentence);
    if (value[language] === undefined) value[language] = subjectWords(page, quote);
    else several = true;
  }
  const last = quotes.at(-1) ?? first;
  const wording: Span = {
    start: Math.min(sentence.start, first.start),
    end: Math.max(last.end + 1, Math.min(sentence.end, last.end + 60)),
  };
  const before = words(page, Math.max(sentence.start, first.start - 60), first.start);
  const text = Object.values(value).join(' ');
  const example = says(subject.example, before) || says(subject.example, words(page, last.end, last.end + 24));
  const pattern = slotted(page, text);
  const contains = says(subject.contains, sentence.folded.slice(0, Math.max(cue.end, first.start - sentence.start)));
  const kind = example || pattern ? 'pattern' : contains ? 'contains' : 'exact';
  const stopped = /[.,]$/.test(page.text.slice(first.start, first.end));
  const certainty: Certainty =
    several || example ? 'unsure' : pattern || stopped || kind === 'contains' ? 'likely' : 'sure';
  return {
    value: { kind, value: pattern ? withSlots(page, value) : value },
    certainty,
    spans: [{ ...wording, end: Math.min(wording.end, page.text.length) }, ...quotes],
  };
}

/** A full stop or comma that the sentence's own rules put before the closing mark is no part of the subject. */
function subjectWords(page: Page, quote: Span): string {
  return textOf(page, quote).replace(/[.,]$/, '').trim();
}

/** Folded words without mailboxes, in which "example" may stand. */
const words = ({ folded }: Page, start: number, end: number): string =>
  folded.slice(start, end).replace(/\S{0,64}@\S{0,200}/g, ' ');

/** The language of the sentence that asks for the subject. */
const languageHere = (page: Page, sentence: Sentence): string =>
  (page.languages.length > 1 ? languageOf(sentence.folded, page.languages) : null) ?? page.languages[0] ?? 'en';

const NEAR = 24;

/** The language named just before or just after a quotation: "“…” (English)", "in French: « … »". */
function languageAfter(page: Page, quote: Span): string | null {
  const before = page.folded.slice(Math.max(0, quote.start - NEAR), quote.start).replace(/[\s“«"'‘]+$/, '');
  const after = page.folded.slice(quote.end, quote.end + NEAR).replace(/^[\s”»"'’]+/, '');
  const names = Object.entries(page.pack.answers.names);
  const named = names.find(([, name]) => new RegExp(`^\\(?(?:in |en |pour l'|para )?(?:${name})(?![a-z])`).test(after));
  return (named ?? names.find(([, name]) => new RegExp(`(?<![a-z])(?:${name})\\)? ?:$`).test(before)))?.[0] ?? null;
}

const BRACKETS = /[[{<(]([^[\]{}<>()]{2,80})[\]}>)]|_{3,}|\.{3,}|…/g;

/** Whether words in brackets, or a gap, stand for something to fill in. */
function slotted(page: Page, text: string): boolean {
  return [...text.matchAll(BRACKETS)].some(
    ([all, inner]) => inner === undefined || /^[[{<]/.test(all) || (!/\d/.test(inner) && slotOf(page, inner) !== null),
  );
}

/** "[Type of stakeholder]" asks for a word of another kind than a name, in all languages. */
const KIND = /^(?:type|kind|category|categorie|categoria|tipo|sort|individual|joint|conjoint)(?![a-z])/;

function slotOf(page: Page, words: string): string | null {
  const folded = words.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  if (KIND.test(folded)) return null;
  for (const [slot, source] of Object.entries(page.pack.subject.slots)) {
    // "Name of State/organization" is filled by an organisation with its own name.
    if (slot === 'country' && /organi|entit|institu|(?<![a-z])(?:ngo|ong)(?![a-z])/.test(folded)) continue;
    if (ofPack(page.pack, `slot ${slot}`, () => new RegExp(`(?<![a-z])(?:${source})(?![a-z])`)).test(folded))
      return slot;
  }
  return null;
}

function withSlots(page: Page, value: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).map(([language, text]) => [
      language,
      text.replace(BRACKETS, (all, inner: string | undefined) => {
        const slot = inner === undefined ? null : slotOf(page, inner);
        return slot === null ? all : `{${slot}}`;
      }),
    ]),
  );
}

const LINE_MAX = 240;

/** "E-mail subject line: …" on a line of its own: all of the line, or what is quoted in it. */
function labelledSubjects(page: Page): Found<SubjectProposal>[] {
  const mailbox = labelledValues(page, 'mailbox').length > 0 || mailboxesIn(page.text).length > 0;
  return labelledValues(page, 'subject').flatMap(({ label, value }): Found<SubjectProposal>[] => {
    // "Subject: …" at the head of a letter names its topic.
    const bare = !/mail|courriel|correo|line|ligne|linea/.test(foldedOf(page, label));
    if (
      value.end - value.start > LINE_MAX ||
      quotesIn(textOf(page, value)).length > 0 ||
      !mailbox ||
      (bare && label.start < page.text.length * 0.15)
    )
      return [];
    const span = trimmed(page, value);
    const text = textOf(page, span).replace(/[.;]$/, '');
    const pattern = slotted(page, text);
    const language = page.languages[0] ?? 'en';
    const sentence = /[.;]$/.test(textOf(page, span)) || bare;
    const words = { [language]: text };
    return [
      {
        value: { kind: pattern ? 'pattern' : 'exact', value: pattern ? withSlots(page, words) : words },
        certainty: bare && !besideMailbox(page, label) ? 'unsure' : sentence || pattern ? 'likely' : 'sure',
        spans: [{ start: label.start, end: span.end }, span],
      },
    ];
  });
}

const BESIDE = 3;

/** "Asunto: …" within three lines of a mailbox. */
function besideMailbox(page: Page, { start }: Span): boolean {
  const at = page.blocks.findIndex((block) => block.start <= start && start < block.end);
  return page.blocks
    .slice(Math.max(0, at - BESIDE), at + BESIDE + 1)
    .some((block) => mailboxesIn(page.text.slice(block.start, Math.min(block.end, block.start + 300))).length > 0);
}

/** "with the subject line Input to the report": where it ends is a guess. */
function unquoted(page: Page): Found<SubjectProposal>[] {
  return page.sentences.flatMap((sentence): Found<SubjectProposal>[] => {
    if (!/mail|courriel|correo|@/.test(sentence.said)) return [];
    const match = allOf(everywhere(page.pack.subject.cues), sentence.folded).at(-1);
    if (match === undefined) return [];
    const from = sentence.start + match.index + match[0].length;
    const tail = page.text.slice(from, sentence.end);
    // A colon before it, and a bracket or the end of the sentence behind it, show where it begins and ends.
    const marked =
      /^[^:«“"]{0,4}: (\p{Lu}[^()«»“”"]{3,140}?)(?=\))/u.exec(tail) ??
      /^[^:«“"]{0,24}: (\p{Lu}[^:;()«»“”"]{3,140}?)(?=\)|[.;]?$)/u.exec(tail);
    const rest =
      marked ?? /^[ :]{1,3}(\p{Lu}[^.;]{5,120}?)(?= (?:to|by|before|no later|a |avant|antes|d'ici)|[.;]|$)/u.exec(tail);
    if (rest?.[1] === undefined) return [];
    const start = from + rest[0].length - rest[1].length;
    const language = page.languages[0] ?? 'en';
    return [
      {
        value: {
          kind: slotted(page, rest[1]) ? 'pattern' : 'exact',
          value: slotted(page, rest[1]) ? withSlots(page, { [language]: rest[1] }) : { [language]: rest[1] },
        },
        certainty: marked === null || / \+ /.test(rest[1]) ? 'unsure' : 'likely',
        spans: [
          { start: sentence.start, end: start + rest[1].length },
          { start, end: start + rest[1].length },
        ],
      },
    ];
  });
}
