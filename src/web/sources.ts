/**
 * Sources: adding, changing and taking them away, whether the document lists them, and citing one at the end of an answer.
 * A source that somebody else changed meanwhile is never overwritten unseen.
 */
import type { Express, Request } from 'express';
import { withCitation, type Cited } from '../domain/citation.ts';
import { answerTo } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import { scopedTo, scopeOf } from '../domain/scope.ts';
import {
  EMPTY_SOURCE,
  sourceOf,
  SOURCES_MAX,
  sourcesSchema,
  withNewSource,
  withoutSource,
  withSource,
  type Source,
  type Sources,
} from '../domain/source.ts';
import { sourceFromForm } from '../domain/sourceForm.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { keepAnswer, showMerge, type Kept } from './merges.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';
import { handleOf, showSource, showSources } from './sourcePages.ts';

export function sourceRoutes(app: Express, parts: Parts): void {
  app.get(route.sources, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    showSources(parts, request, response, desk, { placed: placedIn(desk, request.query['question']) });
  });

  app.post(route.sources, async (request, response) => {
    const desk = await openToChange(parts, request);
    const placed = placedIn(desk, bodyOf(request)['question']);
    const { items } = desk.draft.sources.value;
    const form = sourceFromForm(bodyOf(request), EMPTY_SOURCE, items);
    const full = items.length >= SOURCES_MAX;
    if (form.details === null || full) {
      const filled = { form, placed, ...(full ? { problem: 'full' as const } : {}) };
      return showSources(parts, request, response, desk, filled, 422);
    }
    const { details } = form;
    const added = await changeSources(parts, desk, (sources) => withNewSource(sources, details));
    goOn(parts, request, response, listAddress(desk, placed, added.source.key));
  });

  app.post(route.sourceList, async (request, response) => {
    const desk = await openToChange(parts, request);
    const placed = placedIn(desk, bodyOf(request)['question']);
    const listed = bodyOf(request)['listed'] === 'yes';
    await changeSources(parts, desk, (sources) => ({ sources: { ...sources, listed } }));
    response.redirect(303, `${to.sourcesFor(desk.draft.record.id, placed?.node.id ?? '')}#list`);
  });

  app.post(route.sourceCitations, async (request, response) => {
    const desk = await openToChange(parts, request);
    const body = bodyOf(request);
    const placed = placedIn(desk, body['question']);
    if (placed === undefined) throw new AppError('not-found');
    const typed = [body['place'] ?? ''].flat()[0] ?? '';
    const place = typed.replace(/\s+/g, ' ').trim();
    const source = sourceIn(desk, request);
    if (source === undefined) {
      return showSources(parts, request, response, desk, { placed, problem: 'gone' }, 422);
    }
    if (!PLACE.test(place)) {
      const filled = {
        placed,
        problem: 'place' as const,
        typedPlace: { handle: handleOf(desk.draft.record.id, source.key), place: typed },
      };
      return showSources(parts, request, response, desk, filled, 422);
    }
    const kept = await cite(parts, desk, placed, { key: source.key, place });
    if (kept.kind === 'met') return showMerge(parts, request, response, desk, placed, kept.met);
    response.redirect(303, `${to.question(desk.draft.record.id, placed.node.id)}#text`);
  });

  app.get(route.source, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const source = sourceAt(desk, request);
    const question = placedIn(desk, request.query['question'])?.node.id ?? '';
    const form = { typed: source, problems: [] };
    showSource(parts, request, response, desk, { source, form, revision: desk.draft.sources.revision, question });
  });

  app.post(route.source, async (request, response) => {
    const desk = await openToChange(parts, request);
    const body = bodyOf(request);
    const placed = placedIn(desk, body['question']);
    const { value, revision } = desk.draft.sources;
    const source = sourceIn(desk, request);
    const others = value.items.filter((one) => one !== source);
    const form = sourceFromForm(body, source ?? EMPTY_SOURCE, others);
    if (source === undefined) {
      return showSources(parts, request, response, desk, { form, placed, problem: 'gone' }, 409);
    }
    const filled = { source, form, revision, question: placed?.node.id ?? '' };
    if (form.details === null) {
      const seen = { ...filled, revision: revisionOf(body) };
      return showSource(parts, request, response, desk, seen, 422);
    }
    const changed = { ...form.details, key: source.key };
    const moved = await hasMoved(parts, desk, source, revisionOf(body));
    if (moved && !isSame(changed, source)) {
      return showSource(parts, request, response, desk, { ...filled, theirs: source }, 409);
    }
    if (!(await changeOne(parts, desk, source, (sources) => withSource(sources, changed)))) throw new AppError('stale');
    goOn(parts, request, response, listAddress(desk, placed, source.key));
  });

  app.post(route.sourceRemoval, async (request, response) => {
    const desk = await openToChange(parts, request);
    const body = bodyOf(request);
    const placed = placedIn(desk, body['question']);
    const source = sourceAt(desk, request);
    const moved = await hasMoved(parts, desk, source, revisionOf(body));
    if (moved || !(await changeOne(parts, desk, source, (sources) => withoutSource(sources, source.key)))) {
      return showSources(parts, request, response, desk, { placed, problem: 'stale' }, 409);
    }
    goOn(parts, request, response, listAddress(desk, placed, null));
  });
}

