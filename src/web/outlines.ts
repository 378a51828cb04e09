/**
 * From a desk to its outline: made once for a revision of a draft and shared by review, document and email.
 */
import type { Draft } from '../domain/draft.ts';
import type { Language } from '../domain/language.ts';
import { composeOutline, type Outline } from '../domain/outline.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';

const outlines = new WeakMap<Draft, Outline>();

export function outlineOf(parts: Parts, desk: Desk): Outline {
  const { draft, questionnaire, sayDraft } = desk;
  let outline = outlines.get(draft);
  if (outline === undefined) {
    const language: Language = draft.record.language;
    const country = parts.countries.name(draft.organisation.value.country, language);
    outline = composeOutline(draft, questionnaire, sayDraft, { country });
    outlines.set(draft, outline);
  }
  return outline;
}

/** Names this outline for ever: the press keeps documents by it. */
export function outlineKey({ draft }: Desk): string {
  return `${draft.record.id}/${draft.record.revision}/full`;
}
