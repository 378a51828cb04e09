/**
 * What the pages of the papers show: how far each is, what can be chosen for it, how it will read and how long it is.
 */
import type { Request, Response } from 'express';
import { composePaper } from '../domain/composePaper.ts';
import type { FieldProblem } from '../domain/organisation.ts';
import { may } from '../domain/link.ts';
import type { OutlineOptions } from '../domain/outline.ts';
import type { Paper } from '../domain/paper.ts';
import { FORMATS } from '../domain/paperFile.ts';
import type { Figures } from '../domain/paperForm.ts';
import { pagesOf } from '../domain/paperLength.ts';
import { isWritten, PAPER_KINDS, type PaperKind, type Papers } from '../domain/papers.ts';
import { PACES, saidSeconds, speakingOf, spokenWords } from '../domain/speaking.ts';
import { confidentialityOf, type Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { sendPage } from './page.ts';
import { choicesAt } from './paperChoices.ts';
import type { Visit } from './visit.ts';

/** Names of countries in the language of the draft, as papers print them. */
export function namesAt(parts: Parts, { draft }: Desk): OutlineOptions {
  const { language } = draft.record;
  const countryName = (code: string): string => parts.countries.name(code, language);
  return { country: countryName(draft.organisation.value.country), countryName };
}

/** A paper as the draft has it, or as it would be with other `papers`. */
export function paperAt(parts: Parts, desk: Desk, kind: PaperKind, version: Version, papers?: Papers): Paper {
  const { draft, questionnaire, sayDraft } = desk;
  const whole = papers === undefined ? draft : { ...draft, papers: { value: papers, revision: 0 } };
  return composePaper(whole, questionnaire, sayDraft, kind, { ...namesAt(parts, desk), version });
}

const isWhole = ({ draft }: Desk): boolean => confidentialityOf(draft) === 'whole';
const mayWriteAt = ({ draft, role }: Desk): boolean => may(role, 'write') && draft.record.submittedAt === null;

export function showOverview(parts: Parts, request: Request, response: Response, desk: Desk): void {
  const { draft, visit } = desk;
  const papers = PAPER_KINDS.map((kind) => {
    const paper = paperAt(parts, desk, kind, isWhole(desk) ? 'full' : 'public');
    return {
      kind,
      written: isWritten(draft.papers.value, kind),
      versions: versionsOf(desk, paper),
      length: lengthOf(desk, kind, paper, visit),
    };
  });
  sendPage(parts, request, response, 'papers/index', {
    id: draft.record.id,
    papers,
    formats: FORMATS,
    whole: isWhole(desk),
    submitted: draft.record.submittedAt !== null,
    mayWrite: mayWriteAt(desk),
  });
}

/** The versions to take: the public one first; the full one too where it says something else. */
function versionsOf(desk: Desk, paper: Paper): readonly Version[] {
  if (isWhole(desk)) return ['full'];
  return paper.notice === undefined ? ['public'] : ['public', 'full'];
}

/** What is said of its length; null: nothing to say. `over`: it is longer than it should be. */
function lengthOf(
  { draft }: Desk,
  kind: PaperKind,
  paper: Paper,
  { say, language }: Visit,
): { readonly text: string; readonly over: boolean } | null {
  if (!isWritten(draft.papers.value, kind)) return null;
  if (kind === 'summary') {
    const pages = pagesOf(paper);
    const now = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(pages);
    return pages > 1
      ? { text: say('papers.length.over', { pages: now }), over: true }
      : { text: say('papers.length.fits'), over: false };
  }
  if (kind === 'letter') return null;
  const { minutes, pace } = draft.papers.value.statement;
  const blocks = paper.pieces.flatMap((piece) =>
    piece.kind === 'body' && piece.role === 'spoken' ? piece.blocks : [],
  );
  const speaking = speakingOf(spokenWords(blocks), pace ?? PACES[draft.record.language], minutes);
  const { words, seconds, over } = speaking;
  const time = say('papers.length.time', { words, time: saidSeconds(seconds, say), pace: speaking.pace });
  if (over > 0)
    return { text: `${time} ${say('papers.length.tooLong', { time: saidSeconds(over, say) })}`, over: true };
  return { text: minutes === null ? time : `${time} ${say('papers.length.inTime')}`, over: false };
}

/** What stands in a form. */
export interface FilledPaper {
  readonly typed: Papers;
  readonly figures: Figures;
  readonly problems: readonly FieldProblem[];
  readonly revision: number;
  /** What somebody else saved in the meantime. */
  readonly theirs: Papers | null;
}

export function showPaper(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  kind: PaperKind,
  filled: FilledPaper,
  status = 200,
): void {
  const { draft, visit } = desk;
  const { typed, theirs, problems } = filled;
  const open = isWhole(desk) ? null : paperAt(parts, desk, kind, 'public');
  const wanted: Version = request.query['version'] === 'full' || open === null ? 'full' : 'public';
  const paper = wanted === 'public' && open !== null ? open : paperAt(parts, desk, kind, 'full');
  const mayWrite = mayWriteAt(desk);
  const values = {
    ...{ id: draft.record.id, kind, mayWrite, whole: isWhole(desk), draft },
    draftLanguage: draft.record.language,
    submitted: draft.record.submittedAt !== null,
    typed: typed[kind],
    figures: filled.figures,
    revision: filled.revision,
    problems: problems.map(({ field, phrase }) => ({ field, text: visit.say(phrase) })),
    theirs: theirs === null ? null : paperAt(parts, desk, kind, 'full', theirs),
    pace: PACES[draft.record.language],
    choices: kind === 'summary' ? choicesAt(desk, typed.summary) : null,
    summarised: isWritten(draft.papers.value, 'summary'),
    written: isWritten(draft.papers.value, kind),
    ...{ paper, version: wanted, versions: versionsOf(desk, open ?? paper), formats: FORMATS },
    length: lengthOf(desk, kind, paper, visit),
    formId: mayWrite ? 'form' : null,
  };
  sendPage(parts, request, response, 'papers/show', values, status);
}
