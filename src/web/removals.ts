/**
 * Removal by an owner: what goes, what nobody can reach any more, and the name of the draft to be typed before it goes.
 * Also says when a draft will be removed by itself, and puts that off.
 */
import type { Express, Request, Response } from 'express';
import { isNameTyped, removeEverywhere } from '../domain/removal.ts';
import { prolonged, removalAt } from '../domain/retention.ts';
import type { Parts } from './app.ts';
import { doerOf, openDesk, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf } from './saving.ts';
import { dayIn, GENEVA } from './times.ts';
import { forgetFresh } from './visit.ts';

/** A name that is longer is not typed by anybody. */
const NAME_MAX = 500;

export function removalRoutes(app: Express, parts: Parts): void {
  app.get(route.removal, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    showRemoval(parts, request, response, desk, null);
  });

  app.post(route.removal, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const typed = String(bodyOf(request)['name'] ?? '').slice(0, NAME_MAX);
    if (!isNameTyped(typed, nameOf(desk))) return showRemoval(parts, request, response, desk, typed);
    const { id } = desk.draft.record;
    await removeEverywhere(parts, id);
    parts.textSearch.forget(id);
    forgetFresh(response, parts, id);
    response.redirect(303, to.removed());
  });

  app.post(route.retention, async (request, response) => {
    const desk = await openDesk(parts, request, 'manage');
    const { id } = desk.draft.record;
    await parts.store.keepUntil(id, prolonged(parts.retentionDays, desk.visit.now), doerOf(desk));
    response.redirect(303, `${to.removal(id)}?kept=yes#stay`);
  });

  app.get(route.removed, (request, response) => {
    sendPage(parts, request, response, 'removals/done', {});
  });
}

/** What is typed: the organisation's name or, without one, the title under which the draft is shown to this reader. */
function nameOf({ draft, questionnaire, visit }: Desk): string {
  const name = draft.organisation.value.name.trim();
  return name === '' ? shown(questionnaire, questionnaire.shortTitle, visit.language).text : name;
}

/** `typed`: what was typed and is not the name; null: nothing was typed yet. */
function showRemoval(parts: Parts, request: Request, response: Response, desk: Desk, typed: string | null): void {
  const { draft, questionnaire, visit } = desk;
  const { id, submittedAt, follows } = draft.record;
  const name = nameOf(desk);
  const values = {
    id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    name,
    goes: ['texts', 'together', 'links', 'reminders', ...(submittedAt === null ? [] : ['submission'])],
    stays: ['sent', 'files', 'backups', ...(submittedAt === null && follows === null ? [] : ['versions'])],
    typed: typed ?? '',
    problem: typed === null ? null : visit.say('removal.problem', { name }),
    stay: stayOf(parts, desk),
    kept: request.query['kept'] === 'yes',
    here: to.removal(id),
  };
  sendPage(parts, request, response, 'removals/show', values, typed === null ? 200 : 422);
}

/** When a draft will be removed by itself, as pages say it. */
export interface Stay {
  readonly day: string;
  /** Whether it is near enough to be announced. */
  readonly near: boolean;
  /** The day to which it can be put off now; null: it is not sooner. */
  readonly longer: string | null;
  readonly days: number;
}

export function stayOf({ retentionDays }: Pick<Parts, 'retentionDays'>, desk: Desk): Stay {
  const { draft, call, retention, visit } = desk;
  const { at, near } = removalAt({ ...draft.record, ...retention }, call, retentionDays, visit.now);
  const longer = prolonged(retentionDays, visit.now);
  const day = (moment: Date): string => dayIn(moment, visit.language, visit.zone ?? GENEVA);
  return {
    day: day(at),
    near,
    longer: day(longer) !== day(at) && longer > at ? day(longer) : null,
    days: retentionDays,
  };
}
