/**
 * Carries an earlier answer into an answer of another draft: behind what stands there, never over it. Values go where the
 * question has an ask of the same kind that is free for them, and become text otherwise; footnotes and sources get names
 * that are not taken; what is confidential stays so. Pure.
 */
import { EMPTY_ANSWER, isValueBlank, type Answer, type AskValue } from './answer.ts';
import type { Ask } from './asks.ts';
import type { Text } from './language.ts';
import { fitted, isLeftOver, textsIn } from './leftOver.ts';
import { foldedWords } from './lookup.ts';
import type { QuestionNode } from './nodes.ts';
import type { Words } from './strokes.ts';
import { writtenOut } from './written.ts';

/** An answer with the question that it was given to. */
export interface Told {
  readonly question: Pick<QuestionNode, 'asks'>;
  readonly answer: Answer;
}

/**
 * The answer of `here` with all of `earlier` added. `words` are of the language of the draft that it goes into, and of the
 * earlier call: they name what becomes text as the earlier question did.
 */
export function answerWith(here: Told, earlier: Told, words: Words): Answer {
  const values = new Map(Object.entries(here.answer.values));
  const texts: string[] = [];
  for (const [id, value] of Object.entries(fitted(earlier.question, earlier.answer).values)) {
    if (isValueBlank(value)) continue;
    const asked = earlier.question.asks.find((ask) => ask.id === id);
    const place = isLeftOver(id) || asked === undefined ? undefined : placeFor(here.question, values, asked, value);
    if (place === undefined) texts.push(asText(earlier.question, id, value, words));
    else values.set(place.id, place.value);
  }
  const added = [earlier.answer.text, ...texts].filter((text) => text.trim() !== '').join('\n\n');
  return {
    ...here.answer,
    text: appended(here.answer.text, added),
    values: Object.fromEntries(values),
    // Whoever takes an answer over answers, and has yet to look whether it is true here.
    declined: null,
    finished: false,
    confidential: here.answer.confidential || earlier.answer.confidential,
  };
}

/** The texts of an answer one after the other, the footnotes of the second under numbers of their own. */
function appended(text: string, added: string): string {
  if (added === '') return text;
  const apart = withOwnFootnotes(added, text);
  return text.trim() === '' ? apart : `${text.replace(/\s+$/u, '')}\n\n${apart}`;
}

const FOOTNOTE = /\[\^([^\]\s]+)\]/g;

function withOwnFootnotes(added: string, text: string): string {
  const labelsIn = (one: string): string[] => [...one.matchAll(FOOTNOTE)].map(([, label = '']) => label.toLowerCase());
  const taken = new Set(labelsIn(text));
  const own = new Set(labelsIn(added));
  const names = new Map<string, string>();
  for (const label of own) {
    let name = label;
    for (let number = 1; taken.has(name) || (name !== label && own.has(name)); number += 1) name = String(number);
    taken.add(name);
    names.set(label, name);
  }
  return added.replace(FOOTNOTE, (whole, label: string) => {
    const name = names.get(label.toLowerCase());
    return name === undefined || name === label.toLowerCase() ? whole : `[^${name}]`;
  });
}

/** Where a value of another question has its place, and what stands there then; undefined where it has none. */
function placeFor(
  { asks }: Told['question'],
  values: ReadonlyMap<string, AskValue>,
  asked: Ask,
  value: AskValue,
): { readonly id: string; readonly value: AskValue } | undefined {
  const named = asks.filter(({ id }) => id === asked.id);
  for (const ask of [...named, ...asks.filter(({ id }) => id !== asked.id)]) {
    const together = joinedIn(ask, values.get(ask.id), asked, value);
    if (together !== null) return { id: ask.id, value: together };
  }
  return undefined;
}

/** Both values in one ask; null where it cannot hold the second one beside the first, or would say something else by it. */
function joinedIn(ask: Ask, here: AskValue | undefined, asked: Ask, added: AskValue): AskValue | null {
  const isFree = here === undefined || (isValueBlank(here) && textsIn(here).every((text) => text === ''));
  // Of another kind, from before the question was changed: it is not written over.
  if (here !== undefined && !isFree && here.kind !== ask.kind && !(isInRows(here) && isInRows(ask))) return null;
  switch (added.kind) {
    case 'choice':
      // "Yes" to one thing is not "yes" to another.
      return ask.kind === 'choice' && asked.kind === 'choice' && ask.scale === asked.scale && isFree
        ? isSaidAlike(ask.label, asked.label)
          ? added
          : null
        : null;
    case 'ticks': {
      if (ask.kind !== 'ticks' || asked.kind !== 'ticks' || !isFree) return null;
      const told = Object.entries(added.details).filter(([, text]) => text !== '');
      const isKnown = (id: string): boolean => {
        const [one, other] = [ask, asked].map(({ options }) => options.find((option) => option.id === id));
        return one !== undefined && other !== undefined && isSaidAlike(one.text, other.text);
      };
      return [...added.ticked, ...told.map(([id]) => id)].every(isKnown) ? added : null;
    }
    case 'rows':
    case 'records': {
      if (ask.kind !== 'rows' && ask.kind !== 'records') return null;
      const known = new Set(ask.fields.map(({ id }) => id));
      const isFitting = added.rows.every((row) =>
        Object.entries(row).every(([field, text]) => known.has(field) || text === ''),
      );
      const before = here?.kind === 'rows' || here?.kind === 'records' ? here.rows : [];
      return isFitting ? { kind: ask.kind, rows: [...before, ...added.rows] } : null;
    }
    case 'recommendations': {
      if (ask.kind !== 'recommendations') return null;
      const before = here?.kind === 'recommendations' ? here.items : [];
      return { kind: 'recommendations', items: [...before, ...added.items] };
    }
    case 'comments': {
      if (ask.kind !== 'comments') return null;
      const before = here?.kind === 'comments' ? here.rows : [];
      return { kind: 'comments', rows: [...before, ...added.rows] };
    }
  }
}

const isInRows = ({ kind }: AskValue | Ask): boolean => kind === 'rows' || kind === 'records';

/** Whether two names say the same in a language that both have. */
const isSaidAlike = (one: Text, other: Text): boolean =>
  Object.entries(one).some(
    ([language, words]) => foldedWords(words).join(' ') === foldedWords(other[language] ?? '').join(' '),
  );

/** The value in words, under the name of its ask; with all that was typed, whatever its ask knew of it. */
function asText(question: Told['question'], id: string, value: AskValue, words: Words): string {
  const written = writtenOut(question, { ...EMPTY_ANSWER, values: { [id]: value } }, words);
  const missing = [...new Set(textsIn(value))].filter((text) => !written.includes(text));
  return [written, ...missing].filter((text) => text !== '').join('\n');
}
