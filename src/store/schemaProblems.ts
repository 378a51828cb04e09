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
  /** Zod forgets which keys it would have known; they are noted here while it still has the schema. */
  const known = new Map<string, readonly string[]>();
  const result = schema.safeParse(value, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
        known.set(join(issue.path ?? []), Object.keys(issue.inst.shape));
      }
      return sentence(issue);
    },
  });
  if (result.success) return { value: result.data, faults: null };
  const faults = result.error.issues.slice(0, faultsMax).flatMap((issue): Fault[] => {
    if (issue.code === 'unrecognized_keys') {
      const keys = known.get(join(issue.path)) ?? [];
      return issue.keys.slice(0, faultsMax).map((key) => ({
        path: [...issue.path, key],
        message: `there is no rule "${key}" here${suggestion(key, keys)}`,
        part: 'key',
      }));
    }
    const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    return [{ path: issue.path, message, part: issue.code === 'invalid_key' ? 'key' : 'value' }];
  });
  return { value: null, faults: faults.slice(0, faultsMax) };
}

const join = (path: Path): string => path.map(String).join('.');

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
      return ofType(issue.input, issue.expected, last(issue.path));
    case 'invalid_value':
      return ofValues(issue.input, issue.values, last(issue.path));
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

function ofType(input: unknown, expected: string, name: string | null): string {
  const wanted = TYPES[expected] ?? expected;
  if (input === undefined) return `add "${name}": ${wanted}`;
  if (input === null) return `write ${wanted} ${name === null ? 'here' : `after "${name}:"`}: nothing stands there`;
  if (expected === 'string' && typeof input !== 'object') {
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

/** Names the known word that is nearest, if it is near enough to be what was meant. */
function suggestion(word: string, known: readonly string[]): string {
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
