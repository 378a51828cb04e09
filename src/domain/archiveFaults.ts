/**
 * What is wrong with an archive that somebody brings in: the first fault, where it stands, and of what sort it is. Nothing
 * of an archive is believed: what its schema cannot say (that names lead somewhere, that numbers follow each other, that
 * nothing was written tomorrow) is looked at here. Pure.
 */
import type { z } from 'zod';
import {
  archiveSchema,
  historyLineSchema,
  PART_NAMES,
  valueSchemaOf,
  type Archive,
  type ArchivedRecord,
  type HistoryLine,
} from './archive.ts';
import { RESERVED_IDS } from './nodes.ts';
import { CHARACTERS_MAX, charactersIn } from './referenceText.ts';
import { SIGNATORIES_MAX, signatoriesSchema } from './signatory.ts';
import { sourcesSchema } from './source.ts';

/** `unknown`: something stands there that no archive has. Each has its sentence under `archives.faults`. */
export const FAULT_KINDS = ['missing', 'unknown', 'form', 'nowhere', 'order', 'future', 'too-much'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface ArchiveFault {
  /** "answers.q1.value.text", or "history.jsonl, line 12: savedAt". Names of fields alone: no text of the archive. */
  readonly where: string;
  readonly kind: FaultKind;
}

/** Clocks differ: what is this much ahead of ours is not yet of the future. */
const AHEAD_MS = 24 * 3_600_000;
/** More answers than the longest questionnaire has questions, with those that it has no more. */
const ANSWERS_MAX = 3_000;
/** Of one questionnaire, as JSON: as much as a file of the operator may hold. */
const QUESTIONNAIRE_MAX = 1_000_000;

type Checked<Value> = { readonly value: Value } | { readonly fault: ArchiveFault };

const fault = (where: string, kind: FaultKind): { readonly fault: ArchiveFault } => ({ fault: { where, kind } });

/** A name of a field that may be shown: others could be text that somebody typed. */
const shownKey = (key: PropertyKey): string =>
  typeof key === 'number' || /^[A-Za-z0-9-]{1,40}$/.test(String(key)) ? String(key) : '…';

function faultOf(error: z.ZodError, before = ''): { readonly fault: ArchiveFault } {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map(shownKey);
  const where = before + (path.join('.') || '…');
  if (issue?.code === 'unrecognized_keys') return fault(where, 'unknown');
  if (issue?.code === 'too_big') return fault(where, 'too-much');
  return fault(where, issue?.code === 'invalid_type' && issue.input === undefined ? 'missing' : 'form');
}

/** Checks what was read of archive.json. */
export function checkedArchive(json: unknown, now: Date): Checked<Archive> {
  const parsed = archiveSchema.safeParse(json, { reportInput: true });
  if (!parsed.success) return faultOf(parsed.error);
  const found = firstFault(parsed.data, new Date(now.getTime() + AHEAD_MS).toISOString());
  return found === null ? { value: parsed.data } : { fault: found };
}

/** Instants in UTC with milliseconds compare as text. */
function firstFault(archive: Archive, latest: string): ArchiveFault | null {
  return (
    questionnaireFault(archive) ??
    partFault(archive) ??
    textFault(archive) ??
    nameFault(archive) ??
    timeFault(archive, latest) ??
    submissionFault(archive) ??
    recordFault(archive)
  );
}

const twin = (names: readonly string[]): number => names.findIndex((name, at) => names.indexOf(name) !== at);

function questionnaireFault({ draft, questionnaires, moves, submission }: Archive): ArchiveFault | null {
  const hashes = questionnaires.map(({ hash }) => hash);
  const calls = questionnaires.map(({ questionnaire }) => questionnaire.id);
  const double = twin(hashes);
  if (double >= 0) return { where: `questionnaires.${double}.hash`, kind: 'order' };
  const other = calls.findIndex((call) => call !== calls[0]);
  if (other >= 0) return { where: `questionnaires.${other}.questionnaire.id`, kind: 'form' };
  const large = questionnaires.findIndex(
    ({ questionnaire }) =>
      JSON.stringify(questionnaire).length > QUESTIONNAIRE_MAX || questionnaire.version > 1_000_000_000,
  );
  if (large >= 0) return { where: `questionnaires.${large}`, kind: 'too-much' };
  const named: readonly (readonly [string, string])[] = [
    ['draft.questionnaire', draft.questionnaire],
    ...moves.flatMap(({ from, to }, at) => [[`moves.${at}.from`, from] as const, [`moves.${at}.to`, to] as const]),
    ...(submission === null ? [] : [['submission.questionnaire', submission.questionnaire] as const]),
  ];
  const lost = named.find(([, hash]) => !hashes.includes(hash));
  return lost === undefined ? null : { where: lost[0], kind: 'nowhere' };
}

function partFault({ answers, parts, history }: Archive): ArchiveFault | null {
  const ids = Object.keys(answers);
  if (ids.length > ANSWERS_MAX) return { where: 'answers', kind: 'too-much' };
  const reserved = ids.find((id) => RESERVED_IDS.has(id));
  if (reserved !== undefined) return { where: `answers.${reserved}`, kind: 'form' };
  const lost = Object.keys(history.begins).find((key) => !Object.hasOwn(answers, key) && !Object.hasOwn(parts, key));
  if (lost !== undefined) return { where: `history.begins.${lost}`, kind: 'nowhere' };
  const { list = [] } = signatoriesSchema.safeParse(parts.signatories?.value).data ?? {};
  return list.length > SIGNATORIES_MAX ? { where: 'parts.signatories.value.list', kind: 'too-much' } : null;
}

/** Where sources name a reference text that is not in the archive; null: nowhere. What was removed has no such name. */
function lostText(value: unknown, texts: readonly string[]): string | null {
  const { items = [] } = sourcesSchema.safeParse(value).data ?? {};
  const lost = items.findIndex(({ text }) => text !== null && /^text-\d+$/.test(text) && !texts.includes(text));
  return lost < 0 ? null : `items.${lost}.text`;
}

function textFault({ texts, parts }: Archive): ArchiveFault | null {
  const names = texts.map(({ name }) => name);
  const double = twin(names);
  if (double >= 0) return { where: `texts.${double}.name`, kind: 'order' };
  const lost = lostText(parts.sources?.value, names);
  if (lost !== null) return { where: `parts.sources.value.${lost}`, kind: 'nowhere' };
  const characters = texts.reduce((sum, { excerpts }) => sum + charactersIn(excerpts), 0);
  return characters > CHARACTERS_MAX ? { where: 'texts', kind: 'too-much' } : null;
}

/** Every mention of a link, and where it stands. */
function mentionsIn(archive: Archive): (readonly [where: string, by: string | null, at: string])[] {
  const { parts, answers, threads, approvals, moves } = archive;
  return [
    ...PART_NAMES.flatMap((name) => {
      const saved = parts[name];
      return saved === undefined ? [] : [[`parts.${name}`, saved.by, saved.savedAt] as const];
    }),
    ...Object.entries(answers).map(([id, { by, savedAt }]) => [`answers.${id}`, by, savedAt] as const),
    ...threads.flatMap(({ comments, resolved }, at) => [
      ...comments.map((said, place) => [`threads.${at}.comments.${place}`, said.by, said.at] as const),
      ...(resolved === null ? [] : [[`threads.${at}.resolved`, resolved.by, resolved.at] as const]),
    ]),
    ...approvals.map(({ by, at: when }, at) => [`approvals.${at}`, by, when] as const),
    ...moves.map(({ by, at: when }, at) => [`moves.${at}`, by, when] as const),
  ];
}

function nameFault(archive: Archive): ArchiveFault | null {
  const names = new Set(archive.links.map(({ name }) => name));
  if (names.size < archive.links.length) return { where: 'links', kind: 'order' };
  const lost = mentionsIn(archive).find(([, by]) => by !== null && !names.has(by));
  return lost === undefined ? null : { where: `${lost[0]}.by`, kind: 'nowhere' };
}

function timeFault(archive: Archive, latest: string): ArchiveFault | null {
  const { startedAt, changedAt, submittedAt } = archive.draft;
  const moments: readonly (readonly [string, string])[] = [
    ['draft.startedAt', startedAt],
    ['draft.changedAt', changedAt],
    ['draft.submittedAt', submittedAt ?? ''],
    ...archive.links.map(({ createdAt }, at) => [`links.${at}.createdAt`, createdAt] as const),
    ...mentionsIn(archive).map(([where, , at]) => [where, at] as const),
  ];
  const ahead = moments.find(([, at]) => at > latest);
  return ahead === undefined ? null : { where: ahead[0], kind: 'future' };
}

function submissionFault({ draft, submission }: Archive): ArchiveFault | null {
  if ((submission === null) === (draft.submittedAt === null)) return null;
  return { where: submission === null ? 'submission' : 'draft.submittedAt', kind: 'missing' };
}

/** A record that was whole has all its entries, and one that began with an archive stands after the one that came with it. */
function recordFault({ audit, earlierRecords }: Archive): ArchiveFault | null {
  const records: readonly ArchivedRecord[] = [...earlierRecords, audit];
  for (const [at, { verdict, entries }] of records.entries()) {
    const where = at < earlierRecords.length ? `earlierRecords.${at}` : 'audit';
    const isNumbered = entries.every(({ number }, index) => number === index + 1);
    if (verdict.kind === 'whole' && !(isNumbered && entries.length === verdict.count)) {
      return { where: `${where}.entries`, kind: 'missing' };
    }
    const [first] = entries;
    const stated = first?.action === 'archive-brought-in' ? first.count : null;
    if (stated !== null && records[at - 1]?.entries.length !== stated) {
      return { where: 'earlierRecords', kind: 'missing' };
    }
  }
  return null;
}

/** Looks at history.jsonl line by line, in their order. */
export interface HistoryChecker {
  readonly check: (json: unknown) => Checked<HistoryLine>;
  /** To be asked after the last line: what should have come before the newest value of a part, and did not. */
  readonly gap: () => ArchiveFault | null;
}

/** `check` is for the lines one after another, each once. */
export function historyChecker(archive: Archive, now: Date): HistoryChecker {
  const names = new Set(archive.links.map(({ name }) => name));
  const texts = archive.texts.map(({ name }) => name);
  const saved = [...Object.entries(archive.parts), ...Object.entries(archive.answers)];
  const newest = new Map(saved.flatMap(([key, newer]) => (newer === undefined ? [] : [[key, newer.revision]])));
  const begins = new Map(Object.entries(archive.history.begins));
  /** Which revision of a part comes next. */
  const due = new Map([...newest.keys()].map((key) => [key, begins.get(key) ?? 1]));
  const latest = new Date(now.getTime() + AHEAD_MS).toISOString();
  let count = 0;

  function check(json: unknown): Checked<HistoryLine> {
    count += 1;
    const at = `history.jsonl, ${count}: `;
    const parsed = historyLineSchema.safeParse(json, { reportInput: true });
    if (!parsed.success) return faultOf(parsed.error, at);
    const { part, revision, savedAt, by } = parsed.data;
    const [last, next] = [newest.get(part), due.get(part)];
    if (last === undefined || next === undefined) return fault(`${at}part`, 'nowhere');
    if (revision >= last || revision < next) return fault(`${at}revision`, 'order');
    if (revision > next) return fault(`${at}revision`, 'missing');
    if (by !== null && !names.has(by)) return fault(`${at}by`, 'nowhere');
    if (savedAt > latest) return fault(`${at}savedAt`, 'future');
    due.set(part, next + 1);
    const value = valueSchemaOf(part).safeParse(parsed.data.value, { reportInput: true });
    if (!value.success) return faultOf(value.error, `${at}value.`);
    const lost = part === 'sources' ? lostText(value.data, texts) : null;
    return lost === null ? { value: { ...parsed.data, value: value.data } } : fault(`${at}value.${lost}`, 'nowhere');
  }

  return {
    check,
    gap() {
      const short = [...newest].find(([key, last]) => due.get(key) !== last);
      return short === undefined ? null : { where: `history.jsonl: ${short[0]}`, kind: 'missing' };
    },
  };
}
