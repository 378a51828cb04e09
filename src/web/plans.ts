/**
 * The plan backwards: what to have done by when, counted back from the deadline; moved, ticked or dropped at will.
 */
import type { Express, Request, Response } from 'express';
import { mainDeadline, type ReadDeadline } from '../domain/deadline.ts';
import { AppError } from '../domain/errors.ts';
import { may } from '../domain/link.ts';
import { hasMoved, planFromForm, planSchema, stepsOf, todayAt, type Plan, type PlannedStep } from '../domain/plan.ts';
import type { Parts } from './app.ts';
import { deadlineView } from './deadlines.ts';
import { openDesk, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { route, to } from './paths.ts';
import { bodyOf, goOn, revisionOf, saveOrStale } from './saving.ts';
import { dayIn } from './times.ts';

export function planRoutes(app: Express, parts: Parts): void {
  app.get(route.plan, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    showPlan(parts, request, response, desk, {});
  });

  app.post(route.plan, async (request, response) => {
    const desk = await openDesk(parts, request, 'write');
    const deadline = planned(desk);
    if (deadline === null) throw new AppError('not-found');
    const before = desk.draft.plan;
    const body = bodyOf(request);
    const expected = revisionOf(body);
    const form = planFromForm(body, planSteps(desk, deadline), deadline);
    if (form.problems.length > 0) {
      return showPlan(parts, request, response, desk, { ...form, revision: expected }, 422);
    }
    if (JSON.stringify(form.plan) !== JSON.stringify(before.value)) {
      const newer = await saveOrStale(parts, desk, 'plan', expected, form.plan);
      if (newer !== null) {
        const [mine, theirs] = [form.plan, newer.value].map((plan) => withPlan(desk, planSchema.parse(plan)));
        const filled = { revision: newer.revision, theirs: linesApart(theirs ?? desk, mine ?? desk, deadline) };
        return showPlan(parts, request, response, mine ?? desk, filled, 409);
      }
    }
    goOn(parts, request, response, to.draft(desk.draft.record.id));
  });
}

const withPlan = (desk: Desk, value: Plan): Desk => ({
  ...desk,
  draft: { ...desk.draft, plan: { ...desk.draft.plan, value } },
});

/** The steps of `theirs` that `mine` has on another day, or in another state. */
function linesApart(theirs: Desk, mine: Desk, deadline: ReadDeadline): readonly StepLine[] {
  const marksOf = ({ id, day, done, dropped }: PlannedStep): string => JSON.stringify([id, day, done, dropped]);
  const known = new Set(planSteps(mine, deadline).map(marksOf));
  const apart = planSteps(theirs, deadline).filter((step) => !known.has(marksOf(step)));
  return apart.map((step) => lineOf(theirs, step));
}

/** The deadline to plan for; null where there is none, or it is past. */
function planned({ call, visit }: Desk): ReadDeadline | null {
  const deadline = mainDeadline(call, visit.now);
  return deadline !== null && deadline.instant > visit.now ? deadline : null;
}

function planSteps({ draft, call, visit }: Desk, deadline: ReadDeadline): readonly PlannedStep[] {
  const from = todayAt(deadline, draft.record.startedAt);
  return stepsOf(draft.plan.value, call, deadline, from, todayAt(deadline, visit.now));
}

/** A step as a page shows it. */
export interface StepLine extends PlannedStep {
  readonly name: string;
  /** Language of a name that is the call's own words; null: the page's. */
  readonly language: string | null;
  /** The day in words; "" for a task without one. */
  readonly when: string;
}

function lineOf({ call, visit }: Desk, step: PlannedStep): StepLine {
  const words = step.task === null ? null : shown(call, step.task, visit.language);
  return {
    ...step,
    name: words?.text ?? visit.say(`plan.steps.${step.id}`),
    language: words?.language ?? null,
    when: step.day === null ? '' : dayIn(new Date(`${step.day}T12:00:00Z`), visit.language, 'UTC'),
  };
}

/** For the contents page: what is next, and what is late. Null where there is nothing to plan for. */
export function planSummary(desk: Desk): { readonly next: StepLine | null; readonly late: readonly StepLine[] } | null {
  const deadline = planned(desk);
  if (deadline === null || desk.draft.record.submittedAt !== null) return null;
  const lines = planSteps(desk, deadline).map((step) => lineOf(desk, step));
  return {
    next: lines.find(({ state }) => state === 'next') ?? null,
    late: lines.filter(({ state }) => state === 'late'),
  };
}

/** One step of the plan; null where there is nothing to plan for, or the step was dropped. */
export function stepLine(desk: Desk, id: string): StepLine | null {
  const deadline = planned(desk);
  const step = deadline === null ? undefined : planSteps(desk, deadline).find((one) => one.id === id);
  return step === undefined || step.state === 'dropped' ? null : lineOf(desk, step);
}

interface Filled {
  readonly problems?: readonly string[];
  readonly typed?: Readonly<Record<string, string>>;
  readonly revision?: number;
  /** What somebody else saved in the meantime, where it differs. */
  readonly theirs?: readonly StepLine[];
}

function showPlan(parts: Parts, request: Request, response: Response, desk: Desk, filled: Filled, status = 200): void {
  const { draft, questionnaire, visit, role } = desk;
  const deadline = planned(desk);
  const mayWrite = may(role, 'write') && draft.record.submittedAt === null;
  sendPage(
    parts,
    request,
    response,
    'plans/show',
    {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      deadline: deadlineView(desk.call, visit),
      steps: deadline === null ? [] : planSteps(desk, deadline).map((step) => lineOf(desk, step)),
      planned: deadline !== null,
      moved: deadline !== null && hasMoved(draft.plan.value, deadline),
      mayWrite,
      formId: mayWrite && deadline !== null ? 'form' : null,
      problems: [],
      typed: {},
      theirs: null,
      revision: draft.plan.revision,
      ...filled,
    },
    status,
  );
}