/** What a citation can hold as the place in its source: one short line without brackets. */
const PLACE = /^[^[\];]{0,190}$/;

/** Throws `submitted` for a draft that was, beside what `openDesk` throws. */
async function openToChange(parts: Parts, request: Request): Promise<Desk> {
  const desk = await openDesk(parts, request, 'write');
  if (desk.draft.record.submittedAt !== null) throw new AppError('submitted');
  return desk;
}

/** The source in the address; undefined for none of this draft, or one that was taken away. */
function sourceIn({ draft }: Desk, request: Request): Source | undefined {
  const { id } = draft.record;
  return draft.sources.value.items.find(({ key }) => handleOf(id, key) === request.params['source']);
}

/** The same. Throws `not-found`. */
function sourceAt(desk: Desk, request: Request): Source {
  const found = sourceIn(desk, request);
  if (found === undefined) throw new AppError('not-found');
  return found;
}

/** The question that sources are chosen for; undefined for none of this draft. */
function placedIn({ questionnaire, draft }: Desk, sent: unknown): PlacedQuestion | undefined {
  return typeof sent === 'string' ? scopedTo(questionnaire, scopeOf(draft)).byId.get(sent) : undefined;
}

function listAddress({ draft }: Desk, placed: PlacedQuestion | undefined, key: string | null): string {
  return (
    to.sourcesFor(draft.record.id, placed?.node.id ?? '') +
    (key === null ? '' : `#source-${handleOf(draft.record.id, key)}`)
  );
}

/** Puts a mark at the end of the text as it stands now; what others save meanwhile is kept with it. */
async function cite(parts: Parts, desk: Desk, placed: PlacedQuestion, cited: Cited): Promise<Kept> {
  const question = placed.node.id;
  const { value: base, revision: seen } = answerTo(desk.draft, question);
  const mine = { ...base, text: withCitation(base.text, [cited]) };
  return keepAnswer(parts, desk, question, { mine, seen, base });
}

/** How often others may be faster before somebody is asked to try again. */
const TRIES_MAX = 20;

/**
 * Saves a change of the newest list, again for as long as others are faster; null where `change` gives none, because what
 * it was meant for is no longer there. Throws `unavailable` where others are always faster.
 */
export async function changeSources<Changed extends { readonly sources: Sources } | null>(
  parts: Parts,
  desk: Desk,
  change: (sources: Sources) => Changed,
): Promise<Changed> {
  let { value, revision } = desk.draft.sources;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const changed = change(value);
    if (changed === null || JSON.stringify(changed.sources) === JSON.stringify(value)) return changed;
    const newer = await saveOrStale(parts, desk, 'sources', revision, changed.sources);
    if (newer === null) return changed;
    value = sourcesSchema.parse(newer.value);
    revision = newer.revision;
  }
  throw new AppError('unavailable', 'the sources of a draft are changed all the time');
}

/** Changes one source, if it is still as it was seen. */
async function changeOne(
  parts: Parts,
  desk: Desk,
  seen: Source,
  change: (sources: Sources) => Sources,
): Promise<boolean> {
  const changed = await changeSources(parts, desk, (sources) => {
    const now = sourceOf(sources, seen.key);
    return now !== undefined && isSame(now, seen) ? { sources: change(sources) } : null;
  });
  return changed !== null;
}

/** Whether a source is no more what it was in the list of this revision. */
async function hasMoved(parts: Parts, { draft }: Desk, source: Source, seen: number): Promise<boolean> {
  if (seen === draft.sources.revision) return false;
  const part = await parts.store.partRevision(draft.record.id, 'sources', seen);
  const before = part === null ? undefined : sourceOf(sourcesSchema.parse(part.value), source.key);
  return before === undefined || !isSame(before, source);
}

const isSame = (one: Source, other: Source): boolean =>
  (Object.keys(one) as (keyof Source)[]).every((field) => one[field] === other[field]);
