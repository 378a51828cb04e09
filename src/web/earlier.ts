/**
 * What was written before, for this draft: the organisation's profile field by field, and answers question by question.
 * What is taken goes in as an ordinary save, behind what stands there; the other draft is read and nothing more.
 */
import type { Express, Request, Response } from 'express';
import type { FormBody } from '../domain/answer.ts';
import { DRAFT_ID, answerTo } from '../domain/draft.ts';
import type { EarlierDraft } from '../domain/earlier.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { ORGANISATION_FIELDS, organisationSchema, type Organisation } from '../domain/organisation.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import { questionOf } from '../domain/questionnaire.ts';
import { answerWith } from '../domain/reuse.ts';
import { scopedTo, scopeOf } from '../domain/scope.ts';
import { sourcesSchema } from '../domain/source.ts';
import { withItsSources } from '../domain/sourceReuse.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { earlierDraft, earlierDrafts, forQuestion, overview, profilesAt, wordsFor } from './earlierPages.ts';
import { answerSeen, keepAnswer, showMerge } from './merges.ts';
import { sendPage } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, revisionOf, saveOrStale } from './saving.ts';

const WORDS_LENGTH_MAX = 200;
/** How often others may be faster before a person is asked. */
const TRIES_MAX = 5;

export function earlierRoutes(app: Express, parts: Parts): void {
  app.get(route.earlier, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    await showEarlier(parts, request, response, desk, {});
  });

  app.post(route.earlier, async (request, response) => {
    await takeAnswer(parts, request, response, await openDesk(parts, request, 'write'));
  });

  app.post(route.earlierOrganisation, async (request, response) => {
    await takeOrganisation(parts, request, response, await openDesk(parts, request, 'write'));
  });
}

/** What could not be taken of a profile, and why. */
interface Refused {
  readonly problem?: 'none' | 'stale';
  readonly picked?: { readonly from: string; readonly fields: readonly string[] };
}

async function showEarlier(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  { problem, picked }: Refused,
  status = 200,
): Promise<void> {
  const { draft, visit } = desk;
  const drafts = await earlierDrafts(parts, desk);
  const { question, q } = request.query;
  const placed = typeof question === 'string' ? questionNamed(desk, question) : undefined;
  const words = typeof q === 'string' ? q.trim().slice(0, WORDS_LENGTH_MAX) : '';
  const values = {
    id: draft.record.id,
    record: draft.record,
    submitted: draft.record.submittedAt !== null,
    drafts: drafts.length,
    problem: problem ?? null,
    one: placed === undefined ? null : forQuestion(parts, desk, drafts, placed, words),
    questions: placed === undefined ? overview(parts, desk, drafts) : [],
    profiles: placed === undefined ? profilesAt(desk, drafts, picked) : [],
    revision: draft.organisation.revision,
    countryName: (code: string) => parts.countries.name(code, visit.language),
    here: placed === undefined ? to.earlier(draft.record.id) : to.earlierFor(draft.record.id, placed.node.id),
  };
  sendPage(parts, request, response, 'earlier/show', values, status);
}

/** Also one that the scope leaves out: what is typed there is kept too. */
function questionNamed({ draft, questionnaire }: Desk, id: string): PlacedQuestion | undefined {
  return scopedTo(questionnaire, scopeOf(draft)).byId.get(id) ?? questionOf(questionnaire, id);
}

const textIn = (body: FormBody, name: string): string => [body[name] ?? ''].flat()[0] ?? '';

/** The other draft that a form names. Throws `not-found` for one that this browser may not read, and for this very one. */
async function draftNamed(parts: Parts, { draft, visit }: Desk, id: string): Promise<EarlierDraft> {
  if (!DRAFT_ID.test(id) || id === draft.record.id || visit.session === null) throw new AppError('not-found');
  const opened = await parts.store.openDraft(id, visit.session, visit.now);
  if (opened === null || !may(opened.role, 'read')) throw new AppError('not-found');
  return earlierDraft(parts, opened);
}

async function takeAnswer(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const body = bodyOf(request);
  const { draft } = desk;
  const seen = revisionOf(body);
  if (textIn(body, 'from') === '') throw new AppError('invalid', 'no draft to take an answer from');
  const earlier = await draftNamed(parts, desk, textIn(body, 'from'));
  const before = questionOf(earlier.questionnaire, textIn(body, 'of'));
  const placed = questionNamed(desk, textIn(body, 'question'));
  if (before === undefined || placed === undefined) throw new AppError('not-found');
  if (draft.record.submittedAt !== null) throw new AppError('submitted');

  const told = answerTo(earlier.draft, before.node.id).value;
  const answer = await bringSources(parts, desk, earlier, told);
  const base = await answerSeen(parts, desk, placed.node.id, seen);
  const stood = base ?? answerTo(draft, placed.node.id).value;
  const words = wordsFor(parts, earlier, draft.record.language);
  const mine = answerWith({ question: placed.node, answer: stood }, { question: before.node, answer }, words);
  const kept = await keepAnswer(parts, desk, placed.node.id, { mine, seen, base });
  if (kept.kind === 'met') return showMerge(parts, request, response, desk, placed, kept.met);
  const { id } = draft.record;
  const isMerged = kept.kind === 'merged';
  const next = isMerged
    ? to.merged(id, placed.node.id, { seen, merged: kept.revision, unfinished: false })
    : to.question(id, placed.node.id);
  response.redirect(303, `${next}#text`);
}

/** Saves the sources that the answer cites with those of this draft; the answer as it cites them here. */
async function bringSources(
  parts: Parts,
  desk: Desk,
  earlier: EarlierDraft,
  told: ReturnType<typeof answerTo>['value'],
): Promise<typeof told> {
  let { value, revision } = desk.draft.sources;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { sources, answer } = withItsSources(told, earlier.draft.sources.value, value);
    if (sources === value) return answer;
    const newer = await saveOrStale(parts, desk, 'sources', revision, sources);
    if (newer === null) return answer;
    value = sourcesSchema.parse(newer.value);
    revision = newer.revision;
  }
  throw new AppError('stale');
}

async function takeOrganisation(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const body = bodyOf(request);
  const expected = revisionOf(body);
  const from = textIn(body, 'from');
  const fields = [body['take'] ?? []].flat();
  const known = ORGANISATION_FIELDS.filter((field) => fields.includes(field));
  if (from === '' || known.length === 0) {
    return showEarlier(parts, request, response, desk, { problem: 'none', picked: { from, fields: [] } }, 422);
  }
  const { organisation } = (await draftNamed(parts, desk, from)).draft;
  const taken = Object.fromEntries(known.map((field) => [field, organisation.value[field]]));
  const before = desk.draft.organisation.value;
  const next: Organisation = organisationSchema.parse({ ...before, ...taken });
  if (JSON.stringify(next) !== JSON.stringify(before)) {
    const newer = await saveOrStale(parts, desk, 'organisation', expected, next);
    if (newer !== null) {
      const later = { value: organisationSchema.parse(newer.value), revision: newer.revision };
      const now = { ...desk, draft: { ...desk.draft, organisation: later } };
      const refused = { problem: 'stale', picked: { from, fields: known } } as const;
      return showEarlier(parts, request, response, now, refused, 409);
    }
  }
  response.redirect(303, to.organisation(desk.draft.record.id));
}
