/**
 * What an answer holds that its question has no place for, as after a newer version of the call: kept with the answer, shown
 * to its writer, and printed nowhere. Pure.
 */
import type { Answer, AskValue } from './answer.ts';
import type { QuestionNode } from './nodes.ts';

/** Whether a value is kept from an ask that was of another kind, or is gone: no document prints it. */
export const isLeftOver = (key: string): boolean => key.includes('~');

/**
 * An answer whose values are of the kinds that its question has now, as after a newer version of the call: rows become
 * records and the other way round; what fits no more is set apart under a key of its own. The same answer where all fits.
 */
export function fitted(question: Pick<QuestionNode, 'asks'>, answer: Answer): Answer {
  const kinds = new Map(question.asks.map(({ id, kind }) => [id, kind]));
  const fits = ([key, { kind }]: readonly [string, AskValue]): boolean => (kinds.get(key) ?? kind) === kind;
  const entries = Object.entries(answer.values);
  if (entries.every(fits)) return answer;
  const values = Object.fromEntries(
    entries.map((entry) => {
      if (fits(entry)) return entry;
      const [key, value] = entry;
      const kind = kinds.get(key);
      if ((value.kind === 'rows' || value.kind === 'records') && (kind === 'rows' || kind === 'records')) {
        return [key, { ...value, kind } satisfies AskValue];
      }
      return [freeKey(`${key}~${value.kind}`, answer.values), value];
    }),
  );
  return { ...answer, values };
}

const freeKey = (key: string, taken: object): string => (Object.hasOwn(taken, key) ? freeKey(`${key}~`, taken) : key);

/** Every text in a value, whatever its kind. */
export function textsIn(value: AskValue): readonly string[] {
  const texts = ((): readonly string[] => {
    switch (value.kind) {
      case 'choice':
        return [value.details];
      case 'ticks':
        return Object.values(value.details);
      case 'rows':
      case 'records':
      case 'comments':
        return value.rows.flatMap((row) => Object.values(row));
      case 'recommendations':
        return value.items.flatMap((item) => Object.values(item));
    }
  })();
  return texts.filter((text) => text.trim() !== '');
}

/** Texts of values that no ask of the question takes: to be shown to the writer, and to nobody else. */
export function leftOver({ asks }: Pick<QuestionNode, 'asks'>, { values }: Answer): readonly string[] {
  const known = new Map(asks.map((ask) => [ask.id, ask]));
  return Object.entries(values).flatMap(([key, value]) => {
    const ask = known.get(key);
    if (ask === undefined) return textsIn(value);
    if (ask.kind !== 'ticks' || value.kind !== 'ticks') return [];
    const options = new Set(ask.options.map(({ id }) => id));
    return Object.entries(value.details).flatMap(([id, text]) => (options.has(id) || text === '' ? [] : [text]));
  });
}
