/**
 * One YAML file, read with care: what is wrong with its syntax, its plain value, and where each part of it stands.
 * Knows nothing of questionnaires; does not touch the disk.
 */
import {
  type Document,
  type Node,
  type YAMLError,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import type { FileProblem } from '../domain/questionnaire.ts';

/** Keys and list positions from the top of the file, as zod gives them. */
export type Path = readonly PropertyKey[];

/** Aliases that one file may hold; also the limit of what they may unfold to. */
const ALIASES_MAX = 100;

/** What to do about the mistakes that people make in YAML; the others keep the parser's own words. */
const ADVICE: Partial<Record<YAMLError['code'], string>> = {
  BAD_DIRECTIVE: 'take this line away: a questionnaire needs no directive',
  BAD_INDENT: 'indent this as its neighbours are, and close every bracket',
  BAD_SCALAR_START: 'put quotes around a text that begins with this character',
  BLOCK_AS_IMPLICIT_KEY: 'put a text with ": " in it in quotes, or in a block (>-)',
  MISSING_CHAR: 'close the quotes or the bracket that were opened before this',
  MULTIPLE_DOCS: 'keep one questionnaire in a file: take away this line and what follows it',
  NON_STRING_KEY: 'write a plain word as the key',
  RESOURCE_EXHAUSTION: 'this is nested too deeply to be read',
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  TAG_RESOLVE_FAILED: 'take this tag away: a questionnaire holds plain values only',
  UNEXPECTED_TOKEN: 'the text ended before this: put a text with quote marks in it in a block (>-)',
};

export interface YamlFile {
  /** Problems of syntax, in no order; where there are any, `value` must not be used. */
  readonly problems: readonly FileProblem[];
  readonly value: unknown;
  /**
   * Where a rule stands: its value, or its key where the value is empty or `part` is "key". A rule that is missing
   * stands where its nearest parent does.
   */
  at(path: Path, message: string, part?: 'key' | 'value'): FileProblem;
}

/** Reads YAML 1.2 with plain values only. Never throws. `file` is the name for problems. */
export function readYaml(file: string, source: string): YamlFile {
  const lines = new LineCounter();
  const problems: FileProblem[] = [];
  const problem = (offset: number, rule: string, message: string): FileProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), rule, message };
  };
  const document = parseDocument(source, {
    version: '1.2',
    schema: 'core',
    customTags: null,
    resolveKnownTags: false,
    merge: false,
    strict: true,
    stringKeys: true,
    // Twin keys are looked for below, in linear time: the parser's own way lets a file of 1 MB take minutes.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  for (const error of [...document.errors, ...document.warnings]) {
    problems.push(problem(error.pos[0], 'yaml', ADVICE[error.code] ?? `correct the YAML here: ${error.message}`));
  }
  const refuse: Refuse = (node, message) => problems.push(problem(start(node), 'yaml', message));
  if (problems.length === 0) refuseTwinKeys(document, refuse);
  if (problems.length === 0) refuseAliases(document, refuse);
  let value: unknown = null;
  if (problems.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: ALIASES_MAX });
    } catch {
      problems.push(problem(0, 'yaml', 'write the texts out: the aliases of this file unfold to too much'));
    }
  }
  return {
    problems,
    value,
    at: (path, message, part = 'value') =>
      problem(offsetOf(document, path, part), path.map(String).join('.') || 'file', message),
  };
}

type Refuse = (node: Node, message: string) => unknown;

function refuseTwinKeys(document: Document.Parsed, refuse: Refuse): void {
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) refuse(key, `the key "${String(key.value)}" stands twice here: keep one`);
        seen.add(key.value);
      }
    },
  });
}

function refuseAliases(document: Document.Parsed, refuse: Refuse): void {
  let count = 0;
  visit(document, {
    Alias(_, alias, ancestors) {
      count += 1;
      if (count > ALIASES_MAX) {
        refuse(alias, `write the texts out: a file may hold ${ALIASES_MAX} aliases`);
        return visit.BREAK;
      }
      const target = alias.resolve(document);
      const name = alias.source;
      if (target === undefined) refuse(alias, `write "&${name}" before the part that "*${name}" repeats`);
      else if (ancestors.includes(target)) refuse(alias, `"*${name}" repeats a part that it stands in`);
      return undefined;
    },
  });
}

function offsetOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let key = start(node);
  for (const step of path) {
    const inside: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(inside)) {
      const pair = inside.items.find((item) => isScalar(item.key) && item.key.value === String(step));
      if (pair === undefined) return key;
      key = start(pair.key);
      node = pair.value;
    } else if (isSeq(inside) && inside.items[Number(step)] !== undefined) {
      node = inside.items[Number(step)];
      key = start(node);
    } else {
      return key;
    }
  }
  const empty = !isNode(node) || (isScalar(node) && node.source === '');
  return part === 'key' || empty ? key : start(node);
}

function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
