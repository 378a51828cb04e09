/**
 * Carries answers to a newer version of their questionnaire: by the id of the question. What an answer holds that the
 * newer version has no place for becomes text under it; not a word is left behind. Pure.
 */
import { EMPTY_ANSWER, isValueBlank, type Answer, type AskValue } from './answer.ts';
import { fitted, textsIn } from './leftOver.ts';
import type { Ask } from './asks.ts';
import type { Draft } from './draft.ts';
import type { QuestionNode } from './nodes.ts';
import type { Composing } from './outline.ts';
import { questionOf, type Questionnaire } from './questionnaire.ts';
import { writtenOut } from './written.ts';

type Words = Pick<Composing, 'say' | 'worded'>;

/**
 * The answer as the newer question can hold it: the same value where all of it fits. `words` are of the language of the
 * draft; they name what becomes text as the earlier question did.
 */
export function carried(answer: Answer, before: QuestionNode, after: QuestionNode, words: Words): Answer {
  const values: Record<string, AskValue> = {};
  const texts: string[] = [];
  let isDivided = false;
  for (const [id, value] of Object.entries(answer.values)) {
    const [kept, left] = divided(value, askIn(before, id), askIn(after, id));
    if (left === null || (kept !== null && isValueBlank(left))) {
      values[id] = value;
      continue;
    }
    isDivided = true;
    if (kept !== null && !isValueBlank(kept)) values[id] = kept;
    if (!isValueBlank(left)) texts.push(asText(id, left, before, words));
  }
  if (!isDivided) return fitted(after, answer);
  const text = [answer.text, ...texts].filter((part) => part.trim() !== '').join('\n\n');
  return fitted(after, { ...answer, values, text });
}

const askIn = (node: QuestionNode, id: string): Ask | undefined => node.asks.find((ask) => ask.id === id);

/** What of a value still has its place, and what has not. */
function divided(
  value: AskValue,
  before: Ask | undefined,
  after: Ask | undefined,
): readonly [kept: AskValue | null, left: AskValue | null] {
  // A value that its own question did not know was kept as it is all the time, and goes on to be.
  if (before === undefined && after === undefined) return [value, null];
  const isTable = (kind: Ask['kind'] | undefined): boolean => kind === 'rows' || kind === 'records';
  const isAkin = after?.kind === value.kind || (isTable(after?.kind) && isTable(value.kind));
  if (after === undefined || !isAkin) return [null, value];
  switch (value.kind) {
    case 'choice':
      return before?.kind === 'choice' && after.kind === 'choice' && before.scale !== after.scale
        ? [null, value]
        : [value, null];
    case 'ticks': {
      const known = idsOf(after.kind === 'ticks' ? after.options : []);
      const part = (isKept: boolean): AskValue => ({
        kind: 'ticks',
        ticked: value.ticked.filter((id) => known.has(id) === isKept),
        details: only(value.details, (id) => known.has(id) === isKept),
      });
      return [part(true), part(false)];
    }
    case 'rows':
    case 'records': {
      const known = idsOf(after.kind === 'rows' || after.kind === 'records' ? after.fields : []);
      const isFitting = value.rows.every((row) =>
        Object.entries(row).every(([id, text]) => known.has(id) || text === ''),
      );
      // A row is one thing: its fields are not torn apart.
      return isFitting ? [value, null] : [null, value];
    }
    case 'recommendations':
    case 'comments':
      return [value, null];
  }
}

const idsOf = (entries: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(entries.map(({ id }) => id));

const only = (texts: Readonly<Record<string, string>>, wanted: (id: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([id]) => wanted(id)));

/** The value in words, under the name that its ask had; with all that was typed, whatever its ask knew of it. */
function asText(id: string, value: AskValue, before: QuestionNode, words: Words): string {
  const written = writtenOut(before, { ...EMPTY_ANSWER, values: { [id]: value } }, words);
  const missing = [...new Set(textsIn(value))].filter((text) => !written.includes(text));
  return [written, ...missing].filter((text) => text !== '').join('\n');
}

/** The answers that a newer version cannot hold as they are, by question: as it can, with the revision that they replace. */
export function changedAnswers(
  draft: Pick<Draft, 'answers' | 'outside'>,
  after: Questionnaire,
  /** The question as it was when the answer was written: asked now, or by an earlier version. */
  nodeBefore: (id: string) => QuestionNode | undefined,
  words: Words,
): Record<string, { readonly expected: number; readonly value: Answer }> {
  const answers = Object.entries({ ...draft.outside, ...draft.answers });
  const changed = answers.flatMap(([id, { value, revision }]) => {
    const [earlier, later] = [nodeBefore(id), questionOf(after, id)?.node];
    if (earlier === undefined || later === undefined) return [];
    const next = carried(value, earlier, later, words);
    return next === value ? [] : [[id, { expected: revision, value: next }] as const];
  });
  return Object.fromEntries(changed);
}

const divisions = new WeakMap<Draft, Draft>();

/**
 * The draft with its answers to questions that its version of the call no longer asks set apart (`outside`), where
 * nothing that is checked, counted, printed or sent looks. The same draft gives the same value.
 */
export function withoutGone(draft: Draft, questionnaire: Questionnaire): Draft {
  const isAsked = (id: string): boolean => questionOf(questionnaire, id) !== undefined;
  const answers = Object.entries(draft.answers);
  if (answers.every(([id]) => isAsked(id))) return draft;
  let divided = divisions.get(draft);
  if (divided === undefined) {
    const [asked, gone] = [answers.filter(([id]) => isAsked(id)), answers.filter(([id]) => !isAsked(id))];
    divided = {
      ...draft,
      answers: Object.fromEntries(asked),
      outside: { ...draft.outside, ...Object.fromEntries(gone) },
    };
    divisions.set(draft, divided);
  }
  return divided;
}
