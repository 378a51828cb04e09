/**
 * Writes a questionnaire as the YAML of a file in `questionnaires/`: what the schema gives by itself is left out, and
 * comments say what its reader was unsure of. What is written reads back as the same questionnaire.
 */
import { Document, isMap, isScalar, visit } from 'yaml';
import { questionnaireSchema, type Questionnaire, type WriteQuestionnaire } from '../domain/questionnaire.ts';

const WIDTH = 118;

export const writeQuestionnaire: WriteQuestionnaire = (questionnaire, { head = [], notes = {} } = {}) => {
  const document = new Document(leanest(questionnaire));
  const lines = (all: readonly string[]): string => all.map((line) => ` ${line.replace(/\s+/g, ' ')}`).join('\n');
  if (head.length > 0) document.commentBefore = lines(head);
  const { contents } = document;
  const unsaid: string[] = [];
  for (const [key, comments] of Object.entries(notes)) {
    const pair = isMap(contents) ? contents.items.find((one) => isScalar(one.key) && one.key.value === key) : undefined;
    if (pair === undefined) unsaid.push(...comments.map((comment) => `${key}: ${comment}`));
    else if (isScalar(pair.key)) pair.key.commentBefore = lines(comments);
  }
  if (unsaid.length > 0) document.comment = lines(unsaid);
  visit(document, {
    Scalar(_, node) {
      // Paragraphs and long sentences are folded where they may break, and read as they were.
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL';
    },
  });
  return document.toString({ lineWidth: WIDTH, minContentWidth: 40 });
};

/** Without what a reader of the file would fill in, where the rest still reads as the same. */
function leanest(questionnaire: Questionnaire): unknown {
  const lean = pruned(questionnaire);
  const same = questionnaireSchema.safeParse(lean);
  return same.success && JSON.stringify(same.data) === JSON.stringify(questionnaire) ? lean : questionnaire;
}

function pruned(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => pruned(one));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, inner]) => [name, pruned(inner, name)] as const)
    .filter(([name, inner]) => !isDefault(name, inner, key));
  return Object.fromEntries(entries);
}

const DEFAULTS: Readonly<Record<string, unknown>> = {
  force: 'binding',
  kind: 'question',
  module: false,
  use: 'main',
  scope: 'whole',
  approximate: false,
  paper: 'submission',
};

/** `kind` is "question" by itself for questions alone. */
function isDefault(name: string, value: unknown, within: string): boolean {
  if (value === null || value === false) return true;
  if (typeof value === 'object') return Object.keys(value).length === 0 && within !== 'languages';
  return DEFAULTS[name] === value;
}
