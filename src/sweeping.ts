/**
 * Sweeping: announces the removal of drafts whose time is nearly over, and removes those whose time is over, each once
 * whichever process does it; forgets browsers that stayed away for too long. A helper of ringing: the ports are handed in.
 * Its log holds no id.
 */
import type { Mailer } from './domain/email.ts';
import type { DraftStore } from './domain/draft.ts';
import { AppError } from './domain/errors.ts';
import type { SessionStore } from './domain/link.ts';
import type { Press } from './domain/outline.ts';
import type { OwnCallStore } from './domain/ownCall.ts';
import {
  callNow,
  questionnaireOf,
  type Questionnaire,
  type Questionnaires,
  type QuestionnaireStore,
} from './domain/questionnaire.ts';
import { removeEverywhere, type RemovalStore } from './domain/removal.ts';
import { removalNotice, type ReminderStore, type Subscription } from './domain/reminder.ts';
import { guardOf, removalAt, retentionStep, noticeMs, type Kept, type RetentionStore } from './domain/retention.ts';
import type { RingingLog } from './sending.ts';

export interface SweepingParts {
  readonly store: RetentionStore &
    RemovalStore &
    QuestionnaireStore &
    Pick<OwnCallStore, 'newestOwn'> &
    Pick<ReminderStore, 'subscriptionsOf'> &
    Pick<SessionStore, 'forgetSessions'> &
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
  await forEachCall(parts, async (call, hash) => {
    for await (const due of dueOf(parts, call, hash, now)) await take(parts, due, now, swept);
  });
  await parts.store.forgetSessions(now);
  await sweepOutbox(parts);
  // Pages that a reader held on to when something was removed.
  await parts.store.scrub();
  return swept;
}

/** What a sweep would do about one draft. */
export interface SweepStep {
  readonly draft: string;
  readonly step: 'warn' | 'remove';
  /** When the draft goes, or would have gone. */
  readonly removedAt: Date;
  /** Mails that would announce it. */
  readonly notices: number;
}

/** What `sweep` would do now. Changes nothing. */
export async function sweepSteps(parts: SweepingParts, now: Date): Promise<readonly SweepStep[]> {
  const steps: SweepStep[] = [];
  await forEachCall(parts, async (id, hash) => {
    for await (const { kept, call, step } of dueOf(parts, id, hash, now)) {
      if (step === 'unwarn') continue;
      const removedAt = removalAt(kept, call, parts.retentionDays, now).at;
      const notices = step === 'warn' ? (await toldOf(parts, kept)).length : 0;
      steps.push({ draft: kept.id, step, removedAt, notices });
    }
  });
  return steps;
}

type Work = (call: string, questionnaire: string) => Promise<void>;

async function forEachCall(parts: SweepingParts, work: Work): Promise<void> {
  for (const { call, questionnaire } of await parts.store.draftedCalls()) {
    try {
      await work(call, questionnaire);
    } catch (error) {
      // One call that cannot be read must not keep the drafts of all others for ever.
      if (error instanceof AppError && error.code === 'unavailable') throw error;
      parts.log.error({ call }, 'the drafts of a call could not be swept');
    }
  }
}

/** A draft that something is to be done about. */
interface Due {
  readonly kept: Kept;
  readonly call: Questionnaire;
  readonly step: 'warn' | 'unwarn' | 'remove';
}

async function* dueOf(parts: SweepingParts, id: string, hash: string, now: Date): AsyncGenerator<Due> {
  const { store, retentionDays } = parts;
  const call = await callNow(parts, await questionnaireOf(parts, id, hash));
  // A process that still serves an older version may not know that the deadline was extended.
  if ((await store.newestVersion(id)) > call.version) return;
  const startedBy = new Date(now.getTime() + noticeMs(retentionDays) - retentionDays * DAY_MS);
  for (let after = ''; ;) {
    const page = await store.keptDrafts(id, hash, startedBy, after, PAGE);
    for (const kept of page) {
      const step = retentionStep(kept, call, retentionDays, now);
      if (step !== 'nothing') yield { kept, call, step };
    }
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? '';
  }
}

type Counts = { -readonly [What in keyof Swept]: number };

async function take(parts: SweepingParts, { kept, call, step }: Due, now: Date, swept: Counts): Promise<void> {
  switch (step) {
    case 'warn':
      if (await announce(parts, kept, call, now)) swept.warned += 1;
      return;
    case 'unwarn':
      return parts.store.unwarn(kept.id);
    case 'remove':
      if (await removeEverywhere(parts, kept.id, guardOf(kept))) swept.removed += 1;
  }
}

/** Those who confirmed, and still want mails, are told; so they are of a draft that was submitted. */
async function toldOf({ store }: SweepingParts, { id }: Kept): Promise<readonly Subscription[]> {
  const asked = (await store.subscriptionsOf(id)).map(({ subscription }) => subscription);
  return asked.filter(({ confirmedAt, ended }) => confirmedAt !== null && ended === null);
}

async function announce(parts: SweepingParts, kept: Kept, call: Questionnaire, now: Date): Promise<boolean> {
  const { store, retentionDays, newId } = parts;
  const { at } = removalAt({ ...kept, warnedAt: now }, call, retentionDays, now);
  const notices = (await toldOf(parts, kept)).map((subscription) => removalNotice(subscription, at, now, newId));
  return store.warn(kept, now, notices);
}

/** A program that was killed while it removed a draft may have left mails about it. */
async function sweepOutbox({ mailer, store }: SweepingParts): Promise<void> {
  for (const draft of await mailer.draftsInOutbox()) {
    if ((await store.draftById(draft)) === null) await mailer.discard(draft);
  }
}
