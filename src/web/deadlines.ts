/**
 * Deadlines as pages show them: the printed words, the reading in Geneva's time and in the reader's, what is left, and
 * why it is read so. Takes the moment from the visit; knows no clock.
 */
import {
  callState,
  deadlinesOf,
  deadlineState,
  GENEVA,
  mainDeadline,
  openingOf,
  type DeadlineState,
  type ReadDeadline,
} from '../domain/deadline.ts';
import type { DeadlineRule } from '../domain/callRules.ts';
import { isInReply, type Questionnaire } from '../domain/questionnaire.ts';
import { official, shown, type Shown } from './page.ts';
import { dayIn, deadlineIn, timeLeft, timeToOpening } from './times.ts';
import type { Visit } from './visit.ts';

/** One deadline. Where the words give no date, what comes of one is empty. */
export interface DeadlineLine {
  readonly state: DeadlineState;
  /** Which deadline it is, where the call has several. */
  readonly label: Shown | null;
  /** The words as printed; null where the call states no deadline. */
  readonly printed: Shown | null;
  /** The words in the language of the page, where that is a translation. */
  readonly translated: Shown | null;
  readonly geneva: string;
  /** In the reader's own zone; null where none was chosen or it is Geneva's. */
  readonly reader: string | null;
  readonly zone: string | null;
  /** ISO 8601, UTC: for the browser's script. */
  readonly instant: string;
  readonly left: string;
  /** Phrases that say why we read it so. */
  readonly reasons: readonly string[];
  /** Phrases on what else counts: arrival or sending, lateness, a date that was moved. */
  readonly notes: readonly string[];
  /** What it was before the call changed it, oldest first; `reading` is in Geneva's time. */
  readonly was: readonly { readonly words: Shown; readonly reading: string }[];
}

/** The deadline that matters now, with the state of the call as a whole. */
export interface DeadlineView extends DeadlineLine {
  /** Only before a call opens: how long until then, the day in Geneva or at the call's seat, and the call's words. */
  readonly opening: { readonly left: string; readonly day: string; readonly words: Shown | null } | null;
  readonly others: readonly DeadlineLine[];
  /** Whether somebody asks: a deadline that is missing is then one that was not stated. */
  readonly inReply: boolean;
}

const VIEWS_KEPT_MAX = 50;
const views = new WeakMap<Questionnaire, Map<string, DeadlineView>>();

/** The deadlines of a call. The same for a second and a reader's language and zone, so they are made once. */
export function deadlineView(questionnaire: Questionnaire, visit: Visit): DeadlineView {
  const second = Math.floor(visit.now.getTime() / 1000);
  const key = `${visit.language} ${visit.zone} ${second}`;
  let known = views.get(questionnaire);
  if (known === undefined || known.size >= VIEWS_KEPT_MAX) {
    known = new Map();
    views.set(questionnaire, known);
  }
  let view = known.get(key);
  if (view === undefined) {
    view = makeView(questionnaire, visit);
    known.set(key, view);
  }
  return view;
}

function makeView(questionnaire: Questionnaire, visit: Visit): DeadlineView {
  const { now, say } = visit;
  const state = callState(questionnaire, now);
  const dated = deadlinesOf(questionnaire);
  const undated = questionnaire.deadlines.filter((rule) => dated.every((deadline) => deadline.rule !== rule));
  // A standing call has no deadline any more when its last one is past.
  const main = state === 'standing' ? null : mainDeadline(questionnaire, now);
  const rule = main?.rule ?? undated[0] ?? null;
  return {
    ...lineOf(questionnaire, rule, main, visit),
    state,
    inReply: isInReply(questionnaire),
    ...(state === 'standing' ? { left: say('deadline.standing') } : {}),
    opening: state === 'opens-later' ? openingIn(questionnaire, visit) : null,
    others: [
      ...dated.filter((deadline) => deadline !== main).map((one) => lineOf(questionnaire, one.rule, one, visit)),
      ...undated.filter((one) => one !== rule).map((one) => lineOf(questionnaire, one, null, visit)),
    ],
  };
}

/** The day on which the office closed the call, in words; null: it did not say that it has. */
export function closedDay({ closed }: Questionnaire, { language }: Visit): string | null {
  return closed.value === null ? null : dayIn(new Date(`${closed.value}T12:00:00Z`), language, 'UTC');
}

/** One deadline for one reader. `deadline` is `rule` as it was read, null where it has no date. */
export function lineOf(
  questionnaire: Questionnaire,
  rule: DeadlineRule | null,
  deadline: ReadDeadline | null,
  { language, zone, say, now }: Visit,
): DeadlineLine {
  const printed = rule === null ? null : official(questionnaire, rule.wording);
  const translated = rule === null ? null : shown(questionnaire, rule.wording, language);
  const words = {
    label: rule?.label == null ? null : shown(questionnaire, rule.label, language),
    printed,
    translated: translated?.language === printed?.language ? null : translated,
    notes: rule === null ? [] : notesOn(rule, deadline, say),
  };
  if (deadline === null) {
    const nothing = { geneva: '', reader: null, zone: null, instant: '', left: '', reasons: [], was: [] };
    return { state: 'not-stated', ...words, ...nothing };
  }
  const away = zone !== null && zone !== GENEVA;
  const counted = { zone: deadline.zone, ...countedBack(deadline.rule, language) };
  return {
    state: deadlineState(deadline, now),
    ...words,
    geneva: deadlineIn(deadline, language, GENEVA, say),
    reader: away ? deadlineIn(deadline, language, zone, say) : null,
    zone: away ? zone : null,
    instant: deadline.instant.toISOString(),
    left: timeLeft(deadline.instant, now, say),
    reasons: deadline.reasons.map((reason) => say(`deadline.reasons.${reason}`, counted)),
    was: deadline.was.map(({ former, reading }) => ({
      words: official(questionnaire, former.wording),
      reading: deadlineIn(reading, language, GENEVA, say),
    })),
  };
}

function countedBack({ relative }: DeadlineRule, language: Visit['language']): { days: number; day: string } {
  if (!relative?.before) return { days: 0, day: '' };
  return { days: relative.days, day: dayIn(new Date(relative.before), language, 'UTC') };
}

function notesOn(rule: DeadlineRule, deadline: ReadDeadline | null, say: Visit['say']): string[] {
  const unknown = deadline === null ? rule.relative : null;
  return [
    ...(deadline?.change ? [say(`deadline.notes.${deadline.change}`)] : []),
    ...(unknown === null ? [] : [say('deadline.notes.unknown-start', { days: unknown.days })]),
    ...(rule.basis === null ? [] : [say(`deadline.notes.${rule.basis}`)]),
    ...(rule.strictness === null ? [] : [say(`deadline.notes.${rule.strictness}`)]),
  ];
}

function openingIn(questionnaire: Questionnaire, { language, say, now }: Visit): DeadlineView['opening'] {
  const instant = openingOf(questionnaire);
  const { value, wording } = questionnaire.opening;
  if (instant === null || value === null) return null;
  return {
    left: timeToOpening(instant, now, say),
    day: dayIn(new Date(value), language, 'UTC'),
    words: wording === null ? null : official(questionnaire, wording),
  };
}
