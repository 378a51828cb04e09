/**
 * Questionnaire files: reads the YAML of one, or of all in a folder, and says of each mistake where it stands and what
 * to do. A file with a problem is not served and stops no other. Does not watch the folder: that is `offer.ts`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Offer } from '../domain/callIndex.ts';
import { headOf } from '../domain/callIndex.ts';
import { deadlineFaults } from '../domain/deadlineFaults.ts';
import {
  type FileProblem,
  type KeptQuestionnaire,
  type Questionnaire,
  questionnaireSchema,
} from '../domain/questionnaire.ts';
import { ruleFaults } from '../domain/ruleFaults.ts';
import { wordingFaults } from '../domain/wording.ts';
import { lookInto } from './folderLook.ts';
import { check } from './schemaProblems.ts';
import { readYaml, type YamlFile } from './yamlFile.ts';

/** A whole call in three languages with help takes about 40 kB. */
const FILE_BYTES_MAX = 1_000_000;

/** More problems of one file than anybody reads at a time; the rest show up when these are solved. */
const PROBLEMS_MAX = 100;

/** What one file held: a questionnaire, or at least one problem. */
export interface ParsedQuestionnaire {
  readonly questionnaire: Questionnaire | null;
  /** In the order of the file. */
  readonly problems: readonly FileProblem[];
}

/** What a folder held. */
export interface ReadQuestionnaires {
  /** In the order of the file names. */
  readonly questionnaires: Offer;
  readonly problems: readonly FileProblem[];
}

/**
 * Reads every *.yaml and *.yml file of `folder`, in the order of their names; names that begin with a dot are left
 * alone. Never throws: a folder or file that cannot be read is a problem like any other. Of two files with one id the
 * first is served.
 */
export function readQuestionnaires(folder: string): ReadQuestionnaires {
  const kept = new Map<string, KeptQuestionnaire>();
  const { files, failure } = lookInto(folder);
  const problems: FileProblem[] = failure === null ? [] : [folderProblem(folder, failure)];
  for (const file of files.keys()) {
    const bytes = bytesIn(file);
    const { questionnaire, problems: found } = Buffer.isBuffer(bytes) ? parseBytes(file, bytes) : refused([bytes]);
    problems.push(...found);
    if (questionnaire === null) continue;
    if (kept.has(questionnaire.id)) problems.push(idProblem(file, questionnaire.id));
    else kept.set(questionnaire.id, { hash: hashOf(questionnaire), questionnaire });
  }
  const all = [...kept.values()];
  const heads = all.map(({ hash, questionnaire }) => ({ hash, questionnaire: headOf(questionnaire) }));
  return {
    questionnaires: { all: () => all, heads: () => heads, unread: () => 0, current: (call) => kept.get(call) },
    problems,
  };
}

/** Reads one file from its text. `file` is only the name for problems. Never throws. */
export function parseQuestionnaire(file: string, source: string): ParsedQuestionnaire {
  if (Buffer.byteLength(source) > FILE_BYTES_MAX) return { questionnaire: null, problems: [tooLarge(file)] };
  return parse(readYaml(file, source));
}

/** SHA-256 of the canonical JSON (keys sorted, no spaces), hexadecimal: the same questionnaire, the same hash for ever. */
export function hashOf(questionnaire: Questionnaire): string {
  return createHash('sha256').update(canonicalJson(questionnaire)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function parse(yaml: YamlFile): ParsedQuestionnaire {
  if (yaml.problems.length > 0) return refused(yaml.problems);
  try {
    const checked = check(questionnaireSchema, yaml.value, PROBLEMS_MAX);
    if (checked.faults !== null) {
      return refused(checked.faults.map(({ path, message, part }) => yaml.at(path, message, part)));
    }
    const faults = [...wordingFaults(checked.value), ...deadlineFaults(checked.value), ...ruleFaults(checked.value)];
    if (faults.length > 0)
      return refused(faults.slice(0, PROBLEMS_MAX).map(({ path, message }) => yaml.at(path, message)));
    return { questionnaire: checked.value, problems: [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused([yaml.at([], 'this is nested too deeply to be read')]);
  }
}

function refused(problems: readonly FileProblem[]): ParsedQuestionnaire {
  const distinct = new Map(
    problems.map((problem) => [`${problem.line}:${problem.column} ${problem.message}`, problem]),
  );
  const sorted = [...distinct.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  return { questionnaire: null, problems: sorted.slice(0, PROBLEMS_MAX) };
}

/** The bytes of a file, or why there are none. Never throws. */
export function bytesIn(file: string): Buffer | FileProblem {
  try {
    const found = statSync(file);
    if (!found.isFile()) return wholeFile(file, 'this is not a file');
    if (found.size > FILE_BYTES_MAX) return tooLarge(file);
    return readFileSync(file);
  } catch (error) {
    return wholeFile(file, `this file cannot be read (${codeOf(error)})`);
  }
}

/** Reads one file from its bytes, as `parseQuestionnaire` does from its text. Never throws. */
export function parseBytes(file: string, bytes: Buffer): ParsedQuestionnaire {
  try {
    return parseQuestionnaire(file, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refused([wholeFile(file, 'save the file as UTF-8')]);
  }
}

/** For a file whose id an earlier one has: where its id stands, as long as it says so still. */
export function idProblem(file: string, id: string): FileProblem {
  const bytes = bytesIn(file);
  const source = Buffer.isBuffer(bytes) ? bytes.toString() : '';
  return readYaml(file, source).at(['id'], `choose another id: an earlier file has "${id}"`);
}

/** `code` is what the system said. */
export function folderProblem(folder: string, code: string): FileProblem {
  return wholeFile(folder, `this folder cannot be read (${code})`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function tooLarge(file: string): FileProblem {
  return wholeFile(file, `keep the file under ${FILE_BYTES_MAX} bytes`);
}

function wholeFile(file: string, message: string): FileProblem {
  return { file, line: 1, column: 1, rule: 'file', message };
}
