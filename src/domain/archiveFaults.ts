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
  type HistoryLine,
} from './archive.ts';
import { RESERVED_IDS } from './nodes.ts';
import { CHARACTERS_MAX, charactersIn } from './referenceText.ts';
import { SIGNATORIES_MAX, signatoriesSchema } from './signatory.ts';

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
    submissionFault(archive)
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

function partFault({ answers, parts }: Archive): ArchiveFault | null {
  const ids = Object.keys(answers);
  if (ids.length > ANSWERS_MAX) return { where: 'answers', kind: 'too-much' };
  const reserved = ids.find((id) => RESERVED_IDS.has(id));
  if (reserved !== undefined) return { where: `answers.${reserved}`, kind: 'form' };
  const { list = [] } = signatoriesSchema.safeParse(parts.signatories?.value).data ?? {};
  return list.length > SIGNATORIES_MAX ? { where: 'parts.signatories.value.list', kind: 'too-much' } : null;
}

function textFault({ texts }: Archive): ArchiveFault | null {
  const double = twin(texts.map(({ name }) => name));
  if (double >= 0) return { where: `texts.${double}.name`, kind: 'order' };
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

/** Checks the lines of history.jsonl one after another; to be asked for each, in their order. */
export function historyChecker(archive: Archive, now: Date): (json: unknown) => Checked<HistoryLine> {
  const names = new Set(archive.links.map(({ name }) => name));
  const newest = new Map<string, number>([
    ...PART_NAMES.map((name) => [name, archive.parts[name]?.revision ?? 0] as const),
    ...Object.entries(archive.answers).map(([id, { revision }]) => [id, revision] as const),
  ]);
  const seen = new Set<string>();
  const latest = new Date(now.getTime() + AHEAD_MS).toISOString();
  let count = 0;
  return (json) => {
    count += 1;
    const at = `history.jsonl, ${count}: `;
    const parsed = historyLineSchema.safeParse(json, { reportInput: true });
    if (!parsed.success) return faultOf(parsed.error, at);
    const { part, revision, savedAt, by } = parsed.data;
    const key = `${part} ${revision}`;
    if (!newest.has(part)) return fault(`${at}part`, 'nowhere');
    if (revision >= (newest.get(part) ?? 0) || seen.has(key)) return fault(`${at}revision`, 'order');
    if (by !== null && !names.has(by)) return fault(`${at}by`, 'nowhere');
    if (savedAt > latest) return fault(`${at}savedAt`, 'future');
    seen.add(key);
    const value = valueSchemaOf(part).safeParse(parsed.data.value, { reportInput: true });
    return value.success ? { value: { ...parsed.data, value: value.data } } : faultOf(value.error, `${at}value.`);
  };
}
