/**
 * What zod finds wrong, as sentences that tell the writer of a file what to do, each with the path of the rule.
 * Knows any zod schema of plain values, and no questionnaire in particular.
 */
import { z } from 'zod';
import type { Path } from './yamlFile.ts';

/** A fault of a value. `part` is "key" where the key itself is wrong. */
export interface Fault {
  readonly path: Path;
  readonly message: string;
  readonly part: 'key' | 'value';
}

/**
 * Checks `value`, which came from a file. One of the two parts of the result is null. At most `faultsMax` faults come
 * back, so that a file of a hundred thousand mistakes costs no more than one of a hundred.
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  faultsMax: number,
): { value: z.output<Schema>; faults: null } | { value: null; faults: Fault[] } {
  const result = schema.safeParse(value, { error: sentence, reportInput: true });
  if (result.success) return { value: result.data, faults: null };
  return { value: null, faults: faultsOf(result.error.issues, [], faultsMax) };
}

/** Issues as faults, the paths below `above`. */
function faultsOf(issues: readonly z.core.$ZodIssue[], above: Path, faultsMax: number): Fault[] {
  const faults: Fault[] = [];
  for (const issue of issues) {
    if (faults.length >= faultsMax) break;
    faults.push(...faultsOfOne(issue, [...above, ...issue.path], faultsMax));
  }
  return faults.slice(0, faultsMax);
}

function faultsOfOne(issue: z.core.$ZodIssue, path: Path, faultsMax: number): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.slice(0, faultsMax).map((key, index) => ({
      path: [...path, key],
      message: messages[index] ?? issue.message,
      part: 'key',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return meant(issue.errors, path, faultsMax);
  if (issue.code === 'invalid_key') {
    return [{ path, message: issue.issues[0]?.message ?? issue.message, part: 'key' }];
  }
  // Inside a choice of ways zod knows only the path from there; our own sentences name the rule itself.
  const isOurs = sentence(issue as z.core.$ZodRawIssue) === issue.message;
  return [
    {
      path,
      message: (isOurs ? sentence({ ...issue, path: [...path] } as z.core.$ZodRawIssue) : null) ?? issue.message,
      part: 'value',
    },
  ];
}

/**
 * Of several ways to write one thing, what is wrong with the one that was meant: the way whose kind of value stands
 * there. Where the value is of no such kind, what each would have been.
 */
function meant(ways: readonly (readonly z.core.$ZodIssue[])[], path: Path, faultsMax: number): Fault[] {
  const ofKind = ways.filter((issues) => !issues.some((issue) => isOfAnotherKind(issue)));
  const [only] = ofKind;
  if (only !== undefined) return faultsOf(only, path, faultsMax);
  const types = ways.flatMap((issues) => typesIn(issues));
  return [{ path, message: ofType(ways[0]?.[0]?.input, [...new Set(types)].join(', or '), last(path)), part: 'value' }];
}

/** The types that a way of writing wants of the whole value, in words. */
function typesIn(issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'invalid_type') return [TYPES[issue.expected] ?? issue.expected];
    if (issue.code === 'invalid_value') return [issue.values.map(String).join(', ')];
    return issue.code === 'invalid_union' ? issue.errors.flatMap((way) => typesIn(way)) : [];
  });
}

/** Whether the value as a whole is of another type than this way of writing it. */
const isOfAnotherKind = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    (issue.code === 'invalid_value' && typeof issue.input === 'object') ||
    (issue.code === 'invalid_union' &&
      issue.errors.length > 0 &&
      issue.errors.every((way) => way.some(isOfAnotherKind))));

/** The names of types in the words of somebody who writes YAML. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list (each entry on a line that begins with "- ")',
  object: 'rules with names ("name: value")',
  record: 'one entry for each language ("en: …")',
};

/** Undefined: zod's own words will do. Schemas that bring a message of their own do not come here. */
function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.input, TYPES[issue.expected] ?? issue.expected, last(issue.path));
    case 'invalid_value':
      return ofValues(issue.input, issue.values, last(issue.path));
    case 'unrecognized_keys': {
      const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
      return issue.keys.map((key) => `there is no rule "${key}" here${suggestion(key, known)}`).join('\n');
    }
    case 'invalid_union': {
      if (!Array.isArray(issue.options) || issue.discriminator === undefined) return undefined;
      const holder = issue.input as Readonly<Record<string, unknown>>;
      return ofValues(holder[issue.discriminator], issue.options, issue.discriminator);
    }
    case 'invalid_format':
      return issue.format === 'email' ? 'write one email address, such as name@example.org' : undefined;
    case 'too_small':
      if (issue.origin === 'string') return 'write a text here, or take the line away: it is empty';
      if (issue.origin === 'array') return `give at least ${issue.minimum} of these`;
      return `write a number ${issue.inclusive === true ? 'no less than' : 'above'} ${issue.minimum}`;
    default:
      return undefined;
  }
}

function ofType(input: unknown, wanted: string, name: string | null): string {
  if (input === undefined) return `add "${name}": ${wanted}`;
  if (input === null) return `write ${wanted} ${name === null ? 'here' : `after "${name}:"`}: nothing stands there`;
  if (wanted === TYPES['string'] && typeof input !== 'object') {
    return `put quotes around ${quoted(input)}, to make it a text`;
  }
  return `write ${wanted} here, not ${actual(input)}`;
}

function ofValues(input: unknown, values: readonly z.core.util.Primitive[], name: string | null): string {
  const known = values.map(String);
  const choice = known.length === 1 ? `"${known.join()}"` : `one of ${known.join(', ')}`;
  if (input === undefined) return `add "${name}": ${choice}`;
  return `write ${choice}, not ${actual(input)}${typeof input === 'string' ? suggestion(input, known) : ''}`;
}

function actual(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'rules with names';
  return typeof input === 'string' ? quoted(input) : JSON.stringify(input);
}

function quoted(input: unknown): string {
  const text = String(input);
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

/** Null: the file as a whole. */
function last(path: Path | undefined): string | null {
  const name = path?.at(-1);
  return name === undefined ? null : String(name);
}

/** What people write first, and the word that says it here. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['mailbox', 'channels'],
  ['email', 'channels'],
  ['mail', 'channels'],
  ['issuer', 'issuers'],
  ['organisation', 'issuers'],
]);

/** Names the known word that was meant or is nearest, if it is near enough. */
function suggestion(word: string, known: readonly string[]): string {
  const meant = MEANT.get(word.toLowerCase());
  if (meant !== undefined && known.includes(meant)) return `; did you mean "${meant}"?`;
  const nearest = known
    .map((name) => ({ name, distance: distance(word.slice(0, 40).toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (nearest === undefined) return '';
  return nearest.distance <= Math.max(2, Math.floor(nearest.name.length / 3))
    ? `; did you mean "${nearest.name}"?`
    : '';
}

/** Letters to add, drop or change to make one word of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(change, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}
