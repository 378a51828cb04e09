/**
 * The list of what only people can do before a submission leaves: its lines in words, and their ticks. It stands on the
 * pages of the review and of the submission.
 */
import type { Express } from 'express';
import { checklistOf, type ChecklistLine } from '../domain/checklist.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { checklistSchema, withTicks } from '../domain/sending.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import { limitWords } from './limits.ts';
import { shown, type Shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, saveOrStale } from './saving.ts';
import { dayIn, GENEVA, minuteIn } from './times.ts';

/** Ticks of two people at once do not meet: each is made again on what the other saved. */
const TRIES_MAX = 5;

export function checklistRoutes(app: Express, parts: Parts): void {
  app.post(route.checklist, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const { draft, questionnaire, visit } = desk;
    const { id, submittedAt } = draft.record;
    if (submittedAt !== null) throw new AppError('submitted');
    const body = bodyOf(request);
    const known = new Set(checklistOf(draft, questionnaire).map((line) => line.id));
    const shownIds = [body['shown'] ?? []].flat().filter((line) => known.has(line));
    const ticked = new Set([body['done'] ?? []].flat());
    let { value, revision } = draft.checklist;
    for (let tries = 0; ; tries += 1) {
      const next = withTicks(value, shownIds, ticked, visit.now);
      if (JSON.stringify(next) === JSON.stringify(value)) break;
      const newer = await saveOrStale(parts, desk, 'checklist', revision, next);
      if (newer === null) break;
      if (tries === TRIES_MAX) throw new AppError('stale');
      value = checklistSchema.parse(newer.value);
      revision = newer.revision;
    }
    const back = body['from'] === 'submission' ? to.submission(id) : to.review(id);
    response.redirect(303, `${back}#checklist`);
  });
}

export interface ShownLine {
  readonly id: string;
  readonly text: string;
  /** Language of `text`, where that is the call's own words. */
  readonly language: string;
  /** The call's words for the rule; null where `text` is that, or there are none. */
  readonly words: Shown | null;
  readonly address: string | null;
  readonly by: string | null;
  /** Whether the texts to copy help here. */
  readonly copying: boolean;
  readonly done: string | null;
}

export interface ShownChecklist {
  readonly lines: readonly ShownLine[];
  readonly done: number;
  readonly mayTick: boolean;
}

/** Null where there is nothing to do by hand. */
export function shownChecklist(desk: Desk): ShownChecklist | null {
  const { draft, questionnaire, role } = desk;
  const lines = checklistOf(draft, questionnaire).map((line) => lineOf(desk, line));
  if (lines.length === 0) return null;
  return {
    lines,
    done: lines.filter(({ done }) => done !== null).length,
    mayTick: may(role, 'write') && draft.record.submittedAt === null,
  };
}

function lineOf({ questionnaire, visit }: Desk, line: ChecklistLine): ShownLine {
  const { say, language, zone } = visit;
  const words = line.words === null ? null : shown(questionnaire, line.words, language);
  const isTask = line.phrase === 'task';
  const limit = line.limit === null ? '' : limitWords(questionnaire, line.limit, visit);
  const day = (iso: string): string => dayIn(new Date(`${iso}T12:00:00Z`), language, 'UTC');
  const values = Object.entries(line.values).map(([name, value]) => [
    name,
    /^\d{4}-\d\d-\d\d$/.test(String(value)) ? day(String(value)) : value,
  ]);
  return {
    id: line.id,
    text: isTask
      ? (words?.text ?? '')
      : say(`checklist.lines.${line.phrase}`, { limit, ...(Object.fromEntries(values) as Record<string, string>) }),
    language: isTask ? (words?.language ?? language) : language,
    words: isTask ? null : words,
    address: line.address,
    by: line.date === null ? null : say('checklist.by', { day: day(line.date) }),
    copying: line.phrase.startsWith('form'),
    done: line.done === null ? null : minuteIn(new Date(line.done), language, zone ?? GENEVA),
  };
}
