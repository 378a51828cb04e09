/**
 * Ringing: sends the reminders that are due, each by one process, once or reported as perhaps sent. A helper of the
 * doors: everything that it needs is handed in. Its log holds no address, no text and no token.
 */
import { AppError } from './domain/errors.ts';
import {
  CONFIRM_WITHIN_MS,
  type ClaimedReminder,
  type Reminder,
  type ReminderOutcome,
  type ReminderStore,
} from './domain/reminder.ts';
import { movesAt, replan, type Move, type ReplanningParts } from './replanning.ts';
import { tryToSend, type SendingParts, type Try } from './sending.ts';
import { sweep, sweepSteps, type Swept, type SweepingParts, type SweepStep } from './sweeping.ts';

export interface RingerParts extends SendingParts, ReplanningParts, SweepingParts {
  readonly store: ReminderStore & SendingParts['store'] & ReplanningParts['store'] & SweepingParts['store'];
  readonly mailer: SendingParts['mailer'] & SweepingParts['mailer'];
}

/** What came of the tries of one ring, by outcome, and what else it did. */
export type Report = Readonly<Record<ReminderOutcome['kind'] | 'replanned' | 'reclaimed' | keyof Swept, number>>;

export interface Ringer {
  /** Sends everything that is due. While a ring is under way it is that one: there are never two at once. */
  ring(): Promise<Report>;
  /** What `ring` would do. Changes nothing. */
  look(): Promise<{
    readonly moves: readonly Move[];
    readonly due: readonly Reminder[];
    readonly steps: readonly SweepStep[];
  }>;
  /** Rings now, and whenever something is due. Keeps no process alive. */
  start(): void;
  /** Has a clock that was started look now. Waits for nothing. */
  ringSoon(): void;
  /** Stops the clock for good, and resolves when what is being sent has been recorded. */
  stop(): Promise<void>;
}

/** As many as the letterbox has connections (`mail/letterbox.ts`): a claim that waits in line runs out. */
const AT_ONCE = 3;
/** How long to leave a server alone that takes nothing; the last pause repeats. */
const PAUSES_MS = [60_000, 5 * 60_000, 15 * 60_000] as const;
/** The longest and the shortest time between two looks. */
const LOOK_MS = 30_000;
const BREATH_MS = 1_000;
/** How often to look for drafts whose time is over. */
const SWEEP_MS = 3_600_000;
/** How often to follow deadlines where no file of a call has changed: one of several deadlines may have passed. */
const FOLLOW_MS = 3_600_000;
/** What `look` reads; whoever wants to know more rings. */
const LOOK_MAX = 10_000;

const UNSWEPT: Swept = { warned: 0, removed: 0 };

export function createRinger(parts: RingerParts): Ringer {
  const { store, clock, log } = parts;
  let underWay: Promise<Report> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let state: 'resting' | 'started' | 'stopped' = 'resting';
  /** How often somebody asked to look soon. */
  let asked = 0;
  /** Rounds in a row in which the server took nothing, and until when it is left alone. */
  let failures = 0;
  let pausedUntil = new Date(0);
  let sweptAt: Date | null = null;
  let followed = { calls: '', at: 0 };

  /** Asks every running subscription, and so not at every ring. */
  async function follow(): Promise<number> {
    const calls = parts.questionnaires
      .all()
      .map(({ hash }) => hash)
      .join(' ');
    const now = clock();
    if (calls === followed.calls && Math.abs(now.getTime() - followed.at) < FOLLOW_MS) return 0;
    const moved = await replan(parts, now);
    followed = { calls, at: now.getTime() };
    return moved;
  }

  async function ringOnce(): Promise<Report> {
    const counts = { sent: 0, perhaps: 0, refused: 0, passed: 0, later: 0, replanned: 0, reclaimed: 0, ...UNSWEPT };
    counts.reclaimed = await store.reclaim(clock());
    counts.replanned = await follow();
    Object.assign(counts, await sweepHourly());
    let claimed = await claim();
    while (claimed.length > 0) {
      const tries = await allOf(claimed.map((one) => tryToSend(parts, one)));
      for (const { outcome } of tries) counts[outcome.kind] += 1;
      noteServer(tries);
      // The connections are free again. Recorded and claimed at once, all share one wait for the disk.
      const settled = tries.map(({ id, outcome }) => store.settle(id, outcome, clock()));
      const next = claim();
      await allOf<unknown>([...settled, next]);
      claimed = await next;
    }
    await store.forgetUnconfirmed(new Date(clock().getTime() - CONFIRM_WITHIN_MS));
    if (Object.values(counts).some((count) => count > 0)) log.info(counts, 'rang');
    return counts;
  }

  /** What goes wrong here must not keep the reminders from ringing. */
  async function sweepHourly(): Promise<Swept> {
    const now = clock();
    if (state === 'stopped' || (sweptAt !== null && Math.abs(now.getTime() - sweptAt.getTime()) < SWEEP_MS))
      return UNSWEPT;
    try {
      const swept = await sweep(parts, now);
      sweptAt = now;
      return swept;
    } catch (error) {
      log.error({ code: error instanceof AppError ? error.code : 'internal' }, 'old drafts could not be looked at');
      return UNSWEPT;
    }
  }

  async function claim(): Promise<readonly ClaimedReminder[]> {
    if (state === 'stopped' || clock() < pausedUntil) return [];
    // After a failure, one goes ahead to see.
    return store.claimDue(clock(), failures > 0 ? 1 : AT_ONCE);
  }

  /** A server that takes nothing from anybody is left alone, instead of trying on it everything that is due. */
  function noteServer(tries: readonly Try[]): void {
    const answered = tries.some(({ server }) => server === 'answers');
    if (answered) failures = 0;
    if (answered || tries.every(({ server }) => server === 'unasked')) return;
    const pause = PAUSES_MS[failures] ?? PAUSES_MS.at(-1) ?? 0;
    failures += 1;
    pausedUntil = new Date(clock().getTime() + pause);
    log.warn({ minutes: pause / 60_000 }, 'the mail server takes nothing; reminders wait');
  }

  function ring(): Promise<Report> {
    underWay ??= ringOnce().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function tick(): Promise<void> {
    const before = asked;
    const wait = await ring()
      .then(untilNextLook)
      .catch((error: unknown) => {
        log.error({ code: error instanceof AppError ? error.code : 'internal' }, 'reminders could not be looked at');
        return LOOK_MS;
      });
    schedule(asked > before ? 0 : wait);
  }

  async function untilNextLook(): Promise<number> {
    const due = await store.nextDue();
    if (due === null) return LOOK_MS;
    const next = Math.max(due.getTime(), pausedUntil.getTime());
    return Math.min(Math.max(next - clock().getTime(), BREATH_MS), LOOK_MS);
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (state !== 'started') return;
    timer = setTimeout(() => void tick(), ms);
    timer.unref();
  }

  return {
    ring,

    async look() {
      const now = clock();
      const due = (await store.due(now, LOOK_MAX)).map(({ reminder }) => reminder);
      return { moves: await movesAt(parts, now), due, steps: await sweepSteps(parts, now) };
    },

    start() {
      if (state !== 'resting') return;
      state = 'started';
      schedule(0);
    },

    ringSoon() {
      asked += 1;
      if (underWay === null) schedule(0);
    },

    async stop() {
      state = 'stopped';
      clearTimeout(timer);
      // What failed is in the log.
      await underWay?.catch(() => undefined);
    },
  };
}

/** Waits for all, also where one fails, and then throws the first failure. */
async function allOf<Result>(works: readonly Promise<Result>[]): Promise<readonly Result[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
