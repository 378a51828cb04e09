/** The name of the file of a paper beside the submission, as that of the submission is made. Pure. */
import type { Draft } from './draft.ts';
import { fileNameParts } from './email.ts';
import type { Say } from './language.ts';
import type { Paper } from './paper.ts';
import type { PaperKind } from './papers.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { Version } from './versions.ts';

/** The formats in which papers are offered, by the ending of their files. */
export const FORMATS = ['docx', 'odt', 'md'] as const;
export type Format = (typeof FORMATS)[number];

/** "Agir-ensemble_civil-society-and-solidarity_letter.odt"; where there are two versions it says which it is. */
export function paperFileName(
  draft: Draft,
  questionnaire: Questionnaire,
  say: Say,
  kind: PaperKind,
  version: Version,
  paper: Pick<Paper, 'notice'>,
  format: Format,
): string {
  const which = paper.notice === undefined ? '' : say(`email.fileVersions.${version}`);
  const parts = fileNameParts(draft, questionnaire, [say(`papers.fileWord.${kind}`), which]);
  return `${parts.join('_') || kind}.${format}`;
}
