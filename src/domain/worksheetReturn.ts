/**
 * A file that is brought back to a draft: a worksheet of ours or, where it is none, whatever questions are found in it by
 * their wording. Pure.
 */
import type { QuestionNode } from './nodes.ts';
import type { RichFile } from './reading.ts';
import type { Worksheet } from './worksheet.ts';
import type { SheetFound } from './worksheetFound.ts';
import { matchDocument } from './worksheetMatching.ts';
import { readSheet } from './worksheetReading.ts';

/** What a file is read against. */
export interface Asked {
  /** The worksheet of the draft as it stands. */
  readonly sheet: Worksheet;
  /** What is printed after marks, in all languages. */
  readonly phrases: readonly string[];
  readonly questions: readonly QuestionNode[];
  /** Ids of the questions that the draft answers. */
  readonly answerable: readonly string[];
}

export const returned = (file: RichFile, { sheet, phrases, questions, answerable }: Asked): SheetFound =>
  readSheet(file, sheet, phrases) ?? matchDocument(file, questions, new Set(answerable));
