/**
 * The papers beside the submission: what there is of them, the form of each, and each as a file. The public version
 * unless somebody asks for the full one. A submitted draft is read-only, and so are its papers; they can still be taken.
 */
import type { Express, Request } from 'express';
import type { Versioned } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { FORMATS, paperFileName } from '../domain/paperFile.ts';
import { figuresOf, mergedPapers, paperFromForm, type PaperForm } from '../domain/paperForm.ts';
import { prefill } from '../domain/paperPrefill.ts';
import { NO_PAPERS, paperKindSchema, papersSchema, type PaperKind, type Papers } from '../domain/papers.ts';
import { confidentialityOf, VERSIONS, type Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import { noteTaken } from './audits.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendFile } from './documents.ts';
import { MEDIA_TYPES, written } from './formats.ts';
import { namesAt, paperAt, showOverview, showPaper } from './paperPages.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';

export function paperRoutes(app: Express, parts: Parts): void {
  app.get(route.papers, async (request, response) => {
    showOverview(parts, request, response, await openDesk(parts, request, 'read'));
  });

  // Before the pages: the address of a file reads as that of a page, too.
  app.get(route.paperFile, async (request, response) => {
    const kind = kindIn(request);
    const desk = await openDesk(parts, request, 'read');
    const format = FORMATS.find((one) => one === request.params['format']);
    if (format === undefined) throw new AppError('not-found');
    const version = versionIn(request, desk);
    limit(parts, request, 'export', { draft: desk.draft.record.id });
    const paper = paperAt(parts, desk, kind, version);
    const { id, revision } = desk.draft.record;
    const bytes = await written(parts, `${id}/${revision}/${kind}-${version}`, () => paper, format);
    await noteTaken(parts, desk, version === 'full' ? 'paper-taken' : 'public-paper-taken');
    const { draft, questionnaire, sayDraft } = desk;
    const fileName = paperFileName(draft, questionnaire, sayDraft, kind, version, paper, format);
    sendFile(response, bytes, fileName, MEDIA_TYPES[format]);
  });

  app.get(route.paper, async (request, response) => {
    const kind = kindIn(request);
    const desk = await openDesk(parts, request, 'read');
    const { value, revision } = desk.draft.papers;
    const filled = { typed: value, figures: figuresOf(value), problems: [], revision, theirs: null };
    showPaper(parts, request, response, desk, kind, filled);
  });

  app.post(route.paper, async (request, response) => {
    const kind = kindIn(request);
    const desk = await openDesk(parts, request, 'write');
    const body = bodyOf(request);
    const seen = revisionOf(body);
    const form = paperFromForm(kind, body, desk.draft.papers.value);
    if (form.problems.length > 0) {
      return showPaper(parts, request, response, desk, kind, { ...form, revision: seen, theirs: null }, 422);
    }
    const begun = body['prefill'] === undefined ? form : prefilled(parts, desk, kind, form);
    const newer = await keepPaper(parts, desk, kind, seen, begun.typed);
    if (newer !== null) {
      const filled = { ...begun, revision: newer.revision, theirs: newer.value };
      return showPaper(parts, request, response, desk, kind, filled, 409);
    }
    const id = desk.draft.record.id;
    if (begun !== form) return response.redirect(303, `${to.paper(id, kind)}#${kind === 'letter' ? 'body' : 'text'}`);
    goOn(parts, request, response, to.papers(id), to.paper(id, kind));
  });
}

/** Throws `not-found`. */
function kindIn(request: Request): PaperKind {
  const kind = paperKindSchema.safeParse(request.params['paper']);
  if (!kind.success) throw new AppError('not-found');
  return kind.data;
}

/** Throws `not-found` for a version that there is not: where everything is confidential, nothing is public. */
function versionIn({ query }: Request, { draft }: Desk): Version {
  const { version = 'public' } = query;
  const found = VERSIONS.find((one) => one === version);
  if (found === undefined || (found === 'public' && confidentialityOf(draft) === 'whole')) {
    throw new AppError('not-found');
  }
  return found;
}

/** The key messages and recommendations of the summary, put after what a letter or a statement says already. */
function prefilled(parts: Parts, desk: Desk, kind: PaperKind, form: PaperForm): PaperForm {
  const { draft, questionnaire, sayDraft } = desk;
  const { typed } = form;
  const begin = (before: string, isSpoken: boolean): string => {
    const notes = !isSpoken && before === '';
    const text = prefill(draft, questionnaire, sayDraft, namesAt(parts, desk), notes);
    return [before, text].filter((part) => part !== '').join('\n\n');
  };
  switch (kind) {
    case 'summary':
      return form;
    case 'letter':
      return { ...form, typed: { ...typed, letter: { ...typed.letter, body: begin(typed.letter.body, false) } } };
    case 'statement': {
      const { statement } = typed;
      return { ...form, typed: { ...typed, statement: { ...statement, text: begin(statement.text, true) } } };
    }
  }
}

/** How often others may be faster before a person is asked. */
const TRIES_MAX = 5;

/**
 * Saves one paper, together with what others saved of the other papers since it was seen. Null when it is kept; what
 * stands there where somebody else changed the same paper. Throws `submitted` or `not-found`.
 */
async function keepPaper(
  parts: Parts,
  desk: Desk,
  kind: PaperKind,
  seen: number,
  mine: Papers,
): Promise<Versioned<Papers> | null> {
  let newest = desk.draft.papers;
  const base = await papersSeen(parts, desk, seen);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const merged = base === null ? null : mergedPapers(kind, base, mine, newest.value);
    if (merged === null) return newest;
    if (JSON.stringify(merged) === JSON.stringify(newest.value)) return null;
    const newer = await saveOrStale(parts, desk, 'papers', newest.revision, merged);
    if (newer === null) return null;
    newest = { value: papersSchema.parse(newer.value), revision: newer.revision };
  }
  return newest;
}

/** The papers as they stood at a revision; null for one that was never there. */
async function papersSeen(parts: Parts, { draft }: Desk, seen: number): Promise<Papers | null> {
  if (seen === draft.papers.revision) return draft.papers.value;
  if (seen === 0) return NO_PAPERS;
  const found = await parts.store.partRevision(draft.record.id, 'papers', seen);
  return found === null ? null : papersSchema.parse(found.value);
}
