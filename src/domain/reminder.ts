/**
 * Reminders: who asked for them, when they ring, and what became of each. Pure: moments come in; the port to the cellar
 * stands beside its types. What a reminder says is composed in `reminderMail.ts`; what is due is sent by `ringing.ts`.
 */
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Doer } from './audit.ts';
import { deadlinesOf, mainDeadline } from './deadline.ts';
import { languageSchema } from './language.ts';
import type { Questionnaire } from './questionnaire.ts';

/** Days before the last day in time; 0 is its morning. In the order in which they ring. */
export const BELL_DAYS = [30, 14, 7, 3, 1, 0] as const;
export type BellDays = (typeof BELL_DAYS)[number];

/**
 * What a mail of ours is for: `confirm` asks whether the address is the reader's own, `bell-N` rings N days before,
 * `moved` tells once that the deadline has another date, or one at last, `removal` that the draft will be removed by
 * itself.
 */
export type ReminderKind = 'confirm' | 'moved' | 'removal' | `bell-${BellDays}`;

/** How somebody wants to be reminded. Sealed at rest, all of it: a zone or an hour tells where a person lives. */
export const wishSchema = z.object({
  address: z.string(),
  language: languageSchema,
  /** IANA name of the reader's zone. */
  zone: z.string(),
  /** The hour at which it rings, on the reader's own clock: 0 to 23. */
  hour: z.int().min(0).max(23),
  /** Whether the mail names neither the call, nor who asks, nor the organisation. */
  neutral: z.boolean(),
});
export type Wish = z.infer<typeof wishSchema>;

/** Why nothing is sent any more. */
export type EndReason =
  | 'reader' // ended by a link in a mail, or on the page
  | 'owner' // ended by the owner of the draft
  | 'refused' // the mail server says that there is no such address
  | 'unconfirmed' // never confirmed
  | 'access'; // the link by which the person came in was taken back

/** Somebody's request to be reminded of one draft. */
export interface Subscription {
  readonly id: string;
  readonly draft: string;
  /** The link by which the person came in: whose subscription it is. */
  readonly link: string;
  readonly wish: Wish;
  /** Secret of the addresses in the mails (confirm, end); sealed at rest, because every mail repeats it. */
  readonly token: string;
  readonly askedAt: Date;
  /** Null: not yet. Nothing but the question itself is sent before. */
  readonly confirmedAt: Date | null;
  /** The deadline that the reminders were planned for; null: none planned. */
  readonly deadlineAt: Date | null;
  readonly ended: { readonly at: Date; readonly reason: EndReason } | null;
}

/**
 * `planned` waits for its moment; `claimed` is being sent; `sent` was taken by the mail server, or written to the
 * outbox; `perhaps` may have arrived, and is never sent again; `refused` will never arrive; `passed` was not sent
 * because a more urgent one was, or because nobody wants it any more.
 */
export type ReminderState = 'planned' | 'claimed' | 'sent' | 'perhaps' | 'refused' | 'passed';

export interface Reminder {
  readonly id: string;
  readonly subscription: string;
  readonly draft: string;
  readonly kind: ReminderKind;
  /** The deadline that it is about. For `confirm` and `removal`: the moment after which it is pointless. */
  readonly deadlineAt: Date;
  /** Of `moved`: the deadline that it was before; null where there was none, and for all others. */
  readonly movedFrom: Date | null;
  /** The moment it is meant for. */
  readonly ringsAt: Date;
  /** Not before this moment: `ringsAt`, or later where a try failed. */
  readonly nextAt: Date;
  readonly state: ReminderState;
  /** Tries that were begun. */
  readonly tries: number;
  readonly settledAt: Date | null;
  /** What the server said to the last try; "" before. */
  readonly reply: string;
}

/** A reminder that this process alone may send now, with whom it is for. */
export interface ClaimedReminder {
  readonly reminder: Reminder;
  readonly subscription: Subscription;
}

/** What became of a try. */
export type ReminderOutcome =
  | { readonly kind: 'sent' | 'perhaps' | 'passed'; readonly reply: string }
  /** The address does not exist: the subscription ends too. */
  | { readonly kind: 'refused'; readonly reply: string }
  /** Nobody took it: it waits until `nextAt`. */
  | { readonly kind: 'later'; readonly reply: string; readonly nextAt: Date };

