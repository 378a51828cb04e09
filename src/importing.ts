/**
 * Reading a call for the operator: from a file to the YAML of its questionnaire, with comments on what was uncertain and
 * what was not found. A helper of the door `cli.ts`. Prints the YAML alone to standard output, all else to standard error.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { editedCall } from './domain/callEdits.ts';
import { formOf } from './domain/callForm.ts';
import { baseOf, READ_FIELDS, readingsOf, type ReadField } from './domain/callReading.ts';
import { languageSchema } from './domain/language.ts';
import type { CallProposal, Span } from './domain/reader/proposal.ts';
import { idFrom } from './domain/reader/questionnaireFrom.ts';
import type { Questionnaire } from './domain/questionnaire.ts';
import type { Phrases } from './phrases.ts';
import { createFileReader } from './reading/reader.ts';
import { writeQuestionnaire } from './store/yamlOut.ts';

export interface ImportOptions {
  readonly file: string;
  /** The language of the text, where it is known better. */
  readonly language: string | null;
}

/** `import FILE [--language xx]`; a sentence where the words make no sense. */
export function readImportOptions(words: readonly string[]): ImportOptions | string {
  const at = words.indexOf('--language');
  const language = at === -1 ? null : (words[at + 1] ?? '');
  const files = words.filter((_, index) => at === -1 || (index !== at && index !== at + 1));
  if (language !== null && !languageSchema.safeParse(language).success) return 'Write the language as en, fr or es.';
  const [file] = files;
  if (file === undefined || files.length > 1) return 'Name one file to read.';
  return { file, language };
}

/** The exit status: 0 where a questionnaire was written, 1 where there is none. */
export async function importCall({ file, language }: ImportOptions, phrases: Phrases): Promise<number> {
  const complain = (sentence: string): number => {
    process.stderr.write(`${file}: ${sentence}\n`);
    return 1;
  };
  const bytes = bytesOf(file);
  if (typeof bytes === 'string') return complain(bytes);
  const reader = createFileReader();
  try {
    const read = await reader.read(bytes, basename(file));
    if (read.kind === 'refused') {
      const found = read.found === null ? '' : phrases.en(`reading.kinds.${read.found}`);
      return complain(phrases.en(`reading.refused.${read.why}`, { named: read.named ?? '', found }));
    }
    for (const notice of read.notices) process.stderr.write(`${file}: ${phrases.en(`reading.notices.${notice}`)}\n`);
    const proposal = await reader.readCall(read.text);
    if ('why' in proposal) return complain(phrases.en(`reading.refused.${proposal.why}`));
    if (proposal.title.found === null)
      process.stderr.write(`${file}: no title was found: write one in place of "–".\n`);
    if (proposal.questions.length === 0) {
      process.stderr.write(`${file}: no questions were found: write them in place of "–".\n`);
    }
    process.stdout.write(yamlOf(proposal, basename(file), language));
    return proposal.title.found === null || proposal.questions.length === 0 ? 1 : 0;
  } finally {
    await reader.close();
  }
}

function bytesOf(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch (error) {
    return `this file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`;
  }
}

function yamlOf(proposal: CallProposal, file: string, language: string | null): string {
  const base = baseOf(proposal);
  const form = formOf(base);
  const asked = { ...form, single: { ...form.single, language: language ?? form.single['language'] ?? 'en' } };
  const id = idFrom(form.single['title'] ?? '', 'call');
  const questionnaire: Questionnaire = editedCall(base, asked, id, 1).questionnaire ?? { ...base, id };
  const head = [
    `Read from ${file} by a program. Check every line against the call before you serve it:`,
    '"likely" is our reading of the words; what is commented out can mean something else too; what is missing was not found.',
  ];
  return writeQuestionnaire(questionnaire, { head, notes: notesOf(proposal) });
}

/** Where a field of the form stands in the file. */
const KEYS: Readonly<Partial<Record<ReadField, string>>> = { limits: 'length', language: 'provenance' };

function notesOf(proposal: CallProposal): Record<string, string[]> {
  const { used, candidates } = readingsOf(proposal);
  const notes: Record<string, string[]> = {};
  const note = (field: ReadField, comment: string): void => {
    const key = KEYS[field] ?? field;
    notes[key] = [...(notes[key] ?? []), comment];
  };
  for (const field of READ_FIELDS) {
    const read = used.filter((one) => one.field === field);
    const others = candidates.filter((one) => one.field === field);
    if (read.length === 0 && others.length === 0) note(field, 'not found');
    for (const { certainty, spans } of read) {
      if (certainty === 'likely' && field !== 'questions') note(field, `likely, from "${quoted(proposal, spans)}"`);
    }
    const unsure = field === 'questions' ? read.filter(({ certainty }) => certainty !== 'sure') : others;
    for (const { fills, spans } of unsure) {
      const values = Object.entries(fills).filter(([name, value]) => value !== '' && name !== 'words');
      note(
        field,
        `unsure: ${values.map(([name, value]) => `${name} ${value}`).join(', ')}, from "${quoted(proposal, spans)}"`,
      );
    }
  }
  return notes;
}

const QUOTE_LENGTH = 120;

function quoted({ text }: CallProposal, [first]: readonly Span[]): string {
  const words = first === undefined ? '' : text.slice(first.start, first.end).replace(/\s+/g, ' ').trim();
  return words.length > QUOTE_LENGTH ? `${words.slice(0, QUOTE_LENGTH)}…` : words;
}
