/**
 * Saves that a script asks for while somebody writes: the same address, form and rules as a plain save, answered in a few
 * words that the script turns into a line under the text. And the key for the copy that the device may keep meanwhile.
 * Decides nothing about texts: that is `merges.ts`.
 */
import type { Express, Request, Response } from 'express';
import { faultyTexts } from '../domain/confidentiality.ts';
import { sameAnswer, type Answer } from '../domain/answer.ts';
import { AppError } from '../domain/errors.ts';
import type { Parts } from './app.ts';
import { openDesk, type Desk } from './desk.ts';
import type { Kept } from './merges.ts';
import { route } from './paths.ts';

/** Whether a script asks, and not a form. */
export const wantsWords = (request: Request): boolean => request.headers.accept === 'application/json';

/** What the script is told. */
export type Told =
  /** The answer stands as it was sent; the next save goes on from `revision`. */
  | { readonly kind: 'saved'; readonly revision: number; readonly brackets: readonly string[] }
  /**
   * Kept together with what others saved. `text` is the text as it stands now; null where more than the text of the page
   * is another, so that only a new page can show it.
   */
  | { readonly kind: 'merged'; readonly revision: number; readonly text: string | null }
  /** Nothing was kept: both texts touch the same place, and a person must look at them. */
  | { readonly kind: 'met' };

/** Answers a save that a script asked for. `mine`: what it sent. */
export function tell(response: Response, desk: Desk, kept: Kept, mine: Answer): void {
  const told = toldOf(desk, kept, mine);
  response.status(told.kind === 'met' ? 409 : 200).json(told);
}

function toldOf({ visit }: Desk, kept: Kept, mine: Answer): Told {
  if (kept.kind === 'met') return { kind: 'met' };
  if (sameAnswer(kept.answer, mine)) {
    const kinds = new Set(faultyTexts(mine).map(({ kind }) => kind));
    const brackets = [...kinds].map((kind) => visit.say(`question.brackets.${kind}`));
    return { kind: 'saved', revision: kept.revision, brackets };
  }
  const text = sameAnswer({ ...kept.answer, text: '' }, { ...mine, text: '' }) ? kept.answer.text : null;
  return { kind: 'merged', revision: kept.revision, text };
}

export function deviceKeyRoutes(app: Express, parts: Parts): void {
  app.post(route.deviceKey, async (request, response) => {
    const { draft, link } = await openDesk(parts, request, 'write');
    const key = await parts.store.deviceKey(draft.record.id, link);
    if (key === null) throw new AppError('not-found');
    response.json({ key });
  });
}
