/**
 * The forms of the papers: what was sent, read into what is kept. Field names are those of `Papers`; a field that is not
 * sent keeps what it had. Nothing that was typed is ever refused, but for figures that are none. Pure.
 */
import { normaliseLines, type FormBody } from './answer.ts';
import type { FieldProblem } from './organisation.ts';
import type { Chosen, PaperKind, Papers } from './papers.ts';
import { MINUTES_MAX, PACE_MAX, PACE_MIN } from './speaking.ts';

export interface PaperForm {
  /** What was typed; figures that cannot be read are missing from it, and stand in `figures`. */
  readonly typed: Papers;
  readonly figures: Figures;
  readonly problems: readonly FieldProblem[];
}

/** Figures as they stand in their fields. */
export interface Figures {
  readonly minutes: string;
  readonly pace: string;
}

/** Of a whole form (`whole` is sent) boxes that came without a value were unticked. */
export function paperFromForm(kind: PaperKind, body: FormBody, before: Papers): PaperForm {
  const figures = { minutes: lineIn(body, 'minutes', ''), pace: lineIn(body, 'pace', '') };
  switch (kind) {
    case 'summary':
      return { typed: { ...before, summary: summaryIn(body, before.summary) }, figures, problems: [] };
    case 'letter':
      return { typed: { ...before, letter: letterIn(body, before.letter) }, figures, problems: [] };
    case 'statement':
      return statementIn(body, before, figures);
  }
}

const sentIn = (body: FormBody, name: string): string | undefined => {
  const sent = Object.hasOwn(body, name) ? body[name] : undefined;
  return sent === undefined ? undefined : normaliseLines([sent].flat()[0] ?? '');
};
/** A text of several lines. */
const textIn = (body: FormBody, name: string, before: string): string => sentIn(body, name)?.trim() ?? before;
const lineIn = (body: FormBody, name: string, before: string): string =>
  sentIn(body, name)
    ?.trim()
    .replace(/\s*\n\s*/g, ' ') ?? before;

function summaryIn(body: FormBody, before: Papers['summary']): Papers['summary'] {
  return {
    title: lineIn(body, 'title', before.title),
    own: textIn(body, 'own', before.own),
    messages: chosenIn(body, 'messages', before.messages),
    ownRecommendations: textIn(body, 'ownRecommendations', before.ownRecommendations),
    recommendations: chosenIn(body, 'recommendations', before.recommendations),
  };
}

/** As forms name a piece; neither an id nor a mark holds a full stop. */
export const chosenName = ({ question, mark }: Chosen): string => `${question}.${mark}`;
const CHOSEN = /^([a-z0-9-]{1,100})\.([0-9a-z]{1,13})$/;
/** More pieces than anybody would choose. */
const CHOSEN_MAX = 500;

function chosenIn(body: FormBody, name: string, before: readonly Chosen[]): Chosen[] {
  const sent = Object.hasOwn(body, name) ? body[name] : undefined;
  if (sent === undefined) return Object.hasOwn(body, 'whole') ? [] : [...before];
  const found = [...new Set([sent].flat())].flatMap((value): Chosen[] => {
    const [, question, mark] = CHOSEN.exec(value) ?? [];
    return question === undefined || mark === undefined ? [] : [{ question, mark }];
  });
  return found.slice(0, CHOSEN_MAX);
}

function letterIn(body: FormBody, before: Papers['letter']): Papers['letter'] {
  return {
    addressee: textIn(body, 'addressee', before.addressee),
    place: lineIn(body, 'place', before.place),
    date: lineIn(body, 'date', before.date),
    subject: lineIn(body, 'subject', before.subject),
    salutation: lineIn(body, 'salutation', before.salutation),
    body: textIn(body, 'body', before.body),
    closing: textIn(body, 'closing', before.closing),
    signer: textIn(body, 'signer', before.signer),
  };
}

function statementIn(body: FormBody, before: Papers, figures: Figures): PaperForm {
  const isSent = (name: string): boolean => Object.hasOwn(body, name);
  const [minutes, pace] = [minutesFrom(figures.minutes), paceFrom(figures.pace)];
  const statement = {
    occasion: lineIn(body, 'occasion', before.statement.occasion),
    speaker: lineIn(body, 'speaker', before.statement.speaker),
    text: textIn(body, 'text', before.statement.text),
    minutes: isSent('minutes') && minutes !== undefined ? minutes : before.statement.minutes,
    pace: isSent('pace') && pace !== undefined ? pace : before.statement.pace,
  };
  const problems = [
    ...(minutes === undefined ? [{ field: 'minutes', phrase: 'papers.problems.minutes' }] : []),
    ...(pace === undefined ? [{ field: 'pace', phrase: 'papers.problems.pace' }] : []),
  ];
  return { typed: { ...before, statement }, figures, problems };
}

/** "2", "1.5", "1,5", "1:30"; null: nothing given; undefined: no such figure. */
function minutesFrom(typed: string): number | null | undefined {
  if (typed === '') return null;
  const [, whole, part] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed) ?? [];
  const [, minutes, seconds] = /^(\d{1,3}):([0-5]\d)$/.exec(typed) ?? [];
  const found =
    minutes !== undefined
      ? Number(minutes) + Number(seconds) / 60
      : Number(whole === undefined ? Number.NaN : `${whole}.${part ?? 0}`);
  return found > 0 && found <= MINUTES_MAX ? found : undefined;
}

function paceFrom(typed: string): number | null | undefined {
  if (typed === '') return null;
  const pace = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN;
  return pace >= PACE_MIN && pace <= PACE_MAX ? pace : undefined;
}

/** What stands in the fields for figures that are kept. */
export function figuresOf({ statement: { minutes, pace } }: Papers): Figures {
  return { minutes: minutes === null ? '' : shownMinutes(minutes), pace: pace === null ? '' : String(pace) };
}

/** "2", or "1:30". */
function shownMinutes(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  const rest = seconds % 60;
  return rest === 0 ? String(seconds / 60) : `${Math.floor(seconds / 60)}:${String(rest).padStart(2, '0')}`;
}

/**
 * What two people saved of the same papers, put together: each paper as whoever changed it left it. Null where both
 * changed this one, and only a person can tell.
 */
export function mergedPapers(kind: PaperKind, seen: Papers, mine: Papers, theirs: Papers): Papers | null {
  const same = (a: Papers, b: Papers): boolean => JSON.stringify(a[kind]) === JSON.stringify(b[kind]);
  return same(seen, theirs) || same(mine, theirs) ? { ...theirs, [kind]: mine[kind] } : null;
}
