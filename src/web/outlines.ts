/**
 * From a desk to its outlines: each made once for a revision of a draft and shared by review, document and email.
 */
import type { Draft } from '../domain/draft.ts';
import type { Language } from '../domain/language.ts';
import { composeOutline, type Outline } from '../domain/outline.ts';
import type { Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';

const outlines: Readonly<Record<Version, WeakMap<Draft, Outline>>> = { full: new WeakMap(), public: new WeakMap() };

export function outlineOf(parts: Parts, desk: Desk, version: Version = 'full'): Outline {
  const { draft, questionnaire, sayDraft } = desk;
  let outline = outlines[version].get(draft);
  if (outline === undefined) {
    const language: Language = draft.record.language;
    const countryName = (code: string): string => parts.countries.name(code, language);
    const country = countryName(draft.organisation.value.country);
    outline = composeOutline(draft, questionnaire, sayDraft, { version, country, countryName });
    outlines[version].set(draft, outline);
  }
  return outline;
}

/** Names this outline for ever: the press keeps documents by it. */
export function outlineKey({ draft }: Desk, version: Version): string {
  return `${draft.record.id}/${draft.record.revision}/${version}`;
}
