/**
 * What is confidential in a text, and the public version of a text and of an answer. `[[like this]]` marks a passage.
 * Everything public is made from a draft that never held the passages (`publicDraft` in `versions.ts`): nothing that
 * comes after can leak what it was not given. Pure.
 *
 * Read cautiously: what might be confidential is. Brackets that do not match hide up to the end, or from the beginning;
 * an address that a passage touches is hidden as a whole; so is a footnote that only passages call.
 */
import type { Nodes } from 'mdast';
import type { Answer, AskValue } from './answer.ts';
import { EMPTY_ANSWER, isBlank, normaliseLines } from './answer.ts';
import { isLeftOver } from './leftOver.ts';
import { printedTexts } from './checks/texts.ts';
import type { SecretNames } from './secretNames.ts';
import { readSyntax } from './syntax.ts';

/** Stands for a passage in a public text until its phrase is put in. A noncharacter: no writer's text holds it. */
export const WITHHELD = '\uFDD0';
const WITHHELD_ANY = /\uFDD0/g;
/** Noncharacters of ours: in a text that people typed they mean nothing. */
const OURS_ANY = /[\uFDD0\uFDD1]/g;
/** A key that is withheld, where its citation was printed as it was typed. */
const HIDDEN_KEY_ANY = /\[?@?\uFDD1\d{0,3}\]?/g;

/** What is withheld wherever a text says it. */
export interface Secrets {
  /** Null: there are none. */
  readonly names: SecretNames | null;
  /** Takes the keys of sources that would tell something out of a text (`publicSources.ts`). */
  readonly hideKeys: (text: string) => string;
}
const NO_SECRETS: Secrets = { names: null, hideKeys: (text) => text };

/** Offsets into the text, the brackets included; `end` is the first character after it. */
export interface Passage {
  readonly start: number;
  readonly end: number;
}

/** A bracket without its other half. `at` is where it stands. */
export interface BracketFault {
  readonly kind: 'unclosed' | 'unopened';
  readonly at: number;
}

export interface Brackets {
  /** In order, none touching another. */
  readonly passages: readonly Passage[];
  readonly faults: readonly BracketFault[];
}

/** Finds the passages of a text by its brackets alone. Passages in passages count as one; a bracket too many ends one too. */
export function readBrackets(text: string): Brackets {
  const passages: Passage[] = [];
  const faults: BracketFault[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: mark, index } of text.matchAll(/\[\[|\]{2,}/g)) {
    const end = index + mark.length;
    if (mark === '[[') {
      if (depth === 0) start = index;
      depth += 1;
    } else if (depth > 0) {
      depth = Math.max(0, depth - Math.floor(mark.length / 2));
      if (depth === 0) passages.push({ start, end });
    } else {
      faults.push({ kind: 'unopened', at: index });
      passages.push({ start: passages.at(-1)?.end ?? 0, end });
    }
  }
  if (depth > 0) {
    faults.push({ kind: 'unclosed', at: start });
    passages.push({ start, end: text.length });
  }
  return { passages: merged(passages), faults };
}

export const hasPassage = (text: string): boolean => text.includes('[[') || text.includes(']]');

/** Whether anything that a document prints of an answer is confidential. */
export function isMarked(answer: Answer): boolean {
  if (answer.confidential) return answer.declined !== null || !isBlank(answer);
  return printedTexts(answer).some(({ text }) => hasPassage(text));
}

/** A text of an answer, by the name of its form field, whose brackets do not match. */
export interface FaultyText {
  readonly field: string;
  readonly kind: BracketFault['kind'];
}

/** The printed texts of an answer whose brackets do not match, each with its first fault. */
export function faultyTexts(answer: Answer): readonly FaultyText[] {
  return printedTexts(answer).flatMap(({ field, text }) => {
    const [fault] = hasPassage(text) ? readBrackets(text).faults : [];
    return fault === undefined ? [] : [{ field, kind: fault.kind }];
  });
}

/**
 * A text as the public may read it: `WITHHELD` in the place of each passage, however long it was, and of each secret name,
 * wherever it stands. From the first step on only what stands outside of the passages is read, so that nothing in them can
 * be told from what comes out.
 */
export function publicText(text: string, { names, hideKeys }: Secrets = NO_SECRETS): string {
  const plain = hideKeys(normaliseLines(text).replace(OURS_ANY, '\uFFFD'));
  const named = names === null ? [] : names.placesIn(plain);
  if (named.length === 0 && !hasPassage(plain) && !plain.includes(WITHHELD)) return plain;
  const passages = merged([...readBrackets(plain).passages, ...named]);
  const bare = replaced(plain, passages).replace(ADDRESSED, WITHHELD);
  return withoutCounts(withoutTraces(withoutHalves(bare)));
}

