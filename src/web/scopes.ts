/**
 * The scope of a draft: as whom it answers, which modules it takes, which country it is about; and another draft like it
 * for another country. Nothing waits for it.
 */
import type { Express, Request, Response } from 'express';
import { answerState } from '../domain/answer.ts';
import { EMPTY_PUBLICATION, type Draft, type DraftRecord } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { labelOf } from '../domain/places.ts';
import { questionsOf } from '../domain/questionnaire.ts';
import {
  countryConcerned,
  hasScope,
  openChoices,
  questionsFor,
  scopeChoices,
  scopeFromForm,
  scopeOf,
  scopeSchema,
  type OpenChoice,
  type Scope,
} from '../domain/scope.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage, shown, type Shown } from './page.ts';
import { route, to } from './paths.ts';
import { limit } from './rates.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { ensureSession, keepFresh } from './visit.ts';

export function scopeRoutes(app: Express, parts: Parts): void {
  app.get(route.scope, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    showForm(parts, request, response, desk, { ...desk.draft.scope, problem: null });
  });

  app.post(route.scope, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { draft, questionnaire, visit } = desk;
    const body = bodyOf(request);
    const expected = revisionOf(body);
    const before = scopeOf(draft);
    const chosen = scopeFromForm(body, before, questionnaire, parts.countries.codes);
    const country = [body['country'] ?? ''].flat()[0] ?? '';
    if (scopeChoices(questionnaire).country && country !== '' && !parts.countries.codes.has(country)) {
      const problem = visit.say('scope.problem');
      return showForm(parts, request, response, desk, { value: chosen, revision: expected, problem }, 422);
    }
    if (JSON.stringify(chosen) !== JSON.stringify(before)) {
      const newer = await saveOrStale(parts, desk, 'scope', expected, chosen);
      if (newer !== null) {
        const theirs = { value: scopeSchema.parse(newer.value), revision: newer.revision };
        return showForm(parts, request, response, desk, { ...theirs, problem: visit.say('scope.stale') }, 409);
      }
    }
    goOn(parts, request, response, to.draft(draft.record.id));
  });

  app.post(route.countries, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { draft, questionnaire, visit } = desk;
    if (!scopeChoices(questionnaire).country) throw new AppError('not-found');
    limit(parts, request, 'start', { draft: draft.record.id });
    const session = await ensureSession(request, response, parts);
    const record: DraftRecord = {
      ...draft.record,
      id: newId(),
      startedAt: visit.now,
      changedAt: visit.now,
      revision: 1,
      submittedAt: null,
      follows: null,
    };
    const token = newToken();
    const owner = { link: newId(), label: visit.say('links.firstLabel'), hash: hashOf(token), session };
    await parts.store.startDraft(record, partsForAnother(draft), owner);
    keepFresh(response, parts, record.id, token);
    response.redirect(303, to.draft(record.id));
  });
}

/** What holds for every country: who submits, and what was chosen. */
function partsForAnother({ organisation, publication, scope }: Draft): Record<string, unknown> {
  const { choice, declined, withheld, attach } = publication.value;
  const kept = { ...EMPTY_PUBLICATION, choice, declined, attach, withheld: { ...withheld, signatories: [] } };
  return {
    ...(organisation.revision === 0 ? {} : { organisation: organisation.value }),
    ...(publication.revision === 0 ? {} : { publication: kept }),
    ...(scope.revision === 0 ? {} : { scope: { ...scope.value, country: '' } satisfies Scope }),
  };
}

interface Filled {
  readonly value: Scope;
  readonly revision: number;
  readonly problem: string | null;
}

function showForm(parts: Parts, request: Request, response: Response, desk: Desk, filled: Filled, status = 200): void {
  const { draft, questionnaire, visit, role } = desk;
  const { language } = visit;
  const { groups, modules, country } = scopeChoices(questionnaire);
  const mayWrite = may(role, 'write') && draft.record.submittedAt === null;
  const chosen = filled.value;
  const values = {
    id: draft.record.id,
    draft,
    revision: filled.revision,
    chosen,
    problem: filled.problem,
    groups: groups.map(({ id, label }) => ({
      id,
      label: label === null ? plain(id, language) : shown(questionnaire, label, language),
      questions: questionsFor(questionnaire, { ...chosen, group: id }).length,
    })),
    modules: modules.map((node) => ({
      id: node.id,
      label: labelOf(node),
      text: node.text === null ? plain('', language) : shown(questionnaire, node.text, language),
    })),
    asksCountry: country,
    countries: parts.countries.list(language),
    countryName: (code: string) => parts.countries.name(code, language),
    fixed: country ? '' : parts.countries.name(countryConcerned(questionnaire, chosen), language),
    outside: outsideNow(desk),
    mayWrite,
    mayAnother: country && may(role, 'manage'),
    formId: mayWrite ? 'form' : null,
  };
  sendPage(parts, request, response, 'scopes/show', values, status);
}

const plain = (text: string, language: string): Shown => ({ text, language, unofficial: false });

/** A question that the scope leaves out, with a text that is kept. */
export interface KeptQuestion {
  readonly id: string;
  readonly label: string | null;
  readonly text: Shown;
}

export function outsideNow({ draft, questionnaire, visit }: Desk): readonly KeptQuestion[] {
  const kept = questionsOf(questionnaire).filter(({ node }) => {
    const answer = Object.hasOwn(draft.outside, node.id) ? draft.outside[node.id] : undefined;
    return answer !== undefined && answerState(answer.value) !== 'not-started';
  });
  return kept.map(({ node }) => ({
    id: node.id,
    label: labelOf(node),
    text: shown(questionnaire, node.text ?? {}, visit.language),
  }));
}

/** What the contents say of the scope. */
export interface ScopeSummary {
  readonly state: 'not-started' | 'in-progress' | 'done';
  readonly open: readonly OpenChoice[];
  /** What was chosen, in a few words; "" for nothing. */
  readonly chosen: string;
}

/** Null where the call leaves nothing to choose. */
export function scopeSummary(parts: Parts, { draft, questionnaire, visit }: Desk): ScopeSummary | null {
  if (!hasScope(questionnaire)) return null;
  const scope = scopeOf(draft);
  const open = openChoices(questionnaire, scope);
  const group = scopeChoices(questionnaire).groups.find(({ id }) => id === scope.group);
  const named =
    group === undefined ? '' : group.label === null ? group.id : shown(questionnaire, group.label, visit.language).text;
  const country = parts.countries.name(countryConcerned(questionnaire, scope), visit.language);
  return {
    state: open.length === 0 ? 'done' : draft.scope.revision === 0 ? 'not-started' : 'in-progress',
    open,
    chosen: [named, country].filter((part) => part !== '').join(' · '),
  };
}
