/**
 * What was written before, for this draft: the organisation's profile field by field, and answers question by question.
 * What is taken goes in as an ordinary save, behind what stands there; the other draft is read and nothing more. What it
 * withholds from publication is withheld here as well, before it comes.
 */
import type { Express, Request, Response } from 'express';
import type { Answer, FormBody } from '../domain/answer.ts';
import { DRAFT_ID, answerTo, publicationSchema } from '../domain/draft.ts';
import type { EarlierDraft } from '../domain/earlier.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { ORGANISATION_FIELDS, organisationSchema, type Organisation } from '../domain/organisation.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import { questionOf } from '../domain/questionnaire.ts';
import { answerWith } from '../domain/reuse.ts';
import { scopedTo, scopeOf } from '../domain/scope.ts';
import { sourcesSchema, type Sources } from '../domain/source.ts';
import { withItsSources } from '../domain/sourceReuse.ts';
import { secretNamesOf } from '../domain/versions.ts';
import { withheldWith, withNamesMarked, withSecretSources, type Withheld } from '../domain/withheldReuse.ts';
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

/** What could not be taken, and why. */
interface Refused {
  /** `closed`: this browser may not write the other draft, or not any more. */
  readonly problem?: 'none' | 'stale' | 'closed';
  /** That an answer was to be taken for. */
  readonly placed?: PlacedQuestion | undefined;
  readonly picked?: { readonly from: string; readonly fields: readonly string[] };
}

async function showEarlier(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  { problem, picked, placed = questionNamed(desk, request.query['question']) }: Refused,
  status = 200,
): Promise<void> {
  const { draft, visit } = desk;
  const drafts = await earlierDrafts(parts, desk);
  const { q } = request.query;
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
function questionNamed({ draft, questionnaire }: Desk, id: unknown): PlacedQuestion | undefined {
  if (typeof id !== 'string') return undefined;
  return scopedTo(questionnaire, scopeOf(draft)).byId.get(id) ?? questionOf(questionnaire, id);
}

const textIn = (body: FormBody, name: string): string => [body[name] ?? ''].flat()[0] ?? '';

/** The other draft that a form names. Null for one that this browser may not write, and for this very one. */
async function draftNamed(parts: Parts, { draft, visit }: Desk, id: string): Promise<EarlierDraft | null> {
  if (!DRAFT_ID.test(id) || id === draft.record.id || visit.session === null) return null;
  const opened = await parts.store.openDraft(id, visit.session, visit.now);
  return opened === null || !may(opened.role, 'write') ? null : earlierDraft(parts, opened);
}

async function takeAnswer(parts: Parts, request: Request, response: Response, desk: Desk): Promise<void> {
  const body = bodyOf(request);
  const { draft } = desk;
  const seen = revisionOf(body);
  if (textIn(body, 'from') === '') throw new AppError('invalid', 'no draft to take an answer from');
  const earlier = await draftNamed(parts, desk, textIn(body, 'from'));
  const placed = questionNamed(desk, textIn(body, 'question'));
  if (earlier === null) return showEarlier(parts, request, response, desk, { problem: 'closed', placed }, 422);
  const before = questionOf(earlier.questionnaire, textIn(body, 'of'));
  if (before === undefined || placed === undefined) throw new AppError('not-found');
  if (draft.record.submittedAt !== null) throw new AppError('submitted');

  const names = secretNamesOf(earlier.draft);
  const told = withNamesMarked(answerTo(earlier.draft, before.node.id).value, before.node.asks, names).answer;
  const from = withSecretSources(earlier.draft.sources.value, names);
  const answer = await bringSources(parts, desk, from, told);
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
async function bringSources(parts: Parts, desk: Desk, from: Sources, told: Answer): Promise<Answer> {
  let { value, revision } = desk.draft.sources;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { sources, answer } = withItsSources(told, from, value);
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
  const earlier = await draftNamed(parts, desk, from);
  if (earlier === null) return showEarlier(parts, request, response, desk, { problem: 'closed' }, 422);
  const { organisation } = earlier.draft;
  const given = known.filter((field) => organisation.value[field] !== '');
  const withheld = withheldWith(earlier.draft, given);
  const taken = Object.fromEntries(known.map((field) => [field, organisation.value[field]]));
  const before = desk.draft.organisation.value;
  const next: Organisation = organisationSchema.parse({ ...before, ...taken });
  const isNewest = expected === desk.draft.organisation.revision;
  if (JSON.stringify(next) === JSON.stringify(before)) await withhold(parts, desk, withheld);
  else {
    // Never the other way round: what stands here for a moment could be sent.
    if (isNewest) await withhold(parts, desk, withheld);
    const newer = await saveOrStale(parts, desk, 'organisation', expected, next);
    if (newer !== null) {
      const later = { value: organisationSchema.parse(newer.value), revision: newer.revision };
      const now = { ...desk, draft: { ...desk.draft, organisation: later } };
      const refused = { problem: 'stale', picked: { from, fields: known } } as const;
      return showEarlier(parts, request, response, now, refused, 409);
    }
  }
  const { id } = desk.draft.record;
  const told = withheld.organisation ? 'organisation' : withheld.contact ? 'contact' : null;
  response.redirect(303, told === null ? to.organisation(id) : to.organisationWithheld(id, told));
}

/** Adds to what this draft withholds from publication; what is withheld already stays so. */
async function withhold(parts: Parts, desk: Desk, { organisation, contact }: Withheld): Promise<void> {
  let { value, revision } = desk.draft.publication;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { withheld } = value;
    const more = {
      organisation: withheld.organisation || organisation,
      contact: withheld.contact || contact,
    };
    if (more.organisation === withheld.organisation && more.contact === withheld.contact) return;
    const next = { ...value, withheld: { ...withheld, ...more } };
    const newer = await saveOrStale(parts, desk, 'publication', revision, next);
    if (newer === null) return;
    value = publicationSchema.parse(newer.value);
    revision = newer.revision;
  }
  throw new AppError('stale');
}
