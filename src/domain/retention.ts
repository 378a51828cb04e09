/**
 * Retention: when a draft that nobody removes is removed by itself, and that nobody is surprised by it. Pure: moments come
 * in; the port to the cellar stands beside the rule. The clock that asks is `ringing.ts`.
 */
import type { Doer } from './audit.ts';
import { deadlinesOf } from './deadline.ts';
import type { DraftRecord } from './draft.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { RemovalGuard } from './removal.ts';
import type { Reminder } from './reminder.ts';

const DAY_MS = 24 * 3_600_000;

/** How long before it a removal is announced; less where drafts are kept for a shorter time. */
const NOTICE_DAYS = 14;

/** What an owner and the program itself have said of a draft's stay. */
export interface Retention {
  /** Kept at least until then; null: nobody asked for more than the rule. */
  readonly keepUntil: Date | null;
  /** When the removal was announced; null: not yet. */
  readonly warnedAt: Date | null;
}

/** A draft, as far as it matters for how long it stays. */
export type Kept = Pick<DraftRecord, 'id' | 'startedAt' | 'changedAt' | 'submittedAt'> & Retention;

export interface RetentionStore {
  /** The calls and questionnaires that there are drafts of. */
  draftedCalls(): Promise<readonly { readonly call: string; readonly questionnaire: string }[]>;
  /**
   * Drafts of one questionnaire that were started by `startedBy`, or whose removal was announced: in the order of their
   * ids, those after `after`, `limit` at most.
   */
  keptDrafts(
    call: string,
    questionnaire: string,
    startedBy: Date,
    after: string,
    limit: number,
  ): Promise<readonly Kept[]>;
  /**
   * Notes that the removal was announced, and plans the mails about it. True for exactly one caller; false too where the
   * draft has changed since it was seen.
   */
  warn(seen: Kept, now: Date, notices: readonly Reminder[]): Promise<boolean>;
  /** Takes the announcement back, with the mails that have not left. */
  unwarn(draft: string): Promise<void>;
  /** Keeps a draft until then, because `by` wishes so, and takes an announcement back. False: there is no such draft. */
  keepUntil(draft: string, until: Date, by?: Doer): Promise<boolean>;
}

export const noticeMs = (retentionDays: number): number => Math.min(NOTICE_DAYS, retentionDays) * DAY_MS;

/**
 * The moment that the rule gives: `retentionDays` after the last deadline of the call or the submission, whichever is
 * later, or after the start of a draft that was begun later still; for a call without a date, after the last change.
 * Never before the moment that an owner asked for.
 */
export function ruledRemoval(draft: Omit<Kept, 'id' | 'warnedAt'>, call: Questionnaire, retentionDays: number): Date {
  const last = deadlinesOf(call).at(-1)?.instant ?? draft.changedAt;
  const { startedAt, submittedAt, keepUntil } = draft;
  const from = Math.max(last.getTime(), startedAt.getTime(), submittedAt?.getTime() ?? 0);
  return new Date(Math.max(from + retentionDays * DAY_MS, keepUntil?.getTime() ?? 0));
}

/**
 * When the draft will be removed, seen at `now`: as the rule says, and never before its announcement has stood for as long
 * as it must, also where the program did not run, or the rule has just become stricter.
 */
export function removalAt(
  draft: Omit<Kept, 'id'>,
  call: Questionnaire,
  retentionDays: number,
  now: Date,
): { readonly at: Date; /** Whether it is near enough to be announced. */ readonly near: boolean } {
  const ruled = ruledRemoval(draft, call, retentionDays).getTime();
  const notice = noticeMs(retentionDays);
  const announced = (draft.warnedAt ?? now).getTime() + notice;
  return { at: new Date(Math.max(ruled, announced)), near: ruled - notice <= now.getTime() };
}

/** What is to be done about a draft at `now`. */
export function retentionStep(
  draft: Kept,
  call: Questionnaire,
  retentionDays: number,
  now: Date,
): 'nothing' | 'warn' | 'unwarn' | 'remove' {
  const { at, near } = removalAt(draft, call, retentionDays, now);
  if (!near) return draft.warnedAt === null ? 'nothing' : 'unwarn';
  if (draft.warnedAt === null) return 'warn';
  return at <= now ? 'remove' : 'nothing';
}

/** What was seen, for a removal that must not happen where it no longer holds. */
export const guardOf = ({ changedAt, submittedAt, keepUntil, warnedAt }: Kept): RemovalGuard => ({
  changedAt,
  submittedAt,
  keepUntil,
  warnedAt,
});

/** Until when a draft stays that an owner prolongs at `now`. */
export const prolonged = (retentionDays: number, now: Date): Date => new Date(now.getTime() + retentionDays * DAY_MS);
