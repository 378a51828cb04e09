/**
 * A deadline as pages show it: the printed words, the reading in Geneva's time and in the reader's, what is left.
 */
import { deadlineState, GENEVA, mainDeadline, type DeadlineState } from '../domain/deadline.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import { official, shown, type Shown } from './page.ts';
import { deadlineIn, timeLeft } from './times.ts';
import type { Visit } from './visit.ts';

export interface DeadlineView {
  readonly state: DeadlineState;
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
}

const views = new WeakMap<Questionnaire, Map<string, DeadlineView>>();

/** The deadline that matters now. The same for a minute and a reader's language and zone, so it is made once. */
export function deadlineView(questionnaire: Questionnaire, visit: Visit): DeadlineView {
  const minute = Math.floor(visit.now.getTime() / 60_000);
  const key = `${visit.language} ${visit.zone} ${minute}`;
  let known = views.get(questionnaire);
  if (known === undefined || known.size > 50) {
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

function makeView(questionnaire: Questionnaire, { language, zone, say, now }: Visit): DeadlineView {
  const deadline = mainDeadline(questionnaire, now);
  const state = deadlineState(deadline, now);
  const wording = deadline?.rule.wording ?? questionnaire.deadlines[0]?.wording;
  const printed = wording === undefined ? null : official(questionnaire, wording);
  const translated = wording === undefined ? null : shown(questionnaire, wording, language);
  const away = zone !== null && zone !== GENEVA && deadline !== null;
  return {
    state,
    printed,
    translated: translated?.language === printed?.language ? null : translated,
    geneva: deadline === null ? '' : deadlineIn(deadline, language, GENEVA, say),
    reader: away ? deadlineIn(deadline, language, zone, say) : null,
    zone: away ? zone : null,
    instant: deadline?.instant.toISOString() ?? '',
    left: deadline === null ? '' : timeLeft(deadline.instant, now, say),
    reasons: deadline?.reasons.map((reason) => say(`deadline.reasons.${reason}`)) ?? [],
  };
}
