/**
 * What reference texts are within reach of somebody at a desk: those of the draft, and those that the same browser offers
 * from other drafts. Opens and lists; answers no request.
 */
import { may } from '../domain/link.ts';
import { TEXT_ID, type ReferenceText, type WholeText } from '../domain/referenceText.ts';
import type { Shelf } from '../domain/textSearch.ts';
import type { Parts } from './app.ts';
import type { Desk } from './desk.ts';

/** Whoever has a draft open has a session. */
export const sessionOf = ({ visit }: Pick<Desk, 'visit'>): string => visit.session ?? '';

/** Null for a text that this draft does not have. */
export async function wholeText(parts: Parts, desk: Desk, id: unknown): Promise<WholeText | null> {
  if (typeof id !== 'string' || !TEXT_ID.test(id)) return null;
  return parts.store.wholeText(desk.draft.record.id, id, sessionOf(desk));
}

/** These texts of the draft, as a search takes them. */
export function shelfOf(parts: Parts, desk: Desk, texts: readonly ReferenceText[]): Shelf {
  const { id: draft } = desk.draft.record;
  return {
    draft,
    session: sessionOf(desk),
    texts: texts.map(({ id }) => id),
    open: async (ids) => {
      const whole = await Promise.all(ids.map((id) => wholeText(parts, desk, id)));
      return whole.filter((text) => text !== null);
    },
  };
}

/** What this browser offers from its other drafts: those that it may write as it stands. */
export async function offersFor(parts: Parts, desk: Desk): Promise<readonly ReferenceText[]> {
  const { visit, draft } = desk;
  const open = await parts.store.draftsOf(sessionOf(desk), visit.now);
  const others = open.filter(({ record, role }) => record.id !== draft.record.id && may(role, 'write'));
  const ids = others.map(({ record }) => record.id);
  return parts.store.offeredTexts(sessionOf(desk), ids);
}