/** Longer than a mail may take altogether (`mail/letterbox.ts`): a claim older than this was cut off. */
export const REMINDER_LEASE_MS = 120_000;

/** What one draft may have: more would be a way to flood strangers. */
export const SUBSCRIPTIONS_MAX = 50;

/** A subscription that nobody confirms is forgotten after this long. */
export const CONFIRM_WITHIN_MS = 7 * 24 * 3_600_000;

export interface ReminderStore {
  /** Adds a subscription and plans its question (`confirm`). `hash` is that of its token. */
  subscribe(subscription: Subscription, hash: string, question: Reminder): Promise<void>;
  /** Those of a draft, oldest first, each with its reminders in the order of `ringsAt`. */
  subscriptionsOf(
    draft: string,
  ): Promise<readonly { readonly subscription: Subscription; readonly reminders: readonly Reminder[] }[]>;
  /** By the hash of its token; ended ones too. */
  subscriptionByHash(hash: string): Promise<Subscription | null>;
  /** Changes how somebody wants to be reminded, and replaces what is still planned. False: ended, or unknown. */
  changeWish(id: string, wish: Wish, planned: readonly Reminder[]): Promise<boolean>;
  /** Confirms, and plans. A second time changes nothing. False: ended, or unknown. */
  confirm(id: string, now: Date, deadlineAt: Date | null, planned: readonly Reminder[]): Promise<boolean>;
  /** Ends it; what was planned is gone. A second time changes nothing. `by` is who does it for its reader. False: unknown. */
  endSubscription(id: string, reason: EndReason, now: Date, by?: Doer): Promise<boolean>;
  /**
   * The deadlines that confirmed and running subscriptions to drafts that are not submitted were planned for: one line
   * for each call, questionnaire and deadline.
   */
  plannedDeadlines(): Promise<
    readonly { readonly call: string; readonly questionnaire: string; readonly deadlineAt: Date | null }[]
  >;
  /** Confirmed and running subscriptions of a call that were planned for this deadline; `limit` at most. */
  subscriptionsPlannedFor(
    call: string,
    questionnaire: string,
    deadlineAt: Date | null,
    limit: number,
  ): Promise<readonly Subscription[]>;
  /**
   * Plans one subscription for another deadline: what was planned is replaced. True for exactly one caller, whichever
   * process it runs in: it is guarded by the deadline that the subscription was planned for (`from`).
   */
  replan(id: string, from: Date | null, to: Date | null, planned: readonly Reminder[]): Promise<boolean>;
  /**
   * Claims up to `count` due reminders, each for one process only, in one statement, the longest due first. Of several
   * that are due for one subscription only the latest is claimed; the others pass. Those of submitted drafts, of links
   * that ended, and those whose deadline is over pass too. Never claims what another process holds. Fewer than `count` may
   * come although more are due; none come only where nothing is.
   */
  claimDue(now: Date, count: number): Promise<readonly ClaimedReminder[]>;
  /** What `claimDue` would claim, longest due first, `limit` at most. Changes nothing. */
  due(now: Date, limit: number): Promise<readonly ClaimedReminder[]>;
  /** Records what became of a claimed one. */
  settle(id: string, outcome: ReminderOutcome, now: Date): Promise<void>;
  /** Claims that were cut off (older than the lease) become `perhaps`; how many. */
  reclaim(now: Date): Promise<number>;
  /** When the next one is due; null: none planned. */
  nextDue(): Promise<Date | null>;
  /** Forgets subscriptions that were asked for before `before` and never confirmed. */
  forgetUnconfirmed(before: Date): Promise<void>;
}

/** A moment at which a reminder rings. */
export interface Bell {
  readonly days: BellDays;
  readonly at: Date;
}

/** A last morning with less time than this before the deadline is no help: the day before takes its place. */
const LAST_MORNING_HOURS = 3;

/**
 * The bells of a deadline for a reader: at `hour` on the reader's own clock, 30, 14, 7, 3 and 1 days before the last
 * morning, and on it; all before the deadline, in order. The last morning is that of the reader's last day on which, at
 * that hour, three hours are left. An hour that a change of clocks skips rings an hour later. Throws RangeError for a
 * zone that does not exist.
 */
