/**
 * Signatories from a pasted table or list, shown row by row before anything is added; and the list as a file for a
 * spreadsheet.
 */
import type { Express, Request, Response } from 'express';
import { normaliseLines } from '../domain/answer.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { LEAD, signatoriesSchema, type Signatory } from '../domain/signatory.ts';
import { SIGNATORY_FIELDS } from '../domain/signatoryForm.ts';
import { importSignatories, type SignatoryImport } from '../domain/signatoryImport.ts';
import type { Parts } from './app.ts';
import { noteTaken } from './audits.ts';
import { rowsOf, tableFile } from './csv.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf, revisionOf, saveOrStale } from './saving.ts';
import { hashOf, newId } from './secrets.ts';

export function signatoryImportRoutes(app: Express, parts: Parts): void {
  app.get(route.signatoryImport, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    showImport(parts, request, response, desk, {});
  });

  app.post(route.signatoryImport, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const body = bodyOf(request);
    const text = typeof body['text'] === 'string' ? body['text'] : '';
    const kind = body['kind'] === 'endorsing' ? 'endorsing' : 'submitting';
    const { draft } = desk;
    if (draft.record.submittedAt !== null) throw new AppError('submitted');
    const preview = previewOf(parts, desk, text, kind);
    const adding = preview.rows.filter(({ adds }) => adds);
    // What is added is what was shown: a text that was changed under its preview is shown once more.
    if (body['apply'] === undefined || body['previewed'] !== previewed(text, kind) || adding.length === 0) {
      return showImport(parts, request, response, desk, { text, kind, preview }, adding.length === 0 ? 422 : 200);
    }
    const { value } = draft.signatories;
    const list = [...value.list, ...adding.map(({ details }) => ({ id: newId(), ...details }))];
    const newer = await saveOrStale(parts, desk, 'signatories', revisionOf(body), { ...value, list });
    if (newer === null) return response.redirect(303, to.signatories(draft.record.id));
    const signatories = { value: signatoriesSchema.parse(newer.value), revision: newer.revision };
    const later = { ...desk, draft: { ...draft, signatories } };
    const again = previewOf(parts, later, text, kind);
    showImport(parts, request, response, later, { text, kind, preview: again, stale: true }, 409);
  });

  app.get(route.signatoriesFile, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    limit(parts, request, 'export', { draft: desk.draft.record.id });
    await noteTaken(parts, desk, 'list-taken');
    response.setHeader('Content-Type', 'text/csv; charset=utf-8');
    // Neither call nor organisation in the name: a list of downloads is seen by others.
    response.setHeader('Content-Disposition', 'attachment; filename="organisations.csv"');
    response.send(Buffer.from(fileOf(parts, desk)));
  });
}

/** Names what a preview is of. */
const previewed = (text: string, kind: Signatory['kind']): string => hashOf(`${kind} ${normaliseLines(text)}`);

function previewOf(parts: Parts, { draft }: Desk, text: string, kind: Signatory['kind']): SignatoryImport {
  const tools = { cut: rowsOf, countryCode: (name: string) => parts.countries.code(name) };
  return importSignatories(text, kind, draft.organisation.value, draft.signatories.value.list, tools);
}

/** Headings and words in the reader's language: `importSignatories` reads all of them back. */
function fileOf(parts: Parts, { draft, visit }: Desk): string {
  const { say, language } = visit;
  const lineOf = (one: Omit<Signatory, 'id' | 'kind'>, kind: Signatory['kind'] | typeof LEAD): string[] => {
    const words = {
      kind: say(`signatories.kinds.${kind}`),
      country: one.country === '' ? '' : parts.countries.name(one.country, language),
      status: one.status === '' ? '' : say(`organisation.statuses.${one.status}`),
    };
    return SIGNATORY_FIELDS.map((field) => ({ ...one, ...words })[field]);
  };
  const lead = draft.organisation.value;
  return tableFile([
    SIGNATORY_FIELDS.map((field) => say(`signatories.columns.${field}`)),
    ...(lead.name === '' ? [] : [lineOf(lead, LEAD)]),
    ...draft.signatories.value.list.map((one) => lineOf(one, one.kind)),
  ]);
}

interface Filled {
  readonly text?: string;
  readonly kind?: Signatory['kind'];
  readonly preview?: SignatoryImport;
  readonly stale?: boolean;
}

function showImport(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: Filled,
  status = 200,
): void {
  const { draft, questionnaire, visit, role } = desk;
  const { text = '', kind = 'submitting', preview } = filled;
  const rows = preview?.rows ?? [];
  sendPage(
    parts,
    request,
    response,
    'signatories/import',
    {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      preview: null,
      stale: false,
      ...filled,
      text,
      kind,
      previewed: previewed(text, kind),
      adding: rows.filter(({ adds }) => adds).length,
      leaving: rows.filter(({ adds }) => !adds).length,
      revision: draft.signatories.revision,
      countryName: (code: string) => parts.countries.name(code, visit.language),
      mayWrite: may(role, 'write') && draft.record.submittedAt === null,
      here: to.signatoryImport(draft.record.id),
      noSwitch: text !== '',
    },
    status,
  );
}
