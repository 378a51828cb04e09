/**
 * Looks at questionnaire files for those who write them: all that keeps a file from being served, and what is worth a
 * second look. Reads the files that it is given and no folder; serves nothing.
 */
import { readFileSync } from 'node:fs';
import { callAdvice } from '../domain/callAdvice.ts';
import type { FileProblem, Questionnaire } from '../domain/questionnaire.ts';
import { parseQuestionnaire } from './questionnaires.ts';
import { readYaml } from './yamlFile.ts';

/** `problem`: the file is not served. `advice`: it is, and should be looked at. */
export interface FileFinding extends FileProblem {
  readonly kind: 'problem' | 'advice';
}

/**
 * In the order of the files, and of their lines. `since`: a file with the version before, to compare ids with. A file that
 * cannot be read is a problem like any other.
 */
export function checkFiles(files: readonly string[], since: string | null): readonly FileFinding[] {
  const earlier = since === null ? null : opened(since);
  const seen = new Map<string, string>();
  const findings = files.flatMap((file): FileFinding[] => {
    const { questionnaire, source, problems } = opened(file);
    if (questionnaire === null || source === null) return problems.map((problem) => ({ ...problem, kind: 'problem' }));
    const yaml = readYaml(file, source);
    const first = seen.get(questionnaire.id);
    seen.set(questionnaire.id, first ?? file);
    const twin: FileFinding[] =
      first === undefined
        ? []
        : [{ ...yaml.at(['id'], `choose another id: ${first} has "${questionnaire.id}"`), kind: 'problem' }];
    const before = earlier?.questionnaire?.id === questionnaire.id ? earlier.questionnaire : null;
    const advice = callAdvice(questionnaire, before).map(({ path, message }): FileFinding => ({
      ...yaml.at(path, message),
      kind: 'advice',
    }));
    return [...twin, ...advice].sort((a, b) => a.line - b.line || a.column - b.column);
  });
  return [...(earlier?.problems ?? []).map((problem): FileFinding => ({ ...problem, kind: 'problem' })), ...findings];
}

interface Opened {
  readonly source: string | null;
  readonly questionnaire: Questionnaire | null;
  readonly problems: readonly FileProblem[];
}

function opened(file: string): Opened {
  try {
    const source = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    return { source, ...parseQuestionnaire(file, source) };
  } catch (error) {
    const message =
      error instanceof TypeError ? 'save the file as UTF-8' : `this file cannot be read (${codeOf(error)})`;
    return { source: null, questionnaire: null, problems: [{ file, line: 1, column: 1, rule: 'file', message }] };
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
