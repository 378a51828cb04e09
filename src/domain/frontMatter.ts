/**
 * What a call wants at the front of the document and that is no fact about the organisation (18): a title of its own,
 * keywords, a summary, the period covered, to whom it is addressed. One of the parts of a draft; its texts may hold confidential passages. Pure.
 */
import { z } from 'zod';
import { normaliseLines, type FormBody } from './answer.ts';
import type { Questionnaire } from './questionnaire.ts';

/** What is kept: any text at all. Empty string: not given. */
export const frontSchema = z.object({
  title: z.string(),
  keywords: z.string(),
  summary: z.string(),
  period: z.string(),
  /** To whom a letter or a briefing is written. */
  addressee: z.string(),
});
export type FrontMatter = z.infer<typeof frontSchema>;
export type FrontField = keyof FrontMatter;
export const EMPTY_FRONT: FrontMatter = { title: '', keywords: '', summary: '', period: '', addressee: '' };
export const FRONT_FIELDS = Object.keys(EMPTY_FRONT) as readonly FrontField[];

/** The fields that the call asks for, in the document or in the email, and whether it requires them; in its own order. */
export function askedFront({ front, emailBody }: Pick<Questionnaire, 'front' | 'emailBody'>): readonly {
  readonly field: FrontField;
  readonly required: boolean;
}[] {
  const asked = (front.value ?? []).flatMap(({ entry, required }) =>
    FRONT_FIELDS.filter((field) => field === entry).map((field) => ({ field, required })),
  );
  const emailed = emailBody.value?.includes('summary') === true && !asked.some(({ field }) => field === 'summary');
  return emailed ? [...asked, { field: 'summary', required: true }] : asked;
}

/** Reads the form: field names are those of `FrontMatter`; a field that is not sent keeps what `before` had. */
export function frontFromForm(body: FormBody, before: FrontMatter): FrontMatter {
  const typed: Record<FrontField, string> = { ...before };
  for (const field of FRONT_FIELDS) {
    const sent = Object.hasOwn(body, field) ? body[field] : undefined;
    if (sent === undefined) continue;
    const text = normaliseLines(typeof sent === 'string' ? sent : (sent[0] ?? '')).trim();
    // Only a summary has paragraphs.
    typed[field] = field === 'summary' ? text : text.replace(/\s*\n\s*/g, ' ');
  }
  return typed;
}
