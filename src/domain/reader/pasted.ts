/**
 * What a text keeps of where it was copied from: the head of a forwarded message, the cells of a table, the hollow
 * bullets of a word processor. Looks at raw lines, before they become lines of a call.
 */
import { fold } from './characters.ts';
import { packFor } from './packs/all.ts';
import { asLabel } from './patterns.ts';

/** Fields of the head of a message, in all languages, but for its subject. */
const MAIL_FIELD =
  /^ {0,3}(?:from|to|cc|bcc|cco|cci|sent|date|reply-to|importance|attachments?|de|para|a|envoye(?: le)?|enviado(?: el)?|fecha|pieces? jointes?|datos adjuntos|importancia) ?: ?/;
const MAIL_SUBJECT = /^ {0,3}(?:subject|objet|asunto) ?: ?(?:(?:re|fw|fwd|tr|rv|enc) ?: ?)*/i;

/** A head has at least this many fields, one below the other. */
const FIELDS_MIN = 2;

/** The raw lines without the heads of messages; of each its subject is kept, without "FW:". */
export function withoutMailHeads(raw: readonly string[]): string[] {
  const fields = raw.map((line) => line.length < 300 && MAIL_FIELD.test(fold(line)));
  if (!fields.includes(true)) return [...raw];
  const subjects = raw.map((line) => line.length < 300 && MAIL_SUBJECT.test(fold(line)));
  const kept: string[] = [];
  let at = 0;
  while (at < raw.length) {
    let end = at;
    while (fields[end] === true || subjects[end] === true) end += 1;
    const head = fields.slice(at, end).filter(Boolean).length;
    if (head < FIELDS_MIN || end - at <= head) {
      kept.push(...raw.slice(at, Math.max(end, at + 1)));
      at = Math.max(end, at + 1);
      continue;
    }
    for (let index = at; index < end; index += 1) {
      if (subjects[index] === true) kept.push((raw[index] ?? '').replace(FORWARDED, '$1'));
    }
    at = end;
  }
  return kept;
}

const FORWARDED = /^([^:]{1,12}: ?)(?:(?:re|fw|fwd|tr|rv|enc) ?: ?)+/i;

const CELLS = /\t+| {3,}/;
const CELL_MAX = 90;

/** "Word limit<tab>2,000" is a label and its value: two lines. */
export function cellsOf(raw: string): readonly string[] {
  const line = raw.trim();
  if (line.length > 400) return [raw];
  const cut = CELLS.exec(line);
  if (cut === null || cut.index > CELL_MAX) return [raw];
  const first = line.slice(0, cut.index);
  return namesLabel(fold(first)) ? [first, line.slice(cut.index)] : [raw];
}

/** Whether a folded line is a label of calls and nothing else, in any language. */
export function namesLabel(folded: string): boolean {
  if (folded.length > CELL_MAX || folded.length < LABEL_MIN) return false;
  return Object.values(packFor([]).labelled).some((words) => asLabel(words).exec(folded)?.[0].length === folded.length);
}

const LABEL_MIN = 4;

/** Word draws its second bullet as the letter "o", set off by a tab or spaces. */
const HOLLOW = /^(\s*)o(?=\t| {2,}| ?\u00a0)[\s]+/;
export const withBullet = (raw: string): string => raw.replace(HOLLOW, '$1◦ ');
