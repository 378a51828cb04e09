/** The invented calls of this folder whose rules are about sending: one file for each rule. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Questionnaire } from '../../../src/domain/questionnaire.ts';
import { parseQuestionnaire } from '../../../src/store/questionnaires.ts';

const FOLDER = import.meta.dirname;

/** Sources by name: "limits" is `sending-limits.yaml`. */
export const SOURCES: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((name) => /^sending-.*\.yaml$/.test(name))
    .map((name) => [name.slice('sending-'.length, -'.yaml'.length), readFileSync(join(FOLDER, name), 'utf8')]),
);

export function callNamed(name: string): Questionnaire {
  const { questionnaire, problems } = parseQuestionnaire(`sending-${name}.yaml`, SOURCES[name] ?? '');
  if (questionnaire === null) throw new Error(JSON.stringify(problems));
  return questionnaire;
}