/** Passages in order, those that touch or overlap made one. */
function merged(passages: readonly Passage[]): Passage[] {
  const found: Passage[] = [];
  for (const passage of passages.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last !== undefined && passage.start <= last.end) {
      found[found.length - 1] = { start: last.start, end: Math.max(last.end, passage.end) };
    } else found.push(passage);
  }
  return found;
}

function replaced(source: string, passages: readonly Passage[]): string {
  let text = '';
  let at = 0;
  for (const { start, end } of passages) {
    text += source.slice(at, start) + WITHHELD;
    at = end;
  }
  return text + source.slice(at);
}

/** What a passage was the label of, or the end of one: `[see [[label]]](https://…)`. */
const ADDRESSED = /(?:\[[^[\]\n]*)?\uFDD0\]*\([^()\s]*\)/g;

/** A word, a number or an address that goes on outside of its passage: half of it may tell the other half. */
const PART = String.raw`[\p{L}\p{N}/@:%?#&=+~.$-]`;
const GLUED = new RegExp(`${PART}*(?:\uFDD0${PART}*)+`, 'gu');

/** Looks at the words round passages alone, because most of a text has none. */
function withoutHalves(bare: string): string {
  return bare.replace(/(?<!\S)\S*\uFDD0\S*/g, (words) => words.replace(GLUED, glued));
}

/** What ends a sentence, or opens an item, is no part of a word. */
function glued(run: string): string {
  const opening = /^[-+][ \t]/.test(run) ? run.slice(0, 2) : '';
  return opening + WITHHELD + (/[.:?-]+$/.exec(run)?.[0] ?? '');
}

/** Passages side by side, and bullets with nothing else in them, are one: how many there were is nobody's business. */
const SIDE_BY_SIDE = /\uFDD0(?:[\s.,;:]*\uFDD0)+/g;
const BULLETS = /^([ \t]*[-*+•][ \t]+\uFDD0)[ \t]*(?:\n\s*[-*+•][ \t]+\uFDD0[ \t]*)+$/gm;

const withoutCounts = (text: string): string => text.replace(SIDE_BY_SIDE, WITHHELD).replace(BULLETS, '$1');

function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) walk(child, visit);
}

const placeOf = ({ position }: Nodes): Passage => ({
  start: position?.start.offset ?? 0,
  end: position?.end.offset ?? 0,
});

/**
 * Takes out what only a passage held together: an address with a passage in it, a footnote that nobody calls any more;
 * and a call whose footnote is gone says that it was withheld.
 */
const withoutTraces = (bare: string): string => withoutStrayNotes(withoutTouchedLinks(bare));

