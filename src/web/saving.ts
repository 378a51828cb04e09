/**
 * What every form of a draft does after it was read: save if the revision still matches, and say where to go.
 * Keeps the promise that a save never overwrites a text that its writer has not seen.
 */
import type { Request, Response } from 'express';
import type { FormBody } from '../domain/answer.ts';
import type { Part } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { languageSchema } from '../domain/language.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';
import { choose } from './visit.ts';

export const bodyOf = (request: Request): FormBody => (request.body ?? {}) as FormBody;

/** The revision that the form was filled in on; 0 where it sends none. Throws `invalid` for what is no number. */
export const revisionOf = (body: FormBody): number => numberIn(body, 'revision');

/** A whole number in a form; 0 where it is not sent. Throws `invalid` for anything else. */
export function numberIn(body: FormBody, name: string): number {
  const sent = body[name] ?? '0';
  if (typeof sent !== 'string' || !/^\d{1,9}$/.test(sent)) throw new AppError('invalid', `${name} is not a number`);
  return Number(sent);
}

/** Null when saved; the newer part when somebody else saved first. Throws `submitted` or `not-found`. */
export async function saveOrStale(
  parts: Parts,
  desk: Desk,
  key: string,
  expected: number,
  value: unknown,
): Promise<Part | null> {
  const { draft, link, visit } = desk;
  const outcome = await parts.store.savePart({ draft: draft.record.id, key, expected, value, link }, visit.now);
  switch (outcome.kind) {
    case 'saved':
      return null;
    case 'stale':
      return outcome.current;
    case 'submitted':
      throw new AppError('submitted');
    case 'gone':
      throw new AppError('not-found');
  }
}

/**
 * After a save: to the next page, or back to the same one where the writer asked to stay, or pressed a button of the
 * header that switches the language (the form was sent along so that nothing is lost). `same` is that page's address.
 */
export function goOn(
  parts: Parts,
  request: Request,
  response: Response,
  next: string,
  same: string = request.path,
): void {
  const body = bodyOf(request);
  const language = languageSchema.safeParse(body['language']);
  if (language.success) choose(response, parts, 'language', language.data);
  const more = body['more'];
  if (typeof more === 'string' && /^[a-z0-9-]{1,60}$/.test(more)) return response.redirect(303, `${same}#${more}`);
  const stays = language.success || body['stay'] !== undefined;
  response.redirect(303, stays ? same : next);
}
