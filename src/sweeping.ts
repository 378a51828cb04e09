/**
 * Sweeping: announces the removal of drafts whose time is nearly over, and removes those whose time is over, each once
 * whichever process does it. A helper of ringing: the ports are handed in. Its log holds no id.
 */
import type { Mailer } from './domain/email.ts';
import type { DraftStore } from './domain/draft.ts';
import { AppError } from './domain/errors.ts';
import type { Press } from './domain/outline.ts';
import {
  callNow,
  questionnaireOf,
  type Questionnaire,
  type Questionnaires,
  type QuestionnaireStore,
} from './domain/questionnaire.ts';
import { removeEverywhere, type RemovalStore } from './domain/removal.ts';
import { removalNotice, type ReminderStore } from './domain/reminder.ts';
import { guardOf, removalAt, retentionStep, noticeMs, type Kept, type RetentionStore } from './domain/retention.ts';
import type { RingingLog } from './sending.ts';

export interface SweepingParts {
  readonly store: RetentionStore &
    RemovalStore &
    QuestionnaireStore &
    Pick<ReminderStore, 'subscriptionsOf'> &
    Pick<DraftStore, 'draftById'>;
  readonly mailer: Pick<Mailer, 'discard' | 'draftsInOutbox'>;
  /** Null in a process that presses nothing. */
  readonly press: Pick<Press, 'forget'> | null;
  readonly questionnaires: Questionnaires;
  readonly retentionDays: number;
  readonly newId: () => string;
  readonly log: RingingLog;
}

export interface Swept {
  readonly warned: number;
  readonly removed: number;
}

const DAY_MS = 24 * 3_600_000;
/** Drafts read at once. */
const PAGE = 500;

export async function sweep(parts: SweepingParts, now: Date): Promise<Swept> {
  const swept = { warned: 0, removed: 0 };
  for (const { call, questionnaire } of await parts.store.draftedCalls()) {
    try {
      await sweepCall(parts, call, questionnaire, now, swept);
    } catch (error) {
      // One call that cannot be read must not keep the drafts of all others for ever.
      if (error instanceof AppError && error.code === 'unavailable') throw error;
      parts.log.error({ call }, 'the drafts of a call could not be swept');
    }
  }
  await sweepOutbox(parts);
  // Pages that a reader held on to when something was removed.
  await parts.store.scrub();
  return swept;
}

type Counts = { -readonly [What in keyof Swept]: number };

async function sweepCall(parts: SweepingParts, id: string, hash: string, now: Date, swept: Counts): Promise<void> {
  const { store, retentionDays } = parts;
  const call = callNow(parts, await questionnaireOf(parts, id, hash));
  // A process that still serves an older version may not know that the deadline was extended.
  if ((await store.newestVersion(id)) > call.version) return;
  const startedBy = new Date(now.getTime() + noticeMs(retentionDays) - retentionDays * DAY_MS);
  for (let after = ''; ;) {
    const page = await store.keptDrafts(id, hash, startedBy, after, PAGE);
    for (const kept of page) await step(parts, kept, call, now, swept);
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? '';
  }
}

async function step(parts: SweepingParts, kept: Kept, call: Questionnaire, now: Date, swept: Counts): Promise<void> {
  switch (retentionStep(kept, call, parts.retentionDays, now)) {
    case 'warn':
      if (await announce(parts, kept, call, now)) swept.warned += 1;
      return;
    case 'unwarn':
      return parts.store.unwarn(kept.id);
    case 'remove':
      if (await removeEverywhere(parts, kept.id, guardOf(kept))) swept.removed += 1;
      return;
    case 'nothing':
  }
}

/** Those who confirmed, and still want mails, are told; so they are of a draft that was submitted. */
async function announce(
  { store, retentionDays, newId }: SweepingParts,
  kept: Kept,
  call: Questionnaire,
  now: Date,
): Promise<boolean> {
  const { at } = removalAt({ ...kept, warnedAt: now }, call, retentionDays, now);
  const asked = await store.subscriptionsOf(kept.id);
  const told = asked.filter(({ subscription: { confirmedAt, ended } }) => confirmedAt !== null && ended === null);
  const notices = told.map(({ subscription }) => removalNotice(subscription, at, now, newId));
  return store.warn(kept, now, notices);
}

/** A program that was killed while it removed a draft may have left mails about it. */
async function sweepOutbox({ mailer, store }: SweepingParts): Promise<void> {
  for (const draft of await mailer.draftsInOutbox()) {
    if ((await store.draftById(draft)) === null) await mailer.discard(draft);
  }
}