/** Reading is what a public version costs: only paragraphs in which a passage and an address stand together are read. */
const ADDRESS_MARK = /\]\(|<[a-z][a-z\d+.-]*:|https?:|www\.|@/i;

function withoutTouchedLinks(bare: string): string {
  return bare
    .split(/(\n[ \t]*\n)/)
    .map((paragraph) => {
      const read = paragraph.includes(WITHHELD) && ADDRESS_MARK.test(paragraph) ? readSyntax(paragraph) : null;
      if (read === null) return paragraph;
      const { source, tree } = read;
      const hidden: Passage[] = [];
      walk(tree, (node) => {
        const place = placeOf(node);
        if (node.type === 'link' && source.slice(place.start, place.end).includes(WITHHELD)) hidden.push(place);
      });
      return hidden.length === 0 ? paragraph : replaced(source, merged(hidden));
    })
    .join('');
}

/** A mark of a footnote, but for that of its own text; and those of texts. */
const CALL = /\[\^([^\]\s[]+)\](?!:)/g;
const DEFINITION = /\[\^([^\]\s[]+)\]:/g;

function withoutStrayNotes(bare: string): string {
  if (!bare.includes('[^') || isWhole(bare)) return bare;
  const read = readSyntax(bare);
  if (read === null) return bare;
  const { source, tree } = read;
  const hidden: Passage[] = [];
  const called = new Set<string>();
  const defined = new Set<string>();
  walk(tree, (node) => {
    if (node.type === 'footnoteReference') called.add(node.identifier);
    if (node.type === 'footnoteDefinition') defined.add(node.identifier);
  });
  walk(tree, (node) => {
    if (node.type === 'footnoteDefinition' && !called.has(node.identifier)) hidden.push(placeOf(node));
  });
  const text = replaced(source, merged(hidden));
  const lost = labelsIn(text, CALL).filter((label) => !defined.has(label.toLowerCase()));
  return text + [...new Set(lost)].map((label) => `\n\n[^${label}]: ${WITHHELD}`).join('');
}

const labelsIn = (text: string, mark: RegExp): string[] => [...text.matchAll(mark)].map(([, label = '']) => label);

/** Whether each footnote has its call and each call its footnote, as far as can be told without reading. */
function isWhole(text: string): boolean {
  const [called, defined] = [CALL, DEFINITION].map((mark) => new Set(labelsIn(text, mark))) as [
    Set<string>,
    Set<string>,
  ];
  return !text.includes('\\[') && called.size === defined.size && [...called].every((label) => defined.has(label));
}

/** In the place of a whole answer. Whether it was finished, and what was chosen in it, is nobody's business. */
const WITHHELD_ANSWER: Answer = { ...EMPTY_ANSWER, text: WITHHELD, finished: true };

/**
 * An answer as the public may read it, and nothing that no document prints: neither the text of a declined question nor
 * the reason of one that was answered after all. `declined`: what the document does with declined questions.
 */
export function publicAnswer(answer: Answer, declined: 'omit' | 'mark', secrets: Secrets = NO_SECRETS): Answer {
  const isLeftOut = answer.declined === null ? isBlank(answer) : declined === 'omit';
  if (answer.confidential) return isLeftOut ? EMPTY_ANSWER : WITHHELD_ANSWER;
  const { finished } = answer;
  if (answer.declined !== null) {
    const reason = isLeftOut ? '' : publicText(answer.declined.reason, secrets);
    return { ...EMPTY_ANSWER, declined: { reason }, reason, finished };
  }
  const printed = Object.entries(answer.values).filter(([id]) => !isLeftOver(id));
  const values = printed.map(([id, value]) => [id, publicValue(value, secrets)] as const);
  return { ...EMPTY_ANSWER, text: publicText(answer.text, secrets), values: Object.fromEntries(values), finished };
}

type Texts = Readonly<Record<string, string>>;

function publicValue(value: AskValue, secrets: Secrets): AskValue {
  const textsOf = (texts: Texts): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, publicText(text, secrets)]));
  switch (value.kind) {
    case 'choice':
      return { ...value, details: publicText(value.details, secrets) };
    case 'ticks': {
      const printed = Object.entries(value.details).filter(([option]) => value.ticked.includes(option));
      return { ...value, details: textsOf(Object.fromEntries(printed)) };
    }
    case 'rows':
    case 'records':
      return { ...value, rows: asOne(value.rows.map(textsOf)) };
    case 'comments': {
      const rows = value.rows.map(({ paragraph, quotation, comment, proposal }) => ({
        paragraph: publicText(paragraph, secrets),
        quotation: publicText(quotation, secrets),
        comment: publicText(comment, secrets),
        proposal: publicText(proposal, secrets),
      }));
      return { ...value, rows: asOne(rows) };
    }
    case 'recommendations': {
      const items = value.items.map(({ to, what, by }) => ({
        to: publicText(to, secrets),
        what: publicText(what, secrets),
        by: publicText(by, secrets),
      }));
      return { ...value, items: asOne(items) };
    }
  }
}

/** Rows side by side of which nothing is left are one, and say so in one place: which places were filled is told by none. */
function asOne<Row extends Texts>(rows: readonly Row[]): Row[] {
  const isGone = (row: Row): boolean => {
    const texts = Object.values(row).filter((text) => text.trim() !== '');
    return texts.length > 0 && texts.every((text) => text.trim() === WITHHELD);
  };
  return rows
    .filter((row, index) => !isGone(row) || index === 0 || !isGone(rows[index - 1] ?? row))
    .map((row) => {
      if (!isGone(row)) return row;
      const entries = Object.keys(row).map((key, index) => [key, index === 0 ? WITHHELD : '']);
      return Object.fromEntries(entries) as Row;
    });
}

/** Puts the phrase of the draft's language in the place of each passage, through every string of a value. */
export function sayWithheld<Value>(value: Value, phrase: string): Value {
  if (typeof value === 'string') return value.replace(HIDDEN_KEY_ANY, phrase).replace(WITHHELD_ANY, phrase) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => sayWithheld(one, phrase)) as Value;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sayWithheld(one, phrase)])) as Value;
}
