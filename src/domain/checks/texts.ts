/**
 * What the checks read of an answer: its printed texts, each under the name of its form field. Pure.
 */
import type { Answer } from '../answer.ts';
import { isLeftOver } from '../leftOver.ts';

export interface Typed {
  /** As `answerFromForm` names it. */
  readonly field: string;
  readonly text: string;
}

/** The texts of an answer that a document can print: of a declined one its reason, never what was typed before. */
export function printedTexts(answer: Answer): readonly Typed[] {
  if (answer.declined !== null) return given([{ field: 'reason', text: answer.declined.reason }]);
  const found: Typed[] = [];
  for (const [ask, value] of Object.entries(answer.values)) {
    if (isLeftOver(ask)) continue;
    switch (value.kind) {
      case 'choice':
        found.push({ field: `${ask}.details`, text: value.details });
        break;
      case 'ticks':
        for (const option of value.ticked) {
          const text = Object.hasOwn(value.details, option) ? (value.details[option] ?? '') : '';
          found.push({ field: `${ask}.${option}`, text });
        }
        break;
      case 'rows':
      case 'records':
      case 'comments':
        value.rows.forEach((row, index) => {
          for (const [name, text] of Object.entries(row)) found.push({ field: `${ask}.${index}.${name}`, text });
        });
        break;
      case 'recommendations':
        value.items.forEach(({ to, what, by }, index) => {
          for (const [name, text] of Object.entries({ to, what, by })) {
            found.push({ field: `${ask}.${index}.${name}`, text });
          }
        });
        break;
    }
  }
  return given([...found, { field: 'text', text: answer.text }]);
}

const given = (texts: readonly Typed[]): readonly Typed[] => texts.filter(({ text }) => text.trim() !== '');
