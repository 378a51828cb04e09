/**
 * Removal: a draft goes, with everything that was ever kept of it. The order of it is here, over the ports that hold
 * something; what each of them does is its own. Who may ask for it is not asked here.
 */
import type { Mailer } from './email.ts';
import type { Press } from './outline.ts';

export interface RemovalStore {
  /**
   * Removes a draft with everything that belongs to it, in one transaction. False: there is no such draft any more, or
   * `unless` no longer holds.
   */
  removeDraft(draft: string, unless?: RemovalGuard): Promise<boolean>;
  /**
   * Takes what was removed out of the files of the database too, as far as a program can. False: somebody was reading
   * all the time, and it has to be asked again.
   */
  scrub(): Promise<boolean>;
}

/** What was seen of a draft when its removal was decided: where any of it has changed since, the draft stays. */
export interface RemovalGuard {
  readonly changedAt: Date;
  readonly submittedAt: Date | null;
  readonly keepUntil: Date | null;
  readonly warnedAt: Date | null;
}

export interface RemovingParts {
  readonly store: RemovalStore;
  readonly mailer: Pick<Mailer, 'discard'>;
  /** Null in a process that presses nothing. */
  readonly press: Pick<Press, 'forget'> | null;
}

/**
 * Removes a draft wherever something of it is kept. False where nothing was removed, see `RemovalStore.removeDraft`.
 * The mails go last, too: one may have been written while the draft still stood.
 */
export async function removeEverywhere(
  { store, mailer, press }: RemovingParts,
  draft: string,
  unless?: RemovalGuard,
): Promise<boolean> {
  if (!(await store.removeDraft(draft, unless))) return false;
  press?.forget(draft);
  await mailer.discard(draft);
  await store.scrub();
  return true;
}

/** Marks that keyboards type in one way and pages print in another. */
const SAME_MARKS: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201b\u02bc\u00b4`]/gu, "'"],
  [/[\u201c\u201d\u201e\u00ab\u00bb]/gu, '"'],
  [/\p{Pd}/gu, '-'],
  [/\s+/gu, ' '],
];

const plain = (text: string): string =>
  SAME_MARKS.reduce((changed, [mark, by]) => changed.replace(mark, by), text.normalize('NFKC'))
    .trim()
    .toLowerCase();

/** Whether somebody typed this name: capitals, spaces and the shape of quotes and dashes do not matter. */
export const isNameTyped = (typed: string, name: string): boolean => plain(typed) === plain(name) && plain(name) !== '';