export function bellsOf(deadline: Date, zone: string, hour: number): readonly Bell[] {
  const local = DateTime.fromJSDate(deadline, { zone });
  if (!local.isValid) throw new RangeError(`no such zone: ${zone}`);
  const at = (days: number): DateTime =>
    local.startOf('day').minus({ days }).set({ hour, minute: 0, second: 0, millisecond: 0 });
  const latest = deadline.getTime() - LAST_MORNING_HOURS * 3_600_000;
  let shift = 0;
  while (at(shift).toMillis() > latest) shift += 1;
  return BELL_DAYS.map((days) => ({ days, at: at(days + shift).toJSDate() }));
}

/** A reminder that nobody has tried to send yet. */
function planned(
  { id, draft }: Subscription,
  planning: Pick<Reminder, 'id' | 'kind' | 'deadlineAt' | 'ringsAt'> & Partial<Pick<Reminder, 'movedFrom'>>,
): Reminder {
  const { ringsAt } = planning;
  const untried = { nextAt: ringsAt, state: 'planned', tries: 0, settledAt: null, reply: '' } as const;
  return { subscription: id, draft, movedFrom: null, ...planning, ...untried };
}

/** The question whether an address is the reader's own: rings at once, and is pointless once it would be forgotten. */
export function questionOfAddress(subscription: Subscription, newId: () => string): Reminder {
  const { askedAt } = subscription;
  const deadlineAt = new Date(askedAt.getTime() + CONFIRM_WITHIN_MS);
  return planned(subscription, { id: newId(), kind: 'confirm', deadlineAt, ringsAt: askedAt });
}

/** The bells that are still to come, as reminders. Throws RangeError for a zone that does not exist. */
export function planBells(subscription: Subscription, deadline: Date, now: Date, newId: () => string): Reminder[] {
  const { zone, hour } = subscription.wish;
  return bellsOf(deadline, zone, hour)
    .filter(({ at }) => at > now)
    .map(({ days, at }) =>
      planned(subscription, { id: newId(), kind: `bell-${days}`, deadlineAt: deadline, ringsAt: at }),
    );
}

/** Tells at once that the deadline was moved, or that there is one now where there was none. */
export function movedNotice(
  subscription: Subscription,
  { from, to }: { readonly from: Date | null; readonly to: Date },
  now: Date,
  newId: () => string,
): Reminder {
  return planned(subscription, { id: newId(), kind: 'moved', deadlineAt: to, movedFrom: from, ringsAt: now });
}

/** Tells at once that the draft will be removed at `at`. */
export function removalNotice(subscription: Subscription, at: Date, now: Date, newId: () => string): Reminder {
  return planned(subscription, { id: newId(), kind: 'removal', deadlineAt: at, ringsAt: now });
}

/** Minutes to wait after each try that came to nothing; the last pause repeats. */
const PAUSES_MIN = [1, 5, 15, 60, 3 * 60, 6 * 60] as const;

/**
 * When to try again after `tries` tries, never later than `until`: the moment from which nobody wants it any more.
 */
export function nextTry(tries: number, now: Date, until: Date): Date {
  const pause = PAUSES_MIN[Math.max(0, tries - 1)] ?? PAUSES_MIN.at(-1) ?? 0;
  return new Date(Math.min(now.getTime() + pause * 60_000, until.getTime()));
}

/** What has happened to the deadline that somebody was reminded of. `passed-on`: the call has several, and one is over. */
export type Movement = 'extended' | 'brought-forward' | 'passed-on';

/**
 * From the deadline that reminders were planned for to the one that matters at `now`. Null where it is the same, or the
 * call has no date any more. From one that still stands in the call, and so is over, it is only passed on to the next;
 * a date that comes sooner is always `brought-forward`, also where the call has added it.
 */
export function movement(call: Questionnaire, from: Date, now: Date): Movement | null {
  const to = mainDeadline(call, now)?.instant ?? null;
  if (to === null || to.getTime() === from.getTime()) return null;
  if (to < from) return 'brought-forward';
  const stands = deadlinesOf(call).some(({ instant }) => instant.getTime() === from.getTime());
  return stands ? 'passed-on' : 'extended';
}
